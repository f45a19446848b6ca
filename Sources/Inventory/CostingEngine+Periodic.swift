import AccountingValues

/// Periodic average: what leaves waits for the end of a day, week or fiscal period.
///
/// What comes in is worth what it costs at once. What goes out takes its quantities from the layers at
/// once, oldest first, and gets its cost when the period ends (`CostingEngine+Settlement`):
///
///     opening  1 for 20.00
///     buy      1 for 40.00
///     sell     1                           the period's average is 60.00 ÷ 2 = 30.00
///     ends     1 for 30.00
///
/// Goods sent on to another pool of the same kind of period wait for the sender's average; a pool
/// comes after those it needs. A transfer that closes a circle of such needs cannot wait: it leaves at
/// the sender's average so far, with what is still on the way to the sender at its senders' averages
/// so far. So does what goes to a pool of another method.
///
/// A customer's return in the period of its delivery is neither a purchase nor part of the average: it
/// brings back what the delivery took, in its place.
extension CostingEngine {
  /// Whether what leaves a pool waits for an average.
  func isPeriodic(_ pool: Int32) -> Bool {
    let rules = rules[Int(pool)]
    return rules.method == .periodicAverage && rules.isOwned
  }

  /// Takes quantities now, and the cost when the period ends.
  mutating func takeLater(_ movement: StockMovement, _ quantity: Int64) {
    let pool = movement.pool
    let feedsOrder = movement.kind == .consumption && movement.order >= 0
    let estimate = feedsOrder ? value(of: quantity, at: averageSoFar(of: pool)) ?? 0 : 0
    var take = takeQuantity(movement, quantity, from: pool)
    if movement.flags.contains(.named) {
      periodic[rules[Int(pool)].averaging].wait(for: Int32(issues.count))
      name(movement, quantity: quantity, cost: 0, ageDay: oldestDay(of: movement))
    }
    if feedsOrder {
      take.estimate = estimate
      production.expect(movement.order, estimate: estimate)
      periodic[rules[Int(pool)].averaging].add(
        take, pieces, to: waitingOutputs(of: movement))
    } else {
      periodic[rules[Int(pool)].averaging].add(take, pieces)
    }
  }

  /// Whether what leaves can wait for its pool's average: always, but for a component of an order
  /// whose outputs it is made of itself.
  func takesLater(_ movement: StockMovement) -> Bool {
    guard isPeriodic(movement.pool) else { return false }
    return movement.kind != .consumption || movement.order < 0
      || outputPools(of: movement.order).allSatisfy {
        !isPeriodic($0)
          || !periodic[rules[Int($0)].averaging].needs(movement.pool, averageOf: $0)
      }
  }

  /// The pools of an order's outputs that can wait for a component.
  private func waitingOutputs(of movement: StockMovement) -> Set<Int32> {
    outputPools(of: movement.order).filter {
      isPeriodic($0) && rules[Int($0)].averaging == rules[Int(movement.pool)].averaging
    }
  }

  private func outputPools(of order: Int32) -> Set<Int32> {
    Set(production.orders[Int(order)].layers.joined().map { arena.layers[Int($0)].pool })
  }

  /// Lets an output's average wait for the cost of its components.
  mutating func awaitComponents(of output: StockMovement) {
    guard isPeriodic(output.pool) else { return }
    periodic[rules[Int(output.pool)].averaging].awaitComponents(
      of: output.order, in: output.pool)
  }

  /// Takes quantities from the layers: fills `pieces`.
  private mutating func takeQuantity(
    _ movement: StockMovement, _ quantity: Int64, from pool: Int32
  ) -> PendingTake {
    pieces.removeAll(keepingCapacity: true)
    let inStock = min(quantity, max(0, pools[Int(pool)].quantity))
    var left = inStock
    if movement.linked != StockMovement.none {
      left = takeLayers(stemmingFrom: movement.linked, left, from: pool)
    }
    let originPieces = pieces.count
    takeLayers(left, from: pool, method: .periodicAverage, for: movement)
    if quantity > inStock {
      pieces.append(Piece(layer: Layer.none, quantity: quantity - inStock, value: 0))
    }
    pools[Int(pool)].quantity -= quantity
    return PendingTake(
      movement: movement, pool: pool, quantity: quantity, originPieces: originPieces)
  }

  /// Whether a transfer can wait for its sender's average.
  func carriesLater(_ movement: StockMovement) -> Bool {
    isPeriodic(movement.pool) && isPeriodic(movement.toPool)
      && canWait(movement.toPool, for: movement.pool)
  }

  private func canWait(_ pool: Int32, for other: Int32) -> Bool {
    let averaging = rules[Int(pool)].averaging
    return rules[Int(other)].averaging == averaging
      && !periodic[averaging].needs(other, averageOf: pool)
  }

