import AccountingValues

/// What left a periodic average and has no cost before the period ends.
struct PendingTake {
  let movement: StockMovement
  let pool: Int32
  /// Those of the movement it returns or reverses first; a part without a layer is the last.
  var pieces: [Piece]
  /// How many of `pieces` stem from the movement that it returns or reverses.
  var originPieces: Int
  /// What it is worth at the average so far; only for transfers and production.
  var estimate: Int64 = 0

  var quantity: Int64 { pieces.reduce(0) { $0 + $1.quantity } }
}

/// What came back from a movement that has no cost yet.
struct PendingReturn {
  let movement: StockMovement
  let quantity: Int64
  /// The movement it came back from.
  let issue: Int32
  /// The layer it made, worth nothing until then.
  let layer: Int32
  /// What it is worth at the average so far; only for production.
  var estimate: Int64 = 0
}

/// The movements of one kind of averaging period that wait for its end, in event order.
struct PeriodicBook {
  enum Entry {
    case take(PendingTake)
    case giveBack(PendingReturn)
    case cover(Cover)

    /// The event that made it.
    var event: Int32 {
      switch self {
      case .take(let take): take.movement.ordinal
      case .giveBack(let back): back.movement.ordinal
      case .cover(let cover): cover.cause.event
      }
    }
  }

  /// What waits in one pool.
  struct Pool {
    /// What waits, in event order; together, for they are settled together.
    var entries: [Entry] = []
    /// Taken, in 10⁻⁶ stock units, whether stock was there or not.
    var taken: Int64 = 0
    /// Come back from movements that wait.
    var givenBack: Int64 = 0
    /// Covered of older shortages, and their provisional cost.
    var covered: Int64 = 0
    var released: Int64 = 0
    /// What transfers that wait bring, at their senders' averages so far.
    var estimatedIn: Int64 = 0
    /// Entries whose last piece no layer covers yet, oldest first.
    var short: [Int32] = []
    /// Entries that go back where they came from.
    var returned: [Int32] = []
    /// Pools that need this one's average.
    var successors: Set<Int32> = []

    mutating func add(_ take: PendingTake) {
      taken += take.quantity
      if take.originPieces > 0 { returned.append(Int32(entries.count)) }
      if take.pieces.last?.layer == Layer.none { short.append(Int32(entries.count)) }
      entries.append(.take(take))
    }

    /// Lets a layer cover what movements took before anything was there; returns how much.
    mutating func coverShort(with layer: Int32, quantity: Int64) -> Int64 {
      var left = quantity
      var done = 0
      while done < short.count, left > 0 {
        let index = Int(short[done])
        guard case .take(var take) = entries[index], var piece = take.pieces.popLast() else {
          accountingFault("entry \(index) is no movement below zero")
        }
        var covered = piece
        covered.layer = layer
        covered.quantity = min(left, piece.quantity)
        left -= covered.quantity
        piece.quantity -= covered.quantity
        take.pieces.append(covered)
        if piece.quantity > 0 { take.pieces.append(piece) } else { done += 1 }
        entries[index] = .take(take)
      }
      short.removeFirst(done)
      return quantity - left
    }
  }

  private(set) var isEmpty = true
  /// By production order, the pools whose components have no cost yet.
  private(set) var components: [Int32: Set<Int32>] = [:]
  private(set) var pools: [Int32: Pool] = [:]
  /// By issue that waits: quantity come back that waits too.
  var issues: [Int32: Int64] = [:]

  /// What waits in all pools, in event order.
  var entries: [Entry] {
    let all = pools.sorted { $0.key < $1.key }.flatMap { $0.value.entries }
    // The sort is not stable, so that equal events keep their places by number.
    return all.enumerated().sorted {
      ($0.element.event, $0.offset) < ($1.element.event, $1.offset)
    }.map(\.element)
  }

  mutating func add(_ take: PendingTake) {
    isEmpty = false
    pools[take.pool, default: Pool()].add(take)
  }

  /// A transfer, into a pool that waits for it.
  mutating func add(_ take: PendingTake, to receiver: Int32) {
    pools[receiver, default: Pool()].estimatedIn += take.estimate
    add(take)
    pools[take.pool, default: Pool()].successors.insert(receiver)
  }

  mutating func add(_ back: PendingReturn, from sender: Int32) {
    let pool = back.movement.pool
    pools[pool, default: Pool()].givenBack += back.quantity
    issues[back.issue, default: 0] += back.quantity
    append(.giveBack(back), in: pool)
    if sender != pool { pools[sender, default: Pool()].successors.insert(pool) }
  }

