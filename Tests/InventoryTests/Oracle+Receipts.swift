import AccountingValues
import Inventory

/// What comes in: receipts, returns, what covers goods below zero.
extension Oracle {
  func comeIn(_ m: StockMovement) {
    let pool = Int(m.pool)
    guard m.linked != StockMovement.none else { return comeInUnlinked(m, m.quantityMicros) }
    guard let issue = issueOf[m.linked] else {
      problem(.returnWithoutDelivery, m.ordinal)
      return comeInUnlinked(m, m.quantityMicros)
    }
    let back = min(issue.left, m.quantityMicros)
    if back > 0 {
      let original = Self.part(issue.cost, back, of: issue.left)
      issue.left -= back
      issue.cost -= original
      var cost = original
      if !pools[pool].rules.isOwned {
        cost = 0
      } else if pools[pool].rules.returnCost == .method, !m.flags.contains(.reversal),
        let method = withoutStock(back, pool)
      {
        cost = method
      }
      let worth = worth(m, back, cost)
      let layer = enter(
        m, pool, back, cost, worth: worth, role: issue.role, ageDate: issue.ageDate, prices: true)
      cover(pool, layer)
      issue.returns.append(layer)
    }
    if m.quantityMicros > back {
      problem(.returnAboveDelivery, m.ordinal)
      comeInUnlinked(m, m.quantityMicros - back, isExcess: true)
    }
  }

  func comeInUnlinked(_ m: StockMovement, _ quantity: Int64, isExcess: Bool = false) {
    let pool = Int(m.pool)
    var value: Int64?
    var prices = true
    if !pools[pool].rules.isOwned {
      value = 0
      prices = false
    } else if m.priceState == .free, !isExcess {
      value = 0
      prices = false
    } else if m.priceState == .known && !isExcess && !m.flags.contains(.damaged) {
      value = m.valueMinor
    } else if [.documented, .expected].contains(m.priceState), !isExcess {
      value = fromChain(quantity, pool, m)
    } else if m.kind == .customerReturn || m.kind == .issue {
      value = withoutStock(quantity, pool)
    } else {
      value = fromChain(quantity, pool)
    }
    if value == nil {
      problem(.costUnknown, m.ordinal)
      prices = false
    }
    let layer = enter(
      m, pool, quantity, value ?? 0, worth: worth(m, quantity, value ?? 0), role: role(of: m.kind),
      ageDate: m.date, prices: prices)
    cover(pool, layer)
  }

  /// Damaged goods are worth no more than their part of what they can be sold for.
  private func worth(_ m: StockMovement, _ quantity: Int64, _ cost: Int64) -> Int64 {
    let limit = Self.part(m.valueMinor, quantity, of: m.quantityMicros)
    return max(0, m.flags.contains(.damaged) ? min(cost, limit) : cost)
  }

  func average(_ pool: Int) -> (value: Int64, quantity: Int64)? {
    let quantity = pools[pool].quantity
    return quantity > 0 ? (pools[pool].value, quantity) : pools[pool].consumed
  }

  /// Last consumed layer (or average) → last layer → standard.
  func withoutStock(_ quantity: Int64, _ pool: Int) -> Int64? {
    if pools[pool].rules.method == .standard, pools[pool].rules.standardCostMicros != nil {
      return standardValue(pool, quantity)
    }
    let ratio =
      pools[pool].rules.method == .movingAverage ? average(pool) : pools[pool].consumed
    if let ratio { return Self.part(ratio.value, quantity, of: ratio.quantity) }
    return fromChain(quantity, pool)
  }

  /// The first source of the pool's chain that knows a cost.
  func fromChain(_ quantity: Int64, _ pool: Int, _ stated: StockMovement? = nil) -> Int64? {
    let rules = pools[pool].rules
    let hits = rules.missingPrice.map { source -> Int64? in
      switch source {
      case .document: stated?.priceState == .documented ? stated?.valueMinor : nil
      case .purchaseOrder: stated?.priceState == .expected ? stated?.valueMinor : nil
      case .lastLayer where rules.method == .standard: nil
      case .lastLayer:
        (rules.method == .movingAverage
          ? average(pool) ?? pools[pool].received : pools[pool].received)
          .map { Self.part($0.value, quantity, of: $0.quantity) }
      case .standard: rules.standardCostMicros == nil ? nil : standardValue(pool, quantity)
      }
    }
    return hits.lazy.compactMap { $0 }.first
  }

