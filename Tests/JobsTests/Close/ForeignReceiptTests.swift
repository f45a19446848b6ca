import AccountingValues
import Testing

@testable import Jobs

/// Receipts whose movement states neither price nor currency, bought in dollars. The dollar is 0.90
/// euros on 5 March and 0.95 from 10 March on.
@Suite("Receipts bought in a foreign currency")
struct ForeignReceiptTests {
  static func books(
    _ movements: [String], orderPrice: String? = "5.00",
    bill: (day: String, quantity: Int, amount: String)? = nil
  ) -> StockBooks {
    var books = StockBooks(
      columns: "currency,linked_key,document_stream,document_key,document_line_key",
      movements: movements)
    books.streams["fx_rates"] = [
      "from_currency,to_currency,rate_date,kind,rate", "USD,EUR,2026-03-01,spot,0.88",
      "USD,EUR,2026-03-05,spot,0.90", "USD,EUR,2026-03-10,spot,0.95",
      "USD,EUR,2026-03-20,spot,0.95", "USD,EUR,2026-03-31,closing,0.95",
    ]
    books.streams["goods_receipts"] = [
      "receipt_key,document_number,accounting_date", "R1,R1,2026-03-05",
    ]
    books.streams["goods_receipt_lines"] = [
      "receipt_key,line_key,accounting_date,order_line_key,item_key,quantity",
      "R1,R1-1,2026-03-05,\(orderPrice == nil ? "" : "O1-1"),A,10",
    ]
    if let orderPrice {
      books.streams["purchase_orders"] = [
        "order_key,document_number,document_date,accounting_date,currency,status",
        "O1,O1,2026-03-01,2026-03-01,USD,received",
      ]
      books.streams["purchase_order_lines"] = [
        "order_key,line_key,accounting_date,line_kind,item_key,quantity,unit_price",
        "O1,O1-1,2026-03-01,stock,A,10,\(orderPrice)",
      ]
    }
    books.streams["partners"] = [
      "partner_key,number,name,kind,payment_terms_key", "S,S,Supplier,supplier,N30",
    ]
    books.streams["payment_terms"] = ["payment_terms_key,name,due_days", "N30,30 days,30"]
    if let bill {
      books.bill(
        "B1", on: bill.day, for: .receiptLine("R1-1"), quantity: bill.quantity, bill.amount,
        in: "USD")
    }
    return books
  }

  static let receipt = "1,2026-03-05,receipt,A,1,10,missing,,,,goods_receipts,R1,R1-1"

  @Test("Until the bill comes, the order's price at the rate of the receipt")
  func received() throws {
    let books = try Self.books([Self.receipt]).close()
    #expect(books.moves == ["05 receipt A 10 45.00 purchase_order"])
    #expect(books.entries("stock_receipt") == ["03-05 Dr 1300 45.00 Cr 2010 45.00 (50.00 USD)"])
    #expect(books.codes == [])
  }

  @Test("A later bill: its price difference at the receipt's rate into stock, the rest is exchange")
  func billedLater() throws {
    // 55.00 USD at 0.95 are 52.25; 50.00 USD at 0.90 were 45.00. 5.00 USD × 0.90 = 4.50 are price,
    // 2.75 are exchange loss.
    let books = try Self.books(
      [Self.receipt], bill: ("2026-03-20", 10, "55.00")
    ).close()
    #expect(books.balances["1300"] == "49.50")
    #expect(books.balances["2010"] == nil)
    #expect(books.balances["2000"] == "-52.25")
    #expect(books.entries("late_cost") == ["03-20 Dr 1300 4.50 Cr 2010 4.50 (5.00 USD)"])
    #expect(books.entries("grni_exchange").count == 1)
    #expect(books.entries("grni_exchange").first?.contains("2.75") == true)
    #expect(books.codes == [])
  }

  @Test("Without an order, the bill of an earlier day prices the receipt at the receipt's rate")
  func billedBefore() throws {
    // 55.00 USD at 0.88 are 48.40 on the bill, 49.50 at the receipt's 0.90: a gain of 1.10.
    let books = try Self.books(
      [Self.receipt], orderPrice: nil, bill: ("2026-03-03", 10, "55.00")
    ).close()
    #expect(books.moves == ["05 receipt A 10 49.50 document"])
    #expect(books.balances["2010"] == nil)
    #expect(books.balances["2000"] == "-48.40")
    #expect(books.codes == [])
  }

  @Test("A bill of some of the goods prices the rest as well, until theirs comes")
  func billedInPart() throws {
    let books = try Self.books(
      [Self.receipt], orderPrice: nil, bill: ("2026-03-05", 4, "22.00")
    ).close()
    #expect(books.balances["1300"] == "49.50")
    #expect(books.balances["2010"] == "-29.70")
    #expect(books.codes == [])
  }

  @Test("Valued at the last layer for want of any price, it still meets its bill in dollars")
  func lastLayer() throws {
    // 50.00 at 0.90 are 55.56 USD. 60.00 − 55.56 = 4.44 USD at 0.90 are 4.00 late cost; of 57.00
    // the other 3.00 are exchange.
    let books = try Self.books(
      ["0,2026-03-02,receipt,A,1,10,known,50.00,EUR,,,,", Self.receipt], orderPrice: nil,
      bill: ("2026-03-20", 10, "60.00")
    ).close()
    #expect(books.moves.last == "05 receipt A 10 50.00 last_layer")
    #expect(books.balances["1300"] == "104.00")
    #expect(books.balances["2010"] == "-50.00")
    #expect(books.balances["2000"] == "-57.00")
    #expect(books.codes == [])
  }

  @Test("What goes back is expected back in dollars, at the rate it came in with")
  func supplierReturn() throws {
    let books = try Self.books([
      Self.receipt, "2,2026-03-10,supplier_return,A,1,-2,missing,,,1,,,",
    ]).close()
    #expect(
      books.entries("stock_supplier_return") == ["03-10 Dr 2010 9.00 (10.00 USD) Cr 1300 9.00"])
    #expect(books.balances["2010"] == "-36.00")
    #expect(books.codes == [])
  }

  @Test("A receipt stated in another currency than its bill is told, not dropped")
  func stranger() throws {
    let books = try Self.books(
      ["1,2026-03-05,receipt,A,1,10,known,45.00,EUR,,goods_receipts,R1,R1-1"],
      bill: ("2026-03-20", 10, "55.00")
    ).close()
    // The order is in dollars, so the receipt is at fault and not the bill.
    #expect(books.codes.contains("SUB-010"))
    #expect(books.finding("SUB-010")?.document == "R1")
  }

  @Test("Without an order, the later of two currencies is told")
  func strangerWithoutOrder() throws {
    let books = try Self.books(
      ["1,2026-03-05,receipt,A,1,10,known,45.00,EUR,,goods_receipts,R1,R1-1"], orderPrice: nil,
      bill: ("2026-03-20", 10, "55.00")
    ).close()
    #expect(books.codes.contains("SUB-010"))
    #expect(books.finding("SUB-010")?.document == "B1")
  }

  @Test("Without a rate for its day the receipt is told")
  func withoutRate() throws {
    var books = Self.books([Self.receipt])
    books.streams["fx_rates"] = ["from_currency,to_currency,rate_date,kind,rate"]
    #expect(try books.close().codes.contains("GL-003"))
  }
}
