import Definitions
import TestSupport
import Testing

@testable import Jobs

/// What comes to light after its period was closed.
@Suite("Rows that come late", .serialized, RealData.isNeeded("adventureworks"))
struct LateRowTests {
  /// An order of April 2011 for something the source neither counts nor sells.
  private static let order = """
    INSERT INTO aw.purchaseorderheader
      SELECT 9001, revisionnumber, 4, employeeid, vendorid, shipmethodid, '2011-04-10',
             '2011-04-20', 100, 8, 2, modifieddate
        FROM aw.purchaseorderheader WHERE purchaseorderid = 1;
    INSERT INTO aw.purchaseorderdetail
      SELECT 9001, 90001, '2011-04-24', 10, min(p.productid), 10, 10, 0, '2011-04-24'
        FROM aw.product p
       WHERE NOT EXISTS (SELECT FROM aw.productinventory i WHERE i.productid = p.productid)
         AND NOT EXISTS (SELECT FROM aws.products s WHERE s.productsku = p.productnumber)
    """
  private static let entries = """
    SELECT count(*), min(date), max(date) FROM analytics.journal_entry
     WHERE document_number = 'PO9001'
    """

  @Test("With late_rows: hold they wait as findings until a person accepts them")
  func held() throws {
    let books = try AdventureWorks.publishedYoung().installation
    #expect(try books.closePeriod("2011-P10").exitCode == .done)
    try books.configure(asOf: AdventureWorks.lastYoungDay, more: "policies: {late_rows: hold}")
    try books.change(Self.order)
    _ = try books.publish()
    #expect(try books.published(Self.entries) == "0||")
    let keys = try books.published(
      """
      SELECT DISTINCT origin || ',' || key FROM analytics.finding
       WHERE code = 'PER-004' ORDER BY 1
      """
    ).split(separator: "\n")
    #expect(keys.contains("stock_movements,receipt/90001"), "\(keys)")
    #expect(try books.published("SELECT count(*) FROM core.observation") == "0")
    #expect(
      try books.published(
        "SELECT count(*), count(*) FILTER (WHERE expected_count <> actual_count)"
          + " FROM analytics.tie_out WHERE name = 'rows' AND subject = 'goods_receipts' AND period = '2012-P07'"
      ) == "1|0")
    #expect(try books.run().ending == "identical")

    try books.write(
      "jobs/companies/\(Installation.company)/accepted.csv",
      "code,origin,key,reason,by,until,treatment\n"
        + keys.map { "PER-004,\($0),checked,controller,2012-12-31,\n" }.joined())
    let outcome = try books.publish()
    #expect(try books.published(Self.entries).hasSuffix("|2011-05-01|2011-05-01"))
    #expect(
      try books.published("SELECT bool_and(posted_on = '2011-05-01') FROM core.observation") == "t")
    // The run that let them in and the next say the same.
    #expect(try books.run().ending == "identical")
    let told = "SELECT count(*) FROM analytics.finding WHERE code IN ('PER-004', 'ACC-002')"
    let first = try books.published(told)
    try books.damage(outcome)
    _ = try books.publish()
    #expect(try books.published(told) == first)
  }

  @Test("Where only current states are known, a change counts on the day it was seen")
  func observed() throws {
    let books = try AdventureWorks.publishedYoung().installation
    let path = "jobs/sources/adventureworks/source.yaml"
    let shipped = try #require(try books.session().tree.text(path))
    let observed = shipped.replacing(
      "stock_movements: {sql: stock_movements.sql, remember: true}",
      with: "stock_movements: {sql: stock_movements.sql, history: observed}")
    #expect(observed != shipped)
    try books.write(path, observed)
    _ = try books.publish(asOf: "2012-01-30")
    let rows = "SELECT count(*) FROM core.observation WHERE stream = 'stock_movements'"
    let seen = try books.published(rows)
    #expect(seen != "0")
    #expect(try books.run(asOf: "2012-01-30").ending == "identical")
    // Nobody wrote down that one unit more was sold in July.
    let sale = try books.recorded(
      """
      SELECT ordernumber, orderlineitem FROM aws.sales
       WHERE orderdate >= '2014-07-02' ORDER BY orderdate, ordernumber, orderlineitem LIMIT 1
      """)
    try books.change(
      """
      UPDATE aws.sales SET orderquantity = orderquantity + 1
       WHERE ordernumber || '|' || orderlineitem = '\(sale)'
      """)
    _ = try books.publish(asOf: "2012-01-31")
    let order = try #require(sale.split(separator: "|").first)
    #expect(
      try books.published(
        """
        SELECT date, kind, quantity::int8 FROM analytics.stock_ledger
         WHERE date = '2012-01-31' AND document_number LIKE '%\(order)%'
        """) == "2012-01-31|issue|-1")
    #expect(
      try books.published(
        """
        SELECT cause, count(*), min(posted_on) FROM core.observation
         WHERE stream = 'stock_movements' AND seen_on = '2012-01-31' AND cause <> 'appeared'
           AND key LIKE 'sale%' GROUP BY 1
        """) == "changed|1|2012-01-31")
    #expect(try books.run(asOf: "2012-01-31").ending == "identical")
  }
}
