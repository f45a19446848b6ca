import AccountingValues
import Definitions
import Foundation
import Platform
import TestSupport
import Testing

@testable import Jobs

/// A corner shop whose January is closed, small enough to work every figure by hand.
///
///     item 1   5 January 10 for 100.00 · 8 January 10 for 160.00 · 20 January 12 sold
///              25 January 2 of them back · 5 February 1 of them back · 10 February 4 sold
///     item 2   2 January 10 for 50.00 · 15 January 5 that nobody priced
///     item 3   21 January 2 sold that are not there · 25 January 2 for 10.00
struct ClosedShop {
  let shop: CornerShop

  /// The same commands for any shop.
  init(_ shop: CornerShop) { self.shop = shop }

  init() throws {
    shop = try CornerShop.opened()
    try shop.change(
      """
      CREATE TABLE shop.comeback (id int4 PRIMARY KEY, day date NOT NULL, sale int4 NOT NULL,
        quantity numeric(12,3) NOT NULL);
      TRUNCATE shop.delivery, shop.sale;
      INSERT INTO shop.delivery VALUES (1, '2026-01-05', 1, 1, 10, 100),
        (2, '2026-01-08', 1, 1, 10, 160), (3, '2026-01-02', 2, 2, 10, 50),
        (5, '2026-01-25', 1, 3, 2, 10);
      INSERT INTO shop.sale VALUES (1, '2026-01-20', 4, 1, 12, NULL),
        (2, '2026-02-10', 4, 1, 4, NULL), (3, '2026-01-21', 4, 3, 2, NULL);
      INSERT INTO shop.comeback VALUES (1, '2026-01-25', 1, 2), (2, '2026-02-05', 1, 1);
      """)
    let movements = try FileSystem.readText(
      shop.directory.file("jobs/sources/shop/stock_movements.sql"))
    try shop.write(
      "jobs/sources/shop/stock_movements.sql",
      movements.replacing(
        "1 AS document_line_key", with: "1 AS document_line_key, NULL::text[] AS linked_key"
      ).replacing("'sales_invoices', s.id, 1", with: "'sales_invoices', s.id, 1, NULL")
        + """
        UNION ALL
        SELECT ARRAY['back', c.id::text], c.day, 'customer_return', s.item, 1, c.quantity, 'missing',
               NULL, NULL, NULL, NULL, NULL, ARRAY['out', c.sale::text]
          FROM shop.comeback c JOIN shop.sale s ON s.id = c.sale
         WHERE (:from IS NULL OR c.day >= :from) AND (:to IS NULL OR c.day < :to)
        UNION ALL
        SELECT ARRAY['found', '1'], date '2026-01-15', 'receipt', 2, 1, 5, 'missing', NULL,
               NULL, NULL, NULL, NULL, NULL
         WHERE (:from IS NULL OR date '2026-01-15' >= :from)
           AND (:to IS NULL OR date '2026-01-15' < :to)

        """)
    try write()
    try close("2026-01")
  }

  /// Writes the company's file; its framework allows every method.
  func write(_ more: String = "", asOf: String = CornerShop.asOf) throws {
    try shop.write(
      "jobs/companies/\(CornerShop.company).yaml",
      CornerShop.companyFile(
        more: (more.contains("policies") ? "" : "policies: {framework: local}\n") + more
      ).replacing("as_of: \(CornerShop.asOf)", with: "as_of: \(asOf)"))
  }

  /// Writes a file of `jobs/` as the product ships it, with something replaced.
  func rewrite(_ path: String, _ old: String, _ new: String) throws {
    let shipped = try #require(try session().tree.text(path))
    let text = shipped.replacing(old, with: new)
    try #require(text != shipped, "\(path) says nothing of \(old)")
    try shop.write(path, text)
  }

  // MARK: Use

  func session() throws -> Session {
    try Session(
      SessionOptions(
        configDirectory: shop.directory.path, stateDirectory: nil, environment: [:],
        workingDirectory: shop.directory.path, isInteractive: false, clock: .now()))
  }

  func run() throws -> CommandResult { try session().run(RunRequest(job: "nightly")) }

  /// A run that must publish.
  func publish(sourceLocation: SourceLocation = #_sourceLocation) throws {
    let result = try run()
    try #require(result.exitCode == .done, "\(result.failure)", sourceLocation: sourceLocation)
  }

  func close(_ period: String) throws {
    let result = try session().closePeriod(company: CornerShop.company, period: period)
    try #require(result.exitCode == .done, "\(result.failure)")
  }

  func reopen(_ period: String) throws {
    let result = try session().reopenPeriod(
      company: CornerShop.company, period: period, reason: "other rules")
    try #require(result.exitCode == .done, "\(result.failure)")
  }

  // MARK: Figures

  /// What happened on accounts in a period, debit less credit: `1300 225.00, 5000 110.00`.
  func movement(_ period: String, _ accounts: String...) throws -> String {
    try shop.published(
      """
      SELECT string_agg(account || ' ' || (debit - credit)::numeric(12,2), ', ' ORDER BY account)
        FROM analytics.trial_balance WHERE period = '\(period)'
         AND account IN ('\(accounts.joined(separator: "', '"))')
      """)
  }

  /// All that people see of January, in one digest.
  func january() throws -> String {
    let rows = [
      "trial_balance", "journal_entry", "journal_line", "stock_ledger", "cost_layer", "consumption",
      "open_item", "ageing", "ageing_bucket",
    ].map { "SELECT to_jsonb(v)::text AS row FROM analytics.\($0) v WHERE period = '2026-01'" }
    return try shop.published(
      "SELECT md5(string_agg(row, E'\\n' ORDER BY row)) FROM (\(rows.joined(separator: " UNION ALL "))) v"
    )
  }

  /// Codes of what is told of the newest close.
  func codes() throws -> Set<String> {
    let codes = try shop.published(
      "SELECT code FROM analytics.finding WHERE period = (SELECT max(name) FROM core.period)")
    return Set(codes.split(separator: "\n").map(String.init))
  }

  func verify(
    isRestated: Bool = false, exitCode: ExitCode = .done,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> LateShop.Answer {
    let result = try session().verify(VerifyRequest(isRestated: isRestated, walksChain: true))
    #expect(
      result.exitCode == exitCode, "\(result.text)\n\(result.failure)",
      sourceLocation: sourceLocation)
    let answers = try JSONDecoder().decode([LateShop.Answer].self, from: Data(result.json.utf8))
    return try #require(answers.first)
  }
}
