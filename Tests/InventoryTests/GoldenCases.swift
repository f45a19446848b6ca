import AccountingValues
import Inventory
import Testing

/// Published worked figures for costing: methods, valuation dates, late cost, returns, negative
/// stock, transfers, rounding and standard cost. Case names are those of the collection of golden
/// figures; values in minor units unless a currency has none.
///
/// Every case of the collection's sections 1 to 4 is a test; none is left out. Two stand elsewhere:
///
/// | case | where |
/// | --- | --- |
/// | G-P1 | `PeriodicAverageTests`: the periodic average has rules of its own |
/// | G-V8 | `AllowanceBookTests`: a write-down stands beside the pool |
///
/// Where its source decides otherwise the test's name says what ours is:
///
/// | case | the source | ours, and why |
/// | --- | --- | --- |
/// | G-P7 | smooths issues to 106.6667 and keeps 99.9998 | 220.00, 220.00, 100.00: layers keep their own cost |
/// | G-L1 | charges a variance | cost of sales, where the units went |
/// | G-L5 | dates the sale's share on the sale | both on the charge: what was known then stays |
/// | G-T1 | transfers at the old standard | at the standard in force: stock was restated first |
/// | G-Q1 | −3.33 three times and −0.01 apart | −3.33, −3.34, −3.33: no cent without its issue |
/// | G-V2, G-V4 | an expected and an actual pair | one value, corrected by the bill |
@Suite("Golden cases of costing")
struct GoldenCases {
  // MARK: - 1 Methods, simple

  @Test(
    "G-M1 three receipts at 10, 20, 30 and three issues",
    arguments: [
      (CostingMethod.fifo, [10_00, 20_00, 30_00]), (.lifo, [30_00, 20_00, 10_00]),
      (.movingAverage, [20_00, 20_00, 20_00]), (.standard, [15_00, 15_00, 15_00]),
      (.specific, [20_00, 10_00, 30_00]), (.hifo, [30_00, 20_00, 10_00]),
    ] as [(CostingMethod, [Int64])])
  func methods(_ method: CostingMethod, _ costs: [Int64]) throws {
    var ledger = Ledger(method, standard: method == .standard ? 15_00 : nil)
    for lot in 1...3 as ClosedRange<Int64> {
      try ledger.receive(1, at: lot * 10_00, lot: Int32(lot))
    }
    var issued: [Int64] = []
    for (day, lot) in [("2026-02-01", 2), ("2026-03-01", 1), ("2026-04-01", 3)] {
      issued.append(ledger.cost(of: try ledger.issue(1, on: day, lot: Int32(lot))))
    }
    #expect(issued == costs)
    #expect(ledger.stock() == [0, 0])
    ledger.close()
  }

  @Test(
    "G-M2 stock value after each of four movements",
    arguments: [
      (CostingMethod.movingAverage, [80_00, 144_00, 24_00, 36_00]),
      (.fifo, [80_00, 144_00, 32_00, 44_00]), (.standard, [80_00, 120_00, 20_00, 40_00]),
    ] as [(CostingMethod, [Int64])])
  func odooCheatSheet(_ method: CostingMethod, _ values: [Int64]) throws {
    var ledger = Ledger(method, standard: method == .standard ? 10_00 : nil)
    var seen: [Int64] = []
    try ledger.receive(8, at: 10_00)
    seen.append(ledger.stock()[1])
    try ledger.receive(4, at: 16_00)
    seen.append(ledger.stock()[1])
    try ledger.issue(10)
    seen.append(ledger.stock()[1])
    // The source's last receipt: 2@6, for the standard 2@9.
    try ledger.receive(2, at: method == .standard ? 9_00 : 6_00)
    seen.append(ledger.stock()[1])
    #expect(seen == values)
    ledger.close()
  }

  struct Sold: Sendable, CustomTestStringConvertible {
    var name: String
    var lots: [(units: Int64, price: Int64)]
    var sold: Int64
    var method: CostingMethod
    var cost: Int64
    var left: Int64
    var testDescription: String { "\(name) \(method.rawValue)" }
  }

