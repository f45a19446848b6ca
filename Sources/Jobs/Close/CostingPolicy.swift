import AccountingValues
import Definitions
import Inventory

/// How a company costs its stock: defaults, narrowed by category and item. The most specific choice
/// wins, each by itself: item, then category, then (for the method) what the source says of the item,
/// then the company's default. A choice from a day on replaces what was said of the same before.
struct CostingPolicy {
  /// What applies to one item.
  struct Choice {
    var method: CostingMethod
    var averaging: AveragingPeriod
    var negativeStock: NegativeStockPolicy
    var returnCost: ReturnCostPolicy
    /// Where the cost of goods without a price comes from.
    var missingPrice: MissingPriceChain
    /// What products come in at.
    var outputCost: OutputCostPolicy
    /// The words that say who chose the method.
    var chosenBy: String
  }

  typealias Override = CompanyDefinition.Costing.Override

  private let all: Choice
  /// What the company says of all items from some day on; these lists begin with the oldest.
  private var byDay: [Override] = []
  private var byItem: [String: [Override]] = [:]
  private var byCategory: [String: [Override]] = [:]
  /// What days of closed periods were filed with, the oldest first.
  private var filed: [Dated<CostingPolicy>.Earlier] = []
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
      missingPrice: .all, outputCost: .progress, chosenBy: "company")
    self.isByLocation = isByLocation
    isByLot = false
  }

  /// The policy that a company's file states, after what it stated when earlier days were filed.
  init(_ costing: Dated<CompanyDefinition.Costing>) {
    self.init(costing.current)
    filed = costing.earlier.map { .init(end: $0.end, CostingPolicy($0.value)) }
  }

  /// The policy that a company's file states.
  init(_ costing: CompanyDefinition.Costing) {
    all = Choice(
      method: costing.method, averaging: costing.averaging, negativeStock: costing.negativeStock,
      returnCost: costing.returnCost,
      missingPrice: MissingPriceChain(costing.missingPrice.compactMap(\.source)),
      outputCost: costing.outputCost, chosenBy: "company")
    isByLocation = costing.level == .location
    isByLot = costing.level == .lot
    let overrides = costing.overrides.map(\.value).sorted {
      ($0.validFrom ?? .earliest) < ($1.validFrom ?? .earliest)
    }
    for override in overrides {
      switch override.scope {
      case .item(let number): byItem[number, default: []].append(override)
      case .category(let category): byCategory[category, default: []].append(override)
      case .company: byDay.append(override)
      }
    }
  }

  /// Where the cost of goods without a price comes from, on a day.
  func missingPrice(on day: CivilDate) -> MissingPriceChain {
    for before in filed where day < before.end { return before.value.all.missingPrice }
    return all.missingPrice
  }

  /// The rules of an item on a day: those that were filed with it, else the current ones.
  func rules(number: String, category: String, stated: String?, on day: CivilDate) -> Choice {
    for before in filed where day < before.end {
      return before.value.rules(number: number, category: category, stated: stated, on: day)
    }
    var choice = all
    choice.take(byDay, of: "company", on: day)
    if let method = stated.flatMap({ CostingMethod(rawValue: $0) }) {
      choice.method = method
      choice.chosenBy = Choice.source
    }
    choice.take(byCategory[category] ?? [], of: "category \(category)", on: day)
    choice.take(byItem[number] ?? [], of: "item \(number)", on: day)
    return choice
  }

  /// The days after the first one on which the rules of an item change, with the new ones: days that
  /// a choice is valid from, and those on which the current configuration follows a filed one.
  func changes(
    number: String, category: String, stated: String?, after first: CivilDate,
    through last: CivilDate
  ) -> [(day: CivilDate, rules: Choice)] {
    let days = (filed.map(\.value) + [self]).flatMap { policy in
      (policy.byDay + (policy.byCategory[category] ?? []) + (policy.byItem[number] ?? []))
        .compactMap(\.validFrom)
    }
    return Set(days + filed.map(\.end)).filter { $0 > first && $0 <= last }.sorted()
      .map { ($0, rules(number: number, category: category, stated: stated, on: $0)) }
  }

  /// The last choice of a method for the company as a whole that begins on a day, until another one.
  func companyMethod(until day: CivilDate) -> (method: CostingMethod, from: CivilDate)? {
    byDay.last { $0.method != nil && ($0.validFrom ?? .earliest) <= day }.flatMap { override in
      guard let method = override.method, let from = override.validFrom else { return nil }
      return (method, from)
    }
  }

  /// Whether the source states a method for an item that no override replaces and that is not there.
  func lacksMethod(number: String, category: String, stated: String?) -> Bool {
    guard let stated, CostingMethod(rawValue: stated) == nil else { return false }
    return ((byItem[number] ?? []) + (byCategory[category] ?? [])).allSatisfy { $0.method == nil }
  }

  /// Whether some pools hold less than all of an item, so that goods may change pool.
  func isNarrowed(_ pools: [CostPool]) -> Bool {
    isByLocation || isByLot || pools.contains { $0.method == .specific }
  }
}

extension CostingPolicy.Choice {
  /// Who chose the method that the source states for an item.
  fileprivate static let source = "source"

  /// Whether the method is the one that the source states for the item.
  var isStatedBySource: Bool { chosenBy == Self.source }

  /// Takes over what counts on a day.
  fileprivate mutating func take(
    _ overrides: [CostingPolicy.Override], of whom: String, on day: CivilDate
  ) {
    for override in overrides where override.validFrom.map({ $0 <= day }) ?? true {
      if let method = override.method {
        self.method = method
        chosenBy = whom + (override.validFrom.map { " from \($0)" } ?? "")
      }
      averaging = override.averaging ?? averaging
      negativeStock = override.negativeStock ?? negativeStock
      returnCost = override.returnCost ?? returnCost
    }
  }

  /// Whether both cost alike, whoever chose it.
  func isSame(as other: Self) -> Bool {
    method == other.method && negativeStock == other.negativeStock
      && returnCost == other.returnCost && missingPrice == other.missingPrice
      && outputCost == other.outputCost
      && (averaging == other.averaging || method != .periodicAverage)
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
