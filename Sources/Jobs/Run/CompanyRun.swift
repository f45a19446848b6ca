import AccountingValues
import Definitions
import Extraction
import Foundation
import GeneralLedger
import Inventory
import Platform
import Warehouse

/// One run for one company: lock, extract, compute, check, publish, write files.
final class CompanyRun {
  let session: Session
  let company: CompanyDefinition
  let configuration: Configuration
  let request: RunRequest
  let progress: RunProgress
  let asOf: CivilDate
  let goLive: CivilDate
  /// Fingerprint every dated row, so that a period can be closed with this run's figures.
  let isFiling: Bool
  var stepNumber = 0
  /// How many rows were frozen, where the run closed its period.
  var frozenRows: Int64 = 0

  init(
    session: Session, _ company: CompanyDefinition, _ configuration: Configuration,
    _ request: RunRequest, isFiling: Bool = false
  ) throws(JobError) {
    self.session = session
    self.company = company
    self.configuration = configuration
    self.request = request
    self.isFiling = isFiling
    progress = try session.progress()
    guard let goLive = company.goLive else {
      throw JobError(
        .configuration, company: company.code, "the company has no go_live",
        action: "state the first day of its books in jobs/companies/\(company.code).yaml")
    }
    self.goLive = goLive
    let zone = company.timeZone
    guard
      let day = request.asOf ?? company.asOf
        ?? session.options.clock.lastFinishedDay(inZone: zone)
    else {
      throw JobError(
        .configuration, company: company.code, "this system does not know the time zone \(zone)",
        action: "install the time zone data (Debian: tzdata), or correct time_zone")
    }
    guard day >= goLive else {
      throw JobError(
        .usage, company: company.code, "the as-of day \(day) is before go-live \(goLive)",
        action: "choose a later --as-of")
    }
    asOf = day
  }

  /// The whole run.
  func run() throws(JobError) -> RunOutcome {
    let options = try session.warehouseOptions()
    let lease = try translating(company: company.code, step: "lock") {
      try CompanyLease(
        options, company: record, waitSeconds: request.waitsForLock ? 3 * 3600 : 0)
    }
    defer { lease.end() }
    let books = try openBooks(from: lease.reader)
    if isFiling, !lastPeriod.days.contains(books.firstOpenDay) {
      throw JobError(
        .dataBlocked, company: company.code, step: "period close",
        "\(lastPeriod) cannot be closed: the first open period begins on \(books.firstOpenDay)",
        action: "close the periods in order; `nightclose period list` shows them")
    }
    let files = try PublishedFiles(session: session, company: company.code)
    defer { try? files.giveToOwner() }
    try files.finishLeftovers(of: lease, company.calendar)
    let run = try translating(company: company.code) { try lease.beginRun(warehouseRequest) }
    do throws(JobError) {
      let outcome = try work(lease, run, books, files)
      return collect(after: outcome, lease, files)
    } catch {
      let failure = ended(by: error, lease, run)
      try? lease.end(
        run, as: .failed, exitCode: failure.exitCode.rawValue, message: failure.message)
      throw failure
    }
  }

  /// Whatever breaks in a run that hung while another took the company, its sessions or its
  /// unfinished files, is no trouble of the database or the disk: the other run's result counts.
  private func ended(by error: JobError, _ lease: CompanyLease, _ run: Run) -> JobError {
    guard lease.wasTakenOver(from: run) else { return error }
    return JobError(
      WarehouseError.fenced(company: company.code), company: company.code, step: error.step)
  }

  private func work(
    _ lease: CompanyLease, _ run: Run, _ books: OpenBooks, _ files: PublishedFiles
  ) throws(JobError) -> RunOutcome {
    step("extract", "as of \(asOf)")
    let sources = try openSources(books.past)
    defer { sources.close() }
    let (close, computed, journal, closeId, used) = try compute(sources, books, lease.reader)
    let accepted = AcceptedFindings(
      configuration.accepted[company.code] ?? [], company: company.code, asOf: asOf)
    let findings = try accepted.applied(
      to: (isFiling ? StockCertificate.required(computed.findings) : computed.findings)
        + used.allFindings() + journal.numbers.findings
        + books.rules.findings)
    let result = computed.with(
      findings: findings.map(\.finding), tieOuts: computed.tieOuts + used.rowTies())
    if !isFiling, !request.comparesWithCurrent,
      let same = try identical(closeId, lease, run, files, result, used)
    {
      return same
    }
    if result.isBlocked || request.isDryRun {
      var outcome = try unpublished(result, findings, closeId, used, lease, run, files)
      if request.comparesWithCurrent {
        let comparison = try translating(company: company.code, step: "compare") {
          try RunComparison(
            of: close, result, with: lease.reader, books, effects: findings.map(\.finding),
            until: asOf)
        }
        outcome.message += "\n" + comparison.text
        outcome.against = comparison
      }
      return outcome
    }
    return try publish(
      close, result, journal, findings: findings, closeId: closeId, used, lease, run, books,
      files)
  }

