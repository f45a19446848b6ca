import AccountingValues

/// Negative stock under `allow`, and what covers it.
///
/// What leaves below zero leaves at the unit cost of the last layer consumed (averages: the last
/// average; else the missing-price chain) and stays behind as a negative layer. Whatever comes in
/// covers the oldest one first: it takes the covering layer's cost, gives back
/// round(provisional left × q ÷ quantity left), and the difference is a correction of the movement
/// that went below zero, dated on the cover, that follows its links.
///
///     before    nothing, last consumed at 20.00
///     issue 10  provisional 200.00               −10 for −200.00
///     receipt 25 for 750.00: 10 cost 300.00, so 100.00 more to cost of sales
///     after     15 for 450.00
///
/// Under `standard` value always follows the standard; only the quantities are linked.
extension CostingEngine {
  /// Takes what stock does not have: one more piece, without a layer, at a provisional cost.
  mutating func takeBelowZero(
    _ movement: StockMovement, _ quantity: Int64, from pool: Int32, taken: inout Taken,
    into output: inout CostingOutput
  ) {
    if rules[Int(pool)].method == .standard {
      pieces.append(Piece(layer: Layer.none, quantity: quantity, value: 0))
      return
    }
    let (value, basis) = issueCostWithoutStock(quantity, in: pool)
    if basis == .none {
      report(.shortageWithoutCost, movement, quantity: quantity, into: &output)
    }
    pieces.append(Piece(layer: Layer.none, quantity: quantity, value: value))
    pools[Int(pool)].value -= value
    taken.value += value
    taken.claim += value
    taken.basis = basis
  }

  /// Lets a new layer cover a pool's negative layers, oldest first.
  mutating func cover(
    _ pool: Int32, with layer: Int32, cause: Cause, into output: inout CostingOutput
  ) {
    while pools[Int(pool)].firstShortage >= 0, arena.layers[Int(layer)].quantityLeft > 0 {
      coverOldest(of: pool, with: layer, cause: cause, into: &output)
    }
    if isPeriodic(pool) { coverPending(of: pool, with: layer) }
  }

  private mutating func coverOldest(
    of pool: Int32, with layer: Int32, cause: Cause, into output: inout CostingOutput
  ) {
    let index = pools[Int(pool)].firstShortage
    let shortage = shortages[index]
    let quantity = min(shortage.quantityLeft, arena.layers[Int(layer)].quantityLeft)
    let released = portion(shortage.valueLeft, of: quantity, in: shortage.quantityLeft)
    let isLater = isPeriodic(pool)
    let cost = isLater ? 0 : coveringCost(quantity, of: layer, in: pool, released: released)
    shortages.coverFirst(of: &pools[Int(pool)], quantity: quantity, value: released)
    arena.layers[Int(layer)].quantityLeft -= quantity
    if arena.layers[Int(layer)].quantityLeft == 0 {
      arena.dequeue(layer, from: &pools[Int(pool)])
    }
    let cover = Cover(
      shortage: shortage, layer: layer, quantity: quantity, released: released, cause: cause)
    if isLater {
      periodic[rules[Int(pool)].averaging].add(cover, in: pool)
    } else {
      write(cover, in: pool, cost: cost, into: &output)
    }
  }

  /// Gives the movement that went below zero the cost of what covers it.
  mutating func write(
    _ cover: Cover, in pool: Int32, cost: Int64, into output: inout CostingOutput
  ) {
    let (shortage, layer, quantity) = (cover.shortage, cover.layer, cover.quantity)
    let (released, cause) = (cover.released, cover.cause)
    writeCover(
      of: shortage, in: pool, by: layer, quantity: quantity, released: released, cost: cost,
      cause: cause, into: &output)
    link(
      layer,
      Link(
        movement: shortage.movement, kind: shortage.kind, role: shortage.role,
        quantity: quantity, target: shortage.target))
    // The stock pays the difference; the movement that went below zero, and all that came of it,
    // carries it.
    correct(
      shortage.movement, kind: shortage.kind, pool: pool, by: released - cost,
      role: shortage.role, cause: cause, into: &output)
    flow.begin()
    forward(
      cost - released, to: shortage.movement, target: shortage.target, cause: cause, into: &output)
    drain(cause: cause, into: &output)
  }

  /// What a quantity of the covering layer costs.
  private mutating func coveringCost(
    _ quantity: Int64, of layer: Int32, in pool: Int32, released: Int64
  ) -> Int64 {
    switch rules[Int(pool)].method {
    case .fifo, .lifo, .hifo, .specific:
      let from = arena.layers[Int(layer)]
      let cost = portion(from.value, of: quantity, in: from.quantityLeft)
      arena.layers[Int(layer)].value -= cost
      pools[Int(pool)].lastConsumed = UnitRatio(from.value, over: from.quantityLeft)
      return cost
    case .movingAverage, .periodicAverage:
      // The stock that came in is the pool plus what the negative layers owe it.
      let owed = shortages.total(of: pools[Int(pool)])
      let stock = UnitRatio(
        pools[Int(pool)].value + owed.value, over: pools[Int(pool)].quantity + owed.quantity)
      pools[Int(pool)].lastConsumed = stock
      return portion(stock.valueMinor, of: quantity, in: stock.quantityMicros)
    case .standard:
      return released
    }
  }

  /// Takes the provisional consumption back and names the layer that covers it.
  private func writeCover(
    of shortage: Shortage, in pool: Int32, by layer: Int32, quantity: Int64, released: Int64,
    cost: Int64, cause: Cause, into output: inout CostingOutput
  ) {
    let covering = arena.layers[Int(layer)]
    output.consumptions.append(
      Consumption(
        movement: shortage.movement, cause: cause.event, pool: pool, layer: StockMovement.none,
        origin: StockMovement.none, date: cause.date, quantityMicros: -quantity,
        valueMinor: -released))
    output.consumptions.append(
      Consumption(
        movement: shortage.movement, cause: cause.event, pool: pool, layer: covering.number,
        origin: covering.origin, date: cause.date, quantityMicros: quantity, valueMinor: cost))
  }
}
