internal import AccountingValues
public import PostgresClient

/// A connection that writes the leaves of a run. It can only make tables that nobody reads yet, so
/// a loader that outlives its lease does no harm. At most a few at once: each is a session.
public final class FactLoader {
  /// The run it writes for.
  public let run: Run
  private let connection: Connection

  /// Connects a loader.
  ///
  /// - Throws: `WarehouseError.database`.
  public init(_ options: ConnectionOptions, run: Run) throws(WarehouseError) {
    self.run = run
    connection = try translating { () throws(PostgresError) in
      try Connection(options.forWarehouse)
    }
  }

  /// Starts the leaf of a fact and period. One leaf at a time per loader; a run has one leaf per
  /// fact and period.
  ///
  /// - Throws: `WarehouseError.database`.
  public func leaf<Row: FactRow>(
    of _: Row.Type, period: Int32
  ) throws(WarehouseError) -> LeafWriter<Row> {
    try LeafWriter<Row>(run: run, period: period, connection: connection)
  }

  /// Writes a whole leaf at once. No rows make no leaf.
  ///
  /// - Returns: how many rows.
  /// - Throws: `WarehouseError.database`.
  @discardableResult
  public func load<Row: FactRow>(
    _ rows: some Sequence<Row>, period: Int32
  ) throws(WarehouseError) -> Int {
    var iterator = rows.makeIterator()
    guard let first = iterator.next() else { return 0 }
    let writer = try leaf(of: Row.self, period: period)
    try writer.append(first)
    while let row = iterator.next() { try writer.append(row) }
    return try writer.finish()
  }
}

/// The rows of one fact and period on their way into a leaf: a table made, filled by a frozen
/// binary COPY and indexed in one transaction. Dropped without `finish()`, it leaves nothing.
public final class LeafWriter<Row: FactRow> {
  private let run: Run
  private let period: Int32
  private let connection: Connection
  private var copy: CopyIn?

  init(run: Run, period: Int32, connection: Connection) throws(WarehouseError) {
    self.run = run
    self.period = period
    self.connection = connection
    copy = try translating { () throws(PostgresError) in
      try connection.begin(.write)
      do throws(PostgresError) {
        let made = try connection.query(
          "create leaf", "SELECT core.create_leaf($1, $2, $3)",
          [.text(Row.fact.name), .id(period), .id(run.runId)])
        guard try made.next(), let name = made.text(0) else {
          accountingFault("a leaf without a name")
        }
        return try connection.copyIn(
          schema: "staging", table: name, columns: Fact.placing + Row.fact.columns, freeze: true)
      } catch {
        connection.rollback()
        throw error
      }
    }
  }

  deinit { if copy != nil { connection.rollback() } }

  /// Adds a row.
  ///
  /// - Throws: `WarehouseError.database`.
  public func append(_ row: Row) throws(WarehouseError) {
    guard let copy else { accountingFault("a row after the end of \(Row.fact.name)") }
    do {
      try copy.beginRow()
      try copy.append(run.companyId)
      try copy.append(period)
      try copy.append(run.runId)
      try copy.append(run.runId)
      try row.write(to: FactWriter(copy: copy))
    } catch { throw .database(error) }
  }

  /// Indexes the leaf and commits it. Nobody sees it before the run is published.
  ///
  /// - Returns: how many rows it holds.
  /// - Throws: `WarehouseError.database`, e.g. for a repeated key or a broken CHECK.
  @discardableResult
  public func finish() throws(WarehouseError) -> Int {
    guard let copy else { accountingFault("leaf of \(Row.fact.name) finished twice") }
    self.copy = nil
    return try translating { () throws(PostgresError) in
      do throws(PostgresError) {
        let rows = try copy.finish()
        try connection.run(
          "finish leaf", "SELECT core.finish_leaf($1, $2, $3, $4)",
          [.text(Row.fact.name), .id(period), .id(run.runId), .integer(Int64(rows))])
        try connection.commit()
        return rows
      } catch {
        connection.rollback()
        throw error
      }
    }
  }
}
