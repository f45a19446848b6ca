import AccountingValues
import CPrefetch

/// Plain rows in one growing block of memory, by dense number: the engine's state.
///
/// An `Array` asks on every write whether it is shared; over the four to eight places that a movement
/// touches this costs as much as the costing. A slab has one owner, so it need not ask. Rows begin on
/// cache lines: one of 64 bytes is one line, never two. Bounds are checked. This is the one file of
/// the target that holds a pointer.
///
/// A slab that is full moves to one of twice the size; `SlabList` is for rows that become many.
struct Slab<Row>: ~Copyable {
  private static var lineBytes: Int { 128 }

  fileprivate private(set) var base: UnsafeMutablePointer<Row>
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
    count &+= 1
  }

  mutating func append(contentsOf rows: some Sequence<Row>) { for row in rows { append(row) } }

  @inline(__always)
  mutating func popLast() -> Row? {
    if count == 0 { return nil }
    count &-= 1
    return (base + count).move()
  }

  /// Forgets all rows and keeps the memory.
  mutating func removeAll() {
    base.deinitialize(count: count)
    count = 0
  }

  /// Asks for a row's first two cache lines, so that they are near when they are needed; a number that is
  /// none does no harm.
  @inline(__always)
  func prefetchPair(_ index: Int) {
    nightclose_prefetch(place(index))
    nightclose_prefetch(place(index) + 64)
  }

  @inline(__always)
  private func place(_ index: Int) -> UnsafeRawPointer {
    let near = min(UInt(bitPattern: index), UInt(bitPattern: count))
    return UnsafeRawPointer(base + Int(bitPattern: near))
  }

  @inline(__always)
  private func checked(_ index: Int) -> Int {
    if UInt(bitPattern: index) >= UInt(bitPattern: count) { Self.fault(index, count) }
    return index
  }

  @inline(never)
  fileprivate static func fault(_ index: Int, _ count: Int) -> Never {
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

  fileprivate static func allocate(_ capacity: Int) -> UnsafeMutablePointer<Row> {
    UnsafeMutableRawPointer.allocate(
      byteCount: capacity * MemoryLayout<Row>.stride, alignment: lineBytes
    ).bindMemory(to: Row.self, capacity: capacity)
  }
}

/// Writes rows behind those of pages, straight into their memory. Rows count when they are committed;
/// until then nobody else may write to the pages or take rows out.
struct RowWriter<Row: BitwiseCopyable>: ~Copyable {
  private var first: UnsafeMutablePointer<Row>
  private var next: UnsafeMutablePointer<Row>
  private var end: UnsafeMutablePointer<Row>

  init(behind pages: inout Pages<Row>) {
    let room = pages.room()
    first = room.lowerBound
    next = first
    end = room.upperBound
  }

  @inline(__always)
  mutating func append(_ row: Row, to pages: inout Pages<Row>) {
    if next == end { turn(&pages) }
    appendInRoom(row)
  }

  var hasRoom: Bool { @inline(__always) get { next != end } }

  /// Appends a row where there is room.
  @inline(__always)
  mutating func appendInRoom(_ row: Row) {
    next.initialize(to: row)
    next += 1
  }

  /// Makes the rows part of the pages.
  @inline(__always)
  mutating func commit(to pages: inout Pages<Row>) { pages.commit(next - first) }

  /// Goes on behind the rows of the pages.
  @inline(__always)
  mutating func open(behind pages: inout Pages<Row>) {
    let room = pages.room()
    first = room.lowerBound
    next = first
    end = room.upperBound
  }

  @inline(never)
  private mutating func turn(_ pages: inout Pages<Row>) {
    commit(to: &pages)
    open(behind: &pages)
  }
}

/// Plain rows by dense number, like a slab, in blocks of 1024 that stay where they are: what becomes
/// many is never copied, and each page of memory is asked for once.
struct SlabList<Row>: ~Copyable {
  private static var blockBits: Int { 10 }
  private static var blockRows: Int { 1 << blockBits }

  private var blocks = Slab<UnsafeMutablePointer<Row>>()
  private(set) var count = 0

  init() {}

  deinit {
    for block in blocks.indices {
      let used = min(Self.blockRows, count - block * Self.blockRows)
      if used > 0 { blocks[block].deinitialize(count: used) }
      UnsafeMutableRawPointer(blocks[block]).deallocate()
    }
  }

  var indices: Range<Int> { 0..<count }
  var isEmpty: Bool { count == 0 }

  /// A row; a number outside the list is our bug.
  subscript(_ index: Int) -> Row {
    @inline(__always) _read { yield place(checked(index)).pointee }
    @inline(__always) _modify { yield &place(checked(index)).pointee }
  }

  @inline(__always)
  mutating func append(_ row: Row) {
    if count == blocks.count &<< Self.blockBits { grow() }
    place(count).initialize(to: row)
    count &+= 1
  }

  /// Asks for a row's first cache line, so that it is near when it is needed. Where there is no such row
  /// it asks for the first: whether there is one nobody predicts.
  @inline(__always)
  func prefetch(_ index: Int) {
    if isEmpty { return }
    let near = min(UInt(bitPattern: index), UInt(bitPattern: count) &- 1)
    nightclose_prefetch(place(Int(bitPattern: near)))
  }

  /// Asks for a row's first two cache lines; there must be such a row.
  @inline(__always)
  func prefetchPair(_ index: Int) {
    nightclose_prefetch(place(checked(index)))
    nightclose_prefetch(UnsafeRawPointer(place(index)) + 64)
  }

  /// Forgets all rows and keeps the memory.
  mutating func removeAll() {
    for index in indices { (place(index)).deinitialize(count: 1) }
    count = 0
  }

  @inline(__always)
  private func place(_ index: Int) -> UnsafeMutablePointer<Row> {
    blocks.base[index &>> Self.blockBits] + (index & (Self.blockRows - 1))
  }

  @inline(__always)
  private func checked(_ index: Int) -> Int {
    if UInt(bitPattern: index) >= UInt(bitPattern: count) { Slab<Row>.fault(index, count) }
    return index
  }

  @inline(never)
  private mutating func grow() { blocks.append(Slab<Row>.allocate(Self.blockRows)) }
}

/// Movements where the caller keeps them, in event order. A movement that is handed on as a value is
/// copied, 60 bytes that are written and at once read again; its place is one register.
struct MovementRun {
  private let first: UnsafePointer<StockMovement>?
  let count: Int

  init(_ movements: UnsafeBufferPointer<StockMovement>) {
    first = movements.baseAddress
    count = movements.count
  }

  /// Where a movement is; beyond the last one, where that is.
  @inline(__always)
  func place(_ index: Int) -> MovementPlace {
    guard let first else { accountingFault("there is no movement \(index) among none") }
    return MovementPlace(pointer: first + min(index, count &- 1))
  }
}

/// Where a movement is; only good while its run is.
struct MovementPlace {
  fileprivate let pointer: UnsafePointer<StockMovement>

  var movement: StockMovement {
    @inline(__always) unsafeAddress { pointer }
  }

  /// Asks for a movement that comes later, if there is one.
  @inline(__always)
  func prefetch(ahead distance: Int) { nightclose_prefetch(pointer + distance) }
}