  @Test(
    "Cost of goods sold and ending inventory",
    arguments: [
      Sold(
        name: "G-M4", lots: [(73, 9_00), (61, 12_00), (85, 13_00)], sold: 166, method: .fifo,
        cost: 1_805_00, left: 689_00),
      Sold(
        name: "G-M4", lots: [(73, 9_00), (61, 12_00), (85, 13_00)], sold: 166, method: .lifo,
        cost: 2_017_00, left: 477_00),
      Sold(
        name: "G-M5", lots: [(120, 5_00), (370, 6_00), (500, 7_00)], sold: 830, method: .fifo,
        cost: 5_200_00, left: 1_120_00),
      Sold(
        name: "G-M5", lots: [(120, 5_00), (370, 6_00), (500, 7_00)], sold: 830, method: .lifo,
        cost: 5_480_00, left: 840_00),
      Sold(
        name: "G-M5", lots: [(120, 5_00), (370, 6_00), (500, 7_00)], sold: 830,
        method: .movingAverage, cost: 5_298_59, left: 1_021_41),
      Sold(
        name: "G-M6", lots: [(500, 4_00), (600, 5_00), (800, 6_00), (400, 8_00)], sold: 1_600,
        method: .fifo, cost: 8_000_00, left: 5_000_00),
      Sold(
        name: "G-M6", lots: [(500, 4_00), (600, 5_00), (800, 6_00), (400, 8_00)], sold: 1_600,
        method: .lifo, cost: 10_000_00, left: 3_000_00),
      // 13,000 ÷ 2,300 = 5.6522 a unit.
      Sold(
        name: "G-M6", lots: [(500, 4_00), (600, 5_00), (800, 6_00), (400, 8_00)], sold: 1_600,
        method: .movingAverage, cost: 9_043_48, left: 3_956_52),
    ])
  func sold(_ given: Sold) throws {
    var ledger = Ledger(given.method)
    for (units, price) in given.lots { try ledger.receive(units, at: price) }
    let issue = try ledger.issue(given.sold)
    #expect(ledger.cost(of: issue) == given.cost)
    #expect(ledger.stock()[1] == given.left)
    ledger.close()
  }

  @Test(
    "G-M7 beancount's lots 4@100.00, 5@111.11, 6@122.22",
    arguments: [
      (CostingMethod.fifo, 2, ["2 for 200.00", "5 for 555.55", "6 for 733.32"]),
      (.fifo, 4, ["5 for 555.55", "6 for 733.32"]),
      (.fifo, 7, ["2 for 222.22", "6 for 733.32"]), (.fifo, 9, ["6 for 733.32"]),
      (.fifo, 12, ["3 for 366.66"]), (.fifo, 15, []),
      (.lifo, 7, ["4 for 400.00", "4 for 444.44"]), (.lifo, 11, ["4 for 400.00"]),
      (.lifo, 12, ["3 for 300.00"]),
    ] as [(CostingMethod, Int64, [String])])
  func beancountLots(_ method: CostingMethod, _ units: Int64, _ left: [String]) throws {
    var ledger = Ledger(method)
    try ledger.receive(4, at: 100_00, on: "2026-10-01")
    try ledger.receive(5, at: 111_11, on: "2026-10-02")
    try ledger.receive(6, at: 122_22, on: "2026-10-03")
    try ledger.issue(units, on: "2026-10-04")
    #expect(ledger.layers().map { String($0.dropLast(" of 2026-10-01".count)) } == left)
    ledger.close()
  }

