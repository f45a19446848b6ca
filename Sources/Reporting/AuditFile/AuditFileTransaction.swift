public import AccountingValues

/// How much an audit file holds, which it says before its entries.
public struct AuditFileTotals: Hashable, Sendable {
  /// Entries.
  public var entries: Int
  /// Sum of all debits in base currency.
  public var debit: Money
  /// Sum of all credits in base currency.
  public var credit: Money

  /// Totals from their parts.
  public init(entries: Int, debit: Money, credit: Money) {
    self.entries = entries
    self.debit = debit
    self.credit = credit
  }
}

/// An entry as an audit file has it.
public struct AuditFileTransaction: Hashable, Sendable {
  /// One line: what it moves, positive on its side.
  public struct Line: Hashable, Sendable {
    /// Whose account it is.
    public enum Party: Hashable, Sendable {
      /// A customer, by code.
      case customer(String)
      /// A supplier, by code.
      case supplier(String)
    }

    /// Its number among the lines of its period.
    public var number: Int64
    /// The account, by code.
    public var account: String
    /// What else it belongs to, by kind and code.
    public var analyses: [AuditFileMasters.Analysis]
    /// Who owes it or is owed.
    public var party: Party?
    /// What it is about.
    public var description: String
    /// Whether it is a debit.
    public var isDebit: Bool
    /// The amount in base currency.
    public var base: Money
    /// The amount in the line's own currency.
    public var own: Money

    /// A line from its parts.
    public init(
      number: Int64, account: String, analyses: [AuditFileMasters.Analysis], party: Party?,
      description: String, isDebit: Bool, base: Money, own: Money
    ) {
      self.number = number
      self.account = account
      self.analyses = analyses
      self.party = party
      self.description = description
      self.isDebit = isDebit
      self.base = base
      self.own = own
    }
  }

  /// The entry's number, or the stable reference of one that has none yet.
  public var code: String
  /// The number of its period within the fiscal year.
  public var period: Int
  /// The fiscal year.
  public var fiscalYear: Int
  /// The day it happened on.
  public var occurred: CivilDate
  /// The day it is posted on.
  public var posted: CivilDate
  /// The kind of event that made it.
  public var event: String
  /// What it is about.
  public var description: String
  /// The number people know its document by.
  public var document: String?
  /// Its lines.
  public var lines: [Line]

  /// An entry from its parts.
  public init(
    code: String, period: Int, fiscalYear: Int, occurred: CivilDate, posted: CivilDate,
    event: String, description: String, document: String?, lines: [Line]
  ) {
    self.code = code
    self.period = period
    self.fiscalYear = fiscalYear
    self.occurred = occurred
    self.posted = posted
    self.event = event
    self.description = description
    self.document = document
    self.lines = lines
  }
}

/// Why an audit file cannot be written so that a reader finds it right.
public enum AuditFileProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// Debits and credits of an entry differ in base, by this many minor units.
  case unbalanced(code: String, byMinor: Int128)
  /// What it announced is not what was written.
  case totals(said: AuditFileTotals, wrote: AuditFileTotals)
  /// A sum that no amount holds.
  case tooLarge

  /// A sentence that says what is wrong.
  public var description: String {
    switch self {
    case .unbalanced(let code, let minor):
      "debits and credits of entry \(code) differ by \(minor) minor units of base currency"
    case .totals(let said, let wrote):
      "the books have \(said.entries) entries, debit \(said.debit) and credit \(said.credit), and "
        + "\(wrote.entries) entries, debit \(wrote.debit) and credit \(wrote.credit) were read"
    case .tooLarge: "the sum of all lines is too large for an amount"
    }
  }
}
