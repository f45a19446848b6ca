/// A quantity of goods in the item's stock unit, counted in millionths.
public struct Quantity: Hashable, Sendable, Comparable {
  /// Count of 10⁻⁶ units; inbound positive, outbound negative where a sign stands for a direction.
  public var micros: Int64

  /// Millionths per unit.
  public static let microsPerUnit: Int64 = 1_000_000
  /// None.
  public static let zero = Quantity(micros: 0)

  /// A quantity from its count of millionths.
  public init(micros: Int64) { self.micros = micros }

  /// A whole number of units.
  ///
  /// - Throws: `ValueError.outOfRange`.
  public init(units: Int64) throws(ValueError) {
    let (micros, overflow) = units.multipliedReportingOverflow(by: Self.microsPerUnit)
    if overflow { throw .outOfRange }
    self.micros = micros
  }

  /// A stated quantity.
  ///
  /// - Throws: `ValueError.tooFine` beyond six decimals, `.outOfRange`.
  public init(_ exact: ExactDecimal) throws(ValueError) {
    micros = try exact.exactly(atScale: 6)
  }

  /// Whether the quantity is zero.
  public var isZero: Bool { micros == 0 }

  /// The quantity, exactly.
  public var exact: ExactDecimal {
    do { return try ExactDecimal(significand: Int128(micros), scale: 6) } catch {
      accountingFault("a quantity does not fit an exact decimal")
    }
  }

  /// The sum.
  ///
  /// - Throws: `ValueError.outOfRange`.
  public func adding(_ other: Quantity) throws(ValueError) -> Quantity {
    let (sum, overflow) = micros.addingReportingOverflow(other.micros)
    if overflow { throw .outOfRange }
    return Quantity(micros: sum)
  }

  /// The difference.
  ///
  /// - Throws: `ValueError.outOfRange`.
  public func subtracting(_ other: Quantity) throws(ValueError) -> Quantity {
    let (difference, overflow) = micros.subtractingReportingOverflow(other.micros)
    if overflow { throw .outOfRange }
    return Quantity(micros: difference)
  }

  /// The value of this quantity at a unit cost, rounded once to the currency's minor unit.
  ///
  /// - Throws: `ValueError.outOfRange`.
  public func valued(at cost: UnitCost, in currency: Currency) throws(ValueError) -> Money {
    let product = Int128(micros) * Int128(cost.micros)
    let scale = Rounding.powerOfTen(12 - currency.minorDigits)
    guard let minor = Int64(exactly: try Rounding.quotient(product, scale)) else {
      throw .outOfRange
    }
    return Money(minor: minor, in: currency)
  }

  /// By size.
  public static func < (a: Quantity, b: Quantity) -> Bool { a.micros < b.micros }
}

extension Quantity: CustomStringConvertible {
  /// Plain digits without needless zeros: `12`, `0.5`.
  public var description: String { FixedPointText.text(micros, decimals: 6) }
}
