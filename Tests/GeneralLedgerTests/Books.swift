import AccountingValues
import Expressions
import GeneralLedger
import Testing

/// A small company for the tests: EUR, monthly periods from 2026-01, a chart an accountant reads at
/// once, and rules given by each test.
enum Books {
  static let eur = currency("EUR")
  static let usd = currency("USD")
  static let gbp = currency("GBP")
  static let jpy = currency("JPY")

  static func currency(_ code: String) -> Currency {
    guard let currency = Currency(code: code) else { fatalError("no currency \(code)") }
    return currency
  }

  static func day(_ text: String) -> CivilDate {
    guard let day = CivilDate(text) else { fatalError("no day \(text)") }
    return day
  }

  static func order(_ day: String, _ key: String) -> EventOrder {
    EventOrder(date: Self.day(day), recordedAt: nil, rank: 50, key: SourceKey(key))
  }

  static let accounts = [
    Account(code: "1000", name: "Bank", type: .asset, control: .bank, group: "1"),
    Account(code: "1010", name: "Bank USD", type: .asset, control: .bank, group: "1"),
    Account(code: "1200", name: "Receivables", type: .asset, control: .receivable, group: "1"),
    Account(code: "1400", name: "Inventory", type: .asset, control: .inventory, group: "1"),
    Account(code: "1410", name: "Bicycles", type: .asset, control: .inventory, group: "1"),
    Account(code: "1900", name: "Suspense", type: .asset, group: "1"),
    Account(code: "2000", name: "Payables", type: .liability, control: .payable, group: "2"),
    Account(
      code: "2100", name: "Goods received, not invoiced", type: .liability,
      control: .goodsReceivedNotInvoiced, group: "2"),
    Account(code: "2300", name: "VAT", type: .liability, control: .tax, group: "2"),
    Account(code: "2900", name: "Retained earnings", type: .equity, group: "2"),
    Account(code: "2990", name: "Currency exchange", type: .equity, group: "2"),
    Account(code: "4000", name: "Sales", type: .income, group: "4"),
    Account(code: "4010", name: "Sales of bicycles", type: .income, group: "4"),
    Account(
      code: "4100", name: "Discounts given", type: .income, normalBalance: .debit, group: "4"),
    Account(code: "5000", name: "Cost of sales", type: .expense, group: "5"),
    Account(code: "5900", name: "Rounding", type: .expense, group: "5"),
    Account(code: "5910", name: "Exchange differences", type: .expense, group: "5"),
  ]

  static let groups = [
    AccountGroup(code: "1", name: "Assets"),
    AccountGroup(code: "2", name: "Liabilities and equity"),
    AccountGroup(code: "4", name: "Income", parent: "R"),
    AccountGroup(code: "5", name: "Costs", parent: "R"),
    AccountGroup(code: "R", name: "Result"),
  ]

  static let journals = [
    JournalDefinition(code: "SAL", name: "Sales"),
    JournalDefinition(code: "PUR", name: "Purchases"),
    JournalDefinition(code: "GEN", name: "General"),
  ]

  /// A mapping named after its role and account: `revenue-4010`.
  static func map(
    _ role: String, _ account: String, _ criteria: [MappingCriterion: String] = [:],
    from: String? = nil
  ) -> RoleMapping {
    RoleMapping(
      id: "\(role)-\(account)" + (from.map { "-" + $0 } ?? ""), role: AccountRole(role),
      criteria: criteria, account: account, validFrom: from.map(day))
  }

  static let mappings = [
    map("bank", "1000"), map("accounts_receivable", "1200"), map("inventory", "1400"),
    map("accounts_payable", "2000"), map("grni", "2100"), map("output_tax", "2300"),
    map("revenue", "4000"), map("discounts_given", "4100"), map("cost_of_sales", "5000"),
    map("rounding_difference", "5900"), map("currency_exchange", "2990"),
    map("exchange_difference", "5910"), map("suspense", "1900"),
  ]

  static func amount(_ text: String) -> AmountFormula {
    guard let formula = AmountFormula(parsing: text) else { fatalError("no amount \(text)") }
    return formula
  }

  /// A rule's line in a few words: `.line(.debit, "bank", "amount - fee")`.
  static func line(
    _ side: BalanceSide, _ role: String, _ amount: String?, base: String? = nil,
    per scope: PostingLine.Scope = .header, currency: String? = nil, when: Expression? = nil,
    keepsZero: Bool = false
  ) -> PostingLine {
    PostingLine(
      side: side, target: .role(AccountRole(role)), amount: amount.map(Self.amount),
      baseAmount: base.map(Self.amount), currencyField: currency, scope: scope, condition: when,
      onlyIfNonzero: !keepsZero)
  }

