import AccountingValues
import Definitions
import Extraction
import GeneralLedger
import Testing

@testable import Jobs

/// Customers in credit and suppliers in debit at the end of a period.
@Suite("Partners on the other side of their account")
struct ReclassificationTests {
  /// Berghaus owes 100.00 and paid 120.00; Talhof owes 50.00. Holz is owed 30.00 and got 45.00.
  private static let texts = [
    "partners":
      "partner_key,kind,name\n7,customer,Berghaus\n9,customer,Talhof\n8,supplier,Holz\n",
    "sales_invoices": """
    invoice_key,document_number,document_date,accounting_date,due_date,currency,partner_key,settlement,total
    1,I-1,2026-01-10,2026-01-10,2026-02-10,EUR,7,credit,100
    2,I-2,2026-01-10,2026-01-10,2026-02-10,EUR,9,credit,50

    """,
    "sales_invoice_lines": """
    invoice_key,line_key,accounting_date,line_kind,quantity,net_amount,tax_amount
    1,1,2026-01-10,service,1,100,0
    2,1,2026-01-10,service,1,50,0

    """,
    "purchase_bills": """
    bill_key,document_number,document_date,accounting_date,due_date,currency,partner_key,total
    3,B-3,2026-01-12,2026-01-12,2026-02-12,EUR,8,30

    """,
    "purchase_bill_lines": """
    bill_key,line_key,accounting_date,line_kind,quantity,net_amount,tax_amount
    3,1,2026-01-12,service,1,30,0

    """,
    "payments": """
    payment_key,document_number,document_date,accounting_date,currency,direction,partner_key,partner_role,amount
    5,P-5,2026-01-20,2026-01-20,EUR,in,7,customer,120
    6,P-6,2026-01-20,2026-01-20,EUR,out,8,supplier,45

    """,
    "applications": """
    application_key,accounting_date,kind,from_stream,from_key,to_stream,to_key,amount
    1,2026-01-20,payment,payments,5,sales_invoices,1,100
    2,2026-01-20,payment,payments,6,purchase_bills,3,30

    """,
  ]

  @Test("They move at the end of the period, partner by partner, and back on the next day")
  func entries() throws {
    let books = try SmallBooks(Self.texts, asOf: "2026-02-10")
    let made = ["Dr 1207 20.00 EUR", "Cr 2240 20.00 EUR", "Dr 1420 15.00 EUR", "Cr 2007 15.00 EUR"]
    let back = ["Cr 1207 20.00 EUR", "Dr 2240 20.00 EUR", "Cr 1420 15.00 EUR", "Dr 2007 15.00 EUR"]
    // Once for January, once for the day in February that the books are as of.
    #expect(books.entries("reclassification") == made + made)
    #expect(books.entries("reclassification_reversal") == back)
    #expect(
      books.texts("reclassification") == [
        "Customer in credit: Berghaus", "Supplier in debit: Holz",
        "Customer in credit: Berghaus; provisional, 2026-02 goes on",
        "Supplier in debit: Holz; provisional, 2026-02 goes on",
      ])
    #expect(books.balance("1200") == "30.00 EUR" && books.balance("1207") == "20.00 EUR")
    #expect(books.codes.isEmpty && books.differences.isEmpty && books.sharedReferences.isEmpty)
    let numbered = books.journal.entries.filter { $0.kind == "reclassification" }
      .filter { !books.close.isProvisional($0) }
    #expect(numbered.count == 2)
  }

  @Test("The balance sheet shows what is owed and what is due, without setting one off")
  func balanceSheet() throws {
    let books = try SmallBooks(Self.texts, asOf: "2026-01-31")
    let layout = try #require(
      try Configuration.load(
        ConfigurationTree(), streams: Set(StreamCatalogue.all.map(\.name))
      ).statements["standard"]?.layout)
    var lines: [String: Int64] = [:]
    for (code, amounts) in books.rows(0) {
      let index = try #require(books.close.plan.chart.index(of: code))
      for line in layout.lines(of: code, books.close.plan.chart[index].type) {
        lines[layout.lines[line].title, default: 0] += amounts.closingMinor
      }
    }
    #expect(lines["Trade receivables"] == 50_00 && lines["Customers in credit"] == -20_00)
    #expect(lines["Trade payables"] == 0 && lines["Suppliers in debit"] == 15_00)
    for name in ["receivables_reclassified", "payables_reclassified"] {
      let tie = try #require(books.result.tieOuts.first { $0.name == name })
      #expect(tie.outcome == .equal, "\(tie)")
    }
  }

  @Test("Advances have accounts of their own, and a partner who owes more than he is owed stays")
  func others() throws {
    var texts = Self.texts
    texts["payments"] = """
      payment_key,document_number,document_date,accounting_date,currency,direction,partner_key,partner_role,amount,is_advance
      5,P-5,2026-01-20,2026-01-20,EUR,in,7,customer,120,true
      6,P-6,2026-01-20,2026-01-20,EUR,in,9,customer,40,

      """
    texts["applications"] = nil
    let books = try SmallBooks(texts, asOf: "2026-01-31")
    #expect(books.entries("reclassification").isEmpty)
    #expect(books.balance("2200") == "-120.00 EUR")
  }
}
