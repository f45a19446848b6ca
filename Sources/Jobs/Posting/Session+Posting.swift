public import AccountingValues
import Definitions
import GeneralLedger
import PostgresClient
import Warehouse

/// What `nightclose posting explain` is asked.
public struct PostingQuestion: Sendable {
  /// A document's number, an entry's number or reference, or a row as `stream:key`.
  public var document: String
  /// Codes of the companies wanted; all if empty.
  public var companies: [String]
  /// The period, `2026-10` or `2026-P03`; all published ones if `nil`.
  public var period: String?
  /// Whether to tell too which rules and mappings did not apply, and why.
  public var isVerbose: Bool

  /// A question from its parts.
  public init(
    document: String, companies: [String] = [], period: String? = nil, isVerbose: Bool = false
  ) {
    self.document = document
    self.companies = companies
    self.period = period
    self.isVerbose = isVerbose
  }
}

extension Session {
  /// Says of every published entry of a document which rule and which mappings made it, by the
  /// configuration it was made with. It reads what is published and not the source.
  ///
  /// - Parameter question: which document, and where to look.
  /// - Returns: a page per entry.
  /// - Throws: `JobError` for an unknown company or period, and a document without entries.
  public func explainPosting(_ question: PostingQuestion) throws(JobError) -> CommandResult {
    let configuration = try configuration()
    var found: [PostingExplanation] = []
    for company in try companies(question.companies) {
      let run = try CompanyRun(
        session: self, company, configuration,
        RunRequest(job: "posting", companies: [company.code], isDryRun: true))
      found += try run.explanations(of: question)
    }
    guard !found.isEmpty else {
      throw JobError(
        .usage, "no published entry is of \(question.document)",
        action: "name a document's or entry's number, a reference (~…), or a row as stream:key; "
          + "`nightclose posting check` tells what was not posted")
    }
    return CommandResult(
      text: found.map { $0.text(isVerbose: question.isVerbose) }.joined(separator: "\n\n\n"),
      encoding: found)
  }
}

extension CompanyRun {
  fileprivate func explanations(
    of question: PostingQuestion
  ) throws(JobError) -> [PostingExplanation] {
    try withPublished { published throws(JobError) in
      guard let published else { return [] }
      return try translating(company: company.code, step: "posting") {
        let records = try published.company.periods()
        let filed = try filedRules(of: records.filter { $0.state == .closed }, published.company)
        var found: [PostingExplanation] = []
        for record in try wanted(records, question) {
          guard let run = record.currentRun else { continue }
          let isClosed = record.state == .closed
          let leaf: [Parameter] = [
            .text(company.code), .integer(Int64(record.period.id)), .integer(Int64(run)),
            .integer(isClosed ? 0 : Int64(run)),
          ]
          let entries = try PublishedEntry.read(
            .init(text: question.document), leaf: leaf, published.datasets)
          if entries.isEmpty { continue }
          let place = PostingPlace(
            company: company.code, period: record.name, isClosed: isClosed,
            configuration: try named(record, run, filed, published.company))
          found += entries.map {
            PostingExplainer(filed.byDay.on($0.date)).explanation(of: $0, in: place)
          }
        }
        return found
      }
    }
  }

  private func wanted(
    _ records: [PeriodRecord], _ question: PostingQuestion
  ) throws(JobError) -> [PeriodRecord] {
    guard let name = question.period else { return records }
    let id = company.calendar.period(named: name)?.id
    let found = records.filter { $0.period.id == id && $0.currentRun != nil }
    guard !found.isEmpty else {
      throw JobError(
        .usage, company: company.code, "nothing is published for period \(name)",
        action: "look at `nightclose period list`")
    }
    return found
  }

  /// Which configuration explains the entries of a period, in words.
  private func named(
    _ record: PeriodRecord, _ run: Int32, _ filed: FiledRules, _ reader: CompanyReader
  ) throws -> String {
    if filed.guessed.contains(record.period) {
      return "today's configuration: nobody kept the one the period was filed with"
    }
    if filed.unkept.contains(record.period) {
      return "the configuration of the next closed period: nobody kept the one it was filed with"
    }
    if filed.otherwise.contains(where: { $0.period == record.period }) {
      return "the configuration the period was filed with, which is not today's"
    }
    if record.state == .closed { return "the configuration the period was filed with" }
    let digest = try reader.rules(of: run)?.configurationDigest
    return digest == configurationDigest
      ? "today's configuration, with which it was made"
      : "today's configuration, which has changed since it was made: run the job again"
  }
}

// MARK: - What would not be posted

extension Session {
  /// Lists the events that a run would not post, or would post to suspense, for want of a rule or an
  /// account. It reads what a run would read now, takes no lock, publishes and records nothing.
  ///
  /// - Parameters:
  ///   - codes: codes of the companies wanted; all if empty.
  ///   - asOf: the last day that counts; the pinned or last finished day if `nil`.
  /// - Returns: a page per company. The exit code is 65 where a close would be blocked by it.
  /// - Throws: `JobError` for an unknown company.
  public func checkPosting(
    companies codes: [String], asOf: CivilDate? = nil
  ) throws(JobError) -> CommandResult {
    let configuration = try configuration()
    var checks: [PostingCheck] = []
    var failures: [String] = []
    var code = ExitCode.done
    for company in try companies(codes) {
      do throws(JobError) {
        let run = try CompanyRun(
          session: self, company, configuration,
          RunRequest(job: "posting", companies: [company.code], asOf: asOf, isDryRun: true))
        let check = try run.postingCheck()
        checks.append(check)
        guard check.isBlocked else { continue }
        code = code.graver(.dataBlocked)
        failures.append("\(company.code): events without rule or account would block the close")
      } catch {
        let failure = failed(company, error)
        code = code.graver(ExitCode(rawValue: failure.exitCode) ?? .internalError)
        failures.append(failure.message)
      }
    }
    return CommandResult(
      text: checks.map(\.text).joined(separator: "\n\n\n"), encoding: checks,
      failure: failures.joined(separator: "\n"), exitCode: code)
  }
}

extension CompanyRun {
  fileprivate func postingCheck() throws(JobError) -> PostingCheck {
    try withPublished { published throws(JobError) in
      let books = try published.map { reader throws(JobError) in
        try openBooks(from: reader.company)
      }
      let past = books?.past ?? PastRows(firstOpenDay: goLive)
      let rules = books?.rules ?? FiledRules(today: todaysRules)
      step("extract", "as of \(asOf)")
      let sources = try openSources(past)
      defer { sources.close() }
      let close = try companyClose(sources, rules.byDay, filedUntil: past.firstOpenDay)
      let result = try close.run { step($0) }
      try sources.requireRows()
      let accepted = AcceptedFindings(
        configuration.accepted[company.code] ?? [], company: company.code, asOf: asOf)
      let others = try accepted.applied(to: result.findings + sources.allFindings())
        .filter { $0.finding.severity == .error && !Self.isOfPosting($0.finding) }
      let firstOpen = books?.firstOpenDay ?? goLive
      return PostingCheck(
        company: company.code, from: firstOpen, asOf: asOf, plan: close.plan,
        gaps: close.ledger.postingGaps.filter { $0.period.end > firstOpen },
        otherErrors: others.count)
    }
  }

  /// Whether a finding says what the check lists.
  private static func isOfPosting(_ finding: Finding) -> Bool {
    finding.code == "GL-001" || finding.code == "GL-002"
  }
}
