import AccountingValues
import Inventory

/// What stock cost the group, beside what it cost the company (ACCOUNTING §2).
///
/// Goods from a company of the group stand in the books at the transfer price. The same stock is costed
/// once more as the group has it: those receipts at what the goods cost the group, everything else as
/// in the books. So the group's cost follows the goods through issues, returns, transfers and
/// production by the company's own methods, and what differs is profit that the group has not earned:
///
///     from the sister   10 for 120.00, which cost her 80.00
///     sold              4: cost of sales 48.00, the group's 32.00
///     left              6 for 72.00, the group's 48.00: 24.00 not realised
///
/// Where the dearest goods leave first the same goods leave as in the books, whatever they cost the
/// group. Goods at standard cost the group its own standard. Where the group has none, and where nobody
/// states what goods cost the group, nothing is told of these goods and of what they are mixed with; see
/// `GroupUnknowns`.
struct GroupStock {
  /// The group's cost of each closing layer, by period; `nil` where it is not known.
  private(set) var layers: [Int32: [Int64?]] = [:]
  /// The group's cost of each consumption, by position; `nil` where it is not known.
  private(set) var consumptions: [Int64?] = []
  /// Items that goods of the group are in, by number.
  let items: Set<Int32>
  /// Receipts from companies of the group of which nobody says what they cost it, by stock event.
  let unstated: [Int32]
  /// Items at a standard to which the group has none.
  let unfollowed: Set<Int32>

  init(
    books: CostingStep.Result, group: CostingStep.Result, unknowns: GroupUnknowns,
    items: Set<Int32>, unstated: [Int32], unfollowed: Set<Int32>
  ) {
    self.items = items
    self.unstated = unstated
    self.unfollowed = unfollowed
    for (period, own) in books.layersByPeriod {
      layers[period] = Self.costs(
        of: Array(own), Array(group.layersByPeriod[period] ?? []), unknowns.pools[period] ?? [],
        unknowns.origins)
    }
    consumptions = Self.costs(
      of: books.output.consumptions, group.output.consumptions, unknowns.consumptions)
  }

  /// The value of each layer in the other stock, which must have the same layers.
  private static func costs(
    of own: [ClosingLayer], _ other: [ClosingLayer], _ pools: Set<Int32>, _ origins: Set<Int32>
  ) -> [Int64?] {
    var others = Dictionary(grouping: other, by: \.pool).mapValues { $0[...] }
    return own.map { layer in
      guard let match = others[layer.pool]?.popFirst(), match.layer == layer.layer,
        match.quantityMicros == layer.quantityMicros, !pools.contains(layer.pool),
        !origins.contains(layer.origin)
      else { return nil }
      return match.valueMinor
    }
  }

  private struct Taking: Hashable {
    let movement: Int32
    let cause: Int32
    let layer: Int32
  }

  /// The value of each consumption in the other stock. A correction that is in one of them only, as a
  /// bill that raises the transfer price, is nothing in the other.
  private static func costs(
    of own: Pages<Consumption>, _ other: Pages<Consumption>, _ unknown: Set<Int>
  ) -> [Int64?] {
    func taking(_ row: Consumption) -> Taking {
      Taking(movement: row.movement, cause: row.cause, layer: row.layer)
    }
    var values: [Taking: [Int64]] = [:]
    for row in other.reversed() { values[taking(row), default: []].append(row.valueMinor) }
    var costs: [Int64?] = own.map { values[taking($0)]?.popLast() ?? 0 }
    var last: [Int32: Int] = [:]
    for (position, row) in own.enumerated() { last[row.movement] = position }
    for (taking, rest) in values {
      guard let position = last[taking.movement], let cost = costs[position] else { continue }
      costs[position] = cost + rest.reduce(0, +)
    }
    for position in unknown { costs[position] = nil }
    return costs
  }
}

/// Which stock holds goods of which nobody knows what they cost the group.
///
/// It follows the goods: by the receipt that a layer stems from where layers keep their own cost, by
/// the whole pool where it has one average, until that pool is empty; through transfers, returns and
/// production orders to what was made of them.
struct GroupUnknowns {
  /// Receipts, returns, outputs and transfers of such goods, by the engine's number.
  private(set) var origins: Set<Int32> = []
  /// Pools with such goods in their average at the end of each open period.
  private(set) var pools: [Int32: Set<Int32>] = [:]
  /// Positions of consumptions that took such goods.
  private(set) var consumptions: Set<Int> = []

  private let intake: StockIntake
  private let production: ProductionIntake
  private let unstated: Set<Int32>
  private let result: CostingStep.Result
  /// Pools with one cost for all they hold.
  private var averaged: Set<Int32> = []
  /// Averaged pools whose average reaches back to goods that left earlier.
  private var periodic: Set<Int32> = []
  /// Production orders that used such goods.
  private(set) var orders: Set<Int32> = []
  private var movements: Set<Int32> = []
  /// Periodic pools that such goods are in at any time.
  private var foreverUnknown: Set<Int32> = []

