import AccountingValues
import GeneralLedger
import Testing

@Suite("Trial balance")
struct TrialBalanceTests {
  /// `1200 Receivables  opening 1000  debit 0  credit 1000  closing 0`, in whole euro.
  private func printed(_ balance: TrialBalance, _ chart: ChartOfAccounts) -> [String] {
    balance.rows.map { row in
      let name: String =
        switch row.subject {
        case .account(let index): chart[index].code
        case .undistributedResult: "undistributed"
        }
      return "\(name): \(written(row.base))"
    }
  }

  private func written(_ amounts: TrialBalanceAmounts) -> String {
    [amounts.openingMinor, amounts.debitMinor, amounts.creditMinor, amounts.closingMinor]
      .map { String($0 / 100) }.joined(separator: " ")
  }

  /// G-TB1, the trial balance tests of OCA: a sale of 1,000 last year stands in receivables; this
  /// year credits of 1,000 and then 2,000.
  @Test("G-TB1: opening, debit, credit, closing, groups and the undistributed result")
  func goldenTB1() throws {
    let plan = try Books.plan()
    func sale(_ ledger: inout Ledger, _ day: String, _ key: String) throws {
      try ledger.postManual(day, key, [("1200", 1_000_00, 0), ("4000", 0, 1_000_00)])
    }
    func credit(_ ledger: inout Ledger, _ key: String) throws {
      try ledger.postManual("2026-03-01", key, [("4000", 1_000_00, 0), ("1200", 0, 1_000_00)])
    }
    var ledger = try Books.ledger(plan, from: "2025-12", months: 13)
    try sale(&ledger, "2025-12-10", "S1")
    #expect(
      printed(try ledger.trialBalance(1...12), plan.chart) == [
        "1200: 1000 0 0 1000", "undistributed: -1000 0 0 -1000",
      ])
    try credit(&ledger, "C1")
    #expect(
      printed(try ledger.trialBalance(1...12), plan.chart) == [
        "1200: 1000 0 1000 0", "4000: 0 1000 0 1000", "undistributed: -1000 0 0 -1000",
      ])
    try credit(&ledger, "C2")
    let balance = try ledger.trialBalance(1...12)
    #expect(
      printed(balance, plan.chart) == [
        "1200: 1000 0 2000 -1000", "4000: 0 2000 0 2000", "undistributed: -1000 0 0 -1000",
      ])
    #expect(
      balance.rolledUp(by: plan.chart).map { "\($0.group.code): \(written($0.base))" } == [
        "1: 1000 0 2000 -1000", "4: 0 2000 0 2000", "R: 0 2000 0 2000",
      ])
    #expect(written(balance.totals) == "0 2000 2000 0")
    try sale(&ledger, "2025-12-20", "S2")
    let more = try ledger.trialBalance(1...12)
    #expect(more.row(.undistributedResult)?.base.openingMinor == -2_000_00)
    #expect(more.totals.openingMinor == 0)
  }

  /// G-TB2: what a period closes with the next one opens with, also across frozen states.
  @Test("G-TB2: closing(n) is opening(n+1), inside a run and from a frozen state")
  func goldenTB2() throws {
    let plan = try Books.plan()
    var ledger = try Books.ledger(plan)
    try ledger.postManual("2026-01-10", "1", [("1200", 700, 0), ("4000", 0, 700)])
    try ledger.postManual("2026-02-10", "2", [("1000", 300, 0), ("1200", 0, 300)])
    let february = try ledger.trialBalance(1...1)
    let january = try ledger.trialBalance(0...0)
    for row in january.rows {
      #expect(february.row(row.subject)?.base.openingMinor == row.base.closingMinor)
    }
    var next = try Books.ledger(plan, from: "2026-02", months: 1)
    #expect(next.open(with: try ledger.carriedBalances(after: 0)).isEmpty)
    try next.postManual("2026-02-10", "2", [("1000", 300, 0), ("1200", 0, 300)])
    #expect(try next.trialBalance(0...0).rows == february.rows)
    #expect(try next.carriedBalances(after: 0) == ledger.carriedBalances(after: 1))
  }

  @Test("A frozen state at year-end opens the new year with the result undistributed")
  func newYearFromFrozenState() throws {
    let plan = try Books.plan()
    var year = try Books.ledger(plan)
    try year.postManual("2026-12-10", "1", [("1200", 700_00, 0), ("4000", 0, 700_00)])
    let state = try year.carriedBalances(after: 11)
    #expect(state.map { $0.account ?? "undistributed" } == ["1200", "4000"])
    var next = try Books.ledger(plan, from: "2027-01", months: 1)
    #expect(next.open(with: state).isEmpty)
    #expect(
      printed(try next.trialBalance(0...0), plan.chart) == [
        "1200: 700 0 0 700", "undistributed: -700 0 0 -700",
      ])
    // A mid-year state keeps income where it is.
    var late = try Books.ledger(plan, from: "2026-12", months: 2)
    #expect(late.open(with: state).isEmpty)
    #expect(try late.trialBalance(0...0).row(.undistributedResult) == nil)
    #expect(try late.trialBalance(1...1).row(.undistributedResult)?.base.openingMinor == -700_00)
  }

  @Test("An opening balance on an account that left the chart is a finding")
  func lostAccount() throws {
    var ledger = try Books.ledger(try Books.plan())
    let lost = ledger.open(with: [
      CarriedBalance(account: "7777", currency: Books.eur, amountMinor: 5, baseMinor: 5)
    ])
    #expect(lost.map(\.code) == ["GL-014"])
  }

  /// G-TAX1 has no tax in it: 80,000 + 32,000, discount 14,000 posted gross.
  @Test("G-TAX1: a discount stands gross beside the sale")
  func goldenTax1() throws {
    let rule = PostingRule(
      id: "gross", event: "sales_invoices", title: "Gross", journal: "SAL",
      lines: [
        Books.line(.debit, "accounts_receivable", "total"),
        Books.line(.credit, "accounts_receivable", "discount"),
        Books.line(.debit, "discounts_given", "discount"),
        Books.line(.credit, "revenue", "net_amount", per: .line),
      ])
    let plan = try Books.plan(Books.definitions(rules: [rule, Books.manualRule]))
    var ledger = try Books.ledger(plan)
    var event = try plan.event("sales_invoices")
    event.begin(Books.order("2026-03-10", "1"), number: "1", currency: Books.eur)
    try event.set("total", .amount(112_000_00))
    try event.set("discount", .amount(14_000_00))
    try event.addLine(["net_amount": .amount(80_000_00)])
    try event.addLine(["net_amount": .amount(32_000_00)])
    ledger.post(event)
    #expect(
      Books.written(ledger.takeBatch().lines, plan) == [
        "Dr 1200 112000.00 EUR", "Cr 1200 14000.00 EUR", "Dr 4100 14000.00 EUR",
        "Cr 4000 112000.00 EUR",
      ])
    #expect(try ledger.closing("1200", 2...2) == 98_000_00)
  }
}

