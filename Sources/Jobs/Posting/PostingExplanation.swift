import AccountingValues
import Definitions
import Expressions
import GeneralLedger

/// Why a published entry is as it is: its rule, and for each line the rule's lines and the mapping that
/// put it where it is.
struct PostingExplanation: Encodable {
  /// A rule as it was written.
  struct Rule: Encodable {
    let id: String
    let title: String
    /// `jobs/posting/sales.yaml:9`.
    let place: String
    let validFrom: String?
    let priority: Int
    /// The condition that held, as people write it; `nil` for a rule of all such events.
    let condition: String?
  }

  /// A rule of the same kind of event that did not post it.
  struct OtherRule: Encodable {
    let id: String
    let place: String
    let why: String
  }

  /// A line of the rule that brings amounts to a published line.
  struct RuleLine: Encodable {
    /// From 1, in the order of the rule.
    let position: Int
    let side: String
    let target: String
    let amount: String
    let baseAmount: String?
    /// `document` or `line`.
    let per: String
    let condition: String?
    /// Whether its amount was negative, so that it stands on the other side.
    let isTurned: Bool
    /// Whether it is of another role that leads to the same account, and may be part of the line.
    let mayAdd: Bool
  }

  /// A mapping of the line's role.
  struct Mapping: Encodable {
    let id: String
    let account: String
    let place: String
    /// What it is for; empty for all.
    let criteria: [String: String]
    let validFrom: String?
  }

  /// A published line.
  struct Line: Encodable {
    let side: String
    let account: String
    let accountName: String
    let amount: String
    let currency: String
    let baseAmount: String
    let role: String
    let ruleLines: [RuleLine]
    /// What gave the account; several where the published figures do not tell them apart, none where the
    /// document or nothing in this configuration did.
    let mappings: [Mapping]
    /// Less telling ones that match too.
    let beaten: [Mapping]
    /// Those for other cases.
    let otherCases: [Mapping]
    let dimensions: [String: String]
    let notes: [String]
  }

  let company: String
  let period: String
  let isClosed: Bool
  /// Which configuration explains it.
  let configuration: String
  let number: String?
  let reference: String
  let journal: String
  let journalName: String
  let date: String
  let event: String
  let document: String?
  let stream: String?
  let key: String?
  let text: String
  /// `nil` where this configuration does not have it.
  let rule: Rule?
  let ruleID: String
  let lines: [Line]
  let otherRules: [OtherRule]
}

/// Where published entries stand.
struct PostingPlace {
  let company: String
  let period: String
  let isClosed: Bool
  let configuration: String
}

/// Explains published entries by the rules that were in force when they were made.
///
/// The source is not read again, so what a document said is known as far as it was published: the
/// accounts, amounts and roles of the lines, the partner, the goods that stock entries moved. From
/// these follow the rule, its lines and, nearly always, the mapping. Where several mappings lead to
/// one account and nothing published tells them apart, all are named.
struct PostingExplainer {
  private let rules: [Placed<PostingRule>]
  private let mappings: [Placed<RoleMapping>]
  private let journals: [JournalDefinition]
  private let company: String

  init(_ rules: CompanyRules) {
    self.rules = rules.posting.rules
    mappings = rules.posting.mappings(for: rules.company)
    journals = rules.posting.journals.map(\.value)
    company = rules.company.code
  }

  func explanation(of entry: PublishedEntry, in place: PostingPlace) -> PostingExplanation {
    let tried = PostingRule.tried(
      rules.map(\.value), for: EventKind(entry.event), on: entry.date)
    let winner = tried.first { rules[$0].value.id == entry.rule }
    let rule = winner.map { rules[$0] }
    return PostingExplanation(
      company: place.company, period: place.period, isClosed: place.isClosed,
      configuration: place.configuration, number: entry.number, reference: entry.reference,
      journal: entry.journal,
      journalName: journals.first { $0.code == entry.journal }?.name ?? "",
      date: entry.date.description, event: entry.event, document: entry.document,
      stream: entry.stream, key: entry.key, text: entry.text, rule: rule.map(Self.described),
      ruleID: entry.rule, lines: entry.lines.map { line($0, of: entry, rule?.value) },
      otherRules: otherRules(tried, winner, entry))
  }

  private static func described(_ rule: Placed<PostingRule>) -> PostingExplanation.Rule {
    PostingExplanation.Rule(
      id: rule.value.id, title: rule.value.title, place: shown(rule.place),
      validFrom: rule.value.validFrom?.description, priority: rule.value.priority,
      condition: rule.value.condition?.description)
  }

  /// File and line; the column says nothing to a reader.
  private static func shown(_ place: SourcePlace) -> String {
    SourcePlace(file: place.file, line: place.line).description
  }

  // MARK: Other rules

