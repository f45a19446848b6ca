import AccountingValues

/// What left a periodic average and has no cost before the period ends.
struct PendingTake {
  let movement: StockMovement
  let pool: Int32
  /// All that it took.
  var quantity: Int64
  /// How many of its pieces stem from the movement that it returns or reverses; they come first.
  var originPieces: Int32
  /// What it is worth at the average so far; only for transfers and production.
  var estimate: Int64 = 0
  /// What it goes back at, before the stock limits it; known once its period ends.
  var claim: Int64 = 0
  /// Its pieces in the book, chained; a part without a layer is the last.
  fileprivate(set) var firstPiece: Int32 = Layer.none
  fileprivate var lastPiece: Int32 = Layer.none
  /// The next of the pool that no layer covers whole.
  fileprivate var nextShort: Int32 = Layer.none

  init(movement: StockMovement, pool: Int32, quantity: Int64, originPieces: Int) {
    self.movement = movement
    self.pool = pool
    self.quantity = quantity
    self.originPieces = Int32(originPieces)
  }
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
///
/// A period's movements may be millions, so all of them are plain rows in lists that are kept from period
/// to period: what waits in one list, its pieces in another, chained, and per pool, by its number, what its
/// average needs. When the period ends, what waits is grouped by pool once, by counting:
///
///     waiting      a of pool 2 · b of pool 7 · c of pool 2
///     pools        2 from place 0, 7 from place 2
///     by place     a · c · b
struct PeriodicBook: ~Copyable {
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
    /// Taken, in 10⁻⁶ stock units, whether stock was there or not.
    var taken: Int64 = 0
    /// Come back from movements that wait.
    var givenBack: Int64 = 0
    /// Covered of older shortages, and their provisional cost.
    var covered: Int64 = 0
    var released: Int64 = 0
    /// What transfers that wait bring, at their senders' averages so far.
    var estimatedIn: Int64 = 0
    fileprivate(set) var entryCount: Int32 = 0
    /// Behind the last of its places, once they are grouped.
    fileprivate var endPlace: Int32 = 0
    /// The first and the last entry whose last piece no layer covers yet, oldest first.
    fileprivate var firstShort: Int32 = Layer.none
    fileprivate var lastShort: Int32 = Layer.none
    /// Whether something goes back where it came from.
    fileprivate(set) var hasReturns = false
    /// Whether it is in the book at all.
    fileprivate var isKnown = false
  }

  /// A piece, and the next one of its movement. Not private: the compiler's own check stops at a
  /// noncopyable type that holds rows of a private one (Swift 6.3).
  struct Place {
    var piece: Piece
    var next: Int32 = Layer.none
  }

  private(set) var isEmpty = true
  /// By production order, the pools whose components have no cost yet.
  private var components: [Int32: Set<Int32>] = [:]
  /// By pool, those that need its average.
  private var successors: [Int32: Set<Int32>] = [:]
  private var known: [Int32] = []
  private var pools = Slab<Pool>()
  private var entries = SlabList<Entry>()
  private var entryPools = SlabList<Int32>()
  private var places = SlabList<Place>()
  /// The entries grouped by pool.
  private var grouped = Slab<Int32>()
  /// By issue, from the first that waits: quantity come back that waits too, or −1.
  private var returned: [Int64] = []
  private var firstIssue: Int32 = 0

  /// Forgets all and keeps the memory.
  mutating func removeAll() {
    for pool in known { pools[Int(pool)] = Pool() }
    known.removeAll(keepingCapacity: true)
    components = [:]
    successors = [:]
    entries.removeAll()
    entryPools.removeAll()
    places.removeAll()
    grouped.removeAll()
    returned.removeAll(keepingCapacity: true)
    isEmpty = true
  }

  /// Whether nothing was ever told it since it was made or emptied.
  var isUntouched: Bool { isEmpty && known.isEmpty && returned.isEmpty }
}

// MARK: Writing

extension PeriodicBook {
  /// A movement with its pieces.
  mutating func add(_ take: PendingTake, _ pieces: [Piece]) {
    var take = take
    for piece in pieces { append(piece, to: &take) }
    let pool = know(take.pool)
    let entry = Int32(entries.count)
    pools[pool].taken += take.quantity
    if take.originPieces > 0 { pools[pool].hasReturns = true }
    append(.take(take), in: take.pool)
    if pieces.last?.layer == Layer.none { queueShort(entry, in: pool) }
  }

