public import PostgresClient

/// What one issue took from one cost layer.
public struct ConsumptionRow: Hashable, Sendable {
  /// The place among all consumptions of the run.
  public var seq: Int64
  /// The issuing movement in the stock ledger.
  public var issueSeq: Int64
  /// The layer; a movement number of the stock ledger or of an earlier close.
  public var layerSeq: Int64
  /// Quantity taken, in 10⁻⁶ stock units.
  public var quantityMicros: Int64
  /// Value taken, in base currency.
  public var valueBaseMinor: Int64
  /// What of the value is profit of companies of the group, in base currency; `nil` where nobody
  /// knows.
  public var groupProfitBaseMinor: Int64?

  /// A row from its fields.
  public init(
    seq: Int64, issueSeq: Int64, layerSeq: Int64, quantityMicros: Int64, valueBaseMinor: Int64,
    groupProfitBaseMinor: Int64? = 0
  ) {
    self.seq = seq
    self.issueSeq = issueSeq
    self.layerSeq = layerSeq
    self.quantityMicros = quantityMicros
    self.valueBaseMinor = valueBaseMinor
    self.groupProfitBaseMinor = groupProfitBaseMinor
  }
}

extension ConsumptionRow: FactRow {
  /// The table and its columns.
  public static let fact = Fact(
    "consumption",
    columns: [
      "seq", "issue_seq", "layer_seq", "quantity_micros", "value_base_minor",
      "group_profit_base_minor",
    ])

  /// Reads the columns of `fact`.
  public init(reading fields: inout FactReader) {
    seq = fields.next()
    issueSeq = fields.next()
    layerSeq = fields.next()
    quantityMicros = fields.next()
    valueBaseMinor = fields.next()
    groupProfitBaseMinor = fields.next()
  }

  /// Writes the columns of `fact`.
  ///
  /// - Throws: `PostgresError`.
  public func write(to fields: FactWriter) throws(PostgresError) {
    try fields.append(seq)
    try fields.append(issueSeq)
    try fields.append(layerSeq)
    try fields.append(quantityMicros)
    try fields.append(valueBaseMinor)
    try fields.append(groupProfitBaseMinor)
  }
}
