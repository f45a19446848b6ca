public import AccountingValues

/// A value a condition reads or yields.
public indirect enum FieldValue: Hashable, Sendable {
  /// No value.
  case null
  /// A truth value.
  case boolean(Bool)
  /// An exact number: amounts in major units, quantities in units.
  case number(ExactDecimal)
  /// A text; ordered by its bytes.
  case text(String)
  /// A civil day.
  case date(CivilDate)
  /// A list of values.
  case list([FieldValue])
  /// A record: values in the order of its schema's fields.
  case record([FieldValue])
}

extension FieldValue {
  /// JSONLogic's truth: null, false, 0, the empty text and the empty list are false.
  public var isTrue: Bool {
    switch self {
    case .null: false
    case .boolean(let value): value
    case .number(let number): !number.isZero
    case .text(let text): !text.isEmpty
    case .list(let list): !list.isEmpty
    case .date, .record: true
    }
  }

  /// The type in words, for messages.
  var kind: String {
    switch self {
    case .null: "null"
    case .boolean: "a truth value"
    case .number: "a number"
    case .text: "a text"
    case .date: "a date"
    case .list: "a list"
    case .record: "a record"
    }
  }
}

extension FieldValue: CustomStringConvertible {
  /// As a condition prints it: texts quoted, dates and numbers plain.
  public var description: String {
    switch self {
    case .null: "null"
    case .boolean(let value): value ? "true" : "false"
    case .number(let number): number.description
    case .text(let text): "\"\(text)\""
    case .date(let date): date.description
    case .list(let list): "[" + list.map(\.description).joined(separator: ", ") + "]"
    case .record(let record): "(" + record.map(\.description).joined(separator: ", ") + ")"
    }
  }
}
