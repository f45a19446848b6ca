public import Tables

/// Everything the configuration tree says, decoded and checked across files.
public struct Configuration: Sendable {
  /// The files it was read from.
  public let tree: ConfigurationTree
  /// Servers and folders.
  public let installation: InstallationDefinition
  /// The ERPs, by folder name.
  public let sources: [String: SourceDefinition]
  /// The companies, by code in order.
  public let companies: [CompanyDefinition]
  /// The findings people took responsibility for, by company.
  public let accepted: [String: [Placed<AcceptedFinding>]]
  /// The jobs, by name.
  public let jobs: [String: JobDefinition]
  /// Journals, rules, roles and lists of accounts.
  public let posting: PostingLibrary
  /// The reports, by name.
  public let reports: [String: ReportDefinition]
  /// How commands show what they compute themselves (`reports/computed/`), by name.
  public let computedReports: [String: ReportDefinition]
  /// The packs, by name.
  public let packs: [String: PackDefinition]
  /// The customer's own checks, by name.
  public let checks: [CheckDefinition]
  /// The layouts of balance sheet and income statement, by name.
  public let statements: [String: StatementDefinition]

  /// A company by its code.
  public func company(_ code: String) -> CompanyDefinition? {
    companies.first { $0.code == code }
  }
}

extension Configuration {
  /// Reads and checks the whole tree; `config check` and every job start here.
  ///
  /// `streams` are the names of the streams the product knows.
  ///
  /// - Throws: every mistake of every file.
  public static func load(
    _ tree: ConfigurationTree, streams: Set<String>
  ) throws(ConfigurationProblems) -> Configuration {
    let log = ProblemLog()
    var reader = ConfigurationReader(tree: tree, streams: streams, log: log)
    let configuration = reader.read()
    try log.throwIfAny()
    guard let configuration else {
      throw ConfigurationProblems([
        ConfigurationProblem(
          at: SourcePlace(file: "jobs/nightclose.yaml"), "the installation cannot be read")
      ])
    }
    return configuration
  }
}

extension Configuration {
  /// Only `jobs/nightclose.yaml`, for what must work whatever is wrong with a company's file, as
  /// stopping a server and backing it up.
  ///
  /// - Throws: every mistake of that file.
  public static func installation(
    _ tree: ConfigurationTree
  ) throws(ConfigurationProblems) -> InstallationDefinition {
    let log = ProblemLog()
    let definition = tree.document("jobs/nightclose.yaml", log).flatMap {
      InstallationDefinition.decode($0, log)
    }
    try log.throwIfAny()
    guard let definition else {
      throw ConfigurationProblems([
        ConfigurationProblem(
          at: SourcePlace(file: "jobs/nightclose.yaml"), "the installation cannot be read")
      ])
    }
    return definition
  }
}

/// What of a configuration decides about the figures of one company.
public struct CompanyRules: Hashable, Sendable {
  /// The company's own choices.
  public let company: CompanyDefinition
  /// Journals, rules, roles and lists of accounts.
  public let posting: PostingLibrary

  /// The rules of a company.
  public init(company: CompanyDefinition, posting: PostingLibrary) {
    self.company = company
    self.posting = posting
  }
}

extension Configuration {
  /// The rules of one company alone, from a tree that was in force once: servers, reports, jobs and
  /// checks may be missing, for they decide about no figure.
  ///
  /// - Parameters:
  ///   - code: the company.
  ///   - tree: the files.
  /// - Returns: its rules.
  /// - Throws: every mistake of these files, as this program reads them.
  public static func rules(
    ofCompany code: String, in tree: ConfigurationTree
  ) throws(ConfigurationProblems) -> CompanyRules {
    let log = ProblemLog()
    var reader = ConfigurationReader(tree: tree, streams: [], log: log)
    let rules = reader.readRules(of: code)
    try log.throwIfAny()
    guard let rules else {
      throw ConfigurationProblems([
        ConfigurationProblem(
          at: SourcePlace(file: "jobs/companies/\(code).yaml"), "there is no such company")
      ])
    }
    return rules
  }
}

