/// The two sides of an entry. Debit and credit are kept apart and never negative.
public enum BalanceSide: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
  case debit, credit

  /// The other side.
  public var opposite: BalanceSide { self == .debit ? .credit : .debit }
  /// The factor to an amount where debit is positive: 1 or −1.
  public var sign: Int64 { self == .debit ? 1 : -1 }
}

/// The five types of account, in the order of a trial balance.
public enum AccountType: String, Hashable, Sendable, CaseIterable {
  case asset, liability, equity, income, expense

  /// The side on which accounts of the type normally stand.
  public var normalBalance: BalanceSide {
    switch self {
    case .asset, .expense: .debit
    case .liability, .equity, .income: .credit
    }
  }

  /// Whether the account opens at zero in a new fiscal year (ACCOUNTING §5).
  public var belongsToResult: Bool { self == .income || self == .expense }
}

/// The subledger an account must equal.
public enum ControlKind: String, Hashable, Sendable, CaseIterable {
  /// No subledger.
  case none
  /// What customers owe.
  case receivable
  /// What is owed to suppliers.
  case payable
  /// The cost layers.
  case inventory
  /// Goods received, not invoiced.
  case goodsReceivedNotInvoiced = "grni"
  /// A bank account, cash box or clearing account.
  case bank
  /// A tax account, equal to the tax rows.
  case tax
  /// Money received for goods to come.
  case customerAdvance = "customer_advance"
  /// Money paid for goods to come.
  case supplierAdvance = "supplier_advance"

  /// Whether balances in another currency are money and revalued at the closing rate, unless the
  /// account says otherwise. Advances for goods and inventory are not (ACCOUNTING §4, currency).
  public var isMonetary: Bool {
    switch self {
    case .receivable, .payable, .goodsReceivedNotInvoiced, .bank, .tax: true
    case .none, .inventory, .customerAdvance, .supplierAdvance: false
    }
  }
}

/// One account of a company's chart.
public struct Account: Hashable, Sendable {
  /// The code people know it by; unique in the chart, ordered by bytes.
  public let code: String
  /// Its name.
  public let name: String
  /// What it is.
  public let type: AccountType
  /// The side on which it normally stands; the type's unless it is a contra account.
  public let normalBalance: BalanceSide
  /// The subledger it must equal.
  public let control: ControlKind
  /// Whether a balance in another currency is revalued at the closing rate.
  public let isMonetary: Bool
  /// The group it rolls up to; `nil` at the top.
  public let group: String?

  /// An account; what is not given follows from its type and control kind.
  public init(
    code: String, name: String, type: AccountType, normalBalance: BalanceSide? = nil,
    control: ControlKind = .none, isMonetary: Bool? = nil, group: String? = nil
  ) {
    self.code = code
    self.name = name
    self.type = type
    self.normalBalance = normalBalance ?? type.normalBalance
    self.control = control
    self.isMonetary = isMonetary ?? control.isMonetary
    self.group = group
  }
}

/// A heading of the chart under which accounts and other headings are added up; never posted to.
public struct AccountGroup: Hashable, Sendable {
  /// Its code; may not be an account's.
  public let code: String
  /// Its name.
  public let name: String
  /// The group above; `nil` at the top.
  public let parent: String?

  /// A group from its parts.
  public init(code: String, name: String, parent: String? = nil) {
    self.code = code
    self.name = name
    self.parent = parent
  }
}
