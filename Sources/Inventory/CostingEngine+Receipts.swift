import AccountingValues

/// What comes in: receipts, openings, outputs, count surpluses and returns without a delivery.
///
/// Every receipt makes one layer (pool, date, quantity, value, origin) behind all layers of its day;
/// an opening that says since when its goods are there takes its place in the queue by that day.
/// If the pool is below zero, the layer first covers what is missing (`CostingEngine+Shortages`).
///
///     before    10 for 50.00
///     receipt    5 for 30.00
///     after     10 for 50.00 · 5 for 30.00        (averages: 15 for 80.00)
///
/// The value of goods without a price comes from the pool's chain, by default document → order → last
/// layer → standard, and is zero with a finding at its end. For averages the running average stands in
/// for the last layer, so that goods of unknown price do not move it.
/// Under `standard` the pool grows by round(standard × quantity) and the rest is variance.
extension CostingEngine {
  mutating func receive(_ movement: StockMovement, into output: inout CostingOutput) {
    if movement.linked != StockMovement.none {
      if let issue = names.issue(of: movement.linked) {
        return receiveReturn(movement, of: issue, into: &output)
      }
      report(.returnWithoutDelivery, movement, quantity: movement.quantityMicros, into: &output)
    }
    let (value, basis) = outputCost(of: movement) ?? inboundCost(of: movement)
    receive(movement, quantity: movement.quantityMicros, value: value, basis: basis, into: &output)
  }

  /// Brings in goods that no delivery costs.
  mutating func receive(
    _ movement: StockMovement, quantity: Int64, value: Int64, basis: CostBasis,
    into output: inout CostingOutput
  ) {
    if basis == .none {
      report(.costUnknown, movement, quantity: quantity, into: &output)
    }
    let layer = enter(
      movement, quantity: quantity, value: value,
      worth: worth(of: quantity, of: movement, cost: value), role: movement.kind.role,
      basis: basis, ageDay: (movement.ageDate ?? movement.date).daysSince1970,
      isKept: movement.order >= 0, into: &output)
    if movement.kind == .output, movement.order >= 0 {
      production.take(layer, quantity: quantity, of: movement)
      awaitComponents(of: movement)
    }
    cover(movement.pool, with: layer, cause: Cause(of: movement), into: &output)
    settle(layer, of: movement.pool)
  }

  /// Adds quantity and value to a pool as one new layer, without covering shortages yet. `value` is
  /// what the counter role gives, `worth` what the stock is worth: less for damaged goods.
  mutating func enter(
    _ movement: StockMovement, quantity: Int64, value: Int64, worth: Int64, role: CounterRole,
    basis: CostBasis, ageDay: Int32, isKept: Bool = false, into output: inout CostingOutput
  ) -> Int32 {
    let stock = add(
      movement, to: movement.pool, quantity: quantity, value: value, worth: worth, role: role,
      basis: basis, into: &output)
    let layer = Layer(
      pool: movement.pool, origin: movement.ordinal, quantityIn: quantity,
      quantityLeft: quantity, value: stock,
      queueDay: (movement.ageDate ?? movement.date).daysSince1970, ageDay: ageDay,
      firstLink: isKept || movement.flags.contains(.named) ? Layer.none : Layer.unlinked,
      lot: movement.lot, number: arena.takeNumber())
    let index = arena.insert(layer, into: &pools[Int(movement.pool)])
    if movement.flags.contains(.named) { names.set(NameTable.layer(index), for: movement.ordinal) }
    return index
  }

  /// Adds quantity and value to a pool's totals and writes the rows; returns what the pool's value
  /// grew by.
  mutating func add(
    _ movement: StockMovement, to pool: Int32, quantity: Int64, value: Int64, worth: Int64,
    role: CounterRole, basis: CostBasis, into output: inout CostingOutput
  ) -> Int64 {
    let rules = rules[Int(pool)]
    if rules.method == .standard, rules.isOwned, rules.standardCostMicros == nil {
      report(.standardMissing, movement, quantity: quantity, into: &output)
    }
    let stock =
      !rules.isOwned
      ? 0 : rules.method == .standard ? standardChange(in: pool, by: quantity) : worth
    post(
      movement, pool: pool, quantity: quantity, value: value, role: role, basis: basis,
      into: &output)
    if stock != value {
      post(
        movement, pool: pool, quantity: 0, value: stock - value,
        role: differenceRole(of: movement, in: rules, isWriteDown: stock < value), basis: basis,
        isDifference: true,
        into: &output)
    }
    pools[Int(pool)].quantity += quantity
    pools[Int(pool)].value += stock
    // What takes nothing out of work in progress is no price, like a gift.
    if basis.isPrice, basis != .workInProgress || stock > 0 {
      pools[Int(pool)].lastReceived = UnitRatio(stock, over: quantity)
    }
    return stock
  }

