import AccountingValues
import Foundation
import Platform
import PostgresClient
import TestSupport
import Testing

@testable import Jobs

/// A corner shop of a handful of rows, so that every figure can be worked by hand, with a stocktake whose
/// rows are remembered. Item 1 sells for 6.25, item 2 for 7.50; a delivery is billed three days later.
struct LateShop {
  let shop: CornerShop

  /// January: 10 of item 1 for 100.00, all sold; 5 of item 2 for 25.00, one of them sold, one missing at
  /// the stocktake. February: 10 of item 1 for 130.00.
  init(remembers: Bool = true) throws {
    shop = try CornerShop.opened()
    try shop.change(
      """
      CREATE TABLE shop.stocktake (id int4 PRIMARY KEY, day date NOT NULL, item int4 NOT NULL,
        quantity numeric(12,3) NOT NULL);
      TRUNCATE shop.delivery, shop.sale;
      INSERT INTO shop.delivery VALUES (1, '2026-01-05', 1, 1, 10, 100), (2, '2026-02-03', 1, 1, 10, 130),
        (4, '2026-01-02', 2, 2, 5, 25);
      INSERT INTO shop.sale VALUES (1, '2026-01-20', 4, 1, 10, NULL), (3, '2026-01-22', 4, 2, 1, NULL);
      INSERT INTO shop.stocktake VALUES (1, '2026-01-28', 2, -1);
      """)
    let movements = try FileSystem.readText(
      shop.directory.file("jobs/sources/shop/stock_movements.sql"))
    try shop.write(
      "jobs/sources/shop/stock_movements.sql",
      movements + """
        UNION ALL
        SELECT ARRAY['count', c.id::text], c.day, 'count', c.item, 1, c.quantity, 'missing', NULL,
               NULL, NULL, NULL, NULL
          FROM shop.stocktake c
         WHERE (:from IS NULL OR c.day >= :from) AND (:to IS NULL OR c.day < :to)

        """)
    guard remembers else { return }
    let source = try FileSystem.readText(shop.directory.file("jobs/sources/shop/source.yaml"))
    try shop.write(
      "jobs/sources/shop/source.yaml",
      source.replacing(
        "stock_movements: {sql: stock_movements.sql}",
        with: "stock_movements: {sql: stock_movements.sql, remember: true}"))
  }

  /// What comes to light when January is closed: 10 of item 1 of 3 January for 120.00 with their bill, a
  /// sale of two of item 2, and that nothing was missing.
  static let news = """
    INSERT INTO shop.delivery VALUES (3, '2026-01-03', 1, 1, 10, 120);
    INSERT INTO shop.sale VALUES (2, '2026-01-25', 5, 2, 2, NULL);
    DELETE FROM shop.stocktake;
    """

  func session() throws -> Session {
    try Session(
      SessionOptions(
        configDirectory: shop.directory.path, stateDirectory: nil, environment: [:],
        workingDirectory: shop.directory.path, isInteractive: false, clock: .now()))
  }

  /// A run that must publish.
  func publish(_ asOf: String? = nil) throws {
    let result = try session().run(
      RunRequest(job: "nightly", asOf: try asOf.map { try #require(CivilDate($0)) }))
    try #require(result.exitCode == .done, "\(result.failure)")
  }

  func close(_ period: String) throws {
    let result = try session().closePeriod(company: CornerShop.company, period: period)
    try #require(result.exitCode == .done, "\(result.failure)")
  }

  // MARK: Proofs

  /// What `verify` says.
  struct Answer: Decodable {
    struct Line: Decodable {
      let period, kind, code, name: String
      let asFiled, latePosted, posted, lateOwn, recosting, configuration, engine, restated: String
      let difference: String
      let isProved: Bool
    }

    struct Cause: Decodable {
      let period, account, effect, amount, document, stream, key: String
    }

    let isProved: Bool
    let lines: [Line]
    let documents: [Cause]
    let closedPeriods: [String]
    let stalePeriods: [String]

    /// `2026-01 1300: 25.00 - 0.00 + 115.00 - 20.00 = 120.00`, with what configuration and engine move
    /// and the difference where they are not zero.
    func lines(_ kind: String) -> [String] {
      lines.filter { $0.kind == kind }.map { line in
        func term(_ sign: String, _ amount: String) -> String {
          amount.hasPrefix("-")
            ? "\(sign == "-" ? "+" : "-") \(amount.dropFirst())" : "\(sign) \(amount)"
        }
        func isZero(_ amount: String) -> Bool { !amount.contains { "123456789".contains($0) } }
        var text =
          "\(line.period) \(line.code): \(line.asFiled) \(term("-", line.latePosted)) "
          + (isZero(line.posted) ? "" : "\(term("-", line.posted)) posted ")
          + "\(term("+", line.lateOwn)) \(term("+", line.recosting))"
        if !isZero(line.configuration) { text += " \(term("+", line.configuration)) by rules" }
        if !isZero(line.engine) { text += " \(term("+", line.engine)) by engine" }
        text += " = \(line.restated)"
        if !line.isProved { text += " off by \(line.difference)" }
        return text
      }
    }
  }

  func verify(
    isRestated: Bool = true, exitCode: ExitCode = .done,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Answer {
    let result = try session().verify(VerifyRequest(isRestated: isRestated, walksChain: true))
    #expect(
      result.exitCode == exitCode, "\(result.text)\n\(result.failure)",
      sourceLocation: sourceLocation)
    let answers = try JSONDecoder().decode([Answer].self, from: Data(result.json.utf8))
    return try #require(answers.first)
  }
}
