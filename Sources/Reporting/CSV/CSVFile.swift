import Tables

/// A sheet's rows as a CSV file: the dataset's rows alone, without titles and totals, so that a
/// program reads what a person reads.
struct CSVFile: ~Copyable {
  private static let flushAt = 1 << 16

  private var encoder = CSVEncoder()
  private var file: OutputFile

  init(creating path: String, columns: [ReportColumn]) throws(ReportingError) {
    file = try OutputFile(creating: path)
    encoder.append(header: columns.map(\.column.name))
  }

  mutating func write(_ batch: RowBatch) throws(ReportingError) {
    for row in 0..<batch.rowCount {
      encoder.append(row: batch[row])
      if encoder.bytes.count >= Self.flushAt { try flush() }
    }
  }

  private mutating func flush() throws(ReportingError) {
    try file.write(encoder.bytes)
    encoder.removeAll()
  }

  /// Writes the rest, brings it to the disk and reads it back.
  consuming func finish() throws(ReportingError) {
    try flush()
    try file.finish()
  }
}
