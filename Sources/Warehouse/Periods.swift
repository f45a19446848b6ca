public import AccountingValues
internal import PostgresClient

/// Where a period stands.
public enum PeriodState: String, Hashable, Sendable, CaseIterable {
  /// Recomputed by every run.
  case open
  /// Recomputed still, but about to be closed.
  case closing
  /// Frozen: its figures never change.
  case closed
  /// Was closed, and is recomputed again for a stated reason.
  case reopened
}

/// A period of a company with its state.
public struct PeriodRecord: Hashable, Sendable {
  /// The fiscal period.
  public let period: FiscalPeriod
  /// Where it stands.
  public let state: PeriodState
  /// Why it was reopened.
  public let reason: String?
  /// The run whose figures readers see, once there is one.
  public let currentRun: Int32?
  /// The warehouse's name of it: `2026-10`.
  public var name: String { period.description }
}

extension PeriodRecord {
  /// Reads fiscal year, number, first day, end day, state, reason and current run, in this order.
  init(reading fields: inout FactReader) {
    let year: Int32 = fields.next()
    let number: Int32 = fields.next()
    let days = DateSpan(first: fields.next(), end: fields.next())
    let name: String = fields.next()
    guard let state = PeriodState(rawValue: name) else { accountingFault("period state \(name)") }
    let reason: String? = fields.next()
    let run: Int64? = fields.next()
    self.init(
      period: FiscalPeriod(fiscalYear: Int(year), number: Int(number), days: days),
      state: state, reason: reason, currentRun: run.map { Int32(truncatingIfNeeded: $0) })
  }
}

extension CompanyReader {
  /// All periods of the company, earliest first.
  ///
  /// - Throws: `WarehouseError.database`.
  public func periods() throws(WarehouseError) -> [PeriodRecord] {
    try translating(company) { () throws(PostgresError) in
      let rows = try connection.query(
        "periods",
        """
        SELECT p.fiscal_year, p.number, p.first_day, p.end_day, p.state, p.reason, c.run_id
        FROM core.period p LEFT JOIN core.current_run c USING (company_id, period_id)
        WHERE p.company_id = $1 ORDER BY p.first_day
        """, [.id(companyId)])
      var found: [PeriodRecord] = []
      while try rows.next() {
        var fields = FactReader(rows)
        found.append(PeriodRecord(reading: &fields))
      }
      return found
    }
  }

  /// Ids of the periods in which entries were given numbers.
  ///
  /// - Throws: `WarehouseError.database`.
  public func numberedPeriods() throws(WarehouseError) -> Set<Int32> {
    try translating(company) { () throws(PostgresError) in
      let rows = try connection.query(
        "numbered periods",
        "SELECT DISTINCT n.period_id FROM core.entry_number n WHERE n.company_id = $1",
        [.id(companyId)])
      var found: Set<Int32> = []
      while try rows.next() {
        var fields = FactReader(rows)
        found.insert(fields.next())
      }
      return found
    }
  }

  /// One period of the company.
  ///
  /// - Throws: `WarehouseError.periodState` when it was never declared, `.database`.
  public func period(_ id: Int32) throws(WarehouseError) -> PeriodRecord {
    guard let record = try periods().first(where: { $0.period.id == id }) else {
      throw .periodState(
        period: String(id), state: "unknown", reason: "company \(company) has no such period")
    }
    return record
  }
}

extension CompanyLease {
  /// Records periods whose ids are new, and makes the partitions of all. One that is there with other
  /// days keeps them until a publication withdraws it.
  ///
  /// - Throws: `WarehouseError.fenced` or `.database`.
  public func declare(_ periods: [FiscalPeriod]) throws {
    for period in periods.sorted() {
      try fencedTransaction {
        if try insert(period) {
          try connection.run("prepare period", "SELECT core.prepare_period($1)", [.id(period.id)])
        }
      }
    }
  }

  /// Records a period unless its id is there.
  func insert(_ period: FiscalPeriod) throws(PostgresError) -> Bool {
    try connection.run(
      "declare period",
      """
      INSERT INTO core.period (company_id, period_id, name, fiscal_year, number, first_day,
        end_day) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING
      """,
      [
        .id(companyId), .id(period.id), .text(period.description),
        .integer(Int64(period.fiscalYear)), .integer(Int64(period.number)),
        .day(period.first), .day(period.end),
      ]) == 1
  }

  /// All periods of the company, earliest first.
  ///
  /// - Throws: `WarehouseError.database`.
  public func periods() throws(WarehouseError) -> [PeriodRecord] { try reader.periods() }

  /// Whether readers see no figures of a later period.
  ///
  /// - Throws: `WarehouseError.database`.
  public func showsNothing(after period: FiscalPeriod) throws(WarehouseError) -> Bool {
    try !periods().contains { $0.currentRun != nil && $0.period > period }
  }

