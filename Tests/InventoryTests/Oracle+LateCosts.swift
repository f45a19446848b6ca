import AccountingValues
import Inventory

/// What is known late: costs that follow the goods they belong to.
extension Oracle {
  func forward(_ share: Int64, _ movement: Int32, _ target: Layer?, path: [Int32]) {
    if share == 0 { return }
    if let target {
      row(movement, target.pool, .transfer, value: share)
      if path.contains(movement) {
        keep(share, target)
      } else {
        absorb(share, target, path: path + [movement])
      }
      return
    }
    guard let issue = issueOf[movement] else { return }
    if issue.returns.isEmpty || path.contains(movement) {
      issue.cost += share
      return
    }
    let shares = Self.split(share, over: issue.returns.map(\.quantity) + [issue.left])
    issue.cost += shares[issue.returns.count]
    for (layer, share) in zip(issue.returns, shares) where share != 0 {
      row(layer.origin, layer.pool, issue.later, value: share)
      absorb(share, layer, path: path + [movement])
    }
  }

  func absorb(_ share: Int64, _ layer: Layer, path: [Int32]) {
    if pools[layer.pool].isValueless { return expense(share, layer) }
    let takers = layer.takers
    let shares = Self.split(share, over: takers.map(\.quantity) + [layer.left])
    if !pools[layer.pool].isLayered { layer.value += share }
    for (taker, share) in zip(takers, shares) where share != 0 {
      row(taker.movement, layer.pool, taker.role, value: -share)
      took(taker.movement, layer.number, 0, share)
      forward(share, taker.movement, taker.target, path: path)
    }
    keep(shares[takers.count], layer)
  }

  func keep(_ share: Int64, _ layer: Layer) {
    if share == 0 { return }
    if layer.left == 0 || pools[layer.pool].isValueless { return expense(share, layer) }
    if pools[layer.pool].isLayered {
      layer.value += share
      if layer.value < 0 {
        expense(layer.value, layer)
        layer.value = 0
      }
    } else {
      averagesTouched.append(layer)
    }
  }

  func clearOverdrawnAverages() {
    for layer in averagesTouched.sorted(by: { $0.number < $1.number }) {
      let stock =
        pools[layer.pool].value + pools[layer.pool].shorts.reduce(0) { $0 + $1.value }
      if stock < 0 { expense(stock, layer) }
    }
    averagesTouched = []
  }

  func expense(_ share: Int64, _ layer: Layer) {
    let rules = pools[layer.pool].rules
    row(
      layer.origin, layer.pool,
      rules.method == .standard && rules.isOwned ? .priceVariance : .costVariance, value: -share)
  }

  func role(of kind: MovementKind) -> CounterRole {
    switch kind {
    case .opening: .opening
    case .receipt: .goodsReceived
    case .supplierReturn: .supplierReturn
    case .issue, .customerReturn: .costOfSales
    case .transfer: .transfer
    case .count: .countDifference
    case .scrap: .scrap
    case .consumption, .output: .workInProgress
    }
  }
}
