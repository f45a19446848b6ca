import AccountingValues
import Inventory
import TestSupport
import Testing

@Suite("Periodic average")
struct PeriodicAverageTests {
  @Test(
    "G-P1 the same trades by day and by month",
    arguments: [
      (AveragingPeriod.day, [30_00, 30_00, 100_00]), (.fiscalPeriod, [30_00, 65_00, 65_00]),
    ] as [(AveragingPeriod, [Int64])])
  func businessCentral(_ averaging: AveragingPeriod, _ costs: [Int64]) throws {
    var ledger = Ledger(every: averaging)
    try ledger.receive(1, at: 20_00, on: "2026-01-01")
    try ledger.receive(1, at: 40_00, on: "2026-01-01")
    let first = try ledger.issue(1, on: "2026-01-01")
    ledger.close(1)
    let second = try ledger.issue(1, on: "2026-02-01")
    try ledger.receive(1, at: 100_00, on: "2026-02-02")
    let third = try ledger.issue(1, on: "2026-02-03")
    ledger.close(2)
    #expect([first, second, third].map { ledger.cost(of: $0) } == costs)
    #expect(ledger.stock() == [0, 0])
  }

  @Test("A week ends on Sunday")
  func week() throws {
    var ledger = Ledger(every: .week)
    try ledger.receive(2, at: 10_00, on: "2026-01-02")
    let friday = try ledger.issue(1, on: "2026-01-02")
    try ledger.receive(2, at: 40_00, on: "2026-01-04")
    let monday = try ledger.issue(1, on: "2026-01-05")
    try ledger.receive(1, at: 45_00, on: "2026-01-11")
    ledger.close()
    // 100.00 ÷ 4 = 25.00; then (75.00 + 45.00) ÷ 4 = 30.00.
    #expect(ledger.cost(of: friday) == 25_00)
    #expect(ledger.cost(of: monday) == 30_00)
    #expect(ledger.stock() == [3, 90_00])
  }

  @Test("Cents go from issue to issue, the last unit takes what is left")
  func cents() throws {
    var ledger = Ledger(every: .fiscalPeriod)
    try ledger.receive(3, for: 10_00)
    let issues = try (0..<3).map { _ in try ledger.issue(1) }
    ledger.close()
    #expect(issues.map { ledger.cost(of: $0) } == [3_33, 3_34, 3_33])
    #expect(ledger.stock() == [0, 0])
  }

  @Test("What is sold before it is bought costs the average all the same")
  func soldFirst() throws {
    var ledger = Ledger(every: .fiscalPeriod)
    let early = try ledger.issue(4, on: "2026-01-03")
    try ledger.receive(6, at: 10_00, on: "2026-01-10")
    try ledger.receive(6, at: 20_00, on: "2026-01-20")
    ledger.close()
    #expect(ledger.cost(of: early) == 60_00)
    #expect(ledger.stock() == [8, 120_00])
    // Linked to the goods that came, not to nothing.
    #expect(ledger.output.consumptions.allSatisfy { $0.layer >= 0 })
    #expect(ledger.layers() == ["2 for 30.00 of 2026-01-10", "6 for 90.00 of 2026-01-20"])
  }

  @Test("Below zero leaves at the period's average and is trued up at the next period's")
  func belowZero() throws {
    var ledger = Ledger(every: .fiscalPeriod)
    try ledger.receive(4, at: 10_00, on: "2026-01-10")
    let sold = try ledger.issue(6, on: "2026-01-12")
    ledger.close(1)
    #expect(ledger.cost(of: sold) == 60_00)
    #expect(ledger.stock() == [-2, -20_00])
    try ledger.receive(5, at: 12_00, on: "2026-02-10")
    try ledger.receive(5, at: 18_00, on: "2026-02-11")
    ledger.close(2)
    // February: 150.00 ÷ 10 = 15.00, two of them were sold in January.
    #expect(ledger.cost(of: sold) == 70_00)
    #expect(ledger.stock() == [8, 120_00])
    let correction = ledger.output.valued.filter { $0.movement == sold && $0.reason == .cover }
    #expect(correction.map(\.valueMinor) == [-10_00])
    #expect(correction.first?.date == CivilDate("2026-02-10"))
  }

  @Test("Freight in the period of the receipt is part of the average, later it follows the goods")
  func lateCosts() throws {
    var ledger = Ledger(every: .fiscalPeriod)
    let receipt = try ledger.receive(10, at: 5_00, on: "2026-01-05")
    let january = try ledger.issue(4, on: "2026-01-06")
    try ledger.charge(10_00, on: receipt, on: "2026-01-20")
    ledger.close(1)
    #expect(ledger.cost(of: january) == 24_00)
    let february = try ledger.issue(1, on: "2026-02-02")
    try ledger.charge(20_00, on: receipt, on: "2026-02-20")
    ledger.close(2)
    // 8.00 of the second charge belong to what January sold, 12.00 to the average of February.
    #expect(ledger.cost(of: january) == 32_00)
    #expect(ledger.cost(of: february) == 8_00)
    #expect(ledger.stock() == [5, 40_00])
  }

