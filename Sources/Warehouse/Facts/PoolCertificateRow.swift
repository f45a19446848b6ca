public import PostgresClient

/// What went through a cost pool in a period: opening + received + adjusted = issued + closing, in
/// quantity and in value.
public struct PoolCertificateRow: Hashable, Sendable {
  /// The place in its period.
  public var seq: Int64
  /// The item.
  public var itemId: Int64
  /// The location, where pools are by location.
  public var locationId: Int64?
  /// The lot or serial, where pools are by lot.
  public var lot: String?
  /// Whose goods they are: own, or of somebody else, which have no value.
  public var owner: String
  /// Quantity at the start, in 10⁻⁶ stock units.
  public var openingQuantityMicros: Int64
  /// Quantity in, in 10⁻⁶ stock units.
  public var receivedQuantityMicros: Int64
  /// Net change of quantity by counts, in 10⁻⁶ stock units.
  public var adjustedQuantityMicros: Int64
  /// Quantity out, positive, in 10⁻⁶ stock units.
  public var issuedQuantityMicros: Int64
  /// Quantity at the end, counted from the layers, in 10⁻⁶ stock units.
  public var closingQuantityMicros: Int64
  /// Value at the start, in base currency.
  public var openingBaseMinor: Int64
  /// Value in, in base currency.
  public var receivedBaseMinor: Int64
  /// Net change of value by counts, late costs, corrections and variances, in base currency.
  public var adjustedBaseMinor: Int64
  /// Value out, positive, in base currency.
  public var issuedBaseMinor: Int64
  /// Value at the end, counted from the layers, in base currency.
  public var closingBaseMinor: Int64

  /// A row from its fields.
  public init(
    seq: Int64, itemId: Int64, locationId: Int64? = nil, lot: String? = nil, owner: String,
    openingQuantityMicros: Int64, receivedQuantityMicros: Int64, adjustedQuantityMicros: Int64,
    issuedQuantityMicros: Int64, closingQuantityMicros: Int64, openingBaseMinor: Int64,
    receivedBaseMinor: Int64, adjustedBaseMinor: Int64, issuedBaseMinor: Int64,
    closingBaseMinor: Int64
  ) {
    self.seq = seq
    self.itemId = itemId
    self.locationId = locationId
    self.lot = lot
    self.owner = owner
    self.openingQuantityMicros = openingQuantityMicros
    self.receivedQuantityMicros = receivedQuantityMicros
    self.adjustedQuantityMicros = adjustedQuantityMicros
    self.issuedQuantityMicros = issuedQuantityMicros
    self.closingQuantityMicros = closingQuantityMicros
    self.openingBaseMinor = openingBaseMinor
    self.receivedBaseMinor = receivedBaseMinor
    self.adjustedBaseMinor = adjustedBaseMinor
    self.issuedBaseMinor = issuedBaseMinor
    self.closingBaseMinor = closingBaseMinor
  }
}

extension PoolCertificateRow: FactRow {
  /// The table and its columns.
  public static let fact = Fact(
    "pool_certificate",
    columns: [
      "seq", "item_id", "location_id", "lot", "owner", "opening_quantity_micros",
      "received_quantity_micros", "adjusted_quantity_micros", "issued_quantity_micros",
      "closing_quantity_micros", "opening_base_minor", "received_base_minor", "adjusted_base_minor",
      "issued_base_minor", "closing_base_minor",
    ])

  /// Reads the columns of `fact`.
  public init(reading fields: inout FactReader) {
    seq = fields.next()
    itemId = fields.next()
    locationId = fields.next()
    lot = fields.next()
    owner = fields.next()
    openingQuantityMicros = fields.next()
    receivedQuantityMicros = fields.next()
    adjustedQuantityMicros = fields.next()
    issuedQuantityMicros = fields.next()
    closingQuantityMicros = fields.next()
    openingBaseMinor = fields.next()
    receivedBaseMinor = fields.next()
    adjustedBaseMinor = fields.next()
    issuedBaseMinor = fields.next()
    closingBaseMinor = fields.next()
  }

  /// Writes the columns of `fact`.
  ///
  /// - Throws: `PostgresError`.
  public func write(to fields: FactWriter) throws(PostgresError) {
    try fields.append(seq)
    try fields.append(itemId)
    try fields.append(locationId)
    try fields.append(lot)
    try fields.append(owner)
    try fields.append(openingQuantityMicros)
    try fields.append(receivedQuantityMicros)
    try fields.append(adjustedQuantityMicros)
    try fields.append(issuedQuantityMicros)
    try fields.append(closingQuantityMicros)
    try fields.append(openingBaseMinor)
    try fields.append(receivedBaseMinor)
    try fields.append(adjustedBaseMinor)
    try fields.append(issuedBaseMinor)
    try fields.append(closingBaseMinor)
  }
}
