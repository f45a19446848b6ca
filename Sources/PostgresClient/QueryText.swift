/// A SELECT with its parameters located: `pieces[0] $p₀ pieces[1] $p₁ … pieces[n]`. Whoever
/// scanned the text (strings, comments and `::` respected) says where the parameters stand.
public struct QueryText: Hashable, Sendable {
  /// The text between the parameters, one piece more than there are places.
  public let pieces: [String]
  /// The parameter's number at each place, from 1.
  public let parameterNumbers: [Int]

  /// A text from its pieces; traps when their numbers do not fit.
  public init(pieces: [String], parameterNumbers: [Int]) {
    guard pieces.count == parameterNumbers.count + 1, parameterNumbers.allSatisfy({ $0 >= 1 })
    else { clientFault("query text of \(pieces.count) pieces") }
    self.pieces = pieces
    self.parameterNumbers = parameterNumbers
  }

  /// A text without parameters.
  public init(_ text: String) { self.init(pieces: [text], parameterNumbers: []) }

  /// The text to prepare, with `$n` at each place.
  public var preparedText: String { filled { "$\($0)" } }

  /// The text with something at each parameter's place.
  func filled(with replacement: (Int) -> String) -> String {
    var text = pieces[0]
    for (place, number) in parameterNumbers.enumerated() {
      text += replacement(number) + pieces[place + 1]
    }
    return text
  }
}

/// One term of the order a stream is read in. Text sorts by bytes (`COLLATE "C"`), whatever the
/// database's locale.
public enum OrderTerm: Hashable, Sendable {
  /// A column of the statement, NULL last.
  case column(String)
  /// An SQL expression over the columns of `s`, used as it stands.
  case expression(String)
}
