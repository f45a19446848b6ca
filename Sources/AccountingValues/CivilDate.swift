/// A civil day of the proleptic Gregorian calendar, without a time zone: `2026-10-31`.
public struct CivilDate: Hashable, Sendable, Comparable, BitwiseCopyable {
  /// Days since 1970-01-01; negative before it.
  public let daysSince1970: Int32

  /// The day that many days after 1970-01-01.
  public init(daysSince1970: Int32) { self.daysSince1970 = daysSince1970 }

  /// Earliest day accepted from input: 0001-01-01.
  public static let earliest = CivilDate(daysSince1970: -719_162)
  /// Latest day accepted from input: 9999-12-31.
  public static let latest = CivilDate(daysSince1970: 2_932_896)

  /// A day by year `1 … 9999`, month and day of month; `nil` when there is no such day.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= Self.daysInMonth(year: year, month: month)
    else { return nil }
    self.init(anyYear: year, month: month, day: day)
  }

  /// A day that is known to exist, in any year: calendars reach a little beyond what input may say.
  init(anyYear year: Int, month: Int, day: Int) {
    // Howard Hinnant, “chrono-compatible low-level date algorithms”: days_from_civil.
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    daysSince1970 = Int32(era * 146_097 + dayOfEra - 719_468)
  }

  /// Reads `2026-10-31`; `nil` for any other text.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else {
      return nil
    }
    func number(_ range: Range<Int>) -> Int? {
      var value = 0
      for byte in bytes[range] {
        guard (48...57).contains(byte) else { return nil }
        value = value * 10 + Int(byte - 48)
      }
      return value
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10) else {
      return nil
    }
    self.init(year: year, month: month, day: day)
  }

  /// Year, month `1 … 12` and day of month.
  public var components: (year: Int, month: Int, day: Int) {
    // civil_from_days of the same paper.
    let z = Int(daysSince1970) + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shifted + 2) / 5 + 1
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// The year.
  public var year: Int { components.year }
  /// The month, `1 … 12`.
  public var month: Int { components.month }
  /// The day of the month.
  public var day: Int { components.day }
  /// ISO weekday: Monday is 1, Sunday 7.
  public var weekday: Int {
    let sinceMonday = (Int(daysSince1970) + 3) % 7
    return (sinceMonday + 7) % 7 + 1
  }

  /// The day so many days later, or earlier when negative.
  public func adding(days: Int) -> CivilDate {
    let (sum, overflow) = Int(daysSince1970).addingReportingOverflow(days)
    guard !overflow, let number = Int32(exactly: sum) else {
      accountingFault("day arithmetic left the range of dates: \(self) + \(days)")
    }
    return CivilDate(daysSince1970: number)
  }

  /// The same day of the month so many months later; the month's last day when it has no such day.
  public func adding(months: Int) -> CivilDate {
    let (year, month, day) = components
    let (index, overflow) = (year * 12 + month - 1).addingReportingOverflow(months)
    let target = index.quotientAndRemainder(dividingBy: 12)
    let before = target.remainder < 0
    let (newYear, newMonth) = (
      before ? target.quotient - 1 : target.quotient,
      before ? target.remainder + 13 : target.remainder + 1
    )
    guard !overflow, (-5_000_000...5_000_000).contains(newYear) else {
      accountingFault("month arithmetic left the range of dates: \(self) + \(months) months")
    }
    let last = Self.daysInMonth(year: newYear, month: newMonth)
    return CivilDate(anyYear: newYear, month: newMonth, day: min(day, last))
  }

  /// Whole days from `earlier` to this day.
  public func days(since earlier: CivilDate) -> Int {
    Int(daysSince1970) - Int(earlier.daysSince1970)
  }

  /// How many days a month has.
  public static func daysInMonth(year: Int, month: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// By time.
  public static func < (a: CivilDate, b: CivilDate) -> Bool {
    a.daysSince1970 < b.daysSince1970
  }
}

extension CivilDate: CustomStringConvertible {
  /// `2026-10-31`.
  public var description: String {
    let (year, month, day) = components
    func padded(_ value: Int, _ width: Int) -> String {
      let digits = String(value)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }
}

/// A half-open span of civil days, `[first, end)`.
public struct DateSpan: Hashable, Sendable {
  /// The first day inside.
  public let first: CivilDate
  /// The first day after; equal to `first` for an empty span.
  public let end: CivilDate

  /// A span from its first day to the first day after it. An `end` before `first` is empty.
  public init(first: CivilDate, end: CivilDate) {
    self.first = first
    self.end = max(first, end)
  }

  /// Whether a day lies inside.
  public func contains(_ date: CivilDate) -> Bool { date >= first && date < end }
  /// The last day inside; the day before `first` for an empty span.
  public var last: CivilDate { end.adding(days: -1) }
}
