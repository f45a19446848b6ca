extension EmbeddedPostgreSQL {
  /// A program's claim on the running cluster. While one is held, no other program of ours stops
  /// the server; when the last one ends, the server stops, unless a person started it to stay.
  public struct Use: ~Copyable {
    /// The server.
    public let server: Server
    private let cluster: EmbeddedPostgreSQL
    private let home: ClusterHome
    private let claim: FileLock

    fileprivate init(
      server: Server, cluster: EmbeddedPostgreSQL, home: ClusterHome, claim: consuming FileLock
    ) {
      self.server = server
      self.cluster = cluster
      self.home = home
      self.claim = claim
    }

    /// Leaves the claim to the program that this process becomes: the server stays while it runs,
    /// and then until the next program of ours ends, or `stop`.
    public borrowing func passOn() throws(PlatformError) { try claim.passOn() }

    /// Gives the claim up, and stops the server if nobody else needs it. A claim that is dropped
    /// without this (a crash) leaves the server to the next program.
    public consuming func end() throws(PlatformError) {
      let lock = try home.startStopLock()
      try lock.holding { () throws(PlatformError) in
        // New claims are made under the lock that is held here, so nobody can slip in.
        if !home.isKeptRunning, try claim.convert(to: .exclusive) {
          _ = try cluster.stop(home)
        }
      }
    }
  }

  /// Starts or adopts the server and claims it until `end()`.
  public func use() throws(PlatformError) -> Use {
    let home = try ClusterHome(stateDirectory: stateDirectory)
    try home.prepare()
    let lock = try home.startStopLock()
    return try lock.holding { () throws(PlatformError) in
      let server = try ensureRunning(home)
      guard let claim = try FileLock.attempt(home.inUse, .shared) else {
        throw PlatformError(
          .busy, at: home.inUse, "another program holds this lock", remedy: "end it and try again")
      }
      return Use(server: server, cluster: self, home: home, claim: claim)
    }
  }
}