/// Reads the files in the order in which they need each other.
struct ConfigurationReader {
  let tree: ConfigurationTree
  let streams: Set<String>
  let log: ProblemLog

  private var sources: [String: SourceDefinition] = [:]
  private var sourceDefaults: [String: YAMLValue] = [:]
  private var jobs: [String: JobDefinition] = [:]
  private var openJobs: Set<String> = []

  init(tree: ConfigurationTree, streams: Set<String>, log: ProblemLog) {
    self.tree = tree
    self.streams = streams
    self.log = log
  }

  mutating func read() -> Configuration? {
    let installation = tree.document("jobs/nightclose.yaml", log).flatMap {
      InstallationDefinition.decode($0, log)
    }
    readSources()
    let companies = readCompanies()
    let posting = readPosting(companies)
    let reports = readReports(in: "reports")
    let computed = readReports(in: "reports/computed")
    let packs = readPacks(reports)
    for path in tree.paths where Self.isJob(path) { _ = job(Self.baseName(path)) }
    let checks = readChecks()
    guard let installation else { return nil }
    let configuration = Configuration(
      tree: tree, installation: installation, sources: sources, companies: companies,
      accepted: readAccepted(companies), jobs: jobs,
      posting: posting, reports: reports.mapValues(\.value),
      computedReports: computed.mapValues(\.value), packs: packs, checks: checks,
      statements: readStatements())
    ConfigurationCheck(configuration: configuration, reports: reports, streams: streams, log: log)
      .run()
    return configuration
  }

  /// Only what decides about the figures of a company.
  mutating func readRules(of code: String) -> CompanyRules? {
    readSources()
    let companies = readCompanies()
    let posting = readPosting(companies)
    return companies.first { $0.code == code }.map { CompanyRules(company: $0, posting: posting) }
  }

  // MARK: Files

  static func baseName(_ path: String) -> String {
    String((path.split(separator: "/").last ?? "").dropLast(".yaml".count))
  }

  private static func isJob(_ path: String) -> Bool {
    path.hasPrefix("jobs/") && path.hasSuffix(".yaml") && path.split(separator: "/").count == 2
      && path != "jobs/nightclose.yaml"
  }

  private func readChecks() -> [CheckDefinition] {
    tree.paths(below: "jobs/checks", suffix: ".sql").sorted().compactMap { path in
      let name = String(path.dropFirst("jobs/checks/".count).dropLast(".sql".count))
      return CheckDefinition.read(tree.text(path) ?? "", name: name, path: path, log)
    }
  }

  private func readStatements() -> [String: StatementDefinition] {
    var statements: [String: StatementDefinition] = [:]
    for path in tree.paths(below: "jobs/statements", suffix: ".yaml") {
      guard let document = tree.document(path, log) else { continue }
      let name = Self.baseName(path)
      statements[name] = StatementDefinition.decode(document, name: name, log)
    }
    return statements
  }

  private mutating func readSources() {
    for path in tree.paths(below: "jobs/sources", suffix: "/source.yaml") {
      let parts = path.split(separator: "/")
      guard parts.count == 4, let document = tree.document(path, log) else { continue }
      let erp = String(parts[2])
      sources[erp] = SourceDefinition.decode(document, erp: erp, tree: tree, log)
      if case .map(let entries) = document.form {
        sourceDefaults[erp] = entries.first { $0.key == "defaults" }?.value
      }
    }
  }

  private func readCompanies() -> [CompanyDefinition] {
    var companies: [CompanyDefinition] = []
    for path in tree.paths(below: "jobs/companies", suffix: ".yaml") {
      guard path.split(separator: "/").count == 3, let document = tree.document(path, log) else {
        continue
      }
      let code = Self.baseName(path)
      checkCode(code, path, companies)
      let erps = Self.sourceNames(document)
      let below = erps.compactMap { sourceDefaults[$0] }
      // The first source's defaults win over those of further ones.
      let joined = (below.reversed() + [document]).reduce(nil) { (sum: YAMLValue?, next) in
        sum?.joined(with: next) ?? next
      }
      guard let joined else { continue }
      if let company = CompanyDefinition.decode(
        joined, code: code, facts: erps.compactMap { sources[$0] }, log)
      {
        companies.append(company)
      }
    }
    return companies.sorted { $0.code < $1.code }
  }

