/// The one rounding rule of the product: half away from zero, which is PostgreSQL's
/// `round(numeric)`, so that every figure can be derived again in SQL (ACCOUNTING §1).
public enum Rounding {
  /// `numerator ÷ denominator`, rounded half away from zero.
  ///
  ///     Rounding.quotient(5, 2)    // 3
  ///     Rounding.quotient(-5, 2)   // -3
  ///
  /// - Throws: `ValueError.divisionByZero`, or `.outOfRange` when the result exceeds Int128.
  public static func quotient(
    _ numerator: Int128, _ denominator: Int128
  ) throws(ValueError) -> Int128 {
    guard denominator != 0 else { throw .divisionByZero }
    if numerator == .min, denominator == -1 { throw .outOfRange }
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    // remainder < denominator in magnitude, so the difference below cannot underflow.
    guard remainder.magnitude >= denominator.magnitude - remainder.magnitude else {
      return quotient
    }
    return (numerator < 0) == (denominator < 0) ? quotient + 1 : quotient - 1
  }

  /// `a × b ÷ c` with one rounding at the end, half away from zero, as an Int64.
  ///
  /// - Throws: `ValueError.divisionByZero` or `.outOfRange`.
  public static func scaled(
    _ a: Int64, times b: Int64, over c: Int64
  ) throws(ValueError) -> Int64 {
    let value = try quotient(Int128(a) * Int128(b), Int128(c))
    guard let narrow = Int64(exactly: value) else { throw .outOfRange }
    return narrow
  }

  /// 10 to the power `exponent`, for `0 … 38`.
  public static func powerOfTen(_ exponent: Int) -> Int128 {
    if exponent < 0 || exponent > 38 {
      accountingFault("power of ten outside 0…38: \(exponent)")
    }
    var power: Int128 = 1
    for _ in 0..<exponent { power *= 10 }
    return power
  }
}
