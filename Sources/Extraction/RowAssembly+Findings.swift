internal import AccountingValues

/// What is wrong with whole rows, in the same words whichever way a stream is read.
extension RowAssembly {
  /// The error of an answer out of order.
  func notInOrder(_ key: SourceKey, after earlier: SourceKey) -> ExtractionError {
    ExtractionError(
      .notInOrder, at: layout.contract.name,
      "row \(key.displayText) came after \(earlier.displayText) and precedes it",
      action: "the server sorts text in another way than by bytes; report its version and encoding")
  }

  /// The message on a row whose key was already read.
  static func doubleMessage(_ key: SourceKey) -> String {
    "The key \(key.displayText) was already read."
  }

  /// What to do about it.
  var doubleAction: String {
    "Remove the double in the source, or make the key unique in \(origin.file); the first row was "
      + "kept."
  }

  /// The finding on a sound row that nobody asked for; `nil` for one that was.
  func outside(_ row: StreamRow, _ request: ReadRequest) -> Finding? {
    guard let order = row.order else { return nil }
    var recordedAt: Timestamp?
    if let position = layout.recordedAt, case .timestamp(let moment) = row.cells[position] {
      recordedAt = moment
    }
    guard let bound = request.broken(by: order.date, recordedAt) else { return nil }
    return finding(
      "SRC-014", row.cells, row.key, row.line,
      message: "The row is \(bound.words), which was not asked for.",
      action: "Add the condition on \(bound.parameter) to \(origin.file).")
  }
}

extension ReadRequest {
  /// The bound that a row breaks, in words; `nil` when it was asked for.
  func broken(
    by date: CivilDate, _ recordedAt: Timestamp?
  ) -> (parameter: String, words: String)? {
    if let from, date < from { return (":from", "before \(from)") }
    if let to, date >= to { return (":to", "on or after \(to)") }
    if let knownAt, let recordedAt, recordedAt > knownAt {
      return (":known_at", "recorded after \(knownAt)")
    }
    return nil
  }
}
