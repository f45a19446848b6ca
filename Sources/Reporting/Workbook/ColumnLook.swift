import AccountingValues
import CXLSXWriter
import Tables

/// The formats of a column's cells, looked up once per kind: a lookup per cell in the workbook's
/// styles would cost more than writing it.
struct ColumnLook {
  private let style: CellStyle
  private let isStatus: Bool
  private var known: [String: WorkbookSheet.Format?] = [:]
  private var money: [WorkbookSheet.Format?] = [nil, nil, nil, nil, nil]
  private var usual: WorkbookSheet.Format?

  init(_ column: ReportColumn, at index: Int, isTop: Bool) {
    style = CellStyle.body(column, at: index, isTop: isTop)
    isStatus = column.column.name == "status" || column.column.name == "severity"
  }

  mutating func format(of cell: Cell, on sheet: WorkbookSheet) -> WorkbookSheet.Format? {
    switch cell {
    case .null: return nil
    case .text(let text) where isStatus:
      return sheet.format(
        style.with {
          $0.color = Self.statusColor(text); $0.isBold = true
        })
    case .money(let amount):
      let digits = amount.currency.minorDigits
      if let format = money[digits] { return format }
      money[digits] = sheet.format(
        style.with { $0.numberFormat = CellStyle.numberFormat(of: cell) })
      return money[digits]
    case .quantity:
      return remembered(CellStyle.numberFormat(of: cell), on: sheet)
    default:
      if let usual { return usual }
      usual = sheet.format(style.with { $0.numberFormat = CellStyle.numberFormat(of: cell) })
      return usual
    }
  }

  private mutating func remembered(
    _ numberFormat: String, on sheet: WorkbookSheet
  ) -> WorkbookSheet.Format? {
    if let format = known[numberFormat] { return format }
    let format = sheet.format(style.with { $0.numberFormat = numberFormat })
    known[numberFormat] = format
    return format
  }

  /// Words that say how something stands, in the colour a reader expects.
  private static func statusColor(_ word: String) -> UInt32 {
    switch word {
    case "agrees": CellStyle.Palette.good
    case "differs", "error": CellStyle.Palette.bad
    case "warning", "accepted": CellStyle.Palette.caution
    default: CellStyle.Palette.ink
    }
  }
}
