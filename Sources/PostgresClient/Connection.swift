internal import CPostgreSQL

/// One session with a PostgreSQL server, confined to one thread at a time: not `Sendable`.
///
/// Streams and copies keep their connection alive; while one is open, using the connection for
/// anything else is a programming error that stops the program. The session ends with the last
/// reference, or with `close()`.
public final class Connection {
  /// The libpq handle; `nil` after `close()`.
  private var session: OpaquePointer?
  /// The stream or copy that currently occupies the connection, and its name.
  private weak var occupant: (any Occupant)?
  private var occupantName: String?
  /// Prepared statements by name, with the text they were prepared from.
  var prepared: [String: PreparedStatement] = [:]
  /// Types that are not built in, by object id, asked from `pg_type` once.
  var otherTypes: [UInt32: PostgresType] = [:]
  /// Counts server-side names, which may not repeat.
  var preparedCount = 0

  /// Connects and applies the session settings.
  ///
  /// - Throws: `PostgresError` of kind `configuration`, `password`, `connection` or `server`.
  public init(_ options: ConnectionOptions) throws(PostgresError) {
    var words = try options.keywords()
    if let password = options.password {
      do throws(PasswordFailure) { words["password"] = try password() } catch {
        throw PostgresError(.password, message: error.message)
      }
    }
    let keys = words.keys.sorted()
    let values = keys.map { words[$0] ?? "" }
    let handle = withCStrings(keys) { keys in
      withCStrings(values) { values in PQconnectdbParams(keys, values, 0) }
    }
    guard let handle else {
      throw PostgresError(.connection, severity: "FATAL", message: "out of memory")
    }
    if PQstatus(handle) != CONNECTION_OK, let refusal = PostgresError.refusal(of: handle) {
      PQfinish(handle)
      throw refusal
    }
    session = handle
    // Notices would go to standard error, where cron makes mail of them.
    PQsetNoticeReceiver(handle, { _, _ in }, nil)
    try execute("session settings", options.session.sql)
  }

  deinit { PQfinish(session) }

  /// Ends the session. Later use of the connection is a programming error.
  public func close() {
    PQfinish(session)
    session = nil
    occupantName = nil
  }

  /// The libpq handle, for this target's own calls.
  var handle: OpaquePointer {
    guard let session else { clientFault("connection used after close()") }
    return session
  }

  /// Whether libpq still believes in the connection. Only a statement can tell for certain.
  public var isUsable: Bool { session != nil && PQstatus(session) == CONNECTION_OK }

  /// The server's process of this session, as `pg_stat_activity.pid` shows it.
  public var serverProcess: Int32 { PQbackendPID(handle) }

  /// The server's version as a number: 150004 for 15.4.
  public var serverVersion: Int { Int(PQserverVersion(handle)) }

  /// Runs SQL without parameters, several statements if need be, and forgets their rows.
  ///
  /// - Parameters:
  ///   - name: what the statement is called in errors.
  ///   - sql: the text; one implicit transaction when outside one.
  /// - Throws: `PostgresError`.
  public func execute(_ name: String, _ sql: String) throws(PostgresError) {
    requireFree(for: name)
    let result = withExtendedLifetime(self) { PQexec(handle, sql) }
    try finish(result, name)
  }

  /// Something that can cancel this connection's running statement from another thread.
  public func canceller() -> Canceller { Canceller(PQgetCancel(handle)) }

  /// The text as a quoted SQL identifier.
  public func quotedIdentifier(_ name: String) -> String {
    quoted(name, with: PQescapeIdentifier)
  }

  /// The text as a quoted SQL literal, for utility statements that cannot take parameters.
  func quotedLiteral(_ text: String) -> String { quoted(text, with: PQescapeLiteral) }

  private func quoted(
    _ text: String,
    with escape: (OpaquePointer?, UnsafePointer<CChar>?, Int) -> UnsafeMutablePointer<CChar>?
  ) -> String {
    guard let escaped = escape(handle, text, text.utf8.count) else {
      clientFault("a name or literal is not valid UTF-8 text")
    }
    defer { PQfreemem(escaped) }
    return String(cString: escaped)
  }
}

