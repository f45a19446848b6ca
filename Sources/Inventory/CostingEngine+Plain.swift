import AccountingValues

/// Which of a pool's plain movements take the short way.
enum PlainPath: UInt8 {
  /// None.
  case none
  /// What comes in; what goes out is searched for.
  case receipts
  /// Layers, oldest first.
  case oldest
  /// Layers, newest first.
  case newest
  /// A running average.
  case average
  /// round(standard × quantity).
  case standard
}

/// Nine of ten movements are plain: a priced receipt, an issue that stock covers, a return of what a
/// delivery took, of own goods. They write the rows that `receive`, `issue` and `receiveReturn` would
/// write, from the pool's one slot and the layers at one end of its queue, and nothing else is looked
/// at; anything unusual takes the long way, as does a movement given alone. A property test compares
/// the two ways row by row.
///
/// The slots and layers of a batch are scattered over memory and fetched ahead, all at once instead of
/// one after another: over many items most of the time would be waiting for them.
extension CostingEngine {
  /// How many movements are fetched ahead: two lines of a pool and one or two of layers each fit the
  /// processor's nearest cache.
  private static var fetchedAhead: Int { 96 }

  /// Values movements in event order.
  public mutating func apply(
    contentsOf movements: [StockMovement], into output: inout CostingOutput
  ) {
    apply(contentsOf: movements.span, into: &output)
  }

  /// Values movements in event order. Long runs are fastest: what they need of memory is fetched ahead.
  public mutating func apply(
    contentsOf movements: Span<StockMovement>, into output: inout CostingOutput
  ) {
    var first = 0
    while first < movements.count {
      let end = min(first + Self.fetchedAhead, movements.count)
      if end - first > 2 { fetch(movements, first..<end) }
      for index in first..<end where !applyPlain(movements[index]) {
        plainRows.handOver(to: &output)
        apply(movements[index], into: &output)
      }
      first = end
    }
    plainRows.handOver(to: &output)
  }

  /// Reads a byte of all that the plain movements of a batch will touch.
  private mutating func fetch(_ movements: Span<StockMovement>, _ range: Range<Int>) {
    var bytes: UInt8 = 0
    for index in range { bytes ^= pools.touch(Int(movements[index].pool)) }
    for index in range {
      let pool = Int(movements[index].pool)
      if UInt(bitPattern: pool) >= UInt(bitPattern: pools.count) { continue }
      let isOut = movements[index].quantityMicros < 0 && pools[pool].plainPath != .newest
      bytes ^= arena.layers.touch(Int(isOut ? pools[pool].head : pools[pool].tail))
      if movements[index].linked >= 0, let issue = names.issue(of: movements[index].linked) {
        bytes ^= issues.touch(Int(issue))
      }
    }
    fetched = bytes
  }

  /// Says what may be done with a pool's plain movements; after every change of its rules.
  mutating func planPath(of pool: Int) {
    let rules = rules[pool]
    pools[pool].standardCostMicros = rules.standardCostMicros ?? 0
    pools[pool].returnsAtOriginal = rules.returnCost == .original
    pools[pool].plainPath =
      switch rules.method {
      case _ where !rules.isOwned: .none
      case .fifo: .oldest
      case .lifo: .newest
      case .hifo, .specific: .receipts
      case .movingAverage: .average
      case .periodicAverage: .none
      case .standard: rules.standardCostMicros == nil ? .none : .standard
      }
  }

  /// Values a movement if it is plain.
  @inline(__always)
  private mutating func applyPlain(_ movement: StockMovement) -> Bool {
    let pool = Int(movement.pool)
    guard movement.flags.isSubset(of: .named), movement.order == StockMovement.none,
      movement.ordinal > lastEvent,
      movement.date == lastDate || movement.date > lastDate && periodic.isEmpty,
      UInt(bitPattern: pool) < UInt(bitPattern: pools.count), pools[pool].takesPlain
    else { return false }
    let isDone =
      movement.linked != StockMovement.none
      ? returnPlain(movement)
      : movement.quantityMicros > 0 ? receivePlain(movement) : issuePlain(movement)
    if isDone {
      lastEvent = movement.ordinal
      lastDate = movement.date
    }
    return isDone
  }

  // MARK: In

  @inline(__always)
  private mutating func receivePlain(_ movement: StockMovement) -> Bool {
    guard movement.kind == .receipt || movement.kind == .opening,
      movement.priceState == .known, movement.ageDate == nil
    else { return false }
    let layer = Self.enter(
      movement, value: movement.valueMinor, ageDay: movement.date.daysSince1970, isKept: false,
      as: movement.kind.role, basis: .document, &pools[Int(movement.pool)], &arena, &plainRows,
      standardDivisor)
    if layer < 0 { return false }
    if movement.flags.contains(.named) { names.set(NameTable.layer(layer), for: movement.ordinal) }
    return true
  }