  private func differenceRole(
    of movement: StockMovement, in rules: CostPool, isWriteDown: Bool
  ) -> CounterRole {
    if rules.method != .standard, rules.isOwned { return isWriteDown ? .writeDown : .costVariance }
    return movement.kind == .receipt ? .priceVariance : .costVariance
  }

  /// The value of what comes in, and where it comes from.
  private func inboundCost(of movement: StockMovement) -> (value: Int64, basis: CostBasis) {
    if !rules[Int(movement.pool)].isOwned { return (0, .notOwned) }
    switch movement.priceState {
    case .known where !movement.flags.contains(.damaged): return (movement.valueMinor, .document)
    case .documented, .expected:
      return chainCost(movement.quantityMicros, in: movement.pool, stated: movement)
    case .free: return (0, .free)
    case .missing, .known: return unpricedCost(of: movement, quantity: movement.quantityMicros)
    }
  }

  /// The cost of goods that no document prices.
  func unpricedCost(
    of movement: StockMovement, quantity: Int64
  ) -> (value: Int64, basis: CostBasis) {
    let pool = movement.pool
    if !rules[Int(pool)].isOwned { return (0, .notOwned) }
    let isReturn = movement.kind == .customerReturn || movement.kind == .issue
    if isReturn { return issueCostWithoutStock(quantity, in: pool) }
    return chainCost(quantity, in: pool, stated: nil)
  }

  /// What a unit costs when there is no layer to take it from: last consumed layer, else the
  /// missing-price chain. For averages the running or last average, for standards the standard.
  func issueCostWithoutStock(
    _ quantity: Int64, in pool: Int32
  ) -> (value: Int64, basis: CostBasis) {
    let rules = rules[Int(pool)]
    if !rules.isOwned { return (0, .notOwned) }
    if rules.method == .standard, rules.standardCostMicros != nil {
      return (standardValue(of: quantity, in: pool) ?? 0, .standard)
    }
    let ratio =
      rules.method.isAverage ? average(of: pool) : pools[Int(pool)].lastConsumed
    if let ratio, let value = value(of: quantity, at: ratio) { return (value, .lastConsumed) }
    return chainCost(quantity, in: pool, stated: nil)
  }

  /// Walks the pool's missing-price chain; `stated` is the movement, where a document or an order
  /// prices it.
  private func chainCost(
    _ quantity: Int64, in pool: Int32, stated movement: StockMovement?
  ) -> (value: Int64, basis: CostBasis) {
    for source in rules[Int(pool)].missingPrice {
      switch source {
      case .document:
        if let movement, movement.priceState == .documented {
          return (movement.valueMinor, .document)
        }
      case .purchaseOrder:
        if let movement, movement.priceState == .expected {
          return (movement.valueMinor, .purchaseOrder)
        }
      case .lastLayer:
        if let value = lastLayerCost(quantity, in: pool) { return (value, .lastLayer) }
      case .standard:
        if rules[Int(pool)].standardCostMicros != nil,
          let value = standardValue(of: quantity, in: pool)
        {
          return (value, .standard)
        }
      }
    }
    return (0, .none)
  }

  /// At the last layer's unit cost, for averages the running one; standards have neither.
  private func lastLayerCost(_ quantity: Int64, in pool: Int32) -> Int64? {
    let method = rules[Int(pool)].method
    if method == .standard { return nil }
    let average = isPeriodic(pool) ? averageSoFar(of: pool) : average(of: pool)
    if method.isAverage, let average, average.isKnown,
      let value = value(of: quantity, at: average)
    {
      return value
    }
    return value(of: quantity, at: pools[Int(pool)].lastReceived)
  }

  /// The running average, or the last one while there is no stock or the period's is not known.
  private func average(of pool: Int32) -> UnitRatio? {
    let state = pools[Int(pool)]
    let isRunning = rules[Int(pool)].method == .movingAverage && state.quantity > 0
    if isRunning { return UnitRatio(state.value, over: state.quantity) }
    return state.lastConsumed.isKnown ? state.lastConsumed : nil
  }

  /// A quantity at a unit cost; `nil` when there is none, or no ledger could hold it.
  func value(of quantity: Int64, at ratio: UnitRatio) -> Int64? {
    guard ratio.isKnown,
      let value = extrapolated(ratio.valueMinor, to: quantity, from: ratio.quantityMicros),
      value <= Self.largestAmount
    else { return nil }
    return value
  }
}

extension CostBasis {
  /// Whether a layer of this basis may price a later one. Free goods and zero for want of a price
  /// may not.
  var isPrice: Bool {
    switch self {
    case .document, .purchaseOrder, .workInProgress, .method, .original, .lastConsumed, .lastLayer,
      .standard:
      true
    case .free, .none, .notOwned: false
    }
  }
}

extension Cause {
  /// A movement that covers shortages.
  init(of movement: StockMovement) {
    self.init(event: movement.ordinal, date: movement.date, reason: .cover)
  }
}
