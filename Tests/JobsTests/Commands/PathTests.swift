import Foundation
import Platform
import TestSupport
import Testing

@testable import Jobs

/// Relative paths mean what the reader of the line they stand in expects.
@Suite("Relative paths")
struct PathTests {
  /// A configuration in `conf`, and the session of somebody who works beside it.
  private func session(
    _ installation: String, state: String? = nil, environment: [String: String] = [:]
  ) throws -> (session: Session, directory: TemporaryDirectory) {
    let directory = try TemporaryDirectory("paths")
    for folder in ["conf/jobs", "conf/reports"] {
      try FileSystem.makeDirectories(directory.file(folder))
    }
    try FileSystem.writeAtomically(
      "version: 1\n" + installation, to: directory.file("conf/jobs/nightclose.yaml"))
    let session = try Session(
      SessionOptions(
        configDirectory: "conf", stateDirectory: state, environment: environment,
        workingDirectory: directory.path, isInteractive: false))
    return (session, directory)
  }

  @Test("What is typed is below the working directory")
  func typed() throws {
    let (session, directory) = try session("state: elsewhere\n", state: "state")
    #expect(try session.stateDirectory() == directory.file("state"))
    #expect(try session.outputDirectory() == directory.file("state/output"))
    #expect(session.options.typed(".") == directory.path)
    #expect(session.options.typed("/srv/books") == "/srv/books")
  }

  @Test("So is what the environment says")
  func environment() throws {
    let (session, directory) = try session(
      "state: elsewhere\n", environment: ["NIGHTCLOSE_STATE": "state"])
    #expect(try session.stateDirectory() == directory.file("state"))
  }

  @Test("What stands in nightclose.yaml is below the configuration")
  func written() throws {
    let (session, directory) = try session("state: .\noutput: files/out\n")
    #expect(try session.stateDirectory() == directory.file("conf"))
    #expect(try session.outputDirectory() == directory.file("conf/files/out"))
  }

  @Test("Without a word the state is beside the configuration")
  func unsaid() throws {
    let (session, directory) = try session("")
    #expect(try session.stateDirectory() == directory.file("conf/.nightclose"))
  }
}
