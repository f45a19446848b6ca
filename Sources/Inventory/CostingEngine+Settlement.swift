import AccountingValues

/// The end of an averaging period: what waited gets its cost.
///
/// The average is (opening + receipts with landed cost + transfers in + linked returns of earlier
/// deliveries + counts up) ÷ their quantity, after returns to suppliers took what their receipts cost.
/// Issues take round(total left × q ÷ quantity left) in event order, so that the last unit takes what
/// is left. What left below zero and was not covered in the period leaves at the same average (the last
/// one when nothing came in) and is trued up in the period that covers it, at that period's average.
///
///     opening 0 · buy 1 for 20.00 · buy 1 for 40.00 · sell 1 · buy 1 for 100.00 · sell 1
///     160.00 ÷ 3: sell 53.33, then round(106.67 × 1 ÷ 2) = 53.34, left 1 for 53.33
extension CostingEngine {
  /// Ends the averaging periods that a later day leaves behind.
  mutating func settleAverages(before date: CivilDate, into output: inout CostingOutput) {
    for averaging in PeriodicBooks.ending(before: date, after: lastDate) {
      settleAverages(averaging, into: &output)
    }
  }

  /// Ends all averaging periods.
  mutating func settleAverages(into output: inout CostingOutput) {
    for averaging in AveragingPeriod.allCases { settleAverages(averaging, into: &output) }
    releaseTouchedLayers()
  }

  private mutating func settleAverages(
    _ averaging: AveragingPeriod, into output: inout CostingOutput
  ) {
    if periodic[averaging].isEmpty { return }
    let book = periodic[averaging]
    periodic[averaging] = PeriodicBook()
    var unsettled = book.issues
    for pool in book.order {
      guard let waiting = book.pools[pool] else { continue }
      settleAverage(of: pool, waiting, returns: &unsettled, into: &output)
    }
    periodic.delivered = [:]
    // Ended orders whose components or products got another cost settle in the period that gave it.
    if production.hasPending { settleOrders(on: lastDate, cause: lastEvent, into: &output) }
    if AveragingPeriod.allCases.allSatisfy({ periodic[$0].isEmpty }) { releaseTouchedLayers() }
  }

  /// Gives used-up layers back that movements waited for.
  private mutating func releaseTouchedLayers() {
    for layer in periodic.takeTouched() where arena.layers[Int(layer)].quantityLeft == 0 {
      arena.release(layer)
    }
  }

  /// What is left of an averaging period while it is handed out.
  private struct Stock {
    var quantity: Int64
    var value: Int64
    /// The period's average, or the last one.
    var average: UnitRatio
  }

  private mutating func settleAverage(
    of pool: Int32, _ waiting: PeriodicBook.Pool, returns: inout [Int32: Int64],
    into output: inout CostingOutput
  ) {
    let state = pools[Int(pool)]
    let owed = shortages.total(of: state)
    var stock = Stock(
      quantity: state.quantity + owed.quantity + waiting.taken + waiting.covered
        - waiting.givenBack,
      value: state.value + owed.value + waiting.released, average: state.lastConsumed)
    // What goes back where it came from comes first; few do.
    var returned: [Int32: (take: PendingTake, claim: Int64)] = [:]
    for index in waiting.returned {
      guard case .take(var take) = waiting.entries[Int(index)] else { continue }
      let claim = takeOrigin(&take, from: &stock)
      returned[index] = (take, claim)
    }
    if stock.quantity > 0 {
      stock.average = UnitRatio(max(0, stock.value), over: stock.quantity)
      pools[Int(pool)].lastConsumed = stock.average
    }
    var last: (layer: Int32, cause: Cause)?
    for (index, entry) in waiting.entries.enumerated() {
      switch entry {
      case .take(let waiting):
        let (take, claim) = returned[Int32(index)] ?? (waiting, 0)
        settle(take, claim: claim, from: &stock, into: &output)
        if let piece = take.pieces.last(where: { $0.layer >= 0 }) {
          last = (piece.layer, Cause(settling: take.movement))
        }
      case .giveBack(let back):
        giveBack(back, to: &stock, returns: &returns, into: &output)
        last = (back.layer, Cause(settling: back.movement))
      case .cover(let cover):
        let cost = take(cover.quantity, from: &stock)
        write(cover, in: pool, cost: cost, into: &output)
        last = (cover.layer, cover.cause)
      }
    }
    clear(pool, last: last ?? periodic.delivered[pool], into: &output)
  }

  /// What goes back where it came from takes what that cost, never more than there is, and all of it
  /// with the last unit; returns what it would have cost.
  private func takeOrigin(_ take: inout PendingTake, from stock: inout Stock) -> Int64 {
    if take.originPieces == 0 { return 0 }
    let origin = take.pieces.prefix(take.originPieces)
    let claim = origin.reduce(Int64(0)) { sum, piece in
      let layer = arena.layers[Int(piece.layer)]
      return sum + portion(layer.value, of: piece.quantity, in: layer.quantityIn)
    }
    let quantity = origin.reduce(0) { $0 + $1.quantity }
    let value = quantity == stock.quantity ? stock.value : min(claim, stock.value)
    stock.quantity -= quantity
    stock.value -= value
    spread(value, over: 0..<take.originPieces, of: &take.pieces)
    return claim
  }

