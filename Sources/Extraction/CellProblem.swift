internal import AccountingValues

/// What is wrong with one cell, or with one row. Turned into a finding with stream, key and column.
enum CellProblem: Hashable, Sendable {
  /// NULL where the contract wants a value.
  case missing
  /// NULL in a column of the key.
  case missingKey
  /// NaN, infinity or text that is no number.
  case notANumber(String)
  /// A number, date or moment beyond what the product computes with.
  case outOfRange(String)
  /// More decimals than the kind allows.
  case tooFine(String, decimals: Int)
  /// A word outside the enumeration.
  case unknownWord(String, allowed: [String])
  /// A word outside the flags.
  case unknownFlag(String, allowed: [String])
  /// Not an ISO 4217 code.
  case notACurrency(String)
  /// Text that is not of the column's kind: a date, a truth, a whole number.
  case notOfKind(String, wanted: String)
  /// An empty key, a composite one with a NULL part, or a part that holds the separator.
  case malformedKey
}

extension CellProblem {
  /// The finding's stable code.
  var code: String {
    switch self {
    case .missing: "SRC-001"
    case .notANumber: "SRC-002"
    case .outOfRange: "SRC-003"
    case .tooFine: "SRC-004"
    case .unknownWord: "SRC-005"
    case .unknownFlag: "SRC-006"
    case .missingKey, .malformedKey: "SRC-007"
    case .notACurrency: "SRC-009"
    case .notOfKind: "SRC-010"
    }
  }

  /// What is wrong, one sentence. Codes and words of the schema are shown, free text is not.
  func message(_ column: String) -> String {
    switch self {
    case .missing: "\(column) is NULL, and every row must fill it."
    case .missingKey: "\(column) is NULL, and it is part of the key."
    case .notANumber(let text): "\(column) is \(text), and it must be a finite decimal number."
    case .outOfRange(let text): "\(column) is \(text), which is out of range."
    case .tooFine(let text, let decimals):
      "\(column) is \(text), which has more than \(decimals) decimals."
    case .unknownWord(let word, let allowed):
      "\(column) is '\(word)', and it must be one of \(allowed.joined(separator: ", "))."
    case .unknownFlag(let word, let allowed):
      "\(column) holds '\(word)', and its words are \(allowed.joined(separator: ", "))."
    case .notACurrency(let code): "\(column) is '\(code)', which is not an ISO 4217 currency."
    case .notOfKind(let text, let wanted): "\(column) is '\(text)', and it must be \(wanted)."
    case .malformedKey:
      "\(column) is empty, has a NULL part, or has a part with the character U+001F."
    }
  }

  /// What to do, one sentence; `place` is the adapter or the file.
  func action(_ place: String) -> String {
    switch self {
    case .missing, .missingKey, .malformedKey:
      "Fill it in the source, or derive or exclude such rows by a named rule in \(place)."
    case .notANumber, .outOfRange: "Correct the value in the source; \(place) reads it."
    case .tooFine: "Round it in \(place), or correct it in the source."
    case .unknownWord, .unknownFlag: "Map the word to one of the contract's in \(place)."
    case .notACurrency: "Map the code to its ISO 4217 code in \(place)."
    case .notOfKind: "Correct it in \(place)."
    }
  }
}

extension String {
  /// At most forty characters on one line, for messages.
  var excerpt: String {
    let line = map { $0.isNewline ? " " : $0 }
    return line.count <= 40 ? String(line) : String(line.prefix(39)) + "…"
  }
}