  /// Carries quantities now, and the cost when the period ends.
  mutating func carryLater(_ movement: StockMovement, _ quantity: Int64) {
    let averaging = rules[Int(movement.pool)].averaging
    let average = averageSoFar(of: movement.pool)
    var take = takeQuantity(movement, quantity, from: movement.pool)
    take.estimate = value(of: quantity, at: average) ?? 0
    for index in pieces.indices { pieces[index].target = carry(movement, pieces[index]) }
    let carried = pieces
    pools[Int(movement.toPool)].quantity += quantity
    periodic[averaging].add(take, carried, to: movement.toPool)
    for piece in carried {
      coverQuantities(of: movement.toPool, with: piece.target, cause: Cause(of: movement))
    }
  }

  /// Takes goods back into the period of their delivery; false when the return does not wait.
  mutating func takesBackLater(
    _ movement: StockMovement, _ quantity: Int64, of issue: Int32
  ) -> Bool {
    let sender = issues[Int(issue)].pool
    guard isPending(issue), isPeriodic(movement.pool),
      movement.pool == sender || canWait(movement.pool, for: sender)
    else { return false }
    let feedsOrder = movement.kind == .consumption && movement.order >= 0
    let estimate = feedsOrder ? -costToReturn(quantity, of: issue) : 0
    if feedsOrder { production.expect(movement.order, estimate: estimate) }
    issues[Int(issue)].quantityLeft -= quantity
    let layer = Layer(
      pool: movement.pool, origin: movement.ordinal, quantityIn: quantity, quantityLeft: quantity,
      value: 0, queueDay: movement.date.daysSince1970, ageDay: issues[Int(issue)].ageDay,
      firstLink: Layer.none, lot: movement.lot, number: arena.takeNumber())
    let index = arena.insert(layer, into: &pools[Int(movement.pool)])
    if movement.flags.contains(.named) { names.set(NameTable.layer(index), for: movement.ordinal) }
    pools[Int(movement.pool)].quantity += quantity
    periodic[rules[Int(movement.pool)].averaging].add(
      PendingReturn(
        movement: movement, quantity: quantity, issue: issue, layer: index, estimate: estimate),
      from: sender)
    coverQuantities(of: movement.pool, with: index, cause: Cause(of: movement))
    return true
  }

  /// Whether a movement's cost waits for the end of its period.
  func isPending(_ issue: Int32) -> Bool {
    let pool = issues[Int(issue)].pool
    return isPeriodic(pool) && periodic[rules[Int(pool)].averaging].isWaiting(issue: issue)
  }

  /// What a part of an issue cost, of what has not come back; at the average so far when it waits.
  func costToReturn(_ quantity: Int64, of index: Int32) -> Int64 {
    let issue = issues[Int(index)]
    if isPending(index) { return value(of: quantity, at: averageSoFar(of: issue.pool)) ?? 0 }
    return portion(issue.costLeft, of: quantity, in: issue.quantityLeft)
  }

  /// Lets a layer cover what left before anything was there, as far as quantities go.
  private mutating func coverQuantities(of pool: Int32, with layer: Int32, cause: Cause) {
    var nothing = CostingOutput()
    cover(pool, with: layer, cause: cause, into: &nothing)
    settle(layer, of: pool)
  }

  /// Lets a layer cover movements of the same period.
  mutating func coverPending(of pool: Int32, with layer: Int32) {
    let left = arena.layers[Int(layer)].quantityLeft
    if left == 0 { return }
    let covered = periodic[rules[Int(pool)].averaging].coverShort(
      in: pool, with: layer, quantity: left)
    arena.layers[Int(layer)].quantityLeft -= covered
    if covered == left { arena.dequeue(layer, from: &pools[Int(pool)]) }
  }

  /// The units and the value that an average is formed of, without what is below zero. For a periodic
  /// average, all that the period has had so far.
  func stockOfAverage(_ pool: Int32) -> (quantity: Int64, value: Int64) {
    let state = pools[Int(pool)]
    let owed = shortages.total(of: state)
    let (quantity, value) = (state.quantity + owed.quantity, state.value + owed.value)
    guard isPeriodic(pool) else { return (quantity, value) }
    let waiting = periodic[rules[Int(pool)].averaging][pool]
    return (
      quantity + waiting.taken + waiting.covered - waiting.givenBack,
      value + waiting.released + waiting.estimatedIn
    )
  }

  /// The average of all that came in so far, else the last one.
  func averageSoFar(of pool: Int32) -> UnitRatio {
    let stock = stockOfAverage(pool)
    return stock.quantity > 0
      ? UnitRatio(max(0, stock.value), over: stock.quantity) : pools[Int(pool)].lastConsumed
  }

  /// The units of a layer whose cost is still the pool's: those on hand, and those whose takers wait.
  func quantityOpen(of index: Int32) -> Int64 {
    let layer = arena.layers[Int(index)]
    guard isPeriodic(layer.pool), layer.isKept else { return layer.quantityLeft }
    var quantity = layer.quantityIn
    var next = layer.firstLink
    while next >= 0 {
      quantity -= links[Int(next)].quantity
      next = links[Int(next)].next
    }
    return quantity
  }
}