  private mutating func returnPlain(_ movement: StockMovement) -> Bool {
    let (pool, quantity) = (movement.pool, movement.quantityMicros)
    guard movement.kind == .customerReturn, pools[Int(pool)].returnsAtOriginal, quantity > 0,
      let named = names.issue(of: movement.linked)
    else { return false }
    let issue = Int(named)
    guard issues[issue].pool == pool, issues[issue].quantityLeft >= quantity,
      issues[issue].costLeft >= 0
    else { return false }
    let cost = portion(issues[issue].costLeft, of: quantity, in: issues[issue].quantityLeft)
    let layer = Self.enter(
      movement, value: cost, ageDay: issues[issue].ageDay, isKept: true, as: issues[issue].role,
      basis: .original, &pools[Int(pool)], &arena, &plainRows, standardDivisor)
    if layer < 0 { return false }
    issues[issue].quantityLeft -= quantity
    issues[issue].costLeft -= cost
    addReturn(layer, to: issue)
    if movement.flags.contains(.named) { names.set(NameTable.layer(layer), for: movement.ordinal) }
    return true
  }

  /// Adds goods to a pool without shortages as its last layer and writes the rows; −1 for what is
  /// not plain.
  @inline(__always)
  private static func enter(
    _ movement: StockMovement, value: Int64, ageDay: Int32, isKept: Bool, as role: CounterRole,
    basis: CostBasis, _ pool: inout PoolState, _ arena: inout LayerArena,
    _ rows: inout PlainRows, _ standardDivisor: Int64
  ) -> Int32 {
    let (quantity, day) = (movement.quantityMicros, movement.date.daysSince1970)
    guard quantity <= largestAmount, UInt64(bitPattern: value) <= UInt64(largestAmount),
      pool.tail < 0 || arena.layers[Int(pool.tail)].queueDay <= day
    else { return -1 }
    var stock = value
    if pool.plainPath == .standard {
      guard let worth = pool.worth(of: pool.quantity + quantity, standardDivisor) else { return -1 }
      stock = worth - pool.value
    }
    rows.write(movement, quantity: quantity, value: value, role: role, basis: basis)
    pool.received.quantity += quantity
    pool.received.value += value
    if stock != value {
      rows.write(
        movement, quantity: 0, value: stock - value,
        role: movement.kind == .receipt ? .priceVariance : .costVariance, basis: basis)
      pool.adjusted.value += stock - value
    }
    pool.quantity += quantity
    pool.value += stock
    pool.lastReceived = UnitRatio(stock, over: quantity)
    let isLinked = isKept || movement.flags.contains(.named)
    return arena.append(
      Layer(
        pool: movement.pool, previous: pool.tail, origin: movement.ordinal, quantityIn: quantity,
        quantityLeft: quantity, value: stock, queueDay: day, ageDay: ageDay,
        firstLink: isLinked ? Layer.none : Layer.unlinked, lot: movement.lot,
        number: arena.takeNumber()), to: &pool)
  }

  // MARK: Out

  @inline(__always)
  private mutating func issuePlain(_ movement: StockMovement) -> Bool {
    guard
      movement.kind == .issue || movement.kind == .scrap || movement.kind == .consumption,
      let taken = Self.take(
        movement, &pools[Int(movement.pool)], &arena, &links, &plainRows, standardDivisor)
    else { return false }
    if movement.flags.contains(.named) {
      name(
        movement, quantity: -movement.quantityMicros, cost: taken.cost, ageDay: taken.ageDay)
    }
    return true
  }

  /// Takes goods out of a pool that has them, and writes the rows; `nil` for what is not plain.
  @inline(__always)
  private static func take(
    _ movement: StockMovement, _ pool: inout PoolState, _ arena: inout LayerArena,
    _ links: inout Slab<Link>, _ rows: inout PlainRows, _ standardDivisor: Int64
  ) -> (cost: Int64, ageDay: Int32)? {
    let quantity = 0 &- movement.quantityMicros
    guard quantity > 0, quantity <= pool.quantity else { return nil }
    var cost: Int64 = 0
    var ageDay = movement.date.daysSince1970
    var left = quantity
    switch pool.plainPath {
    case .none, .receipts:
      return nil
    case .oldest:
      while left > 0 {
        let index = pool.head
        let part = takePart(
          movement, left, &arena.layers[Int(index)], &pool.lastConsumed, &links, &rows)
        note(part, of: index, &cost, &left, &ageDay, &pool, &arena)
      }
    case .newest:
      while left > 0 {
        let index = pool.tail
        let part = takePart(
          movement, left, &arena.layers[Int(index)], &pool.lastConsumed, &links, &rows)
        note(part, of: index, &cost, &left, &ageDay, &pool, &arena)
      }
    case .average, .standard:
      if pool.plainPath == .average {
        cost = portion(pool.value, of: quantity, in: pool.quantity)
        pool.lastConsumed = UnitRatio(pool.value, over: pool.quantity)
      } else {
        guard let worth = pool.worth(of: pool.quantity - quantity, standardDivisor) else {
          return nil
        }
        cost = pool.value - worth
      }
      var spread: Int64 = 0
      while left > 0 {
        let index = pool.head
        let part = takeQuantity(
          movement, left, worth: cost - spread, &arena.layers[Int(index)], &links, &rows)
        note(part, of: index, &spread, &left, &ageDay, &pool, &arena)
      }
    }
    pool.quantity -= quantity
    pool.value -= cost
    pool.issued.quantity += quantity
    pool.issued.value += cost
    rows.write(
      movement, quantity: -quantity, value: -cost, role: movement.kind.role, basis: .method)
    return (cost, ageDay)
  }

