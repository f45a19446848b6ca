import AccountingValues
import Inventory
import Testing

/// A small stock ledger for tests: whole units and minor units go in, the engine's rows come out.
/// Every event gets the next number; `Ledger` remembers all rows of all events.
struct Ledger: ~Copyable {
  var engine: CostingEngine
  var output = CostingOutput()
  private(set) var next: Int32 = 0

  init(_ pools: CostPool..., minorDigits: Int = 2) {
    engine = CostingEngine(opening: CostingState(pools: pools), minorDigits: minorDigits)
  }

  init(_ method: CostingMethod, standard: Int64? = nil, minorDigits: Int = 2) {
    self.init(
      CostPool(method: method, standardCostMicros: standard.map { $0 * 10_000 }),
      minorDigits: minorDigits)
  }

  /// One pool of a periodic average.
  init(every averaging: AveragingPeriod) {
    self.init(CostPool(method: .periodicAverage, averaging: averaging))
  }

  /// `10@5.00`: a receipt of units at a unit price in minor units.
  @discardableResult
  mutating func receive(
    _ units: Int64, at price: Int64, on day: String = "2026-01-01", pool: Int32 = 0,
    kind: MovementKind = .receipt, lot: Int32 = StockMovement.none
  ) throws -> Int32 {
    try receive(units, for: units * price, on: day, pool: pool, kind: kind, lot: lot)
  }

  /// Units for a total in minor units.
  @discardableResult
  mutating func receive(
    _ units: Int64, for value: Int64, on day: String = "2026-01-01", pool: Int32 = 0,
    kind: MovementKind = .receipt, lot: Int32 = StockMovement.none
  ) throws -> Int32 {
    try move(
      units, kind, on: day, pool: pool, priceState: .known, value: value, lot: lot)
  }

  /// Units to a customer.
  @discardableResult
  mutating func issue(
    _ units: Int64, on day: String = "2026-01-01", pool: Int32 = 0,
    lot: Int32 = StockMovement.none
  ) throws -> Int32 {
    try move(-units, .issue, on: day, pool: pool, lot: lot)
  }

  /// Any movement, in units and minor units.
  @discardableResult
  mutating func move(
    _ units: Int64, _ kind: MovementKind, on day: String = "2026-01-01", pool: Int32 = 0,
    priceState: PriceState = .missing, value: Int64 = 0, flags: MovementFlags = [.named],
    linked: Int32 = StockMovement.none, to toPool: Int32 = StockMovement.none,
    lot: Int32 = StockMovement.none
  ) throws -> Int32 {
    let date = try #require(CivilDate(day))
    engine.apply(
      StockMovement(
        ordinal: next, pool: pool, date: date, kind: kind, quantityMicros: units * 1_000_000,
        priceState: priceState, valueMinor: value, flags: flags, linked: linked, toPool: toPool,
        lot: lot), into: &output)
    next += 1
    return next - 1
  }

  /// Any other event, which gets the next number.
  mutating func apply(
    _ event: (Int32, inout CostingEngine, inout CostingOutput) -> Void
  ) {
    event(next, &engine, &output)
    next += 1
  }

  /// A component into production order 0, or a product out of it.
  @discardableResult
  mutating func produce(
    _ units: Int64, _ kind: MovementKind, on day: String = "2026-01-01", pool: Int32 = 0
  ) throws -> Int32 {
    let date = try #require(CivilDate(day))
    engine.apply(
      StockMovement(
        ordinal: next, pool: pool, date: date, kind: kind, quantityMicros: units * 1_000_000,
        flags: .named, order: 0), into: &output)
    next += 1
    return next - 1
  }

  /// The end of a production order.
  mutating func complete(_ order: Int32, on day: String = "2026-01-01") throws {
    let date = try #require(CivilDate(day))
    engine.apply(ProductionCompletion(ordinal: next, order: order, date: date), into: &output)
    next += 1
  }

  /// A charge on a receipt.
  @discardableResult
  mutating func charge(
    _ value: Int64, on receipt: Int32, on day: String = "2026-01-01"
  ) throws -> Int32 {
    let date = try #require(CivilDate(day))
    engine.apply(
      LateCost(ordinal: next, receipt: receipt, date: date, valueMinor: value), into: &output)
    next += 1
    return next - 1
  }

  /// A new standard in minor units per unit.
  @discardableResult
  mutating func restandard(
    to price: Int64, on day: String = "2026-01-01", pool: Int32 = 0
  ) throws -> Int32 {
    let date = try #require(CivilDate(day))
    engine.apply(
      StandardCostChange(
        ordinal: next, pool: pool, date: date, standardCostMicros: price * 10_000), into: &output)
    next += 1
    return next - 1
  }

  /// Another method from a day on.
  mutating func change(
    to method: CostingMethod, averaging: AveragingPeriod = .fiscalPeriod, on day: String,
    pool: Int32 = 0
  ) throws {
    let date = try #require(CivilDate(day))
    engine.apply(
      CostingRulesChange(
        ordinal: next, pool: pool, date: date, method: method, averaging: averaging),
      into: &output)
    next += 1
  }

  /// The cost that a movement carries now, corrections included; positive when it took.
  func cost(of movement: Int32) -> Int64 {
    -output.valued.filter { $0.movement == movement }.reduce(0) { $0 + $1.valueMinor }
  }

  /// What a counter role has been given so far: positive is a debit.
  func total(_ role: CounterRole) -> Int64 {
    -output.valued.filter { $0.role == role }.reduce(0) { $0 + $1.valueMinor }
  }

  /// The layers of a pool as people write them: `2 for 10.00 of 2026-01-01`.
  func layers(of pool: Int32 = 0) -> [String] {
    engine.closingLayers(of: pool).map {
      "\(Quantity(micros: $0.quantityMicros)) for "
        + "\(FixedPointText.text($0.valueMinor, decimals: 2, keeping: 2)) of \($0.ageDate)"
    }
  }

  /// Whole units and value of a pool.
  func stock(of pool: Int32 = 0) -> [Int64] {
    let (quantity, value) = engine.balance(of: pool)
    return [quantity / 1_000_000, value]
  }

  /// Proves conservation; a broken certificate stops the test.
  mutating func close(_ period: Int32 = 0) { engine.closePeriod(period, into: &output) }
}
