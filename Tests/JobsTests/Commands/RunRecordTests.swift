import Foundation
import Jobs
import Platform
import TestSupport
import Testing

@Suite("What a run leaves on record")
struct RunRecordTests {
  private static let movements = """
    movement_key,accounting_date,kind,item_key,quantity,price_state,value,currency
    1,2026-09-30,receipt,1,100,known,100.00,EUR
    2,2026-10-14,receipt,1,10,known,12.50,EUR
    3,2026-10-12,issue,1,-4,missing,,
    """

  private func books(_ movements: String = movements) throws -> ScratchInstallation {
    let books = try ScratchInstallation()
    try books.write("jobs/companies/acme.yaml", ScratchInstallation.openCompany)
    try books.write("jobs/companies/acme/data/stock_movements.csv", movements)
    return books
  }

  @Test("a dry run was computed; nobody is told that it was blocked")
  func dryRun() throws {
    let books = try books()
    let dry = try books.close(isDryRun: true)
    #expect(dry.outcome.ending == "computed" && dry.result.exitCode == .done, "\(dry.outcome)")
    let runs = try books.run { s throws(JobError) in try s.runs() }.text.lines
    #expect(runs[1].contains("  computed  0 "), "\(runs[1])")
    let findings = try books.run { s throws(JobError) in try s.findings() }.text
    #expect(findings == "no finding is published")
  }

  @Test(
    "a dry run that findings would block is blocked, and counts them in words",
    arguments: [
      ("", "1 finding blocks publication"),
      ("\n5,2026-10-13,issue,1,much,missing,,", "2 findings block publication"),
    ])
  func blockedDryRun(more: String, words: String) throws {
    let books = try books(Self.movements + "\n4,2026-10-13,issue,1,many,missing,," + more)
    let dry = try books.close(isDryRun: true)
    #expect(dry.outcome.ending == "blocked" && dry.result.exitCode == .dataBlocked)
    #expect(dry.outcome.message.hasPrefix("acme: checks: \(words), "), "\(dry.outcome)")
  }

  @Test(
    "the last day of the data is told by status, the record and every report, not the as-of day")
  func dataThrough() throws {
    let books = try books()
    #expect(try books.close().outcome.ending == "published")
    let status = try books.run { s throws(JobError) in try s.status() }
    #expect(
      status.text.lines[1].hasPrefix("acme     2026-11-02  2026-10-14    0 days  2026-11  "),
      "\(status.text)")
    #expect(status.json.contains("\"dataThrough\" : \"2026-10-14\""), "\(status.json)")
    let details = try books.run { s throws(JobError) in try s.runDetails("latest") }
    #expect(details.text.lines.contains("data through   2026-10-14"), "\(details.text)")
    let folder = books.directory.file("pages")
    _ = try books.run { s throws(JobError) in
      try s.report(ReportRequest(name: "trial_balance", formats: ["html"], folder: folder))
    }
    let page = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).first)
    let text = try String(contentsOfFile: folder + "/" + page, encoding: .utf8)
    #expect(text.contains("as of 2026-11-02  ·  data through 2026-10-14"), "\(text.prefix(2000))")
  }

  @Test("a company without events has no last day of data")
  func withoutEvents() throws {
    let books = try ScratchInstallation()
    try books.write("jobs/companies/acme.yaml", ScratchInstallation.openCompany)
    #expect(try books.close().outcome.ending == "published")
    let status = try books.run { s throws(JobError) in try s.status() }
    #expect(status.text.lines[1].hasPrefix("acme     2026-11-02  -             0 days  2026-11  "))
  }

  @Test("what nothing computes from is read, counted and part of the close; only its sums count")
  func unused() throws {
    let books = try books()
    try books.write(
      "jobs/sources/shop/source.yaml",
      ScratchInstallation.source + "\n  bank_statement_lines: {history: none}")
    func state(_ first: String) throws {
      try books.write(
        "jobs/sources/shop/bank_statement_lines.sql",
        """
        SELECT v.id AS statement_line_key, 1 AS cash_account_key, v.day AS accounting_date, 'EUR' AS
          currency, v.amount
        FROM (VALUES (1, date '2026-10-02', \(first)), (2, date '2026-10-03', 2.50::numeric),
          (3, date '2026-11-03', 9.99::numeric)) v (id, day, amount)
        WHERE :to IS NULL OR v.day < :to
        """)
    }
    try state("7.5::numeric")
    try books.write(
      "jobs/companies/acme/data/budgets.csv",
      "account_code,period_start,amount\n4000,2026-10-01,-100.00\n4000,2026-11-01,much")
    let first = try books.close().outcome
    try #require(first.ending == "published", "\(first)")
    #expect(first.rows["bank_statement_lines"] == 2 && first.rows["budgets"] == 2)
    #expect(first.findings["SRC-002"] == 1, "a warning: no figure rests on a budget")
    let other = try books.close().outcome
    #expect(other.ending == "identical")
    try state("7.50::numeric(9, 4)")
    #expect(try books.close().outcome.rows["bank_statement_lines"] == 2)
  }

  @Test("a run that publishes nothing leaves its findings as a workbook too")
  func workbook() throws {
    let books = try books(Self.movements + "\n4,2026-10-13,issue,1,many,missing,,")
    let blocked = try books.close().outcome
    #expect(blocked.ending == "blocked")
    #expect(blocked.message.contains("mend them as \(blocked.folder)/findings.xlsx says"))
    let files = try FileSystem.list(blocked.folder).sorted()
    #expect(files == ["findings.csv", "findings.xlsx"])
    try books.write("jobs/companies/acme/data/stock_movements.csv", Self.movements)
    #expect(try books.close().outcome.ending == "published")
  }

  @Test("a pack of a job is written with its reports, each once")
  func packs() throws {
    let books = try books()
    try books.write(
      "reports/packs/small.yaml",
      "title: Small\ndescription: Two reports.\nreports: [trial_balance, findings]")
    try books.write(
      "jobs/small.yaml",
      """
      title: Small
      includes: nightly
      steps: []
      reports: [trial_balance]
      packs: [small]
      """)
    let outcome = try books.close("small").outcome
    try #require(outcome.ending == "published", "\(outcome)")
    let workbooks = try FileSystem.list(outcome.folder).filter { $0.hasSuffix(".xlsx") }.sorted()
    #expect(workbooks.count == 2 && workbooks[0].hasPrefix("acme_findings_"), "\(workbooks)")
  }
}
