import AccountingValues
import Inventory

/// A second implementation of ACCOUNTING §2, slow and obvious: objects, sorted arrays, real recursion,
/// every link kept for ever, every rounding a fraction. It keeps sums, not rows: what each movement
/// did to each pool against each role, and what it took from each layer.
final class Oracle {
  final class Layer {
    let number: Int32
    let pool: Int
    let origin: Int32
    let queueDate: CivilDate
    let ageDate: CivilDate
    let lot: Int32
    let quantity: Int64
    var left: Int64
    /// Value left under layer methods, cost of the whole layer otherwise.
    var value: Int64
    var takers: [(movement: Int32, role: CounterRole, quantity: Int64, target: Layer?)] = []

    init(
      number: Int32, pool: Int, origin: Int32, queueDate: CivilDate, ageDate: CivilDate,
      lot: Int32, quantity: Int64, value: Int64
    ) {
      self.number = number
      self.pool = pool
      self.origin = origin
      self.queueDate = queueDate
      self.ageDate = ageDate
      self.lot = lot
      self.quantity = quantity
      self.left = quantity
      self.value = value
    }
  }

  final class Short {
    let movement: Int32
    let date: CivilDate
    let role: CounterRole
    let target: Layer?
    var left: Int64
    var value: Int64

    init(
      movement: Int32, date: CivilDate, role: CounterRole, target: Layer?, left: Int64,
      value: Int64
    ) {
      self.movement = movement
      self.date = date
      self.role = role
      self.target = target
      self.left = left
      self.value = value
    }
  }

  final class Issue {
    let role: CounterRole
    let later: CounterRole
    let ageDate: CivilDate
    var left: Int64
    var cost: Int64
    var returns: [Layer] = []

    init(
      role: CounterRole, later: CounterRole, ageDate: CivilDate, left: Int64, cost: Int64
    ) {
      self.role = role
      self.later = later
      self.ageDate = ageDate
      self.left = left
      self.cost = cost
    }
  }

  struct Pool {
    var rules: CostPool
    var layers: [Layer] = []
    var shorts: [Short] = []
    var value: Int64 = 0
    var consumed: (value: Int64, quantity: Int64)?
    var received: (value: Int64, quantity: Int64)?

    var quantity: Int64 {
      layers.reduce(0) { $0 + $1.left } - shorts.reduce(0) { $0 + $1.left }
    }
    var isLayered: Bool { rules.method != .movingAverage && rules.method != .standard }
    var isValueless: Bool { !rules.isOwned || rules.method == .standard }
  }

  struct RowKey: Hashable {
    var movement: Int32
    var pool: Int
    var role: CounterRole
  }

  struct LinkKey: Hashable {
    var movement: Int32
    var layer: Int32
  }

  struct Problem: Hashable {
    var problem: CostingFinding.Problem
    var event: Int32
  }

  struct Amounts: Hashable {
    var quantity: Int64 = 0
    var value: Int64 = 0
  }

  var pools: [Pool]
  var rows: [RowKey: Amounts] = [:]
  var links: [LinkKey: Amounts] = [:]
  var problems: [Problem] = []
  var layerOf: [Int32: Layer] = [:]
  var issueOf: [Int32: Issue] = [:]
  var nextLayer: Int32 = 0
  var averagesTouched: [Layer] = []

  init(_ pools: [CostPool]) { self.pools = pools.map { Pool(rules: $0) } }

  // MARK: - Fractions

  static func round(_ numerator: Int128, over denominator: Int128) -> Int64 {
    let negative = (numerator < 0) != (denominator < 0)
    let n = numerator.magnitude
    let d = denominator.magnitude
    let rounded = Int64((2 * n + d) / (2 * d))
    return negative ? -rounded : rounded
  }

  static func part(_ value: Int64, _ quantity: Int64, of whole: Int64) -> Int64 {
    round(Int128(value) * Int128(quantity), over: Int128(whole))
  }

  /// Largest remainder, ties to the earlier.
  static func split(_ total: Int64, over weights: [Int64]) -> [Int64] {
    let sum = weights.reduce(Int128(0)) { $0 + Int128($1) }
    let sign: Int64 = total < 0 ? -1 : 1
    let exact = weights.map { Int128(total.magnitude) * Int128($0) }
    var parts = exact.map { Int64($0 / sum) }
    var missing = Int64(total.magnitude) - parts.reduce(0, +)
    while missing > 0 {
      let remainders = zip(exact, parts).map { $0 - Int128($1) * sum }
      guard let largest = remainders.max(), let index = remainders.firstIndex(of: largest) else {
        break
      }
      parts[index] += 1
      missing -= 1
    }
    return parts.map { $0 * sign }
  }