  @Test("A return in the period of its delivery changes no average, a later one comes at its cost")
  func returns() throws {
    var ledger = Ledger(every: .fiscalPeriod)
    try ledger.receive(10, at: 10_00, on: "2026-01-02")
    let delivery = try ledger.issue(6, on: "2026-01-03")
    let back = try ledger.move(2, .customerReturn, on: "2026-01-04", linked: delivery)
    try ledger.receive(10, at: 20_00, on: "2026-01-05")
    ledger.close(1)
    #expect(ledger.cost(of: delivery) == 90_00)
    #expect(ledger.cost(of: back) == -30_00)
    #expect(ledger.stock() == [16, 240_00])
    try ledger.receive(4, at: 40_00, on: "2026-02-02")
    let later = try ledger.move(4, .customerReturn, on: "2026-02-03", linked: delivery)
    let sold = try ledger.issue(1, on: "2026-02-04")
    ledger.close(2)
    // (240.00 + 160.00 + 60.00) ÷ 24
    #expect(ledger.cost(of: later) == -60_00)
    #expect(ledger.cost(of: sold) == 19_17)
  }

  @Test("Goods that go back to the supplier take what they cost; the credit's rest is variance")
  func supplierReturn() throws {
    var ledger = Ledger(every: .fiscalPeriod)
    try ledger.receive(10, at: 10_00, on: "2026-01-02")
    let dear = try ledger.receive(10, at: 30_00, on: "2026-01-03")
    let sold = try ledger.issue(5, on: "2026-01-04")
    try ledger.move(
      -5, .supplierReturn, on: "2026-01-05", priceState: .known, value: 140_00, linked: dear)
    ledger.close()
    // (400.00 − 150.00) ÷ 15 = 16.67
    #expect(ledger.cost(of: sold) == 83_33)
    #expect(ledger.total(.supplierReturn) == 140_00)
    #expect(ledger.total(.costVariance) == 10_00)
    #expect(ledger.stock() == [10, 166_67])
  }

  @Test(
    "A transfer arrives at its sender's average of the whole period, through any number of pools")
  func transfers() throws {
    let pool = CostPool(method: .periodicAverage)
    var ledger = Ledger(pool, pool, pool)
    try ledger.receive(10, at: 10_00, on: "2026-01-02", pool: 0)
    try ledger.move(-6, .transfer, on: "2026-01-03", pool: 0, to: 1)
    try ledger.move(-4, .transfer, on: "2026-01-04", pool: 1, to: 2)
    let sold = try ledger.issue(3, on: "2026-01-05", pool: 2)
    try ledger.receive(10, at: 20_00, on: "2026-01-31", pool: 0)
    ledger.close()
    #expect(ledger.cost(of: sold) == 45_00)
    #expect(ledger.stock(of: 0) == [14, 210_00])
    #expect(ledger.stock(of: 1) == [2, 30_00])
    #expect(ledger.stock(of: 2) == [1, 15_00])
    #expect(ledger.layers(of: 2) == ["1 for 15.00 of 2026-01-02"])
  }

  @Test("A transfer that closes a circle leaves at its sender's average so far")
  func circle() throws {
    let pool = CostPool(method: .periodicAverage)
    var ledger = Ledger(pool, pool)
    try ledger.receive(10, at: 10_00, on: "2026-01-02", pool: 0)
    try ledger.receive(10, at: 40_00, on: "2026-01-02", pool: 1)
    try ledger.move(-10, .transfer, on: "2026-01-03", pool: 0, to: 1)
    // B holds 10 for 400.00 and 10 on their way, for 100.00 so far.
    try ledger.move(-4, .transfer, on: "2026-01-04", pool: 1, to: 0)
    let sold = try ledger.issue(2, on: "2026-01-05", pool: 0)
    try ledger.receive(4, at: 24_00, on: "2026-01-06", pool: 0)
    ledger.close()
    // A: (100.00 + 4 × 25.00 + 96.00) ÷ 18 = 16.44; ten of them go to B.
    #expect(ledger.cost(of: sold) == 32_89)
    #expect(ledger.stock(of: 0) == [6, 98_67])
    #expect(ledger.stock(of: 1) == [16, 464_44])
  }

  /// Components in pool 0, ten for 100.00 and all of them used by an order of five products, which go
  /// to pool 1.
  private static func workshop() throws -> Ledger {
    let pool = CostPool(method: .periodicAverage)
    var ledger = Ledger(pool, pool)
    ledger.engine.addOrders([ProductionOrder(outputs: [.init(share: 1, plannedMicros: 5_000_000)])])
    try ledger.receive(10, at: 10_00, on: "2026-01-02", pool: 0)
    try ledger.produce(-10, .consumption, on: "2026-01-03", pool: 0)
    return ledger
  }

