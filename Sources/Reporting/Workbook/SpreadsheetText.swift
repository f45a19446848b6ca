/// Makes text fit for a spreadsheet's cell. Cells are always written as strings, so nothing here
/// guards against formulas; only what XML or the cell cannot hold is changed.
enum SpreadsheetText {
  /// The longest text of a cell, in UTF-16 units.
  static let longest = 32_767
  private static let shortened = " … (shortened; the CSV file has all of it)"

  static func fitted(_ text: String) -> String {
    // The usual text needs nothing: looked at byte by byte before anything is built.
    guard
      text.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "_") || $0 == 0xEF })
        || text.utf8.count > longest
    else { return text }
    let clean = withoutEscapes(withoutControls(text))
    guard clean.utf16.count > longest else { return clean }
    var kept = ""
    var room = longest - shortened.utf16.count
    for character in clean {
      room -= character.utf16.count
      if room < 0 { break }
      kept.append(character)
    }
    return kept + shortened
  }

  /// Line breaks become line feeds; what XML 1.0 forbids becomes U+FFFD, so that it is seen.
  private static func withoutControls(_ text: String) -> String {
    var clean = String.UnicodeScalarView()
    var afterReturn = false
    for scalar in text.unicodeScalars {
      defer { afterReturn = scalar == "\r" }
      switch scalar {
      case "\n": if !afterReturn { clean.append(scalar) }
      case "\r": clean.append("\n")
      case "\t": clean.append(scalar)
      case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
        clean.append("\u{FFFD}")
      default: clean.append(scalar)
      }
    }
    return String(clean)
  }

  /// Spreadsheets read `_x000D_` as an escape; data that spells it is escaped itself.
  private static func withoutEscapes(_ text: String) -> String {
    guard text.contains("_x") else { return text }
    var escaped: [UInt8] = []
    let bytes = Array(text.utf8)
    for (index, byte) in bytes.enumerated() {
      escaped.append(byte)
      guard byte == UInt8(ascii: "_"), index + 6 < bytes.count, bytes[index + 1] == 120,
        bytes[index + 6] == byte, bytes[(index + 2)..<(index + 6)].allSatisfy(isHexDigit)
      else { continue }
      escaped.append(contentsOf: "x005F_".utf8)
    }
    return String(decoding: escaped, as: UTF8.self)
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
  }
}
