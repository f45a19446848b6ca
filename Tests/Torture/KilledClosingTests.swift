import Glibc
import Platform
import TestSupport
import Testing

/// Closing a period that dies at any place: the period is open or closed, never between, and the
/// same command again ends it.
@Suite("A period close that is killed", TracedProgram.isNeeded)
struct KilledClosingTests {
  private static let words = ["period", "close", "2026-01", "--company", CornerShop.company]

  /// The undisturbed close: what it leaves, and calls drawn from it.
  private struct Closed: Sendable {
    let books: PublishedBooks
    let final: [String: String]
    let draws: [TracedProgram.Call]

    init() throws {
      let shop = try CornerShop.closedOnce(source: Undisturbed.shared.get().original)
      let log = shop.directory.file("calls")
      let answer = try Program.run(
        TracedProgram.command(KilledClosingTests.words + shop.words, log: log))
      guard answer.code == 0 else { throw Undisturbed.Failure(description: answer.text) }
      books = try shop.books()
      final = try KilledClosingTests.finalReports(shop)
      let calls = try TracedProgram.calls(in: log).filter { $0.name != "poll" }
      let frozen = calls.lastIndex { $0.says("core.freeze_period(") } ?? 0
      // Before the freeze a close is a run, of which other tests kill enough.
      var generator = SplitMix64(seed: Undisturbed.seed)
      draws =
        Array(calls[..<frozen].shuffled(using: &generator).prefix(2))
        + Array(calls[frozen...].shuffled(using: &generator).prefix(6))
    }
  }

  private static let closed = Result<Closed, any Error> { try Closed() }

  private static func finalReports(_ shop: CornerShop) throws -> [String: String] {
    let period = "\(shop.output)/\(CornerShop.company)/2026-01"
    let names = FileSystem.exists(period) ? try FileSystem.list(period) : []
    guard let folder = names.first(where: { $0.hasPrefix("final-") }) else { return [:] }
    return try shop.digests("2026-01/\(folder)")
  }

  @Test("at a drawn place: open or closed, and the same command ends it", arguments: 0..<8)
  func drawn(_ draw: Int) throws {
    let closed = try Self.closed.get()
    let call = try #require(closed.draws.dropFirst(draw).first)
    let what: Comment = "draw \(draw) of seed \(Undisturbed.seed): \(call)"
    let shop = try CornerShop.closedOnce(source: Undisturbed.shared.get().original)
    let before = try shop.books()
    let death = try Program.run(
      TracedProgram.command(
        Self.words + shop.words, log: shop.directory.file("calls"), (.killed, at: call)))
    #expect(death.code == 128 + SIGKILL, "\(what): \(death.text)")
    try shop.waitForSessionsToEnd()
    #expect(try shop.digests(before.current) == before.files, what)
    #expect(try shop.brokenFiles() == [], what)
    let reports = try Self.finalReports(shop)
    #expect(reports.isEmpty || reports == closed.final, what)

    let again = try Program.run(Self.words + shop.words)
    #expect(again.code == 0 && again.errors == "", "\(what): \(again.text)")
    #expect(try shop.books() == closed.books, what)
    #expect(try Self.finalReports(shop) == closed.final, what)
    #expect(try shop.brokenFiles() == [] && shop.leftovers() == [], what)
    #expect(try shop.run("run", "nightly").code == 0, what)
  }
}
