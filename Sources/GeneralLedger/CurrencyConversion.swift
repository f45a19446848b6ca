public import AccountingValues

/// A factor from one currency to another as an exact fraction, so that an inverse or a cross rate
/// is rounded once, in the amount.
public struct CurrencyConversion: Hashable, Sendable {
  /// Minor units of `to` × `denominator` = minor units of `from` × `numerator`.
  let numerator: Int128
  let denominator: Int128
  /// The quotes it comes from, in words: `1 EUR = 1.0731 USD (spot 2026-10-30)`.
  public let source: String

  /// The conversion a quote states.
  ///
  /// - Throws: `ValueError.outOfRange`.
  public init(_ rate: ExchangeRate) throws(ValueError) {
    try self.init(
      numerator: Int128(rate.nanos) * Rounding.powerOfTen(rate.to.minorDigits),
      denominator: Int128(rate.perUnits) * Rounding.powerOfTen(9 + rate.from.minorDigits),
      source: rate.description)
  }

  private init(numerator: Int128, denominator: Int128, source: String) throws(ValueError) {
    guard numerator > 0, denominator > 0 else { throw .outOfRange }
    let divisor = Self.greatestCommonDivisor(numerator, denominator)
    self.numerator = numerator / divisor
    self.denominator = denominator / divisor
    self.source = source
  }

  /// The way back.
  public var inverse: CurrencyConversion {
    do {
      return try CurrencyConversion(
        numerator: denominator, denominator: numerator, source: "inverse of " + source)
    } catch { accountingFault("the inverse of a positive fraction is one") }
  }

  /// This conversion followed by another.
  ///
  /// - Throws: `ValueError.outOfRange`.
  public func followed(by next: CurrencyConversion) throws(ValueError) -> CurrencyConversion {
    // Reduced crosswise first, so that quotes of nine decimals do not overflow.
    let a = Self.greatestCommonDivisor(numerator, next.denominator)
    let b = Self.greatestCommonDivisor(next.numerator, denominator)
    let (top, high) = (numerator / a).multipliedReportingOverflow(by: next.numerator / b)
    let (bottom, low) = (denominator / b).multipliedReportingOverflow(by: next.denominator / a)
    if high || low { throw .outOfRange }
    return try CurrencyConversion(
      numerator: top, denominator: bottom, source: source + ", " + next.source)
  }

  /// An amount in the other currency's minor units, rounded once, half away from zero.
  ///
  /// - Throws: `ValueError.outOfRange`.
  public func converted(_ minor: Int64) throws(ValueError) -> Int64 {
    let (product, overflow) = Int128(minor).multipliedReportingOverflow(by: numerator)
    if overflow { throw .outOfRange }
    guard let narrow = Int64(exactly: try Rounding.quotient(product, denominator)) else {
      throw .outOfRange
    }
    return narrow
  }

  private static func greatestCommonDivisor(_ a: Int128, _ b: Int128) -> Int128 {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }
}
