/// A table of text for a terminal: columns aligned, a rule beneath the header, no blanks at the ends
/// of lines. Characters that would break a line or move the cursor are shown as `·`.
struct TextTable {
  private let rows: [[String]]

  init(header: [String], rows: [[String]]) {
    self.rows = ([header] + rows).map { $0.map(Self.printable) }
  }

  func text(indentedBy indent: Int = 0) -> String {
    guard let header = rows.first else { return "" }
    let widths = header.indices.map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    let rule = widths.map { String(repeating: "─", count: $0) }
    let margin = String(repeating: " ", count: indent)
    return ([header, rule] + rows.dropFirst()).map { row in
      let cells = row.enumerated().map { column, cell in
        column == row.count - 1
          ? cell : cell + String(repeating: " ", count: widths[column] - cell.count)
      }
      let line = margin + cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed()) + "\n"
    }.joined()
  }

  private static func printable(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          scalar.properties.generalCategory == .control ? "·" : scalar
        }))
  }
}
