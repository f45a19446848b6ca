public import AccountingValues
public import PostgresClient

/// What a production order cost beside standard, as far as it became known in a period.
public struct ProductionVarianceRow: Hashable, Sendable {
  /// The place in its period.
  public var seq: Int64
  /// The order, where the warehouse knows it.
  public var documentId: Int64?
  /// The order's number.
  public var documentNumber: String
  /// What it makes.
  public var itemId: Int64?
  /// The last day of the period on which it changed.
  public var date: CivilDate
  /// `posted`: given up in the books; `carried`: in the cost of its products.
  public var standing: String
  /// Why the variance is not split; `nil` where it is.
  public var gap: String?
  /// Good units, in 10⁻⁶.
  public var quantityMicros: Int64
  /// Units begun and lost, in 10⁻⁶.
  public var scrappedQuantityMicros: Int64
  /// What it cost.
  public var actualBaseMinor: Int64
  /// What the good units may cost; `nil` where nothing says so.
  public var standardBaseMinor: Int64?
  /// What its products came in at.
  public var productBaseMinor: Int64
  /// Components dearer than their standard; cost above standard is positive throughout.
  public var materialPriceBaseMinor: Int64
  /// Components beyond what the units begun may use.
  public var usageBaseMinor: Int64
  /// Hours dearer than their standard.
  public var rateBaseMinor: Int64
  /// Hours beyond what the units begun may take.
  public var efficiencyBaseMinor: Int64
  /// Overhead beside what the units begun may take.
  public var overheadBaseMinor: Int64
  /// Standard cost of units begun and lost.
  public var yieldBaseMinor: Int64
  /// What none of these explains.
  public var unexplainedBaseMinor: Int64

  /// A row from its fields.
  public init(
    seq: Int64, documentId: Int64?, documentNumber: String, itemId: Int64?, date: CivilDate,
    standing: String, gap: String?, quantityMicros: Int64, scrappedQuantityMicros: Int64,
    actualBaseMinor: Int64, standardBaseMinor: Int64?, productBaseMinor: Int64,
    materialPriceBaseMinor: Int64, usageBaseMinor: Int64, rateBaseMinor: Int64,
    efficiencyBaseMinor: Int64, overheadBaseMinor: Int64, yieldBaseMinor: Int64,
    unexplainedBaseMinor: Int64
  ) {
    self.seq = seq
    self.documentId = documentId
    self.documentNumber = documentNumber
    self.itemId = itemId
    self.date = date
    self.standing = standing
    self.gap = gap
    self.quantityMicros = quantityMicros
    self.scrappedQuantityMicros = scrappedQuantityMicros
    self.actualBaseMinor = actualBaseMinor
    self.standardBaseMinor = standardBaseMinor
    self.productBaseMinor = productBaseMinor
    self.materialPriceBaseMinor = materialPriceBaseMinor
    self.usageBaseMinor = usageBaseMinor
    self.rateBaseMinor = rateBaseMinor
    self.efficiencyBaseMinor = efficiencyBaseMinor
    self.overheadBaseMinor = overheadBaseMinor
    self.yieldBaseMinor = yieldBaseMinor
    self.unexplainedBaseMinor = unexplainedBaseMinor
  }
}

extension ProductionVarianceRow: FactRow {
  /// The table and its columns.
  public static let fact = Fact(
    "production_variance",
    columns: [
      "seq", "document_id", "document_number", "item_id", "date", "standing", "gap",
      "quantity_micros", "scrapped_quantity_micros", "actual_base_minor", "standard_base_minor",
      "product_base_minor", "material_price_base_minor", "usage_base_minor", "rate_base_minor",
      "efficiency_base_minor", "overhead_base_minor", "yield_base_minor", "unexplained_base_minor",
    ])

  /// Reads the columns of `fact`.
  public init(reading fields: inout FactReader) {
    seq = fields.next()
    documentId = fields.next()
    documentNumber = fields.next()
    itemId = fields.next()
    date = fields.next()
    standing = fields.next()
    gap = fields.next()
    quantityMicros = fields.next()
    scrappedQuantityMicros = fields.next()
    actualBaseMinor = fields.next()
    standardBaseMinor = fields.next()
    productBaseMinor = fields.next()
    materialPriceBaseMinor = fields.next()
    usageBaseMinor = fields.next()
    rateBaseMinor = fields.next()
    efficiencyBaseMinor = fields.next()
    overheadBaseMinor = fields.next()
    yieldBaseMinor = fields.next()
    unexplainedBaseMinor = fields.next()
  }

  /// Writes the columns of `fact`.
  ///
  /// - Throws: `PostgresError`.
  public func write(to fields: FactWriter) throws(PostgresError) {
    try fields.append(seq)
    try fields.append(documentId)
    try fields.append(documentNumber)
    try fields.append(itemId)
    try fields.append(date)
    try fields.append(standing)
    try fields.append(gap)
    try fields.append(quantityMicros)
    try fields.append(scrappedQuantityMicros)
    try fields.append(actualBaseMinor)
    try fields.append(standardBaseMinor)
    try fields.append(productBaseMinor)
    try fields.append(materialPriceBaseMinor)
    try fields.append(usageBaseMinor)
    try fields.append(rateBaseMinor)
    try fields.append(efficiencyBaseMinor)
    try fields.append(overheadBaseMinor)
    try fields.append(yieldBaseMinor)
    try fields.append(unexplainedBaseMinor)
  }
}