  /// A transfer, into a pool that waits for it.
  mutating func add(_ take: PendingTake, _ pieces: [Piece], to receiver: Int32) {
    pools[know(receiver)].estimatedIn += take.estimate
    add(take, pieces)
    successors[take.pool, default: []].insert(receiver)
  }

  /// A component of a production order, whose outputs are in pools that wait for it.
  mutating func add(_ take: PendingTake, _ pieces: [Piece], to outputs: Set<Int32>) {
    components[take.movement.order, default: []].insert(take.pool)
    add(take, pieces)
    if !outputs.isEmpty { successors[take.pool, default: []].formUnion(outputs) }
  }

  mutating func add(_ back: PendingReturn, from sender: Int32) {
    let pool = back.movement.pool
    pools[know(pool)].givenBack += back.quantity
    wait(for: back.issue)
    returned[Int(back.issue - firstIssue)] += back.quantity
    append(.giveBack(back), in: pool)
    if sender != pool {
      _ = know(sender)
      successors[sender, default: []].insert(pool)
    }
  }

  mutating func add(_ cover: Cover, in pool: Int32) {
    let index = know(pool)
    pools[index].covered += cover.quantity
    pools[index].released += cover.released
    append(.cover(cover), in: pool)
  }

  /// Takes a need over from a state.
  mutating func add(_ need: CostingState.Need) {
    _ = know(need.first)
    successors[need.first, default: []].insert(need.pool)
  }

  /// Lets an output's pool wait for the components of its order, unless one of them waits for it.
  mutating func awaitComponents(of order: Int32, in pool: Int32) {
    for component in components[order] ?? [] where !needs(component, averageOf: pool) {
      _ = know(component)
      successors[component, default: []].insert(pool)
    }
  }

  /// Notes that an issue waits for its cost.
  mutating func wait(for issue: Int32) {
    if returned.isEmpty { firstIssue = issue }
    while issue < firstIssue {
      returned.insert(-1, at: 0)
      firstIssue -= 1
    }
    while issue >= firstIssue + Int32(returned.count) { returned.append(-1) }
    if returned[Int(issue - firstIssue)] < 0 { returned[Int(issue - firstIssue)] = 0 }
  }

  private mutating func know(_ pool: Int32) -> Int {
    let index = Int(pool)
    while index >= pools.count { pools.append(Pool()) }
    if !pools[index].isKnown {
      pools[index].isKnown = true
      known.append(pool)
    }
    return index
  }

  private mutating func append(_ entry: Entry, in pool: Int32) {
    isEmpty = false
    pools[Int(pool)].entryCount += 1
    entries.append(entry)
    entryPools.append(pool)
  }

  private mutating func append(_ piece: Piece, to take: inout PendingTake) {
    let place = Int32(places.count)
    places.append(Place(piece: piece))
    if take.lastPiece >= 0 {
      places[Int(take.lastPiece)].next = place
    } else {
      take.firstPiece = place
    }
    take.lastPiece = place
  }

  private mutating func queueShort(_ entry: Int32, in pool: Int) {
    let last = pools[pool].lastShort
    if last >= 0 {
      withTake(last) { $0.nextShort = entry }
    } else {
      pools[pool].firstShort = entry
    }
    pools[pool].lastShort = entry
  }

  /// Changes a movement that waits.
  private mutating func withTake(_ entry: Int32, _ change: (inout PendingTake) -> Void) {
    guard case .take(var take) = entries[Int(entry)] else {
      accountingFault("entry \(entry) is no movement that took")
    }
    change(&take)
    entries[Int(entry)] = .take(take)
  }

