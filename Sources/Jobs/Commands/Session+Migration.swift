import PostgresClient
import Warehouse

extension Session {
  /// Brings the warehouse's schema to the version of this program. On the embedded server the
  /// database and the roles are made; elsewhere the roles are, where this role may.
  ///
  /// - Throws: `JobError` with exit code 77 when roles are missing that this role may not make, 78
  ///   when the schema is newer than this program.
  public func migrate() throws(JobError) -> CommandResult {
    let done = try migration()
    let steps = done.applied.map(String.init).joined(separator: ", ")
    let roles =
      done.rolesMade.isEmpty ? "" : "; roles made: \(done.rolesMade.joined(separator: ", "))"
    return CommandResult(
      text: "warehouse schema version \(done.version): "
        + (steps.isEmpty ? "nothing to do" : "applied \(steps)") + roles,
      encoding: done)
  }

  /// The same for commands that need a warehouse before they begin.
  ///
  /// - Returns: the versions applied now.
  @discardableResult
  func prepareWarehouse() throws(JobError) -> [Int] { try migration().applied }

  private struct Migration: Encodable {
    let version: Int
    let applied: [Int]
    let rolesMade: [String]
  }

  private func migration() throws(JobError) -> Migration {
    if try warehouseIsEmbedded() { try createEmbeddedDatabase(Self.embeddedDatabase) }
    return try withWarehouseOfAnyVersion { connection in
      let made = try prepareRoles(on: connection)
      return Migration(
        version: WarehouseSchema.knownVersion,
        applied: try WarehouseSchema.migrate(connection), rolesMade: made)
    }
  }

  /// Makes the roles of a warehouse; once per server, and again without harm.
  ///
  /// - Throws: `JobError` with exit code 77 when this role may not.
  public func roles() throws(JobError) -> CommandResult {
    if try warehouseIsEmbedded() { try createEmbeddedDatabase(Self.embeddedDatabase) }
    let made = try withWarehouseOfAnyVersion { connection in try prepareRoles(on: connection) }
    return CommandResult(
      text: made.isEmpty ? "all roles are there" : "made: \(made.joined(separator: ", "))",
      encoding: ["made": made, "roles": WarehouseRoles.required])
  }

  /// - Returns: the roles that were missing.
  private func prepareRoles(on connection: Connection) throws -> [String] {
    // A warehouse of a later program is left alone before anything is changed.
    let version = try WarehouseSchema.version(of: connection)
    if version > WarehouseSchema.knownVersion {
      throw WarehouseError.newerSchema(found: version, known: WarehouseSchema.knownVersion)
    }
    let roles = try WarehouseRoles(on: connection)
    if roles.missing.isEmpty, roles.mayMigrate, !roles.isSuperuser { return [] }
    do throws(WarehouseError) { try WarehouseSchema.createRoles(on: connection) } catch {
      guard case .database(let cause) = error, cause.isPermissionDenied else { throw error }
      throw Self.rolesRefused(roles)
    }
    return roles.missing
  }

  private static func rolesRefused(_ roles: WarehouseRoles) -> JobError {
    JobError(
      .permission,
      roles.missing.isEmpty
        ? "role \(roles.current) is no member of nightclose_owner, which owns the warehouse"
        : "the server lacks the roles \(roles.missing.joined(separator: ", ")), and role "
          + "\(roles.current) may not make them",
      action: "have a superuser run `nightclose migrate` once, or give \(roles.current) CREATEROLE "
        + "and the roles")
  }
}
