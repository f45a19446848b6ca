/// Where the memory of `Pages` comes from. The domain knows no file; a program that has one to put rows
/// aside in gives them a source of its own.
///
/// A page belongs to whoever asked for it until it is given back. Sources are shared by all rows of a
/// run, so their calls may come from any thread.
public protocol PageSource: AnyObject, Sendable {
  /// Memory for a page, aligned to 64 bytes, with any contents. It never fails: where a file is full,
  /// memory must do.
  ///
  /// - Parameter byteCount: its size.
  /// - Returns: its first byte.
  func makePage(byteCount: Int) -> UnsafeMutableRawPointer

  /// Says that a page was left, and that the next reader may wait for it. Its contents stay.
  ///
  /// - Parameters:
  ///   - page: what `makePage` gave.
  ///   - byteCount: its size.
  func leave(_ page: UnsafeMutableRawPointer, byteCount: Int)

  /// Gives a page back.
  ///
  /// - Parameters:
  ///   - page: what `makePage` gave.
  ///   - byteCount: its size.
  func free(_ page: UnsafeMutableRawPointer, byteCount: Int)
}

/// Pages in memory.
public final class MemoryPages: PageSource {
  /// The one that rows use unless they are told another.
  public static let shared = MemoryPages()

  private init() {}

  /// Memory for a page.
  ///
  /// - Parameter byteCount: its size.
  /// - Returns: its first byte.
  public func makePage(byteCount: Int) -> UnsafeMutableRawPointer {
    .allocate(byteCount: byteCount, alignment: 64)
  }

  /// Does nothing: memory has no other place to be.
  ///
  /// - Parameters:
  ///   - page: what `makePage` gave.
  ///   - byteCount: its size.
  public func leave(_ page: UnsafeMutableRawPointer, byteCount: Int) {}

  /// Gives a page back.
  ///
  /// - Parameters:
  ///   - page: what `makePage` gave.
  ///   - byteCount: its size.
  public func free(_ page: UnsafeMutableRawPointer, byteCount: Int) { page.deallocate() }
}

/// Many plain rows that are written once and read in their order: an array whose growth copies nothing,
/// and whose pages need not stay in memory.
///
/// A company with ten million movements makes as many rows of the stock ledger, of what issues took and
/// of its journals; none is looked at again before it is written out. Rows lie in pages of at most a
/// megabyte. The first grows like an array's memory, so that few rows cost little; the others come from a
/// `PageSource`, which is told when a page was left: by the writer who filled it and by every reader who
/// passed it. So only the pages in hand need be in memory.
///
/// Everything that costing calls a row at a time is inlinable: outside of its module generic code that is
/// not would look up its types on every call, which cost half of the engine's speed.
///
/// A value like an array: a copy shares its pages until one of both is written to. Numbers outside the
/// rows are our bug.
///
/// Sendable unchecked, as an array is: the compiler cannot see through its addresses that storage is
/// written to only while one value alone refers to it, and that rows are bits without references.
public struct Pages<Row: BitwiseCopyable>: @unchecked Sendable {
  @usableFromInline
  final class Storage {
    @usableFromInline let source: any PageSource
    // Only one value writes to a storage, and only while no other has it: that is checked there, so the
    // runtime need not check each access again.
    /// The first page, which grows.
    @exclusivity(unchecked) @usableFromInline var first: UnsafeMutablePointer<Row>?
    @exclusivity(unchecked) @usableFromInline var firstCapacity = 0
    /// All pages once the first is full; itself among them.
    @exclusivity(unchecked) @usableFromInline
    var pages: ContiguousArray<UnsafeMutablePointer<Row>> = []

    @inlinable
    init(source: any PageSource) { self.source = source }

    @inlinable
    deinit {
      for page in pages.dropFirst() { source.free(page, byteCount: Pages.pageBytes) }
      first?.deallocate()
    }
  }

  @usableFromInline var storage: Storage
  @usableFromInline var rowCount = 0
  /// How many rows there are.
  @inlinable public var count: Int { rowCount }