  @Test("G-M7 sixteen of fifteen are refused where negative stock is")
  func refused() throws {
    var ledger = Ledger(CostPool(method: .fifo, negativeStock: .refuse))
    try ledger.receive(4, at: 100_00)
    try ledger.receive(5, at: 111_11)
    try ledger.receive(6, at: 122_22)
    let rows = ledger.output.valued.count
    try ledger.issue(16)
    #expect(ledger.output.findings.map(\.problem) == [.stockRefused])
    #expect(ledger.output.findings.map(\.quantityMicros) == [1_000_000])
    #expect(ledger.output.valued.count == rows)
    #expect(ledger.stock() == [15, 1_688_87])
    ledger.close()
  }

  @Test("G-M8 highest cost first")
  func highestFirst() throws {
    var ledger = Ledger(.hifo)
    for price in [115_00, 116_00, 114_00] as [Int64] { try ledger.receive(50, at: price) }
    for units in [40, 35, 30] as [Int64] { try ledger.issue(units) }
    let units = ledger.output.consumptions.map { $0.quantityMicros / 1_000_000 }
    let values = ledger.output.consumptions.map(\.valueMinor)
    #expect(units == [40, 10, 25, 25, 5])
    // 40 and 10 at 116, 25 and 25 at 115, 5 at 114.
    #expect(values == [4_640_00, 1_160_00, 2_875_00, 2_875_00, 570_00])
    #expect(ledger.stock() == [45, 45 * 114_00])
    ledger.close()
  }

  @Test("G-M10 lifo below zero keeps the cost of the last layer")
  func lifoQueue() throws {
    var ledger = Ledger(.lifo)
    try ledger.receive(10, at: 10_00)
    try ledger.receive(10, at: 20_00)
    try ledger.issue(15)
    #expect(ledger.stock() == [5, 50_00])
    ledger = Ledger(.lifo)
    try ledger.receive(10, at: 10_00)
    try ledger.receive(10, at: 20_00)
    let issue = try ledger.issue(25)
    #expect(ledger.cost(of: issue) == 350_00)
    #expect(ledger.stock() == [-5, -50_00])
    ledger.close()
    #expect(ledger.output.findings.map(\.problem) == [.negativeAtClosing])
  }

