/// Why PostgreSQL, or the way to it, failed. Its descriptions are safe for logs: they never hold
/// passwords, parameter values, DETAIL or row contents. `detailed` is the separate full form, for
/// the eyes of someone who may see the data.
public struct PostgresError: Error, Sendable {
  /// What failed.
  public enum Kind: String, Hashable, Sendable {
    /// The connection options or the URI cannot be used.
    case configuration
    /// No password could be had.
    case password
    /// No connection could be made.
    case connection
    /// An established connection broke.
    case connectionLost
    /// The server refused a statement; `sqlState` says why.
    case server
    /// The server or libpq answered something this client does not understand.
    case unexpectedAnswer
    /// A value cannot be sent as the type the statement declares.
    case parameter
    /// The connection broke during COMMIT: whether it happened must be looked up.
    case commitUnknown
  }

  /// The fields of an error, boxed: throwing costs one pointer.
  private final class Storage: Sendable {
    let kind: Kind
    let sqlState: String
    let severity: String
    let message: String
    let statement: String
    let constraint: String?
    let schema: String?
    let table: String?
    let column: String?
    let position: Int?
    let detailed: String

    init(
      kind: Kind, sqlState: String, severity: String, message: String, statement: String,
      constraint: String?, schema: String?, table: String?, column: String?,
      position: Int?, detailed: String
    ) {
      self.kind = kind
      self.sqlState = sqlState
      self.severity = severity
      self.message = message
      self.statement = statement
      self.constraint = constraint
      self.schema = schema
      self.table = table
      self.column = column
      self.position = position
      self.detailed = detailed
    }
  }

  private let storage: Storage

  init(
    _ kind: Kind, sqlState: String = "", severity: String = "ERROR", message: String,
    statement: String = "", constraint: String? = nil, schema: String? = nil,
    table: String? = nil, column: String? = nil, position: Int? = nil, detailed: String? = nil
  ) {
    storage = Storage(
      kind: kind, sqlState: sqlState, severity: severity, message: message, statement: statement,
      constraint: constraint, schema: schema, table: table, column: column,
      position: position, detailed: detailed ?? message)
  }

  /// What failed.
  public var kind: Kind { storage.kind }
  /// The five characters of SQLSTATE; empty when the failure is not the server's.
  public var sqlState: String { storage.sqlState }
  /// `ERROR`, `FATAL` or `PANIC`.
  public var severity: String { storage.severity }
  /// The primary message; quoted values are left out of data exceptions (SQLSTATE class 22).
  public var message: String { storage.message }
  /// The name of the statement that failed; empty for a connection.
  public var statement: String { storage.statement }
  /// The violated constraint, where the server names one.
  public var constraint: String? { storage.constraint }
  /// The schema of the table at fault, where the server names one.
  public var schema: String? { storage.schema }
  /// The table at fault, where the server names one.
  public var table: String? { storage.table }
  /// The column at fault, where the server names one.
  public var column: String? { storage.column }
  /// The character of the statement's text that the error is about, from 1, where the server names
  /// one.
  public var position: Int? { storage.position }
  /// The full message with DETAIL, HINT and CONTEXT. It may hold row contents: not for logs.
  public var detailed: String { storage.detailed }

  /// The statement was cancelled, by a person, a watchdog or a timeout.
  public var isCancelled: Bool { sqlState == "57014" }
  /// A lock was not to be had within `lock_timeout` or with NOWAIT.
  public var isLockNotAvailable: Bool { sqlState == "55P03" }
  /// A unique or primary key was violated.
  public var isUniqueViolation: Bool { sqlState == "23505" }
  /// The role lacks a privilege.
  public var isPermissionDenied: Bool { sqlState == "42501" }
  /// The server lets nobody in who comes like this: no such role, a wrong or missing password, no
  /// line of `pg_hba.conf` (SQLSTATE class 28).
  public var isAuthenticationRefused: Bool { sqlState.hasPrefix("28") }
  /// Repeating the transaction may succeed: serialization failure or deadlock.
  public var isRetryable: Bool { sqlState == "40001" || sqlState == "40P01" }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Statement, SQLSTATE and message, safe for logs.
  public var description: String {
    let place = statement.isEmpty ? "" : "\(statement): "
    let state = sqlState.isEmpty ? "" : " [\(sqlState)]"
    return "\(place)\(message)\(state)"
  }

  /// The same as `description`.
  public var debugDescription: String { description }

  /// Hides the detailed form from `dump` and reflection.
  public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}

/// Stops the program: a rule of this client was broken by its caller, not by the world.
func clientFault(_ message: String) -> Never {
  fatalError("PostgresClient used wrongly: \(message)")
}