  /// Rows of a page: a power of two, so that places are found by shifting.
  @inlinable static var pageBits: Int {
    let most = (1 << 20) / Swift.max(1, MemoryLayout<Row>.stride)
    return Int.bitWidth - 1 - Swift.max(1, most).leadingZeroBitCount
  }
  @inlinable static var pageRows: Int { 1 << pageBits }
  @inlinable static var pageBytes: Int { pageRows * MemoryLayout<Row>.stride }

  /// No rows.
  ///
  /// - Parameter source: where pages come from.
  @inlinable
  public init(from source: any PageSource = MemoryPages.shared) {
    storage = Storage(source: source)
  }

  /// The rows of a sequence.
  ///
  /// - Parameters:
  ///   - rows: the rows, in their order.
  ///   - source: where pages come from.
  @inlinable
  public init(_ rows: some Sequence<Row>, from source: any PageSource = MemoryPages.shared) {
    self.init(from: source)
    for row in rows { append(row) }
  }

  /// Adds a row at the end.
  ///
  /// - Parameter row: the row.
  @inlinable
  @inline(__always)
  public mutating func append(_ row: Row) {
    let place = count & (Self.pageRows - 1)
    let isFull = storage.pages.isEmpty ? count == storage.firstCapacity : place == 0
    if isFull || !isKnownUniquelyReferenced(&storage) {
      makeRoom()
    }
    (last + place).initialize(to: row)
    rowCount += 1
  }

  /// Room for rows behind the last one, for at least one of them. What is written into it, from its
  /// beginning, becomes rows by `commit`; any other change of the rows before takes the room away.
  ///
  /// - Returns: where the next row goes, and where the room ends.
  @inlinable
  public mutating func room() -> Range<UnsafeMutablePointer<Row>> {
    makeRoom()
    let place = count & (Self.pageRows - 1)
    let capacity = storage.pages.isEmpty ? storage.firstCapacity : Self.pageRows
    return last + place..<last + capacity
  }

  /// Makes what was written into the room rows.
  ///
  /// - Parameter written: how many rows.
  @inlinable
  public mutating func commit(_ written: Int) { rowCount += written }

  /// Adds rows at the end.
  ///
  /// - Parameter rows: the rows, in their order.
  @inlinable
  public mutating func append(contentsOf rows: some Sequence<Row>) {
    for row in rows { append(row) }
  }

  /// Forgets all rows. The first page's memory is kept for the next ones.
  @inlinable
  public mutating func removeAll() {
    if isKnownUniquelyReferenced(&storage) {
      for page in storage.pages.dropFirst() {
        storage.source.free(page, byteCount: Self.pageBytes)
      }
      storage.pages.removeSubrange(Swift.min(1, storage.pages.count)...)
    } else {
      storage = Storage(source: storage.source)
    }
    rowCount = 0
  }

  /// The page that is written to.
  @inlinable
  var last: UnsafeMutablePointer<Row> {
    @inline(__always) get {
      if let page = storage.pages.last { return page }
      guard let first = storage.first else { accountingFault("no page was made") }
      return first
    }
  }

  /// Sees to it that a row fits behind the last one, in pages of our own.
  @inlinable
  @inline(never)
  mutating func makeRoom() {
    if !isKnownUniquelyReferenced(&storage) { storage = ownStorage() }
    let place = count & (Self.pageRows - 1)
    if count >= Self.pageRows {
      guard place == 0, storage.pages.count << Self.pageBits == count else { return }
      if storage.pages.count > 1, let full = storage.pages.last {
        storage.source.leave(full, byteCount: Self.pageBytes)
      }
      let page = storage.source.makePage(byteCount: Self.pageBytes)
      storage.pages.append(page.bindMemory(to: Row.self, capacity: Self.pageRows))
      return
    }
    guard count == storage.firstCapacity || storage.first == nil else { return }
    grow(to: Swift.min(Swift.max(16, storage.firstCapacity * 2), Self.pageRows))
  }

  @inlinable
  mutating func grow(to capacity: Int) {
    let larger = UnsafeMutableRawPointer.allocate(
      byteCount: capacity * MemoryLayout<Row>.stride, alignment: 64
    ).bindMemory(to: Row.self, capacity: capacity)
    if let first = storage.first {
      larger.initialize(from: first, count: count)
      first.deallocate()
    }
    storage.first = larger
    storage.firstCapacity = capacity
    if capacity == Self.pageRows { storage.pages = [larger] }
  }

