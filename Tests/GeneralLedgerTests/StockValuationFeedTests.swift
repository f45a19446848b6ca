import AccountingValues
import GeneralLedger
import Inventory
import Testing

@Suite("Stock valuations become entries")
struct StockValuationFeedTests {
  static let rules = [
    PostingRule(
      id: "receipt", event: "stock_receipt", title: "Goods come in", journal: "PUR",
      lines: [
        Books.line(.debit, "inventory", "value", per: .line),
        Books.line(
          .credit, "grni", "document_amount", base: "goods_received", per: .line,
          currency: "document_currency", when: nil),
        Books.line(.credit, "price_variance", "price_variance", per: .line),
      ], requiresExactBalance: true),
    PostingRule(
      id: "issue", event: "stock_issue", title: "Goods go out", journal: "SAL",
      lines: [
        Books.line(.debit, "cost_of_sales", "-cost_of_sales", per: .line),
        Books.line(.credit, "inventory", "-value", per: .line),
      ], requiresExactBalance: true),
    PostingRule(
      id: "late", event: "late_cost", title: "A bill differs from its receipt", journal: "PUR",
      lines: [
        Books.line(.debit, "inventory", "value", per: .line),
        Books.line(
          .credit, "grni", "document_amount", base: "bill_difference", per: .line,
          currency: "document_currency"),
        Books.line(.credit, "cost_of_sales", "cost_of_sales", per: .line),
      ], requiresExactBalance: true),
  ]

  private func plan() throws -> PostingPlan {
    try Books.plan(
      Books.definitions(
        rules: Self.rules,
        mappings: Books.mappings + [
          Books.map("inventory", "1410", [.category: "BIKES"]), Books.map("price_variance", "5910"),
        ]),
      schemas: EngineEvents.schemas)
  }

  private func row(
    _ movement: Int32, _ day: String, _ value: Int64, _ kind: MovementKind, _ role: CounterRole,
    cause: Int32? = nil, reason: ValuationReason = .movement
  ) -> ValuedMovement {
    ValuedMovement(
      movement: movement, cause: cause ?? movement, pool: 0, date: Books.day(day),
      quantityMicros: 1_000_000, valueMinor: value, kind: kind, role: role, reason: reason,
      basis: .document)
  }

  private func source(
    _ document: Int32, _ key: String, currency: Currency = Books.eur, amount: Int64? = nil
  ) -> StockValuationFeed.Source {
    StockValuationFeed.Source(
      document: Int64(document), stream: "deliveries", order: Books.order("2026-03-01", key),
      number: key,
      currency: currency, documentMinor: amount)
  }

