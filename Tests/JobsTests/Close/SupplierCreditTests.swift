import AccountingValues
import Testing

@testable import Jobs

/// What suppliers credit: which goods it is about, and where it waits.
@Suite("Suppliers’ credits meet the goods they are for")
struct SupplierCreditTests {
  /// An order of 10 at 5.00, received and billed in full; 4 go back and are credited with 20.00 by a
  /// line that names nothing but the bill's line.
  static let returned: [String: String] = [
    "partners": "partner_key,kind,name\n7,supplier,Alpin Holz\n",
    "items": "item_key,number,kind,name\n1,BOARD,stock,Board\n",
    "purchase_orders": """
    order_key,document_number,document_date,accounting_date,currency,partner_key,status
    11,PO-11,2026-01-05,2026-01-05,EUR,7,received

    """,
    "purchase_order_lines": """
    order_key,line_key,accounting_date,line_kind,item_key,quantity,unit_price
    11,111,2026-01-05,stock,1,10,5

    """,
    "goods_receipts": """
    receipt_key,partner_key,order_key,document_number,accounting_date
    21,7,11,GR-21,2026-01-12

    """,
    "goods_receipt_lines": """
    receipt_key,line_key,accounting_date,order_line_key,item_key,quantity
    21,211,2026-01-12,111,1,10

    """,
    "purchase_bills": """
    bill_key,document_number,document_date,accounting_date,currency,partner_key,total
    31,B-31,2026-01-15,2026-01-15,EUR,7,50.00
    32,B-32,2026-01-16,2026-01-16,EUR,7,9.00

    """,
    "purchase_bill_lines": """
    bill_key,line_key,accounting_date,line_kind,item_key,order_line_key,quantity,net_amount
    31,1,2026-01-15,stock,1,111,10,50.00
    32,1,2026-01-16,stock,1,,1,9.00

    """,
    "stock_movements": """
    movement_key,accounting_date,kind,item_key,quantity,price_state,value,document_stream,document_key,document_line_key,linked_key
    51,2026-01-12,receipt,1,10,known,50.00,goods_receipts,21,211,
    52,2026-02-02,supplier_return,1,-4,missing,,supplier_returns,41,411,51

    """,
    "debit_notes": """
    debit_note_key,document_number,document_date,accounting_date,currency,partner_key,bill_key,total
    61,DN-61,2026-02-05,2026-02-05,EUR,7,31,20.00

    """,
    "debit_note_lines": """
    debit_note_key,line_key,accounting_date,line_kind,item_key,bill_line_key,quantity,net_amount
    61,1,2026-02-05,stock,1,1,4,20.00

    """,
  ]

  @Test("A credit that names its bill's line clears the goods sent back")
  func byBillLine() throws {
    let books = try SmallBooks(Self.returned)
    #expect(books.entries("debit_notes") == ["Dr 2000 20.00 EUR", "Cr 2010 20.00 EUR"])
    #expect(books.balance("2010") == "0.00 EUR")
    // The bill without an order is all that waits.
    #expect(books.balance("1330") == "9.00 EUR")
    #expect(books.balance("1300") == "30.00 EUR")
    #expect(books.balance("2000") == "-39.00 EUR")
    #expect(books.differences.isEmpty)
  }

  @Test("Line numbers start again in every bill: without the bill's key they name nothing")
  func ambiguous() throws {
    var rows = Self.returned
    rows["debit_notes"] = rows["debit_notes"]?.replacing("7,31,20.00", with: "7,,20.00")
    let books = try SmallBooks(rows)
    #expect(books.entries("debit_notes") == ["Dr 2000 20.00 EUR", "Cr 1330 20.00 EUR"])
    #expect(books.balance("2010") == "20.00 EUR")
  }

  @Test("A key that only one bill has is enough without the bill's")
  func uniqueLine() throws {
    var rows = Self.returned
    rows["debit_notes"] = rows["debit_notes"]?.replacing("7,31,20.00", with: "7,,20.00")
    rows["purchase_bill_lines"] = rows["purchase_bill_lines"]?
      .replacing("31,1,2026-01-15", with: "31,311,2026-01-15")
    rows["debit_note_lines"] = rows["debit_note_lines"]?
      .replacing("61,1,2026-02-05,stock,1,1,", with: "61,1,2026-02-05,stock,1,311,")
    let books = try SmallBooks(rows)
    #expect(books.balance("2010") == "0.00 EUR")
    #expect(books.balance("1330") == "9.00 EUR")
  }

  @Test(
    "A credit for a bill that met neither order nor receipt takes it off the purchases not matched")
  func unmatchedBill() throws {
    var rows = Self.returned
    rows["debit_notes"] = rows["debit_notes"]?.replacing("7,31,20.00", with: "7,32,9.00")
    rows["debit_note_lines"] = rows["debit_note_lines"]?
      .replacing("1,4,20.00", with: "1,1,9.00")
    let books = try SmallBooks(rows)
    #expect(books.balance("1330") == "0.00 EUR")
    #expect(books.balance("2010") == "20.00 EUR")
  }

  @Test("A credit of price alone is a price correction: stock and cost of sales carry their shares")
  func priceAlone() throws {
    var rows = Self.returned
    rows["stock_movements"] = rows["stock_movements"]?
      .replacing(
        "52,2026-02-02,supplier_return,1,-4,missing,,supplier_returns,41,411,51",
        with: "52,2026-02-02,issue,1,-4,missing,,,,,")
    rows["debit_notes"] = rows["debit_notes"]?.replacing("7,31,20.00", with: "7,31,5.00")
    rows["debit_note_lines"] = rows["debit_note_lines"]?.replacing("1,4,20.00", with: "1,,5.00")
    let books = try SmallBooks(rows)
    #expect(books.entries("debit_notes") == ["Dr 2000 5.00 EUR", "Cr 2010 5.00 EUR"])
    #expect(books.balance("2010") == "0.00 EUR")
    // Ten cost 45.00: six are on hand, four are sold.
    #expect(books.balance("1300") == "27.00 EUR")
    #expect(books.balance("5000") == "18.00 EUR")
    #expect(books.balance("2000") == "-54.00 EUR")
    #expect(books.differences.isEmpty)
    #expect(books.sharedReferences.isEmpty)
  }

  @Test("A credit for goods that have not gone back waits, and is told; it is no price reduction")
  func waiting() throws {
    var rows = Self.returned
    rows["stock_movements"] = rows["stock_movements"]?.replacing(
      "supplier_return,1,-4,", with: "supplier_return,1,-1,")
    let books = try SmallBooks(rows)
    #expect(books.balance("1300") == "45.00 EUR")
    #expect(books.balance("2010") == "-15.00 EUR")
    #expect(books.codes.contains("INV-024"))
    let finding = try #require(books.result.findings.first { $0.code == "INV-024" })
    #expect(finding.document == "DN-61" && finding.key == "61/1")
    #expect(finding.amount?.description == "15.00 EUR")
    #expect(finding.message.contains("3 of them") && finding.message.contains("54 days"))
    #expect(books.differences.isEmpty)
    #expect(!(try SmallBooks(Self.returned)).codes.contains("INV-024"))
  }
}
