import Foundation
import Platform

/// The embedded server. These commands work on the cluster of the state folder, whatever the
/// configuration names as warehouse.
extension Session {
  /// Starts the embedded server, made on first use; it runs until `databaseStop`.
  ///
  /// - Throws: `JobError`.
  public func databaseStart() throws(JobError) -> CommandResult {
    let cluster = try embeddedCluster()
    let server = try translating { try cluster.start(keepRunning: true) }
    return DatabaseState(.running(server), state: cluster.stateDirectory).result
  }

  /// Stops the embedded server cleanly.
  ///
  /// - Parameter evenIfInUse: also while a program of ours works with it.
  /// - Returns: whether a server ran.
  /// - Throws: `JobError` with exit code 75 when it is in use and that was not allowed.
  public func databaseStop(evenIfInUse: Bool = false) throws(JobError) -> CommandResult {
    let cluster = try embeddedCluster()
    let ran = try translating { try cluster.stop(evenIfInUse: evenIfInUse) }
    return CommandResult(
      text: ran ? "stopped" : "no server ran",
      encoding: ["state": cluster.stateDirectory, "status": ran ? "stopped" : "not_running"])
  }

  /// Whether the embedded server runs, and where.
  ///
  /// - Returns: exit code 69 when its process lives and does not answer.
  /// - Throws: `JobError`.
  public func databaseStatus() throws(JobError) -> CommandResult {
    let cluster = try embeddedCluster()
    let status = try translating { try cluster.status() }
    return DatabaseState(status, state: cluster.stateDirectory).result
  }

  /// Becomes psql on a database of the embedded server; returns only by throwing. The server stays
  /// while psql runs.
  ///
  /// - Throws: `JobError`.
  public func databasePsql(
    database: String? = nil, arguments: [String] = []
  ) throws(JobError) -> CommandResult {
    let cluster = try existingCluster()
    let server = try embeddedServer()
    let environment = options.environment
    let command = try translating {
      var command = try cluster.psql(
        server, database: database ?? Self.embeddedDatabase, arguments: arguments,
        environment: environment)
      command.directory = options.workingDirectory
      return command
    }
    try passOnEmbeddedServer()
    do { try ChildProcess.become(command) } catch { throw JobError(error) }
  }

  /// Writes a dump that pg_restore reads; it appears under its name only when it is complete.
  ///
  /// - Throws: `JobError` with exit code 73 when the file exists already.
  public func databaseBackup(
    database: String? = nil, to file: String
  ) throws(JobError) -> CommandResult {
    let path = options.typed(file)
    guard !FileSystem.exists(path) else {
      throw JobError(
        .cannotCreate, "\(path) exists, and a backup replaces no file",
        action: "choose another name, e.g. with the day in it")
    }
    let folder = FileSystem.parent(of: path) ?? "/"
    guard FileSystem.isDirectory(folder) else {
      throw JobError(
        .cannotCreate, "\(path) cannot be made: there is no directory \(folder)",
        action: "make it, or choose another")
    }
    let cluster = try existingCluster()
    let server = try embeddedServer()
    let name = database ?? Self.embeddedDatabase
    guard try embeddedDatabaseExists(name) else {
      throw JobError(
        .usage, "the embedded server has no database \(name)",
        action: "`nightclose db psql --database postgres -- -l` lists them")
    }
    try translating { try cluster.backup(server, database: name, to: path) }
    let bytes = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
    return CommandResult(
      text: "database \(name) is in \(path)",
      encoding: DatabaseBackup(database: name, file: path, bytes: bytes ?? 0))
  }

  private func existingCluster() throws(JobError) -> EmbeddedPostgreSQL {
    let cluster = try embeddedCluster()
    if try translating({ try cluster.status() }) == .absent {
      throw JobError(
        .configuration, "there is no embedded database in \(cluster.stateDirectory)",
        action: "say --state, or use the tools of your own server; `nightclose db start` makes one")
    }
    return cluster
  }
}

private struct DatabaseBackup: Encodable {
  let database: String
  let file: String
  let bytes: Int
}

/// What `db status` says.
private struct DatabaseState: Encodable {
  let state: String
  let status: String
  var major: Int?
  var dataDirectory: String?
  var process: Int32?
  var socketDirectory: String?

  init(_ found: EmbeddedPostgreSQL.Status, state: String) {
    self.state = state
    switch found {
    case .absent: status = "absent"
    case .stopped(let major, let data):
      status = "stopped"
      self.major = major
      dataDirectory = data
    case .running(let server), .notAnswering(let server):
      if case .running = found { status = "running" } else { status = "not_answering" }
      major = server.major
      dataDirectory = server.dataDirectory
      process = server.processIdentifier
      socketDirectory = server.socketDirectory
    }
  }

  var result: CommandResult {
    var lines = ["status  \(status.split(separator: "_").joined(separator: " "))"]
    if let major { lines.append("server  PostgreSQL \(major)") }
    if let process { lines.append("process \(process)") }
    if let socketDirectory { lines.append("socket  \(socketDirectory)") }
    lines.append(dataDirectory.map { "data    \($0)" } ?? "state   \(state)")
    return CommandResult(
      text: lines.joined(separator: "\n"), encoding: self,
      exitCode: status == "not_answering" ? .unavailable : .done)
  }
}
