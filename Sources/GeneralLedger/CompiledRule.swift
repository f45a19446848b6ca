import AccountingValues
import Expressions

/// A rule bound to the positions of its event's fields.
struct CompiledRule {
  /// Position in `PostingDefinitions.rules`.
  let rule: Int32
  let journal: Int32
  /// Posting dates it counts for, half-open, as days since 1970.
  let validFrom: Int32
  let validBefore: Int32
  let condition: CompiledExpression?
  let lines: [CompiledLine]
  let isExclusion: Bool
  let requiresExactBalance: Bool
}

/// A rule's line bound to positions.
struct CompiledLine {
  struct Term {
    let slot: PostingEvent.Slot
    let isSubtracted: Bool
  }

  let side: BalanceSide
  /// Position in `PostingPlan.roles`, `-1` without a role.
  let role: Int32
  let accountSlot: PostingEvent.Slot?
  let amount: [Term]
  /// Whether `amount` is in base currency.
  let amountIsBase: Bool
  let baseAmount: [Term]
  let currencySlot: PostingEvent.Slot?
  let isPerLine: Bool
  let condition: CompiledExpression?
  /// Per dimension of the company the field that supplies it; empty when the line carries none.
  let dimensions: [PostingEvent.Slot?]
  let onlyIfNonzero: Bool
}

/// All that is needed to post events of one kind.
struct CompiledKind {
  let schema: EventSchema
  /// In the order in which they are tried.
  let rules: [CompiledRule]
  let headerFields: ConditionFields
  let lineFields: ConditionFields
  /// Per mapping criterion, by its position in `allCases`, the field that supplies it.
  let headerCriteria: [PostingEvent.Slot?]
  let lineCriteria: [PostingEvent.Slot?]
}
