public import AccountingValues
internal import PostgresClient

/// A difference a run saw between what a source says now and what it said before: an input of
/// every later run.
public struct Observation: Hashable, Sendable {
  /// What happened to the row.
  public enum Cause: String, Hashable, Sendable {
    case appeared, changed, vanished
    /// A balance was read where the source keeps no movements.
    case balance
  }

  /// The stream.
  public var stream: String
  /// The source key.
  public var key: String
  /// The as-of of the run that saw it.
  public var seenOn: CivilDate
  /// What happened.
  public var cause: Cause
  /// The row as it was, as a record.
  public var oldRow: String?
  /// The row as it is, as a record.
  public var newRow: String?
  /// The day on which it counts in the books.
  public var postedOn: CivilDate?

  /// An observation.
  public init(
    stream: String, key: String, seenOn: CivilDate, cause: Cause, oldRow: String?, newRow: String?,
    postedOn: CivilDate? = nil
  ) {
    self.stream = stream
    self.key = key
    self.seenOn = seenOn
    self.cause = cause
    self.oldRow = oldRow
    self.newRow = newRow
    self.postedOn = postedOn
  }
}

extension CompanyLease {
  /// Appends, in their order; what was observed of a row last is not repeated on the same day.
  func append(_ observations: [Observation], run: Run) throws(PostgresError) {
    if observations.isEmpty { return }
    try connection.run(
      "observations",
      """
      INSERT INTO core.observation (company_id, run_id, stream, key, seen_on, cause, old_row,
        new_row, posted_on)
      SELECT $1, $2, u.stream, u.key, u.seen_on, u.cause, u.old_row, u.new_row, u.posted_on
      FROM unnest($3::text[], $4::text[], $5::text[]::date[], $6::text[], $7::text[], $8::text[],
          $9::text[]::date[])
        WITH ORDINALITY u(stream, key, seen_on, cause, old_row, new_row, posted_on, place)
      LEFT JOIN LATERAL (
        SELECT o.cause, o.new_row FROM core.observation o
        WHERE o.company_id = $1 AND o.stream = u.stream AND o.key = u.key
          AND o.seen_on = u.seen_on
        ORDER BY o.observation_id DESC LIMIT 1) last ON true
      WHERE (last.cause, last.new_row) IS DISTINCT FROM (u.cause, u.new_row)
      ORDER BY u.place
      """,
      [
        .id(companyId), .id(run.runId), .textArray(observations.map(\.stream)),
        .textArray(observations.map(\.key)),
        .textArray(observations.map(\.seenOn.description)),
        .textArray(observations.map(\.cause.rawValue)), .textArray(observations.map(\.oldRow)),
        .textArray(observations.map(\.newRow)),
        .textArray(observations.map(\.postedOn?.description)),
      ])
  }
}

extension CompanyReader {
  /// All observations of the company seen on or before a day, by day, stream and key, those of one
  /// row and day in the order they were made.
  ///
  /// - Throws: `WarehouseError.database`.
  public func observations(until day: CivilDate) throws(WarehouseError) -> [Observation] {
    try translating(company) { () throws(PostgresError) in
      let rows = try connection.query(
        "read observations",
        """
        SELECT o.stream, o.key, o.seen_on, o.cause, o.old_row, o.new_row, o.posted_on
        FROM core.observation o WHERE o.company_id = $1 AND o.seen_on <= $2
        ORDER BY o.seen_on, o.stream COLLATE "C", o.key COLLATE "C", o.observation_id
        """, [.id(companyId), .day(day)])
      var found: [Observation] = []
      while try rows.next() {
        var fields = FactReader(rows)
        let stream: String = fields.next()
        let key: String = fields.next()
        let seenOn: CivilDate = fields.next()
        let cause: String = fields.next()
        guard let cause = Observation.Cause(rawValue: cause) else {
          accountingFault("observation cause \(cause)")
        }
        found.append(
          Observation(
            stream: stream, key: key, seenOn: seenOn, cause: cause, oldRow: fields.next(),
            newRow: fields.next(), postedOn: fields.next()))
      }
      return found
    }
  }
}

extension CompanyLease {
  /// All observations of the company seen on or before a day, by day, stream and key, those of one
  /// row and day in the order they were made.
  ///
  /// - Throws: `WarehouseError.database`.
  public func observations(until day: CivilDate) throws(WarehouseError) -> [Observation] {
    try reader.observations(until: day)
  }
}
