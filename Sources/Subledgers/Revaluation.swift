public import AccountingValues

/// What an open foreign item is worth more or less at a period's closing rate.
public struct Revaluation: Hashable, Sendable {
  /// Index of the item.
  public var item: Int32
  /// What is left of it.
  public var residual: Residual
  /// What is left at the closing rate, in base minor units.
  public var revaluedMinor: Int64
  /// Revalued − carried, with the item's sign; times `SubledgerSide.debitSign` it is the debit.
  public var differenceMinor: Int64
}

extension Subledger {
  /// Revalues what is open in foreign currency on a day, item by item. Advances are left out: they
  /// are claims to goods, not money (IAS 21.16).
  ///
  /// `rate` gives the closing rate from a currency to the base and is asked once per currency that
  /// has something open. Without a rate its items are left out, and the caller has the finding.
  ///
  /// - Throws: `ValueError.outOfRange`.
  public func revaluation(
    asOf: CivilDate, view: LedgerView = .asFiled, rate: (Currency) -> ExchangeRate?
  ) throws(ValueError) -> [Revaluation] {
    var rates = [ExchangeRate?](repeating: nil, count: currencies.count)
    var asked = currencies.map { $0 == base }
    var result: [Revaluation] = []
    for (index, item) in items.enumerated() where item.kind != .advance {
      let currency = Int(item.currency)
      guard currencies[currency] != base else { continue }
      let left = residual(ofItem: index, asOf: asOf, view: view)
      if left.isZero { continue }
      if !asked[currency] {
        asked[currency] = true
        rates[currency] = rate(currencies[currency])
      }
      guard let rate = rates[currency] else { continue }
      let revalued = try Money(minor: left.amountMinor, in: currencies[currency])
        .converted(at: rate).minor
      let (difference, overflow) = revalued.subtractingReportingOverflow(left.baseMinor)
      if overflow { throw .outOfRange }
      result.append(
        Revaluation(
          item: Int32(index), residual: left, revaluedMinor: revalued,
          differenceMinor: difference))
    }
    return result
  }
}
