import AccountingValues
import CXLSXWriter
import Tables

/// A definition's sheet in a workbook: title lines, heading, rows, subtotals and the grand total;
/// continued on further sheets when the rows outgrow one.
final class WorkbookTable {
  private let definition: SheetDefinition
  private let report: ReportDefinition
  private let face: ReportFace
  private let workbook: WorkbookFile
  /// Rows a sheet may hold; smaller in tests.
  private let rowLimit: Int

  private var sheet: WorkbookSheet
  private var parts: [Part] = []
  private var row = 0
  private var totals: GroupTotals
  /// Where each open group's rows start, outermost first.
  private var groupStarts: [Place] = []
  private var widths: ColumnWidths
  private var looks: [ColumnLook]
  /// Columns whose text flows over several lines.
  private let wrapping: [Int]

  /// The rows of the table that lie on one sheet.
  private struct Part {
    var sheet: WorkbookSheet
    var headRow: Int
    var firstRow: Int
    var lastRow: Int
  }

  private struct Place {
    var part: Int
    var row: Int
  }

  init(
    _ definition: SheetDefinition, of report: ReportDefinition, face: ReportFace,
    in workbook: WorkbookFile, rowLimit: Int = WorkbookSheet.rowLimit
  ) throws(ReportingError) {
    self.definition = definition
    self.report = report
    self.face = face
    self.workbook = workbook
    self.rowLimit = rowLimit
    totals = GroupTotals(of: definition, base: face.baseCurrency)
    widths = ColumnWidths(of: definition.columns)
    wrapping = definition.columns.indices.filter { definition.columns[$0].wraps }
    let isTop = !wrapping.isEmpty
    looks = definition.columns.enumerated().map {
      ColumnLook($0.element, at: $0.offset, isTop: isTop)
    }
    sheet = try workbook.addSheet(definition.title)
    try startPart()
  }

  /// The names of the sheets the table lies on.
  var sheetNames: [String] { parts.map(\.sheet.name) }

  /// What one row is, in words.
  var grain: String { definition.grain }

  func activate() { parts[0].sheet.activate() }

  // MARK: Rows

  func write(_ batch: RowBatch) throws(ReportingError) {
    for index in 0..<batch.rowCount { try write(batch[index]) }
  }

  private func write(_ cells: ArraySlice<Cell>) throws(ReportingError) {
    for closed in totals.closings(before: cells) { try write(closed) }
    try makeRoom()
    while groupStarts.count < definition.groups.count {
      groupStarts.append(Place(part: parts.count - 1, row: row))
    }
    totals.add(cells)
    let height = height(of: cells)
    if height != nil || !definition.groups.isEmpty {
      try sheet.setRow(row, height: height, level: definition.groups.count)
    }
    for (column, cell) in cells.enumerated() {
      try write(cell, column: column)
    }
    endRow()
  }

  /// The height of a row whose text takes more than one line.
  private func height(of cells: ArraySlice<Cell>) -> Double? {
    let lines = wrapping.map { index in
      guard case .text(let text) = cells[cells.startIndex + index] else { return 1 }
      let width = definition.columns[index].width ?? ColumnWidths.widestText
      return WrappedText.lines(text, width: width)
    }
    guard let most = lines.max(), most > 1 else { return nil }
    return WrappedText.height(lines: most)
  }

  private func write(_ cell: Cell, column: Int) throws(ReportingError) {
    widths.meet(cell, at: column)
    let format = looks[column].format(of: cell, on: sheet)
    switch cell {
    case .null: break
    case .text(let text): try sheet.put(text, row: row, column: column, format)
    case .boolean(let value):
      try sheet.put(value ? "yes" : "no", row: row, column: column, format)
    case .date(let date):
      if let serial = Self.serial(date) {
        try sheet.put(serial, row: row, column: column, format)
      } else {
        try sheet.put(date.description, row: row, column: column, format)
      }
    case .timestamp(let moment):
      try sheet.put(Self.serial(moment), row: row, column: column, format)
    default:
      guard let figure = Figure(cell) else { return }
      if let number = figure.spreadsheetNumber {
        try sheet.put(number, row: row, column: column, format)
      } else {
        // Digits in groups like its neighbours, for it is read by people only.
        let right = CellStyle.body(definition.columns[column], at: column).with {
          $0.align = LXW_ALIGN_RIGHT
        }
        try sheet.put(
          figure.groupedText(keeping: figure.decimalsShown), row: row, column: column, right)
      }
    }
  }

  /// Days since 1899-12-30; `nil` before 1900-03-01, which spreadsheets count differently.
  private static func serial(_ date: CivilDate) -> Double? {
    date.daysSince1970 >= -25_508 ? Double(date.daysSince1970) + 25_569 : nil
  }

