import AccountingValues

/// Cost that reaches a receipt after it was valued: bills at another price, landed cost, rebates, and
/// the corrections of negative stock.
///
/// A charge goes over the receipt's layer by quantity (largest remainder): each link's share follows
/// the movement that took it, what is on hand raises the layer. A sale keeps the share of the units
/// that stayed out and passes the share of the returned ones into the layers of its returns, and so on;
/// a transfer passes its share into the receiver's layer; a supplier return ends in cost variance.
/// Σ shares = charge. All rows are dated on the charge, gross: in against `late_cost`, out again
/// against each taker's role.
///
///     receipt 10 for 50.00, of which 6 sold, 2 of the 6 returned (a layer of 2)
///     freight 10.00: in +10.00 · sale −6.00 (its 6 units) · return +2.00 (2 of them) · on hand 4.00
///     stock +6.00 (4 and 2 units), cost of sales +4.00 (the 4 units that stayed out)
///
/// A share that comes round to a movement it has passed stays there: with the sale, or with the stock
/// that is left of a transfer. What no stock can carry (nothing left, a credit above the value left,
/// standard cost) is variance.
extension CostingEngine {
  /// Allocates a late cost over what became of its receipt.
  public mutating func apply(_ cost: LateCost, into output: inout CostingOutput) {
    advance(to: cost.ordinal, on: cost.date, into: &output)
    guard let layer = names.layer(of: cost.receipt) else {
      return report(.lateCostWithoutReceipt, cost, pool: StockMovement.none, into: &output)
    }
    let pool = arena.layers[Int(layer)].pool
    guard cost.valueMinor.magnitude <= UInt64(Self.largestAmount),
      pools[Int(pool)].adjusted.value.magnitude < UInt64(Self.largestTotal)
    else { return report(.outOfRange, cost, pool: pool, into: &output) }
    let cause = Cause(event: cost.ordinal, date: cost.date, reason: .lateCost)
    correct(
      cost.receipt, kind: .receipt, pool: pool, by: cost.valueMinor, role: .lateCost,
      cause: cause, into: &output)
    flow.begin()
    flow.push(layer: layer, share: cost.valueMinor, via: cost.receipt)
    drain(cause: cause, into: &output)
    if production.hasPending {
      settleOrders(on: cost.date, cause: cost.ordinal, into: &output)
    }
  }

  private func report(
    _ problem: CostingFinding.Problem, _ cost: LateCost, pool: Int32,
    into output: inout CostingOutput
  ) {
    output.findings.append(
      CostingFinding(
        problem: problem, event: cost.ordinal, pool: pool, quantityMicros: 0,
        valueMinor: cost.valueMinor))
  }

  /// Carries all pending shares to where they end.
  mutating func drain(cause: Cause, into output: inout CostingOutput) {
    while let (layer, share) = flow.pop() {
      let pending = flow.pending.count
      absorb(share, into: layer, cause: cause, output: &output)
      flow.pending[pending...].reverse()
    }
    clearOverdrawnAverages(cause: cause, into: &output)
  }

  /// Gives a movement its share of a later cost; the pool it took from has paid already.
  mutating func forward(
    _ share: Int64, to movement: Int32, target: Int32, cause: Cause,
    into output: inout CostingOutput
  ) {
    if share == 0 { return }
    if target >= 0 {
      correct(
        movement, kind: .transfer, pool: arena.layers[Int(target)].pool, by: share,
        role: .transfer, cause: cause, into: &output)
      if flow.path.contains(movement) {
        keep(share, in: target, cause: cause, into: &output)
      } else {
        flow.push(layer: target, share: share, via: movement)
      }
    } else if let issue = names.issue(of: movement) {
      forward(share, over: Int(issue), cause: cause, into: &output)
    }
  }

  /// Divides an issue's share between what came back and what stayed out.
  private mutating func forward(
    _ share: Int64, over index: Int, cause: Cause, into output: inout CostingOutput
  ) {
    let issue = issues[index]
    if issue.firstReturn < 0 || flow.path.contains(issue.movement) {
      issues[index].costLeft += share
      return
    }
    let returnLayers = returnLayers(of: issue)
    let returned = returnLayers.map { arena.layers[Int($0)].quantityIn }
    let shares = split(share, over: returned + [issue.quantityLeft])
    issues[index].costLeft += shares[returned.count]
    for (layer, share) in zip(returnLayers, shares) where share != 0 {
      let to = arena.layers[Int(layer)]
      correct(
        to.origin, kind: issue.kind == .issue ? .customerReturn : issue.kind, pool: to.pool,
        by: share, role: issue.laterRole, cause: cause, into: &output)
      flow.push(layer: layer, share: share, via: issue.movement)
    }
  }

