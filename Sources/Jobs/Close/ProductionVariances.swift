import AccountingValues
import Extraction
import Inventory

/// What production orders cost beside standard, in steps: at its end, and whenever cost reaches an ended
/// order, an order is measured anew with all that happened until that day, and what changed is the step.
struct ProductionVariances {
  /// Why an order's variance is not split.
  enum Gap: String, CaseIterable {
    /// No bill of materials and no planned components say what its products may use.
    case noBillOfMaterials = "no_bill_of_materials"
    /// It absorbed labour or overhead, and no routing says how much it may.
    case noRouting = "no_routing"
    /// It began before go-live: what it had used and made by then is one amount.
    case underWayAtGoLive = "under_way_at_go_live"
    /// It made nothing and scrapped nothing that its cost could be measured by.
    case nothingMade = "nothing_made"
    /// A standard gives an amount beyond all range.
    case outOfRange = "out_of_range"
  }

  /// An order as it stands at the end of a day.
  struct Measure: Equatable {
    var goodMicros: Int64 = 0
    var scrappedMicros: Int64 = 0
    /// Components, labour, overhead, and what it brought.
    var actualMinor: Int64 = 0
    /// What the good units may cost; `nil` where nothing says so.
    var standardMinor: Int64?
    /// What its products came in at.
    var productMinor: Int64 = 0
    /// What the books gave up, by cause.
    var posted = ProductionVariance.Parts()
    /// What is in the cost of its products all the same, by cause: its variances are told, not posted.
    var carried = ProductionVariance.Parts()
    var lines: [ProductionVariance.Line] = []
    var gap: Gap?
  }

  /// A change of an order's measure.
  struct Step {
    let order: Int32
    let date: CivilDate
    let before: Measure
    let after: Measure

    /// What the books give up on that day.
    var posted: ProductionVariance.Parts { after.posted - before.posted }
  }

  /// In the order of orders, then days.
  private(set) var steps: [Step] = []

  private struct Fact {
    let date: CivilDate
    let event: Int32
    let isOutput: Bool
    let item: Int32
    let pool: Int32
    let quantity: Int64
    let value: Int64
  }

  private let close: CompanyClose

  init(_ close: CompanyClose, _ costing: CostingStep.Result) {
    self.close = close
    var facts: [Int32: [Fact]] = [:]
    for row in costing.output.valued where row.role == .workInProgress {
      guard case .movement(let index)? = costing.cause(of: row.movement),
        let place = close.production.places[index]
      else { continue }
      let key = close.stock.poolKeys[Int(row.pool)]
      guard key.owner == "own" else { continue }
      facts[place.order, default: []].append(
        Fact(
          date: row.date, event: index, isOutput: place.isOutput, item: key.item, pool: row.pool,
          quantity: row.quantityMicros, value: row.valueMinor))
    }
    let rows = Dictionary(grouping: costing.output.production, by: \.order)
    for order in close.production.orders.values.indices.map({ Int32($0) }) {
      addSteps(of: order, facts[order] ?? [], rows[order] ?? [])
    }
  }

  private mutating func addSteps(of order: Int32, _ facts: [Fact], _ rows: [ProductionRow]) {
    let end = close.production.orders[order].completedOn
    var days = Set(rows.lazy.filter { $0.kind == .variance }.map(\.date))
    if let end {
      days.insert(end)
      days.formUnion(facts.lazy.map(\.date).filter { $0 > end })
    }
    var before = Measure()
    for day in days.sorted() {
      let after = measure(
        order, on: day, facts.filter { $0.date <= day }, rows.filter { $0.date <= day })
      if after != before {
        steps.append(Step(order: order, date: day, before: before, after: after))
      }
      before = after
    }
  }
}

// MARK: - Measuring

