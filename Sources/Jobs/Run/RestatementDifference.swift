import AccountingValues
import Inventory

/// What closed periods would have cost had everything been known: two closes of the same company compared,
/// one with rows as they were filed, the other with every row on its own day (ACCOUNTING §3).
///
///     filed      10 sold for 100.00; 10 for 120.00 of an earlier day came late
///     restated   10 sold for 120.00
///     moves      cost of sales +20.00, stock −20.00; the 10 left are worth 100.00
///
/// What receipts stand at until their bill comes stays as filed: goods received not invoiced, landed cost
/// clearing and the bills themselves agree with it.
struct RestatementDifference {
  private let filed: CompanyClose
  private let filedCosting: CostingStep.Result
  private let restated: CompanyClose
  private let restatedCosting: CostingStep.Result
  private let day: CivilDate

  /// A change by one movement of the close as filed, −1 for several.
  private struct Change: Hashable {
    let pool: Int32
    let movement: Int32
    let role: CounterRole
  }

  private var changes: [Change: Int64] = [:]
  /// Quantity of each pool before and after.
  private var quantities: [Int32: (filed: Int64, restated: Int64)] = [:]
  /// What each pool holds as filed, once what came late is there.
  private var held: [Int32: (quantity: Int64, value: Int64)] = [:]
  /// Pools that what came late has touched.
  private var touched: Set<Int32> = []
  /// Pools of which the one close knows nothing.
  private var unknown: Set<Int32> = []
  /// Pools of the close as filed by those of the restated one.
  private var pools: [Int32: Int32] = [:]

  /// Compares two closes.
  ///
  /// - Parameters:
  ///   - filed: rows as they were filed, what came late on its days, with what was restated before.
  ///   - restated: all rows on their own days, up to the day before `day`.
  ///   - day: the first open day.
  init(
    filed: (close: CompanyClose, result: CloseResult),
    restated: (close: CompanyClose, result: CloseResult), on day: CivilDate
  ) {
    self.filed = filed.close
    filedCosting = filed.result.costing
    self.restated = restated.close
    restatedCosting = restated.result.costing
    self.day = day
    matchPools()
    addFiled()
    addRestated()
  }

  private mutating func matchPools() {
    let byName = Dictionary(
      filed.stock.poolKeys.indices.map { (filed.restatedPool(Int32($0)), Int32($0)) },
      uniquingKeysWith: { a, _ in a })
    for number in restated.stock.poolKeys.indices.map({ Int32($0) }) {
      pools[number] = byName[restated.restatedPool(number)]
    }
  }

  // MARK: Sums

  private mutating func addFiled() {
    for row in filedCosting.output.valued where row.date <= day {
      let cause = filedCosting.cause(of: row.cause)
      let comesLate = cause.map(isLate) ?? false
      guard row.date < day || comesLate else { continue }
      if row.date == day { touched.insert(row.pool) }
      held[row.pool, default: (0, 0)].quantity += row.quantityMicros
      held[row.pool, default: (0, 0)].value += row.valueMinor
      guard !waits(row, filedCosting, filed) else { continue }
      quantities[row.pool, default: (0, 0)].filed += row.quantityMicros
      add(-row.valueMinor, row, pool: row.pool, movement(of: row, filedCosting))
    }
  }

  private func isLate(_ cause: CostingStep.Cause) -> Bool {
    if case .restatement = cause { return true }
    return filed.isLate(cause, filedCosting)
  }

  private mutating func addRestated() {
    let positions = filed.positions()
    for row in restatedCosting.output.valued where row.date < day {
      guard let pool = pools[row.pool] else { continue }
      let index = movement(of: row, restatedCosting)
      let key = index.map { restated.stock.events[Int($0)].key }
      let same = key.flatMap { positions[$0.text] }
      if index != nil, same == nil { unknown.insert(pool) }
      if let same, isPeriodic(pool), filed.lateOrder?.movements.contains(same) ?? false {
        continue
      }
      quantities[pool, default: (0, 0)].restated += row.quantityMicros
      add(row.valueMinor, row, pool: pool, same)
    }
  }

  /// What came late into a periodic average is valued when the period of its day ends.
  private func waits(
    _ row: ValuedMovement, _ result: CostingStep.Result, _ close: CompanyClose
  ) -> Bool {
    guard isPeriodic(row.pool), let index = movement(of: row, result) else { return false }
    return close.lateOrder?.movements.contains(index) ?? false
  }

  private func movement(of row: ValuedMovement, _ result: CostingStep.Result) -> Int32? {
    if case .movement(let index)? = result.cause(of: row.movement) { return index }
    return nil
  }

  /// Only of what took stock, came back or went through production matters which movement it was.
  private mutating func add(
    _ value: Int64, _ row: ValuedMovement, pool: Int32, _ movement: Int32?
  ) {
    let isNamed = row.role == .costOfSales || row.role == .workInProgress
    changes[
      Change(pool: pool, movement: isNamed ? movement ?? -1 : -1, role: row.role), default: 0
    ] += value
  }

