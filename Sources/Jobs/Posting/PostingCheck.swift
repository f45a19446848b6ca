import AccountingValues
import Definitions
import Expressions
import GeneralLedger

/// Events that a run would not post, or would post to suspense, for want of a rule or an account: how many,
/// how much, by kind and month, and what to write where.
struct PostingCheck: Encodable {
  /// What is missing for one kind of event in one period.
  struct Gap: Encodable {
    let event: String
    let period: String
    /// `rule`, or the role that has no account.
    let missing: String
    let role: String?
    /// Whether it keeps the close from being published; else it goes to suspense.
    let blocks: Bool
    let events: Int
    /// By currency.
    let amounts: [String: String]
    /// The first cases without account.
    let cases: [[String: String]]
    /// The first documents.
    let documents: [String]
  }

  let company: String
  let asOf: String
  let from: String
  let gaps: [Gap]
  /// Roles that rules name, that have no account, and that nothing needed yet.
  let rolesNotMet: [String]
  /// Kinds of event that no rule is for, and of which none came yet.
  let kindsNotMet: [String]
  /// What to write, as YAML.
  let snippet: String
  /// How many other findings would keep the close from being published.
  let otherErrors: Int

  var isBlocked: Bool { gaps.contains(where: \.blocks) }

  init(
    company: String, from: CivilDate, asOf: CivilDate, plan: PostingPlan, gaps found: [PostingGap],
    otherErrors: Int
  ) {
    let found = found.sorted {
      ($0.kind.rawValue, $0.period.first, $0.role?.rawValue ?? "")
        < ($1.kind.rawValue, $1.period.first, $1.role?.rawValue ?? "")
    }
    self.company = company
    self.from = from.description
    self.asOf = asOf.description
    self.otherErrors = otherErrors
    gaps = found.map(Gap.init)
    let roles = Set(found.compactMap(\.role))
    let kinds = Set(found.filter { $0.role == nil }.map(\.kind))
    rolesNotMet = plan.unmappedRoles.filter { !roles.contains($0) }.map(\.rawValue)
    kindsNotMet = plan.kindsWithoutRule.filter { !kinds.contains($0) }.map(\.rawValue)
    snippet = PostingSnippet(found, plan: plan, company: company).text
  }
}

extension PostingGap {
  /// The role that has no account; `nil` where there is no rule.
  var role: AccountRole? {
    switch lack {
    case .rule: nil
    case .account(let role), .suspended(let role): role
    }
  }
}

extension PostingCheck.Gap {
  fileprivate init(_ gap: PostingGap) {
    event = gap.kind.rawValue
    period = gap.period.description
    role = gap.role?.rawValue
    missing = gap.role.map { "account of \($0)" } ?? "rule"
    blocks = gap.isBlocking
    events = gap.events
    amounts = Dictionary(
      gap.amounts.map { ($0.key.code, Self.text($0.value, $0.key)) },
      uniquingKeysWith: { a, _ in a })
    cases = gap.cases.map { criteria in
      Dictionary(
        criteria.map { ($0.key.rawValue, $0.value) }, uniquingKeysWith: { a, _ in a })
    }
    documents = gap.documents
  }

  private static func text(_ minor: Int128, _ currency: Currency) -> String {
    guard let minor = Int64(exactly: minor) else { return "more than 64 bits" }
    return Money(minor: minor, in: currency).amountText
  }
}

// MARK: - What to write

/// YAML that gives what is missing a rule or an account. What only a person can decide stands in angle
/// brackets, which are refused until it is filled in.
struct PostingSnippet {
  let text: String

  init(_ gaps: [PostingGap], plan: PostingPlan, company: String) {
    var lines: [String] = []
    let roles = Dictionary(grouping: gaps.filter { $0.role != nil }) { $0.role?.rawValue ?? "" }
    if !roles.isEmpty {
      lines += ["# jobs/companies/\(company).yaml: the account of each role", "roles:"]
      for (role, gaps) in roles.sorted(by: { $0.key < $1.key }) {
        lines += Self.mapping(role, gaps, plan)
      }
    }
    let kinds = Dictionary(grouping: gaps.filter { $0.role == nil }, by: \.kind)
    if !kinds.isEmpty {
      if !lines.isEmpty { lines.append("") }
      lines += ["# jobs/posting/\(company).yaml: a rule for each kind of event", "rules:"]
      for (kind, gaps) in kinds.sorted(by: { $0.key < $1.key }) {
        lines += Self.rule(kind, gaps, plan)
      }
    }
    text = lines.joined(separator: "\n")
  }

