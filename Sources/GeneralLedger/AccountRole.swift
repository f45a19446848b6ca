/// What an account is for, in the words of posting rules: `inventory`, `accounts_receivable`. Rules
/// name roles, the company's mappings say which account a role means. Any name may be used; the
/// constants are those that the shipped rules and the engine itself rely on.
public struct AccountRole: RawRepresentable, Hashable, Sendable, Comparable {
  /// The name as written in YAML.
  public let rawValue: String

  /// A role by name.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// A role by name.
  public init(_ name: String) { rawValue = name }

  /// By name.
  public static func < (a: AccountRole, b: AccountRole) -> Bool { a.rawValue < b.rawValue }
}

extension AccountRole: ExpressibleByStringLiteral {
  /// A role by name.
  public init(stringLiteral value: String) { rawValue = value }
}

extension AccountRole: CustomStringConvertible {
  /// The name.
  public var description: String { rawValue }
}

extension AccountRole {
  /// What customers owe.
  public static let accountsReceivable = AccountRole("accounts_receivable")
  /// What is owed to suppliers.
  public static let accountsPayable = AccountRole("accounts_payable")
  /// Goods on hand, at cost.
  public static let inventory = AccountRole("inventory")
  /// What stock was written down to net realisable value, a credit.
  public static let inventoryAllowance = AccountRole("inventory_allowance")
  /// Goods received, not invoiced.
  public static let goodsReceivedNotInvoiced = AccountRole("grni")
  /// Charges billed and not yet given to received goods.
  public static let landedCostClearing = AccountRole("landed_cost_clearing")
  /// What unfinished production orders have cost.
  public static let workInProgress = AccountRole("work_in_progress")
  /// Cents by which a document's header and lines differ (ACCOUNTING §1).
  public static let roundingDifference = AccountRole("rounding_difference")
  /// Counterpart of each currency in an entry of several currencies (ACCOUNTING §4).
  public static let currencyExchange = AccountRole("currency_exchange")
  /// What receivables in foreign currency are worth more at a closing rate than they are carried at.
  public static let receivablesValuation = AccountRole("receivables_valuation")
  /// The same of payables.
  public static let payablesValuation = AccountRole("payables_valuation")
  /// The same of goods received and not invoiced.
  public static let goodsReceivedValuation = AccountRole("grni_valuation")
  /// What customers in credit take off receivables, put back: a debit beside the control account.
  public static let receivablesReclassified = AccountRole("receivables_reclassified")
  /// What suppliers in debit take off payables, put back: a credit beside the control account.
  public static let payablesReclassified = AccountRole("payables_reclassified")
  /// Where a role without account goes under `unmapped: suspense`.
  public static let suspense = AccountRole("suspense")
  /// The result of former years, before it is closed to retained earnings.
  public static let undistributedResult = AccountRole("undistributed_result")
  /// Results kept from former years.
  public static let retainedEarnings = AccountRole("retained_earnings")
  /// What is left when subledgers do not explain the opening balances at go-live.
  public static let openingBalanceEquity = AccountRole("opening_balance_equity")
}
