public import AccountingValues

/// How the accounts of a chart make a balance sheet and an income statement: the lines of both, in
/// the order in which they stand.
public struct StatementLayout: Hashable, Sendable {
  /// The lines.
  public let lines: [StatementLine]

  /// A layout of lines.
  public init(_ lines: [StatementLine]) { self.lines = lines }

  /// The lines an account falls into: those that name it, else those that take the rest of its type.
  /// In a sound layout it is one.
  ///
  /// - Parameters:
  ///   - code: the account's code.
  ///   - type: its type.
  /// - Returns: positions in `lines`.
  public func lines(of code: String, _ type: AccountType) -> [Int] {
    let naming = lines.indices.filter { index in
      lines[index].accounts.contains { $0.contains(code) }
    }
    return naming.isEmpty ? lines.indices.filter { lines[$0].types.contains(type) } : naming
  }

  /// What is wrong with the layout for these accounts: each falls into exactly one line, of the
  /// statement that its type belongs to.
  ///
  /// - Parameter accounts: of a chart.
  /// - Returns: one problem per account.
  public func problems(of accounts: [Account]) -> [DefinitionProblem] {
    accounts.compactMap { account in
      let found = lines(of: account.code, account.type).map { lines[$0] }
      guard let line = found.first else {
        return problem(account, "falls into no line of a statement")
      }
      guard found.count == 1 else {
        let names = found.map { "`\($0.title)` of the \($0.statement.words)" }
        return problem(
          account, "falls into \(found.count) lines, \(names.joined(separator: " and "))")
      }
      if line.statement.holds(account.type) { return nil }
      return problem(
        account,
        "is \(account.type.rawValue) and falls into `\(line.title)` of the "
          + line.statement.words)
    }
  }

  private func problem(_ account: Account, _ message: String) -> DefinitionProblem {
    DefinitionProblem(
      subject: "account \(account.code)", message: "\(account.name) \(message)")
  }
}

/// What both statements come to, from a trial balance.
public struct StatementTotals: Hashable, Sendable {
  /// The parts of the balance sheet that stand on the debit side.
  public var assetsMinor: Int64 = 0
  /// The parts on the credit side, with the result of the year.
  public var liabilitiesAndEquityMinor: Int64 = 0
  /// The result of the year as the balance sheet carries it: of all accounts of income and expense,
  /// whatever line they are on; a profit is positive.
  public var undistributedMinor: Int64 = 0
  /// The sum of the lines of the income statement; a profit is positive.
  public var resultMinor: Int64 = 0
}

extension StatementLayout {
  /// Adds up both statements at the end of a trial balance, before its year-end entry.
  ///
  /// - Parameters:
  ///   - balance: of a year to date.
  ///   - chart: the accounts its rows name.
  ///   - undistributed: the account on which results of former years wait; `nil` for none.
  /// - Returns: the totals.
  /// - Throws: `ValueError.outOfRange`.
  public func totals(
    of balance: TrialBalance, chart: ChartOfAccounts, undistributed: String?
  ) throws(ValueError) -> StatementTotals {
    var totals = StatementTotals()
    for row in balance.rows {
      let closing = row.closingBeforeYearEndMinor
      let account: Account
      switch row.subject {
      case .account(let index): account = chart[index]
      case .undistributedResult:
        account = Account(code: undistributed ?? "", name: "", type: .equity)
      }
      if account.type.belongsToResult {
        totals.undistributedMinor = try totals.undistributedMinor.checkedSum(-closing)
      }
      for line in lines(of: account.code, account.type).map({ lines[$0] }) {
        switch (line.statement, line.side) {
        case (.incomeStatement, _):
          totals.resultMinor = try totals.resultMinor.checkedSum(-closing)
        case (.balanceSheet, .debit):
          totals.assetsMinor = try totals.assetsMinor.checkedSum(closing)
        case (.balanceSheet, .credit):
          totals.liabilitiesAndEquityMinor = try totals.liabilitiesAndEquityMinor.checkedSum(
            -closing)
        }
      }
    }
    totals.liabilitiesAndEquityMinor = try totals.liabilitiesAndEquityMinor.checkedSum(
      totals.undistributedMinor)
    return totals
  }
}
