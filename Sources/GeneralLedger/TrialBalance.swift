public import AccountingValues

/// Opening, debit, credit and closing of one account over a span of periods.
public struct TrialBalanceAmounts: Hashable, Sendable {
  /// Debit positive.
  public var openingMinor: Int64 = 0
  /// Not negative.
  public var debitMinor: Int64 = 0
  /// Not negative.
  public var creditMinor: Int64 = 0

  /// Amounts from their parts.
  public init(openingMinor: Int64 = 0, debitMinor: Int64 = 0, creditMinor: Int64 = 0) {
    self.openingMinor = openingMinor
    self.debitMinor = debitMinor
    self.creditMinor = creditMinor
  }

  /// Opening + debit − credit, debit positive.
  public var closingMinor: Int64 { openingMinor + debitMinor - creditMinor }
  /// Whether nothing stands here and nothing moved.
  public var isZero: Bool { openingMinor == 0 && debitMinor == 0 && creditMinor == 0 }

  static func + (a: TrialBalanceAmounts, b: TrialBalanceAmounts) -> TrialBalanceAmounts {
    TrialBalanceAmounts(
      openingMinor: a.openingMinor + b.openingMinor, debitMinor: a.debitMinor + b.debitMinor,
      creditMinor: a.creditMinor + b.creditMinor)
  }
}

/// A row of a trial balance.
public struct TrialBalanceRow: Hashable, Sendable {
  /// What the row is about.
  public enum Subject: Hashable, Sendable {
    /// An account, by its index in the chart.
    case account(Int32)
    /// The result of former years that is not closed to retained earnings yet.
    case undistributedResult
  }

  /// The account, or the undistributed result.
  public let subject: Subject
  /// The currency of `transaction`; `nil` when the rows are not split by currency.
  public let currency: Currency?
  /// The value of the dimension the rows are split by; `nil` for none.
  public let dimension: String?
  /// In base currency.
  public var base: TrialBalanceAmounts
  /// In `currency`, when the rows are split by currency.
  public var transaction: TrialBalanceAmounts
  /// What of `base` is the year-end entry.
  public var yearEnd = TrialBalanceAmounts()

  /// The closing balance in base before the year-end entry: what statements of the year are made of.
  public var closingBeforeYearEndMinor: Int64 { base.closingMinor - yearEnd.closingMinor }
}

/// Every account's opening, debits, credits and closing over one or more periods of one fiscal
/// year, in the order of the chart, from the same lines as the general ledger. Accounts without
/// balance or movement have no row.
public struct TrialBalance: Sendable {
  /// What the rows are split by beside the account.
  public enum Split: Hashable, Sendable {
    /// Nothing.
    case none
    /// The currency of the lines.
    case currency
    /// A dimension, by name.
    case dimension(String)
  }

  /// The days covered.
  public let days: DateSpan
  /// The rows.
  public let rows: [TrialBalanceRow]

  /// The sums of all rows in base; opening and closing are zero and debit equals credit in books
  /// that are whole.
  public var totals: TrialBalanceAmounts { rows.reduce(.init()) { $0 + $1.base } }

  /// The row of an account that is not split.
  public func row(_ subject: TrialBalanceRow.Subject) -> TrialBalanceRow? {
    rows.first { $0.subject == subject }
  }

  /// The sums of the accounts below each group of the chart, by group code. Roll-up keeps debits and
  /// credits apart.
  public func rolledUp(by chart: ChartOfAccounts) -> [(
    group: AccountGroup, base: TrialBalanceAmounts
  )] {
    var sums: [String: TrialBalanceAmounts] = [:]
    for row in rows {
      guard case .account(let index) = row.subject else { continue }
      for group in chart.groups(above: chart[index]) {
        sums[group.code] = (sums[group.code] ?? .init()) + row.base
      }
    }
    return chart.groups.compactMap { group in sums[group.code].map { (group, $0) } }
  }
}