  /// Computes the close of what the sources give, and its identity. Where closed periods are restated,
  /// the sources are read again in the same snapshot; what was used then is told.
  func compute(
    _ opened: CompanySources, _ books: OpenBooks, _ reader: CompanyReader
  ) throws(JobError) -> (
    close: CompanyClose, result: CloseResult, journal: NumberedJournal, closeId: String,
    sources: CompanySources
  ) {
    let corrections = try corrections(opened, books, reader)
    let (close, result, sources) = try restatedClose(opened, books, corrections.posted)
    for seen in corrections.news { sources.placement.see(seen) }
    for finding in corrections.findings { sources.add(finding) }
    try sources.requireRows()
    try sources.countUnused()
    try sources.run(configuration.checks)
    let journal = try numbered(close, books, reader)
    return (close, result, journal, identity(sources, books, journal.numbers), sources)
  }

  // MARK: Parts

  /// Opens the snapshots of the sources, read against what is known of closed periods.
  func openSources(_ past: PastRows) throws(JobError) -> CompanySources {
    try CompanySources(
      company: company, configuration: configuration, session: session,
      days: RowPlacement.Days(
        goLive: goLive, firstOpenDay: past.firstOpenDay, asOf: asOf, knownAt: request.knownAt,
        receiptsFirst: company.costing.sameDay == .receiptsFirst, seenOn: seenOn),
      past: past, collectsFingerprints: isFiling)
  }

  /// The close of what the sources give, by the rules of its days; years that end before `filedUntil`
  /// have their year-end entry.
  func companyClose(
    _ sources: CompanySources, _ rules: Dated<CompanyRules>, filedUntil: CivilDate,
    asOf: CivilDate? = nil, posting: Dated<CompanyRules>? = nil
  ) throws(JobError) -> CompanyClose {
    let rates = try readRates(sources, rules.map(\.company.policies.rateMaximumAgeDays).joined)
    let plan = try postingPlan(sources, posting ?? rules)
    var scope = scope(rules, asOf: asOf ?? self.asOf)
    scope.firstOpenDay = sources.days.firstOpenDay
    scope.filedUntil = filedUntil
    scope.pages = SpillFile(in: try session.stateDirectory())
    return CompanyClose(scope: scope, plan: plan, rates: rates, reader: sources)
  }

  private func scope(_ rules: Dated<CompanyRules>, asOf: CivilDate) -> CloseScope {
    CloseScope(
      company: company.code, name: company.name, base: company.baseCurrency,
      calendar: company.calendar, asOf: asOf, knownAt: request.knownAt, goLive: goLive,
      openFrom: goLive, receiptsFirst: company.costing.sameDay == .receiptsFirst,
      costing: CostingPolicy(rules.map(\.company.costing).joined),
      ageing: company.ageing,
      defaultDueDays: rules.map(\.company.policies.defaultDueDays).joined,
      roundingLimit: rules.map(\.company.roundingLimit).joined,
      framework: company.policies.framework,
      writeDownReversal: rules.map(\.company.policies.reversal).joined,
      statements: configuration.statements(of: company)?.layout)
  }

  private func readRates(
    _ sources: CompanySources, _ maximumAgeDays: Dated<Int>
  ) throws(JobError) -> RateTable {
    var rates: [ExchangeRate] = []
    guard sources.feeds("fx_rates") else { return RateTable([]) }
    try sources.each("fx_rates") { (row, _) throws(JobError) in
      guard let from = row.currency("from_currency"), let to = row.currency("to_currency"),
        let date = row.date("rate_date"), let rate = row.decimal("rate"),
        let kind = row.text("kind").flatMap({ ExchangeRate.Kind(rawValue: $0) })
      else { return .quarantined }
      let units = Int32(clamping: row.integer("per_units") ?? 1)
      do {
        rates.append(
          try ExchangeRate(
            from: from, to: to, kind: kind, date: date, rate: rate, perUnits: units))
        return .posted
      } catch {
        sources.add(
          Finding(
            code: "SRC-120", severity: .warning, origin: row.stream, key: row.key.displayText,
            message: "the rate \(error)", action: "correct the rate in the ERP"))
        return .quarantined
      }
    }
    return RateTable(rates, maximumAgeDays: maximumAgeDays)
  }

  private func postingPlan(
    _ sources: CompanySources, _ rules: Dated<CompanyRules>
  ) throws(JobError) -> PostingPlan {
    let chart = try chart(sources, rules)
    try checkStatements(chart)
    let schemas = PostingSchemas.all()
    let definitions = rules.map { rules in
      var definitions = rules.posting.definitions(for: rules.company)
      definitions.rules = PostingSchemas.withBaseAmounts(definitions.rules, schemas: schemas)
      return definitions
    }.joined
    do {
      return try PostingPlan(
        company: company.code, base: company.baseCurrency, chart: chart,
        definitions: definitions, schemas: schemas, pool: CodePool(),
        revenueOn: company.revenueOn ?? .invoice)
    } catch {
      throw JobError(
        ConfigurationProblems(error, in: configuration.posting, company: company),
        company: company.code)
    }
  }

