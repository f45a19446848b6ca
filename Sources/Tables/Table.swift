/// A table in memory: tie-outs, findings, summaries. Big ones stay a `RowSource`.
public struct Table: Sendable {
  /// What every row holds, in order.
  public let columns: [Column]
  private var batch: RowBatch

  /// A table with its rows; every row has a cell for every column.
  public init(columns: [Column], rows: [[Cell]] = []) {
    self.columns = columns
    batch = RowBatch(columnCount: columns.count, reservingRows: rows.count)
    for row in rows { append(row) }
  }

  /// How many rows the table has.
  public var rowCount: Int { batch.rowCount }

  /// Adds a row with a cell for every column, each of its column's type.
  public mutating func append(_ row: some Collection<Cell>) {
    for (cell, column) in zip(row, columns) {
      precondition(cell.fits(column.type), "\(cell) in column \(column.name) of \(column.type)")
    }
    batch.append(row)
  }

  /// The cells of a row, counted from 0.
  public subscript(row: Int) -> ArraySlice<Cell> { batch[row] }

  /// The cell of a row in the column of that name; `nil` when there is no such column.
  public subscript(row: Int, name: String) -> Cell? {
    columns.firstIndex { $0.name == name }.map { batch[row, $0] }
  }

  /// The rows as a source, to be pulled once.
  public func source() -> TableRows { TableRows(columns: columns, batch: batch) }
}

/// The rows of a table in memory, handed over in one batch.
public struct TableRows: RowSource, Sendable {
  /// What every row holds, in order.
  public let columns: [Column]
  private var batch: RowBatch?

  init(columns: [Column], batch: RowBatch) {
    self.columns = columns
    self.batch = batch.rowCount == 0 ? nil : batch
  }

  /// All rows the first time, then `nil`.
  public mutating func next() -> RowBatch? {
    defer { batch = nil }
    return batch
  }
}
