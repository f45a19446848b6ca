import Platform
import TestSupport
import Testing

@testable import Jobs

/// A source that keeps only how much there is: what its documents do not explain is seen run by run.
@Suite("Stock of a source that keeps only a balance", .serialized)
struct ResidualCloseTests {
  /// Sales are documents; of deliveries nothing is recorded but what is left on the shelf.
  private static let movements = """
    SELECT ARRAY['out', s.id::text] AS movement_key, s.day AS accounting_date, 'issue' AS kind,
           s.item AS item_key, 1 AS location_key, -s.quantity AS quantity,
           'missing' AS price_state, NULL::numeric AS value, 'sales_invoices' AS document_stream,
           s.id AS document_key, 1 AS document_line_key, NULL::text[] AS flags
      FROM shop.sale s
     WHERE (:from IS NULL OR s.day >= :from) AND (:to IS NULL OR s.day < :to)
     UNION ALL
    SELECT ARRAY['balance', b.item::text], date '2026-01-01', 'count', b.item, 1,
           b.quantity + coalesce((SELECT sum(s.quantity) FROM shop.sale s
                                   WHERE s.item = b.item AND (:to IS NULL OR s.day < :to)), 0),
           'missing', NULL, NULL, NULL, NULL, ARRAY['residual']
      FROM shop.balance b

    """

  private static func shop() throws -> CornerShop {
    let shop = try CornerShop.opened()
    try shop.change(
      """
      CREATE TABLE shop.balance (item int4 PRIMARY KEY, quantity numeric(12,3) NOT NULL);
      INSERT INTO shop.balance SELECT i, 100 FROM generate_series(1, 6) i;
      """)
    let path = "jobs/sources/shop/"
    let source = try FileSystem.readText(shop.directory.file(path + "source.yaml"))
    let streams = source.split(separator: "\n").filter { line in
      !["goods_receipts", "goods_receipt_lines", "purchase_bills", "purchase_bill_lines"]
        .contains { line.hasPrefix("  \($0):") }
    }
    try shop.write(
      path + "source.yaml",
      streams.joined(separator: "\n").replacing(
        "{sql: stock_movements.sql}", with: "{sql: stock_movements.sql, history: observed}")
        + "\n  item_costs: {sql: item_costs.sql}\n")
    try shop.write(path + "stock_movements.sql", movements)
    try shop.write(
      path + "item_costs.sql",
      "SELECT i.id AS item_key, 'standard' AS kind, date '2026-01-01' AS valid_from,"
        + " 4.00 AS unit_cost FROM shop.item i\n")
    return shop
  }

  private static func session(_ shop: CornerShop) throws -> Session {
    try Session(
      SessionOptions(
        configDirectory: shop.directory.path, stateDirectory: nil, environment: [:],
        workingDirectory: shop.directory.path, isInteractive: false))
  }

  private func publish(_ shop: CornerShop, _ day: String) throws -> CommandResult {
    try Self.session(shop).run(RunRequest(job: "nightly", asOf: try StockBooks.day(day)))
  }

  private static let residuals = """
    SELECT date, quantity::int8, value FROM analytics.stock_ledger
     WHERE kind = 'count' AND item = 'ITEM-1' ORDER BY date, movement_seq
    """
  private static let accounts = """
    SELECT date, account, sum(debit - credit) FROM analytics.journal_line
     WHERE event = 'stock_count' AND date > '2026-01-01' GROUP BY 1, 2 ORDER BY 1, 2
    """

  @Test("What nobody recorded counts on the day it was seen, once, and can be proved again")
  func residuals() throws {
    let shop = try Self.shop()
    let first = try publish(shop, "2026-02-10")
    #expect(first.exitCode == .done, "\(first.failure)")
    let sold = try shop.published(
      "SELECT -sum(quantity)::int8 FROM analytics.stock_ledger WHERE kind = 'issue' AND item = 'ITEM-1'"
    )
    let opening = 100 + (Int(sold) ?? 0)
    #expect(
      try shop.published(Self.residuals) == "2026-01-01|\(opening)|\(opening * 4).00")
    let seen = "SELECT count(*) FROM core.observation"
    let known = try shop.published(seen)
    let again = try publish(shop, "2026-02-10")
    #expect(again.json.contains("identical"))
    #expect(try shop.published(seen) == known)

    // Six more stand on the shelf, and nobody says where from; two of another item are gone.
    try shop.change(
      """
      UPDATE shop.balance SET quantity = quantity
        - (SELECT coalesce(sum(quantity), 0) FROM shop.sale s
            WHERE s.item = balance.item AND s.day = '2026-02-11')
        + CASE item WHEN 1 THEN 6 WHEN 2 THEN -2 ELSE 0 END
      """)
    #expect(try publish(shop, "2026-02-11").exitCode == .done)
    #expect(
      try shop.published(Self.residuals)
        == "2026-01-01|\(opening)|\(opening * 4).00\n2026-02-11|6|24.00")
    #expect(
      try shop.published(Self.accounts)
        == "2026-02-11|1300|16.00\n2026-02-11|2040|-24.00\n2026-02-11|5200|8.00")
    let more = try shop.published(seen)
    #expect(try publish(shop, "2026-02-11").json.contains("identical"))
    #expect(try shop.published(seen) == more)
    #expect(
      try shop.published(
        "SELECT count(*) FROM analytics.finding WHERE code = 'INV-060' AND key LIKE '%2026-02-11%'")
        == "1")
    let proof = try Self.session(shop).verify(VerifyRequest())
    #expect(proof.exitCode == .done, "\(proof.text) \(proof.failure)")
    #expect(
      try shop.published("SELECT count(*) FROM analytics.finding WHERE code = 'INV-020'") == "0")
  }
}
