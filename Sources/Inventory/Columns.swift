import AccountingValues

/// Plain rows in one growing block of memory, by dense number: the engine's state.
///
/// An `Array` asks on every write whether it is shared; over the four to eight places that a movement
/// touches this costs as much as the costing. A slab has one owner, so it need not ask. Rows begin on
/// cache lines: one of 64 bytes is one line, never two. Bounds are checked. This is the one file of
/// the target that holds a pointer.
struct Slab<Row>: ~Copyable {
  private static var lineBytes: Int { 128 }

  private var base: UnsafeMutablePointer<Row>
  private(set) var count = 0
  private var capacity: Int

  init(minimumCapacity: Int = 0) {
    capacity = max(16, minimumCapacity)
    base = Self.allocate(capacity)
  }

  init(_ rows: some Collection<Row>) {
    self.init(minimumCapacity: rows.count)
    for row in rows { append(row) }
  }

  deinit {
    base.deinitialize(count: count)
    UnsafeMutableRawPointer(base).deallocate()
  }

  var indices: Range<Int> { 0..<count }
  var isEmpty: Bool { count == 0 }

  /// A row; a number outside the slab is our bug.
  subscript(_ index: Int) -> Row {
    @inline(__always) _read { yield base[checked(index)] }
    @inline(__always) _modify { yield &base[checked(index)] }
  }

  @inline(__always)
  mutating func append(_ row: Row) {
    if count == capacity { grow() }
    (base + count).initialize(to: row)
    count += 1
  }

  mutating func append(contentsOf rows: some Sequence<Row>) { for row in rows { append(row) } }

  /// Forgets all rows and keeps the memory.
  mutating func removeAll() {
    base.deinitialize(count: count)
    count = 0
  }

  /// Reads a byte of each cache line of a row, so that the processor fetches them while others are on
  /// the way; zero for a number that is none.
  @inline(__always)
  func touch(_ index: Int) -> UInt8 {
    if UInt(bitPattern: index) >= UInt(bitPattern: count) { return 0 }
    let row = UnsafeRawPointer(base + index)
    let first = row.load(as: UInt8.self)
    return MemoryLayout<Row>.stride > 64
      ? first ^ row.load(fromByteOffset: 64, as: UInt8.self) : first
  }

  @inline(__always)
  private func checked(_ index: Int) -> Int {
    if UInt(bitPattern: index) >= UInt(bitPattern: count) { Self.fault(index, count) }
    return index
  }

  @inline(never)
  private static func fault(_ index: Int, _ count: Int) -> Never {
    accountingFault("there is no row \(index) among \(count) of \(Row.self)")
  }

  @inline(never)
  private mutating func grow() {
    let more = Self.allocate(capacity * 2)
    more.moveInitialize(from: base, count: count)
    UnsafeMutableRawPointer(base).deallocate()
    base = more
    capacity *= 2
  }

  private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<Row> {
    UnsafeMutableRawPointer.allocate(
      byteCount: capacity * MemoryLayout<Row>.stride, alignment: lineBytes
    ).bindMemory(to: Row.self, capacity: capacity)
  }
}

extension Slab where Row: BitwiseCopyable {
  /// Appends all rows to pages, forgets them and keeps the memory.
  mutating func move(to pages: inout Pages<Row>) {
    pages.append(contentsOf: UnsafeBufferPointer(start: base, count: count))
    removeAll()
  }
}