@Suite("Control accounts tie out")
struct ControlTieOutTests {
  private func tieOut(
    _ subledger: [(String, Int64)], manual: Int64 = 0, touched: Set<String> = []
  ) throws -> ControlTieOut {
    let plan = try Books.plan()
    var ledger = try Books.ledger(plan)
    if manual != 0 {
      try ledger.postManual("2026-01-10", "1", [("1200", manual, 0), ("4000", 0, manual)])
    }
    return ControlTieOut(
      kind: .receivable, chart: plan.chart, base: Books.eur,
      balance: try ledger.trialBalance(0...0, by: .currency),
      subledger: subledger.map {
        SubledgerTotal(
          account: $0.0, currency: Books.eur, amountMinor: $0.1, baseMinor: $0.1)
      }, touched: touched)
  }

  @Test("Equal is certified, unless an accepted finding touches the account")
  func equal() throws {
    let rows = try tieOut([("1200", 100)], manual: 100).rows
    #expect(rows.map(\.verdict) == [.equal] && rows[0].isCertified)
    #expect(
      try tieOut([("1200", 100)], manual: 100, touched: ["1200"]).rows[0].isCertified == false)
  }

  @Test("A difference is shown with its amount and is a finding")
  func different() throws {
    let tieOut = try tieOut([("1200", 90)], manual: 100)
    #expect(tieOut.rows.map(\.differenceMinor) == [10] && !tieOut.ties)
    let finding = try #require(tieOut.findings(base: Books.eur).first)
    #expect(finding.code == "GL-015" && finding.amount == Money(minor: 10, in: Books.eur))
  }

  @Test("Two empty sides prove nothing and say so")
  func nothing() throws {
    let rows = try tieOut([]).rows
    #expect(rows.map(\.verdict) == [.nothingToCompare] && rows[0].isCertified == false)
    #expect(rows[0].verdict.rawValue == "nothing to compare")
  }

  @Test("A subledger on an account that is no control account is a difference")
  func stranger() throws {
    #expect(try tieOut([("8888", 5)]).rows.map(\.verdict) == [.nothingToCompare, .different])
  }

  @Test("Currencies are compared one by one; layers are compared in base alone")
  func currencies() throws {
    let plan = try Books.plan()
    var ledger = try Books.ledger(
      plan, rates: [try Books.rate(Books.usd, Books.eur, "0.5", "2026-01-10")])
    try ledger.postManual("2026-01-10", "1", [("1200", 100, 0), ("4000", 0, 100)])
    try ledger.postManual(
      "2026-01-10", "2", [("1200", 100, 0), ("4000", 0, 100)], in: Books.usd)
    let balance = try ledger.trialBalance(0...0, by: .currency)
    let total = SubledgerTotal(
      account: "1200", currency: Books.eur, amountMinor: 150, baseMinor: 150)
    let byCurrency = ControlTieOut(
      kind: .receivable, chart: plan.chart, base: Books.eur, balance: balance, subledger: [total])
    #expect(
      byCurrency.rows.map { "\($0.currency) \($0.differenceMinor)" } == ["EUR -50", "USD 100"])
    let inBase = ControlTieOut(
      kind: .receivable, chart: plan.chart, base: Books.eur, balance: balance, subledger: [total],
      isBaseOnly: true)
    #expect(inBase.rows.map(\.verdict) == [.equal])
  }
}
