public import PostgresClient

/// A comparison of two sides that must agree.
public struct TieOutRow: Hashable, Sendable {
  /// The place in the list.
  public var seq: Int64
  /// Which comparison.
  public var name: String
  /// Of what: an account, a stream, a pool.
  public var subject: String
  /// The currency of the amounts.
  public var currency: String?
  /// The side that must be met.
  public var expectedMinor: Int64?
  /// The side that was made.
  public var actualMinor: Int64?
  /// Rows that must be met.
  public var expectedCount: Int64?
  /// Rows that were made.
  public var actualCount: Int64?
  /// `equal`, `different` or `nothing_to_compare`.
  public var outcome: String

  /// A row from its fields.
  public init(
    seq: Int64, name: String, subject: String, currency: String? = nil, expectedMinor: Int64? = nil,
    actualMinor: Int64? = nil, expectedCount: Int64? = nil, actualCount: Int64? = nil,
    outcome: String
  ) {
    self.seq = seq
    self.name = name
    self.subject = subject
    self.currency = currency
    self.expectedMinor = expectedMinor
    self.actualMinor = actualMinor
    self.expectedCount = expectedCount
    self.actualCount = actualCount
    self.outcome = outcome
  }
}

extension TieOutRow: FactRow {
  /// The table and its columns.
  public static let fact = Fact(
    "tie_out",
    columns: [
      "seq", "name", "subject", "currency", "expected_minor", "actual_minor", "expected_count",
      "actual_count", "outcome",
    ])

  /// Reads the columns of `fact`.
  public init(reading fields: inout FactReader) {
    seq = fields.next()
    name = fields.next()
    subject = fields.next()
    currency = fields.next()
    expectedMinor = fields.next()
    actualMinor = fields.next()
    expectedCount = fields.next()
    actualCount = fields.next()
    outcome = fields.next()
  }

  /// Writes the columns of `fact`.
  ///
  /// - Throws: `PostgresError`.
  public func write(to fields: FactWriter) throws(PostgresError) {
    try fields.append(seq)
    try fields.append(name)
    try fields.append(subject)
    try fields.append(currency)
    try fields.append(expectedMinor)
    try fields.append(actualMinor)
    try fields.append(expectedCount)
    try fields.append(actualCount)
    try fields.append(outcome)
  }
}
