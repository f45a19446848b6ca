internal import AccountingValues
internal import GeneralLedger
internal import Tables

/// What only several files together can get wrong.
struct ConfigurationCheck {
  let configuration: Configuration
  let reports: [String: Placed<ReportDefinition>]
  let streams: Set<String>
  let log: ProblemLog

  func run() {
    checkOutput()
    checkSources()
    for company in configuration.companies {
      checkBindings(of: company)
      checkAccounts(of: company)
      checkUndistributedResult(of: company)
    }
    checkPosting()
    checkStatements()
    checkReports()
    checkJobs()
  }

  /// Published files among the configuration would become configuration.
  private func checkOutput() {
    guard let output = configuration.installation.output else { return }
    var path = output.value
    if let root = configuration.tree.directory, path.hasPrefix(root) {
      path = String(path.dropFirst(root.count).drop { $0 == "/" })
    }
    if path.hasPrefix("./") { path = String(path.dropFirst(2)) }
    let top = path.split(separator: "/").first
    if !path.hasPrefix("/"), top == "jobs" || top == "reports" {
      log.add("`output` is outside jobs/ and reports/", at: output.place)
    }
  }

  // MARK: Sources

  private func checkSources() {
    for source in configuration.sources.values {
      for (name, stream) in source.streams { checkStream(Placed(name, at: stream.place)) }
      for assumption in source.assumptions {
        for stream in assumption.streams where source.streams[stream.value] == nil {
          log.add(
            "assumption `\(assumption.id)`: \(source.erp) feeds no stream `\(stream.value)`",
            at: stream.place)
        }
        for report in assumption.reports where reports[report.value] == nil {
          log.add("there is no report `\(report.value)`", at: report.place)
        }
      }
      for missing in source.missing { checkStream(missing.stream) }
    }
  }

  private func checkStream(_ name: Placed<String>) {
    if !streams.contains(name.value) {
      log.add(
        "there is no stream `\(name.value)`; see `nightclose sources list`", at: name.place)
    }
  }

  // MARK: Companies

  private func checkBindings(of company: CompanyDefinition) {
    var taken: [String: String] = [:]
    for binding in company.sources {
      if configuration.installation.connections[binding.connection.value] == nil {
        log.add(
          "there is no connection `\(binding.connection.value)` in jobs/nightclose.yaml",
          at: binding.connection.place)
      }
      guard let source = configuration.sources[binding.erp.value] else {
        log.add(
          "there is no source `\(binding.erp.value)`: jobs/sources/\(binding.erp.value)/source.yaml",
          at: binding.erp.place)
        continue
      }
      let names =
        binding.streams
        ?? source.streams.keys.sorted().map { Placed($0, at: binding.erp.place) }
      for name in names {
        if source.streams[name.value] == nil {
          log.add("\(source.erp) feeds no stream `\(name.value)`", at: name.place)
        } else if let other = taken[name.value] {
          log.add(
            "stream `\(name.value)` comes from \(other) already; list each source's `streams`",
            at: name.place)
        } else {
          taken[name.value] = source.erp
        }
      }
    }
  }

  /// Results of former years stand on one account of the company, whatever posts to it.
  private func checkUndistributedResult(of company: CompanyDefinition) {
    let role = AccountRole.undistributedResult
    let mappings = configuration.posting.mappings(for: company).filter { $0.value.role == role }
    let whole = mappings.contains {
      $0.value.criteria.isEmpty || $0.value.criteria == [.company: company.code]
    }
    if !whole {
      log.add(
        "role `\(role)` has no account for the whole company \(company.code): results of former years "
          + "would have no place; name it in jobs/posting/roles.yaml or under `roles`",
        at: mappings.first?.place ?? company.chart.place)
    }
  }

  private func checkAccounts(of company: CompanyDefinition) {
    guard case .file(let path) = company.chart.value,
      let list = configuration.posting.charts[path]
    else { return }
    let mappings = configuration.posting.mappings(for: company)
    for mapping in mappings where !list.has(mapping.value.account) {
      log.add(
        "role `\(mapping.value.role)`: \(path) has no account \(mapping.value.account)",
        at: mapping.place)
    }
    guard company.policies.unmapped == .block else { return }
    let mapped = Set(mappings.map(\.value.role))
    for rule in configuration.posting.rules {
      for role in Set(rule.value.roles).sorted() where !mapped.contains(role) {
        log.add(
          "rule `\(rule.value.id)`: role `\(role)` has no account for company \(company.code)",
          at: rule.place)
      }
    }
  }

  // MARK: Posting

