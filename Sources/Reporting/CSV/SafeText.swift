/// Keeps text of the customer's data from being read as a formula when a CSV file is opened in a
/// spreadsheet.
///
/// **Rule.** A spreadsheet calculates a field that starts with `=`, `+`, `-` or `@` (or their
/// full-width forms), also after white space. A field also starts after a semicolon, tab or line
/// break inside a text, where the spreadsheet's locale separates by them. Before such a character,
/// and the apostrophes already in front of it, one apostrophe is put.
///
///     SafeText.guarded("=1+1")        // '=1+1
///     SafeText.guarded("'=1+1")       // ''=1+1
///     SafeText.guarded("a;@x")        // a;'@x
///     SafeText.guarded("T-shirt")     // T-shirt
///
/// Because existing apostrophes are counted in, taking one apostrophe away from every guarded place
/// gives the text back. Figures are never text, so `-12.50` stays a number.
enum SafeText {
  static func guarded(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isTrigger) else { return text }
    var guarded = String.UnicodeScalarView()
    var pending = String.UnicodeScalarView()
    var atStart = true
    for scalar in text.unicodeScalars {
      if atStart, scalar == "'" {
        pending.append(scalar)
        continue
      }
      if atStart, isTrigger(scalar) { guarded.append("'") }
      guarded.append(contentsOf: pending)
      pending = String.UnicodeScalarView()
      guarded.append(scalar)
      atStart = isSeparator(scalar) || (atStart && isBlank(scalar))
    }
    guarded.append(contentsOf: pending)
    return String(guarded)
  }

  private static func isTrigger(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "=", "+", "-", "@", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}", "\u{2212}": true
    default: false
    }
  }

  private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case ";", "\t", "\n", "\r", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}": true
    default: false
    }
  }

  /// White space, and characters nobody sees: controls, byte-order mark, zero-width spaces.
  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
      || scalar.properties.generalCategory == .format
  }
}
