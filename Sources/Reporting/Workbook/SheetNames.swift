/// Names for a workbook's tabs as spreadsheets demand them: at most 31 UTF-16 units, none of
/// `[ ] : * ? / \`, no apostrophe at either end, not `History`, different without regard to case.
struct SheetNames {
  private static let longest = 31
  private var taken: Set<String> = ["history"]

  /// The name closest to `wished` that is still free; a number in parentheses tells equals apart.
  mutating func name(for wished: String) -> String {
    let base = Self.allowed(wished)
    var name = Self.cut(base, to: Self.longest)
    var number = 2
    while !taken.insert(name.lowercased()).inserted {
      let suffix = " (\(number))"
      name = Self.cut(base, to: Self.longest - suffix.utf16.count) + suffix
      number += 1
    }
    return name
  }

  /// The name as formulas refer to it: `'Bob''s stock'`.
  static func quoted(_ name: String) -> String {
    "'" + name.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }

  private static func allowed(_ wished: String) -> String {
    let forbidden: Set<Character> = ["[", "]", ":", "*", "?", "/", "\\"]
    let spelt = String(
      wished.map { character in
        forbidden.contains(character) || character.unicodeScalars.contains { $0.value < 32 }
          ? "-" : character
      })
    let trimmed = spelt.drop { $0 == "'" || $0 == " " }
    return trimmed.isEmpty ? "Sheet" : cut(String(trimmed), to: longest)
  }

  private static func cut(_ text: String, to count: Int) -> String {
    var kept = ""
    var room = count
    for character in text {
      room -= character.utf16.count
      if room < 0 { break }
      kept.append(character)
    }
    while let last = kept.last, last == "'" || last == " " { kept.removeLast() }
    return kept
  }
}
