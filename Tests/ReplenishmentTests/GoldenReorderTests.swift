import AccountingValues
import Replenishment
import Testing

/// Section 7 of the golden cases. Not here: G-RO7, because demand-driven zones (DDMRP) are not
/// planned yet. G-RO3 does not exist in the list.
@Suite("Golden cases: reorder")
struct GoldenReorderTests {
  private let today = CivilDate(daysSince1970: 20_000)

  @Test("G-RO1: d 2 a day, L 12, z 1.64, σ over lead time 20 give a reorder point of 56.8")
  func leadTimeDeviation() throws {
    let policy = ReorderPolicy(
      point: .leadTimeDeviation(micros: 1_640_000, deviation: try units("20")), amount: .missing,
      leadTimeDays: 12)
    let plan = ReplenishmentPlan(
      [try line(policy, onHand: "0", demand: DemandStatistics(total: units("200"), days: 100))],
      asOf: today)
    let suggestion = try #require(plan.suggestions.first)
    #expect(suggestion.reorderPoint == (try units("56.8")))
    #expect(
      suggestion.arithmetic.contains(
        "reorder point 56.8 = 2 a day × 12 days (stated) + 1.64 × 20"))
  }

  @Test("G-RO2: D 54,000, S 90, H 3 give an economic quantity of 1,800")
  func economicQuantity() throws {
    let policy = ReorderPolicy(
      point: .stated(.zero), amount: .economic(orderCostMinor: 90_00, holdingCostMinor: 3_00))
    let yearly = DemandStatistics(total: try units("54000"), days: 365)
    let plan = ReplenishmentPlan([try line(policy, onHand: "0", demand: yearly)], asOf: today)
    let suggestion = try #require(plan.suggestions.first)
    #expect(suggestion.quantity == (try units("1800")))
    #expect(
      suggestion.arithmetic.contains(
        "economic quantity 1800 = √(2 × 54000 a year × order cost 9000 ÷ holding cost 300)"))
  }

  @Test(
    "G-RO2: the lead time not exceeded with 85 % is 7, with 95 % 9: reorder points 1,050 and 1,350",
    arguments: [(850, 7, "1050", "150"), (950, 9, "1350", "450")])
  func leadTimePercentile(perMille: Int, days: Int, point: String, safety: String) throws {
    let shares = [(6, 75), (7, 10), (8, 5), (9, 5), (10, 5)]
    let leadTimes = try #require(
      LeadTimeStatistics(days: shares.flatMap { Array(repeating: $0.0, count: $0.1) }))
    #expect(leadTimes.notExceeded(perMille: perMille) == days)
    let demand = DemandStatistics(total: try units("15000"), days: 100)
    let policy = ReorderPolicy(
      point: .leadTimePercentile(perMille: perMille), amount: .missing)
    let plan = ReplenishmentPlan(
      [try line(policy, onHand: "0", demand: demand, leadTimes: leadTimes)], asOf: today)
    let suggestion = try #require(plan.suggestions.first)
    #expect(suggestion.reorderPoint == (try units(point)))
    // The safety stock is what exceeds the demand over the usual lead time of 6 days.
    #expect(try suggestion.reorderPoint.subtracting(units("900")) == units(safety))
  }

  @Test(
    "G-RO4: cap by the maximum, raise to the minimum, round up to the multiple, repeat on the rest",
    arguments: [
      ("250", ["2 × 100", "1 × 50"]), ("100", ["1 × 100"]), ("101", ["1 × 100", "1 × 40"]),
      ("3", ["1 × 40"]), ("41", ["1 × 50"]), ("0", []),
    ])
  func modifiers(needed: String, lots: [String]) throws {
    let modifiers = OrderModifiers(
      maximum: try units("100"), minimum: try units("40"), multiple: try units("10"))
    let result = try modifiers.lots(for: units(needed))
    #expect(result.map { "\($0.count) × \($0.quantity)" } == lots)
  }

  @Test("G-RO4: an emergency order skips the modifiers")
  func emergency() throws {
    var policy = ReorderPolicy.reorderPoint(try units("10"), quantity: try units("50"))
    policy.modifiers = OrderModifiers(minimum: try units("100"))
    policy.ordersEmergencies = true
    let plan = ReplenishmentPlan([try line(policy, onHand: "-7")], asOf: today)
    #expect(plan.suggestions.map(\.isEmergency) == [true, false])
    #expect(plan.suggestions.map(\.quantity) == [try units("7"), try units("100")])
    #expect(plan.suggestions[0].arithmetic.hasSuffix("below zero; emergency order 7"))
  }

  @Test("G-RO5: stock 0, reorder point 100, quantity 110: 110 once, the next run nothing")
  func onceOnly() throws {
    let lines = [
      try line(.reorderPoint(try units("100"), quantity: try units("110")), onHand: "0")
    ]
    let first = ReplenishmentPlan(lines, asOf: today)
    #expect(first.suggestions.map(\.quantity) == [try units("110")])
    let next = ReplenishmentPlan(
      lines, earlier: remembered(first, on: today), asOf: today.adding(days: 1))
    #expect(next.suggestions.isEmpty)
    #expect(next.counted == [0])
  }

  @Test("G-RO5: projected = actual + planned + requested + ordered − reserved")
  func projected() throws {
    var line = try line(.reorderPoint(try units("100"), quantity: try units("110")), onHand: "50")
    line.position.planned = try units("20")
    line.position.requested = try units("15")
    line.position.onOrder = try units("25")
    line.position.reserved = try units("10")
    let plan = ReplenishmentPlan([line], asOf: today)
    #expect(plan.suggestions.map(\.projected) == [try units("100")])
    #expect(
      plan.suggestions.map(\.arithmetic) == [
        "projected 100 = on hand 50 − reserved 10 + on order 25 + requested 15 + planned 20 + "
          + "suggested before 0 − demand 0; at or below reorder point 100; quantity 110; "
          + "order 110 = 1 × 110"
      ])
    line.position.onHand = try units("51")
    #expect(ReplenishmentPlan([line], asOf: today).suggestions.isEmpty)
  }

  @Test("G-RO6 ERPNext: mean daily use × lead days + minimum")
  func simple() throws {
    let policy = ReorderPolicy(
      point: .simple(minimum: try units("5")), amount: .stated(try units("30")), leadTimeDays: 4)
    let demand = DemandStatistics(total: try units("90"), days: 30)
    let plan = ReplenishmentPlan([try line(policy, onHand: "17", demand: demand)], asOf: today)
    let suggestion = try #require(plan.suggestions.first)
    #expect(suggestion.reorderPoint == (try units("17")))
    #expect(suggestion.ruleID == "simple_point/fixed_quantity")
    #expect(
      suggestion.arithmetic.contains(
        "reorder point 17 = 3 a day × 4 days (stated) + minimum 5"))
  }
}
