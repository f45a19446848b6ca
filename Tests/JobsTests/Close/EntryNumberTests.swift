import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Jobs

/// Entries get their numbers when their period closes: without gaps, for good.
@Suite("Numbers of entries", .serialized, RealData.isNeeded("adventureworks"))
struct EntryNumberTests {
  private static let numbers = """
    SELECT md5(string_agg(reference || ' ' || number, ',' ORDER BY reference))
      FROM analytics.journal_entry WHERE period = '2011-P10'
    """
  /// Series whose numbers are not 1, 2, 3 … in the order of days.
  private static let broken = """
    SELECT string_agg(journal || ' ' || number, ', ') FROM (
      SELECT journal, number, right(number, 6)::int AS sequence, date,
             row_number() OVER (PARTITION BY journal ORDER BY number) AS place,
             lag(date) OVER (PARTITION BY journal ORDER BY number) AS before
        FROM analytics.journal_entry WHERE period = '2011-P10') n
     WHERE sequence <> place OR before > date
    """

  @Test("They are given at closing without gaps, and stay through reopening and closing again")
  func closing() throws {
    let books = try AdventureWorks.publishedYoung().installation
    let unnumbered = """
      SELECT count(*) > 0, bool_and(number LIKE '~%') FROM analytics.journal_entry
      """
    #expect(try books.published(unnumbered) == "t|t")
    #expect(try books.closePeriod("2011-P10").exitCode == .done)
    #expect(
      try books.published(
        """
        SELECT count(*) > 0, bool_and(number ~ ('^' || journal || '-2011-[0-9]{6}$'))
          FROM analytics.journal_entry WHERE period = '2011-P10'
        """) == "t|t")
    #expect(try books.published(Self.broken) == "")
    #expect(try books.published(unnumbered + " WHERE period > '2011-P10'") == "t|t")
    #expect(
      try books.published(
        """
        SELECT count(*) > 0, bool_and(entry_number LIKE journal || '-2011-%')
          FROM analytics.journal_line WHERE period = '2011-P10'
        """) == "t|t")
    let given = try books.published(Self.numbers)

    // Open again, the entries keep their numbers; closed again too.
    try books.reopenPeriod("2011-P10")
    _ = try books.publish()
    #expect(try books.published(Self.numbers) == given)
    #expect(try books.run().ending == "identical")
    #expect(try books.closePeriod("2011-P10").exitCode == .done)
    #expect(try books.published(Self.numbers) == given)
    try appended(books)
  }

  /// What came in while the period was open again is numbered after the others; what went leaves
  /// its number unused, and says so.
  private func appended(_ books: Installation) throws {
    try books.reopenPeriod("2011-P10")
    let issued = "SELECT md5(string_agg(n::text, ',' ORDER BY n::text)) FROM core.entry_number n"
    let before = try books.published(issued)
    let closings = try books.published("SELECT max(run_id) FROM core.entry_number")
    let bills = "FROM analytics.journal_entry WHERE journal = 'PUR' AND period = '2011-P10'"
    let last = try books.published("SELECT max(number) \(bills)")
    let order = try books.published("SELECT min(document_number) \(bills)")
    let gone = try books.published(
      "SELECT string_agg(number, ',' ORDER BY number) \(bills) AND document_number = '\(order)'")
    #expect(gone.hasPrefix("PUR-2011-"))
    try books.change(
      """
      INSERT INTO aw.purchaseorderheader
        SELECT 9001, revisionnumber, 4, employeeid, vendorid, shipmethodid, '2011-04-17',
               '2011-04-20', 100, 8, 2, modifieddate
          FROM aw.purchaseorderheader WHERE purchaseorderid = 1;
      INSERT INTO aw.purchaseorderdetail
        SELECT 9001, 90001, '2011-04-20', 10, min(p.productid), 10, 10, 0, '2011-04-20'
          FROM aw.product p
         WHERE NOT EXISTS (SELECT FROM aw.productinventory i WHERE i.productid = p.productid)
           AND NOT EXISTS (SELECT FROM aws.products s WHERE s.productsku = p.productnumber);
      DELETE FROM aw.purchaseorderdetail WHERE 'PO' || purchaseorderid = '\(order)';
      DELETE FROM aw.purchaseorderheader WHERE 'PO' || purchaseorderid = '\(order)'
      """)
    _ = try books.publish()
    let added = "\(bills) AND document_number = 'PO9001'"
    #expect(
      try books.published("SELECT count(*) > 0, bool_and(number LIKE '~%') \(added)") == "t|t")
    let vacant = try books.published(
      "SELECT string_agg(key, ',' ORDER BY key) FROM analytics.finding WHERE code = 'GL-030'"
    ).split(separator: ",")
    #expect(gone.split(separator: ",").allSatisfy(vacant.contains), "\(gone) among \(vacant)")
    #expect(try books.closePeriod("2011-P10").exitCode == .done)
    #expect(try books.published("\(issued) WHERE n.run_id <= \(closings)") == before)
    #expect(
      try books.published("SELECT count(*) > 0, bool_and(number > '\(last)') \(added)") == "t|t")
  }

  @Test("With numbering every day all entries have one, in the pattern of their journal")
  func daily() throws {
    let books = try AdventureWorks.publishedYoung().installation
    try books.configure(asOf: AdventureWorks.lastYoungDay, more: "policies: {numbering: daily}")
    try books.write(
      "jobs/posting/journals.yaml",
      """
      journals:
        - {code: SAL, name: Sales}
        - {code: PUR, name: Purchases, numbers: "{journal}-{location}-{year}-{month}-{seq:6}"}
        - {code: CSH, name: Cash and bank}
        - {code: STK, name: Stock}
        - {code: PAY, name: Payroll and expenses}
        - {code: GEN, name: General}
        - {code: EXC, name: Currency}
        - {code: OPN, name: Opening}

      """)
    _ = try books.publish()
    #expect(
      try books.published(
        """
        SELECT count(*) > 0, bool_and(number !~ '^~'),
               bool_and(number ~ ('^PUR-.*-' || left(period, 4) || to_char(date, '-MM-') || '\\d{6}$'))
                 FILTER (WHERE journal = 'PUR')
          FROM analytics.journal_entry
        """) == "t|t|t")
    let given = try books.published(Self.numbers)
    #expect(try books.run().ending == "identical")
    #expect(try books.closePeriod("2011-P10").exitCode == .done)
    #expect(try books.published(Self.numbers) == given)
  }

  @Test("Two closings at once number each entry once")
  func atOnce() throws {
    let books = try AdventureWorks.publishedYoung().installation
    let group = DispatchGroup()
    let codes = Codes()
    for _ in 0..<2 {
      group.enter()
      Thread.detachNewThread {
        let code: Int32
        do { code = try books.closePeriod("2011-P10").exitCode.rawValue } catch let error
          as JobError
        { code = error.exitCode.rawValue } catch { code = -1 }
        codes.add(code)
        group.leave()
      }
    }
    group.wait()
    #expect(codes.sorted.first == 0)
    #expect(
      [ExitCode.alreadyRunning, .dataBlocked, .usage].map(\.rawValue).contains(codes.sorted[1]))
    #expect(try books.published(Self.broken) == "")
    #expect(
      try books.published(
        """
        SELECT (SELECT count(*) FROM core.entry_number)
          = (SELECT count(*) FROM analytics.journal_entry WHERE period = '2011-P10')
        """) == "t")
  }

  /// Exit codes of several threads.
  private final class Codes: Sendable {
    private let codes = Mutex<[Int32]>([])
    func add(_ code: Int32) { codes.withLock { $0.append(code) } }
    var sorted: [Int32] { codes.withLock { $0.sorted() } }
  }
}