  /// Divides a share between a layer's takers and what is left of it.
  private mutating func absorb(
    _ share: Int64, into index: Int32, cause: Cause, output: inout CostingOutput
  ) {
    let layer = arena.layers[Int(index)]
    let rules = rules[Int(layer.pool)]
    if rules.method == .standard || !rules.isOwned {
      return expense(share, of: index, cause: cause, into: &output)
    }
    weights.removeAll(keepingCapacity: true)
    var next = layer.firstLink
    while next >= 0 {
      weights.append(links[Int(next)].quantity)
      next = links[Int(next)].next
    }
    weights.append(quantityOpen(of: index))
    let shares = split(share, over: weights)
    if rules.method.isAverage { arena.layers[Int(index)].value += share }
    next = layer.firstLink
    for share in shares.dropLast() {
      let taker = links[Int(next)]
      next = taker.next
      if share == 0 { continue }
      correct(
        taker.movement, kind: taker.kind, pool: layer.pool, by: -share, role: taker.role,
        cause: cause, into: &output)
      output.consumptions.append(
        Consumption(
          movement: taker.movement, cause: cause.event, pool: layer.pool, layer: layer.number,
          origin: layer.origin, date: cause.date, quantityMicros: 0, valueMinor: share))
      forward(share, to: taker.movement, target: taker.target, cause: cause, into: &output)
    }
    keep(shares[shares.count - 1], in: index, cause: cause, into: &output)
  }

  /// Leaves a share, which the pool's value has already, with what is left of a layer.
  private mutating func keep(
    _ share: Int64, in index: Int32, cause: Cause, into output: inout CostingOutput
  ) {
    if share == 0 { return }
    let layer = arena.layers[Int(index)]
    let rules = rules[Int(layer.pool)]
    if rules.method == .standard || !rules.isOwned || quantityOpen(of: index) == 0 {
      return expense(share, of: index, cause: cause, into: &output)
    }
    if rules.method.isAverage {
      flow.averages.append(index)
    } else {
      arena.layers[Int(index)].value = max(0, layer.value + share)
      expense(min(0, layer.value + share), of: index, cause: cause, into: &output)
    }
  }

  /// A credit above an average pool's value is variance, of the oldest layer that was to keep a share.
  /// Decided when all shares have arrived, since on their way some pass through the pool.
  private mutating func clearOverdrawnAverages(cause: Cause, into output: inout CostingOutput) {
    if flow.averages.count > 1 {
      flow.averages.sort { arena.layers[Int($0)].number < arena.layers[Int($1)].number }
    }
    for layer in flow.averages {
      let stock = stockOfAverage(arena.layers[Int(layer)].pool).value
      if stock < 0 { expense(stock, of: layer, cause: cause, into: &output) }
    }
  }

  /// Takes a share out of a pool again: no stock can carry it.
  mutating func expense(
    _ share: Int64, of index: Int32, cause: Cause, into output: inout CostingOutput
  ) {
    let layer = arena.layers[Int(index)]
    let isStandard = rules[Int(layer.pool)].method == .standard && rules[Int(layer.pool)].isOwned
    correct(
      layer.origin, kind: .receipt, pool: layer.pool, by: -share,
      role: isStandard ? .priceVariance : .costVariance, cause: cause, into: &output)
  }

  func split(_ share: Int64, over quantities: [Int64]) -> [Int64] {
    do { return try Allocation.split(share, over: quantities) } catch {
      accountingFault("a late cost cannot be split over \(quantities)")
    }
  }
}

/// The shares of a late cost still under way, nearest first, each with the movements it passed.
struct CostFlow {
  struct Pending {
    var layer: Int32
    var share: Int64
    var via: Int32
    var depth: Int
  }

  var pending: [Pending] = []
  /// Layers of average pools that kept a share.
  var averages: [Int32] = []
  private(set) var path: [Int32] = []

  mutating func begin() {
    pending.removeAll(keepingCapacity: true)
    averages.removeAll(keepingCapacity: true)
    path.removeAll(keepingCapacity: true)
  }

  mutating func push(layer: Int32, share: Int64, via movement: Int32) {
    if share == 0 { return }
    pending.append(Pending(layer: layer, share: share, via: movement, depth: path.count))
  }

  mutating func pop() -> (layer: Int32, share: Int64)? {
    guard let next = pending.popLast() else { return nil }
    path.removeLast(path.count - next.depth)
    path.append(next.via)
    return (next.layer, next.share)
  }
}
