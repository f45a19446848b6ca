import AccountingValues
import Warehouse

/// Which periods close by themselves: with `close: working_day 5` those that ended at least five
/// working days ago. Monday to Friday are working days; holidays are not known.
///
///     October 2026 ends on a Saturday   working day 5 is Friday, 6 November
struct PeriodsDue {
  /// How many working days after its end a period closes.
  let workingDays: Int
  /// The last day that counts.
  let asOf: CivilDate

  /// The periods to close, oldest first. One that somebody has opened again waits for that person, and
  /// all after it wait too, because periods close in order.
  func periods(among records: [PeriodRecord]) -> [FiscalPeriod] {
    records.filter { $0.state != .closed }.sorted { $0.period < $1.period }
      .prefix { $0.state == .open && isDue($0.period) }.map(\.period)
  }

  /// Whether so many working days have passed.
  private func isDue(_ period: FiscalPeriod) -> Bool {
    period.last < asOf && Self.workingDay(workingDays, after: period.last) <= asOf
  }

  /// The n-th working day after a day.
  static func workingDay(_ count: Int, after day: CivilDate) -> CivilDate {
    var day = day
    var left = count
    while left > 0 {
      day = day.adding(days: 1)
      if day.weekday <= 5 { left -= 1 }
    }
    return day
  }
}
