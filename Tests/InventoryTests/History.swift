import AccountingValues
import Inventory
import TestSupport

/// One event of a history.
enum StockEvent: Hashable {
  case movement(StockMovement)
  case lateCost(LateCost)
  case standard(StandardCostChange)
  case rules(CostingRulesChange)
  case completion(ProductionCompletion)
  /// The end of a period.
  case close(Int32)
}

/// A seeded history of several pools that mixes every kind of event, with mistakes in it: returns of
/// things never delivered, too many of them, charges on nothing, shortages with and without a price.
struct History {
  var pools: [CostPool]
  var orders: [ProductionOrder] = []
  var events: [StockEvent] = []

  init(pools: [CostPool], events: [StockEvent]) {
    self.pools = pools
    self.events = events
    nameReferences()
  }

  /// A random history of one method, or of several for `nil`, with or without goods that move between
  /// pools.
  init(
    seed: UInt64, method: CostingMethod? = nil,
    among methods: [CostingMethod] = CostingMethod.allCases, length: Int = 60,
    transfers: Bool = true, production: Bool = false
  ) {
    var random = SplitMix64(seed: seed)
    pools = (0..<5).map { index in
      CostPool(
        method: method ?? methods.randomElement(using: &random) ?? .fifo,
        negativeStock: Int.random(in: 0..<4, using: &random) == 0 ? .refuse : .allow,
        returnCost: Int.random(in: 0..<4, using: &random) == 0 ? .method : .original,
        isOwned: index != 4,
        standardCostMicros: Bool.random(using: &random)
          ? Int64.random(in: 0...20_000_000, using: &random) : nil,
        missingPrice: Int.random(in: 0..<3, using: &random) > 0
          ? .all
          : MissingPriceChain(
            Array(
              MissingPriceChain.Source.allCases.shuffled(using: &random)
                .prefix(Int.random(in: 0...4, using: &random)))),
        averaging: AveragingPeriod.allCases.randomElement(using: &random) ?? .day,
        outputCost: Int.random(in: 0..<4, using: &random) == 0 ? .standard : .progress)
    }
    var writer = Writer(
      random: random, transfers: transfers, methods: method.map { [$0] } ?? methods,
      orderCount: production ? 3 : 0)
    events = writer.events(length)
    if production {
      orders = (0..<3).map { _ in
        ProductionOrder(outputs: [.init(share: 1, plannedMicros: 8_000_000)])
      }
    }
    nameReferences()
  }

  /// Names exactly the movements that a later event refers to, as a first pass over the reference
  /// columns would; everything else may be forgotten as soon as it is used up.
  private mutating func nameReferences() {
    var references: Set<Int32> = []
    for event in events {
      switch event {
      case .movement(let movement): references.insert(movement.linked)
      case .lateCost(let cost): references.insert(cost.receipt)
      case .standard, .rules, .completion, .close: break
      }
    }
    events = events.map { event in
      guard case .movement(var movement) = event else { return event }
      if references.contains(movement.ordinal) { movement.flags.insert(.named) }
      return .movement(movement)
    }
  }

  /// The same history with every movement named.
  var allNamed: History {
    var history = self
    history.events = events.map { event in
      guard case .movement(var movement) = event else { return event }
      movement.flags.insert(.named)
      return .movement(movement)
    }
    return history
  }

  /// Runs a part of the history.
  static func run(
    _ events: some Sequence<StockEvent>, in engine: inout CostingEngine,
    into output: inout CostingOutput
  ) {
    for event in events {
      switch event {
      case .movement(let movement): engine.apply(movement, into: &output)
      case .lateCost(let cost): engine.apply(cost, into: &output)
      case .standard(let change): engine.apply(change, into: &output)
      case .rules(let change): engine.apply(change, into: &output)
      case .completion(let end): engine.apply(end, into: &output)
      case .close(let period): engine.closePeriod(period, into: &output)
      }
    }
  }

  /// The same, with movements given in runs as long as they are.
  static func runInBatches(
    _ events: [StockEvent], in engine: inout CostingEngine, into output: inout CostingOutput
  ) {
    var batch: [StockMovement] = []
    for event in events {
      if case .movement(let movement) = event {
        batch.append(movement)
        continue
      }
      engine.apply(contentsOf: batch, into: &output)
      batch = []
      run([event], in: &engine, into: &output)
    }
    engine.apply(contentsOf: batch, into: &output)
  }

  /// An engine at the beginning of the history.
  func engine() -> CostingEngine {
    var engine = CostingEngine(opening: CostingState(pools: pools), minorDigits: 2)
    engine.addOrders(orders)
    return engine
  }

  /// All rows, closing layers and the final state.
  func result() -> (output: CostingOutput, layers: [ClosingLayer], state: CostingState) {
    var engine = self.engine()
    var output = CostingOutput()
    Self.runInBatches(events, in: &engine, into: &output)
    return (output, engine.closingLayers(), engine.state)
  }
}

/// Makes up events. References point at any earlier event, most often a fitting one.
private struct Writer {
  var random: SplitMix64
  let transfers: Bool
  let methods: [CostingMethod]
  let orderCount: Int32
  var ordinal: Int32 = 0
  var day: Int32 = 20_000
  var period: Int32 = 0
  var inbound: [Int32] = []
  var outbound: [(ordinal: Int32, quantity: Int64, pool: Int32)] = []

