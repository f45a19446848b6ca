import Glibc
import Platform
import TestSupport

/// The same run as those that are interrupted, undisturbed: what it publishes, and its calls.
struct Undisturbed: Sendable {
  /// The shop's ERP as it was at the first close.
  let original: ConnectionParameters
  /// The shop's ERP after the first close, with a price changed.
  let source: ConnectionParameters
  /// What every later run must publish.
  let books: PublishedBooks
  /// Its calls by phase.
  let trace: RunTrace
  /// Five different calls of each phase.
  let draws: [RunPhase: [TracedProgram.Call]]

  /// Decides which calls are drawn.
  static let seed: UInt64 = {
    let given = getenv("NIGHTCLOSE_TORTURE_SEED").flatMap { UInt64(String(cString: $0)) }
    return given ?? 20_261_121
  }()

  /// Made once per test process.
  static let shared = Result<Undisturbed, any Error> { try Undisturbed() }

  private init() throws {
    let shop = try CornerShop.closedOnce()
    let before = try shop.books()
    try shop.change("UPDATE shop.item SET price = price + 1 WHERE id = 3")
    let log = shop.directory.file("calls")
    let answer = try Program.run(
      TracedProgram.command(["run", "nightly"] + shop.words, log: log))
    guard answer.code == 0 else { throw Failure(description: answer.text) }
    original = try CornerShop.sale()
    source = shop.source
    books = try shop.books()
    guard books != before else { throw Failure(description: "there was nothing to publish") }
    trace = RunTrace(try TracedProgram.calls(in: log))
    var generator = SplitMix64(seed: Self.seed)
    var draws: [RunPhase: [TracedProgram.Call]] = [:]
    for phase in RunPhase.allCases {
      draws[phase] = Array((trace.calls[phase] ?? []).shuffled(using: &generator).prefix(5))
    }
    self.draws = draws
  }

  struct Failure: Error, CustomStringConvertible { let description: String }
}
