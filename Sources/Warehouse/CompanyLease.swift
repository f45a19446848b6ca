public import AccountingValues
public import PostgresClient

/// A company as the warehouse knows it.
public struct CompanyRecord: Hashable, Sendable {
  /// The code of its configuration file.
  public let code: String
  /// Its name.
  public let name: String
  /// The currency its books are in; it never changes.
  public let baseCurrency: Currency

  /// A company.
  public init(code: String, name: String, baseCurrency: Currency) {
    self.code = code
    self.name = name
    self.baseCurrency = baseCurrency
  }
}

/// The right to close one company: a session that holds the company's advisory lock, and the epoch
/// it began. Whoever takes the lock later begins a new epoch, and what an older holder still tries
/// to publish is refused (`fenced`), even from a connection it believes in.
///
/// Everything that changes what readers see goes through here.
public final class CompanyLease {
  /// The company.
  public let company: CompanyRecord
  /// Its number in the warehouse.
  public let companyId: Int32
  /// The epoch this lease began.
  public let epoch: Int64
  let connection: Connection
  private let options: ConnectionOptions

  /// Takes the company, recording it when it is new.
  ///
  /// Runs of earlier holders that still count as running are recorded as failed: they have lost
  /// the lock.
  ///
  /// - Parameters:
  ///   - options: the warehouse; row security is switched on, for loaders are under it.
  ///   - company: the company.
  ///   - waitSeconds: how long to wait for another holder; 0 does not wait.
  /// - Throws: `WarehouseError.alreadyRunning`, `.newerSchema`, `.notMigrated`,
  ///   `.baseCurrencyChanged` or `.database`.
  public init(
    _ options: ConnectionOptions, company: CompanyRecord, waitSeconds: Int = 0
  ) throws(WarehouseError) {
    let connection = try translating { () throws(PostgresError) in
      try Connection(options.forWarehouse)
    }
    try WarehouseSchema.requireKnownVersion(connection)
    let companyId = try Self.record(company, on: connection)
    try Self.takeLock(of: company, companyId, waitSeconds: waitSeconds, on: connection)
    epoch = try translating(company.code) { () throws(PostgresError) in
      let rows = try connection.query("take lease", "SELECT core.take_lease($1)", [.id(companyId)])
      guard try rows.next(), let epoch = rows.integer(0) else {
        accountingFault("company \(company.code) vanished from the warehouse")
      }
      try connection.run(
        "rename company",
        """
        UPDATE core.company SET name = $2 WHERE company_id = $1 AND name IS DISTINCT FROM $2
        """, [.id(companyId), .text(company.name)])
      try connection.run(
        "abandon runs",
        """
        UPDATE core.run SET state = 'failed', exit_code = 70, finished_at = now(),
          message = 'ended without a word; another run took over'
        WHERE company_id = $1 AND state = 'running'
        """, [.id(companyId)])
      return epoch
    }
    self.company = company
    self.companyId = companyId
    self.connection = connection
    self.options = options
  }

  /// Whether another run has taken the company since, and `run` published nothing before. Asked on
  /// a connection of its own, for a run whose sessions broke: the server ends those of a machine
  /// that hung, and the company was free.
  ///
  /// - Returns: `false` also when the warehouse does not answer.
  public func wasTakenOver(from run: Run) -> Bool {
    guard let connection = try? Connection(options.forWarehouse) else { return false }
    defer { connection.close() }
    let rows = try? connection.query(
      "present epoch",
      """
      SELECT c.epoch > $2 AND NOT EXISTS (SELECT FROM core.run r
        WHERE r.run_id = $3 AND r.state = 'published')
      FROM core.company c WHERE c.company_id = $1
      """, [.id(companyId), .integer(epoch), .id(run.runId)])
    return (try? rows?.next()) == true && rows?.bool(0) == true
  }

  /// Gives the company back; the session ends.
  public func end() {
    connection.endSession()
  }

  private static func record(
    _ company: CompanyRecord, on connection: Connection
  ) throws(WarehouseError) -> Int32 {
    // Touches no row that is there: a run that publishes has it locked, and who comes meanwhile is to
    // learn at once that the company is taken.
    let (id, recorded) = try translating { () throws(PostgresError) in
      try connection.run(
        "record company",
        """
        INSERT INTO core.company (code, name, base_currency) VALUES ($1, $2, $3)
        ON CONFLICT (code) DO NOTHING
        """, [.text(company.code), .text(company.name), .text(company.baseCurrency.code)])
      let rows = try connection.query(
        "find company", "SELECT company_id, base_currency FROM core.company WHERE code = $1",
        [.text(company.code)])
      guard try rows.next(), let id = rows.integer(0), let currency = rows.text(1) else {
        accountingFault("company \(company.code) was not recorded")
      }
      return (Int32(truncatingIfNeeded: id), currency)
    }
    guard recorded == company.baseCurrency.code else {
      throw .baseCurrencyChanged(
        company: company.code, recorded: recorded, configured: company.baseCurrency.code)
    }
    return id
  }

