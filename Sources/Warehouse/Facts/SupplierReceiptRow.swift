public import PostgresClient

/// What a supplier brought of an item in a period, and what of it was refused.
public struct SupplierReceiptRow: Hashable, Sendable {
  /// The place in its period.
  public var seq: Int64
  /// The supplier, where the receipts name one.
  public var partnerId: Int64?
  /// The item.
  public var itemId: Int64?
  /// The currency of the values.
  public var currency: String
  /// How many lines of receipts.
  public var lineCount: Int64
  /// Of how many of them something was refused.
  public var rejectedLineCount: Int64
  /// What was accepted, in 10⁻⁶ stock units.
  public var acceptedQuantityMicros: Int64?
  /// What was refused, in 10⁻⁶ stock units.
  public var rejectedQuantityMicros: Int64?
  /// The value of what was accepted; `nil` where nobody states a price.
  public var acceptedMinor: Int64?
  /// The value of what was refused; `nil` where nobody states a price.
  public var rejectedMinor: Int64?

  /// A row from its fields.
  public init(
    seq: Int64, partnerId: Int64?, itemId: Int64?, currency: String, lineCount: Int64,
    rejectedLineCount: Int64, acceptedQuantityMicros: Int64?, rejectedQuantityMicros: Int64?,
    acceptedMinor: Int64?, rejectedMinor: Int64?
  ) {
    self.seq = seq
    self.partnerId = partnerId
    self.itemId = itemId
    self.currency = currency
    self.lineCount = lineCount
    self.rejectedLineCount = rejectedLineCount
    self.acceptedQuantityMicros = acceptedQuantityMicros
    self.rejectedQuantityMicros = rejectedQuantityMicros
    self.acceptedMinor = acceptedMinor
    self.rejectedMinor = rejectedMinor
  }
}

extension SupplierReceiptRow: FactRow {
  /// The table and its columns.
  public static let fact = Fact(
    "supplier_receipt",
    columns: [
      "seq", "partner_id", "item_id", "currency", "line_count", "rejected_line_count",
      "accepted_quantity_micros", "rejected_quantity_micros", "accepted_minor", "rejected_minor",
    ])

  /// Reads the columns of `fact`.
  public init(reading fields: inout FactReader) {
    seq = fields.next()
    partnerId = fields.next()
    itemId = fields.next()
    currency = fields.next()
    lineCount = fields.next()
    rejectedLineCount = fields.next()
    acceptedQuantityMicros = fields.next()
    rejectedQuantityMicros = fields.next()
    acceptedMinor = fields.next()
    rejectedMinor = fields.next()
  }

  /// Writes the columns of `fact`.
  ///
  /// - Throws: `PostgresError`.
  public func write(to fields: FactWriter) throws(PostgresError) {
    try fields.append(seq)
    try fields.append(partnerId)
    try fields.append(itemId)
    try fields.append(currency)
    try fields.append(lineCount)
    try fields.append(rejectedLineCount)
    try fields.append(acceptedQuantityMicros)
    try fields.append(rejectedQuantityMicros)
    try fields.append(acceptedMinor)
    try fields.append(rejectedMinor)
  }
}
