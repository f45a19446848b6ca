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

  @Test("A transfer carries layers with dates and values, and queues them by the carried date")
  func transfer() throws {
    var ledger = Ledger(CostPool(method: .fifo), CostPool(method: .fifo))
    try ledger.receive(10, at: 5_00, on: "2026-03-01", pool: 0)
    try ledger.receive(4, at: 7_00, on: "2026-03-03", pool: 1)
    try ledger.receive(10, at: 6_00, on: "2026-03-05", pool: 0)
    try ledger.move(-12, .transfer, on: "2026-03-06", to: 1)
    #expect(ledger.layers(of: 0) == ["8 for 48.00 of 2026-03-05"])
    #expect(
      ledger.layers(of: 1) == [
        "10 for 50.00 of 2026-03-01", "4 for 28.00 of 2026-03-03", "2 for 12.00 of 2026-03-05",
      ])
    ledger.close()
  }

  @Test(
    "There and back again: goods return with their origin, age and cost, and late cost finds them")
  func thereAndBack() throws {
    var ledger = Ledger(CostPool(method: .fifo), CostPool(method: .fifo))
    let receipt = try ledger.receive(10, at: 5_00, on: "2026-03-01")
    try ledger.move(-10, .transfer, on: "2026-03-02", to: 1)
    try ledger.move(-6, .transfer, on: "2026-03-03", pool: 1, to: 0)
    let sale = try ledger.issue(3, on: "2026-03-04")
    try ledger.charge(10_00, on: receipt, on: "2026-03-05")
    #expect(ledger.cost(of: sale) == 18_00)
    #expect(ledger.layers(of: 0) == ["3 for 18.00 of 2026-03-01"])
    #expect(ledger.layers(of: 1) == ["4 for 24.00 of 2026-03-01"])
    #expect(ledger.total(.transfer) == 0)
    ledger.close()
  }

  @Test("Inside a pool a transfer moves no value and needs no stock")
  func transferInside() throws {
    var ledger = Ledger(CostPool(method: .fifo, negativeStock: .refuse))
    try ledger.move(-5, .transfer, to: 0)
    #expect(ledger.output.valued.map(\.valueMinor) == [0])
    #expect(ledger.output.findings.isEmpty)
  }

  @Test("A linked return comes back pro rata, queues at its date and keeps its age")
  func linkedReturn() throws {
    var ledger = Ledger(.fifo)
    try ledger.receive(10, for: 105_00, on: "2026-03-01")
    let delivery = try ledger.issue(10, on: "2026-03-02")
    try ledger.receive(1, at: 20_00, on: "2026-03-03")
    let first = try ledger.move(3, .customerReturn, on: "2026-03-04", linked: delivery)
    #expect(ledger.cost(of: first) == -31_50)
    #expect(ledger.layers() == ["1 for 20.00 of 2026-03-03", "3 for 31.50 of 2026-03-01"])
    let second = try ledger.move(7, .customerReturn, on: "2026-03-05", linked: delivery)
    #expect(ledger.cost(of: second) == -73_50)
    #expect(ledger.total(.costOfSales) == 0)
    let excess = try ledger.move(1, .customerReturn, on: "2026-03-06", linked: delivery)
    #expect(ledger.output.findings.map(\.problem) == [.returnAboveDelivery])
    #expect(ledger.cost(of: excess) == -10_50)
    ledger.close()
  }

  @Test("Damaged goods come back at no more than their net realisable value")
  func damagedReturn() throws {
    var ledger = Ledger(.fifo)
    try ledger.receive(2, at: 50_00)
    let delivery = try ledger.issue(2)
    try ledger.move(
      1, .customerReturn, priceState: .known, value: 20_00, flags: [.damaged], linked: delivery)
    #expect(ledger.stock() == [1, 20_00])
    #expect(ledger.total(.writeDown) == 30_00)
    #expect(ledger.total(.costOfSales) == 50_00)
    ledger.close()
  }

  @Test("So do damaged goods whose delivery nobody names, and what comes back beyond it")
  func damagedWithoutDelivery() throws {
    var ledger = Ledger(.fifo)
    try ledger.receive(4, at: 50_00)
    let delivery = try ledger.issue(1)
    try ledger.move(1, .customerReturn, priceState: .known, value: 20_00, flags: [.damaged])
    #expect(ledger.stock() == [4, 170_00])
    // Three come back of one delivered: 10.00 each at most.
    try ledger.move(
      3, .customerReturn, priceState: .known, value: 30_00, flags: [.damaged], linked: delivery)
    #expect(ledger.stock() == [7, 200_00])
    #expect(ledger.total(.writeDown) == 150_00)
    ledger.close()
  }

  @Test(
    "A supplier's credit other than the cost is variance; an average gives all with the last unit")
  func supplierCredit() throws {
    var fifo = Ledger(.fifo)
    let receipt = try fifo.receive(10, at: 5_00)
    try fifo.move(-4, .supplierReturn, priceState: .known, value: 18_00, linked: receipt)
    #expect(fifo.total(.supplierReturn) == 18_00)
    #expect(fifo.total(.costVariance) == 2_00)
    #expect(fifo.layers() == ["6 for 30.00 of 2026-01-01"])

    var average = Ledger(.movingAverage)
    try average.receive(1, at: 10_00)
    let second = try average.receive(1, at: 20_00)
    try average.issue(1)
    try average.move(-1, .supplierReturn, linked: second)
    #expect(average.stock() == [0, 0])
    #expect(average.total(.supplierReturn) == 20_00)
    #expect(average.total(.costVariance) == -5_00)
    average.close()
  }

  @Test("A reversed receipt takes what is left of its layer, the rest is cost of sales")
  func reversedReceipt() throws {
    var ledger = Ledger(.fifo)
    let receipt = try ledger.receive(10, at: 5_00)
    try ledger.issue(4)
    try ledger.receive(10, at: 8_00)
    try ledger.move(
      -10, .receipt, priceState: .known, value: 50_00, flags: [.reversal], linked: receipt)
    // 6 of its own layer (30.00) and 4 at 8.00: the four sold have cost 32.00, not 20.00.
    #expect(ledger.layers() == ["6 for 48.00 of 2026-01-01"])
    #expect(ledger.total(.goodsReceived) == -80_00)
    #expect(ledger.total(.costOfSales) == 32_00)
    ledger.close()
  }

  @Test("Missing price: order, last layer, standard, then zero with a finding; each use shows")
  func missingPrice() throws {
    var ledger = Ledger(
      CostPool(method: .fifo), CostPool(method: .fifo, standardCostMicros: 3_000_000))
    try ledger.move(1, .receipt, pool: 0)
    #expect(ledger.output.findings.map(\.problem) == [.costUnknown])
    try ledger.move(1, .receipt, pool: 0, priceState: .expected, value: 4_00)
    try ledger.move(2, .receipt, pool: 0)
    try ledger.move(1, .receipt, pool: 0, priceState: .free)
    try ledger.move(1, .receipt, pool: 0)
    try ledger.move(1, .receipt, pool: 1)
    #expect(ledger.output.valued.map(\.valueMinor) == [0, 4_00, 8_00, 0, 4_00, 3_00])
    #expect(
      ledger.output.valued.map(\.basis) == [
        .none, .purchaseOrder, .lastLayer, .free, .lastLayer, .standard,
      ])
    #expect(ledger.output.findings.count == 1)
  }

  @Test(
    "Missing price, in another order: the first source of the chain that knows a cost",
    arguments: [
      ([.lastLayer, .purchaseOrder, .standard], 5_00, CostBasis.lastLayer),
      ([.purchaseOrder, .lastLayer, .standard], 4_00, .purchaseOrder),
      ([.standard, .purchaseOrder, .lastLayer], 3_00, .standard),
      ([.document, .purchaseOrder], 4_00, .purchaseOrder),
      ([.document, .lastLayer], 5_00, .lastLayer),
      ([.document], 0, .none),
      ([], 0, .none),
    ] as [([MissingPriceChain.Source], Int64, CostBasis)])
  func missingPriceChain(
    _ sources: [MissingPriceChain.Source], _ value: Int64, _ basis: CostBasis
  ) throws {
    var ledger = Ledger(
      CostPool(
        method: .fifo, standardCostMicros: 3_000_000, missingPrice: MissingPriceChain(sources)))
    try ledger.receive(1, at: 5_00)
    try ledger.move(1, .receipt, priceState: .expected, value: 4_00)
    #expect(ledger.output.valued.last?.valueMinor == value)
    #expect(ledger.output.valued.last?.basis == basis)
    #expect(ledger.output.findings.map(\.problem) == (basis == .none ? [.costUnknown] : []))
    try ledger.move(1, .receipt, priceState: .documented, value: 6_00)
    let documentWins = sources.first == .document
    #expect((ledger.output.valued.last?.valueMinor == 6_00) == documentWins)
  }

  @Test("A correction of negative stock follows the goods into the other pool and into a return")
  func correctionFollowsTheGoods() throws {
    var ledger = Ledger(CostPool(method: .fifo), CostPool(method: .fifo))
    try ledger.receive(1, at: 10_00, on: "2026-03-01")
    try ledger.issue(1, on: "2026-03-01")
    try ledger.move(-4, .transfer, on: "2026-03-02", to: 1)
    let sale = try ledger.issue(2, on: "2026-03-03", pool: 1)
    try ledger.move(1, .customerReturn, on: "2026-03-04", pool: 1, linked: sale)
    #expect(ledger.stock(of: 1) == [3, 30_00])
    try ledger.receive(4, at: 12_00, on: "2026-03-05")
    #expect(ledger.cost(of: sale) == 24_00)
    #expect(ledger.stock(of: 0) == [0, 0])
    #expect(ledger.stock(of: 1) == [3, 36_00])
    #expect(ledger.total(.costOfSales) == 10_00 + 12_00)
    ledger.close()
  }

  @Test("Goods of others have quantity without value")
  func notOwned() throws {
    var ledger = Ledger(CostPool(method: .movingAverage, isOwned: false))
    try ledger.move(5, .receipt)
    try ledger.issue(7)
    #expect(ledger.stock() == [-2, 0])
    #expect(ledger.output.valued.allSatisfy { $0.basis == .notOwned && $0.valueMinor == 0 })
    #expect(ledger.output.findings.isEmpty)
    ledger.close()
  }

  @Test("A rebate above the value left goes to variance, never below zero")
  func rebateAboveValue() throws {
    for method in [CostingMethod.fifo, .movingAverage] {
      var ledger = Ledger(method)
      let receipt = try ledger.receive(2, at: 5_00)
      try ledger.charge(-12_00, on: receipt)
      #expect(ledger.stock() == [2, 0])
      #expect(ledger.total(.costVariance) == -2_00)
      ledger.close()
    }
  }

  @Test("What cannot be posted is quarantined with one finding and changes nothing")
  func quarantine() throws {
    var ledger = Ledger(.fifo)
    try ledger.move(0, .receipt, priceState: .known, value: 5_00)
    try ledger.receive(1, for: CostingEngine.largestAmount + 1)
    try ledger.receive(1, for: -1)
    #expect(
      ledger.output.findings.map(\.problem) == [.valueWithoutQuantity, .outOfRange, .outOfRange])
    #expect(ledger.output.findings.allSatisfy { $0.isQuarantine })
    #expect(ledger.output.valued.isEmpty)
    try ledger.charge(1_00, on: 1)
    #expect(ledger.output.findings.last?.problem == .lateCostWithoutReceipt)
  }

  @Test(
    "Every finding says what is wrong and what to do", arguments: CostingFinding.Problem.allCases)
  func findingTexts(_ problem: CostingFinding.Problem) throws {
    let euro = try #require(Currency(code: "EUR"))
    let finding = CostingFinding(
      problem: problem, event: 7, pool: 0, quantityMicros: 2_500_000, valueMinor: 12_00
    ).finding(item: "BK-M68", currency: euro, key: "4711", document: "GR-1")
    #expect(finding.code == problem.rawValue)
    #expect(finding.message.hasPrefix("BK-M68: ") && finding.message.hasSuffix("."))
    #expect(finding.action.hasSuffix("."))
    #expect(finding.amount == Money(minor: 12_00, in: euro))
  }
}
