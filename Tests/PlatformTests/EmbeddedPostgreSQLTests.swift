import Glibc
import TestSupport
import Testing

@testable import Platform

/// Each test has a cluster of its own; they run one after another, for two cores carry one initdb.
@Suite("the embedded PostgreSQL", .serialized)
final class EmbeddedPostgreSQLTests {
  private let directory: TemporaryDirectory
  private let cluster: EmbeddedPostgreSQL

  init() throws {
    directory = try TemporaryDirectory("cluster")
    cluster = try EmbeddedPostgreSQL(stateDirectory: directory.path, profile: .scratch)
  }

  deinit { _ = try? cluster.stop(evenIfInUse: true) }

  private func answer(_ sql: String, _ server: EmbeddedPostgreSQL.Server) throws -> String {
    let command = try cluster.psql(
      server, database: "postgres", arguments: ["-X", "-A", "-t", "-c", sql],
      environment: ChildCommand.plainEnvironment)
    let result = try ChildProcess.run(command)
    try #require(result.isSuccess, "\(result.errorOutput)")
    return result.output.split(separator: "\n").joined(separator: "\n")
  }

  private func home() throws -> ClusterHome {
    try ClusterHome(stateDirectory: directory.path)
  }

  private func isRunning(_ process: Int32) -> Bool { RunningProcess(process).isRunning }

  @Test("the first start makes it: locale C, UTF-8, checksums, no network, nobody else's socket")
  func firstStart() throws {
    #expect(try cluster.status() == .absent)
    let server = try cluster.start(keepRunning: true)
    #expect(try cluster.status() == .running(server))
    let settings = try answer(
      """
      SELECT concat_ws(',', current_setting('listen_addresses'), current_setting('lc_collate'),
        current_setting('server_encoding'), current_setting('data_checksums'),
        current_setting('unix_socket_permissions'), current_setting('TimeZone'))
      """, server)
    #expect(settings == "C,UTF8,on,0700,UTC" || settings == ",C,UTF8,on,0700,UTC")
    var info = stat()
    #expect(stat(server.socketDirectory, &info) == 0 && info.st_mode & 0o777 == 0o700)
    #expect(!server.socketDirectory.hasPrefix(directory.path))
    #expect(stat(server.dataDirectory, &info) == 0 && info.st_uid != 0)
  }

  @Test("its processes hold none of our descriptors: standard output leads to its log")
  func inheritsNothing() throws {
    var ends: [Int32] = [-1, -1]
    #expect(pipe(&ends) == 0)  // deliberately inheritable
    defer { for end in ends { close(end) } }
    let server = try cluster.start(keepRunning: true)
    let log = try home().startLog
    for name in try FileSystem.list("/proc/\(server.processIdentifier)/fd") {
      let target = try FileSystem.linkTarget("/proc/\(server.processIdentifier)/fd/\(name)")
      switch name {
      case "0": #expect(target == "/dev/null")
      case "1", "2": #expect(target == log)
      default: #expect(!target.hasPrefix("pipe:[\(try inode(ends[0]))]"))
      }
    }
  }

  private func inode(_ descriptor: Int32) throws -> UInt {
    var info = stat()
    try #require(fstat(descriptor, &info) == 0)
    return UInt(info.st_ino)
  }

