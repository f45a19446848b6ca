internal import Glibc

extension EmbeddedPostgreSQL {
  /// A fast shutdown writes a checkpoint; on a slow disk that takes a while.
  private static let stopSeconds = 120.0

  /// Stops the server, if one lives. The caller holds the lock.
  func stop(_ home: ClusterHome) throws(PlatformError) -> Bool {
    try FileSystem.removeTree(home.keepRunning)
    guard let server = try home.liveServer() else { return false }
    guard kill(server.processIdentifier, SIGINT) == 0 || errno == ESRCH else {
      throw .system(home.data, "cannot stop process \(server.processIdentifier)")
    }
    let process = RunningProcess(server.processIdentifier)
    guard process.hasEnded(before: Deadline(seconds: Self.stopSeconds)) else {
      throw PlatformError(
        .unavailable, at: home.data,
        "the PostgreSQL server (process \(server.processIdentifier)) did not stop within "
          + "\(Int(Self.stopSeconds)) seconds",
        remedy: "read its log in \(home.data)/log and try again")
    }
    home.sockets.remove()
    return true
  }
}
