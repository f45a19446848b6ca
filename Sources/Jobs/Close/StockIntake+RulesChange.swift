import AccountingValues
import Inventory

/// New costing rules of a pool from a day on.
struct RulesChange {
  let pool: Int32
  let from: CivilDate
  let rules: CostingPolicy.Choice
}

/// Choices of the company that hold from a day on.
extension StockIntake {
  /// Finds the days on which pools change their rules. What cannot be done on its day is left out, with
  /// a finding.
  mutating func planRulesChanges(masters: MasterData) {
    var refused: [Refusal: Set<Int32>] = [:]
    for (pool, key) in poolKeys.enumerated() {
      let facts = masters.items[key.item]
      guard var before = ruleOf(key.item) else { continue }
      before = inLane(before, key)
      for change in scope.costing.changes(
        number: facts.number, category: facts.category, stated: facts.costingMethod,
        after: scope.openFrom, through: scope.asOf)
      {
        let after = inLane(change.rules, key)
        if after.isSame(as: before) { continue }
        if let problem = objection(to: after, after: before, on: change.day) {
          refused[Refusal(day: change.day, problem: problem), default: []].insert(key.item)
          continue
        }
        rulesChanges.append(RulesChange(pool: Int32(pool), from: change.day, rules: after))
        before = after
      }
    }
    findings += refused.map { finding($0, items: $1, masters) }
  }

  /// Goods under way have a pool to themselves, so their layers need no lot.
  private func inLane(_ rules: CostingPolicy.Choice, _ key: PoolKey) -> CostingPolicy.Choice {
    var rules = rules
    if key.lane > 0, rules.method == .specific { rules.method = .fifo }
    return rules
  }

  private enum Problem { case lots, insidePeriod }

  private struct Refusal: Hashable {
    let day: CivilDate
    let problem: Problem
  }

  private func objection(
    to after: CostingPolicy.Choice, after before: CostingPolicy.Choice, on day: CivilDate
  ) -> Problem? {
    let changesLots = (before.method == .specific) != (after.method == .specific)
    if changesLots, !scope.costing.isByLot { return .lots }
    if before.method == .periodicAverage, !begins(before.averaging, on: day) {
      return .insidePeriod
    }
    return nil
  }

  /// Whether an averaging period begins on a day.
  private func begins(_ averaging: AveragingPeriod, on day: CivilDate) -> Bool {
    if scope.calendar.period(containing: day).first == day { return true }
    return switch averaging {
    case .day: true
    case .week: day.weekday == 1
    case .fiscalPeriod: false
    }
  }

  private func finding(
    _ refusal: Refusal, items: Set<Int32>, _ masters: MasterData
  ) -> Finding {
    let first = items.map { masters.items[$0].number }.min() ?? ""
    let some = items.count == 1 ? first : "\(first) and others"
    return Finding(
      code: "INV-014", severity: .error, origin: "stock_movements",
      key: "\(refusal.day)/\(first)", document: first,
      message: "\(counted(items.count, "item")) (\(some)) cannot change the costing method on "
        + "\(refusal.day): "
        + (refusal.problem == .lots
          ? "lots costed one by one are pools of their own, other methods have one for all lots"
          : "a periodic average ends with its period"),
      action: refusal.problem == .lots
        ? "set costing.level: lot, so that lots are pools under every method"
        : "let the override hold from the first day of a day, week or period as it averages")
  }
}
