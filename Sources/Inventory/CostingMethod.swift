/// How a pool finds the cost of what leaves it (ACCOUNTING §2).
public enum CostingMethod: String, Hashable, Sendable, CaseIterable {
  /// Oldest layers first.
  case fifo
  /// Newest layers first, perpetual.
  case lifo
  /// Highest unit cost first, then oldest.
  case hifo
  /// The named lot's or serial number's layers, oldest first.
  case specific
  /// round(pool value × q ÷ pool quantity), from one running pool.
  case movingAverage = "moving_average"
  /// round(total left × q ÷ quantity left) of all that a day, week or fiscal period brought in.
  case periodicAverage = "periodic_average"
  /// The pool is always worth round(standard × quantity).
  case standard
}

/// Over what `periodicAverage` forms its average. A week runs from Monday to Sunday; both it and a
/// day end with the fiscal period at the latest.
public enum AveragingPeriod: String, Hashable, Sendable, CaseIterable {
  /// Each day.
  case day
  /// Each week.
  case week
  /// Each fiscal period.
  case fiscalPeriod = "period"
}

extension CostingMethod {
  /// Whether the pool has one value and its layers only say what all of them cost.
  var isAverage: Bool { self == .movingAverage || self == .periodicAverage }

  /// Whether value lives in the layers rather than in the pool as a whole.
  public var isLayered: Bool {
    switch self {
    case .fifo, .lifo, .hifo, .specific: true
    case .movingAverage, .periodicAverage, .standard: false
    }
  }
}

/// What happens when more leaves a pool than it holds.
public enum NegativeStockPolicy: String, Hashable, Sendable, CaseIterable {
  /// The part without stock leaves at the last consumed unit cost and is trued up by what comes in.
  case allow
  /// The whole movement is quarantined with a finding.
  case refuse
}

/// What a customer return that names its delivery comes back at.
public enum ReturnCostPolicy: String, Hashable, Sendable, CaseIterable {
  /// Pro rata of the delivery's cost.
  case original
  /// The unit cost that the method would issue without stock: last consumed layer, last average,
  /// standard.
  case method
}

/// What a product comes in at.
public enum OutputCostPolicy: String, Hashable, Sendable, CaseIterable {
  /// Its part of what its order has cost so far; the end of the order settles the rest.
  case progress
  /// Its standard, where it has one; the rest of the order's cost is production variance. Pools costed at
  /// standard always do.
  case standard
}
