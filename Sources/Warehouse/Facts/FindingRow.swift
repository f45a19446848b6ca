public import PostgresClient

/// A finding of the run.
public struct FindingRow: Hashable, Sendable {
  /// The place in the list.
  public var seq: Int64
  /// The stable code: `INV-012`.
  public var code: String
  /// `warning` or `error`.
  public var severity: String
  /// The stream, table or file.
  public var origin: String
  /// The source key, or empty.
  public var key: String
  /// The document number, or empty.
  public var document: String
  /// The amount at stake.
  public var amountMinor: Int64?
  /// The amount's currency.
  public var currency: String?
  /// What is wrong.
  public var message: String
  /// What to do and where.
  public var action: String
  /// Why it was accepted, when it was.
  public var accepted: String?

  /// A row from its fields.
  public init(
    seq: Int64, code: String, severity: String, origin: String, key: String, document: String,
    amountMinor: Int64? = nil, currency: String? = nil, message: String, action: String,
    accepted: String? = nil
  ) {
    self.seq = seq
    self.code = code
    self.severity = severity
    self.origin = origin
    self.key = key
    self.document = document
    self.amountMinor = amountMinor
    self.currency = currency
    self.message = message
    self.action = action
    self.accepted = accepted
  }
}

extension FindingRow: FactRow {
  /// The table and its columns.
  public static let fact = Fact(
    "finding",
    columns: [
      "seq", "code", "severity", "origin", "key", "document", "amount_minor", "currency", "message",
      "action", "accepted",
    ])

  /// Reads the columns of `fact`.
  public init(reading fields: inout FactReader) {
    seq = fields.next()
    code = fields.next()
    severity = fields.next()
    origin = fields.next()
    key = fields.next()
    document = fields.next()
    amountMinor = fields.next()
    currency = fields.next()
    message = fields.next()
    action = fields.next()
    accepted = fields.next()
  }

  /// Writes the columns of `fact`.
  ///
  /// - Throws: `PostgresError`.
  public func write(to fields: FactWriter) throws(PostgresError) {
    try fields.append(seq)
    try fields.append(code)
    try fields.append(severity)
    try fields.append(origin)
    try fields.append(key)
    try fields.append(document)
    try fields.append(amountMinor)
    try fields.append(currency)
    try fields.append(message)
    try fields.append(action)
    try fields.append(accepted)
  }
}