  init(
    _ result: CostingStep.Result, intake: StockIntake, production: ProductionIntake,
    unstated: Set<Int32>
  ) {
    self.result = result
    self.intake = intake
    self.production = production
    self.unstated = unstated
    sortPools()
    // Whether an order used such goods may show after its products came: until nothing is added.
    var known = (-1, -1)
    while known != (orders.count, foreverUnknown.count) {
      known = (orders.count, foreverUnknown.count)
      follow()
    }
  }

  private mutating func sortPools() {
    var methods: [Int32: [CostingMethod]] = [:]
    for (pool, rules) in intake.pools.enumerated() { methods[Int32(pool)] = [rules.method] }
    for change in intake.rulesChanges { methods[change.pool]?.append(change.rules.method) }
    for (pool, methods) in methods {
      if methods.contains(where: { $0 == .movingAverage || $0 == .periodicAverage }) {
        averaged.insert(pool)
      }
      if methods.contains(.periodicAverage) { periodic.insert(pool) }
    }
  }

  // MARK: Following

  /// Where each event's rows are in the engine's output.
  private func positions<Row>(_ rows: Pages<Row>, _ cause: (Row) -> Int32) -> [Int32: [Int]] {
    var positions: [Int32: [Int]] = [:]
    for (position, row) in rows.enumerated() { positions[cause(row), default: []].append(position) }
    return positions
  }

  private mutating func follow() {
    let valued = positions(result.output.valued, \.cause)
    let taken = positions(result.output.consumptions, \.cause)
    var contaminated = foreverUnknown
    var quantities: [Int32: Int64] = [:]
    var periods = intake.scope.openPeriods[...]
    consumptions = []
    for position in result.causes.indices {
      let number = result.firstNumber + Int32(position)
      let rows = (valued[number] ?? []).map { result.output.valued[$0] }
      let date = date(of: result.causes[position]) ?? rows.first?.date
      while let date, let period = periods.first, period.end <= date {
        pools[period.id] = contaminated
        periods.removeFirst()
      }
      if case .movement(let index) = result.causes[position], isUnknown(index) {
        enter(number, pools: [intake.events[Int(index)].pool], &contaminated)
      }
      for row in taken[number] ?? [] { take(row, contaminated) }
      carry(position, rows, &contaminated)
      for row in rows {
        let left = (quantities[row.pool] ?? 0) + row.quantityMicros
        quantities[row.pool] = left
        if left == 0, !periodic.contains(row.pool) { contaminated.remove(row.pool) }
      }
    }
    for period in periods { pools[period.id] = contaminated }
  }

  private func date(of cause: CostingStep.Cause) -> CivilDate? {
    if case .movement(let index) = cause { return intake.events[Int(index)].date }
    return nil
  }

  /// Whether a movement brings such goods by itself: from the group, back from a customer, or made of
  /// them.
  private func isUnknown(_ index: Int32) -> Bool {
    if unstated.contains(index) { return true }
    let event = intake.events[Int(index)]
    guard event.quantity.micros > 0 else { return false }
    if let place = production.places[index], place.isOutput, orders.contains(place.order) {
      return true
    }
    guard let linked = event.linkedPosition else { return false }
    return movements.contains(result.ordinals[Int(linked)])
  }

  private mutating func enter(
    _ number: Int32, pools: [Int32], _ contaminated: inout Set<Int32>
  ) {
    origins.insert(number)
    for pool in pools where averaged.contains(pool) {
      contaminated.insert(pool)
      if periodic.contains(pool) { foreverUnknown.insert(pool) }
    }
  }

  private mutating func take(_ position: Int, _ contaminated: Set<Int32>) {
    let row = result.output.consumptions[position]
    guard origins.contains(row.origin) || contaminated.contains(row.pool) else { return }
    consumptions.insert(position)
    movements.insert(row.movement)
    if contaminated.contains(row.pool), row.origin >= 0,
      case .movement(let index)? = result.cause(of: row.movement),
      intake.events[Int(index)].isTransfer
    {
      origins.insert(row.origin)
    }
  }

  /// What a movement that took such goods brought elsewhere.
  private mutating func carry(
    _ position: Int, _ rows: [ValuedMovement], _ contaminated: inout Set<Int32>
  ) {
    let number = result.firstNumber + Int32(position)
    guard case .movement(let index) = result.causes[position], movements.contains(number) else {
      return
    }
    if let place = production.places[index], !place.isOutput { orders.insert(place.order) }
    if intake.events[Int(index)].isTransfer {
      enter(
        number, pools: rows.filter { $0.quantityMicros > 0 }.map(\.pool), &contaminated)
    }
  }
}
