/// A decimal number exactly as a source states it: `significand × 10⁻ˢᶜᵃˡᵉ`. Source amounts finer
/// than their currency stay in this form for control totals; money is rounded from it once per
/// document (ACCOUNTING §1).
///
/// Equality compares numbers, not spellings: 1.50 equals 1.5. The form is always reduced.
public struct ExactDecimal: Hashable, Sendable {
  /// The digits without the decimal point; carries the sign.
  public let significand: Int128
  /// How many of the digits are decimals, `0 … 30`. Trailing zero decimals are removed.
  public let scale: Int

  /// The largest number of decimals kept.
  public static let maximumScale = 30

  /// Zero.
  public static let zero = ExactDecimal(0)

  /// A number from its digits and its number of decimals.
  ///
  /// - Throws: `ValueError.outOfRange` when `scale` is negative, or more than 30 decimals remain
  ///   without the zeros at the end.
  public init(significand: Int128, scale: Int) throws(ValueError) {
    guard scale >= 0 else { throw .outOfRange }
    var digits = significand
    var decimals = digits == 0 ? 0 : scale
    while decimals > 0, digits % 10 == 0 {
      digits /= 10
      decimals -= 1
    }
    guard decimals <= Self.maximumScale else { throw .outOfRange }
    self.significand = digits
    self.scale = decimals
  }

  /// A whole number.
  public init(_ whole: Int64) {
    significand = Int128(whole)
    scale = 0
  }

  /// Reads `-12.340`: an optional sign, digits, an optional point with digits. No exponent, no
  /// grouping, no spaces.
  ///
  /// - Throws: `ValueError.notANumber` for any other text, `.outOfRange` when its digits exceed 128
  ///   bits (38 digits always fit) or more than 30 decimals remain.
  public init(parsing text: some StringProtocol) throws(ValueError) {
    var digits: Int128 = 0
    var decimals = 0
    var seenPoint = false
    var seenDigit = false
    var negative = false
    for (index, byte) in text.utf8.enumerated() {
      switch byte {
      case UInt8(ascii: "-") where index == 0: negative = true
      case UInt8(ascii: "+") where index == 0: break
      case UInt8(ascii: ".") where !seenPoint && seenDigit: seenPoint = true
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        seenDigit = true
        // Counted downwards: the negative range is the wider one by one.
        let (product, high) = digits.multipliedReportingOverflow(by: 10)
        let (sum, carry) = product.subtractingReportingOverflow(Int128(byte - UInt8(ascii: "0")))
        if high || carry { throw .outOfRange }
        digits = sum
        if seenPoint { decimals += 1 }
      default: throw .notANumber
      }
    }
    guard seenDigit, !seenPoint || decimals > 0 else { throw .notANumber }
    if !negative, digits == .min { throw .outOfRange }
    try self.init(significand: negative ? digits : -digits, scale: decimals)
  }

  /// The number as a count of `10⁻ˢᶜᵃˡᵉ`, rounded half away from zero.
  ///
  /// - Throws: `ValueError.outOfRange` beyond Int64.
  public func rounded(toScale target: Int) throws(ValueError) -> Int64 {
    let value: Int128
    if target >= scale {
      let (product, overflow) = significand.multipliedReportingOverflow(
        by: Rounding.powerOfTen(target - scale))
      if overflow { throw .outOfRange }
      value = product
    } else {
      value = try Rounding.quotient(significand, Rounding.powerOfTen(scale - target))
    }
    guard let narrow = Int64(exactly: value) else { throw .outOfRange }
    return narrow
  }

  /// The number as a count of `10⁻ˢᶜᵃˡᵉ`, without rounding.
  ///
  /// - Throws: `ValueError.tooFine` when decimals would be lost, `.outOfRange` beyond Int64.
  public func exactly(atScale target: Int) throws(ValueError) -> Int64 {
    guard scale <= target else { throw .tooFine }
    return try rounded(toScale: target)
  }

  /// The exact sum.
  ///
  /// - Throws: `ValueError.outOfRange`.
  public func adding(_ other: ExactDecimal) throws(ValueError) -> ExactDecimal {
    let common = max(scale, other.scale)
    let (a, aHigh) = significand.multipliedReportingOverflow(
      by: Rounding.powerOfTen(common - scale))
    let (b, bHigh) = other.significand.multipliedReportingOverflow(
      by: Rounding.powerOfTen(common - other.scale))
    let (sum, carry) = a.addingReportingOverflow(b)
    if aHigh || bHigh || carry { throw .outOfRange }
    return try ExactDecimal(significand: sum, scale: common)
  }

  /// The exact product.
  ///
  /// - Throws: `ValueError.outOfRange`.
  public func multiplied(by other: ExactDecimal) throws(ValueError) -> ExactDecimal {
    let (product, overflow) = significand.multipliedReportingOverflow(by: other.significand)
    if overflow { throw .outOfRange }
    return try ExactDecimal(significand: product, scale: scale + other.scale)
  }

  /// The number with its sign turned.
  public var negated: ExactDecimal {
    get throws(ValueError) {
      guard significand != Int128.min else { throw .outOfRange }
      return try ExactDecimal(significand: -significand, scale: scale)
    }
  }
}

extension ExactDecimal: CustomStringConvertible {
  /// Plain digits with a point, as PostgreSQL prints `trim_scale(numeric)`.
  public var description: String {
    FixedPointText.text(significand, decimals: scale, keeping: scale)
  }
}
