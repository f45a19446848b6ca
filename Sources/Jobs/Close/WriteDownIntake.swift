import AccountingValues
import Extraction
import Inventory

/// Assessments of net realisable value as the source states them.
struct WriteDownIntake {
  struct Row {
    let key: SourceKey
    let number: String
    let order: EventOrder
    let item: Int32
    let measure: WriteDown.Measure
  }

  private(set) var rows: [Row] = []

  mutating func take(_ row: Row) { rows.append(row) }

  /// The assessments in the order of their days; one assessment's number is its position in `rows`.
  var assessments: [WriteDown] {
    rows.enumerated().sorted {
      $0.element.order.date != $1.element.order.date
        ? $0.element.order.date < $1.element.order.date
        : $0.element.order != $1.element.order
          ? $0.element.order < $1.element.order : $0.offset < $1.offset
    }.map { index, row in
      WriteDown(
        item: row.item, date: row.order.date, source: Int32(index), measure: row.measure)
    }
  }
}

/// What an item was written down in a period: opening + written down = reversed + released + closing.
struct AllowanceFlow: Hashable {
  let item: Int32
  var opening: Int64 = 0
  var writtenDown: Int64 = 0
  var reversed: Int64 = 0
  /// Gone with its units or cost.
  var released: Int64 = 0
  /// The item's own stock at the end.
  var closing = AllowanceBook.Stock()

  init(item: Int32) { self.item = item }
}

/// The allowances of a close: every change, and the roll-forward of each open period.
struct Allowances {
  private(set) var book: AllowanceBook
  /// By item, in each period items that have or had an allowance.
  private(set) var byPeriod: [Int32: [AllowanceFlow]] = [:]

  init(minorDigits: Int, reversal: Dated<ReversalPolicy>) {
    book = AllowanceBook(minorDigits: minorDigits, reversal: reversal)
  }

  /// Plays costing rows, which are in the order of their causes, and assessments through the periods.
  mutating func play(
    _ rows: [(row: ValuedMovement, item: Int32, linked: Int32)], _ assessments: [WriteDown],
    over periods: [FiscalPeriod]
  ) {
    var assessments = assessments[...]
    var periods = periods[...]
    var firstRow = 0
    var opening: [AllowanceFlow] = []
    func isDue(_ day: CivilDate, _ next: CivilDate?) -> Bool { next.map { day < $0 } ?? true }
    func end(before next: CivilDate?) -> Bool {
      let assessment = assessments.first
      if let period = periods.first, assessment.map({ $0.date > period.last }) ?? true {
        guard isDue(period.last, next) else { return false }
        book.finish()
        opening = flows(from: firstRow, opening: opening)
        byPeriod[period.id] = opening
        firstRow = book.rows.count
        periods.removeFirst()
        return true
      }
      guard let assessment, isDue(assessment.date, next) else { return false }
      book.assess(assessment)
      assessments.removeFirst()
      return true
    }
    for entry in rows {
      while end(before: entry.row.date) {}
      book.take(entry.row, item: entry.item, linked: entry.linked)
    }
    while end(before: nil) {}
    book.finish()
  }

  private func flows(from first: Int, opening: [AllowanceFlow]) -> [AllowanceFlow] {
    var flows: [Int32: AllowanceFlow] = [:]
    for before in opening where before.closing.allowanceMinor != 0 {
      flows[before.item, default: AllowanceFlow(item: before.item)].opening =
        before.closing.allowanceMinor
    }
    for row in book.rows[first...] {
      var flow = flows[row.item] ?? AllowanceFlow(item: row.item)
      switch row.kind {
      case .writtenDown: flow.writtenDown += row.valueMinor
      case .reversed: flow.reversed -= row.valueMinor
      case .released, .excess: flow.released -= row.valueMinor
      }
      flows[row.item] = flow
    }
    for item in flows.keys { flows[item]?.closing = book.stock[item] ?? AllowanceBook.Stock() }
    return flows.values.sorted { $0.item < $1.item }
  }
}
