import AccountingValues
import Subledgers
import Testing
import Warehouse

@testable import Jobs

/// Documents that are paid in parts, and documents that do not say when they are due.
@Suite("Due dates and instalments")
struct InstalmentTests {
  static let terms = """
    payment_terms_key,name,due_days,instalments
    1,30 days net,30,
    2,Three instalments,90,"[{""days"": 30, ""percent"": 34}, {""days"": 60, ""percent"": 33}, {""days"": 90, ""percent"": 33}]"
    3,Thirds,60,"[{""days"": 60, ""percent"": ""33.33""}, {""days"": 0, ""percent"": 33.33}, {""days"": 30, ""percent"": 33.33}]"

    """

  /// Invoices of 16 January by `key,due_date,terms,currency,rate,total`.
  private static func books(
    _ invoices: [String], payments: [String] = [], applications: [String]? = nil,
    partnerTerms: String = "", moreTerms: String = "", asOf: String = "2026-03-31",
    buckets: [Int] = [30, 60]
  ) throws -> SmallBooks {
    var headers =
      "invoice_key,due_date,payment_terms_key,currency,exchange_rate,total,document_number,document_date,accounting_date,partner_key,settlement\n"
    var lines = "invoice_key,line_key,accounting_date,line_kind,quantity,net_amount\n"
    for invoice in invoices {
      let fields = invoice.split(separator: ",", omittingEmptySubsequences: false)
      headers += "\(invoice),I-\(fields[0]),2026-01-16,2026-01-16,7,credit\n"
      lines += "\(fields[0]),1,2026-01-16,service,1,\(fields[5])\n"
    }
    var texts = [
      "payment_terms": terms + moreTerms,
      "partners": "partner_key,kind,name,payment_terms_key\n7,customer,Berghaus,\(partnerTerms)\n",
      "sales_invoices": headers, "sales_invoice_lines": lines,
      "payments":
        "payment_key,document_date,accounting_date,currency,exchange_rate,amount,document_number,direction,partner_key,partner_role\n"
        + payments.map { "\($0),P,in,7,customer\n" }.joined(),
    ]
    if let applications {
      texts["applications"] =
        "application_key,accounting_date,kind,from_stream,from_key,to_stream,to_key,amount,instalment\n"
        + applications.joined(separator: "\n") + "\n"
    }
    return try SmallBooks(texts, asOf: asOf, buckets: buckets)
  }

