public import AccountingValues
public import PostgresClient

/// A cost layer with anything left at the period's end.
public struct CostLayerRow: Hashable, Sendable {
  /// The layer number.
  public var seq: Int64
  /// The item.
  public var itemId: Int64
  /// The location, where pools are by location.
  public var locationId: Int64?
  /// The lot or serial, where pools are by lot.
  public var lot: String?
  /// The date the layer queues at.
  public var date: CivilDate
  /// Quantity received, in 10⁻⁶ stock units.
  public var quantityInMicros: Int64
  /// Value received with all later cost, in base currency.
  public var valueInBaseMinor: Int64
  /// Quantity left; negative for a negative layer.
  public var quantityLeftMicros: Int64
  /// Value left.
  public var valueLeftBaseMinor: Int64
  /// The stream of the document it came with.
  public var originStream: String?
  /// The number of that document.
  public var originNumber: String?
  /// The receiving movement.
  public var originSeq: Int64?
  /// What of the value left is profit of companies of the group, in base currency; `nil` where
  /// nobody knows.
  public var groupProfitBaseMinor: Int64?

  /// A row from its fields.
  public init(
    seq: Int64, itemId: Int64, locationId: Int64? = nil, lot: String? = nil, date: CivilDate,
    quantityInMicros: Int64, valueInBaseMinor: Int64, quantityLeftMicros: Int64,
    valueLeftBaseMinor: Int64, originStream: String? = nil, originNumber: String? = nil,
    originSeq: Int64? = nil, groupProfitBaseMinor: Int64? = 0
  ) {
    self.seq = seq
    self.itemId = itemId
    self.locationId = locationId
    self.lot = lot
    self.date = date
    self.quantityInMicros = quantityInMicros
    self.valueInBaseMinor = valueInBaseMinor
    self.quantityLeftMicros = quantityLeftMicros
    self.valueLeftBaseMinor = valueLeftBaseMinor
    self.originStream = originStream
    self.originNumber = originNumber
    self.originSeq = originSeq
    self.groupProfitBaseMinor = groupProfitBaseMinor
  }
}

extension CostLayerRow: FactRow {
  /// The table and its columns.
  public static let fact = Fact(
    "cost_layer",
    columns: [
      "seq", "item_id", "location_id", "lot", "date", "quantity_in_micros", "value_in_base_minor",
      "quantity_left_micros", "value_left_base_minor", "origin_stream", "origin_number",
      "origin_seq", "group_profit_base_minor",
    ])

  /// Reads the columns of `fact`.
  public init(reading fields: inout FactReader) {
    seq = fields.next()
    itemId = fields.next()
    locationId = fields.next()
    lot = fields.next()
    date = fields.next()
    quantityInMicros = fields.next()
    valueInBaseMinor = fields.next()
    quantityLeftMicros = fields.next()
    valueLeftBaseMinor = fields.next()
    originStream = fields.next()
    originNumber = fields.next()
    originSeq = fields.next()
    groupProfitBaseMinor = fields.next()
  }

  /// Writes the columns of `fact`.
  ///
  /// - Throws: `PostgresError`.
  public func write(to fields: FactWriter) throws(PostgresError) {
    try fields.append(seq)
    try fields.append(itemId)
    try fields.append(locationId)
    try fields.append(lot)
    try fields.append(date)
    try fields.append(quantityInMicros)
    try fields.append(valueInBaseMinor)
    try fields.append(quantityLeftMicros)
    try fields.append(valueLeftBaseMinor)
    try fields.append(originStream)
    try fields.append(originNumber)
    try fields.append(originSeq)
    try fields.append(groupProfitBaseMinor)
  }
}
