import AccountingValues
import Inventory

/// A second implementation of ACCOUNTING §2, slow and obvious: objects, sorted arrays, real recursion,
/// every link kept for ever, every rounding a fraction. It keeps sums, not rows: what each movement
/// did to each pool against each role, and what it took from each layer.
final class Oracle {
  final class Layer {
    let number: Int32
    let pool: Int
    let origin: Int32
    let queueDate: CivilDate
    let ageDate: CivilDate
    let lot: Int32
    let quantity: Int64
    var left: Int64
    /// Value left under layer methods, cost of the whole layer otherwise.
    var value: Int64
    var takers: [(movement: Int32, role: CounterRole, quantity: Int64, target: Layer?)] = []

    init(
      number: Int32, pool: Int, origin: Int32, queueDate: CivilDate, ageDate: CivilDate,
      lot: Int32, quantity: Int64, value: Int64
    ) {
      self.number = number
      self.pool = pool
      self.origin = origin
      self.queueDate = queueDate
      self.ageDate = ageDate
      self.lot = lot
      self.quantity = quantity
      self.left = quantity
      self.value = value
    }
  }

  final class Short {
    let movement: Int32
    let date: CivilDate
    let role: CounterRole
    let target: Layer?
    var left: Int64
    var value: Int64

    init(
      movement: Int32, date: CivilDate, role: CounterRole, target: Layer?, left: Int64,
      value: Int64
    ) {
      self.movement = movement
      self.date = date
      self.role = role
      self.target = target
      self.left = left
      self.value = value
    }
  }

  final class Issue {
    let role: CounterRole
    let later: CounterRole
    let ageDate: CivilDate
    var left: Int64
    var cost: Int64
    var returns: [Layer] = []

    init(
      role: CounterRole, later: CounterRole, ageDate: CivilDate, left: Int64, cost: Int64
    ) {
      self.role = role
      self.later = later
      self.ageDate = ageDate
      self.left = left
      self.cost = cost
    }
  }

  struct Pool {
    var rules: CostPool
    var layers: [Layer] = []
    var shorts: [Short] = []
    var value: Int64 = 0
    var consumed: (value: Int64, quantity: Int64)?
    var received: (value: Int64, quantity: Int64)?

    var quantity: Int64 {
      layers.reduce(0) { $0 + $1.left } - shorts.reduce(0) { $0 + $1.left }
    }
    var isLayered: Bool { rules.method != .movingAverage && rules.method != .standard }
    var isValueless: Bool { !rules.isOwned || rules.method == .standard }
  }

  struct RowKey: Hashable {
    var movement: Int32
    var pool: Int
    var role: CounterRole
  }

  struct LinkKey: Hashable {
    var movement: Int32
    var layer: Int32
  }

  struct Problem: Hashable {
    var problem: CostingFinding.Problem
    var event: Int32
  }

  struct Amounts: Hashable {
    var quantity: Int64 = 0
    var value: Int64 = 0
  }

  var pools: [Pool]
  var rows: [RowKey: Amounts] = [:]
  var links: [LinkKey: Amounts] = [:]
  var problems: [Problem] = []
  private var layerOf: [Int32: Layer] = [:]
  private var issueOf: [Int32: Issue] = [:]
  private var nextLayer: Int32 = 0
  private var averagesTouched: [Layer] = []

  init(_ pools: [CostPool]) { self.pools = pools.map { Pool(rules: $0) } }

  // MARK: - Fractions

  static func round(_ numerator: Int128, over denominator: Int128) -> Int64 {
    let negative = (numerator < 0) != (denominator < 0)
    let n = numerator.magnitude
    let d = denominator.magnitude
    let rounded = Int64((2 * n + d) / (2 * d))
    return negative ? -rounded : rounded
  }

  static func part(_ value: Int64, _ quantity: Int64, of whole: Int64) -> Int64 {
    round(Int128(value) * Int128(quantity), over: Int128(whole))
  }

  /// Largest remainder, ties to the earlier.
  static func split(_ total: Int64, over weights: [Int64]) -> [Int64] {
    let sum = weights.reduce(Int128(0)) { $0 + Int128($1) }
    let sign: Int64 = total < 0 ? -1 : 1
    let exact = weights.map { Int128(total.magnitude) * Int128($0) }
    var parts = exact.map { Int64($0 / sum) }
    var missing = Int64(total.magnitude) - parts.reduce(0, +)
    while missing > 0 {
      let remainders = zip(exact, parts).map { $0 - Int128($1) * sum }
      guard let largest = remainders.max(), let index = remainders.firstIndex(of: largest) else {
        break
      }
      parts[index] += 1
      missing -= 1
    }
    return parts.map { $0 * sign }
  }

  func standardValue(_ pool: Int, _ quantity: Int64) -> Int64 {
    guard pools[pool].rules.isOwned, let standard = pools[pool].rules.standardCostMicros else {
      return 0
    }
    return Self.round(Int128(quantity) * Int128(standard), over: 10_000_000_000)
  }

  // MARK: - Rows

  private func row(
    _ movement: Int32, _ pool: Int, _ role: CounterRole, quantity: Int64 = 0, value: Int64
  ) {
    rows[RowKey(movement: movement, pool: pool, role: role), default: Amounts()].quantity +=
      quantity
    rows[RowKey(movement: movement, pool: pool, role: role), default: Amounts()].value += value
    pools[pool].value += value
  }

