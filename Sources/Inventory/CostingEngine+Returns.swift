import AccountingValues

/// Goods that come back from a movement that took them: customer returns, components back from
/// production, reversed issues.
///
/// They come back pro rata, round(cost left × q ÷ quantity left) of the movement they name, against the
/// same counter role, into a layer that queues at the return date and keeps the age of the oldest
/// layer the movement took. What comes back beyond what left is costed like a return without a
/// reference: last consumed layer or average, last layer, standard, zero with a finding.
///
///     delivery  10 for 105.00
///     return 3  round(105.00 × 3 ÷ 10) = 31.50      7 for 73.50 stay in cost of sales
///     return 7  all that is left        = 73.50
///
/// Damaged goods enter at no more than their net realisable value; the rest is a write-down. Goods
/// whose cost rebates have taken below zero enter at zero; the rest is cost variance.
extension CostingEngine {
  mutating func receiveReturn(
    _ movement: StockMovement, of issue: Int32, into output: inout CostingOutput
  ) {
    let back = min(movement.quantityMicros, issues[Int(issue)].quantityLeft)
    if back > 0 { takeBack(movement, back, of: issue, into: &output) }
    let excess = movement.quantityMicros - back
    if excess > 0 {
      report(.returnAboveDelivery, movement, quantity: excess, into: &output)
      let (value, basis) = unpricedCost(of: movement, quantity: excess)
      receive(movement, quantity: excess, value: value, basis: basis, into: &output)
    }
  }

  private mutating func takeBack(
    _ movement: StockMovement, _ quantity: Int64, of index: Int32,
    into output: inout CostingOutput
  ) {
    if takesBackLater(movement, quantity, of: index) { return }
    let issue = issues[Int(index)]
    let original = costToReturn(quantity, of: index)
    let cost = costOfReturn(movement, quantity, original: original)
    let worth = worth(of: quantity, of: movement, cost: cost.value)
    issues[Int(index)].quantityLeft -= quantity
    issues[Int(index)].costLeft -= original
    let layer = enter(
      movement, quantity: quantity, value: cost.value, worth: worth, role: issue.role,
      basis: cost.basis, ageDay: issue.ageDay, isKept: true, into: &output)
    cover(movement.pool, with: layer, cause: Cause(of: movement), into: &output)
    // Linked only now: what this return itself covers belongs to the units that stayed out.
    addReturn(layer, to: Int(index))
  }

  /// Notes a layer that came back from an issue, behind those before it.
  mutating func addReturn(_ layer: Int32, to issue: Int) {
    let index = Int32(returns.count)
    returns.append(ReturnedLayer(layer: layer))
    let last = issues[issue].lastReturn
    if last >= 0 { returns[Int(last)].next = index } else { issues[issue].firstReturn = index }
    issues[issue].lastReturn = index
  }

  /// The layers that came back from an issue, in order.
  func returnLayers(of issue: Issue) -> [Int32] {
    var layers: [Int32] = []
    var index = issue.firstReturn
    while index >= 0 {
      layers.append(returns[Int(index)].layer)
      index = returns[Int(index)].next
    }
    return layers
  }

  /// What a part of what comes back is worth: its cost, and for damaged goods no more than that part of
  /// their net realisable value.
  func worth(of quantity: Int64, of movement: StockMovement, cost: Int64) -> Int64 {
    guard movement.flags.contains(.damaged) else { return max(0, cost) }
    let limit = portion(movement.valueMinor, of: quantity, in: movement.quantityMicros)
    return max(0, min(cost, limit))
  }

  func costOfReturn(
    _ movement: StockMovement, _ quantity: Int64, original: Int64
  ) -> (value: Int64, basis: CostBasis) {
    let rules = rules[Int(movement.pool)]
    if !rules.isOwned { return (0, .notOwned) }
    let atMethod = rules.returnCost == .method && !movement.flags.contains(.reversal)
    guard atMethod else { return (original, .original) }
    let cost = issueCostWithoutStock(quantity, in: movement.pool)
    return cost.basis == .none ? (original, .original) : cost
  }
}
