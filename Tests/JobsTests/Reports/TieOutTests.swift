import AccountingValues
import Reporting
import Tables
import Testing

@testable import Jobs

/// How comparisons are printed.
@Suite("Comparisons on reports")
struct TieOutTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let expected: Int64?
    let actual: Int64?
    let status: String
  }

  @Test(
    "Two empty sides compare nothing, and only equal figures agree",
    arguments: [
      Case(testDescription: "equal", expected: 482_119_07, actual: 482_119_07, status: "agrees"),
      Case(testDescription: "a cent", expected: 482_119_07, actual: 482_119_08, status: "differs"),
      Case(testDescription: "one side", expected: 0, actual: 1, status: "differs"),
      Case(testDescription: "zeros", expected: 0, actual: 0, status: "nothing to compare"),
      Case(testDescription: "nothing", expected: nil, actual: nil, status: "nothing to compare"),
    ])
  func amounts(_ one: Case) throws {
    let euro = try #require(Currency(code: "EUR"))
    let tie = Jobs.TieOut(
      name: "customer_advances", subject: "3250", currency: euro, expectedMinor: one.expected,
      actualMinor: one.actual)
    #expect(tie.shown.status.rawValue == one.status)
  }

  @Test("Counts are printed with their sides, and two empty ones compare nothing")
  func counts() {
    func tie(_ booked: Int64, _ counted: Int64) -> Jobs.TieOut {
      Jobs.TieOut(
        name: "quantity_on_hand", subject: "stock_snapshots", expectedCount: counted,
        actualCount: booked)
    }
    #expect(tie(12, 12).shown.status == .agrees)
    #expect(tie(12, 11).shown.status == .differs)
    #expect(tie(0, 0).shown.status == .nothing)
    #expect(tie(12, 11).shown.leftSide == "Items that agree with the source: 12")
    #expect(tie(12, 11).shown.rightSide == "Items the source counts: 11")
  }
}

/// Comparisons of months that are open and not the last.
@Suite("Comparisons of earlier open months")
struct EarlierTieOutTests {
  /// An invoice of January, paid in February; January's account is what January left open.
  private static func books(manual: [String] = []) throws -> SmallBooks {
    var texts = [
      "partners": "partner_key,kind,name,payment_terms_key\n7,customer,Berghaus,\n",
      "sales_invoices":
        "invoice_key,currency,total,document_number,document_date,accounting_date,due_date,partner_key,settlement\n"
        + "1,EUR,100.00,I-1,2026-01-16,2026-01-16,2026-02-15,7,credit\n"
        + "2,EUR,30.00,I-2,2026-03-02,2026-03-02,2026-04-01,7,credit\n",
      "sales_invoice_lines":
        "invoice_key,line_key,accounting_date,line_kind,quantity,net_amount\n"
        + "1,1,2026-01-16,service,1,100.00\n2,1,2026-03-02,service,1,30.00\n",
      "payments":
        "payment_key,document_date,accounting_date,currency,amount,document_number,direction,partner_key,partner_role\n"
        + "5,2026-02-03,2026-02-03,EUR,100.00,P,in,7,customer\n",
      "applications":
        "application_key,accounting_date,kind,from_stream,from_key,to_stream,to_key,amount\n"
        + "1,2026-02-03,payment,payments,5,sales_invoices,1,100.00\n",
    ]
    if !manual.isEmpty {
      texts["manual_journals"] =
        "journal_key,document_number,document_date,accounting_date,currency,description\n"
        + "J1,J1,2026-01-31,2026-01-31,EUR,Wrong\nJ2,J2,2026-02-01,2026-02-01,EUR,Back\n"
      texts["manual_journal_lines"] =
        "journal_key,line_key,accounting_date,account,debit,credit\n"
        + manual.map { $0 + "\n" }.joined()
    }
    return try SmallBooks(texts)
  }

  /// `period name: account, open items`, without what compares nothing.
  private static func amounts(_ books: SmallBooks, _ name: String) -> [String] {
    books.result.balances.map { balance in
      let tie = books.result.tieOuts(of: balance.period.id).first { $0.name == name }
      return "\(balance.period.id): \(tie?.actualMinor ?? -1), \(tie?.expectedMinor ?? -1)"
    }
  }

  @Test("Each month's account is compared with what was open at its own end")
  func months() throws {
    let books = try Self.books()
    #expect(
      Self.amounts(books, "accounts_receivable") == [
        "202601: 10000, 10000", "202602: 0, 0", "202603: 3000, 3000",
      ])
    #expect(
      Self.amounts(books, "debits_credits") == [
        "202601: 10000, 10000", "202602: 10000, 10000", "202603: 3000, 3000",
      ])
    let january = books.result.tieOuts(of: 202601)
    #expect(january.last?.shown.check == "Compared on the last day of a close only")
    #expect(january.last?.shown.status == .nothing)
    #expect(!january.contains { $0.name == "goods_received_not_invoiced" })
    #expect(books.result.tieOuts.contains { $0.name == "goods_received_not_invoiced" })
    #expect(!books.result.tieOuts.contains { $0.name == "not_compared" })
    #expect(books.codes == [])
  }

  @Test("What differs at the end of an earlier month only is told once, with its month")
  func difference() throws {
    let books = try Self.books(manual: [
      "J1,1,2026-01-31,1200,5.00,0", "J1,2,2026-01-31,6100,0,5.00", "J2,1,2026-02-01,1200,0,5.00",
      "J2,2,2026-02-01,6100,5.00,0",
    ])
    #expect(
      Self.amounts(books, "accounts_receivable") == [
        "202601: 10500, 10000", "202602: 0, 0", "202603: 3000, 3000",
      ])
    #expect(
      books.result.findings.filter { $0.code == "TIE-002" }.map { "\($0.key): \($0.message)" } == [
        "accounts_receivable 2026-01: the account and its subledger differ at the end of 2026-01 (1200)"
      ])
  }

  @Test("A report prints the rows of its own streams, of which there were any")
  func rows() {
    func rows(_ stream: String, _ count: Int64) -> Jobs.TieOut {
      Jobs.TieOut(name: "rows", subject: stream, expectedCount: count, actualCount: count)
    }
    var report = ReportDefinition(
      name: "sales", title: "Sales", description: "", streams: ["payments", "partners"], sheets: [])
    let ties = [rows("items", 4), rows("partners", 0), rows("payments", 12)]
    #expect(ties.shown(on: report).map(\.check) == ["Rows of payments"])
    #expect(ties.shown(on: report).first?.leftSide == "Posted, excluded, held or quarantined: 12")
    #expect(ties.shown(on: report).first?.status == .agrees)
    report.streams = []
    #expect(ties.shown(on: report).map(\.check) == ["Rows of items", "Rows of payments"])
  }
}
