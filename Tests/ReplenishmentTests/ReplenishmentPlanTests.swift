import AccountingValues
import Replenishment
import TestSupport
import Testing

@Suite("Reorder suggestions")
struct ReplenishmentPlanTests {
  private let today = CivilDate(daysSince1970: 20_000)

  private func plan(_ line: PlanningLine) -> ReorderSuggestion? {
    ReplenishmentPlan([line], asOf: today).suggestions.first
  }

  @Test("far below its reorder point an item takes as many batches as pass it")
  func batches() throws {
    let policy = ReorderPolicy.reorderPoint(try units("100"), quantity: try units("110"))
    let suggestion = try #require(plan(try line(policy, onHand: "-200")))
    #expect(suggestion.quantity == (try units("330")))
    #expect(suggestion.arithmetic.contains("quantity 110; 3 times to pass it: 330"))
  }

  @Test("exactly at the point after so many batches is not above it: one more")
  func exactlyAtPoint() throws {
    let policy = ReorderPolicy.reorderPoint(try units("100"), quantity: try units("50"))
    #expect(try #require(plan(try line(policy, onHand: "0"))).quantity == (try units("150")))
  }

  @Test("min–max fills up to the maximum, at or below the minimum")
  func minMax() throws {
    let policy = ReorderPolicy.minMax(try units("10"), try units("50"))
    #expect(try #require(plan(try line(policy, onHand: "10"))).quantity == (try units("40")))
    #expect(try #require(plan(try line(policy, onHand: "-5"))).quantity == (try units("55")))
    #expect(plan(try line(policy, onHand: "10.000001")) == nil)
  }

  @Test("lot for lot orders what demand lacks, and nothing at its safety stock")
  func lotForLot() throws {
    var line = try line(.lotForLot(safetyStock: try units("5")), onHand: "20")
    line.position.firmDemand = try units("18")
    #expect(try #require(plan(line)).quantity == (try units("3")))
    line.position.firmDemand = try units("15")
    #expect(plan(line) == nil)
  }

  @Test("firm demand consumes forecast: the larger counts")
  func demand() throws {
    var line = try line(.lotForLot(), onHand: "0")
    line.position.firmDemand = try units("8")
    line.position.forecastDemand = try units("12")
    #expect(try #require(plan(line)).quantity == (try units("12")))
    line.position.firmDemand = try units("30")
    #expect(try #require(plan(line)).quantity == (try units("30")))
  }

