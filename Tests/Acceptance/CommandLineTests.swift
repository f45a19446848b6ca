import Platform
import TestSupport
import Testing

/// The binary as cron and people call it: words in, lines and an exit code out.
@Suite("The command line")
struct CommandLineTests {
  /// It lies beside the program that runs the tests.
  private static func program() throws -> String {
    let tests = try FileSystem.resolved("/proc/self/exe")
    return "\(FileSystem.parent(of: tests) ?? ".")/nightclose"
  }

  private func run(
    _ arguments: [String], in place: TemporaryDirectory
  ) throws -> (code: Int32, output: String, errors: String) {
    let result = try ChildProcess.run(
      ChildCommand(try Self.program(), arguments, directory: place.path), timeout: 300)
    guard case .exited(let code) = result.ending else {
      Issue.record("\(arguments) ended with \(result.ending)")
      return (-1, result.output, result.errorOutput)
    }
    return (code, result.output, result.errorOutput)
  }

  private func write(_ text: String, to path: String) throws {
    try FileSystem.makeDirectories(FileSystem.parent(of: path) ?? "/")
    try FileSystem.writeAtomically(text, to: path)
  }

  @Test(
    "a command that is not understood ends with 64",
    arguments: [
      ["close"], ["run"], ["status", "--max-age", "soon"], ["runs", "list", "--limit", "0"],
      ["period", "reopen", "2026-10"], ["db", "psql", "-l"],
      ["run", "nightly", "--as-of", "31.10."],
    ])
  func usage(_ arguments: [String]) throws {
    let answer = try run(arguments, in: TemporaryDirectory("usage"))
    #expect(answer.code == 64)
    #expect(answer.output == "" && answer.errors.contains("Usage: nightclose"))
  }

  @Test("a mistake in a file ends with 78 and its place, in at most ten lines")
  func configuration() throws {
    let place = try TemporaryDirectory("mistakes")
    let mistakes = (1...20).map { "key\($0): 1" }.joined(separator: "\n")
    try write("version: 1\n\(mistakes)\n", to: place.file("jobs/nightclose.yaml"))
    let answer = try run(["status", "--config-dir", place.path], in: place)
    #expect(answer.code == 78 && answer.output == "")
    #expect(answer.errors.hasPrefix("nightclose: jobs/nightclose.yaml:2:1: "))
    #expect(answer.errors.split(separator: "\n").count <= 10)
    let check = try run(["config", "check", "--config-dir", place.path], in: place)
    #expect(check.code == 78 && check.errors == "")
    #expect(check.output.split(separator: "\n").count == 20)
    let nowhere = try run(["config", "check", "--config-dir", place.file("no")], in: place)
    #expect(nowhere.code == 78)
  }

  @Test("a server that does not answer ends with 69; the message says what to do, no password")
  func unavailable() throws {
    let place = try TemporaryDirectory("unreachable")
    try write(
      """
      version: 1
      warehouse:
        uri: postgresql:///books?host=\(place.path)
        password_command: [/bin/echo, verysecret]
      connections: {erp: {uri: "postgresql:///erp?host=\(place.path)"}}
      """, to: place.file("jobs/nightclose.yaml"))
    try write(
      """
      name: Acme
      sources: [{erp: reference, connection: erp}]
      base_currency: EUR
      time_zone: Europe/Vienna
      """, to: place.file("jobs/companies/acme.yaml"))
    for command in [["status"], ["migrate"], ["sources", "check"], ["doctor"]] {
      let answer = try run(command + ["--config-dir", place.path], in: place)
      #expect(answer.code == 69, "\(command)")
      #expect(!(answer.output + answer.errors).contains("verysecret"))
      if command != ["doctor"] {
        #expect(answer.output == "" && answer.errors.contains("→ see that the server runs"))
      }
    }
  }

  @Test(
    "completions are written for the shells that jobs/install knows",
    arguments: ["bash", "zsh", "fish"])
  func completions(_ shell: String) throws {
    let answer = try run(["--generate-completion-script", shell], in: TemporaryDirectory("shell"))
    #expect(answer.code == 0 && answer.output.contains("nightclose"))
  }

