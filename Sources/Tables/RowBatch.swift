/// Some rows of a table, row after row in one array: what a source hands over at a time. A few
/// hundred rows keep the cost per row low and memory bounded.
public struct RowBatch: Sendable {
  /// Cells per row, at least 1.
  public let columnCount: Int
  /// All cells, first row first.
  public private(set) var cells: [Cell]

  /// How many rows a source should aim at.
  public static let usualRowCount = 256

  /// An empty batch for rows of that many cells.
  public init(columnCount: Int, reservingRows rows: Int = RowBatch.usualRowCount) {
    precondition(columnCount > 0, "a row has at least one cell")
    self.columnCount = columnCount
    cells = []
    cells.reserveCapacity(rows * columnCount)
  }

  /// How many rows the batch holds.
  public var rowCount: Int { cells.count / columnCount }

  /// Adds a row of exactly `columnCount` cells.
  public mutating func append(_ row: some Collection<Cell>) {
    precondition(row.count == columnCount, "a row of \(row.count) cells among \(columnCount)")
    cells.append(contentsOf: row)
  }

  /// The cell of a row and column, both counted from 0.
  public subscript(row: Int, column: Int) -> Cell { cells[row * columnCount + column] }

  /// The cells of a row.
  public subscript(row: Int) -> ArraySlice<Cell> {
    cells[row * columnCount..<(row + 1) * columnCount]
  }
}
