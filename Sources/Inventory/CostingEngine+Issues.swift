import AccountingValues

/// What goes out: issues, supplier returns, scrap, consumption, count shortages.
///
/// *Layers.* `fifo` takes from the head of the queue, `lifo` from its tail, `hifo` the highest unit
/// cost (the older on a tie), `specific` the oldest of the named lot. Partial use takes
/// round(value left × q ÷ quantity left), the last unit what is left, so no cent appears or is lost:
///
///     before   3 for 10.00
///     issue 1  round(10.00 × 1 ÷ 3) = 3.33     2 for 6.67
///     issue 1  round( 6.67 × 1 ÷ 2) = 3.34     1 for 3.33
///     issue 1  all that is left      = 3.33     nothing
///
/// *Moving average.* One running value, round(pool value × q ÷ pool quantity), the last unit what is
/// left. Quantities are still linked to layers oldest first, for age, cover and late costs; the value
/// is spread over those links.
///
///     before   10 for 60.00 · 12 for 84.00 less 6 out at 6.00: 16 for 108.00
///     issue 10 round(108.00 × 10 ÷ 16) = 67.50  6 for 40.50
///
/// *Standard.* The pool is worth round(standard × quantity) before and after; the issue is the change.
///
/// A movement that names what it returns or reverses takes that receipt's layers first, then the method.
extension CostingEngine {
  mutating func issue(_ movement: StockMovement, into output: inout CostingOutput) {
    let quantity = -movement.quantityMicros
    guard mayLeave(movement, quantity, into: &output) else { return }
    if takesLater(movement) { return takeLater(movement, quantity) }
    let taken = take(movement, quantity, from: movement.pool, into: &output)
    postIssue(movement, quantity: quantity, taken: taken, into: &output)
    record(movement, role: laterRole(of: movement), into: &output)
    if movement.flags.contains(.named) {
      name(movement, quantity: quantity, cost: taken.value, ageDay: oldestDay(of: movement))
    }
  }

  /// What a movement took from a pool.
  struct Taken {
    /// Its cost.
    var value: Int64
    /// What it would have cost if the pool's value had allowed it: more than `value` only for
    /// returns to suppliers from averages.
    var claim: Int64
    /// How the part below zero was valued, else the method.
    var basis: CostBasis
  }

  /// Whether the stock is there or the policy allows to go below it; otherwise a quarantine.
  mutating func mayLeave(
    _ movement: StockMovement, _ quantity: Int64, into output: inout CostingOutput
  ) -> Bool {
    let rules = rules[Int(movement.pool)]
    if rules.method == .specific {
      let inStock = quantityInStock(of: movement.lot, in: movement.pool)
      if inStock >= quantity { return true }
      report(.lotNotInStock, movement, quantity: quantity - inStock, into: &output)
      return false
    }
    let inStock = max(0, pools[Int(movement.pool)].quantity)
    if rules.negativeStock == .allow || inStock >= quantity { return true }
    report(.stockRefused, movement, quantity: quantity - inStock, into: &output)
    return false
  }

  private func quantityInStock(of lot: Int32, in pool: Int32) -> Int64 {
    var sum: Int64 = 0
    var index = pools[Int(pool)].head
    while index >= 0 {
      let layer = arena.layers[Int(index)]
      if layer.lot == lot { sum += layer.quantityLeft }
      index = layer.next
    }
    return sum
  }

  /// Takes a quantity out of a pool: fills `pieces`, lowers layers and totals.
  mutating func take(
    _ movement: StockMovement, _ quantity: Int64, from pool: Int32,
    into output: inout CostingOutput
  ) -> Taken {
    pieces.removeAll(keepingCapacity: true)
    let rules = rules[Int(pool)]
    let before = pools[Int(pool)]
    let inStock = min(quantity, max(0, before.quantity))
    var left = inStock
    if movement.linked != StockMovement.none {
      left = takeLayers(stemmingFrom: movement.linked, left, from: pool)
    }
    let originPieces = pieces.count
    takeLayers(left, from: pool, method: rules.method, for: movement)
    var taken: Taken
    switch rules.method {
    case .fifo, .lifo, .hifo, .specific:
      let value = pieces.reduce(0) { $0 + $1.value }
      taken = Taken(value: value, claim: value, basis: .method)
    case .movingAverage, .periodicAverage:
      taken = takeAverage(inStock, originPieces: originPieces, from: pool)
    case .standard:
      let value = rules.isOwned ? -standardChange(in: pool, by: -quantity) : 0
      taken = Taken(value: value, claim: value, basis: .method)
    }
    if !rules.isOwned { taken.basis = .notOwned }
    pools[Int(pool)].quantity -= quantity
    pools[Int(pool)].value -= taken.value
    if quantity > inStock {
      takeBelowZero(movement, quantity - inStock, from: pool, taken: &taken, into: &output)
    }
    if rules.method == .standard { spread(taken.value) }
    return taken
  }

