import ArgumentParser
import Foundation
import Jobs

/// `nightclose demo`
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Own PostgreSQL, sample companies, a nightly close, and where the spreadsheets are.")

  @Option(help: "Size of the sample: 1 is about 18 months of a small group.")
  var scale: Int = 1

  @Option(help: "Folder that everything lives in; .nightclose/demo below this one if missing.")
  var state: String?

  @Flag(help: "Print one JSON document instead of text.")
  var json = false

  func validate() throws {
    guard (1...1000).contains(scale) else {
      throw ValidationError("--scale is a number from 1 to 1000")
    }
  }

  /// How the shell found this program: by name, or by a path, which works from any folder when it is
  /// written out.
  private static var program: String {
    let typed = CommandLine.arguments.first ?? "nightclose"
    guard typed.contains("/") else { return typed }
    return (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? typed
  }

  func run() throws {
    var common = CommonOptions()
    common.state = state
    common.json = json
    do throws(JobError) {
      common.finish(
        try Demo(
          scale: scale, program: Self.program, stateDirectory: state,
          environment: ProcessInfo.processInfo.environment,
          workingDirectory: FileManager.default.currentDirectoryPath,
          isInteractive: isatty(STDERR_FILENO) == 1
        ).run())
    } catch {
      common.fail(error)
    }
  }
}