  private static func takeLock(
    of company: CompanyRecord, _ id: Int32, waitSeconds: Int, on connection: Connection
  ) throws(WarehouseError) {
    let taken = try translating(company.code) { () throws(PostgresError) in
      if waitSeconds == 0 { return try connection.tryLock(LockSpaces.company(id)) }
      try connection.execute("lock timeout", "SET lock_timeout = '\(waitSeconds)s'")
      do throws(PostgresError) { try connection.lock(LockSpaces.company(id)) } catch {
        if error.isLockNotAvailable { return false }
        throw error
      }
      try connection.execute(
        "lock timeout", "SET lock_timeout = \(SessionSettings().lockTimeoutMilliseconds)")
      return true
    }
    if taken { return }
    throw .alreadyRunning(company: company.code, holder: try holder(of: id, on: connection))
  }

  /// The session that holds the lock and the run it is at, as far as this role may see.
  private static func holder(
    of id: Int32, on connection: Connection
  ) throws(WarehouseError) -> String {
    try translating { () throws(PostgresError) in
      let rows = try connection.query(
        "lock holder",
        """
        SELECT l.pid, r.run_id, r.job, r.as_of::text
        FROM pg_catalog.pg_locks l
        LEFT JOIN LATERAL (SELECT * FROM core.run r WHERE r.company_id = $2
          AND r.state = 'running' ORDER BY r.run_id DESC LIMIT 1) r ON true
        WHERE l.locktype = 'advisory' AND l.classid::int8 = $1 AND l.objid::int8 = $2
          AND l.granted
          AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d
            WHERE d.datname = current_database())
        """, [.id(LockSpaces.company(id).space), .id(id)])
      guard try rows.next(), let process = rows.integer(0) else { return "another session" }
      guard let run = rows.integer(1), let job = rows.text(2), let asOf = rows.text(3) else {
        return "the session of server process \(process)"
      }
      return "run \(run) (\(job) as of \(asOf), server process \(process))"
    }
  }

  /// Runs `body` in a transaction of the lease's connection that has proven its epoch and still
  /// holds the company's lock.
  @discardableResult
  func fencedTransaction<Answer>(_ body: () throws -> Answer) throws -> Answer {
    do {
      return try connection.transaction(.write) {
        try connection.run(
          "require lease", "SELECT core.require_lease($1, $2)", [.id(companyId), .integer(epoch)])
        guard try holdsLock() else { throw WarehouseError.fenced(company: company.code) }
        return try body()
      }
    } catch let error as PostgresError {
      throw WarehouseError(error, company: company.code)
    }
  }

  private func holdsLock() throws(PostgresError) -> Bool {
    let lock = LockSpaces.company(companyId)
    let rows = try connection.query(
      "own lock",
      """
      SELECT EXISTS (SELECT FROM pg_catalog.pg_locks l WHERE l.pid = pg_backend_pid()
        AND l.locktype = 'advisory' AND l.granted AND l.classid::int8 = $1 AND l.objid::int8 = $2)
      """, [.integer(Int64(lock.space)), .integer(Int64(lock.subject))])
    return try rows.next() && rows.bool(0) == true
  }
}

extension Parameter {
  /// A company, period or run number.
  static func id(_ value: Int32) -> Parameter { .integer(Int64(value)) }
  /// A day.
  static func day(_ date: CivilDate) -> Parameter { .date(daysSince1970: date.daysSince1970) }
  /// Text or NULL.
  static func optional(_ text: String?) -> Parameter { text.map(Parameter.text) ?? .null }
}

extension Connection {
  /// Ends the session, its advisory locks first: the server notices a closed connection only a
  /// moment later. A broken connection has given them back by itself.
  func endSession() {
    rollback()
    if isUsable { try? execute("give locks back", "SELECT pg_advisory_unlock_all()") }
    close()
  }
}

extension ConnectionOptions {
  /// The same place with a session for the warehouse: its tables are under row security, and what is
  /// asserted of a whole run and read for its reports sorts and hashes every row of it.
  var forWarehouse: ConnectionOptions {
    var options = self
    options.session.rowSecurity = true
    options.session.sortMegabytes = 64
    options.session.compilesExpressions = false
    return options
  }
}
