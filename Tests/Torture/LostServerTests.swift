import Glibc
import Platform
import PostgresClient
import TestSupport
import Testing

/// A database that goes away during a run: a sentence, the documented code, and nothing half done.
@Suite("A server that goes away", TracedProgram.isNeeded)
struct LostServerTests {
  @Test(
    "sessions ended by an administrator: 69, the last close stays, the next run publishes",
    arguments: [RunPhase.extract, .load, .attach, .commit])
  func sessions(_ phase: RunPhase) throws {
    let undisturbed = try Undisturbed.shared.get()
    let shop = try CornerShop.closedOnce(source: undisturbed.source)
    let before = try shop.books()
    let run = try PausedProgram(
      ["run", "nightly"] + shop.words, at: try undisturbed.middle(of: phase))
    try shop.endSessions()
    run.resume()
    let ended = try run.end()
    expectUnavailable(ended)
    #expect(try shop.books() == before)
    #expect(try shop.brokenFiles() == [])
    let next = try shop.run("run", "nightly")
    #expect(next.code == 0 && next.output + next.errors == "", "\(next.text)")
    #expect(try shop.books() == undisturbed.books)
    #expect(try shop.leftovers() == [])
  }

  /// The program's own PostgreSQL, careful as for real data, loses its postmaster and all
  /// processes in one moment; the next run starts it again, and it recovers.
  @Test("the embedded server stopped at once: 69, recovered by the next run, a commit is kept")
  func immediateStop() throws {
    let undisturbed = try Undisturbed.shared.get()
    let shop = try CornerShop.opened(source: undisturbed.original)
    try shop.writeInstallation(warehouse: "embedded: true")
    #expect(try shop.run("migrate").code == 0)
    defer { _ = try? shop.run("db", "stop", "--force") }
    let first = try shop.run("run", "nightly")
    #expect(first.code == 0, "\(first.text)")
    try shop.writeInstallation(
      warehouse: "embedded: true", shop: CornerShop.server(undisturbed.source))
    let last = try #require(undisturbed.trace.calls[.commit])
    let commit = try #require(last.lastIndex { $0.says(#"\vCOMMIT\0"#) })
    for call in [try undisturbed.middle(of: .load), last[commit - 1]] {
      let before = try shop.books(figures: figures(shop))
      try kill(shop, at: call)
      #expect(try shop.books(figures: figures(shop)) == before, "\(call)")
      #expect(try shop.brokenFiles() == [])
    }
    let next = try shop.run("run", "nightly")
    #expect(next.code == 0 && next.output + next.errors == "", "\(next.text)")
    #expect(try shop.books(figures: figures(shop)) == undisturbed.books)
    try stopAtOnce(shop)
    #expect(try shop.books(figures: figures(shop)) == undisturbed.books)
  }

  private func kill(_ shop: CornerShop, at call: TracedProgram.Call) throws {
    // Kept running, it is not stopped by the run, whose calls would then be others.
    #expect(try shop.run("db", "start").code == 0)
    let run = try PausedProgram(["run", "nightly"] + shop.words, at: call)
    try stopAtOnce(shop)
    run.resume()
    expectUnavailable(try run.end())
  }

  /// As `pg_ctl stop -m immediate`.
  private func stopAtOnce(_ shop: CornerShop) throws {
    let process = try #require(Int32(try status(shop)["process"] ?? ""))
    Glibc.kill(process, SIGQUIT)
    for _ in 0..<500 where Glibc.kill(process, 0) == 0 { usleep(20_000) }
    #expect(Glibc.kill(process, 0) != 0, "the postmaster did not stop")
  }

  private func status(_ shop: CornerShop) throws -> [String: String] {
    #expect(try shop.run("db", "start").code == 0)
    let lines = try shop.run("db", "status").output.split(separator: "\n")
    return lines.reduce(into: [:]) { facts, line in
      let words = line.split(separator: " ", maxSplits: 1)
      if words.count == 2 { facts[String(words[0])] = words[1].drop { $0 == " " }.description }
    }
  }

  private func figures(_ shop: CornerShop) throws -> String {
    let socket = try #require(try status(shop)["socket"])
    let connection = try Connection(
      ConnectionOptions(
        socketDirectory: socket, port: 5432, database: "nightclose", user: "postgres"))
    defer { connection.close() }
    let rows = try connection.query("figures", CornerShop.figures)
    let text = try rows.next() ? rows.text(0) ?? "" : ""
    while try rows.next() {}
    return text
  }

  private func expectUnavailable(_ answer: Program.Answer) {
    #expect(answer.code == 69 && answer.output == "", "\(answer.text)")
    #expect(answer.errors.hasPrefix("corner, "), "\(answer.text)")
    #expect(
      answer.errors.contains("→ see that the server runs and answers, then run again"),
      "\(answer.text)")
    #expect(answer.errors.split(separator: "\n").count <= 10)
  }
}
