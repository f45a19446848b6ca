import AccountingValues
import Definitions
import Extraction
import GeneralLedger
import TestSupport
import Testing

@testable import Jobs

/// The entry that takes the result of a year to retained earnings.
@Suite("Year end")
struct YearEndTests {
  /// Sales of 1,000 EUR and 100 USD at 0.90, expenses of 600 EUR.
  private static let entries: [String: String] = [
    "manual_journals": """
    journal_key,document_number,document_date,accounting_date,currency,exchange_rate,description
    1,M-1,2026-06-10,2026-06-10,EUR,,Sales
    2,M-2,2026-07-10,2026-07-10,USD,0.90,Sales abroad
    3,M-3,2026-12-31,2026-12-31,EUR,,Expenses

    """,
    "manual_journal_lines": """
    journal_key,line_key,accounting_date,account,debit,credit,department_key
    1,1,2026-06-10,1100,1000,0,
    1,2,2026-06-10,4000,0,1000,NORTH
    2,1,2026-07-10,1010,100,0,
    2,2,2026-07-10,4000,0,100,
    3,1,2026-12-31,6100,600,0,SOUTH
    3,2,2026-12-31,1100,0,600,

    """,
  ]

  @Test("Income and expense go to retained earnings, each currency by itself")
  func entry() throws {
    let books = try SmallBooks(Self.entries, asOf: "2026-12-31", filedUntil: "2027-01-01")
    #expect(
      books.entries("year_end") == [
        "Dr 4000 1000.00 EUR", "Dr 4000 100.00 USD = 90.00 EUR", "Cr 6100 600.00 EUR",
        "Cr 3100 400.00 EUR", "Cr 3100 100.00 USD = 90.00 EUR",
      ])
    #expect(books.texts("year_end") == ["Result of fiscal year 2026"])
    #expect(books.balance("4000") == "0.00 EUR" && books.balance("6100") == "0.00 EUR")
    #expect(books.balance("3100") == "-490.00 EUR")
    #expect(books.currencySums.isEmpty && books.codes.isEmpty && books.differences.isEmpty)
  }

  @Test("Statements of the year read the balances before it")
  func statements() throws {
    let open = try SmallBooks(Self.entries, asOf: "2026-12-31")
    let closed = try SmallBooks(Self.entries, asOf: "2026-12-31", filedUntil: "2027-01-01")
    func totals(_ books: SmallBooks) throws -> StatementTotals {
      let balance = try #require(books.result.balances.last?.trialBalance)
      let layout = try #require(
        try Configuration.load(
          ConfigurationTree(), streams: Set(StreamCatalogue.all.map(\.name))
        ).statements["standard"]?.layout)
      return try layout.totals(
        of: balance, chart: books.close.plan.chart, undistributed: "3200")
    }
    let before = try totals(open)
    #expect(before.resultMinor == 490_00 && before.undistributedMinor == 490_00)
    #expect(before.assetsMinor == 490_00 && before.liabilitiesAndEquityMinor == 490_00)
    #expect(try totals(closed) == before)
  }

  @Test("G-TB2 ERPNext #34933: closing(n) is opening(n+1), for every account")
  func carried() throws {
    var texts = Self.entries
    texts["manual_journals"]? += "4,M-4,2027-01-05,2027-01-05,EUR,,Expenses\n"
    texts["manual_journal_lines"]? += "4,1,2027-01-05,6100,50,0,\n4,2,2027-01-05,1100,0,50,\n"
    let books = try SmallBooks(texts, asOf: "2027-01-31", filedUntil: "2027-01-01")
    let closing = books.rows(11).compactMapValues {
      $0.closingMinor == 0 ? nil : $0.closingMinor
    }
    let opening = books.rows(12).compactMapValues {
      $0.openingMinor == 0 ? nil : $0.openingMinor
    }
    #expect(closing == ["1010": 90_00, "1100": 400_00, "3100": -490_00])
    #expect(opening == closing)
    #expect(books.balance("6100") == "50.00 EUR")
  }

  @Test("G-TB1 OCA: until the year is closed, results stand undistributed: −1,000, then −2,000")
  func undistributed() throws {
    var texts = [
      "manual_journals":
        "journal_key,document_number,document_date,accounting_date,currency,exchange_rate,description\n",
      "manual_journal_lines": "journal_key,line_key,accounting_date,account,debit,credit\n",
    ]
    for year in 2026...2027 {
      texts["manual_journals"]? += "\(year),M,\(year)-03-01,\(year)-03-01,EUR,,Sales\n"
      texts["manual_journal_lines"]? +=
        "\(year),1,\(year)-03-01,1100,1000,0\n\(year),2,\(year)-03-01,4000,0,1000\n"
    }
    let books = try SmallBooks(texts, asOf: "2028-01-31")
    #expect(books.rows(12)["undistributed"]?.closingMinor == -1_000_00)
    #expect(books.rows(24)["undistributed"]?.closingMinor == -2_000_00)
    #expect(books.entries("year_end").isEmpty)
    // Only the first year is closed: its result is in retained earnings, the second waits.
    let first = try SmallBooks(texts, asOf: "2028-01-31", filedUntil: "2027-01-01")
    #expect(first.rows(12)["undistributed"] == nil)
    #expect(first.rows(24)["undistributed"]?.closingMinor == -1_000_00)
    #expect(first.rows(24)["3100"]?.closingMinor == -1_000_00)
  }

  @Test("Whatever was posted: a closed year leaves nothing on income and expense, in any currency")
  func anyEntries() throws {
    let accounts = ["1100", "1010", "2300", "4000", "4010", "6100", "6000", "3000", "7010"]
    for seed in UInt64(1)...10 {
      var dice = SplitMix64(seed: seed)
      var texts = [
        "manual_journals":
          "journal_key,document_number,document_date,accounting_date,currency,exchange_rate,description\n",
        "manual_journal_lines":
          "journal_key,line_key,accounting_date,account,debit,credit,department_key\n",
      ]
      for number in 1...80 {
        let month = Int.random(in: 1...12, using: &dice)
        let day = "2026-\(month < 10 ? "0" : "")\(month)-10"
        let currency = number % 3 == 0 ? "EUR" : number % 3 == 1 ? "USD" : "JPY"
        let rate = currency == "EUR" ? "" : "0.\(Int.random(in: 1...999, using: &dice))1"
        let amount = Int.random(in: 1...9_999, using: &dice)
        let unit = number % 2 == 0 ? "N" : ""
        texts["manual_journals"]? += "\(number),M,\(day),\(day),\(currency),\(rate),E\n"
        texts["manual_journal_lines"]? +=
          "\(number),1,\(day),\(accounts.randomElement(using: &dice) ?? ""),\(amount),0,\(unit)\n"
          + "\(number),2,\(day),\(accounts.randomElement(using: &dice) ?? ""),0,\(amount),\n"
      }
      let rates =
        (1...12).flatMap { month in
          ["USD", "JPY"].map { code in
            (currency: code, day: "2026-\(month < 10 ? "0" : "")\(month)-28", rate: "0.\(month)7")
          }
        } + [("USD", "2027-01-31", "0.5"), ("JPY", "2027-01-31", "0.5")]
      let books = try SmallBooks(
        texts, asOf: "2027-01-31", rates: rates, filedUntil: "2027-01-01")
      #expect(books.codes.isEmpty && books.differences.isEmpty, "seed \(seed): \(books.codes)")
      #expect(books.currencySums.isEmpty, "seed \(seed)")
      let closing = books.rows(11).filter { $0.value.closingMinor != 0 }.mapValues(\.closingMinor)
      let opening = books.rows(12).filter { $0.value.openingMinor != 0 }.mapValues(\.openingMinor)
      #expect(closing == opening, "seed \(seed)")
      #expect(closing.keys.allSatisfy { $0 < "4000" }, "seed \(seed): \(closing)")
    }
  }
}

