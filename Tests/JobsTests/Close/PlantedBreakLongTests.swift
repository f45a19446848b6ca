import TestSupport
import Testing

@testable import Jobs

/// Each defect alone: the close finds it and nothing else. A close per defect, so among the long
/// tests.
@Suite("Each planted defect alone", .serialized)
struct PlantedBreakLongTests {
  @Test("It is found, blocks or not, and nothing else is", arguments: PlantedBreakTests.all)
  func alone(_ planted: PlantedBreakTests.Planted) throws {
    let books = try SampleBooks(source: try SampleBooks.source(planted: [planted.planted]))
    let outcome = try #require(try books.run("alpin", isDry: true).first)
    #expect(outcome.ending == (planted.severity == "error" ? "blocked" : "computed"))
    #expect(outcome.exitCode == (planted.severity == "error" ? 65 : 0))
    let found = try books.findings(outcome)
    try PlantedBreakTests.expect(planted, in: found, of: books)
    #expect(found.map(\.code).sorted() == planted.codes.sorted(), "\(found)")
    #expect(try #require(try books.run("summit", isDry: true).first).ending == "computed")
  }
}

/// What was opened with is not what the accounts were opened with: the other side of comparisons
/// that `SampleTieOutTests` breaks by the accounts.
@Suite("Opening figures without their documents", .serialized)
struct OpeningBreakLongTests {
  @Test("Open items and stock left out at go-live are missing against their accounts")
  func missing() throws {
    let books = try SampleBooks(source: try SampleBooks.source())
    let removed = try books.recorded(
      """
      WITH picked AS (
        SELECT DISTINCT ON (side) opening_item_id FROM finance.opening_item o
          JOIN core.company c USING (company_id)
         WHERE c.code = 'ALPIN' AND o.currency = 'EUR'
         ORDER BY side, amount DESC, opening_item_id),
      settled AS (
        DELETE FROM finance.application a USING picked p
         WHERE a.to_stream = 'opening_items' AND a.to_id = p.opening_item_id
            OR a.from_stream = 'opening_items' AND a.from_id = p.opening_item_id),
      item AS (
        DELETE FROM finance.opening_item WHERE opening_item_id IN (
          SELECT opening_item_id FROM picked)
        RETURNING side, amount)
      SELECT side, round(CASE side WHEN 'payable' THEN -amount ELSE amount END, 2)
        FROM item ORDER BY side
      """)
    let amounts = Dictionary(
      removed.map { $0.split(separator: "|").map(String.init) }.map { ($0[0], $0[1]) }
    ) { $1 }
    #expect(!amounts.isEmpty)
    let found = try SampleTieOutTests.blocked(books)
    for (side, amount) in amounts {
      let tie = found.first { $0.code == "TIE-002" && $0.key == "accounts_\(side)" }
      #expect(tie?.amount == amount, "\(side): \(found)")
    }
  }
}
