internal import PostgresClient

extension CompanyLease {
  /// Drops the leaves of runs that no pointer names, but for the newest `keeping` published ones.
  /// A run that someone reads, or whose tables are in use, is left for the next time.
  ///
  /// - Returns: the runs whose leaves are gone.
  /// - Throws: `WarehouseError.database`.
  @discardableResult
  public func collectLeaves(keeping: Int) throws(WarehouseError) -> [Int32] {
    let runs = try translating(company.code) { () throws(PostgresError) in
      try supersededRuns(keeping: keeping)
    }
    var collected: [Int32] = []
    for run in runs {
      let gone = try translating(company.code) { () throws(PostgresError) in
        try collect(run)
      }
      if gone { collected.append(run) }
    }
    return collected
  }

  private func supersededRuns(keeping: Int) throws(PostgresError) -> [Int32] {
    let rows = try connection.query(
      "superseded runs",
      """
      SELECT r.run_id FROM core.run r
      WHERE r.company_id = $1 AND r.state <> 'running'
        AND EXISTS (SELECT FROM core.leaf l WHERE l.run_id = r.run_id)
        AND NOT EXISTS (SELECT FROM core.current_run c WHERE c.run_id = r.run_id)
        AND r.run_id NOT IN (SELECT k.run_id FROM core.run k
          WHERE k.company_id = $1 AND k.state = 'published'
            AND EXISTS (SELECT FROM core.leaf l WHERE l.run_id = k.run_id)
            AND NOT EXISTS (SELECT FROM core.current_run c WHERE c.run_id = k.run_id)
          ORDER BY k.run_id DESC LIMIT $2)
      ORDER BY r.run_id
      """, [.id(companyId), .integer(Int64(keeping))])
    var runs: [Int32] = []
    while try rows.next() { runs.append(Int32(truncatingIfNeeded: rows.integer(0) ?? 0)) }
    return runs
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
