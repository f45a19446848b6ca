import AccountingValues

/// Production orders: components in at cost, outputs out of work in progress, the rest settled.
///
/// An output takes round(its share of the cost so far × q ÷ max(q, planned and not yet made)). When the
/// order ends it absorbs labour and overhead, and its outputs take what is left, by quantity, as late
/// cost: what is on hand rises, what was sold is cost of sales, what was used further is cost of the
/// order that used it, and so on. Cost that reaches the order later goes the same way at once.
///
///     components 100.00, planned 10
///     output 4      round(100.00 × 4 ÷ 10) = 40.00        work in progress 60.00
///     components  30.00                                   work in progress 90.00
///     output 6      all that is left       = 90.00        work in progress  0.00
///     completed, labour 20.00: 8.00 to the first four, 12.00 to the last six
///
/// Several outputs share by their weights: each may take up to its share of all cost. An output at
/// standard cost, in a pool at standard or of another method, takes its standard, the rest is production
/// variance; so is the cost of an order that ends without any output. An output for which nothing is left, because its components are not there
/// yet or more was made than planned, comes in by the missing-price chain as goods below zero do, and
/// the settlement corrects it.
///
/// Components of a periodic average have no cost before their period ends. Until then outputs reckon
/// with the average so far, and an order that ends is settled with its components.
extension CostingEngine {
  /// Adds production orders; they get the next numbers.
  public mutating func addOrders(_ more: [ProductionOrder]) {
    production.orders.append(contentsOf: more.map { OrderBook($0) })
  }

  /// What stands in work in progress, by order.
  public var workInProgress: [Int64] { production.orders.map(\.left) }

  /// Ends an order.
  public mutating func apply(
    _ completion: ProductionCompletion, into output: inout CostingOutput
  ) {
    advance(to: completion.ordinal, on: completion.date, into: &output)
    let order = Int(completion.order)
    for (kind, value) in [
      (ProductionRow.Kind.labour, completion.labourMinor), (.overhead, completion.overheadMinor),
    ] where value != 0 {
      production.orders[order].charged += value
      production.orders[order].isCharged = true
      write(
        kind, value, of: completion.order,
        cause: Cause(event: completion.ordinal, date: completion.date, reason: .settlement),
        into: &output)
    }
    production.orders[order].isCompleted = true
    production.await(completion.order)
    settleOrders(on: completion.date, cause: completion.ordinal, into: &output)
  }

  /// The value of an output of an order; `nil` for anything else, and where the order knows none.
  func outputCost(of movement: StockMovement) -> (value: Int64, basis: CostBasis)? {
    let rules = rules[Int(movement.pool)]
    guard movement.kind == .output, movement.order >= 0, rules.isOwned else { return nil }
    let quantity = movement.quantityMicros
    if rules.method == .standard, rules.standardCostMicros != nil {
      return (standardChange(in: movement.pool, by: quantity), .standard)
    }
    guard movement.priceState == .missing else { return nil }
    if rules.takesOutputAtStandard, rules.method != .standard {
      return standardValue(of: quantity, in: movement.pool).map { ($0, .standard) }
    }
    let order = production.orders[Int(movement.order)]
    let output = Int(movement.output)
    if order.isCompleted, order.received[output] > 0, order.taken[output] > 0,
      let value = extrapolated(order.taken[output], to: quantity, from: order.received[output])
    {
      return (value, .workInProgress)
    }
    let charged = order.charged + production.expected(by: movement.order)
    if order.order.outputs[output].share == 0, order.isCharged || charged != 0 {
      return (0, .workInProgress)
    }
    let share = split(charged, over: order.order.outputs.map(\.share))[output]
    let available = share - order.taken[output]
    guard available > 0 else { return nil }
    let planned = order.order.outputs[output].plannedMicros - order.received[output]
    return (portion(available, of: quantity, in: max(quantity, planned)), .workInProgress)
  }

  /// How often one event may come round to an order before what is left is variance.
  private static var largestRounds: Int { 32 }

  /// Gives the outputs of ended orders what they have not taken, until nothing is left anywhere.
  mutating func settleOrders(
    on date: CivilDate, cause event: Int32, into output: inout CostingOutput
  ) {
    var rounds: [Int32: Int] = [:]
    while let order = production.next() {
      if production.isWaiting(order) { continue }
      let book = production.orders[Int(order)]
      if book.left == 0, !isUneven(book) { continue }
      let cause = Cause(event: event, date: date, reason: .settlement)
      guard book.isCharged, book.hasOutput else {
        settleOneSided(order, cause: cause, into: &output)
        continue
      }
      rounds[order, default: 0] += 1
      if rounds[order, default: 0] > Self.largestRounds {
        leave(book.left, of: order, output: 0, cause: cause, into: &output)
      } else {
        settle(order, cause: cause, into: &output)
      }
    }
  }

