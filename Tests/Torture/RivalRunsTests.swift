import TestSupport
import Testing

/// Two runs of one company at once: one publishes, the other says why it does not.
@Suite("Two runs at once", TracedProgram.isNeeded)
struct RivalRunsTests {
  @Test(
    "whatever the first is at, the second exits with 75, and the first publishes",
    arguments: RunPhase.allCases)
  func second(_ phase: RunPhase) throws {
    let undisturbed = try Undisturbed.shared.get()
    let shop = try CornerShop.closedOnce(source: undisturbed.source)
    let before = try shop.books()
    let first = try PausedProgram(
      ["run", "nightly"] + shop.words, at: try undisturbed.middle(of: phase))
    let second = try shop.run("run", "nightly")
    #expect(second.code == 75 && second.output == "", "\(second.text)")
    // A run whose figures are committed and that moves its files is known by its session only.
    let holder =
      phase == .rename ? "the session of server process " : "run 2 (nightly as of 2026-02-28"
    #expect(
      second.errors.hasPrefix("corner, lock: company corner is being closed by \(holder)"),
      "\(second.errors)")
    #expect(second.errors.contains("→ wait for it to end, or use --wait"))
    #expect(try shop.digests(before.current) == before.files)
    if phase != .rename { #expect(try shop.books() == before) }
    first.resume()
    let ended = try first.end()
    #expect(ended.code == 0 && ended.output + ended.errors == "", "\(ended.text)")
    #expect(try shop.books() == undisturbed.books)
    #expect(try shop.leftovers() == [])
  }

  @Test("with --wait the second waits, and finds nothing left to do")
  func waiting() throws {
    let undisturbed = try Undisturbed.shared.get()
    let shop = try CornerShop.closedOnce(source: undisturbed.source)
    let words = ["run", "nightly"] + shop.words
    let first = try PausedProgram(words, at: try undisturbed.middle(of: .load))
    let second = try StartedProgram(words + ["--wait"])
    #expect(try shop.waitsForLock(), "the second run does not wait")
    first.resume()
    #expect(try first.end().code == 0)
    let ended = try second.end()
    #expect(ended.code == 0, "\(ended.text)")
    #expect(try shop.books() == undisturbed.books)
    #expect(
      try shop.published("SELECT state FROM core.run ORDER BY run_id")
        == "published\npublished\nidentical")
  }

  @Test("one that hung while its sessions were ended and another ran is fenced: 76")
  func fenced() throws {
    let undisturbed = try Undisturbed.shared.get()
    for phase in [RunPhase.extract, .commit] {
      let shop = try CornerShop.closedOnce(source: undisturbed.source)
      let hung = try PausedProgram(
        ["run", "nightly"] + shop.words, at: try undisturbed.middle(of: phase))
      try shop.endSessions()
      #expect(try shop.run("run", "nightly").code == 0)
      let books = try shop.books()
      hung.resume()
      let ended = try hung.end()
      #expect(ended.code == 76 && ended.output == "", "\(phase): \(ended.text)")
      #expect(ended.errors.contains("another run took over company corner"), "\(ended.text)")
      #expect(try shop.books() == books, "\(phase)")
      #expect(books == undisturbed.books, "\(phase)")
      #expect(try shop.brokenFiles() == [])
      #expect(try shop.run("run", "nightly").code == 0)
      #expect(try shop.leftovers() == [], "\(phase)")
      #expect(try shop.books() == books, "\(phase)")
    }
  }
}

extension Undisturbed {
  /// A call in the middle of a phase.
  func middle(of phase: RunPhase) throws -> TracedProgram.Call {
    guard let calls = trace.calls[phase], !calls.isEmpty else {
      throw Failure(description: "the run has no phase \(phase)")
    }
    return calls[calls.count / 2]
  }
}

extension CornerShop {
  /// Whether a session comes to wait for an advisory lock.
  func waitsForLock() throws -> Bool {
    let waiting =
      "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
      + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    for _ in 0..<400 where try published(waiting) != "0" { return true }
    return false
  }
}
