public import AccountingValues

/// What a mapping may be narrowed by, from the most to the least telling. The order *is* the
/// precedence (see `RoleMapping`).
public enum MappingCriterion: String, Hashable, Sendable, CaseIterable, Comparable {
  case item, category, partner
  case partnerGroup = "partner_group"
  case location
  case cashAccount = "cash_account"
  case paymentMethod = "payment_method"
  case reason
  case taxCode = "tax_code"
  case company

  /// The bit by which sets of criteria compare: a more telling criterion outweighs all less telling
  /// ones together.
  var weight: UInt16 {
    guard let position = Self.allCases.firstIndex(of: self) else { return 0 }
    return 1 << UInt16(Self.allCases.count - 1 - position)
  }

  /// The more telling first.
  public static func < (a: MappingCriterion, b: MappingCriterion) -> Bool { a.weight > b.weight }
}

/// Says which account a role means, in general or for a narrower case.
///
/// **Precedence.** Of the mappings of a role that match an event, the one with the most telling
/// criterion wins: item, then category, partner, partner group, location, cash account, payment
/// method, reason, tax code, company. Where two agree on that criterion, the next one decides. So
/// `item` alone beats `category` with `location`, and `category` with `location` beats `category`.
/// Of mappings with equal criteria and values the latest `validFrom` not after the posting date
/// wins; two with the same day are refused when the rules are compiled.
public struct RoleMapping: Hashable, Sendable {
  /// Unique name of the mapping, printed by explain.
  public let id: String
  /// The role it gives an account to.
  public let role: AccountRole
  /// What must match, each criterion with its value as the source spells it.
  public let criteria: [MappingCriterion: String]
  /// The account's code.
  public let account: String
  /// The first posting date it counts for; `nil` for always.
  public let validFrom: CivilDate?

  /// A mapping from its parts.
  public init(
    id: String, role: AccountRole, criteria: [MappingCriterion: String] = [:], account: String,
    validFrom: CivilDate? = nil
  ) {
    self.id = id
    self.role = role
    self.criteria = criteria
    self.account = account
    self.validFrom = validFrom
  }

  /// Its place in the precedence: higher wins.
  var weight: UInt16 { criteria.keys.reduce(0) { $0 | $1.weight } }
}
