public import AccountingValues

/// `jobs/checks/<name>.sql`: a SELECT of the customer's over the tables of an ERP that must return no
/// rows. What it is about stands in comments above it, `-- key: value`.
public struct CheckDefinition: Hashable, Sendable {
  /// The file's base name.
  public var name: String
  /// The file.
  public var path: String
  /// The ERP whose tables it reads, in the snapshot that the close is made from.
  public var erp: Placed<String>
  /// What a row means for publication.
  public var severity: Finding.Severity
  /// What is wrong with a row it returns, one sentence.
  public var says: String
  /// What to do about it.
  public var action: String
  /// The only companies it runs for; `nil` for all.
  public var companies: [Placed<String>]?
  /// The whole file.
  public var text: String

  /// Whether it runs for a company.
  public func concerns(_ company: String) -> Bool {
    companies?.contains { $0.value == company } ?? true
  }
}

extension CheckDefinition {
  private static let keys = ["on", "erp", "severity", "says", "action", "companies"]

  /// Reads the comments at the head of a check.
  static func read(
    _ text: String, name: String, path: String, _ log: ProblemLog
  ) -> CheckDefinition? {
    let header = header(text, path, log)
    func require(_ key: String, _ message: String) -> Placed<String>? {
      if header[key] == nil { log.add(message, at: SourcePlace(file: path)) }
      return header[key]
    }
    if let on = header["on"], on.value != "source" {
      log.add(
        on.value == "warehouse"
          ? "a check on the warehouse is not there yet: write `-- on: source`"
          : "`on` is source", at: on.place)
    }
    let erp = require("erp", "a check names its source: `-- erp: <folder of jobs/sources>`")
    let says = require(
      "says", "a check says what is wrong with the rows it returns: `-- says: …`")
    let severity = header["severity"].map { Finding.Severity(rawValue: $0.value) } ?? .error
    if severity == nil, let place = header["severity"]?.place {
      log.add("`severity` is error or warning", at: place)
    }
    guard let erp, let says, let severity else { return nil }
    return CheckDefinition(
      name: name, path: path, erp: erp, severity: severity, says: says.value,
      action: header["action"]?.value ?? "Mend the row; \(path) says which rows are wrong.",
      companies: header["companies"].map { list in
        list.value.split(separator: ",").map {
          Placed(String($0.drop { $0 == " " }).trimmingEnd, at: list.place)
        }
      }, text: text)
  }

  /// The `-- key: value` lines above the statement; other comments say nothing to the program.
  private static func header(
    _ text: String, _ path: String, _ log: ProblemLog
  ) -> [String: Placed<String>] {
    var found: [String: Placed<String>] = [:]
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let line = line.drop { $0 == " " }
      if line.isEmpty || line == "\r" { continue }
      guard line.hasPrefix("--") else { break }
      let words = line.dropFirst(2).drop { $0 == " " }
      let key = String(words.prefix { $0 == "_" || ("a"..."z").contains($0) })
      guard !key.isEmpty, words.dropFirst(key.count).hasPrefix(":") else { continue }
      let place = SourcePlace(file: path, line: index + 1, column: 1)
      let value = String(words.dropFirst(key.count + 1).drop { $0 == " " }).trimmingEnd
      if !keys.contains(key) {
        log.add(
          "unknown key `\(key)` of a check; there are: \(keys.joined(separator: ", "))", at: place)
      } else if found[key] != nil {
        log.add("`\(key)` is there twice", at: place)
      } else if value.isEmpty {
        log.add("`\(key)` is empty", at: place)
      } else {
        found[key] = Placed(value, at: place)
      }
    }
    return found
  }
}

extension String {
  /// Without the blanks and line ends it ends with.
  fileprivate var trimmingEnd: String {
    String(reversed().drop { $0.isWhitespace }.reversed())
  }
}
