import Platform
import TestSupport
import Testing

/// Closing and reopening as the accountant does it, and what the folder of files shows then.
@Suite("Periods, by the command line")
struct PeriodTests {
  private static let company = ["--company", CornerShop.company]

  private func close(_ shop: CornerShop, _ period: String) throws -> Program.Answer {
    try Program.run(["period", "close", period] + Self.company + shop.words)
  }

  private func finalFolder(_ shop: CornerShop, _ period: String) throws -> String {
    let names = try FileSystem.list("\(shop.output)/\(CornerShop.company)/\(period)")
    return "\(period)/\(try #require(names.first { $0.hasPrefix("final-") }))"
  }

  @Test("closing an earlier month leaves `current` at the newest figures, as `status` shows them")
  func current() throws {
    let shop = try CornerShop.closedOnce()
    let before = try shop.books()
    let answer = try close(shop, "2026-01")
    #expect(answer.code == 0 && answer.output.contains("2026-01 is closed"), "\(answer.text)")
    #expect(try shop.books().current == before.current)
    #expect(try shop.run("status").output.contains("  2026-02  "))
    #expect(try shop.run("run", "nightly").code == 0)
    let after = try shop.books().current
    #expect(after.hasPrefix("2026-02/") && after != before.current)
    #expect(try shop.brokenFiles() == [] && shop.leftovers() == [])
  }

  @Test("closing it again writes FINAL reports that are missing or damaged, with the same bytes")
  func again() throws {
    let shop = try CornerShop.closedOnce()
    #expect(try close(shop, "2026-01").code == 0)
    let folder = try finalFolder(shop, "2026-01")
    let files = try shop.digests(folder)
    #expect(files.keys.filter { $0.contains("_FINAL_") }.count == files.count - 1)
    let figures = try shop.published(CornerShop.figures)
    let path = "\(shop.output)/\(CornerShop.company)/\(folder)"
    let damages: [(String) throws -> Void] = [
      { _ in }, { try FileSystem.removeTree($0) },
      { try FileSystem.removeTree("\($0)/manifest.json") },
      { path in
        let name = try #require(files.keys.sorted().first { $0.hasSuffix(".csv") })
        try FileSystem.writeAtomically("damaged", to: "\(path)/\(name)")
      },
    ]
    for damage in damages {
      try damage(path)
      let again = try close(shop, "2026-01")
      #expect(again.code == 0 && again.output.contains("2026-01 is closed already"))
      #expect(again.output.contains("`nightclose period reopen 2026-01 --company corner --reason "))
      #expect(try shop.digests(folder) == files)
    }
    #expect(try shop.published(CornerShop.figures) == figures)
    #expect(try shop.brokenFiles() == [] && shop.leftovers() == [])
  }

  @Test("FINAL reports that cannot be written do not unfreeze the month; the message says how on")
  func fullDisk() throws {
    let shop = try CornerShop.closedOnce()
    #expect(try close(shop, "2026-01").code == 0)
    try FileSystem.removeTree(
      "\(shop.output)/\(CornerShop.company)/\(finalFolder(shop, "2026-01"))")
    // The folder of the files is in the way of nothing but the place where they go.
    try shop.writeInstallation(output: shop.directory.file("taken"))
    try shop.write("taken", "a file\n")
    let failed = try close(shop, "2026-01")
    #expect(failed.code == 73 && failed.output == "", "\(failed.text)")
    #expect(failed.errors.contains("closing 2026-01 again writes its reports"), "\(failed.text)")
    try shop.writeInstallation()
    #expect(try close(shop, "2026-01").code == 0)
    #expect(try shop.brokenFiles() == [])
  }

  @Test("a late row is let in by its stream and key; another stream's row of that key stays out")
  func lateRows() throws {
    let shop = try CornerShop.closedOnce()
    #expect(try close(shop, "2026-01").code == 0)
    // The shop numbers a sale, its invoice and its payment alike.
    try shop.change("INSERT INTO shop.sale VALUES (91, '2026-01-20', 4, 1, 1, '2026-01-25')")
    try shop.write(
      "jobs/companies/\(CornerShop.company).yaml",
      CornerShop.companyFile(more: "policies: {late_rows: hold}"))
    func accept(_ origin: String) throws {
      try shop.write(
        "jobs/companies/\(CornerShop.company)/accepted.csv",
        "code,key,origin,reason,by,until\nPER-004,91,\(origin),checked,A. Kern,2026-12-31\n")
      let answer = try shop.run("run", "nightly")
      #expect(answer.code == 0, "\(answer.text)")
    }
    let entered = """
      SELECT string_agg(document_number, ',' ORDER BY document_number) FROM analytics.journal_entry
       WHERE document_number IN ('I-91', 'P-91')
      """
    let found = "SELECT count(*) FROM analytics.finding WHERE code = 'ACC-003'"
    try accept("")
    #expect(try shop.published(entered) == "" && shop.published(found) == "1")
    try accept("sales_invoices")
    #expect(try shop.published(entered) == "I-91" && shop.published(found) == "0")
  }

  @Test("what cannot be closed or reopened is told with its reason, on standard error")
  func refused() throws {
    let shop = try CornerShop.closedOnce()
    func expect(_ answer: Program.Answer, _ code: Int32, _ says: String) {
      #expect(answer.code == code && answer.output == "", "\(answer.text)")
      #expect(answer.errors.contains(says), "\(answer.text)")
    }
    func reopen(_ period: String, _ reason: String) throws -> Program.Answer {
      try Program.run(
        ["period", "reopen", period, "--reason", reason] + Self.company + shop.words)
    }
    expect(try close(shop, "2026-02"), 65, "the first open period begins on 2026-01-01")
    expect(try close(shop, "2026-03"), 64, "2026-03 is not over")
    expect(try close(shop, "2026-13"), 64, "there is no period 2026-13")
    expect(try reopen("2026-01", "late bill"), 65, "only a closed period is reopened")
    #expect(try close(shop, "2026-01").code == 0)
    expect(try reopen("2026-01", " "), 64, "reopening 2026-01 needs a reason")
    try shop.change("UPDATE shop.delivery SET cost = 'NaN' WHERE id = 35")
    expect(try close(shop, "2026-02"), 65, "publication")
    #expect(try reopen("2026-01", "late bill").code == 0)
    #expect(
      try shop.published("SELECT string_agg(state, ',' ORDER BY first_day) FROM core.period")
        == "reopened,open")
  }
}
