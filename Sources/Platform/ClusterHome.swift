internal import Glibc

/// Where a cluster lives and as whom it runs.
struct ClusterHome {
  let path: String
  let account: Account

  var data: String { "\(path)/data" }
  var initialising: String { "\(path)/data.initialising" }
  var settings: String { "\(path)/postgresql.conf" }
  var access: String { "\(path)/pg_hba.conf" }
  var startLog: String { "\(path)/start.log" }
  var lock: String { "\(path)/lock" }
  var inUse: String { "\(path)/in-use" }
  var keepRunning: String { "\(path)/keep-running" }
  var sockets: PrivateSocketDirectory { PrivateSocketDirectory(data: data, account: account) }

  /// Data that exists decides; only then does reachability, so that a change of some directory's
  /// mode never makes existing data look lost.
  init(stateDirectory: String) throws(PlatformError) {
    let state = try Self.canonical(stateDirectory)
    let inside = "\(state)/postgresql"
    let apart = "/var/lib/nightclose/\(SHA256.digest(of: state).hex.prefix(16))"
    guard Account.current.user == 0 else {
      self.init(path: inside, account: .current)
      return
    }
    for place in [inside, apart] {
      guard let owner = Self.owner(of: "\(place)/data") else { continue }
      self.init(path: place, account: owner)
      guard try canEnter(place) else {
        throw PlatformError(
          .permission, at: data, "its owner \(owner.name) can no longer enter this directory",
          remedy: "allow it on the directories above, e.g. chmod o+x")
      }
      return
    }
    let account = try Self.newOwner(state: state)
    let candidate = ClusterHome(path: inside, account: account)
    let isReachable = try candidate.canEnter(Self.nearestDirectory(to: inside))
    self = isReachable ? candidate : ClusterHome(path: apart, account: account)
  }

  /// As whom root makes a cluster: the account whose state directory it is, for that account will
  /// work with it, else `postgres`.
  private static func newOwner(state: String) throws(PlatformError) -> Account {
    if let owner = owner(of: state), owner.user != 0 { return owner }
    guard let postgres = Account.named("postgres") else {
      throw PlatformError(
        .configuration, at: "account postgres",
        "PostgreSQL does not run as root, and this account does not exist",
        remedy: "install postgresql, or run as another account than root")
    }
    return postgres
  }

  private init(path: String, account: Account) {
    self.path = path
    self.account = account
  }

  /// The path without links as far as it exists, so that every spelling leads to one cluster.
  private static func canonical(_ path: String) throws(PlatformError) -> String {
    if FileSystem.exists(path) { return try FileSystem.resolved(path) }
    guard let parent = FileSystem.parent(of: path) else { return path }
    let name = path.split(separator: "/").last ?? ""
    let above = try canonical(parent)
    return above == "/" ? "/\(name)" : "\(above)/\(name)"
  }

  private static func nearestDirectory(to path: String) -> String {
    var path = path
    while !FileSystem.isDirectory(path), let parent = FileSystem.parent(of: path) { path = parent }
    return path
  }

  private static func owner(of path: String) -> Account? {
    var info = stat()
    guard lstat(path, &info) == 0 else { return nil }
    return .numbered(info.st_uid)
  }

  /// Asked of the system as that account, so that groups and access lists count.
  private func canEnter(_ directory: String) throws(PlatformError) -> Bool {
    if account == .current { return true }
    let question = ChildCommand("/usr/bin/test", ["-x", directory], account: account)
    return try ChildProcess.run(question, timeout: 10).isSuccess
  }

  /// Makes the directory; its contents but for `data` belong to the program's account.
  func prepare() throws(PlatformError) { try FileSystem.makeDirectories(path) }

  func startStopLock() throws(PlatformError) -> FileLock {
    try FileLock.wait(lock, seconds: 330)
  }

  /// The major version of the data, `nil` where there is none.
  func major() throws(PlatformError) -> Int? {
    guard FileSystem.exists(data) else { return nil }
    let file = "\(data)/PG_VERSION"
    var lines = ""
    do throws(PlatformError) { lines = try FileSystem.readText(file) } catch {
      // A file that is missing says as little as an empty one.
      guard error.systemError == ENOENT else { throw error }
    }
    let text = lines.split(whereSeparator: \.isWhitespace).first ?? ""
    // Before version 10 the major version had two numbers.
    guard let major = Int(text.prefix { $0 != "." }) else {
      throw PlatformError(
        .configuration, at: file, "it does not name a version of PostgreSQL",
        remedy: "restore the state directory from a backup")
    }
    return major
  }

  /// The server whose process lives, whether or not it answers.
  func liveServer() throws(PlatformError) -> EmbeddedPostgreSQL.Server? {
    guard let major = try major(), let file = PostmasterFile.live(data: data) else { return nil }
    return EmbeddedPostgreSQL.Server(
      processIdentifier: file.processIdentifier,
      socketDirectory: file.socketDirectory.isEmpty ? sockets.path : file.socketDirectory,
      major: major, dataDirectory: data)
  }

  var isKeptRunning: Bool { FileSystem.exists(keepRunning) }

  func setKeepRunning() throws(PlatformError) {
    try FileSystem.writeAtomically("", to: keepRunning)
  }
}