  @Test("z·√(L·σ_d² + d²·σ_L²): σ_d 3, L 4, d 2, σ_L 4 give √(36 + 64) = 10")
  func safetyFactor() throws {
    // Demand −1, 2, 5 has mean 2 and deviation 3; lead times 0, 4, 8 have mean 4 and deviation 4.
    let quantities = ["-1", "2", "5"]
    let events = try quantities.enumerated().map {
      DemandEvent(date: today.adding(days: $0.offset - 3), quantity: try units($0.element))
    }
    let window = DateSpan(first: today.adding(days: -3), end: today)
    let demand = try #require(try DemandStatistics(events, window: window))
    let leadTimes = try #require(LeadTimeStatistics(days: [8, 0, 4]))
    #expect(demand.meanMicros == 2_000_000 && demand.deviationMicros == 3_000_000)
    #expect(leadTimes.mean == 4 && leadTimes.deviation == 4)
    let policy = ReorderPolicy(point: .safetyFactor(micros: 1_500_000), amount: .missing)
    let suggestion = try #require(
      plan(try line(policy, onHand: "0", demand: demand, leadTimes: leadTimes)))
    #expect(suggestion.reorderPoint == (try units("23")))
    #expect(suggestion.expectedOn == today.adding(days: 4))
    #expect(
      suggestion.arithmetic.contains(
        "reorder point 23 = 2 a day × 4 days (mean of 3 receipts) + 1.5 × √(4 × 3² + 2² × 4²)"))
  }

  @Test("the supplier's conditions fill what the policy leaves open")
  func supplierConditions() throws {
    var policy = ReorderPolicy.reorderPoint(try units("10"), quantity: try units("15"))
    policy.modifiers = OrderModifiers(multiple: try units("6"))
    let offer = SupplierOffer(
      supplier: 3, name: "North", price: UnitCost(micros: 2_500_000), leadTimeDays: 9,
      modifiers: OrderModifiers(minimum: try units("40"), multiple: try units("25")))
    let suggestion = try #require(plan(try line(policy, onHand: "0", offers: [offer])))
    #expect(suggestion.quantity == (try units("42")))
    #expect(suggestion.offer == 0)
    #expect(suggestion.supplierReason == "North at 2.50, 9 days: the only offer")
    #expect(suggestion.expectedOn == today.adding(days: 9))
  }

  @Test("a suggestion counts until it is ordered, rejected or too old, and not on its own day")
  func life() throws {
    let quantity = try units("1")
    func counts(_ state: EarlierSuggestion.State, age: Int) -> Bool {
      EarlierSuggestion(
        item: 0, location: 0, suggestedOn: today.adding(days: -age), quantity: quantity,
        state: state
      ).counts(asOf: today, lifeDays: 14)
    }
    #expect(counts(.open, age: 1) && counts(.open, age: 13))
    #expect(!counts(.open, age: 14))
    #expect(!counts(.open, age: 0))
    #expect(!counts(.open, age: -1))
    #expect(!counts(.ordered, age: 1))
    #expect(!counts(.rejected, age: 1))
  }

  @Test("a run on the same day makes the same suggestions again")
  func sameDay() throws {
    let lines = [
      try line(.reorderPoint(try units("100"), quantity: try units("110")), onHand: "0")
    ]
    let first = ReplenishmentPlan(lines, asOf: today)
    let again = ReplenishmentPlan(lines, earlier: remembered(first, on: today), asOf: today)
    #expect(first.suggestions == again.suggestions)
  }

  @Test("an earlier suggestion counts at its own item and location only")
  func ownPlace() throws {
    var other = try line(.lotForLot(safetyStock: try units("5")), onHand: "0", item: 1)
    other.position.location = 7
    let earlier = [(1, 0), (0, 7), (-1, 7)].map {
      EarlierSuggestion(
        item: $0.0, location: $0.1, suggestedOn: today.adding(days: -1),
        quantity: Quantity(micros: 5_000_000))
    }
    let plan = ReplenishmentPlan([other], earlier: earlier, asOf: today)
    #expect(plan.suggestions.map(\.quantity) == [try units("5")])
  }

  @Test("what cannot be planned is found, and the other lines are planned")
  func findings() throws {
    let simple = ReorderPolicy(
      point: .simple(minimum: .zero), amount: .missing, leadTimeDays: nil)
    let percentile = ReorderPolicy(point: .leadTimePercentile(perMille: 900), amount: .missing)
    let demand = DemandStatistics(total: try units("10"), days: 10)
    let huge = Quantity(micros: .max)
    var overflowing = try line(.lotForLot(), onHand: "0")
    overflowing.position.onHand = huge
    overflowing.position.onOrder = huge
    let lines = [
      try line(simple, onHand: "0"), try line(simple, onHand: "0", demand: demand),
      try line(percentile, onHand: "0", demand: demand), overflowing,
      try line(.reorderPoint(try units("1"), quantity: .zero), onHand: "0"),
      try line(.minMax(try units("5"), try units("5")), onHand: "0"),
      try line(.reorderPoint(try units("1"), quantity: try units("2")), onHand: "0"),
    ]
    let plan = ReplenishmentPlan(lines, asOf: today)
    #expect(plan.suggestions.map(\.line) == [6])
    let findings = plan.findings { (key: "\($0)", number: "I-\($0)") }
    #expect(
      findings.map(\.code) == ["REO-001", "REO-002", "REO-002", "REO-003", "REO-003", "REO-003"])
    #expect(findings.map(\.key) == ["0", "1", "2", "3", "4", "5"])
  }

  private func randomPolicy(_ random: inout SplitMix64) -> ReorderPolicy {
    func quantity(_ range: ClosedRange<Int64>) -> Quantity {
      Quantity(micros: Int64.random(in: range, using: &random) * 250_000)
    }
    let point = quantity(0...80)
    let amounts: [ReorderPolicy.Amount] = [
      .stated(quantity(1...90)), .upTo(Quantity(micros: point.micros + quantity(1...90).micros)),
      .missing, .economic(orderCostMinor: 90, holdingCostMinor: 3),
    ]
    let points: [ReorderPolicy.Point] = [.stated(point), .simple(minimum: quantity(0...20))]
    let amount = amounts.randomElement(using: &random) ?? .missing
    let chosen: ReorderPolicy.Point
    if case .upTo = amount {
      chosen = .stated(point)
    } else {
      chosen = points.randomElement(using: &random) ?? .stated(point)
    }
    var policy = ReorderPolicy(point: chosen, amount: amount, leadTimeDays: 5)
    policy.ordersEmergencies = Bool.random(using: &random)
    policy.modifiers = OrderModifiers(
      maximum: Bool.random(using: &random) ? quantity(20...60) : nil,
      minimum: Bool.random(using: &random) ? quantity(1...30) : nil,
      multiple: Bool.random(using: &random) ? quantity(1...12) : nil)
    return policy
  }

  @Test("under every policy the second run suggests nothing new", arguments: 0..<300)
  func secondRun(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    let demand = DemandStatistics(total: try units("70"), days: 30)
    let lines = (0..<20).map { item in
      PlanningLine(
        position: StockPosition(
          item: Int32(item), location: Int32(item % 3),
          onHand: Quantity(micros: Int64.random(in: -60...90, using: &random) * 250_000),
          reserved: Quantity(micros: Int64.random(in: 0...20, using: &random) * 250_000)),
        policy: randomPolicy(&random), demand: demand)
    }
    let first = ReplenishmentPlan(lines, asOf: today)
    #expect(first.findings { _ in ("", "") }.isEmpty, "seed \(seed)")
    #expect(!first.suggestions.isEmpty, "seed \(seed)")
    let next = ReplenishmentPlan(
      lines, earlier: remembered(first, on: today), asOf: today.adding(days: 1))
    #expect(next.suggestions.isEmpty, "seed \(seed)")
    for suggestion in first.suggestions {
      #expect(try suggestion.lots.total() == suggestion.quantity, "seed \(seed)")
    }
  }
}

