import AccountingValues
import Testing

@testable import Definitions
@testable import Jobs

/// What a line of `accepted.csv` lets through, and what it does not.
@Suite("Accepted findings")
struct AcceptedFindingsTests {
  private static let invoice = finding("SRC-110", "sales_invoices", "17")
  private static let bill = finding("SRC-110", "purchase_bills", "17")
  private static let lateInvoice = finding("PER-004", "sales_invoices", "17", .warning)
  private static let latePayment = finding("PER-004", "payments", "17", .warning)

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let lines: String
    let findings: [Finding]
    /// What is accepted, by origin, and what is found wrong with the lines.
    let accepted: [String]
    let complaints: [String]
  }

  @Test(
    "A line accepts findings of one origin, and says which where there are several",
    arguments: [
      Case(
        testDescription: "one origin has such a finding", lines: "SRC-110,17,",
        findings: [invoice], accepted: ["sales_invoices"], complaints: []),
      Case(
        testDescription: "several have one and the line names none", lines: "SRC-110,17,",
        findings: [invoice, bill], accepted: [],
        complaints: [
          "ACC-003 the acceptance of SRC-110 17 names no origin, and findings of purchase_bills,"
            + " sales_invoices have this code and key; none is accepted"
        ]),
      Case(
        testDescription: "several have one and the line names its own",
        lines: "SRC-110,17,purchase_bills", findings: [invoice, bill],
        accepted: ["purchase_bills"], complaints: []),
      Case(
        testDescription: "each has a line of its own",
        lines: "SRC-110,17,purchase_bills\nSRC-110,17,sales_invoices", findings: [invoice, bill],
        accepted: ["purchase_bills", "sales_invoices"], complaints: []),
      Case(
        testDescription: "the line names another origin", lines: "SRC-110,17,payments",
        findings: [invoice], accepted: [],
        complaints: ["ACC-002 the acceptance of SRC-110 17 (payments) meets no finding"]),
      Case(
        testDescription: "a late row is never let in without its stream", lines: "PER-004,17,",
        findings: [lateInvoice], accepted: [],
        complaints: [
          "ACC-003 the acceptance of PER-004 17 names no origin, and a late row is let in by its"
            + " stream: sales_invoices"
        ]),
      Case(
        testDescription: "nor are the late rows of two streams", lines: "PER-004,17,",
        findings: [lateInvoice, latePayment], accepted: [],
        complaints: [
          "ACC-003 the acceptance of PER-004 17 names no origin, and a late row is let in by its"
            + " stream: payments, sales_invoices"
        ]),
      Case(
        testDescription: "a late row with its stream", lines: "PER-004,17,sales_invoices",
        findings: [lateInvoice, latePayment], accepted: ["sales_invoices"], complaints: []),
    ])
  func origins(_ one: Case) throws {
    let shown = try Self.accepting(one.lines).applied(to: one.findings)
    #expect(shown.filter { $0.acceptance != nil }.map(\.finding.origin).sorted() == one.accepted)
    let complaints = shown.map(\.finding).filter { $0.code.hasPrefix("ACC") }
    #expect(complaints.map { "\($0.code) \($0.message)" } == one.complaints)
    #expect(complaints.allSatisfy { $0.severity == .warning && $0.key == "2" })
  }

  @Test("What is not accepted keeps its force")
  func force() throws {
    let shown = try Self.accepting("SRC-110,17,").applied(to: [Self.invoice, Self.bill])
    #expect(shown.map(\.finding).filter { $0.severity == .error } == [Self.bill, Self.invoice])
  }

  @Test("A late row counts only under the stream, key and time of its line")
  func lateRows() throws {
    let accepted = try Self.accepting("PER-004,17,sales_invoices\nPER-004,18,\nSRC-110,19,payments")
    #expect(accepted.letsIn("sales_invoices", "17"))
    #expect(!accepted.letsIn("payments", "17"), "another stream's row of the same key")
    #expect(!accepted.letsIn("sales_invoices", "18"), "a line without a stream")
    #expect(!accepted.letsIn("payments", "19"), "the acceptance of something else")
    let late = try Self.accepting("PER-004,17,sales_invoices", asOf: "2027-01-01")
    #expect(!late.letsIn("sales_invoices", "17"), "after its last day")
  }

  // MARK: Rows of the tables

  private static func finding(
    _ code: String, _ origin: String, _ key: String, _ severity: Finding.Severity = .error
  ) -> Finding {
    Finding(
      code: code, severity: severity, origin: origin, key: key, message: "It is wrong.",
      action: "Mend it.")
  }

  private static func accepting(_ lines: String, asOf: String = "2026-10-31") throws
    -> AcceptedFindings
  {
    let log = ProblemLog()
    let text = lines.split(separator: "\n").map { "\($0),known,A. Kern,2026-12-31\n" }.joined()
    let read = AcceptedFinding.read(
      "code,key,origin,reason,by,until\n" + text, file: "accepted.csv", log)
    try #require(log.problems.isEmpty, "\(log.problems)")
    return AcceptedFindings(read, company: "acme", asOf: try #require(CivilDate(asOf)))
  }
}