// MARK: - For the other files of this target

extension Connection {
  /// Traps when a stream or copy still occupies the connection.
  func requireFree(for name: String) {
    if let occupantName {
      clientFault("\(name) started while \(occupantName) is still open")
    }
  }

  /// Marks the connection as occupied until `release()`.
  func occupy(with occupant: any Occupant) {
    self.occupant = occupant
    occupantName = occupant.name
  }

  /// Ends the occupation.
  func release() {
    occupant = nil
    occupantName = nil
  }

  /// Ends an open stream or copy, on the way out of a failed transaction.
  func evict() { occupant?.abandon() }

  /// Checks and frees the result of a statement whose rows do not matter.
  func finish(_ result: OpaquePointer?, _ name: String) throws(PostgresError) {
    defer { PQclear(result) }
    try check(result, name)
    if PQresultStatus(result) == PGRES_COPY_OUT || PQresultStatus(result) == PGRES_COPY_IN {
      clientFault("\(name) is a COPY; use copyOut or copyIn")
    }
  }

  /// Throws when a result is a failure.
  func check(_ result: OpaquePointer?, _ name: String) throws(PostgresError) {
    switch PQresultStatus(result) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE, PGRES_EMPTY_QUERY,
      PGRES_COPY_OUT, PGRES_COPY_IN:
      return
    default: throw failure(result, name)
    }
  }

  /// The error of a failed result, or of the connection when there is none.
  func failure(_ result: OpaquePointer?, _ name: String) -> PostgresError {
    .reported(by: result, connection: session, statement: name)
  }

  /// Reads and drops results until the connection is idle; the first failure, if any.
  @discardableResult
  func drain(_ name: String) -> PostgresError? {
    var first: PostgresError?
    while let result = PQgetResult(handle) {
      defer { PQclear(result) }
      do { try check(result, name) } catch { if first == nil { first = error } }
      // A COPY left half-way must be ended before its result can be read.
      switch PQresultStatus(result) {
      case PGRES_COPY_OUT: discardCopyData()
      case PGRES_COPY_IN: PQputCopyEnd(handle, "abandoned")
      default: break
      }
      if !isUsable { break }
    }
    return first
  }

  private func discardCopyData() {
    var message: UnsafeMutablePointer<CChar>?
    while PQgetCopyData(handle, &message, 0) > 0 { PQfreemem(message) }
  }
}

/// What can occupy a connection: a stream being read or a copy being written.
protocol Occupant: AnyObject {
  /// What it is called in errors.
  var name: String { get }
  /// Ends it early and releases the connection.
  func abandon()
}

/// Cancels a connection's running statement from any thread. It stays valid, and without effect,
/// after the connection has ended.
public final class Canceller: @unchecked Sendable {
  // Immutable after creation; PQcancel only reads it and is documented as thread-safe.
  private let ticket: OpaquePointer?

  init(_ ticket: OpaquePointer?) { self.ticket = ticket }

  deinit { PQfreeCancel(ticket) }

  /// Asks the server to cancel. Whether anything was cancelled shows in the statement's own
  /// error (`isCancelled`); `false` when the server could not even be asked.
  @discardableResult
  public func cancel() -> Bool {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { reason in
      PQcancel(ticket, reason.baseAddress, 256) == 1
    }
  }
}

/// Gives a NULL-terminated C array of C strings, valid during `body`.
func withCStrings<Answer>(
  _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Answer
) -> Answer {
  var bytes: [CChar] = []
  var starts: [Int] = []
  for string in strings {
    starts.append(bytes.count)
    bytes.append(contentsOf: string.utf8.lazy.map { CChar(bitPattern: $0) })
    bytes.append(0)
  }
  return bytes.withUnsafeBufferPointer { bytes in
    var pointers: [UnsafePointer<CChar>?] = starts.map { start in
      bytes.baseAddress.map { $0 + start }
    }
    pointers.append(nil)
    return pointers.withUnsafeBufferPointer { pointers in
      guard let first = pointers.baseAddress else { clientFault("an array without storage") }
      return body(first)
    }
  }
}
