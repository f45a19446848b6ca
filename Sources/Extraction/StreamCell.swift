public import AccountingValues

/// One value of a row of a stream, already free of its wire form: the same row read from a
/// database and from CSV has the same cells.
public enum StreamCell: Hashable, Sendable {
  /// NULL, an empty CSV field, or a column that the adapter leaves out.
  case null
  /// Text, the word of an enumeration, a currency code or a JSON document.
  case text(String)
  /// A whole number.
  case integer(Int64)
  /// A quantity, amount, unit cost or rate exactly as stated.
  case decimal(ExactDecimal)
  /// A civil day.
  case date(CivilDate)
  /// A moment.
  case timestamp(Timestamp)
  /// Truth.
  case boolean(Bool)
  /// A source key in canonical text.
  case key(SourceKey)
  /// A list of words.
  case list([String])
  /// A value that is not one of its column's kind, in words. A row with such a cell is quarantined
  /// and never reaches a computation; the words keep it in the digest of the input.
  case unreadable(String)
}

extension StreamCell {
  /// Whether the cell holds nothing.
  public var isNull: Bool { self == .null }

  /// The cell as people read it in a preview: NULL is empty.
  public var displayText: String {
    switch self {
    case .null: ""
    case .text(let text): text
    case .integer(let number): String(number)
    case .decimal(let number): number.description
    case .date(let date): date.description
    case .timestamp(let moment): moment.description
    case .boolean(let truth): truth ? "true" : "false"
    case .key(let key): key.displayText
    case .list(let words): words.joined(separator: ";")
    case .unreadable(let words): words
    }
  }

  /// The canonical text of a key's part; a missing optional part is empty. `nil` when unreadable.
  var keyText: String? {
    switch self {
    case .unreadable: nil
    case .key(let key): key.text
    default: displayText
    }
  }
}

extension SourceKey {
  /// Joins the parts of a composite key; no part may contain it.
  static let separator: Character = "\u{1F}"

  /// The key for people and for `accepted.csv`: the parts of a composite key with a slash between.
  public var displayText: String {
    text.contains(Self.separator)
      ? text.split(separator: Self.separator, omittingEmptySubsequences: false)
        .joined(separator: "/")
      : text
  }
}
