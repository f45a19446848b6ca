import AccountingValues
import Inventory
import TestSupport
import Testing

/// What re-costing closed periods moves, brought into stock on the first open day. Worked by hand.
@Suite("Restatement of closed periods")
struct RestatementTests {
  @Test(
    "The layers on hand take the values of those that would be there, in the order of the queue")
  func layers() throws {
    var ledger = Ledger(.fifo)
    try ledger.receive(10, for: 100_00, on: "2026-01-05")
    let sold = try ledger.issue(10, on: "2026-01-20")
    ledger.close()
    // 10 for 120.00 of 3 January come late: the ten sold would have been those.
    try ledger.receive(10, for: 120_00, on: "2026-02-01")
    try ledger.restate(
      [(sold, .issue, .costOfSales, -20_00)], stock: [(10, 100_00)], on: "2026-02-01")
    #expect(ledger.cost(of: sold) == 120_00)
    #expect(ledger.layers() == ["10 for 100.00 of 2026-02-01"])
    let next = try ledger.issue(4, on: "2026-02-10")
    #expect(ledger.cost(of: next) == 40_00)
    ledger.close()
  }

  @Test(
    "Layers that are cut otherwise get their parts; the value of the pool is what corrections leave"
  )
  func cut() throws {
    var ledger = Ledger(.fifo)
    try ledger.receive(6, for: 60_00, on: "2026-01-05")
    try ledger.receive(6, for: 90_00, on: "2026-01-06")
    // 4 at 8.00 and 8 at 12.00 would be there, 128.00 together: as it stands, 150.00 less 22.00.
    try ledger.restate(
      [(-1, .count, .countDifference, -22_00)], stock: [(4, 32_00), (8, 96_00)], on: "2026-02-01")
    #expect(
      ledger.layers() == ["6 for 56.00 of 2026-01-05", "6 for 72.00 of 2026-01-06"])
    // One cent less than the layers would be worth: largest remainder.
    try ledger.restate(
      [(-1, .count, .countDifference, -1)], stock: [(4, 32_00), (8, 96_00)], on: "2026-02-02")
    #expect(ledger.stock() == [12, 127_99])
    ledger.close()
  }

  @Test("An average moves as a whole, and a return comes back at what its delivery is worth now")
  func average() throws {
    var ledger = Ledger(.movingAverage)
    try ledger.receive(10, for: 100_00, on: "2026-01-05")
    let sold = try ledger.issue(5, on: "2026-01-20")
    try ledger.receive(10, for: 140_00, on: "2026-02-01")
    // 20 for 240.00: the five would have cost 60.00.
    try ledger.restate([(sold, .issue, .costOfSales, -10_00)], stock: [], on: "2026-02-01")
    #expect(ledger.stock() == [15, 180_00])
    try ledger.move(5, .customerReturn, on: "2026-02-03", linked: sold)
    #expect(ledger.stock() == [20, 240_00])
    ledger.close()
  }

  @Test(
    "What nothing on hand can carry is cost variance, and a pool at standard keeps its standard")
  func nothing() throws {
    var ledger = Ledger(.fifo)
    try ledger.receive(10, for: 100_00, on: "2026-01-05")
    let sold = try ledger.issue(10, on: "2026-01-20")
    try ledger.restate(
      [(sold, .issue, .costOfSales, -20_00)], stock: [], on: "2026-02-01")
    #expect(ledger.stock() == [0, 0])
    #expect(ledger.total(.costVariance) == -20_00)
    ledger.close()
    var standard = Ledger(.standard, standard: 10_00)
    try standard.receive(10, for: 90_00, on: "2026-01-05")
    try standard.restate([(-1, .count, .costOfSales, 5_00)], stock: [], on: "2026-02-01")
    #expect(standard.stock() == [10, 100_00])
    standard.close()
  }
}

extension Ledger {
  /// Corrections by movement (−1 for none), kind, role and value, and what pool 0 would hold in units and
  /// minor units.
  fileprivate mutating func restate(
    _ corrections: [(movement: Int32, kind: MovementKind, role: CounterRole, value: Int64)],
    stock: [(units: Int64, value: Int64)], on day: String
  ) throws {
    let date = try #require(CivilDate(day))
    apply { number, engine, output in
      engine.apply(
        Restatement(
          ordinal: number, date: date,
          corrections: corrections.map {
            Restatement.Correction(
              movement: $0.movement < 0 ? number : $0.movement, kind: $0.kind, pool: 0,
              role: $0.role, valueMinor: $0.value, issue: $0.movement)
          },
          stocks: stock.isEmpty
            ? []
            : [
              Restatement.Stock(
                pool: 0,
                slices: stock.map {
                  .init(quantityMicros: $0.units * 1_000_000, valueMinor: $0.value)
                })
            ]), into: &output)
    }
  }
}