  /// What was taken of one layer.
  private struct Part {
    var quantity: Int64
    var cost: Int64
    var ageDay: Int32
    var isLast: Bool
  }

  /// Takes up to `left` of a layer at its own cost.
  @inline(__always)
  private static func takePart(
    _ movement: StockMovement, _ left: Int64, _ layer: inout Layer,
    _ lastConsumed: inout UnitRatio, _ links: inout Slab<Link>, _ rows: inout PlainRows
  ) -> Part {
    lastConsumed = UnitRatio(layer.value, over: layer.quantityLeft)
    let quantity = min(left, layer.quantityLeft)
    let cost = portion(layer.value, of: quantity, in: layer.quantityLeft)
    layer.value -= cost
    return consume(movement, quantity, cost, &layer, &links, &rows)
  }

  /// Takes up to `left` of a layer, and its part of what all of `left` is worth.
  @inline(__always)
  private static func takeQuantity(
    _ movement: StockMovement, _ left: Int64, worth: Int64, _ layer: inout Layer,
    _ links: inout Slab<Link>, _ rows: inout PlainRows
  ) -> Part {
    let quantity = min(left, layer.quantityLeft)
    return consume(
      movement, quantity, portion(worth, of: quantity, in: left), &layer, &links, &rows)
  }

  /// Lowers a layer, writes the consumption and links it.
  @inline(__always)
  private static func consume(
    _ movement: StockMovement, _ quantity: Int64, _ cost: Int64, _ layer: inout Layer,
    _ links: inout Slab<Link>, _ rows: inout PlainRows
  ) -> Part {
    rows.write(movement, quantity, cost, of: layer)
    layer.quantityLeft -= quantity
    if layer.isKept {
      links.add(
        Link(
          movement: movement.ordinal, kind: movement.kind, role: movement.kind.role,
          quantity: quantity, target: Layer.none), to: &layer)
    }
    return Part(
      quantity: quantity, cost: cost, ageDay: layer.ageDay, isLast: layer.quantityLeft == 0)
  }

  /// Counts a part, and gives its layer back when it is used up.
  @inline(__always)
  private static func note(
    _ part: Part, of layer: Int32, _ cost: inout Int64, _ left: inout Int64,
    _ ageDay: inout Int32, _ pool: inout PoolState, _ arena: inout LayerArena
  ) {
    cost += part.cost
    left -= part.quantity
    ageDay = min(ageDay, part.ageDay)
    if part.isLast {
      arena.dequeue(layer, from: &pool)
      arena.release(layer)
    }
  }
}

/// Rows of plain movements on their way to the caller's buffers.
struct PlainRows: ~Copyable {
  private var valued = Slab<ValuedMovement>(minimumCapacity: 512)
  private var consumptions = Slab<Consumption>(minimumCapacity: 1024)

  @inline(__always)
  mutating func write(
    _ movement: StockMovement, quantity: Int64, value: Int64, role: CounterRole, basis: CostBasis
  ) {
    valued.append(
      ValuedMovement(
        movement: movement.ordinal, cause: movement.ordinal, pool: movement.pool,
        date: movement.date, quantityMicros: quantity, valueMinor: value, kind: movement.kind,
        role: role, reason: .movement, basis: basis))
  }

  @inline(__always)
  mutating func write(_ movement: StockMovement, _ part: Int64, _ cost: Int64, of layer: Layer) {
    consumptions.append(
      Consumption(
        movement: movement.ordinal, cause: movement.ordinal, pool: movement.pool,
        layer: layer.number, origin: layer.origin, date: movement.date, quantityMicros: part,
        valueMinor: cost))
  }

  mutating func handOver(to output: inout CostingOutput) {
    if !valued.isEmpty { valued.move(to: &output.valued) }
    if !consumptions.isEmpty { consumptions.move(to: &output.consumptions) }
  }
}

extension PoolState {
  /// Whether nothing about the pool itself is unusual: a negative total is, and so is one beyond what a
  /// movement may add to.
  var takesPlain: Bool {
    @inline(__always) get {
      let totals =
        received.quantity | received.value | issued.quantity | issued.value | quantity | value
      return plainPath != .none && firstShortage < 0
        && UInt64(bitPattern: totals) < UInt64(CostingEngine.largestTotal)
    }
  }

  /// round(standard × quantity), while the product fits 64 bits; the long way knows the rest.
  @inline(__always)
  func worth(of quantity: Int64, _ divisor: Int64) -> Int64? {
    let (product, overflow) = standardCostMicros.multipliedReportingOverflow(by: quantity)
    if overflow { return nil }
    let (quotient, remainder) = product.quotientAndRemainder(dividingBy: divisor)
    let isUp = remainder.magnitude >= divisor.magnitude - remainder.magnitude
    return isUp ? (product < 0 ? quotient - 1 : quotient + 1) : quotient
  }
}
