import AccountingValues

/// A change of method: quantity and value of the pool stay, what leaves later follows the new method.
///
/// Averages become layers by giving every layer its part of the pool's value, oldest first; layers become
/// averages by adding up. No row is written, so nothing is posted and the certificate runs through:
///
///     moving average   10 of 1 March · 10 of 5 March, together 20 for 120.00
///     to fifo          10 for 60.00 of 1 March · 10 for 60.00 of 5 March
///     receipt           5 for 50.00
///     issue 12         60.00 + round(60.00 × 2 ÷ 10) = 72.00        (average: 81.60)
///
/// Nothing that was costed before changes; a late cost still follows its links. Only `standard` cannot
/// take over a value: what the pool is worth at the standard beyond what it was is a revaluation, a row of
/// its own.
extension CostingEngine {
  /// Gives a pool new rules.
  public mutating func apply(_ change: CostingRulesChange, into output: inout CostingOutput) {
    advance(to: change.ordinal, on: change.date, into: &output)
    let pool = Int(change.pool)
    if pool < 0 || pool >= pools.count { accountingFault("there is no cost pool \(pool)") }
    let before = rules[pool]
    if isPeriodic(change.pool), periodic[before.averaging].isWaiting(change.pool) {
      accountingFault("pool \(pool) changes its method inside an averaging period")
    }
    rules[pool].method = change.method
    rules[pool].averaging = change.averaging
    rules[pool].negativeStock = change.negativeStock
    rules[pool].returnCost = change.returnCost
    rules[pool].missingPrice = change.missingPrice
    rules[pool].outputCost = change.outputCost
    planPath(of: pool)
    guard before.isOwned, before.method != change.method else { return }
    if change.method == .standard {
      takeStandard(change, previous: before, into: &output)
    } else if before.method == .standard {
      divideStock(of: change.pool)
      divideShortages(of: change.pool)
    } else if before.method.isLayered != change.method.isLayered {
      if before.method.isLayered {
        addUpStock(of: change.pool)
      } else {
        divideStock(of: change.pool)
      }
    }
  }

  /// Revalues a pool that is from now on worth its standard.
  private mutating func takeStandard(
    _ change: CostingRulesChange, previous: CostPool, into output: inout CostingOutput
  ) {
    let state = pools[Int(change.pool)]
    guard let value = standardValue(of: state.quantity, in: change.pool) else {
      rules[Int(change.pool)] = previous
      planPath(of: Int(change.pool))
      output.findings.append(
        CostingFinding(
          problem: .outOfRange, event: change.ordinal, pool: change.pool,
          quantityMicros: state.quantity))
      return
    }
    if rules[Int(change.pool)].standardCostMicros == nil, state.quantity != 0 {
      output.findings.append(
        CostingFinding(
          problem: .standardMissing, event: change.ordinal, pool: change.pool,
          quantityMicros: state.quantity))
    }
    correct(
      change.ordinal, kind: .count, pool: change.pool, by: value - state.value,
      role: .standardRevaluation,
      cause: Cause(event: change.ordinal, date: change.date, reason: .standardChange),
      into: &output)
  }

  /// Gives each layer its part of the pool's value: what is left of it for layers, what all of it cost
  /// for averages.
  private mutating func divideStock(of pool: Int32) {
    let isLayered = rules[Int(pool)].method.isLayered
    var value = pools[Int(pool)].value
    var quantity = pools[Int(pool)].quantity
    var index = pools[Int(pool)].head
    while index >= 0 {
      let layer = arena.layers[Int(index)]
      let part = portion(value, of: layer.quantityLeft, in: quantity)
      value -= part
      quantity -= layer.quantityLeft
      arena.layers[Int(index)].value = isLayered ? part : whole(part, of: layer)
      index = layer.next
    }
  }

  /// Keeps for each layer what all of it would have cost.
  private mutating func addUpStock(of pool: Int32) {
    var index = pools[Int(pool)].head
    while index >= 0 {
      let layer = arena.layers[Int(index)]
      arena.layers[Int(index)].value = whole(layer.value, of: layer)
      index = layer.next
    }
  }

  private func whole(_ value: Int64, of layer: Layer) -> Int64 {
    extrapolated(value, to: layer.quantityIn, from: layer.quantityLeft) ?? value
  }

  /// Gives parts below zero, which have no value of their own under `standard`, what the pool owes.
  private mutating func divideShortages(of pool: Int32) {
    guard pools[Int(pool)].firstShortage >= 0 else { return }
    var value = -pools[Int(pool)].value
    var quantity = shortages.total(of: pools[Int(pool)]).quantity
    var index = pools[Int(pool)].firstShortage
    while index >= 0 {
      let part = portion(value, of: shortages[index].quantityLeft, in: quantity)
      value -= part
      quantity -= shortages[index].quantityLeft
      shortages.value(index, of: pools[Int(pool)], at: part)
      index = shortages[index].next
    }
  }
}
