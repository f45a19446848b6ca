import AccountingValues
import Definitions
import GeneralLedger
import Platform
import Warehouse

/// What each closed period was filed with, and today's rules after it (ACCOUNTING §3): what somebody
/// changes in the configuration touches the open span alone.
///
///     January closed with A · February closed with B · today C
///     replayed   1–31 January with A, 1–28 February with B, from 1 March on with C
struct FiledRules {
  /// The rules of every day.
  let byDay: Dated<CompanyRules>
  /// Closed periods that were filed with another configuration than today's: part of a close's identity.
  let otherwise: [(period: FiscalPeriod, digest: String)]
  /// The digest of what each closed period was filed with, by period.
  let digests: [Int32: String]
  /// Closed periods whose configuration nobody kept: the warehouse did not do that when they were closed.
  let unkept: [FiscalPeriod]
  /// Those of them that are replayed with today's rules.
  let guessed: [FiscalPeriod]
  /// The last closed period; `nil` while none is.
  let lastClosed: FiscalPeriod?

  /// Today's rules, whatever is closed.
  init(today: CompanyRules) {
    byDay = Dated(today)
    otherwise = []
    digests = [:]
    unkept = []
    guessed = []
    lastClosed = nil
  }

  /// The rules of closed periods, the earliest first; `nil` for those nobody kept. A period like that was
  /// replayed when the next one was closed, so that one's rules make its figures.
  init(
    today: CompanyRules, todaysDigest: String,
    closed: [(period: FiscalPeriod, digest: String, rules: CompanyRules?)]
  ) {
    var next: CompanyRules?
    var earlier: [Dated<CompanyRules>.Earlier] = []
    var guessed: [FiscalPeriod] = []
    for (period, _, rules) in closed.reversed() {
      if rules == nil, next == nil { guessed.append(period) }
      next = rules ?? next
      earlier.append(.init(end: period.end, next ?? today))
    }
    byDay = Dated(today, earlier: earlier).joined
    self.guessed = guessed.reversed()
    unkept = closed.filter { $0.rules == nil }.map(\.period)
    otherwise = closed.filter { $0.rules != nil && $0.digest != todaysDigest }.map { ($0.0, $0.1) }
    digests = Dictionary(
      closed.map { ($0.period.id, $0.digest) }, uniquingKeysWith: { a, _ in a })
    lastClosed = closed.last?.period
  }

  /// Whether books of today's rules alone may differ from those by day.
  var haveChanged: Bool { !byDay.earlier.isEmpty }
}

extension CompanyRun {
  /// What decides about the company's figures today.
  var todaysRules: CompanyRules { CompanyRules(company: company, posting: configuration.posting) }

  /// What closed periods were filed with.
  ///
  /// - Throws: `.configuration` when it cannot be read, or when something was changed since that cannot
  ///   change on a day.
  func filedRules(
    of closed: [PeriodRecord], _ reader: CompanyReader
  ) throws(JobError) -> FiledRules {
    let digest = configurationDigest
    var known: [String: CompanyRules] = [digest: todaysRules]
    var periods: [(period: FiscalPeriod, digest: String, rules: CompanyRules?)] = []
    for record in closed {
      guard let run = record.currentRun else { continue }
      let filed = try translating(company: company.code, step: "periods") {
        try reader.rules(of: run)?.configurationDigest ?? ""
      }
      if known[filed] == nil {
        let texts = try translating(company: company.code, step: "periods") {
          try reader.filedConfiguration(filed)
        }
        if let texts { known[filed] = try read(texts, filed, record.period) }
      }
      if let rules = known[filed] { try requireChangeable(from: rules, record.period) }
      periods.append((record.period, filed, known[filed]))
    }
    return FiledRules(today: todaysRules, todaysDigest: digest, closed: periods)
  }

  /// The rules in a configuration that was kept. Its digest proves that nobody changed it.
  private func read(
    _ texts: [UInt8], _ digest: String, _ period: FiscalPeriod
  ) throws(JobError) -> CompanyRules {
    let sum = SHA256()
    sum.update(texts)
    guard sum.digest().hex == digest, let tree = ConfigurationTree(digestBytes: texts) else {
      throw JobError(
        .dataBlocked, company: company.code, step: "periods",
        "the configuration that \(period) was filed with is not the one that was kept",
        action: "somebody changed core.filed_configuration: restore it from a backup")
    }
    do throws(ConfigurationProblems) {
      return try Configuration.rules(ofCompany: company.code, in: tree)
    } catch {
      let first = error.problems.first.map(\.description) ?? ""
      throw JobError(
        .configuration, company: company.code, step: "periods",
        "this version cannot read the configuration that \(period) was filed with: \(first)",
        action: "use the version that closed \(period), or reopen the period and close it again")
    }
  }