extension ProductionVariances {
  private func measure(
    _ number: Int32, on day: CivilDate, _ facts: [Fact], _ rows: [ProductionRow]
  ) -> Measure {
    let order = close.production.orders[number]
    func sum(_ kind: ProductionRow.Kind) -> Int64 {
      rows.reduce(0) { $1.kind == kind ? $0 + $1.valueMinor : $0 }
    }
    var measure = Measure()
    let outputs = facts.filter(\.isOutput)
    let product =
      order.product.flatMap { close.masters.items.number(of: $0) } ?? outputs.first?.item
    measure.goodMicros = outputs.reduce(0) { $1.item == product ? $0 + $1.quantity : $0 }
    if let end = order.completedOn, end <= day { measure.scrappedMicros = order.scrapped }
    measure.productMinor = outputs.reduce(0) { $0 + $1.value }
    measure.actualMinor =
      order.opening + sum(.labour) + sum(.overhead)
      - facts.reduce(0) { $1.isOutput ? $0 : $0 + $1.value }
    let total = -sum(.variance)
    let weight = weight(of: number, outputs, on: day)
    let isPosted = weight.standard > 0 || total != 0
    do throws(Unmeasured) {
      let use = try use(of: order, product: product, on: day, measure, facts)
      let found = try measured(use)
      measure.lines = found.lines
      measure.standardMinor = found.goodMinor
      if isPosted { measure.posted = try parts(found, of: total, weight) }
      if weight.standard == 0, !outputs.isEmpty { measure.carried = found.parts }
    } catch {
      measure.gap = error.gap
      measure.posted = .unexplained(total)
    }
    return measure
  }

  private struct Unmeasured: Error { let gap: Gap }

  /// What the order used until then, beside what it may use.
  private func use(
    of order: ProductionIntake.Order, product: Int32?, on day: CivilDate, _ measure: Measure,
    _ facts: [Fact]
  ) throws(Unmeasured) -> ProductionUse {
    guard order.opening == 0 else { throw Unmeasured(gap: .underWayAtGoLive) }
    guard let product, measure.goodMicros > 0 || measure.scrappedMicros > 0 else {
      throw Unmeasured(gap: .nothingMade)
    }
    let released = order.releasedOn ?? facts.first?.date ?? day
    let key = close.masters.items.key(product)
    let standards = close.production.standards
    var components = standards.components(of: order, product: key, on: released)
    var positions = Dictionary(
      uniqueKeysWithValues: components.enumerated().map { ($1.item, $0) })
    let taken = facts.filter { !$0.isOutput }
    if components.isEmpty, !taken.isEmpty { throw Unmeasured(gap: .noBillOfMaterials) }
    for fact in taken {
      let position = positions[fact.item] ?? components.count
      if position == components.count {
        components.append(ProductionUse.Component(item: fact.item))
        positions[fact.item] = position
      }
      components[position].usedMicros -= fact.quantity
      components[position].costMinor -= fact.value
    }
    for index in components.indices {
      components[index].priceMicros =
        close.masters.standard(of: components[index].item, on: released)?.micros
    }
    let hasEnded = order.completedOn.map { $0 <= day } ?? false
    let operations = standards.operations(of: key, on: released)
    if hasEnded, operations.isEmpty, order.labour ?? 0 != 0 || order.overhead ?? 0 != 0 {
      throw Unmeasured(gap: .noRouting)
    }
    return ProductionUse(
      goodMicros: measure.goodMicros, scrappedMicros: measure.scrappedMicros,
      components: components, operations: operations, labourMinor: hasEnded ? order.labour : nil,
      overheadMinor: hasEnded ? order.overhead : nil, hoursMicros: order.workedHours)
  }

  private func measured(_ use: ProductionUse) throws(Unmeasured) -> ProductionVariance {
    do throws(ValueError) {
      return try ProductionVariance(of: use, minorDigits: close.scope.base.minorDigits)
    } catch { throw Unmeasured(gap: .outOfRange) }
  }

