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
    let valued = costing.output.valued
    var next = 0
    for position in costing.causes.indices {
      let number = costing.firstNumber + Int32(position)
      let start = next
      while next < valued.count, valued[next].cause == number { next += 1 }
      add(valued[start..<next], of: number, costing.causes[position])
    }
    for (position, taken) in costing.output.consumptions.enumerated() {
      guard let issue = rowOfMovement[taken.movement] else { continue }
      consumptions.append(
        (
          taken.date,
          ConsumptionRow(
            seq: Int64(position), issueSeq: issue,
            layerSeq: rowOfMovement[taken.origin] ?? -1, quantityMicros: taken.quantityMicros,
            valueBaseMinor: taken.valueMinor)
        ))
    }
  }

  /// Adds the rows that one event made: grouped by the movement and pool they value.
  private mutating func add(
    _ valued: ArraySlice<ValuedMovement>, of number: Int32, _ cause: CostingStep.Cause
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
    for group in groups { add(group, isCorrection: group.movement != number) }
    guard groups.isEmpty, case .movement(let index) = cause else { return }
    // Goods that moved without value: not owned, free, within their pool.
    let event = close.stock.events[Int(index)]
    let isTransfer = event.word == "transfer_out" || event.word == "transfer_in"
    let stays = isTransfer && !close.scope.costing.isByLocation
    append(
      event, kind: event.word, pool: event.pool, quantity: event.quantity.micros, value: 0,
      date: event.date, changesPool: !stays)
    rowOfMovement[number] = rows[rows.count - 1].seq
  }

  private mutating func add(_ row: ValuedMovement, isCorrection: Bool) {
    guard case .movement(let index)? = costing.cause(of: row.movement) else {
      appendStandard(row)
      return
    }
    let event = close.stock.events[Int(index)]
    append(
      event, kind: isCorrection ? row.reason.rawValue : event.word, pool: row.pool,
      quantity: row.quantityMicros, value: row.valueMinor, date: row.date, changesPool: true)
    if !isCorrection, rowOfMovement[row.movement] == nil {
      rowOfMovement[row.movement] = rows[rows.count - 1].seq
    }
  }

  private mutating func append(
    _ event: StockEvent, kind: String, pool: Int32, quantity: Int64, value: Int64, date: CivilDate,
    changesPool: Bool
  ) {
    if changesPool { running[Int(pool)].quantity += quantity }
    running[Int(pool)].value += value
    let number = event.documentKey ?? event.key
    rows.append(
      StockLedgerRow(
        seq: Int64(rows.count), date: date, recordedAt: event.order.recordedAt, kind: kind,
        itemId: ids.items[Int(event.item)],
        locationId: event.place >= 0 ? ids.places[Int(event.place)] : nil,
        quantityMicros: quantity, valueBaseMinor: value,
        poolQuantityMicros: running[Int(pool)].quantity,
        poolValueBaseMinor: running[Int(pool)].value,
        movementId: movementId(of: event),
        documentStream: event.documentStream, documentNumber: number.displayText,
        flags: event.flags.isEmpty ? nil : event.flags.joined(separator: ",")))
  }

  private mutating func appendStandard(_ row: ValuedMovement) {
    guard case .standard(let pool, let from)? = costing.cause(of: row.cause) else { return }
    running[Int(pool)].value += row.valueMinor
    let key = close.stock.poolKeys[Int(pool)]
    rows.append(
      StockLedgerRow(
        seq: Int64(rows.count), date: from, kind: row.reason.rawValue,
        itemId: ids.items[Int(key.item)],
        locationId: key.place >= 0 ? ids.places[Int(key.place)] : nil, quantityMicros: 0,
        valueBaseMinor: row.valueMinor, poolQuantityMicros: running[Int(pool)].quantity,
        poolValueBaseMinor: running[Int(pool)].value, movementId: ids.items[Int(key.item)],
        documentStream: "item_costs"))
  }

  private func movementId(of event: StockEvent) -> Int64 {
    ids.documents[CloseIdentities.DocumentPlace(stream: "stock_movements", key: event.key)]
      ?? ids.items[Int(event.item)]
  }
}
