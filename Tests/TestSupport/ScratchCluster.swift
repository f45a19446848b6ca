internal import Glibc
public import Platform
internal import Synchronization

/// The PostgreSQL server of this test process: made when the first test asks for it, thrown away
/// when the process ends, however it ends.
///
/// A watchdog process holds the reading end of a pipe whose writing end only this process has; when
/// the pipe breaks, it stops the server and removes its files. Should the watchdog itself be
/// killed, the next test process sweeps: every cluster's owner holds a lock that dies with it.
public struct ScratchCluster: Sendable {
  /// The running server, for tests that look at its process or its files.
  public let server: EmbeddedPostgreSQL.Server

  /// The cluster of this process.
  ///
  /// - Throws: when PostgreSQL is missing or does not start; the error says what to do.
  public static func shared() throws -> ScratchCluster { try started.get() }

  private static let started = Result<ScratchCluster, any Error> { try start() }
  private static let templates = Mutex<[String: String]>([:])
  private static let counter = Atomic(0)

  /// The parameters of the maintenance database.
  public var maintenance: ConnectionParameters { server.connection(database: "postgres") }

  /// A new database, a copy of `template`; it lives as long as the cluster. The
  /// label is a word for its name, such as the suite's; the name is unique in any case.
  public func database(
    _ label: String = "suite", template: String = "template0"
  ) throws -> ConnectionParameters {
    let number = Self.counter.add(1, ordering: .relaxed).newValue
    let name = "\(label.lowercased().filter { $0.isASCII && $0.isLetter })_\(number)"
    try run("CREATE DATABASE \"\(name)\" TEMPLATE \"\(template)\"", on: maintenance)
    return server.connection(database: name)
  }

  /// A copy of a template database that `prepare` fills once per process and label. `prepare` must
  /// close its connections: PostgreSQL copies only a database that nobody is connected to.
  public func database(
    _ label: String, preparedBy prepare: (ConnectionParameters) throws -> Void
  ) throws -> ConnectionParameters {
    // The lock is held while preparing: the second suite waits instead of preparing again.
    let template = try Self.templates.withLock { templates in
      if let known = templates[label] { return known }
      let made = try database("\(label)template")
      try prepare(made)
      templates[label] = made.database
      return made.database
    }
    return try database(label, template: template)
  }

  /// Runs a script of SQL with psql; stops at the first error and throws what psql said.
  public func run(_ sql: String, on database: ConnectionParameters) throws {
    _ = try answer(sql, on: database)
  }

  /// What a script answers, as psql prints it unaligned: one line per row, fields separated by `|`.
  public func answer(_ sql: String, on database: ConnectionParameters) throws -> String {
    let cluster = try EmbeddedPostgreSQL(stateDirectory: "/")
    let command = try cluster.psql(
      server, database: database.database,
      arguments: ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql],
      environment: ChildCommand.plainEnvironment)
    let result = try ChildProcess.run(command)
    guard result.isSuccess else {
      throw PlatformError(
        .unavailable, at: "database \(database.database)", result.lastErrorLines,
        remedy: "mend the statement: \(sql)")
    }
    return String(result.output.drop { $0.isNewline }.reversed().drop { $0.isNewline }.reversed())
  }
}

/// The life of the cluster: start, watchdog, sweep.
extension ScratchCluster {
  private static let base = "/tmp/nightclose-test-\(geteuid())"
  private static let ownerLock = Mutex<FileLock?>(nil)

  private static func start() throws -> ScratchCluster {
    try FileSystem.makeDirectories(base)
    let directory = "\(base)/\(getpid())-\(UInt32.random(in: 0 ... .max))"
    let guarded = try FileLock.wait("\(base)/lock", seconds: 120)
    try guarded.holding { () throws(PlatformError) in
      sweep()
      try FileSystem.makeDirectories(directory)
      // Held until this process dies; the sweep of another one reads it as “in use”.
      let result = ownerLock.withLock { lock in
        Result<Void, PlatformError> { () throws(PlatformError) in
          lock = try FileLock.attempt("\(directory)/owner")
        }
      }
      try result.get()
    }
    try startWatchdog(directory)
    let cluster = try EmbeddedPostgreSQL(stateDirectory: directory, profile: .scratch)
    return ScratchCluster(server: try cluster.start(keepRunning: true))
  }

  /// Removes the clusters whose owner is gone. What cannot be removed now is left to the next.
  private static func sweep() {
    for name in (try? FileSystem.list(base)) ?? [] where name != "lock" {
      let directory = "\(base)/\(name)"
      guard let lock = try? FileLock.attempt("\(directory)/owner") else { continue }
      try? lock.holding { () throws(PlatformError) in
        let cluster = try EmbeddedPostgreSQL(stateDirectory: directory, profile: .scratch)
        try cluster.stop(evenIfInUse: true)
        try FileSystem.removeTree(directory)
      }
    }
  }

  /// It reads the postmaster's number when the pipe breaks, for by then it may be another one.
  private static let watchdogScript = """
    read -r line
    file=$1/postgresql/data/postmaster.pid
    pid=$(sed -n 1p "$file")
    sockets=$(sed -n 5p "$file")
    if [ -n "$pid" ]; then kill -QUIT "$pid"; fi
    tries=0
    while [ -n "$pid" ] && kill -0 "$pid" && [ $tries -lt 200 ]; do
      sleep 0.05
      tries=$((tries + 1))
    done
    case $sockets in /tmp/nightclose-*) rm -rf -- "$sockets" ;; esac
    rm -rf -- "$1"
    """

  private static func startWatchdog(_ directory: String) throws {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0, fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0 else {
      throw PlatformError(
        .unavailable, at: "pipe", "cannot make one", remedy: "raise the limit of open files")
    }
    // The writing end is never closed: the end of this process closes it.
    _ = try ChildProcess.start(
      ChildCommand("/bin/sh", ["-c", watchdogScript, "watchdog", directory]),
      input: .descriptor(ends[0]), detached: true)
    close(ends[0])
  }
}
