import AccountingValues
import Foundation
import TestSupport
import Testing

@testable import Jobs

/// A wrong mapping is found when a month is closed: what it posted there is listed, and moved once a person
/// accepts it. Every figure is worked by hand.
@Suite("Changed configuration, accepted for closed periods", .serialized)
struct AcceptedCorrectionTests {
  /// January: 12 of item 1 delivered for 140.00 less 2 back; goods that were found and not there: 120.00.
  private static let key = "2026-01/cost_of_sales/5000>5010"
  private static let edited = "roles: {cost_of_sales: \"5010\"}"

  private static func accept(_ books: ClosedShop, _ keys: String..., treatment: String = "post")
    throws
  {
    let lines = keys.map {
      "PER-007,\($0),configuration,Shop goods belong to 5010,Ada,2026-12-31,\(treatment)\n"
    }
    try books.shop.write(
      "jobs/companies/\(CornerShop.company)/accepted.csv",
      "code,key,origin,reason,by,until,treatment\n" + lines.joined())
  }

  private static func dryRun(_ books: ClosedShop) throws -> CommandResult {
    try books.session().run(
      RunRequest(job: "nightly", isDryRun: true, comparesWithCurrent: true))
  }

  @Test("Edited, compared, accepted, posted once; nothing takes it back")
  func walk() throws {
    let books = try ClosedShop()
    try books.publish()
    let (filed, published) = (try books.january(), try books.shop.books())
    try books.write(Self.edited)
    // What the run would publish, and what the change concerns of January.
    let compared = try Self.dryRun(books)
    #expect(compared.exitCode == .done, "\(compared.failure)")
    for said in [
      "5000 Cost of goods sold", Self.key, "5000 -120.00, 5010 120.00",
      "PER-007,\(Self.key),configuration,<reason>,<by>,2026-02-28,post",
    ] { #expect(compared.text.contains(said), "\(said)\n\(compared.text)") }
    #expect(try books.shop.books() == published)
    // Not accepted, it touches the open span alone.
    try books.publish()
    #expect(try books.movement("2026-02", "5000", "5010") == "5000 0.00, 5010 53.00")
    // Accepted, it is moved on the first open day, by an entry that says why and by whom.
    try Self.accept(books, Self.key)
    try books.publish()
    #expect(try books.movement("2026-02", "5000", "5010") == "5000 -120.00, 5010 173.00")
    #expect(
      try books.shop.published(
        """
        SELECT date, account, (debit - credit)::numeric(12,2), description
          FROM analytics.journal_line WHERE event = 'configuration_correction' ORDER BY account
        """)
        == ["5000|-120.00", "5010|120.00"].map {
          "2026-02-01|\($0)|Correction of \(Self.key): Shop goods belong to 5010. Accepted by Ada"
        }.joined(separator: "\n"))
    #expect(
      try books.shop.published(
        """
        SELECT sum(debit - credit)::numeric(12,2), sum(closing)::numeric(12,2)
          FROM analytics.trial_balance WHERE period = '2026-02'
        """) == "0.00|0.00")
    #expect(try books.january() == filed)
    #expect(try books.codes().contains("PER-007") && !(try books.codes().contains("ACC-002")))
    // A second run changes nothing.
    let corrected = try books.shop.books()
    #expect(try books.run().json.contains("identical"))
    #expect(try books.shop.books() == corrected)
    try Self.expectProved(books)
    // Whoever withdraws the line takes nothing back, in the open month or when it is closed.
    try Self.accept(books)
    try books.publish()
    #expect(try books.movement("2026-02", "5000", "5010") == "5000 -120.00, 5010 173.00")
    try books.close("2026-02")
    try books.write(Self.edited, asOf: "2026-03-31")
    try books.publish()
    #expect(try books.movement("2026-02", "5000", "5010") == "5000 -120.00, 5010 173.00")
    #expect(try books.movement("2026-03", "5000", "5010") == "5010 0.00")
    try Self.expectProved(books)
    // Nothing is left to be moved, so the line meets nothing.
    try Self.accept(books, Self.key)
    try books.publish()
    #expect(try books.codes().contains("ACC-002"))
    #expect(try !Self.dryRun(books).text.contains("PER-007,"))
  }

  private static func expectProved(_ books: ClosedShop) throws {
    #expect(try books.verify().isProved)
    let restated = try books.verify(isRestated: true)
    #expect(restated.isProved)
    #expect(
      restated.lines("account") == [
        "2026-01 5000: 120.00 - 0.00 + 0.00 + 0.00 - 120.00 by rules = 0.00",
        "2026-01 5010: 0.00 - 0.00 + 0.00 + 0.00 + 120.00 by rules = 120.00",
        "2026-02 5000: -120.00 - 0.00 + 120.00 posted + 0.00 + 0.00 = 0.00",
        "2026-02 5010: 173.00 - 0.00 - 120.00 posted + 0.00 + 0.00 = 53.00",
      ])
  }

  @Test("Without treatment it is noted only; undone later, the way back is another acceptance")
  func noted() throws {
    let books = try ClosedShop()
    try books.write(Self.edited)
    try Self.accept(books, Self.key, treatment: "")
    try books.publish()
    #expect(try books.movement("2026-02", "5000", "5010") == "5000 0.00, 5010 53.00")
    #expect(
      try books.shop.published(
        "SELECT accepted FROM analytics.finding WHERE code = 'PER-007'")
        == "Shop goods belong to 5010. Accepted by Ada until 2026-12-31.")
    try Self.accept(books, Self.key)
    try books.publish()
    #expect(try books.movement("2026-02", "5000", "5010") == "5000 -120.00, 5010 173.00")
    // The mapping was right after all: the standing line does not move it back, its own line does.
    try books.write()
    try books.publish()
    #expect(try books.movement("2026-02", "5000", "5010") == "5000 -67.00, 5010 120.00")
    try Self.accept(books, "2026-01/cost_of_sales/5010>5000")
    try books.publish()
    #expect(try books.movement("2026-02", "5000", "5010") == "5000 53.00, 5010 0.00")
    #expect(try books.verify(isRestated: true).isProved)
  }

  @Test("Credit sides go the right way, and a rule that was wrong is corrected as a mapping is")
  func rule() throws {
    let books = try ClosedShop()
    try books.write("roles: {revenue: \"4010\"}")
    #expect(
      try Self.dryRun(books).text.contains(
        "PER-007,2026-01/from_account_code/4000>4010,configuration,<reason>,<by>,2026-02-28,post"))
    try books.write()
    try books.rewrite(
      "jobs/posting/sales.yaml", "role: revenue, amount: net_amount",
      "role: service_revenue, amount: net_amount")
    let text = try Self.dryRun(books).text
    #expect(text.contains("4000 92.50, 4010 -92.50"), "\(text)")
    try Self.accept(books, "2026-01/from_account_code/4000>4010")
    try books.publish()
    #expect(try books.movement("2026-02", "4000", "4010") == "4000 92.50, 4010 -117.50")
    #expect(try books.verify(isRestated: true).isProved)
  }

  @Test("Reopened and closed again with the new mapping, the period needs no correction any more")
  func reopened() throws {
    let books = try ClosedShop()
    try books.write(Self.edited)
    try Self.accept(books, Self.key)
    try books.publish()
    #expect(try books.movement("2026-02", "5000", "5010") == "5000 -120.00, 5010 173.00")
    try books.reopen("2026-01")
    try books.publish()
    #expect(try books.movement("2026-01", "5000", "5010") == "5010 120.00")
    #expect(try books.movement("2026-02", "5000", "5010") == "5010 53.00")
    try books.close("2026-01")
    try books.publish()
    #expect(try books.movement("2026-02", "5000", "5010") == "5010 53.00")
  }
}
