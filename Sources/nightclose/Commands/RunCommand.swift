public import AccountingValues
public import ArgumentParser
import Jobs

/// `nightclose run <job>`
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a job: extract, compute, check, publish, write the reports.")

  @Argument(help: "The job: nightly, month-end, or the name of a file in jobs/.")
  var job: String

  @Option(help: "Only this company; may be repeated.")
  var company: [String] = []

  @Option(help: "Close as of this day instead of the last finished one.")
  var asOf: CivilDate?

  @Option(help: "Use only what was known on this day.")
  var knownAt: CivilDate?

  @Flag(help: "Compute and check, publish nothing.")
  var dryRun = false

  @Option(
    help:
      "With --dry-run: tell what differs from what is published (current), and what a changed configuration would have moved in closed periods."
  )
  var against: Published?

  @Flag(help: "Wait for another run to finish instead of exiting with 75.")
  var wait = false

  @OptionGroup var common: CommonOptions

  /// What a dry run is held against.
  enum Published: String, ExpressibleByArgument, CaseIterable {
    case current
  }

  func validate() throws {
    if against != nil, !dryRun {
      throw ValidationError("--against compares a run that publishes nothing: add --dry-run")
    }
  }

  func run() throws {
    try common.perform { session throws(JobError) in
      try session.run(
        RunRequest(
          job: job, companies: company, asOf: asOf, knownAt: knownAt, isDryRun: dryRun,
          comparesWithCurrent: against != nil, waitsForLock: wait))
    }
  }
}

extension CivilDate: ExpressibleByArgument {
  /// Reads `2026-10-31`.
  public init?(argument: String) { self.init(argument) }
}
