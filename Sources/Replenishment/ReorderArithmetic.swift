import AccountingValues

/// A computed quantity with the sum that led to it.
struct Explained {
  var quantity: Quantity
  var text: String
}

/// The formulas of the policies. Statistics are Double with + − × ÷ √ in the order written here,
/// rounded once to a quantity.
struct ReorderArithmetic {
  /// Why a formula cannot be computed.
  enum Gap: Error {
    case noDemand
    case noLeadTime
    case noHistoryOfLeadTimes
    case invalid(ValueError)
  }

  var demand: DemandStatistics?
  var leadTimes: LeadTimeStatistics?
  /// Lead time where history has none: the supplier's or the policy's.
  var statedLeadTimeDays: Int?

  /// The quantity at which to order.
  func point(_ rule: ReorderPolicy.Point) throws(Gap) -> Explained {
    switch rule {
    case .stated(let quantity):
      return Explained(quantity: quantity, text: "reorder point \(quantity)")
    case .simple(let minimum):
      return try over("reorder point", plus: Double(minimum.micros), "+ minimum \(minimum)")
    case .safetyFactor(let micros):
      return try safetyFactor(micros)
    case .leadTimeDeviation(let micros, let deviation):
      let safety = Double(micros) / 1_000_000 * Double(deviation.micros)
      return try over(
        "reorder point", plus: safety,
        "+ \(FixedPointText.text(micros, decimals: 6)) × \(deviation)")
    case .leadTimePercentile(let perMille):
      guard let demand else { throw .noDemand }
      guard let leadTimes else { throw .noHistoryOfLeadTimes }
      let days = leadTimes.notExceeded(perMille: perMille)
      let quantity = try rounded(demand.meanMicros * Double(days))
      return Explained(
        quantity: quantity,
        text:
          "reorder point \(quantity) = \(perDay(demand)) a day × \(counted(days, "day")) not exceeded in "
          + "\(FixedPointText.text(perMille, decimals: 1)) % of \(counted(leadTimes.days.count, "receipt"))"
      )
    }
  }

  /// EOQ = √(2·D·S ÷ H), Harris, “How many parts to make at once” (1913).
  func economicQuantity(
    orderCostMinor: Int64, holdingCostMinor: Int64
  ) throws(Gap) -> Explained {
    guard let demand, demand.total > .zero else { throw .noDemand }
    guard orderCostMinor > 0, holdingCostMinor > 0 else { throw .invalid(.divisionByZero) }
    let yearly = demand.meanMicros * 365 / 1_000_000
    let units = (2 * yearly * Double(orderCostMinor) / Double(holdingCostMinor)).squareRoot()
    let quantity = try rounded(units * 1_000_000)
    let shown = try rounded(yearly * 1_000_000)
    return Explained(
      quantity: quantity,
      text:
        "economic quantity \(quantity) = √(2 × \(shown) a year × order cost \(orderCostMinor) ÷ "
        + "holding cost \(holdingCostMinor))")
  }

  /// Days from order to receipt, and where they come from.
  var leadTime: (days: Double, text: String)? {
    if let leadTimes {
      let text = decimals(leadTimes.mean)
      return (leadTimes.mean, "\(text) days (mean of \(counted(leadTimes.days.count, "receipt")))")
    }
    return statedLeadTimeDays.map { (Double($0), "\(counted($0, "day")) (stated)") }
  }

  /// d·L + something.
  private func over(
    _ name: String, plus safety: Double, _ safetyText: String
  ) throws(Gap) -> Explained {
    guard let demand else { throw .noDemand }
    guard let leadTime else { throw .noLeadTime }
    let quantity = try rounded(demand.meanMicros * leadTime.days + safety)
    return Explained(
      quantity: quantity,
      text: "\(name) \(quantity) = \(perDay(demand)) a day × \(leadTime.text) \(safetyText)")
  }

  private func safetyFactor(_ micros: Int64) throws(Gap) -> Explained {
    guard let demand else { throw .noDemand }
    guard let leadTime else { throw .noLeadTime }
    let spread = leadTimes?.deviation ?? 0
    let mean = demand.meanMicros
    let variance =
      leadTime.days * (demand.deviationMicros * demand.deviationMicros)
      + mean * mean * (spread * spread)
    let safety = Double(micros) / 1_000_000 * variance.squareRoot()
    let deviation = try rounded(demand.deviationMicros)
    return try over(
      "reorder point", plus: safety,
      "+ \(FixedPointText.text(micros, decimals: 6)) × √(\(decimals(leadTime.days)) × \(deviation)² + "
        + "\(perDay(demand))² × \(decimals(spread))²)")
  }

  /// Mean demand of a day for print, from the exact total.
  private func perDay(_ demand: DemandStatistics) -> Quantity {
    do {
      return Quantity(
        micros: try Rounding.scaled(demand.total.micros, times: 1, over: Int64(demand.days)))
    } catch { accountingFault("a total over at least one day fits where the total does") }
  }

  private func decimals(_ number: Double) -> String {
    guard let hundredths = Int64(exactly: (number * 100).rounded(.toNearestOrAwayFromZero)) else {
      return "\(number)"
    }
    return FixedPointText.text(hundredths, decimals: 2)
  }

  private func rounded(_ micros: Double) throws(Gap) -> Quantity {
    guard let whole = Int64(exactly: micros.rounded(.toNearestOrAwayFromZero)) else {
      throw .invalid(.outOfRange)
    }
    return Quantity(micros: whole)
  }
}
