public import PostgresClient

/// What the company holds of an item that it gets from companies of the group.
public struct GroupStockRow: Hashable, Sendable {
  /// The place in its period.
  public var seq: Int64
  /// The item.
  public var itemId: Int64
  /// Own quantity at the end, in 10⁻⁶ stock units.
  public var quantityMicros: Int64
  /// Its value in the company's books, in base currency.
  public var valueBaseMinor: Int64
  /// What it cost the group, in base currency; `nil` where nobody knows.
  public var groupCostBaseMinor: Int64?
  /// What companies of the group have billed and what has not arrived, in 10⁻⁶ stock units; `nil`
  /// at the end of earlier periods, of which that is not computed.
  public var transitQuantityMicros: Int64?
  /// The same at the transfer price, in base currency.
  public var transitBaseMinor: Int64?

  /// A row from its fields.
  public init(
    seq: Int64, itemId: Int64, quantityMicros: Int64, valueBaseMinor: Int64,
    groupCostBaseMinor: Int64?, transitQuantityMicros: Int64?, transitBaseMinor: Int64?
  ) {
    self.seq = seq
    self.itemId = itemId
    self.quantityMicros = quantityMicros
    self.valueBaseMinor = valueBaseMinor
    self.groupCostBaseMinor = groupCostBaseMinor
    self.transitQuantityMicros = transitQuantityMicros
    self.transitBaseMinor = transitBaseMinor
  }
}

extension GroupStockRow: FactRow {
  /// The table and its columns.
  public static let fact = Fact(
    "group_stock",
    columns: [
      "seq", "item_id", "quantity_micros", "value_base_minor", "group_cost_base_minor",
      "transit_quantity_micros", "transit_base_minor",
    ])

  /// Reads the columns of `fact`.
  public init(reading fields: inout FactReader) {
    seq = fields.next()
    itemId = fields.next()
    quantityMicros = fields.next()
    valueBaseMinor = fields.next()
    groupCostBaseMinor = fields.next()
    transitQuantityMicros = fields.next()
    transitBaseMinor = fields.next()
  }

  /// Writes the columns of `fact`.
  ///
  /// - Throws: `PostgresError`.
  public func write(to fields: FactWriter) throws(PostgresError) {
    try fields.append(seq)
    try fields.append(itemId)
    try fields.append(quantityMicros)
    try fields.append(valueBaseMinor)
    try fields.append(groupCostBaseMinor)
    try fields.append(transitQuantityMicros)
    try fields.append(transitBaseMinor)
  }
}