  @Test("a second start adopts the running server; stop ends it and removes its socket")
  func adoptAndStop() throws {
    let first = try cluster.start(keepRunning: false)
    let second = try cluster.start(keepRunning: false)
    #expect(first == second)
    #expect(try cluster.stop())
    #expect(!isRunning(first.processIdentifier))
    #expect(!FileSystem.exists(first.socketDirectory))
    #expect(
      try cluster.status() == .stopped(major: first.major, dataDirectory: first.dataDirectory))
    #expect(try !cluster.stop())
  }

  @Test("after SIGKILL of the postmaster the next start recovers, and committed rows are there")
  func crash() throws {
    // The durable profile: the scratch one may lose the last commits.
    let cluster = try EmbeddedPostgreSQL(stateDirectory: directory.path)
    let first = try cluster.start(keepRunning: true)
    _ = try answer("CREATE TABLE kept AS SELECT 42 AS answer", first)
    kill(first.processIdentifier, SIGKILL)
    let second = try cluster.start(keepRunning: true)
    #expect(second.processIdentifier != first.processIdentifier)
    #expect(try answer("SELECT answer FROM kept", second) == "42")
  }

  @Test("a postmaster.pid whose number now belongs to another program does not stop the start")
  func staleFile() throws {
    let first = try cluster.start(keepRunning: true)
    let path = PostmasterFile.path(inData: first.dataDirectory)
    let text = try FileSystem.readText(path)
    #expect(try cluster.stop())
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
    try FileSystem.writeAtomically((["\(getpid())"] + lines).joined(separator: "\n"), to: path)
    #expect(
      try cluster.status() == .stopped(major: first.major, dataDirectory: first.dataDirectory))
    let second = try cluster.start(keepRunning: true)
    #expect(try answer("SELECT 1", second) == "1")
  }

  @Test("programs that start it at once get one server")
  func atOnce() async throws {
    let cluster = self.cluster
    let servers = try await withThrowingTaskGroup { group in
      for _ in 0..<4 { group.addTask { try cluster.start(keepRunning: true) } }
      return try await group.reduce(into: Set<EmbeddedPostgreSQL.Server>()) { $0.insert($1) }
    }
    #expect(servers.count == 1)
  }

  @Test("it stops with the last program that uses it, and not before")
  func lastUseStops() throws {
    let one = try cluster.use()
    let other = try cluster.use()
    let process = one.server.processIdentifier
    #expect(throws: PlatformError.self) { try cluster.stop() }
    try one.end()
    #expect(isRunning(process))
    try other.end()
    #expect(!isRunning(process))
  }

  @Test("a server that a person started stays after the last use")
  func keptRunning() throws {
    let server = try cluster.start(keepRunning: true)
    try cluster.use().end()
    #expect(isRunning(server.processIdentifier))
    #expect(try cluster.stop())
  }

  @Test("a state path longer than a socket's path may be works")
  func longPath() throws {
    let long = directory.file(
      [String](repeating: String(repeating: "d", count: 60), count: 3).joined(separator: "/"))
    let cluster = try EmbeddedPostgreSQL(stateDirectory: long, profile: .scratch)
    let server = try cluster.start(keepRunning: true)
    defer { _ = try? cluster.stop() }
    #expect(server.socketDirectory.utf8.count < 90)
    #expect(try answer("SELECT 1", server) == "1")
  }

  @Test(
    "as root, a path that the account postgres cannot enter leads to /var/lib/nightclose",
    .enabled(if: geteuid() == 0, "only root drops to another account"))
  func closedPath() throws {
    let closed = directory.file("closed")
    try FileSystem.makeDirectories(closed, mode: 0o700)
    let cluster = try EmbeddedPostgreSQL(stateDirectory: closed, profile: .scratch)
    let server = try cluster.start(keepRunning: true)
    let place = try #require(FileSystem.parent(of: server.dataDirectory))
    defer {
      _ = try? cluster.stop()
      try? FileSystem.removeTree(place)
    }
    #expect(place.hasPrefix("/var/lib/nightclose/"))
    #expect(try answer("SELECT 1", server) == "1")
    // Existing data keeps its place when the path is opened later.
    #expect(chmod(closed, 0o755) == 0)
    #expect(try cluster.start(keepRunning: true) == server)
  }

  @Test("data of another major version is one sentence")
  func otherVersion() throws {
    let server = try cluster.start(keepRunning: true)
    try cluster.stop()
    try FileSystem.writeAtomically("9.6\n", to: "\(server.dataDirectory)/PG_VERSION")
    let error = #expect(throws: PlatformError.self) { try cluster.start(keepRunning: true) }
    #expect(error?.kind == .configuration)
    #expect(
      error?.description == """
        \(server.dataDirectory): this data is of PostgreSQL 9, and installed is only PostgreSQL \
        \(server.major); install postgresql-9; or restore a backup into an empty state directory
        """)
  }

  @Test("a crash while the cluster is made leaves nothing that the next start stumbles over")
  func halfMade() throws {
    try FileSystem.makeDirectories(directory.file("postgresql/data.initialising/base"))
    try FileSystem.writeAtomically(
      "15\n", to: directory.file("postgresql/data.initialising/PG_VERSION"))
    let server = try cluster.start(keepRunning: true)
    #expect(try answer("SELECT 1", server) == "1")
    #expect(!FileSystem.exists(directory.file("postgresql/data.initialising")))
  }

  @Test("a socket directory that somebody else prepared is refused", arguments: ["link", "open"])
  func trap(_ kind: String) throws {
    let home = try home()
    try home.prepare()
    let path = home.sockets.path
    if kind == "link" {
      try #require(symlink(directory.path, path) == 0)
    } else {
      // The group stays as it is: only root may give a folder to another.
      try #require(mkdir(path, 0o755) == 0 && chown(path, home.account.user, gid_t.max) == 0)
    }
    defer { try? FileSystem.removeTree(path) }
    let error = #expect(throws: PlatformError.self) { try cluster.start(keepRunning: true) }
    #expect(error?.kind == .permission)
    #expect(error?.place == path)
  }

  @Test("a backup can be read back; one that fails leaves no file")
  func backup() throws {
    let server = try cluster.start(keepRunning: true)
    _ = try answer("CREATE TABLE ledger AS SELECT 1 AS id", server)
    let path = directory.file("copy.dump")
    try cluster.backup(server, database: "postgres", to: path)
    let head = try FileSystem.read(path).prefix(5)
    #expect(Array(head) == Array("PGDMP".utf8))
    _ = try answer("CREATE DATABASE restored", server)
    let binaries = try PostgreSQLBinaries.reading(data: server.dataDirectory, major: server.major)
    let restored = server.connection(database: "restored")
    let restore = ChildCommand(
      binaries.path("pg_restore"), ["--exit-on-error", "--dbname", restored.conninfo, path])
    #expect(try ChildProcess.run(restore).isSuccess)
    let psql = try cluster.psql(
      server, database: "restored", arguments: ["-At", "-c", "SELECT id FROM ledger"],
      environment: [:])
    #expect(try ChildProcess.run(psql).output == "1\n")
    #expect(throws: PlatformError.self) {
      try cluster.backup(server, database: "absent", to: directory.file("absent.dump"))
    }
    #expect(try FileSystem.list(directory.path) == ["copy.dump", "postgresql"])
  }
}
