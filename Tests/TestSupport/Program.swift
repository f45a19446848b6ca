public import Platform

/// The binary under test, called as cron and people call it: words in, lines and an exit code out.
public enum Program {
  /// How a call ended.
  public struct Answer: Sendable {
    /// The exit code; 128 and the signal when one ended it, as a shell says it.
    public let code: Int32
    /// What it wrote to standard output.
    public let output: String
    /// What it wrote to standard error.
    public let errors: String

    init(_ ending: ChildProcess.Ending, output: String, errors: String) {
      code =
        switch ending {
        case .exited(let status): status
        case .signalled(let signal): 128 + signal
        }
      self.output = output
      self.errors = errors
    }

    /// Both texts, for a failing test.
    public var text: String { "exit \(code)\n\(output)\(errors)" }
  }

  /// Its path: it lies beside the program that runs the tests.
  public static func path() throws -> String {
    let tests = try FileSystem.resolved("/proc/self/exe")
    return "\(FileSystem.parent(of: tests) ?? ".")/nightclose"
  }

  /// Runs it to its end, away from a terminal.
  public static func run(
    _ arguments: [String], environment: [String: String] = ChildCommand.plainEnvironment,
    directory: String = "/", timeout: Double = 300
  ) throws -> Answer {
    try run(
      ChildCommand(
        try path(), arguments, environment: environment, directory: directory), timeout: timeout)
  }

  /// Runs a command that wraps it, such as a shell with redirections or `strace`.
  public static func run(_ command: ChildCommand, timeout: Double = 300) throws -> Answer {
    let result = try ChildProcess.run(command, timeout: timeout)
    return Answer(result.ending, output: result.output, errors: result.errorOutput)
  }
}
