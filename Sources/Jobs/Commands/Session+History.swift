import AccountingValues
import Definitions
import Foundation
import Warehouse

extension Session {
  /// What is published for each company, how old it is, and how its last run ended.
  ///
  /// - Parameter maxAgeDays: exit with 65 when a company's as-of day is more days old, or nothing is
  ///   published for it; the day that counts is the last finished one, or the pinned one.
  /// - Returns: a line per company.
  /// - Throws: `JobError`.
  public func status(maxAgeDays: Int? = nil) throws(JobError) -> CommandResult {
    let companies = try companies([])
    let (states, runs) = try withWarehouse { connection in
      var last: [String: RunRecord] = [:]
      for company in companies {
        last[company.code] = try RunHistory.runs(of: company.code, limit: 1, on: connection).first
      }
      return (try RunHistory.published(on: connection), last)
    }
    let byCompany = Dictionary(states.map { ($0.company, $0) }) { first, _ in first }
    let lines = companies.map { company in
      CompanyStatus(
        company, published: byCompany[company.code], last: runs[company.code],
        today: company.asOf ?? options.clock.lastFinishedDay(inZone: company.timeZone))
    }
    let stale = maxAgeDays.map { most in lines.filter { ($0.ageDays ?? .max) > most } } ?? []
    var table = TextTable([
      "company", "as of", "data through", "age", "period", "state", "close", "last run",
    ])
    for line in lines { table.add(line.cells) }
    let complaints = stale.map { line in
      line.ageDays.map {
        "\(line.company): the figures are \(counted($0, "day")) old, and at most \(maxAgeDays ?? 0) are allowed"
      } ?? "\(line.company): nothing is published"
    }
    return CommandResult(
      text: ([table.text] + complaints).joined(separator: "\n"),
      encoding: ["companies": lines], exitCode: stale.isEmpty ? .done : .dataBlocked)
  }

  /// The latest runs, newest first.
  ///
  /// - Throws: `JobError`.
  public func runs(company: String? = nil, limit: Int = 20) throws(JobError) -> CommandResult {
    if let company { _ = try requiredCompany(company) }
    let runs = try withWarehouse { connection in
      try RunHistory.runs(of: company, limit: limit, on: connection)
    }
    guard !runs.isEmpty else {
      return CommandResult(text: "there is no run yet", encoding: ["runs": [RunSummary]()])
    }
    var table = TextTable(
      ["run", "company", "job", "as of", "state", "exit", "started (UTC)", "seconds", "close"])
    for run in runs {
      table.add([
        String(run.runId), run.company, run.job, run.asOf.description, run.state,
        run.exitCode.map(String.init) ?? "-", run.startedAt.toTheMinute,
        run.seconds.map(String.init) ?? "-", run.closeId.map { String($0.prefix(12)) } ?? "-",
      ])
    }
    return CommandResult(text: table.text, encoding: ["runs": runs.map { RunSummary($0) }])
  }

  /// One run with its steps. `number` is a run's number, or `latest`.
  ///
  /// - Throws: `JobError`.
  public func runDetails(_ number: String) throws(JobError) -> CommandResult {
    guard number == "latest" || Int32(number) != nil else {
      throw JobError(
        .usage, "\(number) is no run", action: "say a number of `nightclose runs list`, or latest")
    }
    let found = try withWarehouse { connection -> (RunRecord, [RunStep])? in
      let run: RunRecord?
      if let number = Int64(number) {
        run = try RunHistory.run(number, on: connection)
      } else {
        run = try RunHistory.runs(limit: 1, on: connection).first
      }
      guard let run else { return nil }
      return (run, try RunHistory.steps(of: run.runId, on: connection))
    }
    guard let (run, steps) = found else {
      throw JobError(
        .usage, number == "latest" ? "there is no run yet" : "there is no run \(number)",
        action: "`nightclose runs list` shows them")
    }
    let facts = [
      ("run", "\(run.runId) of \(run.company)"), ("job", run.job), ("as of", "\(run.asOf)"),
      ("data through", run.dataThrough?.description ?? "-"),
      ("state", run.state), ("exit", run.exitCode.map(String.init) ?? "-"),
      ("started", run.startedAt.toTheMinute + " UTC"),
      ("finished", run.finishedAt.map { $0.toTheMinute + " UTC" } ?? "-"),
      ("close", run.closeId ?? "-"), ("manifest", run.manifestDigest ?? "-"),
      ("configuration", run.configurationDigest), ("version", run.engineVersion),
      ("message", run.message ?? "-"),
    ]
    var lines = facts.map { $0.0.padding(toLength: 15, withPad: " ", startingAt: 0) + $0.1 }
    if !steps.isEmpty {
      var table = TextTable(["step", "rows", "seconds"])
      for step in steps {
        table.add([step.name, step.rowCount.map(String.init) ?? "-", step.secondsText])
      }
      lines += ["", table.text]
    }
    return CommandResult(text: lines.joined(separator: "\n"), encoding: RunSummary(run, steps))
  }
}

