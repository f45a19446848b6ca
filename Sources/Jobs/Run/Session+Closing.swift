import AccountingValues
import Definitions
import Foundation
import Platform
import Warehouse

extension Session {
  /// Closes a period: runs the close once more with its last day as as-of or later, fingerprints the
  /// rows, freezes the figures, and writes the FINAL reports. All earlier periods must be closed. Of
  /// a period that is closed already, it writes the FINAL reports that are missing.
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
    let isClosed = outcome.exitCode == 0
    return CommandResult(
      text: isClosed ? outcome.message : "", encoding: [outcome],
      failure: isClosed ? "" : outcome.message,
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
          .filter { company.calendar.period(containing: $0.period.first) == $0.period }
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
    let period = try requiredPeriod(name, of: company)
    if let closeId = try filedClose(period, of: company) {
      let folder = try finalReports(closeId, period, company)
      return RunOutcome(
        company: company.code, ending: .identical, exitCode: 0, closeId: closeId,
        asOf: period.last.description, folder: folder, errors: 0, warnings: 0,
        message: "\(company.code): \(period) is closed already, and its FINAL reports are in "
          + "\(folder); to change it, `nightclose period reopen \(period) --company \(company.code) "
          + "--reason '…'`")
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
    let folder = try finalReports(outcome.closeId, period, company)
    outcome.closed = [period.description]
    outcome.message =
      "\(company.code): \(period) is closed, \(counted(run.frozenRows, "row")) frozen, "
      + "close \(outcome.closeId.prefix(12))\n  \(folder)"
    return outcome
  }

  /// The close that a closed period was closed with; `nil` for a period that is open.
  private func filedClose(
    _ period: FiscalPeriod, of company: CompanyDefinition
  ) throws(JobError) -> String? {
    try withWarehouse { connection in
      let records = try RunHistory.periods(of: company.code, on: connection).map(\.record)
      guard let record = records.first(where: { $0.period == period }), record.state == .closed,
        let run = record.currentRun
      else { return nil }
      return try RunHistory.run(Int64(run), on: connection)?.closeId
    }
  }

  /// Writes the FINAL reports of a closed period, unless they are there and sound. They are made
  /// aside, so that the folder holds all of them or is not there.
  ///
  /// - Returns: the folder.
  private func finalReports(
    _ closeId: String, _ period: FiscalPeriod, _ company: CompanyDefinition
  ) throws(JobError) -> String {
    do throws(JobError) {
      let warehouse = try warehouseOptions()
      let lease = try translating(company: company.code, step: "lock") {
        try CompanyLease(
          warehouse,
          company: CompanyRecord(
            code: company.code, name: company.name, baseCurrency: company.baseCurrency),
          waitSeconds: 600)
      }
      defer { lease.end() }
      let record = try translating(company: company.code) { try lease.period(period.id) }
      guard record.state == .closed else {
        throw JobError(
          .fenced, company: company.code, step: "reports", "\(period) was reopened meanwhile",
          action: "close it again when that is done")
      }
      let files = try PublishedFiles(session: self, company: company.code)
      defer { try? files.giveToOwner() }
      try files.finishLeftovers(of: lease, company.calendar)
      if files.hasFinalReports(period, closeId) {
        return files.finalFolder(period, closeId)
      }
      let staging = try files.stage(closeId, for: "final-\(lease.epoch)")
      _ = try report(
        ReportRequest(
          name: "all", companies: [company.code], period: period.description,
          formats: [], folder: staging))
      _ = try files.seal(staging)
      return try files.publishFinal(staging, period: period, closeId: closeId)
    } catch {
      throw JobError(
        error.exitCode, company: company.code, step: error.step ?? "reports", error.message,
        action:
          "\(error.action); the figures are frozen, closing \(period) again writes its reports")
    }
  }
}
