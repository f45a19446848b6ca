public import AccountingValues

/// What a control account must show: the open items of one side and class in one currency.
public struct ControlTotal: Hashable, Sendable {
  /// Which control account of a side.
  public enum Account: String, Hashable, Sendable, CaseIterable {
    /// Receivables or payables.
    case trade
    /// Advances received from customers or paid to suppliers.
    case advances
  }

  /// Receivable or payable.
  public var side: SubledgerSide
  /// Which control account of the side.
  public var account: Account
  /// The currency of `debit`.
  public var currency: Currency
  /// The open amount in that currency: debit positive, credit negative, minor units.
  public var debitMinor: Int64
  /// The open amount in the base currency: debit positive, credit negative, minor units.
  public var debitBaseMinor: Int64
  /// How many documents are open.
  public var openItems: Int
}

extension Subledger {
  /// What the control accounts must show on a day, by side, account and currency; combinations that
  /// never had an item are absent, so that a tie-out of nothing with nothing can say so.
  public func controlTotals(asOf: CivilDate, view: LedgerView = .asFiled) -> [ControlTotal] {
    let accountCount = ControlTotal.Account.allCases.count
    func slot(_ item: OpenItem) -> Int {
      let side = item.side == .receivable ? 0 : 1
      let account = item.kind == .advance ? 1 : 0
      return (side * accountCount + account) * currencies.count + Int(item.currency)
    }
    let slots = SubledgerSide.allCases.count * accountCount * currencies.count
    var totals = [Residual](repeating: .zero, count: slots)
    var open = [Int](repeating: 0, count: slots)
    var occurs = [Bool](repeating: false, count: slots)
    for index in items.indices {
      let position = slot(items[index])
      occurs[position] = true
      let left = residual(ofItem: index, asOf: asOf, view: view)
      if left.isZero { continue }
      totals[position].amountMinor &+= left.amountMinor
      totals[position].baseMinor &+= left.baseMinor
      open[position] += 1
    }
    var result: [ControlTotal] = []
    for (sideIndex, side) in SubledgerSide.allCases.enumerated() {
      for (accountIndex, account) in ControlTotal.Account.allCases.enumerated() {
        for (currencyIndex, currency) in currencies.enumerated() {
          let position =
            (sideIndex * accountCount + accountIndex) * currencies.count + currencyIndex
          guard occurs[position] else { continue }
          result.append(
            ControlTotal(
              side: side, account: account, currency: currency,
              debitMinor: side.debitSign * totals[position].amountMinor,
              debitBaseMinor: side.debitSign * totals[position].baseMinor,
              openItems: open[position]))
        }
      }
    }
    return result
  }
}