  @Test("A product takes its components' average of the whole period, before its own is formed")
  func production() throws {
    var ledger = try Self.workshop()
    try ledger.produce(5, .output, on: "2026-01-04", pool: 1)
    try ledger.complete(0, on: "2026-01-05")
    let sold = try ledger.issue(2, on: "2026-01-06", pool: 1)
    try ledger.receive(10, at: 20_00, on: "2026-01-20", pool: 0)
    ledger.close()
    // Components 300.00 ÷ 20 = 15.00; five products of 150.00.
    #expect(ledger.stock(of: 0) == [10, 150_00])
    #expect(ledger.cost(of: sold) == 60_00)
    #expect(ledger.stock(of: 1) == [3, 90_00])
    #expect(ledger.engine.workInProgress == [0])
    // The price of the product is known all the time, and the sale is never corrected.
    #expect(ledger.output.findings.isEmpty)
    #expect(ledger.output.valued.filter { $0.movement == sold }.count == 1)
  }

  @Test("A product taken back after its order ended settles the order in the same period")
  func productTakenBack() throws {
    var ledger = try Self.workshop()
    try ledger.produce(5, .output, on: "2026-01-04", pool: 1)
    try ledger.complete(0, on: "2026-01-05")
    ledger.close(1)
    try ledger.produce(-1, .output, on: "2026-02-03", pool: 1)
    ledger.close(2)
    // Four products carry what five were to cost, before February ends.
    #expect(ledger.engine.workInProgress == [0])
    #expect(ledger.stock(of: 1) == [4, 100_00])
  }

  @Test("A run cut in the middle of production goes on the same")
  func productionCut() throws {
    var ledger = try Self.workshop()
    try ledger.produce(3, .output, on: "2026-01-04", pool: 1)
    try ledger.complete(0, on: "2026-01-05")
    try ledger.receive(10, at: 20_00, on: "2026-01-20", pool: 0)
    var second = CostingEngine(opening: ledger.engine.state, minorDigits: 2)
    #expect(second.state == ledger.engine.state)
    var output = CostingOutput()
    second.closePeriod(0, into: &output)
    let before = ledger.output.valued.count
    ledger.close()
    #expect(output.valued.elementsEqual(ledger.output.valued[before...]))
    #expect(second.state == ledger.engine.state)
    #expect(ledger.stock(of: 1) == [3, 150_00])
  }

  @Test("Months with purchases, sales, charges and returns against fractions worked in a row")
  func againstPlainArithmetic() throws {
    for seed in UInt64(0)..<2_000 {
      var random = SplitMix64(seed: seed)
      var ledger = Ledger(every: .fiscalPeriod)
      var opening: (units: Int64, value: Int64) = (0, 0)
      for month in 1...6 {
        let result = try playMonth(month, opening, &ledger, &random)
        ledger.close(Int32(month))
        var left = result.left
        for (movement, units) in result.issues {
          let cost = Oracle.part(left.value, units, of: left.units)
          #expect(ledger.cost(of: movement) == cost, "seed \(seed), month \(month)")
          left = (left.units - units, left.value - cost)
        }
        #expect(ledger.stock() == [left.units, left.value], "seed \(seed), month \(month)")
        opening = left
      }
    }
  }

  /// One month of movements that never take more than the month has; what it had, and what it sold.
  private func playMonth(
    _ month: Int, _ opening: (units: Int64, value: Int64), _ ledger: inout Ledger,
    _ random: inout SplitMix64
  ) throws -> (left: (units: Int64, value: Int64), issues: [(Int32, Int64)]) {
    var left = opening
    var issues: [(Int32, Int64)] = []
    var sold: Int64 = 0
    var receipts: [Int32] = []
    for day in 1...8 {
      let date = "2026-0\(month)-0\(day)"
      switch Int.random(in: 0..<4, using: &random) {
      case 0, 1:
        let units = Int64.random(in: 1...9, using: &random)
        let value = Int64.random(in: 0...9_999, using: &random)
        receipts.append(try ledger.receive(units, for: value, on: date))
        left = (left.units + units, left.value + value)
      case 2 where !receipts.isEmpty:
        let charge = Int64.random(in: 1...999, using: &random)
        try ledger.charge(
          charge, on: receipts[Int.random(in: 0..<receipts.count, using: &random)], on: date)
        left.value += charge
      default:
        let most = left.units - sold
        if most == 0 { continue }
        let units = Int64.random(in: 1...most, using: &random)
        issues.append((try ledger.issue(units, on: date), units))
        sold += units
      }
    }
    return (left, issues)
  }
}
