import AccountingValues
import Expressions
import GeneralLedger
import Testing

@Suite("Which mapping and which rule applies")
struct PrecedenceTests {
  /// The account of `revenue` for an invoice line of item I1, category BIKES, tax code T19, sold to
  /// group RETAIL from location SHOP on a day, and the mapping that gave it.
  private func revenue(
    _ mappings: [RoleMapping], on day: String = "2026-03-10"
  ) throws -> String? {
    let others = Books.mappings.filter { $0.role.rawValue != "revenue" }
    let plan = try Books.plan(Books.definitions(mappings: others + mappings))
    var event = try plan.event("sales_invoices")
    event.begin(Books.order(day, "1"), number: "1", currency: Books.eur)
    func code(_ text: String) -> EventValue { .code(plan.pool.number(of: text)) }
    try event.set("partner_group", code("RETAIL"))
    try event.set("location_key", code("SHOP"))
    try event.set("total", .amount(1))
    try event.addLine([
      "item_key": code("I1"), "category": code("BIKES"), "tax_code": code("T19"),
      "net_amount": .amount(1),
    ])
    let explanation = try Books.ledger(plan).explain(event)
    return explanation.contributions.last { $0.mapping?.role == "revenue" }?.mapping?.id
  }

  static let narrower: [(String, [MappingCriterion: String])] = [
    ("company", [.company: "acme"]),
    ("tax code", [.taxCode: "T19"]),
    ("tax code and company", [.taxCode: "T19", .company: "acme"]),
    ("location", [.location: "SHOP"]),
    ("location and company", [.location: "SHOP", .company: "acme"]),
    ("location and tax code", [.location: "SHOP", .taxCode: "T19"]),
    ("partner group", [.partnerGroup: "RETAIL"]),
    ("category", [.category: "BIKES"]),
    ("category and location", [.category: "BIKES", .location: "SHOP"]),
    ("category and partner group", [.category: "BIKES", .partnerGroup: "RETAIL"]),
    ("item", [.item: "I1"]),
    ("item and company", [.item: "I1", .company: "acme"]),
  ]

  @Test("The more telling mapping wins, whatever the order they are written in")
  func precedence() throws {
    var known = [RoleMapping(id: "general", role: "revenue", account: "4000")]
    for (name, criteria) in Self.narrower {
      known.append(RoleMapping(id: name, role: "revenue", criteria: criteria, account: "4010"))
      #expect(try revenue(known) == name)
      #expect(try revenue(known.reversed()) == name)
    }
  }

  @Test(
    "A mapping for another case does not match",
    arguments: [
      [MappingCriterion.item: "I2"], [.category: "PARTS"], [.category: "BIKES", .location: "WEB"],
      [.company: "other"], [.partner: "C1"], [.cashAccount: "TILL"],
    ])
  func noMatch(criteria: [MappingCriterion: String]) throws {
    let general = RoleMapping(id: "general", role: "revenue", account: "4000")
    let narrow = RoleMapping(id: "narrow", role: "revenue", criteria: criteria, account: "4010")
    #expect(try revenue([general, narrow]) == "general")
    #expect(try revenue([narrow]) == nil)
  }

  @Test(
    "The latest version not after the posting date counts",
    arguments: [
      ("2026-02-28", "first"), ("2026-03-01", "march"), ("2026-06-30", "march"),
      ("2026-07-01", "july"),
    ])
  func validFrom(day: String, id: String) throws {
    func mapping(_ id: String, _ from: String?) -> RoleMapping {
      RoleMapping(
        id: id, role: "revenue", criteria: [.category: "BIKES"], account: "4010",
        validFrom: from.map(Books.day))
    }
    let versions = [
      mapping("july", "2026-07-01"), mapping("first", nil), mapping("march", "2026-03-01"),
    ]
    #expect(try revenue(versions, on: day) == id)
  }

  @Test("A narrow mapping that is not valid yet leaves the general one")
  func notYetValid() throws {
    let general = RoleMapping(id: "general", role: "revenue", account: "4000")
    let item = RoleMapping(
      id: "item", role: "revenue", criteria: [.item: "I1"], account: "4010",
      validFrom: Books.day("2026-04-01"))
    #expect(try revenue([general, item], on: "2026-03-31") == "general")
    #expect(try revenue([general, item], on: "2026-04-01") == "item")
  }

  // MARK: Rules

  private func rule(
    _ id: String, priority: Int = 0, when condition: Expression? = nil, from: String? = nil
  ) -> PostingRule {
    PostingRule(
      id: id, event: "sales_invoices", title: id, journal: "SAL", condition: condition,
      validFrom: from.map(Books.day), priority: priority, lines: Books.invoiceRule.lines)
  }

  private func chosen(
    _ rules: [PostingRule], settlement: String = "credit", on day: String = "2026-03-10"
  ) throws -> String? {
    let plan = try Books.plan(Books.definitions(rules: rules + [Books.manualRule]))
    var event = try plan.event("sales_invoices")
    event.begin(Books.order(day, "1"), number: "1", currency: Books.eur)
    try event.set("settlement", .code(plan.pool.number(of: settlement)))
    return try Books.ledger(plan).explain(event).rule.map { rule in
      rule.id + (rule.validFrom.map { "@\($0)" } ?? "")
    }
  }

  private func isCredit() throws -> Expression {
    try Expression(parsing: ["==": [["var": "settlement"], "credit"]])
  }

