public import AccountingValues
public import PostgresClient

/// A run as the warehouse recorded it.
public struct RunRecord: Hashable, Sendable {
  /// The run's number.
  public let runId: Int32
  /// The company's code.
  public let company: String
  /// The job's name.
  public let job: String
  /// The day the figures are of.
  public let asOf: CivilDate
  /// `running`, `published`, `identical`, `computed`, `blocked` or `failed`.
  public let state: String
  /// How the program ended; `nil` while it runs.
  public let exitCode: Int32?
  /// What it said at its end.
  public let message: String?
  /// The identity of its close, once known.
  public let closeId: String?
  /// The digest of its files' manifest.
  public let manifestDigest: String?
  /// The version of the program.
  public let engineVersion: String
  /// The digest of the configuration.
  public let configurationDigest: String
  /// When it began.
  public let startedAt: Timestamp
  /// When it ended.
  public let finishedAt: Timestamp?
  /// The last day it read events of; `nil` when it read none, or did not come so far.
  public let dataThrough: CivilDate?
}

/// What readers see of a company.
public struct PublishedState: Hashable, Sendable {
  /// The company's code.
  public let company: String
  /// The latest period with figures.
  public let period: String
  /// Whether that period is closed.
  public let isClosed: Bool
  /// The run whose figures they are.
  public let run: RunRecord
}

/// A finding that is published with the figures it is about.
public struct PublishedFinding: Hashable, Sendable {
  /// The company's code.
  public let company: String
  /// The run that found it.
  public let runId: Int32
  /// The finding; its amount is in minor units of its currency.
  public let row: FindingRow
}

/// Reads what runs left behind. Every function sees only the companies the role may see.
public enum RunHistory {
  private static let runColumns = """
    r.run_id, c.code, r.job, r.as_of, r.state, r.exit_code, r.message, r.close_id,
    r.manifest_digest, r.engine_version, r.configuration_digest, r.started_at, r.finished_at,
    r.data_through
    """

  /// The latest runs, newest first.
  ///
  /// - Throws: `WarehouseError.database`.
  public static func runs(
    of company: String? = nil, limit: Int, on connection: Connection
  ) throws(WarehouseError) -> [RunRecord] {
    try translating { () throws(PostgresError) in
      let rows = try connection.query(
        "runs",
        """
        SELECT \(runColumns) FROM core.run r JOIN core.company c USING (company_id)
        WHERE c.code = coalesce($1, c.code) ORDER BY r.run_id DESC LIMIT $2
        """, [.optional(company), .integer(Int64(limit))])
      return try records(rows)
    }
  }

  /// One run by its number.
  ///
  /// - Throws: `WarehouseError.database`.
  public static func run(
    _ number: Int64, on connection: Connection
  ) throws(WarehouseError) -> RunRecord? {
    try translating { () throws(PostgresError) in
      let rows = try connection.query(
        "run",
        """
        SELECT \(runColumns) FROM core.run r JOIN core.company c USING (company_id)
        WHERE r.run_id = $1
        """, [.integer(number)])
      return try records(rows).first
    }
  }

  /// The steps of a run, in order.
  ///
  /// - Throws: `WarehouseError.database`.
  public static func steps(
    of run: Int32, on connection: Connection
  ) throws(WarehouseError) -> [RunStep] {
    try translating { () throws(PostgresError) in
      let rows = try connection.query(
        "run steps",
        """
        SELECT name, row_count, started_at, finished_at FROM core.run_step
        WHERE run_id = $1 ORDER BY step
        """, [.id(run)])
      var steps: [RunStep] = []
      while try rows.next() {
        var fields = FactReader(rows)
        steps.append(
          RunStep(
            name: fields.next(), rowCount: fields.next(), startedAt: moment(fields.next()),
            finishedAt: moment(fields.next())))
      }
      return steps
    }
  }