  @Test("Interleaved movements of two documents make one entry per document and day")
  func grouping() throws {
    let plan = try plan()
    var ledger = try Books.ledger(plan)
    var feed = try StockValuationFeed(plan)
    let place = StockValuationFeed.Place(item: plan.pool.number(of: "I1"))
    for (document, key, day, value) in [
      (Int32(1), "D1", "2026-03-02", Int64(-10)), (2, "D2", "2026-03-02", -20),
      (1, "D1", "2026-03-02", -30), (1, "D1", "2026-03-03", -40),
    ] {
      try feed.add(
        row(1, day, value, .issue, .costOfSales), pool: place, source: source(document, key),
        into: &ledger)
    }
    feed.finish(into: &ledger)
    let batch = ledger.takeBatch()
    #expect(batch.entries.map(\.document) == ["D1", "D2", "D1"])
    #expect(Set(batch.entries.map(\.reference)).count == 3)
    #expect(
      Books.written(batch.lines, plan) == [
        "Dr 5000 0.40 EUR", "Cr 1400 0.40 EUR", "Dr 5000 0.20 EUR", "Cr 1400 0.20 EUR",
        "Dr 5000 0.40 EUR", "Cr 1400 0.40 EUR",
      ])
    #expect(ledger.findings.isEmpty)
  }

  @Test("Inventory goes to the account of the item's category; a variance stands apart")
  func standardReceipt() throws {
    let plan = try plan()
    var ledger = try Books.ledger(plan)
    var feed = try StockValuationFeed(plan)
    let place = StockValuationFeed.Place(
      item: plan.pool.number(of: "I1"), category: plan.pool.number(of: "BIKES"))
    // Standard 100.00, price 90.00: variance 10.00 in favour.
    try feed.add(
      row(1, "2026-03-02", 90_00, .receipt, .goodsReceived), pool: place, source: source(1, "R1"),
      into: &ledger)
    try feed.add(
      row(1, "2026-03-02", 10_00, .receipt, .priceVariance), pool: place, source: source(1, "R1"),
      into: &ledger)
    feed.finish(into: &ledger)
    #expect(
      Books.written(ledger.takeBatch().lines, plan) == [
        "Dr 1410 100.00 EUR", "Cr 2100 90.00 EUR", "Cr 5910 10.00 EUR",
      ])
  }

  @Test("A receipt in dollars owes dollars; inventory is in euro, and both trial balances are zero")
  func foreignReceipt() throws {
    let plan = try plan()
    var ledger = try Books.ledger(plan)
    var feed = try StockValuationFeed(plan)
    try feed.add(
      row(1, "2026-03-02", 92_00, .receipt, .goodsReceived),
      pool: .init(item: plan.pool.number(of: "I1")),
      source: source(1, "R1", currency: Books.usd, amount: 100_00), into: &ledger)
    feed.finish(into: &ledger)
    #expect(
      Books.written(ledger.takeBatch().lines, plan) == [
        "Dr 1400 92.00 EUR", "Cr 2100 100.00 USD = 92.00 EUR", "Cr 2990 92.00 EUR",
        "Dr 2990 100.00 USD = 92.00 EUR",
      ])
    let rows = try ledger.trialBalance(2...2, by: .currency).rows
    for currency in [Books.eur, Books.usd] {
      let sum = rows.filter { $0.currency == currency }.reduce(0) {
        $0 + $1.transaction.closingMinor
      }
      #expect(sum == 0)
    }
  }

  @Test("A bill's difference raises stock, and the part already sold cost of sales")
  func lateCost() throws {
    let plan = try plan()
    var ledger = try Books.ledger(plan)
    var feed = try StockValuationFeed(plan)
    let place = StockValuationFeed.Place(item: plan.pool.number(of: "I1"))
    for (movement, value, kind, role) in [
      (Int32(1), Int64(20_00), MovementKind.receipt, CounterRole.lateCost),
      (2, -10_00, .issue, .costOfSales),
    ] {
      try feed.add(
        row(movement, "2026-04-05", value, kind, role, cause: 7, reason: .lateCost), pool: place,
        source: source(9, "B1"), into: &ledger)
    }
    feed.finish(into: &ledger)
    #expect(
      Books.written(ledger.takeBatch().lines, plan) == [
        "Dr 1400 20.00 EUR", "Cr 1400 10.00 EUR", "Cr 2100 20.00 EUR", "Dr 5000 10.00 EUR",
      ])
  }

  @Test("A counterpart that the rule forgot is a finding, not rounding")
  func forgottenCounterpart() throws {
    let plan = try plan()
    var ledger = try Books.ledger(plan)
    var feed = try StockValuationFeed(plan)
    try feed.add(
      row(1, "2026-03-02", -1, .issue, .costVariance),
      pool: .init(item: plan.pool.number(of: "I1")), source: source(1, "D1"), into: &ledger)
    feed.finish(into: &ledger)
    #expect(ledger.findings.map(\.code) == ["GL-004"])
  }

  @Test("Rows of an earlier day than the one before are refused")
  func order() throws {
    let plan = try plan()
    var ledger = try Books.ledger(plan)
    var feed = try StockValuationFeed(plan)
    let place = StockValuationFeed.Place(item: 0)
    try feed.add(
      row(1, "2026-03-02", -1, .issue, .costOfSales), pool: place, source: source(1, "D1"),
      into: &ledger)
    #expect(throws: EventFeedError.self) {
      try feed.add(
        row(2, "2026-03-01", -1, .issue, .costOfSales), pool: place, source: source(1, "D1"),
        into: &ledger)
    }
  }
}

@Suite("Revenue cut-off by order line")
struct RevenueCutOffTests {
  @Test("Deliveries and invoices meet whichever comes first")
  func meeting() throws {
    var cutOff = RevenueCutOff(orderLineCount: 1)
    func parts(_ split: RevenueCutOff.Split) -> [Int64] { [split.metMinor, split.aheadMinor] }
    #expect(parts(try cutOff.deliver(60, orderLine: 0)) == [0, 60])
    #expect(cutOff.positions[0].unbilledMinor == 60)
    #expect(parts(try cutOff.invoice(100, orderLine: 0)) == [60, 40])
    #expect(cutOff.positions[0].contractLiabilityMinor == 40)
    #expect(parts(try cutOff.deliver(40, orderLine: 0)) == [40, 0])
    // A return after everything met is unbilled below zero: a credit note is owed.
    #expect(parts(try cutOff.deliver(-10, orderLine: 0)) == [-10, 0])
    #expect(cutOff.positions[0].contractLiabilityMinor == 10)
    #expect(parts(try cutOff.invoice(-10, orderLine: 0)) == [0, -10])
    #expect(cutOff.positions[0].contractLiabilityMinor == 0)
    #expect(cutOff.positions[0].unbilledMinor == 0)
  }
}
