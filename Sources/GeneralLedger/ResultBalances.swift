public import AccountingValues

/// What an account of income or expense has gathered in one currency since the year began.
public struct ResultBalance: Hashable, Sendable {
  /// The account, by its index in the chart.
  public let account: Int32
  /// The currency of `amountMinor`.
  public let currency: Currency
  /// In `currency`, debit positive.
  public let amountMinor: Int64
  /// In base currency, debit positive.
  public let baseMinor: Int64
}

extension Ledger {
  /// What income and expense have gathered until the end of a period since its fiscal year began, by
  /// account and currency, whatever their dimensions.
  ///
  /// - Parameter period: position in `periods`.
  /// - Returns: balances that are not zero in both currencies, in the order of the chart.
  /// - Throws: `ValueError.outOfRange` when a sum leaves Int64.
  public func resultBalances(atEndOf period: Int) throws(ValueError) -> [ResultBalance] {
    let year = periods[period].fiscalYear
    let first = periods.firstIndex { $0.fiscalYear == year } ?? period
    return try trialBalance(first...period, by: .currency).rows.compactMap { row in
      guard case .account(let account) = row.subject, plan.chart[account].type.belongsToResult,
        row.base.closingMinor != 0 || row.transaction.closingMinor != 0
      else { return nil }
      return ResultBalance(
        account: account, currency: row.currency ?? plan.base,
        amountMinor: row.transaction.closingMinor, baseMinor: row.base.closingMinor)
    }
  }
}
