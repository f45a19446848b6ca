public import AccountingValues

/// One line of an entry: what it moves in its own currency, and in base.
public struct JournalPosting: Hashable, Sendable {
  /// The account, by its place in the writer's list.
  public let account: Int
  /// Debit positive, in the currency of the line.
  public let amount: Money
  /// The same in base currency, debit positive.
  public let base: Money

  /// A posting from its parts.
  public init(account: Int, amount: Money, base: Money) {
    self.account = account
    self.amount = amount
    self.base = base
  }
}

/// An entry as plain-text accounting has it; what they call a transaction.
public struct JournalTransaction: Hashable, Sendable {
  /// The accounting date.
  public let date: CivilDate
  /// The entry's number, or the stable reference of one that has none yet.
  public let code: String
  /// The journal it stands in.
  public let journal: String?
  /// The number people know its document by.
  public let document: String?
  /// What it is about.
  public let description: String?
  /// Its lines.
  public var postings: [JournalPosting]

  /// A transaction from its parts.
  public init(
    date: CivilDate, code: String, journal: String? = nil, document: String? = nil,
    description: String?, postings: [JournalPosting]
  ) {
    self.date = date
    self.code = code
    self.journal = journal
    self.document = document
    self.description = description
    self.postings = postings
  }
}

/// Why an entry cannot be written so that another program finds it balanced.
public enum JournalProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// Its debits and credits differ in base, by this many minor units.
  case unbalanced(code: String, byMinor: Int128)
  /// A line in base currency states two amounts.
  case twoAmounts(code: String)

  /// A sentence that names the entry.
  public var description: String {
    switch self {
    case .unbalanced(let code, let minor):
      "debits and credits of entry \(code) differ by \(minor) minor units of base currency"
    case .twoAmounts(let code):
      "a line of entry \(code) is in base currency and states another amount in base"
    }
  }
}
