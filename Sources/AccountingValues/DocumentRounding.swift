/// A document's amounts brought to its currency's minor unit, once, so that its lines sum to its
/// total (ACCOUNTING §1).
///
/// Sources state amounts finer than the currency: three lines of 33.3333 under a total of 100.00.
/// The total is rounded half away from zero. The lines are cut and the missing cents go to the
/// largest remainders, ties to the earlier line: 33.34, 33.33, 33.33. A total that differs from its
/// own lines keeps its value; the difference is posted to the role `rounding_difference` and listed.
public struct DocumentRounding: Hashable, Sendable {
  /// The rounded amount of each line, in minor units, in the order given.
  public let lines: [Int64]
  /// The rounded total, in minor units.
  public let total: Int64
  /// `total` − Σ `lines`: what `rounding_difference` takes, in minor units.
  public let difference: Int64
  /// The exact difference between the stated total and the lines; zero without a stated total.
  public let exactDifference: ExactDecimal
  /// Whether the exact difference is above the limit: the document is then quarantined.
  public let exceedsLimit: Bool

  /// Rounds a document.
  /// - Parameters:
  ///   - lines: the exact amounts of the lines, taxes included as lines of their own.
  ///   - stated: the header's total, or `nil` when the document has none.
  ///   - currency: decides the minor unit.
  ///   - limit: the largest difference that is posted, in major units (`rounding_limit`).
  /// - Throws: `ValueError.outOfRange`.
  public init(
    lines: [ExactDecimal], stated: ExactDecimal?, currency: Currency, limit: ExactDecimal
  ) throws(ValueError) {
    var sum = ExactDecimal.zero
    for line in lines { sum = try sum.adding(line) }
    let target = try sum.rounded(toScale: currency.minorDigits)
    self.lines = try Self.split(lines, into: target, negative: sum < .zero, currency: currency)
    total = try (stated ?? sum).rounded(toScale: currency.minorDigits)
    let (difference, overflow) = total.subtractingReportingOverflow(target)
    if overflow { throw .outOfRange }
    self.difference = difference
    exactDifference = try (stated ?? sum).adding(sum.negated)
    let magnitude = exactDifference < .zero ? try exactDifference.negated : exactDifference
    exceedsLimit = limit < magnitude
  }

  /// Cuts every amount downwards and hands the missing units to the largest remainders. A negative
  /// document is split as its mirror image, so that a credit note undoes its invoice line by line.
  private static func split(
    _ lines: [ExactDecimal], into target: Int64, negative: Bool, currency: Currency
  ) throws(ValueError) -> [Int64] {
    var parts: [Int64] = []
    var remainders: [(index: Int, remainder: ExactDecimal)] = []
    var given: Int64 = 0
    for (index, line) in lines.enumerated() {
      let amount = negative ? try line.negated : line
      let cut = try amount.cut(toScale: currency.minorDigits)
      let whole = try ExactDecimal(significand: Int128(cut), scale: currency.minorDigits)
      parts.append(cut)
      remainders.append((index, try amount.adding(whole.negated)))
      let (sum, overflow) = given.addingReportingOverflow(cut)
      if overflow { throw .outOfRange }
      given = sum
    }
    let missing = (negative ? -target : target) - given
    remainders.sort {
      $0.remainder == $1.remainder ? $0.index < $1.index : $1.remainder < $0.remainder
    }
    for (index, _) in remainders.prefix(Int(missing)) { parts[index] += 1 }
    return negative ? parts.map { -$0 } : parts
  }
}

extension ExactDecimal {
  /// The number as a count of `10⁻ˢᶜᵃˡᵉ`, cut towards minus infinity.
  ///
  /// - Throws: `ValueError.outOfRange` beyond Int64.
  func cut(toScale target: Int) throws(ValueError) -> Int64 {
    guard target < scale else { return try rounded(toScale: target) }
    let (quotient, remainder) = significand.quotientAndRemainder(
      dividingBy: Rounding.powerOfTen(scale - target))
    guard let narrow = Int64(exactly: remainder < 0 ? quotient - 1 : quotient) else {
      throw .outOfRange
    }
    return narrow
  }
}
