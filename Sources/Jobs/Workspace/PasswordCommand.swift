import Platform
import PostgresClient

/// A program that prints a password: a secret store's client, or `cat` of a mounted secret, for
/// connections without a passfile.
struct PasswordCommand: Sendable {
  private let command: [String]
  private let environment: [String: String]

  init(_ command: [String], environment: [String: String]) {
    self.command = command
    self.environment = ChildCommand.plainEnvironment.merging(environment) { _, own in own }
  }

  /// The first line that the program prints within 30 seconds. What it prints is never logged, nor
  /// what it says on standard error, which may quote a secret.
  func password() throws(PasswordFailure) -> String {
    let name = command.first ?? ""
    let result: ChildProcess.Result
    do throws(PlatformError) {
      result = try ChildProcess.run(
        ChildCommand(configured: command, environment: environment), timeout: 30, limit: 1 << 16)
    } catch { throw PasswordFailure("password_command \(error.place): \(error.problem)") }
    guard result.isSuccess else {
      let how =
        switch result.ending {
        case .exited(let status): "ended with status \(status)"
        case .signalled(let number): "was ended by signal \(number)"
        }
      throw PasswordFailure("password_command \(name) \(how)")
    }
    guard let line = result.output.split(separator: "\n").first else {
      throw PasswordFailure("password_command \(name) printed nothing")
    }
    return String(line)
  }
}
