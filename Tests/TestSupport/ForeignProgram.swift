internal import Platform
public import Testing

/// Programs of others that read what this one writes. Tests/run installs them; where a machine cannot
/// have one, the tests that need it carry ``ForeignProgram/isNeeded`` and are skipped by name.
public enum ForeignProgram: String, Sendable {
  case hledger
  case ledger

  /// Its path; Debian's packages put it there.
  public var path: String { "/usr/bin/\(rawValue)" }

  /// A trait that skips the test or suite when the program is absent.
  public var isNeeded: ConditionTrait {
    .enabled(if: FileSystem.exists(path), "\(path) is absent: install the package \(rawValue)")
  }

  /// What it prints; it must end well and complain of nothing.
  public func answer(_ arguments: [String]) throws -> [Substring] {
    var environment = ChildCommand.plainEnvironment
    // Haskell reads files in the locale's encoding.
    environment["LC_ALL"] = "C.UTF-8"
    let result = try ChildProcess.run(
      ChildCommand(path, arguments, environment: environment), timeout: 300)
    guard result.isSuccess, result.errorOutput.isEmpty else {
      throw PlatformError(
        .unavailable, at: rawValue, result.errorOutput, remedy: "see \(arguments)")
    }
    return result.output.split(separator: "\n")
  }
}
