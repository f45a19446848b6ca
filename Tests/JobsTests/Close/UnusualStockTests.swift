import AccountingValues
import Testing

@testable import Jobs

/// Goods that are not simply bought, kept and sold: of others, in kits, free, sent past the warehouse,
/// damaged, from nowhere.
@Suite("Unusual stock in the close")
struct UnusualStockTests {
  static func books(_ movements: [String], costing: [String] = []) -> StockBooks {
    var books = StockBooks(
      costing: costing,
      columns: "owner,linked_key,document_stream,document_key,document_line_key,flags",
      movements: movements)
    books.streams["items"] = [
      "item_key,number,name,kind,category", "A,A,Apple,stock,FRUIT", "B,B,Beet,stock,ROOTS",
      "K,K,Basket,kit,FRUIT",
    ]
    return books
  }

  @Test(
    "Goods of others have quantity without value, and the company's own are not touched by them")
  func consignment() throws {
    let books = try Self.books([
      "1,2026-03-01,receipt,A,1,10,known,50.00,own,,,,,",
      "2,2026-03-02,receipt,A,1,5,known,40.00,supplier_consignment,,,,,",
      "3,2026-03-03,issue,A,1,-2,missing,,supplier_consignment,,,,,",
      "4,2026-03-04,issue,A,1,-4,missing,,own,,,,,",
    ]).close()
    #expect(books.layers == ["A: 3 for 0.00 of 2026-03-02", "A: 6 for 30.00 of 2026-03-01"])
    #expect(books.balances["1300"] == "30.00" && books.balances["5000"] == "20.00")
    #expect(books.codes == [])
  }

  @Test("A kit costs the sum of its components, delivered by one document")
  func kit() throws {
    let books = try Self.books([
      "1,2026-03-01,receipt,A,1,10,known,50.00,own,,,,,",
      "2,2026-03-01,receipt,B,1,10,known,30.00,own,,,,,",
      "3,2026-03-05,issue,A,1,-4,missing,,own,,deliveries,D1,D1-1,",
      "4,2026-03-05,issue,B,1,-2,missing,,own,,deliveries,D1,D1-1,",
    ]).close()
    // Two baskets of two apples and a beet: 2 × (2 × 5.00 + 3.00).
    #expect(books.entries("stock_issue").count == 1)
    #expect(books.balances["5000"] == "26.00" && books.balances["1300"] == "54.00")
  }

  @Test(
    "Free units of a paid line share its cost; a free line of its own is worth nothing",
    arguments: [
      ("R1-1", ["A: 1 for 4.55 of 2026-03-01", "A: 10 for 45.45 of 2026-03-01"]),
      ("R1-2", ["A: 1 for 0.00 of 2026-03-01", "A: 10 for 50.00 of 2026-03-01"]),
    ])
  func free(_ line: String, _ layers: [String]) throws {
    let books = try Self.books([
      "1,2026-03-01,receipt,A,1,10,known,50.00,own,,goods_receipts,R1,R1-1,",
      "2,2026-03-01,receipt,A,1,1,free,,own,,goods_receipts,R1,\(line),",
    ]).close()
    #expect(books.layers == layers)
    #expect(books.balances["1300"] == "50.00" && books.balances["2010"] == "-50.00")
    let tie = books.tie("goods_received_not_invoiced")
    #expect(tie.count == 2 && tie[0] == tie[1])
  }

  @Test(
    "A later bill's difference is shared by the free units of its line, sold or not",
    arguments: [
      ("61.00", ["A: 1 for 5.55 of 2026-03-01", "A: 6 for 33.27 of 2026-03-01"], "22.18"),
      ("39.00", ["A: 1 for 3.55 of 2026-03-01", "A: 6 for 21.27 of 2026-03-01"], "14.18"),
    ])
  func freeUnderLaterBill(_ billed: String, _ layers: [String], _ sold: String) throws {
    var books = Self.books([
      "1,2026-03-01,receipt,A,1,10,known,50.00,own,,goods_receipts,R1,R1-1,",
      "2,2026-03-01,receipt,A,1,1,free,,own,,goods_receipts,R1,R1-1,",
      "3,2026-03-05,issue,A,1,-4,missing,,own,,deliveries,D1,D1-1,",
    ])
    books.bill("B1", on: "2026-03-10", for: .receiptLine("R1-1"), quantity: 10, billed)
    let closed = try books.close()
    #expect(closed.layers == layers && closed.balances["5000"] == sold)
    let tie = closed.tie("goods_received_not_invoiced")
    #expect(tie == ["0.00", "0.00"])
    #expect(closed.result.tieOuts.allSatisfy { $0.outcome != .different })
  }

