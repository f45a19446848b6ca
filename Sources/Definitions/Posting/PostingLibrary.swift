public import GeneralLedger

/// The decoded `jobs/posting/`: what all companies share about posting.
public struct PostingLibrary: Hashable, Sendable {
  /// The journals.
  public var journals: [Placed<JournalDefinition>] = []
  /// The rules.
  public var rules: [Placed<PostingRule>] = []
  /// Which account each role means, unless a company says otherwise.
  public var mappings: [Placed<RoleMapping>] = []
  /// The lists of accounts, by path.
  public var charts: [String: AccountList] = [:]
}

/// A list of accounts read from CSV.
public struct AccountList: Hashable, Sendable {
  /// The accounts.
  public var accounts: [Placed<Account>] = []
  /// The headings they roll up to.
  public var groups: [Placed<AccountGroup>] = []

  /// Whether there is an account of a code.
  public func has(_ code: String) -> Bool { accounts.contains { $0.value.code == code } }
}

extension PostingLibrary {
  /// What the ledger compiles for a company. A role that the company maps itself means nothing but
  /// what the company says; the shared mappings of that role fall away.
  public func definitions(for company: CompanyDefinition) -> PostingDefinitions {
    PostingDefinitions(
      journals: journals.map(\.value), rules: rules.map(\.value),
      mappings: mappings(for: company).map(\.value), dimensions: company.dimensions,
      unmapped: company.policies.unmapped, roundingLimit: company.roundingLimit,
      rateMaximumAgeDays: company.policies.rateMaximumAgeDays)
  }

  /// The mappings that count for a company, with their places.
  public func mappings(for company: CompanyDefinition) -> [Placed<RoleMapping>] {
    let own = Set(company.roles.map(\.value.role))
    return company.roles + mappings.filter { !own.contains($0.value.role) }
  }

  /// The places of rules, journals, mappings and accounts by the subject that the ledger's
  /// `DefinitionProblem` names.
  public func place(of subject: String, company: CompanyDefinition?) -> SourcePlace? {
    guard let space = subject.firstIndex(of: " ") else { return nil }
    // A rule's line is named `rule sales-invoice, line 2`.
    let name = subject[subject.index(after: space)...].prefix { $0 != "," }
    switch subject[..<space] {
    case "rule": return rules.first { $0.value.id == name }?.place
    case "journal": return journals.first { $0.value.code == name }?.place
    case "mapping":
      return ((company?.roles ?? []) + mappings).first { $0.value.id == name }?.place
    case "role":
      return ((company?.roles ?? []) + mappings).first { $0.value.role.rawValue == name }?.place
    case "account":
      return charts.values.lazy.compactMap { list in
        list.accounts.first { $0.value.code == name }?.place
      }.first
    default: return nil
    }
  }
}

extension ConfigurationProblems {
  /// What the ledger found wrong when it compiled a company's rules, with the places they were
  /// written at.
  public init(_ found: DefinitionProblems, in library: PostingLibrary, company: CompanyDefinition) {
    self.init(
      found.problems.map { problem in
        let place = library.place(of: problem.subject, company: company)
        return ConfigurationProblem(
          at: place ?? SourcePlace(file: "jobs/companies/\(company.code).yaml"),
          "\(problem.subject): \(problem.message)")
      })
  }
}
