public import AccountingValues
public import PostgresClient

/// The settlement of a document by another.
public struct ApplicationRow: Hashable, Sendable {
  /// The application's place in its run.
  public var seq: Int64
  /// The open item it settled, where one is left.
  public var itemSeq: Int64?
  /// Payment, advance, credit note, write-off, ….
  public var kind: String
  /// The accounting date.
  public var date: CivilDate
  /// The settling document.
  public var documentId: Int64?
  /// The number of the settling document.
  public var documentNumber: String?
  /// The settled document.
  public var appliedDocumentId: Int64?
  /// The number of the settled document.
  public var appliedDocumentNumber: String?
  /// The transaction currency.
  public var currency: String
  /// The amount in transaction currency.
  public var amountMinor: Int64
  /// The amount in base currency.
  public var amountBaseMinor: Int64
  /// The journal entry that posts it.
  public var entrySeq: Int64?

  /// A row from its fields.
  public init(
    seq: Int64, itemSeq: Int64? = nil, kind: String, date: CivilDate, documentId: Int64? = nil,
    documentNumber: String? = nil, appliedDocumentId: Int64? = nil,
    appliedDocumentNumber: String? = nil, currency: String, amountMinor: Int64,
    amountBaseMinor: Int64, entrySeq: Int64? = nil
  ) {
    self.seq = seq
    self.itemSeq = itemSeq
    self.kind = kind
    self.date = date
    self.documentId = documentId
    self.documentNumber = documentNumber
    self.appliedDocumentId = appliedDocumentId
    self.appliedDocumentNumber = appliedDocumentNumber
    self.currency = currency
    self.amountMinor = amountMinor
    self.amountBaseMinor = amountBaseMinor
    self.entrySeq = entrySeq
  }
}

extension ApplicationRow: FactRow {
  /// The table and its columns.
  public static let fact = Fact(
    "application",
    columns: [
      "seq", "item_seq", "kind", "date", "document_id", "document_number", "applied_document_id",
      "applied_document_number", "currency", "amount_minor", "amount_base_minor", "entry_seq",
    ])

  /// Reads the columns of `fact`.
  public init(reading fields: inout FactReader) {
    seq = fields.next()
    itemSeq = fields.next()
    kind = fields.next()
    date = fields.next()
    documentId = fields.next()
    documentNumber = fields.next()
    appliedDocumentId = fields.next()
    appliedDocumentNumber = fields.next()
    currency = fields.next()
    amountMinor = fields.next()
    amountBaseMinor = fields.next()
    entrySeq = fields.next()
  }

  /// Writes the columns of `fact`.
  ///
  /// - Throws: `PostgresError`.
  public func write(to fields: FactWriter) throws(PostgresError) {
    try fields.append(seq)
    try fields.append(itemSeq)
    try fields.append(kind)
    try fields.append(date)
    try fields.append(documentId)
    try fields.append(documentNumber)
    try fields.append(appliedDocumentId)
    try fields.append(appliedDocumentNumber)
    try fields.append(currency)
    try fields.append(amountMinor)
    try fields.append(amountBaseMinor)
    try fields.append(entrySeq)
  }
}
