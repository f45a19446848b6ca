import Definitions
import Foundation
import Platform
import PostgresClient
import SampleCompany
import TestSupport
import Testing
import Warehouse

@testable import Jobs

/// The sample group as `nightclose demo` sets it up, over databases of the scratch server.
struct SampleBooks {
  /// Holds the configuration and the published files, as long as the value lives.
  let directory: TemporaryDirectory
  let source: ConnectionParameters
  let warehouse: ConnectionParameters

  /// Installs over a source; without a warehouse an empty migrated one is made.
  init(source: ConnectionParameters, warehouse: ConnectionParameters? = nil) throws {
    directory = try TemporaryDirectory("sample")
    self.source = source
    self.warehouse = try warehouse ?? Self.emptyWarehouse()
    let chart = try #require(ConfigurationTree().text("jobs/posting/accounts.csv"))
    for file in SampleConfiguration.files(addingTo: chart) { try write(file.path, file.text) }
    try FileManager.default.createDirectory(
      atPath: directory.file("reports"), withIntermediateDirectories: true)
    try write(
      "jobs/nightclose.yaml",
      """
      version: 1
      warehouse: {uri: "\(Installation.uri(self.warehouse))"}
      connections:
        \(SampleConfiguration.connection): {uri: "\(Installation.uri(source))"}
      output: \(directory.file("output"))
      state: \(directory.file("state"))

      """)
  }

  private func write(_ path: String, _ text: String) throws {
    let file = directory.file(path)
    try FileSystem.makeDirectories(FileSystem.parent(of: file) ?? "/")
    try FileSystem.writeAtomically(text, to: file)
  }

  private static func emptyWarehouse() throws -> ConnectionParameters {
    try ScratchCluster.shared().database("samplewarehouse") { place in
      let connection = try Connection(Installation.options(place))
      try WarehouseSchema.createRoles(on: connection)
      try WarehouseSchema.migrate(connection)
      connection.close()
    }
  }

  // MARK: Sources

  /// A source with the sample, a new copy for each caller.
  static func source(
    planted: Set<SampleCompany.PlantedBreak> = []
  ) throws -> ConnectionParameters {
    let kinds = SampleCompany.PlantedBreak.allCases
    let label = kinds.indices.map { planted.contains(kinds[$0]) ? "x" : "o" }.joined()
    return try ScratchCluster.shared().database("sample" + label) { place in
      let connection = try Connection(Installation.options(place))
      defer { connection.close() }
      try SampleLoading(
        sample: SampleCompany(plantedBreaks: planted), tree: ConfigurationTree()
      ).load(into: connection)
    }
  }

  // MARK: Runs

  /// `nightclose run nightly`; an outcome for each company, in order of their codes.
  func run(_ companies: String..., isDry: Bool = false) throws -> [Installation.Outcome] {
    let session = try Session(
      SessionOptions(
        configDirectory: directory.path, stateDirectory: nil, environment: [:],
        workingDirectory: directory.path, isInteractive: false))
    let result = try session.run(
      RunRequest(job: "nightly", companies: companies, isDryRun: isDry))
    return try JSONDecoder().decode([Installation.Outcome].self, from: Data(result.json.utf8))
  }

  /// The books of both companies, published. Tests only read them.
  struct Published: Sendable {
    let books: SampleBooks
    let outcomes: [Installation.Outcome]
  }

  static func published() throws -> Published { try first.get() }

  private static let first = Result<Published, any Error> {
    let books = try SampleBooks(source: try source())
    return Published(books: books, outcomes: try books.run())
  }

  // MARK: Reading

  /// What the warehouse answers, a line per row.
  func published(_ sql: String) throws -> [String] {
    try ScratchCluster.shared().answer(sql, on: warehouse).split(separator: "\n").map(String.init)
  }

  /// What the source answers, a line per row.
  func recorded(_ sql: String) throws -> [String] {
    try ScratchCluster.shared().answer(sql, on: source).split(separator: "\n").map(String.init)
  }

  /// A line of the findings file of a run that published nothing.
  struct FindingLine: Equatable {
    let code: String
    let severity: String
    let origin: String
    let key: String
    let document: String
    let amount: String
  }

  func findings(_ outcome: Installation.Outcome) throws -> [FindingLine] {
    let text = try FileSystem.readText(outcome.folder + "/findings.csv")
    var reader = CSVReader(file: "findings.csv", text: text)
    try reader.readHeader()
    return try reader.records().map { record in
      let fields = record.fields.map { $0 ?? "" }
      return FindingLine(
        code: fields[0], severity: fields[1], origin: fields[2], key: fields[3],
        document: fields[4], amount: fields[5])
    }
  }
}
