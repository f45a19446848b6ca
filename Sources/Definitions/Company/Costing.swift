public import AccountingValues
public import Inventory

extension CompanyDefinition {
  /// How a company's stock is costed (ACCOUNTING §2).
  public struct Costing: Hashable, Sendable {
    /// The method of items without override.
    public var method: CostingMethod
    /// Over what `periodic_average` forms its average.
    public var averaging: AveragingPeriod
    /// What a cost pool is.
    public var level: Level
    /// Whether receipts of a day come before its issues, whatever their time.
    public var sameDay: SameDay
    /// What happens when more leaves a pool than it holds.
    public var negativeStock: NegativeStockPolicy
    /// What a linked customer return comes back at.
    public var returnCost: ReturnCostPolicy
    /// Where the cost of a receipt without price comes from, first hit wins.
    public var missingPrice: [PriceSource]
    /// What products of production orders come in at.
    public var outputCost: OutputCostPolicy
    /// Other rules for some items or from a day on; item beats category, category the company.
    public var overrides: [Placed<Override>]

    /// What a cost pool is.
    public enum Level: String, Hashable, Sendable, CaseIterable {
      case company, location, lot
    }

    /// The order of one day's events.
    public enum SameDay: String, Hashable, Sendable, CaseIterable {
      case asRecorded = "as_recorded"
      case receiptsFirst = "receipts_first"
    }

    /// Where a missing price comes from.
    public enum PriceSource: String, Hashable, Sendable, CaseIterable {
      case document
      case purchaseOrder = "purchase_order"
      case lastLayer = "last_layer"
      case standard, zero
    }

    /// Other rules for one item, one category or all, always or from a day on; what is `nil` stays as
    /// it is.
    public struct Override: Hashable, Sendable {
      /// What the rules are for.
      public enum Scope: Hashable, Sendable {
        case item(String)
        case category(String)
        case company
      }

      /// What the rules are for.
      public var scope: Scope
      /// The first day they hold; always if `nil`.
      public var validFrom: CivilDate?
      /// The method.
      public var method: CostingMethod?
      /// Over what a periodic average is formed.
      public var averaging: AveragingPeriod?
      /// What happens below zero.
      public var negativeStock: NegativeStockPolicy?
      /// What a linked customer return comes back at.
      public var returnCost: ReturnCostPolicy?
    }
  }
}
