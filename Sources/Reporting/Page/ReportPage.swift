import AccountingValues
import Tables

/// A report as one self-contained HTML page: the same lines and totals as the workbook, for reading
/// and printing. Long tables are cut with a sentence that says so.
struct ReportPage {
  /// A page is read, not searched: further rows are in the workbook.
  static let rowLimit = 2_000
  /// More columns than this are set closer.
  static let closeColumns = 12

  private let report: ReportDefinition
  private let face: ReportFace
  private var tables: [[String: Any]] = []
  private var sheet: SheetDefinition?
  private var totals: GroupTotals?
  private var lines: [PageLine] = []
  private var rowCount = 0

  init(_ report: ReportDefinition, face: ReportFace) {
    self.report = report
    self.face = face
  }

  mutating func begin(_ sheet: SheetDefinition) {
    self.sheet = sheet
    totals = GroupTotals(of: sheet, base: face.baseCurrency)
    lines = []
    rowCount = 0
  }

  mutating func write(_ batch: RowBatch) {
    for index in 0..<batch.rowCount {
      let row = batch[index]
      let closed = totals?.closings(before: row) ?? []
      totals?.add(row)
      rowCount += 1
      guard rowCount <= Self.rowLimit, let sheet else { continue }
      for one in closed { lines.append(PageLine(one, of: sheet)) }
      lines.append(PageLine(cells: zip(sheet.columns, row).map { PageCell($1, in: $0.column) }))
    }
  }

  mutating func endSheet() {
    guard let sheet, var totals else { return }
    let ended = totals.finish()
    if rowCount <= Self.rowLimit { lines += ended.groups.map { PageLine($0, of: sheet) } }
    if sheet.grandTotal, totals.isNeeded, rowCount > 0 {
      lines.append(PageLine(total: ended.total, of: sheet))
    }
    tables.append(Self.table(sheet, lines: lines, rowCount: rowCount))
  }

  /// The page's text.
  func text(_ template: PageTemplate, tieOut: Table) -> String {
    let hasAmounts = report.sheets.contains { $0.hasBaseAmounts }
    var values: [String: Any] = [
      "title": report.title, "description": report.description, "company": face.companyName,
      "period": face.period, "span": face.periodTitle, "line": face.factLine(amounts: hasAmounts),
      "standing": face.standing.rawValue, "explanation": face.standing.explanation,
      "isFinal": face.standing == .final, "tables": tables,
      "tieOut": TieOutSummary.all(of: tieOut).map {
        ["label": $0.label, "text": $0.text, "state": $0.status?.word ?? "none"]
      }, "closeID": face.closeID, "asOf": face.asOf.description, "close": face.shortCloseID,
      "paper": face.paper == .a4 ? "A4" : "letter",
      "orientation": report.sheets.contains { $0.orientation == .landscape }
        ? "landscape" : "portrait",
    ]
    values["assumptions"] = Self.list("Assumptions", face.assumptions)
    values["notes"] = Self.list("Notes", report.notes)
    values["accepted"] = Self.list(
      "Accepted findings", face.acceptedFindings.map { "\($0.code) \($0.sentence)" })
    return template.render(values)
  }

  private static func list(_ title: String, _ items: [String]) -> [String: Any]? {
    items.isEmpty ? nil : ["title": title, "items": items]
  }

  private static func table(
    _ sheet: SheetDefinition, lines: [PageLine], rowCount: Int
  ) -> [String: Any] {
    // The others are in the workbook.
    let shown = sheet.columns.indices.filter { sheet.columns[$0].isOnPage }
    // Figures of a column stand point under point: each gets the room that the longest needs.
    let decimals = shown.map { column in
      lines.map { $0.cells[column].decimals }.max() ?? 0
    }
    var values: [String: Any] = [
      "name": sheet.name, "title": sheet.title,
      "columns": shown.map { index -> [String: Any] in
        let column = sheet.columns[index]
        var heading: [String: Any] = [
          "title": column.column.title, "kind": PageCell.kind(of: column.column.type),
        ]
        if let unit = column.column.unit, !unit.isEmpty { heading["unit"] = unit }
        return heading
      },
      "lines": lines.map { $0.values(of: shown, decimals) }, "isEmpty": rowCount == 0,
      "isWide": shown.count > closeColumns,
    ]
    let left = sheet.columns.filter { !$0.isOnPage }.map(\.column.title)
    if !left.isEmpty, rowCount > 0 {
      values["left"] =
        "The workbook has further columns: " + left.joined(separator: ", ") + "."
    }
    if rowCount > rowLimit {
      values["cut"] = "The first \(rowLimit) of \(rowCount) rows are shown; the workbook has all."
    }
    return values
  }
}
