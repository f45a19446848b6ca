public import AccountingValues
internal import PostgresClient

/// What a run is asked to do, as it is recorded.
public struct RunRequest: Hashable, Sendable {
  /// The job's name.
  public var job: String
  /// The day the figures are of.
  public var asOf: CivilDate
  /// What was known at that moment; `nil` for all that is known.
  public var knownAt: Timestamp?
  /// The engine's version.
  public var engineVersion: String
  /// The digest of the configuration.
  public var configurationDigest: String

  /// A request.
  public init(
    job: String, asOf: CivilDate, knownAt: Timestamp? = nil, engineVersion: String,
    configurationDigest: String
  ) {
    self.job = job
    self.asOf = asOf
    self.knownAt = knownAt
    self.engineVersion = engineVersion
    self.configurationDigest = configurationDigest
  }
}

/// A run under way: what its loaders need to know.
public struct Run: Hashable, Sendable {
  /// The run's number.
  public let runId: Int32
  /// The company's number.
  public let companyId: Int32
}

/// How a run that publishes nothing ended.
public enum RunEnding: String, Hashable, Sendable {
  /// The current close is the same: nothing was written.
  case identical
  /// Nothing was to be published: a dry run.
  case computed
  /// Findings forbid publication.
  case blocked
  /// The world failed.
  case failed
}

/// A finished part of a run.
public struct RunStep: Hashable, Sendable {
  /// What was done.
  public let name: String
  /// How many rows it handled, where it handles rows.
  public let rowCount: Int64?
  /// When it began.
  public let startedAt: Timestamp
  /// When it was done.
  public let finishedAt: Timestamp

  /// A step.
  public init(name: String, rowCount: Int64?, startedAt: Timestamp, finishedAt: Timestamp) {
    self.name = name
    self.rowCount = rowCount
    self.startedAt = startedAt
    self.finishedAt = finishedAt
  }
}

extension CompanyLease {
  /// Records the beginning of a run.
  ///
  /// - Throws: `WarehouseError.fenced` or `.database`.
  public func beginRun(_ request: RunRequest) throws -> Run {
    try fencedTransaction {
      let rows = try connection.query(
        "begin run",
        """
        INSERT INTO core.run (company_id, epoch, job, as_of, known_at, engine_version,
          configuration_digest) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING run_id
        """,
        [
          .id(companyId), .integer(epoch), .text(request.job), .day(request.asOf),
          request.knownAt.map {
            .timestamp(microsecondsSince1970: $0.microsecondsSince1970)
          } ?? .null, .text(request.engineVersion), .text(request.configurationDigest),
        ])
      guard try rows.next(), let id = rows.integer(0) else {
        accountingFault("a run without a number")
      }
      return Run(runId: Int32(truncatingIfNeeded: id), companyId: companyId)
    }
  }

  /// Records what a run has done so far.
  ///
  /// - Throws: `WarehouseError.database`.
  public func record(_ step: RunStep, number: Int, of run: Run) throws(WarehouseError) {
    try translating(company.code) { () throws(PostgresError) in
      try connection.run(
        "record step", "INSERT INTO core.run_step VALUES ($1, $2, $3, $4, $5, $6)",
        [
          .id(run.runId), .integer(Int64(number)), .text(step.name),
          step.rowCount.map(Parameter.integer) ?? .null,
          .timestamp(microsecondsSince1970: step.startedAt.microsecondsSince1970),
          .timestamp(microsecondsSince1970: step.finishedAt.microsecondsSince1970),
        ])
    }
  }

  /// Records the end of a run that publishes nothing. `dataThrough` is the last day it read events of.
  ///
  /// - Throws: `WarehouseError.database`.
  public func end(
    _ run: Run, as ending: RunEnding, exitCode: Int32, message: String?, closeId: String? = nil,
    dataThrough: CivilDate? = nil
  ) throws(WarehouseError) {
    try translating(company.code) { () throws(PostgresError) in
      try connection.run(
        "end run",
        """
        UPDATE core.run SET state = $2, exit_code = $3, message = $4, close_id = $5,
          data_through = $6, finished_at = now() WHERE run_id = $1 AND state = 'running'
        """,
        [
          .id(run.runId), .text(ending.rawValue), .id(exitCode), .optional(message),
          .optional(closeId), dataThrough.map(Parameter.day) ?? .null,
        ])
    }
  }

  /// The close that readers see for the open periods, with the digest of its files; `nil` when
  /// the open periods do not all show one run. A new run with the same `closeId` has nothing to
  /// write.
  ///
  /// - Throws: `WarehouseError.database`.
  public func currentClose() throws(WarehouseError) -> (
    runId: Int32, closeId: String, manifestDigest: String?
  )? { try reader.currentClose() }

  /// The newest publication, whichever periods still show it: what a crash after its commit may
  /// have left to do is found by it.
  ///
  /// - Throws: `WarehouseError.database`.
  public func lastPublication() throws(WarehouseError) -> (
    runId: Int32, closeId: String, manifestDigest: String?, asOf: CivilDate
  )? {
    try translating(company.code) { () throws(PostgresError) in
      let rows = try connection.query(
        "last publication",
        """
        SELECT r.run_id, r.close_id, r.manifest_digest, r.as_of FROM core.run r
        WHERE r.company_id = $1 AND r.state = 'published' ORDER BY r.run_id DESC LIMIT 1
        """, [.id(companyId)])
      guard try rows.next() else { return nil }
      var fields = FactReader(rows)
      return (fields.next(), fields.next(), fields.next(), fields.next())
    }
  }
}

/// The days and rules of a run.
public struct RunRules: Hashable, Sendable {
  /// The last day that counted.
  public var asOf: CivilDate
  /// Only what was known before this moment counted; `nil` for everything.
  public let knownAt: Timestamp?
  /// The version of the program.
  public let engineVersion: String
  /// The digest of the configuration.
  public let configurationDigest: String
}

extension CompanyReader {
  /// The close that readers see for the open periods, with the digest of its files; `nil` when
  /// the open periods do not all show one run. A new run with the same `closeId` has nothing to
  /// write.
  ///
  /// - Throws: `WarehouseError.database`.
  public func currentClose() throws(WarehouseError) -> (
    runId: Int32, closeId: String, manifestDigest: String?
  )? {
    try translating(company) { () throws(PostgresError) in
      let rows = try connection.query(
        "current close",
        """
        SELECT DISTINCT r.run_id, r.close_id, r.manifest_digest
        FROM core.period p
        LEFT JOIN core.current_run c USING (company_id, period_id)
        LEFT JOIN core.run r ON r.run_id = c.run_id
        WHERE p.company_id = $1 AND p.state <> 'closed'
        """, [.id(companyId)])
      guard try rows.next(), let run = rows.integer(0), let close = rows.text(1) else {
        return nil
      }
      let digest = rows.text(2)
      return try rows.next() ? nil : (Int32(truncatingIfNeeded: run), close, digest)
    }
  }

  /// The days and rules of a run of the company.
  ///
  /// - Throws: `WarehouseError.database`.
  public func rules(of run: Int32) throws(WarehouseError) -> RunRules? {
    try translating(company) { () throws(PostgresError) in
      let rows = try connection.query(
        "rules of a run",
        """
        SELECT as_of, known_at, engine_version, configuration_digest FROM core.run
        WHERE company_id = $1 AND run_id = $2
        """, [.id(companyId), .id(run)])
      guard try rows.next() else { return nil }
      var fields = FactReader(rows)
      return RunRules(
        asOf: fields.next(), knownAt: fields.next(), engineVersion: fields.next(),
        configurationDigest: fields.next())
    }
  }
}