extension Ledger {
  /// The trial balance of one or more periods, by position in `periods`. All must lie in one fiscal
  /// year, because income and expense open at zero in a new one; several years are several trial
  /// balances side by side.
  ///
  /// - Throws: `ValueError.outOfRange` when a sum leaves Int64.
  public func trialBalance(
    _ span: ClosedRange<Int>, by split: TrialBalance.Split = .none
  ) throws(ValueError) -> TrialBalance {
    guard span.upperBound < periods.count,
      periods[span.lowerBound].fiscalYear == periods[span.upperBound].fiscalYear
    else { accountingFault("a trial balance spans periods of one fiscal year") }
    if balances.overflowed { throw .outOfRange }
    var rows: [RowKey: TrialBalanceRow] = [:]
    let openings = try openings(at: span.lowerBound)
    for (cell, key) in balances.keys.enumerated() {
      var amounts = CellAmounts(openings.cells[cell])
      for period in span {
        try amounts.add(balances.movement(cell, period))
        if let closing = balances.yearEnd(cell, period) {
          try amounts.yearEnd.add(
            .init(debitMinor: closing.debitBaseMinor, creditMinor: closing.creditBaseMinor))
        }
      }
      try merge(amounts, key, split, into: &rows)
    }
    for (currency, opening) in openings.undistributed.sorted(by: { $0.key < $1.key }) {
      let key = LedgerBalances.Key(
        account: Int32(plan.chart.accounts.count), currency: currency, dimensions: 0)
      try merge(CellAmounts(opening), key, split, into: &rows)
    }
    let kept = rows.filter { !$0.value.base.isZero || !$0.value.transaction.isZero }
    return TrialBalance(
      days: DateSpan(first: periods[span.lowerBound].first, end: periods[span.upperBound].end),
      rows: kept.keys.sorted().compactMap { kept[$0] })
  }

  /// The balances at the end of a period, to be frozen as the next opening: all accounts, income and
  /// expense included; `open(with:)` of the next year turns those into the undistributed result.
  ///
  /// - Throws: `ValueError.outOfRange` when a sum leaves Int64.
  public func carriedBalances(after period: Int) throws(ValueError) -> [CarriedBalance] {
    if balances.overflowed { throw .outOfRange }
    let openings = try openings(at: period)
    var sums: [LedgerBalances.Key: LedgerBalances.Opening] = [:]
    for (cell, key) in balances.keys.enumerated() {
      var amounts = CellAmounts(openings.cells[cell])
      try amounts.add(balances.movement(cell, period))
      try Self.add(try amounts.closing(), to: &sums[key, default: .init()])
    }
    for (currency, opening) in openings.undistributed {
      let key = LedgerBalances.Key(
        account: Int32(plan.chart.accounts.count), currency: currency, dimensions: 0)
      try Self.add(opening, to: &sums[key, default: .init()])
    }
    return sums.filter { $0.value.amountMinor != 0 || $0.value.baseMinor != 0 }
      .map { carried($0.key, $0.value) }.sorted(by: Self.inOrder)
  }

  // MARK: Openings

  /// What each cell opens with at a period, and the result of former years per currency.
  private func openings(
    at period: Int
  ) throws(ValueError) -> (
    cells: [LedgerBalances.Opening], undistributed: [Int32: LedgerBalances.Opening]
  ) {
    var cells = balances.openings
    var undistributed: [Int32: LedgerBalances.Opening] = [:]
    for position in 0...period {
      if position > 0 {
        for cell in cells.indices {
          var amounts = CellAmounts(cells[cell])
          try amounts.add(balances.movement(cell, position - 1))
          cells[cell] = try amounts.closing()
        }
      }
      // The books carry on over periods; only the first period of a year clears the result.
      guard periods[position].number == 1 else { continue }
      for (cell, key) in balances.keys.enumerated() where belongsToResult(key.account) {
        try Self.add(cells[cell], to: &undistributed[key.currency, default: .init()])
        cells[cell] = .init()
      }
    }
    return (cells, undistributed)
  }

  private func belongsToResult(_ account: Int32) -> Bool {
    Int(account) < plan.chart.accounts.count && plan.chart[account].type.belongsToResult
  }

  private static func add(
    _ opening: LedgerBalances.Opening, to sum: inout LedgerBalances.Opening
  ) throws(ValueError) {
    sum.amountMinor = try sum.amountMinor.checkedSum(opening.amountMinor)
    sum.baseMinor = try sum.baseMinor.checkedSum(opening.baseMinor)
  }

