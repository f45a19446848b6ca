import AccountingValues
import Extraction
import Inventory
import Warehouse

/// The stock ledger: every movement with its value, then every later correction of a movement as a row
/// of its own without quantity, in the order in which they happened.
///
/// Rows are made while they are taken, period after period, and not kept. A reference type, because
/// taking a period's rows goes on where the period before ended.
final class StockLedgerRows {
  private let close: CompanyClose
  private let costing: CostingStep.Result
  private let ids: CloseIdentities
  /// Positions of the engine's rows by the event that made them; `nil` where they are in that order.
  private let byCause: [Int32]?
  /// The row of each movement by its number in the run, −1 for none yet.
  private var rowOfMovement: Pages<Int32>
  /// Running quantity and value per pool.
  private var running: [(quantity: Int64, value: Int64)]
  /// The rows of the event in hand that were not taken yet, last first.
  private var waiting: [StockLedgerRow] = []
  private var nextCause = 0
  private var nextValued = 0
  private var rowCount: Int64 = 0
  /// Rows of earlier days were taken, or are nobody's.
  private var start = CivilDate.earliest

  init(close: CompanyClose, costing: CostingStep.Result, ids: CloseIdentities) {
    self.close = close
    self.costing = costing
    self.ids = ids
    byCause = Self.byCause(costing.output.valued)
    rowOfMovement = Pages(
      repeatElement(-1, count: costing.causes.count), from: close.scope.pages)
    running = Array(repeating: (0, 0), count: close.stock.pools.count)
  }

  /// The engine's rows by the event that made them, each event's in the engine's order. A periodic
  /// average values what left when its period ends, after events that came later.
  private static func byCause(_ valued: Pages<ValuedMovement>) -> [Int32]? {
    let isInOrder = zip(valued, valued.dropFirst()).allSatisfy { $0.cause <= $1.cause }
    if isInOrder { return nil }
    return (0..<Int32(valued.count)).sorted {
      (valued[Int($0)].cause, $0) < (valued[Int($1)].cause, $1)
    }
  }

  /// Says that rows will not be taken for a while.
  func leave() {
    rowOfMovement.leave()
    costing.causes.leave()
  }

  // MARK: Taking

  /// Passes over the rows before a day.
  func skip(before day: CivilDate) {
    while next(before: day) != nil {}
    start = day
  }

  /// The rows before a day that were not taken yet, each once.
  func rows(before end: CivilDate) -> some Sequence<StockLedgerRow> {
    sequence(state: self) { $0.next(before: end) }
  }

  private func next(before end: CivilDate) -> StockLedgerRow? {
    while waiting.isEmpty {
      guard nextCause < costing.causes.count else { return nil }
      let number = costing.firstNumber + Int32(nextCause)
      let first = nextValued
      while nextValued < costing.output.valued.count, valued(nextValued).cause == number {
        nextValued += 1
      }
      nextCause += 1
      add((first..<nextValued).map(valued), of: number)
      waiting.reverse()
    }
    guard let row = waiting.last, row.date < end else { return nil }
    if row.date < start { accountingFault("a row of the stock ledger comes after its period") }
    return waiting.removeLast()
  }

  private func valued(_ position: Int) -> ValuedMovement {
    costing.output.valued[byCause.map { Int($0[position]) } ?? position]
  }

  /// What issues took in some days, once the rows of these days were taken.
  func consumptions(in days: DateSpan) -> some Sequence<ConsumptionRow> {
    costing.output.consumptions.enumerated().lazy.compactMap { position, taken in
      guard days.contains(taken.date), let issue = self.row(of: taken.movement) else {
        return nil
      }
      return ConsumptionRow(
        seq: Int64(position), issueSeq: issue, layerSeq: self.row(of: taken.origin) ?? -1,
        quantityMicros: taken.quantityMicros, valueBaseMinor: taken.valueMinor,
        groupProfitBaseMinor: self.groupProfit(of: position, taken.valueMinor))
    }
  }

  private func groupProfit(of consumption: Int, _ value: Int64) -> Int64? {
    guard let stock = close.groupStock else { return 0 }
    return stock.consumptions[consumption].map { value - $0 }
  }

  private func row(of movement: Int32) -> Int64? {
    guard movement >= costing.firstNumber else { return nil }
    let row = rowOfMovement[Int(movement - costing.firstNumber)]
    return row < 0 ? nil : Int64(row)
  }

  // MARK: Making

