internal import CPostgreSQL

/// Where to connect and how the session behaves. Explicit fields win over the URI, the URI over
/// the environment (`PG*`), as libpq reads it. A description never holds a password.
public struct ConnectionOptions: Sendable {
  /// How far TLS is demanded and checked; libpq's names.
  public enum TransportSecurity: String, Hashable, Sendable, CaseIterable {
    case disable, allow, prefer, require
    case verifyCertificate = "verify-ca"
    case verifyFull = "verify-full"
  }

  /// `postgresql://…` or `key=value …`; libpq parses it.
  public var uri: String?
  /// A section of `pg_service.conf`.
  public var service: String?
  /// The host's name or address, or the directory of the server's socket.
  public var host: String?
  /// The port.
  public var port: Int?
  /// The database.
  public var database: String?
  /// The role.
  public var user: String?
  /// The file with passwords, instead of `~/.pgpass`.
  public var passfile: String?
  /// Gives the password when a connection is made; the output of a `password_command`.
  public var password: (@Sendable () throws(PasswordFailure) -> String)?
  /// How far TLS is demanded and checked.
  public var transportSecurity: TransportSecurity?
  /// The file with the certificate authorities that `verify…` trusts.
  public var rootCertificate: String?
  /// Seconds to wait for a connection.
  public var connectTimeoutSeconds = 10
  /// Milliseconds that sent data may stay unacknowledged before the connection counts as lost.
  public var tcpUserTimeoutMilliseconds = 60_000
  /// Seconds of silence before keepalives, and between them; lost after `keepaliveCount` of them.
  public var keepaliveIdleSeconds = 60
  /// Seconds between keepalives.
  public var keepaliveIntervalSeconds = 10
  /// Unanswered keepalives after which the connection counts as lost.
  public var keepaliveCount = 6
  /// The name the server shows for the session.
  public var applicationName = "nightclose"
  /// What the session sets once connected.
  public var session = SessionSettings()

  /// Options with nothing set but the defaults.
  public init() {}

  /// Options from a URI or `key=value` text.
  public init(uri: String) { self.uri = uri }

  /// Options of a server on this machine.
  public init(socketDirectory: String, port: Int, database: String, user: String) {
    host = socketDirectory
    self.port = port
    self.database = database
    self.user = user
  }
}

/// What a session sets so that a statement means the same on every server.
public struct SessionSettings: Hashable, Sendable {
  /// The schemas unqualified names are looked up in, quoted as SQL; empty: none but `pg_catalog`.
  public var searchPath = ""
  /// `false`: a query that row security would narrow fails instead of returning fewer rows.
  public var rowSecurity = false
  /// Milliseconds to wait for a lock; 0 waits for ever.
  public var lockTimeoutMilliseconds = 30_000
  /// Milliseconds a transaction may stay idle before the server ends the session; 0 for ever.
  public var idleInTransactionTimeoutMilliseconds = 0
  /// Milliseconds one statement may run; 0 for ever.
  public var statementTimeoutMilliseconds = 0
  /// Megabytes that a sort or hash may take before it goes to disk; `nil` leaves it to the server.
  public var sortMegabytes: Int?
  /// `false`: the server does not compile expressions. Statements of hundreds of plan nodes that run
  /// once take longer to compile than to run.
  public var compilesExpressions = true

  /// The defaults.
  public init() {}

  /// The statement that applies them. Dates, floats and time zone are fixed as well: text the
  /// server makes must not depend on its configuration.
  var sql: String {
    """
    SELECT set_config('search_path', \(Self.literal(searchPath)), false), \
    set_config('row_security', '\(rowSecurity ? "on" : "off")', false), \
    set_config('lock_timeout', '\(lockTimeoutMilliseconds)', false), \
    set_config('idle_in_transaction_session_timeout', \
    '\(idleInTransactionTimeoutMilliseconds)', false), \
    set_config('statement_timeout', '\(statementTimeoutMilliseconds)', false), \
    set_config('TimeZone', 'UTC', false), set_config('DateStyle', 'ISO, YMD', false), \
    set_config('IntervalStyle', 'iso_8601', false), set_config('extra_float_digits', '1', false), \
    set_config('bytea_output', 'hex', false), set_config('xmloption', 'content', false)\
    \(sortMegabytes.map { ", set_config('work_mem', '\($0)MB', false)" } ?? "")\
    \(compilesExpressions ? "" : ", set_config('jit', 'off', false)")
    """
  }

  private static func literal(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }
}

extension ConnectionOptions {
  /// The keywords for libpq, without the password.
  func keywords() throws(PostgresError) -> [String: String] {
    var words = try uri.map(Self.parsed(uri:)) ?? [:]
    func set(_ key: String, _ value: String?) { if let value { words[key] = value } }
    func fill(_ key: String, _ value: String) { if words[key] == nil { words[key] = value } }
    set("service", service)
    set("host", host)
    set("port", port.map(String.init))
    set("dbname", database)
    set("user", user)
    set("passfile", passfile)
    set("sslmode", transportSecurity?.rawValue)
    set("sslrootcert", rootCertificate)
    fill("connect_timeout", String(connectTimeoutSeconds))
    fill("tcp_user_timeout", String(tcpUserTimeoutMilliseconds))
    fill("keepalives", "1")
    fill("keepalives_idle", String(keepaliveIdleSeconds))
    fill("keepalives_interval", String(keepaliveIntervalSeconds))
    fill("keepalives_count", String(keepaliveCount))
    fill("application_name", applicationName)
    words["client_encoding"] = "UTF8"
    return words
  }

  /// Parses with libpq. Its message would quote the URI, password included: it is not repeated.
  private static func parsed(uri: String) throws(PostgresError) -> [String: String] {
    var reason: UnsafeMutablePointer<CChar>?
    let list = PQconninfoParse(uri, &reason)
    defer { PQconninfoFree(list) }
    PQfreemem(reason)
    guard let list else {
      throw PostgresError(
        .configuration,
        message: "the connection URI cannot be parsed; check its scheme, its parameters, and "
          + "that special characters in it are percent-encoded")
    }
    var words: [String: String] = [:]
    var option = list
    while let keyword = option.pointee.keyword {
      if let value = option.pointee.val {
        words[String(cString: keyword)] = String(cString: value)
      }
      option += 1
    }
    return words
  }
}

extension ConnectionOptions: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// Service, host, port, database and user; never a password.
  public var description: String {
    let words: [String: String]
    do { words = try keywords() } catch { return "unreadable connection options" }
    return ["service", "host", "hostaddr", "port", "dbname", "user", "sslmode"].compactMap { key in
      words[key].map { "\(key)=\($0)" }
    }.joined(separator: " ")
  }

  /// The same as `description`.
  public var debugDescription: String { description }

  /// Hides URI and password from `dump` and reflection.
  public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
