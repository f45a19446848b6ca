import AccountingValues
import GeneralLedger
import Testing

@Suite("Currency")
struct CurrencyTests {
  /// Exchange differences of one account, realised or not.
  static let exchangeSchema = [EventKind("exchange_revaluation"), "realised_exchange"].map {
    EventSchema(
      $0, header: [EventField("account", .code), EventField("exchange_loss", .baseAmount)])
  }

  @Test("An invoice in dollars balances in both currencies; the last cent goes by remainder")
  func largestRemainder() throws {
    let plan = try Books.plan()
    var ledger = try Books.ledger(
      plan, rates: [try Books.rate(Books.usd, Books.eur, "0.333", "2026-03-10")])
    var event = try plan.event("sales_invoices")
    event.begin(Books.order("2026-03-10", "1"), number: "1", currency: Books.usd)
    try event.set("total", .amount(100))
    // 0.333 each of 50 and 50: 16.65 each, together 33.3 = 33; tie to the earlier line.
    try event.addLine(["net_amount": .amount(50), "tax_amount": .amount(50)])
    ledger.post(event)
    #expect(
      Books.written(ledger.takeBatch().lines, plan) == [
        "Dr 1200 1.00 USD = 0.33 EUR", "Cr 4000 0.50 USD = 0.17 EUR",
        "Cr 2300 0.50 USD = 0.16 EUR",
      ])
  }

  @Test("A missing rate names currency and day and holds the document")
  func missingRate() throws {
    let plan = try Books.plan()
    var ledger = try Books.ledger(
      plan, rates: [try Books.rate(Books.usd, Books.eur, "0.9", "2026-03-01")])
    let lines: [(String, Int64, Int64)] = [("1010", 100, 0), ("4000", 0, 100)]
    #expect(
      try ledger.postManual("2026-03-11", "M1", lines, in: Books.usd)
        == .posted(sequence: 0, rule: "manual"))
    #expect(try ledger.postManual("2026-03-12", "M2", lines, in: Books.usd) == .held)
    let finding = try #require(ledger.findings.first)
    #expect(finding.code == "GL-003" && finding.severity == .error)
    #expect(
      finding.message == "manual_journals M2: there is no spot rate from USD to EUR on 2026-03-12")
  }

  @Test(
    "Rates are found directly, inverted, across a third currency, and for closing by spot",
    arguments: [
      ("USD", "EUR", ExchangeRate.Kind.spot, Int64(100_00), Int64(80_00)),
      ("EUR", "USD", .spot, 100_00, 125_00), ("GBP", "USD", .spot, 100_00, 156_25),
      ("JPY", "EUR", .spot, 1_000, 6_25), ("USD", "EUR", .closing, 100_00, 80_00),
    ])
  func rateTable(
    from: String, to: String, kind: ExchangeRate.Kind, amount: Int64, converted: Int64
  ) throws {
    // As the ECB quotes: units of the other currency per euro.
    let table = RateTable([
      try Books.rate(Books.eur, Books.usd, "1.25", "2026-03-10"),
      try Books.rate(Books.eur, Books.gbp, "0.8", "2026-03-10"),
      try Books.rate(Books.eur, Books.jpy, "160", "2026-03-10"),
    ])
    let conversion = try #require(
      table.conversion(
        from: Books.currency(from), to: Books.currency(to), kind: kind, on: Books.day("2026-03-14"))
    )
    #expect(try conversion.converted(amount) == converted)
    #expect(
      table.conversion(
        from: Books.currency(from), to: Books.currency(to), kind: .average,
        on: Books.day("2026-03-14")) == nil)
  }

  @Test("Two quotes for one day are told, not chosen silently")
  func contradictions() throws {
    let table = RateTable([
      try Books.rate(Books.usd, Books.eur, "0.9", "2026-03-10"),
      try Books.rate(Books.usd, Books.eur, "90", "2026-03-10", per: 100),
      try Books.rate(Books.usd, Books.eur, "0.91", "2026-03-10"),
    ])
    #expect(table.contradictions.count == 1)
  }

  /// Money from one bank account to another in another currency.
  static let transferSchema = EventSchema(
    "cash_transactions",
    header: [
      EventField("amount", .amount), EventField("other_amount", .amount),
      EventField("other_currency", .code), EventField("base", .baseAmount),
    ])

  @Test("A transfer between currencies carries an exchange line per currency")
  func crossCurrency() throws {
    let rule = PostingRule(
      id: "transfer", event: "cash_transactions", title: "Transfer", journal: "GEN",
      lines: [
        Books.line(.debit, "bank_usd", "other_amount", currency: "other_currency"),
        Books.line(.credit, "bank", "amount"),
        Books.line(.debit, "exchange_difference", "base"),
      ])
    let plan = try Books.plan(
      Books.definitions(rules: [rule], mappings: Books.mappings + [Books.map("bank_usd", "1010")]),
      schemas: [Self.transferSchema])
    var ledger = try Books.ledger(
      plan, rates: [try Books.rate(Books.usd, Books.eur, "0.9", "2026-03-10")])
    var event = try plan.event("cash_transactions")
    event.begin(Books.order("2026-03-10", "1"), number: "1", currency: Books.eur)
    try event.set("amount", .amount(92_00))
    try event.set("other_amount", .amount(100_00))
    try event.set("other_currency", .code(plan.pool.number(of: "USD")))
    try event.set("base", .baseAmount(2_00))
    ledger.post(event)
    #expect(
      Books.written(ledger.takeBatch().lines, plan) == [
        "Dr 1010 100.00 USD = 90.00 EUR", "Cr 1000 92.00 EUR", "Dr 5910 2.00 EUR",
        "Dr 2990 90.00 EUR", "Cr 2990 100.00 USD = 90.00 EUR",
      ])
  }

  /// Rules for exchange differences as they ship: the account moves in base alone.
  static let exchangeRules = [
    PostingRule(
      id: "revaluation", event: "exchange_revaluation", title: "Revaluation", journal: "GEN",
      lines: [
        PostingLine(
          side: .credit, target: .field("account", otherwise: nil), amount: nil,
          baseAmount: Books.amount("exchange_loss")),
        Books.line(.debit, "exchange_difference", nil, base: "exchange_loss"),
      ]),
    PostingRule(
      id: "realised", event: "realised_exchange", title: "Realised", journal: "GEN",
      lines: [
        Books.line(.credit, "accounts_receivable", nil, base: "exchange_loss"),
        Books.line(.debit, "exchange_difference", nil, base: "exchange_loss"),
      ]), Books.manualRule,
  ]

  /// G-F1: 1,000 FC at 1.123; month-end 1.125: +2 unrealised; at payment 1.120 −2 reversed, −3
  /// realised. For an asset, as published.
  @Test("G-F1: unrealised at month-end, reversed, realised at payment")
  func goldenF1() throws {
    let plan = try Books.plan(
      Books.definitions(rules: Self.exchangeRules),
      schemas: Self.exchangeSchema + [Books.manualSchema])
    var ledger = try Books.ledger(
      plan,
      rates: [
        try Books.rate(Books.usd, Books.eur, "1.123", "2026-01-10"),
        try Books.rate(Books.usd, Books.eur, "1.120", "2026-02-20"),
      ])
    try ledger.postManual(
      "2026-01-10", "INV", [("1200", 1_000_00, 0), ("4000", 0, 1_000_00)], in: Books.usd)
    #expect(try ledger.closing("1200", 0...0) == 1_123_00)

    func revalue(_ day: String, _ key: String, gain: Int64) throws {
      var event = try plan.event("exchange_revaluation")
      event.begin(Books.order(day, key), number: key, currency: Books.usd)
      try event.set("account", .code(plan.pool.number(of: "1200")))
      try event.set("exchange_loss", .baseAmount(-gain))
      ledger.post(event)
    }
    try revalue("2026-01-31", "REV-01", gain: 2_00)
    #expect(try ledger.closing("1200", 0...0) == 1_125_00)
    #expect(try ledger.closing("5910", 0...0) == -2_00)
    try revalue("2026-02-01", "REV-01-R", gain: -2_00)

    try ledger.postManual(
      "2026-02-20", "PAY", [("1010", 1_000_00, 0), ("1200", 0, 1_000_00)], in: Books.usd)
    var realised = try plan.event("realised_exchange")
    realised.begin(Books.order("2026-02-20", "PAY"), number: "PAY", currency: Books.usd)
    try realised.set("exchange_loss", .baseAmount(3_00))
    ledger.post(realised)
    #expect(try ledger.closing("1200", 0...1) == 0)
    #expect(try ledger.closing("1010", 0...1) == 1_120_00)
    #expect(try ledger.closing("5910", 1...1) == 3_00)
    #expect(ledger.findings.isEmpty)
    for period in [0, 1] {
      let rows = try ledger.trialBalance(period...period, by: .currency).rows
      for currency in [Books.eur, Books.usd] {
        let sum = rows.filter { $0.currency == currency }.reduce(0) {
          $0 + $1.transaction.closingMinor
        }
        #expect(sum == 0)
      }
    }
  }

  /// G-F5: CAD 150 and USD 100 of one company: at 1.20 together 270 CAD, at 1.25 275; the case
  /// counts from the other side, 225 and 220 USD, a loss of 5 in profit.
  @Test("G-F5: a foreign bank balance revalued without reversal is a loss in profit")
  func goldenF5() throws {
    let cad = Books.currency("CAD")
    let plan = try Books.plan(
      Books.definitions(rules: Self.exchangeRules),
      schemas: Self.exchangeSchema + [Books.manualSchema], base: Books.usd)
    var ledger = try Books.ledger(
      plan, rates: [try Books.rate(Books.usd, cad, "1.20", "2026-01-01")])
    try ledger.postManual("2026-01-02", "A", [("1000", 100_00, 0), ("2900", 0, 100_00)])
    try ledger.postManual("2026-01-02", "B", [("1010", 150_00, 0), ("2900", 0, 150_00)], in: cad)
    let assets = try ledger.closing("1000", 0...0) + ledger.closing("1010", 0...0)
    #expect(assets == 225_00)
    let closing = try CurrencyConversion(
      try Books.rate(Books.usd, cad, "1.25", "2026-01-31", .closing)
    ).inverse.converted(150_00)
    var event = try plan.event("exchange_revaluation")
    event.begin(Books.order("2026-01-31", "REV"), number: "REV", currency: cad)
    try event.set("account", .code(plan.pool.number(of: "1010")))
    try event.set("exchange_loss", .baseAmount(try ledger.closing("1010", 0...0) - closing))
    ledger.post(event)
    #expect(try ledger.closing("1000", 0...0) + ledger.closing("1010", 0...0) == 220_00)
    #expect(try ledger.closing("5910", 0...0) == 5_00)
  }
}
