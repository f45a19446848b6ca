@testable import AccountingValues
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

  // MARK: Weeks

  private func weekly(
    _ pattern: FiscalCalendar.WeekPattern, _ weekday: Int, _ end: FiscalCalendar.YearEnd,
    from month: Int
  ) throws -> FiscalCalendar {
    try #require(
      FiscalCalendar(weekly: pattern, lastWeekday: weekday, yearEnd: end, firstMonth: month))
  }

  @Test("a year of weeks ends on a day of the week near the end of a month")
  func weekdays() {
    for weekday in -1...8 {
      let calendar = FiscalCalendar(
        weekly: .fourFourFive, lastWeekday: weekday, yearEnd: .last, firstMonth: 1)
      #expect((calendar != nil) == (1...7).contains(weekday))
    }
    #expect(
      FiscalCalendar(weekly: .thirteen, lastWeekday: 7, yearEnd: .last, firstMonth: 13) == nil)
  }

  /// The years of the National Retail Federation (4-5-4, Saturday nearest the end of January, there
  /// named by the year they begin in), and those of two groups that publish theirs.
  @Test(
    "years as companies publish them",
    arguments: [
      ("4-5-4", 6, "nearest", 2, 2024, "2023-01-29", "2024-02-03"),
      ("4-5-4", 6, "nearest", 2, 2025, "2024-02-04", "2025-02-01"),
      ("4-5-4", 6, "nearest", 2, 2026, "2025-02-02", "2026-01-31"),
      ("4-4-5", 6, "last", 10, 2023, "2022-09-25", "2023-09-30"),
      ("4-4-5", 6, "last", 10, 2024, "2023-10-01", "2024-09-28"),
      ("13x4", 7, "nearest", 1, 2026, "2025-12-29", "2027-01-03"),
    ])
  func published(
    pattern: String, weekday: Int, end: String, month: Int, year: Int, first: String, last: String
  ) throws {
    let calendar = try weekly(
      try #require(FiscalCalendar.WeekPattern(rawValue: pattern)), weekday,
      try #require(FiscalCalendar.YearEnd(rawValue: end)), from: month)
    let start = try #require(CivilDate(first))
    let span = calendar.year(containing: start)
    #expect(span.first == start)
    #expect(span.last == CivilDate(last))
    let period = calendar.period(containing: start)
    #expect(period.fiscalYear == year && period.number == 1)
    #expect(calendar.period(containing: start.adding(days: -1)).fiscalYear == year - 1)
    #expect(calendar.period(containing: span.last).number == calendar.periodsPerYear)
  }

  @Test("the weeks of a pattern, and the 53rd in the last period")
  func patterns() throws {
    for pattern in FiscalCalendar.WeekPattern.allCases {
      let calendar = try weekly(pattern, 6, .nearest, from: 2)
      for (year, weeks) in [(2024, 53), (2025, 52)] {
        var lengths: [Int] = []
        for number in 1...calendar.periodsPerYear {
          let name = "\(year)-P\(number < 10 ? "0" : "")\(number)"
          let period = try #require(calendar.period(named: name))
          #expect(period.description == name)
          lengths.append(period.end.days(since: period.first) / 7)
        }
        var expected = pattern.weeks
        expected[expected.count - 1] += weeks - 52
        #expect(lengths == expected, "\(pattern) \(year)")
      }
      #expect(calendar.period(named: "2025-P\(calendar.periodsPerYear + 1)") == nil)
      #expect(calendar.period(named: "2025-04") == nil)
    }
  }

  @Test(
    "for every weekday and month: every day lies in one period, which its name finds",
    arguments: FiscalCalendar.WeekPattern.allCases, FiscalCalendar.YearEnd.allCases)
  func weeks(pattern: FiscalCalendar.WeekPattern, end: FiscalCalendar.YearEnd) throws {
    for month in 1...12 {
      for weekday in 1...7 {
        let calendar = try weekly(pattern, weekday, end, from: month)
        var period = calendar.period(containing: try #require(CivilDate("2019-12-25")))
        for _ in 0..<(calendar.periodsPerYear * 8) {
          #expect(calendar.period(containing: period.first) == period)
          #expect(calendar.period(containing: period.last) == period)
          #expect(calendar.period(named: period.description) == period, "\(period)")
          #expect(period.last.weekday == weekday)
          #expect(calendar.year(containing: period.first).contains(period.last))
          let next = calendar.period(after: period)
          #expect(next.first == period.end && period.id < next.id)
          #expect(calendar.period(before: next) == period)
          if next.number == 1 {
            #expect(period.number == calendar.periodsPerYear)
            #expect(next.fiscalYear == period.fiscalYear + 1)
          } else {
            #expect(next.number == period.number + 1 && next.fiscalYear == period.fiscalYear)
          }
          period = next
        }
      }
    }
    for date in [CivilDate.earliest, .latest] {
      let calendar = try weekly(pattern, 6, end, from: 1)
      #expect(calendar.period(containing: date).days.contains(date))
    }
  }
}
