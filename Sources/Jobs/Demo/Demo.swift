import AccountingValues
import Definitions
import Foundation
import Platform
import PostgresClient
import SampleCompany
import Warehouse

/// `nightclose demo`: a PostgreSQL of its own, a sample group of two companies, their nightly close,
/// and where the spreadsheets are. Everything lives in one folder that can be deleted.
public struct Demo {
  private let scale: Int
  private let program: String
  private let folder: String
  private let options: SessionOptions

  /// A demo.
  /// - Parameters:
  ///   - scale: size of the sample; 1 is about 18 months of a small group.
  ///   - program: how this program is called from a shell, for the command that is printed.
  ///   - stateDirectory: where it lives; `.nightclose/demo` below the working directory if `nil`.
  ///   - environment: the process's environment.
  ///   - workingDirectory: the working directory.
  ///   - isInteractive: whether a person watches.
  public init(
    scale: Int, program: String, stateDirectory: String?, environment: [String: String],
    workingDirectory: String, isInteractive: Bool
  ) {
    self.scale = scale
    self.program = program
    var options = SessionOptions(
      configDirectory: nil, stateDirectory: nil, environment: environment,
      workingDirectory: workingDirectory, isInteractive: isInteractive)
    folder = options.typed(
      stateDirectory ?? environment["NIGHTCLOSE_STATE"] ?? ".nightclose/demo")
    options.configDirectory = folder
    options.stateDirectory = folder
    self.options = options
  }

  /// The database of the sample ERP on the embedded server, also the name of its connection.
  private static let source = SampleConfiguration.connection

  /// Runs the demo; running it again finds everything identical.
  ///
  /// - Returns: the folders with the spreadsheets, one line per company.
  /// - Throws: `JobError` when something it needs is missing.
  public func run() throws(JobError) -> CommandResult {
    try writeConfiguration()
    let session = try Session(options)
    do throws(JobError) {
      let result = try run(session)
      try session.end()
      return result
    } catch {
      try? session.end()
      throw error
    }
  }

  private func run(_ session: Session) throws(JobError) -> CommandResult {
    let progress = try session.progress()
    progress.step("database", "starting PostgreSQL")
    let server = try session.embeddedServer()
    try create([Session.embeddedDatabase, Self.source], on: server)
    progress.step("sample", "scale \(scale)")
    try loadSample(server, session)
    progress.step("warehouse", "schema")
    _ = try session.prepareWarehouse()
    let outcome = try session.run(RunRequest(job: "nightly"))
    let output = try session.outputDirectory()
    let folders = try session.configuration().companies.map { "\(output)/\($0.code)/current" }
    let lines =
      outcome.exitCode == .done
      ? ["", "The spreadsheets are in:"] + folders.map { "  " + $0 }
        + ["", "Look around with:", "  \(program) status --config-dir \(Self.word(folder))"] : []
    return CommandResult(
      text: (outcome.text.isEmpty ? lines.dropFirst() : [outcome.text] + lines).joined(
        separator: "\n"), encoding: folders,
      failure: outcome.failure, exitCode: outcome.exitCode)
  }

  /// A path as one word of a shell.
  private static func word(_ path: String) -> String {
    let plain = path.allSatisfy {
      $0.isASCII && ($0.isLetter || $0.isNumber || "/._-".contains($0))
    }
    return plain ? path : "'" + path.replacing("'", with: "'\\''") + "'"
  }

  // MARK: Configuration

  private func writeConfiguration() throws(JobError) {
    try translating(step: "demo") {
      for part in ["/jobs/companies", "/reports"] {
        try FileManager.default.createDirectory(
          atPath: folder + part, withIntermediateDirectories: true)
      }
      let installation = """
        # Written by `nightclose demo`: its own PostgreSQL, for the sample and the results.
        version: 1
        warehouse: {embedded: true}
        state: .
        connections:
          \(Self.source): {embedded: true}

        """
      try FileSystem.writeAtomically(installation, to: folder + "/jobs/nightclose.yaml")
      let chart = ConfigurationTree().text("jobs/posting/accounts.csv") ?? ""
      for file in SampleConfiguration.files(addingTo: chart) {
        let path = folder + "/" + file.path
        let parent = path.split(separator: "/").dropLast().joined(separator: "/")
        try FileManager.default.createDirectory(
          atPath: "/" + parent, withIntermediateDirectories: true)
        try FileSystem.writeAtomically(file.text, to: path)
      }
    }
  }

  // MARK: Databases

  private func create(
    _ names: [String], on server: EmbeddedPostgreSQL.Server
  ) throws(JobError) {
    try translating(step: "demo") {
      let connection = try connect("postgres", server)
      for name in names {
        let found = try connection.query(
          "database", "SELECT 1 FROM pg_catalog.pg_database WHERE datname = $1", [.text(name)])
        if try !found.next() {
          try connection.execute("create database", "CREATE DATABASE \"\(name)\"")
        }
      }
    }
  }

  private func connect(
    _ database: String, _ server: EmbeddedPostgreSQL.Server
  ) throws -> Connection {
    let parameters = server.connection(database: database)
    return try Connection(
      ConnectionOptions(
        socketDirectory: parameters.host, port: parameters.port, database: database,
        user: parameters.user))
  }

  /// Loads the sample unless this very sample is there already.
  private func loadSample(
    _ server: EmbeddedPostgreSQL.Server, _ session: Session
  ) throws(JobError) {
    let sample = SampleCompany(scale: scale)
    let mark =
      "nightclose sample, scale \(sample.scale), seed \(sample.seed), \(ProductVersion.text)"
    try translating(step: "sample") {
      let connection = try connect(Self.source, server)
      if try description(of: connection) == mark { return }
      try connection.transaction(.write) {
        try connection.execute("drop sample", Self.dropSchemas)
        try SampleLoading(sample: sample, tree: session.tree).load(into: connection)
        try connection.execute("mark sample", "COMMENT ON DATABASE \"\(Self.source)\" IS '\(mark)'")
      }
      try connection.execute("analyse sample", "ANALYZE")
    }
  }

  private static let dropSchemas =
    "DROP SCHEMA IF EXISTS core, finance, inventory, sales, procurement, manufacturing, hr, crm, "
    + "pos, metadata, audit CASCADE"

  private func description(of connection: Connection) throws -> String {
    let rows = try connection.query(
      "sample mark",
      "SELECT coalesce(pg_catalog.shobj_description(oid, 'pg_database'), '') "
        + "FROM pg_catalog.pg_database WHERE datname = current_database()")
    return try rows.next() ? rows.text(0) ?? "" : ""
  }
}