  private func readAccepted(
    _ companies: [CompanyDefinition]
  ) -> [String: [Placed<AcceptedFinding>]] {
    var accepted: [String: [Placed<AcceptedFinding>]] = [:]
    for company in companies {
      let path = "jobs/companies/\(company.code)/accepted.csv"
      if let text = tree.text(path) {
        accepted[company.code] = AcceptedFinding.read(text, file: path, log)
      }
    }
    return accepted
  }

  private func checkCode(_ code: String, _ path: String, _ companies: [CompanyDefinition]) {
    let allowed = code.utf8.allSatisfy {
      (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
        || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
    }
    if code.isEmpty || !allowed {
      log.add("a company's code is made of letters, digits, - and _", at: SourcePlace(file: path))
    }
    // Codes name folders, and some file systems do not tell the case.
    if let twin = companies.first(where: { $0.code.lowercased() == code.lowercased() }) {
      log.add(
        "company \(twin.code) has the same code but for upper and lower case",
        at: SourcePlace(file: path))
    }
  }

  /// The ERPs a company names, before it is decoded.
  private static func sourceNames(_ document: YAMLValue) -> [String] {
    let log = ProblemLog()
    guard case .map(let entries) = document.form,
      case .list(let items)? = entries.first(where: { $0.key == "sources" })?.value.form
    else { return [] }
    return items.compactMap { item in
      guard case .map(let keys) = item.form else { return nil }
      return keys.first { $0.key == "erp" }?.value.name("erp", log)
    }
  }

  private func readPosting(_ companies: [CompanyDefinition]) -> PostingLibrary {
    var library = PostingLibrary()
    for path in tree.paths(below: "jobs/posting", suffix: ".yaml") {
      if let document = tree.document(path, log) { library.add(document, log) }
    }
    for company in companies {
      guard case .file(let path) = company.chart.value, library.charts[path] == nil else {
        continue
      }
      guard let text = tree.text(path) else {
        log.add("`chart`: there is no file \(path)", at: company.chart.place)
        continue
      }
      library.charts[path] = AccountList.read(text, file: path, log)
    }
    let standard = "jobs/posting/accounts.csv"
    if library.charts[standard] == nil, let text = tree.text(standard) {
      library.charts[standard] = AccountList.read(text, file: standard, log)
    }
    return library
  }

  private func readReports(in folder: String) -> [String: Placed<ReportDefinition>] {
    var reports: [String: Placed<ReportDefinition>] = [:]
    for path in tree.paths(below: folder, suffix: ".yaml") {
      guard !path.dropFirst(folder.count + 1).contains("/"), let document = tree.document(path, log)
      else { continue }
      let name = Self.baseName(path)
      reports[name] = ReportDefinition.decode(document, name: name, log)
    }
    return reports
  }

  private func readPacks(
    _ reports: [String: Placed<ReportDefinition>]
  ) -> [String: PackDefinition] {
    var packs: [String: PackDefinition] = [:]
    for path in tree.paths(below: "reports/packs", suffix: ".yaml") {
      guard let document = tree.document(path, log) else { continue }
      let name = Self.baseName(path)
      packs[name] = PackDefinition.decode(
        document, name: name, reports: Set(reports.keys), log)
    }
    return packs
  }

  private mutating func job(_ name: String) -> JobDefinition? {
    if let job = jobs[name] { return job }
    guard openJobs.insert(name).inserted, let document = tree.document("jobs/\(name).yaml", log)
    else { return nil }
    let log = log
    let decoded = JobDefinition.decode(document, name: name, log) { base in
      guard tree.text("jobs/\(base.value).yaml") != nil else {
        log.add("`includes`: there is no job \(base.value)", at: base.place)
        return nil
      }
      if openJobs.contains(base.value), jobs[base.value] == nil {
        log.add("`includes`: \(base.value) includes this job in turn", at: base.place)
        return nil
      }
      return job(base.value)
    }
    jobs[name] = decoded
    return decoded
  }
}
