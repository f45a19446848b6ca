import AccountingValues
import Definitions
import Extraction
import GeneralLedger
import Warehouse

/// A configuration that changed after periods were closed touches the open span alone. What it would have
/// posted otherwise in closed periods is listed, and posted on the first open day once a person accepts
/// it (ACCOUNTING §3).
struct ClosedCorrections {
  /// Accepted and posted, on days that are closed or on the first open one.
  var posted: [PostedCorrection] = []
  /// What is listed, posted or not.
  var findings: [Finding] = []
  /// What this run is the first to post.
  var news: [Observation] = []
}

extension CompanyRun {
  /// What was accepted before and still concerns what is filed: a period that was opened and closed again
  /// was closed with other rules.
  func postedCorrections(_ books: OpenBooks) throws(JobError) -> [PostedCorrection] {
    var found: [PostedCorrection] = []
    for seen in books.past.observations where seen.stream == ConfigurationCorrection.stream {
      let posted = try PostedCorrection(seen)
      let isThere =
        posted.day <= books.firstOpenDay
        && books.rules.digests[posted.correction.period] == posted.correction.filedWith
      if isThere { found.append(posted) }
    }
    return found
  }

  /// What is posted for closed periods in this run, and what is listed.
  ///
  /// The periods are computed with today's rules only where somebody asks: a comparison with what is
  /// published, or a line of `accepted.csv` that nothing posted so far meets.
  func corrections(
    _ sources: CompanySources, _ books: OpenBooks, _ reader: CompanyReader
  ) throws(JobError) -> ClosedCorrections {
    var found = ClosedCorrections()
    found.posted = try postedCorrections(books)
    let day = books.firstOpenDay
    found.findings = found.posted.filter { $0.day == day }.map { finding($0) }
    let accepted = (configuration.accepted[company.code] ?? []).map(\.value).filter { line in
      line.code == ConfigurationCorrection.code && line.until >= asOf
        && !found.posted.contains { $0.correction.key == line.key }
    }
    guard !books.closedPeriods.isEmpty, books.rules.haveChanged || !found.posted.isEmpty,
      request.comparesWithCurrent || !accepted.isEmpty
    else { return found }
    let effects = try configurationEffect(sources, books, found.posted, reader)
    for effect in effects {
      let line = accepted.first { $0.key == effect.key && $0.treatment == "post" }
      guard let line, isPostable(effect) else {
        found.findings.append(finding(effect, on: day))
        continue
      }
      var correction = effect
      correction.reason = line.reason + (line.reason.hasSuffix(".") ? "" : ".")
      correction.acceptedBy = line.acceptedBy
      let number = found.posted.filter { $0.day == day }.count + 1
      let seen = Observation(
        stream: ConfigurationCorrection.stream, key: "\(day)/\(number)/\(correction.key)",
        seenOn: seenOn, cause: .appeared, oldRow: nil, newRow: correction.text, postedOn: day)
      let posted = try PostedCorrection(seen)
      found.news.append(seen)
      found.posted.append(posted)
      found.findings.append(finding(posted))
    }
    return found
  }

  /// What today's rules and accounts would have posted otherwise in closed periods.
  private func configurationEffect(
    _ sources: CompanySources, _ books: OpenBooks, _ posted: [PostedCorrection],
    _ reader: CompanyReader
  ) throws(JobError) -> [ConfigurationCorrection] {
    step("configuration", "closed periods with today's posting rules")
    let last = books.firstOpenDay.adding(days: -1)
    let again = try CompanySources(
      again: sources, configuration,
      days: RowPlacement.Days(
        goLive: goLive, firstOpenDay: books.firstOpenDay, asOf: last, knownAt: request.knownAt,
        receiptsFirst: sources.days.receiptsFirst, seenOn: seenOn),
      past: books.past)
    let close = try companyClose(
      again, books.rules.byDay, filedUntil: books.firstOpenDay, asOf: last,
      posting: Dated(todaysRules))
    close.restatements = try restatements(
      books.past.observations, restatementDays(books), again.placement)
    close.corrections = posted.filter { $0.day <= last }
    _ = try close.run { _ in }
    var effect = ConfigurationEffect()
    let periods = books.rules.digests
    effect.takeCurrent(close.ledger.takeBatch(), close, Set(periods.keys))
    try translating(company: company.code, step: "configuration") {
      for period in books.closedPeriods { try take(period, into: &effect, reader) }
    }
    for correction in posted { effect.takePosted(correction.correction) }
    return effect.corrections(
      books.closedPeriods.compactMap { period in periods[period.id].map { (period, $0) } },
      base: company.baseCurrency)
  }

  private func take(
    _ period: FiscalPeriod, into effect: inout ConfigurationEffect, _ reader: CompanyReader
  ) throws {
    var codes: [Int64: String] = [:]
    let lines = try reader.published(JournalLineRow.self, period: period.id).collected()
    for key in try reader.keys(of: Set(lines.map(\.accountId)).sorted()) { codes[key.id] = key.key }
    for line in lines {
      let account = codes[line.accountId] ?? "?"
      effect.takeFiled(line, account: account, period: period.id)
    }
  }

  /// Whether control accounts stay equal to their subledgers.
  private func isPostable(_ correction: ConfigurationCorrection) -> Bool {
    let kinds = Dictionary(
      (accounts(of: todaysRules) ?? []).map { ($0.code, $0.control) },
      uniquingKeysWith: { a, _ in a })
    var sums: [ControlKind: Int64] = [:]
    for line in correction.lines {
      sums[kinds[line.account] ?? .none, default: 0] += line.baseMinor
    }
    return sums.allSatisfy { $0.key == .none || $0.key == .bank || $0.key == .tax || $0.value == 0 }
  }

  private func amount(_ correction: ConfigurationCorrection) -> Money {
    let gained = correction.lines.reduce(Int64(0)) { $0 + max(0, $1.baseMinor) }
    return Money(minor: gained, in: company.baseCurrency)
  }

  private func finding(_ correction: ConfigurationCorrection, on day: CivilDate) -> Finding {
    Finding(
      code: ConfigurationCorrection.code, severity: .warning, origin: "configuration",
      key: correction.key, amount: amount(correction),
      message: "\(correction.periodName) was closed with another configuration: by today's, "
        + "\(correction.role) would move accounts by "
        + "\(correction.amounts(in: company.baseCurrency))",
      action: isPostable(correction)
        ? "nothing, if what was filed may stand; to post it on \(day), accept it in "
          + "jobs/companies/\(company.code)/accepted.csv with treatment post"
        : "control accounts must equal their subledgers, so this cannot be posted: undo the change, "
          + "or reopen the period")
  }

  private func finding(_ posted: PostedCorrection) -> Finding {
    let correction = posted.correction
    return Finding(
      code: ConfigurationCorrection.code, severity: .warning, origin: "configuration",
      key: correction.key, amount: amount(correction),
      message: "what \(correction.periodName) was closed with is corrected on \(posted.day): "
        + "\(correction.amounts(in: company.baseCurrency)) (\(correction.role)); "
        + "\(correction.reason) Accepted by \(correction.acceptedBy)",
      action: "nothing: it stays, whatever becomes of the line that accepted it")
  }
}