  /// Every account stands on one line of one statement. Charts that are files were checked with the
  /// configuration; others, and accounts of filed charts, are known only now.
  private func checkStatements(_ chart: ChartOfAccounts) throws(JobError) {
    guard let statements = configuration.statements(of: company) else { return }
    let problems = statements.layout.problems(of: chart.accounts)
    guard problems.isEmpty else {
      throw JobError(
        ConfigurationProblems(
          problems.map { ConfigurationProblem(at: statements.place, $0.description) }),
        company: company.code)
    }
  }

  /// Today's accounts, and those of filed charts that closed periods may have posted to.
  private func chart(
    _ sources: CompanySources, _ rules: Dated<CompanyRules>
  ) throws(JobError) -> ChartOfAccounts {
    let chart = try chart(sources)
    var known = Set(chart.accounts.map(\.code) + chart.groups.map(\.code))
    let groups = Set(chart.groups.map(\.code))
    let former = rules.earlier.flatMap { accounts(of: $0.value) ?? [] }.filter {
      known.insert($0.code).inserted
    }.map { account in
      GeneralLedger.Account(
        code: account.code, name: account.name, type: account.type,
        normalBalance: account.normalBalance, control: account.control,
        isMonetary: account.isMonetary,
        group: account.group.flatMap { groups.contains($0) ? $0 : nil })
    }
    if former.isEmpty { return chart }
    return try translating(company: company.code) {
      try ChartOfAccounts(accounts: chart.accounts + former, groups: chart.groups)
    }
  }

  private func chart(_ sources: CompanySources) throws(JobError) -> ChartOfAccounts {
    switch company.chart.value {
    case .file(let path):
      guard let list = configuration.posting.charts[path] else {
        throw JobError(
          .configuration, company: company.code, "there is no chart of accounts \(path)",
          action: "name a CSV file of jobs/posting under `chart`")
      }
      return try translating(company: company.code) {
        try ChartOfAccounts(
          accounts: list.accounts.map(\.value), groups: list.groups.map(\.value))
      }
    case .stream:
      var accounts: [GeneralLedger.Account] = []
      try sources.each("accounts") { (row, _) throws(JobError) in
        guard let code = row.text("account_code"), let name = row.text("name"),
          let type = row.text("account_type").flatMap({ AccountType(rawValue: $0) })
        else { return .quarantined }
        let control = row.text("control").flatMap { ControlKind(rawValue: $0) } ?? .none
        accounts.append(
          GeneralLedger.Account(
            code: code, name: name, type: type, control: control,
            isMonetary: row.boolean("is_monetary")))
        return .posted
      }
      return try translating(company: company.code) { try ChartOfAccounts(accounts: accounts) }
    }
  }

  func step(_ name: String, _ detail: String = "") {
    progress.step(name, company: company.code, detail)
  }

  var record: CompanyRecord {
    CompanyRecord(
      code: company.code, name: company.name, baseCurrency: company.baseCurrency)
  }

  var warehouseRequest: Warehouse.RunRequest {
    Warehouse.RunRequest(
      job: request.job, asOf: asOf,
      knownAt: request.knownAt.map { Timestamp(startOf: $0.adding(days: 1)) },
      engineVersion: ProductVersion.text, configurationDigest: configurationDigest)
  }

  var configurationDigest: String {
    let digest = SHA256()
    digest.update(configurationTexts)
    return digest.digest().hex
  }

  /// Every text that decides about the company: what a closed period keeps.
  var configurationTexts: [UInt8] {
    session.tree.digestBytes(
      company: company.code, sources: Set(company.sources.map(\.erp.value)))
  }

  /// What makes this close the same as another: inputs, configuration, days, engine (DESIGN,
  /// Identity). The frozen opening is covered by the inputs it is replayed from.
  private func identity(
    _ sources: CompanySources, _ books: OpenBooks, _ numbers: EntryNumbers
  ) -> String {
    let digest = SHA256()
    func feed(_ text: String) { digest.update(text + "\u{1F}") }
    feed(company.code)
    feed("engine \(ProductVersion.engineSemantics)")
    feed(configurationDigest)
    feed("as-of \(asOf)")
    feed("known-at \(request.knownAt?.description ?? "")")
    feed("open from \(books.firstOpenDay)")
    for (period, digest) in books.rules.otherwise { feed("\(period) filed with \(digest)") }
    for (stream, value) in sources.digests.sorted(by: { $0.key < $1.key }) {
      feed("\(stream) \(value)")
    }
    for seen in knowledge(books, sources) {
      feed("seen \(seen.stream) \(seen.key) \(seen.seenOn) \(seen.cause.rawValue)")
      feed(seen.postedOn?.description ?? "")
      feed(seen.oldRow ?? "")
      feed(seen.newRow ?? "")
    }
    for (reference, number) in numbers.inOrder { feed("number \(reference) \(number)") }
    return digest.digest().hex
  }
}
