import AccountingValues
import GeneralLedger
import Testing

@Suite("Balance sheet and income statement from the trial balance")
struct StatementTests {
  private static func line(
    _ statement: StatementKind, _ title: String, _ side: BalanceSide, _ accounts: [String] = [],
    types: [AccountType] = [], holdsResult: Bool = false
  ) -> StatementLine {
    StatementLine(
      statement: statement, part: side == .debit ? "Assets" : "Other", section: "All", title: title,
      side: side,
      accounts: accounts.compactMap { text in
        let codes = text.split(separator: "-").map(String.init)
        return AccountRange(codes[0], through: codes[codes.count - 1])
      }, types: types, holdsResult: holdsResult)
  }

  private static let layout = StatementLayout([
    line(.balanceSheet, "Cash", .debit, ["1000-1010"]),
    line(.balanceSheet, "Other assets", .debit, types: [.asset]),
    line(.balanceSheet, "Debts", .credit, types: [.liability]),
    line(.balanceSheet, "Equity", .credit, types: [.equity]),
    line(.balanceSheet, "Result of the year", .credit, holdsResult: true),
    line(.incomeStatement, "Sales", .credit, ["4000-4099"]),
    line(.incomeStatement, "Other income", .credit, types: [.income]),
    line(.incomeStatement, "Expenses", .credit, types: [.expense]),
  ])

  @Test("a line that names an account comes before one that takes the rest of its type")
  func closest() {
    #expect(Self.layout.lines(of: "1010", .asset) == [0])
    #expect(Self.layout.lines(of: "1200", .asset) == [1])
    #expect(Self.layout.lines(of: "4010", .income) == [5])
    #expect(Self.layout.lines(of: "4100", .income) == [6])
    #expect(Self.layout.problems(of: Books.accounts).isEmpty)
  }

  @Test("an account on no line, on two, or on the wrong statement is named")
  func problems() {
    let layout = StatementLayout([
      Self.line(.balanceSheet, "Cash", .debit, ["1000-1199"]),
      Self.line(.balanceSheet, "Bank", .debit, ["1010", "4100"]),
    ])
    let some = Books.accounts.filter { ["1000", "1010", "4000", "4100"].contains($0.code) }
    #expect(
      layout.problems(of: some).map(\.description) == [
        "account 1010: Bank USD falls into 2 lines, `Cash` of the balance sheet and `Bank` of the"
          + " balance sheet",
        "account 4000: Sales falls into no line of a statement",
        "account 4100: Discounts given is income and falls into `Bank` of the balance sheet",
      ])
  }

  @Test("a range has both ends, and none that begins after its end")
  func ranges() throws {
    let range = try #require(AccountRange("1100", through: "1160"))
    #expect(["1100", "1115", "1160"].allSatisfy(range.contains))
    #expect(!["1099", "11600", "1161", "12"].contains(where: range.contains))
    #expect(AccountRange("2", through: "1") == nil)
  }

  /// Worked by hand. Last year: 500 of sales paid in cash. This year: 1,000 of sales on credit less a
  /// discount of 50, goods for 600 bought on credit and used, 200 of the debt paid.
  ///
  ///     Cash            500 − 200 = 300     Debts                  600 − 200 = 400
  ///     Other assets  1,000 −  50 = 950     Equity (former years)              500
  ///                                         Result of the year                 350
  ///     Assets                    1,250     Debts and equity                 1,250
  ///
  ///     Sales 1,000, other income −50, expenses −600: result 350
  @Test("hand-worked: both statements come to the same result, and the balance sheet balances")
  func golden() throws {
    let plan = try Books.plan()
    var ledger = try Books.ledger(plan, from: "2025-12", months: 13)
    try ledger.postManual("2025-12-10", "1", [("1000", 500_00, 0), ("4000", 0, 500_00)])
    try ledger.postManual("2026-01-10", "2", [("1200", 1_000_00, 0), ("4000", 0, 1_000_00)])
    try ledger.postManual("2026-02-10", "3", [("4100", 50_00, 0), ("1200", 0, 50_00)])
    try ledger.postManual("2026-02-11", "4", [("5000", 600_00, 0), ("2000", 0, 600_00)])
    try ledger.postManual("2026-03-01", "5", [("2000", 200_00, 0), ("1000", 0, 200_00)])
    let march = try Self.layout.totals(
      of: ledger.trialBalance(3...3), chart: plan.chart, undistributed: "2900")
    #expect(march.assetsMinor == 1_250_00)
    #expect(march.liabilitiesAndEquityMinor == 1_250_00)
    #expect(march.undistributedMinor == 350_00)
    #expect(march.resultMinor == 350_00)
    // Last year's own statements: its result is of the year, not of a former one.
    let december = try Self.layout.totals(
      of: ledger.trialBalance(0...0), chart: plan.chart, undistributed: nil)
    #expect(december.assetsMinor == 500_00)
    #expect(december.liabilitiesAndEquityMinor == 500_00)
    #expect(december.resultMinor == 500_00)
  }

  @Test("an account that a layout leaves out shows in the totals it is missing from")
  func missing() throws {
    let plan = try Books.plan()
    var ledger = try Books.ledger(plan)
    try ledger.postManual("2026-01-10", "1", [("1200", 70_00, 0), ("4100", 0, 70_00)])
    let kept = Self.layout.lines.filter { !["Other assets", "Other income"].contains($0.title) }
    let totals = try StatementLayout(kept).totals(
      of: ledger.trialBalance(0...0), chart: plan.chart, undistributed: nil)
    #expect(totals.assetsMinor == 0)
    #expect(totals.liabilitiesAndEquityMinor == 70_00)
    #expect(totals.undistributedMinor == 70_00)
    #expect(totals.resultMinor == 0)
  }
}