  private func checkPosting() {
    let posting = configuration.posting
    let journals = Set(posting.journals.map(\.value.code))
    var versions: [RuleVersion: SourcePlace] = [:]
    for rule in posting.rules {
      if rule.value.exclusion == nil, !journals.contains(rule.value.journal) {
        log.add(
          "rule `\(rule.value.id)`: there is no journal `\(rule.value.journal)`", at: rule.place)
      }
      let version = RuleVersion(id: rule.value.id, from: rule.value.validFrom)
      if let first = versions[version] {
        log.add(
          "rule `\(rule.value.id)` is there already: \(first); versions differ in `valid_from`",
          at: rule.place)
      } else {
        versions[version] = rule.place
      }
    }
    var codes: Set<String> = []
    for journal in posting.journals where !codes.insert(journal.value.code).inserted {
      log.add("journal `\(journal.value.code)` is there already", at: journal.place)
    }
    checkSharedAccounts(posting)
  }

  /// Without a company the shipped accounts must still fit the shipped roles.
  private func checkSharedAccounts(_ posting: PostingLibrary) {
    guard configuration.companies.isEmpty,
      let list = posting.charts["jobs/posting/accounts.csv"]
    else { return }
    let mapped = Set(posting.mappings.map(\.value.role))
    for mapping in posting.mappings where !list.has(mapping.value.account) {
      log.add(
        "role `\(mapping.value.role)`: jobs/posting/accounts.csv has no account"
          + " \(mapping.value.account)", at: mapping.place)
    }
    for rule in posting.rules {
      for role in Set(rule.value.roles).sorted() where !mapped.contains(role) {
        log.add("rule `\(rule.value.id)`: role `\(role)` has no account", at: rule.place)
      }
    }
  }

  /// Every account of a chart that is a file stands on one line of one statement. Charts that come as a
  /// stream are checked when they are read.
  private func checkStatements() {
    var taken: [String: String] = [:]
    for definition in configuration.statements.values.sorted(by: { $0.name < $1.name }) {
      let rest =
        definition.charts.isEmpty && definition.companies.isEmpty
        ? [Placed("all other charts", at: definition.place)] : []
      for name in definition.charts + definition.companies + rest {
        if let other = taken.updateValue(definition.name, forKey: name.value) {
          log.add("\(name.value) has the statements of \(other).yaml already", at: name.place)
        }
      }
      let companies = Set(configuration.companies.map(\.code))
      for company in definition.companies where !companies.contains(company.value) {
        log.add("there is no company `\(company.value)`", at: company.place)
      }
    }
    var checked: Set<[String]> = []
    func check(_ definition: StatementDefinition?, _ path: String) {
      guard let definition, let list = configuration.posting.charts[path],
        checked.insert([definition.name, path]).inserted
      else { return }
      for problem in definition.layout.problems(of: list.accounts.map(\.value)) {
        log.add("\(path): \(problem)", at: definition.place)
      }
    }
    for company in configuration.companies {
      check(configuration.statements(of: company), company.chartName)
    }
    for definition in configuration.statements.values.sorted(by: { $0.name < $1.name }) {
      for chart in definition.charts { check(definition, chart.value) }
    }
  }

  private struct RuleVersion: Hashable {
    var id: String
    var from: CivilDate?
  }

  // MARK: Reports and jobs

  private func checkReports() {
    for (name, report) in reports {
      for sheet in report.value.sheets {
        for dataset in [sheet.dataset] + sheet.columns.compactMap(\.spread?.over) {
          let path = "reports/datasets/\(dataset).sql"
          if configuration.tree.text(path) == nil {
            log.add(
              "sheet '\(sheet.name)' of report \(name): there is no dataset \(path)",
              at: report.place)
          }
        }
      }
      for stream in report.value.streams { checkStream(Placed(stream, at: report.place)) }
      for check in report.value.checks
      where !["jobs/checks/\(check).sql"].contains(where: { configuration.tree.text($0) != nil }) {
        log.add(
          "report \(name): there is no check jobs/checks/\(check).sql", at: report.place)
      }
    }
  }

  private func checkJobs() {
    let companies = Set(configuration.companies.map(\.code))
    for check in configuration.checks {
      if configuration.sources[check.erp.value] == nil {
        log.add("there is no source `\(check.erp.value)`", at: check.erp.place)
      }
      for company in check.companies ?? [] where !companies.contains(company.value) {
        log.add("there is no company `\(company.value)`", at: company.place)
      }
    }
    for job in configuration.jobs.values {
      for report in job.reports where reports[report.value] == nil {
        log.add("there is no report `\(report.value)`", at: report.place)
      }
      for pack in job.packs where configuration.packs[pack.value] == nil {
        log.add("there is no pack `\(pack.value)`", at: pack.place)
      }
      for company in job.companies ?? [] where !companies.contains(company.value) {
        log.add("there is no company `\(company.value)`", at: company.place)
      }
    }
  }
}

extension PostingRule {
  /// The roles its lines name.
  var roles: [AccountRole] {
    lines.compactMap { line in
      switch line.target {
      case .role(let role): role
      case .field(_, let role): role
      }
    }
  }
}