  private func otherRules(
    _ tried: [Int], _ winner: Int?, _ entry: PublishedEntry
  ) -> [PostingExplanation.OtherRule] {
    let rank = winner.flatMap { tried.firstIndex(of: $0) }
    return rules.indices.filter { rules[$0].value.event.rawValue == entry.event && $0 != winner }
      .map { position in
        let rule = rules[position].value
        let place = tried.firstIndex(of: position)
        return PostingExplanation.OtherRule(
          id: rule.id, place: Self.shown(rules[position].place),
          why: reason(rule, rank: place, winner: rank, on: entry.date))
      }
  }

  private func reason(_ rule: PostingRule, rank: Int?, winner: Int?, on date: CivilDate) -> String {
    if let from = rule.validFrom, from > date { return "valid from \(from) on" }
    guard let rank else { return "a later version of it was in force" }
    let condition = rule.condition?.description ?? ""
    guard let winner else { return condition.isEmpty ? "for all" : "when \(condition)" }
    if rank < winner { return "tried before, and its condition does not hold: \(condition)" }
    return condition.isEmpty
      ? "tried after: it is for what no other rule posts"
      : "tried after, when \(condition)"
  }

  // MARK: Lines

  private func line(
    _ line: PublishedEntry.Line, of entry: PublishedEntry, _ rule: PostingRule?
  ) -> PostingExplanation.Line {
    var notes: [String] = []
    let facts = facts(of: entry, line)
    var ruleLines =
      ruleLines(of: line, rule) + addedLines(to: line, of: entry, rule, facts)
    let roles = roles(of: line, rule)
    var resolved = Resolution()
    for role in roles { resolved.add(resolution(of: role, line.account, facts, entry.date)) }
    if let name = Self.namingField(line.role) {
      let leading = ruleLines.filter {
        leads($0, of: rule, to: line.account, facts, entry.date)
      }
      if !leading.isEmpty { ruleLines = leading }
      notes.append(
        resolved.given.isEmpty
          ? "the document names the account, in \(name)"
          : "where the document names the account, in \(name), any line of the rule that asks for it "
            + "may have brought this")
    } else if resolved.given.isEmpty {
      notes.append(contentsOf: unmapped(line, facts, entry.date, &resolved))
    }
    if rule != nil, ruleLines.isEmpty { notes.append(Self.ownLine(line.role)) }
    if resolved.given.count > 1 {
      notes.append("nothing published tells these mappings apart")
    }
    return PostingExplanation.Line(
      side: line.side, account: line.account, accountName: line.accountName,
      amount: Self.magnitude(line.own), currency: line.own.currency.code,
      baseAmount: Self.magnitude(line.base), role: line.role, ruleLines: ruleLines,
      mappings: resolved.given.map(described), beaten: resolved.beaten.map(described),
      otherCases: resolved.others.map(described), dimensions: Self.dimensions(of: line),
      notes: notes)
  }

  private static func magnitude(_ money: Money) -> String {
    let text = money.amountText
    return text.hasPrefix("-") ? String(text.dropFirst()) : text
  }

  private static func dimensions(of line: PublishedEntry.Line) -> [String: String] {
    var found: [String: String] = [:]
    found["partner"] = line.partner
    found["department"] = line.department
    found["project"] = line.project
    return found
  }

  /// The field by which a document names the account.
  private static func namingField(_ role: String) -> String? {
    role.hasPrefix("from ") ? String(role.dropFirst(5)) : nil
  }

  /// What the ledger adds to an entry by itself.
  private static func ownLine(_ role: String) -> String {
    switch AccountRole(role) {
    case .roundingDifference:
      "the ledger adds it: cents by which the document differs from its lines"
    case .currencyExchange:
      "the ledger adds it: the counterpart of one currency in an entry of several"
    default: "no line of the rule in this configuration brings it"
    }
  }

  /// The rule's lines of a published line's role and side; of the other side where their amounts were
  /// negative.
  private func ruleLines(
    of line: PublishedEntry.Line, _ rule: PostingRule?
  ) -> [PostingExplanation.RuleLine] {
    let all = (rule?.lines ?? []).enumerated().filter { Self.target($0.element) == line.role }
    let straight = all.filter { $0.element.side.rawValue == line.side }
    return (straight.isEmpty ? all : straight).map { position, ruleLine in
      Self.described(ruleLine, at: position, of: line)
    }
  }

  /// Lines of other roles that lead to the same account and side: what an entry posts there is one
  /// line, which bears the role of the first.
  private func addedLines(
    to line: PublishedEntry.Line, of entry: PublishedEntry, _ rule: PostingRule?, _ facts: Facts
  ) -> [PostingExplanation.RuleLine] {
    let published = Set(entry.lines.map(\.role))
    return (rule?.lines ?? []).enumerated().filter { _, ruleLine in
      guard case .role(let role) = ruleLine.target, ruleLine.side.rawValue == line.side,
        !published.contains(role.rawValue)
      else { return false }
      return !resolution(of: role, line.account, facts, entry.date).given.isEmpty
    }.map { Self.described($0.element, at: $0.offset, of: line) }
  }

