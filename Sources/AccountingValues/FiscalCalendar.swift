/// How a company's years divide into periods: months from any month, or whole weeks.
///
/// A year of weeks has 52 or 53 of them and ends on one weekday near the end of the month before
/// `firstMonth`; the 53rd week belongs to its last period. A fiscal year is named by the civil year in
/// which the last of its twelve months lies.
///
///     4-4-5, last Saturday of January   2026: 26 January 2025 … 31 January 2026, P12 six weeks
///     13x4, Sunday nearest 31 December  2026: 29 December 2025 … 3 January 2027, P13 five weeks
public struct FiscalCalendar: Hashable, Sendable {
  /// How many weeks the periods of a year have.
  public enum WeekPattern: String, Hashable, Sendable, CaseIterable {
    /// Quarters of four, four and five weeks.
    case fourFourFive = "4-4-5"
    /// Quarters of four, five and four weeks.
    case fourFiveFour = "4-5-4"
    /// Quarters of five, four and four weeks.
    case fiveFourFour = "5-4-4"
    /// Thirteen periods of four weeks.
    case thirteen = "13x4"

    /// Weeks of each period in a year of 52.
    var weeks: [Int] {
      switch self {
      case .fourFourFive: [4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5]
      case .fourFiveFour: [4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 4]
      case .fiveFourFour: [5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4]
      case .thirteen: Array(repeating: 4, count: 13)
      }
    }
  }

  /// On which of a weekday's days a year of weeks ends.
  public enum YearEnd: String, Hashable, Sendable, CaseIterable {
    /// The last one in the year's last month.
    case last
    /// The one nearest that month's end, up to three days into the next.
    case nearest
  }

  /// A year of weeks.
  public struct Weeks: Hashable, Sendable {
    /// How many weeks its periods have.
    public let pattern: WeekPattern
    /// The ISO weekday it ends on: Monday is 1, Sunday 7.
    public let lastWeekday: Int
    /// Which one.
    public let yearEnd: YearEnd
  }

  /// The month a fiscal year starts in, `1 … 12`; of weeks, the month after the one it ends near.
  public let firstMonth: Int
  /// How weeks make the periods; `nil` for months.
  public let weeks: Weeks?

  /// Monthly periods of years that start on the first of `firstMonth`; `nil` outside `1 … 12`.
  public init?(monthlyFrom firstMonth: Int) {
    guard (1...12).contains(firstMonth) else { return nil }
    self.firstMonth = firstMonth
    weeks = nil
  }

  /// Periods of whole weeks, in years that end on a weekday near the end of the month before
  /// `firstMonth`; `nil` for a month outside `1 … 12` or a weekday outside `1 … 7`.
  public init?(
    weekly pattern: WeekPattern, lastWeekday: Int, yearEnd: YearEnd, firstMonth: Int
  ) {
    guard (1...12).contains(firstMonth), (1...7).contains(lastWeekday) else { return nil }
    self.firstMonth = firstMonth
    weeks = Weeks(pattern: pattern, lastWeekday: lastWeekday, yearEnd: yearEnd)
  }

  /// How many periods a year has.
  public var periodsPerYear: Int { weeks?.pattern.weeks.count ?? 12 }

  /// The period that holds a day.
  public func period(containing date: CivilDate) -> FiscalPeriod {
    let (year, month, _) = date.components
    guard let weeks else { return period(civilYear: year, month: month) }
    let fiscalYear = fiscalYear(containing: date, weeks)
    let first = lastDay(ofYear: fiscalYear - 1, weeks).adding(days: 1)
    var end = 0
    let week = date.days(since: first) / 7
    let number = weeks.pattern.weeks.firstIndex { length in
      end += length
      return week < end
    }
    return period(fiscalYear, (number ?? periodsPerYear - 1) + 1, weeks)
  }

  /// The period after another of this calendar.
  public func period(after period: FiscalPeriod) -> FiscalPeriod {
    self.period(containing: period.end)
  }

  /// Every period from the one that holds a day to the one that holds another, earliest first;
  /// none where the last day is before the first period.
  public func periods(from first: CivilDate, through last: CivilDate) -> [FiscalPeriod] {
    var periods: [FiscalPeriod] = []
    var period = period(containing: first)
    while period.first <= last {
      periods.append(period)
      period = self.period(after: period)
    }
    return periods
  }

  /// The period before another of this calendar.
  public func period(before period: FiscalPeriod) -> FiscalPeriod {
    self.period(containing: period.first.adding(days: -1))
  }

