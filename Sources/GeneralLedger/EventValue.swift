public import AccountingValues

/// The value of one field of an event.
public enum EventValue: Hashable, Sendable {
  /// Minor units of the event's currency.
  case amount(Int64)
  /// Minor units of the base currency.
  case baseAmount(Int64)
  /// Millionths.
  case quantity(Int64)
  /// A day.
  case date(CivilDate)
  /// A number of the code pool, for fields of type `code` and `text`.
  case code(Int32)
  /// A truth value.
  case flag(Bool)
  /// No value.
  case missing

  /// In place of a value that is not there, in the raw form of events.
  public static let missingRaw = Int64.min

  /// The one word an event carries.
  public var raw: Int64 {
    switch self {
    case .amount(let minor), .baseAmount(let minor): minor
    case .quantity(let micros): micros
    case .date(let date): Int64(date.daysSince1970)
    case .code(let number): Int64(number)
    case .flag(let flag): flag ? 1 : 0
    case .missing: Self.missingRaw
    }
  }

  func fits(_ type: EventFieldType) -> Bool {
    switch (self, type) {
    case (.amount, .amount), (.baseAmount, .baseAmount), (.quantity, .quantity), (.date, .date),
      (.code, .code), (.code, .text), (.flag, .flag), (.missing, _):
      true
    default: false
    }
  }
}

/// A value that does not belong where it was put: a mistake of the program that feeds events, not
/// of the customer's data.
public struct EventFeedError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of event.
  public let kind: EventKind
  /// The field.
  public let field: String
  /// What is wrong with it.
  public let problem: String

  /// One sentence.
  public var description: String { "event \(kind), field \(field): \(problem)" }
}
