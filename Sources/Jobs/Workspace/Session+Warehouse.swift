import Logging
import PostgresClient
import Warehouse

extension Session {
  /// Makes the warehouse's roles where this role may, and brings its schema up to date.
  ///
  /// - Returns: the versions applied now.
  /// - Throws: `JobError`; exit code 78 when the schema is newer than this program.
  func prepareWarehouse() throws(JobError) -> [Int] {
    let options = try warehouseOptions()
    return try translating(step: "migrate") {
      let connection = try Connection(options)
      do {
        try WarehouseSchema.createRoles(on: connection)
      } catch {
        // A role that may not create roles still migrates, if somebody made them.
        progressNote("roles: \(error)")
      }
      return try WarehouseSchema.migrate(connection)
    }
  }

  private func progressNote(_ text: String) {
    (try? progress())?.logger.notice("\(text)")
  }
}
