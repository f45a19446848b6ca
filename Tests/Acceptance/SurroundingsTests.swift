import Platform
import TestSupport
import Testing

/// What lies around a run changes nothing: neither figures nor files nor the exit code.
@Suite("Where and how a run is started")
struct SurroundingsTests {
  /// What a shell, cron or systemd gives a run.
  struct Surroundings: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var environment: [String: String] = [:]
    var umask = "022"
    var isInItsFolder = false
  }

  static let all = [
    Surroundings(testDescription: "nothing at all, as by env -i"),
    Surroundings(
      testDescription: "Tokyo in the program, Kiritimati and German dates in the database",
      environment: [
        "TZ": "Asia/Tokyo", "PGTZ": "Pacific/Kiritimati", "PGDATESTYLE": "German, DMY",
        "PGOPTIONS": "-c extra_float_digits=-3 -c bytea_output=escape",
      ]),
    Surroundings(
      testDescription: "Turkish, where I is not the capital of i",
      environment: ["LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "TZ": "America/St_Johns"],
      umask: "077"),
    Surroundings(
      testDescription: "the C locale, in the folder of the configuration, files for all",
      environment: ["LC_ALL": "C", "PGCLIENTENCODING": "LATIN1"], umask: "000", isInItsFolder: true),
  ]

  @Test("the same bytes", arguments: all)
  func same(_ surroundings: Surroundings) throws {
    let expected = try CornerShop.closedOnce().books()
    let shop = try CornerShop.opened()
    let answer = try Program.run(
      ChildCommand(
        "/bin/sh",
        [
          "-c", "umask \(surroundings.umask); exec \"$@\"", "sh", try Program.path(), "run",
          "nightly",
        ] + (surroundings.isInItsFolder ? [] : shop.words),
        environment: surroundings.environment,
        directory: surroundings.isInItsFolder ? shop.directory.path : "/"))
    #expect(answer.code == 0 && answer.output + answer.errors == "", "\(answer.text)")
    #expect(try shop.books() == expected)
  }

  /// Runs the words with a shell's redirections.
  private func run(
    _ shop: CornerShop, _ arguments: String..., redirected: String
  ) throws -> Program.Answer {
    try Program.run(
      ChildCommand(
        "/bin/sh",
        ["-c", "exec \"$@\" \(redirected)", "sh", try Program.path()] + arguments + shop.words,
        environment: [:]))
  }

  @Test("with its three standard files closed it writes into nobody else's")
  func closedDescriptors() throws {
    let shop = try CornerShop.closedOnce()
    try shop.change("UPDATE shop.item SET price = price + 1 WHERE id = 2")
    let before = try shop.books()
    #expect(try run(shop, "run", "nightly", redirected: "<&- >&- 2>&-").code == 0)
    #expect(try shop.books() != before && shop.brokenFiles() == [])
    #expect(try run(shop, "status", redirected: "<&- >&- 2>&-").code == 0)
    try shop.write("jobs/companies/corner.yaml", CornerShop.companyFile(more: "colour: red"))
    #expect(try run(shop, "run", "nightly", redirected: "<&- >&- 2>&-").code == 78)
    let log = try FileSystem.readText(shop.directory.file("state/log/nightclose.log"))
    #expect(log.split(separator: "\n").allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
  }

  @Test("an answer that cannot be written is 74, for silence would pass for an answer")
  func fullOutput() throws {
    let shop = try CornerShop.closedOnce()
    let silent = try run(shop, "run", "nightly", redirected: ">/dev/full")
    #expect(silent.code == 0 && silent.errors == "", "a run that has nothing to say")
    let status = try run(shop, "status", redirected: ">/dev/full")
    #expect(status.code == 74)
    #expect(
      status.errors.hasPrefix(
        "nightclose: standard output cannot be written: No space left on device\n  → "))
    try shop.change("UPDATE shop.item SET price = price + 1 WHERE id = 2")
    let before = try shop.books()
    #expect(try run(shop, "run", "nightly", "--json", redirected: ">/dev/full").code == 74)
    #expect(try shop.books() != before && shop.brokenFiles() == [])
    try shop.write("jobs/companies/corner.yaml", CornerShop.companyFile(more: "colour: red"))
    #expect(try run(shop, "run", "nightly", redirected: ">/dev/full 2>/dev/full").code == 78)
  }

  @Test("a reader that has seen enough ends nothing that matters")
  func closedPipe() throws {
    let shop = try CornerShop.closedOnce()
    try shop.change("UPDATE shop.item SET price = price + 1 WHERE id = 2")
    let before = try shop.books()
    _ = try run(shop, "run", "nightly", "--json", redirected: "| true")
    #expect(try shop.books() != before && shop.brokenFiles() == [])
    #expect(try shop.leftovers() == [])
  }
}