  private static func described(
    _ ruleLine: PostingLine, at position: Int, of line: PublishedEntry.Line
  ) -> PostingExplanation.RuleLine {
    PostingExplanation.RuleLine(
      position: position + 1, side: ruleLine.side.rawValue, target: target(ruleLine),
      amount: (ruleLine.amount ?? ruleLine.baseAmount)?.description ?? "",
      baseAmount: ruleLine.amount == nil ? nil : ruleLine.baseAmount?.description,
      per: ruleLine.scope == .line ? "line" : "document",
      condition: ruleLine.condition?.description,
      isTurned: ruleLine.side.rawValue != line.side, mayAdd: target(ruleLine) != line.role)
  }

  /// Whether the role of a rule's line, which counts where the document names no account, gives this
  /// one.
  private func leads(
    _ line: PostingExplanation.RuleLine, of rule: PostingRule?, to account: String, _ facts: Facts,
    _ date: CivilDate
  ) -> Bool {
    guard case .field(_, let role?)? = rule?.lines[line.position - 1].target else { return false }
    return !resolution(of: role, account, facts, date).given.isEmpty
  }

  /// As published lines name it.
  private static func target(_ line: PostingLine) -> String {
    switch line.target {
    case .role(let role): role.rawValue
    case .field(let field, _): "from " + field
    }
  }

  /// The roles that may have given the account: the published one, or those of the rule's lines where
  /// the document names none.
  private func roles(of line: PublishedEntry.Line, _ rule: PostingRule?) -> [AccountRole] {
    guard let field = Self.namingField(line.role) else { return [AccountRole(line.role)] }
    var found: [AccountRole] = []
    for ruleLine in rule?.lines ?? [] {
      if case .field(field, let role?) = ruleLine.target, !found.contains(role) {
        found.append(role)
      }
    }
    return found
  }

  // MARK: Mappings

  /// Which values a criterion can have; one that is not there can have any.
  private typealias Facts = [MappingCriterion: Set<String>]

  /// The mappings of a role, by what became of them.
  private struct Resolution {
    var given: [Int] = []
    var beaten: [Int] = []
    var others: [Int] = []

    mutating func add(_ other: Resolution) {
      given += other.given
      beaten += other.beaten
      others += other.others
    }
  }

  private func facts(of entry: PublishedEntry, _ line: PublishedEntry.Line) -> Facts {
    var facts: Facts = [.company: [company]]
    if let partner = line.partner { facts[.partner] = [partner] }
    if let goods = entry.goods {
      facts[.item] = goods.items
      facts[.category] = goods.categories
      facts[.location] = goods.locations
    }
    return facts
  }

  private func resolution(
    of role: AccountRole, _ account: String, _ facts: Facts, _ date: CivilDate
  ) -> Resolution {
    let all = RoleMapping.inForce(mappings.map(\.value), of: role, on: date)
    let possible = all.filter { Self.matches(mappings[$0].value, facts) }
    var given = possible.filter { mappings[$0].value.account == account }
    // What certainly matches wins over all that is less telling.
    if let first = given.first(where: { Self.isCertain(mappings[$0].value, facts) }) {
      given = Array(given.prefix { $0 != first }) + [first]
    }
    guard let last = given.last else { return Resolution(others: all) }
    let beaten = possible.filter {
      !given.contains($0) && mappings[last].value.isMoreTelling(than: mappings[$0].value)
    }
    return Resolution(
      given: given, beaten: beaten,
      others: all.filter { !given.contains($0) && !beaten.contains($0) })
  }

  private static func matches(_ mapping: RoleMapping, _ facts: Facts) -> Bool {
    mapping.criteria.allSatisfy { facts[$0.key]?.contains($0.value) ?? true }
  }

  private static func isCertain(_ mapping: RoleMapping, _ facts: Facts) -> Bool {
    mapping.criteria.allSatisfy { facts[$0.key] == [$0.value] }
  }

  /// A role that no mapping takes to the account: suspense, or another configuration.
  private func unmapped(
    _ line: PublishedEntry.Line, _ facts: Facts, _ date: CivilDate, _ resolved: inout Resolution
  ) -> [String] {
    let suspense = resolution(of: .suspense, line.account, facts, date)
    guard !suspense.given.isEmpty else {
      return ["no mapping of role \(line.role) in this configuration gives account \(line.account)"]
    }
    resolved = suspense
    return ["role \(line.role) had no account for this case, so it stands on suspense"]
  }

  private func described(_ position: Int) -> PostingExplanation.Mapping {
    let mapping = mappings[position]
    return PostingExplanation.Mapping(
      id: mapping.value.id, account: mapping.value.account, place: Self.shown(mapping.place),
      criteria: Dictionary(
        mapping.value.criteria.map { ($0.key.rawValue, $0.value) },
        uniquingKeysWith: { a, _ in a }),
      validFrom: mapping.value.validFrom?.description)
  }
}
