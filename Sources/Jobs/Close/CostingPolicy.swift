import Definitions
import Inventory

/// How a company costs its stock: defaults, narrowed by category and item. The most specific choice
/// wins, each by itself: item, then category, then (for the method) what the source says of the item,
/// then the company's default.
struct CostingPolicy {
  /// What applies to one item.
  struct Choice {
    var method: CostingMethod
    var averaging: AveragingPeriod
    var negativeStock: NegativeStockPolicy
    var returnCost: ReturnCostPolicy
    /// The words that say who chose the method.
    var chosenBy: String
  }

  typealias Override = CompanyDefinition.Costing.Override

  private let all: Choice
  private var byItem: [String: Override] = [:]
  private var byCategory: [String: Override] = [:]
  /// Where the cost of goods without a price comes from.
  let missingPrice: MissingPriceChain
  /// Whether every location has pools of its own.
  let isByLocation: Bool
  /// Whether every lot has pools of its own.
  let isByLot: Bool

  /// One method for all, and the defaults for the rest.
  init(
    method: CostingMethod, averaging: AveragingPeriod = .fiscalPeriod,
    negativeStock: NegativeStockPolicy = .allow, returnCost: ReturnCostPolicy = .original,
    isByLocation: Bool = false
  ) {
    all = Choice(
      method: method, averaging: averaging, negativeStock: negativeStock, returnCost: returnCost,
      chosenBy: "company")
    missingPrice = .all
    self.isByLocation = isByLocation
    isByLot = false
  }

  /// The policy that a company's file states.
  init(_ costing: CompanyDefinition.Costing) {
    all = Choice(
      method: costing.method, averaging: costing.averaging, negativeStock: costing.negativeStock,
      returnCost: costing.returnCost, chosenBy: "company")
    isByLocation = costing.level == .location
    isByLot = costing.level == .lot
    missingPrice = MissingPriceChain(costing.missingPrice.compactMap(\.source))
    for entry in costing.overrides {
      switch entry.value.scope {
      case .item(let number): byItem[number] = entry.value
      case .category(let category): byCategory[category] = entry.value
      }
    }
  }

  /// The rules of an item.
  func rules(number: String, category: String, stated: String?) -> Choice {
    var choice = all
    if let method = stated.flatMap({ CostingMethod(rawValue: $0) }) {
      choice.method = method
      choice.chosenBy = "source"
    }
    if let override = byCategory[category] { choice.take(override, of: "category \(category)") }
    if let override = byItem[number] { choice.take(override, of: "item \(number)") }
    return choice
  }

  /// Whether the source states a method for an item that no override replaces and that is not there.
  func lacksMethod(number: String, category: String, stated: String?) -> Bool {
    guard let stated, CostingMethod(rawValue: stated) == nil else { return false }
    return byItem[number]?.method == nil && byCategory[category]?.method == nil
  }

  /// Whether some pools hold less than all of an item, so that goods may change pool.
  func isNarrowed(_ pools: [CostPool]) -> Bool {
    isByLocation || isByLot || pools.contains { $0.method == .specific }
  }
}

extension CostingPolicy.Choice {
  fileprivate mutating func take(_ override: CostingPolicy.Override, of whom: String) {
    if let method = override.method {
      self.method = method
      chosenBy = whom
    }
    averaging = override.averaging ?? averaging
    negativeStock = override.negativeStock ?? negativeStock
    returnCost = override.returnCost ?? returnCost
  }
}

extension CompanyDefinition.Costing.PriceSource {
  /// The engine's name of it; zero is the end of every chain.
  fileprivate var source: MissingPriceChain.Source? {
    switch self {
    case .document: .document
    case .purchaseOrder: .purchaseOrder
    case .lastLayer: .lastLayer
    case .standard: .standard
    case .zero: nil
    }
  }
}
