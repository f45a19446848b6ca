import AccountingValues
import Definitions
import Extraction
import GeneralLedger
import Testing

@testable import Jobs

/// Events without a rule or an account, and what to write for them.
@Suite("What would not be posted")
struct PostingCheckTests {
  private static let movements = [
    "1,2026-03-01,receipt,A,1,10,known,50.00", "2,2026-03-05,issue,A,1,-4,missing,",
    "3,2026-03-06,issue,A,1,-2,missing,", "4,2026-03-07,scrap,A,1,-1,missing,",
  ]

  private static func check(_ closed: ClosedStock) -> PostingCheck {
    PostingCheck(
      company: "small", from: closed.close.scope.openFrom, asOf: closed.close.scope.asOf,
      plan: closed.close.plan, gaps: closed.close.ledger.postingGaps, otherErrors: 0)
  }

  private static let onlyRoots = [
    "roles:", "  cost_of_sales:", "    - {account: \"5000\", category: ROOTS}",
  ]

  @Test("Where every event has a rule and every role an account, it says so")
  func complete() throws {
    let check = try Self.check(StockBooks(movements: Self.movements).close())
    #expect(check.gaps.isEmpty && !check.isBlocked && check.snippet.isEmpty)
    #expect(check.text.hasPrefix("small, 2026-03-01 to 2026-03-31: every event has a rule"))
  }

  @Test("A role without account for a case is told by kind and month, with count, amount and case")
  func withoutAccount() throws {
    let closed = try StockBooks(company: Self.onlyRoots, movements: Self.movements).close()
    let check = Self.check(closed)
    let gap = try #require(check.gaps.first)
    #expect(check.gaps.count == 1 && check.isBlocked)
    #expect(gap.event == "stock_issue" && gap.period == "2026-03" && gap.role == "cost_of_sales")
    // 4 and 2 at 5.00.
    #expect(gap.events == 2 && gap.amounts == ["EUR": "30.00"] && gap.blocks)
    #expect(gap.cases.first?["category"] == "FRUIT" && gap.documents == ["2", "3"])
    #expect(check.text.contains("stock_issue  2026-03  account of cost_of_sales  blocks"))
    #expect(closed.finding("GL-002") != nil)
  }

  @Test("To suspense it does not block")
  func suspense() throws {
    let check = try Self.check(
      StockBooks(
        company: Self.onlyRoots + ["policies: {unmapped: suspense}"], movements: Self.movements
      ).close())
    #expect(check.gaps.map(\.blocks) == [false] && !check.isBlocked)
    #expect(check.gaps.first?.events == 2 && check.gaps.first?.amounts == ["EUR": "30.00"])
  }

  @Test("What it says to write makes the books complete once the account is filled in")
  func pasted() throws {
    let check = try Self.check(
      StockBooks(company: Self.onlyRoots, movements: Self.movements).close())
    #expect(check.snippet.contains("# met for item A, category FRUIT, location HAM"))
    // As it stands it is refused, since nobody has chosen an account.
    let lines = check.snippet.split(separator: "\n").map(String.init)
    let open = StockBooks(company: lines, movements: Self.movements)
    #expect(throws: (any Error).self) { try open.close() }
    let filled = lines.map { $0.replacing("<account>", with: "5200") }
    let closed = try StockBooks(company: filled, movements: Self.movements).close()
    #expect(Self.check(closed).gaps.isEmpty)
    #expect(closed.balances["5200"] == "30.00" && closed.codes == [])
  }

  @Test("An event without a rule is told with what it states, and a rule to write")
  func withoutRule() throws {
    let books = StockBooks(movements: [])
    let (configuration, company) = try books.definition()
    var definitions = configuration.posting.definitions(for: company)
    definitions.rules.removeAll { $0.event == "payments" && $0.id == "payment-made" }
    let list = try #require(configuration.posting.charts["jobs/posting/small.csv"])
    let plan = try PostingPlan(
      company: "small", base: company.baseCurrency,
      chart: try ChartOfAccounts(
        accounts: list.accounts.map(\.value), groups: list.groups.map(\.value)),
      definitions: definitions, schemas: PostingSchemas.all(), pool: CodePool())
    let day = try StockBooks.day("2026-03-10")
    var ledger = Ledger(
      plan: plan, periods: company.calendar.periods(from: day, through: day), rates: RateTable([]))
    var payment = try plan.event("payments")
    for number in 1...4 {
      payment.begin(
        EventOrder(date: day, recordedAt: nil, rank: 50, key: SourceKey("\(number)")),
        number: "P-\(number)", currency: company.baseCurrency)
      try payment.set("direction", .code(plan.pool.number(of: "out")))
      try payment.set("amount", .amount(1_250))
      ledger.post(payment)
    }
    let check = PostingCheck(
      company: "small", from: day, asOf: day, plan: plan, gaps: ledger.postingGaps, otherErrors: 2)
    let gap = try #require(check.gaps.first)
    #expect(gap.event == "payments" && gap.missing == "rule" && gap.events == 4)
    #expect(gap.amounts == ["EUR": "50.00"] && gap.documents == ["P-1", "P-2", "P-3"])
    #expect(check.snippet.contains("rule payment-received is not for them: "))
    #expect(check.snippet.contains("- {side: debit, role: \"<role>\", amount: amount}"))
    #expect(check.text.contains("2 other findings would block the close too"))
  }
}
