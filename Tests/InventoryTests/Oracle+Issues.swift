import AccountingValues
import Inventory

/// What goes out: issues, scrap, transfers, and what they take from layers.
extension Oracle {
  func goOut(_ m: StockMovement) {
    let pool = Int(m.pool)
    let quantity = -m.quantityMicros
    guard mayGo(m, pool, quantity) else { return }
    let (pieces, value, claim) = take(m, pool, quantity)
    let goesBack = m.linked != StockMovement.none || m.kind == .supplierReturn
    var credit = value
    if goesBack, m.kind != .issue, m.kind != .customerReturn, pools[pool].rules.isOwned {
      credit = m.priceState == .known ? m.valueMinor : claim
    }
    var later = role(of: m.kind)
    if [.supplierReturn, .receipt, .opening].contains(m.kind) { later = .costVariance }
    if m.flags.contains(.reversal) { later = .costOfSales }
    row(m.ordinal, pool, role(of: m.kind), quantity: m.quantityMicros, value: -credit)
    if credit != value { row(m.ordinal, pool, later, value: credit - value) }
    record(m, pool, pieces, role: later, targets: pieces.map { _ in nil })
    let ages = pieces.compactMap { $0.layer?.ageDate } + [m.date]
    issueOf[m.ordinal] = Issue(
      role: role(of: m.kind), later: later, ageDate: ages.min() ?? m.date, left: quantity,
      cost: value)
  }

  func mayGo(_ m: StockMovement, _ pool: Int, _ quantity: Int64) -> Bool {
    if pools[pool].rules.method == .specific {
      let lot = pools[pool].layers.filter { $0.lot == m.lot }.reduce(0) { $0 + $1.left }
      if lot < quantity { problem(.lotNotInStock, m.ordinal) }
      return lot >= quantity
    }
    if pools[pool].rules.negativeStock == .refuse, max(0, pools[pool].quantity) < quantity {
      problem(.stockRefused, m.ordinal)
      return false
    }
    return true
  }

  typealias Taken = (layer: Layer?, quantity: Int64, value: Int64)

  func take(
    _ m: StockMovement, _ pool: Int, _ quantity: Int64
  ) -> (pieces: [Taken], value: Int64, claim: Int64) {
    let before = pools[pool].quantity
    let valueBefore = pools[pool].value
    let inStock = min(quantity, max(0, before))
    var pieces: [Taken] = []
    var left = inStock
    for layer in pools[pool].layers where m.linked >= 0 && layer.origin == m.linked && left > 0 {
      pieces.append(takePart(layer, left, pool))
      left -= pieces[pieces.count - 1].quantity
    }
    let linkedPieces = pieces
    for layer in order(pool, lot: m.lot) where layer.left > 0 && left > 0 {
      pieces.append(takePart(layer, left, pool))
      left -= pieces[pieces.count - 1].quantity
    }
    pools[pool].layers.removeAll { $0.left == 0 }
    var value = pieces.reduce(0) { $0 + $1.value }
    var claim = value
    if pools[pool].rules.method == .movingAverage, inStock > 0 {
      pools[pool].consumed = (valueBefore, before)
      let linked = linkedPieces.reduce(0) { $0 + $1.quantity }
      claim = linkedPieces.reduce(0) {
        $0 + Self.part($1.layer?.value ?? 0, $1.quantity, of: $1.layer?.quantity ?? 1)
      }
      claim += Self.part(valueBefore, inStock - linked, of: before)
      value = inStock == before ? valueBefore : min(claim, valueBefore)
      if linkedPieces.isEmpty { claim = value }
      pieces = spread(value, pieces)
    }
    if quantity > inStock {
      let short = belowZero(m, pool, quantity - inStock)
      pieces.append((nil, quantity - inStock, short))
      value += short
      claim += short
    }
    if pools[pool].rules.method == .standard {
      value =
        pools[pool].rules.isOwned ? valueBefore - standardValue(pool, before - quantity) : 0
      claim = value
      pieces = spread(value, pieces)
    }
    return (pieces, value, claim)
  }

  func belowZero(
    _ m: StockMovement, _ pool: Int, _ quantity: Int64
  ) -> Int64 {
    if pools[pool].rules.method == .standard || !pools[pool].rules.isOwned { return 0 }
    guard let value = withoutStock(quantity, pool) else {
      problem(.shortageWithoutCost, m.ordinal)
      return 0
    }
    return value
  }

  func takePart(_ layer: Layer, _ quantity: Int64, _ pool: Int) -> Taken {
    let part = min(layer.left, quantity)
    var value: Int64 = 0
    if pools[pool].isLayered {
      value = Self.part(layer.value, part, of: layer.left)
      pools[pool].consumed = (layer.value, layer.left)
      layer.value -= value
    }
    layer.left -= part
    return (layer, part, value)
  }

  func order(_ pool: Int, lot: Int32) -> [Layer] {
    let layers = pools[pool].layers.filter { $0.left > 0 }
    switch pools[pool].rules.method {
    case .fifo, .movingAverage, .periodicAverage, .standard: return layers
    case .lifo: return layers.reversed()
    case .specific: return layers.filter { $0.lot == lot }
    case .hifo:
      return layers.enumerated().sorted { a, b in
        let left = Int128(a.element.value) * Int128(b.element.left)
        let right = Int128(b.element.value) * Int128(a.element.left)
        return left == right ? a.offset < b.offset : left > right
      }.map(\.element)
    }
  }

  func spread(_ total: Int64, _ pieces: [Taken]) -> [Taken] {
    var value = total
    var quantity = pieces.reduce(0) { $0 + $1.quantity }
    return pieces.map { piece in
      let part = Self.part(value, piece.quantity, of: quantity)
      value -= part
      quantity -= piece.quantity
      return (piece.layer, piece.quantity, part)
    }
  }

  func record(
    _ m: StockMovement, _ pool: Int, _ pieces: [Taken], role: CounterRole, targets: [Layer?]
  ) {
    for (piece, target) in zip(pieces, targets) {
      took(m.ordinal, piece.layer?.number ?? StockMovement.none, piece.quantity, piece.value)
      if let layer = piece.layer {
        layer.takers.append((m.ordinal, role, piece.quantity, target))
      } else {
        pools[pool].shorts.append(
          Short(
            movement: m.ordinal, date: m.date, role: role, target: target, left: piece.quantity,
            value: piece.value))
      }
    }
  }

  func transfer(_ m: StockMovement, from: Int, to: Int, _ quantity: Int64) {
    if from == to { return row(m.ordinal, from, .transfer, value: 0) }
    guard mayGo(m, from, quantity) else { return }
    let missingCosts = problems.filter { $0.problem == .shortageWithoutCost }.count
    let (pieces, value, _) = take(m, from, quantity)
    let isUnknown =
      problems.filter { $0.problem == .shortageWithoutCost }.count > missingCosts
      || !pools[from].rules.isOwned
    row(m.ordinal, from, .transfer, quantity: -quantity, value: -value)
    _ = addTotals(
      m, to, quantity, value, worth: value, role: .transfer, prices: !isUnknown)
    let targets = pieces.map { piece in
      insert(
        to, origin: piece.layer?.origin ?? m.ordinal, queueDate: piece.layer?.queueDate ?? m.date,
        ageDate: piece.layer?.ageDate ?? m.date,
        lot: m.lot >= 0 ? m.lot : piece.layer?.lot ?? StockMovement.none,
        quantity: piece.quantity, value: pools[to].rules.isOwned ? piece.value : 0)
    }
    record(m, from, pieces, role: .transfer, targets: targets)
    for target in targets { cover(to, target) }
  }
}