  /// Lets a layer cover what movements of its pool took before anything was there; returns how much.
  mutating func coverShort(in pool: Int32, with layer: Int32, quantity: Int64) -> Int64 {
    let index = Int(pool)
    if index >= pools.count { return 0 }
    var left = quantity
    while left > 0, pools[index].firstShort >= 0 {
      let entry = pools[index].firstShort
      guard case .take(var take) = entries[Int(entry)] else {
        accountingFault("entry \(entry) is no movement below zero")
      }
      let place = Int(take.lastPiece)
      var rest = places[place].piece
      let covered = min(left, rest.quantity)
      places[place].piece.layer = layer
      places[place].piece.quantity = covered
      left -= covered
      rest.quantity -= covered
      if rest.quantity > 0 {
        append(rest, to: &take)
        entries[Int(entry)] = .take(take)
      } else {
        pools[index].firstShort = take.nextShort
        if take.nextShort < 0 { pools[index].lastShort = Layer.none }
      }
    }
    return quantity - left
  }
}

// MARK: Reading

extension PeriodicBook {
  /// What waits in a pool.
  subscript(pool: Int32) -> Pool {
    let index = Int(pool)
    return index < pools.count ? pools[index] : Pool()
  }

  /// Whether anything of a pool waits for its average.
  func isWaiting(_ pool: Int32) -> Bool {
    self[pool].entryCount > 0 || self[pool].estimatedIn != 0
  }

  /// Whether an issue waits for its cost.
  func isWaiting(issue: Int32) -> Bool { waitingReturns(of: issue) != nil }

  /// What came back from an issue that waits and waits too; `nil` when the issue does not wait.
  func waitingReturns(of issue: Int32) -> Int64? {
    let index = Int(issue) - Int(firstIssue)
    if index < 0 || index >= returned.count || returned[index] < 0 { return nil }
    return returned[index]
  }

  /// Whether a pool's average needs another's.
  func needs(_ pool: Int32, averageOf other: Int32) -> Bool {
    if successors.isEmpty { return pool == other }
    var seen: Set<Int32> = []
    var open = [other]
    while let next = open.popLast() {
      if next == pool { return true }
      if seen.insert(next).inserted { open.append(contentsOf: successors[next] ?? []) }
    }
    return false
  }

  /// Which averages come before which, by the first and the one that waits.
  var needs: [CostingState.Need] {
    successors.keys.sorted().flatMap { first in
      (successors[first] ?? []).sorted().map { CostingState.Need(pool: $0, first: first) }
    }
  }

  /// What waits in all pools, in event order; of one event pool by pool.
  var sortedEntries: [Entry] {
    let all = entries.indices.map { (pool: entryPools[$0], number: $0, entry: entries[$0]) }
    return all.sorted {
      ($0.entry.event, $0.pool, $0.number) < ($1.entry.event, $1.pool, $1.number)
    }.map(\.entry)
  }

  /// The pieces of a movement, in order.
  func pieces(of take: PendingTake) -> [Piece] {
    var pieces: [Piece] = []
    read(take, into: &pieces)
    return pieces
  }

  /// The same, for callers that keep the memory.
  func read(_ take: PendingTake, into pieces: inout [Piece]) {
    pieces.removeAll(keepingCapacity: true)
    var place = take.firstPiece
    while place >= 0 {
      pieces.append(places[Int(place)].piece)
      place = places[Int(place)].next
    }
  }

