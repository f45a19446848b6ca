import Foundation
import Platform
import TestSupport
import Testing

@testable import Jobs

/// A close is a function of its rows, configuration and days, and of nothing else.
@Suite("A close that is run again", .serialized, RealData.isNeeded("adventureworks"))
struct RepeatedCloseTests {
  @Test("The same rows publish nothing new")
  func identical() throws {
    let first = try AdventureWorks.publishedYoung()
    let books = first.installation
    let leaves = "SELECT string_agg(period || run_id, ',' ORDER BY period) FROM analytics.period"
    let before = try books.published(leaves)
    let files = try Self.modified(books)
    let again = try books.run()
    #expect(again.ending == "identical")
    #expect(again.exitCode == 0)
    #expect(again.closeId == first.outcome.closeId)
    #expect(try books.published(leaves) == before)
    #expect(try books.published("SELECT count(DISTINCT run_id) FROM core.journal_line") == "1")
    #expect(try Self.modified(books) == files)
    #expect(
      try books.published("SELECT string_agg(state, ',' ORDER BY run_id) FROM analytics.run")
        == "published,identical")
  }

  @Test("A file that is gone or changed is written again with the same bytes")
  func damagedFile() throws {
    let first = try AdventureWorks.publishedYoung()
    let books = first.installation
    let folder = try #require(first.outcome.folder.split(separator: "/output/").last)
    let here = books.directory.file("output/\(folder)")
    let name = try #require(try books.manifest(first.outcome).keys.sorted().first)
    try "somebody typed here".write(toFile: here + "/" + name, atomically: true, encoding: .utf8)
    let again = try books.publish()
    #expect(again.closeId == first.outcome.closeId)
    #expect(try books.manifest(again) == (try books.manifest(first.outcome)))
  }

  @Test("A price that changed is another close")
  func changedPrice() throws {
    let first = try AdventureWorks.publishedYoung()
    let books = first.installation
    try books.change(
      """
      UPDATE aw.purchaseorderdetail SET unitprice = unitprice + 0.01
       WHERE purchaseorderdetailid = (
         SELECT min(d.purchaseorderdetailid) FROM aw.purchaseorderdetail d
           JOIN aw.purchaseorderheader h USING (purchaseorderid)
          WHERE h.status = 4 AND d.receivedqty > d.rejectedqty)
      """)
    let again = try books.publish()
    #expect(again.closeId != first.outcome.closeId)
    #expect(try books.manifest(again) != (try books.manifest(first.outcome)))
    #expect(FileManager.default.fileExists(atPath: first.outcome.folder + "/manifest.json"))
  }

  @Test("The same rows with other observations are another close")
  func observations() throws {
    let first = try AdventureWorks.publishedYoung()
    let books = first.installation
    try books.changeWarehouse(
      """
      INSERT INTO core.observation (company_id, run_id, stream, key, seen_on, cause, new_row)
      SELECT company_id, run_id, 'purchase_orders', '1', as_of, 'appeared', '{}' FROM core.run
      """)
    let again = try books.publish()
    #expect(again.closeId != first.outcome.closeId)
    #expect(try books.run().ending == "identical")
    // What is seen after the as-of day is no part of it.
    try books.changeWarehouse(
      "UPDATE core.observation SET seen_on = seen_on + 1")
    #expect(try books.publish().closeId == first.outcome.closeId)
  }

  @Test("Physical order, time zone and date style of the server change no byte")
  func order() throws {
    let first = try AdventureWorks.published()
    let other = try Installation(source: try AdventureWorks.whole())
    for table in [
      "aw.purchaseorderdetail", "aw.purchaseorderheader", "aw.productcosthistory", "aw.product",
      "aw.productinventory", "aws.sales", "aws.returns",
    ] {
      try other.change(
        """
        SELECT setseed(0.42);
        CREATE TABLE public.shuffled AS SELECT * FROM \(table) ORDER BY random();
        TRUNCATE \(table);
        INSERT INTO \(table) SELECT * FROM public.shuffled;
        DROP TABLE public.shuffled
        """)
    }
    for database in [other.source.database, other.warehouse.database] {
      try other.change(
        """
        ALTER DATABASE "\(database)" SET timezone = 'Pacific/Kiritimati';
        ALTER DATABASE "\(database)" SET datestyle = 'German, DMY'
        """)
    }
    let again = try other.publish()
    #expect(again.closeId == first.outcome.closeId)
    #expect(try other.manifest(again) == (try first.installation.manifest(first.outcome)))
  }

  /// When each published file was last written.
  private static func modified(_ books: Installation) throws -> [String: Date] {
    let root = books.directory.file("output")
    var days: [String: Date] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: root) {
      let facts = try FileManager.default.attributesOfItem(atPath: root + "/" + name)
      days[name] = facts[.modificationDate] as? Date
    }
    return days
  }
}
