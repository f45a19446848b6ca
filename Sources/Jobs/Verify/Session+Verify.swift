public import AccountingValues
import Definitions
import Extraction
import Reporting
import Warehouse

/// What `nightclose verify` is asked to prove.
public struct VerifyRequest: Sendable {
  /// Codes of the companies wanted; all if empty.
  public var companies: [String]
  /// Closed periods against books rebuilt with everything known.
  public var isRestated: Bool
  /// The chain of the audit record too.
  public var walksChain: Bool
  /// List every figure, not only those of interest.
  public var listsAll: Bool
  /// List the documents behind what restating moves.
  public var listsDocuments: Bool
  /// The last day that counts in restated books; else that of a run.
  public var asOf: CivilDate?

  /// A request from its parts.
  public init(
    companies: [String] = [], isRestated: Bool = false, walksChain: Bool = false,
    listsAll: Bool = false, listsDocuments: Bool = false, asOf: CivilDate? = nil
  ) {
    self.companies = companies
    self.isRestated = isRestated
    self.walksChain = walksChain
    self.listsAll = listsAll
    self.listsDocuments = listsDocuments
    self.asOf = asOf
  }
}

extension Session {
  /// Proves published figures: that they are what the source's rows make, or, restated, that closed
  /// periods differ from books rebuilt with everything known by nothing but what is listed. Writes
  /// nothing and keeps no run from its work.
  ///
  /// - Returns: per company the figures of interest and the verdict. The exit code is 65 where
  ///   something is not proved, 69 where open periods show the close of other rows than there are now.
  /// - Throws: `JobError` for an unknown company.
  public func verify(_ request: VerifyRequest) throws(JobError) -> CommandResult {
    let configuration = try configuration()
    var answers: [ProofAnswer] = []
    var failures: [String] = []
    var code = ExitCode.done
    for company in try companies(request.companies) {
      do throws(JobError) {
        let answer = try verify(company, request, configuration)
        answers.append(answer)
        code = code.graver(answer.exitCode)
        if answer.exitCode != .done { failures.append(answer.complaint) }
      } catch {
        let failure = failed(company, error)
        code = code.graver(ExitCode(rawValue: failure.exitCode) ?? .internalError)
        failures.append(failure.message)
      }
    }
    return CommandResult(
      text: answers.map(\.text).joined(separator: "\n\n"), encoding: answers,
      failure: failures.joined(separator: "\n"), exitCode: code)
  }

  private func verify(
    _ company: CompanyDefinition, _ request: VerifyRequest, _ configuration: Configuration
  ) throws(JobError) -> ProofAnswer {
    try requireWarehouseDatabase()
    let warehouse = try warehouseOptions()
    let reader = try translating(company: company.code) {
      try PinnedReader.ofRecorded(company.code, warehouse)
    }
    defer { reader?.end() }
    guard let reader, let rules = try rules(of: reader, company) else {
      throw JobError(
        .usage, company: company.code, "nothing is published yet",
        action: "run `nightclose run nightly`")
    }
    let run = try CompanyRun(
      session: self, company, configuration,
      RunRequest(
        job: "verify", companies: [company.code],
        asOf: request.isRestated ? request.asOf : rules.asOf,
        knownAt: request.isRestated ? nil : rules.knownDay, isDryRun: true))
    let proof =
      request.isRestated
      ? try run.proveRestated(reader, byDocument: request.listsDocuments)
      : try run.provePublished(reader)
    let chain = try request.walksChain ? chain(reader, company) : nil
    return ProofAnswer(proof, company, chain: chain, request)
  }

  /// The days and rules of what is published last; `nil` before the first close.
  private func rules(
    of published: PinnedReader, _ company: CompanyDefinition
  ) throws(JobError) -> RunRules? {
    try translating(company: company.code) {
      let reader = published.company
      let shown = try reader.periods().filter { $0.currentRun != nil }
      let run = shown.last { $0.state != .closed } ?? shown.last
      guard let last = run?.currentRun, var rules = try reader.rules(of: last) else { return nil }
      // When all that is published is closed, the first open day is the last day to recompute.
      if run?.state == .closed, let firstOpen = shown.last?.period.end { rules.asOf = firstOpen }
      return rules
    }
  }

  private func chain(
    _ published: PinnedReader, _ company: CompanyDefinition
  ) throws(JobError) -> AuditVerdict {
    try translating(company: company.code) { try published.company.verifyAuditChain() }
  }
}

extension RunRules {
  /// The last day whose knowledge counted.
  fileprivate var knownDay: CivilDate? {
    knownAt.map { CivilDate(daysSince1970: Int32($0.microsecondsSince1970 / 86_400_000_000) - 1) }
  }
}

