public import AccountingValues

/// Posting definitions checked against a company's chart and the shapes of its events, and bound to
/// positions, so that posting looks nothing up by name.
public struct PostingPlan {
  /// The company's code.
  public let company: String
  /// The currency it keeps its books in.
  public let base: Currency
  /// Its accounts.
  public let chart: ChartOfAccounts
  /// What the plan was made from: the current definitions, and after them the rules, mappings and journals
  /// of earlier ones.
  public let definitions: PostingDefinitions
  /// The codes that events and mappings share.
  public let pool: CodePool
  /// When revenue is earned.
  public let revenueOn: RevenueRecognition

  let kinds: [CompiledKind]
  let roles: [RoleTable]
  let roleNames: [AccountRole]
  let companyCode: Int32
  /// Policies that are looked at by day.
  let unmapped: Dated<UnmappedPolicy>
  let roundingLimit: Dated<ExactDecimal>
  /// How many of the definitions' rules are current ones.
  private let currentRules: Int
  private let kindIndex: [EventKind: Int32]
  private let roleIndex: [AccountRole: Int32]

  /// Compiles the definitions. Conditions may name the fields of their event, `EventSchema.common`
  /// and the constants `company`, `base_currency` and `revenue_on`.
  ///
  /// `schemas` is the shape of every kind of event there is, whether or not the company has any; a
  /// rule for another kind is a mistake.
  ///
  /// - Throws: `DefinitionProblems` with everything that cannot be bound.
  public init(
    company: String, base: Currency, chart: ChartOfAccounts, definitions: PostingDefinitions,
    schemas: [EventSchema], pool: CodePool, revenueOn: RevenueRecognition = .invoice
  ) throws(DefinitionProblems) {
    try self.init(
      company: company, base: base, chart: chart, definitions: Dated(definitions),
      schemas: schemas, pool: pool, revenueOn: revenueOn)
  }

  /// Compiles definitions of which earlier ones hold for earlier posting dates. The chart has the
  /// accounts of all of them; the dimensions are the current ones.
  ///
  /// - Throws: `DefinitionProblems` with everything that cannot be bound.
  public init(
    company: String, base: Currency, chart: ChartOfAccounts,
    definitions dated: Dated<PostingDefinitions>, schemas: [EventSchema], pool: CodePool,
    revenueOn: RevenueRecognition = .invoice
  ) throws(DefinitionProblems) {
    self.company = company
    self.base = base
    self.chart = chart
    self.pool = pool
    self.revenueOn = revenueOn
    let (definitions, editions) = Self.combined(dated)
    self.definitions = definitions
    currentRules = dated.current.rules.count
    unmapped = dated.map(\.unmapped)
    roundingLimit = dated.map(\.roundingLimit)
    companyCode = pool.number(of: company)
    var problems = Self.problems(in: dated.current, chart: chart, schemas: schemas)
    for (edition, before) in zip(editions, dated.earlier) {
      problems += Self.problems(in: before.value, chart: chart, schemas: schemas).map {
        .init(subject: $0.subject, message: edition.words + $0.message)
      }
    }
    roleNames = Self.roleNames(of: definitions)
    let roleIndex = Dictionary(
      roleNames.enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: { a, _ in a })
    self.roleIndex = roleIndex
    roles = Self.tables(roleNames, dated, editions, chart, pool)
    let constants = [
      ("company", company), ("base_currency", base.code), ("revenue_on", revenueOn.rawValue),
    ]
    kinds = schemas.map { schema in
      var compiler = RuleCompiler(
        schema: schema, definitions: definitions, editions: editions, roles: roleIndex,
        constants: constants)
      let kind = compiler.compiled()
      problems += compiler.problems
      return kind
    }
    kindIndex = Dictionary(
      schemas.enumerated().map { ($1.kind, Int32($0)) }, uniquingKeysWith: { a, _ in a })
    if !problems.isEmpty { throw DefinitionProblems(problems) }
  }

  /// An empty event of a kind, to be filled and posted as often as needed.
  ///
  /// - Throws: `EventFeedError` when the plan has no schema of that kind.
  public func event(_ kind: EventKind) throws(EventFeedError) -> PostingEvent {
    guard let index = kindIndex[kind] else {
      throw EventFeedError(kind: kind, field: "", problem: "the plan has no schema of this kind")
    }
    return PostingEvent(schema: kinds[Int(index)].schema, kindIndex: index, base: base)
  }

  /// Roles that rules name and no mapping gives an account to, by name; posting to them is a finding.
  public var unmappedRoles: [AccountRole] {
    roleNames.enumerated().filter { roles[$0.offset].tables.isEmpty }.map(\.element)
      .filter { role in definitions.rules.prefix(currentRules).contains { $0.names(role) } }
  }

