import AccountingValues
import Inventory
import TestSupport
import Testing

@Suite("Change of method on a date")
struct RulesChangeTests {
  @Test(
    "Average to layers: each gets its part of the value, and what leaves follows the new method",
    arguments: [
      (CostingMethod.fifo, 72_00), (.lifo, 92_00), (.hifo, 92_00), (.movingAverage, 81_60),
    ] as [(CostingMethod, Int64)])
  func fromAverage(_ method: CostingMethod, _ cost: Int64) throws {
    var ledger = Ledger(.movingAverage)
    try ledger.receive(10, for: 50_00, on: "2026-03-01")
    try ledger.receive(10, for: 70_00, on: "2026-03-05")
    let rows = ledger.output.valued.count
    try ledger.change(to: method, on: "2026-04-01")
    #expect(ledger.stock() == [20, 120_00])
    #expect(ledger.output.valued.count == rows)
    #expect(ledger.layers() == ["10 for 60.00 of 2026-03-01", "10 for 60.00 of 2026-03-05"])
    try ledger.receive(5, for: 50_00, on: "2026-04-02")
    let issue = try ledger.issue(12, on: "2026-04-03")
    #expect(ledger.cost(of: issue) == cost)
    ledger.close()
  }

  @Test("Layers to average: the layers add up, and what was sold keeps its cost")
  func toAverage() throws {
    var ledger = Ledger(.fifo)
    let receipt = try ledger.receive(10, for: 50_00, on: "2026-03-01")
    let before = try ledger.issue(4, on: "2026-03-02")
    try ledger.receive(10, for: 70_00, on: "2026-03-05")
    try ledger.change(to: .movingAverage, on: "2026-04-01")
    #expect(ledger.stock() == [16, 100_00])
    let after = try ledger.issue(8, on: "2026-04-03")
    #expect([ledger.cost(of: before), ledger.cost(of: after)] == [20_00, 50_00])
    // Freight on the first receipt: 4 of its units left before the change and 6 after it.
    try ledger.charge(10_00, on: receipt, on: "2026-04-10")
    #expect([ledger.cost(of: before), ledger.cost(of: after)] == [24_00, 56_00])
    #expect(ledger.stock() == [8, 50_00])
    ledger.close()
  }

  @Test("To standard the difference is a revaluation of its own; from standard nothing moves")
  func standard() throws {
    var ledger = Ledger(CostPool(method: .fifo, standardCostMicros: 7_000_000))
    try ledger.receive(10, for: 50_00, on: "2026-03-01")
    try ledger.receive(10, for: 70_00, on: "2026-03-05")
    try ledger.change(to: .standard, on: "2026-04-01")
    #expect(ledger.stock() == [20, 140_00])
    #expect(ledger.total(.standardRevaluation) == -20_00)
    try ledger.issue(5, on: "2026-04-02")
    try ledger.change(to: .fifo, on: "2026-05-01")
    #expect(ledger.stock() == [15, 105_00])
    #expect(ledger.layers() == ["5 for 35.00 of 2026-03-01", "10 for 70.00 of 2026-03-05"])
    #expect(ledger.total(.standardRevaluation) == -20_00)
    ledger.close()
  }

  @Test("To standard without one the stock is worth nothing, and a finding says so")
  func standardMissing() throws {
    var ledger = Ledger(.fifo)
    try ledger.receive(10, for: 50_00, on: "2026-03-01")
    try ledger.change(to: .standard, on: "2026-04-01")
    #expect(ledger.stock() == [10, 0])
    #expect(ledger.output.findings.map(\.problem) == [.standardMissing])
    ledger.close()
  }

  @Test("Below zero the debt stays, and is trued up under the new method")
  func belowZero() throws {
    for method in [CostingMethod.movingAverage, .fifo, .lifo] {
      var ledger = Ledger(method == .fifo ? .movingAverage : .fifo)
      try ledger.receive(10, for: 50_00, on: "2026-03-01")
      let sale = try ledger.issue(14, on: "2026-03-02")
      try ledger.change(to: method, on: "2026-04-01")
      #expect(ledger.stock() == [-4, -20_00])
      try ledger.receive(10, for: 60_00, on: "2026-04-02")
      #expect(ledger.cost(of: sale) == 74_00)
      #expect(ledger.stock() == [6, 36_00])
      ledger.close()
    }
    var ledger = Ledger(.standard, standard: 5_00)
    let sale = try ledger.issue(4, on: "2026-03-02")
    try ledger.change(to: .fifo, on: "2026-04-01")
    #expect(ledger.stock() == [-4, -20_00])
    try ledger.receive(10, for: 60_00, on: "2026-04-02")
    #expect(ledger.cost(of: sale) == 24_00)
    ledger.close()
  }

