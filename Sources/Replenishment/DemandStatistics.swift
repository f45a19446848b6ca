public import AccountingValues

/// Demand of one item at one location on a day; returns negative.
public struct DemandEvent: Hashable, Sendable {
  /// The day.
  public var date: CivilDate
  /// How much went out.
  public var quantity: Quantity

  /// An event.
  public init(date: CivilDate, quantity: Quantity) {
    self.date = date
    self.quantity = quantity
  }
}

/// Mean and spread of daily demand over a window of days.
public struct DemandStatistics: Hashable, Sendable {
  /// Net demand in the window.
  public let total: Quantity
  /// Days of the window; those without demand count. For an item younger than the window, the days
  /// since its first demand.
  public let days: Int
  /// Mean per day, in millionths.
  public let meanMicros: Double
  /// Sample standard deviation of a day, in millionths; 0 for a single day.
  public let deviationMicros: Double

  /// Statistics of the days of `window` from events in any order. Events before the window only tell
  /// since when the item has been sold; later ones are ignored. `nil` when the window is empty or
  /// lies before the first demand.
  ///
  /// - Throws: `ValueError.outOfRange`.
  public init?(_ events: [DemandEvent], window: DateSpan) throws(ValueError) {
    guard let firstDay = events.lazy.map(\.date).min() else { return nil }
    let start = max(window.first, firstDay)
    let days = window.end.days(since: start)
    guard days > 0 else { return nil }
    var daily = [Int64](repeating: 0, count: days)
    var total: Int64 = 0
    for event in events where event.date >= start && event.date < window.end {
      let day = event.date.days(since: start)
      let (sum, dayOverflow) = daily[day].addingReportingOverflow(event.quantity.micros)
      let (all, overflow) = total.addingReportingOverflow(event.quantity.micros)
      if dayOverflow || overflow { throw .outOfRange }
      daily[day] = sum
      total = all
    }
    self.init(total: Quantity(micros: total), days: days, daily: daily)
  }

  /// Statistics where only the mean is known: a total over so many days.
  public init?(total: Quantity, days: Int) {
    guard days > 0 else { return nil }
    self.init(total: total, days: days, daily: [])
  }

  private init(total: Quantity, days: Int, daily: [Int64]) {
    self.total = total
    self.days = days
    let mean = Double(total.micros) / Double(days)
    var squares = 0.0
    for quantity in daily {
      let difference = Double(quantity) - mean
      squares += difference * difference
    }
    meanMicros = mean
    deviationMicros = daily.count > 1 ? (squares / Double(daily.count - 1)).squareRoot() : 0
  }
}