  /// Whether outputs of one order have taken other shares than are theirs.
  private func isUneven(_ book: OrderBook) -> Bool {
    book.isCharged && book.hasOutput && (book.expensed != 0 || targets(of: book) != book.taken)
  }

  /// What each output should have taken of all cost; outputs that made nothing take nothing.
  private func targets(of book: OrderBook) -> [Int64] {
    var weights = zip(book.order.outputs, book.received).map { $1 > 0 ? $0.share : 0 }
    if weights.allSatisfy({ $0 == 0 }) { weights = book.received.map { max(0, $0) } }
    return split(book.charged, over: weights)
  }

  /// Cost of an order that made nothing is variance. What was made of nothing is no gain: it stays
  /// below zero in work in progress until its components are known.
  private mutating func settleOneSided(
    _ order: Int32, cause: Cause, into output: inout CostingOutput
  ) {
    let book = production.orders[Int(order)]
    report(
      book.hasOutput ? .orderWithoutCost : .orderWithoutOutput, book, cause: cause, into: &output)
    if book.hasOutput { return }
    production.orders[Int(order)].expensed += book.left
    write(.variance, -book.left, of: order, cause: cause, into: &output)
  }

  private mutating func settle(_ order: Int32, cause: Cause, into output: inout CostingOutput) {
    let expensed = production.orders[Int(order)].expensed
    if expensed != 0 {
      production.orders[Int(order)].expensed = 0
      write(.variance, expensed, of: order, cause: cause, into: &output)
    }
    let book = production.orders[Int(order)]
    for (line, target) in targets(of: book).enumerated() {
      settle(target - book.taken[line], of: order, output: line, cause: cause, into: &output)
    }
  }

  private mutating func settle(
    _ value: Int64, of order: Int32, output line: Int, cause: Cause,
    into output: inout CostingOutput
  ) {
    if value == 0 { return }
    let layers = production.orders[Int(order)].layers[line]
    if layers.isEmpty { return leave(value, of: order, output: line, cause: cause, into: &output) }
    let quantities = layers.map { quantityMade(of: $0) }
    for (index, share) in zip(layers, split(value, over: quantities)) where share != 0 {
      let layer = arena.layers[Int(index)]
      let rules = rules[Int(layer.pool)]
      if rules.takesOutputAtStandard || !rules.isOwned {
        leave(share, of: order, output: line, cause: cause, into: &output)
        continue
      }
      correct(
        layer.origin, kind: .output, pool: layer.pool, by: share, role: .workInProgress,
        cause: cause, into: &output)
      flow.begin()
      flow.push(layer: index, share: share, via: layer.origin)
      drain(cause: cause, into: &output)
    }
  }

  /// What came in with a layer and was not taken back into production.
  private func quantityMade(of layer: Int32) -> Int64 {
    var quantity = arena.layers[Int(layer)].quantityIn
    var next = arena.layers[Int(layer)].firstLink
    while next >= 0 {
      if links[Int(next)].kind == .output { quantity -= links[Int(next)].quantity }
      next = links[Int(next)].next
    }
    return max(0, quantity)
  }

  /// Takes a part of an order's cost that an output cannot carry out of work in progress.
  private mutating func leave(
    _ value: Int64, of order: Int32, output line: Int, cause: Cause,
    into output: inout CostingOutput
  ) {
    if value == 0 { return }
    production.orders[Int(order)].taken[line] += value
    write(.variance, -value, of: order, cause: cause, into: &output)
  }

  private func write(
    _ kind: ProductionRow.Kind, _ value: Int64, of order: Int32, cause: Cause,
    into output: inout CostingOutput
  ) {
    output.production.append(
      ProductionRow(
        order: order, cause: cause.event, date: cause.date, kind: kind, valueMinor: value))
  }

  private func report(
    _ problem: CostingFinding.Problem, _ book: OrderBook, cause: Cause,
    into output: inout CostingOutput
  ) {
    let layer = book.layers.joined().first
    output.findings.append(
      CostingFinding(
        problem: problem, event: cause.event,
        pool: layer.map { arena.layers[Int($0)].pool } ?? StockMovement.none,
        quantityMicros: book.received.reduce(0, +), valueMinor: book.left))
  }
}
