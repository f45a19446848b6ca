import AccountingValues
import Extraction
import Inventory
import Subledgers

/// Cost layers of the open span: movements, standards and late costs in one order through the engine.
struct CostingStep {
  /// An event of the engine with what led to it; its position is its number in the run.
  enum Cause {
    /// A stock event, by position in the intake.
    case movement(Int32)
    /// A bill that differs from its receipt, by position of the match.
    case lateCost(match: Int32)
    /// What a later bill adds to other units of its line, by position of the share.
    case freeUnits(share: Int32)
    /// A receipt's share of a charge, by position of the share.
    case landedCost(share: Int32)
    /// The end of a production order.
    case completion(order: Int32)
    /// A new standard of a pool and its first day.
    case standard(pool: Int32, from: CivilDate)
    /// New costing rules of a pool, by position.
    case rules(change: Int32)
    /// What re-costing closed periods moves, by position.
    case restatement(Int32)

    var isMovement: Bool {
      if case .movement = self { true } else { false }
    }
  }

  let scope: CloseScope
  let intake: StockIntake
  let masters: MasterData
  /// Base value per stock event, minor units; `nil` where no document states one.
  let values: StockAmounts
  /// What documents say of receipts whose movement states no value, by stock event.
  let prices: ReceiptPrices.Prices
  let received: GoodsReceivedNotInvoiced?
  let purchaseEvents: Pages<PurchaseEvent>
  let billedLines: BilledLines
  /// Charges by receipt.
  let landed: LandedCosts.Allotment
  /// Production orders, and what each movement is to its order.
  let production: ProductionIntake
  /// What goods from companies of the group cost the group, by stock event: for costing the stock as
  /// the group does. Empty for the company's own books.
  var groupValues: [Int32: Int64] = [:]
  /// Layers that movements take where the dearest would leave first, by the engine's number: those that
  /// they took in the company's own books. Empty for these.
  var prescribed: [Int32: [Int32]] = [:]
  /// What components of kits that came back damaged are worth at most, by stock event.
  var damagedParts: [Int32: Int64] = [:]
  /// What lines with free units share.
  var free = FreeUnits()
  /// What came late comes first on the days on which closed periods are restated.
  var late: LateOrder?
  /// What re-costing closed periods moves.
  var restatements: [RestatementEvent] = []

  /// What the engine made, and how its numbers lead back.
  struct Result {
    var output: CostingOutput
    var layers: [ClosingLayer]
    /// Layers with anything left at the end of each open period.
    var layersByPeriod: [Int32: KeptLayers]
    /// By number of the event.
    var causes: CauseList
    /// The engine's number of each stock event.
    var ordinals: Pages<Int32>
    var state: CostingState
    /// Quantity and value of every pool at the end of each open period.
    var closing: [(quantityMicros: Int64, valueMinor: Int64)]
    /// The number of the first event of this run.
    var firstNumber: Int32
    /// What stands in work in progress, by production order.
    var workInProgress: [Int64] = []
    /// What lines with free units share.
    var free = FreeUnits()
  }

  private static let runLength = 4096

  /// Costs the open span, proving conservation at every period's end.
  ///
  /// What a kit that came back damaged is worth is shared by what its components cost, which the engine
  /// knows: so it runs until the shares are those of its costs. Every round settles at least the next
  /// such return in event order, since what its components cost depends on earlier events alone.
  mutating func run(opening: CostingState?) -> Result {
    var result = costed(opening: opening)
    for _ in intake.kits.damaged {
      let shares = intake.kits.shares(by: result)
      if shares == damagedParts { break }
      damagedParts = shares
      result = costed(opening: opening)
    }
    return result
  }

