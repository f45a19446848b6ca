import Foundation
import PostgresClient

/// A dataset's SELECT with its `:company`, `:period` and `:as_of` located, so that values are bound
/// and never become part of the text.
struct DatasetText {
  let query: QueryText
  /// The parameters in the order of their numbers.
  let parameters: [String]

  /// The parameters a dataset may name.
  static let known = [
    "company", "period", "as_of", "period_id", "run_id", "leaf", "statement_lines",
  ]

  /// Locates the parameters outside strings, quoted names and comments.
  ///
  /// - Throws: `JobError` with exit code 78 for a parameter that datasets do not have.
  init(_ text: String, file: String) throws(JobError) {
    var pieces: [String] = []
    var numbers: [Int] = []
    var names: [String] = []
    var piece = ""
    var rest = Substring(text)
    while let next = rest.first {
      if let skipped = Self.opaque(at: rest) {
        piece += skipped
        rest = rest.dropFirst(skipped.count)
      } else if next == ":", let name = Self.parameter(at: rest) {
        guard Self.known.contains(name) else {
          throw JobError(
            .configuration, "\(file): there is no parameter :\(name)",
            action: "use one of: " + Self.known.map { ":" + $0 }.joined(separator: ", "))
        }
        if !names.contains(name) { names.append(name) }
        pieces.append(piece)
        numbers.append((names.firstIndex(of: name) ?? 0) + 1)
        piece = ""
        rest = rest.dropFirst(name.count + 1)
      } else {
        piece.append(next)
        rest.removeFirst()
      }
    }
    pieces.append(piece)
    query = QueryText(pieces: pieces, parameterNumbers: numbers)
    parameters = names
  }

  /// A string, quoted name, comment or cast that begins here.
  private static func opaque(at text: Substring) -> String? {
    if text.hasPrefix("::") { return "::" }
    for (open, close) in [("'", "'"), ("\"", "\""), ("--", "\n"), ("/*", "*/")]
    where text.hasPrefix(open) {
      let body = text.dropFirst(open.count)
      guard let end = body.range(of: close) else { return String(text) }
      return String(text[text.startIndex..<end.upperBound])
    }
    return nil
  }

  private static func parameter(at text: Substring) -> String? {
    let name = text.dropFirst().prefix { $0.isASCII && ($0.isLetter || $0 == "_") }
    return name.isEmpty ? nil : String(name)
  }
}
