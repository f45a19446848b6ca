/// Rows in their final order, pulled batch by batch: a database cursor, or a table in memory. The
/// reader decides the pace, so nothing but the current batch is held.
public protocol RowSource {
  /// What every row holds, in order.
  var columns: [Column] { get }

  /// The next batch, at least one row long; `nil` once after the last.
  ///
  /// - Throws: What the source meets: a lost connection, a value that does not fit its column.
  mutating func next() throws -> RowBatch?
}

extension RowSource {
  /// The whole rest of the rows in memory; for tables known to be small.
  ///
  /// - Throws: What the source throws.
  public mutating func collected() throws -> Table {
    var table = Table(columns: columns)
    while let batch = try next() {
      for row in 0..<batch.rowCount { table.append(batch[row]) }
    }
    return table
  }
}