  @Test("G-M10 lifo queues after every movement")
  func lifoSequence() throws {
    var ledger = Ledger(.lifo)
    var queues: [[String]] = []
    for (units, price) in [
      (1, 1), (2, 2), (-1, 0), (3, 3), (-4, 0), (4, 4), (-5, 0), (5, 5), (-5, 0),
    ] as [(Int64, Int64)] {
      if units > 0 {
        try ledger.receive(units, at: price * 100)
        if units == 1 || units == 2 { continue }
      } else {
        try ledger.issue(-units)
      }
      queues.append(ledger.layers().map { String($0.dropLast(" of 2026-01-01".count)) })
    }
    #expect(
      queues == [
        ["1 for 1.00", "1 for 2.00"], ["1 for 1.00", "1 for 2.00", "3 for 9.00"],
        ["1 for 1.00"], ["1 for 1.00", "4 for 16.00"], [], ["5 for 25.00"], [],
      ])
  }

  @Test("G-M10 a requested rate is specific identification by lot")
  func requestedRate() throws {
    var ledger = Ledger(.specific)
    try ledger.receive(1, at: 10_00, lot: 10)
    try ledger.receive(2, at: 20_00, lot: 20)
    try ledger.receive(1, at: 20_00, lot: 20)
    try ledger.receive(5, at: 20_00, lot: 20)
    try ledger.issue(3, lot: 20)
    #expect(
      ledger.layers() == ["1 for 10.00 of 2026-01-01", "5 for 100.00 of 2026-01-01"])
  }

  // MARK: - 2 Back-dating

  @Test("G-P2 a receipt inserted before the issues re-costs them")
  func recalculation() throws {
    for (inserted, unit) in [(false, 15_00), (true, 17_00)] as [(Bool, Int64)] {
      var ledger = Ledger(.movingAverage)
      try ledger.receive(1, at: 10_00, on: "2026-01-01")
      try ledger.receive(1, at: 20_00, on: "2026-01-02")
      if inserted { try ledger.receive(1, at: 21_00, on: "2026-01-03") }
      let first = try ledger.issue(1, on: "2026-02-15")
      let second = try ledger.issue(1, on: "2026-02-16")
      #expect([ledger.cost(of: first), ledger.cost(of: second)] == [unit, unit])
    }
  }

  @Test("G-P4 a back-dated receipt moves every later average")
  func backDatedReceipt() throws {
    var ledger = Ledger(.movingAverage)
    try ledger.receive(2, at: 10_00, on: "2026-01-01")
    try ledger.receive(1, at: 13_00, on: "2026-01-02")
    let shipment = try ledger.issue(1, on: "2026-01-03")
    try ledger.receive(2, at: 16_00, on: "2026-01-04")
    let use = try ledger.move(-1, .consumption, on: "2026-01-05")
    #expect(ledger.cost(of: shipment) == 11_00)
    #expect(ledger.cost(of: use) == 13_50)
    ledger.close()
  }

  @Test("G-P5 a back-dated shipment")
  func backDatedShipment() throws {
    var ledger = Ledger(.movingAverage)
    try ledger.receive(10, at: 5_00, on: "2026-01-01")
    let backDated = try ledger.issue(4, on: "2026-01-02")
    try ledger.receive(10, at: 7_00, on: "2026-01-03")
    let shipment = try ledger.issue(10, on: "2026-01-04")
    #expect(ledger.cost(of: backDated) == 20_00)
    #expect(ledger.cost(of: shipment) == 62_50)
  }

  @Test("G-P7 fifo issues 220.00, 220.00, 100.00 and exactly 100.00 is left (not 99.9998)")
  func exactFifo() throws {
    var ledger = Ledger(.fifo)
    try ledger.receive(1, at: 100_00)
    try ledger.receive(2, at: 120_00)
    let a = try ledger.issue(2)
    try ledger.receive(3, at: 100_00)
    let b = try ledger.issue(2)
    let c = try ledger.issue(1)
    #expect([a, b, c].map { ledger.cost(of: $0) } == [220_00, 220_00, 100_00])
    #expect(ledger.stock() == [1, 100_00])
  }

  @Test("G-P8 the average of what is left under fifo")
  func averageOfFifo() throws {
    var ledger = Ledger(.fifo)
    try ledger.receive(4, at: 10_00)
    #expect(ledger.stock() == [4, 40_00])
    try ledger.receive(2, at: 25_00)
    #expect(ledger.stock() == [6, 6 * 15_00])
    try ledger.issue(3)
    #expect(ledger.stock() == [3, 3 * 20_00])
    try ledger.issue(2)
    #expect(ledger.stock() == [1, 25_00])
  }

  // MARK: - 3 Late cost, returns, negative stock, transfers

  @Test(
    "G-L1 landed cost of goods all shipped goes to cost of sales, not to stock",
    arguments: [CostingMethod.fifo, .lifo, .movingAverage])
  func landedOfShipped(_ method: CostingMethod) throws {
    var ledger = Ledger(method)
    let receipt = try ledger.receive(10, at: 5_00, on: "2026-01-01")
    let shipment = try ledger.issue(10, on: "2026-01-02")
    try ledger.charge(10_00, on: receipt, on: "2026-01-03")
    #expect(ledger.cost(of: shipment) == 60_00)
    try ledger.receive(12, at: 7_00, on: "2026-01-04")
    #expect(ledger.stock() == [12, 84_00])
    ledger.close()
  }

  @Test("G-L3 landed cost before the shipments")
  func landedBeforeShipment() throws {
    var ledger = Ledger(.movingAverage)
    let receipt = try ledger.receive(10, at: 5_00)
    try ledger.charge(10_00, on: receipt)
    let first = try ledger.issue(6)
    #expect(ledger.cost(of: first) == 36_00)
    try ledger.receive(12, at: 7_00)
    #expect(ledger.stock() == [16, 16 * 6_75])
    let second = try ledger.issue(10)
    #expect(ledger.cost(of: second) == 67_50)
    ledger.close()
  }

  @Test(
    "G-LATE-1 negative stock over a closed period: March is unchanged, April carries 100",
    arguments: [CostingMethod.fifo, .movingAverage])
  func negativeOverClosedPeriod(_ method: CostingMethod) throws {
    var ledger = Ledger(method)
    try ledger.receive(10, at: 30_00, on: "2026-03-01", kind: .opening)
    let sale = try ledger.issue(20, on: "2026-03-15")
    #expect(ledger.cost(of: sale) == 600_00)
    ledger.close(3)
    let march = ledger.output.valued
    try ledger.receive(20, at: 40_00, on: "2026-04-02")
    #expect(ledger.output.valued.prefix(march.count).elementsEqual(march))
    let april = ledger.output.valued.dropFirst(march.count).filter { $0.movement == sale }
    #expect(april.map(\.valueMinor) == [-100_00])
    #expect(april.map(\.date) == [CivilDate("2026-04-02")])
    #expect(ledger.cost(of: sale) == 700_00)
    #expect(ledger.stock() == [10, 400_00])
    ledger.close(4)
  }

  @Test("G-LATE-3 freight after half is sold")
  func freightAfterHalfIsSold() throws {
    var ledger = Ledger(.fifo)
    let receipt = try ledger.receive(20, at: 30_00, on: "2026-01-05")
    try ledger.issue(10, on: "2026-01-20")
    ledger.close()
    let cost = ledger.total(.costOfSales)
    let stock = ledger.stock()[1]
    try ledger.charge(200_00, on: receipt, on: "2026-02-10")
    #expect(ledger.total(.costOfSales) - cost == 100_00)
    #expect(ledger.stock()[1] - stock == 100_00)
    ledger.close(1)
  }

  @Test("G-L5 in and out of stock both carry the charge's date")
  func chargeDatesBothShares() throws {
    var ledger = Ledger(.fifo)
    let receipt = try ledger.receive(1, at: 10_00, on: "2026-01-01")
    try ledger.issue(1, on: "2026-01-15")
    let rows = ledger.output.valued.count
    try ledger.charge(2_00, on: receipt, on: "2026-02-10")
    let late = ledger.output.valued.dropFirst(rows)
    #expect(late.map(\.valueMinor) == [2_00, -2_00])
    #expect(late.map(\.role) == [.lateCost, .costOfSales])
    #expect(late.map(\.date) == [CivilDate("2026-02-10"), CivilDate("2026-02-10")])
  }

  @Test("G-R1 a purchase return takes its receipt's layer, without a link the oldest")
  func purchaseReturn() throws {
    for (isLinked, cost) in [(true, 20_00), (false, 10_00)] as [(Bool, Int64)] {
      var ledger = Ledger(.fifo)
      try ledger.receive(10, for: 10_00)
      let second = try ledger.receive(10, for: 20_00)
      let back = try ledger.move(
        -10, .supplierReturn, linked: isLinked ? second : StockMovement.none)
      #expect(ledger.cost(of: back) == cost)
    }
  }

  @Test(
    "G-R3 freight follows a sale into its return", arguments: [CostingMethod.fifo, .movingAverage])
  func freightOfReturnedSale(_ method: CostingMethod) throws {
    var ledger = Ledger(method)
    let receipt = try ledger.receive(1, for: 1_000_00, on: "2026-01-01")
    let sale = try ledger.issue(1, on: "2026-01-02")
    let credit = try ledger.move(1, .customerReturn, on: "2026-01-03", linked: sale)
    try ledger.charge(100_00, on: receipt, on: "2026-01-04")
    #expect(ledger.cost(of: sale) == 1_100_00)
    #expect(ledger.cost(of: credit) == -1_100_00)
    #expect(ledger.stock() == [1, 1_100_00])
    ledger.close()
  }

  @Test("G-R4 returns of deliveries and to vendors")
  func odooReturns() throws {
    var average = Ledger(.movingAverage)
    try average.receive(1, at: 10_00)
    try average.receive(1, at: 20_00)
    let out = try average.issue(1)
    try average.move(1, .customerReturn, linked: out)
    #expect(average.stock() == [2, 30_00])

    var fifo = Ledger(.fifo)
    try fifo.receive(10, at: 10_00)
    let delivery = try fifo.issue(10)
    try fifo.receive(10, at: 20_00)
    try fifo.move(10, .customerReturn, linked: delivery)
    #expect(fifo.stock() == [20, 300_00])

    var vendor = Ledger(.fifo)
    let first = try vendor.receive(10, at: 10_00)
    try vendor.receive(10, at: 20_00)
    try vendor.move(-2, .supplierReturn, linked: first)
    #expect(vendor.stock() == [18, 280_00])
  }

  @Test(
    "G-N1 ten short, covered by the next receipt", arguments: [CostingMethod.fifo, .movingAverage])
  func tenShort(_ method: CostingMethod) throws {
    var ledger = Ledger(method)
    try ledger.receive(10, at: 10_00)
    try ledger.receive(10, at: 20_00)
    try ledger.issue(30)
    try ledger.receive(10, at: 30_00)
    try ledger.receive(10, at: 40_00)
    #expect(ledger.stock() == [10, 400_00])
    ledger.close()
  }

  @Test("G-N2 no cost known yet", arguments: [CostingMethod.fifo, .movingAverage])
  func noCostKnown(_ method: CostingMethod) throws {
    var ledger = Ledger(method)
    let issue = try ledger.issue(2)
    #expect(ledger.cost(of: issue) == 0)
    #expect(ledger.output.findings.map(\.problem) == [.shortageWithoutCost])
    #expect(ledger.output.valued.map(\.basis) == [.none])
    try ledger.receive(20, at: 3_33)
    #expect(ledger.cost(of: issue) == 6_66)
    #expect(ledger.stock() == [18, 59_94])
    ledger.close()
  }

  @Test("G-N4 a negative slot fills up and the rest has the date of its receipt")
  func negativeSlots() throws {
    var ledger = Ledger(.fifo)
    try ledger.receive(50, at: 1_00, on: "2026-01-01")
    try ledger.issue(60, on: "2026-01-02")
    #expect(ledger.layers() == ["-10 for -10.00 of 2026-01-02"])
    try ledger.receive(5, at: 1_00, on: "2026-01-03")
    #expect(ledger.layers() == ["-5 for -5.00 of 2026-01-02"])
    try ledger.receive(10, at: 1_00, on: "2026-01-04")
    #expect(ledger.layers() == ["5 for 5.00 of 2026-01-04"])
    try ledger.receive(20, at: 1_00, on: "2026-01-05")
    #expect(ledger.layers() == ["5 for 5.00 of 2026-01-04", "20 for 20.00 of 2026-01-05"])

    ledger = Ledger(.fifo)
    try ledger.issue(30)
    try ledger.receive(100, at: 1_00)
    try ledger.issue(10)
    #expect(ledger.stock() == [60, 60_00])
  }

  @Test("G-T1 transfers: average 15 out and in; a standard is restated first, then moves at 12")
  func transfers() throws {
    var average = Ledger(CostPool(method: .movingAverage), CostPool(method: .movingAverage))
    try average.receive(1, at: 10_00)
    try average.receive(1, at: 20_00)
    try average.move(-1, .transfer, to: 1)
    #expect([average.stock(of: 0), average.stock(of: 1)] == [[1, 15_00], [1, 15_00]])
    #expect(average.total(.transfer) == 0)

    var standard = Ledger(
      CostPool(method: .standard, standardCostMicros: 10_000_000),
      CostPool(method: .standard, standardCostMicros: 10_000_000))
    try standard.receive(1, at: 10_00)
    try standard.restandard(to: 12_00, pool: 0)
    try standard.restandard(to: 12_00, pool: 1)
    #expect(standard.total(.standardRevaluation) == -2_00)
    try standard.move(-1, .transfer, to: 1)
    #expect([standard.stock(of: 0), standard.stock(of: 1)] == [[0, 0], [1, 12_00]])
    #expect(
      standard.output.valued.filter { $0.role == .transfer }.map(\.valueMinor) == [
        -12_00, 12_00,
      ])
    standard.close()
  }

  // MARK: - 4 Rounding, revaluation, variance

  @Test(
    "G-Q1 three for 10.00 leave at 3.33, 3.34, 3.33",
    arguments: [CostingMethod.fifo, .lifo, .hifo, .movingAverage])
  func thirds(_ method: CostingMethod) throws {
    var ledger = Ledger(method)
    try ledger.receive(3, for: 10_00)
    let issues = [try ledger.issue(1), try ledger.issue(1), try ledger.issue(1)]
    #expect(issues.map { ledger.cost(of: $0) } == [3_33, 3_34, 3_33])
    #expect(ledger.stock() == [0, 0])
    ledger.close()
  }

  @Test("G-Q3 a currency without minor units")
  func noMinorUnits() throws {
    let yen = try #require(Currency(code: "JPY"))
    let half = UnitCost(micros: 500_000)
    let value = try Quantity(units: 3).valued(at: half, in: yen)
    #expect(value.minor == 2)
    var ledger = Ledger(.fifo, minorDigits: 0)
    try ledger.receive(3, for: value.minor)
    var cost: Int64 = 0
    for _ in 0..<3 { cost += ledger.cost(of: try ledger.issue(1)) }
    #expect(cost == 2)
    #expect(ledger.stock() == [0, 0])
  }

  @Test("G-V2 received at 2, restated to 3: inventory 450")
  func restatedAfterReceipt() throws {
    var ledger = Ledger(.standard, standard: 2_00)
    let receipt = try ledger.receive(150, at: 2_00)
    try ledger.restandard(to: 3_00)
    #expect(ledger.stock() == [150, 450_00])
    #expect(ledger.total(.standardRevaluation) == -150_00)
    // The invoice at 2.00 says nothing new.
    try ledger.charge(0, on: receipt)
    #expect(ledger.stock() == [150, 450_00])
    ledger.close()
  }

  @Test("G-V3 invoice 90 against standard 100, charge 20, then revaluation to 70")
  func purchaseVariance() throws {
    var ledger = Ledger(.standard, standard: 100_00)
    let receipt = try ledger.receive(1, for: 90_00)
    #expect(ledger.total(.priceVariance) == -10_00)
    try ledger.charge(20_00, on: receipt)
    #expect(ledger.total(.priceVariance) == 10_00)
    try ledger.restandard(to: 70_00)
    #expect(ledger.total(.priceVariance) == 10_00)
    #expect(ledger.stock() == [1, 70_00])
    ledger.close()
  }

  @Test("G-V4 receipt 95, invoice 100: inventory is 100")
  func invoiceAboveReceipt() throws {
    var ledger = Ledger(.fifo)
    let receipt = try ledger.receive(1, for: 95_00)
    try ledger.charge(5_00, on: receipt)
    #expect(ledger.stock() == [1, 100_00])
    #expect(ledger.total(.goodsReceived) + ledger.total(.lateCost) == -100_00)
  }

  @Test("G-V6 revaluation up and down goes to the same account, never to revenue")
  func symmetricRevaluation() throws {
    for (to, change) in [(15_00, 5_00), (8_00, -2_00)] as [(Int64, Int64)] {
      var ledger = Ledger(.standard, standard: 10_00)
      try ledger.receive(1, at: 10_00)
      try ledger.restandard(to: to)
      let rows = ledger.output.valued.filter { $0.reason == .standardChange }
      #expect(rows.map(\.valueMinor) == [change])
      #expect(rows.map(\.role) == [.standardRevaluation])
      ledger.close()
    }
  }
}
