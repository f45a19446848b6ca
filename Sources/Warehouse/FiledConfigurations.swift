internal import PostgresClient

extension CompanyReader {
  /// The texts of the configuration that a period was closed with.
  ///
  /// - Parameter digest: the configuration digest of the run that closed it.
  /// - Returns: what `CompanyLease.publish` was given to keep; `nil` for periods that were closed before
  ///   the warehouse kept it.
  /// - Throws: `WarehouseError.database`.
  public func filedConfiguration(_ digest: String) throws(WarehouseError) -> [UInt8]? {
    try translating(company) { () throws(PostgresError) in
      let rows = try connection.query(
        "filed configuration",
        "SELECT f.texts FROM core.filed_configuration f WHERE f.company_id = $1 AND f.digest = $2",
        [.id(companyId), .text(digest)])
      guard try rows.next() else { return nil }
      var fields = FactReader(rows)
      return fields.next()
    }
  }
}

extension CompanyLease {
  /// Keeps a configuration for good, once; an empty one is none.
  func keep(_ texts: [UInt8], digest: String) throws(PostgresError) {
    guard !texts.isEmpty else { return }
    try connection.run(
      "keep configuration",
      """
      INSERT INTO core.filed_configuration (company_id, digest, texts) VALUES ($1, $2, $3)
      ON CONFLICT DO NOTHING
      """, [.id(companyId), .text(digest), .bytes(texts)])
  }
}
