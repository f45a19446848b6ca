public import PostgresClient

/// How a source is read.
public struct ExtractionSettings: Hashable, Sendable {
  /// Milliseconds to wait for a lock that someone else holds.
  public var lockTimeoutMilliseconds = 30_000
  /// Seconds the whole extraction may take before it is cancelled; 0 for ever.
  public var watchdogSeconds = 4 * 3600
  /// Streams expected to have at least so many rows get a COPY on a connection of their own.
  public var largeRows = 50_000
  /// How many such connections may be open at once.
  public var largeConnections = 6

  /// The defaults.
  public init() {}
}

/// One source, read through one snapshot.
///
/// The order matters: every SELECT is prepared and described first, which also tells what tables
/// are read. Then a REPEATABLE READ READ ONLY transaction locks these tables against TRUNCATE and
/// DDL *before* its first query, for the snapshot is taken by that query: a table truncated between
/// snapshot and lock would look empty. Only then the snapshot is exported to the connections of the
/// large streams. Confined to one thread.
public final class ExtractionSession {
  /// What the adapters return and read.
  public let check: AdapterCheck
  /// The tables whose columns and types were read.
  public let fingerprint: CatalogueFingerprint
  /// Tables that could not be locked: materialized views, foreign tables, and tables beneath views
  /// that the role may not SELECT from by itself (their view is locked).
  public let unlockedTables: [SourceTable]
  /// The snapshot everything is read from.
  public let snapshot: Snapshot

  private let adapter: SourceAdapter
  private let options: ConnectionOptions
  private let settings: ExtractionSettings
  let exporter: Connection
  private let watchdog: Watchdog
  private var openConnections = 0

  /// Connects, checks the adapter, locks, and takes the snapshot. Streams whose adapter does not
  /// fit are in `check.findings`; the others can be read.
  ///
  /// - Throws: `PostgresError` when there is no connection or a lock is not to be had.
  public init(
    _ adapter: SourceAdapter, on options: ConnectionOptions,
    settings: ExtractionSettings = ExtractionSettings()
  ) throws {
    var options = options
    options.session.lockTimeoutMilliseconds = settings.lockTimeoutMilliseconds
    // A session whose client died must not hold a snapshot for ever.
    options.session.idleInTransactionTimeoutMilliseconds = settings.watchdogSeconds * 1000
    self.adapter = adapter
    self.options = options
    self.settings = settings
    let exporter = try Connection(options)
    self.exporter = exporter
    let watchdog = Watchdog(seconds: settings.watchdogSeconds)
    self.watchdog = watchdog
    watchdog.watch(exporter.serverProcess, exporter.canceller())
    let check = try AdapterCheck(adapter, on: exporter)
    let tables = check.allTables
    self.check = check
    unlockedTables = tables.filter { !$0.isLockable }
    try exporter.begin(.read)
    do {
      try Self.lock(tables.filter(\.isLockable), on: exporter)
      snapshot = try exporter.exportSnapshot()
      fingerprint = try CatalogueFingerprint(tables, on: exporter)
    } catch {
      watchdog.stop()
      exporter.rollback()
      throw error
    }
  }

  deinit { close() }

  /// Ends the transaction and the connection. Readers that are still open must not be used any
  /// more.
  public func close() {
    watchdog.stop()
    guard exporter.isUsable else { return }
    exporter.rollback()
    exporter.close()
  }

  private static func lock(_ tables: [SourceTable], on connection: Connection) throws {
    guard !tables.isEmpty else { return }
    let names = tables.map { table in
      "\(connection.quotedIdentifier(table.schema)).\(connection.quotedIdentifier(table.name))"
    }
    try connection.execute(
      "lock tables", "LOCK TABLE \(names.joined(separator: ", ")) IN ACCESS SHARE MODE")
  }

  // MARK: Reading

