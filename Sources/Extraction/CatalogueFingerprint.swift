internal import PostgresClient

/// The columns and types of the tables a source was read from: what a run records, so that a later
/// run can tell that an upgrade of the ERP changed them.
public struct CatalogueFingerprint: Hashable, Sendable {
  /// One line per column: `schema.table column type [not null]`, sorted by bytes within a table's
  /// own column order.
  public let lines: [String]

  /// Feeds the fingerprint to a digest.
  public func update(_ digest: any InputDigest) {
    digest.update(Array((lines.joined(separator: "\n") + "\n").utf8))
  }

  /// The lines that are here and not there, and the other way round.
  public func difference(
    from earlier: CatalogueFingerprint
  ) -> (added: [String], removed: [String]) {
    let before = Set(earlier.lines)
    let now = Set(lines)
    return (lines.filter { !before.contains($0) }, earlier.lines.filter { !now.contains($0) })
  }

  /// Reads the catalogue on the connection's snapshot.
  init(_ tables: [SourceTable], on connection: Connection) throws {
    let rows = try connection.query(
      "catalogue fingerprint",
      """
      SELECT pg_catalog.concat(n.nspname, '.', c.relname, ' ', a.attname, ' ',
               pg_catalog.format_type(a.atttypid, a.atttypmod),
               CASE WHEN a.attnotnull THEN ' not null' END)
        FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE c.oid::int8 = ANY ($1::int8[]) AND a.attnum > 0 AND NOT a.attisdropped
       ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C", a.attnum
      """, [.integerArray(tables.map(\.oid))])
    var lines: [String] = []
    while try rows.next() { lines.append(rows.text(0) ?? "") }
    self.lines = lines
  }
}
