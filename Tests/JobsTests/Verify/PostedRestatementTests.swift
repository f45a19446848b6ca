import AccountingValues
import Foundation
import TestSupport
import Testing

@testable import Jobs

/// `restatement: post`: what re-costing closed periods moves stands on the first open day. Every figure is
/// worked by hand.
@Suite("Posted restatement of closed periods", .serialized)
struct PostedRestatementTests {
  private static func configure(_ books: LateShop, asOf: String = CornerShop.asOf) throws {
    try books.shop.write(
      "jobs/companies/\(CornerShop.company).yaml",
      CornerShop.companyFile(more: "policies: {restatement: post}").replacing(
        "as_of: \(CornerShop.asOf)", with: "as_of: \(asOf)"))
  }

  @Test("The ten sold are those that came late: cost of sales moves once, and stays")
  func posted() throws {
    let books = try LateShop()
    try Self.configure(books)
    try books.publish()
    try books.close("2026-01")
    try books.shop.change(LateShop.news)
    try books.publish()
    // As filed the ten sold cost 100.00, those of 3 January 120.00; the two of item 2 cost 5.00 each
    // whenever they left.
    #expect(try books.entries() == "2026-02-01 1300 -20.00, 2026-02-01 5000 20.00")
    #expect(
      try books.shop.published(
        """
        SELECT item, quantity_left::numeric(12,0), value_left::numeric(12,2) FROM analytics.cost_layer
         WHERE period = '2026-02' ORDER BY item, date, layer_seq
        """) == "ITEM-1|10|100.00\nITEM-1|10|130.00\nITEM-2|1|5.00\nITEM-2|1|5.00")
    let open = try books.verify()
    #expect(open.isProved)
    #expect(
      open.lines("account").filter { $0.contains(" 1300: ") || $0.contains(" 5000: ") } == [
        "2026-01 1300: 15.00 - 0.00 + 115.00 - 20.00 = 110.00",
        "2026-01 5000: 105.00 - 0.00 + 10.00 + 20.00 = 135.00",
        "2026-02 1300: 225.00 - 115.00 + 20.00 posted + 0.00 + 0.00 = 130.00",
        "2026-02 5000: 30.00 - 10.00 - 20.00 posted + 0.00 + 0.00 = 0.00",
      ])
    #expect(
      open.lines("pool_value").contains(
        "2026-02 ITEM-1: 230.00 - 120.00 + 20.00 posted + 0.00 + 0.00 = 130.00"))
    // The same figures, and the same bytes.
    let published = try books.shop.books()
    let second = try books.session().run(RunRequest(job: "nightly"))
    #expect(second.json.contains("identical"), "\(second.json)")
    #expect(try books.shop.books() == published)
    #expect(try books.verify(isRestated: false).isProved)
    // Its day is closed too: nothing is posted again.
    try books.close("2026-02")
    try Self.configure(books, asOf: "2026-03-31")
    try books.publish()
    #expect(try books.entries() == "2026-02-01 1300 -20.00, 2026-02-01 5000 20.00")
    #expect(try books.verify().isProved)
    #expect(try books.verify(isRestated: false).isProved)
  }

  @Test("What comes to light later moves the further difference only, in an entry of its own")
  func further() throws {
    let books = try LateShop()
    try Self.configure(books)
    try books.publish()
    try books.close("2026-01")
    try books.shop.change(LateShop.news)
    try books.publish()
    // Ten of 2 January for 110.00: the ten sold are those, 100.00 + 20.00 − 10.00.
    try books.shop.change("INSERT INTO shop.delivery VALUES (5, '2026-01-02', 1, 1, 10, 110)")
    try books.publish()
    #expect(
      try books.entries()
        == "2026-02-01 1300 -20.00, 2026-02-01 1300 10.00, 2026-02-01 5000 -10.00, "
        + "2026-02-01 5000 20.00")
    #expect(
      try books.shop.published(
        """
        SELECT value_left::numeric(12,2) FROM analytics.cost_layer
         WHERE period = '2026-02' AND item = 'ITEM-1' ORDER BY date, layer_seq
        """) == "120.00\n100.00\n130.00")
    #expect(try books.verify().isProved)
    try books.close("2026-02")
    // A month later: the price of the ten of 5 January that are left was filed as that of others.
    try Self.configure(books, asOf: "2026-03-31")
    try books.shop.change("INSERT INTO shop.delivery VALUES (6, '2026-01-01', 1, 1, 10, 90)")
    try books.publish()
    // The ten sold cost 90.00 now: 20.00 less than the 110.00 that stand.
    #expect(
      try books.entries("2026-03-01") == "2026-03-01 1300 20.00, 2026-03-01 5000 -20.00")
    let answer = try books.verify()
    #expect(answer.isProved)
    #expect(
      answer.lines("account").filter { $0.contains(" 5000: ") }.map { String($0.prefix(12)) }.count
        == 3)
  }

  @Test("The finding names the late documents, and fiscal years before")
  func told() throws {
    let books = try LateShop()
    try Self.configure(books)
    try books.publish()
    try books.close("2026-01")
    try books.shop.change(LateShop.news)
    try books.publish()
    let told = try books.shop.published(
      "SELECT message FROM analytics.finding WHERE code = 'PER-006'")
    #expect(
      told.hasPrefix("re-costing closed periods for ")
        && told.contains("moves stock by -20.00, posted on 2026-02-01"), "\(told)")
    #expect(
      try books.shop.published(
        """
        SELECT description FROM analytics.journal_entry WHERE event = 'stock_restatement'
        """
      ).hasPrefix("Restatement of closed periods: "))
    // Without the policy nothing is posted, and what the books say is as ever.
    try books.shop.write(
      "jobs/companies/\(CornerShop.company).yaml", CornerShop.companyFile())
    try books.publish()
    #expect(try books.entries().isEmpty)
    #expect(try books.verify().isProved)
  }
}

extension LateShop {
  /// What restatements posted, by day and account.
  fileprivate func entries(_ day: String? = nil) throws -> String {
    try shop.published(
      """
      SELECT string_agg(date || ' ' || account || ' ' || (debit - credit)::numeric(12,2), ', '
          ORDER BY date, account, debit - credit)
        FROM analytics.journal_line
       WHERE event = 'stock_restatement' \(day.map { "AND date = '\($0)'" } ?? "")
      """)
  }
}