  // MARK: What cannot change on a day

  /// Refuses what was changed since a period was filed and can only hold for all days.
  private func requireChangeable(
    from filed: CompanyRules, _ period: FiscalPeriod
  ) throws(JobError) {
    let (before, now) = (filed.company.costing, company.costing)
    func refuse(_ key: String, _ was: String, _ now: String) -> JobError {
      JobError(
        .configuration, company: company.code, step: "periods",
        "\(key) is \(now), and \(period) was closed with \(was): it is the same on all days",
        action: "write \(was) again, or reopen \(period) (`nightclose period reopen \(period) "
          + "--company \(company.code) --reason '…'`) and close it with \(now); to begin with it on "
          + "the first open day, open books with another code that go live then")
    }
    if before.level != now.level {
      throw refuse("costing.level", before.level.rawValue, now.level.rawValue)
    }
    if before.sameDay != now.sameDay {
      throw refuse("costing.same_day", before.sameDay.rawValue, now.sameDay.rawValue)
    }
    let current = Dictionary(
      (accounts(of: todaysRules) ?? []).map { ($0.code, $0) }, uniquingKeysWith: { a, _ in a })
    for account in accounts(of: filed) ?? [] {
      guard let same = current[account.code] else { continue }
      if account.type != same.type {
        throw refuse(
          "the type of account \(account.code)", account.type.rawValue, same.type.rawValue)
      }
      if account.control != same.control {
        throw refuse(
          "`control` of account \(account.code)", account.control.rawValue, same.control.rawValue)
      }
    }
  }

  /// The accounts of a chart that is a file; `nil` for those of a stream.
  func accounts(of rules: CompanyRules) -> [GeneralLedger.Account]? {
    guard case .file(let path) = rules.company.chart.value else { return nil }
    return rules.posting.charts[path]?.accounts.map(\.value)
  }
}

// MARK: - Days in closed periods

extension FiledRules {
  /// A choice that begins on a day.
  private struct Statement: Hashable {
    let what: String
    /// All that it says.
    let content: AnyHashable
    let from: CivilDate
    let file: String
  }

  /// PER-005: a choice is valid from a day that was closed without it. It holds from the first open day
  /// on, until a period is closed with it.
  var findings: [Finding] {
    guard let lastClosed, let filed = byDay.earlier.last?.value else { return [] }
    let known = Set(Self.statements(filed).map(\.content))
    return Self.statements(byDay.current)
      .filter { $0.from < lastClosed.end && !known.contains($0.content) }
      .map { statement in
        Finding(
          code: "PER-005", severity: .warning, origin: statement.file,
          key: "\(statement.what)/\(statement.from)",
          message:
            "\(statement.what) is valid from \(statement.from), a day of books that were closed "
            + "without it: it holds from \(lastClosed.end) on",
          action:
            "state that day, or reopen the periods; `nightclose verify --restated` lists what it "
            + "would have moved in them")
      }.sorted()
  }

  private static func statements(_ rules: CompanyRules) -> [Statement] {
    var statements: [Statement] = []
    for override in rules.company.costing.overrides {
      guard let day = override.value.validFrom else { continue }
      let whom =
        switch override.value.scope {
        case .item(let number): "item \(number)"
        case .category(let category): "category \(category)"
        case .company: "the company"
        }
      statements.append(
        Statement(
          what: "costing.overrides for \(whom)", content: override.value, from: day,
          file: override.place.file))
    }
    for mapping in rules.posting.mappings(for: rules.company) {
      guard let day = mapping.value.validFrom else { continue }
      statements.append(
        Statement(
          what: "role \(mapping.value.role): account \(mapping.value.account)",
          content: mapping.value, from: day, file: mapping.place.file))
    }
    for rule in rules.posting.rules {
      guard let day = rule.value.validFrom else { continue }
      statements.append(
        Statement(
          what: "posting rule \(rule.value.id)", content: rule.value, from: day,
          file: rule.place.file))
    }
    return statements
  }
}