  private mutating func costed(opening: CostingState?) -> Result {
    let early = earlyPriceDifferences()
    free = FreeUnits(intake.events, values: values, prices: prices, early: early)
    for match in lateMatches() { share(match) }
    let (causes, ordinals) = ordered()
    let base = (opening?.lastEvent).map { $0 + 1 } ?? 0
    var engine = CostingEngine(
      opening: opening ?? CostingState(pools: []), minorDigits: scope.base.minorDigits)
    let known = opening?.pools.count ?? 0
    engine.addPools(Array(intake.pools.dropFirst(known)))
    engine.prescribe(prescribed)
    engine.addOrders(
      Array(production.engineOrders.dropFirst(opening?.orders.count ?? 0)))
    var output = CostingOutput(pages: scope.pages)
    var periods = scope.openPeriods[...]
    var layers: [Int32: KeptLayers] = [:]
    let named = namedEvents()
    // Runs of movements go to the engine together, which is faster; not all of a month at once.
    var run: [StockMovement] = []
    for (position, cause) in causes.enumerated() {
      let date = self.date(of: cause)
      if !cause.isMovement || run.count == Self.runLength
        || periods.first.map({ $0.end <= date }) ?? false
      {
        engine.apply(contentsOf: run, into: &output)
        run.removeAll(keepingCapacity: true)
      }
      while let period = periods.first, period.end <= date {
        engine.closePeriod(period.id, into: &output)
        layers[period.id] = KeptLayers(engine.closingLayers())
        periods.removeFirst()
      }
      let number = base + Int32(position)
      switch cause {
      case .movement(let index):
        run.append(
          movement(
            index, number: number, ordinals: ordinals, base: base, isNamed: named.contains(index),
            early: early[Int(index)]))
      case .lateCost(let match):
        applyLateCost(match, number: number, ordinals, base: base, &engine, &output)
      case .freeUnits(let share):
        applyFreeUnits(share, number: number, ordinals, base: base, &engine, &output)
      case .landedCost(let share):
        applyLandedCost(share, number: number, ordinals, base: base, &engine, &output)
      case .completion(let order):
        let facts = production.orders[order]
        engine.apply(
          ProductionCompletion(
            ordinal: number, order: order, date: date, labourMinor: facts.labour ?? 0,
            overheadMinor: facts.overhead ?? 0),
          into: &output)
      case .standard(let pool, let from):
        applyStandard(pool, number: number, on: from, &engine, &output)
      case .rules(let change): applyRules(change, number: number, &engine, &output)
      case .restatement(let index):
        applyRestatement(index, number: number, ordinals, base: base, &engine, &output)
      }
    }
    engine.apply(contentsOf: run, into: &output)
    for period in periods {
      engine.closePeriod(period.id, into: &output)
      layers[period.id] = KeptLayers(engine.closingLayers())
    }
    return Result(
      output: output, layers: engine.closingLayers(), layersByPeriod: layers, causes: causes,
      ordinals: base == 0 ? ordinals : Pages(ordinals.lazy.map { base + $0 }, from: scope.pages),
      state: engine.state,
      closing: intake.pools.indices.map { engine.balance(of: Int32($0)) }, firstNumber: base,
      workInProgress: engine.workInProgress, free: free)
  }
}

// MARK: - Order

extension CostingStep {
  private func date(of cause: Cause) -> CivilDate {
    switch cause {
    case .movement(let index): intake.events[Int(index)].date
    case .lateCost(let match): lateCostDate(match)
    case .freeUnits(let share): lateCostDate(free.shares[Int(share)].match)
    case .landedCost(let share): landed.shares[Int(share)].place.date
    case .completion(let order): production.orders[order].completedOn ?? scope.openFrom
    case .standard(_, let from): from
    case .rules(let change): intake.rulesChanges[Int(change)].from
    case .restatement(let index): restatements[Int(index)].day
    }
  }

  private func lateCostDate(_ match: Int32) -> CivilDate {
    guard let received else { return scope.openFrom }
    return purchaseEvents[Int(received.matches[Int(match)].billed)].postingDate
  }

  /// What an event's place in the order of the run is decided by.
  typealias Place = (date: CivilDate, first: Int, order: EventOrder?, cause: Cause)

  /// All events in event order: a day's new standards come first, then bills and movements by their
  /// own places, then the orders that ended.
  private func ordered() -> (causes: CauseList, ordinals: Pages<Int32>) {
    var causes = merged()
    orderProduction(&causes)
    var ordinals = Pages(
      repeatElement(Int32(-1), count: intake.events.count), from: scope.pages)
    for (number, cause) in causes.enumerated() {
      if case .movement(let index) = cause { ordinals[Int(index)] = Int32(number) }
    }
    return (causes, ordinals)
  }

  /// Movements, which are mostly in order, with the few other events among them.
  private func merged() -> CauseList {
    let others = otherPlaces()
    var next = 0
    var causes = CauseList(pages: scope.pages)
    forEachMovement { index in
      while next < others.count, comes(others[next], before: intake.events[Int(index)]) {
        causes.append(others[next].cause)
        next += 1
      }
      causes.append(.movement(index))
    }
    for other in others[next...] { causes.append(other.cause) }
    return causes
  }

  /// Whether an event comes before a movement; of equal places the movement is first.
  private func comes(_ other: Place, before movement: StockEvent) -> Bool {
    if other.date != movement.date { return other.date < movement.date }
    let first = rank(of: .movement(movement.position))
    guard other.first == first, let order = other.order else { return other.first < first }
    return order < movement.order
  }

  /// The place of an event in the order of the run.
  func place(of cause: Cause) -> Place {
    switch cause {
    case .movement(let index):
      let event = intake.events[Int(index)]
      return (event.date, rank(of: cause), event.order, cause)
    case .lateCost(let match):
      let billed = billedLine(of: match)
      return (billed.order.date, rank(of: cause), billed.order, cause)
    case .freeUnits(let share):
      let billed = billedLine(of: free.shares[Int(share)].match)
      return (billed.order.date, rank(of: cause), billed.order, cause)
    case .landedCost(let share):
      let place = landed.shares[Int(share)].place
      return (place.date, rank(of: cause), place, cause)
    case .completion, .standard, .rules, .restatement:
      return (date(of: cause), rank(of: cause), nil, cause)
    }
  }

