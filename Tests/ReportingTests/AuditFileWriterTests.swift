import AccountingValues
import Foundation
import TestSupport
import Testing

@testable import Reporting

/// Standard Audit Files for Tax. Whole books are read back in `AuditFileTests`.
@Suite("Audit files")
struct AuditFileWriterTests {
  private typealias Golden = ReportingTests.Golden
  private let euro: Currency
  private let dollar: Currency
  private let yen: Currency
  private let dinar: Currency

  init() throws {
    euro = try #require(Currency(code: "EUR"))
    dollar = try #require(Currency(code: "USD"))
    yen = try #require(Currency(code: "JPY"))
    dinar = try #require(Currency(code: "KWD"))
  }

  private static let longCode = "A customer's code that is longer than it may be, "

  private func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

  private func cents(_ minor: Int64) -> Money { Money(minor: minor, in: euro) }

  private func header() throws -> AuditFileHeader {
    AuditFileHeader(
      company: "Nuts & Bolts <GmbH>", registrationNumber: "FN 1", taxNumber: nil,
      address: .init(city: "Wien", country: "AT"),
      contact: .init(firstName: "Ada", lastName: "Berger", telephone: "+43 1"),
      softwareVersion: "1.2.3", created: try day("2026-01-31"), base: euro,
      first: try day("2026-01-01"), last: try day("2026-01-31"), comment: "Period\n2026-01")
  }

  private func masters() -> AuditFileMasters {
    AuditFileMasters(
      accounts: [
        .init(
          code: "1200", name: "Receivables", type: .assets, opening: cents(0),
          closing: cents(100_00)),
        .init(code: "4000", name: "", type: .income, opening: cents(0), closing: cents(-100_00)),
      ],
      customers: [
        .init(
          code: Self.longCode + "1", name: "One", account: "1200", opening: cents(-1),
          closing: cents(92_33)),
        .init(
          code: Self.longCode + "2", name: "", account: nil, opening: cents(0), closing: cents(7_66)
        ),
      ],
      suppliers: [],
      analyses: [.init(kind: .item, code: "A-1", name: "Äpfel")])
  }

  private func line(
    _ number: Int64, _ account: String, _ minor: Int64, own: Money? = nil, customer: String? = nil
  ) -> AuditFileTransaction.Line {
    AuditFileTransaction.Line(
      number: number, account: account,
      analyses: account == "4000" ? [.init(kind: .item, code: "A-1", name: "Äpfel")] : [],
      party: customer.map { .customer($0) }, description: "Line", isDebit: minor >= 0,
      base: cents(abs(minor)), own: own ?? cents(abs(minor)))
  }

  private func transaction(
    _ code: String, _ lines: [AuditFileTransaction.Line]
  ) throws -> AuditFileTransaction {
    AuditFileTransaction(
      code: code, period: 1, fiscalYear: 2026, occurred: try day("2026-01-14"),
      posted: try day("2026-01-15"), event: "sales_invoices", description: "Invoice\u{0} \"17\"",
      document: "R-17", lines: lines)
  }

  private func entries() throws -> [AuditFileTransaction] {
    [
      // A rate of eight decimals; yen without decimals; dinars with three, of which the last is not zero
      // once.
      try transaction(
        "SAL-1",
        [
          line(
            1, "1200", 92_34, own: Money(minor: 100_00, in: dollar), customer: Self.longCode + "1"),
          line(2, "1200", 5_00, own: Money(minor: 807, in: yen), customer: Self.longCode + "2"),
          line(3, "1200", 1_33, own: Money(minor: 450, in: dinar), customer: Self.longCode + "2"),
          line(4, "1200", 1_33, own: Money(minor: 451, in: dinar), customer: Self.longCode + "2"),
          line(5, "4000", -100_00),
        ]),
      // What moves nothing in base.
      try transaction(
        "SAL-2",
        [line(6, "1200", 0, own: Money(minor: 1, in: yen)), line(7, "4000", 0)]),
    ]
  }

  private func file(_ totals: AuditFileTotals) throws -> String {
    var writer = AuditFileWriter(try header(), masters(), totals)
    writer.beginJournal("SAL", name: "Sales")
    for entry in try entries() { try writer.append(entry) }
    writer.endJournal()
    try writer.finish()
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test("the file is the one that was looked at, and another reader finds the schema's shape")
  func golden() throws {
    let text = try file(
      AuditFileTotals(entries: 2, debit: cents(100_00), credit: cents(100_00)))
    try Golden.expect(text, equals: "audit_file.xml")
    let reader = AuditFileReader(Data(text.utf8))
    #expect(reader.problems == [])
    #expect(reader.texts["Name"] == "Nuts & Bolts <GmbH>")
    #expect(reader.transactions == ["SAL-1", "SAL-2"])
    // Two codes that are cut are still two.
    #expect(reader.customers.count == 2)
    #expect(Set(reader.lines.map(\.customer)).subtracting([""]) == Set(reader.customers.keys))
    #expect(reader.lines.map(\.own) == [100, 807, Decimal(string: "0.45"), nil, nil, 1, nil])
  }

  @Test("what would not add up is not written")
  func refusals() throws {
    var writer = AuditFileWriter(
      try header(), masters(), AuditFileTotals(entries: 1, debit: cents(1), credit: cents(1)))
    writer.beginJournal("SAL", name: "Sales")
    let before = writer.bytes
    let unbalanced = try transaction("SAL-9", [line(1, "1200", 100), line(2, "4000", -99)])
    #expect(throws: AuditFileProblem.unbalanced(code: "SAL-9", byMinor: 1)) {
      try writer.append(unbalanced)
    }
    #expect(writer.bytes == before)
    let huge = try transaction(
      "SAL-10", [line(1, "1200", .max), line(2, "1200", 1), line(3, "4000", -1)])
    #expect(throws: AuditFileProblem.tooLarge) { try writer.append(huge) }
    writer.endJournal()
    let said = AuditFileTotals(entries: 1, debit: cents(1), credit: cents(1))
    let wrote = AuditFileTotals(entries: 0, debit: cents(0), credit: cents(0))
    #expect(throws: AuditFileProblem.totals(said: said, wrote: wrote)) { try writer.finish() }
  }

  @Test(
    "a reader that is told other things complains",
    arguments: [
      (
        "<TaxAccountingBasis>Invoice Accounting</TaxAccountingBasis>",
        "TaxAccountingBasis is missing"
      ),
      ("<Telephone>+43 1</Telephone>", "Telephone is missing"),
      ("<AccountID>4000</AccountID>", "AccountID is missing"),
    ])
  func readerComplains(cut: String, complaint: String) throws {
    let text = try file(
      AuditFileTotals(entries: 2, debit: cents(100_00), credit: cents(100_00)))
    let reader = AuditFileReader(Data(text.replacing(cut, with: "").utf8))
    #expect(reader.problems.contains { $0.contains(complaint) }, "\(reader.problems)")
  }
}
