import AccountingValues
import TestSupport
import Testing

@Suite("Civil dates")
struct CivilDateTests {
  /// The rule a child learns.
  private func monthLength(_ year: Int, _ month: Int) -> Int {
    let leap = year.isMultiple(of: 400) || (year.isMultiple(of: 4) && !year.isMultiple(of: 100))
    return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }

  /// Walks day by day and returns the first day on which something disagrees.
  private func firstDisagreement(
    fromYear first: Int, days: Int, startingAt number: Int32, weekday: Int
  ) -> String? {
    var (year, month, day, weekday) = (first, 1, 1, weekday)
    for offset in 0..<days {
      let date = CivilDate(daysSince1970: number + Int32(offset))
      let parts = date.components
      guard parts.year == year, parts.month == month, parts.day == day else {
        return "components of day \(offset): \(parts)"
      }
      guard CivilDate(year: year, month: month, day: day) == date else {
        return "number of \(year)-\(month)-\(day)"
      }
      guard date.weekday == weekday else { return "weekday of \(date): \(date.weekday)" }
      guard CivilDate(date.description) == date else { return "text of \(date)" }
      weekday = weekday % 7 + 1
      day += 1
      if day > monthLength(year, month) { (day, month) = (1, month + 1) }
      if month > 12 { (month, year) = (1, year + 1) }
    }
    return nil
  }

  @Test("all 146,097 days of the cycle from 2000: a Saturday, day 10,957")
  func wholeCycle() {
    #expect(firstDisagreement(fromYear: 2000, days: 146_097, startingAt: 10_957, weekday: 6) == nil)
  }

  @Test("all days of the years 1 to 400, before 1970 and before the epoch of the algorithm")
  func firstCycle() {
    #expect(
      firstDisagreement(fromYear: 1, days: 146_097, startingAt: -719_162, weekday: 1) == nil)
  }

  @Test("known days")
  func known() throws {
    #expect(CivilDate("1970-01-01")?.daysSince1970 == 0)
    #expect(CivilDate("1969-12-31")?.daysSince1970 == -1)
    #expect(CivilDate("2026-10-31")?.weekday == 6)
    #expect(CivilDate("0001-01-01") == .earliest)
    #expect(CivilDate("9999-12-31") == .latest)
    #expect(CivilDate.earliest.description == "0001-01-01")
    #expect(CivilDate.latest.description == "9999-12-31")
  }

  @Test("months have the days the rule says, in all years of a cycle")
  func monthLengths() {
    for year in 1...400 {
      for month in 1...12 {
        let days = monthLength(year, month)
        #expect(CivilDate.daysInMonth(year: year, month: month) == days)
        #expect(CivilDate(year: year, month: month, day: days) != nil)
        #expect(CivilDate(year: year, month: month, day: days + 1) == nil)
        #expect(CivilDate(year: year, month: month, day: 0) == nil)
      }
    }
  }

  @Test(
    "what is not a day",
    arguments: [
      "", "2026-13-01", "2026-00-01", "2026-02-29", "1900-02-29", "2026-04-31", "0000-01-01",
      "2026-1-01", "26-01-01", "2026/01/01", "2026-01-01 ", " 2026-01-01", "2026-01-0x",
      "+026-01-01", "2026-+1-01", "2026-01--1", "20260101", "２026-01-01", "10000-01-01",
    ])
  func notDays(text: String) { #expect(CivilDate(text) == nil) }

  @Test("years outside 1 … 9999 and months outside 1 … 12 are no days")
  func outOfRange() {
    #expect(CivilDate(year: 0, month: 12, day: 31) == nil)
    #expect(CivilDate(year: 10_000, month: 1, day: 1) == nil)
    #expect(CivilDate(year: 2026, month: 0, day: 1) == nil)
    #expect(CivilDate(year: 2026, month: 13, day: 1) == nil)
    #expect(CivilDate(year: .min, month: .min, day: .min) == nil)
    #expect(CivilDate(year: .max, month: .max, day: .max) == nil)
  }

  @Test("adding months keeps the day, or takes the month's last", arguments: -30...30)
  func addingMonths(months: Int) throws {
    let starts = ["2024-01-31", "2024-02-29", "2023-02-28", "2026-10-15", "2023-12-31"]
    for text in starts {
      let start = try #require(CivilDate(text))
      let moved = start.adding(months: months)
      let index = start.year * 12 + start.month - 1 + months
      let (year, month) = (index / 12, index % 12 + 1)
      #expect(moved.year == year && moved.month == month, "\(text) + \(months)")
      #expect(moved.day == min(start.day, monthLength(year, month)), "\(text) + \(months)")
    }
  }

  @Test("adding months may leave the years that input accepts, and comes back")
  func monthsBeyondInput() {
    #expect(CivilDate.latest.adding(months: 1).components == (10_000, 1, 31))
    #expect(CivilDate.earliest.adding(months: -1).components == (0, 12, 1))
    #expect(CivilDate.earliest.adding(months: -14).components == (-1, 11, 1))
    #expect(CivilDate.latest.adding(months: 1).adding(months: -1) == .latest)
    #expect(CivilDate.earliest.adding(months: -1).adding(months: 1) == .earliest)
  }

  @Test("days between two dates, and back", arguments: 0..<20)
  func days(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    let a = CivilDate(daysSince1970: Int32.random(in: -700_000...2_900_000, using: &random))
    let b = CivilDate(daysSince1970: Int32.random(in: -700_000...2_900_000, using: &random))
    #expect(a.adding(days: b.days(since: a)) == b)
    #expect((a < b) == (b.days(since: a) > 0))
  }

  @Test("the ends of the type have weekdays and parts, and differences do not overflow")
  func extremes() {
    let low = CivilDate(daysSince1970: .min)
    let high = CivilDate(daysSince1970: .max)
    #expect(high.days(since: low) == 4_294_967_295)
    for date in [low, high] {
      #expect((1...7).contains(date.weekday))
      let parts = date.components
      #expect((1...12).contains(parts.month) && (1...31).contains(parts.day))
    }
    #expect(high.components == (5_881_580, 7, 11))
    #expect(low.components == (-5_877_641, 6, 23))
  }

  @Test("a day beyond the type is our fault and says so")
  func beyondTheType() async throws {
    let result = try await #require(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = CivilDate(daysSince1970: .max).adding(days: 1) }
    let message = String(decoding: result.standardErrorContent, as: UTF8.self)
    #expect(message.contains("day arithmetic left the range of dates"))
  }

  @Test("a span is half open; an end before its start makes it empty")
  func spans() throws {
    let first = try #require(CivilDate("2026-10-01"))
    let end = try #require(CivilDate("2026-11-01"))
    let span = DateSpan(first: first, end: end)
    #expect(span.contains(first) && span.contains(span.last) && !span.contains(end))
    #expect(!span.contains(first.adding(days: -1)))
    #expect(span.last == CivilDate("2026-10-31"))
    let empty = DateSpan(first: end, end: first)
    #expect(empty.first == end && empty.end == end && !empty.contains(end))
    #expect(empty.last == end.adding(days: -1))
  }
}

