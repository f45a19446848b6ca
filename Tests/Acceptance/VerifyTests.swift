import Platform
import TestSupport
import Testing

/// `verify` as cron and people call it: an exit code, and what is wrong in a sentence.
@Suite("Verify, by the command line")
struct VerifyTests {
  @Test("what was published is proved, with its chain, and nothing is written")
  func proved() throws {
    let shop = try CornerShop.closedOnce()
    let before = try shop.published(WhatIfTests.traces)
    let answer = try shop.run("verify", "--chain")
    #expect(answer.code == 0 && answer.errors == "", "\(answer.text)")
    #expect(
      answer.output.hasPrefix("corner: proved: ")
        && answer.output.contains("figures of 2 periods, 0 closed; audit chain intact, 1 entry"),
      "\(answer.output)")
    #expect(try shop.run("period", "close", "2026-01", "--company", "corner").code == 0)
    #expect(try shop.run("run", "nightly").code == 0)
    let closed = try shop.published(WhatIfTests.traces)
    #expect(closed != before)
    for words in [["verify"], ["verify", "--restated"]] {
      let answer = try Program.run(words + shop.words)
      #expect(answer.code == 0 && answer.errors == "", "\(answer.text)")
      #expect(answer.output.contains("figures of 2 periods, 1 closed"), "\(answer.output)")
    }
    let listed = try shop.run("verify", "--restated", "--all").output
    #expect(
      listed.contains("\n2026-01  1300 Inventory ")
        && listed.contains("\n2026-02  ITEM-6 quantity "),
      "\(listed)")
    #expect(try shop.published(WhatIfTests.traces) == closed)
  }

  @Test("rows that changed since are no proof of open periods, and say what to do")
  func stale() throws {
    let shop = try CornerShop.closedOnce()
    try shop.change("UPDATE shop.sale SET quantity = quantity + 1 WHERE id = 90")
    let answer = try shop.run("verify")
    #expect(answer.code == 69 && answer.output.contains("not compared"), "\(answer.text)")
    #expect(answer.errors.contains("→ run `nightclose run nightly`, then verify again"))
    #expect(try shop.run("run", "nightly").code == 0)
    #expect(try shop.run("verify").code == 0)
  }

  @Test(
    "a published figure that somebody changed is found",
    arguments: [
      "UPDATE core.journal_line SET credit_base_minor = credit_base_minor + 1"
        + " WHERE seq = (SELECT min(seq) FROM core.journal_line WHERE credit_base_minor > 0)",
      "UPDATE core.pool_certificate SET issued_quantity_micros = issued_quantity_micros - 1000000,"
        + " closing_quantity_micros = closing_quantity_micros + 1000000"
        + " WHERE seq = 0 AND issued_quantity_micros > 0 AND period_id = 202601",
    ])
  func changed(_ sql: String) throws {
    let shop = try CornerShop.closedOnce()
    try ScratchCluster.shared().run(sql, on: shop.warehouse)
    let answer = try shop.run("verify")
    #expect(
      answer.code == 65 && answer.errors.contains("corner: 1 not proved of"), "\(answer.text)")
    let damaged = try shop.run("verify", "--json")
    #expect(damaged.code == 65 && damaged.output.contains("\"isProved\" : false"))
  }

  @Test("a broken chain of the audit record is found")
  func chain() throws {
    let shop = try CornerShop.closedOnce()
    #expect(try shop.run("period", "close", "2026-01", "--company", "corner").code == 0)
    #expect(try shop.run("run", "nightly").code == 0)
    // Whoever changes an entry can make its hash fit, but not what follows it.
    try ScratchCluster.shared().run(
      """
      UPDATE core.audit_chain SET entry = entry || 'x',
        hash = sha256(previous || convert_to(kind || E'\\n' || entry || 'x', 'UTF8'))
      WHERE position = 1
      """, on: shop.warehouse)
    let answer = try shop.run("verify", "--chain")
    #expect(answer.code == 65 && answer.errors.contains("audit chain"), "\(answer.text)")
    #expect(try shop.run("verify").code == 0)
  }

  @Test("before the first close, and with days that are not asked for, it ends with 64")
  func usage() throws {
    let shop = try CornerShop.opened()
    #expect(try shop.run("verify").code == 64)
    #expect(try shop.run("verify", "--as-of", "2026-01-31").code == 64)
  }
}
