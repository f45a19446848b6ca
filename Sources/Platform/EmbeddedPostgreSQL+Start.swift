internal import Glibc

extension EmbeddedPostgreSQL {
  /// Recovery after a crash replays at most a few GB of log; this is far above it.
  private static let startSeconds = 300.0

  /// Adopts, or starts. The caller holds the lock.
  func ensureRunning(_ home: ClusterHome) throws(PlatformError) -> Server {
    let deadline = Deadline(seconds: Self.startSeconds)
    if let server = try adopt(home, before: deadline) { return server }
    let binaries: PostgreSQLBinaries
    if let major = try home.major() {
      binaries = try .reading(data: home.data, major: major)
    } else {
      binaries = try .newest()
      try initialise(home, binaries)
    }
    try removeStaleFile(home)
    try writeSettings(home)
    while true {
      try home.sockets.prepare()
      if let server = try launch(home, binaries, before: deadline) { return server }
      // Backends of a killed postmaster still end; the data is not free yet.
      pause(milliseconds: 100)
    }
  }

  /// Whether connections are accepted.
  func answers(_ server: Server, _ binaries: PostgreSQLBinaries) throws(PlatformError) -> Bool {
    let question = ChildCommand(
      binaries.path("pg_isready"),
      ["--quiet", "--host", server.socketDirectory, "--port", "5432", "--timeout", "5"])
    return try ChildProcess.run(question, timeout: 10).isSuccess
  }

  /// A live server of ours that answers, or comes to answer; `nil` if there is none.
  private func adopt(
    _ home: ClusterHome, before deadline: Deadline
  ) throws(PlatformError) -> Server? {
    while let server = try home.liveServer() {
      let binaries = try PostgreSQLBinaries.reading(data: home.data, major: server.major)
      if try answers(server, binaries) { return server }
      guard !deadline.isOver else {
        throw PlatformError(
          .unavailable, at: home.data,
          "the PostgreSQL server (process \(server.processIdentifier)) does not answer in "
            + server.socketDirectory,
          remedy: "read its log in \(home.data)/log, then run: nightclose db stop --force")
      }
      pause(milliseconds: 50)
    }
    return nil
  }

  /// The new cluster appears under its name only when it is complete.
  private func initialise(
    _ home: ClusterHome, _ binaries: PostgreSQLBinaries
  ) throws(PlatformError) {
    try FileSystem.removeTree(home.initialising)
    guard mkdir(home.initialising, 0o700) == 0,
      chown(home.initialising, home.account.user, home.account.group) == 0
    else { throw .system(home.initialising, "cannot make it for \(home.account.name)") }
    var arguments = [
      "--pgdata", home.initialising, "--username=postgres", "--encoding=UTF8", "--locale=C",
      "--data-checksums", "--auth-local=trust", "--auth-host=reject", "--no-instructions",
    ]
    if profile == .scratch { arguments.append("--no-sync") }
    let result = try ChildProcess.run(
      ChildCommand(binaries.path("initdb"), arguments, account: home.account), timeout: 300)
    guard result.isSuccess else {
      throw PlatformError(
        .unavailable, at: home.initialising,
        "initdb could not make the database cluster: \(result.lastErrorLines)",
        remedy: "check space and rights there, then try again")
    }
    try FileSystem.rename(home.initialising, to: home.data, replacing: false)
  }

  /// After a crash and a reboot the process number in `postmaster.pid` may belong to any program,
  /// and PostgreSQL would refuse to start if it is one of the same account. No server of ours runs
  /// here; and should one that we cannot recognise do, its shared memory, which PostgreSQL finds by
  /// the data directory's inode, still stops a second one.
  private func removeStaleFile(_ home: ClusterHome) throws(PlatformError) {
    try FileSystem.removeTree(PostmasterFile.path(inData: home.data))
  }

  /// Starts a postmaster and waits until it answers; `nil` when the data is still held by the
  /// remains of a former one.
  private func launch(
    _ home: ClusterHome, _ binaries: PostgreSQLBinaries, before deadline: Deadline
  ) throws(PlatformError) -> Server? {
    let child = try spawnPostmaster(home, binaries)
    while true {
      if try child.ending() != nil {
        let log = (try? FileSystem.readText(home.startLog)) ?? ""
        if log.contains("pre-existing shared memory block") && !deadline.isOver { return nil }
        throw PlatformError(
          .unavailable, at: home.data,
          "the PostgreSQL server ended while starting: \(Self.lastLines(of: log))",
          remedy: "read \(home.startLog) and \(home.data)/log")
      }
      if let file = PostmasterFile.live(data: home.data), file.status == "ready",
        let server = try home.liveServer(), try answers(server, binaries)
      {
        return server
      }
      guard !deadline.isOver else {
        child.signal(SIGINT)
        throw PlatformError(
          .unavailable, at: home.data,
          "the PostgreSQL server was not ready after \(Int(Self.startSeconds)) seconds",
          remedy: "read \(home.startLog) and \(home.data)/log")
      }
      pause(milliseconds: 10)
    }
  }

  /// The command line has what no `ALTER SYSTEM` may change: no network, and where the socket is.
  private func spawnPostmaster(
    _ home: ClusterHome, _ binaries: PostgreSQLBinaries
  ) throws(PlatformError) -> ChildProcess {
    let log = try OpenFile(
      opening: home.startLog, flags: O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_NOFOLLOW,
      mode: 0o644)
    try log.giveToOwnerOfFolder()
    let arguments = [
      "-D", home.data, "-c", "config_file=\(home.settings)", "-c", "hba_file=\(home.access)",
      "-c", "listen_addresses=", "-c", "port=5432",
      "-c", "unix_socket_directories=\(home.sockets.path)", "-c", "unix_socket_permissions=0700",
    ]
    return try ChildProcess.start(
      ChildCommand(
        binaries.path("postgres"), arguments, directory: home.path, account: home.account),
      output: .descriptor(log.descriptor), errorOutput: .descriptor(log.descriptor), detached: true)
  }

  private static func lastLines(of log: String) -> String {
    log.split(separator: "\n").suffix(3).joined(separator: " / ")
  }
}
