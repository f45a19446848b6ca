import AccountingValues
import Inventory
import TestSupport
import Testing

/// Stock with its allowance, as the close keeps them: the engine's rows go into the book, day by day.
private struct WrittenDownStock: ~Copyable {
  var ledger: Ledger
  var book: AllowanceBook
  private var links: [Int32: Int32] = [:]
  private var seen = 0

  init(_ method: CostingMethod = .fifo, reversal: ReversalPolicy = .allowed) {
    ledger = Ledger(CostPool(method: method), CostPool(method: method))
    book = AllowanceBook(minorDigits: 2, reversal: reversal)
  }

  mutating func move(
    _ units: Int64, _ kind: MovementKind, on day: String, value: Int64? = nil,
    linked: Int32 = StockMovement.none, to pool: Int32 = StockMovement.none
  ) throws -> Int32 {
    let number = try ledger.move(
      units, kind, on: day, priceState: value == nil ? .missing : .known, value: value ?? 0,
      linked: linked, to: pool)
    links[number] = linked
    hand()
    return number
  }

  mutating func charge(_ value: Int64, on receipt: Int32, on day: String) throws {
    try ledger.charge(value, on: receipt, on: day)
    hand()
  }

  /// Gives the book what the engine has written since.
  private mutating func hand() {
    for row in ledger.output.valued[seen...] {
      book.take(row, item: 7, linked: links[row.movement] ?? StockMovement.none)
    }
    seen = ledger.output.valued.count
  }

  /// Assesses the item at a value per unit in minor units.
  mutating func assess(at price: Int64, on day: String) throws {
    let date = try #require(CivilDate(day))
    book.assess(
      WriteDown(
        item: 7, date: date, source: 1, measure: .netRealisableValue(micros: price * 10_000)))
  }

  mutating func change(by minor: Int64, on day: String) throws {
    let date = try #require(CivilDate(day))
    book.assess(WriteDown(item: 7, date: date, source: 1, measure: .amount(minor: minor)))
  }

  var allowance: Int64 { book.stock[7]?.allowanceMinor ?? 0 }
  var carrying: Int64 { book.stock[7]?.carryingMinor ?? 0 }
  /// What a role was charged with by changes of the allowance.
  func expense(_ role: CounterRole) -> Int64 {
    book.rows.filter { $0.role == role }.reduce(0) { $0 + $1.valueMinor }
  }
}

@Suite("Write-downs to net realisable value")
struct AllowanceBookTests {
  @Test("G-V8 cost 100, NRV 80: expense 20; NRV 115: reversal 20, not 35")
  func reversalIsCapped() throws {
    var stock = WrittenDownStock()
    _ = try stock.move(1, .receipt, on: "2026-01-05", value: 100_00)
    try stock.assess(at: 80_00, on: "2026-01-31")
    #expect(stock.allowance == 20_00 && stock.carrying == 80_00)
    #expect(stock.expense(.writeDown) == 20_00)
    try stock.assess(at: 115_00, on: "2026-02-28")
    #expect(stock.allowance == 0 && stock.carrying == 100_00)
    #expect(stock.book.rows.map(\.kind) == [.writtenDown, .reversed])
    #expect(stock.book.rows.map(\.valueMinor) == [20_00, -20_00])
    #expect(stock.book.findings.isEmpty)
  }

  @Test("Sold units take their part off cost of sales, and bring it back when they return")
  func released() throws {
    var stock = WrittenDownStock()
    _ = try stock.move(10, .receipt, on: "2026-01-05", value: 100_00)
    try stock.assess(at: 8_00, on: "2026-01-31")
    let sale = try stock.move(-4, .issue, on: "2026-02-03")
    #expect(stock.allowance == 12_00)
    #expect(stock.expense(.costOfSales) == -8_00)
    _ = try stock.move(1, .customerReturn, on: "2026-02-04", linked: sale)
    #expect(stock.allowance == 14_00 && stock.carrying == 56_00)
    #expect(stock.expense(.costOfSales) == -6_00)
    // What is back may be written up no further than what was written down of it.
    try stock.assess(at: 11_50, on: "2026-02-28")
    #expect(stock.allowance == 0 && stock.carrying == 70_00)
    #expect(stock.expense(.writeDown) == 6_00)
  }

  @Test("Cents go with the units, the last unit takes what is left")
  func cents() throws {
    var stock = WrittenDownStock()
    _ = try stock.move(3, .receipt, on: "2026-01-05", value: 30_00)
    try stock.change(by: 10_00, on: "2026-01-31")
    for _ in 0..<3 { _ = try stock.move(-1, .issue, on: "2026-02-03") }
    #expect(stock.book.rows.map(\.valueMinor) == [10_00, -3_33, -3_34, -3_33])
    #expect(stock.allowance == 0)
  }

  @Test("What is scrapped or sent back takes its part off write-downs; a transfer takes nothing")
  func otherWays() throws {
    var stock = WrittenDownStock()
    let receipt = try stock.move(10, .receipt, on: "2026-01-05", value: 100_00)
    try stock.assess(at: 8_00, on: "2026-01-31")
    _ = try stock.move(-5, .transfer, on: "2026-02-01", to: 1)
    #expect(stock.allowance == 20_00)
    _ = try stock.move(-1, .scrap, on: "2026-02-02")
    _ = try stock.move(-2, .supplierReturn, on: "2026-02-03", linked: receipt)
    #expect(stock.allowance == 14_00 && stock.carrying == 56_00)
    #expect(stock.expense(.writeDown) == 14_00 && stock.expense(.costOfSales) == 0)
  }

