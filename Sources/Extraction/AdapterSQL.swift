/// A parameter that adapter SQL may use.
public enum AdapterParameter: String, Hashable, Sendable, CaseIterable {
  /// The tenant or company inside the source, of the type its column has; NULL when the source has
  /// one company.
  case company
  /// The first business date wanted; NULL without a bound.
  case from
  /// The first business date no longer wanted; NULL without a bound.
  case to
  /// Rows recorded later are not wanted; NULL without a bound.
  case knownAt = "known_at"

  /// The cast written behind `$n`. Dates and moments state their type, so that `:from IS NULL` can
  /// be prepared; the company's type follows from what it is compared with.
  var cast: String {
    switch self {
    case .company: ""
    case .from, .to: "::pg_catalog.date"
    case .knownAt: "::pg_catalog.timestamptz"
    }
  }
}

/// What is wrong with the text of an adapter: where, what, what to do.
public struct AdapterSQLError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The SQL file.
  public let file: String
  /// Line, from 1.
  public let line: Int
  /// Column in characters, from 1.
  public let column: Int
  /// What is wrong and what to do.
  public let message: String

  /// `file:line:column: message`.
  public var description: String { "\(file):\(line):\(column): \(message)" }
}

/// One adapter's SELECT with its parameters turned into `$1 …`, ready to be prepared or wrapped.
public struct AdapterSQL: Hashable, Sendable {
  /// The SQL file.
  public let file: String
  /// The text with `$n` for parameters and without a final semicolon. It ends with a line break, so
  /// that a final comment cannot swallow what is put around it.
  public let text: String
  /// The parameters in the order of their numbers.
  public let parameters: [AdapterParameter]
  /// The text between the parameters, one piece more than there are places.
  let pieces: [String]
  /// The number of the parameter at each place.
  let numbers: [Int]
  /// The text as it was written.
  private let source: String
  /// Where the transformed text departs from the source, in scalars.
  private let replacements: [SQLReplacement]

  /// Scans an adapter.
  ///
  /// - Throws: `AdapterSQLError` for anything but one SELECT without ORDER BY.
  public init(scanning source: String, file: String) throws(AdapterSQLError) {
    var scanner = SQLScanner(source, file: file)
    try scanner.scan()
    self.file = file
    self.source = source
    text = scanner.output + "\n"
    parameters = scanner.parameters
    pieces = scanner.pieces
    numbers = scanner.numbers
    replacements = scanner.replacements
  }

  /// Where a position of the transformed text is in the file: the server reports positions of
  /// errors in characters, from 1.
  public func location(ofServerPosition position: Int) -> (line: Int, column: Int) {
    let target = position - 1
    // Characters by which the transformed text is ahead of the source.
    var ahead = 0
    for replacement in replacements {
      let start = replacement.outputStart
      if target < start { break }
      if target < start + replacement.outputCount {
        return SQLScanner.location(in: source, scalarOffset: replacement.sourceStart)
      }
      ahead = start + replacement.outputCount - replacement.sourceStart - replacement.sourceCount
    }
    return SQLScanner.location(in: source, scalarOffset: max(0, target - ahead))
  }
}

/// A parameter in the source and what stands for it in the transformed text, in scalars.
struct SQLReplacement: Hashable, Sendable {
  let sourceStart: Int
  let sourceCount: Int
  let outputStart: Int
  let outputCount: Int
}
