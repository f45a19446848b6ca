import ArgumentParser
import Foundation
import Jobs

/// Options that every command takes.
struct CommonOptions: ParsableArguments {
  @Option(help: "Folder that holds jobs/ and reports/ to lay over the shipped ones.")
  var configDir: String?

  @Option(help: "Folder for state; else $NIGHTCLOSE_STATE, else what the configuration says.")
  var state: String?

  @Flag(help: "Print one JSON document instead of text.")
  var json = false

  /// Opens the session, runs `body` and ends the session, whatever came of it; turns the outcome
  /// into output and exit code.
  func perform(_ body: (Session) throws(JobError) -> CommandResult) throws {
    do throws(JobError) {
      let session = try Session(sessionOptions)
      let outcome = Result { () throws(JobError) in try body(session) }
      // What failed first is told; that the embedded server then does not stop either is not.
      if case .failure = outcome { try? session.end() } else { try session.end() }
      finish(try outcome.get())
    } catch {
      fail(error)
    }
  }

  /// Where and how this process was started.
  var sessionOptions: SessionOptions {
    SessionOptions(
      configDirectory: configDir, stateDirectory: state,
      environment: ProcessInfo.processInfo.environment,
      workingDirectory: FileManager.default.currentDirectoryPath,
      isInteractive: isatty(STDERR_FILENO) == 1)
  }

  /// Prints a result and exits with its code.
  func finish(_ result: CommandResult) {
    let text = json ? result.json : result.text
    if !text.isEmpty { print(text.hasSuffix("\n") ? text : text + "\n", result) }
    if !result.failure.isEmpty {
      let lines = result.failure.split(separator: "\n", omittingEmptySubsequences: false)
      Self.write(lines.prefix(10).joined(separator: "\n") + "\n", to: STDERR_FILENO)
    }
    if result.exitCode != .done { Foundation.exit(result.exitCode.rawValue) }
  }

  /// Prints a failure in at most ten lines and exits with its code.
  func fail(_ error: JobError) -> Never {
    let lines = "nightclose: \(error)".split(separator: "\n", omittingEmptySubsequences: false)
    Self.write(lines.prefix(10).joined(separator: "\n") + "\n", to: STDERR_FILENO)
    Foundation.exit(error.exitCode.rawValue)
  }

  /// Who asked and did not get the answer must not take silence for it.
  private func print(_ text: String, _ result: CommandResult) {
    let trouble = Self.write(text, to: STDOUT_FILENO)
    guard trouble != 0, result.exitCode == .done else { return }
    fail(
      JobError(
        .inputOutput, "standard output cannot be written: \(String(cString: strerror(trouble)))",
        action: "free space where it leads, or send it elsewhere; what was asked for is done"))
  }

  /// Writes a piece of what is too long for a `CommandResult` to standard output.
  ///
  /// - Throws: `JobError` when it cannot be written; that a pipe's reader is gone is its choice.
  static func printPiece(_ bytes: UnsafeRawBufferPointer) throws(JobError) {
    let trouble = write(bytes, to: STDOUT_FILENO)
    guard trouble != 0 else { return }
    throw JobError(
      .inputOutput, "standard output cannot be written: \(String(cString: strerror(trouble)))",
      action: "free space where it leads, or send it elsewhere, and do it again")
  }

  @discardableResult
  private static func write(_ text: String, to descriptor: Int32) -> Int32 {
    Array(text.utf8).withUnsafeBytes { write($0, to: descriptor) }
  }

  /// Writes all of it.
  ///
  /// - Returns: the error number; 0 also for a closed pipe, which is the reader's choice.
  private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = Foundation.write(
        descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        return errno == EPIPE ? 0 : errno
      }
    }
    return 0
  }
}

/// Refuses a count that is not positive.
func requirePositive(_ count: Int, _ option: String) throws {
  if count < 1 { throw ValidationError("\(option) is a number from 1 on") }
}
