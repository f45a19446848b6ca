public import AccountingValues

/// A value of a generated row; the table's column tells how it goes over the wire.
public enum SampleValue: Hashable, Sendable {
  /// NULL, for any column that allows it.
  case null
  /// For int4 and int8.
  case integer(Int64)
  /// For text and jsonb.
  case text(String)
  /// For date.
  case date(CivilDate)
  /// For timestamptz.
  case moment(Timestamp)
  /// For numeric: significand × 10⁻ˢᶜᵃˡᵉ, exactly.
  case number(significand: Int64, scale: Int)
  /// For bool.
  case boolean(Bool)
}

extension SampleValue: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
  /// An integer.
  public init(integerLiteral value: Int64) { self = .integer(value) }
  /// Text.
  public init(stringLiteral value: String) { self = .text(value) }
  /// A boolean.
  public init(booleanLiteral value: Bool) { self = .boolean(value) }
  /// NULL.
  public init(nilLiteral: ()) { self = .null }
}

extension SampleValue {
  static func id(_ value: Int?) -> SampleValue { value.map { .integer(Int64($0)) } ?? .null }
  static func words(_ value: String?) -> SampleValue { value.map { .text($0) } ?? .null }
  static func on(_ value: CivilDate?) -> SampleValue { value.map { .date($0) } ?? .null }
  /// An amount in hundredths.
  static func cents(_ value: Int64?) -> SampleValue {
    value.map { .number(significand: $0, scale: 2) } ?? .null
  }
  /// A quantity in thousandths.
  static func quantity(_ value: Int64?) -> SampleValue {
    value.map { .number(significand: $0, scale: 3) } ?? .null
  }
  /// A price per unit in ten-thousandths.
  static func price(_ value: Int64?) -> SampleValue {
    value.map { .number(significand: $0, scale: 4) } ?? .null
  }
  /// An exchange rate in millionths.
  static func rate(_ value: Int64?) -> SampleValue {
    value.map { .number(significand: $0, scale: 6) } ?? .null
  }
  /// Hundredths of a percent.
  static func percent(_ value: Int64) -> SampleValue { .number(significand: value, scale: 2) }
}