  @Test(
    "What a supplier sends to a customer passes in a pool of its own, at its own cost",
    arguments: ["fifo", "moving_average", "lifo"])
  func dropShip(_ method: String) throws {
    var books = Self.books(
      [
        "1,2026-03-01,receipt,A,1,10,known,50.00,own,,,,,",
        "2,2026-03-05,receipt,A,8,3,known,36.00,own,,goods_receipts,R2,R2-1,",
        "3,2026-03-05,issue,A,8,-3,missing,,own,2,deliveries,D2,D2-1,",
        "4,2026-03-06,issue,A,1,-1,missing,,own,,deliveries,D3,D3-1,",
      ], costing: ["method: \(method)"])
    books.streams["locations"]?.append("8,DIRECT,Straight to customers,drop_ship")
    let closed = try books.close()
    #expect(
      closed.moves.filter { $0.contains("issue") } == [
        "05 issue A at DIRECT -3 -36.00 method", "06 issue A -1 -5.00 method",
      ])
    #expect(closed.layers == ["A: 9 for 45.00 of 2026-03-01"])
    // The link names what was received; a receipt is no delivery, but its goods are taken first.
    #expect(closed.codes == (method == "lifo" ? ["INV-022"] : []))
  }

  @Test("Damaged goods come back at the lower of cost and what they can be sold for")
  func damaged() throws {
    let books = try Self.books([
      "1,2026-03-01,receipt,A,1,10,known,50.00,own,,,,,",
      "2,2026-03-02,issue,A,1,-4,missing,,own,,deliveries,D1,,",
      "3,2026-03-05,customer_return,A,1,2,known,3.00,own,2,customer_returns,C1,,damaged",
      "4,2026-03-06,customer_return,A,1,1,known,9.00,own,2,customer_returns,C2,,damaged",
      "5,2026-03-07,customer_return,A,1,1,missing,,own,2,customer_returns,C3,,damaged",
    ]).close()
    #expect(
      books.layers == [
        "A: 1 for 5.00 of 2026-03-01", "A: 1 for 5.00 of 2026-03-01", "A: 2 for 3.00 of 2026-03-01",
        "A: 6 for 30.00 of 2026-03-01",
      ])
    #expect(books.balances["1300"] == "43.00" && books.balances["5220"] == "7.00")
    #expect(books.balances["5000"] == nil)
    #expect(books.codes == ["INV-016"] && books.finding("INV-016")?.key == "5")
  }

  @Test(
    "A balance above the documents is owed to somebody, one below is shrinkage; neither is a gain")
  func residual() throws {
    let books = try Self.books([
      "1,2026-03-01,receipt,A,1,10,known,50.00,own,,,,,",
      "2,2026-03-11,count,A,1,4,missing,,own,,,,,residual",
      "3,2026-03-12,count,A,1,-3,missing,,own,,,,,residual",
      "4,2026-03-13,count,A,1,1,missing,,own,,,,,",
    ]).close()
    #expect(
      books.entries("stock_count") == [
        "03-11 Dr 1300 20.00 Cr 2040 20.00", "03-12 Dr 5200 15.00 Cr 1300 15.00",
        "03-13 Dr 1300 5.00 Cr 5200 5.00",
      ])
    #expect(books.balances["2040"] == "-20.00" && books.balances["5200"] == "10.00")
    #expect(books.codes == ["INV-060"])
    let finding = try #require(books.finding("INV-060"))
    #expect(finding.key == "2" && finding.message.contains("4 more"))
    #expect(finding.message.contains("20 days"))
  }
}
