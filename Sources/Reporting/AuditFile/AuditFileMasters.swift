public import AccountingValues

/// What entries of an audit file refer to: accounts, customers, suppliers, and codes of analysis.
public struct AuditFileMasters: Hashable, Sendable {
  /// An account with its balances in base currency, debit positive.
  public struct Account: Hashable, Sendable {
    /// The code people know it by.
    public var code: String
    /// Its name.
    public var name: String
    /// What it is.
    public var type: JournalAccount.Root
    /// Its balance before the first day.
    public var opening: Money
    /// Its balance at the end of the last day.
    public var closing: Money

    /// An account from its parts.
    public init(
      code: String, name: String, type: JournalAccount.Root, opening: Money, closing: Money
    ) {
      self.code = code
      self.name = name
      self.type = type
      self.opening = opening
      self.closing = closing
    }
  }

  /// A customer or supplier with what is open, in base currency, debit positive.
  public struct Party: Hashable, Sendable {
    /// Its code.
    public var code: String
    /// Its name.
    public var name: String
    /// The control account its items stand on; `nil` where there are several.
    public var account: String?
    /// What was open before the first day.
    public var opening: Money
    /// What is open at the end of the last day.
    public var closing: Money

    /// A party from its parts.
    public init(code: String, name: String, account: String?, opening: Money, closing: Money) {
      self.code = code
      self.name = name
      self.account = account
      self.opening = opening
      self.closing = closing
    }
  }

  /// A code that lines carry beside their account.
  public struct Analysis: Hashable, Sendable {
    /// What codes are of.
    public enum Kind: String, CaseIterable, Sendable {
      /// An item.
      case item = "ITEM"
      /// A location.
      case location = "LOCATION"
      /// A department.
      case department = "DEPARTMT"
      /// A project.
      case project = "PROJECT"
      /// A tax code.
      case taxCode = "TAXCODE"

      /// The kind in words.
      public var words: String {
        switch self {
        case .item: "Item"
        case .location: "Location"
        case .department: "Department"
        case .project: "Project"
        case .taxCode: "Tax code"
        }
      }
    }

    /// What it is a code of.
    public var kind: Kind
    /// The code.
    public var code: String
    /// Its name; the code where it has none.
    public var name: String

    /// A code from its parts.
    public init(kind: Kind, code: String, name: String) {
      self.kind = kind
      self.code = code
      self.name = name
    }
  }

  /// The accounts that entries name, and all with a balance.
  public var accounts: [Account]
  /// The customers that entries name, and all with open items.
  public var customers: [Party]
  /// The suppliers that entries name, and all with open items.
  public var suppliers: [Party]
  /// The codes that entries name.
  public var analyses: [Analysis]

  /// Masters from their parts.
  public init(
    accounts: [Account], customers: [Party], suppliers: [Party], analyses: [Analysis]
  ) {
    self.accounts = accounts
    self.customers = customers
    self.suppliers = suppliers
    self.analyses = analyses
  }
}