  // MARK: Pools that can be restated

  private func method(of pool: Int32) -> CostingMethod {
    let changes = filed.stock.rulesChanges.filter { $0.pool == pool && $0.from < day }
    return changes.max { $0.from < $1.from }?.rules.method ?? filed.stock.pools[Int(pool)].method
  }

  private func isPeriodic(_ pool: Int32) -> Bool { method(of: pool) == .periodicAverage }

  private static let tied: Set<CounterRole> = [
    .opening, .goodsReceived, .supplierReturn, .lateCost,
  ]

  /// Pools that stay as they were filed although restating would move them: below zero, not holding
  /// the same, or with nothing that could carry what is left. The other side of their transfers stays
  /// with them.
  private func leftOut(_ moving: [Change: Int64]) -> Set<Int32> {
    let moved = moving.reduce(into: [Int32: Int64]()) { $0[$1.key.pool, default: 0] += $1.value }
    var left = Set<Int32>()
    for (pool, minor) in moved {
      let quantity = quantities[pool] ?? (0, 0)
      let after = (held[pool] ?? (0, 0)).value + minor
      let isBare = after < 0 || held[pool]?.quantity == 0 && after != 0
      if isBare || unknown.contains(pool) || quantity.filed != quantity.restated
        || quantity.filed < 0
        || method(of: pool) == .standard || filed.stock.poolKeys[Int(pool)].owner != "own"
      {
        left.insert(pool)
      }
    }
    let transferring = Set(moving.keys.filter { $0.role == .transfer }.map(\.pool))
    if !left.isDisjoint(with: transferring) { left.formUnion(transferring) }
    return left
  }

  // MARK: The record

  /// What is posted.
  ///
  /// - Parameters:
  ///   - late: the rows that came late.
  ///   - knowledge: digest of what was known.
  /// - Returns: the record; empty where nothing moves.
  func record(late: Set<PastRows.Place>, knowledge: String) -> RestatementRecord {
    var record = RestatementRecord(
      late: late.map(RestatementRecord.Row.init).sorted(), knowledge: knowledge)
    let moving = changes.filter { $0.value != 0 && !Self.tied.contains($0.key.role) }
    let left = leftOut(moving)
    record.leftOut = left.count
    let posted = moving.filter { !left.contains($0.key.pool) }
    let concerned = Set(posted.keys.map(\.pool)).union(touched.subtracting(left))
      .sorted { filed.restatedPool($0) < filed.restatedPool($1) }
    let numbers = Dictionary(uniqueKeysWithValues: zip(concerned, 0...))
    record.pools = concerned.map(filed.restatedPool)
    record.corrections = posted.compactMap { change, minor in
      numbers[change.pool].map { number in
        RestatementRecord.Correction(
          movement: change.movement < 0
            ? nil : filed.stock.events[Int(change.movement)].key.text,
          pool: number, role: change.role.rawValue, minor: minor)
      }
    }.sorted {
      ($0.pool, $0.role, $0.movement ?? "") < ($1.pool, $1.role, $1.movement ?? "")
    }
    record.stocks = stocks(numbers)
    record.earlierYearsMinor = earlierYears(posted)
    return record
  }

  /// What layered pools hold in the restated close.
  private func stocks(_ numbers: [Int32: Int]) -> [RestatementRecord.Stock] {
    let period = restated.scope.calendar.period(containing: day.adding(days: -1)).id
    var layers: [Int: [[Int64]]] = [:]
    for layer in restatedCosting.layersByPeriod[period] ?? [] {
      guard let pool = pools[layer.pool], let number = numbers[pool], method(of: pool).isLayered,
        let quantity = quantities[pool], quantity.filed == quantity.restated
      else { continue }
      layers[number, default: []].append([layer.quantityMicros, layer.valueMinor])
    }
    return layers.sorted { $0.key < $1.key }.map {
      RestatementRecord.Stock(pool: $0.key, layers: $0.value)
    }
  }

  /// What is expense or income of fiscal years before that of the day.
  private func earlierYears(_ posted: [Change: Int64]) -> Int64 {
    let calendar = filed.scope.calendar
    let year = calendar.period(containing: day).fiscalYear
    return posted.reduce(0) { sum, change in
      guard Self.resultRoles.contains(change.key.role) else { return sum }
      let date =
        change.key.movement < 0
        ? day.adding(days: -1) : filed.stock.events[Int(change.key.movement)].ownDate
      return calendar.period(containing: date).fiscalYear < year ? sum - change.value : sum
    }
  }

  private static let resultRoles: Set<CounterRole> = [
    .costOfSales, .countDifference, .scrap, .priceVariance, .costVariance, .standardRevaluation,
    .writeDown,
  ]
}