  /// Takes the layers that stem from a receipt, oldest first; returns what they did not have.
  mutating func takeLayers(
    stemmingFrom origin: Int32, _ quantity: Int64, from pool: Int32
  ) -> Int64 {
    var left = quantity
    var index = pools[Int(pool)].head
    while index >= 0, left > 0 {
      let next = arena.layers[Int(index)].next
      if arena.layers[Int(index)].origin == origin { left -= takeLayer(index, left, from: pool) }
      index = next
    }
    return left
  }

  /// Takes layers as the method orders them.
  mutating func takeLayers(
    _ quantity: Int64, from pool: Int32, method: CostingMethod, for movement: StockMovement
  ) {
    var left = quantity
    while left > 0 {
      let index: Int32 =
        switch method {
        case .fifo, .movingAverage, .periodicAverage, .standard: pools[Int(pool)].head
        case .lifo: pools[Int(pool)].tail
        case .hifo: prescribedLayer(for: movement, in: pool) ?? dearestLayer(in: pool)
        case .specific: oldestLayer(of: movement.lot, in: pool)
        }
      if index < 0 { accountingFault("pool \(pool) has fewer layers than quantity") }
      left -= takeLayer(index, left, from: pool)
    }
  }

  /// Takes up to `quantity` from one layer and notes the piece; returns how much.
  private mutating func takeLayer(_ index: Int32, _ quantity: Int64, from pool: Int32) -> Int64 {
    let layer = arena.layers[Int(index)]
    let part = min(quantity, layer.quantityLeft)
    var value: Int64 = 0
    if rules[Int(pool)].method.isLayered {
      value = portion(layer.value, of: part, in: layer.quantityLeft)
      arena.layers[Int(index)].value = layer.value - value
      pools[Int(pool)].lastConsumed = UnitRatio(layer.value, over: layer.quantityLeft)
    }
    arena.layers[Int(index)].quantityLeft = layer.quantityLeft - part
    if part == layer.quantityLeft { arena.dequeue(index, from: &pools[Int(pool)]) }
    pieces.append(Piece(layer: index, quantity: part, value: value))
    return part
  }

  private func dearestLayer(in pool: Int32) -> Int32 {
    var best = pools[Int(pool)].head
    var index = best
    while index >= 0 {
      let layer = arena.layers[Int(index)]
      let dearest = arena.layers[Int(best)]
      if Int128(layer.value) * Int128(dearest.quantityLeft)
        > Int128(dearest.value) * Int128(layer.quantityLeft)
      {
        best = index
      }
      index = layer.next
    }
    return best
  }

  private func oldestLayer(of lot: Int32, in pool: Int32) -> Int32 {
    var index = pools[Int(pool)].head
    while index >= 0, arena.layers[Int(index)].lot != lot { index = arena.layers[Int(index)].next }
    return index
  }

  /// The value of stock that leaves an average pool. What goes back where it came from claims its
  /// own cost instead of the average, but never more than the pool has, and all of it with the last
  /// unit.
  private mutating func takeAverage(
    _ quantity: Int64, originPieces: Int, from pool: Int32
  ) -> Taken {
    if quantity == 0 { return Taken(value: 0, claim: 0, basis: .method) }
    let state = stockOfAverage(pool)
    pools[Int(pool)].lastConsumed = UnitRatio(state.value, over: state.quantity)
    var claim: Int64 = 0
    var rest = quantity
    for piece in pieces.prefix(originPieces) {
      let layer = arena.layers[Int(piece.layer)]
      claim += portion(layer.value, of: piece.quantity, in: layer.quantityIn)
      rest -= piece.quantity
    }
    claim += portion(state.value, of: rest, in: state.quantity)
    let value = quantity == state.quantity ? state.value : min(claim, state.value)
    spread(value)
    return Taken(value: value, claim: originPieces > 0 ? claim : value, basis: .method)
  }

