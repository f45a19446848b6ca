import AccountingValues
import Subledgers
import Testing

/// Section 6 of the golden cases. Not here: G-ECL1, because expected credit loss is not computed yet.
/// G-AG2 and G-AG6 do not exist in the list.
@Suite("Golden cases: ageing")
struct GoldenAgeingTests {
  @Test("G-AG1 OCA PR 383: days and columns of six invoices")
  func sixInvoices() throws {
    var books = try Books()
    let rows: [(due: String, amount: Int64, days: Int32, column: String)] = [
      ("2018-01-15", 500_00, -15, "not_due"), ("2017-12-15", 1_000_00, 16, "1_30"),
      ("2017-11-15", 2_000_00, 46, "31_60"), ("2017-10-15", 4_000_00, 77, "61_90"),
      ("2017-09-15", 8_000_00, 107, "91_120"), ("2017-08-15", 160_000_00, 138, "over_120"),
    ]
    for row in rows { try books.add(.invoice, row.amount, on: "2017-08-01", due: row.due) }
    let ageing = try books.subledger().ageing(scheme(), asOf: day("2017-12-31"))
    #expect(ageing.rows.map(\.daysOverdue) == rows.map(\.days))
    #expect(
      ageing.parts.map { ageing.scheme.columns[Int($0.column)].code } == rows.map(\.column))
    let totals = try #require(ageing.accounts.first).columns.map(\.amountMinor)
    #expect(totals == rows.map(\.amount) + [0, 0, 0])
  }

  @Test("G-AG3 OCA 707: an invoice paid later is open in between")
  func paidLater() throws {
    var books = try Books()
    let invoice = try books.add(.invoice, 100_00, on: "2017-04-30")
    let payment = try books.add(.payment, -100_00, on: "2017-06-30")
    try books.apply(payment, to: invoice, 100_00, on: "2017-06-30")
    #expect(try books.residuals("2017-05-31") == [100_00, 0])
    #expect(try books.residuals("2017-06-30") == [0, 0])
  }

  @Test("G-AG4 OCA 829: 100 payable, 20 paid, 80 open")
  func partlyPaidBill() throws {
    var books = try Books()
    let bill = try books.add(.invoice, 100_00, on: "2020-01-01", side: .payable)
    let payment = try books.add(.payment, -20_00, on: "2020-01-10", side: .payable)
    try books.apply(payment, to: bill, 20_00, on: "2020-01-10")
    #expect(try books.residuals("2020-01-31") == [80_00, 0])
    let total = try #require(books.subledger().controlTotals(asOf: day("2020-01-31")).first)
    #expect(total.debitMinor == -80_00, "a payable is a credit of its control account")
  }

  @Test("G-AG5 odoo 77668: 10 posted, 5 reconciled by a draft, 10 open and equal to the books")
  func draftPaymentDoesNotCount() throws {
    var books = try Books()
    let invoice = try books.add(.invoice, 10_00, on: "2021-01-01")
    // The draft payment is not among the posted documents, so its application has no item.
    try books.apply(Application.unknown, to: invoice, 5_00, on: "2021-01-02")
    let ledger = try books.subledger()
    #expect(ledger.residuals(asOf: try day("2021-01-31")).map(\.amountMinor) == [10_00])
    #expect(ledger.controlTotals(asOf: try day("2021-01-31")).map(\.debitMinor) == [10_00])
    let findings = ledger.findings(asOf: try day("2021-01-31"), labels: NumberedLabels())
    #expect(findings.map(\.code) == ["SUB-001"])
    #expect(findings.first?.amount == Money(minor: 5_00, in: books.base))
  }

  @Test("G-AG7 ERPNext: a payment of 40 fills instalments of 30, 50 and 20 in due order")
  func instalments() throws {
    var books = try Books()
    let invoice = try books.add(
      .invoice, 100_00, on: "2023-01-01",
      instalments: [("2023-01-31", 30_00), ("2023-02-28", 50_00), ("2023-03-31", 20_00)])
    let payment = try books.add(.payment, -40_00, on: "2023-01-31")
    try books.apply(payment, to: invoice, 40_00, on: "2023-01-31")
    let ageing = try books.subledger().ageing(scheme(), asOf: day("2023-03-10"))
    #expect(ageing.parts.map(\.residual.amountMinor) == [40_00, 20_00])
    #expect(ageing.parts.map(\.instalment) == [1, 2])
    #expect(ageing.parts.map(\.daysOverdue) == [10, -21])
    let row = try #require(ageing.rows.first)
    #expect(ageing.columns(of: row).map(\.amountMinor) == [20_00, 40_00, 0, 0, 0, 0, 0, 0, 0])
  }

  @Test("G-AG7 ERPNext: a payment, then a credit note over instalments of 60, 100 and 40")
  func instalmentsWithCreditNote() throws {
    var books = try Books()
    let invoice = try books.add(
      .invoice, 200_00, on: "2023-01-01",
      instalments: [("2023-01-31", 60_00), ("2023-02-28", 100_00), ("2023-03-31", 40_00)])
    let payment = try books.add(.payment, -40_00, on: "2023-01-10")
    let creditNote = try books.add(.creditNote, -100_00, on: "2023-01-20")
    try books.apply(payment, to: invoice, 40_00, on: "2023-01-10")
    try books.apply(creditNote, to: invoice, 100_00, on: "2023-01-20", kind: .creditNote)
    let ledger = try books.subledger()
    let before = ledger.ageing(try scheme(), asOf: try day("2023-01-15"))
    #expect(before.parts.map(\.residual.amountMinor) == [20_00, 100_00, 40_00])
    let after = ledger.ageing(try scheme(), asOf: try day("2023-01-20"))
    #expect(after.parts.map(\.residual.amountMinor) == [20_00, 40_00])
    #expect(after.parts.map(\.instalment) == [1, 2])
  }

  @Test("G-AG7 ERPNext: an advance against an order shows −1,000 in its own column")
  func advance() throws {
    var books = try Books()
    try books.add(.advance, -1_000_00, on: "2023-01-01")
    let ledger = try books.subledger()
    let ageing = ledger.ageing(try scheme(), asOf: try day("2023-12-31"))
    let row = try #require(ageing.rows.first)
    #expect(ageing.columns(of: row).map(\.amountMinor) == [0, 0, 0, 0, 0, 0, 0, 0, -1_000_00])
    #expect(ledger.controlTotals(asOf: try day("2023-12-31")).map(\.account) == [.advances])
  }

  @Test("G-AG7 ERPNext: 100 USD revalued from 80 to 85 gain 500 in base currency")
  func revaluation() throws {
    var books = try Books()
    books.currencies[0] = try #require(Currency(code: "INR"))
    books.base = books.currencies[0]
    try books.add(.invoice, 100_00, on: "2023-01-01", base: 8_000_00)
    let closing = try ExchangeRate(
      from: books.currencies[1], to: books.base, kind: .closing, date: day("2023-01-31"),
      rate: ExactDecimal(85))
    let ledger = try books.subledger()
    let revalued = try ledger.revaluation(asOf: day("2023-01-31")) {
      (minor, currency) throws(ValueError) in
      try Money(minor: minor, in: currency).converted(at: closing).minor
    }
    #expect(revalued.map(\.differenceMinor) == [500_00])
    #expect(revalued.map(\.item) == [0])
  }

  @Test("G-AG7 ERPNext: a full credit note after a part payment leaves 60 and −100")
  func fullCreditNoteAfterPayment() throws {
    var books = try Books()
    let invoice = try books.add(.invoice, 100_00, on: "2023-01-01")
    let payment = try books.add(.payment, -40_00, on: "2023-01-10")
    try books.apply(payment, to: invoice, 40_00, on: "2023-01-10")
    try books.add(.creditNote, -100_00, on: "2023-01-20")
    let ageing = try books.subledger().ageing(scheme(), asOf: day("2023-01-31"))
    #expect(ageing.rows.map(\.residual.amountMinor) == [60_00, -100_00])
    let account = try #require(ageing.accounts.first)
    #expect(account.columns.map(\.amountMinor) == [0, 60_00, 0, 0, 0, 0, -100_00, 0, 0])
    #expect(account.total.amountMinor == -40_00)
  }

  @Test("G-AG8: due in 45 days is not due")
  func farFromDue() throws {
    var books = try Books()
    try books.add(.invoice, 100_00, on: "2023-01-31", due: "2023-03-17")
    let ageing = try books.subledger().ageing(scheme(), asOf: day("2023-01-31"))
    #expect(ageing.rows.map(\.daysOverdue) == [-45])
    #expect(ageing.parts.map { ageing.scheme.columns[Int($0.column)] } == [.notDue])
  }
}
