internal import Glibc
public import Platform
public import Testing

/// The binary under `strace`, which sees each of its calls of the system and can stop or kill it at
/// any of them. So a test hits one place of a run, again and again, and the product needs no hook
/// for it. Tests/run installs strace.
public enum TracedProgram {
  /// A call that the program's main thread made.
  public struct Call: Hashable, Sendable, CustomStringConvertible {
    /// Its name, such as `fsync`.
    public let name: String
    /// The how-manyth of its name in this run, from 1.
    public let ordinal: Int
    /// Its arguments, as strace prints them, strings cut after some characters.
    public let arguments: String

    /// The first call of a name.
    public static func first(_ name: String) -> Call {
      Call(name: name, ordinal: 1, arguments: "")
    }

    /// Name and number.
    public var description: String { "\(name) \(ordinal)" }
  }

  /// What happens to the program at a call.
  public enum Fate: Sendable {
    /// It is killed as by `kill -9` when it is about to make the call, which is not made.
    case killed
    /// It makes the call and stops until it gets SIGCONT: a machine that pauses.
    case stopped
    /// The call, and no other, fails with this error.
    case failing(String)

    fileprivate var injection: String {
      switch self {
      case .killed: "error=EIO:signal=KILL"
      case .stopped: "signal=STOP"
      case .failing(let error): "error=\(error)"
      }
    }
  }

  private static let strace = "/usr/bin/strace"

  /// A trait that skips a test or suite by name where strace is absent or may not trace, as in some
  /// containers.
  public static let isNeeded: ConditionTrait = .enabled(
    if: canTrace, "strace is missing or may not trace: install it, as Tests/run does")

  private static let canTrace =
    (try? ChildProcess.run(ChildCommand(strace, ["-o", "/dev/null", "/bin/true"])))?.isSuccess
    ?? false

  /// The calls by which a run talks to servers and makes files.
  static let names = [
    "sendto", "poll", "write", "fsync", "rename", "renameat", "renameat2", "symlink", "symlinkat",
    "mkdir", "unlink",
  ]

  /// The command that runs the binary with something happening to it at a call.
  ///
  /// - Parameters:
  ///   - arguments: the words for the binary.
  ///   - log: the file that gets the list of calls.
  ///   - fate: what happens, and at which call; nothing when `nil`.
  /// - Returns: the command, not yet run.
  /// - Throws: when the binary is not found.
  public static func command(
    _ arguments: [String], log: String, _ fate: (Fate, at: Call)? = nil
  ) throws -> ChildCommand {
    // Not with --seccomp-bpf, which is faster and injects no signals (strace 6.1).
    var words = [
      "-f", "-s", "200", "-o", log, "-e", "trace=\(names.joined(separator: ","))",
    ]
    if let (fate, call) = fate {
      words += ["-e", "inject=\(call.name):\(fate.injection):when=\(call.ordinal)"]
    }
    return ChildCommand(strace, words + [try Program.path()] + arguments)
  }

  /// The calls of the main thread that a log lists, in their order.
  public static func calls(in log: String) throws -> [Call] {
    let lines = try FileSystem.readText(log).split(separator: "\n")
    let main = lines.first?.prefix { $0 != " " }
    var counts: [Substring: Int] = [:]
    var calls: [Call] = []
    for line in lines where line.prefix(while: { $0 != " " }) == main {
      let text = line.drop { $0 != " " }.drop { $0 == " " }
      guard let bracket = text.firstIndex(of: "("), text.first?.isLetter == true else { continue }
      let name = text[..<bracket]
      counts[name, default: 0] += 1
      calls.append(
        Call(
          name: String(name), ordinal: counts[name] ?? 0,
          arguments: String(text[text.index(after: bracket)...])))
    }
    return calls
  }
}

/// The binary while it runs.
public class StartedProgram {
  private let place: TemporaryDirectory
  fileprivate let child: ChildProcess

  /// Starts it.
  public convenience init(_ arguments: [String]) throws {
    try self.init(ChildCommand(try Program.path(), arguments), TemporaryDirectory("started"))
  }

  fileprivate init(_ command: ChildCommand, _ place: TemporaryDirectory) throws {
    self.place = place
    let (output, errors) = (place.file("output"), place.file("errors"))
    child = try ChildProcess.start(
      ChildCommand(
        "/bin/sh",
        ["-c", "exec \"$@\" >'\(output)' 2>'\(errors)'", "sh", command.executable]
          + command.arguments))
  }

  /// Waits until it has ended.
  public func end() throws -> Program.Answer {
    for _ in 0..<18000 {
      if let ending = try child.ending() {
        return Program.Answer(
          ending, output: try FileSystem.readText(place.file("output")),
          errors: try FileSystem.readText(place.file("errors")))
      }
      usleep(10_000)
    }
    throw CornerShop.Trouble("the program did not end within three minutes")
  }
}

/// A run that has stopped at a call and waits there until the test lets it go on.
public final class PausedProgram: StartedProgram {
  private var process: Int32 = 0
  private var isPaused = false

  /// Starts the binary and waits until it has stopped.
  public init(_ arguments: [String], at call: TracedProgram.Call) throws {
    let place = try TemporaryDirectory("paused")
    let log = place.file("calls")
    try super.init(
      TracedProgram.command(arguments, log: log, (.stopped, at: call)), place)
    process = try stopped(log)
    isPaused = true
  }

  private func stopped(_ log: String) throws -> Int32 {
    for _ in 0..<12000 {
      let text = (try? FileSystem.readText(log)) ?? ""
      if text.contains("--- stopped by SIGSTOP ---"),
        let number = Int32(text.prefix { $0 != " " })
      {
        return number
      }
      if let ending = try child.ending() {
        throw CornerShop.Trouble("the program ended (\(ending)) before it came to the call")
      }
      usleep(10_000)
    }
    throw CornerShop.Trouble("the program did not come to the call within two minutes")
  }

  deinit { if isPaused { kill() } }

  /// Lets it go on.
  public func resume() {
    isPaused = false
    Glibc.kill(process, SIGCONT)
  }

  /// Ends it where it is, as by `kill -9`.
  public func kill() {
    isPaused = false
    Glibc.kill(process, SIGKILL)
  }
}
