import AccountingValues
import TestSupport
import Testing

@testable import Jobs

/// A company's calendar or first day is corrected after figures were published.
@Suite("Calendars and first days that change", .serialized)
struct CalendarChangeTests {
  private static let declared =
    "SELECT string_agg(name || ' ' || first_day || ' ' || state, ', ' ORDER BY first_day)"
    + " FROM core.period"
  private static let months = "2026-01 2026-01-01 open, 2026-02 2026-02-01 open"
  /// Weeks that end on Sundays: the year began on 29 December.
  private static let weeks =
    "{first_month: 1, periods: \"4-4-5\", week_ends: sunday, year_ends: nearest}"
  private static let weekly =
    "2026-P01 2025-12-29 open, 2026-P02 2026-01-26 open, 2026-P03 2026-02-23 open"
  /// What stands on every account at the end, whatever the periods before it.
  private static let closing =
    "SELECT string_agg(account || ' ' || currency || ' ' || closing, ', ' ORDER BY account, currency)"
    + " FROM analytics.trial_balance WHERE period = (SELECT max(name) FROM core.period)"
    + " AND closing <> 0"

  @Test("Before any period is closed the next run divides the books anew, and back again")
  func corrected() throws {
    let shop = try CornerShop.closedOnce()
    let figures = try shop.published(CornerShop.figures)
    let closing = try shop.published(Self.closing)
    try #require(!closing.isEmpty)
    try write(shop, "fiscal_calendar: \(Self.weeks)")
    #expect(try run(shop, isDryRun: true).exitCode == .done)
    #expect(try shop.published(Self.declared) == Self.months, "a dry run divides nothing")
    let weekly = try run(shop)
    #expect(weekly.exitCode == .done, "\(weekly.failure)")
    #expect(try shop.published(Self.declared) == Self.weekly)
    #expect(try shop.published(Self.closing) == closing)
    #expect(
      try shop.published("SELECT entry FROM core.audit_chain ORDER BY position DESC LIMIT 1")
        .contains("withdrawn"))
    try write(shop, "")
    #expect(try shop.run("run", "nightly").code == 0)
    #expect(try shop.published(Self.declared) == Self.months)
    #expect(try shop.published(CornerShop.figures) == figures)
  }

  @Test("With a closed period another calendar is refused, and nothing is left behind")
  func refused() throws {
    let shop = try CornerShop.closedOnce()
    #expect(try session(shop).closePeriod(company: "corner", period: "2026-01").exitCode == .done)
    let declared = try shop.published(Self.declared)
    try write(shop, "fiscal_calendar: \(Self.weeks)")
    for _ in 1...2 {
      let answer = try shop.run("run", "nightly")
      #expect(answer.code == 78, "\(answer.text)")
      #expect(
        answer.errors.contains(
          "the period 2026-01 from 2026-01-01 to 2026-01-31 was closed, and fiscal_calendar and go_live"
            + " as they are now have no such period"), "\(answer.errors)")
    }
    #expect(try shop.published(Self.declared) == declared)
    try write(shop, "")
    #expect(try shop.run("run", "nightly").code == 0)
    #expect(try shop.published(Self.declared) == declared)
  }

  @Test("A first day that moves takes periods out and in; closed books keep theirs")
  func firstDay() throws {
    let shop = try CornerShop.closedOnce()
    let figures = try shop.published(CornerShop.figures)
    try write(shop, "", goLive: "2025-12-01")
    #expect(try run(shop).exitCode == .done)
    #expect(try shop.published(Self.declared) == "2025-12 2025-12-01 open, " + Self.months)
    // February lacks the stock that came in January: what is published stays.
    try write(shop, "", goLive: "2026-02-01")
    #expect(try run(shop).exitCode == .dataBlocked)
    #expect(try shop.published(Self.declared) == "2025-12 2025-12-01 open, " + Self.months)
    try write(shop, "")
    #expect(try run(shop).exitCode == .done)
    #expect(try shop.published(Self.declared) == Self.months)
    #expect(try shop.published(CornerShop.figures) == figures)
    #expect(try session(shop).closePeriod(company: "corner", period: "2026-01").exitCode == .done)
    for day in ["2026-02-01", "2025-12-01"] {
      try write(shop, "", goLive: day)
      let answer = try run(shop)
      #expect(answer.exitCode == .configuration, "\(day): \(answer.failure)")
      #expect(answer.failure.contains("go_live"), "\(day): \(answer.failure)")
    }
  }

  @Test("Books that begin within a month publish that month and close it")
  func withinAMonth() throws {
    let shop = try CornerShop.opened()
    try write(shop, "", goLive: "2026-01-05")
    let first = try run(shop)
    #expect(first.exitCode == .done, "\(first.failure)")
    #expect(
      try shop.published("SELECT string_agg(DISTINCT period, ',') FROM analytics.trial_balance")
        == "2026-01,2026-02")
    let closed = try session(shop).closePeriod(company: "corner", period: "2026-01")
    #expect(closed.exitCode == .done, "\(closed.failure)")
    #expect(try run(shop).exitCode == .done)
  }

  private func write(_ shop: CornerShop, _ more: String, goLive: String = "2026-01-01") throws {
    try shop.write(
      "jobs/companies/\(CornerShop.company).yaml",
      CornerShop.companyFile(more: more).replacing(
        "go_live: 2026-01-01", with: "go_live: \(goLive)"))
  }

  private func run(_ shop: CornerShop, isDryRun: Bool = false) throws -> CommandResult {
    try session(shop).run(RunRequest(job: "nightly", isDryRun: isDryRun))
  }

  private func session(_ shop: CornerShop) throws -> Session {
    try Session(
      SessionOptions(
        configDirectory: shop.directory.path, stateDirectory: nil, environment: [:],
        workingDirectory: shop.directory.path, isInteractive: false))
  }
}