  /// Takes a quantity at the average; goods that come back later in the period may be taken before.
  private func take(_ quantity: Int64, from stock: inout Stock) -> Int64 {
    let inStock = min(quantity, max(0, stock.quantity))
    var cost = inStock > 0 ? portion(stock.value, of: inStock, in: stock.quantity) : 0
    if quantity > inStock { cost += value(of: quantity - inStock, at: stock.average) ?? 0 }
    stock.quantity -= quantity
    stock.value -= cost
    return cost
  }

  private mutating func settle(
    _ pending: PendingTake, claim: Int64, from stock: inout Stock,
    into output: inout CostingOutput
  ) {
    var pending = pending
    let movement = pending.movement
    let isShort = pending.pieces.last?.layer == Layer.none
    let covered = pending.originPieces..<(pending.pieces.count - (isShort ? 1 : 0))
    let origin = pending.pieces.prefix(pending.originPieces).reduce(0) { $0 + $1.value }
    let rest = take(covered.reduce(0) { $0 + pending.pieces[$1].quantity }, from: &stock)
    spread(rest, over: covered, of: &pending.pieces)
    var taken = Taken(
      value: origin + rest, claim: (pending.originPieces > 0 ? claim : origin) + rest,
      basis: .method)
    pieces = pending.pieces
    pools[Int(pending.pool)].value -= taken.value
    if isShort, let short = pieces.popLast() {
      takeBelowZero(
        movement, short.quantity, from: pending.pool, taken: &taken, into: &output)
      pieces[pieces.count - 1].target = short.target
    }
    if movement.kind == .transfer {
      deliver(movement, quantity: pending.quantity, taken: taken, into: &output)
      record(movement, role: .transfer, into: &output)
    } else {
      postIssue(movement, quantity: pending.quantity, taken: taken, into: &output)
      record(movement, role: laterRole(of: movement), into: &output)
      if let issue = names.issue(of: movement.ordinal) {
        issues[Int(issue)].costLeft += taken.value
      }
    }
    fulfil(movement, estimate: pending.estimate, into: &output)
  }

  /// Gives an order the cost of a component it waited for.
  private mutating func fulfil(
    _ movement: StockMovement, estimate: Int64, into output: inout CostingOutput
  ) {
    guard movement.kind == .consumption, movement.order >= 0 else { return }
    production.fulfil(movement.order, estimate: estimate)
    if production.hasPending {
      settleOrders(on: movement.date, cause: movement.ordinal, into: &output)
    }
  }

  /// Gives the receiver of a transfer its value.
  private mutating func deliver(
    _ movement: StockMovement, quantity: Int64, taken: Taken, into output: inout CostingOutput
  ) {
    post(
      movement, quantity: -quantity, value: -taken.value, role: .transfer, basis: taken.basis,
      into: &output)
    pools[Int(movement.toPool)].quantity -= quantity
    _ = add(
      movement, to: movement.toPool, quantity: quantity, value: taken.value, worth: taken.value,
      role: .transfer, basis: taken.basis, into: &output)
    for piece in pieces {
      arena.layers[Int(piece.target)].value += piece.value
      periodic.delivered[movement.toPool] = (piece.target, Cause(settling: movement))
    }
  }

  private mutating func giveBack(
    _ back: PendingReturn, to stock: inout Stock, returns: inout [Int32: Int64],
    into output: inout CostingOutput
  ) {
    let (movement, index) = (back.movement, Int(back.issue))
    let waiting = returns[back.issue] ?? back.quantity
    let original = portion(
      issues[index].costLeft, of: back.quantity, in: issues[index].quantityLeft + waiting)
    returns[back.issue] = waiting - back.quantity
    issues[index].costLeft -= original
    let cost = costOfReturn(movement, back.quantity, original: original)
    pools[Int(movement.pool)].quantity -= back.quantity
    let value = add(
      movement, to: movement.pool, quantity: back.quantity, value: cost.value,
      worth: worth(of: back.quantity, of: movement, cost: cost.value), role: issues[index].role,
      basis: cost.basis,
      into: &output)
    arena.layers[Int(back.layer)].value += value
    addReturn(back.layer, to: index)
    stock.quantity += back.quantity
    stock.value += value
    fulfil(movement, estimate: back.estimate, into: &output)
  }

  /// No units have no value, and no stock has less than none; the rest is cost variance. A pool has
  /// such a rest too when all it was sent has left at an average so far that was not the last one.
  private mutating func clear(
    _ pool: Int32, last: (layer: Int32, cause: Cause)?, into output: inout CostingOutput
  ) {
    let stock = stockOfAverage(pool)
    let rest = stock.quantity == 0 ? stock.value : min(0, stock.value)
    if rest == 0 { return }
    guard let last else { accountingFault("pool \(pool) has \(rest) left of nothing") }
    expense(rest, of: last.layer, cause: last.cause, into: &output)
  }

  /// Gives pieces their values: the total, in order, by quantity.
  private func spread(_ total: Int64, over range: Range<Int>, of pieces: inout [Piece]) {
    var value = total
    var quantity = range.reduce(0) { $0 + pieces[$1].quantity }
    for index in range {
      let part = portion(value, of: pieces[index].quantity, in: quantity)
      pieces[index].value = part
      value -= part
      quantity -= pieces[index].quantity
    }
  }
}

extension Cause {
  /// The last movement of a pool that a period valued, for what its cents leave over.
  fileprivate init(settling movement: StockMovement) {
    self.init(event: movement.ordinal, date: movement.date, reason: .movement)
  }
}