  func standardValue(_ pool: Int, _ quantity: Int64) -> Int64 {
    guard pools[pool].rules.isOwned, let standard = pools[pool].rules.standardCostMicros else {
      return 0
    }
    return Self.round(Int128(quantity) * Int128(standard), over: 10_000_000_000)
  }

  // MARK: - Rows

  func row(
    _ movement: Int32, _ pool: Int, _ role: CounterRole, quantity: Int64 = 0, value: Int64
  ) {
    rows[RowKey(movement: movement, pool: pool, role: role), default: Amounts()].quantity +=
      quantity
    rows[RowKey(movement: movement, pool: pool, role: role), default: Amounts()].value += value
    pools[pool].value += value
  }

  func took(_ movement: Int32, _ layer: Int32, _ quantity: Int64, _ value: Int64) {
    links[LinkKey(movement: movement, layer: layer), default: Amounts()].quantity += quantity
    links[LinkKey(movement: movement, layer: layer), default: Amounts()].value += value
  }

  func problem(_ problem: CostingFinding.Problem, _ event: Int32) {
    problems.append(Problem(problem: problem, event: event))
  }

  // MARK: - Events

  func apply(_ m: StockMovement) {
    if m.quantityMicros == 0 {
      if m.valueMinor != 0 { return problem(.valueWithoutQuantity, m.ordinal) }
      return row(m.ordinal, Int(m.pool), role(of: m.kind), value: 0)
    }
    if m.kind == .transfer {
      let back = m.quantityMicros > 0
      return transfer(
        m, from: Int(back ? m.toPool : m.pool), to: Int(back ? m.pool : m.toPool),
        abs(m.quantityMicros))
    }
    if m.quantityMicros > 0 { comeIn(m) } else { goOut(m) }
  }

  func apply(_ change: CostingRulesChange) {
    let pool = Int(change.pool)
    let before = pools[pool].rules.method
    // What each layer is worth and each part below zero owes, whatever held the value until now.
    let worth = divided(pools[pool].value, over: pools[pool].layers.map(\.left))
    let debts = divided(-pools[pool].value, over: pools[pool].shorts.map(\.left))
    let wasLayered = pools[pool].isLayered
    pools[pool].rules.method = change.method
    pools[pool].rules.averaging = change.averaging
    pools[pool].rules.negativeStock = change.negativeStock
    pools[pool].rules.returnCost = change.returnCost
    pools[pool].rules.missingPrice = change.missingPrice
    pools[pool].rules.outputCost = change.outputCost
    guard pools[pool].rules.isOwned, before != change.method else { return }
    if change.method == .standard {
      let value = standardValue(pool, pools[pool].quantity)
      if pools[pool].rules.standardCostMicros == nil, pools[pool].quantity != 0 {
        problem(.standardMissing, change.ordinal)
      }
      return row(
        change.ordinal, pool, .standardRevaluation, value: value - pools[pool].value)
    }
    if before == .standard {
      for (short, debt) in zip(pools[pool].shorts, debts) { short.value = debt }
    }
    for (layer, part) in zip(pools[pool].layers, worth) {
      let left = wasLayered ? layer.value : part
      if pools[pool].isLayered {
        layer.value = left
      } else if wasLayered || before == .standard {
        layer.value = Self.part(left, layer.quantity, of: layer.left)
      }
    }
  }

  /// A value over quantities, each its part of what is left.
  private func divided(_ value: Int64, over quantities: [Int64]) -> [Int64] {
    var value = value
    var quantity = quantities.reduce(0, +)
    return quantities.map { part in
      let taken = Self.part(value, part, of: quantity)
      value -= taken
      quantity -= part
      return taken
    }
  }

  func apply(_ change: StandardCostChange) {
    let pool = Int(change.pool)
    pools[pool].rules.standardCostMicros = change.standardCostMicros
    guard pools[pool].rules.method == .standard else { return }
    let delta = standardValue(pool, pools[pool].quantity) - pools[pool].value
    if delta != 0 { row(change.ordinal, pool, .standardRevaluation, value: delta) }
  }

  func apply(_ late: LateCost) {
    guard let layer = layerOf[late.receipt] else {
      return problem(.lateCostWithoutReceipt, late.ordinal)
    }
    row(late.receipt, layer.pool, .lateCost, value: late.valueMinor)
    absorb(late.valueMinor, layer, path: [late.receipt])
    clearOverdrawnAverages()
  }
}