  @Test("An invoice in three parts ages by the due date of each")
  func parts() throws {
    // 100.01 as 34, 33 and 33 %: 34.0034, 33.0033, 33.0033; the cent goes to the first.
    let books = try Self.books(["1,,2,EUR,,100.01"], applications: [])
    #expect(
      books.openItems == [
        "I-1 due 2026-02-15: 34.01 of 34.01, 44 days, 31_60",
        "I-1 due 2026-03-17: 33.00 of 33.00, 14 days, 1_30",
        "I-1 due 2026-04-16: 33.00 of 33.00, -16 days, not_due",
      ])
    #expect(books.balance("1200") == "100.01 EUR")
    #expect(books.codes.isEmpty)
    #expect(books.differences.isEmpty)
  }

  @Test("A payment fills the oldest parts first, whatever is left of them stays open")
  func oldestFirst() throws {
    let books = try Self.books(
      ["1,,2,EUR,,100.00"], payments: ["5,2026-02-01,2026-02-01,EUR,,50.00"],
      applications: ["1,2026-02-01,payment,payments,5,sales_invoices,1,50.00,"])
    // 34.00 are settled; 16.00 of the second 33.00.
    #expect(
      books.openItems == [
        "I-1 due 2026-03-17: 17.00 of 33.00, 14 days, 1_30",
        "I-1 due 2026-04-16: 33.00 of 33.00, -16 days, not_due",
      ])
    #expect(books.balance("1200") == "50.00 EUR")
  }

  @Test("A payment that names an instalment settles that one")
  func named() throws {
    let books = try Self.books(
      ["1,,2,EUR,,100.00"], payments: ["5,2026-02-01,2026-02-01,EUR,,33.00"],
      applications: ["1,2026-02-01,payment,payments,5,sales_invoices,1,33.00,3"])
    #expect(
      books.openItems == [
        "I-1 due 2026-02-15: 34.00 of 34.00, 44 days, 31_60",
        "I-1 due 2026-03-17: 33.00 of 33.00, 14 days, 1_30",
      ])
    #expect(books.codes.isEmpty)
  }

  @Test("An instalment that the document does not have is told; the oldest is filled")
  func unknownInstalment() throws {
    let books = try Self.books(
      ["1,,2,EUR,,100.00", "2,,1,EUR,,50.00"],
      payments: [
        "5,2026-02-01,2026-02-01,EUR,,34.00", "6,2026-02-01,2026-02-01,EUR,,10.00",
        "7,2026-02-01,2026-02-01,EUR,,10.00",
      ],
      applications: [
        "1,2026-02-01,payment,payments,5,sales_invoices,1,34.00,4",
        "2,2026-02-01,payment,payments,6,sales_invoices,2,10.00,1",
        "3,2026-02-01,payment,payments,7,sales_invoices,2,10.00,2",
      ])
    #expect(
      books.openItems == [
        "I-1 due 2026-03-17: 33.00 of 33.00, 14 days, 1_30",
        "I-1 due 2026-04-16: 33.00 of 33.00, -16 days, not_due",
        "I-2 due 2026-02-15: 30.00 of 50.00, 44 days, 31_60",
      ])
    #expect(
      books.result.findings.map { "\($0.code) \($0.key) \($0.document)" } == [
        "SUB-009 1 I-1", "SUB-009 3 I-2",
      ])
  }

  @Test("Parts in another currency share the invoice's base amount to the cent")
  func foreign() throws {
    // 100.00 USD at 0.9137 are 91.37 EUR. 50.00 paid take round(91.37 × 50 ÷ 100) = 45.69 and leave
    // 45.68: 17.00 and 33.00 share it as 15.53 and 30.15.
    let books = try Self.books(
      ["1,,2,USD,0.9137,100.00"], payments: ["5,2026-02-01,2026-02-01,USD,0.9,50.00"],
      applications: ["1,2026-02-01,payment,payments,5,sales_invoices,1,50.00,"])
    let rows = try books.openRows()
    #expect(rows.items.map(\.residualBaseMinor) == [15_53, 30_15])
    #expect(rows.items.map(\.originalBaseMinor) == [30_15, 30_15])
    #expect(rows.ageing.map(\.residualBaseMinor) == [15_53, 30_15])
    #expect(rows.firstRow == [0: 0])
    #expect(books.balance("1200") == "45.68 EUR")
    #expect(books.differences.isEmpty)
  }

  @Test("Parts are listed as they fall due; three times 33.33 % are thirds")
  func thirds() throws {
    let books = try Self.books(["1,,3,EUR,,100.00"], applications: [])
    #expect(
      books.openItems == [
        "I-1 due 2026-01-16: 33.34 of 33.34, 74 days, over_60",
        "I-1 due 2026-02-15: 33.33 of 33.33, 44 days, 31_60",
        "I-1 due 2026-03-17: 33.33 of 33.33, 14 days, 1_30",
      ])
  }

  @Test("Terms whose parts are not 100 % are told; their documents are due as a whole")
  func brokenTerms() throws {
    let broken =
      #"4,Broken,20,"[{""days"": 30, ""percent"": 60}, {""days"": 60, ""percent"": 60}]""# + "\n"
    let books = try Self.books(["1,,4,EUR,,100.00"], applications: [], moreTerms: broken)
    #expect(books.openItems == ["I-1 due 2026-02-05: 100.00 of 100.00, 54 days, 31_60"])
    #expect(books.codes == ["SRC-103"])
    #expect(books.result.findings.first?.message.contains("add up to 120 %") == true)
  }

  @Test("A due date that the invoice states is that of its last part")
  func statedDate() throws {
    let books = try Self.books(["1,2026-03-10,2,EUR,,100.00"], applications: [])
    #expect(
      books.openItems == [
        "I-1 due 2026-02-15: 34.00 of 34.00, 44 days, 31_60",
        "I-1 due 2026-03-10: 33.00 of 33.00, 21 days, 1_30",
        "I-1 due 2026-03-10: 33.00 of 33.00, 21 days, 1_30",
      ])
  }

  @Test(
    "Without a date and terms of its own the partner's terms count, then the company's days",
    arguments: [
      ("1,2026-02-20,,EUR,,10.00", "2", ["I-1 due 2026-02-20: 10.00 of 10.00, 39 days, 31_60"], []),
      ("1,,,EUR,,10.00", "1", ["I-1 due 2026-02-15: 10.00 of 10.00, 44 days, 31_60"], []),
      (
        "1,,,EUR,,10.00", "", ["I-1 due 2026-02-15: 10.00 of 10.00, 44 days, 31_60"], ["SUB-008"]
      ),
    ])
  func precedence(
    invoice: String, partnerTerms: String, expected: [String], codes: [String]
  ) throws {
    let books = try Self.books([invoice], applications: [], partnerTerms: partnerTerms)
    #expect(books.openItems == expected)
    #expect(books.codes == codes)
  }

  @Test("Payments without stated settlements fill the parts as well")
  func inferred() throws {
    let books = try Self.books(
      ["1,,2,EUR,,100.00"], payments: ["5,2026-02-01,2026-02-01,EUR,,34.00"])
    #expect(
      books.openItems == [
        "I-1 due 2026-03-17: 33.00 of 33.00, 14 days, 1_30",
        "I-1 due 2026-04-16: 33.00 of 33.00, -16 days, not_due",
      ])
  }
}
