/// An amount of money: a whole count of a currency's minor units. Debit is positive and credit
/// negative wherever a sign stands for a side.
public struct Money: Hashable, Sendable {
  /// Count of minor units: cents for EUR, yen for JPY, fils for KWD.
  public var minor: Int64
  /// The currency of `minor`.
  public let currency: Currency

  /// An amount from its count of minor units.
  public init(minor: Int64, in currency: Currency) {
    self.minor = minor
    self.currency = currency
  }

  /// Zero of a currency.
  public static func zero(_ currency: Currency) -> Money { Money(minor: 0, in: currency) }

  /// A stated amount, rounded half away from zero to the minor unit.
  ///
  /// - Throws: `ValueError.outOfRange`.
  public init(rounding exact: ExactDecimal, in currency: Currency) throws(ValueError) {
    minor = try exact.rounded(toScale: currency.minorDigits)
    self.currency = currency
  }

  /// A stated amount that must fit the minor unit.
  ///
  /// - Throws: `ValueError.tooFine` or `.outOfRange`.
  public init(exactly exact: ExactDecimal, in currency: Currency) throws(ValueError) {
    minor = try exact.exactly(atScale: currency.minorDigits)
    self.currency = currency
  }

  /// The amount in major units, exactly.
  public var exact: ExactDecimal {
    do { return try ExactDecimal(significand: Int128(minor), scale: currency.minorDigits) } catch {
      accountingFault("minor units of \(currency) do not fit an exact decimal")
    }
  }

  /// Whether the amount is zero.
  public var isZero: Bool { minor == 0 }

  /// The sum of two amounts of one currency.
  ///
  /// - Throws: `ValueError.currencyMismatch` or `.outOfRange`.
  public func adding(_ other: Money) throws(ValueError) -> Money {
    guard currency == other.currency else { throw .currencyMismatch }
    let (sum, overflow) = minor.addingReportingOverflow(other.minor)
    if overflow { throw .outOfRange }
    return Money(minor: sum, in: currency)
  }

  /// The difference of two amounts of one currency.
  ///
  /// - Throws: `ValueError.currencyMismatch` or `.outOfRange`.
  public func subtracting(_ other: Money) throws(ValueError) -> Money {
    guard currency == other.currency else { throw .currencyMismatch }
    let (difference, overflow) = minor.subtractingReportingOverflow(other.minor)
    if overflow { throw .outOfRange }
    return Money(minor: difference, in: currency)
  }

  /// The amount with its sign turned.
  ///
  /// - Throws: `ValueError.outOfRange` for the smallest representable amount.
  public func negated() throws(ValueError) -> Money { try Money.zero(currency).subtracting(self) }

  /// `self × numerator ÷ denominator`, rounded once, half away from zero.
  ///
  /// - Throws: `ValueError.divisionByZero` or `.outOfRange`.
  public func scaled(by numerator: Int64, over denominator: Int64) throws(ValueError) -> Money {
    Money(
      minor: try Rounding.scaled(minor, times: numerator, over: denominator), in: currency)
  }

  /// The amount in another currency, rounded once.
  ///
  /// - Throws: `ValueError.currencyMismatch` when the rate starts at another currency,
  ///   `.outOfRange`.
  public func converted(at rate: ExchangeRate) throws(ValueError) -> Money {
    guard currency == rate.from else { throw .currencyMismatch }
    // minor × 10^(to − from digits) × nanos ÷ (10⁹ × per units)
    let (product, overflow) = Int128(minor).multipliedReportingOverflow(
      by: Int128(rate.nanos) * Rounding.powerOfTen(rate.to.minorDigits))
    if overflow { throw .outOfRange }
    let divisor =
      Int128(rate.perUnits) * Rounding.powerOfTen(9 + rate.from.minorDigits)
    let value = try Rounding.quotient(product, divisor)
    guard let narrow = Int64(exactly: value) else { throw .outOfRange }
    return Money(minor: narrow, in: rate.to)
  }
}

extension Money: CustomStringConvertible {
  /// `12.30 EUR`.
  public var description: String { "\(amountText) \(currency)" }

  /// The amount alone with all decimals of its currency: `-12.30`.
  public var amountText: String {
    FixedPointText.text(
      minor, decimals: currency.minorDigits, keeping: currency.minorDigits)
  }
}