@Suite("Timestamps")
struct TimestampTests {
  @Test("printed as PostgreSQL does, before and after 1970")
  func description() throws {
    let start = Timestamp(startOf: try #require(CivilDate("2026-10-31")))
    #expect(start.description == "2026-10-31 00:00:00.000000")
    #expect(
      Timestamp(microsecondsSince1970: start.microsecondsSince1970 + 81_000_000_001).description
        == "2026-10-31 22:30:00.000001")
    #expect(Timestamp(microsecondsSince1970: -1).description == "1969-12-31 23:59:59.999999")
    #expect(
      Timestamp(microsecondsSince1970: -86_400_000_000).description == "1969-12-31 00:00:00.000000")
  }

  @Test("the start of a day is before everything in it and after the day before")
  func startOfDay() {
    for days in [Int32(-719_162), -1, 0, 1, 2_932_896] {
      let date = CivilDate(daysSince1970: days)
      let start = Timestamp(startOf: date)
      #expect(start.microsecondsSince1970 == Int64(days) * 86_400_000_000)
      #expect(Timestamp(startOf: date.adding(days: -1)) < start)
    }
  }

  @Test("days beyond 64 bits of microseconds stand at the ends, in order")
  func extremes() {
    #expect(Timestamp(startOf: CivilDate(daysSince1970: .max)).microsecondsSince1970 == .max)
    #expect(Timestamp(startOf: CivilDate(daysSince1970: .min)).microsecondsSince1970 == .min)
    #expect(
      Timestamp(microsecondsSince1970: .max).description == "294247-01-10 04:00:54.775807")
    #expect(Timestamp(microsecondsSince1970: .min).description.hasSuffix("19:59:05.224192"))
  }
}