  @Test("A periodic average begins and ends with its periods")
  func periodic() throws {
    var ledger = Ledger(.fifo)
    try ledger.receive(10, for: 50_00, on: "2026-03-01")
    try ledger.receive(10, for: 70_00, on: "2026-03-05")
    ledger.close(3)
    try ledger.change(to: .periodicAverage, on: "2026-04-01")
    let april = try ledger.issue(10, on: "2026-04-02")
    try ledger.receive(10, for: 90_00, on: "2026-04-20")
    ledger.close(4)
    #expect(ledger.cost(of: april) == 70_00)
    try ledger.change(to: .fifo, on: "2026-05-01")
    #expect(ledger.stock() == [20, 140_00])
    let may = try ledger.issue(5, on: "2026-05-02")
    #expect(ledger.cost(of: may) == 35_00)
    ledger.close(5)
  }

  @Test(
    "From every method to every other: quantity and value stay on the date, and every cent is proven",
    arguments: CostingMethod.allCases, CostingMethod.allCases)
  func neutral(_ from: CostingMethod, _ to: CostingMethod) {
    for seed in UInt64(0)..<40 {
      let history = History(seed: seed, method: from)
      let cut = (history.events.firstIndex { if case .close = $0 { true } else { false } } ?? 0) + 1
      var engine = CostingEngine(opening: CostingState(pools: history.pools), minorDigits: 2)
      var output = CostingOutput()
      History.run(history.events[..<cut], in: &engine, into: &output)
      let before = engine.state
      // Changes take numbers between those of the history's events.
      var ordinal = before.lastEvent
      for pool in history.pools.indices {
        ordinal += 1
        engine.apply(
          CostingRulesChange(
            ordinal: ordinal, pool: Int32(pool), date: before.lastDate, method: to,
            averaging: history.pools[pool].averaging), into: &output)
        let (quantity, value) = engine.balance(of: Int32(pool))
        #expect(quantity == before.pools[pool].quantityMicros, "seed \(seed)")
        let revalued = output.valued.filter { $0.movement == ordinal }
        #expect(
          value == before.pools[pool].valueMinor + revalued.reduce(0) { $0 + $1.valueMinor },
          "seed \(seed)")
        #expect(revalued.isEmpty || to == .standard, "seed \(seed)")
        #expect(Set(revalued.map(\.role)).subtracting([.standardRevaluation]).isEmpty)
        let layers = engine.closingLayers(of: Int32(pool))
        #expect(layers.reduce(0) { $0 + $1.valueMinor } == value, "seed \(seed)")
        #expect(layers.reduce(0) { $0 + $1.quantityMicros } == quantity, "seed \(seed)")
      }
      let shift = ordinal - before.lastEvent
      History.run(
        history.events[cut...].map { $0.later(by: shift, than: before.lastEvent) }, in: &engine,
        into: &output)
      #expect(output.certificates.filter { !$0.isBalanced }.isEmpty, "seed \(seed)")
    }
  }
}

extension StockEvent {
  /// The same event with a higher number; what it refers to keeps its own up to `last`.
  fileprivate func later(by shift: Int32, than last: Int32) -> StockEvent {
    switch self {
    case .movement(var movement):
      movement.ordinal += shift
      if movement.linked > last { movement.linked += shift }
      return .movement(movement)
    case .lateCost(var cost):
      cost.ordinal += shift
      if cost.receipt > last { cost.receipt += shift }
      return .lateCost(cost)
    case .standard(var change):
      change.ordinal += shift
      return .standard(change)
    case .rules(var change):
      change.ordinal += shift
      return .rules(change)
    case .completion(var end):
      end.ordinal += shift
      return .completion(end)
    case .close: return self
    }
  }
}