  private func took(_ movement: Int32, _ layer: Int32, _ quantity: Int64, _ value: Int64) {
    links[LinkKey(movement: movement, layer: layer), default: Amounts()].quantity += quantity
    links[LinkKey(movement: movement, layer: layer), default: Amounts()].value += value
  }

  private func problem(_ problem: CostingFinding.Problem, _ event: Int32) {
    problems.append(Problem(problem: problem, event: event))
  }

  // MARK: - Events

  func apply(_ m: StockMovement) {
    if m.quantityMicros == 0 {
      if m.valueMinor != 0 { return problem(.valueWithoutQuantity, m.ordinal) }
      return row(m.ordinal, Int(m.pool), role(of: m.kind), value: 0)
    }
    if m.kind == .transfer {
      let back = m.quantityMicros > 0
      return transfer(
        m, from: Int(back ? m.toPool : m.pool), to: Int(back ? m.pool : m.toPool),
        abs(m.quantityMicros))
    }
    if m.quantityMicros > 0 { comeIn(m) } else { goOut(m) }
  }

  func apply(_ change: StandardCostChange) {
    let pool = Int(change.pool)
    pools[pool].rules.standardCostMicros = change.standardCostMicros
    guard pools[pool].rules.method == .standard else { return }
    let delta = standardValue(pool, pools[pool].quantity) - pools[pool].value
    if delta != 0 { row(change.ordinal, pool, .standardRevaluation, value: delta) }
  }

  func apply(_ late: LateCost) {
    guard let layer = layerOf[late.receipt] else {
      return problem(.lateCostWithoutReceipt, late.ordinal)
    }
    row(late.receipt, layer.pool, .lateCost, value: late.valueMinor)
    absorb(late.valueMinor, layer, path: [late.receipt])
    clearOverdrawnAverages()
  }

  // MARK: - In

  private func comeIn(_ m: StockMovement) {
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
      let worth = max(0, m.flags.contains(.damaged) ? min(cost, m.valueMinor) : cost)
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

  private func comeInUnlinked(_ m: StockMovement, _ quantity: Int64, isExcess: Bool = false) {
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
      m, pool, quantity, value ?? 0, worth: value ?? 0, role: role(of: m.kind), ageDate: m.date,
      prices: prices)
    cover(pool, layer)
  }

  private func average(_ pool: Int) -> (value: Int64, quantity: Int64)? {
    let quantity = pools[pool].quantity
    return quantity > 0 ? (pools[pool].value, quantity) : pools[pool].consumed
  }

  /// Last consumed layer (or average) → last layer → standard.
  private func withoutStock(_ quantity: Int64, _ pool: Int) -> Int64? {
    if pools[pool].rules.method == .standard, pools[pool].rules.standardCostMicros != nil {
      return standardValue(pool, quantity)
    }
    let ratio =
      pools[pool].rules.method == .movingAverage ? average(pool) : pools[pool].consumed
    if let ratio { return Self.part(ratio.value, quantity, of: ratio.quantity) }
    return fromChain(quantity, pool)
  }

  /// The first source of the pool's chain that knows a cost.
  private func fromChain(_ quantity: Int64, _ pool: Int, _ stated: StockMovement? = nil) -> Int64? {
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

  private func enter(
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

  private func addTotals(
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

  private func insert(
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

  private func cover(_ pool: Int, _ layer: Layer) {
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

  // MARK: - Out

  private func goOut(_ m: StockMovement) {
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

  private func mayGo(_ m: StockMovement, _ pool: Int, _ quantity: Int64) -> Bool {
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

  private typealias Taken = (layer: Layer?, quantity: Int64, value: Int64)

  private func take(
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

  private func belowZero(
    _ m: StockMovement, _ pool: Int, _ quantity: Int64
  ) -> Int64 {
    if pools[pool].rules.method == .standard || !pools[pool].rules.isOwned { return 0 }
    guard let value = withoutStock(quantity, pool) else {
      problem(.shortageWithoutCost, m.ordinal)
      return 0
    }
    return value
  }

  private func takePart(_ layer: Layer, _ quantity: Int64, _ pool: Int) -> Taken {
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

  private func order(_ pool: Int, lot: Int32) -> [Layer] {
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

  private func spread(_ total: Int64, _ pieces: [Taken]) -> [Taken] {
    var value = total
    var quantity = pieces.reduce(0) { $0 + $1.quantity }
    return pieces.map { piece in
      let part = Self.part(value, piece.quantity, of: quantity)
      value -= part
      quantity -= piece.quantity
      return (piece.layer, piece.quantity, part)
    }
  }

  private func record(
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

  private func transfer(_ m: StockMovement, from: Int, to: Int, _ quantity: Int64) {
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

  // MARK: - Late

  private func forward(_ share: Int64, _ movement: Int32, _ target: Layer?, path: [Int32]) {
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

  private func absorb(_ share: Int64, _ layer: Layer, path: [Int32]) {
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

  private func keep(_ share: Int64, _ layer: Layer) {
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

  private func clearOverdrawnAverages() {
    for layer in averagesTouched {
      let stock =
        pools[layer.pool].value + pools[layer.pool].shorts.reduce(0) { $0 + $1.value }
      if stock < 0 { expense(stock, layer) }
    }
    averagesTouched = []
  }

  private func expense(_ share: Int64, _ layer: Layer) {
    let rules = pools[layer.pool].rules
    row(
      layer.origin, layer.pool,
      rules.method == .standard && rules.isOwned ? .priceVariance : .costVariance, value: -share)
  }

  private func role(of kind: MovementKind) -> CounterRole {
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
