internal import Glibc

extension EmbeddedPostgreSQL {
  /// The command that opens psql on a running server; run it with ``ChildProcess/become(_:)``.
  ///
  /// psql gets the caller's environment, but for `PG…` variables, which could lead it elsewhere.
  public func psql(
    _ server: Server, database: String, arguments: [String] = [], environment: [String: String]
  ) throws(PlatformError) -> ChildCommand {
    let binaries = try PostgreSQLBinaries.reading(data: server.dataDirectory, major: server.major)
    var environment = environment.filter { !$0.key.hasPrefix("PG") }
    environment.merge(server.connection(database: database).environment) { $1 }
    return ChildCommand(
      binaries.path("psql"), arguments, environment: environment,
      directory: try FileSystem.absolute("."))
  }

  /// Writes a dump of one database in pg_dump's custom format. The file appears under its name only
  /// when it is complete, flushed, and pg_restore can read its table of contents. The `timeout`
  /// is in seconds; a dump of many GB takes its time.
  public func backup(
    _ server: Server, database: String, to path: String, timeout: Double = 6 * 3600
  ) throws(PlatformError) {
    let binaries = try PostgreSQLBinaries.reading(data: server.dataDirectory, major: server.major)
    var environment = ChildCommand.plainEnvironment
    environment.merge(server.connection(database: database).environment) { $1 }
    try FileSystem.writeAtomically(to: path, mode: 0o600) {
      (file: borrowing OpenFile) throws(PlatformError) in
      let dump = ChildCommand(
        binaries.path("pg_dump"), ["--format=custom", "--no-password"], environment: environment)
      try Self.check(
        ChildProcess.run(dump, output: .descriptor(file.descriptor), timeout: timeout),
        "pg_dump of database \(database)", path)
      let list = ChildCommand(binaries.path("pg_restore"), ["--list", file.path])
      try Self.check(
        ChildProcess.run(list, output: .null, timeout: timeout), "reading the dump back", path)
    }
  }

  private static func check(
    _ result: ChildProcess.Result, _ action: String, _ path: String
  ) throws(PlatformError) {
    guard result.isSuccess else {
      throw PlatformError(
        .unavailable, at: path, "\(action) failed: \(result.lastErrorLines)",
        remedy: "mend what it says and try again; no file was written")
    }
  }
}
