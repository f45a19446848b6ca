import AccountingValues
import Definitions
import Expressions
import Extraction
import GeneralLedger
import Inventory
import Subledgers
import Testing

@testable import Jobs

/// What the shipped rules make of each event, written as an accountant writes entries. The company
/// keeps its books in EUR with the shipped chart and roles.
@Suite("Entries of the shipped rules")
struct ShippedPostingTests {
  static let eur = currency("EUR")
  static let usd = currency("USD")

  static func currency(_ code: String) -> Currency {
    guard let currency = Currency(code: code) else { fatalError("no currency \(code)") }
    return currency
  }

  static func day(_ text: String) -> CivilDate {
    guard let day = CivilDate(text) else { fatalError("no day \(text)") }
    return day
  }

  private let plan: PostingPlan

  init() throws { plan = try Self.shippedPlan() }

  /// The shipped rules, roles and chart for a company in EUR.
  static func shippedPlan() throws -> PostingPlan {
    let configuration = try Configuration.load(
      ConfigurationTree(), streams: Set(StreamCatalogue.all.map(\.name)))
    let list = try #require(configuration.posting.charts["jobs/posting/accounts.csv"])
    let schemas = PostingSchemas.all()
    return try PostingPlan(
      company: "demo", base: eur,
      chart: try ChartOfAccounts(
        accounts: list.accounts.map(\.value), groups: list.groups.map(\.value)),
      definitions: PostingDefinitions(
        journals: configuration.posting.journals.map(\.value),
        rules: PostingSchemas.withBaseAmounts(
          configuration.posting.rules.map(\.value), schemas: schemas),
        mappings: configuration.posting.mappings.map(\.value)),
      schemas: schemas, pool: CodePool())
  }

  private func ledger() throws -> Ledger {
    let calendar = try #require(FiscalCalendar(monthlyFrom: 1))
    let rate = try ExchangeRate(
      from: Self.usd, to: Self.eur, kind: .spot, date: Self.day("2026-03-10"),
      rate: ExactDecimal(parsing: "0.9"))
    return Ledger(
      plan: plan, periods: [calendar.period(containing: Self.day("2026-03-10"))],
      rates: RateTable([rate]))
  }

  /// A field as a test writes it: text is a code, numbers are cents.
  enum Field {
    case amount(Int64), base(Int64), code(String), flag(Bool)
  }

  private func value(_ field: Field) -> EventValue {
    switch field {
    case .amount(let minor): .amount(minor)
    case .base(let minor): .baseAmount(minor)
    case .code(let text): .code(plan.pool.number(of: text))
    case .flag(let flag): .flag(flag)
    }
  }

  private func entry(
    _ kind: EventKind, _ header: [(String, Field)], lines: [[(String, Field)]] = [],
    in currency: Currency = eur
  ) throws -> [String] {
    var event = try plan.event(kind)
    event.begin(
      EventOrder(date: Self.day("2026-03-10"), recordedAt: nil, rank: 1, key: SourceKey("1")),
      number: "1", currency: currency)
    for (name, field) in header { try event.set(name, value(field)) }
    for line in lines {
      event.addLine()
      for (name, field) in line {
        let slot = try #require(event.schema.lineSlot(name), "\(kind) has no line field \(name)")
        event.setLine(slot, raw: value(field).raw)
      }
    }
    var ledger = try ledger()
    ledger.post(event)
    #expect(ledger.findings.isEmpty, "\(ledger.findings)")
    return written(Array(ledger.takeBatch().lines))
  }

  private func written(_ lines: [JournalLine]) -> [String] {
    lines.map { line in
      let base = Money(minor: line.baseMinor, in: Self.eur)
      return "\(line.side == .debit ? "Dr" : "Cr") \(plan.chart[line.account].code) "
        + "\(Money(minor: line.amountMinor, in: line.currency))"
        + (line.currency == Self.eur ? "" : " = \(base)")
    }
  }

