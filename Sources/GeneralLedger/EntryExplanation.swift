public import AccountingValues

/// Why an entry is as it is: the rule, and for each amount the rule line and the mapping that put
/// it where it is. Made by posting the event again with the same functions, so it adds up to the
/// entry by construction, and is checked to.
public struct EntryExplanation: Sendable {
  /// One amount that one rule line contributed, before amounts were added up.
  public struct Contribution: Hashable, Sendable {
    /// What made it.
    public let origin: LineOrigin
    /// Position of the document's line; `nil` for amounts of the header.
    public let eventLine: Int?
    /// Index of the account in the chart.
    public let account: Int32
    /// The mapping that gave the account; `nil` where the document named it.
    public let mapping: RoleMapping?
    /// Debit or credit.
    public let side: BalanceSide
    /// In `currency`, not negative.
    public let amount: Money
    /// The base amount where the event stated it; converted ones are known per line only.
    public let statedBaseMinor: Int64
    /// Number of the combination of dimension values.
    public let dimensions: Int32
  }

  /// What becomes of the event.
  public let outcome: PostingOutcome
  /// The rule that applies; `nil` when none does.
  public let rule: PostingRule?
  /// The amounts, in the order of the rule's lines.
  public let contributions: [Contribution]
  /// The lines of the entry.
  public let lines: [JournalLine]
  /// What is wrong with the event.
  public let findings: [Finding]
}

extension Ledger {
  /// Explains what posting an event makes of it, without booking it.
  public func explain(_ event: PostingEvent) -> EntryExplanation {
    var copy = self
    copy.batch = JournalBatch()
    copy.findings = []
    copy.trace = []
    let outcome = copy.post(event)
    let name: String? =
      switch outcome {
      case .posted(_, let rule), .excluded(let rule), .empty(let rule): rule
      case .held: nil
      }
    let number: Int32? =
      copy.batch.entries.first?.rule
      ?? (try? copy.rule(for: event, of: plan.kinds[Int(event.kindIndex)]))?.rule
    let rule = number.map { plan.definitions.rules[Int($0)] }
    if let name, let rule, name != rule.id { accountingFault("two rules explain one event") }
    return EntryExplanation(
      outcome: outcome, rule: rule, contributions: copy.trace ?? [], lines: Array(copy.batch.lines),
      findings: copy.findings)
  }

  mutating func record(_ line: EntryDraft.Line, _ eventLine: Int?) {
    trace?.append(
      .init(
        origin: line.origin, eventLine: eventLine, account: line.account,
        mapping: line.mapping < 0 ? nil : plan.definitions.mappings[Int(line.mapping)],
        side: line.side,
        amount: Money(
          minor: line.amountMinor, in: balances.currencies[Int(line.currency)]),
        statedBaseMinor: line.statedBaseMinor, dimensions: line.dimensions))
  }
}
