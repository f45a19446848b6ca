import GeneralLedger

extension PostingExplanation {
  /// The page that a reader gets.
  ///
  /// - Parameter isVerbose: whether it tells too what did not apply.
  /// - Returns: lines of text.
  func text(isVerbose: Bool) -> String {
    var lines = heading
    if let rule {
      lines.append("  posted by rule \(rule.id): \(rule.title)")
      lines.append("    \(rule.place)\(rule.validFrom.map { ", valid from \($0)" } ?? "")")
      if let condition = rule.condition { lines.append("    because \(condition)") }
      if rule.priority != 0 { lines.append("    with priority \(rule.priority)") }
    } else {
      lines.append("  posted by rule \(ruleID), which this configuration does not have")
    }
    for line in self.lines { lines += [""] + Self.text(of: line, isVerbose: isVerbose) }
    if isVerbose {
      lines += ["", "  rules for \(event) that did not post it:"]
      lines += otherRules.map { "    \($0.id) (\($0.place)): \($0.why)" }
      if otherRules.isEmpty { lines.append("    there is no other") }
    }
    return lines.joined(separator: "\n")
  }

  private var heading: [String] {
    let name = number.map { "\($0) (\(reference))" } ?? "\(reference), not numbered yet"
    let row = stream.flatMap { stream in key.map { "\(stream):\($0)" } }
    return [
      "Entry \(name)",
      "  \(company), \(date), period \(period), \(isClosed ? "closed" : "open")",
      "  journal \(journal)\(journalName.isEmpty ? "" : ", \(journalName)")",
      "  event \(event)\(document.map { ", document \($0)" } ?? "")\(row.map { ", row \($0)" } ?? "")",
      "  “\(text)”",
      "  explained by \(configuration)",
      "",
    ]
  }

  private static func text(of line: Line, isVerbose: Bool) -> [String] {
    let side = line.side == "debit" ? "Dr" : "Cr"
    let foreign = line.amount == line.baseAmount ? "" : ", \(line.baseAmount) in base currency"
    var lines = [
      "  \(side) \(line.account) \(line.accountName)  \(line.amount) \(line.currency)\(foreign)"
    ]
    for ruleLine in line.ruleLines { lines.append("     " + text(of: ruleLine)) }
    for mapping in line.mappings { lines.append("     account of " + text(of: mapping)) }
    for mapping in line.beaten { lines.append("     beats " + text(of: mapping)) }
    if isVerbose {
      for mapping in line.otherCases { lines.append("     not this case: " + text(of: mapping)) }
    }
    if !line.dimensions.isEmpty {
      let parts = line.dimensions.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      lines.append("     " + parts.joined(separator: ", "))
    }
    return lines + line.notes.map { "     note: " + $0 }
  }

  private static func text(of line: RuleLine) -> String {
    var text = line.mayAdd ? "may include " : ""
    text += "rule line \(line.position): \(line.side) \(line.target), amount \(line.amount)"
    if let base = line.baseAmount { text += " (in base \(base))" }
    text += line.per == "line" ? ", for each line" : ""
    if let condition = line.condition { text += ", when \(condition)" }
    if line.isTurned { text += "; a negative amount stands on the other side" }
    return text
  }

  private static func text(of mapping: Mapping) -> String {
    // The order in which criteria count.
    let criteria = MappingCriterion.allCases.compactMap { criterion in
      mapping.criteria[criterion.rawValue].map { "\(criterion.rawValue) \($0)" }
    }
    let scope = criteria.isEmpty ? "all cases" : criteria.joined(separator: ", ")
    return "\(mapping.id) → \(mapping.account) for \(scope), \(mapping.place)"
      + (mapping.validFrom.map { ", valid from \($0)" } ?? "")
  }
}