  func enter(
    _ m: StockMovement, _ pool: Int, _ quantity: Int64, _ value: Int64, worth: Int64,
    role: CounterRole, ageDate: CivilDate, prices: Bool
  ) -> Layer {
    let stock = addTotals(m, pool, quantity, value, worth: worth, role: role, prices: prices)
    let layer = insert(
      pool, origin: m.ordinal, queueDate: m.date, ageDate: ageDate, lot: m.lot,
      quantity: quantity, value: stock)
    layerOf[m.ordinal] = layer
    return layer
  }

  func addTotals(
    _ m: StockMovement, _ pool: Int, _ quantity: Int64, _ value: Int64, worth: Int64,
    role: CounterRole, prices: Bool
  ) -> Int64 {
    let rules = pools[pool].rules
    if rules.method == .standard, rules.isOwned, rules.standardCostMicros == nil {
      problem(.standardMissing, m.ordinal)
    }
    var stock = worth
    var differenceRole = CounterRole.writeDown
    if pools[pool].isValueless {
      stock =
        rules.method == .standard
        ? standardValue(pool, pools[pool].quantity + quantity) - pools[pool].value : 0
      if !rules.isOwned { stock = 0 }
      differenceRole = m.kind == .receipt ? .priceVariance : .costVariance
    }
    row(m.ordinal, pool, role, quantity: quantity, value: value)
    if stock > value, !pools[pool].isValueless { differenceRole = .costVariance }
    if stock != value { row(m.ordinal, pool, differenceRole, value: stock - value) }
    if prices { pools[pool].received = (stock, quantity) }
    return stock
  }

  func insert(
    _ pool: Int, origin: Int32, queueDate: CivilDate, ageDate: CivilDate, lot: Int32,
    quantity: Int64, value: Int64
  ) -> Layer {
    let layer = Layer(
      number: nextLayer, pool: pool, origin: origin, queueDate: queueDate, ageDate: ageDate,
      lot: lot, quantity: quantity, value: value)
    nextLayer += 1
    pools[pool].layers.append(layer)
    pools[pool].layers.sort { ($0.queueDate, $0.number) < ($1.queueDate, $1.number) }
    return layer
  }

  // MARK: - Below zero

  func cover(_ pool: Int, _ layer: Layer) {
    while let short = pools[pool].shorts.first, layer.left > 0 {
      let quantity = min(short.left, layer.left)
      let released = Self.part(short.value, quantity, of: short.left)
      var cost = released
      if pools[pool].isLayered {
        cost = Self.part(layer.value, quantity, of: layer.left)
        pools[pool].consumed = (layer.value, layer.left)
        layer.value -= cost
      } else if pools[pool].rules.method == .movingAverage {
        let value = pools[pool].value + pools[pool].shorts.reduce(0) { $0 + $1.value }
        let stock = pools[pool].quantity + pools[pool].shorts.reduce(0) { $0 + $1.left }
        pools[pool].consumed = (value, stock)
        cost = Self.part(value, quantity, of: stock)
      }
      short.left -= quantity
      short.value -= released
      if short.left == 0 { pools[pool].shorts.removeFirst() }
      layer.left -= quantity
      pools[pool].layers.removeAll { $0.left == 0 }
      took(short.movement, StockMovement.none, -quantity, -released)
      took(short.movement, layer.number, quantity, cost)
      layer.takers.append((short.movement, short.role, quantity, short.target))
      let correction = cost - released
      if correction != 0 {
        row(short.movement, pool, short.role, value: -correction)
        forward(correction, short.movement, short.target, path: [])
        clearOverdrawnAverages()
      }
    }
  }
}
