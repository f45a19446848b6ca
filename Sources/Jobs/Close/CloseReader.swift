import AccountingValues
import Extraction

/// What became of a row, for the tally read = posted + excluded + held + quarantined.
enum RowFate: Equatable {
  /// Computed with.
  case posted
  /// Left out by a named rule.
  case excluded(rule: String)
  /// Waits for a person; a finding says why.
  case held
  /// Cannot be computed with; a finding says why.
  case quarantined
}

/// Where a close reads its rows from: the adapters of a company over one snapshot, or rows at hand in
/// tests. Rows of a stream come in event order; a document comes with its lines. The day handed over
/// is the one to compute on: the accounting date, or the first open day for a row that came late.
protocol CloseReader: AnyObject {
  /// Whether some adapter or CSV input feeds a stream.
  func feeds(_ stream: String) -> Bool
  /// Every row of a stream.
  func each(
    _ stream: String, _ body: (StreamRow, CivilDate) throws(JobError) -> RowFate
  ) throws(JobError)
  /// Every header of a stream with its lines; the fate is that of all of them.
  func eachDocument(
    _ headers: String, lines: String,
    _ body: (StreamRow, [StreamRow], CivilDate) throws(JobError) -> RowFate
  ) throws(JobError)
  /// Every stock movement, numbered; as `each`, for a stream of millions.
  func eachMovement(
    _ numbering: MovementNumbering,
    _ body: (StockMovementRow, CivilDate) throws(JobError) -> RowFate
  ) throws(JobError)
}

extension CloseReader {
  func eachMovement(
    _ numbering: MovementNumbering,
    _ body: (StockMovementRow, CivilDate) throws(JobError) -> RowFate
  ) throws(JobError) {
    try each("stock_movements") { (row, day) throws(JobError) in
      try body(numbering.numbered(row), day)
    }
  }
}
