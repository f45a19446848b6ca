import AccountingValues
import Foundation
import TestSupport
import Testing

@testable import Jobs

/// Closed periods against books rebuilt with everything known. Every column is worked by hand.
@Suite("Closed periods and restated books", .serialized)
struct RestatedTests {
  @Test("Nothing came late: restated books are those that were filed")
  func nothing() throws {
    let books = try LateShop()
    try books.publish()
    #expect(try books.verify().lines.isEmpty)
    try books.close("2026-01")
    let answer = try books.verify()
    #expect(answer.isProved && answer.lines.isEmpty && answer.closedPeriods == ["2026-01"])
  }

  /// January as filed:    stock +100 −100 +25 −5 −5 = 15, cost of sales 105, sales 70.
  /// Late in January:     delivery +120, two of item 2 for −10, nothing missing after all +5.
  /// Re-costed:           the ten of item 1 sold are those of 3 January, 120 instead of 100.
  private static let amounts = [
    "2026-01 1200: 70.00 - 0.00 + 15.00 + 0.00 = 85.00",
    "2026-01 1300: 15.00 - 0.00 + 115.00 - 20.00 = 110.00",
    "2026-01 2000: -125.00 - 0.00 - 120.00 + 0.00 = -245.00",
    "2026-01 4000: -70.00 - 0.00 - 15.00 + 0.00 = -85.00",
    "2026-01 5000: 105.00 - 0.00 + 10.00 + 20.00 = 135.00",
    "2026-01 5200: 5.00 - 0.00 - 5.00 + 0.00 = 0.00",
    "2026-02 1200: 15.00 - 15.00 + 0.00 + 0.00 = 0.00",
    "2026-02 1300: 245.00 - 115.00 + 0.00 + 0.00 = 130.00",
    "2026-02 2000: -250.00 + 120.00 + 0.00 + 0.00 = -130.00",
    "2026-02 4000: -15.00 + 15.00 + 0.00 + 0.00 = 0.00",
    "2026-02 5000: 10.00 - 10.00 + 0.00 + 0.00 = 0.00",
    "2026-02 5200: -5.00 + 5.00 + 0.00 + 0.00 = 0.00",
  ]

  private static let pools = [
    "2026-01 ITEM-1: 0.00 - 0.00 + 120.00 - 20.00 = 100.00",
    "2026-01 ITEM-2: 15.00 - 0.00 - 5.00 + 0.00 = 10.00",
    "2026-02 ITEM-1: 250.00 - 120.00 + 0.00 + 0.00 = 130.00",
    "2026-02 ITEM-2: -5.00 + 5.00 + 0.00 + 0.00 = 0.00",
  ]

