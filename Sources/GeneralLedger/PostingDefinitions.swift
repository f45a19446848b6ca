public import AccountingValues

/// All that says how a company's events become entries: the decoded `jobs/posting` with the
/// company's own mappings and policies.
public struct PostingDefinitions: Hashable, Sendable {
  /// The journals.
  public var journals: [JournalDefinition]
  /// The rules, of all kinds.
  public var rules: [PostingRule]
  /// Which account each role means.
  public var mappings: [RoleMapping]
  /// The dimensions the company keeps.
  public var dimensions: [DimensionDefinition]
  /// What happens to a role without account.
  public var unmapped: UnmappedPolicy
  /// The largest difference of header and lines that goes to `rounding_difference`, in major units
  /// of the document's currency; above it the document is quarantined.
  public var roundingLimit: ExactDecimal
  /// For how many days a quoted rate may be used after its day (weekends, holidays).
  public var rateMaximumAgeDays: Int

  /// Definitions; policies default as ACCOUNTING says.
  public init(
    journals: [JournalDefinition], rules: [PostingRule], mappings: [RoleMapping],
    dimensions: [DimensionDefinition] = [], unmapped: UnmappedPolicy = .block,
    roundingLimit: ExactDecimal = PostingDefinitions.standardRoundingLimit,
    rateMaximumAgeDays: Int = 10
  ) {
    self.journals = journals
    self.rules = rules
    self.mappings = mappings
    self.dimensions = dimensions
    self.unmapped = unmapped
    self.roundingLimit = roundingLimit
    self.rateMaximumAgeDays = rateMaximumAgeDays
  }

  /// 0.05.
  public static let standardRoundingLimit: ExactDecimal = {
    do { return try ExactDecimal(significand: 5, scale: 2) } catch {
      accountingFault("0.05 is always a decimal")
    }
  }()
}
