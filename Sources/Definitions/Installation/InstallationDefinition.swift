/// `jobs/nightclose.yaml`: where servers and folders are. It holds no password and decides about no
/// figure, so it is not part of the configuration digest.
public struct InstallationDefinition: Hashable, Sendable {
  /// The database that results are published to; `nil` in the shipped file, which names no server.
  public var warehouse: Placed<ServerReference>?
  /// The databases that are read, by the name company files use.
  public var connections: [String: Placed<ServerReference>]
  /// The folder of published files; `nil` for the default beside the state.
  public var output: Placed<String>?
  /// The folder of locks, logs and unfinished files; `nil` for the default.
  public var state: String?
  /// How long superseded runs and logs are kept.
  public var retention: Retention
  /// Whom to tell.
  public var notification: Notification?
  /// The file for Prometheus' textfile collector; `nil` for none.
  public var metrics: String?

  /// How long what is no longer current is kept.
  public struct Retention: Hashable, Sendable {
    /// Days a superseded run of an open period stays in the warehouse.
    public var supersededRunDays: Int
    /// Days a log file stays.
    public var logDays: Int
    /// Days the files of a superseded close stay in the output folder; `nil` for ever.
    public var supersededFileDays: Int?
  }

  /// A command that is told how a job ended.
  public struct Notification: Hashable, Sendable {
    /// When it is called.
    public enum Occasion: String, Hashable, Sendable, CaseIterable {
      /// When a company failed or was blocked.
      case failure
      /// After every job.
      case always
    }

    /// When it is called.
    public var occasion: Occasion
    /// Program, by its whole path, and arguments; the summary comes on standard input.
    public var command: [String]
    /// After how many seconds it is killed.
    public var timeoutSeconds: Int
  }
}

extension InstallationDefinition {
  /// The warehouse, for commands that need one. Which server is used is written, never guessed.
  ///
  /// - Throws: the problem that none is named.
  public func requiredWarehouse() throws(ConfigurationProblems) -> Placed<ServerReference> {
    if let warehouse { return warehouse }
    throw ConfigurationProblems([
      ConfigurationProblem(
        at: SourcePlace(file: "jobs/nightclose.yaml"),
        "`warehouse` is missing: name the server results go to (uri, service or embedded: true)")
    ])
  }
}

/// A PostgreSQL server and database, as the customer names it.
public struct ServerReference: Hashable, Sendable {
  /// What is connected to.
  public enum Target: Hashable, Sendable {
    /// A connection URI without password.
    case uri(String)
    /// A service of `pg_service.conf`.
    case service(String)
    /// The server the product runs itself, in its state directory.
    case embedded
  }

  /// libpq's `sslmode`.
  public enum SSLMode: String, Hashable, Sendable, CaseIterable {
    case disable, allow, prefer, require
    case verifyCA = "verify-ca"
    case verifyFull = "verify-full"
  }

  /// What is connected to.
  public var target: Target
  /// How the connection is secured; `nil` for `verify-full` unless the server is local.
  public var sslMode: SSLMode?
  /// Whether row security of the source applies to the reader; off unless asked for, so that hidden
  /// rows are an error of the server and not missing figures.
  public var rowSecurity: Bool
  /// A program that prints the password; `nil` for libpq's passfile.
  public var passwordCommand: [String]?
}