  mutating func add(_ cover: Cover, in pool: Int32) {
    pools[pool, default: Pool()].covered += cover.quantity
    pools[pool, default: Pool()].released += cover.released
    append(.cover(cover), in: pool)
  }

  private mutating func append(_ entry: Entry, in pool: Int32) {
    isEmpty = false
    pools[pool, default: Pool()].entries.append(entry)
  }

  /// A component of a production order, whose outputs are in pools that wait for it.
  mutating func add(_ take: PendingTake, to outputs: Set<Int32>) {
    components[take.movement.order, default: []].insert(take.pool)
    add(take)
    pools[take.pool, default: Pool()].successors.formUnion(outputs)
  }

  /// Lets an output's pool wait for the components of its order, unless one of them waits for it.
  mutating func awaitComponents(of order: Int32, in pool: Int32) {
    for component in components[order] ?? [] where !needs(component, averageOf: pool) {
      pools[component, default: Pool()].successors.insert(pool)
    }
  }

  /// Takes a need over from a state.
  mutating func add(_ need: CostingState.Need) {
    pools[need.first, default: Pool()].successors.insert(need.pool)
  }

  /// Whether anything of a pool waits for its average.
  func isWaiting(_ pool: Int32) -> Bool {
    pools[pool].map { !$0.entries.isEmpty || $0.estimatedIn != 0 } ?? false
  }

  /// Whether a pool's average needs another's.
  func needs(_ pool: Int32, averageOf other: Int32) -> Bool {
    var seen: Set<Int32> = []
    var open = [other]
    while let next = open.popLast() {
      if next == pool { return true }
      if seen.insert(next).inserted, let waiting = pools[next] {
        open.append(contentsOf: waiting.successors)
      }
    }
    return false
  }

  /// Lets a layer cover what movements of its pool took before anything was there; returns how much.
  mutating func coverShort(in pool: Int32, with layer: Int32, quantity: Int64) -> Int64 {
    guard let place = pools.index(forKey: pool), !pools.values[place].short.isEmpty else {
      return 0
    }
    return pools.values[place].coverShort(with: layer, quantity: quantity)
  }

  /// The pools, each after those whose averages it needs, level by level.
  var order: [Int32] {
    var waitsFor: [Int32: Int] = [:]
    for pool in pools.keys { waitsFor[pool] = 0 }
    for pool in pools.values { for next in pool.successors { waitsFor[next, default: 0] += 1 } }
    var level = waitsFor.filter { $0.value == 0 }.keys.sorted()
    var order: [Int32] = []
    while !level.isEmpty {
      order += level
      var next: Set<Int32> = []
      for pool in level {
        for successor in pools[pool]?.successors ?? [] {
          waitsFor[successor, default: 0] -= 1
          if waitsFor[successor] == 0 { next.insert(successor) }
        }
      }
      level = next.sorted()
    }
    if order.count != waitsFor.count { accountingFault("periodic averages need each other") }
    return order
  }
}

/// The books of the three kinds of period, and the layers to look at when one ends.
struct PeriodicBooks {
  private var day = PeriodicBook()
  private var week = PeriodicBook()
  private var fiscalPeriod = PeriodicBook()
  private var touched: [Int32] = []
  /// While averages are settled, by pool: the last layer that a transfer brought its cost to.
  var delivered: [Int32: (layer: Int32, cause: Cause)] = [:]

  subscript(averaging: AveragingPeriod) -> PeriodicBook {
    get {
      switch averaging {
      case .day: day
      case .week: week
      case .fiscalPeriod: fiscalPeriod
      }
    }
    _modify {
      switch averaging {
      case .day: yield &day
      case .week: yield &week
      case .fiscalPeriod: yield &fiscalPeriod
      }
    }
  }

  var isEmpty: Bool {
    day.isEmpty && week.isEmpty && fiscalPeriod.isEmpty && touched.isEmpty
  }

  /// Notes a layer that may be used up; movements that wait may still need it.
  mutating func touch(_ layer: Int32) { touched.append(layer) }

  /// The layers noted since, each once.
  mutating func takeTouched() -> [Int32] {
    defer { touched = [] }
    return Set(touched).sorted()
  }

  /// Which averages end before a day that follows another.
  static func ending(before date: CivilDate, after last: CivilDate) -> [AveragingPeriod] {
    guard date > last else { return [] }
    return week(of: date) == week(of: last) ? [.day] : [.day, .week]
  }

  /// Weeks since that of 29 December 1969, a Monday.
  private static func week(of date: CivilDate) -> Int32 {
    let days = date.daysSince1970 + 3
    return days >= 0 ? days / 7 : (days - 6) / 7
  }
}
