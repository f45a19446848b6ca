public import PostgresClient

/// Opening, movements and closing of an account in one transaction currency.
public struct TrialBalanceRow: Hashable, Sendable {
  /// The account.
  public var accountId: Int64
  /// The transaction currency.
  public var currency: String
  /// Opening in base currency, debit minus credit.
  public var openingBaseMinor: Int64
  /// Debits in base currency.
  public var debitBaseMinor: Int64
  /// Credits in base currency.
  public var creditBaseMinor: Int64
  /// Opening + debits − credits.
  public var closingBaseMinor: Int64
  /// Opening in transaction currency.
  public var openingMinor: Int64
  /// Debits in transaction currency.
  public var debitMinor: Int64
  /// Credits in transaction currency.
  public var creditMinor: Int64
  /// Opening + debits − credits.
  public var closingMinor: Int64
  /// Debits of the year-end entry in base currency, part of `debitBaseMinor`.
  public var yearEndDebitBaseMinor: Int64
  /// Credits of the year-end entry in base currency, part of `creditBaseMinor`.
  public var yearEndCreditBaseMinor: Int64

  /// A row from its fields.
  public init(
    accountId: Int64, currency: String, openingBaseMinor: Int64, debitBaseMinor: Int64,
    creditBaseMinor: Int64, closingBaseMinor: Int64, openingMinor: Int64, debitMinor: Int64,
    creditMinor: Int64, closingMinor: Int64, yearEndDebitBaseMinor: Int64 = 0,
    yearEndCreditBaseMinor: Int64 = 0
  ) {
    self.accountId = accountId
    self.currency = currency
    self.openingBaseMinor = openingBaseMinor
    self.debitBaseMinor = debitBaseMinor
    self.creditBaseMinor = creditBaseMinor
    self.closingBaseMinor = closingBaseMinor
    self.openingMinor = openingMinor
    self.debitMinor = debitMinor
    self.creditMinor = creditMinor
    self.closingMinor = closingMinor
    self.yearEndDebitBaseMinor = yearEndDebitBaseMinor
    self.yearEndCreditBaseMinor = yearEndCreditBaseMinor
  }
}

extension TrialBalanceRow: FactRow {
  /// The table and its columns.
  public static let fact = Fact(
    "trial_balance",
    columns: [
      "account_id", "currency", "opening_base_minor", "debit_base_minor", "credit_base_minor",
      "closing_base_minor", "opening_minor", "debit_minor", "credit_minor", "closing_minor",
      "year_end_debit_base_minor", "year_end_credit_base_minor",
    ])

  /// Reads the columns of `fact`.
  public init(reading fields: inout FactReader) {
    accountId = fields.next()
    currency = fields.next()
    openingBaseMinor = fields.next()
    debitBaseMinor = fields.next()
    creditBaseMinor = fields.next()
    closingBaseMinor = fields.next()
    openingMinor = fields.next()
    debitMinor = fields.next()
    creditMinor = fields.next()
    closingMinor = fields.next()
    yearEndDebitBaseMinor = fields.next()
    yearEndCreditBaseMinor = fields.next()
  }

  /// Writes the columns of `fact`.
  ///
  /// - Throws: `PostgresError`.
  public func write(to fields: FactWriter) throws(PostgresError) {
    try fields.append(accountId)
    try fields.append(currency)
    try fields.append(openingBaseMinor)
    try fields.append(debitBaseMinor)
    try fields.append(creditBaseMinor)
    try fields.append(closingBaseMinor)
    try fields.append(openingMinor)
    try fields.append(debitMinor)
    try fields.append(creditMinor)
    try fields.append(closingMinor)
    try fields.append(yearEndDebitBaseMinor)
    try fields.append(yearEndCreditBaseMinor)
  }
}
