public import PostgresClient

/// What an item was written down in a period: opening + written down = reversed + released + closing.
public struct StockAllowanceRow: Hashable, Sendable {
  /// The place in its period.
  public var seq: Int64
  /// The item.
  public var itemId: Int64
  /// Own quantity at the end, in 10⁻⁶ stock units.
  public var quantityMicros: Int64
  /// Its cost at the end, in base currency.
  public var costBaseMinor: Int64
  /// The allowance at the start, in base currency.
  public var openingBaseMinor: Int64
  /// Written down in the period, in base currency.
  public var writtenDownBaseMinor: Int64
  /// Written up again, positive, in base currency.
  public var reversedBaseMinor: Int64
  /// Gone with its units, positive, in base currency.
  public var releasedBaseMinor: Int64
  /// The allowance at the end, in base currency.
  public var closingBaseMinor: Int64

  /// A row from its fields.
  public init(
    seq: Int64, itemId: Int64, quantityMicros: Int64, costBaseMinor: Int64,
    openingBaseMinor: Int64, writtenDownBaseMinor: Int64, reversedBaseMinor: Int64,
    releasedBaseMinor: Int64, closingBaseMinor: Int64
  ) {
    self.seq = seq
    self.itemId = itemId
    self.quantityMicros = quantityMicros
    self.costBaseMinor = costBaseMinor
    self.openingBaseMinor = openingBaseMinor
    self.writtenDownBaseMinor = writtenDownBaseMinor
    self.reversedBaseMinor = reversedBaseMinor
    self.releasedBaseMinor = releasedBaseMinor
    self.closingBaseMinor = closingBaseMinor
  }
}

extension StockAllowanceRow: FactRow {
  /// The table and its columns.
  public static let fact = Fact(
    "stock_allowance",
    columns: [
      "seq", "item_id", "quantity_micros", "cost_base_minor", "opening_base_minor",
      "written_down_base_minor", "reversed_base_minor", "released_base_minor",
      "closing_base_minor",
    ])

  /// Reads the columns of `fact`.
  public init(reading fields: inout FactReader) {
    seq = fields.next()
    itemId = fields.next()
    quantityMicros = fields.next()
    costBaseMinor = fields.next()
    openingBaseMinor = fields.next()
    writtenDownBaseMinor = fields.next()
    reversedBaseMinor = fields.next()
    releasedBaseMinor = fields.next()
    closingBaseMinor = fields.next()
  }

  /// Writes the columns of `fact`.
  ///
  /// - Throws: `PostgresError`.
  public func write(to fields: FactWriter) throws(PostgresError) {
    try fields.append(seq)
    try fields.append(itemId)
    try fields.append(quantityMicros)
    try fields.append(costBaseMinor)
    try fields.append(openingBaseMinor)
    try fields.append(writtenDownBaseMinor)
    try fields.append(reversedBaseMinor)
    try fields.append(releasedBaseMinor)
    try fields.append(closingBaseMinor)
  }
}
