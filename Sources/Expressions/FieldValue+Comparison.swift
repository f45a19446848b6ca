internal import AccountingValues

extension FieldValue {
  /// JSONLogic's `==`: truth values and texts beside a number count as numbers, texts beside a
  /// date as dates; null equals only null.
  func looselyEquals(_ other: FieldValue) -> Bool {
    switch (self, other) {
    case (.null, _), (_, .null): return self == other
    case (.text, .text), (.boolean, .boolean), (.list, _), (_, .list), (.record, _), (_, .record):
      return self == other
    default: return ordering(against: other) == .equal
    }
  }

  /// Whether this value comes before another, or equals it where `orEquals`; false where the two
  /// cannot be ordered.
  func precedes(_ other: FieldValue, orEquals: Bool) -> Bool {
    switch ordering(against: other) {
    case .less: true
    case .equal: orEquals
    case .greater, nil: false
    }
  }

  enum Ordering { case less, equal, greater }

  private func ordering(against other: FieldValue) -> Ordering? {
    switch (self, other) {
    case (.text(let a), .text(let b)):
      if a == b { return .equal }
      return a.utf8.lexicographicallyPrecedes(b.utf8) ? .less : .greater
    case (.date, _), (_, .date):
      guard let a = asDate, let b = other.asDate else { return nil }
      return Self.order(a, b)
    default:
      guard let a = asNumber, let b = other.asNumber else { return nil }
      return Self.order(a, b)
    }
  }

  private static func order<T: Comparable>(_ a: T, _ b: T) -> Ordering {
    a < b ? .less : a == b ? .equal : .greater
  }

  private var asDate: CivilDate? {
    switch self {
    case .date(let date): date
    case .text(let text): CivilDate(text)
    default: nil
    }
  }

  private var asNumber: ExactDecimal? {
    switch self {
    case .number(let number): return number
    case .boolean(let value): return ExactDecimal(value ? 1 : 0)
    case .text(let text): return text.isEmpty ? .zero : try? ExactDecimal(parsing: text)
    default: return nil
    }
  }

  /// JSONLogic's `in`: part of a text, or an element of a list by `===`.
  func isContained(in container: FieldValue) -> Bool {
    switch container {
    case .list(let items): return items.contains(self)
    case .text(let text):
      guard case .text(let part) = self else { return false }
      return part.isEmpty || Self.contains(Array(text.utf8), Array(part.utf8))
    default: return false
    }
  }

  private static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
    guard part.count <= text.count else { return false }
    return (0...(text.count - part.count)).contains { text[$0...].starts(with: part) }
  }

  /// The value as `cat` writes it: null is empty, lists are joined by commas.
  var plainText: String {
    switch self {
    case .null: ""
    case .boolean(let value): value ? "true" : "false"
    case .number(let number): number.description
    case .text(let text): text
    case .date(let date): date.description
    case .list(let items), .record(let items): items.map(\.plainText).joined(separator: ",")
    }
  }
}
