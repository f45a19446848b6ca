public import AccountingValues

/// What `nightclose run` is asked to do.
public struct RunRequest: Sendable {
  /// The job's name.
  public var job: String
  /// Codes of the companies wanted; all if empty.
  public var companies: [String]
  /// The last day that counts; the pinned or last finished day if `nil`.
  public var asOf: CivilDate?
  /// Only what was known on this day.
  public var knownAt: CivilDate?
  /// Compute and check, publish nothing.
  public var isDryRun: Bool
  /// Of a dry run: tell what differs from what is published, and what the configuration as it is now
  /// would have posted otherwise in closed periods.
  public var comparesWithCurrent: Bool
  /// Wait for another run of the same company.
  public var waitsForLock: Bool

  /// A request from its parts.
  public init(
    job: String, companies: [String] = [], asOf: CivilDate? = nil, knownAt: CivilDate? = nil,
    isDryRun: Bool = false, comparesWithCurrent: Bool = false, waitsForLock: Bool = false
  ) {
    self.job = job
    self.companies = companies
    self.asOf = asOf
    self.knownAt = knownAt
    self.isDryRun = isDryRun
    self.comparesWithCurrent = comparesWithCurrent
    self.waitsForLock = waitsForLock
  }
}

/// How one company's run ended.
struct RunOutcome: Encodable {
  enum Ending: String, Encodable {
    case published, identical, blocked, failed, computed
  }

  let company: String
  let ending: Ending
  var exitCode: Int32
  let closeId: String
  let asOf: String
  /// Where the files are, or the findings of a blocked company.
  let folder: String
  let errors: Int
  let warnings: Int
  /// One sentence for a terminal or a mail.
  var message: String
  /// What was collected because it is superseded for long; of a dry run, what would be.
  var collected = Retention.Collected()
  /// Rows read, by stream.
  var rows: [String: Int64] = [:]
  /// How many findings there are, by code.
  var findings: [String: Int] = [:]
  /// What would be published beside what is; of a dry run that is asked for it.
  var against: RunComparison?
  /// Periods that were closed.
  var closed: [String] = []
  /// How long the run took.
  var seconds: Double = 0
}
