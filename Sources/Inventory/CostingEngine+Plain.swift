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
/// Of those most are plainer still: an issue of less than the oldest layer has (`takeWithin`):
///
///     before   16 for 108.00, of which the oldest layer has 9
///     issue 4  round(108.00 × 4 ÷ 16) = 27.00    12 for 81.00, of which it has 5
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
  private static var movementsAhead: Int { 32 }

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
    movements.withUnsafeBufferPointer { apply(MovementRun($0), into: &output) }
  }

  private mutating func apply(_ run: MovementRun, into output: inout CostingOutput) {
    if run.count == 0 { return }
    var rows = PlainRows(into: &output)
    for index in 0..<Self.poolsAhead { fetchPool(of: run.place(index)) }
    for index in 0..<Self.layersAhead { fetchLayer(of: run.place(index)) }
    var index = 0
    while index < run.count {
      // Beyond the end the last one is fetched again, which costs less than asking.
      fetchPool(of: run.place(index &+ Self.poolsAhead))
      fetchLayer(of: run.place(index &+ Self.layersAhead))
      fetchNextLayer(of: run.place(index &+ Self.nextLayersAhead))
      let place = run.place(index)
      if !applyPlain(place, &rows, &output) {
        rows.commit(to: &output)
        apply(place.movement, into: &output)
        rows.reopen(&output)
      }
      index &+= 1
    }
    rows.commit(to: &output)
  }

  /// Fetches a movement's pool, and a movement that comes after it.
  @inline(__always)
  private func fetchPool(of place: MovementPlace) {
    place.prefetch(ahead: Self.movementsAhead)
    pools.prefetchPair(Int(place.movement.pool))
  }

  /// Fetches the layer that a movement takes from or comes behind, and the issue that it names.
  @inline(__always)
  private func fetchLayer(of place: MovementPlace) {
    let pool = Int(place.movement.pool)
    if UInt(bitPattern: pool) >= UInt(bitPattern: pools.count) { return }
    arena.layers.prefetch(Int(pools[pool].end(for: place)))
    if place.movement.linked >= 0, let issue = names.issue(of: place.movement.linked) {
      issues.prefetch(Int(issue))
    }
  }

  /// Fetches the layer behind the one that a movement uses up.
  @inline(__always)
  private func fetchNextLayer(of place: MovementPlace) {
    let pool = Int(place.movement.pool)
    if UInt(bitPattern: pool) >= UInt(bitPattern: pools.count) { return }
    let end = Int(pools[pool].end(for: place))
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
  private mutating func applyPlain(
    _ place: MovementPlace, _ rows: inout PlainRows, _ output: inout CostingOutput
  ) -> Bool {
    let pool = Int(place.movement.pool)
    guard place.movement.flags.isSubset(of: .named),
      place.movement.order == StockMovement.none, place.movement.ordinal > lastEvent,
      place.movement.date == lastDate || place.movement.date > lastDate && periodic.isEmpty,
      UInt(bitPattern: pool) < UInt(bitPattern: pools.count), pools[pool].takesPlain
    else { return false }
    let isDone =
      place.movement.linked != StockMovement.none
      ? returnPlain(place, &rows, &output)
      : place.movement.quantityMicros > 0
        ? receivePlain(place, &rows, &output) : issuePlain(place, &rows, &output)
    if isDone {
      lastEvent = place.movement.ordinal
      lastDate = place.movement.date
    }
    return isDone
  }

  // MARK: In

  @inline(never)
  private mutating func receivePlain(
    _ place: MovementPlace, _ rows: inout PlainRows, _ output: inout CostingOutput
  ) -> Bool {
    guard place.movement.kind == .receipt || place.movement.kind == .opening,
      place.movement.priceState == .known, place.movement.ageDate == nil
    else { return false }
    let layer = Self.enter(
      place, value: place.movement.valueMinor, ageDay: place.movement.date.daysSince1970,
      isKept: false,
      as: place.movement.kind.role, basis: .document, &pools[Int(place.movement.pool)], &arena,
      &rows, &output,
      standardDivisor)
    if layer < 0 { return false }
    if place.movement.flags.contains(.named) {
      names.set(NameTable.layer(layer), for: place.movement.ordinal)
    }
    return true
  }

  @inline(never)
  private mutating func returnPlain(
    _ place: MovementPlace, _ rows: inout PlainRows, _ output: inout CostingOutput
  ) -> Bool {
    let (pool, quantity) = (place.movement.pool, place.movement.quantityMicros)
    guard place.movement.kind == .customerReturn, pools[Int(pool)].returnsAtOriginal, quantity > 0,
      let named = names.issue(of: place.movement.linked)
    else { return false }
    let issue = Int(named)
    guard issues[issue].pool == pool, issues[issue].quantityLeft >= quantity,
      issues[issue].costLeft >= 0
    else { return false }
    let cost = part(of: issues[issue].costLeft, quantity, in: issues[issue].quantityLeft)
    let layer = Self.enter(
      place, value: cost, ageDay: issues[issue].ageDay, isKept: true, as: issues[issue].role,
      basis: .original, &pools[Int(pool)], &arena, &rows, &output, standardDivisor)
    if layer < 0 { return false }
    issues[issue].quantityLeft -= quantity
    issues[issue].costLeft -= cost
    addReturn(layer, to: issue)
    if place.movement.flags.contains(.named) {
      names.set(NameTable.layer(layer), for: place.movement.ordinal)
    }
    return true
  }

  /// Adds goods to a pool without shortages as its last layer and writes the rows; −1 for what is
  /// not plain.
  @inline(__always)
  private static func enter(
    _ place: MovementPlace, value: Int64, ageDay: Int32, isKept: Bool, as role: CounterRole,
    basis: CostBasis, _ pool: inout PoolState, _ arena: inout LayerArena,
    _ rows: inout PlainRows, _ output: inout CostingOutput, _ standardDivisor: Int64
  ) -> Int32 {
    let (quantity, day) = (place.movement.quantityMicros, place.movement.date.daysSince1970)
    guard quantity <= largestAmount, UInt64(bitPattern: value) <= UInt64(largestAmount),
      pool.tail < 0 || arena.layers[Int(pool.tail)].queueDay <= day
    else { return -1 }
    var stock = value
    if pool.plainPath == .standard {
      guard let worth = pool.worth(of: pool.quantity + quantity, standardDivisor) else { return -1 }
      stock = worth - pool.value
    }
    rows.write(place, quantity: quantity, value: value, role: role, basis: basis, to: &output)
    pool.receive(quantity, value)
    if stock != value {
      rows.write(
        place, quantity: 0, value: stock - value,
        role: place.movement.kind == .receipt ? .priceVariance : .costVariance, basis: basis,
        to: &output)
      pool.adjusted.value += stock - value
    }
    pool.quantity += quantity
    pool.value += stock
    pool.lastReceived = UnitRatio(stock, over: quantity)
    let isLinked = isKept || place.movement.flags.contains(.named)
    return arena.append(
      Layer(
        pool: place.movement.pool, previous: pool.tail, origin: place.movement.ordinal,
        quantityIn: quantity,
        quantityLeft: quantity, value: stock, queueDay: day, ageDay: ageDay,
        firstLink: isLinked ? Layer.none : Layer.unlinked, lot: place.movement.lot,
        number: arena.takeNumber()), to: &pool)
  }

  // MARK: Out

  @inline(__always)
  private mutating func issuePlain(
    _ place: MovementPlace, _ rows: inout PlainRows, _ output: inout CostingOutput
  ) -> Bool {
    let quantity = 0 &- place.movement.quantityMicros
    let pool = Int(place.movement.pool)
    guard place.movement.kind.isPlainIssue, quantity > 0, quantity <= pools[pool].quantity else {
      return false
    }
    return takeWithin(place, quantity, from: pool, &rows) || issueLayers(place, &rows, &output)
  }

  /// Takes less than a layer has that nothing names: nothing ends, so one line of the pool and one of the
  /// layer is all there is to do, and nothing is called. Most issues are such. False for others, which
  /// are not begun.
  @inline(__always)
  private mutating func takeWithin(
    _ place: MovementPlace, _ quantity: Int64, from pool: Int, _ rows: inout PlainRows
  ) -> Bool {
    let layer = Int(pools[pool].end)
    return Self.takeWithin(place, quantity, &pools[pool], &arena.layers[layer], &rows)
  }

  @inline(__always)
  private static func takeWithin(
    _ place: MovementPlace, _ quantity: Int64, _ pool: inout PoolState, _ layer: inout Layer,
    _ rows: inout PlainRows
  ) -> Bool {
    guard quantity < layer.quantityLeft, !layer.isKept, place.movement.flags.isEmpty, rows.hasRoom
    else { return false }
    let cost: Int64
    if pool.plainPath == .average {
      guard let part = narrowPart(of: pool.value, quantity, in: pool.quantity) else { return false }
      cost = part
      pool.lastConsumed = UnitRatio(pool.value, over: pool.quantity)
    } else {
      guard pool.plainPath == .oldest || pool.plainPath == .newest,
        let part = narrowPart(of: layer.value, quantity, in: layer.quantityLeft)
      else { return false }
      cost = part
      pool.lastConsumed = UnitRatio(layer.value, over: layer.quantityLeft)
      layer.value &-= cost
    }
    pool.issue(quantity, cost)
    layer.quantityLeft &-= quantity
    rows.writeInRoom(place, quantity, cost, of: layer)
    return true
  }

  @inline(never)
  private mutating func issueLayers(
    _ place: MovementPlace, _ rows: inout PlainRows, _ output: inout CostingOutput
  ) -> Bool {
    guard
      let taken = Self.take(
        place, &pools[Int(place.movement.pool)], &arena, &links, &rows, &output, standardDivisor)
    else { return false }
    if place.movement.flags.contains(.named) {
      name(
        place.movement, quantity: -place.movement.quantityMicros, cost: taken.cost,
        ageDay: taken.ageDay)
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
    _ place: MovementPlace, _ pool: inout PoolState, _ arena: inout LayerArena,
    _ links: inout SlabList<Link>, _ rows: inout PlainRows, _ output: inout CostingOutput,
    _ standardDivisor: Int64
  ) -> Take? {
    let quantity = 0 &- place.movement.quantityMicros
    var take = Take(left: quantity, ageDay: place.movement.date.daysSince1970)
    switch pool.plainPath {
    case .none, .receipts:
      return nil
    case .oldest:
      repeat {
        takeHead(place, worth: nil, &take, &pool, &arena, &links, &rows, &output)
      } while take.left > 0
    case .newest:
      repeat { takeTail(place, &take, &pool, &arena, &links, &rows, &output) } while take.left > 0
    case .average:
      let cost = part(of: pool.value, quantity, in: pool.quantity)
      pool.lastConsumed = UnitRatio(pool.value, over: pool.quantity)
      repeat {
        takeHead(place, worth: cost, &take, &pool, &arena, &links, &rows, &output)
      } while take.left > 0
    case .standard:
      guard let worth = pool.worth(of: pool.quantity &- quantity, standardDivisor) else {
        return nil
      }
      let cost = pool.value &- worth
      repeat {
        takeHead(place, worth: cost, &take, &pool, &arena, &links, &rows, &output)
      } while take.left > 0
    }
    pool.issue(quantity, take.cost)
    rows.write(
      place, quantity: 0 &- quantity, value: 0 &- take.cost, role: place.movement.kind.role,
      basis: .method, to: &output)
    return take
  }

  /// Takes from the oldest layer: at the layer's own cost, or its part of what all that is taken is
  /// worth.
  @inline(__always)
  private static func takeHead(
    _ place: MovementPlace, worth: Int64?, _ take: inout Take, _ pool: inout PoolState,
    _ arena: inout LayerArena, _ links: inout SlabList<Link>, _ rows: inout PlainRows,
    _ output: inout CostingOutput
  ) {
    let rest = takePart(
      place, worth: worth, &take, &arena.layers[Int(pool.head)], &pool.lastConsumed, &links,
      &rows, &output)
    if rest.isLast { arena.dropHead(of: &pool, next: rest.next, isKept: rest.isKept) }
  }

  /// Takes from the newest layer, at its own cost.
  @inline(__always)
  private static func takeTail(
    _ place: MovementPlace, _ take: inout Take, _ pool: inout PoolState,
    _ arena: inout LayerArena, _ links: inout SlabList<Link>, _ rows: inout PlainRows,
    _ output: inout CostingOutput
  ) {
    let rest = takePart(
      place, worth: nil, &take, &arena.layers[Int(pool.tail)], &pool.lastConsumed, &links,
      &rows, &output)
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
    _ place: MovementPlace, worth: Int64?, _ take: inout Take, _ layer: inout Layer,
    _ lastConsumed: inout UnitRatio, _ links: inout SlabList<Link>, _ rows: inout PlainRows,
    _ output: inout CostingOutput
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
    rows.write(place, quantity, cost, of: layer, to: &output)
    let isKept = layer.isKept
    if isKept {
      links.add(
        Link(
          movement: place.movement.ordinal, kind: place.movement.kind,
          role: place.movement.kind.role,
          quantity: quantity, target: Layer.none), to: &layer)
    }
    take.add(quantity, cost, layer.ageDay)
    return Rest(
      isLast: before == quantity, isKept: isKept, next: layer.next, previous: layer.previous)
  }
}

/// Rows of plain movements, written straight to the caller's buffers. They count once they are
/// committed.
struct PlainRows: ~Copyable {
  private var valued: RowWriter<ValuedMovement>
  private var consumptions: RowWriter<Consumption>

  init(into output: inout CostingOutput) {
    valued = RowWriter(behind: &output.valued)
    consumptions = RowWriter(behind: &output.consumptions)
  }

  /// Whether one row of each kind can be written at once.
  var hasRoom: Bool { @inline(__always) get { valued.hasRoom && consumptions.hasRoom } }

  /// Writes the rows of an issue that takes from one layer.
  @inline(__always)
  mutating func writeInRoom(
    _ place: MovementPlace, _ quantity: Int64, _ cost: Int64, of layer: Layer
  ) {
    consumptions.appendInRoom(
      Consumption(
        movement: place.movement.ordinal, cause: place.movement.ordinal, pool: layer.pool,
        layer: layer.number, origin: layer.origin, date: place.movement.date,
        quantityMicros: quantity, valueMinor: cost))
    valued.appendInRoom(
      ValuedMovement(
        movement: place.movement.ordinal, cause: place.movement.ordinal, pool: layer.pool,
        date: place.movement.date, quantityMicros: 0 &- quantity, valueMinor: 0 &- cost,
        kind: place.movement.kind, role: place.movement.kind.role, reason: .movement,
        basis: .method))
  }

  @inline(__always)
  mutating func write(
    _ place: MovementPlace, quantity: Int64, value: Int64, role: CounterRole, basis: CostBasis,
    to output: inout CostingOutput
  ) {
    valued.append(
      ValuedMovement(
        movement: place.movement.ordinal, cause: place.movement.ordinal, pool: place.movement.pool,
        date: place.movement.date, quantityMicros: quantity, valueMinor: value,
        kind: place.movement.kind,
        role: role, reason: .movement, basis: basis), to: &output.valued)
  }

  @inline(__always)
  mutating func write(
    _ place: MovementPlace, _ part: Int64, _ cost: Int64, of layer: Layer,
    to output: inout CostingOutput
  ) {
    consumptions.append(
      Consumption(
        movement: place.movement.ordinal, cause: place.movement.ordinal, pool: place.movement.pool,
        layer: layer.number, origin: layer.origin, date: place.movement.date, quantityMicros: part,
        valueMinor: cost), to: &output.consumptions)
  }

  /// Makes the rows so far part of the caller's buffers; to go on, they must be opened again.
  mutating func commit(to output: inout CostingOutput) {
    valued.commit(to: &output.valued)
    consumptions.commit(to: &output.consumptions)
  }

  /// Goes on behind the rows of the caller's buffers.
  mutating func reopen(_ output: inout CostingOutput) {
    valued.open(behind: &output.valued)
    consumptions.open(behind: &output.consumptions)
  }
}

extension PoolState {
  /// The layer that a plain issue takes from first.
  var end: Int32 { @inline(__always) get { plainPath == .newest ? tail : head } }

  /// The layer that a plain movement takes from or comes behind. Without a branch: which way the next
  /// goods move nobody predicts.
  @inline(__always)
  func end(for place: MovementPlace) -> Int32 {
    let isOut = Int32(truncatingIfNeeded: place.movement.quantityMicros >> 63)
    return end & isOut | tail & ~isOut
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

extension MovementKind {
  /// Whether goods of this kind leave as the pool's method says, whatever else is known of them.
  var isPlainIssue: Bool {
    @inline(__always) get { self == .issue || self == .scrap || self == .consumption }
  }
}
