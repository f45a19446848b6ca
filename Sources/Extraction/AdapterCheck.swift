public import AccountingValues
public import PostgresClient

/// A table, view or foreign table that an adapter reads.
public struct SourceTable: Hashable, Sendable, Comparable {
  /// The schema.
  public let schema: String
  /// The name.
  public let name: String
  /// PostgreSQL's `relkind`: r table, p partitioned table, v view, m materialized view, f foreign.
  public let kind: String
  /// The object's number on the server.
  let oid: Int64
  /// Whether it can be locked: tables and views the role may SELECT from.
  let isLockable: Bool

  /// By schema and name.
  public static func < (a: SourceTable, b: SourceTable) -> Bool {
    (a.schema, a.name) < (b.schema, b.name)
  }
}

extension SourceTable: CustomStringConvertible {
  /// `schema.name`.
  public var description: String { "\(schema).\(name)" }
}

/// The result of preparing and planning every SELECT of an adapter: nothing was run.
public struct AdapterCheck {
  /// What does not fit, by stream; no entry for a stream that fits.
  public private(set) var findings: [String: [Finding]] = [:]
  /// Those of them that say that the role lacks a right.
  public private(set) var denied: [String: Finding] = [:]
  /// The role that reads.
  public let role: String
  /// The tables and views each stream reads, also those beneath views.
  public private(set) var tables: [String: [SourceTable]] = [:]
  /// The columns each stream returns.
  private(set) var columns: [String: [PostgresColumn]] = [:]

  /// All findings, gravest first.
  public var allFindings: [Finding] { findings.values.flatMap { $0 }.sorted() }

  /// Every table and view read, once.
  public var allTables: [SourceTable] { Set(tables.values.flatMap { $0 }).sorted() }

  /// Prepares and describes each SELECT and compares it with its contract (`sources check`).
  ///
  /// - Throws: `PostgresError` when the connection fails; what the server says about one adapter is
  ///   a finding.
  public init(_ adapter: SourceAdapter, on connection: Connection) throws {
    let rows = try connection.query("role", "SELECT current_user::text")
    role = try rows.next() ? rows.text(0) ?? "" : ""
    while try rows.next() {}
    for contract in adapter.streams {
      guard let query = adapter.queries[contract.name] else { continue }
      try prepare(contract, query, on: connection)
    }
  }

  /// Parsing locks every table a statement names, through views as well, until the transaction
  /// ends: the server's own list of these locks is the exact list of what the adapter reads.
  private mutating func prepare(
    _ contract: StreamContract, _ query: AdapterSQL, on connection: Connection
  ) throws {
    try connection.begin(TransactionMode(isolation: .readCommitted, readOnly: true))
    defer { connection.rollback() }
    let statement: PreparedStatement
    do { statement = try connection.prepare(contract.name, query.queryText.preparedText) } catch {
      guard connection.isUsable else { throw error }
      refuse(error, contract, query, ahead: 0)
      return
    }
    columns[contract.name] = statement.columns
    tables[contract.name] = try Self.lockedTables(connection)
    let misfits = ContractCheck.findings(
      contract, columns: statement.columns.map(DescribedColumn.init), file: query.file)
    if !misfits.isEmpty {
      findings[contract.name] = misfits
      return
    }
    // Preparing asks for no right to read; planning does, and still runs nothing.
    let explain = "EXPLAIN\n"
    do {
      try connection.run(
        "rights of \(contract.name)", query.wrapped(explain, "").preparedText,
        query.arguments(ReadRequest()))
    } catch {
      guard connection.isUsable else { throw error }
      refuse(error, contract, query, ahead: explain.unicodeScalars.count)
    }
  }

  /// What the server says of an adapter, with its place in the file; `ahead` are the characters that
  /// stood before the adapter's text.
  private mutating func refuse(
    _ error: PostgresError, _ contract: StreamContract, _ query: AdapterSQL, ahead: Int
  ) {
    let permission = error.isPermissionDenied
    let place = query.place(of: error, ahead: ahead)
    let finding = Finding(
      code: "SRC-017", severity: .error, origin: contract.name,
      message: "The server refuses the SELECT of \(place): \(error.message).",
      action: permission
        ? "Grant the role of this connection SELECT on it; where row security is what stops it, give "
          + "the role BYPASSRLS, or say `row_security: true` if policies shall filter."
        : "Mend \(place).")
    findings[contract.name] = [finding]
    if permission { denied[contract.name] = finding }
  }

  private static func lockedTables(_ connection: Connection) throws -> [SourceTable] {
    let rows = try connection.query(
      "tables read",
      """
      SELECT c.oid::int8, n.nspname, c.relname, c.relkind::text,
             c.relkind IN ('r', 'p', 'v')
               AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
        FROM pg_catalog.pg_locks l
        JOIN pg_catalog.pg_class c ON c.oid = l.relation
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation'
         AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d
                            WHERE d.datname = pg_catalog.current_database())
         AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
         AND n.nspname NOT IN ('pg_catalog', 'information_schema')
       GROUP BY c.oid, n.nspname, c.relname, c.relkind
      """)
    var tables: [SourceTable] = []
    while try rows.next() {
      tables.append(
        SourceTable(
          schema: rows.text(1) ?? "", name: rows.text(2) ?? "", kind: rows.text(3) ?? "",
          oid: rows.integer(0) ?? 0, isLockable: rows.bool(4) ?? false))
    }
    return tables.sorted()
  }
}

extension AdapterSQL {
  /// The text with its parameters located.
  var queryText: QueryText { QueryText(pieces: pieces, parameterNumbers: numbers) }

  /// The text with something put around it.
  func wrapped(_ before: String, _ after: String) -> QueryText {
    var pieces = pieces
    pieces[0] = before + pieces[0]
    // The line break ends a comment on the last line.
    pieces[pieces.count - 1] += "\n" + after
    return QueryText(pieces: pieces, parameterNumbers: numbers)
  }

  /// The file, with line and column where the server says which character an error is about.
  ///
  /// - Parameters:
  ///   - error: what the server said.
  ///   - ahead: how many characters were put before the text.
  /// - Returns: `file:line:column`, or the file alone.
  public func place(of error: PostgresError, ahead: Int = 0) -> String {
    guard let position = error.position, position > ahead else { return file }
    let (line, column) = location(ofServerPosition: position - ahead)
    return "\(file):\(line):\(column)"
  }

  /// What a request binds to the parameters.
  func arguments(_ request: ReadRequest) -> [Parameter] {
    parameters.map { parameter in
      switch parameter {
      case .company: request.company.map { .text($0) } ?? .null
      case .from: request.from.map { .date(daysSince1970: $0.daysSince1970) } ?? .null
      case .to: request.to.map { .date(daysSince1970: $0.daysSince1970) } ?? .null
      case .knownAt:
        request.knownAt.map { .timestamp(microsecondsSince1970: $0.microsecondsSince1970) }
          ?? .null
      }
    }
  }
}
