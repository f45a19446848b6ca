import AccountingValues
import Definitions
import TestSupport
import Testing

@testable import Jobs

/// What is changed in the configuration after a period was closed holds in the open span only.
@Suite("Configuration that changes after a period was closed", .serialized)
struct ChangedRulesTests {
  /// As filed: 8 at 16.00 and 2 at 11.00 on hand; one more comes back at 11.00, the four sold cost 64.00.
  private static let unchanged = "1300 -53.00, 5000 53.00"
  private static let lifo = "costing: {overrides: [{item: ITEM-1, method: lifo}]}"

  /// What is edited, what January's goods then make of February, and what is told.
  private static let choices: [(edit: String, february: String, told: Set<String>)] = [
    // Newest first: 1 at 11.00, 2 at 11.00, 1 at 16.00.
    (lifo, "1300 -38.00, 5000 38.00", []),
    (
      "costing: {overrides: [{item: ITEM-1, valid_from: 2026-01-10, method: lifo}]}",
      "1300 -38.00, 5000 38.00", ["PER-005"]
    ),
    (
      "costing: {overrides: [{item: ITEM-1, valid_from: 2026-02-08, method: lifo}]}",
      "1300 -38.00, 5000 38.00", []
    ),
    // 161.00 for 11 units: round(161.00 × 4 ÷ 11) = 58.55.
    ("costing: {method: moving_average}", "1300 -47.55, 5000 47.55", []),
    ("costing: {method: periodic_average}", "1300 -47.55, 5000 47.55", []),
    // What comes back costs what was consumed last, 16.00.
    ("costing: {return_cost: method}", "1300 -48.00, 5000 48.00", []),
    ("costing: {missing_price: [zero]}", unchanged, []),
    ("costing: {output_cost: standard}", unchanged, []),
    ("costing: {negative_stock: refuse}", unchanged, []),
    ("rounding_limit: \"0.01\"", unchanged, []),
    ("dimensions: {department: }", unchanged, []),
    ("", unchanged, []),
  ]

  @Test("A choice without a day holds from the first open day on, and moves nothing by itself")
  func changed() throws {
    let books = try ClosedShop()
    try books.publish()
    let (filed, before) = (try books.january(), try books.codes())
    for (edit, february, told) in Self.choices {
      try books.write(edit)
      try books.publish()
      #expect(try books.movement("2026-02", "1300", "5000") == february, "\(edit)")
      #expect(try books.january() == filed, "\(edit)")
      #expect(try books.codes().subtracting(before) == told, "\(edit)")
    }
  }

