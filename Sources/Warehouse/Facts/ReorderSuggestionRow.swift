public import AccountingValues
public import PostgresClient

/// An item to be ordered, with its arithmetic.
public struct ReorderSuggestionRow: Hashable, Sendable {
  /// The place in its run.
  public var seq: Int64
  /// The item.
  public var itemId: Int64
  /// The location to be supplied.
  public var locationId: Int64?
  /// The supplier chosen.
  public var supplierId: Int64?
  /// The policy that asked for it.
  public var policy: String
  /// How much, in 10⁻⁶ stock units; positive.
  public var quantityMicros: Int64
  /// The last day to order.
  public var orderBy: CivilDate?
  /// The day it is needed.
  public var neededOn: CivilDate?
  /// The expected unit cost, in 10⁻⁶ major units.
  public var unitCostMicros: Int64?
  /// The currency of the unit cost.
  public var currency: String?
  /// How the quantity came about.
  public var arithmetic: String

  /// A row from its fields.
  public init(
    seq: Int64, itemId: Int64, locationId: Int64? = nil, supplierId: Int64? = nil, policy: String,
    quantityMicros: Int64, orderBy: CivilDate? = nil, neededOn: CivilDate? = nil,
    unitCostMicros: Int64? = nil, currency: String? = nil, arithmetic: String
  ) {
    self.seq = seq
    self.itemId = itemId
    self.locationId = locationId
    self.supplierId = supplierId
    self.policy = policy
    self.quantityMicros = quantityMicros
    self.orderBy = orderBy
    self.neededOn = neededOn
    self.unitCostMicros = unitCostMicros
    self.currency = currency
    self.arithmetic = arithmetic
  }
}

extension ReorderSuggestionRow: FactRow {
  /// The table and its columns.
  public static let fact = Fact(
    "reorder_suggestion",
    columns: [
      "seq", "item_id", "location_id", "supplier_id", "policy", "quantity_micros", "order_by",
      "needed_on", "unit_cost_micros", "currency", "arithmetic",
    ])

  /// Reads the columns of `fact`.
  public init(reading fields: inout FactReader) {
    seq = fields.next()
    itemId = fields.next()
    locationId = fields.next()
    supplierId = fields.next()
    policy = fields.next()
    quantityMicros = fields.next()
    orderBy = fields.next()
    neededOn = fields.next()
    unitCostMicros = fields.next()
    currency = fields.next()
    arithmetic = fields.next()
  }

  /// Writes the columns of `fact`.
  ///
  /// - Throws: `PostgresError`.
  public func write(to fields: FactWriter) throws(PostgresError) {
    try fields.append(seq)
    try fields.append(itemId)
    try fields.append(locationId)
    try fields.append(supplierId)
    try fields.append(policy)
    try fields.append(quantityMicros)
    try fields.append(orderBy)
    try fields.append(neededOn)
    try fields.append(unitCostMicros)
    try fields.append(currency)
    try fields.append(arithmetic)
  }
}
