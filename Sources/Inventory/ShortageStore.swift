/// The negative layers of all pools, chained per pool, oldest first.
struct ShortageStore {
  private(set) var entries: [Shortage] = []
  private var free: [Int32] = []

  subscript(index: Int32) -> Shortage {
    get { entries[Int(index)] }
    set { entries[Int(index)] = newValue }
  }

  /// Puts a shortage behind those of its pool.
  mutating func append(_ shortage: Shortage, to pool: inout PoolState) {
    let index: Int32
    if let reused = free.popLast() {
      index = reused
      entries[Int(index)] = shortage
    } else {
      index = Int32(entries.count)
      entries.append(shortage)
    }
    if pool.lastShortage >= 0 {
      entries[Int(pool.lastShortage)].next = index
    } else {
      pool.firstShortage = index
    }
    pool.lastShortage = index
  }

  /// Takes the oldest shortage of a pool away; it is covered.
  mutating func removeFirst(from pool: inout PoolState) {
    let index = pool.firstShortage
    pool.firstShortage = entries[Int(index)].next
    if pool.firstShortage < 0 { pool.lastShortage = Layer.none }
    free.append(index)
  }

  /// Quantity and provisional value of all shortages of a pool.
  func total(of pool: PoolState) -> (quantity: Int64, value: Int64) {
    var total: (quantity: Int64, value: Int64) = (0, 0)
    var index = pool.firstShortage
    while index >= 0 {
      total.quantity += entries[Int(index)].quantityLeft
      total.value += entries[Int(index)].valueLeft
      index = entries[Int(index)].next
    }
    return total
  }
}