  /// A reader of one stream on the session's snapshot.
  ///
  /// A small stream is read at once with bound parameters and held in memory; a large one streams
  /// through COPY on a connection of its own, until no such connection is left.
  ///
  /// - Throws: `ExtractionError` for a stream the source does not feed or whose adapter does not
  ///   fit, `PostgresError`.
  public func reader(
    _ stream: String, _ request: ReadRequest, digest: (any InputDigest)? = nil
  ) throws -> StreamReader {
    let plan = try plan(stream, request)
    return try translatingCancellation(stream) {
      guard try isLarge(plan) else { return try smallReader(plan, digest) }
      return try largeReader(plan, digest)
    }
  }

  /// The stock movements in dense form, on the session's snapshot.
  ///
  /// - Throws: as `reader`.
  public func movements(
    _ request: ReadRequest, _ numbering: MovementNumbering, digest: (any InputDigest)? = nil
  ) throws -> StockMovementReader {
    let plan = try plan(StreamContract.stockMovements.name, request)
    return try translatingCancellation(plan.stream) {
      guard openConnections < settings.largeConnections, try isLarge(plan) else {
        return StockMovementReader(try smallReader(plan, digest), numbering)
      }
      let large = try openLarge(plan)
      let wire = MovementWire(
        large.rows, plan.assembly, request: request, digest: digest,
        guarding: { try self.translatingCancellation(plan.stream, $0) }, release: large.release)
      return StockMovementReader(wire, numbering)
    }
  }

  /// The first rows of a stream, for a person's eyes.
  ///
  /// - Throws: as `reader`.
  public func firstRows(
    _ stream: String, _ request: ReadRequest, count: Int
  ) throws -> StreamReader {
    let plan = try plan(stream, request)
    return try translatingCancellation(stream) {
      let rows = try exporter.query(
        stream, plan.ordered(limit: count).preparedText, plan.arguments)
      let decoder = WireDecoder(plan.assembly.layout, columns: rows.columns)
      return StreamReader(plan.assembly, request: request, digest: nil) {
        try rows.next() ? plan.assembly.row(decoder.cells(rows)) : nil
      }
    }
  }

  struct Plan {
    let stream: String
    let request: ReadRequest
    let assembly: RowAssembly
    let query: AdapterSQL
    let order: ReadingOrder
    /// The contract's columns that the adapter selects, quoted.
    let columns: [String]

    var arguments: [Parameter] { query.arguments(request) }

    /// The adapter's rows with the columns that are needed.
    var narrow: QueryText {
      query.wrapped("SELECT \(columns.joined(separator: ", ")) FROM (\n", ") a")
    }

    /// Count, amount and quantity of the adapter's rows, by currency.
    var summed: QueryText {
      let layout = assembly.layout
      func column(_ position: Int?, _ cast: String) -> String? {
        guard let position else { return nil }
        let name = "\"\(layout.columns[position].name)\""
        return columns.contains(name) ? "a.\(name)::pg_catalog.\(cast)" : nil
      }
      func sum(_ position: Int?) -> String {
        column(position, "numeric").map { "pg_catalog.sum(\($0))::pg_catalog.text" }
          ?? "NULL::pg_catalog.text"
      }
      let currency = column(layout.currency, "text") ?? "NULL::pg_catalog.text"
      return query.wrapped(
        "SELECT \(currency), pg_catalog.count(*), \(sum(layout.controlAmount)), "
          + "\(sum(layout.controlQuantity)) FROM (\n", ") a GROUP BY 1 ORDER BY 1")
    }

    /// The same in reading order.
    func ordered(limit: Int? = nil) -> QueryText {
      query.wrapped(
        "SELECT s.* FROM (SELECT \(columns.joined(separator: ", ")) FROM (\n",
        ") a) s" + order.clause + (limit.map { " LIMIT \($0)" } ?? ""))
    }
  }

