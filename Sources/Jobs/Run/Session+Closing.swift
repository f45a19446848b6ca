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
    let configuration = try configuration()
    guard let company = configuration.company(code) else {
      throw JobError(
        .usage, "there is no company \(code)",
        action: "use one of: \(configuration.companies.map(\.code).joined(separator: ", "))")
    }
    guard let period = company.calendar.period(named: name) else {
      throw JobError(
        .usage, company: code, "\(name) is no period", action: "write 2026-10 or 2026-P03")
    }
    let latest =
      company.asOf ?? options.clock.lastFinishedDay(inZone: company.timeZone) ?? period.last
    guard latest >= period.last else {
      throw JobError(
        .usage, company: code, "\(period) is not over: the last finished day is \(latest)",
        action: "close it after \(period.last)")
    }
    let request = RunRequest(job: "month-end", companies: [code], asOf: period.last)
    let run = try CompanyRun(session: self, company, configuration, request, isFiling: true)
    let outcome = try run.run()
    guard outcome.ending == .published else {
      return CommandResult(
        text: outcome.message, encoding: outcome,
        exitCode: ExitCode(rawValue: outcome.exitCode) ?? .dataBlocked)
    }
    let folder = try outputDirectory() + "/\(code)/\(period)/final-\(outcome.closeId.prefix(12))"
    _ = try report(
      ReportRequest(
        name: "all", companies: [code], period: period.description, formats: ["xlsx", "csv"],
        folder: folder))
    return CommandResult(
      text:
        "\(code): \(period) is closed, \(counted(run.frozenRows, "row")) frozen, close \(outcome.closeId.prefix(12))\n"
        + "  \(folder)",
      encoding: outcome)
  }
}
