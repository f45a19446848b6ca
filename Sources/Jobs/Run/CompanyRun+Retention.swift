import AccountingValues
import Definitions
import Logging
import Warehouse

extension CompanyRun {
  /// Collects what is superseded for long. That it cannot be does not concern the close: the next
  /// run tries again, and the log says why.
  func collect(
    after outcome: RunOutcome, _ lease: CompanyLease, _ files: PublishedFiles
  ) -> RunOutcome {
    var outcome = outcome
    let retention = Retention(
      configuration.installation.retention, clock: session.options.clock)
    do {
      if request.isDryRun {
        outcome.collected = try retention.candidates(lease, files)
        outcome.message += outcome.collected.text
      } else {
        outcome.collected = try retention.collect(lease, files)
        if !outcome.collected.isEmpty {
          step(
            "retention",
            "tables of \(counted(outcome.collected.runs.count, "run")) and "
              + "\(counted(outcome.collected.folders.count, "folder")) of superseded closes removed"
          )
        }
      }
    } catch {
      progress.logger.warning(
        "superseded results stay for now: \(JobError(error).message)",
        metadata: ["company": .string(company.code), "step": "retention"])
    }
    return outcome
  }
}
