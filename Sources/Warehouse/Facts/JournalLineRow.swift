public import AccountingValues
public import PostgresClient

/// One line of a journal entry: the sum per account, currency and dimensions.
public struct JournalLineRow: Hashable, Sendable {
  /// The line's place in its run.
  public var seq: Int64
  /// Its entry.
  public var entrySeq: Int64
  /// The accounting date, as its entry.
  public var date: CivilDate
  /// The account.
  public var accountId: Int64
  /// Debit in base currency, never negative.
  public var debitBaseMinor: Int64
  /// Credit in base currency, never negative.
  public var creditBaseMinor: Int64
  /// The transaction currency.
  public var currency: String
  /// Debit in transaction currency.
  public var debitMinor: Int64
  /// Credit in transaction currency.
  public var creditMinor: Int64
  /// The account role the rule named.
  public var role: String
  /// The customer or supplier.
  public var partnerId: Int64?
  /// The item.
  public var itemId: Int64?
  /// The location.
  public var locationId: Int64?
  /// The department.
  public var department: String?
  /// The project.
  public var project: String?
  /// The tax code.
  public var taxCode: String?
  /// The quantity, in 10⁻⁶ stock units.
  public var quantityMicros: Int64?

  /// A row from its fields.
  public init(
    seq: Int64, entrySeq: Int64, date: CivilDate, accountId: Int64, debitBaseMinor: Int64,
    creditBaseMinor: Int64, currency: String, debitMinor: Int64, creditMinor: Int64, role: String,
    partnerId: Int64? = nil, itemId: Int64? = nil, locationId: Int64? = nil,
    department: String? = nil, project: String? = nil, taxCode: String? = nil,
    quantityMicros: Int64? = nil
  ) {
    self.seq = seq
    self.entrySeq = entrySeq
    self.date = date
    self.accountId = accountId
    self.debitBaseMinor = debitBaseMinor
    self.creditBaseMinor = creditBaseMinor
    self.currency = currency
    self.debitMinor = debitMinor
    self.creditMinor = creditMinor
    self.role = role
    self.partnerId = partnerId
    self.itemId = itemId
    self.locationId = locationId
    self.department = department
    self.project = project
    self.taxCode = taxCode
    self.quantityMicros = quantityMicros
  }
}

extension JournalLineRow: FactRow {
  /// The table and its columns.
  public static let fact = Fact(
    "journal_line",
    columns: [
      "seq", "entry_seq", "date", "account_id", "debit_base_minor", "credit_base_minor", "currency",
      "debit_minor", "credit_minor", "role", "partner_id", "item_id", "location_id", "department",
      "project", "tax_code", "quantity_micros",
    ])

  /// Reads the columns of `fact`.
  public init(reading fields: inout FactReader) {
    seq = fields.next()
    entrySeq = fields.next()
    date = fields.next()
    accountId = fields.next()
    debitBaseMinor = fields.next()
    creditBaseMinor = fields.next()
    currency = fields.next()
    debitMinor = fields.next()
    creditMinor = fields.next()
    role = fields.next()
    partnerId = fields.next()
    itemId = fields.next()
    locationId = fields.next()
    department = fields.next()
    project = fields.next()
    taxCode = fields.next()
    quantityMicros = fields.next()
  }

  /// Writes the columns of `fact`.
  ///
  /// - Throws: `PostgresError`.
  public func write(to fields: FactWriter) throws(PostgresError) {
    try fields.append(seq)
    try fields.append(entrySeq)
    try fields.append(date)
    try fields.append(accountId)
    try fields.append(debitBaseMinor)
    try fields.append(creditBaseMinor)
    try fields.append(currency)
    try fields.append(debitMinor)
    try fields.append(creditMinor)
    try fields.append(role)
    try fields.append(partnerId)
    try fields.append(itemId)
    try fields.append(locationId)
    try fields.append(department)
    try fields.append(project)
    try fields.append(taxCode)
    try fields.append(quantityMicros)
  }
}
