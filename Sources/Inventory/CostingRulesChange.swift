public import AccountingValues

/// New costing rules of a pool from a day on. They take effect before that day's first movement, so the
/// caller gives the change before them, after the day's new standards. A periodic average changes only
/// where one of its periods begins.
public struct CostingRulesChange: Hashable, Sendable {
  /// The event's number, in the same series as the movements'.
  public var ordinal: Int32
  /// The pool.
  public var pool: Int32
  /// The first day of the new rules.
  public var date: CivilDate
  /// How what leaves is costed from then on.
  public var method: CostingMethod
  /// Over what an average is formed.
  public var averaging: AveragingPeriod
  /// What happens below zero.
  public var negativeStock: NegativeStockPolicy
  /// What linked customer returns come back at.
  public var returnCost: ReturnCostPolicy
  /// Where the cost of goods without a price comes from.
  public var missingPrice: MissingPriceChain
  /// What products of production orders come in at.
  public var outputCost: OutputCostPolicy

  /// A change of rules.
  public init(
    ordinal: Int32, pool: Int32, date: CivilDate, method: CostingMethod,
    averaging: AveragingPeriod = .fiscalPeriod, negativeStock: NegativeStockPolicy = .allow,
    returnCost: ReturnCostPolicy = .original, missingPrice: MissingPriceChain = .all,
    outputCost: OutputCostPolicy = .progress
  ) {
    self.ordinal = ordinal
    self.pool = pool
    self.date = date
    self.method = method
    self.averaging = averaging
    self.negativeStock = negativeStock
    self.returnCost = returnCost
    self.missingPrice = missingPrice
    self.outputCost = outputCost
  }
}
