internal import PostgresClient

/// The canonical text of an audit entry: one `name=value` per line, in a fixed order.
struct AuditEntry {
  let text: String

  init(_ fields: [(name: String, value: String)]) {
    text = fields.map { name, value in
      "\(name)=\(value.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\\n"))"
    }.joined(separator: "\n")
  }
}

/// What a walk along a company's audit chain found.
public enum AuditVerdict: Hashable, Sendable {
  /// Every hash covers the one before; `length` entries, the last hash in hexadecimal.
  case intact(length: Int64, head: String)
  /// The entry at this position is missing or does not match its predecessor.
  case broken(position: Int64)
}

extension CompanyLease {
  /// Appends to the company's chain, whose row is locked by the transaction.
  func appendAudit(_ kind: String, run: Int32, entry: AuditEntry) throws(PostgresError) {
    try connection.run(
      "audit entry",
      """
      INSERT INTO core.audit_chain (company_id, position, kind, run_id, entry, previous, hash)
      SELECT $1, coalesce(l.position, 0) + 1, $2, $3, $4, p.hash,
        sha256(p.hash || convert_to($2 || E'\\n' || $4, 'UTF8'))
      FROM (SELECT 1) one
      LEFT JOIN LATERAL (SELECT a.position, a.hash FROM core.audit_chain a
        WHERE a.company_id = $1 ORDER BY a.position DESC LIMIT 1) l ON true
      CROSS JOIN LATERAL (SELECT coalesce(l.hash, sha256(convert_to($5, 'UTF8'))) AS hash) p
      """,
      [.id(companyId), .text(kind), .id(run), .text(entry.text), .text(company.code)])
  }

  /// Walks the company's chain from its first entry.
  ///
  /// - Throws: `WarehouseError.database`.
  public func verifyAuditChain() throws(WarehouseError) -> AuditVerdict {
    try reader.verifyAuditChain()
  }
}

extension CompanyReader {
  /// Walks the company's chain from its first entry.
  ///
  /// - Throws: `WarehouseError.database`.
  public func verifyAuditChain() throws(WarehouseError) -> AuditVerdict {
    try translating(company) { () throws(PostgresError) in
      let rows = try connection.stream(
        connection.prepare(
          "audit chain",
          """
          SELECT a.position, encode(a.hash, 'hex'),
            a.position = row_number() OVER w AND a.previous = coalesce(lag(a.hash) OVER w,
              sha256(convert_to($2, 'UTF8')))
            AND a.hash = sha256(a.previous || convert_to(a.kind || E'\\n' || a.entry, 'UTF8'))
          FROM core.audit_chain a WHERE a.company_id = $1
          WINDOW w AS (ORDER BY a.position) ORDER BY a.position
          """), [.id(companyId), .text(company)])
      var length: Int64 = 0
      var head = ""
      while try rows.next() {
        length += 1
        guard rows.bool(2) == true else { return .broken(position: length) }
        head = rows.text(1) ?? ""
      }
      return .intact(length: length, head: head)
    }
  }
}
