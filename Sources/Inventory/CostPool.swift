/// The rules of one cost pool: (company, item) by default, narrowed by location or lot. Pools are
/// numbered densely from 0; goods owned by others get pools of their own.
public struct CostPool: Hashable, Sendable {
  /// How what leaves is costed.
  public var method: CostingMethod
  /// Over what an average is formed; only `periodicAverage` looks at it.
  public var averaging: AveragingPeriod
  /// What happens below zero.
  public var negativeStock: NegativeStockPolicy
  /// What linked customer returns come back at.
  public var returnCost: ReturnCostPolicy
  /// Whether the goods are ours. Goods of others have quantity without value.
  public var isOwned: Bool
  /// The standard at the start, in 10⁻⁶ major currency units per stock unit; `nil` when none is
  /// known. Required by `standard`; for other methods a step of the missing-price chain.
  public var standardCostMicros: Int64?
  /// Where the cost of goods without a price comes from.
  public var missingPrice: MissingPriceChain
  /// What products of production orders come in at.
  public var outputCost: OutputCostPolicy

  /// A pool's rules.
  public init(
    method: CostingMethod, negativeStock: NegativeStockPolicy = .allow,
    returnCost: ReturnCostPolicy = .original, isOwned: Bool = true,
    standardCostMicros: Int64? = nil, missingPrice: MissingPriceChain = .all,
    averaging: AveragingPeriod = .fiscalPeriod, outputCost: OutputCostPolicy = .progress
  ) {
    self.method = method
    self.averaging = averaging
    self.negativeStock = negativeStock
    self.returnCost = returnCost
    self.isOwned = isOwned
    self.standardCostMicros = standardCostMicros
    self.missingPrice = missingPrice
    self.outputCost = outputCost
  }
}

extension CostPool {
  /// Whether products come in at a standard, so that the rest of their order's cost is variance.
  public var takesOutputAtStandard: Bool {
    method == .standard || outputCost == .standard && standardCostMicros != nil
  }
}
