/// How a company's years divide into periods. Monthly years may start in any month; the fiscal year
/// is named by the civil year in which it ends.
public struct FiscalCalendar: Hashable, Sendable {
  /// The month a fiscal year starts in, `1 … 12`.
  public let firstMonth: Int

  /// Monthly periods of years that start on the first of `firstMonth`; `nil` outside `1 … 12`.
  public init?(monthlyFrom firstMonth: Int) {
    guard (1...12).contains(firstMonth) else { return nil }
    self.firstMonth = firstMonth
  }

  /// The period that holds a day.
  public func period(containing date: CivilDate) -> FiscalPeriod {
    let (year, month, _) = date.components
    return period(civilYear: year, month: month)
  }

  /// The period after another of this calendar.
  public func period(after period: FiscalPeriod) -> FiscalPeriod {
    self.period(containing: period.end)
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
    if parts[1].hasPrefix("P") {
      guard let number = Self.number(parts[1].dropFirst(), digits: 2), (1...12).contains(number)
      else { return nil }
      let index = (firstMonth == 1 ? year : year - 1) * 12 + firstMonth - 1 + number - 1
      return period(civilYear: index / 12, month: index % 12 + 1)
    }
    guard let month = Self.number(parts[1], digits: 2), (1...12).contains(month) else { return nil }
    return period(civilYear: year, month: month)
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
    let period = period(containing: date)
    let first = period.first.adding(months: 1 - period.number)
    return DateSpan(first: first, end: first.adding(months: 12))
  }

  private func period(civilYear year: Int, month: Int) -> FiscalPeriod {
    let number = (month - firstMonth + 12) % 12 + 1
    let fiscalYear = firstMonth == 1 || month < firstMonth ? year : year + 1
    let first = CivilDate(anyYear: year, month: month, day: 1)
    return FiscalPeriod(
      fiscalYear: fiscalYear, number: number,
      days: DateSpan(first: first, end: first.adding(months: 1)))
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
    let calendarMonth = first.day == 1 && first.month == number && first.year == fiscalYear
    let digits = number < 10 ? "0\(number)" : "\(number)"
    return calendarMonth ? "\(fiscalYear)-\(digits)" : "\(fiscalYear)-P\(digits)"
  }
}
