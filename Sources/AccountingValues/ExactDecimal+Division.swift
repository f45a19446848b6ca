extension ExactDecimal: Comparable {
  /// By number. Exact for every pair: the whole parts are compared first, so that bringing two
  /// numbers to one scale never overflows.
  public static func < (a: ExactDecimal, b: ExactDecimal) -> Bool {
    let (aWhole, aRest) = a.significand.quotientAndRemainder(
      dividingBy: Rounding.powerOfTen(a.scale))
    let (bWhole, bRest) = b.significand.quotientAndRemainder(
      dividingBy: Rounding.powerOfTen(b.scale))
    if aWhole != bWhole { return aWhole < bWhole }
    // Both rests are below one in magnitude, so at 30 decimals they fit Int128.
    return aRest * Rounding.powerOfTen(maximumScale - a.scale)
      < bRest * Rounding.powerOfTen(maximumScale - b.scale)
  }
}

extension ExactDecimal {
  /// Whether the number is zero.
  public var isZero: Bool { significand == 0 }

  /// The exact difference.
  ///
  /// - Throws: `ValueError.outOfRange`.
  public func subtracting(_ other: ExactDecimal) throws(ValueError) -> ExactDecimal {
    try adding(try other.negated)
  }

  /// The quotient, rounded half away from zero to so many decimals.
  ///
  /// - Throws: `ValueError.divisionByZero`, or `.outOfRange` when a step exceeds 38 digits.
  public func divided(
    by divisor: ExactDecimal, decimals: Int
  ) throws(ValueError) -> ExactDecimal {
    guard divisor.significand != 0 else { throw .divisionByZero }
    // (n × 10⁻ᵃ) ÷ (d × 10⁻ᵇ) = (n × 10ᵏ⁺ᵇ⁻ᵃ ÷ d) × 10⁻ᵏ
    let shift = decimals + divisor.scale - scale
    guard shift <= 38, shift >= -38 else { throw .outOfRange }
    let grown = shift >= 0 ? significand : divisor.significand
    let (product, overflow) = grown.multipliedReportingOverflow(
      by: Rounding.powerOfTen(abs(shift)))
    if overflow { throw .outOfRange }
    let digits =
      shift >= 0
      ? try Rounding.quotient(product, divisor.significand)
      : try Rounding.quotient(significand, product)
    return try ExactDecimal(significand: digits, scale: decimals)
  }

  /// What is left after taking out whole multiples of `divisor`; it has the sign of `self`.
  ///
  /// - Throws: `ValueError.divisionByZero` or `.outOfRange`.
  public func remainder(dividingBy divisor: ExactDecimal) throws(ValueError) -> ExactDecimal {
    guard divisor.significand != 0 else { throw .divisionByZero }
    let common = max(scale, divisor.scale)
    let (a, aHigh) = significand.multipliedReportingOverflow(
      by: Rounding.powerOfTen(common - scale))
    let (b, bHigh) = divisor.significand.multipliedReportingOverflow(
      by: Rounding.powerOfTen(common - divisor.scale))
    if aHigh || bHigh { throw .outOfRange }
    if b == -1 { return .zero }
    return try ExactDecimal(significand: a % b, scale: common)
  }
}
