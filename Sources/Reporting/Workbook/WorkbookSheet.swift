import AccountingValues
import CXLSXWriter
import Tables

/// One sheet of a workbook, written row by row from top to bottom. Rows and columns count from 0.
final class WorkbookSheet {
  typealias Format = UnsafeMutablePointer<lxw_format>

  /// Rows a spreadsheet can hold.
  static let rowLimit = 1_048_576

  let name: String
  /// Every filled cell so far, for reading back.
  private(set) var digest = CellDigest()
  private let pointer: UnsafeMutablePointer<lxw_worksheet>
  private unowned let workbook: WorkbookFile

  init(_ pointer: UnsafeMutablePointer<lxw_worksheet>, name: String, in workbook: WorkbookFile) {
    self.pointer = pointer
    self.name = name
    self.workbook = workbook
  }

  func put(_ text: String, row: Int, column: Int, _ format: Format?) throws(ReportingError) {
    let fitted = SpreadsheetText.fitted(text)
    guard !fitted.isEmpty else { return try putNothing(row: row, column: column, format) }
    try workbook.check(
      worksheet_write_string(pointer, UInt32(row), UInt16(column), fitted, format))
    digest.add(text: fitted.utf8, row: row, column: column)
  }

  func put(_ text: String, row: Int, column: Int, _ style: CellStyle) throws(ReportingError) {
    try put(text, row: row, column: column, workbook.format(style))
  }

  func put(_ number: Double, row: Int, column: Int, _ format: Format?) throws(ReportingError) {
    try workbook.check(
      worksheet_write_number(pointer, UInt32(row), UInt16(column), number, format))
    digest.add(number: number, row: row, column: column)
  }

  /// A formula of ours with its value; text from data never comes here.
  func put(
    formula: String, cached: Double, row: Int, column: Int, _ style: CellStyle
  ) throws(ReportingError) {
    try workbook.check(
      worksheet_write_formula_num(
        pointer, UInt32(row), UInt16(column), "=" + formula, workbook.format(style), cached))
    digest.add(formula: formula.utf8, cached: cached, row: row, column: column)
  }

  /// An empty cell that still has its looks.
  func putNothing(row: Int, column: Int, _ format: Format?) throws(ReportingError) {
    try workbook.check(worksheet_write_blank(pointer, UInt32(row), UInt16(column), format))
  }

  func format(_ style: CellStyle) -> Format? { workbook.format(style) }

  /// Sets a row's height in points and its outline level; before its cells.
  func setRow(_ row: Int, height: Double? = nil, level: Int = 0) throws(ReportingError) {
    var options = lxw_row_col_options()
    options.level = UInt8(min(level, 7))
    // 15 points are the default, which is not written.
    try workbook.check(
      worksheet_set_row_opt(pointer, UInt32(row), height ?? 15, nil, &options))
  }

  func setColumn(_ column: Int, width: Double) throws(ReportingError) {
    try workbook.check(
      worksheet_set_column(pointer, UInt16(column), UInt16(column), width, nil))
  }

  func freeze(above row: Int) { worksheet_freeze_panes(pointer, UInt32(row), 0) }

  func filter(rows: ClosedRange<Int>, columns: Int) throws(ReportingError) {
    try workbook.check(
      worksheet_autofilter(
        pointer, UInt32(rows.lowerBound), 0, UInt32(rows.upperBound), UInt16(columns - 1)))
  }

  func activate() {
    worksheet_activate(pointer)
    worksheet_set_first_sheet(pointer)
  }

  func hideGrid() { worksheet_gridlines(pointer, UInt8(LXW_HIDE_ALL_GRIDLINES.rawValue)) }

  /// Codes made of digits are meant to be text: no warning triangles on them.
  func allowDigitsAsText(in range: String) throws(ReportingError) {
    try workbook.check(
      worksheet_ignore_errors(pointer, UInt8(LXW_IGNORE_NUMBER_STORED_AS_TEXT.rawValue), range))
  }

  /// Lays the sheet out on paper: one page wide, the header row on every page.
  func setPage(
    _ page: PageLayout, repeating headerRow: Int? = nil
  ) throws(ReportingError) {
    switch page.orientation {
    case .landscape: worksheet_set_landscape(pointer)
    case .portrait: worksheet_set_portrait(pointer)
    }
    worksheet_set_paper(pointer, page.paper == .a4 ? 9 : 1)
    worksheet_fit_to_pages(pointer, 1, 0)
    worksheet_set_margins(pointer, 0.5, 0.5, 0.8, 0.7)
    if let headerRow {
      try workbook.check(worksheet_repeat_rows(pointer, UInt32(headerRow), UInt32(headerRow)))
    }
    try workbook.check(worksheet_set_header(pointer, page.header))
    try workbook.check(worksheet_set_footer(pointer, page.footer))
  }
}
