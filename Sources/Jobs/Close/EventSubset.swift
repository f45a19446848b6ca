/// Some of the stock events, numbered densely in event order. It costs a bit and a half per event, so
/// that what only receipts have is held by their numbers and found in no time.
///
///     events 0…5, of them 1, 4 and 5     number(of: 4) = 1, number(of: 3) = nil
struct EventSubset: Equatable {
  /// A bit per event.
  private var words: [UInt64]
  /// How many members come before each word.
  private var ranks: [Int32]
  private(set) var count = 0

  /// No event.
  static let none = EventSubset(of: 0) { _ in false }

  /// The first `total` events that are members.
  init(of total: Int, _ isMember: (Int) -> Bool) {
    words = Array(repeating: 0, count: (total + 63) / 64)
    for position in 0..<total where isMember(position) {
      words[position >> 6] |= 1 << UInt64(position & 63)
    }
    ranks = []
    ranks.reserveCapacity(words.count)
    for word in words {
      ranks.append(Int32(count))
      count += word.nonzeroBitCount
    }
  }

  /// Events by position, in ascending order.
  init(_ positions: some Sequence<Int32>, of total: Int) {
    var next = positions.makeIterator()
    var position = next.next()
    self.init(of: total) { candidate in
      guard position.map(Int.init) == candidate else { return false }
      position = next.next()
      return true
    }
  }

  /// The number of an event; `nil` for one that is no member.
  func number(of position: Int) -> Int? {
    let slot = position >> 6
    guard slot < words.count else { return nil }
    let bit = UInt64(1) << UInt64(position & 63)
    guard words[slot] & bit != 0 else { return nil }
    return Int(ranks[slot]) + (words[slot] & (bit - 1)).nonzeroBitCount
  }

  func contains(_ position: Int) -> Bool { number(of: position) != nil }

  /// The positions of the members, ascending.
  var positions: some Sequence<Int> {
    words.indices.lazy.flatMap { slot in
      sequence(state: words[slot]) { rest -> Int? in
        guard rest != 0 else { return nil }
        let bit = rest.trailingZeroBitCount
        rest &= rest - 1
        return slot << 6 + bit
      }
    }
  }
}
