import AccountingValues
import Extraction

/// Where a close reads its rows from: the adapters of a company over one snapshot, or rows at hand in
/// tests. Rows of a stream come in event order; a document comes with its lines.
protocol CloseReader: AnyObject {
  /// Whether some adapter or CSV input feeds a stream.
  func feeds(_ stream: String) -> Bool
  /// Every row of a stream, with the day it is computed on.
  func each(
    _ stream: String, _ body: (StreamRow, CivilDate) throws(JobError) -> Void
  ) throws(JobError)
  /// Every header of a stream with its lines.
  func eachDocument(
    _ headers: String, lines: String,
    _ body: (StreamRow, [StreamRow], CivilDate) throws(JobError) -> Void
  ) throws(JobError)
}
