public import PostgresClient

/// Whether a control account is certified.
public struct CertificateRow: Hashable, Sendable {
  /// The place in the list.
  public var seq: Int64
  /// The control account.
  public var accountId: Int64
  /// Whether it is.
  public var certified: Bool
  /// Why, or why not.
  public var reason: String

  /// A row from its fields.
  public init(
    seq: Int64, accountId: Int64, certified: Bool, reason: String
  ) {
    self.seq = seq
    self.accountId = accountId
    self.certified = certified
    self.reason = reason
  }
}

extension CertificateRow: FactRow {
  /// The table and its columns.
  public static let fact = Fact(
    "certificate",
    columns: [
      "seq", "account_id", "certified", "reason",
    ])

  /// Reads the columns of `fact`.
  public init(reading fields: inout FactReader) {
    seq = fields.next()
    accountId = fields.next()
    certified = fields.next()
    reason = fields.next()
  }

  /// Writes the columns of `fact`.
  ///
  /// - Throws: `PostgresError`.
  public func write(to fields: FactWriter) throws(PostgresError) {
    try fields.append(seq)
    try fields.append(accountId)
    try fields.append(certified)
    try fields.append(reason)
  }
}
