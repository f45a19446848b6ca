import AccountingValues
import Inventory

/// Stock, cost of sales and margin of one company as its books have them, and as other costing methods
/// would make them from the same rows.
///
///     received 10 for 100.00, then 10 for 120.00, sold 10 for 150.00
///     fifo     stock 120.00   cost of sales 100.00   margin 50.00
///     lifo     stock 100.00   cost of sales 120.00   margin 30.00
///
/// The rows are read once; only stock is costed again. Each method counts from go-live on, so that
/// what it adds to stock it takes from cost: in the end both sides tell of the same purchases.
struct CostingComparison {
  /// What one method makes of an item, or of all.
  struct Figures: Equatable {
    var quantityMicros: Int64 = 0
    /// At cost.
    var stockMinor: Int64 = 0
    /// What of it is written down to net realisable value.
    var allowanceMinor: Int64 = 0
    /// Positive for cost, less what write-downs release with the units sold.
    var costOfSalesMinor: Int64 = 0
    /// Counts, scrap, variances, revaluations and write-downs, positive for cost.
    var otherCostMinor: Int64 = 0

    static func + (a: Figures, b: Figures) -> Figures {
      Figures(
        quantityMicros: a.quantityMicros + b.quantityMicros,
        stockMinor: a.stockMinor + b.stockMinor,
        allowanceMinor: a.allowanceMinor + b.allowanceMinor,
        costOfSalesMinor: a.costOfSalesMinor + b.costOfSalesMinor,
        otherCostMinor: a.otherCostMinor + b.otherCostMinor)
    }
  }

  /// All stock costed one way.
  struct Scenario {
    /// `nil` for the methods of the books.
    let method: CostingMethod?
    /// Why the books may not be kept so; `nil` where they may.
    let objection: String?
    let byItem: [Int32: Figures]
    /// The method that was applied, by item.
    let applied: [Int32: CostingMethod]
    /// How many items keep their own method for want of a standard.
    let withoutStandard: Int
    /// What all changes of value add up to: the stock.
    let changesMinor: Int64

    var total: Figures { byItem.values.reduce(Figures(), +) }

    /// How tables name it: the method, `books` for the company's own.
    var name: String { method?.rawValue ?? "books" }
  }

  let base: Currency
  let span: DateSpan
  /// The numbers of items that have stock of the company's own, by item number.
  let items: [Int32]
  let masters: MasterData
  /// Net of credit notes and tax, in base minor units.
  let revenueByItem: [Int32: Int64]
  /// The books first.
  let scenarios: [Scenario]

  /// Costs the stock of a close that has run by each of the methods.
  init(of close: CompanyClose, _ result: CloseResult, by methods: [CostingMethod]) {
    base = close.scope.base
    span = DateSpan(first: close.scope.goLive, end: close.scope.asOf.adding(days: 1))
    masters = close.masters
    var scenarios = [Scenario(nil, close, result.costing)]
    let own = close.stock.pools
    for method in methods {
      close.stock.recost(Self.pools(own, by: method, close))
      scenarios.append(Scenario(method, close, close.costStock(opening: nil)))
    }
    self.scenarios = scenarios
    let masters = close.masters
    items = scenarios[0].byItem.keys.sorted {
      (masters.items[$0].number, $0) < (masters.items[$1].number, $1)
    }
    revenueByItem = close.salesByItem
  }

  /// The pools by another method. Lots that are costed one by one stay so, for no other method tells
  /// them apart; goods without a standard cannot be costed at one.
  private static func pools(
    _ own: [CostPool], by method: CostingMethod, _ close: CompanyClose
  ) -> [CostPool] {
    zip(own, close.stock.poolKeys).map { pool, key in
      var pool = pool
      let hasStandard = close.masters.standards[key.item] != nil
      if pool.method != .specific, method != .standard || hasStandard { pool.method = method }
      return pool
    }
  }

  /// What the items shown sold for.
  var revenue: Int64 { items.reduce(0) { $0 + (revenueByItem[$1] ?? 0) } }

  /// Items by how much the methods disagree on their cost of sales, most first.
  var itemsByEffect: [Int32] {
    func effect(_ item: Int32) -> Int64 {
      let costs = scenarios.map { $0.byItem[item]?.costOfSalesMinor ?? 0 }
      return (costs.max() ?? 0) - (costs.min() ?? 0)
    }
    return items.enumerated().sorted {
      let (a, b) = (effect($0.element), effect($1.element))
      return a == b ? $0.offset < $1.offset : a > b
    }.map(\.element)
  }
}

extension CostingComparison.Scenario {
  fileprivate init(
    _ method: CostingMethod?, _ close: CompanyClose, _ costing: CostingStep.Result
  ) {
    self.method = method
    var figures: [Int32: CostingComparison.Figures] = [:]
    var applied: [Int32: CostingMethod] = [:]
    for (pool, key) in close.stock.poolKeys.enumerated() where close.stock.pools[pool].isOwned {
      let rules = close.stock.pools[pool]
      let balance = costing.closing.isEmpty ? (0, 0) : costing.closing[pool]
      figures[key.item, default: .init()].quantityMicros += balance.0
      figures[key.item, default: .init()].stockMinor += balance.1
      applied[key.item] = rules.method
    }
    var changes: Int64 = 0
    for row in costing.output.valued where close.stock.pools[Int(row.pool)].isOwned {
      changes += row.valueMinor
      let item = close.stock.poolKeys[Int(row.pool)].item
      switch row.role {
      case .costOfSales: figures[item, default: .init()].costOfSalesMinor -= row.valueMinor
      case .countDifference, .scrap, .priceVariance, .costVariance, .standardRevaluation,
        .writeDown:
        figures[item, default: .init()].otherCostMinor -= row.valueMinor
      case .opening, .goodsReceived, .supplierReturn, .transfer, .workInProgress, .lateCost: break
      }
    }
    // What goods cost decides how much of it is lost: each method has write-downs of its own.
    for row in close.allowances(costing).book.rows {
      figures[row.item, default: .init()].allowanceMinor += row.valueMinor
      if row.role == .costOfSales {
        figures[row.item, default: .init()].costOfSalesMinor += row.valueMinor
      } else {
        figures[row.item, default: .init()].otherCostMinor += row.valueMinor
      }
    }
    byItem = figures
    self.applied = applied
    withoutStandard =
      method == .standard
      ? applied.values.filter { $0 != .standard && $0 != .specific }.count : 0
    changesMinor = changes
    objection = method.flatMap { close.scope.framework.objection(to: $0) }
  }
}
