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
      let outcome = runCompany(company, configuration, request)
      outcomes.append(outcome)
      code = code.graver(ExitCode(rawValue: outcome.exitCode) ?? .internalError)
    }
    let done = options.isInteractive ? outcomes.filter { $0.exitCode == 0 } : []
    let failed = outcomes.filter { $0.exitCode != 0 }
    return CommandResult(
      text: done.map(\.message).joined(separator: "\n"), encoding: outcomes,
      failure: failed.map(\.message).joined(separator: "\n"), exitCode: code)
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
    _ company: CompanyDefinition, _ configuration: Configuration, _ request: RunRequest
  ) -> RunOutcome {
    do throws(JobError) {
      let run = try CompanyRun(session: self, company, configuration, request)
      return try run.run()
    } catch {
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
}
