/// Measures text that flows over several lines. The library writes no row that measures itself, and
/// spreadsheets do not always do it when they open a file, so every such row states its height.
enum WrappedText {
  /// How many lines a text takes in a column of so many characters.
  static func lines(_ text: String, width: Int) -> Int {
    text.split(separator: "\n", omittingEmptySubsequences: false).reduce(0) { sum, line in
      sum + lines(ofOneParagraph: line, width: width)
    }
  }

  private static func lines(ofOneParagraph text: Substring, width: Int) -> Int {
    var lines = 1
    var used = 0
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      let count = word.count
      if used > 0, used + 1 + count > width {
        lines += 1
        used = count
      } else {
        used += (used > 0 ? 1 : 0) + count
      }
      // A word longer than the line is broken.
      while used > width {
        lines += 1
        used -= width
      }
    }
    return lines
  }

  /// The height of a row of so many lines, in points; a spreadsheet's row has at most 409.
  static func height(lines: Int) -> Double { min(409, Double(lines) * 13.5 + 2.5) }
}