  mutating func events(_ length: Int) -> [StockEvent] {
    var events: [StockEvent] = []
    for _ in 0..<length {
      if chance(3) { day += Int32.random(in: 0...6, using: &random) }
      if day >= 20_030 + period * 30 {
        events.append(.close(period))
        period += 1
        if methods.count > 1, chance(2) { events.append(rulesChange()) }
        continue
      }
      events.append(event())
      ordinal += 1
    }
    return events + [.close(period)]
  }

  private mutating func event() -> StockEvent {
    let date = CivilDate(daysSince1970: day)
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<8:
      return .lateCost(
        LateCost(
          ordinal: ordinal, receipt: inbound.randomElement(using: &random) ?? ordinal,
          date: date, valueMinor: Int64.random(in: -400...1500, using: &random)))
    case 8..<10:
      return .standard(
        StandardCostChange(
          ordinal: ordinal, pool: pool(), date: date,
          standardCostMicros: Int64.random(in: 0...20_000_000, using: &random)))
    case 10..<20 where transfers:
      return .movement(
        movement(.transfer, chance(10) ? quantity() : -quantity(), toPool: pool()))
    case 80..<92 where orderCount > 0: return production(on: date)
    case 20..<30: return .movement(customerReturn())
    case 30..<36: return .movement(supplierReturn())
    case 36..<68: return .movement(receipt())
    default: return .movement(issue())
    }
  }

  /// Components into an order, products out of it, or its end.
  private mutating func production(on date: CivilDate) -> StockEvent {
    let order = Int32.random(in: 0..<orderCount, using: &random)
    switch Int.random(in: 0..<9, using: &random) {
    case 0..<4:
      var taken = movement(.consumption, -quantity())
      taken.order = order
      outbound.append((ordinal, -taken.quantityMicros, taken.pool))
      return .movement(taken)
    case 4..<8:
      var made = movement(.output, quantity())
      made.order = order
      if !chance(4) { (made.priceState, made.valueMinor) = (.missing, 0) }
      inbound.append(ordinal)
      return .movement(made)
    default:
      return .completion(
        ProductionCompletion(
          ordinal: ordinal, order: order, date: date,
          labourMinor: Int64.random(in: 0...999, using: &random)))
    }
  }

  /// At the beginning of a period a pool is costed by another method.
  private mutating func rulesChange() -> StockEvent {
    defer { ordinal += 1 }
    return .rules(
      CostingRulesChange(
        ordinal: ordinal, pool: pool(), date: CivilDate(daysSince1970: day),
        method: methods.randomElement(using: &random) ?? .fifo,
        averaging: AveragingPeriod.allCases.randomElement(using: &random) ?? .day,
        negativeStock: chance(4) ? .refuse : .allow, returnCost: chance(4) ? .method : .original))
  }

  private mutating func receipt() -> StockMovement {
    let kind: MovementKind =
      chance(8) ? .opening : chance(8) ? .output : chance(8) ? .count : .receipt
    inbound.append(ordinal)
    return movement(kind, quantity())
  }

  private mutating func issue() -> StockMovement {
    let kind: MovementKind =
      chance(8) ? .scrap : chance(8) ? .consumption : chance(8) ? .count : .issue
    let issue = movement(kind, chance(40) ? 0 : -quantity())
    if issue.quantityMicros < 0 { outbound.append((ordinal, -issue.quantityMicros, issue.pool)) }
    return issue
  }

  private mutating func customerReturn() -> StockMovement {
    var back = movement(chance(8) ? .consumption : .customerReturn, quantity())
    if let delivery = outbound.randomElement(using: &random), !chance(6) {
      back.linked = delivery.ordinal
      if !chance(4) { back.pool = delivery.pool }
      if chance(3) { back.quantityMicros = delivery.quantity }
      if chance(6) { back.flags.insert(.reversal) }
    } else if chance(4) {
      back.linked = inbound.randomElement(using: &random) ?? StockMovement.none
    }
    if chance(8) { back.flags.insert(.damaged) }
    inbound.append(ordinal)
    return back
  }

  private mutating func supplierReturn() -> StockMovement {
    var back = movement(chance(6) ? .receipt : .supplierReturn, -quantity())
    if !chance(4) { back.linked = inbound.randomElement(using: &random) ?? StockMovement.none }
    if chance(4) { back.flags.insert(.reversal) }
    outbound.append((ordinal, -back.quantityMicros, back.pool))
    return back
  }

  private mutating func movement(
    _ kind: MovementKind, _ quantity: Int64, toPool: Int32 = StockMovement.none
  ) -> StockMovement {
    let states: [PriceState] = [
      .known, .known, .known, .known, .expected, .documented, .free, .missing,
    ]
    let state = states.randomElement(using: &random) ?? .known
    let isPriced = [.known, .expected, .documented].contains(state) && quantity != 0
    return StockMovement(
      ordinal: ordinal, pool: pool(), date: CivilDate(daysSince1970: day), kind: kind,
      quantityMicros: quantity, priceState: state,
      valueMinor: isPriced ? Int64.random(in: 0...5000, using: &random) : 0,
      toPool: toPool, lot: Int32.random(in: 0..<3, using: &random))
  }

  /// Mostly whole units, sometimes fractions.
  private mutating func quantity() -> Int64 {
    chance(5)
      ? Int64.random(in: 1...9_999_999, using: &random)
      : Int64.random(in: 1...12, using: &random) * 1_000_000
  }

  private mutating func pool() -> Int32 {
    Int32([0, 0, 0, 1, 1, 2, 3, 4].randomElement(using: &random) ?? 0)
  }

  /// One time in so many.
  private mutating func chance(_ times: Int) -> Bool {
    Int.random(in: 0..<times, using: &random) == 0
  }
}