  @Test("A rule with a condition comes before one without; a priority before both; then the id")
  func rulePrecedence() throws {
    let plain = rule("plain")
    let credit = rule("z-credit", when: try isCredit())
    #expect(try chosen([plain, credit]) == "z-credit")
    #expect(try chosen([plain, credit], settlement: "immediate") == "plain")
    #expect(try chosen([credit, rule("urgent", priority: 1)]) == "urgent")
    #expect(try chosen([rule("b"), rule("a")]) == "a")
    #expect(try chosen([credit], settlement: "immediate") == nil)
  }

  @Test("A newer version replaces the older one from its day on, also where its condition fails")
  func ruleVersions() throws {
    let versions = [
      rule("invoice"), rule("invoice", when: try isCredit(), from: "2026-03-01"),
    ]
    #expect(try chosen(versions, on: "2026-02-28") == "invoice")
    #expect(try chosen(versions, on: "2026-03-01") == "invoice@2026-03-01")
    #expect(try chosen(versions, settlement: "immediate", on: "2026-03-01") == nil)
  }

  @Test("Conditions may name the policy and the document's own facts")
  func constants() throws {
    let byDelivery = try Expression(parsing: ["==": [["var": "revenue_on"], "delivery"]])
    let early = try Expression(parsing: ["<": [["var": "accounting_date"], "2026-02-01"]])
    let rules = [rule("a-delivery", when: byDelivery), rule("b-early", when: early), rule("rest")]
    #expect(try chosen(rules, on: "2026-01-31") == "b-early")
    #expect(try chosen(rules, on: "2026-02-01") == "rest")
  }

  // MARK: What is refused

  @Test("Every mistake in the definitions is told at once, with what would be right")
  func definitionProblems() throws {
    let unknownField = try Expression(parsing: ["==": [["var": "setlement"], "credit"]])
    let wrong = PostingRule(
      id: "wrong", event: "sales_invoices", title: "", journal: "XXX", condition: unknownField,
      lines: [
        Books.line(.debit, "accounts_receivable", "totl"),
        Books.line(.credit, "revenue", "net_amount"),
        Books.line(.credit, "revenue", "total", per: .line),
        Books.line(.credit, "revenue", "settlement"),
      ])
    let error = #expect(throws: DefinitionProblems.self) {
      try Books.plan(
        Books.definitions(
          rules: [
            wrong, PostingRule(id: "empty", event: "sales_invoices", title: "", journal: "SAL"),
            PostingRule(id: "typo", event: "sales_invoice", title: "", journal: "SAL"),
          ],
          mappings: [
            RoleMapping(id: "a", role: "revenue", account: "4000"),
            RoleMapping(id: "b", role: "revenue", account: "4010"),
            RoleMapping(id: "c", role: "suspense", account: "9999"),
          ]))
    }
    let messages = error?.problems.map(\.description) ?? []
    for expected in [
      "rule typo: there is no event kind sales_invoice",
      "mapping b: another mapping of role revenue has the same criteria and day",
      "mapping c: there is no account 9999 in the chart",
      "rule wrong: there is no journal XXX",
      "rule wrong, line 1: sales_invoices has no field `totl`",
      "rule wrong, line 2: `net_amount` is a field of the lines of sales_invoices; add `per: line`",
      "rule wrong, line 3: `total` is a field of the header; it cannot be posted per line",
      "rule wrong, line 4: `settlement` is of type code, not amount or base_amount",
      "rule empty: it has no lines; write `exclude:` with the reason if nothing shall be posted",
    ] {
      #expect(messages.contains(expected))
    }
    #expect(messages.contains { $0.hasPrefix("rule wrong: condition: unknown field `setlement`") })
  }

  @Test("Entries of days that were filed with other definitions are made by those")
  func filed() throws {
    let general = RoleMapping(id: "revenue", role: "revenue", account: "4000")
    let others = Books.mappings.filter { $0.role.rawValue != "revenue" }
    let now = RoleMapping(
      id: "revenue", role: "revenue", account: "4010", validFrom: Books.day("2026-01-10"))
    var filed = Books.definitions(
      rules: [Books.manualRule, Books.invoiceRule], mappings: others + [general])
    filed.journals.append(JournalDefinition(code: "OLD", name: "A journal of then"))
    let current = Books.definitions(mappings: [now] + others)
    let plan = try PostingPlan(
      company: "acme", base: Books.eur,
      chart: try ChartOfAccounts(accounts: Books.accounts, groups: Books.groups),
      definitions: Dated(
        current, earlier: [.init(end: Books.day("2026-02-01"), filed)]),
      schemas: [Books.invoiceSchema, Books.manualSchema], pool: CodePool())
    var ledger = try Books.ledger(plan)
    for day in ["2026-01-05", "2026-01-31", "2026-02-01"] {
      var event = try plan.event("sales_invoices")
      event.begin(Books.order(day, day), number: day, currency: Books.eur)
      try event.set("total", .amount(100))
      try event.addLine(["net_amount": .amount(100)])
      ledger.post(event)
    }
    #expect(ledger.findings.isEmpty, "\(ledger.findings)")
    let batch = ledger.takeBatch()
    #expect(
      batch.entries.map { Books.written(batch.lines(of: $0), plan).last } == [
        "Cr 4000 1.00 EUR", "Cr 4000 1.00 EUR", "Cr 4010 1.00 EUR",
      ])
    #expect(
      batch.entries.map { plan.definitions.rules[Int($0.rule)].id }
        == ["sales-invoice", "sales-invoice", "sales-invoice"])
    #expect(Set(batch.entries.map(\.rule)).count == 2)
    #expect(plan.definitions.journals.last?.code == "OLD")
  }
}
