internal import AccountingValues
public import PostgresClient

/// A reader of one company that sees one state of the warehouse, whatever is published meanwhile:
/// one snapshot, and a shared lock on the runs it shows, so that their leaves stay.
public final class PinnedReader {
  /// The runs whose figures are seen, by period.
  public let runs: [Int32: Int32]
  /// Runs datasets on the pinned state.
  public let datasets: DatasetReader
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
    let currency = try Self.baseCurrency(of: company, on: connection)
    runs = try translating(company) { () throws(PostgresError) in
      try Self.pin(company, on: connection)
    }
    datasets = DatasetReader(connection: connection, baseCurrency: currency)
    self.connection = connection
  }

  /// Ends the reading.
  public func end() { connection.endSession() }

  private static func baseCurrency(
    of company: String, on connection: Connection
  ) throws(WarehouseError) -> Currency {
    let code = try translating(company) { () throws(PostgresError) in
      let rows = try connection.query(
        "base currency", "SELECT c.base_currency FROM core.company c WHERE c.code = $1",
        [.text(company)])
      return try rows.next() ? rows.text(0) : nil
    }
    guard let code, let currency = Currency(code: code) else {
      throw .dataset(name: "company", problem: "the warehouse knows no company \(company)")
    }
    return currency
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
