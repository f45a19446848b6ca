import Definitions
import Platform
import PostgresClient
import Warehouse

extension Session {
  /// Runs `body` on the warehouse as readers see it, after its schema was found to be this program's.
  func withWarehouse<Answer>(
    _ body: (Connection) throws -> Answer
  ) throws(JobError) -> Answer {
    try withWarehouseOfAnyVersion { connection in
      try WarehouseSchema.requireKnownVersion(connection)
      return try body(connection)
    }
  }

  /// The same whatever version its schema has.
  func withWarehouseOfAnyVersion<Answer>(
    _ body: (Connection) throws -> Answer
  ) throws(JobError) -> Answer {
    try requireWarehouseDatabase()
    var options = try warehouseOptions()
    // Its tables are under row security: a reader sees the companies it may see.
    options.session.rowSecurity = true
    let warehouse = options
    return try translating {
      let connection = try Connection(warehouse)
      defer { connection.close() }
      return try body(connection)
    }
  }

  /// Whether the warehouse is a database of the embedded server.
  func warehouseIsEmbedded() throws(JobError) -> Bool {
    let configuration = try configuration()
    return try translating {
      try configuration.installation.requiredWarehouse().value.target == .embedded
    }
  }

  /// A command that only looks makes no cluster and no database.
  func requireWarehouseDatabase() throws(JobError) {
    guard try warehouseIsEmbedded() else { return }
    let cluster = try embeddedCluster()
    let status = try translating { try cluster.status() }
    if status != .absent, try embeddedDatabaseExists(Self.embeddedDatabase) { return }
    throw JobError(
      .configuration, "the embedded server has no database \(Self.embeddedDatabase) yet",
      action: "run `nightclose migrate`")
  }

  func embeddedDatabaseExists(_ name: String) throws(JobError) -> Bool {
    try withMaintenanceDatabase { connection in
      let rows = try connection.query(
        "database presence", "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)",
        [.text(name)])
      return try rows.next() && rows.bool(0) == true
    }
  }

  /// Makes a database of the embedded server unless it is there.
  ///
  /// - Returns: whether it was made now.
  @discardableResult
  func createEmbeddedDatabase(_ name: String) throws(JobError) -> Bool {
    if try embeddedDatabaseExists(name) { return false }
    do throws(JobError) {
      try withMaintenanceDatabase { connection in
        try connection.execute(
          "create database",
          "CREATE DATABASE \(connection.quotedIdentifier(name)) TEMPLATE template0")
      }
      return true
    } catch {
      // Another program may have made it in the same moment; CREATE DATABASE cannot look first.
      if try embeddedDatabaseExists(name) { return false }
      throw error
    }
  }

  private func withMaintenanceDatabase<Answer>(
    _ body: (Connection) throws -> Answer
  ) throws(JobError) -> Answer {
    let place = try embeddedServer().connection(database: "postgres")
    return try translating {
      let connection = try Connection(
        ConnectionOptions(
          socketDirectory: place.host, port: place.port, database: place.database,
          user: place.user))
      defer { connection.close() }
      return try body(connection)
    }
  }

  /// A configured company.
  ///
  /// - Throws: `JobError` with exit code 64 when there is none of that code.
  func requiredCompany(_ code: String) throws(JobError) -> CompanyDefinition {
    let configuration = try configuration()
    if let company = configuration.company(code) { return company }
    let known = configuration.companies.map(\.code).joined(separator: ", ")
    throw JobError(
      .usage, "there is no company \(code)",
      action: known.isEmpty ? "run `nightclose init` first" : "use one of: \(known)")
  }

  /// The companies of these codes, all of them if there are none.
  func companies(_ codes: [String]) throws(JobError) -> [CompanyDefinition] {
    var found: [CompanyDefinition] = []
    for code in codes { found.append(try requiredCompany(code)) }
    if !found.isEmpty { return found }
    let all = try configuration().companies
    guard !all.isEmpty else {
      throw JobError(
        .configuration, "no company is configured",
        action: "run `nightclose init --company CODE --erp ERP --connection NAME`")
    }
    return all
  }
}