  /// The pools, each after those whose averages it needs, level by level.
  var order: [Int32] {
    if successors.isEmpty { return known.sorted() }
    var waitsFor: [Int32: Int] = [:]
    for pool in known { waitsFor[pool] = 0 }
    for pools in successors.values { for next in pools { waitsFor[next, default: 0] += 1 } }
    var level = waitsFor.filter { $0.value == 0 }.keys.sorted()
    var order: [Int32] = []
    while !level.isEmpty {
      order += level
      var next: Set<Int32> = []
      for pool in level {
        for successor in successors[pool] ?? [] {
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

// MARK: The end of a period

extension PeriodicBook {
  /// Groups what waits by pool, for pools in their order.
  mutating func group(_ order: [Int32]) {
    var place: Int32 = 0
    for pool in order where Int(pool) < pools.count {
      pools[Int(pool)].endPlace = place
      place += pools[Int(pool)].entryCount
    }
    grouped.removeAll()
    grouped.append(contentsOf: repeatElement(0, count: entries.count))
    for entry in entries.indices {
      let pool = Int(entryPools[entry])
      grouped[Int(pools[pool].endPlace)] = Int32(entry)
      pools[pool].endPlace += 1
    }
  }

  /// The places of what waits in a pool, in event order.
  func places(of pool: Int32) -> Range<Int> {
    let waiting = self[pool]
    return Int(waiting.endPlace - waiting.entryCount)..<Int(waiting.endPlace)
  }

  /// Whether a pool is in the book.
  func knows(_ pool: Int32) -> Bool { self[pool].isKnown }

  /// What waits at a place.
  @inline(__always)
  func entry(at place: Int) -> Entry { entries[Int(grouped[place])] }

  /// Fetches what waits a few places further: entries first, then their pieces. Returns the layer of the
  /// piece that was fetched before.
  @inline(__always)
  func prefetch(from place: Int) -> Int32 {
    if place + 12 < grouped.count { entries.prefetchPair(Int(grouped[place + 12])) }
    if place + 8 < grouped.count, case .take(let take) = entries[Int(grouped[place + 8])] {
      places.prefetch(Int(take.firstPiece))
    }
    if place + 4 < grouped.count, case .take(let take) = entries[Int(grouped[place + 4])],
      take.firstPiece >= 0
    {
      return places[Int(take.firstPiece)].piece.layer
    }
    return Layer.none
  }

  /// Gives the pieces that stem from what a movement returns or reverses their part of what goes back, and
  /// notes what it claims.
  mutating func settleOrigin(at place: Int, value: Int64, claim: Int64) {
    guard case .take(var take) = entry(at: place) else {
      accountingFault("what goes back is no movement that took")
    }
    var value = value
    var quantity: Int64 = 0
    forEachOrigin(of: take) { quantity += places[$0].piece.quantity }
    var index = take.firstPiece
    for _ in 0..<take.originPieces {
      let piece = places[Int(index)].piece
      let part = portion(value, of: piece.quantity, in: quantity)
      places[Int(index)].piece.value = part
      value -= part
      quantity -= piece.quantity
      index = places[Int(index)].next
    }
    take.claim = claim
    entries[Int(grouped[place])] = .take(take)
  }

  private func forEachOrigin(of take: PendingTake, _ body: (Int) -> Void) {
    var index = take.firstPiece
    for _ in 0..<take.originPieces {
      body(Int(index))
      index = places[Int(index)].next
    }
  }

  /// Takes a part of what came back from an issue off what waits of it, and returns what waited.
  mutating func settleReturn(_ quantity: Int64, of issue: Int32) -> Int64 {
    let waiting = waitingReturns(of: issue) ?? quantity
    wait(for: issue)
    returned[Int(issue - firstIssue)] = waiting - quantity
    return waiting
  }
}

/// The books of the three kinds of period, and the layers to look at when one ends.
struct PeriodicBooks: ~Copyable {
  private var day = PeriodicBook()
  private var week = PeriodicBook()
  private var fiscalPeriod = PeriodicBook()
  /// By layer, whether it is to be looked at.
  private var touched = Slab<UInt64>()
  private var hasTouched = false
  /// While averages are settled, by pool: the last layer that a transfer brought its cost to.
  var delivered: [Int32: (layer: Int32, cause: Cause)] = [:]

  subscript(averaging: AveragingPeriod) -> PeriodicBook {
    _read {
      switch averaging {
      case .day: yield day
      case .week: yield week
      case .fiscalPeriod: yield fiscalPeriod
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
    day.isEmpty && week.isEmpty && fiscalPeriod.isEmpty && !hasTouched
  }

  /// Notes a layer that may be used up; movements that wait may still need it.
  mutating func touch(_ layer: Int32) {
    let word = Int(layer) >> 6
    while word >= touched.count { touched.append(0) }
    touched[word] |= 1 &<< UInt64(layer & 63)
    hasTouched = true
  }

  /// The layers noted since, each once.
  mutating func takeTouched() -> [Int32] {
    var layers: [Int32] = []
    for word in touched.indices {
      var bits = touched[word]
      while bits != 0 {
        layers.append(Int32(word << 6 + bits.trailingZeroBitCount))
        bits &= bits - 1
      }
      touched[word] = 0
    }
    hasTouched = false
    return layers
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
