import Subledgers
import Testing

@testable import Jobs

/// Goods sent back to a supplier, and the credit for them: they meet under the line of the receipt
/// that the movement's `linked_key` names, and what they differ by is cost variance.
@Suite("Goods sent back meet their credit")
struct SupplierReturnTests {
  private static let movementColumns =
    "movement_key,accounting_date,kind,item_key,quantity,price_state,value,currency,exchange_rate,"
    + "document_stream,document_key,document_line_key,linked_key\n"

  /// 10 received and billed at 5.00; 4 go back at 20.00 and are credited.
  private static func books(
    back: String = "52,2026-02-02,supplier_return,1,-4,known,20.00,EUR,,supplier_returns,41,411,51",
    credited: String = "20.00", currency: String = "EUR", rate: String = "", creditRate: String = ""
  ) throws -> SmallBooks {
    try SmallBooks([
      "partners": "partner_key,kind,name\n7,supplier,Alpin Holz\n",
      "items": "item_key,number,kind,name\n1,BOARD,stock,Board\n",
      "stock_movements": movementColumns
        + "51,2026-01-12,receipt,1,10,known,50.00,\(currency),\(rate),goods_receipts,21,211,\n"
        + back + "\n",
      "purchase_bills": """
      bill_key,document_number,document_date,accounting_date,currency,exchange_rate,partner_key,total
      31,B-31,2026-01-15,2026-01-15,\(currency),\(rate),7,50.00

      """,
      "purchase_bill_lines": """
      bill_key,line_key,accounting_date,line_kind,item_key,receipt_line_key,quantity,net_amount
      31,1,2026-01-15,stock,1,211,10,50.00

      """,
      "debit_notes": """
      debit_note_key,document_number,document_date,accounting_date,currency,exchange_rate,partner_key,bill_key,total
      61,DN-61,2026-02-05,2026-02-05,\(currency),\(creditRate),7,31,\(credited)

      """,
      "debit_note_lines": """
      debit_note_key,line_key,accounting_date,line_kind,item_key,bill_line_key,quantity,net_amount
      61,1,2026-02-05,stock,1,1,4,\(credited)

      """,
    ])
  }

  /// What is still open of goods received and not invoiced, gross, by line: received, billed.
  private func open(_ books: SmallBooks) -> [[Int64]] {
    (books.close.goodsReceived?.lines ?? []).map {
      [$0.receivedNotInvoiced.baseMinor, $0.invoicedNotReceived.baseMinor]
    }.filter { $0 != [0, 0] }
  }

  @Test("Linked to its receipt, a return meets the credit for the receipt's bill")
  func linked() throws {
    let books = try Self.books()
    #expect(books.balance("2010") == "0.00 EUR")
    #expect(open(books) == [])
    #expect(books.entries("grni_difference") == [])
    #expect(books.differences.isEmpty)
  }

  @Test(
    "Without the link, or linked to what is no receipt, both wait, shown gross",
    arguments: [
      "52,2026-02-02,supplier_return,1,-4,known,20.00,EUR,,supplier_returns,41,411,",
      "52,2026-02-02,supplier_return,1,-4,known,20.00,EUR,,supplier_returns,41,411,99",
    ])
  func waiting(_ back: String) throws {
    let books = try Self.books(back: back)
    #expect(books.balance("2010") == "0.00 EUR")
    #expect(open(books).count == 2, "\(open(books))")
    #expect(books.differences.isEmpty)
  }

  @Test("A line number of another document is no receipt’s: only the link counts")
  func lineNumber() throws {
    // The return's own line bears the number of the receipt's.
    let books = try Self.books(
      back: "52,2026-02-02,supplier_return,1,-4,known,20.00,EUR,,supplier_returns,41,211,")
    #expect(open(books).count == 2)
  }

  @Test(
    "What the supplier credits less or more than the goods stood at is cost variance",
    arguments: [
      ("18.00", ["Dr 5020 2.00 EUR", "Cr 2010 2.00 EUR"], "2.00 EUR", "-32.00 EUR"),
      ("23.50", ["Dr 2010 3.50 EUR", "Cr 5020 3.50 EUR"], "-3.50 EUR", "-26.50 EUR"),
    ])
  func difference(
    credited: String, entry: [String], variance: String, payable: String
  ) throws {
    let books = try Self.books(credited: credited)
    #expect(books.entries("grni_difference").sorted() == entry.sorted())
    #expect(books.balance("5020") == variance)
    #expect(books.balance("2010") == "0.00 EUR")
    #expect(books.balance("2000") == payable)
    // Stock keeps six at what they cost.
    #expect(books.balance("1300") == "30.00 EUR")
    #expect(open(books) == [] && books.differences.isEmpty)
  }

  @Test(
    "In a foreign currency the price part is variance at the rate of the goods, the rest exchange")
  func foreign() throws {
    // 20.00 USD went back at 0.90 = 18.00; 15.00 USD are credited at 0.80 = 12.00. 5.00 USD × 0.90
    // = 4.50 are price; 15.00 USD × 0.10 = 1.50 are exchange loss. The credit then lowers the bill,
    // which stands at 0.90: a gain of 1.50.
    let books = try Self.books(
      back: "52,2026-02-02,supplier_return,1,-4,known,20.00,USD,0.9,supplier_returns,41,411,51",
      credited: "15.00", currency: "USD", rate: "0.9", creditRate: "0.8")
    #expect(books.balance("5020") == "4.50 EUR")
    #expect(
      books.entries("grni_difference").sorted() == [
        "Cr 2010 5.00 USD = 4.50 EUR", "Dr 5020 5.00 USD = 4.50 EUR",
      ])
    #expect(
      books.entries("grni_exchange").sorted() == [
        "Cr 2010 0.00 USD = 1.50 EUR", "Dr 7100 0.00 USD = 1.50 EUR",
      ])
    #expect(books.balance("7100") == "0.00 EUR")
    #expect(books.balance("2010") == "0.00 EUR")
    #expect(books.balance("1300") == "27.00 EUR")
    #expect(open(books) == [] && books.differences.isEmpty)
  }
}
