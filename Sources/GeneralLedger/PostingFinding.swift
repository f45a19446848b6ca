import AccountingValues

/// What can be wrong with an event that is posted. Codes are stable; the accountant's guide lists
/// them with their remedy.
enum PostingFinding: Error {
  /// No rule posts or excludes the event.
  case noRule
  /// A role has no account for this case.
  case noAccount(AccountRole, [(MappingCriterion, String)])
  /// The same, posted to suspense.
  case suspended(AccountRole, [(MappingCriterion, String)])
  /// No exchange rate leads to base.
  case missingRate(from: Currency, to: Currency, ExchangeRate.Kind, CivilDate)
  /// An entry that must balance as it stands, and does not: a manual one, or a rule that leaves an
  /// amount out.
  case unbalanced(Money)
  /// Header and lines differ within the limit; posted.
  case rounded(Money)
  /// Header and lines differ beyond the limit.
  case beyondLimit(Money, limit: Money)
  /// The event names an account the chart does not have.
  case unknownAccount(String)
  /// An amount or sum that does not fit.
  case outOfRange
  /// A day outside the open span.
  case outsidePeriods(CivilDate)
  /// A currency code the row states for a line is not on ISO's list.
  case unknownCurrency(String)
  /// A condition met a value it cannot compute with.
  case condition(String, rule: String)
  /// Amount and base amount of a line point to different sides.
  case oppositeSigns

  var code: String {
    switch self {
    case .noRule: "GL-001"
    case .noAccount: "GL-002"
    case .missingRate: "GL-003"
    case .unbalanced: "GL-004"
    case .rounded: "GL-005"
    case .beyondLimit: "GL-006"
    case .unknownAccount: "GL-007"
    case .suspended: "GL-008"
    case .outOfRange: "GL-009"
    case .outsidePeriods: "GL-010"
    case .unknownCurrency: "GL-011"
    case .condition: "GL-012"
    case .oppositeSigns: "GL-013"
    }
  }

  var severity: Finding.Severity {
    switch self {
    case .rounded, .suspended: .warning
    default: .error
    }
  }

  private var amount: Money? {
    switch self {
    case .unbalanced(let money), .rounded(let money), .beyondLimit(let money, _): money
    default: nil
    }
  }

  private var message: String {
    switch self {
    case .noRule: "no posting rule matches it"
    case .noAccount(let role, let codes):
      "role \(role) has no account\(Self.words(codes))"
    case .suspended(let role, let codes):
      "role \(role) has no account\(Self.words(codes)); it was posted to suspense"
    case .missingRate(let from, let to, let kind, let day):
      "there is no \(kind) rate from \(from) to \(to) on \(day)"
    case .unbalanced(let money): "its debits and credits differ by \(money)"
    case .rounded(let money): "its total and its lines differ by \(money), posted as rounding"
    case .beyondLimit(let money, let limit):
      "its total and its lines differ by \(money), more than \(limit)"
    case .unknownAccount(let code): "the chart has no account \(code)"
    case .outOfRange: "an amount of it is out of range"
    case .outsidePeriods(let day): "its posting date \(day) is outside the periods of this run"
    case .unknownCurrency(let code): "\(code) is no ISO 4217 currency"
    case .condition(let problem, let rule): "the condition of rule \(rule) failed: \(problem)"
    case .oppositeSigns: "an amount and its value in base currency have opposite signs"
    }
  }

  private var action: String {
    switch self {
    case .noRule: "add a rule for it in jobs/posting, or one that excludes it with a reason"
    case .noAccount, .suspended:
      "give the role an account in the company's mappings, in general or for this case"
    case .missingRate: "add the rate to fx_rates, or state the rate on the document"
    case .unbalanced: "correct the entry in the source, or give the rule a line for every amount"
    case .rounded: "nothing, unless the difference should not be there"
    case .beyondLimit:
      "correct the document in the source, or raise rounding_limit if it is meant"
    case .unknownAccount: "add the account to the chart, or correct the code in the source"
    case .outOfRange: "correct the amount in the source"
    case .outsidePeriods: "check the date in the source and the company's go_live"
    case .unknownCurrency: "correct the currency in the source"
    case .condition: "correct the condition, or the value in the source"
    case .oppositeSigns: "correct the base amount in the source"
    }
  }

  /// As a finding on the event's source row.
  func finding(on event: PostingEvent) -> Finding {
    let document = event.number.isEmpty ? "" : " \(event.number)"
    return Finding(
      code: code, severity: severity, origin: event.stream, key: event.order.key.text,
      document: event.number, amount: amount,
      message: "\(event.schema.kind)\(document): \(message)", action: action)
  }

  /// Whether both say that one role has no account for one case.
  func isSameGap(as other: PostingFinding) -> Bool {
    switch (self, other) {
    case (.noAccount(let a, let x), .noAccount(let b, let y)),
      (.suspended(let a, let x), .suspended(let b, let y)):
      a == b && x.elementsEqual(y) { $0 == $1 }
    default: false
    }
  }

  private static func words(_ codes: [(MappingCriterion, String)]) -> String {
    codes.isEmpty
      ? ""
      : " for " + codes.map { "\($0.0.rawValue) \($0.1)" }.joined(separator: ", ")
  }
}
