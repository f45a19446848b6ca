internal import AccountingValues
public import PostgresClient

/// A reader of one company that sees one state of the warehouse, whatever is published meanwhile:
/// one snapshot, and a shared lock on the runs it shows, so that their leaves stay.
public final class PinnedReader {
  /// The runs whose figures are seen, by period.
  public let runs: [Int32: Int32]
  /// Runs datasets on the pinned state.
  public let datasets: DatasetReader
  /// What is known of the company, in the same state.
  public let company: CompanyReader
  private let connection: Connection

  /// Pins the published state of a company.
  ///
  /// - Throws: `WarehouseError.dataset` for an unknown company, `.newerSchema`, `.notMigrated`,
  ///   `.database`.
  public init(_ options: ConnectionOptions, company: String) throws(WarehouseError) {
    let connection = try translating(company) { () throws(PostgresError) in
      try Connection(options.forWarehouse)
    }
    try WarehouseSchema.requireKnownVersion(connection)
    let (id, currency) = try Self.record(of: company, on: connection)
    runs = try translating(company) { () throws(PostgresError) in
      try Self.pin(company, on: connection)
    }
    datasets = DatasetReader(connection: connection, baseCurrency: currency)
    self.company = CompanyReader(company: company, companyId: id, connection: connection)
    self.connection = connection
  }

  /// Pins the published state of a company.
  ///
  /// - Returns: `nil` for a company that no run has recorded yet.
  /// - Throws: as the initialiser does.
  public static func ofRecorded(
    _ company: String, _ options: ConnectionOptions
  ) throws(WarehouseError) -> PinnedReader? {
    do { return try PinnedReader(options, company: company) } catch {
      if case .dataset("company", _) = error { return nil }
      throw error
    }
  }

  /// Ends the reading.
  public func end() { connection.endSession() }

  private static func record(
    of company: String, on connection: Connection
  ) throws(WarehouseError) -> (id: Int32, base: Currency) {
    let found = try translating(company) { () throws(PostgresError) -> (Int32, Currency)? in
      let rows = try connection.query(
        "company", "SELECT c.company_id, c.base_currency FROM core.company c WHERE c.code = $1",
        [.text(company)])
      guard try rows.next(), let id = rows.integer(0),
        let currency = rows.text(1).flatMap({ Currency(code: $0) })
      else { return nil }
      return (Int32(truncatingIfNeeded: id), currency)
    }
    guard let found else {
      throw .dataset(name: "company", problem: "the warehouse knows no company \(company)")
    }
    return found
  }

  /// Locks what is published, then takes the snapshot, and starts over when something else was
  /// published between the two: what the snapshot shows is what is locked.
  private static func pin(
    _ company: String, on connection: Connection
  ) throws(PostgresError) -> [Int32: Int32] {
    while true {
      let seen = try pointers(company, on: connection)
      for run in Set(seen.values).sorted() {
        try connection.run(
          "pin run", "SELECT pg_advisory_lock_shared($1, $2)",
          [.id(LockSpaces.readers), .id(run)])
      }
      try connection.begin(.read)
      if try pointers(company, on: connection) == seen { return seen }
      connection.rollback()
      try connection.execute("unpin runs", "SELECT pg_advisory_unlock_all()")
    }
  }

  private static func pointers(
    _ company: String, on connection: Connection
  ) throws(PostgresError) -> [Int32: Int32] {
    let rows = try connection.query(
      "pointers",
      """
      SELECT r.period_id, r.run_id FROM core.current_run r
      JOIN core.company c ON c.company_id = r.company_id WHERE c.code = $1
      """, [.text(company)])
    var runs: [Int32: Int32] = [:]
    while try rows.next() {
      var fields = FactReader(rows)
      runs[fields.next()] = fields.next()
    }
    return runs
  }
}
