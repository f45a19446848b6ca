public import AccountingValues

/// Turns the events of a company into journal entries and keeps their balances.
///
/// One entry per event: the rule's lines are drafted, added up by account, side, currency and
/// dimensions, converted, balanced and then booked whole; an event that cannot be booked is held
/// with a finding and leaves no trace. Events come in the order of the caller, which is kept.
///
/// A ledger covers the open span of one company; opening balances come from the frozen state.
public struct Ledger {
  /// The compiled rules, chart and mappings.
  public let plan: PostingPlan
  /// The periods of the open span, each following the one before.
  public let periods: [FiscalPeriod]
  /// The quoted rates.
  public let rates: RateTable
  /// What was wrong with events until now, in their order.
  public internal(set) var findings: [Finding] = []
  /// How many entries were made until now.
  public internal(set) var entryCount: Int64 = 0

  var batch: JournalBatch
  private let pages: any PageSource
  var balances: LedgerBalances
  var dimensions: DimensionSets
  var draft = EntryDraft()
  /// Warnings on the event in hand; they count only if it is booked.
  var warnings: [PostingFinding] = []
  /// The role that was last given the account of suspense, until its amount is noted.
  var suspended: PostingFinding?
  /// What was not posted for want of a rule or an account.
  var gaps = PostingGaps()
  /// How many events came.
  var eventCount: Int64 = 0
  /// Account index by number of the code pool: −1 not in the chart, −2 not asked yet.
  var accountByCode: [Int32] = []
  var lastPeriod = 0
  var lastDimensions: (values: [Int32], number: Int32)
  var lastConversion:
    (
      currency: Currency, day: CivilDate, kind: ExchangeRate.Kind,
      conversion: CurrencyConversion
    )?
  /// What the rules contributed to the event in hand, kept only while it is explained.
  var trace: [EntryExplanation.Contribution]?

  /// An empty ledger over consecutive periods.
  ///
  /// - Parameters:
  ///   - plan: the compiled rules, chart and mappings.
  ///   - periods: the periods of the open span, each following the one before.
  ///   - rates: the quoted rates.
  ///   - pages: where the memory of many entries comes from.
  public init(
    plan: PostingPlan, periods: [FiscalPeriod], rates: RateTable,
    pages: any PageSource = MemoryPages.shared
  ) {
    for (a, b) in zip(periods, periods.dropFirst()) where a.end != b.first {
      accountingFault("period \(b) does not follow \(a)")
    }
    self.plan = plan
    self.periods = periods
    self.rates = rates
    self.pages = pages
    batch = JournalBatch(pages: pages)
    balances = LedgerBalances(
      periodCount: periods.count, accountCount: plan.chart.accounts.count, base: plan.base)
    dimensions = DimensionSets(dimensionCount: plan.definitions.dimensions.count)
    lastDimensions = (dimensions.sets[0], 0)
  }

  /// Hands over the entries made since the last call, for writing. Balances keep them.
  public mutating func takeBatch() -> JournalBatch {
    let taken = batch
    batch = JournalBatch(pages: pages)
    return taken
  }

  /// The entries made since the batch was last taken, which stay in hand.
  public var pendingBatch: JournalBatch { batch }

  /// How many lines the batch in hand has; callers take it when it is large.
  public var pendingLineCount: Int { batch.lines.count }

  /// The values of a line's combination of dimensions, in the order of the definitions.
  public func dimensionValues(_ number: Int32) -> [String?] {
    dimensions.sets[Int(number)].map { $0 == DimensionSets.none ? nil : plan.pool[$0] }
  }

  /// Takes over the balances at the end of the period before the first one.
  ///
  /// - Returns: a finding for each balance whose account the chart no longer has; it is left out,
  ///   and the trial balance will not sum to zero.
  public mutating func open(with carried: [CarriedBalance]) -> [Finding] {
    var lost: [Finding] = []
    for balance in carried {
      let account: Int32
      if let code = balance.account {
        guard let index = plan.chart.index(of: code) else {
          lost.append(Self.lostAccount(code, Money(minor: balance.baseMinor, in: plan.base)))
          continue
        }
        account = index
      } else {
        account = Int32(plan.chart.accounts.count)
      }
      let values = balance.dimensions.map { text in
        text.map { plan.pool.number(of: $0) } ?? DimensionSets.none
      }
      let isPlain = values.allSatisfy { $0 == DimensionSets.none }
      balances.addOpening(
        .init(
          account: account, currency: balances.number(of: balance.currency),
          dimensions: isPlain ? 0 : dimensions.number(of: values)),
        amountMinor: balance.amountMinor, baseMinor: balance.baseMinor)
    }
    return lost
  }

  private static func lostAccount(_ code: String, _ amount: Money) -> Finding {
    Finding(
      code: "GL-014", severity: .error, origin: "opening", key: code, amount: amount,
      message: "account \(code) has an opening balance and is not in the chart",
      action: "put the account back into the chart; close it by an entry, not by removing it")
  }

  /// Position of the period that holds a day; `nil` outside the open span.
  mutating func period(containing day: CivilDate) -> Int? {
    if lastPeriod < periods.count, periods[lastPeriod].days.contains(day) { return lastPeriod }
    var (low, high) = (0, periods.count)
    while low < high {
      let middle = (low + high) / 2
      if periods[middle].end <= day { low = middle + 1 } else { high = middle }
    }
    guard low < periods.count, periods[low].days.contains(day) else { return nil }
    lastPeriod = low
    return low
  }
}

/// What became of an event.
public enum PostingOutcome: Hashable, Sendable {
  /// It made an entry.
  case posted(sequence: Int64, rule: String)
  /// Its rule says that it makes none, and why.
  case excluded(rule: String)
  /// Its rule's amounts are all zero.
  case empty(rule: String)
  /// Something is wrong with it; the findings say what.
  case held
}