  static let invoiceSchema = EventSchema(
    "sales_invoices",
    header: [
      EventField("partner_key", .code), EventField("partner_group", .code),
      EventField("settlement", .code), EventField("total", .amount),
      EventField("discount", .amount), EventField("location_key", .code),
    ],
    line: [
      EventField("item_key", .code), EventField("category", .code),
      EventField("line_kind", .code), EventField("department_key", .code),
      EventField("net_amount", .amount), EventField("tax_amount", .amount),
      EventField("tax_code", .code),
    ])

  static let manualSchema = EventSchema(
    "manual_journals", header: [],
    line: [
      EventField("account", .code), EventField("debit", .amount), EventField("credit", .amount),
    ])

  static let invoiceRule = PostingRule(
    id: "sales-invoice", event: "sales_invoices", title: "An invoice earns revenue",
    journal: "SAL",
    lines: [
      line(.debit, "accounts_receivable", "total"),
      line(.credit, "revenue", "net_amount", per: .line),
      line(.credit, "output_tax", "tax_amount", per: .line),
    ])

  static let manualRule = PostingRule(
    id: "manual", event: "manual_journals", title: "A manual entry", journal: "GEN",
    lines: [
      PostingLine(
        side: .debit, target: .field("account", otherwise: nil), amount: amount("debit"),
        scope: .line),
      PostingLine(
        side: .credit, target: .field("account", otherwise: nil), amount: amount("credit"),
        scope: .line),
    ], requiresExactBalance: true)

  static func definitions(
    rules: [PostingRule] = [invoiceRule, manualRule], mappings: [RoleMapping] = mappings,
    dimensions: [DimensionDefinition] = [], unmapped: UnmappedPolicy = .block
  ) -> PostingDefinitions {
    PostingDefinitions(
      journals: journals, rules: rules, mappings: mappings, dimensions: dimensions,
      unmapped: unmapped)
  }

  static func plan(
    _ definitions: PostingDefinitions = definitions(),
    schemas: [EventSchema] = [invoiceSchema, manualSchema], base: Currency = eur
  ) throws -> PostingPlan {
    try PostingPlan(
      company: "acme", base: base, chart: try ChartOfAccounts(accounts: accounts, groups: groups),
      definitions: definitions, schemas: schemas, pool: CodePool())
  }

  /// Months from one on.
  static func months(_ first: String, _ count: Int) throws -> [FiscalPeriod] {
    let calendar = try #require(FiscalCalendar(monthlyFrom: 1))
    var periods = [try #require(calendar.period(named: first))]
    while periods.count < count {
      periods.append(calendar.period(after: periods[periods.count - 1]))
    }
    return periods
  }

  static func ledger(
    _ plan: PostingPlan, from first: String = "2026-01", months count: Int = 12,
    rates: [ExchangeRate] = []
  ) throws -> Ledger {
    Ledger(plan: plan, periods: try months(first, count), rates: RateTable(rates))
  }

  static func rate(
    _ from: Currency, _ to: Currency, _ rate: String, _ day: String,
    _ kind: ExchangeRate.Kind = .spot, per units: Int32 = 1
  ) throws -> ExchangeRate {
    try ExchangeRate(
      from: from, to: to, kind: kind, date: Self.day(day), rate: ExactDecimal(parsing: rate),
      perUnits: units)
  }

  /// Lines as an accountant writes them: `Dr 1200 119.00 EUR`, with the base amount behind where it
  /// is another currency.
  static func written(_ lines: some Sequence<JournalLine>, _ plan: PostingPlan) -> [String] {
    lines.map { line in
      let base = Money(minor: line.baseMinor, in: plan.base)
      let amount = Money(minor: line.amountMinor, in: line.currency)
      return "\(line.side == .debit ? "Dr" : "Cr") \(plan.chart[line.account].code) \(amount)"
        + (line.currency == plan.base ? "" : " = \(base)")
    }
  }
}

extension Ledger {
  /// Posts a manual entry of `(account, debit, credit)` in cents.
  @discardableResult
  mutating func postManual(
    _ day: String, _ key: String, _ lines: [(String, Int64, Int64)], in currency: Currency? = nil
  ) throws -> PostingOutcome {
    var event = try plan.event("manual_journals")
    event.begin(Books.order(day, key), number: key, currency: currency ?? plan.base)
    for (account, debit, credit) in lines {
      try event.addLine([
        "account": .code(plan.pool.number(of: account)), "debit": .amount(debit),
        "credit": .amount(credit),
      ])
    }
    return post(event)
  }

  /// The closing of an account in base, debit positive; zero without a row.
  func closing(_ account: String, _ span: ClosedRange<Int>) throws -> Int64 {
    let index = try #require(plan.chart.index(of: account))
    return try trialBalance(span).row(.account(index))?.base.closingMinor ?? 0
  }
}
