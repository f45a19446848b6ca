public import AccountingValues

/// Where a stream's rows come from, as findings name it.
public enum RowOrigin: Hashable, Sendable {
  /// An adapter's SQL file, as people find it in the configuration.
  case adapter(file: String)
  /// A CSV file.
  case csv(file: String)

  /// The file.
  public var file: String {
    switch self {
    case .adapter(let file), .csv(let file): file
    }
  }
}

/// A row that failed a check of its contract. It is counted with its exact amount and left out of
/// every computation.
public struct QuarantinedRow: Sendable {
  /// The stream's layout.
  public let layout: StreamLayout
  /// The cells as far as they could be read.
  public let cells: [StreamCell]
  /// The key, where it could be read.
  public let key: SourceKey?
  /// The place in the order of events, where it could be read.
  public let order: EventOrder?
  /// The line of the CSV file it came from.
  public let line: Int?
}

/// A row after the checks of its contract.
enum AssembledRow {
  case sound(StreamRow)
  case quarantined(QuarantinedRow, [Finding])
}

/// Puts checked cells together to a row, or to a quarantined row with its findings.
struct RowAssembly {
  let layout: StreamLayout
  let origin: RowOrigin
  /// Whether receipts come first within a day (`same_day: receipts_first`).
  let receiptsFirst: Bool

  /// The row of one cell per column of the contract.
  func row(_ checked: [CheckedCell], line: Int? = nil) -> AssembledRow {
    let cells = checked.map(\.cell)
    let key = key(cells)
    let order = order(cells)
    if !checked.contains(where: { $0.problem != nil }), let key,
      order != nil || layout.date == nil
    {
      return .sound(StreamRow(layout: layout, cells: cells, key: key, order: order, line: line))
    }
    let row = QuarantinedRow(layout: layout, cells: cells, key: key, order: order, line: line)
    let findings = zip(layout.columns, checked).compactMap { column, checked in
      checked.problem.map { finding($0, column: column, row: row) }
    }
    return .quarantined(row, findings)
  }

  /// The finding of one cell.
  func finding(_ problem: CellProblem, column: StreamColumn, row: QuarantinedRow) -> Finding {
    finding(
      problem.code, row.cells, row.key, row.line, message: problem.message(column.name),
      action: problem.action(origin.file))
  }

  /// A finding on a row: a stream and a key, or a file and a line.
  func finding(
    _ code: String, _ cells: [StreamCell], _ key: SourceKey?, _ line: Int?, message: String,
    action: String, severity: Finding.Severity = .error
  ) -> Finding {
    var document = ""
    if let position = layout.documentNumber, case .text(let text) = cells[position] {
      document = text
    }
    let place: (origin: String, key: String) =
      switch origin {
      case .adapter: (layout.contract.name, key?.displayText ?? Self.partialKey(cells, layout))
      case .csv(let file): (file, line.map(String.init) ?? "")
      }
    return Finding(
      code: code, severity: severity, origin: place.origin, key: place.key, document: document,
      amount: amount(cells), message: message, action: action)
  }

  /// What can be read of a key, so that the row can be found: `NULL/3`, `(empty)`.
  private static func partialKey(_ cells: [StreamCell], _ layout: StreamLayout) -> String {
    layout.key.map { position in
      if cells[position].isNull { return "NULL" }
      let text = cells[position].displayText.excerpt
      return text.isEmpty ? "(empty)" : text
    }.joined(separator: "/")
  }

  /// The amount at stake in the row's own currency, where both can be read.
  private func amount(_ cells: [StreamCell]) -> Money? {
    guard let amount = layout.controlAmount, let currency = layout.currency,
      case .decimal(let number) = cells[amount], case .text(let code) = cells[currency],
      let currency = Currency(code: code)
    else { return nil }
    return try? Money(rounding: number, in: currency)
  }

  /// The canonical key; `nil` when a part is unreadable or a required part is NULL.
  private func key(_ cells: [StreamCell]) -> SourceKey? {
    var parts: [String] = []
    for position in layout.key {
      guard !(cells[position].isNull && layout.columns[position].isRequired),
        let part = cells[position].keyText
      else { return nil }
      parts.append(part)
    }
    if parts.count == 1 { return SourceKey(parts[0]) }
    return SourceKey(parts.joined(separator: String(SourceKey.separator)))
  }

  /// The place in the order of events; `nil` for masters and for rows whose place is unreadable.
  private func order(_ cells: [StreamCell]) -> EventOrder? {
    guard let rank = layout.contract.rank, let position = layout.date,
      case .date(let date) = cells[position], let first = layout.key.first,
      !cells[first].isNull, let key = cells[first].keyText
    else { return nil }
    var moment: Timestamp?
    if let position = layout.recordedAt {
      switch cells[position] {
      case .timestamp(let recorded): moment = recorded
      case .null: break
      default: return nil
      }
    }
    var sequence: Int64 = 0
    if let position = layout.sequence {
      switch cells[position] {
      case .integer(let number): sequence = number
      case .null: break
      default: return nil
      }
    }
    return EventOrder(
      date: date, recordedAt: moment, rank: rank, sequence: sequence, key: SourceKey(key),
      receiptsFirst: receiptsFirst)
  }
}

extension AssembledRow {
  /// Reading order for rows that no server sorted: sound rows before quarantined ones of the same
  /// place, rows without a place last.
  static func precedes(_ a: AssembledRow, _ b: AssembledRow) -> Bool {
    switch (a, b) {
    case (.sound(let x), .sound(let y)): return StreamRow.precedes(x, y)
    case (.sound(let x), .quarantined(let y, _)):
      guard let x = x.order, let y = y.order else { return y.order == nil }
      return !(y < x)
    case (.quarantined(let x, _), .sound(let y)):
      guard let x = x.order, let y = y.order else { return false }
      return x < y
    case (.quarantined(let x, _), .quarantined(let y, _)):
      guard let x = x.order else { return false }
      guard let y = y.order else { return true }
      return x < y
    }
  }
}