  private func parts(
    _ found: ProductionVariance, of total: Int64, _ weight: (standard: Int64, whole: Int64)
  ) throws(Unmeasured) -> ProductionVariance.Parts {
    do throws(ValueError) {
      return try found.parts(of: total, weight: weight.standard, in: weight.whole)
    } catch { throw Unmeasured(gap: .outOfRange) }
  }

  /// The share of an order's cost that its products at standard take, as the engine gives it to them:
  /// an order that made nothing carries nothing further.
  private func weight(
    of number: Int32, _ outputs: [Fact], on day: CivilDate
  ) -> (standard: Int64, whole: Int64) {
    let order = close.production.orders[number]
    var made: [Int32: (quantity: Int64, isStandard: Bool)] = [:]
    for fact in outputs {
      guard let place = close.production.places[fact.event] else { continue }
      let rules = close.stock.pools[Int(fact.pool)]
      let isStandard =
        rules.method == .standard
        || rules.outputCost == .standard && close.masters.standard(of: fact.item, on: day) != nil
      made[place.output, default: (0, false)].quantity += fact.quantity
      made[place.output]?.isStandard = isStandard
    }
    made = made.filter { $0.value.quantity > 0 }
    guard !made.isEmpty else { return (1, 1) }
    let byShare = made.contains { order.outputs[Int($0.key)].share > 0 }
    var weight: (standard: Int64, whole: Int64) = (0, 0)
    for (line, output) in made {
      let share = byShare ? order.outputs[Int(line)].share : output.quantity
      weight.whole += share
      if output.isStandard { weight.standard += share }
    }
    return weight
  }
}

// MARK: - Findings

extension ProductionVariances {
  /// INV-043: orders whose variance nothing explains although their product could have a standard, one
  /// finding per product and reason. Each order is listed in the report.
  func findings() -> [Finding] {
    struct Group: Hashable {
      let item: SourceKey?
      let gap: Gap
    }
    var groups: [Group: (orders: [Int32], minor: Int64)] = [:]
    var last: [Int32: Measure] = [:]
    for step in steps { last[step.order] = step.after }
    for (order, measure) in last.sorted(by: { $0.key < $1.key }) {
      guard let gap = measure.gap, gap != .underWayAtGoLive, gap != .nothingMade,
        !measure.posted.isZero
      else { continue }
      let facts = close.production.orders[order]
      let group = Group(item: facts.product ?? facts.items.first, gap: gap)
      groups[group, default: ([], 0)].orders.append(order)
      groups[group]?.minor += measure.posted.total
    }
    return groups.map { group, found in
      let orders = found.orders.map { close.production.orders[$0] }
      let first = orders.min { $0.number < $1.number } ?? orders[0]
      let item =
        group.item.flatMap { close.masters.items.number(of: $0) }
        .map { close.masters.items[$0].number } ?? ""
      let others = orders.count - 1
      return Finding(
        code: "INV-043", severity: .warning, origin: "work_orders", key: first.key.displayText,
        document: first.number, amount: Money(minor: found.minor, in: close.scope.base),
        message: (others > 0 ? "this and \(counted(others, "more order")) of \(item)" : "\(item)")
          + ": the whole difference to standard is production variance, since \(group.gap.reason)",
        action: group.gap.advice)
    }.sorted()
  }
}

extension ProductionVariances.Gap {
  fileprivate var reason: String {
    switch self {
    case .noBillOfMaterials: "no bill of materials says what the product may use"
    case .noRouting: "no routing says which labour and overhead the product may take"
    case .underWayAtGoLive: "the order began before go-live"
    case .nothingMade: "nothing was made"
    case .outOfRange: "its standards give amounts beyond 64 bits"
    }
  }

  fileprivate var advice: String {
    switch self {
    case .noBillOfMaterials: "feed boms for the product, or work_order_components for its orders"
    case .noRouting: "feed routings for the product, with hours and rates"
    case .underWayAtGoLive, .nothingMade: "nothing is to be done"
    case .outOfRange: "look for quantities and rates that are too large in boms and routings"
    }
  }
}
