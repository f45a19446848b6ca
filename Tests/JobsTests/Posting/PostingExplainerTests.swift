import AccountingValues
import Definitions
import Testing

@testable import Jobs

/// What a published entry and the configuration say about each other.
@Suite("Explaining published entries")
struct PostingExplainerTests {
  private static let place = PostingPlace(
    company: "small", period: "2026-03", isClosed: false, configuration: "today's configuration")

  /// The shipped rules, with what a company says of roles.
  private static func explainer(_ roles: [String] = []) throws -> PostingExplainer {
    let books = StockBooks(
      company: roles.isEmpty ? [] : ["roles:"] + roles.map { "  " + $0 }, movements: [])
    let (configuration, company) = try books.definition()
    return PostingExplainer(CompanyRules(company: company, posting: configuration.posting))
  }

  /// A line of so many cents, debit positive, with its role and account: `cost_of_sales 5000 100`.
  private static func line(_ text: String, partner: String? = nil) throws -> PublishedEntry.Line {
    let words = text.split(separator: " ").map(String.init)
    let euro = try #require(Currency(code: "EUR"))
    let money = Money(minor: try #require(Int64(words[2])), in: euro)
    return PublishedEntry.Line(
      account: words[1], accountName: "Account", role: words[0].replacing("from:", with: "from "),
      base: money, own: money, partner: partner, department: nil, project: nil)
  }

  private static func entry(
    _ event: String, _ rule: String, on date: String = "2026-03-05",
    goods: PublishedEntry.Goods? = nil, _ lines: [PublishedEntry.Line]
  ) throws -> PublishedEntry {
    PublishedEntry(
      sequence: 0, journal: "STK", number: nil, reference: "~00000000000000AA",
      date: try #require(CivilDate(date)), event: event, rule: rule, stream: "deliveries",
      key: "D1", document: "LS-1", text: "Goods delivered, at cost", lines: lines, goods: goods)
  }

  private static func delivery(
    _ account: String = "5000", goods: PublishedEntry.Goods? = nil
  ) throws -> PublishedEntry {
    try entry(
      "stock_issue", "stock-issue", goods: goods,
      [line("cost_of_sales \(account) 2600"), line("inventory 1300 -2600")])
  }

  /// The line of a shipped file that holds a text.
  private static func lineNumber(of text: String, in file: String) throws -> Int {
    let lines = try #require(ConfigurationTree.shippedTexts[file])
      .split(separator: "\n", omittingEmptySubsequences: false)
    return try #require(lines.firstIndex { $0.contains(text) }) + 1
  }

  @Test(
    "An entry leads to its rule, and each line to the rule's line and the mapping, with file and line"
  )
  func simple() throws {
    let found = try Self.explainer().explanation(of: Self.delivery(), in: Self.place)
    let rule = try #require(found.rule)
    let ruleLine = try Self.lineNumber(of: "id: stock-issue", in: "jobs/posting/stock.yaml")
    #expect(rule.place == "jobs/posting/stock.yaml:\(ruleLine)" && rule.condition == nil)
    #expect(found.journalName == "Stock" || !found.journalName.isEmpty)
    let cost = found.lines[0]
    #expect(cost.side == "debit" && cost.amount == "26.00" && cost.baseAmount == "26.00")
    #expect(cost.ruleLines.map(\.position) == [1])
    #expect(cost.ruleLines[0].amount == "-cost_of_sales" && cost.ruleLines[0].per == "line")
    let mapping = try Self.lineNumber(of: "cost_of_sales: \"5000\"", in: "jobs/posting/roles.yaml")
    #expect(cost.mappings.map(\.place) == ["jobs/posting/roles.yaml:\(mapping)"])
    #expect(cost.beaten.isEmpty && cost.otherCases.isEmpty && cost.notes.isEmpty)
    #expect(found.lines[1].side == "credit" && found.lines[1].ruleLines.map(\.position) == [5])
  }

  private static let byCategory = [
    "cost_of_sales:", "  - account: \"5000\"", "  - {account: \"5200\", category: FRUIT}",
    "  - {account: \"5210\", category: FRUIT, location: HAM}",
    "  - {account: \"5220\", category: ROOTS}",
    "  - {account: \"5240\", category: FRUIT, valid_from: 2026-04-01}",
  ]

  @Test(
    "The most telling mapping is named with those it beats; those of other cases only beside it")
  func precedence() throws {
    let explainer = try Self.explainer(Self.byCategory)
    var goods = PublishedEntry.Goods(items: ["A"], categories: ["FRUIT"], locations: ["VIE"])
    let cost = try explainer.explanation(
      of: Self.delivery("5200", goods: goods), in: Self.place
    ).lines[0]
    #expect(cost.mappings.map(\.account) == ["5200"])
    #expect(cost.mappings[0].criteria == ["category": "FRUIT"])
    #expect(cost.mappings[0].place.hasPrefix("jobs/companies/small.yaml:"))
    #expect(cost.beaten.map(\.account) == ["5000"])
    // Hamburg is another place, roots another category; April has not begun.
    #expect(cost.otherCases.map(\.account) == ["5210", "5220"])
    goods.locations = ["HAM"]
    let narrow = try explainer.explanation(
      of: Self.delivery("5210", goods: goods), in: Self.place
    ).lines[0]
    #expect(narrow.mappings.map(\.account) == ["5210"])
    #expect(narrow.beaten.map(\.account) == ["5200", "5000"])
  }

  @Test("Mappings that nothing published tells apart are all named")
  func ambiguous() throws {
    let explainer = try Self.explainer([
      "cost_of_sales:", "  - account: \"5000\"", "  - {account: \"5200\", partner_group: RETAIL}",
      "  - {account: \"5200\", reason: gift}",
    ])
    let cost = try explainer.explanation(of: Self.delivery("5200"), in: Self.place).lines[0]
    #expect(cost.mappings.map(\.criteria) == [["partner_group": "RETAIL"], ["reason": "gift"]])
    #expect(cost.notes == ["nothing published tells these mappings apart"])
    #expect(cost.beaten.map(\.account) == ["5000"])
  }

  @Test("Rules that did not post the event say why")
  func otherRules() throws {
    let entry = try Self.entry(
      "payments", "payment-made",
      [Self.line("accounts_payable 2000 100"), Self.line("cash 1000 -100")])
    let found = try Self.explainer().explanation(of: entry, in: Self.place)
    #expect(found.rule?.condition?.isEmpty == false)
    let other = try #require(found.otherRules.first { $0.id == "payment-received" })
    #expect(other.why.hasPrefix("tried "))
    let unknown = try Self.entry("payments", "payment-of-old", [])
    let lost = try Self.explainer().explanation(of: unknown, in: Self.place)
    #expect(lost.rule == nil && lost.ruleID == "payment-of-old")
    #expect(lost.otherRules.count == 2)
    #expect(lost.text(isVerbose: false).contains("which this configuration does not have"))
  }

  @Test("Suspense, the ledger's own lines and accounts that documents name are told as such")
  func special() throws {
    let entry = try Self.entry(
      "sales_invoices", "sales-invoice",
      [
        Self.line("accounts_receivable 9900 11901"), Self.line("from:account_code 4000 -10000"),
        Self.line("output_tax 2100 -1900"), Self.line("rounding_difference 6900 -1"),
      ])
    let found = try Self.explainer().explanation(of: entry, in: Self.place)
    #expect(found.lines[0].mappings.map(\.id) == ["suspense"])
    #expect(
      found.lines[0].notes == [
        "role accounts_receivable had no account for this case, so it stands on suspense"
      ])
    #expect(
      found.lines[1].notes.first?.hasPrefix("where the document names the account, in account_code")
        == true)
    #expect(found.lines[1].mappings.contains { $0.id == "revenue" })
    // Of the six lines that ask for account_code, the one whose role is revenue.
    #expect(found.lines[1].ruleLines.map(\.position) == [3])
    #expect(found.lines[3].notes.contains { $0.hasPrefix("the ledger adds it: cents") })
  }

  @Test("The page reads from the entry to its accounts")
  func page() throws {
    let goods = PublishedEntry.Goods(items: ["A"], categories: ["FRUIT"], locations: ["VIE"])
    let found = try Self.explainer(Self.byCategory).explanation(
      of: Self.delivery("5200", goods: goods), in: Self.place)
    let stock = try Self.lineNumber(of: "id: stock-issue", in: "jobs/posting/stock.yaml")
    let inventory = try Self.lineNumber(of: "inventory: \"1300\"", in: "jobs/posting/roles.yaml")
    #expect(
      found.text(isVerbose: true) == """
        Entry ~00000000000000AA, not numbered yet
          small, 2026-03-05, period 2026-03, open
          journal STK, \(found.journalName)
          event stock_issue, document LS-1, row deliveries:D1
          “Goods delivered, at cost”
          explained by today's configuration

          posted by rule stock-issue: Goods delivered, at cost
            jobs/posting/stock.yaml:\(stock)

          Dr 5200 Account  26.00 EUR
             rule line 1: debit cost_of_sales, amount -cost_of_sales, for each line
             account of company:cost_of_sales#2 → 5200 for category FRUIT, jobs/companies/small.yaml:10
             beats company:cost_of_sales#1 → 5000 for all cases, jobs/companies/small.yaml:9
             not this case: company:cost_of_sales#3 → 5210 for category FRUIT, location HAM, \
        jobs/companies/small.yaml:11
             not this case: company:cost_of_sales#4 → 5220 for category ROOTS, \
        jobs/companies/small.yaml:12

          Cr 1300 Account  26.00 EUR
             rule line 5: credit inventory, amount -value, for each line
             account of inventory → 1300 for all cases, jobs/posting/roles.yaml:\(inventory)

          rules for stock_issue that did not post it:
            there is no other
        """)
  }
}
