import Platform
import TestSupport
import Testing

/// A disk that is full, or fails, wherever a run writes a file of its reports.
@Suite("A disk that fails", TracedProgram.isNeeded)
struct FullDiskTests {
  /// What fails, and from which call on.
  struct Trouble: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let error: String
    let words: String
    var codes: [Int32] = [73, 74]
    /// Whether the figures are committed by then.
    var isCommitted = false
    let call: @Sendable (RunTrace) -> TracedProgram.Call?
  }

  static let troubles = [
    Trouble(
      testDescription: "the folder for the reports cannot be made", error: "ENOSPC",
      words: "No space left on device"
    ) {
      $0.calls[.commit]?.first { $0.name == "mkdir" }
        ?? $0.calls[.load]?.first { $0.name == "mkdir" }
    },
    Trouble(
      testDescription: "the disk is full while a report is written", error: "ENOSPC",
      words: "No space left on device"
    ) {
      // Not a line of the log, which is lost in silence: the log never stops a close.
      $0.calls[.commit]?.first { $0.name == "write" && !$0.says(#"\"step\""#) }
    },
    Trouble(
      testDescription: "the disk is full when the last report is nearly written", error: "ENOSPC",
      words: "No space left on device"
    ) { $0.calls[.commit]?.last { $0.name == "write" && $0.says(#""PK\1\2"#) } },
    Trouble(
      testDescription: "the disk does not take what it was given", error: "EIO",
      words: "Input/output error"
    ) { $0.calls[.commit]?.first { $0.name == "fsync" } },
    Trouble(
      testDescription: "the manifest cannot get its name", error: "ENOSPC",
      words: "No space left on device"
    ) { $0.calls[.commit]?.first { $0.name.hasPrefix("rename") } },
    Trouble(
      testDescription: "the folder cannot move to its place", error: "ENOSPC",
      words: "No space left on device", isCommitted: true
    ) { $0.calls[.rename]?.first { $0.name == "renameat2" } },
    Trouble(
      testDescription: "the new `current` cannot be made", error: "ENOSPC",
      words: "No space left on device", isCommitted: true
    ) { $0.calls[.rename]?.first { $0.name.hasPrefix("symlink") } },
    Trouble(
      testDescription: "the file system has become read-only", error: "EROFS",
      words: "Read-only file system", codes: [77]
    ) {
      $0.calls[.commit]?.first { $0.name == "mkdir" }
        ?? $0.calls[.load]?.first { $0.name == "mkdir" }
    },
    Trouble(
      testDescription: "the folder of files is closed to the account", error: "EACCES",
      words: "Permission denied", codes: [77], isCommitted: true
    ) { $0.calls[.rename]?.first { $0.name == "renameat2" } },
  ]

  /// What runs of other days, of an earlier version, or killed by a power cut may have left.
  @Test("files that belong to nothing are no obstacle, and the next run takes them away")
  func stale() throws {
    let undisturbed = try Undisturbed.shared.get()
    let shop = try CornerShop.closedOnce(source: undisturbed.source)
    let home = "\(shop.output)/\(CornerShop.company)"
    let current = try FileSystem.linkTarget("\(home)/current")
    for name in [
      ".staging-0123456789ab", ".staging-0123456789ab-7", ".removing-2026-01-0123456789ab",
    ] {
      try FileSystem.makeDirectories("\(home)/\(name)/deep")
      try FileSystem.writeAtomically("half", to: "\(home)/\(name)/deep/report.xlsx")
    }
    // Sealed, but of no publication: a close whose commit never came.
    try FileSystem.makeDirectories("\(home)/.staging-\(current.suffix(12))-9")
    try FileSystem.writeAtomically(
      "{}\n", to: "\(home)/.staging-\(current.suffix(12))-9/manifest.json")
    try FileSystem.writeAtomically("no link", to: "\(home)/current.new")
    let answer = try shop.run("run", "nightly")
    #expect(answer.code == 0 && answer.output + answer.errors == "", "\(answer.text)")
    #expect(try shop.books() == undisturbed.books)
    #expect(try shop.leftovers() == [] && shop.brokenFiles() == [])
  }

  @Test(
    "73, 74 or 77 with the place; no published file is touched; then all is well",
    arguments: troubles)
  func full(_ trouble: Trouble) throws {
    let undisturbed = try Undisturbed.shared.get()
    let shop = try CornerShop.closedOnce(source: undisturbed.source)
    let before = try shop.books()
    let call = try #require(trouble.call(undisturbed.trace))
    let answer = try Program.run(
      TracedProgram.command(
        ["run", "nightly"] + shop.words, log: shop.directory.file("calls"),
        (.failing(trouble.error), at: call)))
    #expect(trouble.codes.contains(answer.code) && answer.output == "", "\(answer.text)")
    // libxlsxwriter writes lines of its own to standard error, which nothing can switch off.
    let lines = answer.errors.split(separator: "\n").filter { !$0.hasPrefix("[ERROR]") }
    #expect(lines.count == 2 && lines.last?.hasPrefix("  → ") == true, "\(answer.text)")
    let sentence = try #require(lines.first)
    #expect(sentence.hasPrefix("corner, reports: \(shop.output)/corner/"), "\(answer.text)")
    #expect(sentence.contains(trouble.words), "\(answer.text)")
    #expect(answer.errors.contains("the next run puts their files in place") == trouble.isCommitted)
    #expect(try shop.brokenFiles() == [])
    #expect(try shop.digests(before.current) == before.files)
    #expect(
      try shop.published(CornerShop.figures)
        == (trouble.isCommitted ? undisturbed.books : before).figures)
    let next = try shop.run("run", "nightly")
    #expect(next.code == 0 && next.output + next.errors == "", "\(next.text)")
    #expect(try shop.books() == undisturbed.books)
    #expect(try shop.leftovers() == [] && shop.brokenFiles() == [])
  }
}
