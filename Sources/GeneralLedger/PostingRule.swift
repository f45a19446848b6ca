public import AccountingValues
public import Expressions

/// How one kind of event is posted. In YAML (`jobs/posting/*.yaml`, key `rules`):
///
///     - id: sales-invoice
///       event: sales_invoices
///       title: An invoice raises the customer's debt and earns revenue
///       journal: SAL
///       when: {"==": [{"var": "settlement"}, "credit"]}
///       lines:
///         - {side: debit, role: accounts_receivable, amount: total}
///         - {side: credit, role: revenue, amount: net_amount, per: line}
///         - {side: credit, role: output_tax, amount: tax_amount, per: line}
///
/// **Which rule applies.** Of the versions with one id the latest `valid_from` not after the posting
/// date counts. Of the rules of the event's kind whose condition holds, the highest `priority` wins;
/// then one with a condition before one without; then the smaller id by bytes. Exactly one rule posts
/// an event.
public struct PostingRule: Hashable, Sendable {
  /// Unique name; several versions share it and differ in `validFrom`.
  public let id: String
  /// The kind of event it posts.
  public let event: EventKind
  /// What it does, one sentence for an accountant.
  public let title: String
  /// Code of the journal its entries belong to.
  public let journal: String
  /// Holds for the header of the events it posts; `nil` for all.
  public let condition: Expression?
  /// The first posting date it counts for; `nil` for always.
  public let validFrom: CivilDate?
  /// Beats rules with a lower one; 0 unless given.
  public let priority: Int
  /// What it posts, in order.
  public let lines: [PostingLine]
  /// Why events of this rule make no entry (`exclude: …`); such a rule has no lines. The run counts
  /// them as excluded by this rule.
  public let exclusion: String?
  /// Whether debits and credits must be equal as they stand (`balance: exact`), as in a manual
  /// entry. Otherwise cents up to `rounding_limit` go to the role `rounding_difference`.
  public let requiresExactBalance: Bool

  /// A rule from its parts.
  public init(
    id: String, event: EventKind, title: String, journal: String, condition: Expression? = nil,
    validFrom: CivilDate? = nil, priority: Int = 0, lines: [PostingLine] = [],
    exclusion: String? = nil, requiresExactBalance: Bool = false
  ) {
    self.id = id
    self.event = event
    self.title = title
    self.journal = journal
    self.condition = condition
    self.validFrom = validFrom
    self.priority = priority
    self.lines = lines
    self.exclusion = exclusion
    self.requiresExactBalance = requiresExactBalance
  }
}

/// One line of a posting rule: which side of which account takes which amount.
public struct PostingLine: Hashable, Sendable {
  /// Where the account comes from.
  public enum Target: Hashable, Sendable {
    /// The account that the company's mappings give to a role (`role:`).
    case role(AccountRole)
    /// The account whose code stands in a field, as in manual entries (`account_from:`); where the
    /// field is empty the role is used, if there is one.
    case field(String, otherwise: AccountRole?)
  }

  /// How often the line is posted.
  public enum Scope: String, Hashable, Sendable, CaseIterable {
    /// Once per document.
    case header
    /// Once per line of the document.
    case line
  }

  /// Which dimensions the line carries.
  public enum DimensionChoice: Hashable, Sendable {
    /// All that the company keeps and the event supplies in the line's scope.
    case all
    /// Only these; empty for none.
    case only([String])
  }

  /// The side a positive amount goes to; a negative amount goes to the other one.
  public let side: BalanceSide
  /// The account.
  public let target: Target
  /// The amount, in the event's currency or, made of base amounts only, in base currency. `nil` with
  /// a `baseAmount`: the line moves base alone, as an exchange difference does.
  public let amount: AmountFormula?
  /// The same in base currency. Where the event does not fill it, and where there is none,
  /// `amount` is converted at the event's rate.
  public let baseAmount: AmountFormula?
  /// Field with the currency of `amount` where it is not the event's.
  public let currencyField: String?
  /// Once per document or per line.
  public let scope: Scope
  /// Holds for the header, or header and line, the amount is posted for; `nil` for all.
  public let condition: Expression?
  /// The dimensions it carries.
  public let dimensions: DimensionChoice
  /// Whether a zero amount makes no line. Zero lines say nothing, so this is the default.
  public let onlyIfNonzero: Bool

  /// A line from its parts.
  public init(
    side: BalanceSide, target: Target, amount: AmountFormula?, baseAmount: AmountFormula? = nil,
    currencyField: String? = nil, scope: Scope = .header, condition: Expression? = nil,
    dimensions: DimensionChoice = .all, onlyIfNonzero: Bool = true
  ) {
    self.side = side
    self.target = target
    self.amount = amount
    self.baseAmount = baseAmount
    self.currencyField = currencyField
    self.scope = scope
    self.condition = condition
    self.dimensions = dimensions
    self.onlyIfNonzero = onlyIfNonzero
  }
}

extension PostingRule {
  /// The same rule with other lines.
  public func withLines(_ lines: [PostingLine]) -> PostingRule {
    PostingRule(
      id: id, event: event, title: title, journal: journal, condition: condition,
      validFrom: validFrom, priority: priority, lines: lines, exclusion: exclusion,
      requiresExactBalance: requiresExactBalance)
  }
}

extension PostingLine {
  /// The same line with a base amount of its own.
  public func withBaseAmount(_ formula: AmountFormula) -> PostingLine {
    PostingLine(
      side: side, target: target, amount: amount, baseAmount: formula,
      currencyField: currencyField, scope: scope, condition: condition, dimensions: dimensions,
      onlyIfNonzero: onlyIfNonzero)
  }
}
