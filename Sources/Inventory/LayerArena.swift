/// All layers of all pools in one array, chained per pool in queue order: queue day, then making.
/// New layers nearly always go to the tail; a transfer that carries an old date walks back to its
/// place. Used-up layers that nothing names give their slot to the next one.
struct LayerArena: ~Copyable {
  var layers = SlabList<Layer>()
  private var free = Slab<Int32>()
  /// The number of the next layer.
  var nextNumber: Int32 = 0

  /// Puts a new layer into its pool's queue, behind all of its day.
  mutating func insert(_ layer: Layer, into pool: inout PoolState) -> Int32 {
    let index = store(layer)
    enqueue(index, day: layer.queueDay, in: &pool)
    return index
  }

  /// Puts a new layer behind all others of its pool.
  @inline(__always)
  mutating func append(_ layer: Layer, to pool: inout PoolState) -> Int32 {
    let index = store(layer)
    if pool.tail >= 0 { layers[Int(pool.tail)].next = index } else { pool.head = index }
    pool.tail = index
    return index
  }

  /// Stores a layer outside of any queue. Layers whose links are kept stay for ever: they take new slots,
  /// so that the others remain close together.
  @inline(__always)
  mutating func store(_ layer: Layer) -> Int32 {
    if !layer.isKept, let index = free.popLast() {
      layers[Int(index)] = layer
      return index
    }
    layers.append(layer)
    return Int32(layers.count - 1)
  }

  mutating func takeNumber() -> Int32 {
    defer { nextNumber += 1 }
    return nextNumber
  }

  private mutating func enqueue(_ index: Int32, day: Int32, in pool: inout PoolState) {
    var before = pool.tail
    while before >= 0, layers[Int(before)].queueDay > day {
      before = layers[Int(before)].previous
    }
    let after = before >= 0 ? layers[Int(before)].next : pool.head
    layers[Int(index)].previous = before
    layers[Int(index)].next = after
    if before >= 0 { layers[Int(before)].next = index } else { pool.head = index }
    if after >= 0 { layers[Int(after)].previous = index } else { pool.tail = index }
  }

  /// Takes a used-up layer out of its pool's queue.
  mutating func dequeue(_ index: Int32, from pool: inout PoolState) {
    let before = layers[Int(index)].previous
    let after = layers[Int(index)].next
    if before >= 0 { layers[Int(before)].next = after } else { pool.head = after }
    if after >= 0 { layers[Int(after)].previous = before } else { pool.tail = before }
  }

  /// Takes the used-up layer at the head of its pool's queue out, and gives its slot back unless its
  /// links are kept.
  @inline(__always)
  mutating func dropHead(of pool: inout PoolState, next: Int32, isKept: Bool) {
    if !isKept { free.append(pool.head) }
    pool.head = next
    if next >= 0 { layers[Int(next)].previous = Layer.none } else { pool.tail = Layer.none }
  }

  /// The same at the tail.
  @inline(__always)
  mutating func dropTail(of pool: inout PoolState, previous: Int32, isKept: Bool) {
    if !isKept { free.append(pool.tail) }
    pool.tail = previous
    if previous >= 0 { layers[Int(previous)].next = Layer.none } else { pool.head = Layer.none }
  }

  /// Gives the slot of a used-up layer back, unless its links are kept.
  mutating func release(_ index: Int32) {
    if !layers[Int(index)].isKept { free.append(index) }
  }

  /// The slots in use.
  var usedIndices: [Int32] {
    let unused = Set(free.indices.map { free[$0] })
    return layers.indices.map { Int32($0) }.filter { !unused.contains($0) }
  }
}
