public import AccountingValues

/// What an account holds in one foreign currency on a day.
public struct MonetaryBalance: Hashable, Sendable {
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
  /// The foreign balances of monetary accounts at the end of a period, by account and currency,
  /// whatever their dimensions. Accounts that open items stand on (receivables, payables, goods received
  /// and not invoiced) are not among them: those are valued item by item.
  ///
  /// - Parameter period: position in `periods`; all its events but those that value it are posted.
  /// - Returns: balances that are not zero in both currencies, in the order of the chart.
  /// - Throws: `ValueError.outOfRange` when a sum leaves Int64.
  public func monetaryBalances(
    atEndOf period: Int
  ) throws(ValueError) -> [MonetaryBalance] {
    var sums: [LedgerBalances.Key: LedgerBalances.Opening] = [:]
    for (cell, key) in balances.keys.enumerated()
    where key.currency != 0 && isValuedByBalance(key.account) {
      let plain = LedgerBalances.Key(account: key.account, currency: key.currency, dimensions: 0)
      var sum = sums[plain] ?? balances.openings[cell]
      if sums[plain] != nil {
        sum.amountMinor = try sum.amountMinor.checkedSum(balances.openings[cell].amountMinor)
        sum.baseMinor = try sum.baseMinor.checkedSum(balances.openings[cell].baseMinor)
      }
      for position in 0...period {
        let movement = balances.movement(cell, position)
        sum.amountMinor = try sum.amountMinor.checkedSum(movement.debitMinor)
          .checkedSum(-movement.creditMinor)
        sum.baseMinor = try sum.baseMinor.checkedSum(movement.debitBaseMinor)
          .checkedSum(-movement.creditBaseMinor)
      }
      sums[plain] = sum
    }
    return sums.filter { $0.value.amountMinor != 0 || $0.value.baseMinor != 0 }.map {
      MonetaryBalance(
        account: $0.key.account, currency: balances.currencies[Int($0.key.currency)],
        amountMinor: $0.value.amountMinor, baseMinor: $0.value.baseMinor)
    }.sorted { ($0.account, $0.currency) < ($1.account, $1.currency) }
  }

  private func isValuedByBalance(_ account: Int32) -> Bool {
    guard Int(account) < plan.chart.accounts.count, plan.chart[account].isMonetary else {
      return false
    }
    switch plan.chart[account].control {
    case .receivable, .payable, .goodsReceivedNotInvoiced: return false
    default: return true
    }
  }

  /// The lines of the entry posted last, as long as its batch was not taken.
  public var lastLines: [JournalLine] {
    let entries = batch.entries
    guard let last = entries.indices.last else { return [] }
    return entries[last].lines.map { batch.lines[$0] }
  }
}

extension PostingPlan {
  /// Whether a rule posts or excludes events of a kind on a day. Rules of an earlier time may not know
  /// a kind that the engine has learned since.
  ///
  /// - Parameters:
  ///   - kind: the kind of event.
  ///   - day: a posting date.
  /// - Returns: whether one does.
  public func hasRule(for kind: EventKind, on day: CivilDate) -> Bool {
    let day = day.daysSince1970
    return kinds.contains { known in
      known.schema.kind == kind
        && known.rules.contains { $0.validFrom <= day && day < $0.validBefore }
    }
  }
}