  @Test(
    "What came late, what it re-costs and what vanished are told apart, before and after the next close"
  )
  func late() throws {
    let books = try LateShop()
    try books.publish()
    try books.close("2026-01")
    try books.shop.change(LateShop.news)
    try books.publish()
    let open = try books.verify()
    #expect(open.lines("account") == Self.amounts)
    #expect(open.lines("pool_value") == Self.pools)
    #expect(
      open.lines("pool_quantity") == [
        "2026-01 ITEM-1: 0 - 0 + 10 + 0 = 10", "2026-01 ITEM-2: 3 - 0 - 1 + 0 = 2",
        "2026-02 ITEM-1: 20 - 10 + 0 + 0 = 10", "2026-02 ITEM-2: -1 + 1 + 0 + 0 = 0",
      ])
    // The days on which they were posted are closed too: nothing moves.
    try books.close("2026-02")
    let closed = try LateShop.asOf(books, "2026-03-01")
    #expect(closed.lines("account") == Self.amounts)
    #expect(closed.closedPeriods == ["2026-01", "2026-02"])
    let causes = closed.documents.filter { $0.account == "5000" || $0.account == "5200" }
    #expect(
      causes.map { "\($0.period) \($0.account) \($0.effect) \($0.amount) \($0.document)" } == [
        "2026-01 5000 late, own day 10.00 2", "2026-01 5000 re-costing 20.00 1",
        "2026-01 5200 late, own day -5.00 count/1", "2026-02 5000 late 10.00 2",
        "2026-02 5200 late -5.00 count/1/~2026-02-01-reversed",
      ])
  }

  @Test(
    "A document that is gone blocks the run, and restated books are without it",
    arguments: [true, false])
  func vanished(remembers: Bool) throws {
    let books = try LateShop(remembers: remembers)
    try books.publish()
    try books.close("2026-01")
    try books.shop.change("DELETE FROM shop.sale WHERE id = 3")
    #expect(try books.session().run(RunRequest(job: "nightly")).exitCode == .dataBlocked)
    let answer = try books.verify()
    // Where movements are remembered the goods come back on the first open day meanwhile.
    #expect(
      answer.lines("account") == [
        "2026-01 1200: 70.00 - 0.00 - 7.50 + 0.00 = 62.50",
        "2026-01 1300: 15.00 - 0.00 + 5.00 + 0.00 = 20.00",
        "2026-01 4000: -70.00 - 0.00 + 7.50 + 0.00 = -62.50",
        "2026-01 5000: 105.00 - 0.00 - 5.00 + 0.00 = 100.00",
      ]
        + (remembers
          ? [
            "2026-02 1300: 135.00 - 5.00 + 0.00 + 0.00 = 130.00",
            "2026-02 5000: -5.00 + 5.00 + 0.00 + 0.00 = 0.00",
          ] : []))
  }

  @Test("Seven cents in a frozen table are found to the cent, whichever table it is")
  func tampered() throws {
    let tables = [
      (
        "UPDATE core.trial_balance SET debit_base_minor = debit_base_minor + 7,"
          + " closing_base_minor = closing_base_minor + 7 WHERE", "-0.07", "0.07"
      ),
      // Two lines of that account, one for each sale.
      (
        "UPDATE core.journal_line SET debit_base_minor = debit_base_minor + 7"
          + " WHERE debit_base_minor > 0 AND", "0.00", "0.14"
      ),
    ]
    let books = try LateShop()
    try books.publish()
    try books.close("2026-01")
    try books.shop.change(LateShop.news)
    try books.publish()
    let cost = """
      leaf = 0 AND account_id = (SELECT account_id FROM core.account WHERE code = '5000')
      """
    for (table, difference, contradiction) in tables {
      try books.tamper("\(table) \(cost)")
      let result = try books.session().verify(VerifyRequest(isRestated: true))
      #expect(result.exitCode == .dataBlocked, "\(result.text)")
      let bad = try books.verify(exitCode: .dataBlocked).lines.filter { !$0.isProved }
      #expect(bad.map { "\($0.period) \($0.code)" } == ["2026-01 5000"])
      #expect(bad.first?.difference == difference)
      #expect(
        result.text.contains("its tables contradict each other by \(contradiction)"),
        "\(result.text)")
      try books.tamper("\(table.replacing("+ 7", with: "- 7")) \(cost)")
    }
    #expect(try books.verify().isProved)
    try books.tamper(
      """
      UPDATE core.pool_certificate SET issued_base_minor = issued_base_minor - 7,
        closing_base_minor = closing_base_minor + 7 WHERE leaf = 0 AND issued_base_minor = 10000
      """)
    let bad = try books.verify(exitCode: .dataBlocked)
    #expect(
      bad.lines.filter { !$0.isProved }.map {
        "\($0.period) \($0.code) \($0.kind) \($0.difference)"
      }
        == ["2026-01 ITEM-1 pool_value -0.07"])
  }

  @Test("Another rule moves nothing that is closed, and is told beside it")
  func configuration() throws {
    let books = try LateShop()
    try books.publish()
    try books.close("2026-01")
    try books.shop.write(
      "jobs/companies/\(CornerShop.company).yaml",
      CornerShop.companyFile(more: "costing: {method: standard}"))
    let answer = try books.verify()
    let january = answer.lines("account").filter { $0.hasPrefix("2026-01") }
    // Without a standard goods are worth nothing: what they cost is variance at once.
    #expect(january.contains("2026-01 5000: 105.00 - 0.00 + 0.00 + 0.00 - 105.00 by rules = 0.00"))
    #expect(answer.isProved)
  }
}

extension LateShop {
  /// Somebody with every right changes the warehouse.
  fileprivate func tamper(_ sql: String) throws {
    try ScratchCluster.shared().run(sql, on: shop.warehouse)
  }

  /// The proof as of a later day.
  static func asOf(_ books: LateShop, _ day: String) throws -> Answer {
    let result = try books.session().verify(
      VerifyRequest(isRestated: true, listsDocuments: true, asOf: StockBooks.day(day)))
    #expect(result.exitCode == .done, "\(result.text)\n\(result.failure)")
    let answers = try JSONDecoder().decode([Answer].self, from: Data(result.json.utf8))
    return try #require(answers.first)
  }
}
