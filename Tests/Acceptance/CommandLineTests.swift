import Glibc
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
        password_command: [echo, verysecret]
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
    "a command that gives no password ends with 77 and says how, not what it said",
    arguments: [
      ("[sh, -c, \"echo verysecret >&2; exit 3\"]", "password_command sh ended with status 3"),
      ("[\"true\"]", "password_command true printed nothing"),
      ("[no-such-store]", "password_command no-such-store: there is no such program in PATH"),
    ])
  func noPassword(command: String, sentence: String) throws {
    let place = try TemporaryDirectory("password")
    try write(
      """
      version: 1
      warehouse:
        uri: postgresql:///books?host=\(place.path)
        password_command: \(command)
      connections: {erp: {uri: "postgresql:///erp?host=\(place.path)"}}
      """, to: place.file("jobs/nightclose.yaml"))
    try write(
      """
      name: Acme
      sources: [{erp: reference, connection: erp}]
      base_currency: EUR
      time_zone: Europe/Vienna
      """, to: place.file("jobs/companies/acme.yaml"))
    let answer = try run(["status", "--config-dir", place.path], in: place)
    #expect(answer.code == 77 && answer.output == "", "\(answer.errors)")
    #expect(answer.errors.contains(sentence) && answer.errors.contains("→ run it by hand"))
    #expect(!answer.errors.contains("verysecret"))
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
    _ = try nightclose("db", "backup", "nowhere/early.dump", code: 73)
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
    // What a person needs in trouble does not depend on the rest of the configuration.
    try FileSystem.makeDirectories(place.file("jobs/companies"))
    try FileSystem.writeAtomically("name: [", to: place.file("jobs/companies/acme.yaml"))
    _ = try nightclose("runs", code: 78)
    _ = try nightclose("db", "backup", "again.dump")
    #expect(try nightclose("db", "stop") == "stopped\n")
    #expect(try nightclose("db", "stop", "--force") == "no server ran\n")
  }

  @Test("migrate run by three at once makes one warehouse, and none of them fails")
  func migratedAtOnce() throws {
    try FileSystem.makeDirectories(place.file("jobs"))
    try FileSystem.writeAtomically(
      "version: 1\nwarehouse: {embedded: true}\n", to: place.file("jobs/nightclose.yaml"))
    _ = try nightclose("db", "start")
    defer { _ = try? nightclose("db", "stop", "--force") }
    let words = ["migrate", "--config-dir", place.path, "--state", place.file("state")]
    let programs = try (0..<3).map { _ in try StartedProgram(words) }
    let answers = try programs.map { try $0.end() }
    #expect(answers.allSatisfy { $0.code == 0 && $0.errors == "" }, "\(answers.map(\.text))")
    #expect(answers.filter { $0.output.contains("applied 1, ") }.count == 1)
  }

  @Test(
    "what root did in another account's folders does not lock that account out",
    .enabled(if: geteuid() == 0, "only root can do that"))
  func rootBeforeTheAccount() throws {
    let nobody = try #require(Account.named("nobody"))
    let shop = try CornerShop.opened()
    try shop.writeInstallation(warehouse: "embedded: true", shop: "embedded: true")
    // The account may enter the place of its files, and makes them itself.
    #expect(chmod(shop.directory.path, 0o755) == 0)
    for folder in ["state", "output"] {
      let path = shop.directory.file(folder)
      try FileSystem.makeDirectories(path)
      #expect(chown(path, nobody.user, nobody.group) == 0)
    }
    defer { _ = try? shop.run("db", "stop", "--force") }
    func both(_ arguments: String...) throws {
      for account in [nil, nobody] {
        var command = ChildCommand(try Program.path(), arguments + shop.words)
        command.account = account
        let answer = try Program.run(command)
        let who = account?.name ?? "root"
        #expect(answer.code == 0, "\(arguments) as \(who): \(answer.text)")
      }
    }
    func psql(_ database: String, _ sql: String) throws {
      let answer = try Program.run(
        ["db", "psql", "--database", database] + shop.words + ["--", "-Xqc", sql])
      #expect(answer.code == 0, "\(answer.text)")
    }
    try both("db", "start")
    try psql("postgres", "CREATE DATABASE shop")
    try psql("shop", CornerShop.schema)
    try both("migrate")
    try both("db", "stop")
    try both("db", "start")
    try both("run", "nightly")
    try psql("shop", "UPDATE shop.item SET price = price + 1 WHERE id = 2")
    try both("run", "nightly")
    try both("period", "close", "2026-01", "--company", CornerShop.company)
    try both("db", "stop")
    #expect(try shop.brokenFiles() == [] && shop.leftovers() == [])
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
