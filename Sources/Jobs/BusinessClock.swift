public import AccountingValues
import Foundation

/// The one place that reads the wall clock. A run reads it once, and records what it read.
public struct BusinessClock: Sendable {
  /// The moment, as seconds since 1970.
  public let secondsSince1970: Int64

  /// The clock as it stands now.
  public static func now() -> BusinessClock {
    BusinessClock(secondsSince1970: Int64(Date().timeIntervalSince1970.rounded(.down)))
  }

  /// A clock that stands at a given moment.
  public init(secondsSince1970: Int64) { self.secondsSince1970 = secondsSince1970 }

  /// The moment, for run records.
  public var timestamp: Timestamp {
    Timestamp(microsecondsSince1970: secondsSince1970 * 1_000_000)
  }

  /// The civil day of the moment, in UTC.
  var today: CivilDate {
    CivilDate(
      daysSince1970: Int32(
        clamping: secondsSince1970 >= 0
          ? secondsSince1970 / 86_400 : (secondsSince1970 - 86_399) / 86_400))
  }

  /// The last civil day that is over in a time zone: the as-of day of a run that names none.
  ///
  /// - Returns: `nil` when the system does not know the zone.
  public func lastFinishedDay(inZone identifier: String) -> CivilDate? {
    guard let zone = TimeZone(identifier: identifier) else { return nil }
    let offset = zone.secondsFromGMT(
      for: Date(timeIntervalSince1970: TimeInterval(secondsSince1970)))
    let local = secondsSince1970 + Int64(offset)
    let day = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
    return CivilDate(daysSince1970: Int32(clamping: day - 1))
  }
}
