public import AccountingValues

/// What a subledger says an account should be, in one currency.
public struct SubledgerTotal: Hashable, Sendable {
  /// The account's code.
  public let account: String
  /// The currency of `amountMinor`.
  public let currency: Currency
  /// In `currency`, debit positive.
  public let amountMinor: Int64
  /// In base currency, debit positive.
  public let baseMinor: Int64

  /// A total from its parts.
  public init(account: String, currency: Currency, amountMinor: Int64, baseMinor: Int64) {
    self.account = account
    self.currency = currency
    self.amountMinor = amountMinor
    self.baseMinor = baseMinor
  }
}

/// A control account beside its subledger, in one currency (ACCOUNTING §6, §8).
public struct TieOutRow: Hashable, Sendable {
  /// What the comparison says.
  public enum Verdict: String, Hashable, Sendable, CaseIterable {
    /// Equal to the cent, and there was something to compare.
    case equal
    /// Not equal.
    case different
    /// Both sides are empty: no proof of anything.
    case nothingToCompare = "nothing to compare"
  }

  /// The account's code.
  public let account: String
  /// The currency of the amounts.
  public let currency: Currency
  /// The account, in `currency`, debit positive.
  public let ledgerMinor: Int64
  /// The subledger, in `currency`, debit positive.
  public let subledgerMinor: Int64
  /// The account in base currency, debit positive.
  public let ledgerBaseMinor: Int64
  /// The subledger in base currency, debit positive.
  public let subledgerBaseMinor: Int64
  /// What the comparison says.
  public let verdict: Verdict
  /// Whether the account equals its subledger and no accepted finding touches it.
  public let isCertified: Bool

  /// Account less subledger in `currency`.
  public var differenceMinor: Int64 { ledgerMinor - subledgerMinor }
  /// Account less subledger in base currency.
  public var differenceBaseMinor: Int64 { ledgerBaseMinor - subledgerBaseMinor }
}

/// Compares the control accounts of one kind with their subledger.
public struct ControlTieOut: Hashable, Sendable {
  /// The kind of control account.
  public let kind: ControlKind
  /// One row per account and currency that either side has, in the order of the chart; accounts
  /// with nothing on both sides have one row that says so.
  public let rows: [TieOutRow]

  /// Compares the closings of a trial balance that is split by currency with the subledger's totals.
  /// A subledger that is kept in base currency only (`isBaseOnly`), as cost layers are, is compared
  /// with all currencies of the account as one, in base. Accounts `touched` by an accepted finding
  /// are not certified.
  public init(
    kind: ControlKind, chart: ChartOfAccounts, base: Currency, balance: TrialBalance,
    subledger: [SubledgerTotal], isBaseOnly: Bool = false, touched: Set<String> = []
  ) {
    var sides: [Key: (ledger: Side, subledger: Side)] = [:]
    for (index, account) in chart.accounts.enumerated() where account.control == kind {
      sides[Key(account: Int32(index), currency: base)] = (Side(), Side())
    }
    for row in balance.rows {
      guard case .account(let index) = row.subject, chart[index].control == kind else { continue }
      let key = Key(account: index, currency: isBaseOnly ? base : row.currency ?? base)
      let amount = isBaseOnly ? row.base.closingMinor : row.transaction.closingMinor
      sides[key, default: (Side(), Side())].ledger.add(amount, row.base.closingMinor)
    }
    var strangers: [SubledgerTotal] = []
    for total in subledger {
      guard let index = chart.index(of: total.account) else {
        strangers.append(total)
        continue
      }
      let key = Key(account: index, currency: isBaseOnly ? base : total.currency)
      sides[key, default: (Side(), Side())].subledger
        .add(isBaseOnly ? total.baseMinor : total.amountMinor, total.baseMinor)
    }
    self.kind = kind
    rows =
      sides.keys.sorted().compactMap { key in
        let withOthers = sides.contains { $0.key.account == key.account && $0.key != key }
        let (ledger, sub) = sides[key] ?? (Side(), Side())
        // Base is listed for an account only while nothing else is.
        if withOthers, !ledger.isPresent, !sub.isPresent { return nil }
        return Self.row(chart[key.account].code, key.currency, ledger, sub, touched)
      }
      + strangers.map {
        Self.row(
          $0.account, $0.currency, Side(),
          Side(minor: $0.amountMinor, base: $0.baseMinor, isPresent: true), touched)
      }
  }

  /// Whether no row differs.
  public var ties: Bool { rows.allSatisfy { $0.verdict != .different } }

  /// A finding per row that differs.
  public func findings(base: Currency) -> [Finding] {
    rows.filter { $0.verdict == .different }.map { row in
      Finding(
        code: "GL-015", severity: .error, origin: "control account", key: row.account,
        amount: row.differenceMinor != 0
          ? Money(minor: row.differenceMinor, in: row.currency)
          : Money(minor: row.differenceBaseMinor, in: base),
        message: "account \(row.account) (\(kind.rawValue)) is "
          + "\(Money(minor: row.ledgerMinor, in: row.currency)), its subledger "
          + "\(Money(minor: row.subledgerMinor, in: row.currency))",
        action: "look for entries posted to the account by hand and documents that were held")
    }
  }

  private struct Key: Hashable, Comparable {
    let account: Int32
    let currency: Currency

    static func < (a: Key, b: Key) -> Bool {
      a.account != b.account ? a.account < b.account : a.currency < b.currency
    }
  }

  private struct Side: Hashable {
    var minor: Int64 = 0
    var base: Int64 = 0
    /// Whether there was anything, be it zero now.
    var isPresent = false

    mutating func add(_ amount: Int64, _ baseAmount: Int64) {
      isPresent = true
      minor += amount
      base += baseAmount
    }
  }

  private static func row(
    _ account: String, _ currency: Currency, _ ledger: Side, _ subledger: Side,
    _ touched: Set<String>
  ) -> TieOutRow {
    let verdict: TieOutRow.Verdict =
      if (ledger.minor, ledger.base) != (subledger.minor, subledger.base) {
        .different
      } else if ledger.isPresent || subledger.isPresent {
        .equal
      } else {
        .nothingToCompare
      }
    return TieOutRow(
      account: account, currency: currency, ledgerMinor: ledger.minor,
      subledgerMinor: subledger.minor, ledgerBaseMinor: ledger.base,
      subledgerBaseMinor: subledger.base, verdict: verdict,
      isCertified: verdict == .equal && !touched.contains(account))
  }
}
