public import AccountingValues

/// The other side of a change of inventory value. Raw values are the words posting rules use.
public enum CounterRole: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
  /// Stock at go-live.
  case opening
  /// Goods received, not invoiced.
  case goodsReceived = "goods_received"
  /// What a supplier owes for goods sent back.
  case supplierReturn = "supplier_return"
  /// Cost of sales: deliveries, customer returns, and all later corrections of them.
  case costOfSales = "cost_of_sales"
  /// The other pool of a transfer; sums to zero per transfer.
  case transfer
  /// Stock count differences.
  case countDifference = "count_difference"
  /// Scrapped goods.
  case scrap
  /// Production: components in, products out.
  case workInProgress = "work_in_progress"
  /// The charge or bill difference that a late cost event brings.
  case lateCost = "late_cost"
  /// Standard costing: document value against standard.
  case priceVariance = "price_variance"
  /// What no stock can carry: credit against cost out, cost that came too late or in a circle.
  case costVariance = "cost_variance"
  /// Stock restated to a new standard.
  case standardRevaluation = "standard_revaluation"
  /// Damaged returns above net realisable value.
  case writeDown = "write_down"
}

/// What made a row.
public enum ValuationReason: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
  /// The movement itself.
  case movement
  /// Goods came in that cover what an earlier movement took below zero.
  case cover
  /// A late cost.
  case lateCost = "late_cost"
  /// A production order settled what its outputs had not taken yet.
  case settlement
  /// A new standard.
  case standardChange = "standard_change"
  /// What re-costing a closed movement moves.
  case restatement
}

/// Where the value of a movement came from; every use of the missing-price chain shows here.
public enum CostBasis: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
  /// The document.
  case document
  /// The purchase order.
  case purchaseOrder = "purchase_order"
  /// Free of charge.
  case free
  /// What the production order has cost so far.
  case workInProgress = "work_in_progress"
  /// The pool's method: layers taken, average, standard.
  case method
  /// The movement it returns or reverses.
  case original
  /// The unit cost of the last layer consumed, or the last average.
  case lastConsumed = "last_consumed"
  /// The unit cost of the last layer received.
  case lastLayer = "last_layer"
  /// The standard, for want of anything better.
  case standard
  /// Nothing is known: zero, with a finding.
  case none
  /// Goods of others have no value.
  case notOwned = "not_owned"
}

/// One change of a pool's value against one counter role: Dr inventory / Cr role for a positive
/// value, the reverse for a negative one. The rows of a movement add up to what it did to the pool;
/// the quantity stands on its first row only. Corrections are rows of the movement they correct.
public struct ValuedMovement: Hashable, Sendable, BitwiseCopyable {
  /// The movement whose value this is; of a standard change, the change.
  public var movement: Int32
  /// The event that made the row: the movement itself, or the cover, late cost or change.
  public var cause: Int32
  /// The pool.
  public var pool: Int32
  /// The accounting date of the row: the cause's.
  public var date: CivilDate
  /// Change of quantity in 10⁻⁶ stock units.
  public var quantityMicros: Int64
  /// Change of inventory in minor units.
  public var valueMinor: Int64
  /// The kind of `movement`. Rows of a standard change carry the kind `count` and no quantity.
  public var kind: MovementKind
  /// The other side.
  public var role: CounterRole
  /// What made it.
  public var reason: ValuationReason
  /// Where the value came from.
  public var basis: CostBasis

  /// A row.
  public init(
    movement: Int32, cause: Int32, pool: Int32, date: CivilDate, quantityMicros: Int64,
    valueMinor: Int64, kind: MovementKind, role: CounterRole, reason: ValuationReason,
    basis: CostBasis
  ) {
    self.movement = movement
    self.cause = cause
    self.pool = pool
    self.date = date
    self.quantityMicros = quantityMicros
    self.valueMinor = valueMinor
    self.kind = kind
    self.role = role
    self.reason = reason
    self.basis = basis
  }
}

/// What an issue took from a layer. The rows of an issue add up to its quantity and its cost at any
/// time: a part below zero names no layer until goods cover it, then that row is taken back and the
/// covering layer named; a late cost adds value without quantity.
public struct Consumption: Hashable, Sendable, BitwiseCopyable {
  /// The movement that took.
  public var movement: Int32
  /// The event that made the row: the movement, or a cover or late cost.
  public var cause: Int32
  /// The pool taken from.
  public var pool: Int32
  /// The number of the layer, or `StockMovement.none` for a part below zero.
  public var layer: Int32
  /// The movement that the layer stems from, or `none`.
  public var origin: Int32
  /// The accounting date of the row.
  public var date: CivilDate
  /// Quantity taken, in 10⁻⁶ stock units.
  public var quantityMicros: Int64
  /// Cost taken, in minor units.
  public var valueMinor: Int64

  /// A row.
  public init(
    movement: Int32, cause: Int32, pool: Int32, layer: Int32, origin: Int32, date: CivilDate,
    quantityMicros: Int64, valueMinor: Int64
  ) {
    self.movement = movement
    self.cause = cause
    self.pool = pool
    self.layer = layer
    self.origin = origin
    self.date = date
    self.quantityMicros = quantityMicros
    self.valueMinor = valueMinor
  }
}
