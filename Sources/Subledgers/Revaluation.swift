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
  ///     an invoice of 1,000.00 USD stands at 1,123.00 EUR; the closing rate is 1.125
  ///     // revalued 1,125.00, difference 2.00
  ///
  /// - Parameters:
  ///   - asOf: the day.
  ///   - view: which dates count.
  ///   - converted: an amount of a currency, in minor units, at the closing rate; `nil` without a rate:
  ///     then the items of the currency are left out, and the caller has the finding.
  /// - Returns: one per open item in another currency than base, in the order of items.
  /// - Throws: `ValueError.outOfRange`.
  public func revaluation(
    asOf: CivilDate, view: LedgerView = .asFiled,
    converted: (_ minor: Int64, _ currency: Currency) throws(ValueError) -> Int64?
  ) throws(ValueError) -> [Revaluation] {
    let isForeign = currencies.map { $0 != base }
    guard isForeign.contains(true) else { return [] }
    var result: [Revaluation] = []
    for (index, item) in items.enumerated()
    where item.kind != .advance && isForeign[Int(item.currency)] {
      let left = residual(ofItem: index, asOf: asOf, view: view)
      if left.isZero { continue }
      guard let revalued = try converted(left.amountMinor, currencies[Int(item.currency)]) else {
        continue
      }
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
