import AccountingValues
import Definitions
import Warehouse

extension Session {
  /// Closes a period: runs the close once more with its last day as as-of or later, fingerprints the
  /// rows, and freezes the figures. All earlier periods must be closed.
  ///
  /// - Parameters:
  ///   - code: the company.
  ///   - name: the period, `2026-10` or `2026-P03`.
  /// - Returns: what was frozen.
  /// - Throws: `JobError` when the period cannot be closed: unknown, not over, blocked by findings.
  public func closePeriod(company code: String, period name: String) throws(JobError)
    -> CommandResult
  {
    let company = try requiredCompany(code)
    let outcome = try close(named: name, of: company, try configuration())
    return CommandResult(
      text: outcome.message, encoding: [outcome],
      exitCode: ExitCode(rawValue: outcome.exitCode) ?? .dataBlocked)
  }

  /// Closes a period of several companies, each by itself: one that cannot be closed does not keep
  /// the others open.
  ///
  /// - Parameters:
  ///   - codes: the companies; all if empty.
  ///   - name: the period, as each company's calendar names it.
  /// - Returns: a line per company; the exit code is the gravest of all.
  /// - Throws: `JobError` for a company that does not exist.
  public func closePeriod(companies codes: [String], period name: String) throws(JobError)
    -> CommandResult
  {
    if codes.count == 1 { return try closePeriod(company: codes[0], period: name) }
    let configuration = try configuration()
    let wanted = codes.isEmpty ? configuration.companies.map(\.code) : codes
    var outcomes: [RunOutcome] = []
    for company in try companies(wanted) {
      do throws(JobError) {
        outcomes.append(try close(named: name, of: company, configuration))
      } catch { outcomes.append(failed(company, error)) }
    }
    return CommandResult(
      text: outcomes.filter { $0.exitCode == 0 }.map(\.message).joined(separator: "\n"),
      encoding: outcomes,
      failure: outcomes.filter { $0.exitCode != 0 }.map(\.message).joined(separator: "\n"),
      exitCode: outcomes.reduce(.done) {
        $0.graver(ExitCode(rawValue: $1.exitCode) ?? .internalError)
      })
  }

  /// Closes what is due by the company's `close: working_day n`, where the job has the step
  /// `close_period`; stops at the first period that cannot be closed.
  ///
  /// - Returns: how each closing ended.
  func closeDue(
    _ company: CompanyDefinition, of job: JobDefinition, _ configuration: Configuration,
    _ request: RunRequest
  ) -> [RunOutcome] {
    guard let workingDays = company.policies.closesOnWorkingDay, !request.isDryRun,
      request.knownAt == nil, job.steps.contains(where: { $0.value == .closePeriod }),
      let asOf = request.asOf ?? company.asOf
        ?? options.clock.lastFinishedDay(inZone: company.timeZone)
    else { return [] }
    var outcomes: [RunOutcome] = []
    do throws(JobError) {
      let records = try withWarehouse { connection in
        try RunHistory.periods(of: company.code, on: connection).map(\.record)
      }
      for period in PeriodsDue(workingDays: workingDays, asOf: asOf).periods(among: records) {
        let outcome = try close(period, of: company, configuration)
        outcomes.append(outcome)
        if outcome.exitCode != 0 { break }
      }
    } catch { outcomes.append(failed(company, error)) }
    return outcomes
  }

  private func close(
    named name: String, of company: CompanyDefinition, _ configuration: Configuration
  ) throws(JobError) -> RunOutcome {
    guard let period = company.calendar.period(named: name) else {
      throw JobError(
        .usage, company: company.code, "\(name) is no period", action: "write 2026-10 or 2026-P03")
    }
    let latest =
      company.asOf ?? options.clock.lastFinishedDay(inZone: company.timeZone) ?? period.last
    guard latest >= period.last else {
      throw JobError(
        .usage, company: company.code,
        "\(period) is not over: the last finished day is \(latest)",
        action: "close it after \(period.last)")
    }
    return try close(period, of: company, configuration)
  }

  private func close(
    _ period: FiscalPeriod, of company: CompanyDefinition, _ configuration: Configuration
  ) throws(JobError) -> RunOutcome {
    let request = RunRequest(job: "month-end", companies: [company.code], asOf: period.last)
    let run = try CompanyRun(session: self, company, configuration, request, isFiling: true)
    var outcome = try run.run()
    guard outcome.ending == .published else { return outcome }
    let folder =
      try outputDirectory() + "/\(company.code)/\(period)/final-\(outcome.closeId.prefix(12))"
    _ = try report(
      ReportRequest(
        name: "all", companies: [company.code], period: period.description,
        formats: ["xlsx", "csv"], folder: folder))
    outcome.closed = [period.description]
    outcome.message =
      "\(company.code): \(period) is closed, \(counted(run.frozenRows, "row")) frozen, "
      + "close \(outcome.closeId.prefix(12))\n  \(folder)"
    return outcome
  }
}