  /// Gives the pieces their values: the total, in order, by quantity.
  private mutating func spread(_ total: Int64) {
    var value = total
    var quantity = pieces.reduce(0) { $0 + $1.quantity }
    for index in pieces.indices {
      let part = portion(value, of: pieces[index].quantity, in: quantity)
      pieces[index].value = part
      value -= part
      quantity -= pieces[index].quantity
    }
  }

  /// Writes the rows of what left. A supplier's credit other than the cost is cost variance; what a
  /// reversed receipt can no longer take from stock is cost of sales.
  mutating func postIssue(
    _ movement: StockMovement, quantity: Int64, taken: Taken, into output: inout CostingOutput
  ) {
    let isReturn = movement.linked != StockMovement.none || movement.kind == .supplierReturn
    let isCredited =
      isReturn && movement.kind != .issue && movement.kind != .customerReturn
      && rules[Int(movement.pool)].isOwned
    let credit =
      !isCredited
      ? taken.value
      : movement.priceState == .known
        ? movement.valueMinor : taken.claim
    post(
      movement, quantity: -quantity, value: -credit, role: movement.kind.role, basis: taken.basis,
      into: &output)
    if credit != taken.value {
      post(
        movement, quantity: 0, value: credit - taken.value, role: laterRole(of: movement),
        basis: taken.basis, isDifference: true, into: &output)
    }
  }

  /// Where costs go that reach a movement after it was valued.
  func laterRole(of movement: StockMovement) -> CounterRole {
    if movement.flags.contains(.reversal) { return .costOfSales }
    switch movement.kind {
    case .supplierReturn, .receipt, .opening: return .costVariance
    case .issue, .customerReturn, .transfer, .count, .scrap, .consumption, .output:
      return movement.kind.role
    }
  }

  /// Writes the consumptions of the current movement, links kept layers, notes shortages, and gives
  /// back layers that are used up.
  mutating func record(
    _ movement: StockMovement, role: CounterRole, into output: inout CostingOutput
  ) {
    for piece in pieces {
      let isStock = piece.layer >= 0
      let layer = isStock ? arena.layers[Int(piece.layer)] : nil
      output.consumptions.append(
        Consumption(
          movement: movement.ordinal, cause: movement.ordinal, pool: movement.pool,
          layer: layer?.number ?? StockMovement.none, origin: layer?.origin ?? StockMovement.none,
          date: movement.date, quantityMicros: piece.quantity, valueMinor: piece.value))
      if !isStock {
        shortages.append(
          Shortage(
            movement: movement.ordinal, day: movement.date.daysSince1970, kind: movement.kind,
            role: role, quantityLeft: piece.quantity, valueLeft: piece.value,
            target: piece.target), to: &pools[Int(movement.pool)])
        continue
      }
      link(
        piece.layer,
        Link(
          movement: movement.ordinal, kind: movement.kind, role: role, quantity: piece.quantity,
          target: piece.target))
      settle(piece.layer, of: movement.pool)
    }
  }

  /// Chains a link to a layer whose links are kept.
  mutating func link(_ layer: Int32, _ link: Link) {
    if arena.layers[Int(layer)].isKept { links.add(link, to: &arena.layers[Int(layer)]) }
  }

  /// Gives a layer's slot back when it is used up and nothing later names it.
  mutating func settle(_ layer: Int32, of pool: Int32) {
    if isPeriodic(pool) { return periodic.touch(layer) }
    if arena.layers[Int(layer)].quantityLeft == 0 { arena.release(layer) }
  }

  /// Since when the oldest of the current pieces was there.
  func oldestDay(of movement: StockMovement) -> Int32 {
    var oldest = movement.date.daysSince1970
    for piece in pieces where piece.layer >= 0 {
      oldest = min(oldest, arena.layers[Int(piece.layer)].ageDay)
    }
    return oldest
  }

  /// Remembers an issue that a later event names.
  mutating func name(_ movement: StockMovement, quantity: Int64, cost: Int64, ageDay: Int32) {
    names.set(NameTable.issue(Int32(issues.count)), for: movement.ordinal)
    issues.append(
      Issue(
        movement: movement.ordinal, pool: movement.pool, kind: movement.kind,
        role: movement.kind.role, laterRole: laterRole(of: movement), ageDay: ageDay,
        quantity: quantity, quantityLeft: quantity,
        costLeft: cost))
  }
}
