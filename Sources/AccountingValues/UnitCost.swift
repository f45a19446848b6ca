/// A cost or price of one stock unit, counted in millionths of the currency's *major* unit. Amounts
/// are primary: a unit cost is derived from amount ÷ quantity for display, or stated by a source.
public struct UnitCost: Hashable, Sendable, Comparable {
  /// Count of 10⁻⁶ major currency units per stock unit.
  public var micros: Int64

  /// Nothing per unit.
  public static let zero = UnitCost(micros: 0)

  /// A unit cost from its count of millionths.
  public init(micros: Int64) { self.micros = micros }

  /// A stated unit cost.
  ///
  /// - Throws: `ValueError.tooFine` beyond six decimals, `.outOfRange`.
  public init(_ exact: ExactDecimal) throws(ValueError) {
    micros = try exact.exactly(atScale: 6)
  }

  /// The unit cost of `quantity` costing `value`, rounded half away from zero; for display.
  ///
  /// - Throws: `ValueError.divisionByZero` without a quantity, `.outOfRange`.
  public init(of value: Money, per quantity: Quantity) throws(ValueError) {
    let numerator = Int128(value.minor) * Rounding.powerOfTen(12 - value.currency.minorDigits)
    guard
      let narrow = Int64(exactly: try Rounding.quotient(numerator, Int128(quantity.micros)))
    else { throw .outOfRange }
    micros = narrow
  }

  /// By size.
  public static func < (a: UnitCost, b: UnitCost) -> Bool { a.micros < b.micros }
}

extension UnitCost: CustomStringConvertible {
  /// Plain digits with at least two decimals.
  public var description: String { FixedPointText.text(micros, decimals: 6, keeping: 2) }
}
