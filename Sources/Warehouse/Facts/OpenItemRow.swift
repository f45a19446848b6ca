public import AccountingValues
public import PostgresClient

/// A document or instalment not fully settled at the period's end; debit is positive.
public struct OpenItemRow: Hashable, Sendable {
  /// The item's number.
  public var seq: Int64
  /// `receivable`, `payable`, or another control.
  public var ledger: String
  /// Invoice, credit note, payment, advance, ….
  public var kind: String
  /// The control account.
  public var accountId: Int64
  /// The customer or supplier.
  public var partnerId: Int64?
  /// The document's key.
  public var documentId: Int64?
  /// The document's stream.
  public var documentStream: String?
  /// The number people know it by.
  public var documentNumber: String?
  /// The date on the document.
  public var documentDate: CivilDate
  /// The accounting date.
  public var postingDate: CivilDate
  /// When it falls due.
  public var dueDate: CivilDate?
  /// The transaction currency.
  public var currency: String
  /// Original amount in transaction currency.
  public var originalMinor: Int64
  /// What is open of it.
  public var residualMinor: Int64
  /// Original amount in base currency.
  public var originalBaseMinor: Int64
  /// What is open of it in base currency.
  public var residualBaseMinor: Int64

  /// A row from its fields.
  public init(
    seq: Int64, ledger: String, kind: String, accountId: Int64, partnerId: Int64? = nil,
    documentId: Int64? = nil, documentStream: String? = nil, documentNumber: String? = nil,
    documentDate: CivilDate, postingDate: CivilDate, dueDate: CivilDate? = nil, currency: String,
    originalMinor: Int64, residualMinor: Int64, originalBaseMinor: Int64, residualBaseMinor: Int64
  ) {
    self.seq = seq
    self.ledger = ledger
    self.kind = kind
    self.accountId = accountId
    self.partnerId = partnerId
    self.documentId = documentId
    self.documentStream = documentStream
    self.documentNumber = documentNumber
    self.documentDate = documentDate
    self.postingDate = postingDate
    self.dueDate = dueDate
    self.currency = currency
    self.originalMinor = originalMinor
    self.residualMinor = residualMinor
    self.originalBaseMinor = originalBaseMinor
    self.residualBaseMinor = residualBaseMinor
  }
}

extension OpenItemRow: FactRow {
  /// The table and its columns.
  public static let fact = Fact(
    "open_item",
    columns: [
      "seq", "ledger", "kind", "account_id", "partner_id", "document_id", "document_stream",
      "document_number", "document_date", "posting_date", "due_date", "currency", "original_minor",
      "residual_minor", "original_base_minor", "residual_base_minor",
    ])

  /// Reads the columns of `fact`.
  public init(reading fields: inout FactReader) {
    seq = fields.next()
    ledger = fields.next()
    kind = fields.next()
    accountId = fields.next()
    partnerId = fields.next()
    documentId = fields.next()
    documentStream = fields.next()
    documentNumber = fields.next()
    documentDate = fields.next()
    postingDate = fields.next()
    dueDate = fields.next()
    currency = fields.next()
    originalMinor = fields.next()
    residualMinor = fields.next()
    originalBaseMinor = fields.next()
    residualBaseMinor = fields.next()
  }

  /// Writes the columns of `fact`.
  ///
  /// - Throws: `PostgresError`.
  public func write(to fields: FactWriter) throws(PostgresError) {
    try fields.append(seq)
    try fields.append(ledger)
    try fields.append(kind)
    try fields.append(accountId)
    try fields.append(partnerId)
    try fields.append(documentId)
    try fields.append(documentStream)
    try fields.append(documentNumber)
    try fields.append(documentDate)
    try fields.append(postingDate)
    try fields.append(dueDate)
    try fields.append(currency)
    try fields.append(originalMinor)
    try fields.append(residualMinor)
    try fields.append(originalBaseMinor)
    try fields.append(residualBaseMinor)
  }
}
