public import AccountingValues
internal import Foundation

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

  /// The row of a record; `nil` when the contract has changed so far that the record is no row of it.
  public init?(record: String, layout: StreamLayout, receiptsFirst: Bool) {
    guard
      let texts = try? JSONDecoder().decode([String: String].self, from: Data(record.utf8))
    else { return nil }
    let checked = layout.columns.enumerated().map { position, column in
      Self.cell(texts[column.name], column, inKey: layout.key.contains(position))
    }
    let assembly = RowAssembly(
      layout: layout, origin: .adapter(file: "observations"), receiptsFirst: receiptsFirst)
    guard case .sound(let row) = assembly.row(checked) else { return nil }
    self = row
  }

  /// The row with other cells and another key: what the product itself writes about a row, such as
  /// its reversal, goes on as a row of the same stream.
  public func replacing(_ changes: [String: StreamCell], key: SourceKey) -> StreamRow {
    var cells = cells
    for (column, cell) in changes {
      guard let position = layout.position(of: column) else {
        accountingFault("stream \(stream) has no column \(column)")
      }
      cells[position] = cell
    }
    return StreamRow(layout: layout, cells: cells, key: key, order: order)
  }

  private static func cell(
    _ text: String?, _ column: StreamColumn, inKey: Bool
  ) -> CheckedCell {
    guard let text else { return CellCheck.null(column, inKey: inKey) }
    switch column.kind {
    case .key, .reference:
      return CellCheck.key(
        parts: text.split(separator: SourceKey.separator, omittingEmptySubsequences: false)
          .map(String.init))
    default: return TextCells.cell(text, column, inKey: inKey)
    }
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
