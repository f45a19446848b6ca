public import PostgresClient

/// What the roles of a warehouse's server are, seen by the role of a connection.
public struct WarehouseRoles: Hashable, Sendable {
  /// The roles that are missing; `WarehouseSchema.createRoles` makes them.
  public let missing: [String]
  /// The connection's role.
  public let current: String
  /// Whether it is a superuser.
  public let isSuperuser: Bool
  /// Whether it may run jobs: a member of `nightclose_loader`.
  public let mayLoad: Bool
  /// Whether it may migrate: a member of `nightclose_owner`.
  public let mayMigrate: Bool

  /// The roles every warehouse needs.
  public static let required = [
    "nightclose_backup", "nightclose_loader", "nightclose_owner", "nightclose_reader",
  ]

  /// Asks the server.
  ///
  /// - Throws: `WarehouseError.database`.
  public init(on connection: Connection) throws(WarehouseError) {
    let required = Self.required
    self = try translating { () throws(PostgresError) in
      let rows = try connection.query(
        "warehouse roles",
        """
        SELECT w.name, r.oid IS NOT NULL, coalesce(pg_catalog.pg_has_role(r.oid, CASE w.name
            WHEN 'nightclose_owner' THEN 'MEMBER' ELSE 'USAGE' END), false),
          current_user::text, me.rolsuper
        FROM unnest($1::text[]) w(name)
        CROSS JOIN pg_catalog.pg_roles me
        LEFT JOIN pg_catalog.pg_roles r ON r.rolname = w.name
        WHERE me.rolname = current_user ORDER BY w.name
        """, [.textArray(required)])
      var missing: [String] = []
      var member: Set<String> = []
      var (current, isSuperuser) = ("", false)
      while try rows.next() {
        let name = rows.text(0) ?? ""
        if rows.bool(1) == false { missing.append(name) }
        if rows.bool(2) == true { member.insert(name) }
        current = rows.text(3) ?? ""
        isSuperuser = rows.bool(4) ?? false
      }
      return WarehouseRoles(
        missing: missing, current: current, isSuperuser: isSuperuser,
        mayLoad: member.contains("nightclose_loader"),
        mayMigrate: member.contains("nightclose_owner"))
    }
  }

  private init(
    missing: [String], current: String, isSuperuser: Bool, mayLoad: Bool, mayMigrate: Bool
  ) {
    self.missing = missing
    self.current = current
    self.isSuperuser = isSuperuser
    self.mayLoad = mayLoad
    self.mayMigrate = mayMigrate
  }
}
