import AccountingValues
import Foundation
import Jobs
import PostgresClient
import Testing
import Warehouse

@Suite("What the commands tell about runs, findings and periods")
struct HistoryTests {
  @Test("without a run every list says so, and status says that nothing is published")
  func nothing() throws {
    let books = try ScratchInstallation()
    #expect(try books.run { s throws(JobError) in try s.runs() }.text == "there is no run yet")
    #expect(
      try books.run { s throws(JobError) in try s.findings() }.text == "no finding is published")
    #expect(
      try books.run { s throws(JobError) in try s.periods() }.text
        == "there is no period yet; the first run declares them")
    let status = try books.run { s throws(JobError) in try s.status(maxAgeDays: 3) }
    #expect(
      status.text == """
        company  as of  data through  age  period  state              close  last run
        acme     -      -             -    -       nothing published  -      -
        acme: nothing is published
        """)
    #expect(status.exitCode == .dataBlocked)
    let latest = try books.failure { s throws(JobError) in try s.runDetails("latest") }
    #expect(latest.exitCode == .usage && latest.message == "there is no run yet")
  }

  @Test("status tells as-of, age in days, period, close and the last run")
  func status() throws {
    let books = try ScratchInstallation()
    let run = try books.publish()
    let fresh = try books.run { s throws(JobError) in try s.status(maxAgeDays: 2) }
    #expect(fresh.exitCode == .done)
    let cells = fresh.text.lines[1]
    #expect(
      cells.hasPrefix(
        "acme     2026-10-31  2026-10-30    2 days  2026-10  provisional  0123456789ab  \(run.runId) published "
      ))
    let stale = try books.run { s throws(JobError) in try s.status(maxAgeDays: 1) }
    #expect(stale.exitCode == .dataBlocked)
    #expect(
      stale.text.lines.last == "acme: the figures are 2 days old, and at most 1 are allowed")
  }

  @Test("data that ended is not old on its pinned day")
  func pinned() throws {
    let books = try ScratchInstallation()
    try books.publish()
    try books.write(
      "jobs/companies/acme.yaml", ScratchInstallation.company + "\nas_of: 2026-10-31")
    let status = try books.run { s throws(JobError) in try s.status(maxAgeDays: 0) }
    #expect(status.exitCode == .done && status.text.contains("2026-10-31  2026-10-30    0 days"))
  }

  @Test("runs are listed newest first and shown with their steps")
  func runs() throws {
    let books = try ScratchInstallation()
    let first = try books.publish(asOf: "2026-10-30")
    let second = try books.publish()
    let list = try books.run { s throws(JobError) in try s.runs() }.text.lines
    #expect(list[0].hasPrefix("run  company  job      as of       state      exit  started (UTC)"))
    #expect(list[1].hasPrefix("\(second.runId)    acme     nightly  2026-10-31  published  0 "))
    #expect(list[2].hasPrefix("\(first.runId)    acme     nightly  2026-10-30  published  0 "))
    #expect(try books.run { s throws(JobError) in try s.runs(limit: 1) }.text.lines.count == 2)
    let latest = try books.run { s throws(JobError) in try s.runDetails("latest") }.text.lines
    #expect(latest[0] == "run            \(second.runId) of acme")
    #expect(latest.contains("data through   2026-10-30"))
    #expect(latest.contains("close          0123456789abcdef"))
    #expect(latest.suffix(2) == ["step     rows  seconds", "extract  17    1.3"])
    let missing = try books.failure { s throws(JobError) in try s.runDetails("99999") }
    #expect(missing.exitCode == .usage && missing.message == "there is no run 99999")
    let nonsense = try books.failure { s throws(JobError) in try s.runDetails("last") }
    #expect(nonsense.message == "last is no run")
  }

  @Test("findings are one line each, gravest first, accepted ones marked; a code narrows them")
  func findings() throws {
    let books = try ScratchInstallation()
    try books.publish()
    #expect(
      try books.run { s throws(JobError) in try s.findings() }.text == """
        company  severity  code     where                      amount     what
        acme     accepted  DOC-001  sales_invoices 12          -          header and lines differ \
        → correct the invoice
        acme     warning   INV-012  stock_movements 4711 GR-9  12.50 EUR  the receipt has no price \
        → enter it
        """)
    let one = try books.run { s throws(JobError) in try s.findings(company: "acme", code: "INV-012")
    }
    #expect(one.text.lines.count == 2 && one.text.contains("INV-012"))
    let cut = try books.run { s throws(JobError) in try s.findings(limit: 1) }
    #expect(cut.text.lines.last == "and 1 more; see the findings report, or say --limit")
  }

  @Test("of a blocked run, findings says where its findings are")
  func blocked() throws {
    let books = try ScratchInstallation()
    try books.publish()
    let lease = try books.lease()
    let run = try lease.beginRun(try books.request("2026-11-01"))
    try lease.end(run, as: .blocked, exitCode: 65, message: "3 errors: findings/2026-11-01.xlsx")
    lease.end()
    let text = try books.run { s throws(JobError) in try s.findings() }.text
    #expect(
      text.lines.last
        == "acme: run \(run.runId) as of 2026-11-01 was blocked and its findings are not listed"
        + " here: 3 errors: findings/2026-11-01.xlsx")
  }

  @Test("a closed period is reopened with a reason; an open one is not")
  func reopening() throws {
    let books = try ScratchInstallation()
    try books.publish()
    let reopen = { (s: Session) throws(JobError) in
      try s.reopenPeriod(company: "acme", period: "2026-10", reason: "late bill")
    }
    let open = try books.failure(reopen)
    #expect(open.exitCode == .dataBlocked && open.message.contains("only a closed period"))
    let lease = try books.lease()
    try lease.close(try ScratchInstallation.period("2026-10").id, as: books.request("2026-10-31"))
    lease.end()
    #expect(
      try books.run { s throws(JobError) in try s.status() }.text.lines[1].contains(
        "  final  "))
    let answer = try books.run(reopen)
    #expect(answer.text == "acme: period 2026-10 is open again; the next run computes it anew")
    let periods = try books.run { s throws(JobError) in try s.periods(company: "acme") }.text.lines
    #expect(periods[0] == "company  period   first day   last day    state     run  reason")
    #expect(periods[1].hasPrefix("acme     2026-10  2026-10-01  2026-10-31  reopened  "))
    #expect(periods[1].hasSuffix("  late bill"))
    let unknown = try books.failure { s throws(JobError) in
      try s.reopenPeriod(company: "acme", period: "October", reason: "x")
    }
    #expect(unknown.exitCode == .usage)
  }

  @Test("a period that a run holds is not reopened meanwhile")
  func held() throws {
    let books = try ScratchInstallation()
    try books.publish()
    let lease = try books.lease()
    defer { lease.end() }
    let error = try books.failure { s throws(JobError) in
      try s.reopenPeriod(company: "acme", period: "2026-10", reason: "late bill")
    }
    #expect(error.exitCode == .alreadyRunning)
  }

  @Test("an unknown company is a mistake of the command line")
  func unknownCompany() throws {
    let books = try ScratchInstallation()
    let error = try books.failure { s throws(JobError) in try s.runs(company: "acne") }
    #expect(error.exitCode == .usage)
    #expect(error.description == "there is no company acne\n  → use one of: acme")
  }

  @Test("an older program refuses a newer schema, an older schema asks for migrate")
  func versions() throws {
    let books = try ScratchInstallation()
    let connection = try Connection(ScratchInstallation.options(books.warehouse))
    defer { connection.close() }
    try connection.execute(
      "later version", "INSERT INTO core.schema_version (version, name) VALUES (9999, 'later')")
    let errors = [
      try books.failure { s throws(JobError) in try s.status() },
      try books.failure { s throws(JobError) in try s.migrate() },
      try books.failure { s throws(JobError) in try s.findings() },
    ]
    for error in errors {
      #expect(error.exitCode == .configuration)
      #expect(error.action == "install the newer nightclose on this machine")
    }
    let empty = try ScratchInstallation(isMigrated: false)
    let error = try empty.failure { s throws(JobError) in try s.status() }
    #expect(error.exitCode == .configuration && error.action == "run `nightclose migrate`")
    let done = try empty.run { s throws(JobError) in try s.migrate() }
    #expect(
      done.text.hasPrefix("warehouse schema version \(WarehouseSchema.knownVersion): applied"))
    let again = try empty.run { s throws(JobError) in try s.migrate() }
    #expect(
      again.text == "warehouse schema version \(WarehouseSchema.knownVersion): nothing to do")
  }

  @Test("JSON keys are stable")
  func keys() throws {
    let books = try ScratchInstallation()
    try books.publish()
    let run: Set = [
      "run", "company", "job", "asOf", "dataThrough", "state", "exitCode", "closeId",
      "manifestDigest",
      "configurationDigest", "engineVersion", "startedAt", "finishedAt",
    ]
    try expectKeys(
      [
        "company", "name", "asOf", "dataThrough", "ageDays", "period", "isFinal", "closeId", "run",
        "lastRun",
      ],
      in: "companies", of: books.run { s throws(JobError) in try s.status() })
    try expectKeys(run, in: "runs", of: books.run { s throws(JobError) in try s.runs() })
    try expectKeys(
      ["company", "period", "firstDay", "lastDay", "state", "run"], in: "periods",
      of: books.run { s throws(JobError) in try s.periods() })
    try expectKeys(
      [
        "company", "run", "code", "severity", "origin", "key", "document", "message", "action",
        "accepted",
      ], in: "findings", of: books.run { s throws(JobError) in try s.findings() })
    try expectKeys(
      run.union(["steps"]), in: nil,
      of: books.run { s throws(JobError) in try s.runDetails("latest") })
  }

  private func expectKeys(
    _ keys: Set<String>, in list: String?, of result: CommandResult
  ) throws {
    let document = try JSONSerialization.jsonObject(with: Data(result.json.utf8))
    let object = try #require(document as? [String: Any])
    let value = try #require(list.map { object[$0] } ?? [object])
    let first = try #require((value as? [[String: Any]])?.first)
    #expect(Set(first.keys) == keys)
  }
}