/// In the warehouse: the shop's year ends with January.
@Suite("Year end of published books", .serialized)
struct PublishedYearEndTests {
  private static let entry = """
    SELECT string_agg(account || ' ' || (debit - credit)::numeric(12,2), ', ' ORDER BY account)
      FROM analytics.journal_line WHERE event = 'year_end'
    """
  private static let number =
    "SELECT string_agg(number, ',') FROM analytics.journal_entry WHERE event = 'year_end'"

  @Test("Closing the year's last period makes the entry, its number stays, and the proofs agree")
  func closing() throws {
    let books = ClosedShop(try CornerShop.closedOnce())
    try books.write("fiscal_calendar: {first_month: 2}\n")
    try books.publish()
    #expect(try books.shop.published(Self.entry) == "")
    let result = try books.shop.published(
      """
      SELECT sum(closing)::numeric(12,2) FROM analytics.trial_balance
       WHERE period_id = 202612 AND account_class IN ('income', 'expense')
      """)
    try #require(result != "0.00" && !result.isEmpty)
    try books.close("2026-P12")
    let entry = try books.shop.published(Self.entry)
    #expect(entry.contains("3100 \(result)"), "\(entry)")
    #expect(try books.shop.published(Self.number) == "YER-2026-000001")
    #expect(
      try books.shop.published(
        """
        SELECT count(*) FROM analytics.trial_balance WHERE period_id = 202612
         AND account_class IN ('income', 'expense') AND closing <> 0
        """) == "0")
    try books.publish()
    #expect(
      try books.shop.published(
        """
        SELECT string_agg(account || ' ' || opening::numeric(12,2), ', ' ORDER BY account)
          FROM analytics.trial_balance WHERE period_id = 202701 AND opening <> 0
           AND account_class NOT IN ('asset', 'liability') AND account NOT LIKE '39%'
        """) == "3100 \(result)")
    _ = try books.verify()
    _ = try books.verify(isRestated: true)
    #expect(try books.run().json.contains("identical"))

    // Open again, the year has no entry and the number waits for it without a word.
    try books.reopen("2026-P12")
    try books.publish()
    #expect(try books.shop.published(Self.entry) == "")
    #expect(try !books.codes().contains("GL-030"))
    try books.close("2026-P12")
    #expect(try books.shop.published(Self.entry) == entry)
    #expect(try books.shop.published(Self.number) == "YER-2026-000001")
  }
}

extension SmallBooks {
  /// The trial balance of a period in base currency, by account; former years' results by
  /// `undistributed`.
  func rows(_ period: Int) -> [String: TrialBalanceAmounts] {
    var rows: [String: TrialBalanceAmounts] = [:]
    for row in result.balances[period].trialBalance.rows {
      switch row.subject {
      case .account(let index): rows[close.plan.chart[index].code] = row.base
      case .undistributedResult: rows["undistributed"] = row.base
      }
    }
    return rows
  }
}