  func plan(_ stream: String, _ request: ReadRequest) throws -> Plan {
    guard let contract = StreamCatalogue.contract(named: stream),
      let query = adapter.queries[stream]
    else {
      throw ExtractionError(
        .notReadable, at: stream, "the source \(adapter.erp) does not feed this stream",
        action: "ask only for streams its source.yaml lists")
    }
    guard check.findings[stream] == nil, let described = check.columns[stream] else {
      throw ExtractionError(
        .notReadable, at: stream, "its SELECT does not fit its contract",
        action: "run nightclose sources check and mend \(query.file)")
    }
    let layout = StreamLayout(contract)
    let names = Set(described.map(\.name))
    return Plan(
      stream: stream, request: request,
      assembly: RowAssembly(
        layout: layout, origin: .adapter(file: query.file), receiptsFirst: request.receiptsFirst),
      query: query, order: ReadingOrder(layout, columns: described),
      columns: contract.columns.filter { names.contains($0.name) }.map { "\"\($0.name)\"" })
  }

  /// What the planner expects; being wrong costs time or memory, never a figure.
  private func isLarge(_ plan: Plan) throws -> Bool {
    let explain = plan.query.wrapped("EXPLAIN (FORMAT JSON)\n", "")
    let rows = try exporter.query(
      "estimate of \(plan.stream)", explain.preparedText, plan.arguments)
    guard try rows.next(), let json = rows.text(0) else { return true }
    return (Self.planRows(json) ?? Int.max) >= settings.largeRows
  }

  /// The first `"Plan Rows": N`, which is the root's.
  static func planRows(_ json: String) -> Int? {
    guard let label = json.firstRange(of: "\"Plan Rows\":") else { return nil }
    let digits = json[label.upperBound...].drop { $0 == " " }.prefix { $0.isNumber }
    return Int(digits)
  }

  /// Reads everything now. A stream that turns out to be large after all goes to a connection of
  /// its own while there is one.
  private func smallReader(_ plan: Plan, _ digest: (any InputDigest)?) throws -> StreamReader {
    let statement = try exporter.prepare(
      "\(plan.stream) in order", plan.ordered().preparedText)
    let rows = try exporter.stream(statement, plan.arguments)
    let decoder = WireDecoder(plan.assembly.layout, columns: rows.columns)
    var assembled: [AssembledRow] = []
    let limit = 4 * settings.largeRows
    while try rows.next() {
      if assembled.count == limit, openConnections < settings.largeConnections {
        rows.close()
        return try largeReader(plan, digest)
      }
      assembled.append(plan.assembly.row(try decoder.cells(rows)))
    }
    var next = 0
    return StreamReader(plan.assembly, request: plan.request, digest: digest) {
      guard next < assembled.count else { return nil }
      defer { next += 1 }
      return assembled[next]
    }
  }

  private func largeReader(_ plan: Plan, _ digest: (any InputDigest)?) throws -> StreamReader {
    guard openConnections < settings.largeConnections else {
      return try smallReader(plan, digest)
    }
    let large = try openLarge(plan)
    let decoder = WireDecoder(plan.assembly.layout, columns: large.rows.columns)
    return StreamReader(
      plan.assembly, request: plan.request, digest: digest,
      pull: {
        try self.translatingCancellation(plan.stream) {
          try large.rows.next() ? plan.assembly.row(decoder.cells(large.rows)) : nil
        }
      }, release: large.release)
  }

  /// Starts a COPY on a connection of its own that shares the snapshot.
  private func openLarge(_ plan: Plan) throws -> (rows: RowStream, release: () -> Void) {
    let connection = try Connection(options)
    let process = connection.serverProcess
    watchdog.watch(process, connection.canceller())
    try connection.begin(.read.sharing(snapshot))
    let rows = try connection.copyOut(
      plan.stream, plan.narrow, plan.arguments, orderBy: plan.order.terms)
    openConnections += 1
    let release = {
      self.watchdog.forget(process)
      self.openConnections -= 1
      rows.close()
      connection.rollback()
      connection.close()
    }
    return (rows, release)
  }

  /// A cancellation by the watchdog says so.
  func translatingCancellation<Answer>(
    _ stream: String, _ body: () throws -> Answer
  ) throws -> Answer {
    do { return try body() } catch let error as PostgresError {
      guard error.isCancelled, watchdog.hasFired else { throw error }
      throw ExtractionError(
        .timedOut, at: stream,
        "reading the source took longer than \(watchdog.seconds) seconds and was cancelled",
        action: "look for locks and long plans on its server, or raise the limit")
    }
  }
}
