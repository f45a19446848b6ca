internal import AccountingValues

/// Rows as text, for what a run saw to be known to later runs: a JSON object of the cells that hold
/// something, in the order of the contract. Equal rows have equal records.
extension StreamRow {
  /// The row as text.
  public var record: String {
    var text = "{"
    for (column, cell) in zip(layout.columns, cells) where !cell.isNull {
      if text.utf8.count > 1 { text += "," }
      let value = if case .key(let key) = cell { key.text } else { cell.displayText }
      text += Self.quoted(column.name) + ":" + Self.quoted(value)
    }
    return text + "}"
  }

  /// A JSON string; everything outside printable ASCII that JSON wants escaped is.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
