public import PostgresClient

/// What an input row was when its period was closed.
public struct FiledRow: Hashable, Sendable {
  /// The stream.
  public var stream: String
  /// The row's key.
  public var keyId: Int64
  /// A digest of the canonical row.
  public var fingerprint: [UInt8]

  /// A row from its fields.
  public init(
    stream: String, keyId: Int64, fingerprint: [UInt8]
  ) {
    self.stream = stream
    self.keyId = keyId
    self.fingerprint = fingerprint
  }
}

extension FiledRow: FactRow {
  /// The table and its columns.
  public static let fact = Fact(
    "filed_row",
    columns: [
      "stream", "key_id", "fingerprint",
    ])

  /// Reads the columns of `fact`.
  public init(reading fields: inout FactReader) {
    stream = fields.next()
    keyId = fields.next()
    fingerprint = fields.next()
  }

  /// Writes the columns of `fact`.
  ///
  /// - Throws: `PostgresError`.
  public func write(to fields: FactWriter) throws(PostgresError) {
    try fields.append(stream)
    try fields.append(keyId)
    try fields.append(fingerprint)
  }
}