  /// Adds the rows that one event made: grouped by the movement and pool they value.
  private func add(_ valued: [ValuedMovement], of number: Int32) {
    var groups: [ValuedMovement] = []
    for row in valued {
      if let at = groups.firstIndex(where: { $0.movement == row.movement && $0.pool == row.pool }) {
        groups[at].quantityMicros += row.quantityMicros
        groups[at].valueMinor += row.valueMinor
      } else {
        groups.append(row)
      }
    }
    // A movement that made no row was left out of stock; a finding says why.
    for group in groups { add(group, isCorrection: group.movement != number) }
  }

  private func add(_ row: ValuedMovement, isCorrection: Bool) {
    guard case .movement(let index)? = costing.cause(of: row.movement) else {
      appendStandard(row)
      return
    }
    let event = close.stock.events[Int(index)]
    append(
      event, row, kind: isCorrection ? row.reason.rawValue : event.word,
      remark: isCorrection ? nil : row.basis.remark)
    let place = Int(row.movement - costing.firstNumber)
    if !isCorrection, rowOfMovement[place] < 0 { rowOfMovement[place] = Int32(rowCount - 1) }
  }

  private func append(
    _ event: StockEvent, _ row: ValuedMovement, kind: String, remark: String?
  ) {
    let pool = close.stock.poolKeys[Int(row.pool)]
    running[Int(row.pool)].quantity += row.quantityMicros
    running[Int(row.pool)].value += row.valueMinor
    let place = pool.place == -1 && pool.lane == 0 ? event.place : pool.place
    let lot = pool.lot >= 0 ? pool.lot : event.lot
    let remarks = event.flags + (remark.map { [$0] } ?? [])
    append(
      StockLedgerRow(
        seq: rowCount, date: row.date, recordedAt: event.recordedAt, kind: kind,
        itemId: ids.items[Int(event.item)],
        locationId: place >= 0 ? ids.places[Int(place)] : nil,
        lot: lot >= 0 ? close.masters.lots[lot] : nil,
        quantityMicros: row.quantityMicros, valueBaseMinor: row.valueMinor,
        poolQuantityMicros: running[Int(row.pool)].quantity,
        poolValueBaseMinor: running[Int(row.pool)].value,
        movementId: movementId(of: event),
        documentStream: event.documentStream, documentNumber: close.documentNumber(of: event),
        flags: remarks.isEmpty ? nil : remarks.joined(separator: ",")))
  }

  private func appendStandard(_ row: ValuedMovement) {
    let pool: Int32
    let from: CivilDate
    switch costing.cause(of: row.cause) {
    case .standard(let of, let day)?: (pool, from) = (of, day)
    case .rules(let change)?:
      (pool, from) = (
        close.stock.rulesChanges[Int(change)].pool, close.stock.rulesChanges[Int(change)].from
      )
    case .restatement?: (pool, from) = (row.pool, row.date)
    default: return
    }
    running[Int(pool)].value += row.valueMinor
    let key = close.stock.poolKeys[Int(pool)]
    append(
      StockLedgerRow(
        seq: rowCount, date: from, kind: row.reason.rawValue,
        itemId: ids.items[Int(key.item)],
        locationId: key.place >= 0 ? ids.places[Int(key.place)] : nil,
        lot: key.lot >= 0 ? close.masters.lots[key.lot] : nil, quantityMicros: 0,
        valueBaseMinor: row.valueMinor, poolQuantityMicros: running[Int(pool)].quantity,
        poolValueBaseMinor: running[Int(pool)].value, movementId: ids.items[Int(key.item)],
        documentStream: row.reason == .restatement ? RestatementRecord.stream : "item_costs"))
  }

  private func append(_ row: StockLedgerRow) {
    waiting.append(row)
    rowCount += 1
  }

  private func movementId(of event: StockEvent) -> Int64 {
    ids.ofMovements[event.key] ?? ids.items[Int(event.item)]
  }
}

extension CostBasis {
  /// The word that marks a value taken from the missing-price chain; `nil` for one that is known.
  fileprivate var remark: String? {
    switch self {
    case .purchaseOrder: "cost_from_order"
    case .lastConsumed: "cost_of_last_issue"
    case .lastLayer: "cost_of_last_layer"
    case .standard: "cost_from_standard"
    case .none: "cost_unknown"
    case .document, .free, .workInProgress, .method, .original, .notOwned: nil
    }
  }
}
