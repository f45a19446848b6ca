import Foundation
import Platform

/// A program that prints a password: a secret store's client, for connections without a passfile.
struct PasswordCommand: Sendable {
  private let command: [String]

  init(_ command: [String]) { self.command = command }

  /// The first line that the program prints. What it prints is never logged.
  func password() throws -> String {
    guard let program = command.first else {
      throw JobError(
        .configuration, "password_command is empty",
        action: "name a program and its arguments in jobs/nightclose.yaml")
    }
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = Array(command.dropFirst())
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0, let text = String(data: data, encoding: .utf8),
      let line = text.split(separator: "\n").first
    else {
      throw JobError(
        .permission, "password_command \(program) gave no password",
        action: "run it by hand as the account that runs nightclose")
    }
    return String(line)
  }
}
