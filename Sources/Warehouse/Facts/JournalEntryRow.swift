public import AccountingValues
public import PostgresClient

/// One journal entry: a source document and event.
public struct JournalEntryRow: Hashable, Sendable {
  /// The entry's place in its run.
  public var seq: Int64
  /// The journal.
  public var journal: String
  /// The gapless number, once assigned.
  public var number: String?
  /// The stable reference from the source key, `~4F7A…`.
  public var reference: String
  /// The accounting date.
  public var date: CivilDate
  /// The own date of a late event.
  public var occurredOn: CivilDate?
  /// The posting event.
  public var event: String
  /// The posting rule that made it.
  public var rule: String
  /// The document's key.
  public var documentId: Int64?
  /// The number people know the document by.
  public var documentNumber: String?
  /// What it is about.
  public var description: String?
  /// The entry it reverses.
  public var reversesSeq: Int64?

  /// A row from its fields.
  public init(
    seq: Int64, journal: String, number: String? = nil, reference: String, date: CivilDate,
    occurredOn: CivilDate? = nil, event: String, rule: String, documentId: Int64? = nil,
    documentNumber: String? = nil, description: String? = nil, reversesSeq: Int64? = nil
  ) {
    self.seq = seq
    self.journal = journal
    self.number = number
    self.reference = reference
    self.date = date
    self.occurredOn = occurredOn
    self.event = event
    self.rule = rule
    self.documentId = documentId
    self.documentNumber = documentNumber
    self.description = description
    self.reversesSeq = reversesSeq
  }
}

extension JournalEntryRow: FactRow {
  /// The table and its columns.
  public static let fact = Fact(
    "journal_entry",
    columns: [
      "seq", "journal", "number", "reference", "date", "occurred_on", "event", "rule",
      "document_id", "document_number", "description", "reverses_seq",
    ])

  /// Reads the columns of `fact`.
  public init(reading fields: inout FactReader) {
    seq = fields.next()
    journal = fields.next()
    number = fields.next()
    reference = fields.next()
    date = fields.next()
    occurredOn = fields.next()
    event = fields.next()
    rule = fields.next()
    documentId = fields.next()
    documentNumber = fields.next()
    description = fields.next()
    reversesSeq = fields.next()
  }

  /// Writes the columns of `fact`.
  ///
  /// - Throws: `PostgresError`.
  public func write(to fields: FactWriter) throws(PostgresError) {
    try fields.append(seq)
    try fields.append(journal)
    try fields.append(number)
    try fields.append(reference)
    try fields.append(date)
    try fields.append(occurredOn)
    try fields.append(event)
    try fields.append(rule)
    try fields.append(documentId)
    try fields.append(documentNumber)
    try fields.append(description)
    try fields.append(reversesSeq)
  }
}
