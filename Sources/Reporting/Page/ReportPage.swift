import AccountingValues
import Tables

/// A report as one self-contained HTML page: the same lines and totals as the workbook, for reading
/// and printing. Long tables are cut with a sentence that says so.
struct ReportPage {
  /// A page is read, not searched: further rows are in the workbook.
  static let rowLimit = 2_000

  private let report: ReportDefinition
  private let face: ReportFace
  private var tables: [[String: Any]] = []
  private var sheet: SheetDefinition?
  private var totals: GroupTotals?
  private var lines: [[String: Any]] = []
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
      for one in closed { lines.append(Self.line(one, of: sheet)) }
      lines.append(["cells": zip(sheet.columns, row).map(Self.cell)])
    }
  }

  mutating func endSheet() {
    guard let sheet, var totals else { return }
    let ended = totals.finish()
    if rowCount <= Self.rowLimit { lines += ended.groups.map { Self.line($0, of: sheet) } }
    if sheet.grandTotal, totals.isNeeded, rowCount > 0 {
      let label = sheet.columns.firstIndex { $0.total == .none }
      lines.append(
        Self.sums(ended.total, label: label.map { ($0, "Total") }, of: sheet, kind: "total"))
    }
    tables.append(Self.table(sheet, lines: lines, rowCount: rowCount))
  }

  /// The page's text.
  func text(_ template: PageTemplate, tieOut: Table) -> String {
    var values: [String: Any] = [
      "title": report.title, "description": report.description, "company": face.companyName,
      "period": face.periodTitle, "line": face.titleLine(amounts: true),
      "standing": face.standing.rawValue, "explanation": face.standing.explanation,
      "isFinal": face.standing == .final, "tables": tables,
      "tieOut": TieOutSummary.all(of: tieOut).map {
        ["label": $0.label, "text": $0.text, "state": $0.status?.word ?? "none"]
      }, "closeID": face.closeID,
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
    _ sheet: SheetDefinition, lines: [[String: Any]], rowCount: Int
  ) -> [String: Any] {
    var values: [String: Any] = [
      "title": sheet.title,
      "columns": sheet.columns.map { column in
        [
          "title": column.column.title, "unit": column.column.unit ?? "",
          "kind": kind(of: column),
        ]
      },
      "lines": lines, "isEmpty": rowCount == 0,
    ]
    if rowCount > rowLimit {
      values["cut"] = "The first \(rowLimit) of \(rowCount) rows are shown; the workbook has all."
    }
    return values
  }

  private static func cell(_ column: ReportColumn, _ cell: Cell) -> [String: Any] {
    let name = column.column.name
    let kind = kind(of: column)
    guard name == "status" || name == "severity", case .text(let word) = cell else {
      return ["text": text(cell), "kind": kind]
    }
    return ["text": word, "kind": "\(kind) state-\(word.prefix { $0.isLetter })"]
  }

  private static func line(
    _ closed: GroupTotals.Subtotal, of sheet: SheetDefinition
  ) -> [String: Any] {
    let label = sheet.columns.firstIndex { $0.column.name == sheet.groups[closed.depth] }
    return sums(
      closed.sums, label: label.map { ($0, "Total \(text(closed.value))") }, of: sheet,
      kind: "subtotal")
  }

  private static func sums(
    _ sums: [ColumnSum?], label: (column: Int, text: String)?, of sheet: SheetDefinition,
    kind: String
  ) -> [String: Any] {
    let cells = sums.enumerated().map { index, sum -> [String: Any] in
      guard let sum else {
        return ["text": label?.column == index ? label?.text ?? "" : "", "kind": "label"]
      }
      let isQuantity = sheet.columns[index].column.type == .quantity
      let text = sum.figure.map { isQuantity ? $0.groupedText(keeping: 0) : amountText($0) }
      return ["text": text ?? "several currencies", "kind": "figure"]
    }
    return ["cells": cells, "kind": kind]
  }

  /// How cells are set: figures to the right, short things on one line.
  private static func kind(of column: ReportColumn) -> String {
    switch column.column.type {
    case .text: "words"
    case .code, .date, .timestamp, .boolean: "label"
    case .integer, .money, .quantity, .unitCost, .rate, .percent: "figure"
    }
  }

  /// All decimals; zero is a dash, as in the workbook.
  private static func amountText(_ figure: Figure) -> String {
    figure.count == 0 ? "–" : figure.groupedText(keeping: figure.decimals)
  }

  /// A cell as a person reads it.
  private static func text(_ cell: Cell) -> String {
    switch cell {
    case .null: ""
    case .text(let text): text
    case .boolean(let value): value ? "yes" : "no"
    case .date(let date): date.description
    case .timestamp(let moment): String(moment.description.prefix(19))
    case .money: Figure(cell).map(amountText) ?? ""
    case .unitCost: Figure(cell)?.groupedText(keeping: 2) ?? ""
    case .percent(let micros):
      Figure(count: Int128(micros), decimals: 4).groupedText(keeping: 1) + " %"
    case .integer, .quantity, .rate: Figure(cell)?.groupedText(keeping: 0) ?? ""
    }
  }
}
