import AccountingValues
import Definitions
import Extraction
import Foundation
import Logging

extension Session {
  /// Runs a job for its companies, each by itself: one that fails does not stop the others.
  ///
  /// - Parameter request: what to do.
  /// - Returns: nothing to say when all went well and nobody watches; else a line per company. The
  ///   exit code is the gravest of all.
  /// - Throws: `JobError` when the job cannot begin.
  public func run(_ request: RunRequest) throws(JobError) -> CommandResult {
    let configuration = try configuration()
    guard let job = configuration.jobs[request.job] else {
      throw JobError(
        .usage, "there is no job \(request.job)",
        action: "use one of: \(configuration.jobs.keys.sorted().joined(separator: ", "))")
    }
    let companies = try companies(of: job, wanted: request.companies, configuration)
    var outcomes: [RunOutcome] = []
    var code = ExitCode.done
    for company in companies {
      let outcome = runCompany(company, job, configuration, request)
      outcomes.append(outcome)
      code = code.graver(ExitCode(rawValue: outcome.exitCode) ?? .internalError)
    }
    let troubles = request.isDryRun ? [] : tell(request.job, outcomes, code, configuration)
    if !request.isDryRun { collectLogs(configuration) }
    // Who asks what differs wants to read it, wherever that goes.
    let tells = options.isInteractive || request.comparesWithCurrent
    let done = tells ? outcomes.filter { $0.exitCode == 0 } : []
    let failed = outcomes.filter { $0.exitCode != 0 }
    return CommandResult(
      text: done.map(\.message).joined(separator: "\n"), encoding: outcomes,
      failure: (failed.map(\.message) + troubles).joined(separator: "\n"), exitCode: code)
  }

  /// Calls the notification's command and writes the metrics. Neither changes how the run ended.
  ///
  /// - Returns: what failed of it, for standard error.
  private func tell(
    _ job: String, _ outcomes: [RunOutcome], _ code: ExitCode, _ configuration: Configuration
  ) -> [String] {
    var troubles: [String] = []
    func attempt(_ what: String, _ body: () throws -> Void) {
      do { try body() } catch {
        let failure = JobError(error, step: what)
        try? progress().logger.error("\(failure.message)", metadata: ["step": .string(what)])
        troubles.append(failure.description)
      }
    }
    let installation = configuration.installation
    if let notification = installation.notification,
      notification.occasion == .always || code != .done
    {
      attempt("notification") {
        let notice = RunNotice(job: job, outcomes: outcomes, exitCode: code)
        try notice.send(notification, from: self)
      }
    }
    if let metrics = installation.metrics {
      attempt("metrics") {
        try MetricsFile(path: absolute(metrics), state: stateDirectory()).record(
          outcomes, job: job, at: options.clock,
          companies: Set(configuration.companies.map(\.code)))
      }
    }
    return troubles
  }

  /// Removes logs that are older than is asked for; that it cannot is told in the log.
  private func collectLogs(_ configuration: Configuration) {
    let days = configuration.installation.retention.logDays
    do {
      try LogFolder(try stateDirectory() + "/log").collect(
        olderThan: options.clock.moment(daysAgo: days))
    } catch {
      try? progress().logger.warning("old logs stay for now: \(JobError(error).message)")
    }
  }

  private func companies(
    of job: JobDefinition, wanted: [String], _ configuration: Configuration
  ) throws(JobError) -> [CompanyDefinition] {
    for code in wanted where configuration.company(code) == nil {
      throw JobError(
        .usage, "there is no company \(code)",
        action: configuration.companies.isEmpty
          ? "run `nightclose init` first"
          : "use one of: \(configuration.companies.map(\.code).joined(separator: ", "))")
    }
    let listed = job.companies.map { Set($0.map(\.value)) }
    let companies = configuration.companies.filter { company in
      (wanted.isEmpty || wanted.contains(company.code))
        && (listed?.contains(company.code) ?? true)
    }
    guard !companies.isEmpty else {
      throw JobError(
        .configuration, "no company is configured",
        action: "run `nightclose init --company CODE --erp ERP --connection NAME`")
    }
    return companies
  }

  private func runCompany(
    _ company: CompanyDefinition, _ job: JobDefinition, _ configuration: Configuration,
    _ request: RunRequest
  ) -> RunOutcome {
    let begin = ContinuousClock.now
    // First what is due, so that the newest files are those of the open periods.
    let closings = closeDue(company, of: job, configuration, request)
    var outcome = runCompanyUntimed(company, configuration, request)
    outcome.closed = closings.flatMap(\.closed)
    outcome.message = (closings + [outcome]).map(\.message).joined(separator: "\n")
    outcome.exitCode =
      closings.reduce(ExitCode(rawValue: outcome.exitCode) ?? .internalError) {
        $0.graver(ExitCode(rawValue: $1.exitCode) ?? .internalError)
      }.rawValue
    outcome.seconds = (ContinuousClock.now - begin) / .seconds(1)
    return outcome
  }

  private func runCompanyUntimed(
    _ company: CompanyDefinition, _ configuration: Configuration, _ request: RunRequest
  ) -> RunOutcome {
    do throws(JobError) {
      let run = try CompanyRun(session: self, company, configuration, request)
      return try run.run()
    } catch { return failed(company, error) }
  }

  /// The end of a run that failed, which the log has with its cause.
  func failed(_ company: CompanyDefinition, _ error: JobError) -> RunOutcome {
    let failure = error.during(company: company.code, step: nil)
    try? progress().logger.error(
      "\(failure.message)",
      metadata: [
        "company": .string(company.code), "step": .string(failure.step ?? ""),
        "exit": .stringConvertible(failure.exitCode.rawValue),
      ])
    return RunOutcome(
      company: company.code, ending: .failed, exitCode: failure.exitCode.rawValue, closeId: "",
      asOf: "", folder: "", errors: 0, warnings: 0, message: failure.description)
  }
}
