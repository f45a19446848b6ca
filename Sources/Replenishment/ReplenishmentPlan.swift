public import AccountingValues

/// All that planning knows about one item at one location.
public struct PlanningLine: Hashable, Sendable {
  /// What is there and expected.
  public var position: StockPosition
  /// When and how much to order.
  public var policy: ReorderPolicy
  /// Daily demand; `nil` without history.
  public var demand: DemandStatistics?
  /// Observed lead times; `nil` without history.
  public var leadTimes: LeadTimeStatistics?
  /// What suppliers ask, in an order that does not depend on the run: ties go to the first.
  public var offers: [SupplierOffer]

  /// A line.
  public init(
    position: StockPosition, policy: ReorderPolicy, demand: DemandStatistics? = nil,
    leadTimes: LeadTimeStatistics? = nil, offers: [SupplierOffer] = []
  ) {
    self.position = position
    self.policy = policy
    self.demand = demand
    self.leadTimes = leadTimes
    self.offers = offers
  }
}

/// A suggestion of an earlier run.
public struct EarlierSuggestion: Hashable, Sendable {
  /// What became of it.
  public enum State: String, Hashable, Sendable, CaseIterable {
    /// Nobody decided yet: it counts as supply.
    case open
    /// It is on order now.
    case ordered
    /// Somebody said no.
    case rejected
  }

  /// Dense id of the item.
  public var item: Int32
  /// Dense id of the location.
  public var location: Int32
  /// The as-of of the run that made it.
  public var suggestedOn: CivilDate
  /// How much.
  public var quantity: Quantity
  /// What became of it.
  public var state: State

  /// An earlier suggestion.
  public init(
    item: Int32, location: Int32, suggestedOn: CivilDate, quantity: Quantity,
    state: State = .open
  ) {
    self.item = item
    self.location = location
    self.suggestedOn = suggestedOn
    self.quantity = quantity
    self.state = state
  }

  /// Whether it counts as supply: open, made before `asOf` and not `lifeDays` old. Those of the same
  /// day do not: a run of that day makes them again.
  public func counts(asOf: CivilDate, lifeDays: Int) -> Bool {
    let age = asOf.days(since: suggestedOn)
    return state == .open && age > 0 && age < lifeDays
  }
}

/// What to order, and why.
public struct ReorderSuggestion: Hashable, Sendable {
  /// Position of its line in the plan's input.
  public var line: Int32
  /// Dense id of the item.
  public var item: Int32
  /// Dense id of the location.
  public var location: Int32
  /// Whether it skips the order modifiers because the projected quantity is negative.
  public var isEmergency: Bool
  /// The orders to place.
  public var lots: [OrderLot]
  /// What they order together.
  public var quantity: Quantity
  /// The projected quantity before the suggestion.
  public var projected: Quantity
  /// The quantity at which the policy orders.
  public var reorderPoint: Quantity
  /// Position of the chosen supplier among the line's offers; `nil` without offers.
  public var offer: Int?
  /// Why this supplier; empty without offers.
  public var supplierReason: String
  /// When it should arrive; `nil` without a lead time.
  public var expectedOn: CivilDate?
  /// The stable id of the rule that made it: `stated_point/fixed_quantity`.
  public var ruleID: String
  /// The arithmetic with its numbers, in plain text.
  public var arithmetic: String
}

/// The reorder suggestions of one day: for every line whose projected quantity asks for it, the
/// orders that end that, with rule and arithmetic.
///
/// projected = on hand − reserved + on order + requested + planned + suggested before − demand. A
/// suggestion counts as supply until it is ordered, rejected or too old, so the next run suggests
/// nothing new:
///
///     stock 0, reorder point 100, quantity 110   // 110, and nothing on the next day
public struct ReplenishmentPlan: Sendable {
  /// Suggestions in the order of the lines; an emergency before the regular one of its line.
  public let suggestions: [ReorderSuggestion]
  /// Positions of the earlier suggestions that counted as supply.
  public let counted: [Int32]
  let problems: [(line: Int32, gap: ReorderArithmetic.Gap)]

  /// Plans all lines. A suggestion counts as supply for `suggestionLifeDays` days.
  public init(
    _ lines: [PlanningLine], earlier: [EarlierSuggestion] = [], asOf: CivilDate,
    suggestionLifeDays: Int = 14
  ) {
    var counted: [Int32] = []
    var supply: [Int64: Quantity] = [:]
    var overflowing: Set<Int64> = []
    func key(_ item: Int32, _ location: Int32) -> Int64 {
      Int64(item) << 32 | Int64(UInt32(bitPattern: location))
    }
    for (index, suggestion) in earlier.enumerated()
    where suggestion.counts(asOf: asOf, lifeDays: suggestionLifeDays) {
      counted.append(Int32(index))
      let place = key(suggestion.item, suggestion.location)
      do {
        supply[place] = try supply[place, default: .zero].adding(suggestion.quantity)
      } catch { overflowing.insert(place) }
    }
    var suggestions: [ReorderSuggestion] = []
    var problems: [(line: Int32, gap: ReorderArithmetic.Gap)] = []
    for (index, line) in lines.enumerated() {
      let place = key(line.position.item, line.position.location)
      do throws(ReorderArithmetic.Gap) {
        if overflowing.contains(place) { throw .invalid(.outOfRange) }
        suggestions += try LinePlanning(
          line: line, index: Int32(index), suggested: supply[place] ?? .zero, asOf: asOf
        ).suggestions()
      } catch {
        problems.append((Int32(index), error))
      }
    }
    self.suggestions = suggestions
    self.counted = counted
    self.problems = problems
  }

  /// Lines that could not be planned; `label` gives the source key and the number of a line's item.
  ///
  /// | code | rule |
  /// | --- | --- |
  /// | REO-001 | the policy needs demand and there is none |
  /// | REO-002 | the policy needs a lead time and there is none |
  /// | REO-003 | the figures of the line cannot be computed |
  public func findings(label: (_ line: Int) -> (key: String, number: String)) -> [Finding] {
    problems.map { problem in
      let (code, message, action) = Self.words(for: problem.gap)
      let label = label(Int(problem.line))
      return Finding(
        code: code, severity: .warning, origin: "reorder_policies", key: label.key,
        document: label.number, message: message, action: action)
    }.sorted()
  }

  private static func words(
    for gap: ReorderArithmetic.Gap
  ) -> (code: String, message: String, action: String) {
    switch gap {
    case .noDemand:
      return (
        "REO-001", "The reorder policy needs past demand and the item has none.",
        "State a reorder point for the item, or wait for its first sales."
      )
    case .noLeadTime, .noHistoryOfLeadTimes:
      return (
        "REO-002", "The reorder policy needs a lead time and the item has none.",
        "State the lead time of a supplier, or a reorder point for the item."
      )
    case .invalid(let error):
      return (
        "REO-003", "A quantity of the item or of its reorder policy \(error).",
        "Correct the policy's quantities and costs, and the item's stock in the source."
      )
    }
  }
}
