internal import CPostgreSQL

/// What a transaction may do and see.
public struct TransactionMode: Hashable, Sendable {
  /// The isolation level; PostgreSQL's names.
  public enum Isolation: String, Hashable, Sendable {
    case readCommitted = "READ COMMITTED"
    case repeatableRead = "REPEATABLE READ"
    case serializable = "SERIALIZABLE"
  }

  /// The isolation level.
  public var isolation: Isolation
  /// Whether writing is refused.
  public var readOnly: Bool
  /// Another transaction's exported snapshot to read from; needs REPEATABLE READ or above.
  public var snapshot: Snapshot?

  /// A mode.
  public init(isolation: Isolation, readOnly: Bool, snapshot: Snapshot? = nil) {
    self.isolation = isolation
    self.readOnly = readOnly
    self.snapshot = snapshot
  }

  /// READ COMMITTED, writing.
  public static let write = TransactionMode(isolation: .readCommitted, readOnly: false)
  /// REPEATABLE READ READ ONLY: one snapshot for everything.
  public static let read = TransactionMode(isolation: .repeatableRead, readOnly: true)

  /// The same mode on another transaction's snapshot.
  public func sharing(_ snapshot: Snapshot) -> TransactionMode {
    TransactionMode(isolation: isolation, readOnly: readOnly, snapshot: snapshot)
  }
}

/// A snapshot another connection of the same server and database can read from, while the
/// transaction that exported it stays open.
public struct Snapshot: Hashable, Sendable {
  /// The server's identifier.
  public let identifier: String
}

extension Connection {
  /// Begins a transaction.
  ///
  /// - Throws: `PostgresError`, e.g. when the snapshot's transaction has ended.
  public func begin(_ mode: TransactionMode) throws(PostgresError) {
    guard PQtransactionStatus(handle) == PQTRANS_IDLE || !isUsable else {
      clientFault("a transaction began inside another")
    }
    var sql = "BEGIN ISOLATION LEVEL \(mode.isolation.rawValue)"
    sql += mode.readOnly ? " READ ONLY" : " READ WRITE"
    try execute("begin", sql)
    guard let snapshot = mode.snapshot else { return }
    do {
      try execute("snapshot", "SET TRANSACTION SNAPSHOT \(quotedLiteral(snapshot.identifier))")
    } catch {
      rollback()
      throw error
    }
  }

  /// Commits. A COMMIT of a failed transaction, which the server answers with ROLLBACK and
  /// without an error, throws.
  ///
  /// - Throws: `PostgresError`; of kind `commitUnknown` when the connection broke meanwhile.
  public func commit() throws(PostgresError) {
    requireFree(for: "commit")
    let result = withExtendedLifetime(self) { PQexec(handle, "COMMIT") }
    defer { PQclear(result) }
    do { try check(result, "commit") } catch {
      guard error.kind == .connectionLost else { throw error }
      throw PostgresError(
        .commitUnknown, sqlState: error.sqlState, severity: error.severity,
        message: error.message, statement: "commit", detailed: error.detailed)
    }
    guard String(cString: PQcmdStatus(result)) == "COMMIT" else {
      throw PostgresError(
        .server, sqlState: "25P02",
        message: "the transaction had failed and was rolled back instead of committed",
        statement: "commit")
    }
  }

  /// Rolls back whatever transaction is open, ending an open stream or copy. A broken connection has rolled back by itself.
  public func rollback() {
    evict()
    guard isUsable, PQtransactionStatus(handle) != PQTRANS_IDLE else { return }
    PQclear(PQexec(handle, "ROLLBACK"))
  }

  /// Whether a transaction is open, failed or not.
  public var isInTransaction: Bool { PQtransactionStatus(handle) != PQTRANS_IDLE }

  /// Runs `body` in a transaction: committed when it returns, rolled back when it throws.
  public func transaction<Answer>(
    _ mode: TransactionMode, _ body: () throws -> Answer
  ) throws -> Answer {
    try begin(mode)
    let answer: Answer
    do { answer = try body() } catch {
      rollback()
      throw error
    }
    do { try commit() } catch {
      rollback()
      throw error
    }
    return answer
  }

  /// Exports the open transaction's snapshot.
  ///
  /// - Throws: `PostgresError`.
  public func exportSnapshot() throws(PostgresError) -> Snapshot {
    let rows = try query("export snapshot", "SELECT pg_export_snapshot()")
    guard try rows.next(), let identifier = rows.text(0) else {
      throw PostgresError(
        .unexpectedAnswer, message: "no snapshot came back", statement: "export snapshot")
    }
    return Snapshot(identifier: identifier)
  }
}
