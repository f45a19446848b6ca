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
  /// How many movements ahead a pool's lines are asked for, then, from the pool, a layer's, and then,
  /// from the layer, that of the one behind it. Far enough for memory to answer, near enough for the
  /// processor's nearest cache to keep them.
  private static var poolsAhead: Int { 24 }
  private static var layersAhead: Int { 14 }
  private static var nextLayersAhead: Int { 6 }

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
    for index in 0..<min(Self.poolsAhead, movements.count) { fetchPool(of: movements[index]) }
    for index in 0..<min(Self.layersAhead, movements.count) { fetchLayer(of: movements[index]) }
    for index in 0..<movements.count {
      if index + Self.poolsAhead < movements.count {
        fetchPool(of: movements[index + Self.poolsAhead])
      }
      if index + Self.layersAhead < movements.count {
        fetchLayer(of: movements[index + Self.layersAhead])
      }
      if index + Self.nextLayersAhead < movements.count {
        fetchNextLayer(of: movements[index + Self.nextLayersAhead])
      }
      if !applyPlain(movements[index]) {
        plainRows.handOver(to: &output)
        apply(movements[index], into: &output)
      } else if plainRows.isFull {
        plainRows.handOver(to: &output)
      }
    }
    plainRows.handOver(to: &output)
  }

  @inline(__always)
  private func fetchPool(of movement: StockMovement) {
    pools.prefetchPair(Int(movement.pool))
  }

  /// Fetches the layer that a movement takes from or comes behind, and the issue that it names.
  @inline(__always)
  private func fetchLayer(of movement: StockMovement) {
    let pool = Int(movement.pool)
    if UInt(bitPattern: pool) >= UInt(bitPattern: pools.count) { return }
    arena.layers.prefetch(Int(pools[pool].end(for: movement)))
    if movement.linked >= 0, let issue = names.issue(of: movement.linked) {
      issues.prefetch(Int(issue))
    }
  }

  /// Fetches the layer behind the one that a movement uses up.
  @inline(__always)
  private func fetchNextLayer(of movement: StockMovement) {
    let pool = Int(movement.pool)
    if UInt(bitPattern: pool) >= UInt(bitPattern: pools.count) { return }
    let end = Int(pools[pool].end(for: movement))
    if UInt(bitPattern: end) >= UInt(bitPattern: arena.layers.count) { return }
    arena.layers.prefetch(Int(arena.layers[end].next))
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

  @inline(never)
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

  @inline(never)
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
    pool.receive(quantity, value)
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

  @inline(never)
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

  /// What a plain issue took so far. Nothing here can overflow: no total is above 2⁶⁰.
  private struct Take {
    var left: Int64
    var cost: Int64 = 0
    var ageDay: Int32

    /// Counts what was taken of a layer.
    @inline(__always)
    mutating func add(_ quantity: Int64, _ cost: Int64, _ ageDay: Int32) {
      left &-= quantity
      self.cost &+= cost
      self.ageDay = min(self.ageDay, ageDay)
    }
  }

  /// Takes goods out of a pool that has them, and writes the rows; `nil` for what is not plain.
  @inline(__always)
  private static func take(
    _ movement: StockMovement, _ pool: inout PoolState, _ arena: inout LayerArena,
    _ links: inout SlabList<Link>, _ rows: inout PlainRows, _ standardDivisor: Int64
  ) -> Take? {
    let quantity = 0 &- movement.quantityMicros
    guard quantity > 0, quantity <= pool.quantity else { return nil }
    var take = Take(left: quantity, ageDay: movement.date.daysSince1970)
    switch pool.plainPath {
    case .none, .receipts:
      return nil
    case .oldest:
      repeat {
        takeHead(movement, worth: nil, &take, &pool, &arena, &links, &rows)
      } while take.left > 0
    case .newest:
      repeat { takeTail(movement, &take, &pool, &arena, &links, &rows) } while take.left > 0
    case .average:
      let cost = portion(pool.value, of: quantity, in: pool.quantity)
      pool.lastConsumed = UnitRatio(pool.value, over: pool.quantity)
      repeat {
        takeHead(movement, worth: cost, &take, &pool, &arena, &links, &rows)
      } while take.left > 0
    case .standard:
      guard let worth = pool.worth(of: pool.quantity &- quantity, standardDivisor) else {
        return nil
      }
      let cost = pool.value &- worth
      repeat {
        takeHead(movement, worth: cost, &take, &pool, &arena, &links, &rows)
      } while take.left > 0
    }
    pool.quantity &-= quantity
    pool.value &-= take.cost
    pool.issued.quantity &+= quantity
    pool.issued.value &+= take.cost
    rows.write(
      movement, quantity: 0 &- quantity, value: 0 &- take.cost, role: movement.kind.role,
      basis: .method)
    return take
  }

  /// Takes from the oldest layer: at the layer's own cost, or its part of what all that is taken is
  /// worth.
  @inline(__always)
  private static func takeHead(
    _ movement: StockMovement, worth: Int64?, _ take: inout Take, _ pool: inout PoolState,
    _ arena: inout LayerArena, _ links: inout SlabList<Link>, _ rows: inout PlainRows
  ) {
    let rest = takePart(
      movement, worth: worth, &take, &arena.layers[Int(pool.head)], &pool.lastConsumed, &links,
      &rows)
    if rest.isLast { arena.dropHead(of: &pool, next: rest.next, isKept: rest.isKept) }
  }

  /// Takes from the newest layer, at its own cost.
  @inline(__always)
  private static func takeTail(
    _ movement: StockMovement, _ take: inout Take, _ pool: inout PoolState,
    _ arena: inout LayerArena, _ links: inout SlabList<Link>, _ rows: inout PlainRows
  ) {
    let rest = takePart(
      movement, worth: nil, &take, &arena.layers[Int(pool.tail)], &pool.lastConsumed, &links,
      &rows)
    if rest.isLast { arena.dropTail(of: &pool, previous: rest.previous, isKept: rest.isKept) }
  }

  /// What the queue must know of a layer that was taken from.
  private struct Rest {
    var isLast: Bool
    var isKept: Bool
    var next: Int32
    var previous: Int32
  }

  /// Takes up to what is left to take of a layer, writes the consumption and links it.
  @inline(__always)
  private static func takePart(
    _ movement: StockMovement, worth: Int64?, _ take: inout Take, _ layer: inout Layer,
    _ lastConsumed: inout UnitRatio, _ links: inout SlabList<Link>, _ rows: inout PlainRows
  ) -> Rest {
    let before = layer.quantityLeft
    let quantity = min(take.left, before)
    let cost: Int64
    if let worth {
      cost = portion(worth &- take.cost, of: quantity, in: take.left)
    } else {
      cost = portion(layer.value, of: quantity, in: before)
      lastConsumed = UnitRatio(layer.value, over: before)
      layer.value &-= cost
    }
    layer.quantityLeft = before &- quantity
    rows.write(movement, quantity, cost, of: layer)
    let isKept = layer.isKept
    if isKept {
      links.add(
        Link(
          movement: movement.ordinal, kind: movement.kind, role: movement.kind.role,
          quantity: quantity, target: Layer.none), to: &layer)
    }
    take.add(quantity, cost, layer.ageDay)
    return Rest(
      isLast: before == quantity, isKept: isKept, next: layer.next, previous: layer.previous)
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

  /// Whether it is time to hand rows over, before they leave the nearest cache.
  var isFull: Bool { @inline(__always) get { consumptions.count >= 128 } }

  mutating func handOver(to output: inout CostingOutput) {
    if !valued.isEmpty { valued.move(to: &output.valued) }
    if !consumptions.isEmpty { consumptions.move(to: &output.consumptions) }
  }
}

extension PoolState {
  /// The layer that a plain movement takes from or comes behind. Without a branch: which way the next
  /// goods move nobody predicts.
  @inline(__always)
  func end(for movement: StockMovement) -> Int32 {
    let isOut = Int32(truncatingIfNeeded: movement.quantityMicros >> 63)
    let out = plainPath == .newest ? tail : head
    return out & isOut | tail & ~isOut
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
