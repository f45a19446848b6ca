import AccountingValues
import Tables

/// A cell as a page shows it: its text, how it is set, and how many decimals it shows.
struct PageCell {
  var text: String
  var kind: String
  /// Decimals shown; what is missing to the column's longest figure is left free behind it.
  var decimals = 0
  private var isNegative = false
  /// Whether it holds a figure, not words in a figure's place.
  private var isFigure = false

  /// A cell that holds words.
  init(label text: String) {
    self.text = text
    kind = "label"
  }

  /// A cell of a row.
  init(_ cell: Cell, in column: Column) {
    kind = Self.kind(of: column.type)
    text = ""
    switch cell {
    case .null: break
    case .text(let words):
      text = words
      // Words that say how something stands, in the colour a reader expects.
      if column.name == "status" || column.name == "severity" {
        kind += " state-\(words.prefix { $0.isLetter })"
      }
    case .boolean(let value): text = value ? "yes" : "no"
    case .date(let date): text = date.description
    case .timestamp(let moment): text = String(moment.description.prefix(19))
    case .percent(let micros):
      show(Figure(count: Int128(micros), decimals: 4), keeping: 1, unit: " %")
    case .money: showAmount(Figure(cell))
    case .unitCost: show(Figure(cell), keeping: 2)
    case .integer, .quantity, .rate: show(Figure(cell), keeping: 0)
    }
  }

  /// A sum; amounts of several currencies have none.
  init(sum: ColumnSum, in column: Column) {
    kind = "figure"
    text = ""
    guard let figure = sum.figure else {
      text = "several currencies"
      return
    }
    if column.type == .quantity { show(figure, keeping: 0) } else { showAmount(figure) }
  }

  /// How cells are set: figures to the right, short things on one line.
  static func kind(of type: ColumnType) -> String {
    switch type {
    case .text: "words"
    case .code, .date, .timestamp, .boolean: "label"
    case .integer, .money, .quantity, .unitCost, .rate, .percent: "figure"
    }
  }

  /// All decimals; zero is a dash, as in the workbook.
  private mutating func showAmount(_ figure: Figure?) {
    guard let figure else { return }
    guard figure.count == 0 else { return show(figure, keeping: figure.decimals) }
    text = "–"
    isFigure = true
  }

  private mutating func show(_ figure: Figure?, keeping: Int, unit: String = "") {
    guard let figure else { return }
    text = figure.groupedText(keeping: keeping) + unit
    decimals = max(figure.decimalsUsed, min(keeping, figure.decimals))
    isNegative = figure.count < 0
    isFigure = true
  }

  /// What the template shows. The free room is measured by characters that are not seen: missing
  /// decimals, and the parenthesis that negative figures end with.
  func values(_ columnDecimals: Int) -> [String: Any] {
    var values: [String: Any] = ["text": text, "kind": kind]
    if isFigure {
      let missing = columnDecimals - decimals
      let point = decimals == 0 && missing > 0 ? "." : ""
      let room = point + String(repeating: "0", count: missing) + (isNegative ? "" : ")")
      if !room.isEmpty { values["room"] = room }
    }
    return values
  }
}

/// A row of a page's table, or a total.
struct PageLine {
  var cells: [PageCell]
  private var kind: String?

  /// A row.
  init(cells: [PageCell]) { self.cells = cells }

  /// The subtotal of a group that has ended.
  init(_ closed: GroupTotals.Subtotal, of sheet: SheetDefinition) {
    let label = sheet.columns.firstIndex { $0.column.name == sheet.groups[closed.depth] }
    let value = label.map { PageCell(closed.value, in: sheet.columns[$0].column).text } ?? ""
    let name = closed.label(value.isEmpty ? "(none)" : value)
    self.init(closed.sums, label: label.map { ($0, name) }, of: sheet, kind: "subtotal")
  }

  /// The grand total.
  init(total sums: [ColumnSum?], of sheet: SheetDefinition) {
    let label = sheet.columns.firstIndex { $0.total == .none && $0.isOnPage }
    self.init(sums, label: label.map { ($0, "Total") }, of: sheet, kind: "total")
  }

  private init(
    _ sums: [ColumnSum?], label: (column: Int, text: String)?, of sheet: SheetDefinition,
    kind: String
  ) {
    self.kind = kind
    cells = sums.enumerated().map { index, sum in
      if let sum { return PageCell(sum: sum, in: sheet.columns[index].column) }
      return PageCell(label: label?.column == index ? label?.text ?? "" : "")
    }
  }

  /// What the template shows: the cells of some columns, with the decimals of each.
  func values(of columns: [Int], _ decimals: [Int]) -> [String: Any] {
    var values: [String: Any] = ["cells": zip(columns, decimals).map { cells[$0].values($1) }]
    if let kind { values["kind"] = kind }
    return values
  }
}
