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
    var book = PeriodicBook()
    swap(&book, &periodic[averaging])
    let order = book.order
    book.group(order)
    for pool in order where book.knows(pool) { settleAverage(of: pool, in: &book, into: &output) }
    periodic.delivered = [:]
    // Ended orders whose components or products got another cost settle in the period that gave it.
    if production.hasPending { settleOrders(on: lastDate, cause: lastEvent, into: &output) }
    if AveragingPeriod.allCases.allSatisfy({ periodic[$0].isEmpty }) { releaseTouchedLayers() }
    if periodic[averaging].isUntouched {
      book.removeAll()
      swap(&book, &periodic[averaging])
    }
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
    of pool: Int32, in book: inout PeriodicBook, into output: inout CostingOutput
  ) {
    let state = pools[Int(pool)]
    let waiting = book[pool]
    let owed = shortages.total(of: state)
    var stock = Stock(
      quantity: state.quantity + owed.quantity + waiting.taken + waiting.covered
        - waiting.givenBack,
      value: state.value + owed.value + waiting.released, average: state.lastConsumed)
    // What goes back where it came from comes first; few do.
    if waiting.hasReturns {
      for place in book.places(of: pool) { takeOrigin(at: place, in: &book, from: &stock) }
    }
    if stock.quantity > 0 {
      stock.average = UnitRatio(max(0, stock.value), over: stock.quantity)
      pools[Int(pool)].lastConsumed = stock.average
    }
    var last: (layer: Int32, cause: Cause)?
    for place in book.places(of: pool) {
      arena.layers.prefetch(Int(book.prefetch(from: place)))
      switch book.entry(at: place) {
      case .take(let take):
        book.read(take, into: &pieces)
        if let piece = pieces.last(where: { $0.layer >= 0 }) {
          last = (piece.layer, Cause(settling: take.movement))
        }
        settle(take, from: &stock, into: &output)
      case .giveBack(let back):
        giveBack(back, to: &stock, in: &book, into: &output)
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
  /// with the last unit; it claims what it would have cost.
  private func takeOrigin(at place: Int, in book: inout PeriodicBook, from stock: inout Stock) {
    guard case .take(let take) = book.entry(at: place), take.originPieces > 0 else { return }
    let origin = book.pieces(of: take).prefix(Int(take.originPieces))
    let claim = origin.reduce(Int64(0)) { sum, piece in
      let layer = arena.layers[Int(piece.layer)]
      return sum + portion(layer.value, of: piece.quantity, in: layer.quantityIn)
    }
    let quantity = origin.reduce(0) { $0 + $1.quantity }
    let value = quantity == stock.quantity ? stock.value : min(claim, stock.value)
    stock.quantity -= quantity
    stock.value -= value
    book.settleOrigin(at: place, value: value, claim: claim)
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

  /// Gives a movement, whose pieces are the current ones, its cost.
  private mutating func settle(
    _ pending: PendingTake, from stock: inout Stock, into output: inout CostingOutput
  ) {
    let movement = pending.movement
    let isShort = pieces.last?.layer == Layer.none
    let origins = Int(pending.originPieces)
    var origin: Int64 = 0
    for index in 0..<origins { origin += pieces[index].value }
    let covered = origins..<(pieces.count - (isShort ? 1 : 0))
    var quantity: Int64 = 0
    for index in covered { quantity += pieces[index].quantity }
    let rest = take(quantity, from: &stock)
    spread(rest, quantity, over: covered)
    var taken = Taken(
      value: origin + rest, claim: (origins > 0 ? pending.claim : origin) + rest, basis: .method)
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
    _ back: PendingReturn, to stock: inout Stock, in book: inout PeriodicBook,
    into output: inout CostingOutput
  ) {
    let (movement, index) = (back.movement, Int(back.issue))
    let waiting = book.settleReturn(back.quantity, of: back.issue)
    let original = portion(
      issues[index].costLeft, of: back.quantity, in: issues[index].quantityLeft + waiting)
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
  private mutating func spread(_ total: Int64, _ whole: Int64, over range: Range<Int>) {
    var value = total
    var quantity = whole
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
