import AccountingValues
import Foundation
import Platform
import PostgresClient
import TestSupport
import Testing
import Warehouse

@testable import Jobs

/// Nightclose as somebody installed it for AdventureWorks: a configuration folder, a source
/// database and a warehouse of its own.
struct Installation {
  /// Holds the configuration, the published files and the log, as long as the value lives.
  let directory: TemporaryDirectory
  let source: ConnectionParameters
  let warehouse: ConnectionParameters

  static let company = "aw"

  /// Installs over two databases; without a warehouse an empty migrated one is made.
  init(source: ConnectionParameters, warehouse: ConnectionParameters? = nil) throws {
    directory = try TemporaryDirectory("close")
    self.source = source
    self.warehouse =
      try warehouse
      ?? ScratchCluster.shared().database("closewarehouse") { place in
        let connection = try Connection(Self.options(place))
        try WarehouseSchema.createRoles(on: connection)
        try WarehouseSchema.migrate(connection)
        connection.close()
      }
    try FileManager.default.createDirectory(
      atPath: directory.file("reports"), withIntermediateDirectories: true)
    try install()
    try configure()
  }

  /// Writes `nightclose.yaml`, with more keys if there are any.
  func install(_ more: String = "") throws {
    try write(
      "jobs/nightclose.yaml",
      """
      version: 1
      warehouse: {uri: "\(Self.uri(warehouse))"}
      connections:
        aw: {uri: "\(Self.uri(source))"}
      output: \(directory.file("output"))
      state: \(directory.file("state"))
      \(more)

      """)
  }

  /// Writes the company's file; `more` are further lines of it.
  func configure(
    goLive: String = "2011-04-01", asOf: String = "2014-08-31", more: String = ""
  ) throws {
    try write(
      "jobs/companies/\(Self.company).yaml",
      """
      name: Adventure Works Cycles
      sources: [{erp: adventureworks, connection: aw}]
      base_currency: USD
      time_zone: UTC
      fiscal_calendar: {first_month: 7}
      go_live: \(goLive)
      as_of: \(asOf)
      legal:
        registration_number: "600012345"
        country: US
        city: Bothell
        contact: {first_name: Ken, last_name: Sanchez, telephone: "697-555-0142"}
      \(more)

      """)
  }

  /// Writes a file of the configuration.
  func write(_ path: String, _ text: String) throws {
    let file = directory.file(path)
    try FileManager.default.createDirectory(
      atPath: URL(fileURLWithPath: file).deletingLastPathComponent().path,
      withIntermediateDirectories: true)
    try text.write(toFile: file, atomically: true, encoding: .utf8)
  }

  /// A CSV input of the company.
  func writeInput(_ stream: String, _ lines: [String]) throws {
    try write(
      "jobs/companies/\(Self.company)/data/\(stream).csv",
      lines.map { $0 + "\n" }.joined())
  }

  // MARK: Commands

  /// What a command says of the one company.
  struct Outcome: Decodable {
    let ending: String
    let exitCode: Int32
    let closeId: String
    let folder: String
    let errors: Int
    let message: String
    let collected: Collected
    let rows: [String: Int64]

    struct Collected: Decodable, Equatable {
      var runs: [Int32] = []
      var folders: [String] = []
    }
  }

  /// A session at the moment that the clock shows.
  func session(clock: BusinessClock = .now()) throws -> Session {
    try Session(
      SessionOptions(
        configDirectory: directory.path, stateDirectory: nil, environment: [:],
        workingDirectory: directory.path, isInteractive: false, clock: clock))
  }

  /// `nightclose run nightly`.
  func run(
    _ job: String = "nightly", asOf: String? = nil, clock: BusinessClock = .now(),
    isDryRun: Bool = false
  ) throws -> Outcome {
    let result = try session(clock: clock).run(
      RunRequest(
        job: job, asOf: try asOf.map { try #require(CivilDate($0)) }, isDryRun: isDryRun))
    let outcomes = try JSONDecoder().decode([Outcome].self, from: Data(result.json.utf8))
    #expect(result.exitCode.rawValue == outcomes.first?.exitCode)
    return try #require(outcomes.first)
  }

  /// A run that must publish.
  func publish(asOf: String? = nil) throws -> Outcome {
    let outcome = try run(asOf: asOf)
    try #require(outcome.exitCode == 0, "\(outcome.message)")
    try #require(outcome.ending == "published", "\(outcome.message)")
    return outcome
  }

  /// `nightclose period close`.
  func closePeriod(_ name: String) throws -> CommandResult {
    try session().closePeriod(company: Self.company, period: name)
  }

  /// `nightclose period reopen`.
  func reopenPeriod(_ name: String, reason: String = "a document came in late") throws {
    _ = try session().reopenPeriod(company: Self.company, period: name, reason: reason)
  }

  // MARK: Reading

  /// What the warehouse answers.
  func published(_ sql: String) throws -> String {
    try ScratchCluster.shared().answer(sql, on: warehouse)
  }

  /// What the source answers.
  func recorded(_ sql: String) throws -> String {
    try ScratchCluster.shared().answer(sql, on: source)
  }

  /// Somebody changes the source.
  func change(_ sql: String) throws { try ScratchCluster.shared().run(sql, on: source) }

  /// Somebody with every right changes the warehouse.
  func changeWarehouse(_ sql: String) throws { try ScratchCluster.shared().run(sql, on: warehouse) }

  /// The manifest of a published folder: digests of its files by name.
  func manifest(_ outcome: Outcome) throws -> [String: String] {
    let data = try Data(contentsOf: URL(fileURLWithPath: outcome.folder + "/manifest.json"))
    return try JSONDecoder().decode([String: String].self, from: data)
  }

  /// Somebody types into a published file, so that the next run writes it again.
  func damage(_ outcome: Outcome) throws {
    let name = try #require(try manifest(outcome).keys.sorted().first)
    try "somebody typed here".write(
      toFile: outcome.folder + "/" + name, atomically: true, encoding: .utf8)
  }

  /// The findings file of a blocked company.
  func findings(_ outcome: Outcome) throws -> String {
    try String(contentsOfFile: outcome.folder + "/findings.csv", encoding: .utf8)
  }

  // MARK: Databases

  static func options(_ place: ConnectionParameters) -> ConnectionOptions {
    ConnectionOptions(
      socketDirectory: place.host, port: place.port, database: place.database, user: place.user)
  }

  /// A URI with the socket's directory percent-encoded, as a user writes it.
  static func uri(_ place: ConnectionParameters) -> String {
    let host = place.host.replacingOccurrences(of: "/", with: "%2F")
    return "postgresql://\(place.user)@\(host):\(place.port)/\(place.database)"
  }
}
