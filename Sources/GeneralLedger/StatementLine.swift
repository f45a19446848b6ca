/// The two financial statements.
public enum StatementKind: String, Hashable, Sendable, CaseIterable {
  /// What a company has and owes at the end of a period.
  case balanceSheet = "balance_sheet"
  /// What it earned and spent.
  case incomeStatement = "income_statement"

  /// Its name in a sentence.
  public var words: String { self == .balanceSheet ? "balance sheet" : "income statement" }

  /// Whether accounts of a type stand on it.
  public func holds(_ type: AccountType) -> Bool {
    type.belongsToResult == (self == .incomeStatement)
  }
}

/// Codes of accounts from one to another, both included, in the order of a chart (by bytes).
public struct AccountRange: Hashable, Sendable {
  /// The lowest code.
  public let first: String
  /// The highest; the same for a single account.
  public let last: String

  /// A range.
  ///
  /// - Returns: `nil` where the last code comes before the first.
  public init?(_ first: String, through last: String) {
    if last.utf8.lexicographicallyPrecedes(first.utf8) { return nil }
    self.first = first
    self.last = last
  }

  /// Whether an account of this code lies in it.
  public func contains(_ code: String) -> Bool {
    !code.utf8.lexicographicallyPrecedes(first.utf8)
      && !last.utf8.lexicographicallyPrecedes(code.utf8)
  }
}

/// A line of a statement, with the headings above it.
public struct StatementLine: Hashable, Sendable {
  /// The statement.
  public let statement: StatementKind
  /// The outermost heading: `Assets`; on the income statement the result after it: `Gross profit`.
  public let part: String
  /// The heading within.
  public let section: String
  /// The line's own words.
  public let title: String
  /// The side on which amounts are shown positive.
  public let side: BalanceSide
  /// The accounts it names.
  public let accounts: [AccountRange]
  /// The types of which it takes all accounts that no line names.
  public let types: [AccountType]
  /// Whether the result of the year stands here, until it is distributed.
  public let holdsResult: Bool
  /// Whether short reports show it among the few lines that matter most.
  public let isKey: Bool

  /// A line from its parts.
  public init(
    statement: StatementKind, part: String, section: String, title: String, side: BalanceSide,
    accounts: [AccountRange] = [], types: [AccountType] = [], holdsResult: Bool = false,
    isKey: Bool = false
  ) {
    self.statement = statement
    self.part = part
    self.section = section
    self.title = title
    self.side = side
    self.accounts = accounts
    self.types = types
    self.holdsResult = holdsResult
    self.isKey = isKey
  }
}
