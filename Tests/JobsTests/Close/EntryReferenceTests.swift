import Testing

@testable import Jobs

/// Entries of the engine are named after what met; nothing else may bear the same name.
@Suite("Every entry has a reference of its own")
struct EntryReferenceTests {
  private static let partners = "partner_key,kind,name\n7,supplier,Alpin Holz\n"
  private static let items = "item_key,number,kind,name\n1,BOARD,stock,Board\n"
  /// 10 at 5.00 USD, received at 0.90.
  private static let receipt = """
    movement_key,accounting_date,kind,item_key,quantity,price_state,value,currency,exchange_rate,document_stream,document_key,document_line_key,linked_key
    51,2026-01-12,receipt,1,10,known,50.00,USD,0.9,goods_receipts,21,211,

    """
  private static let bill = """
    bill_key,document_number,document_date,accounting_date,currency,exchange_rate,partner_key,total
    31,B-31,2026-01-15,2026-01-15,USD,0.95,7,50.00

    """

  @Test("Two lines of one bill that meet one receipt leave two exchange differences")
  func linesOfOneBill() throws {
    let books = try SmallBooks([
      "partners": Self.partners, "items": Self.items, "stock_movements": Self.receipt,
      "purchase_bills": Self.bill,
      "purchase_bill_lines": """
      bill_key,line_key,accounting_date,line_kind,item_key,receipt_line_key,quantity,net_amount
      31,1,2026-01-15,stock,1,211,6,30.00
      31,2,2026-01-15,stock,1,211,4,20.00

      """,
    ])
    // 30.00 × (0.95 − 0.90) and 20.00 × (0.95 − 0.90).
    #expect(
      books.entries("grni_exchange") == [
        "Dr 7100 0.00 USD = 1.50 EUR", "Cr 2010 0.00 USD = 1.50 EUR",
        "Dr 7100 0.00 USD = 1.00 EUR", "Cr 2010 0.00 USD = 1.00 EUR",
      ])
    #expect(books.balance("2010") == "0.00 EUR")
    #expect(books.sharedReferences.isEmpty)
    #expect(books.differences.isEmpty)
  }

  @Test("Lines that change the price only are told apart too")
  func priceOnly() throws {
    let books = try SmallBooks([
      "partners": Self.partners, "items": Self.items, "stock_movements": Self.receipt,
      "purchase_bills": Self.bill.replacing("50.00", with: "55.00"),
      "purchase_bill_lines": """
      bill_key,line_key,accounting_date,line_kind,item_key,receipt_line_key,quantity,net_amount
      31,1,2026-01-15,stock,1,211,10,50.00
      31,2,2026-01-15,stock,1,211,,3.00
      31,3,2026-01-15,stock,1,211,,2.00

      """,
    ])
    #expect(books.entries("grni_difference").isEmpty)
    // 5.00 USD at 0.90 are price, the rest of 4.75 is exchange, like that of the goods' own bill.
    #expect(books.balance("1300") == "49.50 EUR")
    #expect(books.balance("2010") == "0.00 EUR")
    #expect(books.sharedReferences.isEmpty)
  }

  @Test("Two credits that meet one return, and a credit beside the receipt of the same key")
  func credits() throws {
    let books = try SmallBooks([
      "partners": Self.partners, "items": Self.items,
      "stock_movements": Self.receipt
        + "52,2026-02-02,supplier_return,1,-4,known,20.00,USD,0.9,supplier_returns,41,411,51\n",
      "purchase_bills": Self.bill,
      "purchase_bill_lines": """
      bill_key,line_key,accounting_date,line_kind,item_key,receipt_line_key,quantity,net_amount
      31,1,2026-01-15,stock,1,211,10,50.00

      """,
      "debit_notes": """
      debit_note_key,document_number,document_date,accounting_date,currency,exchange_rate,partner_key,bill_key,total
      51,DN-51,2026-02-05,2026-02-05,USD,0.8,7,31,20.00

      """,
      "debit_note_lines": """
      debit_note_key,line_key,accounting_date,line_kind,item_key,bill_line_key,quantity,net_amount
      51,1,2026-02-05,stock,1,1,3,15.00
      51,2,2026-02-05,stock,1,1,1,5.00

      """,
    ])
    #expect(books.entries("grni_exchange").count == 6)
    #expect(books.balance("2010") == "0.00 EUR")
    #expect(books.sharedReferences.isEmpty)
    #expect(books.differences.isEmpty)
  }

  @Test("Settlements that a policy infers are named after both documents and their streams")
  func inferred() throws {
    // Payment and credit note bear the key 5; both settle invoice 9.
    let books = try SmallBooks([
      "partners": "partner_key,kind,name\n7,customer,Berghaus\n",
      "sales_invoices": """
      invoice_key,document_number,document_date,accounting_date,currency,exchange_rate,partner_key,settlement,total
      9,I-9,2026-01-15,2026-01-15,USD,0.9,7,credit,30.00

      """,
      "sales_invoice_lines": """
      invoice_key,line_key,accounting_date,line_kind,quantity,net_amount
      9,1,2026-01-15,service,1,30.00

      """,
      "credit_notes": """
      credit_note_key,document_number,document_date,accounting_date,currency,exchange_rate,partner_key,settlement,total
      5,C-5,2026-02-01,2026-02-01,USD,0.8,7,credit,10.00

      """,
      "credit_note_lines": """
      credit_note_key,line_key,accounting_date,line_kind,quantity,net_amount
      5,1,2026-02-01,service,1,10.00

      """,
      "payments": """
      payment_key,document_number,document_date,accounting_date,currency,exchange_rate,direction,partner_key,partner_role,amount
      5,P-5,2026-02-02,2026-02-02,USD,0.8,in,7,customer,20.00

      """,
    ])
    // 10.00 × 0.1 and 20.00 × 0.1 lost.
    #expect(books.balance("7100") == "3.00 EUR")
    #expect(books.balance("1200") == "0.00 EUR")
    #expect(books.sharedReferences.isEmpty)
  }
}
