public import AccountingValues
public import PostgresClient

/// What became of rows of one stream: those of one fate, one rule and one currency.
public struct StreamTallyRow: Hashable, Sendable {
  /// The place in the list.
  public var seq: Int64
  /// The stream.
  public var stream: String
  /// `read`, `posted`, `excluded`, `held` or `quarantined`.
  public var fate: String
  /// The rule by which rows were left out; for excluded rows only.
  public var rule: String?
  /// The currency of the amount, as the rows state it.
  public var currency: String?
  /// How many rows, in the first row of a stream, fate and rule.
  public var rowCount: Int64?
  /// How many of them have an amount or quantity that cannot be read; beside the count.
  public var unreadableCount: Int64?
  /// Their quantity, beside the count.
  public var quantity: ExactDecimal?
  /// Their exact amount, before any rounding.
  public var amount: ExactDecimal?

  /// A row from its fields.
  public init(
    seq: Int64, stream: String, fate: String, rule: String? = nil, currency: String? = nil,
    rowCount: Int64? = nil, unreadableCount: Int64? = nil, quantity: ExactDecimal? = nil,
    amount: ExactDecimal? = nil
  ) {
    self.seq = seq
    self.stream = stream
    self.fate = fate
    self.rule = rule
    self.currency = currency
    self.rowCount = rowCount
    self.unreadableCount = unreadableCount
    self.quantity = quantity
    self.amount = amount
  }
}

extension StreamTallyRow: FactRow {
  /// The table and its columns.
  public static let fact = Fact(
    "stream_tally",
    columns: [
      "seq", "stream", "fate", "rule", "currency", "row_count", "unreadable_count", "quantity",
      "amount",
    ])

  /// Reads the columns of `fact`.
  public init(reading fields: inout FactReader) {
    seq = fields.next()
    stream = fields.next()
    fate = fields.next()
    rule = fields.next()
    currency = fields.next()
    rowCount = fields.next()
    unreadableCount = fields.next()
    quantity = fields.next()
    amount = fields.next()
  }

  /// Writes the columns of `fact`.
  ///
  /// - Throws: `PostgresError`.
  public func write(to fields: FactWriter) throws(PostgresError) {
    try fields.append(seq)
    try fields.append(stream)
    try fields.append(fate)
    try fields.append(rule)
    try fields.append(currency)
    try fields.append(rowCount)
    try fields.append(unreadableCount)
    try fields.append(quantity)
    try fields.append(amount)
  }
}
