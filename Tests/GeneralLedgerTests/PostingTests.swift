import AccountingValues
import Expressions
import GeneralLedger
import Testing

@Suite("Posting an event")
struct PostingTests {
  /// An invoice of lines `(category, net, tax)` in cents.
  private func invoice(
    _ plan: PostingPlan, day: String = "2026-03-10", total: Int64,
    lines: [(String, Int64, Int64)], currency: Currency = Books.eur
  ) throws -> PostingEvent {
    var event = try plan.event("sales_invoices")
    event.begin(Books.order(day, "17"), number: "INV-17", currency: currency)
    try event.set("partner_key", .code(plan.pool.number(of: "C1")))
    try event.set("total", .amount(total))
    for (category, net, tax) in lines {
      try event.addLine([
        "category": .code(plan.pool.number(of: category)), "net_amount": .amount(net),
        "tax_amount": .amount(tax),
      ])
    }
    return event
  }

  @Test("One entry per document; lines of one account are added up")
  func oneEntry() throws {
    let plan = try Books.plan()
    var ledger = try Books.ledger(plan)
    let event = try invoice(
      plan, total: 178_50, lines: [("A", 100_00, 19_00), ("B", 50_00, 9_50)])
    #expect(ledger.post(event) == .posted(sequence: 0, rule: "sales-invoice"))
    let batch = ledger.takeBatch()
    #expect(
      Books.written(batch.lines, plan) == [
        "Dr 1200 178.50 EUR", "Cr 4000 150.00 EUR", "Cr 2300 28.50 EUR",
      ])
    let entry = try #require(batch.entries.first)
    #expect(entry.document == "INV-17" && entry.text == "An invoice earns revenue")
    #expect(plan.pool[entry.partner] == "C1")
    #expect(ledger.findings.isEmpty)
  }

  @Test("A negative amount goes to the other side and stays apart")
  func negativeLine() throws {
    let plan = try Books.plan()
    var ledger = try Books.ledger(plan)
    ledger.post(try invoice(plan, total: 90_00, lines: [("A", 100_00, 0), ("A", -10_00, 0)]))
    #expect(
      Books.written(ledger.takeBatch().lines, plan) == [
        "Dr 1200 90.00 EUR", "Cr 4000 100.00 EUR", "Dr 4000 10.00 EUR",
      ])
  }

  @Test("Cents between total and lines go to rounding, and are listed")
  func roundingDifference() throws {
    let plan = try Books.plan()
    var ledger = try Books.ledger(plan)
    ledger.post(try invoice(plan, total: 100_01, lines: [("A", 100_00, 0)]))
    #expect(
      Books.written(ledger.takeBatch().lines, plan) == [
        "Dr 1200 100.01 EUR", "Cr 4000 100.00 EUR", "Cr 5900 0.01 EUR",
      ])
    #expect(ledger.findings.map(\.code) == ["GL-005"])
    #expect(ledger.findings.first?.severity == .warning)
  }

  @Test(
    "Up to 0.05 is rounding, more is not, in the document's currency",
    arguments: [
      ("EUR", 105, true), ("EUR", 106, false), ("JPY", 100, true), ("JPY", 101, false),
    ])
  func roundingLimit(code: String, total: Int64, isPosted: Bool) throws {
    let currency = Books.currency(code)
    let plan = try Books.plan(base: currency)
    var ledger = try Books.ledger(plan)
    let outcome = ledger.post(
      try invoice(plan, total: total, lines: [("A", 100, 0)], currency: currency))
    #expect((outcome != .held) == isPosted)
    #expect(ledger.findings.contains { $0.code == "GL-006" } == !isPosted)
  }

  @Test("Nothing of a held document is booked")
  func heldLeavesNoTrace() throws {
    let plan = try Books.plan(
      Books.definitions(mappings: Books.mappings.filter { $0.role.rawValue != "output_tax" }))
    var ledger = try Books.ledger(plan)
    #expect(ledger.post(try invoice(plan, total: 119, lines: [("A", 100, 19)])) == .held)
    #expect(ledger.takeBatch().lines.isEmpty)
    #expect(try ledger.trialBalance(0...11).rows.isEmpty)
    #expect(
      ledger.findings.map(\.message) == [
        "sales_invoices INV-17: role output_tax has no account for category A, partner C1"
      ])
    #expect(plan.unmappedRoles.map(\.rawValue) == ["output_tax"])
  }

  @Test("Under `unmapped: suspense` it is booked to suspense with a warning")
  func suspense() throws {
    let plan = try Books.plan(
      Books.definitions(
        mappings: Books.mappings.filter { $0.role.rawValue != "output_tax" },
        unmapped: .suspense))
    var ledger = try Books.ledger(plan)
    ledger.post(try invoice(plan, total: 119, lines: [("A", 100, 19)]))
    #expect(
      Books.written(ledger.takeBatch().lines, plan) == [
        "Dr 1200 1.19 EUR", "Cr 4000 1.00 EUR", "Cr 1900 0.19 EUR",
      ])
    #expect(ledger.findings.map(\.code) == ["GL-008"])
  }

  @Test("A manual entry must balance to the cent")
  func unbalancedManualEntry() throws {
    let plan = try Books.plan()
    var ledger = try Books.ledger(plan)
    #expect(
      try ledger.postManual("2026-01-05", "M1", [("1000", 100, 0), ("4000", 0, 99)]) == .held)
    let finding = try #require(ledger.findings.first)
    #expect(finding.code == "GL-004" && finding.severity == .error)
    #expect(finding.amount == Money(minor: 1, in: Books.eur))
    #expect(finding.message == "manual_journals M1: its debits and credits differ by 0.01 EUR")
  }

  @Test(
    "What is wrong with an event is one finding that names it",
    arguments: [
      ("2025-12-31", "1000", "GL-010", "its posting date 2025-12-31 is outside the periods"),
      ("2026-01-05", "9999", "GL-007", "the chart has no account 9999"),
    ])
  func findings(day: String, account: String, code: String, message: String) throws {
    let plan = try Books.plan()
    var ledger = try Books.ledger(plan)
    try ledger.postManual(day, "M1", [(account, 100, 0), ("4000", 0, 100)])
    let finding = try #require(ledger.findings.first)
    #expect(finding.code == code && finding.origin == "manual_journals" && finding.key == "M1")
    #expect(finding.message.contains(message))
  }

  @Test("An event that no rule matches is held; one that a rule excludes is counted by it")
  func noRuleAndExclusion() throws {
    let onCredit = try Expression(parsing: ["==": [["var": "settlement"], "credit"]])
    let plan = try Books.plan(
      Books.definitions(rules: [
        PostingRule(
          id: "only-credit", event: "sales_invoices", title: "", journal: "SAL",
          condition: onCredit, lines: Books.invoiceRule.lines),
        PostingRule(
          id: "ignored", event: "manual_journals", title: "", journal: "",
          exclusion: "taken from another system"),
      ]))
    var ledger = try Books.ledger(plan)
    let event = try invoice(plan, total: 100, lines: [("A", 100, 0)])
    #expect(ledger.post(event) == .held)
    #expect(ledger.findings.map(\.code) == ["GL-001"])
    var credit = event
    try credit.set("settlement", .code(plan.pool.number(of: "credit")))
    #expect(ledger.post(credit) == .posted(sequence: 0, rule: "only-credit"))
    #expect(
      try ledger.postManual("2026-01-05", "M1", [("1000", 1, 0)]) == .excluded(rule: "ignored"))
  }

  @Test("Dimensions keep lines of one account apart, and the trial balance shows them")
  func dimensions() throws {
    let plan = try Books.plan(
      Books.definitions(dimensions: [DimensionDefinition(name: "department")]))
    var ledger = try Books.ledger(plan)
    var event = try plan.event("sales_invoices")
    event.begin(Books.order("2026-03-10", "1"), number: "1", currency: Books.eur)
    try event.set("total", .amount(60))
    for (department, net) in [("north", Int64(10)), ("south", 20), ("north", 30)] {
      try event.addLine([
        "department_key": .code(plan.pool.number(of: department)), "net_amount": .amount(net),
      ])
    }
    ledger.post(event)
    let lines = ledger.takeBatch().lines
    #expect(lines.map(\.baseMinor) == [60, 40, 20])
    #expect(lines.map { ledger.dimensionValues($0.dimensions) } == [[nil], ["north"], ["south"]])
    let balance = try ledger.trialBalance(2...2, by: .dimension("department"))
    #expect(balance.rows.map(\.dimension) == [nil, "north", "south"])
    #expect(balance.rows.map(\.base.closingMinor) == [60, -40, -20])
  }

  @Test("Explain names rule, mapping and document line of every amount, and adds up")
  func explain() throws {
    let plan = try Books.plan(
      Books.definitions(
        mappings: Books.mappings + [Books.map("revenue", "4010", [.category: "BIKES"])]))
    let ledger = try Books.ledger(plan)
    let event = try invoice(
      plan, total: 350, lines: [("BIKES", 100, 0), ("BIKES", 200, 0), ("PARTS", 50, 0)])
    let explanation = ledger.explain(event)
    #expect(explanation.rule?.id == "sales-invoice")
    #expect(
      explanation.contributions.map { $0.mapping?.id } == [
        "accounts_receivable-1200", "revenue-4010", "revenue-4010", "revenue-4000",
      ])
    #expect(explanation.contributions.map(\.eventLine) == [nil, 0, 1, 2])
    for line in explanation.lines {
      let sum = explanation.contributions.filter { $0.account == line.account }
        .reduce(0) { $0 + $1.amount.minor }
      #expect(sum == line.amountMinor)
    }
    #expect(ledger.entryCount == 0)
  }

  @Test("A wrong field name or type is refused when the event is fed")
  func feedErrors() throws {
    var event = try Books.plan().event("sales_invoices")
    #expect(throws: EventFeedError.self) { try event.set("totl", .amount(1)) }
    #expect(throws: EventFeedError.self) { try event.set("total", .baseAmount(1)) }
    #expect(throws: EventFeedError.self) { try event.addLine(["total": .amount(1)]) }
  }
}
