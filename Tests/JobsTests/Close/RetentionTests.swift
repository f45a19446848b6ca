import Foundation
import Platform
import TestSupport
import Testing

@testable import Jobs

/// What is superseded goes when its days are over, and nothing else.
@Suite("What is kept, and for how long", .serialized, RealData.isNeeded("adventureworks"))
struct RetentionTests {
  private func days(_ count: Int64) -> BusinessClock {
    BusinessClock(secondsSince1970: BusinessClock.now().secondsSince1970 + count * 86_400)
  }

  private func leaves(of run: Int, _ books: Installation) throws -> Bool {
    try books.published("SELECT count(*) > 0 FROM core.leaf WHERE run_id = \(run)") == "t"
  }

  @Test(
    "Tables, files and logs of superseded closes go after their days; a dry run only lists them")
  func superseded() throws {
    let first = try AdventureWorks.publishedYoung()
    let books = first.installation
    try books.install(
      "retention: {superseded_run_days: 14, superseded_file_days: 30, log_days: 20}")
    try books.change("UPDATE aw.purchaseorderdetail SET unitprice = unitprice + 0.01")
    let second = try books.publish()
    let folder = first.outcome.folder.split(separator: "/output/").last.map(String.init) ?? ""
    let old = books.directory.file("output/" + folder)
    #expect(FileSystem.exists(old) && old != second.folder)

    #expect(try books.run(clock: days(10)).collected == Installation.Outcome.Collected())
    #expect(try leaves(of: 1, books))
    let dry = try books.run(clock: days(15), isDryRun: true)
    #expect(dry.collected == Installation.Outcome.Collected(runs: [1]))
    #expect(dry.message.contains("would remove the tables of run 1"), "\(dry.message)")
    #expect(try leaves(of: 1, books))

    #expect(try books.run(clock: days(15)).collected == Installation.Outcome.Collected(runs: [1]))
    #expect(try !leaves(of: 1, books))
    #expect(try leaves(of: 2, books) && FileSystem.exists(old))
    #expect(try logs(books).count == 2)

    let last = try books.run(clock: days(31))
    #expect(last.ending == "identical", "\(last.message)")
    #expect(last.collected == Installation.Outcome.Collected(folders: [old]))
    #expect(!FileSystem.exists(old) && FileSystem.exists(second.folder + "/manifest.json"))
    #expect(try logs(books) == ["nightclose.log"])
    let hidden = try FileSystem.list(books.directory.file("output/aw")).filter {
      $0.hasPrefix(".")
    }
    #expect(hidden.isEmpty)
  }

  @Test("Closed periods and what readers see stay, however old")
  func closed() throws {
    let books = try AdventureWorks.publishedYoung().installation
    try books.install(
      "retention: {superseded_run_days: 1, superseded_file_days: 1, log_days: 1}")
    let closing = try books.closePeriod("2011-P10")
    #expect(closing.exitCode == .done, "\(closing.failure)")
    let final = try #require(closing.text.split(separator: "\n").last).drop { $0 == " " }
    let figures = """
      SELECT md5(string_agg(t::text, E'\\n' ORDER BY t::text))
        FROM (SELECT period, account, currency, opening, debit, credit, closing
                FROM analytics.trial_balance WHERE period IN ('2011-P10', '2012-P07')) t
      """
    let before = try books.published(figures)
    let later = try books.run(clock: days(4000))
    #expect(later.exitCode == 0, "\(later.message)")
    #expect(later.collected.runs.isEmpty == false)
    #expect(try books.published(figures) == before)
    #expect(FileSystem.exists(String(final)), "\(final)")
    #expect(FileSystem.exists(books.directory.file("output/aw/current/manifest.json")))
    let report = try books.session().report(
      ReportRequest(
        name: "trial_balance", companies: ["aw"], period: "2011-P10", formats: ["csv"],
        folder: books.directory.file("again")))
    #expect(report.exitCode == .done)
  }

  private func logs(_ books: Installation) throws -> [String] {
    try FileSystem.list(books.directory.file("state/log"))
  }
}
