extension ReportDefinition {
  /// What contradicts itself in the definition, one sentence each; empty for a sound one. The loader
  /// reports them with the file's name.
  public var contradictions: [String] {
    var found: [String] = []
    if !Self.isName(name) { found.append("report name '\(name)': \(Self.nameRule)") }
    if sheets.isEmpty { found.append("a report has at least one sheet") }
    found += Self.repeated(sheets.map(\.name)).map { "sheet '\($0)' is defined twice" }
    found += Self.repeated(sheets.map { $0.title.lowercased() }).map {
      "two sheets have the title '\($0)'; tabs of a workbook differ"
    }
    return found + sheets.flatMap(\.contradictions)
  }

  /// How names of reports, sheets, datasets and columns are spelt.
  static let nameRule = "names are made of lower-case letters, digits and underscores"

  static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, (97...122).contains(first) else { return false }
    return text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
  }

  static func repeated(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { !seen.insert($0).inserted }
  }
}

extension SheetDefinition {
  /// What contradicts itself in the sheet.
  var contradictions: [String] {
    var found: [String] = []
    for spelt in [name, dataset] + columns.map(\.column.name)
    where !ReportDefinition.isName(spelt) {
      found.append("'\(spelt)': \(ReportDefinition.nameRule)")
    }
    if columns.isEmpty { found.append("a sheet has at least one column") }
    if runningTotals, groups.isEmpty { found.append("running totals need groups to stand below") }
    found += ReportDefinition.repeated(columns.map(\.column.name)).map {
      "column '\($0)' is defined twice"
    }
    found += unknownColumns + wrongTypes + wrongSpreads
    let ordered = order.map { $0.hasPrefix("-") ? String($0.dropFirst()) : $0 }
    if !ordered.starts(with: groups) {
      found.append(
        "the order starts with the groups (\(groups.joined(separator: ", "))), else one group would "
          + "have several subtotals")
    }
    return found.map { "sheet '\(name)': \($0)" }
  }

  private var unknownColumns: [String] {
    let known = Set(columns.map(\.column.name))
    let ordered = order.map { $0.hasPrefix("-") ? String($0.dropFirst()) : $0 }
    let currencies = columns.compactMap { column -> String? in
      if case .money(.column(let name)) = column.column.type { name } else { nil }
    }
    return (groups + currencies).filter { !known.contains($0) }.map { "there is no column '\($0)'" }
      + ReportDefinition.repeated(groups).map { "group '\($0)' is named twice" }
      + ordered.filter(\.isEmpty).map { _ in "an order entry is empty" }
  }

  private var wrongTypes: [String] {
    var found: [String] = []
    for column in columns {
      if column.total != .none, !column.column.type.isSummable {
        found.append("column '\(column.column.name)' is not of a kind that adds up")
      }
      if !column.isOnPage, groups.contains(column.column.name) {
        found.append("column '\(column.column.name)' has groups, so the page shows it too")
      }
      if column.total == .subtotal, groups.isEmpty {
        found.append("column '\(column.column.name)' has subtotals but the sheet has no groups")
      }
      if let width = column.width, !(1...120).contains(width) {
        found.append(
          "column '\(column.column.name)' is \(width) characters wide; 1 … 120 are possible")
      }
    }
    return found
  }

  private var wrongSpreads: [String] {
    let spread = columns.filter { $0.spread != nil }
    guard let column = spread.first, let rule = column.spread else { return [] }
    var found: [String] = []
    if spread.count > 1 { found.append("only one column of a sheet can be spread") }
    for spelt in [rule.by, rule.over] where !ReportDefinition.isName(spelt) {
      found.append("'\(spelt)': \(ReportDefinition.nameRule)")
    }
    let ordered = order.map { $0.hasPrefix("-") ? String($0.dropFirst()) : $0 }
    if (groups + ordered).contains(column.column.name) {
      found.append("column '\(column.column.name)' is spread, so nothing can be ordered by it")
    }
    if columns.contains(where: { $0.column.name == rule.by }) {
      found.append("'\(rule.by)' says which column an amount is for and cannot be shown itself")
    }
    if let sum = rule.sumsTo {
      let total = columns.first { $0.column.name == sum && $0.spread == nil }
      if total == nil {
        found.append("there is no column '\(sum)'")
      } else if total?.column.type != column.column.type || !column.column.type.isSummable {
        found.append("'\(sum)' is not of the kind that '\(column.column.name)' adds up to")
      }
    }
    return found
  }
}