  // MARK: Sales and purchases

  @Test("An invoice on credit, and a sale paid at once")
  func salesInvoice() throws {
    let lines: [[(String, Field)]] = [
      [
        ("line_kind", .code("stock")), ("net_amount", .amount(100_00)),
        ("tax_amount", .amount(19_00)),
      ],
      [
        ("line_kind", .code("discount")), ("net_amount", .amount(-10_00)),
        ("tax_amount", .amount(-1_90)),
      ],
      [
        ("line_kind", .code("service")), ("net_amount", .amount(50_00)),
        ("tax_amount", .amount(9_50)),
      ],
    ]
    let revenue = [
      "Cr 4000 100.00 EUR", "Cr 4010 50.00 EUR", "Dr 4090 10.00 EUR", "Cr 2100 28.50 EUR",
      "Dr 2100 1.90 EUR",
    ]
    #expect(
      try entry(
        "sales_invoices", [("settlement", .code("credit")), ("total", .amount(166_60))],
        lines: lines) == ["Dr 1200 166.60 EUR"] + revenue)
    #expect(
      try entry(
        "sales_invoices", [("settlement", .code("immediate")), ("total", .amount(166_60))],
        lines: lines) == ["Dr 1100 166.60 EUR"] + revenue)
  }

  @Test("A credit note takes back what the invoice gave")
  func creditNote() throws {
    #expect(
      try entry(
        "credit_notes", [("settlement", .code("credit")), ("total", .amount(11_90))],
        lines: [
          [
            ("line_kind", .code("stock")), ("net_amount", .amount(10_00)),
            ("tax_amount", .amount(1_90)),
          ]
        ]) == ["Cr 1200 11.90 EUR", "Dr 4080 10.00 EUR", "Dr 2100 1.90 EUR"])
  }

  @Test("A bill clears goods received where it is matched; tax that is not reclaimed is cost")
  func purchaseBill() throws {
    #expect(
      try entry(
        "purchase_bills", [("total", .amount(178_50))],
        lines: [
          [
            ("line_kind", .code("stock")), ("matched", .flag(true)),
            ("net_amount", .amount(100_00)),
            ("recoverable_tax", .amount(9_50)), ("unrecoverable_tax", .amount(9_50)),
          ],
          [
            ("line_kind", .code("charge")), ("net_amount", .amount(50_00)),
            ("recoverable_tax", .amount(9_50)),
          ],
        ]) == [
          "Cr 2000 178.50 EUR", "Dr 2010 100.00 EUR", "Dr 1320 50.00 EUR", "Dr 1250 19.00 EUR",
          "Dr 5040 9.50 EUR",
        ])
    #expect(
      try entry(
        "debit_notes", [("total", .amount(100_00))],
        lines: [
          [
            ("line_kind", .code("stock")), ("matched", .flag(true)),
            ("net_amount", .amount(100_00)),
          ]
        ]) == ["Dr 2000 100.00 EUR", "Cr 2010 100.00 EUR"])
  }

  // MARK: Money

  @Test("A card payment comes in net of the provider's fee; the customer is credited in full")
  func paymentWithFee() throws {
    #expect(
      try entry(
        "payments",
        [
          ("direction", .code("in")), ("partner_role", .code("customer")),
          ("amount", .amount(100_00)), ("fee_amount", .amount(2_00)),
        ]) == ["Dr 1100 98.00 EUR", "Dr 6200 2.00 EUR", "Cr 1200 100.00 EUR"])
    #expect(
      try entry(
        "payments",
        [
          ("direction", .code("out")), ("partner_role", .code("supplier")),
          ("amount", .amount(100_00)), ("is_advance", .flag(true)),
        ]) == ["Cr 1100 100.00 EUR", "Dr 1400 100.00 EUR"])
  }

  static let settlementCases: [(String, String, [String])] = [
    ("receivable", "early_discount", ["Cr 1200 10.00 EUR", "Dr 4090 10.00 EUR"]),
    ("receivable", "withholding", ["Cr 1200 10.00 EUR", "Dr 1240 10.00 EUR"]),
    ("receivable", "write_off", ["Cr 1200 10.00 EUR", "Dr 6300 10.00 EUR"]),
    ("receivable", "bank_charge", ["Cr 1200 10.00 EUR", "Dr 6200 10.00 EUR"]),
    ("receivable", "cash_rounding", ["Cr 1200 10.00 EUR", "Dr 6900 10.00 EUR"]),
    ("receivable", "stored_value", ["Cr 1200 10.00 EUR", "Dr 2220 10.00 EUR"]),
    ("payable", "early_discount", ["Dr 2000 10.00 EUR", "Cr 5030 10.00 EUR"]),
    ("payable", "withholding", ["Dr 2000 10.00 EUR", "Cr 2120 10.00 EUR"]),
    ("payable", "write_off", ["Dr 2000 10.00 EUR", "Cr 4300 10.00 EUR"]),
  ]

  @Test("What settles a document without another one", arguments: settlementCases)
  func settlement(side: String, kind: String, lines: [String]) throws {
    #expect(
      try entry(
        "settlements",
        [
          ("side", .code(side)), ("kind", .code(kind)), ("amount", .amount(10_00)),
          ("amount_base", .base(10_00)),
        ]) == lines)
  }

  /// An invoice of 100 USD carried at 90.00, settled by an advance carried at 85.00: loss 5.00.
  @Test("An advance leaves its own account at its own rate; the difference is realised")
  func advance() throws {
    #expect(
      try entry(
        "settlements",
        [
          ("side", .code("receivable")), ("kind", .code("advance")), ("amount", .amount(100_00)),
          ("amount_base", .base(90_00)), ("from_amount", .amount(100_00)),
          ("from_amount_base", .base(85_00)), ("from_currency", .code("USD")),
          ("exchange_loss", .base(5_00)),
        ], in: Self.usd) == [
          "Cr 1200 100.00 USD = 90.00 EUR", "Dr 2200 100.00 USD = 85.00 EUR",
          "Dr 7100 0.00 USD = 5.00 EUR",
        ])
  }

  @Test("A contra settles a receivable against a payable")
  func contra() throws {
    #expect(
      try entry(
        "settlements",
        [
          ("side", .code("receivable")), ("kind", .code("contra")), ("amount", .amount(10_00)),
          ("amount_base", .base(10_00)), ("from_amount", .amount(10_00)),
          ("from_amount_base", .base(10_00)), ("from_currency", .code("EUR")),
        ]) == ["Cr 1200 10.00 EUR", "Dr 2000 10.00 EUR"])
  }

  @Test(
    "A realised difference moves the account in base alone, in the document's currency",
    arguments: [
      ("receivable", Int64(5_00), ["Dr 7100 0.00 USD = 5.00 EUR", "Cr 1200 0.00 USD = 5.00 EUR"]),
      ("payable", 5_00, ["Dr 7100 0.00 USD = 5.00 EUR", "Cr 2000 0.00 USD = 5.00 EUR"]),
      ("receivable", -5_00, ["Cr 7100 0.00 USD = 5.00 EUR", "Dr 1200 0.00 USD = 5.00 EUR"]),
    ])
  func realised(side: String, loss: Int64, lines: [String]) throws {
    #expect(
      try entry(
        "realised_exchange", [("side", .code(side)), ("exchange_loss", .base(loss))], in: Self.usd)
        == lines)
  }

  @Test("A till that is short, and what was taken to the bank")
  func till() throws {
    #expect(
      try entry(
        "pos_sessions",
        [
          ("expected_amount", .amount(500_00)), ("counted_amount", .amount(498_00)),
          ("deposited_amount", .amount(400_00)),
        ]) == [
          "Cr 1100 402.00 EUR", "Dr 6210 2.00 EUR", "Dr 1160 400.00 EUR",
        ])
  }

  @Test("Wages, what is withheld, and the employer's share")
  func payroll() throws {
    #expect(
      try entry(
        "payroll",
        [
          ("gross_amount", .amount(3_000_00)), ("net_amount", .amount(2_000_00)),
          ("employer_amount", .amount(600_00)),
        ],
        lines: [
          [("kind", .code("tax")), ("amount", .amount(400_00))],
          [("kind", .code("employee_contribution")), ("amount", .amount(600_00))],
        ]) == [
          "Dr 6000 3000.00 EUR", "Cr 2130 2000.00 EUR", "Cr 2140 1000.00 EUR",
          "Dr 6010 600.00 EUR", "Cr 2160 1200.00 EUR", "Dr 2140 1000.00 EUR", "Cr 2150 400.00 EUR",
        ])
  }

  @Test("A manual entry is posted as it stands")
  func manual() throws {
    #expect(
      try entry(
        "manual_journals", [],
        lines: [
          [("account", .code("6100")), ("debit", .amount(10_00)), ("credit", .amount(0))],
          [("account", .code("2030")), ("debit", .amount(0)), ("credit", .amount(10_00))],
        ]) == ["Dr 6100 10.00 EUR", "Cr 2030 10.00 EUR"])
  }

  // MARK: Stock

  struct StockCase: CustomTestStringConvertible {
    let kind: MovementKind
    var reason = ValuationReason.movement
    let rows: [(Int64, CounterRole)]
    var document: (Currency, Int64)?
    let lines: [String]

    var testDescription: String { "\(kind) \(reason) \(lines)" }
  }

  static let stockCases: [StockCase] = [
    StockCase(
      kind: .opening, rows: [(100_00, .opening)],
      lines: ["Dr 1300 100.00 EUR", "Cr 3900 100.00 EUR"]),
    StockCase(
      kind: .receipt, rows: [(100_00, .goodsReceived)],
      lines: ["Dr 1300 100.00 EUR", "Cr 2010 100.00 EUR"]),
    // At standard 90.00, bought for 100.00.
    StockCase(
      kind: .receipt, rows: [(100_00, .goodsReceived), (-10_00, .priceVariance)],
      lines: [
        "Dr 1300 100.00 EUR", "Cr 1300 10.00 EUR", "Cr 2010 100.00 EUR", "Dr 5010 10.00 EUR",
      ]),
    StockCase(
      kind: .receipt, rows: [(90_00, .goodsReceived)], document: (usd, 100_00),
      lines: [
        "Dr 1300 90.00 EUR", "Cr 2010 100.00 USD = 90.00 EUR", "Cr 9000 90.00 EUR",
        "Dr 9000 100.00 USD = 90.00 EUR",
      ]),
    StockCase(
      kind: .supplierReturn, rows: [(-50_00, .supplierReturn), (-2_00, .costVariance)],
      lines: ["Dr 2010 50.00 EUR", "Dr 5020 2.00 EUR", "Cr 1300 52.00 EUR"]),
    StockCase(
      kind: .issue, rows: [(-60_00, .costOfSales)],
      lines: ["Dr 5000 60.00 EUR", "Cr 1300 60.00 EUR"]),
    StockCase(
      kind: .customerReturn, rows: [(60_00, .costOfSales), (-20_00, .writeDown)],
      lines: [
        "Dr 1300 60.00 EUR", "Cr 1300 20.00 EUR", "Cr 5000 60.00 EUR", "Dr 5220 20.00 EUR",
      ]),
    StockCase(
      kind: .transfer, rows: [(-30_00, .transfer), (30_00, .transfer)],
      lines: ["Cr 1300 30.00 EUR", "Dr 1300 30.00 EUR"]),
    StockCase(
      kind: .count, rows: [(-5_00, .countDifference)],
      lines: ["Cr 1300 5.00 EUR", "Dr 5200 5.00 EUR"]),
    StockCase(
      kind: .count, rows: [(5_00, .countDifference)],
      lines: ["Dr 1300 5.00 EUR", "Cr 5200 5.00 EUR"]),
    StockCase(
      kind: .scrap, rows: [(-5_00, .scrap)], lines: ["Dr 5210 5.00 EUR", "Cr 1300 5.00 EUR"]),
    StockCase(
      kind: .consumption, rows: [(-40_00, .workInProgress)],
      lines: ["Dr 1310 40.00 EUR", "Cr 1300 40.00 EUR"]),
    StockCase(
      kind: .output, rows: [(40_00, .workInProgress)],
      lines: ["Dr 1300 40.00 EUR", "Cr 1310 40.00 EUR"]),
    // A bill 20.00 above its receipt, half of the goods sold.
    StockCase(
      kind: .receipt, reason: .lateCost, rows: [(20_00, .lateCost), (-10_00, .costOfSales)],
      lines: [
        "Dr 1300 20.00 EUR", "Cr 1300 10.00 EUR", "Cr 2010 20.00 EUR", "Dr 5000 10.00 EUR",
      ]),
    // A rebate in dollars.
    StockCase(
      kind: .receipt, reason: .lateCost, rows: [(-9_00, .lateCost)], document: (usd, 10_00),
      lines: [
        "Cr 1300 9.00 EUR", "Dr 2010 10.00 USD = 9.00 EUR", "Dr 9000 9.00 EUR",
        "Cr 9000 10.00 USD = 9.00 EUR",
      ]),
    StockCase(
      kind: .issue, reason: .cover, rows: [(-3_00, .costOfSales)],
      lines: ["Cr 1300 3.00 EUR", "Dr 5000 3.00 EUR"]),
    StockCase(
      kind: .count, reason: .standardChange, rows: [(7_00, .standardRevaluation)],
      lines: ["Dr 1300 7.00 EUR", "Cr 5230 7.00 EUR"]),
  ]

  @Test("Every change of inventory has its other side", arguments: stockCases)
  func stockChange(_ expected: StockCase) throws {
    var ledger = try ledger()
    var feed = try StockValuationFeed(plan)
    let source = StockValuationFeed.Source(
      document: 0, stream: "goods_receipts",
      order: EventOrder(
        date: Self.day("2026-03-10"), recordedAt: nil, rank: 1, key: SourceKey("1")),
      number: "1", currency: expected.document?.0 ?? Self.eur,
      documentMinor: expected.document?.1)
    for (value, role) in expected.rows {
      try feed.add(
        ValuedMovement(
          movement: 1, cause: 1, pool: 0, date: Self.day("2026-03-10"), quantityMicros: 0,
          valueMinor: value, kind: expected.kind, role: role, reason: expected.reason,
          basis: .document),
        pool: .init(item: plan.pool.number(of: "I1")), source: source, into: &ledger)
    }
    feed.finish(into: &ledger)
    #expect(ledger.findings.isEmpty, "\(ledger.findings)")
    #expect(written(Array(ledger.takeBatch().lines)) == expected.lines)
  }

  /// Receipt 100 USD at 0.90, bill 105 USD at 0.95: late cost 5 × 0.90, exchange loss 105 × 0.05.
  @Test("A receipt and its bill at other price and rate leave nothing on goods received")
  func goodsReceivedClears() throws {
    var lines = try entry(
      "purchase_bills", [("total", .amount(105_00)), ("total_base", .base(99_75))],
      lines: [
        [
          ("line_kind", .code("stock")), ("matched", .flag(true)), ("net_amount", .amount(105_00)),
          ("net_amount_base", .base(99_75)),
        ]
      ], in: Self.usd)
    lines += try entry("grni_exchange", [("exchange_loss", .base(5_25))], in: Self.usd)
    #expect(
      lines == [
        "Cr 2000 105.00 USD = 99.75 EUR", "Dr 2010 105.00 USD = 99.75 EUR",
        "Dr 7100 0.00 USD = 5.25 EUR", "Cr 2010 0.00 USD = 5.25 EUR",
      ])
    // With the receipt (Cr 100.00 = 90.00) and the late cost (Cr 5.00 = 4.50): 105.00 = 99.75.
    #expect(99_75 - 5_25 - 90_00 - 4_50 == 0)
  }
}