  /// The period named `2026-10` (by civil month) or `2026-P03` (by fiscal year and number);
  /// `nil` for any other text.
  public func period(named name: some StringProtocol) -> FiscalPeriod? {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let year = Self.number(parts[0], digits: 4), (2...9998).contains(year)
    else { return nil }
    let isNumbered = parts[1].hasPrefix("P")
    guard let number = Self.number(isNumbered ? parts[1].dropFirst() : parts[1], digits: 2),
      (1...periodsPerYear).contains(number)
    else { return nil }
    if let weeks {
      let period = period(year, number, weeks)
      return isNumbered || period.description == name ? period : nil
    }
    guard isNumbered else { return period(civilYear: year, month: number) }
    let index = (firstMonth == 1 ? year : year - 1) * 12 + firstMonth - 1 + number - 1
    return period(civilYear: index / 12, month: index % 12 + 1)
  }

  /// A number of exactly so many ASCII digits, without a sign.
  private static func number(_ text: some StringProtocol, digits: Int) -> Int? {
    guard text.utf8.count == digits, text.utf8.allSatisfy({ (48...57).contains($0) }) else {
      return nil
    }
    return Int(text)
  }

  /// The days of the fiscal year that holds a day.
  public func year(containing date: CivilDate) -> DateSpan {
    if let weeks {
      let year = fiscalYear(containing: date, weeks)
      return DateSpan(
        first: lastDay(ofYear: year - 1, weeks).adding(days: 1),
        end: lastDay(ofYear: year, weeks).adding(days: 1))
    }
    let period = period(containing: date)
    let first = period.first.adding(months: 1 - period.number)
    return DateSpan(first: first, end: first.adding(months: 12))
  }

  // MARK: Months

  private func period(civilYear year: Int, month: Int) -> FiscalPeriod {
    let number = (month - firstMonth + 12) % 12 + 1
    let fiscalYear = firstMonth == 1 || month < firstMonth ? year : year + 1
    let first = CivilDate(anyYear: year, month: month, day: 1)
    return FiscalPeriod(
      fiscalYear: fiscalYear, number: number,
      days: DateSpan(first: first, end: first.adding(months: 1)))
  }

  // MARK: Weeks

  private func period(_ year: Int, _ number: Int, _ weeks: Weeks) -> FiscalPeriod {
    let lengths = weeks.pattern.weeks
    let start = lastDay(ofYear: year - 1, weeks).adding(days: 1)
    let first = start.adding(days: 7 * lengths[..<(number - 1)].reduce(0, +))
    let end =
      number == lengths.count
      ? lastDay(ofYear: year, weeks).adding(days: 1)
      : first.adding(days: 7 * lengths[number - 1])
    return FiscalPeriod(
      fiscalYear: year, number: number, days: DateSpan(first: first, end: end))
  }

  private func lastDay(ofYear year: Int, _ weeks: Weeks) -> CivilDate {
    let monthEnd = CivilDate(
      anyYear: firstMonth == 1 ? year + 1 : year, month: firstMonth, day: 1
    ).adding(days: -1)
    let back = (monthEnd.weekday - weeks.lastWeekday + 7) % 7
    return monthEnd.adding(days: weeks.yearEnd == .last || back <= 3 ? -back : 7 - back)
  }

  /// A year ends at most six days before and three days after the end of a month, so a day lies in
  /// the year of its own name or in a neighbour.
  private func fiscalYear(containing date: CivilDate, _ weeks: Weeks) -> Int {
    var year = date.year - 1
    while lastDay(ofYear: year, weeks) < date { year += 1 }
    return year
  }
}

/// One period of a fiscal year: a half-open span of days with its number.
public struct FiscalPeriod: Hashable, Sendable, Comparable {
  /// The civil year in which the fiscal year ends.
  public let fiscalYear: Int
  /// Position in the year, from 1.
  public let number: Int
  /// The days of the period.
  public let days: DateSpan

  /// A period from its parts.
  public init(fiscalYear: Int, number: Int, days: DateSpan) {
    self.fiscalYear = fiscalYear
    self.number = number
    self.days = days
  }

  /// The stable id used in the warehouse: `fiscalYear × 100 + number`, e.g. 202610.
  public var id: Int32 { Int32(fiscalYear * 100 + number) }
  /// The first day.
  public var first: CivilDate { days.first }
  /// The first day after.
  public var end: CivilDate { days.end }
  /// The last day.
  public var last: CivilDate { days.last }
  /// By time.
  public static func < (a: FiscalPeriod, b: FiscalPeriod) -> Bool { a.first < b.first }
}

extension FiscalPeriod: CustomStringConvertible {
  /// `2026-10` when the number is the civil month, else `2026-P03`.
  public var description: String {
    let calendarMonth =
      first.day == 1 && first.month == number && first.year == fiscalYear
      && end == first.adding(months: 1)
    let digits = number < 10 ? "0\(number)" : "\(number)"
    return calendarMonth ? "\(fiscalYear)-\(digits)" : "\(fiscalYear)-P\(digits)"
  }
}