  /// What readers see of each company: its latest period with figures. By company.
  ///
  /// - Throws: `WarehouseError.database`.
  public static func published(
    on connection: Connection
  ) throws(WarehouseError) -> [PublishedState] {
    try translating { () throws(PostgresError) in
      let rows = try connection.query(
        "published states",
        """
        SELECT DISTINCT ON (c.code) p.name, p.state = 'closed', \(runColumns)
        FROM core.current_run cr
        JOIN core.company c ON c.company_id = cr.company_id
        JOIN core.period p ON p.company_id = cr.company_id AND p.period_id = cr.period_id
        JOIN core.run r ON r.run_id = cr.run_id
        ORDER BY c.code, p.first_day DESC
        """)
      var states: [PublishedState] = []
      while try rows.next() {
        var fields = FactReader(rows)
        let period: String = fields.next()
        let isClosed: Bool = fields.next()
        let run = record(&fields)
        states.append(
          PublishedState(company: run.company, period: period, isClosed: isClosed, run: run))
      }
      return states
    }
  }

  /// The findings of what is published, by company, gravest first, and how many there are in all.
  ///
  /// - Throws: `WarehouseError.database`.
  public static func findings(
    of company: String? = nil, code: String? = nil, limit: Int, on connection: Connection
  ) throws(WarehouseError) -> (rows: [PublishedFinding], total: Int64) {
    try translating { () throws(PostgresError) in
      let rows = try connection.query(
        "published findings",
        """
        SELECT count(*) OVER (), c.code, f.run_id, \(FindingRow.fact.columns.map { "f.\($0)" }
          .joined(separator: ", "))
        FROM core.current_run cr
        JOIN core.company c ON c.company_id = cr.company_id
        JOIN core.finding f ON f.company_id = cr.company_id AND f.period_id = cr.period_id
          AND f.leaf = cr.leaf AND f.run_id = cr.run_id
        WHERE c.code = coalesce($1, c.code) AND f.code = coalesce($2, f.code)
        ORDER BY c.code, f.severity, f.code, f.period_id, f.seq LIMIT $3
        """, [.optional(company), .optional(code), .integer(Int64(limit))])
      var found: [PublishedFinding] = []
      var total: Int64 = 0
      while try rows.next() {
        var fields = FactReader(rows)
        total = fields.next()
        let company: String = fields.next()
        let run: Int32 = fields.next()
        found.append(
          PublishedFinding(company: company, runId: run, row: FindingRow(reading: &fields)))
      }
      return (found, total)
    }
  }

  /// All periods of all companies, by company, earliest first.
  ///
  /// - Throws: `WarehouseError.database`.
  public static func periods(
    of company: String? = nil, on connection: Connection
  ) throws(WarehouseError) -> [(company: String, record: PeriodRecord)] {
    try translating { () throws(PostgresError) in
      let rows = try connection.query(
        "all periods",
        """
        SELECT c.code, p.fiscal_year, p.number, p.first_day, p.end_day, p.state, p.reason, r.run_id
        FROM core.period p
        JOIN core.company c ON c.company_id = p.company_id
        LEFT JOIN core.current_run r ON r.company_id = p.company_id AND r.period_id = p.period_id
        WHERE c.code = coalesce($1, c.code) ORDER BY c.code, p.first_day
        """, [.optional(company)])
      var found: [(company: String, record: PeriodRecord)] = []
      while try rows.next() {
        var fields = FactReader(rows)
        let company: String = fields.next()
        found.append((company, PeriodRecord(reading: &fields)))
      }
      return found
    }
  }

  private static func records(_ rows: RowStream) throws(PostgresError) -> [RunRecord] {
    var found: [RunRecord] = []
    while try rows.next() {
      var fields = FactReader(rows)
      found.append(record(&fields))
    }
    return found
  }

  private static func record(_ fields: inout FactReader) -> RunRecord {
    let id: Int32 = fields.next()
    let (company, job): (String, String) = (fields.next(), fields.next())
    let asOf: CivilDate = fields.next()
    let state: String = fields.next()
    let exitCode: Int64? = fields.next()
    return RunRecord(
      runId: id, company: company, job: job, asOf: asOf, state: state,
      exitCode: exitCode.map { Int32(truncatingIfNeeded: $0) }, message: fields.next(),
      closeId: fields.next(), manifestDigest: fields.next(), engineVersion: fields.next(),
      configurationDigest: fields.next(), startedAt: moment(fields.next()),
      finishedAt: fields.next(), dataThrough: fields.next())
  }

  private static func moment(_ read: Timestamp?) -> Timestamp {
    guard let read else { accountingFault("a run without a beginning") }
    return read
  }
}
