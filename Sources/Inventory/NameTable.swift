/// Finds the layer or issue of a movement that a later event names. Entries come in the order of their
/// movements, so they are a sorted list; a directory of every 256 numbers says where to look.
struct NameTable {
  private static let pageBits: Int32 = 8

  private struct Entry {
    var movement: Int32
    var target: Int32
  }

  private var entries: [Entry] = []
  /// By page of numbers: where its entries begin. Pages after the last entry have none.
  private var pages: [Int32] = []
  /// The first page's number.
  private var firstPage: Int32 = 0

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
    if let last = entries.last, last.movement == movement {
      entries[entries.count - 1].target = target
      return
    }
    let page = movement >> Self.pageBits
    if entries.isEmpty { firstPage = page }
    while pages.count <= page - firstPage { pages.append(Int32(entries.count)) }
    entries.append(Entry(movement: movement, target: target))
  }

  func layer(of movement: Int32) -> Int32? {
    let entry = entry(of: movement)
    return entry >= 0 && entry & 1 == 0 ? entry >> 1 : nil
  }

  func issue(of movement: Int32) -> Int32? {
    let entry = entry(of: movement)
    return entry >= 0 && entry & 1 == 1 ? entry >> 1 : nil
  }

  private func entry(of movement: Int32) -> Int32 {
    let page = Int(movement >> Self.pageBits) - Int(firstPage)
    if page < 0 || page >= pages.count { return -1 }
    var low = Int(pages[page])
    var high = page + 1 < pages.count ? Int(pages[page + 1]) : entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].movement < movement { low = middle + 1 } else { high = middle }
    }
    return low < entries.count && entries[low].movement == movement ? entries[low].target : -1
  }

  /// All movements that name a layer, in order.
  var layers: [(movement: Int32, layer: Int32)] {
    entries.filter { $0.target & 1 == 0 }.map { ($0.movement, $0.target >> 1) }
  }
}
