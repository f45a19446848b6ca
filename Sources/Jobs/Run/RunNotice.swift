import AccountingValues
import Definitions
import Foundation
import Platform

/// What a person is told of a run's end, by a command of theirs: a mail program, a chat's client.
struct RunNotice {
  let job: String
  let outcomes: [RunOutcome]
  let exitCode: ExitCode

  /// The summary: how it ended, then each company, those that failed first.
  var text: String {
    let failed = outcomes.filter { $0.exitCode != 0 }
    let companies = counted(outcomes.count, "company", "companies")
    let head =
      failed.isEmpty
      ? "nightclose \(job): \(companies) closed"
      : "nightclose \(job): \(failed.count) of \(companies) not closed, exit code "
        + "\(exitCode.rawValue)"
    let parts = (failed + outcomes.filter { $0.exitCode == 0 }).map(\.message)
    return ([head] + parts).joined(separator: "\n\n") + "\n"
  }

  /// Calls the command with the summary on standard input and waits for its end.
  ///
  /// - Throws: `JobError` when it cannot be run, does not end in time, or says it failed.
  func send(
    _ notification: InstallationDefinition.Notification, from session: Session
  ) throws {
    guard let program = notification.command.first else { return }
    var environment = ChildCommand.plainEnvironment
    environment.merge(session.options.environment) { _, own in own }
    environment["NIGHTCLOSE_JOB"] = job
    environment["NIGHTCLOSE_EXIT_CODE"] = "\(exitCode.rawValue)"
    // A file and no pipe: a program that does not read it must not block this one.
    let file = try session.stateDirectory() + "/notice-\(ProcessInfo.processInfo.processIdentifier)"
    try FileSystem.writeAtomically(text, to: file, mode: 0o600)
    defer { try? FileSystem.removeTree(file) }
    guard let handle = FileHandle(forReadingAtPath: file) else {
      throw JobError(
        .inputOutput, "\(file) cannot be read", action: "check the rights of the state directory")
    }
    defer { try? handle.close() }
    let result = try ChildProcess.run(
      ChildCommand(configured: notification.command, environment: environment),
      input: .descriptor(handle.fileDescriptor), timeout: Double(notification.timeoutSeconds))
    guard result.isSuccess else {
      let said = result.lastErrorLines
      throw JobError(
        .inputOutput, "\(program) failed" + (said.isEmpty ? "" : ": \(said)"),
        action: "run it by hand as the account that runs nightclose; the run itself is not affected"
      )
    }
  }
}
