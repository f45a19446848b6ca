public import AccountingValues

/// Days from purchase order to receipt as they really were.
public struct LeadTimeStatistics: Hashable, Sendable {
  /// The observed lead times in days, shortest first.
  public let days: [Int]
  /// Mean in days.
  public let mean: Double
  /// Sample standard deviation in days; 0 for a single observation.
  public let deviation: Double

  /// Statistics of observed lead times; `nil` without any. A receipt before its order is no
  /// observation and is left out.
  public init?(days observed: some Sequence<Int>) {
    let days = observed.filter { $0 >= 0 }.sorted()
    guard !days.isEmpty else { return nil }
    self.days = days
    let mean = Double(days.reduce(0, +)) / Double(days.count)
    var squares = 0.0
    for day in days {
      let difference = Double(day) - mean
      squares += difference * difference
    }
    self.mean = mean
    deviation = days.count > 1 ? (squares / Double(days.count - 1)).squareRoot() : 0
  }

  /// Statistics of (ordered, received) dates.
  public init?(orders: some Sequence<(ordered: CivilDate, received: CivilDate)>) {
    self.init(days: orders.map { $0.received.days(since: $0.ordered) })
  }

  /// The lead time not exceeded with a probability: the shortest that at least so many thousandths
  /// of the observations keep.
  public func notExceeded(perMille: Int) -> Int {
    let needed = max(1, (days.count * min(1_000, max(0, perMille)) + 999) / 1_000)
    return days[needed - 1]
  }
}
