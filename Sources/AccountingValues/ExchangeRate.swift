/// What `perUnits` units of one currency are worth in another on a date.
public struct ExchangeRate: Hashable, Sendable {
  /// What the rate is used for (ACCOUNTING §4, currency).
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The rate of one day, for documents of that day.
    case spot
    /// The rate at a period's end, for revaluation and the balance sheet.
    case closing
    /// The mean rate of a period, for income and expense.
    case average
    /// The rate of the day an equity or asset item arose.
    case historical
  }

  /// The currency converted from.
  public let from: Currency
  /// The currency converted to.
  public let to: Currency
  /// What the rate is used for.
  public let kind: Kind
  /// The day the rate is quoted for.
  public let date: CivilDate
  /// Count of 10⁻⁹ units of `to` for `perUnits` units of `from`; always positive.
  public let nanos: Int64
  /// How many units of `from` the quote is for: 1, 100 or 1000.
  public let perUnits: Int32

  /// A quoted rate.
  ///
  /// - Throws: `ValueError.tooFine` beyond nine decimals, `.outOfRange` unless rate and units are
  ///   positive.
  public init(
    from: Currency, to: Currency, kind: Kind, date: CivilDate, rate: ExactDecimal,
    perUnits: Int32 = 1
  ) throws(ValueError) {
    nanos = try rate.exactly(atScale: 9)
    guard nanos > 0, perUnits > 0 else { throw .outOfRange }
    self.from = from
    self.to = to
    self.kind = kind
    self.date = date
    self.perUnits = perUnits
  }

  /// The rate of a currency to itself.
  public static func identity(_ currency: Currency, on date: CivilDate) -> ExchangeRate {
    do {
      return try ExchangeRate(
        from: currency, to: currency, kind: .spot, date: date, rate: ExactDecimal(1))
    } catch { accountingFault("the identity rate is always valid") }
  }
}

extension ExchangeRate: CustomStringConvertible {
  /// `1 EUR = 1.0731 USD (spot 2026-10-31)`.
  public var description: String {
    "\(perUnits) \(from) = \(FixedPointText.text(nanos, decimals: 9)) \(to) (\(kind) \(date))"
  }
}
