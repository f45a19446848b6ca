import AccountingValues
import Inventory
import Testing

@Suite("Layers before, movement, layers after")
struct CostingEngineTests {
  @Test("fifo takes the oldest layer and then part of the next")
  func fifo() throws {
    var ledger = Ledger(.fifo)
    try ledger.receive(10, at: 5_00, on: "2026-03-01")
    try ledger.receive(5, at: 6_00, on: "2026-03-05")
    #expect(ledger.layers() == ["10 for 50.00 of 2026-03-01", "5 for 30.00 of 2026-03-05"])
    let issue = try ledger.issue(12, on: "2026-03-06")
    #expect(ledger.cost(of: issue) == 62_00)
    #expect(ledger.layers() == ["3 for 18.00 of 2026-03-05"])
    ledger.close()
    #expect(ledger.output.certificates.map(\.closingValueMinor) == [18_00])
    #expect(ledger.output.findings.isEmpty)
  }

  @Test("moving average values by the pool and links oldest first")
  func movingAverage() throws {
    var ledger = Ledger(.movingAverage)
    try ledger.receive(10, at: 5_00, on: "2026-03-01")
    try ledger.receive(10, at: 6_00, on: "2026-03-05")
    let issue = try ledger.issue(12, on: "2026-03-06")
    #expect(ledger.cost(of: issue) == 66_00)
    #expect(ledger.output.consumptions.map(\.quantityMicros) == [10_000_000, 2_000_000])
    #expect(ledger.output.consumptions.map(\.valueMinor) == [55_00, 11_00])
    #expect(ledger.layers() == ["8 for 44.00 of 2026-03-05"])
    ledger.close()
  }
}
