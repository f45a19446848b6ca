public import AccountingValues
public import PostgresClient

/// One resource of a production order beside its standard, as far as it became known in a period.
public struct ProductionVarianceLineRow: Hashable, Sendable {
  /// The place in its period.
  public var seq: Int64
  /// The order, where the warehouse knows it.
  public var documentId: Int64?
  /// The order's number.
  public var documentNumber: String
  /// The last day of the period on which it changed.
  public var date: CivilDate
  /// `material`, `labour` or `overhead`.
  public var resource: String
  /// The component; `nil` for hours.
  public var itemId: Int64?
  /// Used, in 10⁻⁶ stock units or hours; `nil` where nobody wrote hours down.
  public var usedMicros: Int64?
  /// What the units begun may use.
  public var allowedMicros: Int64
  /// What the good units may use.
  public var goodMicros: Int64
  /// What was used, at what it cost.
  public var actualBaseMinor: Int64
  /// What was used, at standard price.
  public var atStandardBaseMinor: Int64
  /// What the units begun may use, at standard price.
  public var allowedBaseMinor: Int64
  /// What the good units may use, at standard price.
  public var goodBaseMinor: Int64

  /// A row from its fields.
  public init(
    seq: Int64, documentId: Int64?, documentNumber: String, date: CivilDate, resource: String,
    itemId: Int64?, usedMicros: Int64?, allowedMicros: Int64, goodMicros: Int64,
    actualBaseMinor: Int64, atStandardBaseMinor: Int64, allowedBaseMinor: Int64,
    goodBaseMinor: Int64
  ) {
    self.seq = seq
    self.documentId = documentId
    self.documentNumber = documentNumber
    self.date = date
    self.resource = resource
    self.itemId = itemId
    self.usedMicros = usedMicros
    self.allowedMicros = allowedMicros
    self.goodMicros = goodMicros
    self.actualBaseMinor = actualBaseMinor
    self.atStandardBaseMinor = atStandardBaseMinor
    self.allowedBaseMinor = allowedBaseMinor
    self.goodBaseMinor = goodBaseMinor
  }
}

extension ProductionVarianceLineRow: FactRow {
  /// The table and its columns.
  public static let fact = Fact(
    "production_variance_line",
    columns: [
      "seq", "document_id", "document_number", "date", "resource", "item_id", "used_micros",
      "allowed_micros", "good_micros", "actual_base_minor", "at_standard_base_minor",
      "allowed_base_minor", "good_base_minor",
    ])

  /// Reads the columns of `fact`.
  public init(reading fields: inout FactReader) {
    seq = fields.next()
    documentId = fields.next()
    documentNumber = fields.next()
    date = fields.next()
    resource = fields.next()
    itemId = fields.next()
    usedMicros = fields.next()
    allowedMicros = fields.next()
    goodMicros = fields.next()
    actualBaseMinor = fields.next()
    atStandardBaseMinor = fields.next()
    allowedBaseMinor = fields.next()
    goodBaseMinor = fields.next()
  }

  /// Writes the columns of `fact`.
  ///
  /// - Throws: `PostgresError`.
  public func write(to fields: FactWriter) throws(PostgresError) {
    try fields.append(seq)
    try fields.append(documentId)
    try fields.append(documentNumber)
    try fields.append(date)
    try fields.append(resource)
    try fields.append(itemId)
    try fields.append(usedMicros)
    try fields.append(allowedMicros)
    try fields.append(goodMicros)
    try fields.append(actualBaseMinor)
    try fields.append(atStandardBaseMinor)
    try fields.append(allowedBaseMinor)
    try fields.append(goodBaseMinor)
  }
}
