/// Finds the layer or issue of a movement that a later event names. Numbers of this run index an
/// array; older ones are looked up in the sorted list of the opening state.
struct NameTable {
  private var older: [(movement: Int32, entry: Int32)] = []
  private var entries: [Int32] = []
  private var first: Int32 = 0

  /// Movements from here on belong to this run.
  mutating func begin(after lastEvent: Int32, older: [(movement: Int32, entry: Int32)]) {
    first = lastEvent + 1
    self.older = older.sorted { $0.movement < $1.movement }
  }

  static func layer(_ index: Int32) -> Int32 { index << 1 }
  static func issue(_ index: Int32) -> Int32 { index << 1 | 1 }

  mutating func set(_ entry: Int32, for movement: Int32) {
    let slot = Int(movement - first)
    if slot >= entries.count {
      entries.append(contentsOf: repeatElement(-1, count: slot + 1 - entries.count))
    }
    entries[slot] = entry
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
    if movement >= first {
      let slot = Int(movement - first)
      return slot < entries.count ? entries[slot] : -1
    }
    var low = 0
    var high = older.count
    while low < high {
      let middle = (low + high) / 2
      if older[middle].movement < movement { low = middle + 1 } else { high = middle }
    }
    return low < older.count && older[low].movement == movement ? older[low].entry : -1
  }

  /// All movements that name a layer, in order.
  var layers: [(movement: Int32, layer: Int32)] {
    let all = older + entries.enumerated().map { (first + Int32($0), $1) }
    return all.filter { $0.entry >= 0 && $0.entry & 1 == 0 }.map { ($0.movement, $0.entry >> 1) }
  }
}
