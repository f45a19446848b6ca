public import AccountingValues

/// One value of a table. A figure is an exact count of its unit: no binary floating point.
public enum Cell: Hashable, Sendable {
  /// Nothing: unknown or not applicable. Never zero.
  case null
  /// Words or a code.
  case text(String)
  /// A whole number.
  case integer(Int64)
  /// An amount with its currency.
  case money(Money)
  /// A quantity.
  case quantity(Quantity)
  /// A cost or price per unit.
  case unitCost(UnitCost)
  /// A factor as a count of 10⁻⁹.
  case rate(nanos: Int64)
  /// A share as a count of 10⁻⁶: 250 000 is 25 %.
  case percent(micros: Int64)
  /// A civil day.
  case date(CivilDate)
  /// A moment.
  case timestamp(Timestamp)
  /// Yes or no.
  case boolean(Bool)

  /// Whether the cell may stand in a column of this type; nothing may stand anywhere.
  public func fits(_ type: ColumnType) -> Bool {
    switch (self, type) {
    case (.null, _), (.text, .text), (.text, .code), (.integer, .integer), (.money, .money),
      (.quantity, .quantity), (.unitCost, .unitCost), (.rate, .rate), (.percent, .percent),
      (.date, .date), (.timestamp, .timestamp), (.boolean, .boolean):
      true
    default: false
    }
  }

  /// The cell of a figure that a database or file states exactly, in the units people use: money in
  /// major units, quantities in stock units, shares as fractions.
  ///
  ///     Cell(ExactDecimal(parsing: "0.125"), as: .percent)        // 12.5 %
  ///
  /// - Parameters:
  ///   - exact: The stated number.
  ///   - type: The type of the column.
  ///   - currency: The currency of a money cell; others ignore it.
  /// - Throws: `ValueError.tooFine` when decimals would be lost, `.outOfRange`; `.notANumber` when
  ///   the column is not one of figures, or money without a currency.
  public init(
    _ exact: ExactDecimal, as type: ColumnType, in currency: Currency? = nil
  ) throws(ValueError) {
    switch type {
    case .integer: self = .integer(try exact.exactly(atScale: 0))
    case .money:
      guard let currency else { throw .notANumber }
      self = .money(try Money(exactly: exact, in: currency))
    case .quantity: self = .quantity(try Quantity(exact))
    case .unitCost: self = .unitCost(try UnitCost(exact))
    case .rate: self = .rate(nanos: try exact.exactly(atScale: 9))
    case .percent: self = .percent(micros: try exact.exactly(atScale: 6))
    case .text, .code, .date, .timestamp, .boolean: throw .notANumber
    }
  }
}