/// A line of `status`.
struct CompanyStatus: Encodable {
  let company: String
  let name: String
  let asOf: String?
  let dataThrough: String?
  let ageDays: Int?
  let period: String?
  let isFinal: Bool
  let closeId: String?
  let run: Int32?
  let lastRun: RunSummary?

  init(
    _ company: CompanyDefinition, published: PublishedState?, last: RunRecord?, today: CivilDate?
  ) {
    self.company = company.code
    name = company.name
    asOf = published?.run.asOf.description
    dataThrough = published?.run.dataThrough?.description
    ageDays = published.flatMap { state in today.map { max(0, $0.days(since: state.run.asOf)) } }
    period = published?.period
    isFinal = published?.isClosed ?? false
    closeId = published?.run.closeId
    run = published?.run.runId
    lastRun = last.map { RunSummary($0) }
  }

  var cells: [String] {
    let age = ageDays.map { counted($0, "day") }
    let last = lastRun.map { "\($0.run) \($0.state) \($0.startedAt.prefix(10))" }
    return [
      company, asOf ?? "-", dataThrough ?? "-", age ?? "-", period ?? "-",
      asOf == nil ? "nothing published" : isFinal ? "final" : "provisional",
      closeId.map { String($0.prefix(12)) } ?? "-", last ?? "-",
    ]
  }
}

/// A run as JSON.
struct RunSummary: Encodable {
  struct Step: Encodable {
    let name: String
    let rows: Int64?
    let startedAt: String
    let finishedAt: String
  }

  let run: Int32
  let company: String
  let job: String
  let asOf: String
  let dataThrough: String?
  let state: String
  let exitCode: Int32?
  let message: String?
  let closeId: String?
  let manifestDigest: String?
  let configurationDigest: String
  let engineVersion: String
  let startedAt: String
  let finishedAt: String?
  let steps: [Step]?

  init(_ record: RunRecord, _ steps: [RunStep]? = nil) {
    run = record.runId
    company = record.company
    job = record.job
    asOf = record.asOf.description
    dataThrough = record.dataThrough?.description
    state = record.state
    exitCode = record.exitCode
    message = record.message
    closeId = record.closeId
    manifestDigest = record.manifestDigest
    configurationDigest = record.configurationDigest
    engineVersion = record.engineVersion
    startedAt = record.startedAt.zulu
    finishedAt = record.finishedAt?.zulu
    self.steps = steps?.map {
      Step(
        name: $0.name, rows: $0.rowCount, startedAt: $0.startedAt.zulu,
        finishedAt: $0.finishedAt.zulu)
    }
  }
}

extension RunRecord {
  var seconds: Int64? { finishedAt.map { $0.seconds(since: startedAt) } }
}

extension RunStep {
  /// `12.3`.
  var secondsText: String {
    let tenths =
      (finishedAt.microsecondsSince1970 - startedAt.microsecondsSince1970 + 50_000) / 100_000
    return "\(tenths / 10).\(tenths % 10)"
  }
}

extension Timestamp {
  /// `2026-10-31 22:30`.
  var toTheMinute: String { String(description.prefix(16)) }
  /// `2026-10-31T22:30:00Z`.
  var zulu: String {
    let text = description.prefix(19)
    return text.prefix(10) + "T" + text.suffix(8) + "Z"
  }
  func seconds(since earlier: Timestamp) -> Int64 {
    (microsecondsSince1970 - earlier.microsecondsSince1970) / 1_000_000
  }
}
