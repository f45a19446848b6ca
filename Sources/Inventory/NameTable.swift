/// Finds the layer or issue of a movement that a later event names. Targets come in the order of their
/// movements, so they are a list. A page of 64 numbers has a bit for each that is named, and knows
/// where its targets begin: a place is found by counting bits, without a search.
struct NameTable: ~Copyable {
  private static let pageBits: Int32 = 6

  /// Not private: the compiler's own check stops at a noncopyable type that holds rows of a private one
  /// (Swift 6.3).
  struct Page {
    var named: UInt64 = 0
    var firstTarget: Int32
  }

  private var targets = SlabList<Int32>()
  private var pages = SlabList<Page>()
  /// The first page's number.
  private var firstPage: Int32 = 0
  private var lastNamed: Int32 = StockMovement.none

  static func layer(_ index: Int32) -> Int32 { index << 1 }
  static func issue(_ index: Int32) -> Int32 { index << 1 | 1 }

  /// Takes over what earlier movements are known by.
  mutating func begin(older: [(movement: Int32, entry: Int32)]) {
    for name in older.sorted(by: { $0.movement < $1.movement }) {
      set(name.entry, for: name.movement)
    }
  }

  /// Names a movement that comes after all named so far, or is the last of them.
  mutating func set(_ target: Int32, for movement: Int32) {
    if movement == lastNamed, !targets.isEmpty {
      targets[targets.count - 1] = target
      return
    }
    lastNamed = movement
    let page = movement >> Self.pageBits
    if targets.isEmpty { firstPage = page }
    while pages.count <= Int(page - firstPage) {
      pages.append(Page(firstTarget: Int32(targets.count)))
    }
    pages[pages.count - 1].named |= Self.bit(of: movement)
    targets.append(target)
  }

  func layer(of movement: Int32) -> Int32? {
    let target = target(of: movement)
    return target >= 0 && target & 1 == 0 ? target >> 1 : nil
  }

  @inline(__always)
  func issue(of movement: Int32) -> Int32? {
    let target = target(of: movement)
    return target >= 0 && target & 1 == 1 ? target >> 1 : nil
  }

  @inline(__always)
  private func target(of movement: Int32) -> Int32 {
    let number = Int(movement >> Self.pageBits) - Int(firstPage)
    if UInt(bitPattern: number) >= UInt(bitPattern: pages.count) { return -1 }
    let page = pages[number]
    let bit = Self.bit(of: movement)
    if page.named & bit == 0 { return -1 }
    return targets[Int(page.firstTarget) + (page.named & (bit &- 1)).nonzeroBitCount]
  }

  @inline(__always)
  private static func bit(of movement: Int32) -> UInt64 { 1 &<< UInt64(movement & 63) }

  /// All movements that name a layer, in order.
  var layers: [(movement: Int32, layer: Int32)] {
    var layers: [(movement: Int32, layer: Int32)] = []
    for number in pages.indices {
      let page = pages[number]
      let first = (firstPage + Int32(number)) << Self.pageBits
      var target = Int(page.firstTarget)
      for movement in first...(first + 63) where page.named & Self.bit(of: movement) != 0 {
        if targets[target] & 1 == 0 { layers.append((movement, targets[target] >> 1)) }
        target += 1
      }
    }
    return layers
  }
}