  /// All events but movements, in event order.
  private func otherPlaces() -> [Place] {
    var places = lateMatches().map { place(of: .lateCost(match: $0)) }
    places += free.shares.indices.map { place(of: .freeUnits(share: Int32($0))) }
    // Equal places stay in this order, so a charge that came before its goods follows the last of them.
    places += landed.shares.indices.map { place(of: .landedCost(share: Int32($0))) }
    for (index, order) in production.orders.values.enumerated() where order.completedOn != nil {
      places.append(place(of: .completion(order: Int32(index))))
    }
    places += standardChanges().map { place(of: .standard(pool: $0.pool, from: $0.date)) }
    // After the day's standards: what is costed at standard from now on takes the new one.
    places += intake.rulesChanges.indices.map { place(of: .rules(change: Int32($0))) }
    places += restatements.indices.map { place(of: .restatement(Int32($0))) }
    return places.enumerated().sorted { a, b in
      let (x, y) = (a.element, b.element)
      if x.date != y.date { return x.date < y.date }
      if x.first != y.first { return x.first < y.first }
      if let p = x.order, let q = y.order, p != q { return p < q }
      return a.offset < b.offset
    }.map(\.element)
  }

  /// Matches whose bill is dated after its receipt.
  private func lateMatches() -> [Int32] {
    guard let received else { return [] }
    return received.matches.indices.compactMap { index in
      let match = received.matches[index]
      guard match.received >= 0, match.billed >= 0, match.priceDifferenceBaseMinor != 0,
        meetsBill(match), !isEarly(match)
      else { return nil }
      return Int32(index)
    }
  }

  /// Whether goods met a bill; a return or a credit that meets a receipt is no cost of goods.
  private func meetsBill(_ match: GoodsReceivedNotInvoiced.Match) -> Bool {
    purchaseEvents[Int(match.received)].kind == .receipt
      && purchaseEvents[Int(match.billed)].kind == .bill
  }

  private func isEarly(_ match: GoodsReceivedNotInvoiced.Match) -> Bool {
    purchaseEvents[Int(match.billed)].postingDate
      <= purchaseEvents[Int(match.received)].postingDate
  }

  /// Gives the other units of a line with free units their part of what a later bill adds.
  private mutating func share(_ match: Int32) {
    guard let found = received?.matches[Int(match)] else { return }
    free.share(
      match, of: purchaseEvents[Int(found.received)].document, in: intake.events,
      minor: found.priceDifferenceMinor, base: found.priceDifferenceBaseMinor)
  }

  func billedLine(of match: Int32) -> BilledLine {
    guard let received else { accountingFault("a match without matching") }
    let event = purchaseEvents[Int(received.matches[Int(match)].billed)]
    return billedLines[Int(event.document)]
  }

  /// What bills dated by then add to a receipt's value, by stock event.
  private func earlyPriceDifferences() -> StockAmounts {
    let early = (received?.matches ?? []).lazy.filter { match in
      match.received >= 0 && match.billed >= 0 && meetsBill(match) && isEarly(match)
    }
    var billed = BitSet()
    for match in early { billed.insert(purchaseEvents[Int(match.received)].document) }
    var sums = StockAmounts(
      of: EventSubset(of: intake.events.count) { billed.contains(Int32($0)) }, pages: scope.pages)
    for match in early {
      let position = Int(purchaseEvents[Int(match.received)].document)
      sums[position] = (sums[position] ?? 0) + match.priceDifferenceBaseMinor
    }
    return sums
  }

  /// Which movements a later event names.
  private func namedEvents() -> BitSet {
    var named = BitSet()
    for event in intake.events {
      if let index = event.linkedPosition { named.insert(index) }
    }
    for share in landed.shares { named.insert(share.event) }
    for share in free.shares { named.insert(share.event) }
    if let received {
      for match in lateMatches() {
        named.insert(purchaseEvents[Int(received.matches[Int(match)].received)].document)
      }
    }
    return named
  }

  /// New standards after the first day. They restate stock held at standard; elsewhere they are what
  /// goods of unknown cost may be valued at.
  private func standardChanges() -> [(pool: Int32, date: CivilDate)] {
    var changes: [(pool: Int32, date: CivilDate)] = []
    for (pool, key) in intake.poolKeys.enumerated() {
      for day in masters.standardDays(of: key.item)
      where day > scope.openFrom && day <= scope.asOf {
        changes.append((Int32(pool), day))
      }
    }
    return changes
  }
}
