import AccountingValues
import Extraction
import Inventory
import Warehouse

/// The stock ledger: every movement with its value, then every later correction of a movement as a row
/// of its own without quantity, in the order in which they happened.
struct StockLedgerRows {
  let close: CompanyClose
  let costing: CostingStep.Result
  let ids: CloseIdentities
  private(set) var rows: [StockLedgerRow] = []
  private(set) var consumptions: [(date: CivilDate, row: ConsumptionRow)] = []
  /// The row of each movement, by the engine's number.
  private var rowOfMovement: [Int32: Int64] = [:]
  /// Running quantity and value per pool.
  private var running: [(quantity: Int64, value: Int64)]

  init(close: CompanyClose, costing: CostingStep.Result, ids: CloseIdentities) {
    self.close = close
    self.costing = costing
    self.ids = ids
    running = Array(repeating: (0, 0), count: close.stock.pools.count)
  }

  mutating func build() {
    let valued = rowsByCause()
    var next = 0
    for position in costing.causes.indices {
      let number = costing.firstNumber + Int32(position)
      let start = next
      while next < valued.count, valued[next].cause == number { next += 1 }
      add(valued[start..<next], of: number)
    }
    for (position, taken) in costing.output.consumptions.enumerated() {
      guard let issue = rowOfMovement[taken.movement] else { continue }
      consumptions.append(
        (
          taken.date,
          ConsumptionRow(
            seq: Int64(position), issueSeq: issue,
            layerSeq: rowOfMovement[taken.origin] ?? -1, quantityMicros: taken.quantityMicros,
            valueBaseMinor: taken.valueMinor,
            groupProfitBaseMinor: groupProfit(of: position, taken.valueMinor))
        ))
    }
  }

  private func groupProfit(of consumption: Int, _ value: Int64) -> Int64? {
    guard let stock = close.groupStock else { return 0 }
    return stock.consumptions[consumption].map { value - $0 }
  }

  /// The engine's rows by the event that made them, each event's in the engine's order. A periodic
  /// average values what left when its period ends, after events that came later.
  private func rowsByCause() -> [ValuedMovement] {
    let valued = costing.output.valued
    let isInOrder = zip(valued, valued.dropFirst()).allSatisfy { $0.cause <= $1.cause }
    if isInOrder { return valued }
    return valued.enumerated().sorted {
      ($0.element.cause, $0.offset) < ($1.element.cause, $1.offset)
    }.map(\.element)
  }

  /// Adds the rows that one event made: grouped by the movement and pool they value.
  private mutating func add(
    _ valued: ArraySlice<ValuedMovement>, of number: Int32
  ) {
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

  private mutating func add(_ row: ValuedMovement, isCorrection: Bool) {
    guard case .movement(let index)? = costing.cause(of: row.movement) else {
      appendStandard(row)
      return
    }
    let event = close.stock.events[Int(index)]
    append(
      event, row, kind: isCorrection ? row.reason.rawValue : event.word,
      remark: isCorrection ? nil : row.basis.remark)
    if !isCorrection, rowOfMovement[row.movement] == nil {
      rowOfMovement[row.movement] = rows[rows.count - 1].seq
    }
  }

  private mutating func append(
    _ event: StockEvent, _ row: ValuedMovement, kind: String, remark: String?
  ) {
    let pool = close.stock.poolKeys[Int(row.pool)]
    running[Int(row.pool)].quantity += row.quantityMicros
    running[Int(row.pool)].value += row.valueMinor
    let place = pool.place == -1 && pool.lane == 0 ? event.place : pool.place
    let lot = pool.lot >= 0 ? pool.lot : event.lot
    let remarks = event.flags + (remark.map { [$0] } ?? [])
    rows.append(
      StockLedgerRow(
        seq: Int64(rows.count), date: row.date, recordedAt: event.order.recordedAt, kind: kind,
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

  private mutating func appendStandard(_ row: ValuedMovement) {
    let pool: Int32
    let from: CivilDate
    switch costing.cause(of: row.cause) {
    case .standard(let of, let day)?: (pool, from) = (of, day)
    case .rules(let change)?:
      (pool, from) = (
        close.stock.rulesChanges[Int(change)].pool, close.stock.rulesChanges[Int(change)].from
      )
    default: return
    }
    running[Int(pool)].value += row.valueMinor
    let key = close.stock.poolKeys[Int(pool)]
    rows.append(
      StockLedgerRow(
        seq: Int64(rows.count), date: from, kind: row.reason.rawValue,
        itemId: ids.items[Int(key.item)],
        locationId: key.place >= 0 ? ids.places[Int(key.place)] : nil,
        lot: key.lot >= 0 ? close.masters.lots[key.lot] : nil, quantityMicros: 0,
        valueBaseMinor: row.valueMinor, poolQuantityMicros: running[Int(pool)].quantity,
        poolValueBaseMinor: running[Int(pool)].value, movementId: ids.items[Int(key.item)],
        documentStream: "item_costs"))
  }

  private func movementId(of event: StockEvent) -> Int64 {
    ids.documents[CloseIdentities.DocumentPlace(stream: "stock_movements", key: event.key)]
      ?? ids.items[Int(event.item)]
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
