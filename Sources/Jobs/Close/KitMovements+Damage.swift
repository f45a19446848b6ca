import AccountingValues
import Inventory

extension KitMovements {
  /// What each component of a kit that came back damaged is worth at most, by stock event: its part of
  /// the kit's value by what the components cost where they came back.
  func shares(by costing: CostingStep.Result) -> [Int32: Int64] {
    let valued = damaged.filter { $0.worth != nil }
    guard !valued.isEmpty else { return [:] }
    let costs = costs(of: Set(valued.flatMap(\.parts)), in: costing)
    var shares: [Int32: Int64] = [:]
    for kit in valued {
      guard let worth = kit.worth,
        let parts = try? Allocation.split(worth, over: kit.parts.map { costs[$0] ?? 0 })
      else { accountingFault("a kit's value is split over costs of nothing or less") }
      for (part, share) in zip(kit.parts, parts) { shares[part] = share }
    }
    return shares
  }

  /// What components came back at, before anything was written down.
  private func costs(
    of parts: Set<Int32>, in costing: CostingStep.Result
  ) -> [Int32: Int64] {
    var costs: [Int32: Int64] = [:]
    for row in costing.output.valued
    where row.reason == .movement && row.role != .writeDown && row.role != .costVariance {
      guard case .movement(let index)? = costing.cause(of: row.movement), parts.contains(index)
      else { continue }
      costs[index, default: 0] += row.valueMinor
    }
    return costs.mapValues { max(0, $0) }
  }
}
