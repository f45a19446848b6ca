import AccountingValues
import Foundation
import Jobs
import Platform
import PostgresClient
import TestSupport
import Testing
import Warehouse

/// A customer's folder with one company, a warehouse and a shop's database of its own, all on the
/// scratch server.
final class ScratchInstallation {
  let directory: TemporaryDirectory
  let warehouse: ConnectionParameters
  let shop: ConnectionParameters
  /// 2026-11-03 02:15 UTC: the last finished day is November 2.
  var clock = BusinessClock(secondsSince1970: 1_793_672_100)

  /// - Parameter isMigrated: whether the warehouse has its schema.
  /// - Throws: when the server or a file refuses.
  init(isMigrated: Bool = true) throws {
    let cluster = try ScratchCluster.shared()
    directory = try TemporaryDirectory("commands")
    warehouse =
      isMigrated
      ? try cluster.database("readybooks") { place in
        let connection = try Connection(Self.options(place))
        defer { connection.close() }
        try WarehouseSchema.createRoles(on: connection)
        try WarehouseSchema.migrate(connection)
      } : try cluster.database("emptybooks")
    shop = try cluster.database("shop") { place in
      try cluster.run(Self.shopSchema, on: place)
    }
    try install()
    try write("jobs/companies/acme.yaml", Self.company)
    try write("jobs/sources/shop/source.yaml", Self.source)
    try write(
      "jobs/sources/shop/items.sql",
      Self.items)
    try FileSystem.makeDirectories(directory.file("reports"))
  }

  /// Writes `nightclose.yaml`, with more keys if there are any.
  func install(_ more: String = "") throws {
    try write(
      "jobs/nightclose.yaml",
      """
      version: 1
      warehouse: {uri: "\(Self.uri(warehouse))"}
      connections:
        shop: {uri: "\(Self.uri(shop))"}
      \(more)
      """)
  }

  /// What of a run's outcome tests look at.
  struct Outcome: Decodable {
    let company: String
    let ending: String
    let exitCode: Int32
    let closeId: String
    let folder: String
    let message: String
    let rows: [String: Int64]
    let findings: [String: Int]
  }

  /// `nightclose run <job>`, with what it prints on standard error.
  func close(
    _ job: String = "nightly", isDryRun: Bool = false
  ) throws -> (outcome: Outcome, result: CommandResult) {
    let result = try run { session throws(JobError) in
      try session.run(RunRequest(job: job, isDryRun: isDryRun))
    }
    let outcomes = try JSONDecoder().decode([Outcome].self, from: Data(result.json.utf8))
    return (try #require(outcomes.first), result)
  }

  static let items = """
    SELECT i.id AS item_key, i.code AS number, i.name, 'stock' AS kind, i.unit FROM shop.item i
    """

  static let company = """
    name: "Acme GmbH"
    sources: [{erp: shop, connection: shop}]
    """

  /// The same company with books: they begin in October 2026.
  static let openCompany = company + "\ngo_live: 2026-10-01"

  static let source = """
    name: shop
    title: Shop
    facts: {time_zone: Europe/Vienna, currency: EUR}
    streams:
      items: {history: none}
    """

  private static let shopSchema = """
    CREATE SCHEMA shop;
    CREATE TABLE shop.item (id int4 PRIMARY KEY, code text NOT NULL, name text NOT NULL,
      unit text NOT NULL);
    INSERT INTO shop.item VALUES (1, 'BOLT', 'Bolt M8', 'pcs'), (2, 'NUT', 'Nut M8', 'pcs');
    """

  static func options(_ place: ConnectionParameters) -> ConnectionOptions {
    ConnectionOptions(
      socketDirectory: place.host, port: place.port, database: place.database, user: place.user)
  }

  static func uri(_ place: ConnectionParameters, user: String = "postgres") -> String {
    "postgresql://\(user)@/\(place.database)?host=\(place.host)&port=\(place.port)"
  }

  func write(_ path: String, _ text: String) throws {
    let file = directory.file(path)
    try FileSystem.makeDirectories(FileSystem.parent(of: file) ?? "/")
    try FileSystem.writeAtomically(text + "\n", to: file)
  }

  func session() throws -> Session {
    try Session(
      SessionOptions(
        configDirectory: directory.path, stateDirectory: nil, environment: [:],
        workingDirectory: directory.path, isInteractive: false, clock: clock))
  }

  /// Runs one command and ends its session.
  @discardableResult
  func run(
    _ body: (Session) throws(JobError) -> CommandResult
  ) throws -> CommandResult {
    let session = try session()
    defer { try? session.end() }
    return try body(session)
  }

  /// How a command fails that must fail.
  func failure(
    _ body: (Session) throws(JobError) -> CommandResult
  ) throws -> JobError {
    do {
      let result = try run(body)
      throw Unexpected(text: result.text)
    } catch let error as JobError { return error }
  }

  struct Unexpected: Error { let text: String }

  // MARK: Published books

  static func period(_ name: String) throws -> FiscalPeriod {
    let calendar = try #require(FiscalCalendar(monthlyFrom: 1))
    return try #require(calendar.period(named: name))
  }

  func lease() throws -> CompanyLease {
    let euro = try #require(Currency(code: "EUR"))
    return try CompanyLease(
      Self.options(warehouse),
      company: CompanyRecord(code: "acme", name: "Acme GmbH", baseCurrency: euro))
  }

  /// Publishes empty books of October 2026 with two findings.
  @discardableResult
  func publish(asOf day: String = "2026-10-31") throws -> Run {
    let lease = try lease()
    defer { lease.end() }
    let october = try Self.period("2026-10")
    try lease.declare([october])
    let run = try lease.beginRun(request(day))
    try lease.record(
      RunStep(
        name: "extract", rowCount: 17, startedAt: Timestamp(microsecondsSince1970: 0),
        finishedAt: Timestamp(microsecondsSince1970: 1_250_000)), number: 1, of: run)
    let loader = try FactLoader(Self.options(warehouse), run: run)
    try loader.load(Self.findings, period: october.id)
    try lease.publish(
      Publication(
        run: run, closeId: "0123456789abcdef", periods: [october],
        dataThrough: CivilDate("2026-10-30"))
    ) { _ in "manifest" }
    return run
  }

  func request(_ day: String) throws -> Warehouse.RunRequest {
    RunRequest(
      job: "nightly", asOf: try #require(CivilDate(day)), engineVersion: "0.1.0",
      configurationDigest: "c0ffee")
  }

  private static let findings = [
    FindingRow(
      seq: 1, code: "INV-012", severity: "warning", origin: "stock_movements", key: "4711",
      document: "GR-9", amountMinor: 12_50, currency: "EUR", message: "the receipt has no price",
      action: "enter it"),
    FindingRow(
      seq: 2, code: "DOC-001", severity: "error", origin: "sales_invoices", key: "12",
      document: "", message: "header and lines differ", action: "correct the invoice",
      accepted: "known"),
  ]
}

extension String {
  /// Its lines.
  var lines: [String] { split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
}
