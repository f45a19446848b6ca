import AccountingValues

/// Restatement of closed periods: the pool's value changes by the corrections, and the layers on hand take
/// the values of those that would be there, in the order of the queue.
///
///     filed      5 January 10 for 100.00, all sold for 100.00; then 10 for 120.00 of 3 January come late
///     restated   the ten sold are those of 3 January: 120.00, and 10 for 100.00 are left
///     corrected  stock −20.00, cost of sales +20.00: the late layer of 10 is worth 100.00
///
/// The value that corrections leave is authoritative. Where the layers that would be there are worth
/// something else, each gets its part of it; what nothing on hand can carry is cost variance.
extension CostingEngine {
  /// Brings a restatement into stock.
  public mutating func apply(_ restatement: Restatement, into output: inout CostingOutput) {
    advance(to: restatement.ordinal, on: restatement.date, into: &output)
    let cause = Cause(event: restatement.ordinal, date: restatement.date, reason: .restatement)
    var before: [Int32: Int64] = [:]
    for correction in restatement.corrections where correction.valueMinor != 0 {
      let pool = correction.pool
      if pool < 0 || Int(pool) >= pools.count { accountingFault("there is no cost pool \(pool)") }
      if before[pool] == nil { before[pool] = pools[Int(pool)].value }
      correct(
        correction.movement, kind: correction.kind, pool: pool, by: correction.valueMinor,
        role: correction.role, cause: cause, into: &output)
      note(correction, cause: cause, into: &output)
    }
    for stock in restatement.stocks where before[stock.pool] == nil {
      before[stock.pool] = pools[Int(stock.pool)].value
    }
    let slices = Dictionary(
      restatement.stocks.map { ($0.pool, $0.slices) }, uniquingKeysWith: { a, _ in a })
    for (pool, value) in before.sorted(by: { $0.key < $1.key }) {
      settle(pool, valueBefore: value, cause: cause, into: &output)
      revalue(pool, like: slices[pool] ?? [])
    }
    if production.hasPending {
      settleOrders(on: restatement.date, cause: restatement.ordinal, into: &output)
    }
  }

  /// Keeps what returns of a movement come back at, and what it took in all.
  private mutating func note(
    _ correction: Restatement.Correction, cause: Cause, into output: inout CostingOutput
  ) {
    if let issue = names.issue(of: correction.issue), issues[Int(issue)].quantityLeft > 0 {
      issues[Int(issue)].costLeft = max(0, issues[Int(issue)].costLeft - correction.valueMinor)
    }
    guard correction.issue == correction.movement else { return }
    output.consumptions.append(
      Consumption(
        movement: correction.movement, cause: cause.event, pool: correction.pool,
        layer: StockMovement.none, origin: StockMovement.none, date: cause.date,
        quantityMicros: 0, valueMinor: -correction.valueMinor))
  }

  /// Takes out again what no stock can carry.
  private mutating func settle(
    _ pool: Int32, valueBefore: Int64, cause: Cause, into output: inout CostingOutput
  ) {
    let state = pools[Int(pool)]
    let rules = rules[Int(pool)]
    var excess: Int64 = 0
    if !rules.isOwned || rules.method == .standard || state.quantity < 0 {
      excess = state.value - valueBefore
    } else if state.quantity == 0 {
      excess = isWaiting(pool) ? 0 : state.value
    } else if !isWaiting(pool) {
      excess = min(0, state.value)
    }
    correct(
      cause.event, kind: .count, pool: pool, by: -excess,
      role: rules.method == .standard ? .priceVariance : .costVariance, cause: cause,
      into: &output)
  }

  /// Whether something left the pool that is valued at the end of its averaging period.
  private func isWaiting(_ pool: Int32) -> Bool {
    isPeriodic(pool) && periodic[rules[Int(pool)].averaging].isWaiting(pool)
  }

  /// Gives the layers on hand the values of the slices they cover.
  private mutating func revalue(_ pool: Int32, like slices: [Restatement.Slice]) {
    guard rules[Int(pool)].isOwned, rules[Int(pool)].method.isLayered,
      pools[Int(pool)].quantity > 0
    else { return }
    var indices: [Int32] = []
    var index = pools[Int(pool)].head
    while index >= 0 {
      indices.append(index)
      index = arena.layers[Int(index)].next
    }
    let layers = indices.map { arena.layers[Int($0)] }
    var weights = slices.isEmpty ? layers.map(\.value) : cut(slices, by: layers)
    let worth = weights.reduce(Int64(0), +)
    let value = pools[Int(pool)].value
    if worth != value {
      if worth <= 0 { weights = layers.map(\.quantityLeft) }
      weights = split(value, over: weights)
    }
    for (index, value) in zip(indices, weights) { arena.layers[Int(index)].value = value }
  }

  /// The worth of each layer's quantity among slices in the same order.
  private func cut(_ slices: [Restatement.Slice], by layers: [Layer]) -> [Int64] {
    var next = 0
    var slice = slices[0]
    return layers.map { layer in
      var left = layer.quantityLeft
      var worth: Int64 = 0
      while left > 0, next < slices.count {
        let taken = min(left, slice.quantityMicros)
        let part = portion(slice.valueMinor, of: taken, in: slice.quantityMicros)
        worth += part
        left -= taken
        slice.quantityMicros -= taken
        slice.valueMinor -= part
        if slice.quantityMicros == 0 {
          next += 1
          if next < slices.count { slice = slices[next] }
        }
      }
      return worth
    }
  }
}