@Suite("The two sides of a settlement")
struct SettlementLegsTests {
  private func item(
    _ side: SubledgerSide, _ kind: OpenItem.Kind, _ amount: Int64, base: Int64
  ) throws -> OpenItem {
    let day = try #require(CivilDate("2026-03-10"))
    return OpenItem(
      side: side, kind: kind, partner: 0, document: 0, currency: 0, documentDate: day, date: day,
      postingDate: day, dueDate: day, amountMinor: amount, baseMinor: base)
  }

  private func legs(
    _ from: OpenItem?, _ to: OpenItem, as kind: Application.Kind
  ) throws -> (SettlementLegs, loss: Int64) {
    let eur = try #require(Currency(code: "EUR"))
    let usd = try #require(Currency(code: "USD"))
    let items = from.map { [to, $0] } ?? [to]
    let application = Application(
      kind: kind, from: from == nil ? Application.none : 1, to: 0, date: to.date,
      fromMinor: from == nil ? 0 : abs(to.amountMinor), toMinor: abs(to.amountMinor))
    let subledger = try Subledger(
      currencies: [usd], base: eur, items: items, instalments: [], applications: [application])
    let settlement = subledger.settlements[0]
    return (
      SettlementLegs(application, settlement, items: items), settlement.exchangeLossMinor
    )
  }