  private static func count(_ gaps: [PostingGap]) -> String {
    counted(gaps.reduce(0) { $0 + $1.events }, "event")
  }

  /// What a company says about a role replaces all shared mappings of it, so those are repeated.
  private static func mapping(
    _ role: String, _ gaps: [PostingGap], _ plan: PostingPlan
  ) -> [String] {
    var cases: [[MappingCriterion: String]] = []
    for found in gaps.flatMap(\.cases) where !cases.contains(found) { cases.append(found) }
    let kinds = Set(gaps.map(\.kind.rawValue)).sorted().joined(separator: ", ")
    var lines = ["  # \(count(gaps)) of \(kinds)"]
    for found in cases.prefix(3) { lines.append("  # met for \(words(found))") }
    let known = RoleMapping.inForce(
      plan.definitions.mappings, of: AccountRole(role), on: gaps[0].period.last
    ).map { plan.definitions.mappings[$0] }
    guard !known.isEmpty else { return lines + ["  \(role): \"<account>\""] }
    lines += ["  \(role):"]
    lines += known.map { mapping in
      let criteria = MappingCriterion.allCases.compactMap { criterion in
        mapping.criteria[criterion].map { ", \(criterion.rawValue): \(quoted($0))" }
      }
      let from = mapping.validFrom.map { ", valid_from: \($0)" } ?? ""
      return "    - {account: \(quoted(mapping.account))\(criteria.joined())\(from)}"
    }
    return lines + ["    - account: \"<account>\""]
  }

  private static func words(_ criteria: [MappingCriterion: String]) -> String {
    MappingCriterion.allCases.compactMap { criterion in
      criteria[criterion].map { "\(criterion.rawValue) \(oneLine($0))" }
    }.joined(separator: ", ")
  }

  private static func rule(
    _ kind: EventKind, _ gaps: [PostingGap], _ plan: PostingPlan
  ) -> [String] {
    let day = gaps[0].period.last
    let rules = plan.definitions.rules
    let tried = PostingRule.tried(rules, for: kind, on: day).map { rules[$0] }
    var lines = ["  # \(count(gaps)) of \(kind)"]
    for rule in tried {
      lines.append(
        "  # rule \(rule.id) is not for them: \(rule.condition.map { "\($0)" } ?? "not yet valid")")
    }
    let amount = plan.amountField(of: kind)
    let per = amount.isOfLine ? ", per: line" : ""
    return lines + [
      "  - id: \(kind)-of-our-own", "    event: \(kind)", "    title: <what it says>",
      "    journal: \(plan.definitions.journals.last?.code ?? "<journal>")", "    lines:",
      "      - {side: debit, role: \"<role>\", amount: \(amount.name)\(per)}",
      "      - {side: credit, role: \"<role>\", amount: \(amount.name)\(per)}",
      "  # or, if such events are not to be posted, in place of journal and lines:",
      "  #   exclude: <why they are not posted>",
    ]
  }

  private static func quoted(_ text: String) -> String {
    let escaped = oneLine(text).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "\"\(escaped)\""
  }

  /// Text of data never begins a line of YAML.
  private static func oneLine(_ text: String) -> String {
    String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
  }
}

// MARK: - For people

extension PostingCheck {
  /// The page that a reader gets.
  var text: String {
    let span = "\(company), \(from) to \(asOf)"
    guard !gaps.isEmpty else {
      return "\(span): every event has a rule, every role an account\(notMet)\(others)"
    }
    var table = TextTable(["event", "period", "missing", "then", "events", "amount", "first"])
    for gap in gaps {
      table.add([
        gap.event, gap.period, gap.missing, gap.blocks ? "blocks" : "suspense", "\(gap.events)",
        gap.amounts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
          .joined(separator: " + "), gap.documents.joined(separator: ", "),
      ])
    }
    return "\(span): events without rule or account; nothing is published\n\n\(table.text)\n\n"
      + "Write, and replace what stands in angle brackets:\n\n\(snippet)\(notMet)\(others)"
  }

  private var notMet: String {
    var lines: [String] = []
    if !rolesNotMet.isEmpty {
      lines.append(
        "Roles without account, not needed yet: " + rolesNotMet.joined(separator: ", "))
    }
    if !kindsNotMet.isEmpty {
      lines.append("Kinds of event without rule, none yet: " + kindsNotMet.joined(separator: ", "))
    }
    return lines.isEmpty ? "" : "\n\n" + lines.joined(separator: "\n")
  }

  private var others: String {
    otherErrors == 0
      ? ""
      : "\n\n\(counted(otherErrors, "other finding")) would block the close too; "
        + "`nightclose run nightly --dry-run` tells"
  }
}
