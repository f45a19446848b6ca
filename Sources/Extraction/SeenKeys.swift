internal import AccountingValues

/// Tells whether a key was met before, of millions that are met once: doubles are few, and what tells
/// them must not cost what a table of all keys does.
///
/// Whole numbers are bits: keys that a sequence gave out cost half a byte, such as are far apart 24.
/// Other keys cost some 12 bytes, a part of their hash and where they lie among the `HeldKeys`: where
/// hashes agree, the texts decide.
struct SeenKeys {
  private var numbers = SparseBits()
  private var texts = SeenTexts()

  /// Adds a key.
  ///
  /// - Returns: whether it was not met before.
  mutating func insert(_ key: HeldKey, in keys: HeldKeys) -> Bool {
    if let number = key.integer { return numbers.insert(number) }
    return texts.insert(key, hash: keys.hash(ofText: key), in: keys)
  }
}

/// A set of whole numbers, many of which follow one another: 64 of them share an entry.
struct SparseBits {
  /// What the entry's numbers begin with.
  private var prefixes: [Int64] = []
  /// A bit per number; none is set in a free entry.
  private var bits: [UInt64] = []
  private var count = 0
  /// The entry that was asked for last; rows mostly come in the order of their keys.
  private var last = 0

  /// Adds a number.
  ///
  /// - Returns: whether it was not in the set.
  mutating func insert(_ number: Int64) -> Bool {
    if count >= prefixes.count / 4 * 3 { grow() }
    let prefix = number >> 6
    let bit: UInt64 = 1 << UInt64(number & 63)
    if prefixes[last] != prefix || bits[last] == 0 { last = entry(of: prefix) }
    if bits[last] & bit != 0 { return false }
    if bits[last] == 0 {
      prefixes[last] = prefix
      count += 1
    }
    bits[last] |= bit
    return true
  }

  /// Where a prefix is or belongs: open addressing with linear probing.
  private func entry(of prefix: Int64) -> Int {
    var entry = Int(truncatingIfNeeded: KeyInterner.mixed(prefix)) & (prefixes.count - 1)
    while bits[entry] != 0, prefixes[entry] != prefix { entry = (entry + 1) & (prefixes.count - 1) }
    return entry
  }

  private mutating func grow() {
    let known = zip(prefixes, bits).filter { $0.1 != 0 }
    let size = max(16, prefixes.count * 2)
    prefixes = Array(repeating: 0, count: size)
    bits = Array(repeating: 0, count: size)
    for (prefix, set) in known {
      let entry = entry(of: prefix)
      prefixes[entry] = prefix
      bits[entry] = set
    }
    last = 0
  }
}

/// A set of texts that lie among `HeldKeys`.
///
/// A slot has 28 bits of a text's hash above its place, which are all that is needed to give it another slot
/// when there are more. Slots are in 256 parts that grow one by one, so that growing needs little room.
struct SeenTexts {
  fileprivate static let placeBits: UInt64 = 36
  fileprivate static let largestPlace: UInt64 = 1 << placeBits - 1
  fileprivate static let free = UInt64.max

  private struct Part {
    var slots: [UInt64] = []
    var count = 0

    /// Adds a slot unless one of the same hash is the same text.
    mutating func insert(_ slot: UInt64, isSame: (_ place: UInt64) -> Bool) -> Bool {
      if count >= slots.count / 4 * 3 { grow() }
      var index = home(of: slot)
      while slots[index] != SeenTexts.free {
        if (slots[index] ^ slot) >> SeenTexts.placeBits == 0,
          isSame(slots[index] & SeenTexts.largestPlace)
        {
          return false
        }
        index = (index + 1) & (slots.count - 1)
      }
      slots[index] = slot
      count += 1
      return true
    }

    /// The highest bits of the hash, as many as there are to count the slots.
    private func home(of slot: UInt64) -> Int {
      Int(slot >> UInt64(UInt64.bitWidth - slots.count.trailingZeroBitCount))
    }

    private mutating func grow() {
      let known = slots
      slots = Array(repeating: SeenTexts.free, count: max(16, known.count * 2))
      for slot in known where slot != SeenTexts.free {
        var index = home(of: slot)
        while slots[index] != SeenTexts.free { index = (index + 1) & (slots.count - 1) }
        slots[index] = slot
      }
    }
  }

  private var parts = Array(repeating: Part(), count: 256)

  /// Adds a text.
  ///
  /// - Returns: whether it was not in the set.
  mutating func insert(_ key: HeldKey, hash: UInt64, in keys: HeldKeys) -> Bool {
    let place = UInt64(key.place)
    guard place < Self.largestPlace else { accountingFault("more than 64 GB of keys") }
    // The bits that choose the part need not be in the slot.
    let slot = (hash << 8 & ~Self.largestPlace) | place
    return parts[Int(hash >> 56)].insert(slot) { known in
      keys.areEqual(HeldKey(code: Int64(known) << 1), key)
    }
  }
}
