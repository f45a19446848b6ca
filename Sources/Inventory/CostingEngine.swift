import AccountingValues

/// Turns stock movements into cost: layers, consumptions, valued rows.
///
/// Events come in event order, one at a time; the state per pool is all the engine remembers, so it
/// is also the checkpoint (`state`), and a run may stop and go on anywhere.
///
///     var engine = CostingEngine(opening: CostingState(pools: [CostPool(method: .fifo)]), minorDigits: 2)
///     var output = CostingOutput()
///     engine.apply(receipt, into: &output)       // 10 units for 50.00
///     engine.apply(issue, into: &output)         // 4 units: 20.00 to cost of sales
///     engine.closePeriod(0, into: &output)       // proves opening + in + adjusted = out + closing
///     let layers = engine.closingLayers()        // 6 units, 30.00
///
/// Inventory value and its counter roles change only by `ValuedMovement` rows; `CertificateRow`
/// proves per pool and period that they account for all of it. The customer's mistakes become
/// findings; an event out of order or a broken invariant is our bug and stops the program.
public struct CostingEngine: ~Copyable {
  /// The largest quantity (10⁻⁶ units) and value (minor units) of one event: 2⁵³, nine billion units
  /// and ninety trillion of a currency with cents. Totals beyond 2⁶⁰ are refused with a finding.
  public static let largestAmount: Int64 = 1 << 53
  static let largestTotal: Int64 = 1 << 60

  var rules: [CostPool]
  var pools: Slab<PoolState>
  /// What each pool's period opened with.
  var openings: [Amount]
  var arena = LayerArena()
  var shortages = ShortageStore()
  var links = SlabList<Link>()
  var issues = SlabList<Issue>()
  /// The layers that returns of issues made, chained by issue.
  var returns = SlabList<ReturnedLayer>()
  var names = NameTable()
  var production = ProductionBook()
  /// What periodic averages have not valued yet, by kind of period.
  var periodic = PeriodicBooks()
  /// 10¹² ÷ minor units per major unit: quantity × standard over this is minor units.
  let standardDivisor: Int64
  var lastEvent: Int32
  var lastDate: CivilDate
  /// What the current movement takes, and scratch space of late costs; kept for their memory.
  var pieces: [Piece] = []
  var flow = CostFlow()
  var weights: [Int64] = []
  /// Layers that movements take where the dearest would leave first, by movement.
  var prescribed: [Int32: [Int32]] = [:]

  /// An engine that goes on from a state.
  /// - Parameters:
  ///   - opening: empty pools, a frozen opening or a checkpoint.
  ///   - minorDigits: decimals of the company's base currency, 0 … 4.
  public init(opening: CostingState, minorDigits: Int) {
    standardDivisor = Int64(Rounding.powerOfTen(12 - minorDigits))
    rules = opening.pools.map(\.rules)
    pools = Slab(opening.pools.map { PoolState($0) })
    openings = opening.pools.map {
      Amount(quantity: $0.flow.openingQuantityMicros, value: $0.flow.openingValueMinor)
    }
    lastEvent = opening.lastEvent
    lastDate = opening.lastDate
    restore(opening)
    for pool in pools.indices { planPath(of: pool) }
  }

  /// Adds pools that appear while a run goes on; they get the next numbers.
  public mutating func addPools(_ more: [CostPool]) {
    let first = pools.count
    rules.append(contentsOf: more)
    pools.append(contentsOf: repeatElement(PoolState(), count: more.count))
    openings.append(contentsOf: repeatElement(Amount(), count: more.count))
    for pool in first..<pools.count { planPath(of: pool) }
  }

  /// Values one movement. The sign of its quantity decides the direction, its kind the counter role.
  public mutating func apply(_ movement: StockMovement, into output: inout CostingOutput) {
    advance(to: movement.ordinal, on: movement.date, into: &output)
    guard admits(movement, into: &output) else { return }
    if movement.kind == .transfer {
      transfer(movement, into: &output)
    } else if movement.quantityMicros > 0 {
      receive(movement, into: &output)
    } else if movement.quantityMicros < 0 {
      issue(movement, into: &output)
    } else {
      post(movement, quantity: 0, value: 0, role: movement.kind.role, basis: .free, into: &output)
    }
    if production.hasPending {
      settleOrders(on: movement.date, cause: movement.ordinal, into: &output)
    }
  }

  /// Events come in one ascending series; anything else is a fault of the merge.
  mutating func advance(
    to event: Int32, on date: CivilDate, into output: inout CostingOutput
  ) {
    if event <= lastEvent || date < lastDate {
      accountingFault("event \(event) of \(date) after event \(lastEvent) of \(lastDate)")
    }
    if date > lastDate, !periodic.isEmpty { settleAverages(before: date, into: &output) }
    lastEvent = event
    lastDate = date
  }

  /// Whether a movement is within range; otherwise it is quarantined.
  private func admits(_ movement: StockMovement, into output: inout CostingOutput) -> Bool {
    let quantity = movement.quantityMicros
    if quantity == 0, movement.valueMinor != 0 {
      report(.valueWithoutQuantity, movement, quantity: 0, into: &output)
      return false
    }
    let isInRange =
      quantity.magnitude <= UInt64(Self.largestAmount) && movement.valueMinor >= 0
      && movement.valueMinor <= Self.largestAmount && hasRoom(movement.pool, for: quantity)
      && (movement.kind != .transfer || hasRoom(movement.toPool, for: quantity))
    if !isInRange {
      report(.outOfRange, movement, quantity: quantity, into: &output)
      return false
    }
    return true
  }

  /// Whether a pool's totals can take one more movement of the largest size.
  private func hasRoom(_ pool: Int32, for quantity: Int64) -> Bool {
    if pool < 0 || Int(pool) >= pools.count { accountingFault("there is no cost pool \(pool)") }
    if !pools[Int(pool)].hasRoom { return false }
    guard rules[Int(pool)].method == .standard else { return true }
    return standardValue(of: pools[Int(pool)].quantity + quantity, in: pool) != nil
      && standardValue(of: pools[Int(pool)].quantity - quantity, in: pool) != nil
  }

  func report(
    _ problem: CostingFinding.Problem, _ movement: StockMovement, quantity: Int64,
    value: Int64 = 0, into output: inout CostingOutput
  ) {
    output.findings.append(
      CostingFinding(
        problem: problem, event: movement.ordinal, pool: movement.pool,
        quantityMicros: quantity, valueMinor: value == 0 ? movement.valueMinor : value))
  }
}
