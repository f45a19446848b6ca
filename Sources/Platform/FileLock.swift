internal import Glibc

/// A lock on a file (flock), held while the value lives and let go by the system when the process
/// dies. The descriptor is close-on-exec: no child can hold the lock on.
public struct FileLock: ~Copyable {
  /// Shared locks exclude only exclusive ones.
  public enum Mode: Sendable {
    /// Any number of holders at once.
    case shared
    /// One holder.
    case exclusive

    var operation: Int32 { self == .shared ? LOCK_SH : LOCK_EX }
  }

  private let file: OpenFile

  private init(holding file: consuming OpenFile) { self.file = file }

  /// Takes the lock if it is free, else `nil`. The file is made when missing and never removed:
  /// removing it would let two processes hold locks on two files of one name.
  public static func attempt(
    _ path: String, _ mode: Mode = .exclusive
  ) throws(PlatformError) -> FileLock? {
    let file = try OpenFile(opening: path, flags: O_RDWR | O_CREAT | O_NOFOLLOW)
    try file.giveToOwnerOfFolder()
    return try hold(file, mode)
  }

  /// Takes the lock, waiting up to `seconds` for it.
  ///
  /// - Throws: an error of kind `busy` when the time is over.
  public static func wait(
    _ path: String, _ mode: Mode = .exclusive, seconds: Double
  ) throws(PlatformError) -> FileLock {
    let deadline = Deadline(seconds: seconds)
    while true {
      if let lock = try attempt(path, mode) { return lock }
      guard !deadline.isOver else {
        throw PlatformError(
          .busy, at: path, "another process has held this lock for \(Int(seconds)) seconds",
          remedy: "wait for it, or end it; `fuser -v \(path)` names it")
      }
      pause(milliseconds: 20)
    }
  }

  /// Does something while the lock is held.
  public borrowing func holding<Value: ~Copyable>(
    _ body: () throws(PlatformError) -> Value
  ) throws(PlatformError) -> Value {
    try body()
  }

  /// Changes the mode without waiting; says whether it worked. When it did not, the former lock
  /// may be gone, as flock(2) warns: so do this only under another lock that guards it.
  public func convert(to mode: Mode) throws(PlatformError) -> Bool {
    try Self.isHeld(file, mode)
  }

  /// Lets the program that this process becomes (`ChildProcess.become`) hold the lock on.
  public borrowing func passOn() throws(PlatformError) {
    guard fcntl(file.descriptor, F_SETFD, 0) == 0 else {
      throw .system(file.path, "cannot pass its lock on")
    }
  }

  private static func hold(
    _ file: consuming OpenFile, _ mode: Mode
  ) throws(PlatformError) -> FileLock? {
    guard try isHeld(file, mode) else { return nil }
    return FileLock(holding: file)
  }

  private static func isHeld(
    _ file: borrowing OpenFile, _ mode: Mode
  ) throws(PlatformError) -> Bool {
    while flock(file.descriptor, mode.operation | LOCK_NB) != 0 {
      if errno == EWOULDBLOCK { return false }
      if errno != EINTR { throw .system(file.path, "cannot lock it") }
    }
    return true
  }
}
