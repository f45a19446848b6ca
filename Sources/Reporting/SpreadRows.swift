import AccountingValues
public import Tables

/// The rows of a sheet with a spread column, from the longer rows of its dataset. Every row has
/// every column once, and where the sheet says what they add up to, they do: anything else is a
/// mistake of the dataset and no row of a report.
public struct SpreadRows: RowSource {
  /// What every row holds: the sheet's columns.
  public let columns: [Column]
  private let sheet: SheetDefinition
  private let headings: [String: Int]
  private var source: any RowSource
  /// The place of the name and of the value in a row of the dataset.
  private let place: Int
  private let sumPlace: Int?
  private var pending: RowBatch?
  private var pendingRow = 0
  private var rowCount = 0

  /// The rows of a sheet, spread over the headings.
  ///
  /// - Parameters:
  ///   - source: Rows of the sheet's `datasetColumns`.
  ///   - sheet: A sheet with a spread column, as its report states it.
  ///   - headings: The columns, left to right.
  public init(
    _ source: any RowSource, of sheet: SheetDefinition, over headings: [ColumnSpread.Heading]
  ) {
    guard let place = sheet.columns.firstIndex(where: { $0.spread != nil }) else {
      accountingFault("sheet \(sheet.name) has no column that is spread")
    }
    self.source = source
    self.sheet = sheet
    self.place = place
    self.headings = Dictionary(
      headings.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    columns = sheet.spread(over: headings).columns.map(\.column)
    let sum = sheet.columns[place].spread?.sumsTo
    sumPlace = sheet.columns.firstIndex { $0.column.name == sum }.map { $0 > place ? $0 + 1 : $0 }
  }

  /// The next batch; `nil` after the last.
  ///
  /// - Throws: `ReportingError.badSpread`, and what the dataset throws.
  public mutating func next() throws -> RowBatch? {
    var batch = RowBatch(columnCount: columns.count)
    while batch.rowCount < RowBatch.usualRowCount, let row = try nextRow() { batch.append(row) }
    return batch.rowCount == 0 ? nil : batch
  }

  /// One row of the dataset, left where it is.
  private mutating func peek() throws -> ArraySlice<Cell>? {
    while true {
      if let pending, pendingRow < pending.rowCount { return pending[pendingRow] }
      guard let batch = try source.next() else { return nil }
      pending = batch
      pendingRow = 0
    }
  }

  private mutating func nextRow() throws -> [Cell]? {
    guard let first = try peek().map(Array.init) else { return nil }
    rowCount += 1
    let shared = Self.shared(first, without: place)
    var values = [Cell?](repeating: nil, count: headings.count)
    while let row = try peek().map(Array.init), Self.shared(row, without: place) == shared {
      guard case .text(let name) = row[place], let column = headings[name] else {
        throw problem("the value of '\(sheet.columns[place].spread?.by ?? "")' names no column")
      }
      // The same partner again would be a second row, which the dataset must tell apart.
      guard values[column] == nil else { throw problem("column '\(name)' comes twice") }
      values[column] = row[place + 1]
      pendingRow += 1
    }
    let cells = values.compactMap(\.self)
    guard cells.count == headings.count else {
      throw problem("\(headings.count - cells.count) of its columns are missing")
    }
    try checkSum(cells, first)
    return Array(shared[..<place]) + cells + Array(shared[place...])
  }

  private func checkSum(_ cells: [Cell], _ row: [Cell]) throws {
    guard let sumPlace, let total = Figure(row[sumPlace]) else { return }
    let sum = cells.reduce(Int128(0)) { $0 + (Figure($1)?.count ?? 0) }
    guard sum == total.count else {
      throw problem("its columns do not add up to '\(sheet.columns[sumPlace - 1].column.name)'")
    }
  }

  private func problem(_ words: String) -> ReportingError {
    .badSpread(sheet: sheet.name, row: rowCount, reason: words)
  }

  /// What rows that become one have in common.
  private static func shared(_ row: [Cell], without place: Int) -> [Cell] {
    Array(row[..<place] + row[(place + 2)...])
  }
}
