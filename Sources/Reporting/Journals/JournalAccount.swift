public import AccountingValues

/// An account as plain-text accounting names it: its type first, which says what it is, then code and
/// name.
public struct JournalAccount: Hashable, Sendable {
  /// The five roots that all programs of plain-text accounting know.
  public enum Root: String, Sendable {
    /// What is owned.
    case assets = "Assets"
    /// What is owed.
    case liabilities = "Liabilities"
    /// What belongs to the owners.
    case equity = "Equity"
    /// What was earned.
    case income = "Income"
    /// What was spent.
    case expenses = "Expenses"
  }

  /// The account's type.
  public let root: Root
  /// The code people know it by.
  public let code: String
  /// Its name.
  public let name: String
  /// The currencies that its lines are in; beancount wants to know them beforehand.
  public let currencies: Set<Currency>

  /// An account from its parts.
  public init(root: Root, code: String, name: String, currencies: Set<Currency>) {
    self.root = root
    self.code = code
    self.name = name
    self.currencies = currencies
  }
}

/// The names of a book's accounts in one format: `Assets:1300 Inventory`, for beancount
/// `Assets:A1300-Inventory`. What a format would misread is replaced, and where that makes two names
/// the same, the later account in the list gets a number behind its own: accounts never merge.
struct JournalAccountNames {
  private let names: [String]

  init(_ accounts: [JournalAccount], _ format: JournalFormat) {
    var taken: Set<String> = []
    names = accounts.map { account in
      let plain = account.root.rawValue + ":" + Self.component(account, format)
      var name = plain
      var number = 2
      while !taken.insert(name).inserted {
        name = plain + (format == .beancount ? "-" : " ") + String(number)
        number += 1
      }
      return name
    }
  }

  subscript(account: Int) -> String { names[account] }

  private static func component(_ account: JournalAccount, _ format: JournalFormat) -> String {
    let text = JournalText.line(account.code + " " + account.name)
    switch format {
    // A colon would begin a sub-account, a semicolon a comment.
    case .hledger, .ledger:
      return JournalText.replacing(text) { $0 == ":" ? "-" : $0 == ";" ? "," : $0 }
    case .beancount: return "A" + dashed(text)
    }
  }

  /// Letters and digits, with one hyphen for each run of anything else.
  private static func dashed(_ text: String) -> String {
    var dashed = String.UnicodeScalarView()
    var isPending = false
    for scalar in text.unicodeScalars {
      guard isLetterOrDigit(scalar) else {
        isPending = !dashed.isEmpty
        continue
      }
      if isPending { dashed.append("-") }
      isPending = false
      dashed.append(scalar)
    }
    return String(dashed)
  }

  private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber:
      true
    default: false
    }
  }
}