  @Test("The choice that came too late for its day says since when it holds, until it is filed")
  func toldOnce() throws {
    let books = try ClosedShop()
    try books.write(
      """
      costing: {overrides: [{item: ITEM-1, valid_from: 2026-01-10, method: lifo}]}
      roles: {revenue: [{account: "4000"}, {account: "4010", valid_from: 2026-01-15}]}
      """)
    try books.publish()
    let told = "SELECT message FROM analytics.finding WHERE code = 'PER-005' ORDER BY 1"
    #expect(
      try books.shop.published(told) == """
        costing.overrides for item ITEM-1 is valid from 2026-01-10, a day of books that were closed \
        without it: it holds from 2026-02-01 on
        role revenue: account 4010 is valid from 2026-01-15, a day of books that were closed without \
        it: it holds from 2026-02-01 on
        """)
    #expect(try books.movement("2026-02", "4000", "4010") == "4000 0.00, 4010 -25.00")
    try books.close("2026-02")
    try books.write(
      """
      costing: {overrides: [{item: ITEM-1, valid_from: 2026-01-10, method: lifo}]}
      roles: {revenue: [{account: "4000"}, {account: "4010", valid_from: 2026-01-15}]}
      """, asOf: "2026-03-31")
    try books.publish()
    #expect(try books.codes().contains("PER-005") == false)
  }

  @Test("Accounts and posting rules change for what is posted from then on")
  func posting() throws {
    let books = try ClosedShop()
    let filed = try books.january()
    try books.write("roles: {cost_of_sales: \"5010\", accounts_receivable: \"1205\"}")
    try books.rewrite(
      "jobs/posting/accounts.csv", "1300,Inventory,",
      "1205,Receivables of the new shop,asset,,receivable,,12\n1300,Inventory,")
    try books.rewrite(
      "jobs/posting/sales.yaml", "role: revenue, amount: net_amount",
      "role: service_revenue, amount: net_amount")
    try books.publish()
    #expect(try books.january() == filed)
    #expect(
      try books.movement("2026-02", "1200", "1205", "4000", "4010", "5000", "5010")
        == "1200 0.00, 1205 25.00, 4000 0.00, 4010 -25.00, 5000 0.00, 5010 53.00")
    #expect(
      try books.shop.published(
        """
        SELECT opening::numeric(12,2) FROM analytics.trial_balance
         WHERE period = '2026-02' AND account = '1200'
        """) == "92.50")
    #expect(try books.verify().isProved)
    let restated = try books.verify(isRestated: true)
    #expect(
      restated.lines("account").filter { $0.hasPrefix("2026-01") } == [
        "2026-01 1200: 92.50 - 0.00 + 0.00 + 0.00 - 92.50 by rules = 0.00",
        "2026-01 1205: 0.00 - 0.00 + 0.00 + 0.00 + 92.50 by rules = 92.50",
        "2026-01 4000: -92.50 - 0.00 + 0.00 + 0.00 + 92.50 by rules = 0.00",
        "2026-01 4010: 0.00 - 0.00 + 0.00 + 0.00 - 92.50 by rules = -92.50",
        "2026-01 5000: 120.00 - 0.00 + 0.00 + 0.00 - 120.00 by rules = 0.00",
        "2026-01 5010: 0.00 - 0.00 + 0.00 + 0.00 + 120.00 by rules = 120.00",
      ])
  }

  @Test("An account may leave the chart and an ageing its columns; closed books keep theirs")
  func former() throws {
    let books = try ClosedShop()
    let filed = try books.january()
    try books.write("roles: {revenue: \"4010\"}\nageing: {buckets: [10, 20]}")
    try books.rewrite("jobs/posting/accounts.csv", "4000,Sales of goods,income,,,,40\n", "")
    try books.publish()
    #expect(try books.january() == filed)
    #expect(try books.movement("2026-02", "4000", "4010") == "4000 0.00, 4010 -25.00")
    #expect(
      try books.shop.published(
        """
        SELECT period, string_agg(bucket_name, ' ' ORDER BY bucket) FROM analytics.ageing_bucket
         WHERE bucket_name ~ '^[0-9]' GROUP BY period ORDER BY period
        """) == "2026-01|1_30 31_60 61_90 91_120\n2026-02|1_10 11_20")
  }

  @Test("A method that the framework forbids is told of while it costs open days")
  func forbidden() throws {
    let books = try ClosedShop()
    try books.reopen("2026-01")
    try books.write(Self.lifo + "\npolicies: {framework: ifrs}")
    try books.close("2026-01")
    try books.publish()
    #expect(try books.codes().contains("INV-022"))
    try books.write("policies: {framework: ifrs}")
    try books.publish()
    #expect(try !books.codes().contains("INV-022"))
  }

  // MARK: Proofs

  @Test("What the change would have moved in closed periods is listed, to the cent")
  func listed() throws {
    let books = try ClosedShop()
    try books.write(Self.lifo)
    try books.publish()
    // Last in, first out from the first day: 12 cost 180.00, 2 back at 30.00 and 1 at 15.00, 4 cost 55.00.
    let restated = try books.verify(isRestated: true)
    #expect(restated.isProved)
    #expect(
      restated.lines("account") == [
        "2026-01 1300: 225.00 - 0.00 + 0.00 + 0.00 - 40.00 by rules = 185.00",
        "2026-01 5000: 120.00 - 0.00 + 0.00 + 0.00 + 40.00 by rules = 160.00",
        "2026-02 1300: -38.00 - 0.00 + 0.00 + 0.00 - 2.00 by rules = -40.00",
        "2026-02 5000: 38.00 - 0.00 + 0.00 + 0.00 + 2.00 by rules = 40.00",
      ])
  }

  @Test("What came late is told apart from what the change moves")
  func late() throws {
    let books = try ClosedShop()
    try books.write(Self.lifo)
    try books.shop.change(
      "INSERT INTO shop.delivery VALUES (4, '2026-01-10', 1, 1, 10, 200)")
    try books.publish()
    let restated = try books.verify(isRestated: true)
    #expect(restated.isProved)
    // With the ten of 10 January the 12 sold would have cost 232.00, and the 2 that came back 38.67.
    #expect(
      restated.lines("account").filter {
        $0.contains("2026-01 1300") || $0.contains("2026-01 2000")
      }
        == [
          "2026-01 1300: 225.00 - 0.00 + 200.00 - 43.33 - 40.00 by rules = 341.67",
          "2026-01 2000: -320.00 - 0.00 - 200.00 + 0.00 = -520.00",
        ])
  }

  @Test("Seven cents in a frozen table are found whatever has changed in the configuration")
  func tampered() throws {
    let books = try ClosedShop()
    try books.write(Self.lifo)
    try books.publish()
    _ = try books.shop.published(
      """
      UPDATE core.trial_balance SET debit_base_minor = debit_base_minor + 7,
        closing_base_minor = closing_base_minor + 7
       WHERE period_id = (SELECT min(period_id) FROM core.period)
         AND account_id = (SELECT account_id FROM core.account WHERE code = '5000')
      """)
    #expect(
      try books.verify(exitCode: .dataBlocked).lines("account")
        == ["2026-01 5000: 120.07 - 0.00 + 0.00 + 0.00 = 120.00 off by -0.07"])
    let restated = try books.verify(isRestated: true, exitCode: .dataBlocked)
    #expect(
      restated.lines("account").contains(
        "2026-01 5000: 120.07 - 0.00 + 0.00 + 0.00 + 40.00 by rules = 160.00 off by -0.07"))
  }

  @Test("Who changes what a period was filed with is found out")
  func tamperedConfiguration() throws {
    let books = try ClosedShop()
    try books.write(Self.lifo)
    _ = try books.shop.published(
      """
      ALTER TABLE core.filed_configuration DROP CONSTRAINT filed_configuration_check;
      UPDATE core.filed_configuration SET texts = texts || '\\x00'
      """)
    let result = try books.run()
    #expect(result.exitCode == .dataBlocked)
    #expect(
      result.failure.contains(
        "the configuration that 2026-01 was filed with is not the one that was kept"),
      "\(result.failure)")
  }

  // MARK: Refusals

  @Test("What is the same on all days is refused before anything is computed")
  func refused() throws {
    let books = try ClosedShop()
    let runs = try books.shop.published("SELECT count(*) FROM core.run")
    let chart = try #require(try books.session().tree.text("jobs/posting/accounts.csv"))
    try books.shop.write(
      "jobs/posting/other.csv", chart.replacing(",supplier_advance,", with: ",,"))
    for (edit, reason) in [
      (
        "costing: {level: location}",
        "costing.level is location, and 2026-01 was closed with company"
      ),
      (
        "costing: {same_day: receipts_first}",
        "costing.same_day is receipts_first, and 2026-01 was closed with as_recorded"
      ),
      (
        "chart: jobs/posting/other.csv",
        "`control` of account 1400 is none, and 2026-01 was closed with supplier_advance"
      ),
    ] {
      try books.write(edit)
      let answer = try books.run()
      #expect(answer.exitCode == .configuration, "\(answer.failure)")
      #expect(answer.failure.contains(reason), "\(answer.failure)")
      #expect(answer.failure.contains("or reopen 2026-01"), "\(answer.failure)")
    }
    #expect(try books.shop.published("SELECT count(*) FROM core.run") == runs)
    // Reopened it is changed for all days.
    try books.reopen("2026-01")
    try books.publish()
  }

  @Test("Periods closed before their configuration was kept are replayed with today's, or refused")
  func unkept() throws {
    let books = try ClosedShop()
    _ = try books.shop.published("DELETE FROM core.filed_configuration")
    try books.write("ageing: {buckets: [10, 20]}\n")
    try books.publish()
    #expect(try books.verify().isProved)
    try books.write(Self.lifo)
    let result = try books.run()
    #expect(result.exitCode == .configuration)
    #expect(
      result.failure.contains(
        "2026-01 was closed before the program kept what periods are filed with"),
      "\(result.failure)")
    // February is filed with rules that make January, too: they are known from then on.
    try books.write()
    try books.close("2026-02")
    try books.write(Self.lifo, asOf: "2026-03-31")
    try books.publish()
  }

  @Test("A master that closed figures rest on is no defect of the program")
  func master() throws {
    let books = try ClosedShop()
    try books.reopen("2026-01")
    let roles = "roles: {revenue: [{account: \"4000\"}, {account: \"4010\", item: ITEM-1}]}"
    try books.write(roles)
    try books.close("2026-01")
    try books.shop.change("UPDATE shop.item SET code = 'ITEM-9' WHERE id = 1")
    let result = try books.run()
    #expect(result.exitCode == .dataBlocked)
    #expect(result.failure.contains("a master or rate that they rest on has changed"))
  }

  // MARK: Periods

  @Test("Each period is replayed with what it was filed with; reopened it takes today's rules")
  func periods() throws {
    let books = try ClosedShop()
    let filed = try books.january()
    try books.write(Self.lifo)
    try books.close("2026-02")
    try books.write("costing: {method: moving_average}", asOf: "2026-03-31")
    try books.shop.change("INSERT INTO shop.sale VALUES (4, '2026-03-03', 4, 2, 6, NULL)")
    try books.publish()
    #expect(try books.january() == filed)
    #expect(try books.movement("2026-02", "1300", "5000") == "1300 -38.00, 5000 38.00")
    // 75.00 for 15 units.
    #expect(try books.movement("2026-03", "1300", "5000") == "1300 -30.00, 5000 30.00")
    #expect(
      try books.shop.published("SELECT count(*) FROM core.filed_configuration") == "2")
    #expect(try books.verify().isProved)
    try books.reopen("2026-02")
    try books.publish()
    #expect(try books.january() == filed)
    #expect(try books.movement("2026-02", "1300", "5000") == "1300 -47.55, 5000 47.55")
    try books.reopen("2026-01")
    try books.publish()
    // round(260.00 × 12 ÷ 20) = 156.00, of which 26.00 came back; and 10.00 of item 3.
    #expect(try books.movement("2026-01", "5000") == "5000 140.00")
    try books.close("2026-01")
    try books.publish()
    #expect(try books.movement("2026-01", "5000") == "5000 140.00")
    #expect(try books.verify().isProved)
  }

  @Test("A change that is undone leaves the same close, and the same bytes")
  func undone() throws {
    let books = try ClosedShop()
    try books.publish()
    let published = try books.shop.books()
    #expect(try books.run().json.contains("identical"))
    try books.write(Self.lifo)
    try books.publish()
    #expect(try books.shop.books().current != published.current)
    try books.write()
    try books.publish()
    #expect(try books.shop.books() == published)
  }
}