/// The verdict on one company, as text and JSON.
struct ProofAnswer: Encodable {
  struct Line: Encodable {
    let period: String
    let kind: String
    let code: String
    let name: String
    let asFiled: String
    let latePosted: String
    let posted: String
    let lateOwn: String
    let recosting: String
    let configuration: String
    let engine: String
    let restated: String
    let difference: String
    let isProved: Bool
  }

  struct Cause: Encodable {
    let period: String
    let account: String
    let effect: String
    let amount: String
    let document: String
    let stream: String
    let key: String
  }

  let company: String
  let isProved: Bool
  let figures: Int
  let closedPeriods: [String]
  let stalePeriods: [String]
  /// The figures of interest, or all.
  let lines: [Line]
  /// What documents move of accounts, where they are wanted.
  let documents: [Cause]
  let auditChain: String?
  let text: String
  let complaint: String
  let exitCode: ExitCode

  private enum CodingKeys: String, CodingKey {
    case company, isProved, figures, closedPeriods, stalePeriods, lines, documents, auditChain
  }

  init(
    _ proof: CompanyProof, _ company: CompanyDefinition, chain: AuditVerdict?,
    _ request: VerifyRequest
  ) {
    let isRestated = request.isRestated
    let base = company.baseCurrency
    self.company = company.code
    figures = proof.identity.lines.count
    closedPeriods = proof.periods.filter { proof.closed.contains($0.id) }.map(\.description)
    stalePeriods = proof.stale.map(\.description)
    lines = proof.identity.lines.filter { request.listsAll || $0.isOfInterest }.map { line in
      let words = proof.words(line)
      func text(_ amount: Int64) -> String { proof.text(amount, line, base) }
      return Line(
        period: words.period, kind: words.kind, code: words.code, name: words.name,
        asFiled: text(line.asFiled), latePosted: text(line.latePosted),
        posted: text(line.posted),
        lateOwn: text(line.lateOwn), recosting: text(line.recosting),
        configuration: text(line.configuration), engine: text(line.engine),
        restated: text(line.restated), difference: text(line.difference), isProved: line.isProved)
    }
    documents = proof.causes.compactMap { cause in
      guard case .account(let code) = cause.document.figure.subject else { return nil }
      let period = proof.periods.first { $0.id == cause.document.figure.period }
      return Cause(
        period: period?.description ?? "", account: code, effect: cause.column.rawValue,
        amount: Money(minor: cause.amount, in: base).amountText, document: cause.document.number,
        stream: cause.document.place.stream, key: cause.document.place.key.displayText)
    }
    var isChainWhole = true
    switch chain {
    case .intact(let length, let head)?:
      auditChain = "intact, \(counted(Int(length), "entry", "entries")), head \(head.prefix(12))"
    case .broken(let position)?:
      auditChain = "broken at entry \(position)"
      isChainWhole = false
    case nil: auditChain = nil
    }
    let holds = proof.identity.isProved && isChainWhole
    isProved = holds && proof.stale.isEmpty
    exitCode = !holds ? .dataBlocked : proof.stale.isEmpty ? .done : .unavailable
    let chainText = auditChain.map { "; audit chain \($0)" } ?? ""
    let stale =
      proof.stale.isEmpty
      ? "" : "; \(proof.stale.map(\.description).joined(separator: ", ")) not compared"
    text =
      proof.text(base, isRestated: isRestated, all: request.listsAll)
      + proof.causesText(base) + "\(company.code): \(proof.summary)" + stale
      + chainText
    complaint = Self.complaint(proof, company, isChainWhole: isChainWhole, isRestated: isRestated)
  }

  private static func complaint(
    _ proof: CompanyProof, _ company: CompanyDefinition, isChainWhole: Bool, isRestated: Bool
  ) -> String {
    if !isChainWhole {
      return "\(company.code): the audit chain does not hold together\n"
        + "  → somebody changed the record of closings: compare it with a backup"
    }
    if let line = proof.identity.lines.first(where: { !$0.isProved }) {
      let words = proof.words(line)
      return "\(company.code): \(proof.summary), the first \(words.code) of \(words.period): "
        + proof.verdict(line, company.baseCurrency)
        + "\n  → "
        + (isRestated || proof.closed.contains(line.figure.period)
          ? "somebody changed frozen tables, or the program has a defect: compare them with a backup"
          : "run `nightclose run nightly`, which writes open periods again; then ask who changed them")
    }
    return
      "\(company.code): the source, the configuration or what is closed has changed since the published close\n"
      + "  → run `nightclose run nightly`, then verify again"
  }
}
