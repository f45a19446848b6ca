internal import Glibc

/// A started child process.
public struct ChildProcess: Sendable {
  /// Its process number.
  public let processIdentifier: Int32

  /// Where one of the three standard descriptors of a child leads.
  public enum Stream: Sendable {
    /// `/dev/null`.
    case null
    /// The one of this process: only for programs in the foreground.
    case inherited
    /// An open descriptor of this process, which stays open here.
    case descriptor(Int32)
  }

  /// How a child process ended.
  public enum Ending: Sendable, Equatable {
    /// With this status.
    case exited(Int32)
    /// By this signal.
    case signalled(Int32)

    init(waitStatus status: Int32) {
      let signal = status & 0x7f
      self = signal == 0 ? .exited((status >> 8) & 0xff) : .signalled(signal)
    }
  }

  /// Starts a program; does not wait for it. `detached` puts it in a session of its own, so that
  /// neither Ctrl-C nor the end of the terminal reaches it; else it leads a process group.
  public static func start(
    _ command: ChildCommand, input: Stream = .null, output: Stream = .null,
    errorOutput: Stream = .null, detached: Bool = false
  ) throws(PlatformError) -> ChildProcess {
    let spawner = Spawner(detached: detached)
    try spawner.redirect(input, to: STDIN_FILENO)
    try spawner.redirect(output, to: STDOUT_FILENO)
    try spawner.redirect(errorOutput, to: STDERR_FILENO)
    return ChildProcess(processIdentifier: try spawner.spawn(command))
  }

  /// Replaces this process by the command, which keeps terminal and standard descriptors. Returns
  /// only by throwing.
  public static func become(_ command: ChildCommand) throws(PlatformError) -> Never {
    let words = try command.words()
    guard chdir(command.directory) == 0 else {
      throw .system(command.directory, "cannot enter it")
    }
    let arguments = CStrings(words)
    let environment = CStrings(command.environment.map { "\($0.key)=\($0.value)" }.sorted())
    execve(words[0], arguments.pointers, environment.pointers)
    throw .system(words[0], "cannot run it")
  }

  /// Waits until the process ends.
  public func wait() throws(PlatformError) -> Ending {
    var status: Int32 = 0
    while waitpid(processIdentifier, &status, 0) < 0 {
      if errno != EINTR { throw .system("process \(processIdentifier)", "cannot wait for it") }
    }
    return Ending(waitStatus: status)
  }

  /// How the process ended, or `nil` while it runs.
  public func ending() throws(PlatformError) -> Ending? {
    var status: Int32 = 0
    while true {
      let found = waitpid(processIdentifier, &status, WNOHANG)
      if found == 0 { return nil }
      if found > 0 { return Ending(waitStatus: status) }
      if errno != EINTR { throw .system("process \(processIdentifier)", "cannot wait for it") }
    }
  }

  /// Sends a signal; that the process is gone is no error.
  public func signal(_ number: Int32) { _ = kill(processIdentifier, number) }
}

/// An array of C strings with the closing null that exec and spawn want.
final class CStrings {
  var pointers: [UnsafeMutablePointer<CChar>?]

  init(_ words: [String]) { pointers = words.map { strdup($0) } + [nil] }

  deinit { for pointer in pointers { free(pointer) } }
}
