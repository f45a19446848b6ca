/// A moment a source recorded, in microseconds; used only to order events of one day, never to
/// decide a date (that is the adapter's, with the company's time zone).
public struct Timestamp: Hashable, Sendable, Comparable {
  /// Microseconds since 1970-01-01 00:00.
  public let microsecondsSince1970: Int64

  /// A moment from its count of microseconds.
  public init(microsecondsSince1970: Int64) {
    self.microsecondsSince1970 = microsecondsSince1970
  }

  /// Midnight at the start of a day; the first or last moment for days some 290,000 years away.
  public init(startOf date: CivilDate) {
    let (micros, overflow) = Int64(date.daysSince1970)
      .multipliedReportingOverflow(by: 86_400_000_000)
    microsecondsSince1970 = overflow ? (date.daysSince1970 < 0 ? .min : .max) : micros
  }

  /// By time.
  public static func < (a: Timestamp, b: Timestamp) -> Bool {
    a.microsecondsSince1970 < b.microsecondsSince1970
  }
}

extension Timestamp: CustomStringConvertible {
  /// `2026-10-31 22:30:00.000000`.
  public var description: String {
    let day: Int64 = 86_400_000_000
    let days = microsecondsSince1970.floorDivided(by: day)
    // The start of the first day lies below 64 bits; the difference does not.
    let rest = microsecondsSince1970 &- days &* day
    func padded(_ value: Int64, _ width: Int) -> String {
      let digits = String(value)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let seconds = rest / 1_000_000
    let date = CivilDate(daysSince1970: Int32(clamping: days))
    return "\(date) \(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):"
      + "\(padded(seconds % 60, 2)).\(padded(rest % 1_000_000, 6))"
  }
}

extension Int64 {
  /// Division that rounds towards minus infinity.
  func floorDivided(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder != 0 && (remainder < 0) != (divisor < 0) ? quotient - 1 : quotient
  }
}
