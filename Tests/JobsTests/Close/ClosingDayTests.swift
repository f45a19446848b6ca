import AccountingValues
import TestSupport
import Testing

@testable import Jobs
@testable import Warehouse

/// When periods close, and for whom.
@Suite("Periods that close by themselves, and for several companies", .serialized)
struct ClosingDayTests {
  @Test(
    "The n-th working day after a period; Saturdays and Sundays are none",
    arguments: [
      ("2026-10-31", 1, "2026-11-02"), ("2026-10-31", 5, "2026-11-06"),
      ("2026-10-31", 6, "2026-11-09"), ("2026-04-30", 1, "2026-05-01"),
      ("2026-05-29", 1, "2026-06-01"), ("2026-02-28", 23, "2026-04-01"),
    ])
  func workingDays(end: String, count: Int, day: String) throws {
    let end = try #require(CivilDate(end))
    #expect(PeriodsDue.workingDay(count, after: end) == CivilDate(day))
  }

  @Test(
    "What is due closes from the oldest on, up to one that somebody opened again",
    arguments: [
      ("2026-02-04", "open open", []), ("2026-02-05", "open open", ["2026-01"]),
      ("2026-03-31", "open open", ["2026-01", "2026-02"]),
      ("2026-03-31", "closed open", ["2026-02"]), ("2026-03-31", "closed closed", []),
      ("2026-03-31", "reopened open", []), ("2026-03-31", "closed reopened", []),
    ])
  func due(asOf: String, states: String, expected: [String]) throws {
    let calendar = try #require(FiscalCalendar(monthlyFrom: 1))
    var period = try #require(calendar.period(named: "2026-01"))
    var records: [PeriodRecord] = []
    for word in states.split(separator: " ") {
      let state = try #require(PeriodState(rawValue: String(word)))
      records.append(PeriodRecord(period: period, state: state, reason: nil, currentRun: nil))
      period = calendar.period(after: period)
    }
    let due = PeriodsDue(workingDays: 4, asOf: try #require(CivilDate(asOf)))
    #expect(due.periods(among: records.reversed()).map(\.description) == expected)
  }

  private static let states =
    "SELECT company, string_agg(state, ' ' ORDER BY period) FROM analytics.period"
    + " GROUP BY 1 ORDER BY 1"

  @Test("A job with close_period closes what is due, once, and another job closes nothing")
  func job() throws {
    let shop = try CornerShop.closedOnce()
    try shop.write(
      "jobs/companies/corner.yaml",
      CornerShop.companyFile(more: "policies: {close: working_day 3}"))
    #expect(try session(shop).run(RunRequest(job: "nightly")).exitCode == .done)
    #expect(try shop.published(Self.states) == "corner|open open")
    let closing = try session(shop).run(RunRequest(job: "month-end"))
    #expect(closing.exitCode == .done, "\(closing.failure)")
    #expect(closing.json.contains("\"2026-01\""), "\(closing.json)")
    #expect(try shop.published(Self.states) == "corner|closed open")
    let figures = try shop.published(CornerShop.figures)
    let again = try session(shop).run(RunRequest(job: "month-end"))
    #expect(again.exitCode == .done && !again.json.contains("\"2026-01\""), "\(again.json)")
    #expect(try shop.published(CornerShop.figures) == figures)
    // What a person has opened again, a person closes.
    _ = try session(shop).reopenPeriod(
      company: CornerShop.company, period: "2026-01", reason: "a bill is missing")
    #expect(try session(shop).run(RunRequest(job: "month-end")).exitCode == .done)
    #expect(try shop.published(Self.states) == "corner|reopened open")
  }

  @Test("A period is not closed with stock below zero until that is mended or accepted")
  func belowZero() throws {
    let shop = try CornerShop.opened()
    try shop.change(
      "INSERT INTO shop.sale VALUES (900, '2026-01-30', 5, 1, 5000, NULL), "
        + "(901, '2026-02-25', 5, 2, 5000, NULL)")
    // Published, with the months that are below zero told.
    #expect(try session(shop).run(RunRequest(job: "nightly")).exitCode == .done)
    let told = "SELECT key FROM analytics.finding WHERE code = 'INV-004' ORDER BY key"
    #expect(
      try shop.published(told) == "ITEM-1 2026-01\nITEM-1 2026-02\nITEM-2 2026-02")
    let blocked = try session(shop).closePeriod(company: CornerShop.company, period: "2026-01")
    #expect(blocked.exitCode == .dataBlocked && blocked.failure.contains("INV-004"))
    #expect(try shop.published(Self.states) == "corner|open open")
    try shop.write(
      "jobs/companies/corner/accepted.csv",
      "code,key,reason,by,until\nINV-004,ITEM-1 2026-01,counted too late,JD,2026-12-31\n")
    #expect(
      try session(shop).closePeriod(company: CornerShop.company, period: "2026-01").exitCode
        == .done)
    // The next closing asks for its own end alone.
    let next = try session(shop).closePeriod(company: CornerShop.company, period: "2026-02")
    #expect(next.exitCode == .dataBlocked)
    try shop.change("UPDATE shop.delivery SET quantity = 9000, cost = 9000 WHERE id IN (36, 37)")
    #expect(
      try session(shop).closePeriod(company: CornerShop.company, period: "2026-02").exitCode
        == .done)
  }

  @Test("One command closes a period of every company; one that cannot keeps no other open")
  func several() throws {
    let shop = try CornerShop.closedOnce()
    try shop.write("jobs/companies/kiosk.yaml", CornerShop.companyFile())
    #expect(try session(shop).run(RunRequest(job: "nightly")).exitCode == .done)
    #expect(try shop.published(Self.states) == "corner|open open\nkiosk|open open")
    #expect(
      try session(shop).closePeriod(company: CornerShop.company, period: "2026-01").exitCode
        == .done)
    let all = try session(shop).closePeriod(companies: [], period: "2026-02")
    #expect(all.exitCode == .dataBlocked)
    #expect(all.failure.contains("kiosk") && !all.failure.contains("corner"), "\(all.failure)")
    #expect(all.text.contains("corner: 2026-02 is closed"), "\(all.text)")
    let first = try session(shop).closePeriod(companies: ["kiosk", "corner"], period: "2026-01")
    #expect(first.exitCode == .done, "\(first.failure)")
    #expect(first.text.contains("corner: 2026-01 is closed already"), "\(first.text)")
    let next = try session(shop).closePeriod(companies: ["kiosk", "corner"], period: "2026-02")
    #expect(next.exitCode == .done, "\(next.failure)")
    #expect(try shop.published(Self.states) == "corner|closed closed\nkiosk|closed closed")
    #expect(throws: JobError.self) {
      try session(shop).closePeriod(companies: ["corner", "nobody"], period: "2026-03")
    }
  }

  private func session(_ shop: CornerShop) throws -> Session {
    try Session(
      SessionOptions(
        configDirectory: shop.directory.path, stateDirectory: nil, environment: [:],
        workingDirectory: shop.directory.path, isInteractive: false))
  }
}
