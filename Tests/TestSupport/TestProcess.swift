internal import Glibc
internal import Platform
internal import Synchronization

/// What this test process has on disk: one directory that goes, with every PostgreSQL server whose
/// data is in it, when the process ends, however it ends.
///
/// A watchdog process holds the reading end of a pipe whose writing end only this process has; when
/// the pipe breaks, it cleans up. Should the watchdog itself be killed, the next test process
/// sweeps: the owner of each directory holds a lock in it that dies with its process.
enum TestProcess {
  private static let base = "/tmp/nightclose-test-\(geteuid())"
  private static let ownerLock = Mutex<FileLock?>(nil)
  private static let made = Result<String, any Error> { try make() }

  /// The directory, which every account may enter.
  static func directory() throws -> String { try made.get() }

  private static func make() throws -> String {
    try FileSystem.makeDirectories(base)
    let directory = "\(base)/\(getpid())-\(UInt32.random(in: 0 ... .max))"
    let guarded = try FileLock.wait("\(base)/lock", seconds: 120)
    try guarded.holding { () throws(PlatformError) in
      try sweep()
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
    return directory
  }

  /// Removes the directories whose owner is gone. What cannot be removed now is left to the next.
  private static func sweep() throws(PlatformError) {
    for name in try FileSystem.list(base) where name != "lock" {
      let directory = "\(base)/\(name)"
      guard let lock = try? FileLock.attempt("\(directory)/owner") else { continue }
      try lock.holding { () throws(PlatformError) in
        _ = try ChildProcess.run(
          ChildCommand("/bin/sh", ["-c", cleaning, "sweep", directory]), timeout: 60)
      }
    }
  }

  /// Ends the servers that really work on data below `$1`, then removes it and their sockets.
  private static let cleaning = """
    find "$1" -name postmaster.pid | while IFS= read -r file; do
      pid=$(sed -n 1p "$file")
      sockets=$(sed -n 5p "$file")
      tr '\\0' '\\n' <"/proc/$pid/cmdline" | grep -qxF "${file%/*}" || continue
      kill -QUIT "$pid"
      tries=0
      while kill -0 "$pid" && [ $tries -lt 200 ]; do
        sleep 0.05
        tries=$((tries + 1))
      done
      case $sockets in /tmp/nightclose-*) rm -rf -- "$sockets" ;; esac
    done
    # An initdb that was under way may still write for a moment.
    for delay in 0 1 2 4; do
      sleep $delay
      rm -rf -- "$1" && [ ! -e "$1" ] && break
    done
    """

  private static func startWatchdog(_ directory: String) throws {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0, fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0 else {
      throw PlatformError(
        .unavailable, at: "pipe", "cannot make one", remedy: "raise the limit of open files")
    }
    // The writing end is never closed: the end of this process closes it.
    _ = try ChildProcess.start(
      ChildCommand("/bin/sh", ["-c", "read -r line; \(cleaning)", "watchdog", directory]),
      input: .descriptor(ends[0]), detached: true)
    close(ends[0])
  }
}