  /// One period of the company.
  ///
  /// - Throws: `WarehouseError.periodState` when it was never declared, `.database`.
  public func period(_ id: Int32) throws(WarehouseError) -> PeriodRecord {
    try reader.period(id)
  }

  /// Marks an open period as about to be closed, or takes that back.
  ///
  /// - Throws: `WarehouseError.periodState`, `.fenced` or `.database`.
  public func markClosing(_ id: Int32, _ closing: Bool) throws {
    try fencedTransaction {
      let record = try period(id)
      guard record.state == (closing ? .open : .closing) else {
        throw WarehouseError.periodState(
          period: record.name, state: record.state.rawValue,
          reason: closing ? "only an open period starts closing" : "it is not closing")
      }
      try set(closing ? .closing : .open, of: id, reason: nil)
    }
  }

  /// Closes a period for good: copies its published figures into the frozen leaf, once. All
  /// earlier periods must be closed, and figures published.
  ///
  /// - Returns: how many rows were frozen.
  /// - Throws: `WarehouseError.periodState`, `.fenced` or `.database`.
  @discardableResult
  public func close(_ id: Int32, as request: RunRequest) throws -> Int64 {
    try fencedTransaction { try freeze(id, as: request) }
  }

  /// The work of `close`, inside a fenced transaction.
  func freeze(_ id: Int32, as request: RunRequest) throws -> Int64 {
    let all = try periods()
    let record = try period(id)
    func refuse(_ reason: String) -> WarehouseError {
      .periodState(period: record.name, state: record.state.rawValue, reason: reason)
    }
    if record.state == .closed { throw refuse("its figures are frozen") }
    if let earlier = all.first(where: { $0.period < record.period && $0.state != .closed }) {
      throw refuse("period \(earlier.name) before it is still \(earlier.state.rawValue)")
    }
    guard let source = record.currentRun else { throw refuse("nothing was published for it") }
    let run = try insertClosingRun(request, source: source)
    let rows = try connection.query(
      "freeze period", "SELECT core.freeze_period($1, $2, $3, $4)",
      [.id(companyId), .integer(epoch), .id(id), .id(run)])
    guard try rows.next(), let frozen = rows.integer(0) else {
      accountingFault("freezing a period counts its rows")
    }
    try set(.closed, of: id, reason: nil)
    try appendAudit(
      "close", run: run,
      entry: AuditEntry([
        ("period", record.name), ("source_run", String(source)), ("rows", String(frozen)),
        ("configuration", request.configurationDigest),
      ]))
    return frozen
  }

  /// Opens the latest closed period again. Its frozen figures stay what readers see until a run
  /// publishes new ones.
  ///
  /// - Throws: `WarehouseError.periodState`, `.fenced` or `.database`.
  public func reopen(_ id: Int32, reason: String) throws {
    try fencedTransaction {
      let record = try period(id)
      let later = try periods().first { $0.period > record.period && $0.state == .closed }
      let obstacle: String? =
        if reason.allSatisfy(\.isWhitespace) {
          "reopening needs a reason"
        } else if record.state
          != .closed
        {
          "only a closed period is reopened"
        } else { later.map { "period \($0.name) after it is closed; reopen that first" } }
      if let obstacle {
        throw WarehouseError.periodState(
          period: record.name, state: record.state.rawValue, reason: obstacle)
      }
      try set(.reopened, of: id, reason: reason)
      try appendAudit(
        "reopen", run: record.currentRun ?? 0,
        entry: AuditEntry([("period", record.name), ("reason", reason)]))
    }
  }

  private func set(_ state: PeriodState, of id: Int32, reason: String?) throws(PostgresError) {
    try connection.run(
      "period state",
      """
      UPDATE core.period SET state = $3, reason = $4, changed_at = now()
      WHERE company_id = $1 AND period_id = $2
      """, [.id(companyId), .id(id), .text(state.rawValue), .optional(reason)])
  }

  /// A closing is a run of its own; it carries the identity of the close it freezes.
  private func insertClosingRun(
    _ request: RunRequest, source: Int32
  ) throws(PostgresError) -> Int32 {
    let rows = try connection.query(
      "closing run",
      """
      INSERT INTO core.run (company_id, epoch, job, as_of, known_at, engine_version,
        configuration_digest, close_id, manifest_digest, data_through, state, exit_code, finished_at)
      SELECT $1, $2, $3, $4, r.known_at, $5, $6, r.close_id, r.manifest_digest, r.data_through,
        'published', 0, now() FROM core.run r WHERE r.run_id = $7 RETURNING run_id
      """,
      [
        .id(companyId), .integer(epoch), .text(request.job), .day(request.asOf),
        .text(request.engineVersion), .text(request.configurationDigest), .id(source),
      ])
    guard try rows.next(), let id = rows.integer(0) else {
      accountingFault("a closing run without a number")
    }
    return Int32(truncatingIfNeeded: id)
  }
}
