public import AccountingValues
public import PostgresClient

/// What an input row was when its period was closed.
public struct FiledRow: Hashable, Sendable {
  /// The stream.
  public var stream: String
  /// The row's key.
  public var keyId: Int64
  /// A digest of the canonical row.
  public var fingerprint: [UInt8]
  /// The accounting date that the row stated.
  public var day: CivilDate?
  /// The number people know the document by.
  public var document: String?
  /// The amount that control totals sum, exactly as stated.
  public var amount: String?
  /// The currency of the amount.
  public var currency: String?
  /// The quantity that control totals sum, exactly as stated.
  public var quantity: String?
  /// The row as a record, for streams that are remembered.
  public var row: String?

  /// A row from its fields.
  public init(
    stream: String, keyId: Int64, fingerprint: [UInt8], day: CivilDate? = nil,
    document: String? = nil, amount: String? = nil, currency: String? = nil,
    quantity: String? = nil, row: String? = nil
  ) {
    self.stream = stream
    self.keyId = keyId
    self.fingerprint = fingerprint
    self.day = day
    self.document = document
    self.amount = amount
    self.currency = currency
    self.quantity = quantity
    self.row = row
  }
}

extension FiledRow: FactRow {
  /// The table and its columns.
  public static let fact = Fact(
    "filed_row",
    columns: [
      "stream", "key_id", "fingerprint", "day", "document", "amount", "currency", "quantity", "row",
    ])

  /// Reads the columns of `fact`.
  public init(reading fields: inout FactReader) {
    stream = fields.next()
    keyId = fields.next()
    fingerprint = fields.next()
    day = fields.next()
    document = fields.next()
    amount = fields.next()
    currency = fields.next()
    quantity = fields.next()
    row = fields.next()
  }

  /// Writes the columns of `fact`.
  ///
  /// - Throws: `PostgresError`.
  public func write(to fields: FactWriter) throws(PostgresError) {
    try fields.append(stream)
    try fields.append(keyId)
    try fields.append(fingerprint)
    try fields.append(day)
    try fields.append(document)
    try fields.append(amount)
    try fields.append(currency)
    try fields.append(quantity)
    try fields.append(row)
  }
}
