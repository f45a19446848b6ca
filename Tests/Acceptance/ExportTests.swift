import Platform
import TestSupport
import Testing

/// `nightclose export journals` as people and scripts call it. Needs PostgreSQL.
@Suite("Export of journals: the command")
struct ExportTests {
  @Test("It writes to standard output, or a whole file and its answer; it refuses what contradicts")
  func command() throws {
    let shop = try CornerShop.closedOnce()
    let printed = try shop.run("export", "journals", "--format", "hledger")
    #expect(printed.code == 0 && printed.errors == "")
    #expect(printed.output.hasPrefix("; Corner Shop, written by nightclose for hledger\n"))
    #expect(printed.output.contains("\ncommodity 1000.00 EUR\n"))
    let file = shop.directory.file("corner.journal")
    let written = try shop.run(
      "export", "journals", "--format", "hledger", "--to", file, "--company", CornerShop.company)
    #expect(written.text == "exit 0\n\(file)\n")
    #expect(try FileSystem.readText(file) == printed.output)
    let january = try shop.run(
      "export", "journals", "--format", "beancount", "--period", "2026-01", "--to", file, "--json")
    #expect(january.code == 0)
    #expect(january.output.contains("\"through\" : \"2026-01-31\""))
    #expect(try FileSystem.readText(file).contains("option \"operating_currency\" \"EUR\"\n"))
    for contradiction in [
      ["--period", "2026-01", "--from", "2026-01-02"],
      ["--from", "2026-01-02", "--through", "2026-01-01"], ["--json"],
      ["--to", shop.directory.file("jobs/corner.journal")],
    ] {
      let refused = try Program.run(
        ["export", "journals", "--format", "ledger"] + contradiction + shop.words)
      #expect(refused.code == 64 && refused.output == "", "\(contradiction): \(refused.text)")
    }
    let unknown = try shop.run("export", "journals", "--format", "ledger", "--company", "nobody")
    #expect(unknown.code == 64)
  }

  @Test("Without a close there is nothing to export, and a file that was there stays")
  func unpublished() throws {
    let shop = try CornerShop.opened()
    let file = shop.directory.file("corner.journal")
    try FileSystem.writeAtomically("what was here before", to: file)
    let refused = try shop.run("export", "journals", "--format", "ledger", "--to", file)
    #expect(refused.code == 64)
    #expect(refused.errors.contains("nothing is published yet"))
    #expect(try FileSystem.readText(file) == "what was here before")
  }
}