  @Test("A payment on the same account moves nothing but the exchange difference")
  func payment() throws {
    let (legs, loss) = try legs(
      try item(.receivable, .payment, -100, base: -85),
      try item(.receivable, .invoice, 100, base: 90),
      as: .payment)
    #expect(legs.staysWithinAccount && loss == 5)
  }

  @Test("An advance is one whatever the source calls it; debits are credits with the difference")
  func advance() throws {
    let (legs, loss) = try legs(
      try item(.receivable, .advance, -100, base: -85),
      try item(.receivable, .invoice, 100, base: 90),
      as: .payment)
    #expect(legs.kind == .advance && !legs.staysWithinAccount)
    #expect(legs.fromAmount.base + loss == legs.amount.base && legs.amount.base == 90)
  }

  @Test("A refunded advance leaves the advance account against the refund")
  func refundedAdvance() throws {
    let (legs, loss) = try legs(
      try item(.receivable, .payment, 100, base: 90),
      try item(.receivable, .advance, -100, base: -85),
      as: .payment)
    #expect(legs.kind == .advance && legs.settled.kind == .payment && legs.from?.kind == .advance)
    #expect(legs.amount.base == 90 && legs.fromAmount.base == 85 && loss == 5)
  }

  @Test("A contra takes both documents off")
  func contra() throws {
    let (legs, loss) = try legs(
      try item(.payable, .invoice, 100, base: 88), try item(.receivable, .invoice, 100, base: 90),
      as: .contra)
    #expect(legs.kind == .contra && legs.settled.side == .receivable)
    #expect(legs.amount.base == 90 && legs.fromAmount.base == 88 && loss == 2)
  }

  @Test("Writing off a customer's credit goes the other way")
  func creditWrittenOff() throws {
    let (legs, _) = try legs(
      nil, try item(.receivable, .payment, -100, base: -90), as: .writeOff)
    #expect(legs.amount.minor == -100 && legs.amount.base == -90)
  }
}
