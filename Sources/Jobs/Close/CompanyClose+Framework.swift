import AccountingValues
import Definitions
import Inventory

extension CompanyClose {
  /// INV-022: a warning per choice that costs owned stock by a method the accounting framework does not
  /// allow. The figures are what the choice makes them; a reader must know that they are not the
  /// framework's.
  func frameworkFindings() -> [Finding] {
    struct Choice: Hashable {
      let method: CostingMethod
      let chosenBy: String
    }
    var items: [Choice: Set<String>] = [:]
    func note(_ pool: Int, _ method: CostingMethod, chosenBy: String) {
      guard stock.pools[pool].isOwned, scope.framework.objection(to: method) != nil else { return }
      items[Choice(method: method, chosenBy: chosenBy), default: []]
        .insert(masters.items[stock.poolKeys[pool].item].number)
    }
    // What closed periods were costed by was told when they were filed.
    let firstOpenDay = scope.firstOpenDay ?? scope.openFrom
    var changed: Set<Int32> = []
    for change in stock.rulesChanges.sorted(by: { $0.from > $1.from }) {
      guard change.from > firstOpenDay || !changed.contains(change.pool) else { continue }
      note(Int(change.pool), change.rules.method, chosenBy: change.rules.chosenBy)
      if change.from <= firstOpenDay { changed.insert(change.pool) }
    }
    for pool in stock.pools.indices where !changed.contains(Int32(pool)) {
      note(pool, stock.pools[pool].method, chosenBy: stock.methodChosenBy[pool])
    }
    return items.map { choice, numbers in
      let method = choice.method.rawValue.uppercased()
      let some = (numbers.min() ?? "") + (numbers.count == 1 ? "" : " and others")
      return Finding(
        code: "INV-022", severity: .warning, origin: "stock_movements",
        key: "\(choice.method.rawValue)/\(choice.chosenBy)",
        message: "\(counted(numbers.count, "item is", "items are")) costed by \(method) (\(some); "
          + "chosen by the \(choice.chosenBy)): \(scope.framework.objection(to: choice.method) ?? "")",
        action: "choose another method under `costing`, state under `policies` the framework that "
          + "the books follow, or accept the finding with its reason")
    }
  }
}

extension CompanyDefinition.Policies {
  /// Whether write-downs of stock may be taken back: as the framework says, unless the company does.
  var reversal: ReversalPolicy {
    guard framework == .usGAAP else { return .allowed }
    return writeDownReversal == .allow ? .overridden : .forbidden
  }
}

extension CompanyDefinition.Policies.Framework {
  /// Why a method is not allowed; `nil` where it is.
  func objection(to method: CostingMethod) -> String? {
    switch (self, method) {
    case (.ifrs, .lifo), (.ifrs, .hifo): "IFRS allows first in, first out and averages (IAS 2.25)"
    default: nil
    }
  }
}
