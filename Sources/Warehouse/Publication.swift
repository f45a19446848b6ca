public import AccountingValues
internal import PostgresClient

/// What a run wants published, beside the leaves its loaders have written.
public struct Publication: Sendable {
  /// The run.
  public var run: Run
  /// The identity of the close.
  public var closeId: String
  /// Every open period the run computed, with leaves or without: all are pointed at the run.
  public var periods: [FiscalPeriod]
  /// Periods that the company's calendar no longer has, none of them ever closed: they and what was
  /// published of them are taken out. One with the id of an open period gets that one's days.
  public var withdrawn: [FiscalPeriod]
  /// The last day the run read events of; `nil` where it read none.
  public var dataThrough: CivilDate?
  /// Codes and names of the ids in its facts.
  public var masters: Masters
  /// What the run observed in its sources.
  public var observations: [Observation]
  /// Numbers the run gives to entries, by period.
  public var numbers: [Int32: [EntryNumber]]
  /// The period that is closed with these figures, in the same transaction.
  public var closing: Closing?

  /// A period to be closed and the run that is recorded for it.
  public struct Closing: Hashable, Sendable {
    /// The period.
    public var period: Int32
    /// What the closing run is recorded as.
    public var request: RunRequest
    /// The texts that the configuration digest of `request` is made of, to be kept with the period.
    public var configuration: [UInt8]

    /// A closing.
    /// - Parameters:
    ///   - period: the period.
    ///   - request: what the closing run is recorded as.
    ///   - configuration: the texts that its configuration digest is made of; empty for none.
    public init(period: Int32, as request: RunRequest, configuration: [UInt8] = []) {
      self.period = period
      self.request = request
      self.configuration = configuration
    }
  }

  /// A publication.
  public init(
    run: Run, closeId: String, periods: [FiscalPeriod], withdrawn: [FiscalPeriod] = [],
    dataThrough: CivilDate? = nil,
    masters: Masters = Masters(), observations: [Observation] = [],
    numbers: [Int32: [EntryNumber]] = [:],
    closing: Closing? = nil
  ) {
    self.run = run
    self.closeId = closeId
    self.periods = periods
    self.withdrawn = withdrawn
    self.dataThrough = dataThrough
    self.masters = masters
    self.observations = observations
    self.numbers = numbers
    self.closing = closing
  }
}

extension CompanyLease {
  /// Publishes a run. Its leaves are attached first, in a transaction of their own: nothing points
  /// at them yet, so nobody sees them, and no table stays locked while files are rendered. Then one
  /// transaction checks what must hold of every close, writes masters, observations, numbers, run log
  /// and audit chain, points the open periods at the run, and freezes the period that is closed, if
  /// one is. Readers see all of it or, until the commit and after any error, nothing.
  ///
  /// - Parameters:
  ///   - publication: what to publish.
  ///   - beforeCommit: renders the files from the figures as they will be, and returns the digest
  ///     of their manifest. What it throws undoes the publication.
  /// - Returns: how many rows were frozen; 0 where no period is closed.
  /// - Throws: `WarehouseError.fenced`, `.assertions`, `.periodState`, `.database`, or what
  ///   `beforeCommit` throws. A `.database` error of kind `commitUnknown` may have published: the
  ///   next lease shows by `currentClose()`.
  @discardableResult
  public func publish(
    _ publication: Publication, beforeCommit: (DatasetReader) throws -> String?
  ) throws -> Int64 {
    let run = publication.run
    try fencedTransaction {
      try connection.run(
        "attach leaves", "SELECT core.attach_leaves($1, $2, $3)",
        [.id(companyId), .integer(epoch), .id(run.runId)])
    }
    return try fencedTransaction {
      try withdraw(publication.withdrawn)
      for period in publication.periods { _ = try insert(period) }
      try write(publication.masters)
      try issue(publication.numbers, run: run)
      let broken = try brokenAssertions(of: run)
      guard broken.isEmpty else { throw WarehouseError.assertions(broken) }
      try append(publication.observations, run: run)
      try point(publication.periods.map(\.id), at: run)
      let reader = DatasetReader(connection: connection, baseCurrency: company.baseCurrency)
      let manifest = try beforeCommit(reader)
      try connection.run(
        "run published",
        """
        UPDATE core.run SET state = 'published', close_id = $2, manifest_digest = $3,
          data_through = $4, exit_code = 0, finished_at = now() WHERE run_id = $1
        """,
        [
          .id(run.runId), .text(publication.closeId), .optional(manifest),
          publication.dataThrough.map(Parameter.day) ?? .null,
        ])
      try appendAudit(
        "publish", run: run.runId,
        entry: AuditEntry(
          [
            ("close_id", publication.closeId), ("manifest", manifest ?? ""),
            ("periods", Self.list(publication.periods)),
          ]
            + (publication.withdrawn.isEmpty
              ? [] : [("withdrawn", Self.list(publication.withdrawn))])))
      guard let closing = publication.closing else { return 0 }
      try keep(closing.configuration, digest: closing.request.configurationDigest)
      return try freeze(closing.period, as: closing.request)
    }
  }

  private static func list(_ periods: [FiscalPeriod]) -> String {
    periods.map(\.id).sorted().map(String.init).joined(separator: ",")
  }

  /// Takes out periods that were never closed, and what was published of them.
  private func withdraw(_ periods: [FiscalPeriod]) throws(PostgresError) {
    for period in periods.sorted() {
      try connection.run(
        "withdraw period", "SELECT core.withdraw_period($1, $2, $3)",
        [.id(companyId), .integer(epoch), .id(period.id)])
    }
  }

  /// Rules a run breaks, with its masters written.
  private func brokenAssertions(of run: Run) throws(PostgresError) -> [BrokenAssertion] {
    let rows = try connection.query(
      "publish assertions", WarehouseSchema.text(PackageResources.publish_assertions_sql),
      [.id(companyId), .id(run.runId)])
    var broken: [BrokenAssertion] = []
    while try rows.next() {
      var fields = FactReader(rows)
      broken.append(
        BrokenAssertion(rule: fields.next(), violations: fields.next(), example: fields.next()))
    }
    return broken
  }

  /// Compare-and-set of the pointers: never back to an older epoch, never for a closed period.
  private func point(_ periods: [Int32], at run: Run) throws {
    for period in periods.sorted() {
      let record = try self.period(period)
      guard record.state != .closed else {
        throw WarehouseError.periodState(
          period: record.name, state: record.state.rawValue,
          reason: "closed figures never change; reopen it with a reason first")
      }
      let changed = try connection.run(
        "point at run",
        """
        INSERT INTO core.current_run AS c (company_id, period_id, run_id, leaf, epoch)
        VALUES ($1, $2, $3, $3, $4)
        ON CONFLICT (company_id, period_id) DO UPDATE
          SET run_id = excluded.run_id, leaf = excluded.leaf, epoch = excluded.epoch
        WHERE c.epoch <= excluded.epoch
        """, [.id(companyId), .id(period), .id(run.runId), .integer(epoch)])
      guard changed == 1 else { throw WarehouseError.fenced(company: company.code) }
    }
  }
}
