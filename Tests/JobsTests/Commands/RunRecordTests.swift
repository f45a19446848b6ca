import Foundation
import Jobs
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
}
