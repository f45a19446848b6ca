import PostgresClient
import TestSupport
import Testing

@testable import Warehouse

@Suite struct SchemaTests {
  private func emptyDatabase() throws -> Connection {
    try Connection(ScratchWarehouse.options(ScratchCluster.shared().database("empty")))
  }

  @Test func anEmptyDatabaseIsBroughtToTheKnownVersionOnce() throws {
    let connection = try emptyDatabase()
    #expect(try WarehouseSchema.version(of: connection) == 0)
    try WarehouseSchema.createRoles(on: connection)
    try WarehouseSchema.createRoles(on: connection)
    #expect(try WarehouseSchema.migrate(connection) == Array(1...WarehouseSchema.knownVersion))
    #expect(try WarehouseSchema.migrate(connection) == [])
    try WarehouseSchema.requireKnownVersion(connection)
  }

  @Test func anOlderProgramRefusesANewerSchema() throws {
    let warehouse = try ScratchWarehouse()
    try warehouse.admin().execute(
      "future", "INSERT INTO core.schema_version (version, name) VALUES (999, 'future')")
    let lease = #expect(throws: WarehouseError.self) { try warehouse.lease() }
    guard case .newerSchema(found: 999, known: WarehouseSchema.knownVersion)? = lease else {
      Issue.record("\(String(describing: lease))")
      return
    }
    #expect(throws: WarehouseError.self) { try WarehouseSchema.migrate(warehouse.admin()) }
    #expect(throws: WarehouseError.self) { try PinnedReader(warehouse.loader, company: "acme") }
  }

  @Test func aDatabaseWithoutSchemaAsksForMigration() throws {
    let error = #expect(throws: WarehouseError.self) {
      try WarehouseSchema.requireKnownVersion(emptyDatabase())
    }
    #expect("\(try #require(error))".contains("this program needs"))
  }

  @Test func everyAnalyticsViewAndFactIsDescribed() throws {
    let warehouse = try ScratchWarehouse()
    #expect(
      try warehouse.answer(
        """
        SELECT string_agg(n.nspname || '.' || c.relname, ' ' ORDER BY c.relname)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE obj_description(c.oid, 'pg_class') IS NULL
          AND (n.nspname = 'analytics' OR c.relkind = 'p')
        """) == nil)
  }

  @Test func aBaseCurrencyNeverChanges() throws {
    let warehouse = try ScratchWarehouse()
    try warehouse.lease().end()
    let error = #expect(throws: WarehouseError.self) {
      try CompanyLease(warehouse.loader, company: .sample("acme", in: "USD"))
    }
    guard case .baseCurrencyChanged? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