  @Test("An allowance never exceeds the cost it stands beside")
  func excess() throws {
    var stock = WrittenDownStock()
    let receipt = try stock.move(10, .receipt, on: "2026-01-05", value: 100_00)
    try stock.assess(at: 2_00, on: "2026-01-31")
    try stock.charge(-50_00, on: receipt, on: "2026-02-10")
    stock.book.finish()
    #expect(stock.allowance == 50_00 && stock.carrying == 0)
    #expect(stock.book.rows.last?.kind == .excess)
    #expect(stock.expense(.writeDown) == 50_00)
  }

  @Test("Goods bought later need nothing of an older write-down, and dilute it as they are sold")
  func boughtLater() throws {
    var stock = WrittenDownStock(.movingAverage)
    _ = try stock.move(10, .receipt, on: "2026-01-05", value: 100_00)
    try stock.assess(at: 8_00, on: "2026-01-31")
    _ = try stock.move(10, .receipt, on: "2026-02-01", value: 60_00)
    _ = try stock.move(-10, .issue, on: "2026-02-02")
    #expect(stock.allowance == 10_00 && stock.carrying == 70_00)
    // The next assessment looks at the whole item again: 80.00 at 9.00 are worth 90.00.
    try stock.assess(at: 9_00, on: "2026-02-28")
    #expect(stock.allowance == 0)
  }

  @Test(
    "Stated amounts: never below nothing, never above cost",
    arguments: [
      (120_00, 100_00, WriteDownFinding.Problem.writeDownAboveValue), (30_00, 30_00, nil),
      (-5_00, 0, .reversalAboveAllowance),
    ] as [(Int64, Int64, WriteDownFinding.Problem?)])
  func amounts(_ amount: Int64, _ allowance: Int64, _ problem: WriteDownFinding.Problem?) throws {
    var stock = WrittenDownStock()
    _ = try stock.move(10, .receipt, on: "2026-01-05", value: 100_00)
    try stock.change(by: amount, on: "2026-01-31")
    #expect(stock.allowance == allowance)
    #expect(stock.book.findings.map(\.problem) == (problem.map { [$0] } ?? []))
  }

  @Test(
    "US GAAP takes no write-down back, unless the company says so, and then it is told",
    arguments: [
      (ReversalPolicy.forbidden, 20_00, [WriteDownFinding.Problem.reversalForbidden]),
      (.overridden, 0, [.reversalAllowed]), (.allowed, 0, []),
    ] as [(ReversalPolicy, Int64, [WriteDownFinding.Problem])])
  func framework(
    _ policy: ReversalPolicy, _ left: Int64, _ problems: [WriteDownFinding.Problem]
  ) throws {
    var stock = WrittenDownStock(reversal: policy)
    _ = try stock.move(10, .receipt, on: "2026-01-05", value: 100_00)
    try stock.assess(at: 8_00, on: "2026-01-31")
    try stock.change(by: -20_00, on: "2026-02-28")
    #expect(stock.allowance == left)
    #expect(stock.book.findings.map(\.problem) == problems)
    // A higher net realisable value is a fact and asks for nothing: the new cost basis stands.
    var assessed = WrittenDownStock(reversal: policy)
    _ = try assessed.move(10, .receipt, on: "2026-01-05", value: 100_00)
    try assessed.assess(at: 8_00, on: "2026-01-31")
    try assessed.assess(at: 12_00, on: "2026-02-28")
    #expect(assessed.allowance == left)
    #expect(assessed.book.findings.isEmpty == (policy != .overridden))
  }

  @Test("Over seeded histories: 0 … cost every day, nothing without units, and rows that add up")
  func histories() {
    for seed in UInt64(0)..<300 {
      let history = History(seed: seed)
      let rows = history.result().output.valued.sorted { $0.cause < $1.cause }
      var links: [Int32: Int32] = [:]
      for case .movement(let movement) in history.events {
        links[movement.ordinal] = movement.linked
      }
      var random = SplitMix64(seed: seed)
      var book = AllowanceBook(minorDigits: 2, reversal: .allowed)
      for (index, row) in rows.enumerated() {
        // Pool 4 holds goods of others; all own pools are one item here.
        if row.pool != 4 {
          book.take(row, item: 0, linked: links[row.movement] ?? StockMovement.none)
        }
        let isDayEnd = index + 1 == rows.count || rows[index + 1].date > row.date
        guard isDayEnd else { continue }
        if Int.random(in: 0..<3, using: &random) == 0 {
          book.assess(
            WriteDown(
              item: 0, date: row.date, source: 0,
              measure: .netRealisableValue(
                micros: Int64.random(in: 0...8_000_000, using: &random))))
        } else {
          book.finish()
        }
        let stock = book.stock[0] ?? AllowanceBook.Stock()
        #expect(stock.allowanceMinor >= 0, "seed \(seed)")
        #expect(stock.allowanceMinor <= max(0, stock.costMinor), "seed \(seed)")
        if stock.quantityMicros <= 0 { #expect(stock.allowanceMinor == 0, "seed \(seed)") }
        #expect(
          book.rows.reduce(0) { $0 + $1.valueMinor } == stock.allowanceMinor, "seed \(seed)")
      }
    }
  }
}
