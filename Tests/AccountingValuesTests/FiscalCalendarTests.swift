import AccountingValues
import Testing

@Suite("Fiscal calendars")
struct FiscalCalendarTests {
  private func calendar(_ month: Int) throws -> FiscalCalendar {
    try #require(FiscalCalendar(monthlyFrom: month))
  }

  @Test("a year starts in one of twelve months")
  func months() {
    for month in -1...14 {
      #expect((FiscalCalendar(monthlyFrom: month) != nil) == (1...12).contains(month))
    }
  }

  @Test("for every first month: 36 periods without gap, numbered 1 to 12", arguments: 1...12)
  func periods(firstMonth: Int) throws {
    let calendar = try calendar(firstMonth)
    let start = try #require(CivilDate(year: 2023, month: firstMonth, day: 1))
    var period = calendar.period(containing: start)
    for index in 0..<36 {
      // A year is named by the civil year it ends in.
      let named = firstMonth == 1 ? 2023 : 2024
      #expect(period.fiscalYear == named + index / 12)
      #expect(period.number == index % 12 + 1)
      #expect(period.id == Int32(period.fiscalYear * 100 + period.number))
      #expect(period.first == start.adding(months: index))
      #expect(period.end == start.adding(months: index + 1))
      #expect(calendar.period(containing: period.first) == period)
      #expect(calendar.period(containing: period.last) == period)
      #expect(calendar.period(named: period.description) == period, "\(period)")
      let year = calendar.year(containing: period.last)
      #expect(year.first == start.adding(months: index / 12 * 12))
      #expect(year.end == start.adding(months: index / 12 * 12 + 12))
      let next = calendar.period(after: period)
      #expect(next.first == period.end && period < next)
      #expect(calendar.period(before: next) == period)
      period = next
    }
  }

  @Test("every day of four years lies in exactly one period", arguments: 1...12)
  func everyDay(firstMonth: Int) throws {
    let calendar = try calendar(firstMonth)
    let start = try #require(CivilDate("2023-01-01"))
    for offset in 0..<1_461 {
      let date = start.adding(days: offset)
      let period = calendar.period(containing: date)
      #expect(period.days.contains(date))
      #expect(period.first.day == 1 && period.first.month == date.month)
    }
  }

  @Test("both names of a period, from July")
  func names() throws {
    let calendar = try calendar(7)
    let period = try #require(calendar.period(named: "2026-P03"))
    #expect(period.first == CivilDate("2025-09-01"))
    #expect(period.description == "2026-P03")
    #expect(calendar.period(named: "2025-09") == period)
    #expect(try self.calendar(1).period(named: "2026-P10")?.description == "2026-10")
  }

  @Test(
    "what names no period",
    arguments: [
      "", "2026", "2026-", "2026-1", "2026-13", "2026-00", "2026-P13", "2026-P00", "2026-P1",
      "2026-p03", "2026-10-01", "26-10", "0001-10", "9999-10", "+026-10", "2026-+3", "2026-P+3",
      " 2026-10", "２026-10", "FY2026",
    ])
  func notNames(text: String) throws {
    for month in [1, 7] { #expect(try calendar(month).period(named: text) == nil) }
  }

  @Test(
    "the first and the last day that input accepts lie in a period of a year", arguments: 1...12)
  func ends(firstMonth: Int) throws {
    let calendar = try calendar(firstMonth)
    for date in [CivilDate.earliest, .latest] {
      let period = calendar.period(containing: date)
      #expect(period.days.contains(date))
      let year = calendar.year(containing: date)
      #expect(year.contains(date))
      #expect((365...366).contains(year.end.days(since: year.first)))
      #expect(calendar.period(after: calendar.period(before: period)) == period)
    }
    #expect(calendar.period(containing: .latest).end == CivilDate.latest.adding(days: 1))
    #expect(calendar.period(containing: .earliest).first == .earliest)
  }
}
