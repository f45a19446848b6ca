public import AccountingValues
internal import PostgresClient

extension CompanyLease {
  /// Drops the leaves of runs that no pointer names and that were superseded before a moment: the
  /// next publication of the company came earlier than that. Leaves of runs that published nothing
  /// were never readable and go at once. A run that someone reads, or whose tables are in use, is
  /// left for the next time; frozen figures of closed periods are no leaves of a run.
  ///
  /// - Returns: the runs whose leaves are gone.
  /// - Throws: `WarehouseError.database`.
  @discardableResult
  public func collectLeaves(supersededBefore moment: Timestamp) throws(WarehouseError) -> [Int32] {
    var collected: [Int32] = []
    for run in try supersededRuns(before: moment) {
      let gone = try translating(company.code) { () throws(PostgresError) in
        try collect(run)
      }
      if gone { collected.append(run) }
    }
    return collected
  }

  /// The runs whose leaves `collectLeaves` would drop, readers permitting.
  ///
  /// - Throws: `WarehouseError.database`.
  public func supersededRuns(before moment: Timestamp) throws(WarehouseError) -> [Int32] {
    try translating(company.code) { () throws(PostgresError) in
      let rows = try connection.query(
        "superseded runs",
        """
        SELECT r.run_id FROM core.run r
        WHERE r.company_id = $1 AND r.state <> 'running'
          AND EXISTS (SELECT FROM core.leaf l WHERE l.run_id = r.run_id)
          AND NOT EXISTS (SELECT FROM core.current_run c WHERE c.run_id = r.run_id)
          AND (r.state <> 'published' OR (SELECT min(n.finished_at) FROM core.run n
            WHERE n.company_id = $1 AND n.state = 'published' AND n.run_id > r.run_id) < $2)
        ORDER BY r.run_id
        """,
        [
          .id(companyId), .timestamp(microsecondsSince1970: moment.microsecondsSince1970),
        ])
      var runs: [Int32] = []
      while try rows.next() { runs.append(Int32(truncatingIfNeeded: rows.integer(0) ?? 0)) }
      return runs
    }
  }

  /// The identities of all closes that readers see, of open and closed periods.
  ///
  /// - Throws: `WarehouseError.database`.
  public func publishedCloses() throws(WarehouseError) -> Set<String> {
    try translating(company.code) { () throws(PostgresError) in
      let rows = try connection.query(
        "published closes",
        """
        SELECT DISTINCT r.close_id FROM core.current_run c JOIN core.run r USING (run_id)
        WHERE c.company_id = $1 AND r.close_id IS NOT NULL
        """, [.id(companyId)])
      var closes: Set<String> = []
      while try rows.next() { closes.insert(rows.text(0) ?? "") }
      return closes
    }
  }

  private func collect(_ run: Int32) throws(PostgresError) -> Bool {
    try connection.begin(.write)
    do throws(PostgresError) {
      try connection.execute("lock timeout", "SET LOCAL lock_timeout = '200ms'")
      let rows = try connection.query("collect run", "SELECT core.collect_run($1)", [.id(run)])
      let gone = try rows.next() && (rows.integer(0) ?? -1) >= 0
      try connection.commit()
      return gone
    } catch {
      connection.rollback()
      if error.isLockNotAvailable { return false }
      throw error
    }
  }
}
