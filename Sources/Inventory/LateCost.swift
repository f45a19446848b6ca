public import AccountingValues

/// A charge or credit that reaches a receipt after it was valued: a bill at another price, landed
/// cost, a supplier's discount or rebate (negative). Allocation over the receipt's lines has
/// happened; each line is one event. A charge dated before its receipt waits on its clearing account
/// until then, so the caller gives it right after the receipt.
public struct LateCost: Hashable, Sendable {
  /// The event's number, in the same series as the movements'.
  public var ordinal: Int32
  /// The receipt, opening or output that it belongs to; that movement carries the flag `named`.
  public var receipt: Int32
  /// The charge's own accounting date; every share is dated on it, stock and cost of sales alike.
  public var date: CivilDate
  /// The charge in minor units; negative for a credit.
  public var valueMinor: Int64

  /// A late cost.
  public init(ordinal: Int32, receipt: Int32, date: CivilDate, valueMinor: Int64) {
    self.ordinal = ordinal
    self.receipt = receipt
    self.date = date
    self.valueMinor = valueMinor
  }
}

/// A new standard cost of a pool. It takes effect before that day's first movement, so the caller
/// gives it before them.
public struct StandardCostChange: Hashable, Sendable {
  /// The event's number, in the same series as the movements'.
  public var ordinal: Int32
  /// The pool.
  public var pool: Int32
  /// The first day of the new standard.
  public var date: CivilDate
  /// The new standard in 10⁻⁶ major currency units per stock unit, not negative.
  public var standardCostMicros: Int64

  /// A change of standard.
  public init(ordinal: Int32, pool: Int32, date: CivilDate, standardCostMicros: Int64) {
    self.ordinal = ordinal
    self.pool = pool
    self.date = date
    self.standardCostMicros = standardCostMicros
  }
}
