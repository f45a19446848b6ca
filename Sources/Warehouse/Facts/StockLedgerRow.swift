public import AccountingValues
public import PostgresClient

/// One valued stock movement, in event order.
public struct StockLedgerRow: Hashable, Sendable {
  /// The movement's place among all of its run.
  public var seq: Int64
  /// The accounting date.
  public var date: CivilDate
  /// When the source recorded it.
  public var recordedAt: Timestamp?
  /// The kind of movement, as its stream names it.
  public var kind: String
  /// The item.
  public var itemId: Int64
  /// The location.
  public var locationId: Int64?
  /// The lot or serial.
  public var lot: String?
  /// Signed quantity in 10⁻⁶ stock units; in is positive.
  public var quantityMicros: Int64
  /// Signed value in base currency.
  public var valueBaseMinor: Int64
  /// The cost pool's quantity after the movement.
  public var poolQuantityMicros: Int64
  /// The cost pool's value after the movement.
  public var poolValueBaseMinor: Int64
  /// The source row's key, where the run gave it a number.
  public var movementId: Int64?
  /// The stream of the document that explains it.
  public var documentStream: String?
  /// The number of that document.
  public var documentNumber: String?
  /// The journal entry that posts it.
  public var entrySeq: Int64?
  /// Quality flags, comma-separated.
  public var flags: String?

  /// A row from its fields.
  public init(
    seq: Int64, date: CivilDate, recordedAt: Timestamp? = nil, kind: String, itemId: Int64,
    locationId: Int64? = nil, lot: String? = nil, quantityMicros: Int64, valueBaseMinor: Int64,
    poolQuantityMicros: Int64, poolValueBaseMinor: Int64, movementId: Int64? = nil,
    documentStream: String? = nil, documentNumber: String? = nil, entrySeq: Int64? = nil,
    flags: String? = nil
  ) {
    self.seq = seq
    self.date = date
    self.recordedAt = recordedAt
    self.kind = kind
    self.itemId = itemId
    self.locationId = locationId
    self.lot = lot
    self.quantityMicros = quantityMicros
    self.valueBaseMinor = valueBaseMinor
    self.poolQuantityMicros = poolQuantityMicros
    self.poolValueBaseMinor = poolValueBaseMinor
    self.movementId = movementId
    self.documentStream = documentStream
    self.documentNumber = documentNumber
    self.entrySeq = entrySeq
    self.flags = flags
  }
}

extension StockLedgerRow: FactRow {
  /// The table and its columns.
  public static let fact = Fact(
    "stock_ledger",
    columns: [
      "seq", "date", "recorded_at", "kind", "item_id", "location_id", "lot", "quantity_micros",
      "value_base_minor", "pool_quantity_micros", "pool_value_base_minor", "movement_id",
      "document_stream", "document_number", "entry_seq", "flags",
    ])

  /// Reads the columns of `fact`.
  public init(reading fields: inout FactReader) {
    seq = fields.next()
    date = fields.next()
    recordedAt = fields.next()
    kind = fields.next()
    itemId = fields.next()
    locationId = fields.next()
    lot = fields.next()
    quantityMicros = fields.next()
    valueBaseMinor = fields.next()
    poolQuantityMicros = fields.next()
    poolValueBaseMinor = fields.next()
    movementId = fields.next()
    documentStream = fields.next()
    documentNumber = fields.next()
    entrySeq = fields.next()
    flags = fields.next()
  }

  /// Writes the columns of `fact`.
  ///
  /// - Throws: `PostgresError`.
  public func write(to fields: FactWriter) throws(PostgresError) {
    try fields.append(seq)
    try fields.append(date)
    try fields.append(recordedAt)
    try fields.append(kind)
    try fields.append(itemId)
    try fields.append(locationId)
    try fields.append(lot)
    try fields.append(quantityMicros)
    try fields.append(valueBaseMinor)
    try fields.append(poolQuantityMicros)
    try fields.append(poolValueBaseMinor)
    try fields.append(movementId)
    try fields.append(documentStream)
    try fields.append(documentNumber)
    try fields.append(entrySeq)
    try fields.append(flags)
  }
}
