/// Text of the customer's data in plain-text accounting, where line ends, two spaces, semicolons and
/// brackets mean something. Figures, dates and account codes are never lost; of punctuation that
/// would be misread a look-alike stays:
///
///     JournalText.line("two\nlines  ")               // two lines
///     JournalText.description("nuts; bolts")         // nuts, bolts
///     JournalText.code("SA (2026)/1")                // SA [2026]/1
///     JournalText.tagValue("see [2026-01-31]")       // see (2026-01-31)
///     JournalText.quoted("12\" disc")                // "12\" disc"
enum JournalText {
  /// One line: every run of white space and control characters is one space, none at the ends.
  static func line(_ text: String) -> String {
    var line = String.UnicodeScalarView()
    var isPending = false
    for scalar in text.unicodeScalars {
      if scalar.properties.isWhitespace || scalar.properties.generalCategory == .control {
        isPending = !line.isEmpty
      } else {
        if isPending { line.append(" ") }
        isPending = false
        line.append(scalar)
      }
    }
    return String(line)
  }

  /// What stands behind the date; a semicolon would begin a comment.
  static func description(_ text: String) -> String {
    replacing(line(text)) { $0 == ";" ? "," : $0 }
  }

  /// What stands in parentheses behind the date; the first closing one would end it.
  static func code(_ text: String) -> String {
    replacing(line(text)) { $0 == "(" ? "[" : $0 == ")" ? "]" : $0 }
  }

  /// The value of a tag in a comment, where ledger takes a date in square brackets for the entry's.
  static func tagValue(_ text: String) -> String {
    replacing(line(text)) { $0 == "[" ? "(" : $0 == "]" ? ")" : $0 }
  }

  /// A string of beancount.
  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in line(text).unicodeScalars {
      if scalar == "\"" || scalar == "\\" { quoted.unicodeScalars.append("\\") }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }

  static func replacing(
    _ text: String, _ replacement: (Unicode.Scalar) -> Unicode.Scalar
  ) -> String {
    var replaced = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { replaced.append(replacement(scalar)) }
    return String(replaced)
  }
}
