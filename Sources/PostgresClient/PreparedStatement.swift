internal import CPostgreSQL

/// A statement the server has parsed and described: its columns and parameters are known before
/// anything runs. It belongs to the connection that prepared it.
public final class PreparedStatement {
  /// What the statement is called in errors.
  public let name: String
  /// The text it was prepared from, with `$1 …` for the parameters.
  public let sql: String
  /// The parameters' types, in the order of their numbers.
  public let parameterTypes: [PostgresType]
  /// The result's columns; none when it returns no rows.
  public let columns: [PostgresColumn]
  /// The name on the server.
  let serverName: String
  /// Guards against use with another connection.
  let owner: ObjectIdentifier

  init(
    name: String, sql: String, parameterTypes: [PostgresType], columns: [PostgresColumn],
    serverName: String, owner: ObjectIdentifier
  ) {
    self.name = name
    self.sql = sql
    self.parameterTypes = parameterTypes
    self.columns = columns
    self.serverName = serverName
    self.owner = owner
  }
}

extension Connection {
  /// Prepares and describes one statement; a second call with the same name and text costs nothing.
  ///
  /// - Parameters:
  ///   - name: what the statement is called in errors.
  ///   - sql: one statement with `$1 …` for its parameters.
  /// - Returns: the statement with its columns and parameter types.
  /// - Throws: `PostgresError`, e.g. for a syntax error or a missing table.
  public func prepare(_ name: String, _ sql: String) throws(PostgresError) -> PreparedStatement {
    if let known = prepared[name], known.sql == sql { return known }
    requireFree(for: name)
    preparedCount += 1
    let statement = try describe(name, sql, serverName: "s\(preparedCount)")
    prepared[name] = statement
    return statement
  }

  /// The columns of a statement that is not kept.
  func describeOnce(_ name: String, _ sql: String) throws(PostgresError) -> [PostgresColumn] {
    requireFree(for: name)
    return try describe(name, sql, serverName: "").columns
  }

  private func describe(
    _ name: String, _ sql: String, serverName: String
  ) throws(PostgresError) -> PreparedStatement {
    try finish(PQprepare(handle, serverName, sql, 0, nil), name)
    let description = PQdescribePrepared(handle, serverName)
    defer { PQclear(description) }
    try check(description, name)
    let parameterIds = (0..<PQnparams(description)).map { PQparamtype(description, $0) }
    let columnIds = (0..<PQnfields(description)).map { PQftype(description, $0) }
    let types = try types(of: parameterIds + columnIds)
    let columns = (0..<PQnfields(description)).map { index in
      PostgresColumn(
        name: String(cString: PQfname(description, index)),
        type: types[parameterIds.count + Int(index)], typeModifier: PQfmod(description, index))
    }
    return PreparedStatement(
      name: name, sql: sql, parameterTypes: Array(types.prefix(parameterIds.count)),
      columns: columns, serverName: serverName, owner: ObjectIdentifier(self))
  }

  /// The types of object ids; those that are not built in are asked from `pg_type` once.
  private func types(of ids: [Oid]) throws(PostgresError) -> [PostgresType] {
    var missing: Set<UInt32> = []
    for id in ids where PostgresType(builtIn: id) == nil && otherTypes[id] == nil {
      missing.insert(id)
    }
    if !missing.isEmpty { try loadTypes(missing.sorted()) }
    return ids.map { id in
      PostgresType(builtIn: id) ?? otherTypes[id]
        ?? PostgresType(oid: id, kind: .other, name: "type \(id)")
    }
  }

