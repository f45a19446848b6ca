import Platform
import TestSupport
import Testing

/// `--known-at`: figures of what was known on a day are made only where that can be told.
@Suite("The day whose knowledge counts")
struct KnownDayTests {
  /// A shop that was closed once, whose source says this about the past of its streams.
  private func shop(history: String, of stream: String? = nil) throws -> CornerShop {
    let shop = try CornerShop.opened()
    let path = "jobs/sources/shop/source.yaml"
    var source = try FileSystem.readText(shop.directory.file(path))
      .replacing(".sql}", with: ".sql, history: recorded_at}")
    if let stream {
      source = source.replacing(
        "\(stream).sql, history: recorded_at", with: "\(stream).sql, history: \(history)")
    }
    try shop.write(path, source)
    let first = try shop.run("run", "nightly")
    #expect(first.code == 0, "\(first.text)")
    return shop
  }

  private func run(_ shop: CornerShop, knownAt day: String) throws -> Program.Answer {
    try shop.run("run", "nightly", "--dry-run", "--known-at", day)
  }

  @Test("rows that do not say when they were recorded: refused, with all their streams by name")
  func withoutHistory() throws {
    let shop = try CornerShop.closedOnce()
    let answer = try run(shop, knownAt: "2026-02-20")
    #expect(answer.code == 64 && answer.output == "", "\(answer.text)")
    for stream in [
      "stock_movements", "sales_invoices", "goods_receipts", "purchase_bills", "payments",
      "applications",
    ] { #expect(answer.errors.contains(stream), "\(answer.text)") }
    #expect(!answer.errors.contains("partners") && answer.errors.contains("known on 2026-02-20"))
    #expect(try run(shop, knownAt: "2999-12-31").code == 0, "all that is known is known by then")
  }

  @Test("rows that say when they were recorded support every day")
  func recorded() throws {
    let shop = try shop(history: "recorded_at")
    let answer = try run(shop, knownAt: "2026-02-10")
    #expect(answer.code == 0, "\(answer.text)")
  }

  @Test("a stream that is observed supports days from its first observation on")
  func observed() throws {
    let shop = try shop(history: "observed", of: "stock_movements")
    let answer = try run(shop, knownAt: "2026-02-27")
    #expect(answer.code == 64, "\(answer.text)")
    #expect(
      answer.errors.contains("known on 2026-02-27 of stock_movements: its rows"),
      "\(answer.text)")
    let first = try run(shop, knownAt: CornerShop.asOf)
    #expect(first.code == 0, "\(first.text)")
  }
}