  private func carried(
    _ key: LedgerBalances.Key, _ balance: LedgerBalances.Opening
  ) -> CarriedBalance {
    CarriedBalance(
      account: Int(key.account) < plan.chart.accounts.count ? plan.chart[key.account].code : nil,
      currency: balances.currencies[Int(key.currency)],
      dimensions: dimensionValues(key.dimensions), amountMinor: balance.amountMinor,
      baseMinor: balance.baseMinor)
  }

  private static func inOrder(_ a: CarriedBalance, _ b: CarriedBalance) -> Bool {
    if a.account != b.account {
      guard let x = a.account else { return false }
      guard let y = b.account else { return true }
      return x.utf8.lexicographicallyPrecedes(y.utf8)
    }
    if a.currency != b.currency { return a.currency < b.currency }
    for (x, y) in zip(a.dimensions, b.dimensions) where x != y {
      return (x ?? "").utf8.lexicographicallyPrecedes((y ?? "").utf8)
    }
    return false
  }

  // MARK: Rows

  private struct RowKey: Hashable, Comparable {
    let account: Int32
    let currency: Currency?
    let dimension: String?

    static func < (a: RowKey, b: RowKey) -> Bool {
      if a.account != b.account { return a.account < b.account }
      if let x = a.currency, let y = b.currency, x != y { return x < y }
      return (a.dimension ?? "").utf8.lexicographicallyPrecedes((b.dimension ?? "").utf8)
    }
  }

  private func merge(
    _ amounts: CellAmounts, _ key: LedgerBalances.Key, _ split: TrialBalance.Split,
    into rows: inout [RowKey: TrialBalanceRow]
  ) throws(ValueError) {
    var currency: Currency?
    var dimension: String?
    switch split {
    case .none: break
    case .currency: currency = balances.currencies[Int(key.currency)]
    case .dimension(let name):
      guard let position = plan.definitions.dimensions.firstIndex(where: { $0.name == name })
      else { accountingFault("there is no dimension \(name)") }
      dimension = dimensionValues(key.dimensions)[position]
    }
    let isAccount = Int(key.account) < plan.chart.accounts.count
    let rowKey = RowKey(account: key.account, currency: currency, dimension: dimension)
    var row =
      rows[rowKey]
      ?? TrialBalanceRow(
        subject: isAccount ? .account(key.account) : .undistributedResult, currency: currency,
        dimension: dimension, base: .init(), transaction: .init())
    try row.base.add(amounts.base)
    try row.yearEnd.add(amounts.yearEnd)
    if split == .currency { try row.transaction.add(amounts.transaction) }
    rows[rowKey] = row
  }
}

/// One cell's amounts while they are summed, both in its currency and in base.
private struct CellAmounts {
  var transaction: TrialBalanceAmounts
  var base: TrialBalanceAmounts
  var yearEnd = TrialBalanceAmounts()

  init(_ opening: LedgerBalances.Opening) {
    transaction = TrialBalanceAmounts(openingMinor: opening.amountMinor)
    base = TrialBalanceAmounts(openingMinor: opening.baseMinor)
  }

  mutating func add(_ movement: LedgerBalances.Movement) throws(ValueError) {
    try transaction.add(
      .init(debitMinor: movement.debitMinor, creditMinor: movement.creditMinor))
    try base.add(
      .init(debitMinor: movement.debitBaseMinor, creditMinor: movement.creditBaseMinor))
  }

  func closing() throws(ValueError) -> LedgerBalances.Opening {
    .init(amountMinor: transaction.closingMinor, baseMinor: base.closingMinor)
  }
}

extension TrialBalanceAmounts {
  /// Adds, making sure that the closing fits too.
  mutating func add(_ other: TrialBalanceAmounts) throws(ValueError) {
    openingMinor = try openingMinor.checkedSum(other.openingMinor)
    debitMinor = try debitMinor.checkedSum(other.debitMinor)
    creditMinor = try creditMinor.checkedSum(other.creditMinor)
    _ = try openingMinor.checkedSum(debitMinor).checkedSum(-creditMinor)
  }
}

extension Int64 {
  func checkedSum(_ other: Int64) throws(ValueError) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    if overflow { throw .outOfRange }
    return sum
  }
}
