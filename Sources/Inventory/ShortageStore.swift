/// The negative layers of all pools, chained per pool, oldest first. The oldest knows the total of
/// its chain, so that nobody walks it.
struct ShortageStore: ~Copyable {
  private var entries = Slab<Shortage>()
  private var free: [Int32] = []

  subscript(index: Int32) -> Shortage { entries[Int(index)] }

  /// Puts a shortage behind those of its pool.
  mutating func append(_ shortage: Shortage, to pool: inout PoolState) {
    let index = store(shortage)
    if pool.lastShortage >= 0 {
      entries[Int(pool.lastShortage)].next = index
    } else {
      pool.firstShortage = index
    }
    pool.lastShortage = index
    let added = Amount(quantity: shortage.quantityLeft, value: shortage.valueLeft)
    entries[Int(pool.firstShortage)].total.quantity += added.quantity
    entries[Int(pool.firstShortage)].total.value += added.value
  }

  private mutating func store(_ shortage: Shortage) -> Int32 {
    var shortage = shortage
    shortage.next = Layer.none
    shortage.total = Amount()
    if let index = free.popLast() {
      entries[Int(index)] = shortage
      return index
    }
    entries.append(shortage)
    return Int32(entries.count - 1)
  }

  /// Covers a part of the oldest shortage of a pool; covered whole, it is gone.
  mutating func coverFirst(of pool: inout PoolState, quantity: Int64, value: Int64) {
    let index = Int(pool.firstShortage)
    entries[index].quantityLeft -= quantity
    entries[index].valueLeft -= value
    entries[index].total.quantity -= quantity
    entries[index].total.value -= value
    if entries[index].quantityLeft > 0 { return }
    let next = entries[index].next
    if next >= 0 {
      entries[Int(next)].total = entries[index].total
    } else {
      pool.lastShortage = Layer.none
    }
    free.append(pool.firstShortage)
    pool.firstShortage = next
  }

  /// Gives a shortage of a pool another provisional value.
  mutating func value(_ index: Int32, of pool: PoolState, at value: Int64) {
    entries[Int(pool.firstShortage)].total.value += value - entries[Int(index)].valueLeft
    entries[Int(index)].valueLeft = value
  }

  /// Quantity and provisional value of all shortages of a pool.
  func total(of pool: PoolState) -> Amount {
    pool.firstShortage < 0 ? Amount() : entries[Int(pool.firstShortage)].total
  }

  /// The same, added up.
  func counted(of pool: PoolState) -> Amount {
    var total = Amount()
    var index = pool.firstShortage
    while index >= 0 {
      total.quantity += entries[Int(index)].quantityLeft
      total.value += entries[Int(index)].valueLeft
      index = entries[Int(index)].next
    }
    return total
  }
}