  /// The same rows in pages of their own.
  @inlinable
  func ownStorage() -> Storage {
    var copy = Pages(from: storage.source)
    for row in self { copy.append(row) }
    return copy.storage
  }
}

extension Pages {
  /// Says that the rows were read here and there and will not be for a while: none of their pages need be
  /// in memory. Who reads in order need not say so.
  public func leave() {
    for page in storage.pages.dropFirst() {
      storage.source.leave(page, byteCount: Self.pageBytes)
    }
  }
}

// MARK: - Reading

extension Pages: RandomAccessCollection, MutableCollection {
  /// The number of the first row.
  @inlinable public var startIndex: Int { 0 }
  /// The number behind the last row.
  @inlinable public var endIndex: Int { count }

  /// The row at a number.
  ///
  /// - Parameter position: its number.
  @inlinable
  public subscript(position: Int) -> Row {
    @inline(__always) get { place(position).pointee }
    set {
      if !isKnownUniquelyReferenced(&storage) { storage = ownStorage() }
      place(position).pointee = newValue
    }
  }

  @inlinable
  @inline(__always)
  func place(_ position: Int) -> UnsafeMutablePointer<Row> {
    if UInt(bitPattern: position) >= UInt(bitPattern: count) { Self.fault(position, count) }
    guard !storage.pages.isEmpty else { return last + position }
    return storage.pages[position >> Self.pageBits] + (position & (Self.pageRows - 1))
  }

  @inlinable
  @inline(never)
  static func fault(_ position: Int, _ count: Int) -> Never {
    accountingFault("there is no row \(position) among \(count) of \(Row.self)")
  }

  /// The rows in their order; a page is left behind when the next one begins.
  @inlinable
  public func makeIterator() -> Iterator { Iterator(self) }

  /// Goes through rows page by page.
  public struct Iterator: IteratorProtocol {
    @usableFromInline let rows: Pages
    @usableFromInline var position = 0
    @usableFromInline var cursor: UnsafeMutablePointer<Row>?
    @usableFromInline var left = 0

    @inlinable
    init(_ rows: Pages) { self.rows = rows }

    /// The next row; `nil` behind the last one.
    ///
    /// - Returns: the row.
    @inlinable
    @inline(__always)
    public mutating func next() -> Row? {
      if left == 0, !turn() { return nil }
      guard let row = cursor else { return nil }
      cursor = row + 1
      left -= 1
      return row.pointee
    }

    @inlinable
    @inline(never)
    mutating func turn() -> Bool {
      if position > 0 { rows.leavePage(before: position) }
      guard position < rows.count else { return false }
      cursor = rows.place(position)
      left = Swift.min(Pages.pageRows, rows.count - position)
      position += left
      return true
    }
  }

  /// Leaves the page that ends before a row, unless it is the one in which rows are written.
  @inlinable
  func leavePage(before position: Int) {
    let page = (position - 1) >> Self.pageBits
    guard page > 0, page < storage.pages.count - 1 else { return }
    storage.source.leave(storage.pages[page], byteCount: Self.pageBytes)
  }
}

extension Pages: ExpressibleByArrayLiteral {
  /// Rows from a list.
  ///
  /// - Parameter rows: the rows.
  public init(arrayLiteral rows: Row...) { self.init(rows) }
}

extension Pages: Equatable where Row: Equatable {
  /// Whether two have the same rows in the same order.
  ///
  /// - Parameters:
  ///   - a: some rows.
  ///   - b: others.
  /// - Returns: whether they are equal.
  public static func == (a: Pages, b: Pages) -> Bool { a.elementsEqual(b) }
}

extension Pages: Hashable where Row: Hashable {
  /// Feeds the rows.
  ///
  /// - Parameter hasher: what they are fed to.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    for row in self { hasher.combine(row) }
  }
}

extension Pages: CustomStringConvertible {
  /// The rows as an array shows them.
  public var description: String { Array(self).description }
}