  /// Each line that an operator is told to type names a command and options that exist.
  @Test("every command of the runbook and the units is understood")
  func runbook() throws {
    let place = try TemporaryDirectory("runbook")
    var commands: Set<String> = []
    for file in ["cron/README.md", "jobs/README.md", "jobs/install", "jobs/nightclose.yaml"] {
      let text = try FileSystem.readText("\(RealData.checkout)/\(file)")
      for match in text.matches(of: /[`\/ ]nightclose ((?:[a-z]+ ?)(?:[a-z]+)?)/) {
        commands.insert(String(match.1))
      }
    }
    for command in commands.sorted() {
      let words = command.split(separator: " ").map(String.init)
      let answer = try run(["help"] + words.prefix(1), in: place)
      #expect(answer.code == 0, "\(command)")
    }
    #expect(commands.contains("db backup"))
  }
}

/// The embedded server from its making to a restored backup.
@Suite("The embedded database", .serialized)
struct EmbeddedDatabaseTests {
  private let place: TemporaryDirectory

  init() throws { place = try TemporaryDirectory("embedded") }

  private func nightclose(
    _ arguments: String..., state: String = "state", code: Int32 = 0
  ) throws -> String {
    let tests = try FileSystem.resolved("/proc/self/exe")
    let words = arguments.prefix { $0 != "--" }
    let rest = arguments.dropFirst(words.count)
    let result = try ChildProcess.run(
      ChildCommand(
        "\(FileSystem.parent(of: tests) ?? ".")/nightclose",
        words + ["--config-dir", place.path, "--state", place.file(state)] + rest,
        directory: place.path), timeout: 300)
    #expect(result.ending == .exited(code), "\(arguments): \(result.output)\(result.errorOutput)")
    return result.output
  }

  @Test("made by migrate, kept by start, asked by psql, dumped, restored elsewhere, stopped")
  func life() throws {
    try FileSystem.makeDirectories(place.file("jobs"))
    try FileSystem.writeAtomically(
      "version: 1\nwarehouse: {embedded: true}\n", to: place.file("jobs/nightclose.yaml"))
    #expect(try nightclose("db", "status").hasPrefix("status  absent"))
    _ = try nightclose("runs", code: 78)
    _ = try nightclose("db", "backup", "early.dump", code: 78)
    #expect(try nightclose("migrate").hasPrefix("warehouse schema version "))
    // A command that worked with it stops it, unless a person started it to stay.
    #expect(try nightclose("db", "status").hasPrefix("status  stopped"))
    #expect(try nightclose("db", "start").hasPrefix("status  running"))
    #expect(try nightclose("runs") == "there is no run yet\n")
    #expect(try nightclose("db", "status").hasPrefix("status  running"))
    let query = "SELECT count(*) > 0 FROM core.schema_version"
    #expect(try nightclose("db", "psql", "--", "-XAtc", query) == "t\n")
    _ = try nightclose("db", "backup", "books.dump")
    _ = try nightclose("db", "backup", "books.dump", code: 73)
    try restore()
    #expect(try nightclose("db", "stop") == "stopped\n")
    #expect(try nightclose("db", "stop", "--force") == "no server ran\n")
  }

  /// As cron/README.md says.
  private func restore() throws {
    let started = try nightclose("db", "start", state: "other")
    defer { _ = try? nightclose("db", "stop", state: "other") }
    _ = try nightclose("roles", state: "other")
    let line = try #require(started.split(separator: "\n").first { $0.hasPrefix("socket") })
    let socket = line.dropFirst("socket".count).drop { $0 == " " }
    let restored = try ChildProcess.run(
      ChildCommand(
        "/usr/bin/pg_restore",
        [
          "--exit-on-error", "--dbname", "host=\(socket) user=postgres dbname=nightclose",
          place.file("books.dump"),
        ]), timeout: 300)
    #expect(restored.isSuccess, "\(restored.errorOutput)")
    #expect(try nightclose("migrate", state: "other").contains("nothing to do"))
    #expect(try nightclose("runs", state: "other") == "there is no run yet\n")
  }
}
