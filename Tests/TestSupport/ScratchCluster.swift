public import Platform
internal import Synchronization

/// The PostgreSQL server of this test process: made when the first test asks for it, thrown away
/// when the process ends, however it ends (see `TestProcess`).
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

  private static func start() throws -> ScratchCluster {
    let directory = "\(try TestProcess.directory())/scratch"
    let cluster = try EmbeddedPostgreSQL(stateDirectory: directory, profile: .scratch)
    return ScratchCluster(server: try cluster.start(keepRunning: true))
  }
}