  /// To 10⁻⁹ of a day: fourteen digits, which print back exactly.
  private static func serial(_ moment: Timestamp) -> Double {
    let days = Double(moment.microsecondsSince1970) / 86_400_000_000 + 25_569
    return (days * 1e9).rounded() / 1e9
  }

  private func endRow() {
    parts[parts.count - 1].lastRow = row
    row += 1
  }

  // MARK: Totals

  private func write(_ closed: GroupTotals.Subtotal) throws(ReportingError) {
    try makeRoom()
    try sheet.setRow(row, level: closed.depth)
    let label = definition.columns.firstIndex {
      $0.column.name == definition.groups[closed.depth]
    }
    let style = CellStyle().with {
      $0.isBold = true
      $0.above = .hair
      $0.fill = CellStyle.Palette.groupFill
    }
    try writeSums(
      closed.sums, label: label.map { ($0, closed.label(Self.words(closed.value))) },
      from: closed.runsOn ? Place(part: 0, row: parts[0].firstRow) : groupStarts[closed.depth],
      style)
    groupStarts.removeSubrange(closed.depth...)
    endRow()
  }

  private func writeGrandTotal(_ sums: [ColumnSum?]) throws(ReportingError) {
    let style = CellStyle().with {
      $0.isBold = true
      $0.color = CellStyle.Palette.navy
      $0.above = .thin
      $0.below = .double
    }
    let free = definition.columns.firstIndex { $0.total == .none }
    try sheet.setRow(row, height: 18)
    try writeSums(
      sums, label: free.map { ($0, "Total") },
      from: Place(part: 0, row: parts[0].firstRow), isGrandTotal: true, style)
    row += 1
  }

  private func writeSums(
    _ sums: [ColumnSum?], label: (column: Int, text: String)?, from start: Place,
    isGrandTotal: Bool = false, _ style: CellStyle
  ) throws(ReportingError) {
    for (index, sum) in sums.enumerated() {
      if let sum {
        try write(sum, column: index, from: start, isGrandTotal: isGrandTotal, style)
      } else if let label, label.column == index {
        let left = style.with {
          $0.indent = index == 0 ? 0 : 1; $0.align = LXW_ALIGN_LEFT
        }
        try sheet.put(label.text, row: row, column: index, left)
      } else {
        try sheet.putNothing(row: row, column: index, sheet.format(style))
      }
    }
  }

  private func write(
    _ sum: ColumnSum, column: Int, from start: Place, isGrandTotal: Bool, _ style: CellStyle
  ) throws(ReportingError) {
    guard let figure = sum.figure else {
      let quiet = style.with {
        $0.isItalic = true
        $0.align = LXW_ALIGN_RIGHT
      }
      let words = "several currencies"
      widths.meet(.text(words), at: column)
      return try sheet.put(words, row: row, column: column, quiet)
    }
    widths.meet(figure, at: column)
    let styled = style.with {
      $0.numberFormat = CellStyle.numberFormat(
        of: figure, in: definition.columns[column].column.type)
    }
    // A formula over figures that stand as text would leave them out: the exact sum is text then.
    guard !sum.holdsText, let cached = figure.spreadsheetNumber else {
      let right = styled.with { $0.align = LXW_ALIGN_RIGHT }
      return try sheet.put(
        figure.groupedText(keeping: figure.decimalsShown), row: row, column: column, right)
    }
    // Spreadsheets add in binary: what is left over beyond the last decimal would show as (0.00). No
    // sum counts the grand total again, so that nothing has to recognise it as a SUBTOTAL.
    let sum = "SUBTOTAL(109,\(references(column: column, from: start)))"
    try sheet.put(
      formula: isGrandTotal ? "ROUND(\(sum),\(figure.decimals))" : sum, cached: cached,
      row: row, column: column, styled)
  }

  /// The cells of a column from a place to the row above; on every sheet in between. SUBTOTAL
  /// leaves out the subtotals among them, and what a filter hides.
  private func references(column: Int, from start: Place) -> String {
    let letters = Self.letters(column)
    let last = parts.count - 1
    return (start.part...last).compactMap { index in
      let part = parts[index]
      let first = index == start.part ? start.row : part.firstRow
      // A sheet begun for the sum alone has no rows of its own.
      guard first <= part.lastRow else { return nil }
      let range = "\(letters)\(first + 1):\(letters)\(part.lastRow + 1)"
      return index == last ? range : "\(SheetNames.quoted(part.sheet.name))!\(range)"
    }.joined(separator: ",")
  }

