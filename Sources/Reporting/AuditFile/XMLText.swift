/// Text of the customer's data in XML 1.0, which has no way to write most control characters:
///
///     XMLText.escaped("nuts & bolts <M6>")   // nuts &amp; bolts &lt;M6&gt;
///     XMLText.escaped("a\u{0}b")             // a b
///     XMLText.prefix("Überweisung", 4)       // Über
enum XMLText {
  /// The text as content of an element, in one line.
  static func escaped(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
      case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
      case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
      // What XML 1.0 cannot say, and line ends, which readers of single lines would keep.
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}", "\u{2028}", "\u{2029}":
        escaped.append(" ")
      default: escaped.append(scalar)
      }
    }
    return String(escaped)
  }

  /// How many characters a schema counts: code points.
  static func length(_ text: String) -> Int { text.unicodeScalars.count }

  /// The first so many characters, as a schema counts them.
  static func prefix(_ text: String, _ count: Int) -> String {
    var prefix = String.UnicodeScalarView()
    prefix.append(contentsOf: text.unicodeScalars.prefix(count))
    return String(prefix)
  }
}
