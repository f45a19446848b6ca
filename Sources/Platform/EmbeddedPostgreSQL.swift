/// A PostgreSQL cluster that belongs to the program: made on first use in the state directory,
/// reached by a Unix socket only, started and stopped by the program.
///
/// In `<state>/postgresql/` are `data`, the settings the program writes, `start.log`, and three small
/// files: `lock` is held while somebody starts or stops, `in-use` is held shared by every
/// program that works, and `keep-running` says that a person started the cluster to stay.
///
/// PostgreSQL refuses to run as root. So root runs it as the owner of existing data, else as the
/// owner of the state directory, else as `postgres`; where that account cannot enter the state directory (a home directory of mode 0700),
/// the cluster lives in `/var/lib/nightclose/<hash of the path>` instead.
///
/// Who can enter the socket directory (mode 0700: the account and root) is trusted as any role:
/// there is no password to keep, and no other door.
public struct EmbeddedPostgreSQL: Sendable {
  /// How careful the server is.
  public enum Profile: Sendable {
    /// For real data: survives a power cut.
    case durable
    /// For tests: fast, and lost in a power cut.
    case scratch
  }

  /// A running server.
  public struct Server: Sendable, Hashable {
    /// The postmaster's process number.
    public let processIdentifier: Int32
    /// The directory of its socket.
    public let socketDirectory: String
    /// Its major version.
    public let major: Int
    /// Where its data is.
    public let dataDirectory: String

    /// What a client needs for a database in it.
    public func connection(database: String = "postgres") -> ConnectionParameters {
      ConnectionParameters(host: socketDirectory, database: database)
    }
  }

  /// What a look at the cluster finds.
  public enum Status: Sendable, Hashable {
    /// It was never used.
    case absent
    /// There is data of that major version, and no server.
    case stopped(major: Int, dataDirectory: String)
    /// It answers.
    case running(Server)
    /// The server's process lives, but does not answer (it starts, stops or recovers).
    case notAnswering(Server)
  }

  /// The state directory, absolute.
  public let stateDirectory: String
  /// How careful the server is.
  public let profile: Profile

  /// The cluster of a state directory; touches nothing yet.
  public init(
    stateDirectory: String, profile: Profile = .durable
  ) throws(PlatformError) {
    self.stateDirectory = try FileSystem.absolute(stateDirectory)
    self.profile = profile
  }

  /// The newest PostgreSQL that is installed here, by its major version.
  ///
  /// - Throws: an error of kind `unavailable` that says what to install.
  public static func newestInstalledMajor() throws(PlatformError) -> Int {
    try PostgreSQLBinaries.newest().major
  }

  /// What is there; changes nothing.
  public func status() throws(PlatformError) -> Status {
    let home = try ClusterHome(stateDirectory: stateDirectory)
    guard let major = try home.major() else { return .absent }
    guard let server = try home.liveServer() else {
      return .stopped(major: major, dataDirectory: home.data)
    }
    let binaries = try PostgreSQLBinaries.reading(data: home.data, major: major)
    return try answers(server, binaries) ? .running(server) : .notAnswering(server)
  }

  /// Starts the cluster, making it on first use; one that runs already is adopted.
  /// `keepRunning` leaves it running until `stop`, also when the last program that uses it ends.
  public func start(keepRunning: Bool) throws(PlatformError) -> Server {
    let home = try ClusterHome(stateDirectory: stateDirectory)
    try home.prepare()
    let lock = try home.startStopLock()
    return try lock.holding { () throws(PlatformError) in
      let server = try ensureRunning(home)
      if keepRunning { try home.setKeepRunning() }
      return server
    }
  }

  /// Stops the cluster: open transactions are rolled back, the data is left clean (fast shutdown).
  ///
  /// - Parameter evenIfInUse: also when a program of ours works with it.
  /// - Returns: whether a server ran.
  /// - Throws: an error of kind `busy` when it is in use and that was not allowed.
  @discardableResult
  public func stop(evenIfInUse: Bool = false) throws(PlatformError) -> Bool {
    let home = try ClusterHome(stateDirectory: stateDirectory)
    guard try home.major() != nil else { return false }
    let lock = try home.startStopLock()
    return try lock.holding { () throws(PlatformError) in
      if !evenIfInUse {
        guard try FileLock.attempt(home.inUse, .exclusive) != nil else {
          throw PlatformError(
            .busy, at: home.data, "a program works with this database",
            remedy: "wait until it ends, or stop it with --force")
        }
      }
      return try stop(home)
    }
  }
}