  /// `A` for 0, `AA` for 26.
  static func letters(_ column: Int) -> String {
    var letters = ""
    var rest = column
    while rest >= 0 {
      letters = String(UnicodeScalar(UInt8(65 + rest % 26))) + letters
      rest = rest / 26 - 1
    }
    return letters
  }

  private static func words(_ cell: Cell) -> String {
    switch cell {
    case .null: "(none)"
    case .text(let text): text
    case .date(let date): date.description
    case .boolean(let value): value ? "yes" : "no"
    default: Figure(cell)?.text() ?? ""
    }
  }

  // MARK: Sheets

  /// Continues on a further sheet when only the grand total's row is left on this one.
  private func makeRoom() throws(ReportingError) {
    guard row >= rowLimit - 1 else { return }
    try filterPart()
    sheet = try workbook.addSheet(definition.title)
    try startPart()
  }

  private func startPart() throws(ReportingError) {
    row = 0
    try writeTitleLines()
    let headRow = row
    try writeHead()
    parts.append(Part(sheet: sheet, headRow: headRow, firstRow: row, lastRow: row - 1))
  }

  /// What stands above the table and on each printed page: a sheet that lies on the desk by itself
  /// still says which report it is of.
  private var heading: String {
    definition.title == report.title
      ? report.title : "\(report.title) – \(definition.title)"
  }

  private func writeTitleLines() throws(ReportingError) {
    let part = parts.count + 1
    let title = part == 1 ? heading : "\(heading) (continued, part \(part))"
    try sheet.setRow(0, height: 24)
    try sheet.put(
      title, row: 0, column: 0,
      CellStyle().with {
        $0.size = 16
        $0.isBold = true
        $0.color = CellStyle.Palette.navy
      })
    try sheet.put(
      "\(face.companyName)  ·  \(face.periodTitle)", row: 1, column: 0,
      CellStyle().with { $0.size = 11 })
    try sheet.put(
      face.titleLine(amounts: definition.hasBaseAmounts), row: 2, column: 0,
      CellStyle().with {
        $0.size = 9
        $0.color = CellStyle.Palette.quiet
      })
    row = 3
    if let reservation = face.reservation(for: report) {
      try sheet.put(
        reservation, row: row, column: 0,
        CellStyle().with {
          $0.size = 9
          $0.isItalic = true
          $0.color = CellStyle.Palette.caution
        })
      row += 1
    }
    row += 1
  }

  private func writeHead() throws(ReportingError) {
    let lines = ColumnWidths.headLines(definition.columns)
    try sheet.setRow(row, height: Double(lines) * 13.5 + 6)
    for (index, column) in definition.columns.enumerated() {
      let unit = column.column.unit.map { "\n\($0)" } ?? ""
      try sheet.put(
        column.column.title + unit, row: row, column: index, CellStyle.head(column, at: index))
    }
    row += 1
  }

  /// Closes the groups still open, writes the grand total and lays the sheets out.
  func finish() throws(ReportingError) {
    let ended = totals.finish()
    for closed in ended.groups { try write(closed) }
    let isEmpty = parts.count == 1 && parts[0].lastRow < parts[0].firstRow
    // In constant memory the library refuses a filter over rows before the one being written.
    try filterPart()
    if isEmpty {
      try sheet.put(
        "Nothing to report.", row: row, column: 0,
        CellStyle().with {
          $0.isItalic = true
          $0.color = CellStyle.Palette.quiet
        })
    }
    if definition.grandTotal, totals.isNeeded, !isEmpty { try writeGrandTotal(ended.total) }
    for part in parts { try layOut(part) }
  }

  private func filterPart() throws(ReportingError) {
    guard let part = parts.last else { return }
    try part.sheet.filter(
      rows: part.headRow...max(part.headRow, part.lastRow), columns: definition.columns.count)
  }

  private func layOut(_ part: Part) throws(ReportingError) {
    for (index, width) in widths.final.enumerated() {
      try part.sheet.setColumn(index, width: width)
    }
    part.sheet.freeze(above: part.firstRow)
    part.sheet.hideGrid()
    let codes = definition.columns.indices.filter { definition.columns[$0].column.type == .code }
    if !codes.isEmpty, part.lastRow >= part.firstRow {
      let ranges = codes.map { index in
        let letters = Self.letters(index)
        return "\(letters)\(part.firstRow + 1):\(letters)\(part.lastRow + 1)"
      }
      try part.sheet.allowDigitsAsText(in: ranges.joined(separator: " "))
    }
    try part.sheet.setPage(
      PageLayout(face, title: heading, orientation: definition.orientation),
      repeating: part.headRow)
  }
}