@Suite("Order modifiers")
struct OrderModifierTests {
  /// One order after the other as the rule says it, without counting equal ones.
  private func oracle(_ needed: Int64, max: Int64?, min: Int64?, multiple: Int64?) -> [Int64] {
    var rest = needed
    var lots: [Int64] = []
    while rest > 0 {
      var lot = rest
      if let max, lot > max { lot = max }
      if let min, lot < min { lot = min }
      if let multiple {
        var up = lot
        while up % multiple != 0 { up += 1 }
        var down = lot
        while down % multiple != 0 { down -= 1 }
        let passes = max.map { lot <= $0 && up > $0 } ?? false
        lot = passes && down > 0 && down >= min ?? 0 ? down : up
      }
      lots.append(lot)
      rest -= lot
    }
    return lots
  }

  @Test("every combination up to 13 agrees with one order after the other")
  func exhaustive() throws {
    func quantity(_ value: Int64) -> Quantity? { value == 0 ? nil : Quantity(micros: value) }
    for needed in Int64(0)...13 {
      for max in Int64(0)...9 {
        for min in Int64(0)...9 {
          for multiple in Int64(0)...6 {
            let lots = try OrderModifiers(
              maximum: quantity(max), minimum: quantity(min), multiple: quantity(multiple)
            ).lots(for: Quantity(micros: needed))
            let flat = lots.flatMap {
              Array(repeating: $0.quantity.micros, count: Int($0.count))
            }
            let expected = oracle(
              needed, max: max == 0 ? nil : max, min: min == 0 ? nil : min,
              multiple: multiple == 0 ? nil : multiple)
            #expect(flat == expected, "\(needed), max \(max), min \(min), multiple \(multiple)")
          }
        }
      }
    }
  }

  @Test("a need of billions in lots of one is one line, not billions of them")
  func manyLots() throws {
    let lots = try OrderModifiers(maximum: units("1")).lots(for: units("5000000000"))
    #expect(lots == [OrderLot(quantity: try units("1"), count: 5_000_000_000)])
  }

  @Test("lots beyond 64 bits are refused")
  func range() throws {
    let modifiers = OrderModifiers(multiple: Quantity(micros: Int64.max / 2))
    #expect(throws: ValueError.outOfRange) {
      try modifiers.lots(for: Quantity(micros: Int64.max))
    }
  }

  @Test("the policy's modifiers win over the supplier's")
  func filled() throws {
    let policy = OrderModifiers(maximum: try units("10"), minimum: .zero)
    let supplier = OrderModifiers(
      maximum: try units("99"), minimum: try units("2"), multiple: try units("3"))
    #expect(
      policy.filled(from: supplier)
        == OrderModifiers(
          maximum: try units("10"), minimum: try units("2"), multiple: try units("3")))
  }
}

@Suite("Supplier choice")
struct SupplierChoiceTests {
  private func offer(_ name: String, _ price: Int64, _ days: Int?) -> SupplierOffer {
    SupplierOffer(
      supplier: 0, name: name, price: UnitCost(micros: price), leadTimeDays: days)
  }

