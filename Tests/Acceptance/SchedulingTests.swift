import Glibc
import Platform
import TestSupport
import Testing

/// The files of `cron/`, as the programs that will read them see them.
@Suite("what starts the nightly run")
struct SchedulingTests {
  private func shipped(_ name: String) throws -> String {
    try FileSystem.readText("\(RealData.checkout)/cron/\(name)")
  }

  @Test(
    "systemd accepts the service and its timer without a word",
    .enabled(
      if: FileSystem.exists("/usr/bin/systemd-analyze"), "systemd-analyze is not installed"))
  func systemd() throws {
    let directory = try TemporaryDirectory("units")
    let names = ["nightclose@.service", "nightclose-nightly.timer"]
    for name in names {
      // The program is not installed where the tests run, and verify looks for it.
      let text = try shipped(name).split(separator: "/usr/local/bin/nightclose").joined(
        separator: "/usr/bin/true")
      try FileSystem.writeAtomically(text, to: directory.file(name))
    }
    let result = try ChildProcess.run(
      ChildCommand(
        "/usr/bin/systemd-analyze", ["verify"] + names.map { directory.file($0) }))
    #expect(result.isSuccess)
    #expect(result.output + result.errorOutput == "")
  }

  @Test("the service runs the job it is named after, and gives up where a person is needed")
  func service() throws {
    let lines = try shipped("nightclose@.service").split(separator: "\n")
    #expect(lines.contains("ExecStart=/usr/local/bin/nightclose run %i"))
    #expect(lines.contains("RestartPreventExitStatus=64 65 70 73 74 76 77 78"))
    let timer = try shipped("nightclose-nightly.timer").split(separator: "\n")
    #expect(timer.contains("Unit=nightclose@nightly.service"))
  }

  /// What the shell gets of cron: the file's own variables and nothing else.
  private func runCronLine(of shop: CornerShop) throws -> Program.Answer {
    let lines = try shipped("nightclose.cron").split(separator: "\n").filter { !$0.hasPrefix("#") }
    var environment: [String: String] = [:]
    for line in lines where line.prefix(while: { $0 != " " }).contains("=") {
      let parts = line.split(separator: "=", maxSplits: 1)
      environment[String(parts[0])] = String(parts[1])
    }
    environment["NIGHTCLOSE_STATE"] = shop.directory.file("state")
    let job = try #require(lines.last)
    // The program is not installed where the tests run, nor is a configuration in /etc.
    let words = job.split(separator: " ").dropFirst(6)
    try #require(words.first == "/usr/local/bin/nightclose")
    let arguments = words.dropFirst().map(String.init) + shop.words
    return try Program.run(
      ChildCommand(
        environment["SHELL"] ?? "/bin/sh",
        ["-c", "'\(try Program.path())' \(arguments.joined(separator: " "))"],
        environment: environment, directory: "/"))
  }

  @Test("the cron line in cron's environment, in /, closes the books and prints nothing")
  func silent() throws {
    let shop = try CornerShop.closedOnce()
    try shop.change("UPDATE shop.item SET price = price + 1 WHERE id = 3")
    let before = try shop.books()
    for _ in 1...2 {
      let answer = try runCronLine(of: shop)
      #expect(answer.code == 0 && answer.output + answer.errors == "", "\(answer.text)")
    }
    #expect(try shop.books() != before && shop.brokenFiles() == [])
    #expect(
      try shop.published("SELECT state FROM core.run ORDER BY run_id")
        == "published\npublished\nidentical")
  }

  @Test("the cron line of a run that fails prints what to do, once")
  func mailed() throws {
    let shop = try CornerShop.closedOnce()
    try shop.change("UPDATE shop.delivery SET cost = 'NaN' WHERE id = 7")
    let answer = try runCronLine(of: shop)
    #expect(answer.code == 65 && answer.output == "", "\(answer.text)")
    #expect(answer.errors.split(separator: "\n").count <= 10, "\(answer.text)")
    #expect(answer.errors.contains("→ mend them"), "\(answer.text)")
  }

  @Test("the cron file gives a time, the account and an absolute command, and no percent sign")
  func cron() throws {
    let lines = try shipped("nightclose.cron").split(separator: "\n").filter {
      !$0.hasPrefix("#")
    }
    let jobs = lines.filter { !$0.prefix { $0 != " " }.contains("=") }
    #expect(jobs.count == 1)
    for job in jobs {
      let words = job.split(separator: " ")
      #expect(words[..<5].allSatisfy { $0 == "*" || Int($0) != nil })
      #expect(
        words[5...].joined(separator: " ")
          == "nightclose /usr/local/bin/nightclose run nightly")
      // cron turns a percent sign into the end of the line.
      #expect(!job.contains("%"))
    }
    for needed in ["SHELL=/bin/sh", "MAILTO=root", "NIGHTCLOSE_STATE=/var/lib/nightclose"] {
      #expect(lines.contains(Substring(needed)))
    }
  }
}