  /// The account on which results of former years wait to be distributed, by its index in the chart: what
  /// the company itself is mapped to, else what all are. `nil` where the role has no account; the check of
  /// a configuration refuses that, since a balance of former years would have no place.
  public var undistributedResultAccount: Int32? {
    let mappings = definitions.mappings.filter { $0.role == .undistributedResult }
    let own = mappings.first { $0.criteria == [.company: company] }
    let mapping = own ?? mappings.first { $0.criteria.isEmpty }
    return mapping.flatMap { chart.index(of: $0.account) }
  }

  /// Kinds of event that no rule posts or excludes, in the order of the schemas.
  public var kindsWithoutRule: [EventKind] {
    kinds.filter { $0.rules.isEmpty }.map(\.schema.kind)
  }

  func role(_ role: AccountRole) -> Int32 {
    guard let index = roleIndex[role] else {
      accountingFault("role \(role) is not part of the plan")
    }
    return index
  }

  // MARK: Compiling

  /// The roles of rules and mappings and those the ledger itself posts to, by name.
  private static func roleNames(of definitions: PostingDefinitions) -> [AccountRole] {
    var names: Set<AccountRole> = [
      .roundingDifference, .currencyExchange, .suspense, .undistributedResult, .retainedEarnings,
    ]
    for mapping in definitions.mappings { names.insert(mapping.role) }
    for line in definitions.rules.flatMap(\.lines) {
      switch line.target {
      case .role(let role): names.insert(role)
      case .field(_, let otherwise): if let otherwise { names.insert(otherwise) }
      }
    }
    return names.sorted()
  }

  private static func tables(
    _ names: [AccountRole], _ definitions: Dated<PostingDefinitions>, _ editions: [Edition],
    _ chart: ChartOfAccounts, _ pool: CodePool
  ) -> [RoleTable] {
    func byRole(
      _ mappings: [RoleMapping], from first: Int
    ) -> [AccountRole: [RoleTable.Mapping]] {
      var found: [AccountRole: [RoleTable.Mapping]] = [:]
      for (position, mapping) in mappings.enumerated() {
        guard let account = chart.index(of: mapping.account) else { continue }
        found[mapping.role, default: []].append((mapping, Int32(first + position), account))
      }
      return found
    }
    let tables = Dated(
      byRole(definitions.current.mappings, from: 0),
      earlier: zip(editions, definitions.earlier).map { edition, before in
        .init(end: before.end, byRole(before.value.mappings, from: edition.firstMapping))
      })
    return names.map { role in RoleTable(tables.map { $0[role] ?? [] }, pool: pool) }
  }

  private static func problems(
    in definitions: PostingDefinitions, chart: ChartOfAccounts, schemas: [EventSchema]
  ) -> [DefinitionProblem] {
    var problems: [DefinitionProblem] = []
    var codes: Set<String> = []
    for journal in definitions.journals where !codes.insert(journal.code).inserted {
      problems.append(.init(subject: "journal \(journal.code)", message: "the code is used twice"))
    }
    let kinds = Set(schemas.map(\.kind))
    for rule in definitions.rules where !kinds.contains(rule.event) {
      problems.append(
        .init(subject: "rule \(rule.id)", message: "there is no event kind \(rule.event)"))
    }
    for (id, versions) in Dictionary(grouping: definitions.rules, by: \.id).sorted(by: {
      $0.key < $1.key
    }) where Set(versions.map(\.event)).count > 1 {
      problems.append(
        .init(subject: "rule \(id)", message: "the id is used for two kinds of event"))
    }
    var ids: Set<String> = []
    var keys: Set<RoleMapping> = []
    for mapping in definitions.mappings {
      let subject = "mapping \(mapping.id)"
      if chart.index(of: mapping.account) == nil {
        problems.append(
          .init(subject: subject, message: "there is no account \(mapping.account) in the chart"))
      }
      if !ids.insert(mapping.id).inserted {
        problems.append(.init(subject: subject, message: "the id is used twice"))
      }
      let key = RoleMapping(
        id: "", role: mapping.role, criteria: mapping.criteria, account: "",
        validFrom: mapping.validFrom)
      if !keys.insert(key).inserted {
        problems.append(
          .init(
            subject: subject,
            message: "another mapping of role \(mapping.role) has the same criteria and day"))
      }
    }
    return problems
  }
}

extension PostingRule {
  func names(_ role: AccountRole) -> Bool {
    lines.contains { line in
      switch line.target {
      case .role(let name): name == role
      case .field(_, let otherwise): otherwise == role
      }
    }
  }
}