  @Test("the cheapest, and by how much the next differs")
  func cheapest() throws {
    let choice = try #require(
      SupplierChoice(of: [
        offer("A", 3_250_000, 2), offer("B", 3_200_000, 10), offer("C", 4_000_000, 1),
      ]))
    #expect(choice.offer == 1)
    #expect(choice.reason == "B at 3.20, 10 days: cheapest; next A at 3.25, 2 days")
  }

  @Test("of equal prices the shorter lead time; one without comes last")
  func leadTime() throws {
    let choice = try #require(
      SupplierChoice(of: [
        offer("A", 3_000_000, nil), offer("B", 3_000_000, 10), offer("C", 3_000_000, 7),
      ]))
    #expect(choice.offer == 2)
    #expect(
      choice.reason == "C at 3.00, 7 days: same price, shorter lead time than B at 3.00, 10 days")
  }

  @Test("of equal offers the first")
  func equal() throws {
    let choice = try #require(
      SupplierChoice(of: [offer("A", 3_000_000, 7), offer("B", 3_000_000, 7)]))
    #expect(choice.offer == 0)
    #expect(
      choice.reason == "A at 3.00, 7 days: same terms as B at 3.00, 7 days, first in the list")
  }

  @Test("no offers, no choice")
  func none() { #expect(SupplierChoice(of: []) == nil) }
}

@Suite("Statistics of demand and lead time")
struct StatisticsTests {
  private let start = CivilDate(daysSince1970: 20_000)

  private func event(_ day: Int, _ micros: Int64) -> DemandEvent {
    DemandEvent(date: start.adding(days: day), quantity: Quantity(micros: micros))
  }

  private func window(_ first: Int, _ end: Int) -> DateSpan {
    DateSpan(first: start.adding(days: first), end: start.adding(days: end))
  }

  @Test("days without demand count, returns are netted, the window is half open")
  func demand() throws {
    let events = [event(0, 4), event(0, 2), event(3, -1), event(4, 100), event(-1, 50)]
    let demand = try #require(try DemandStatistics(events, window: window(0, 4)))
    #expect(demand.total.micros == 5)
    #expect(demand.days == 4)
    #expect(demand.meanMicros == 1.25)
    // 6, 0, 0, −1 around 1.25: (22.5625 + 1.5625 + 1.5625 + 5.0625) ÷ 3 = 10.25.
    #expect(demand.deviationMicros == 10.25.squareRoot())
  }

  @Test("an item younger than the window counts from its first demand")
  func youngItem() throws {
    let demand = try #require(try DemandStatistics([event(2, 6)], window: window(0, 4)))
    #expect(demand.days == 2)
    #expect(demand.meanMicros == 3)
  }

  @Test("no demand, a window before the first, an empty window: no statistics")
  func nothing() throws {
    #expect(try DemandStatistics([], window: window(0, 4)) == nil)
    #expect(try DemandStatistics([event(9, 1)], window: window(0, 4)) == nil)
    #expect(try DemandStatistics([event(0, 1)], window: window(4, 4)) == nil)
    #expect(DemandStatistics(total: Quantity(micros: 5), days: 0) == nil)
  }

  @Test("the order of events changes nothing", arguments: 0..<20)
  func order(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    let events = (0..<60).map { _ in
      event(
        Int.random(in: 0..<20, using: &random),
        Int64.random(in: -900_000...9_000_000, using: &random))
    }
    let a = try DemandStatistics(events, window: window(0, 20))
    let b = try DemandStatistics(events.shuffled(using: &random), window: window(0, 20))
    #expect(a == b, "seed \(seed)")
  }

  @Test("demand beyond 64 bits is refused")
  func range() {
    #expect(throws: ValueError.outOfRange) {
      try DemandStatistics([event(0, .max), event(0, 1)], window: window(0, 4))
    }
  }

  @Test("lead times from orders and receipts; a receipt before its order is left out")
  func leadTimes() throws {
    let orders = [(0, 6), (10, 17), (20, 19), (30, 38)].map {
      (ordered: start.adding(days: $0.0), received: start.adding(days: $0.1))
    }
    let leadTimes = try #require(LeadTimeStatistics(orders: orders))
    #expect(leadTimes.days == [6, 7, 8])
    #expect(leadTimes.mean == 7)
    #expect(leadTimes.deviation == 1)
    #expect(LeadTimeStatistics(days: [-1]) == nil)
  }

  @Test(
    "percentiles of 6, 7, 8 and 9 days",
    arguments: [(0, 6), (250, 6), (251, 7), (750, 8), (751, 9), (1_000, 9), (2_000, 9)])
  func percentiles(perMille: Int, days: Int) throws {
    let leadTimes = try #require(LeadTimeStatistics(days: [9, 7, 6, 8]))
    #expect(leadTimes.notExceeded(perMille: perMille) == days)
  }
}
