import AccountingValues

extension CostingEngine {
  /// Ends a period: counts every pool from its layers, proves opening + received + adjusted =
  /// issued + closing in quantity and value, and writes a certificate row for each pool that had
  /// stock or moved. Pools below zero are findings. The next period opens with what is left.
  public mutating func closePeriod(_ period: Int32, into output: inout CostingOutput) {
    settleAverages(into: &output)
    for pool in 0..<Int32(pools.count) {
      let counted = count(pool)
      let flow = flow(of: Int(pool))
      let row = CertificateRow(
        period: period, pool: pool, flow: flow, closingQuantityMicros: counted.quantity,
        closingValueMinor: counted.value)
      if !row.isBalanced || counted != (pools[Int(pool)].quantity, pools[Int(pool)].value) {
        accountingFault("pool \(pool) is not conserved: \(row) against \(pools[Int(pool)])")
      }
      if flow != PeriodFlow() { output.certificates.append(row) }
      if counted.quantity < 0 {
        output.findings.append(
          CostingFinding(
            problem: .negativeAtClosing, event: StockMovement.none, pool: pool,
            quantityMicros: counted.quantity, valueMinor: counted.value))
      }
      openings[Int(pool)] = Amount(quantity: counted.quantity, value: counted.value)
      pools[Int(pool)].beginPeriod()
    }
  }

  /// What went through a pool since its period began.
  func flow(of pool: Int) -> PeriodFlow {
    var flow = PeriodFlow()
    flow.openingQuantityMicros = openings[pool].quantity
    flow.openingValueMinor = openings[pool].value
    flow.receivedQuantityMicros = pools[pool].received.quantity
    flow.receivedValueMinor = pools[pool].received.value
    flow.adjustedQuantityMicros = pools[pool].adjusted.quantity
    flow.adjustedValueMinor = pools[pool].adjusted.value
    flow.issuedQuantityMicros = pools[pool].issued.quantity
    flow.issuedValueMinor = pools[pool].issued.value
    return flow
  }

  /// A pool's quantity and value as its layers, shortages and rule state them, apart from the running
  /// totals.
  private func count(_ pool: Int32) -> (quantity: Int64, value: Int64) {
    let state = pools[Int(pool)]
    let short = shortages.counted(of: state)
    var quantity = -short.quantity
    var value = -short.value
    var index = state.head
    while index >= 0 {
      quantity += arena.layers[Int(index)].quantityLeft
      if rules[Int(pool)].method.isLayered { value += arena.layers[Int(index)].value }
      index = arena.layers[Int(index)].next
    }
    switch rules[Int(pool)].method {
    case .fifo, .lifo, .hifo, .specific: return (quantity, value)
    case .movingAverage, .periodicAverage:
      // A running value has no second source while there is stock; without it, it must be what the
      // shortages say.
      if quantity > 0, state.value >= 0 { return (quantity, state.value) }
      return (quantity, value)
    case .standard:
      let worth = rules[Int(pool)].isOwned ? standardValue(of: quantity, in: pool) : 0
      return (quantity, worth ?? state.value)
    }
  }

  /// All layers and shortages, by pool and in queue order.
  public func closingLayers() -> [ClosingLayer] {
    var rows: [ClosingLayer] = []
    for pool in 0..<Int32(pools.count) { append(layersOf: pool, to: &rows) }
    return rows
  }

  /// The layers and shortages of one pool, in queue order.
  public func closingLayers(of pool: Int32) -> [ClosingLayer] {
    var rows: [ClosingLayer] = []
    append(layersOf: pool, to: &rows)
    return rows
  }

  /// Quantity and value of a pool now.
  public func balance(of pool: Int32) -> (quantityMicros: Int64, valueMinor: Int64) {
    (pools[Int(pool)].quantity, pools[Int(pool)].value)
  }

  private func append(layersOf pool: Int32, to rows: inout [ClosingLayer]) {
    let state = pools[Int(pool)]
    let isLayered = rules[Int(pool)].method.isLayered
    var value = state.value
    var quantity = state.quantity
    var index = state.head
    while index >= 0 {
      let layer = arena.layers[Int(index)]
      let part = isLayered ? layer.value : portion(value, of: layer.quantityLeft, in: quantity)
      value -= part
      quantity -= layer.quantityLeft
      rows.append(
        ClosingLayer(
          pool: pool, layer: layer.number, origin: layer.origin,
          queueDate: CivilDate(daysSince1970: layer.queueDay),
          ageDate: CivilDate(daysSince1970: layer.ageDay), lot: layer.lot,
          quantityInMicros: layer.quantityIn, quantityMicros: layer.quantityLeft,
          valueMinor: part))
      index = layer.next
    }
    append(shortagesOf: state, pool: pool, standardValue: value, to: &rows)
  }

  /// Shortages have their provisional value; under `standard` they share the pool's.
  private func append(
    shortagesOf state: PoolState, pool: Int32, standardValue: Int64,
    to rows: inout [ClosingLayer]
  ) {
    let isStandard = rules[Int(pool)].method == .standard
    var value = -standardValue
    var quantity = shortages.total(of: state).quantity
    var index = state.firstShortage
    while index >= 0 {
      let shortage = shortages[index]
      let part =
        isStandard
        ? portion(value, of: shortage.quantityLeft, in: quantity) : shortage.valueLeft
      value -= part
      quantity -= shortage.quantityLeft
      let date = CivilDate(daysSince1970: shortage.day)
      rows.append(
        ClosingLayer(
          pool: pool, layer: StockMovement.none, origin: shortage.movement, queueDate: date,
          ageDate: date, lot: StockMovement.none, quantityInMicros: -shortage.quantityLeft,
          quantityMicros: -shortage.quantityLeft, valueMinor: -part))
      index = shortage.next
    }
  }
}
