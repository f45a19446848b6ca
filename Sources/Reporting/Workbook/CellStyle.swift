import AccountingValues
import CXLSXWriter
import Tables

/// How a cell looks. Sober on purpose: one dark blue, two pale greys, thin rules; double rules under
/// grand totals, negative in parentheses, zero as a dash.
struct CellStyle: Hashable {
  enum Rule: Hashable { case none, hair, thin, double }

  var numberFormat = "General"
  var size = 10
  var isBold = false
  var isItalic = false
  var color: UInt32 = Palette.ink
  var fill: UInt32?
  var align = LXW_ALIGN_NONE
  var isTop = false
  var wraps = false
  var indent = 0
  var above = Rule.none
  var below = Rule.none

  /// The colours, as red, green, blue.
  enum Palette {
    static let ink: UInt32 = 0x1F_2933
    static let quiet: UInt32 = 0x6B_7785
    static let navy: UInt32 = 0x1B_365D
    static let headFill: UInt32 = 0xE6_EBF2
    static let groupFill: UInt32 = 0xF4_F6F9
    static let hair: UInt32 = 0xC9_D2DE
    static let good: UInt32 = 0x1E_6B3A
    static let bad: UInt32 = 0xA6_1B1B
    static let caution: UInt32 = 0x9A_5B00
  }

  /// Changes one aspect.
  func with(_ change: (inout CellStyle) -> Void) -> CellStyle {
    var style = self
    change(&style)
    return style
  }

  /// The look of a column's heading.
  static func head(_ column: ReportColumn, at index: Int) -> CellStyle {
    var style = body(column, at: index)
    style.isBold = true
    style.wraps = true
    style.isTop = false
    style.color = Palette.navy
    style.fill = Palette.headFill
    style.below = .thin
    if column.column.type.isNumeric || column.alignsRight { style.align = LXW_ALIGN_RIGHT }
    return style
  }

  /// The look of a column's cells in the body.
  static func body(_ column: ReportColumn, at index: Int, isTop: Bool = false) -> CellStyle {
    var style = CellStyle()
    style.wraps = column.wraps
    style.isTop = isTop
    switch column.column.type {
    case .text, .code:
      style.align = column.alignsRight ? LXW_ALIGN_RIGHT : LXW_ALIGN_LEFT
      // Keeps words off the figures to their left.
      style.indent = index == 0 ? 0 : 1
    case .date, .timestamp, .boolean: style.align = LXW_ALIGN_CENTER
    default: break
    }
    return style
  }

  /// The number format of a cell: by the currency's decimals for money, by the decimals used for
  /// quantities.
  static func numberFormat(of cell: Cell) -> String {
    switch cell {
    case .integer: figures(decimals: 0)
    case .money(let money): figures(decimals: money.currency.minorDigits)
    case .quantity(let quantity): figures(of: Int128(quantity.micros))
    // A question mark keeps the place of a digit, so that points stand under each other.
    case .unitCost: "#,##0.00????_);(#,##0.00????);\"–\"_)"
    case .rate: "0.0000?????"
    case .percent: "0.0###%_);(0.0###%);\"–\"_)"
    case .date: "yyyy-mm-dd"
    case .timestamp: "yyyy-mm-dd hh:mm:ss"
    case .null, .text, .boolean: "General"
    }
  }

  /// The format of a sum.
  static func numberFormat(of sum: Figure, in type: ColumnType) -> String {
    type == .quantity ? figures(of: sum.count) : figures(decimals: sum.decimals)
  }

  private static func figures(of micros: Int128) -> String {
    figures(decimals: Figure(count: micros, decimals: 6).decimalsUsed)
  }

  private static func figures(decimals: Int) -> String {
    let digits = decimals == 0 ? "#,##0" : "#,##0." + String(repeating: "0", count: decimals)
    return "\(digits)_);(\(digits));\"–\"_)"
  }
}

extension CellStyle.Rule {
  /// Hair lines are grey, the others as dark as headings.
  var color: UInt32 { self == .hair ? CellStyle.Palette.hair : CellStyle.Palette.navy }

  /// The library's number of the line.
  var border: UInt8 {
    switch self {
    case .none: UInt8(LXW_BORDER_NONE.rawValue)
    case .hair, .thin: UInt8(LXW_BORDER_THIN.rawValue)
    case .double: UInt8(LXW_BORDER_DOUBLE.rawValue)
    }
  }
}