  /// Enums and string-like extension types (citext) travel as text, and so do arrays of them.
  private func loadTypes(_ ids: [UInt32]) throws(PostgresError) {
    let list = ids.map(String.init).joined(separator: ",")
    let sql = """
      SELECT t.oid::text, format_type(t.oid, NULL), \
      CASE WHEN e.oid IS NOT NULL THEN 'array' WHEN t.typtype = 'e' OR t.typcategory = 'S' \
      THEN 'text' ELSE 'other' END \
      FROM pg_catalog.pg_type t LEFT JOIN pg_catalog.pg_type e ON e.typarray = t.oid \
      AND (e.typtype = 'e' OR e.typcategory = 'S') WHERE t.oid IN (\(list))
      """
    let result = PQexec(handle, sql)
    defer { PQclear(result) }
    try check(result, "type lookup")
    for row in 0..<PQntuples(result) {
      func text(_ column: Int32) -> String { String(cString: PQgetvalue(result, row, column)) }
      guard let id = UInt32(text(0)) else { continue }
      let kind: PostgresType.Kind =
        switch text(2) {
        case "text": .text
        case "array": .textArray
        default: .other
        }
      otherTypes[id] = PostgresType(oid: id, kind: kind, name: text(1))
    }
  }

  /// Traps when a statement of another connection is used here.
  private func requireOwn(_ statement: PreparedStatement) {
    if statement.owner != ObjectIdentifier(self) {
      clientFault("\(statement.name) was prepared on another connection")
    }
  }

  /// Runs a statement and returns how many rows it wrote (or read).
  ///
  /// - Throws: `PostgresError`.
  @discardableResult
  public func run(
    _ statement: PreparedStatement, _ parameters: [Parameter] = []
  ) throws(PostgresError) -> Int {
    let result = try executed(statement, parameters)
    defer { PQclear(result) }
    return Int(String(cString: PQcmdTuples(result))) ?? 0
  }

  /// Prepares and runs a statement in one step.
  ///
  /// - Throws: `PostgresError`.
  @discardableResult
  public func run(
    _ name: String, _ sql: String, _ parameters: [Parameter] = []
  ) throws(PostgresError) -> Int {
    try run(try prepare(name, sql), parameters)
  }

  /// Runs a statement and holds its whole result in memory: for few rows. The connection is free
  /// for other statements at once.
  ///
  /// - Throws: `PostgresError`.
  public func query(
    _ statement: PreparedStatement, _ parameters: [Parameter] = []
  ) throws(PostgresError) -> RowStream {
    let result = try executed(statement, parameters)
    return RowStream(
      name: statement.name, columns: statement.columns,
      source: .buffered(result, count: PQntuples(result)),
      connection: self)
  }

  /// Prepares and queries in one step.
  ///
  /// - Throws: `PostgresError`.
  public func query(
    _ name: String, _ sql: String, _ parameters: [Parameter] = []
  ) throws(PostgresError) -> RowStream {
    try query(try prepare(name, sql), parameters)
  }

  /// Runs a statement and hands over row by row in bounded memory. The stream occupies the
  /// connection until its end, or until it is released.
  ///
  /// - Throws: `PostgresError`.
  public func stream(
    _ statement: PreparedStatement, _ parameters: [Parameter] = []
  ) throws(PostgresError) -> RowStream {
    requireFree(for: statement.name)
    requireOwn(statement)
    let encoded = try EncodedParameters(
      parameters, types: statement.parameterTypes, statement: statement.name)
    let sent = withExtendedLifetime(self) {
      encoded.withArrays { count, values, lengths, formats in
        PQsendQueryPrepared(handle, statement.serverName, count, values, lengths, formats, 1)
      }
    }
    guard sent == 1 else { throw failure(nil, statement.name) }
    guard PQsetSingleRowMode(handle) == 1 else {
      clientFault("single-row mode was refused right after sending \(statement.name)")
    }
    let stream = RowStream(
      name: statement.name, columns: statement.columns, source: .singleRow, connection: self)
    occupy(with: stream)
    return stream
  }

  private func executed(
    _ statement: PreparedStatement, _ parameters: [Parameter]
  ) throws(PostgresError) -> OpaquePointer? {
    requireFree(for: statement.name)
    requireOwn(statement)
    let encoded = try EncodedParameters(
      parameters, types: statement.parameterTypes, statement: statement.name)
    let result = withExtendedLifetime(self) {
      encoded.withArrays { count, values, lengths, formats in
        PQexecPrepared(handle, statement.serverName, count, values, lengths, formats, 1)
      }
    }
    do { try check(result, statement.name) } catch {
      PQclear(result)
      throw error
    }
    return result
  }
}
