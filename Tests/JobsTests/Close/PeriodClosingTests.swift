import TestSupport
import Testing

@testable import Jobs

/// Closed periods never change, whatever the source says later.
@Suite("Periods that are closed", .serialized, RealData.isNeeded("adventureworks"))
struct PeriodClosingTests {
  private static let closed = ["2011-P10", "2011-P11", "2011-P12"]

  /// Figures of the closed periods, in one digest.
  private static let digest = digest(of: "period IN ('2011-P10', '2011-P11', '2011-P12')")

  /// The trial balance of some periods, in one digest, without the year-end entry that closing the last
  /// period of a year makes.
  private static func digest(of periods: String) -> String {
    """
    SELECT md5(string_agg(t::text, E'\\n' ORDER BY t::text))
      FROM (SELECT period, account, currency, opening, debit - year_end_debit AS debit,
                   credit - year_end_credit AS credit,
                   closing - year_end_debit + year_end_credit AS closing
              FROM analytics.trial_balance WHERE \(periods)) t
     WHERE opening <> 0 OR debit <> 0 OR credit <> 0 OR closing <> 0
    """
  }

  @Test("Periods close in order, and a later run leaves their figures as they are")
  func order() throws {
    let books = try AdventureWorks.publishedYoung().installation
    let before = try books.published(Self.digest)
    var session = try books.session()
    do throws(JobError) {
      let result = try session.closePeriod(
        company: Installation.company, period: "2011-P11")
      Issue.record("closed out of order: \(result.text)")
    } catch {
      #expect([.dataBlocked, .usage].contains(error.exitCode), "\(error)")
      #expect("\(error)".contains("2011-P11"), "\(error)")
    }
    for period in Self.closed {
      let result = try books.closePeriod(period)
      #expect(result.exitCode == .done, "\(result.text)")
    }
    #expect(
      try books.published(
        "SELECT string_agg(period, ',' ORDER BY period) FROM analytics.period WHERE state = 'closed'"
      ) == Self.closed.joined(separator: ","))
    #expect(try books.published(Self.digest) == before)
    _ = try books.publish()
    #expect(try books.published(Self.digest) == before)
    session = try books.session()
    let again = try session.closePeriod(company: Installation.company, period: "2011-P11")
    #expect(again.exitCode == .done && again.text.contains("closed already"), "\(again.text)")
    try late(books, before)
    try lateThenClosed(books)
    try lateOnDerivedOpening(books, before)
    try changed(books, before)
    try moved(books, before)
    try vanished(books, before)
  }

  /// An order that comes to light enters on the first open day and is remembered. Its item is one
  /// that the source does not count, because the adapter derives opening stock from all movements.
  private func late(_ books: Installation, _ before: String) throws {
    let payables = "SELECT sum(residual) FROM analytics.open_item WHERE period = '2012-P01'"
    let owed = try books.published(payables)
    try books.change(
      """
      INSERT INTO aw.purchaseorderheader
        SELECT 9001, revisionnumber, 4, employeeid, vendorid, shipmethodid, '2011-05-10',
               '2011-05-20', 100, 8, 2, modifieddate
          FROM aw.purchaseorderheader WHERE purchaseorderid = 1;
      INSERT INTO aw.purchaseorderdetail
        SELECT 9001, 90001, '2011-05-24', 10, min(p.productid), 10, 10, 0, '2011-05-24'
          FROM aw.product p
         WHERE NOT EXISTS (SELECT FROM aw.productinventory i WHERE i.productid = p.productid)
           AND NOT EXISTS (SELECT FROM aws.products s WHERE s.productsku = p.productnumber)
      """)
    let outcome = try books.publish()
    #expect(try books.published(Self.digest) == before)
    #expect(
      try books.published(
        """
        SELECT DISTINCT date FROM analytics.journal_entry WHERE document_number = 'PO9001'
        """) == "2011-07-01")
    #expect(
      try books.published("SELECT \(owed) - (\(payables))") == "110.00", "\(outcome.message)")
    #expect(
      try books.published(
        "SELECT count(*) > 0, bool_and(cause = 'appeared') FROM core.observation") == "t|t")
    // Seen once, it is no news the second time.
    #expect(try books.run().ending == "identical")
  }

  /// What came late stays on the day it was posted when the period of that day is closed too: neither
  /// the documents nor the stock go back to days that were filed without them.
  private func lateThenClosed(_ books: Installation) throws {
    #expect(try books.closePeriod("2012-P01").exitCode == .done)
    let closed = Self.digest(of: "period <= '2012-P01'")
    let filed = try books.published(closed)
    _ = try books.publish()
    #expect(try books.published(closed) == filed)
    #expect(
      try books.published(
        """
        SELECT DISTINCT posting_date FROM analytics.open_item
         WHERE period = '2012-P02' AND document_number = 'PO9001'
        """) == "2011-07-01")
    let item = try books.published(
      """
      SELECT item FROM analytics.stock_ledger
       WHERE period = '2012-P01' AND document_number LIKE '%9001%'
      """)
    #expect(
      try books.published(
        """
        SELECT min(date), max(date), sum(quantity_left)::int8 FROM analytics.cost_layer
         WHERE period = '2012-P02' AND item = '\(item)'
        """) == "2011-07-01|2011-07-01|10")
    #expect(try books.run().ending == "identical")
  }

  /// Opening stock that the adapter derives from all other rows changes with a late receipt. What was
  /// filed stays; the difference counts on the first open day, beside the receipt, and both stay
  /// there when that period is closed too.
  private func lateOnDerivedOpening(_ books: Installation, _ before: String) throws {
    let item = try derivedItem(books)
    let onHand = """
      SELECT sum(quantity_left)::int8 FROM analytics.cost_layer
       WHERE period = '2012-P07' AND item = '\(item)'
      """
    let stock = try books.published(onHand)
    try books.change(
      """
      INSERT INTO aw.purchaseorderheader
        SELECT 9002, revisionnumber, 4, employeeid, vendorid, shipmethodid, '2011-05-10',
               '2011-05-20', 100, 8, 2, modifieddate
          FROM aw.purchaseorderheader WHERE purchaseorderid = 1;
      INSERT INTO aw.purchaseorderdetail
        SELECT 9002, 90002, '2011-05-24', 10, productid, 10, 10, 0, '2011-05-24'
          FROM aw.product WHERE productnumber = '\(item)'
      """)
    _ = try books.publish()
    let moved = """
      SELECT kind, date, sum(quantity)::int8 FROM analytics.stock_ledger
       WHERE item = '\(item)' AND kind IN ('opening', 'receipt') AND quantity <> 0
         AND abs(quantity) = 10 AND date = '2011-08-01'
       GROUP BY 1, 2 ORDER BY 1
      """
    let expected = "opening|2011-08-01|-10\nreceipt|2011-08-01|10"
    #expect(try books.published(moved) == expected)
    #expect(try books.published(Self.digest) == before)
    #expect(try books.published(onHand) == stock)
    #expect(
      try books.published(
        """
        SELECT cause, posted_on FROM core.observation
         WHERE stream = 'stock_movements' AND key LIKE 'opening%'
        """) == "changed|2011-08-01")
    #expect(try books.run().ending == "identical")

    #expect(try books.closePeriod("2012-P02").exitCode == .done)
    let closed = Self.digest(of: "period <= '2012-P02'")
    let filed = try books.published(closed)
    _ = try books.publish()
    #expect(try books.published(closed) == filed)
    #expect(try books.published(moved) == expected)
    #expect(try books.published(onHand) == stock)
    #expect(
      try books.published("SELECT count(*) FROM analytics.finding WHERE code LIKE 'PER-%'") == "0")
  }

  /// An item whose opening stock is what was counted less what moved.
  private func derivedItem(_ books: Installation) throws -> String {
    let booked = try books.published(
      """
      SELECT item, sum(quantity)::int8 FROM analytics.stock_ledger GROUP BY item
      HAVING sum(quantity) FILTER (WHERE kind = 'opening') > 20
         AND count(*) FILTER (WHERE kind = 'receipt') > 0
      """)
    let counted = try books.recorded(
      """
      SELECT p.productnumber, sum(i.quantity)::int8
        FROM aw.productinventory i JOIN aw.product p USING (productid)
       WHERE NOT p.makeflag GROUP BY 1
      """)
    let same = Set(booked.split(separator: "\n")).intersection(counted.split(separator: "\n"))
    let item = try #require(same.min()).split(separator: "|").first
    return String(try #require(item))
  }

  /// A changed row blocks and says by how much; the published figures stay readable.
  private func changed(_ books: Installation, _ before: String) throws {
    try books.change(
      """
      UPDATE aw.purchaseorderdetail SET unitprice = unitprice + 1
       WHERE purchaseorderid = \(Self.received)
      """)
    let current = try books.published("SELECT max(run_id) FROM analytics.period")
    let outcome = try books.run()
    #expect(outcome.exitCode == 65)
    let told = try books.findings(outcome)
    #expect(told.contains("PER-002"))
    #expect(told.contains("was filed in 2011-P1"), "\(told)")
    #expect(told.contains("has changed since: amount "), "\(told)")
    #expect(told.contains("(+"), "\(told)")
    #expect(try books.published(Self.digest) == before)
    #expect(try books.published("SELECT max(run_id) FROM analytics.period") == current)
    try books.change(
      """
      UPDATE aw.purchaseorderdetail SET unitprice = unitprice - 1
       WHERE purchaseorderid = \(Self.received)
      """)
    #expect(try books.run().exitCode == 0)
  }

  /// The first order that was received in the periods that are closed.
  private static let received = """
    (SELECT min(h.purchaseorderid) FROM aw.purchaseorderheader h
       JOIN aw.purchaseorderdetail d USING (purchaseorderid)
      WHERE h.status = 4 AND d.receivedqty > d.rejectedqty AND d.duedate < '2011-07-01')
    """

  /// A row that is dated into an open period would count twice: it blocks too, and says what was filed.
  private func moved(_ books: Installation, _ before: String) throws {
    let line = try books.recorded(
      """
      SELECT min(d.purchaseorderdetailid) FROM aw.purchaseorderdetail d
       WHERE d.purchaseorderid = \(Self.received) AND d.receivedqty > d.rejectedqty
      """)
    let day = try books.recorded(
      "SELECT duedate::date FROM aw.purchaseorderdetail WHERE purchaseorderdetailid = \(line)")
    try books.change(
      "UPDATE aw.purchaseorderdetail SET duedate = '2011-12-15' WHERE purchaseorderdetailid = \(line)"
    )
    let outcome = try books.run()
    #expect(outcome.exitCode == 65)
    let told = try books.findings(outcome)
    let movement = try #require(
      told.split(whereSeparator: \.isNewline).first {
        $0.contains("stock_movements,receipt/\(line),")
      },
      "\(told)")
    #expect(movement.hasPrefix("PER-003,error"), "\(movement)")
    #expect(movement.contains(" on \(day) over "), "\(movement)")
    #expect(movement.contains("is dated 2011-12-15 now"), "\(movement)")
    #expect(movement.contains("or reopen 2011-P1"), "\(movement)")
    #expect(try books.published(Self.digest) == before)
    try books.change(
      "UPDATE aw.purchaseorderdetail SET duedate = '\(day)' WHERE purchaseorderdetailid = \(line)")
    #expect(try books.run().exitCode == 0)
  }

  /// So does a row that is gone.
  private func vanished(_ books: Installation, _ before: String) throws {
    try books.change(
      """
      DELETE FROM aw.purchaseorderdetail WHERE purchaseorderid = 4;
      DELETE FROM aw.purchaseorderheader WHERE purchaseorderid = 4
      """)
    let outcome = try books.run()
    #expect(outcome.exitCode == 65)
    let told = try books.findings(outcome)
    #expect(told.contains("PER-003"))
    #expect(told.contains("and is gone from the source"), "\(told)")
    #expect(try books.published(Self.digest) == before)
    #expect(
      try books.session().report(
        ReportRequest(
          name: "trial_balance", companies: [Installation.company], period: "2011-P12",
          formats: ["csv"], folder: books.directory.file("again"))
      ).exitCode == .done)
  }
}
