internal import AccountingValues
public import PostgresClient
public import Tables

/// A query over the `analytics` views with the columns a report wants of it.
public struct Dataset: Hashable, Sendable {
  /// Its name.
  public var name: String
  /// The SELECT, its parameters located.
  public var query: QueryText
  /// The columns, found in the result by name.
  public var columns: [Column]

  /// A dataset.
  public init(name: String, query: QueryText, columns: [Column]) {
    self.name = name
    self.query = query
    self.columns = columns
  }
}

/// Runs datasets in the transaction of its connection.
public final class DatasetReader {
  let connection: Connection
  let baseCurrency: Currency

  init(connection: Connection, baseCurrency: Currency) {
    self.connection = connection
    self.baseCurrency = baseCurrency
  }

  /// Runs a dataset. One at a time: its rows must be read to their end, or dropped, before the
  /// next.
  ///
  /// - Parameters:
  ///   - dataset: the query and its columns.
  ///   - parameters: in the order of their numbers.
  /// - Returns: the rows, pulled batch by batch.
  /// - Throws: `WarehouseError.dataset` when columns do not fit, `.database`.
  public func rows(
    _ dataset: Dataset, _ parameters: [Parameter] = []
  ) throws(WarehouseError) -> DatasetRows {
    let cells = try check(dataset)
    let stream = try translating { () throws(PostgresError) in
      try connection.stream(
        connection.prepare("dataset \(dataset.name)", dataset.query.preparedText), parameters)
    }
    return DatasetRows(dataset: dataset, rows: stream, cells: cells)
  }

  /// Prepares a dataset without running it: its SQL, its columns and their types.
  ///
  /// - Throws: `WarehouseError.dataset` or `.database`.
  @discardableResult
  func check(_ dataset: Dataset) throws(WarehouseError) -> [CellReader] {
    let statement = try translating { () throws(PostgresError) in
      try connection.prepare("dataset \(dataset.name)", dataset.query.preparedText)
    }
    var cells: [CellReader] = []
    for column in dataset.columns {
      do {
        cells.append(try CellReader(column, of: statement.columns, base: baseCurrency))
      } catch { throw .dataset(name: dataset.name, problem: error.words) }
    }
    return cells
  }

  /// Says whether a dataset's SQL can be prepared and gives the columns its report wants.
  ///
  /// - Throws: `WarehouseError.dataset` or `.database`.
  public func validate(_ dataset: Dataset) throws(WarehouseError) { try check(dataset) }
}

/// The rows of a dataset as cells.
public struct DatasetRows: RowSource {
  /// What every row holds.
  public let columns: [Column]
  private let name: String
  private let rows: RowStream
  private let cells: [CellReader]
  private var ended = false

  init(dataset: Dataset, rows: RowStream, cells: [CellReader]) {
    name = dataset.name
    columns = dataset.columns
    self.rows = rows
    self.cells = cells
  }

  /// The next batch; `nil` after the last.
  ///
  /// - Throws: `WarehouseError.dataset` for a value that does not fit its column, `.database`.
  public mutating func next() throws -> RowBatch? {
    if ended { return nil }
    var batch = RowBatch(columnCount: columns.count)
    while batch.rowCount < RowBatch.usualRowCount {
      guard try translating("", { () throws(PostgresError) in try rows.next() }) else {
        ended = true
        break
      }
      do {
        batch.append(try cells.map { cell throws(CellProblem) in try cell.read(rows) })
      } catch {
        throw WarehouseError.dataset(
          name: name, problem: "row \(rows.rowCount): \((error as CellProblem).words)")
      }
    }
    return batch.rowCount == 0 ? nil : batch
  }
}

/// Why a column or a value does not fit, in words.
struct CellProblem: Error { let words: String }

/// Reads one column of a result as the cells a report wants.
struct CellReader {
  private let column: Column
  private let position: Int
  private let kind: PostgresType.Kind
  /// Where a money cell's currency stands.
  private let currencyPosition: Int?
  private let base: Currency

  init(
    _ column: Column, of result: [PostgresColumn], base: Currency
  ) throws(CellProblem) {
    guard let position = result.firstIndex(where: { $0.name == column.name }) else {
      throw CellProblem(words: "the query has no column “\(column.name)”")
    }
    self.column = column
    self.position = position
    self.base = base
    kind = result[position].type.kind
    let fits =
      switch column.type {
      case .text, .code: result[position].type.isText || kind == .json || kind == .jsonb
      case .date: kind == .date
      case .timestamp: kind == .timestamp || kind == .timestamptz
      case .boolean: kind == .bool
      case .integer, .money, .quantity, .unitCost, .rate, .percent:
        kind == .numeric || result[position].type.isInteger
      }
    guard fits else {
      throw CellProblem(
        words: "column “\(column.name)” is \(result[position].type), which is no \(column.type)")
    }
    if case .money(.column(let name)) = column.type {
      guard let place = result.firstIndex(where: { $0.name == name }), result[place].type.isText
      else { throw CellProblem(words: "the query has no text column “\(name)” with currencies") }
      currencyPosition = place
    } else {
      currencyPosition = nil
    }
  }

  func read(_ rows: RowStream) throws(CellProblem) -> Cell {
    if rows.isNull(position) { return .null }
    switch column.type {
    case .text, .code: return rows.text(position).map(Cell.text) ?? .null
    case .boolean: return rows.bool(position).map(Cell.boolean) ?? .null
    case .date:
      guard case .day(let days)? = rows.date(position) else { throw problem("an infinite date") }
      return .date(CivilDate(daysSince1970: days))
    case .timestamp:
      guard case .moment(let moment)? = rows.moment(position) else {
        throw problem("an infinite moment")
      }
      return .timestamp(Timestamp(microsecondsSince1970: moment))
    case .integer, .money, .quantity, .unitCost, .rate, .percent: return try figure(rows)
    }
  }

  private func figure(_ rows: RowStream) throws(CellProblem) -> Cell {
    guard let number = rows.numeric(position), case .finite(let significand, let scale) = number
    else { throw problem("\(String(describing: rows.numeric(position))) is no figure") }
    let currency: Currency?
    if let currencyPosition {
      let code = rows.text(currencyPosition) ?? ""
      currency = Currency(code: code)
      if currency == nil { throw problem("“\(code)” is no currency") }
    } else {
      currency = base
    }
    do {
      return try Cell(
        ExactDecimal(significand: significand, scale: scale), as: column.type, in: currency)
    } catch {
      let reason = error == .tooFine ? "has too many decimals for it" : error.description
      throw problem("\(number), shown as \(column.type), \(reason)")
    }
  }

  private func problem(_ what: String) -> CellProblem {
    CellProblem(words: "column “\(column.name)”: \(what)")
  }
}
