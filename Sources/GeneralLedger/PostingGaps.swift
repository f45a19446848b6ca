public import AccountingValues

/// What was not posted, or went to suspense, because a rule or an account is missing.
public struct PostingGap: Hashable, Sendable {
  /// What is missing.
  public enum Lack: Hashable, Sendable {
    /// No rule posts or excludes the event.
    case rule
    /// A role has no account for the case; the event is held.
    case account(AccountRole)
    /// A role has no account for the case; the amount went to suspense.
    case suspended(AccountRole)
  }

  /// The kind of event.
  public let kind: EventKind
  /// The period of its posting date.
  public let period: FiscalPeriod
  /// What is missing.
  public let lack: Lack
  /// How many events it concerns.
  public internal(set) var events = 0
  /// What is not posted, by currency: of an event without rule what it states first, of one without account
  /// the amounts of the role. Debits and credits do not make up for each other.
  public internal(set) var amounts: [Currency: Int128] = [:]
  /// The cases that lack an account, criterion by criterion; the first few.
  public internal(set) var cases: [[MappingCriterion: String]] = []
  /// The numbers of the first few documents.
  public internal(set) var documents: [String] = []
  /// Which event was counted last.
  var lastEvent: Int64 = -1

  /// How many cases and documents are named.
  static let named = 3

  /// Whether the event is held, which keeps a close from being published.
  public var isBlocking: Bool {
    if case .suspended = lack { false } else { true }
  }
}

/// Gathers gaps while events are posted.
struct PostingGaps {
  private struct Key: Hashable {
    let kind: EventKind
    let period: FiscalPeriod
    let lack: PostingGap.Lack
  }

  private var positions: [Key: Int] = [:]
  private(set) var found: [PostingGap] = []

  mutating func note(
    _ lack: PostingGap.Lack, _ event: PostingEvent, number: Int64, in period: FiscalPeriod,
    minor: Int64, _ currency: Currency, case criteria: [(MappingCriterion, String)] = []
  ) {
    let key = Key(kind: event.schema.kind, period: period, lack: lack)
    let position = positions[key] ?? found.count
    if position == found.count {
      positions[key] = position
      found.append(PostingGap(kind: key.kind, period: period, lack: lack))
    }
    found[position].amounts[currency, default: 0] += Int128(minor.magnitude)
    let named = Dictionary(criteria, uniquingKeysWith: { a, _ in a })
    if !named.isEmpty, found[position].cases.count < PostingGap.named,
      !found[position].cases.contains(named)
    {
      found[position].cases.append(named)
    }
    guard found[position].lastEvent != number else { return }
    found[position].lastEvent = number
    found[position].events += 1
    let document = event.number.isEmpty ? event.order.key.text : event.number
    if found[position].documents.count < PostingGap.named {
      found[position].documents.append(document)
    }
  }
}

extension Ledger {
  /// What was not posted, or went to suspense, for want of a rule or an account: by kind, period and what
  /// is missing, in the order in which it was met first.
  public var postingGaps: [PostingGap] { gaps.found }

  /// Notes an event that no rule posts.
  mutating func noteWithoutRule(_ event: PostingEvent) {
    guard let period = period(containing: event.order.date) else { return }
    let (minor, currency) = stated(by: event)
    gaps.note(
      .rule, event, number: eventCount, in: periods[period], minor: minor, currency)
  }

  /// Notes an amount whose role has no account.
  mutating func noteWithoutAccount(
    _ event: PostingEvent, _ problem: PostingFinding, minor: Int64, currency: Int32
  ) {
    guard let period = period(containing: event.order.date) else { return }
    let (lack, criteria): (PostingGap.Lack, [(MappingCriterion, String)])
    switch problem {
    case .noAccount(let role, let codes): (lack, criteria) = (.account(role), codes)
    case .suspended(let role, let codes): (lack, criteria) = (.suspended(role), codes)
    default: return
    }
    gaps.note(
      lack, event, number: eventCount, in: periods[period], minor: minor,
      balances.currencies[Int(currency)], case: criteria)
  }

  /// The first amount of the event: of its header, else of its lines together.
  private func stated(by event: PostingEvent) -> (minor: Int64, currency: Currency) {
    let header = event.schema.header
    if let field = header.firstIndex(where: { $0.name == "total" || $0.name == "amount" })
      ?? header.firstIndex(where: { $0.type == .amount || $0.type == .baseAmount })
    {
      let raw = event.raw(.header(field), line: 0)
      return (
        raw == EventValue.missingRaw ? 0 : raw,
        header[field].type == .baseAmount ? plan.base : event.currency
      )
    }
    guard
      let field = event.schema.line.firstIndex(where: {
        $0.type == .amount || $0.type == .baseAmount
      })
    else { return (0, plan.base) }
    var sum: Int64 = 0
    for line in 0..<event.lineCount {
      let raw = event.raw(.line(field), line: line)
      if raw != EventValue.missingRaw { sum = sum.addingReportingOverflow(raw).partialValue }
    }
    return (sum, event.schema.line[field].type == .baseAmount ? plan.base : event.currency)
  }
}

extension PostingPlan {
  /// The amount that a rule for a kind of event would post in the simplest case.
  ///
  /// - Parameter kind: the kind.
  /// - Returns: a field, and whether it stands on lines.
  public func amountField(of kind: EventKind) -> (name: String, isOfLine: Bool) {
    guard let schema = kinds.first(where: { $0.schema.kind == kind })?.schema else {
      return ("amount", false)
    }
    func first(_ fields: [EventField]) -> EventField? {
      fields.first { $0.name == "total" || $0.name == "amount" }
        ?? fields.first { $0.type == .amount || $0.type == .baseAmount }
    }
    if let field = first(schema.header) { return (field.name, false) }
    return first(schema.line).map { ($0.name, true) } ?? ("amount", false)
  }
}
