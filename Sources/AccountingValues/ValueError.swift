/// Why a number cannot become an accounting value. Callers turn it into a finding on the row it
/// came from; it is never a trap (ACCOUNTING §1).
public enum ValueError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The result does not fit the type's range.
  case outOfRange
  /// More decimals than the type holds: 10⁻⁶ for quantities and unit costs.
  case tooFine
  /// The text or database value is NaN, infinite or not a decimal number.
  case notANumber
  /// A divisor of zero.
  case divisionByZero
  /// Two amounts of different currencies met.
  case currencyMismatch

  /// A clause that completes “the value …”.
  public var description: String {
    switch self {
    case .outOfRange: "is out of range"
    case .tooFine: "has more than six decimals"
    case .notANumber: "is not a finite decimal number"
    case .divisionByZero: "would be divided by zero"
    case .currencyMismatch: "is in another currency"
    }
  }
}

/// Stops the program because *our* arithmetic broke an invariant. `precondition` loses its message
/// at -O, this does not.
@inline(never)
public func accountingFault(
  _ message: String, file: StaticString = #fileID, line: UInt = #line
) -> Never {
  fatalError(message, file: file, line: line)
}
