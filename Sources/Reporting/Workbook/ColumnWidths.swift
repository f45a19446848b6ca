import AccountingValues
import Tables

/// Widths of a sheet's columns from what stands in them, in characters. The library cannot measure
/// text; counting characters is close for a plain font, and costs nothing while streaming.
struct ColumnWidths {
  private static let narrowest = 6
  static let widestText = 46
  private let columns: [ReportColumn]
  private var widths: [Int]

  init(of columns: [ReportColumn]) {
    self.columns = columns
    widths = columns.map { Self.headWidth($0) }
  }

  /// Room for a heading on two lines, and for its longest word.
  private static func headWidth(_ column: ReportColumn) -> Int {
    let words = (column.column.title + " " + (column.column.unit ?? "")).split {
      $0 == " " || $0 == "\n"
    }
    let longest = words.map(\.count).max() ?? 0
    return max(
      usual(column.column.type), longest,
      words.count > 1 ? (column.column.title.count + 1) / 2 + 1 : 0)
  }

  /// Room for figures of an ordinary size, so that headings seldom need a second line.
  private static func usual(_ type: ColumnType) -> Int {
    switch type {
    case .money: 13
    case .quantity, .unitCost, .rate, .date: 10
    case .timestamp: 19
    default: narrowest
    }
  }

  mutating func meet(_ cell: Cell, at index: Int) {
    guard columns[index].width == nil else { return }
    let width = Self.width(of: cell)
    if width > widths[index] { widths[index] = width }
  }

  /// A sum may be longer than each of its figures.
  mutating func meet(_ figure: Figure, at index: Int) {
    guard columns[index].width == nil else { return }
    // Sums are bold: one character more.
    let width = Self.width(of: figure, decimals: figure.decimalsUsed) + 1
    if width > widths[index] { widths[index] = width }
  }

  private static func width(of cell: Cell) -> Int {
    switch cell {
    case .null: 0
    case .text(let text): text.unicodeScalars.count
    case .date: 10
    case .timestamp: 19
    case .boolean: 4
    case .money(let money):
      width(of: Figure(cell), decimals: money.currency.minorDigits)
    case .unitCost: width(of: Figure(cell), decimals: max(2, Figure(cell)?.decimalsUsed ?? 0))
    case .percent: width(of: Figure(cell), decimals: 2)
    case .integer, .quantity, .rate:
      width(of: Figure(cell), decimals: Figure(cell)?.decimalsUsed ?? 0)
    }
  }

  /// Digits, a comma per three, point and decimals, and the parentheses' room.
  private static func width(of figure: Figure?, decimals: Int) -> Int {
    guard let figure else { return 0 }
    var whole = 1
    var rest = figure.count.magnitude
    for _ in 0..<figure.decimals { rest /= 10 }
    while rest >= 10 {
      rest /= 10
      whole += 1
    }
    return whole + (whole - 1) / 3 + (decimals > 0 ? decimals + 1 : 0) + 2
  }

  /// The width of each column with a little air.
  var final: [Double] {
    zip(columns, widths).map { column, width in
      if let fixed = column.width { return Double(fixed) }
      let limit = column.column.type.isNumeric ? 30 : Self.widestText
      return Double(min(width, limit))
        + (column.column.type == .text || column.column.type == .code ? 3 : 2)
    }
  }

  /// Lines of the highest heading; the library writes no row that measures itself.
  static func headLines(_ columns: [ReportColumn]) -> Int {
    columns.map { column in
      let title = column.column.title.count > (column.width ?? headWidth(column)) + 1 ? 2 : 1
      return title + (column.column.unit == nil ? 0 : 1)
    }.max() ?? 1
  }
}
