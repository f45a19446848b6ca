internal import AccountingValues
public import PostgresClient

/// The warehouse's schema and its versions. Migrations only go forward; each runs in its own
/// transaction and is recorded in `core.schema_version`.
public enum WarehouseSchema {
  /// A numbered SQL file.
  struct Migration {
    let version: Int
    let name: String
    let sql: [UInt8]
  }

  static let migrations = [
    Migration(version: 1, name: "core", sql: PackageResources.migration_001_core_sql),
    Migration(version: 2, name: "facts", sql: PackageResources.migration_002_facts_sql),
    Migration(version: 3, name: "functions", sql: PackageResources.migration_003_functions_sql),
    Migration(version: 4, name: "analytics", sql: PackageResources.migration_004_analytics_sql),
    Migration(version: 5, name: "numbers", sql: PackageResources.migration_005_numbers_sql),
    Migration(
      version: 6, name: "certificates", sql: PackageResources.migration_006_certificates_sql),
    Migration(
      version: 7, name: "observations", sql: PackageResources.migration_007_observations_sql),
    Migration(version: 8, name: "runs", sql: PackageResources.migration_008_runs_sql),
    Migration(
      version: 9, name: "filed rows", sql: PackageResources.migration_009_filed_rows_sql),
    Migration(
      version: 10, name: "remembered rows",
      sql: PackageResources.migration_010_remembered_rows_sql),
    Migration(version: 11, name: "tallies", sql: PackageResources.migration_011_tallies_sql),
    Migration(
      version: 12, name: "ageing buckets",
      sql: PackageResources.migration_012_ageing_buckets_sql),
    Migration(
      version: 13, name: "withdrawn periods",
      sql: PackageResources.migration_013_withdrawn_periods_sql),
    Migration(version: 14, name: "allowances", sql: PackageResources.migration_014_allowances_sql),
    Migration(
      version: 15, name: "supplier receipts",
      sql: PackageResources.migration_015_supplier_receipts_sql),
    Migration(
      version: 16, name: "filed configurations",
      sql: PackageResources.migration_016_filed_configurations_sql),
    Migration(
      version: 17, name: "production variances",
      sql: PackageResources.migration_017_production_variances_sql),
    Migration(
      version: 18, name: "group stock", sql: PackageResources.migration_018_group_stock_sql),
    Migration(version: 19, name: "year end", sql: PackageResources.migration_019_year_end_sql),
  ]

  /// The version this program works with.
  public static var knownVersion: Int { migrations.last?.version ?? 0 }

  /// Serialises migrations of one database.
  private static let migrationLock = AdvisoryLock(space: 1_852_007_520, subject: 0)

  /// Makes the roles of a warehouse and lets their owner create in this database. Needs a role
  /// with CREATEROLE that may grant on the database.
  ///
  /// - Throws: `WarehouseError.database`.
  public static func createRoles(on connection: Connection) throws(WarehouseError) {
    try translating { () throws(PostgresError) in
      // Two that grant at once would get “tuple concurrently updated”.
      try connection.lock(migrationLock)
      defer { _ = try? connection.unlock(migrationLock) }
      try connection.execute("roles", text(PackageResources.roles_sql))
    }
  }

  /// The version of the database's schema; 0 when there is none.
  ///
  /// - Throws: `WarehouseError.database`.
  public static func version(of connection: Connection) throws(WarehouseError) -> Int {
    try translating { () throws(PostgresError) in
      let present = try connection.query(
        "schema presence", "SELECT to_regclass('core.schema_version') IS NOT NULL")
      guard try present.next(), present.bool(0) == true else { return 0 }
      let rows = try connection.query(
        "schema version", "SELECT coalesce(max(version), 0) FROM core.schema_version")
      return try rows.next() ? Int(rows.integer(0) ?? 0) : 0
    }
  }

  /// Brings the schema to the version this program knows; does nothing when it has it.
  ///
  /// - Returns: the versions applied now.
  /// - Throws: `WarehouseError.newerSchema` or `.database`.
  @discardableResult
  public static func migrate(_ connection: Connection) throws(WarehouseError) -> [Int] {
    try translating { () throws(PostgresError) in try connection.lock(migrationLock) }
    var applied: [Int] = []
    do throws(WarehouseError) {
      let found = try version(of: connection)
      guard found <= knownVersion else {
        throw WarehouseError.newerSchema(found: found, known: knownVersion)
      }
      for migration in migrations where migration.version > found {
        try apply(migration, on: connection)
        applied.append(migration.version)
      }
      try recordCurrencies(on: connection)
    } catch {
      _ = try? connection.unlock(migrationLock)
      throw error
    }
    try translating { () throws(PostgresError) in _ = try connection.unlock(migrationLock) }
    return applied
  }

  /// Refuses a schema of another version.
  ///
  /// - Throws: `WarehouseError.newerSchema`, `.notMigrated` or `.database`.
  public static func requireKnownVersion(_ connection: Connection) throws(WarehouseError) {
    let found = try version(of: connection)
    if found > knownVersion { throw .newerSchema(found: found, known: knownVersion) }
    if found < knownVersion { throw .notMigrated(found: found, known: knownVersion) }
  }

  /// Lets a role, and whoever is a member of it, see a company in the analytics views; `nil` for
  /// all companies. The role needs to be a member of `nightclose_reader` as well.
  ///
  /// - Throws: `WarehouseError.database`.
  public static func grantReading(
    of company: String?, to role: String, on connection: Connection
  ) throws(WarehouseError) {
    try translating { () throws(PostgresError) in
      try connection.run(
        "grant reading",
        """
        INSERT INTO core.membership (role_name, company_id)
        SELECT $1::name, c.company_id FROM core.company c WHERE c.code = $2
        UNION ALL SELECT $1::name, NULL WHERE $2::text IS NULL ON CONFLICT DO NOTHING
        """, [.text(role), .optional(company)])
    }
  }

  private static func apply(
    _ migration: Migration, on connection: Connection
  ) throws(WarehouseError) {
    try translating { () throws(PostgresError) in
      try connection.begin(.write)
      do throws(PostgresError) {
        try connection.execute("migration role", "SET LOCAL ROLE nightclose_owner")
        try connection.execute("migration \(migration.name)", text(migration.sql))
        try connection.run(
          "migration record", "INSERT INTO core.schema_version (version, name) VALUES ($1, $2)",
          [.integer(Int64(migration.version)), .text(migration.name)])
        try connection.commit()
      } catch {
        connection.rollback()
        throw error
      }
    }
  }

  /// The currencies this program knows; a later list adds to them.
  private static func recordCurrencies(on connection: Connection) throws(WarehouseError) {
    try translating { () throws(PostgresError) in
      try connection.run(
        "currencies",
        """
        INSERT INTO core.currency (code, minor_digits, unit)
        SELECT code, digits, round(10::numeric ^ -digits, digits::int4)
        FROM unnest($1::text[], $2::int8[]) u(code, digits) ON CONFLICT DO NOTHING
        """,
        [
          .textArray(Currency.all.map(\.code)),
          .integerArray(Currency.all.map { Int64($0.minorDigits) }),
        ])
    }
  }

  static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
