/// A company's accounts, each with a dense index for the length of a run, in the order of their
/// codes.
public struct ChartOfAccounts: Sendable {
  /// The accounts by code.
  public let accounts: [Account]
  /// The groups by code.
  public let groups: [AccountGroup]
  private let accountIndex: [String: Int32]
  private let groupIndex: [String: Int]

  /// A chart. Order of the arguments does not matter.
  ///
  /// - Throws: `DefinitionProblems` naming codes that are empty or used twice, groups that are
  ///   missing, and groups that contain themselves.
  public init(
    accounts: [Account], groups: [AccountGroup] = []
  ) throws(DefinitionProblems) {
    self.accounts = accounts.sorted { $0.code.utf8.lexicographicallyPrecedes($1.code.utf8) }
    self.groups = groups.sorted { $0.code.utf8.lexicographicallyPrecedes($1.code.utf8) }
    accountIndex = Dictionary(
      self.accounts.enumerated().map { ($1.code, Int32($0)) }, uniquingKeysWith: { a, _ in a })
    groupIndex = Dictionary(
      self.groups.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { a, _ in a })
    let problems = codeProblems() + groupProblems()
    if !problems.isEmpty { throw DefinitionProblems(problems) }
  }

  /// The index of an account by its code; `nil` when the chart has none.
  public func index(of code: String) -> Int32? { accountIndex[code] }

  /// The account at an index of this chart.
  public subscript(_ index: Int32) -> Account { accounts[Int(index)] }

  /// The groups above an account, from the nearest to the top.
  public func groups(above account: Account) -> [AccountGroup] {
    var path: [AccountGroup] = []
    var next = account.group
    while let code = next, let position = groupIndex[code] {
      path.append(groups[position])
      next = groups[position].parent
    }
    return path
  }

  private func codeProblems() -> [DefinitionProblem] {
    var seen: Set<String> = []
    var problems: [DefinitionProblem] = []
    for code in accounts.map(\.code) + groups.map(\.code) {
      if code.isEmpty {
        problems.append(.init(subject: "chart of accounts", message: "an account has no code"))
      } else if !seen.insert(code).inserted {
        problems.append(
          .init(subject: "account \(code)", message: "the code is used twice in the chart"))
      }
    }
    return problems
  }

  private func groupProblems() -> [DefinitionProblem] {
    var problems: [DefinitionProblem] = []
    for account in accounts {
      if let group = account.group, groupIndex[group] == nil {
        problems.append(
          .init(subject: "account \(account.code)", message: "there is no group \(group)"))
      }
    }
    for group in groups {
      var visited: Set<String> = [group.code]
      var next = group.parent
      while let code = next {
        guard let position = groupIndex[code] else {
          problems.append(
            .init(subject: "group \(group.code)", message: "there is no group \(code)"))
          break
        }
        guard visited.insert(code).inserted else {
          problems.append(
            .init(subject: "group \(group.code)", message: "the group contains itself"))
          break
        }
        next = groups[position].parent
      }
    }
    return problems
  }
}
