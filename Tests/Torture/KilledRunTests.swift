import Glibc
import Platform
import PostgresClient
import TestSupport
import Testing

/// A run that dies at any place leaves what people read as it was, and the next run needs no help.
///
/// The books are closed once, then a price changes, so that there is something to publish. From
/// there a run is killed at calls drawn by a seed, `NIGHTCLOSE_TORTURE_SEED` or the one below.
@Suite("A run that is killed", TracedProgram.isNeeded)
struct KilledRunTests {
  /// Where a run dies.
  struct Death: CustomTestStringConvertible, Sendable {
    let phase: RunPhase
    /// Which of the phase's drawn calls.
    let draw: Int

    var testDescription: String { "\(phase), draw \(draw) of seed \(Undisturbed.seed)" }

    static let drawn = RunPhase.allCases.flatMap { phase in
      (0..<5).map { Death(phase: phase, draw: $0) }
    }
  }

  @Test("at a drawn place: the last close stays, the next run publishes", arguments: Death.drawn)
  func drawn(_ death: Death) throws {
    let undisturbed = try Undisturbed.shared.get()
    let call = try #require(undisturbed.draws[death.phase]?[death.draw])
    try dies(at: call, in: death.phase, undisturbed)
  }

  /// The places where one call decides.
  enum Edge: String, CaseIterable, Sendable {
    case commitNotSent = "COMMIT is not sent"
    case commitNotAnswered = "COMMIT is sent, its answer not read"
    case sealNotWritten = "the files are committed, their seal not written"
    case folderNotMoved = "the files are sealed, their folder not moved"
    case currentNotMade = "the folder is in place, the new `current` not made"
    case currentNotMoved = "the new `current` is made, not moved into place"

    func call(_ trace: RunTrace) -> TracedProgram.Call? {
      let commit = trace.calls[.commit] ?? []
      let rename = trace.calls[.rename] ?? []
      return switch self {
      case .commitNotSent, .commitNotAnswered: commit.last
      case .sealNotWritten: rename.first
      case .folderNotMoved: rename.first { $0.name == "renameat2" }
      case .currentNotMade: rename.first { $0.name.hasPrefix("symlink") }
      case .currentNotMoved: rename.last { $0.name.hasPrefix("rename") }
      }
    }

    var phase: RunPhase { [.commitNotSent, .commitNotAnswered].contains(self) ? .commit : .rename }
  }

  @Test("where one call decides: the same", arguments: Edge.allCases)
  func edge(_ edge: Edge) throws {
    let undisturbed = try Undisturbed.shared.get()
    try dies(
      at: try #require(edge.call(undisturbed.trace)), isMade: edge == .commitNotAnswered,
      in: edge.phase, undisturbed)
  }

  private func dies(
    at call: TracedProgram.Call, isMade: Bool = false, in phase: RunPhase,
    _ undisturbed: Undisturbed
  ) throws {
    let shop = try CornerShop.closedOnce(source: undisturbed.source)
    let before = try shop.books()
    let reader = try Reader(of: shop)
    defer { reader.end() }
    if isMade { try dieAfter(call, shop) } else { try dieBefore(call, shop, phase) }
    try shop.waitForSessionsToEnd()

    let after = try shop.published(CornerShop.figures)
    let isCommitted = phase == .rename || isMade
    #expect(after == (isCommitted ? undisturbed.books : before).figures, "after \(call)")
    #expect(try shop.brokenFiles() == [], "\(call)")
    try expectUnmoved(reader, before, shop, call)

    let next = try shop.run("run", "nightly")
    #expect(next.code == 0 && next.output + next.errors == "", "after \(call): \(next.text)")
    #expect(try shop.books() == undisturbed.books, "after \(call)")
    #expect(try shop.leftovers() == [], "after \(call)")
    #expect(try shop.brokenFiles() == [], "after \(call)")
    #expect(
      try shop.published("SELECT count(*) FROM core.run WHERE state = 'running'") == "0",
      "after \(call)")
    try expectUnmoved(reader, before, shop, call)
  }

  private func dieBefore(
    _ call: TracedProgram.Call, _ shop: CornerShop, _ phase: RunPhase
  ) throws {
    let log = shop.directory.file("calls")
    let death = try Program.run(
      TracedProgram.command(["run", "nightly"] + shop.words, log: log, (.killed, at: call)))
    #expect(death.code == 128 + SIGKILL, "it was to die at \(call): \(death.text)")
    #expect(RunTrace(try TracedProgram.calls(in: log)).last == phase, "\(call)")
  }

  private func dieAfter(_ call: TracedProgram.Call, _ shop: CornerShop) throws {
    let run = try PausedProgram(["run", "nightly"] + shop.words, at: call)
    run.kill()
    #expect(try run.end().code == 128 + SIGKILL)
  }

  /// Who reads the earlier close, by its snapshot, its run or its files, reads on.
  private func expectUnmoved(
    _ reader: Reader, _ before: PublishedBooks, _ shop: CornerShop, _ call: TracedProgram.Call
  ) throws {
    #expect(try reader.figures() == before.figures, "a pinned reader, \(call)")
    #expect(try reader.lines() == reader.linesAtFirst, "a program with the run's number, \(call)")
    #expect(try shop.digests(before.current) == before.files, "the files people opened, \(call)")
  }
}

/// A reader of the first close: a person's session with its snapshot, and a program that names the
/// run.
final class Reader {
  private let person: Connection
  private let program: Connection
  private let run: Int64
  private(set) var linesAtFirst = ""

  init(of shop: CornerShop) throws {
    var options = ConnectionOptions(
      socketDirectory: shop.warehouse.host, port: shop.warehouse.port,
      database: shop.warehouse.database, user: shop.warehouse.user)
    options.applicationName = "reader"
    person = try Connection(options)
    program = try Connection(options)
    let pointer = try program.query("run", "SELECT max(run_id) FROM core.current_run")
    run = try pointer.next() ? pointer.integer(0) ?? 0 : 0
    try person.begin(.read)
    linesAtFirst = try lines()
    _ = try figures()
  }

  /// What the snapshot shows.
  func figures() throws -> String { try Self.text(CornerShop.figures, [], person) }

  /// The lines of the run, without a snapshot.
  func lines() throws -> String {
    try Self.text(
      "SELECT md5(string_agg(l::text, ' ' ORDER BY l::text)) FROM core.journal_line l"
        + " WHERE l.run_id = $1", [.integer(run)], program)
  }

  func end() {
    person.close()
    program.close()
  }

  private static func text(
    _ sql: String, _ values: [Parameter], _ connection: Connection
  ) throws -> String {
    let rows = try connection.query("reading", sql, values)
    defer { while (try? rows.next()) == true {} }
    return try rows.next() ? rows.text(0) ?? "" : ""
  }
}
