public import AccountingValues

/// Numbers source keys densely from 0, in the order in which they are first met. Met in event
/// order, the numbers are the same on every machine; they live for one run and never reach a file,
/// a digest or a tie-break.
///
/// Whole numbers are held as such, other keys as bytes in one arena: about 16 bytes per integer
/// key, which is what makes ten million movement keys affordable. Keys are equal when their
/// canonical bytes are: a text "5" and an integer 5 are one key, as in `SourceKey`.
public struct KeyInterner {
  /// Integer values, or where a text starts in the arena.
  private var payloads: [Int64] = []
  /// Bytes of a text; −1 for an integer.
  private var lengths: [Int32] = []
  private var arena: [UInt8] = []
  /// Open addressing with linear probing; −1 is empty. The count is a power of two.
  private var slots: [Int32] = []

  /// An interner without keys.
  public init() {}

  /// How many keys have a number.
  public var count: Int { payloads.count }

  /// The number of a key, a new one if it was not met before.
  @discardableResult
  public mutating func intern(_ key: SourceKey) -> (id: Int32, isNew: Bool) {
    var text = key.text
    return text.withUTF8 { bytes in
      if let number = Self.canonicalInteger(bytes.span) { return intern(integer: number) }
      return intern(text: bytes.span)
    }
  }

  /// The number of an integer key.
  @discardableResult
  public mutating func intern(integer number: Int64) -> (id: Int32, isNew: Bool) {
    growIfNeeded()
    var slot = Self.hash(number) & (slots.count - 1)
    while slots[slot] >= 0 {
      let id = Int(slots[slot])
      if lengths[id] < 0, payloads[id] == number { return (Int32(id), false) }
      slot = (slot + 1) & (slots.count - 1)
    }
    return (add(payload: number, length: -1, at: slot), true)
  }

  /// The number of a key that is no integer in canonical spelling.
  mutating func intern(text bytes: Span<UInt8>) -> (id: Int32, isNew: Bool) {
    growIfNeeded()
    var slot = Self.hash(bytes) & (slots.count - 1)
    while slots[slot] >= 0 {
      let id = Int(slots[slot])
      if holds(id, bytes) { return (Int32(id), false) }
      slot = (slot + 1) & (slots.count - 1)
    }
    let start = arena.count
    for index in bytes.indices { arena.append(bytes[index]) }
    return (add(payload: Int64(start), length: Int32(bytes.count), at: slot), true)
  }

  /// The number of a key that was met before; `nil` otherwise.
  public func id(of key: SourceKey) -> Int32? {
    var text = key.text
    return text.withUTF8 { bytes in
      if let number = Self.canonicalInteger(bytes.span) { return id(ofInteger: number) }
      return id(ofText: bytes.span)
    }
  }

  /// The number of a held key that was met before; `nil` otherwise.
  ///
  /// - Parameters:
  ///   - held: the key.
  ///   - keys: where it is held.
  /// - Returns: its number.
  public func id(of held: HeldKey, in keys: HeldKeys) -> Int32? {
    if let number = held.integer { return id(ofInteger: number) }
    return held.isNone ? nil : id(of: keys[held])
  }

  /// The number of a held key, a new one if it was not met before.
  ///
  /// - Parameters:
  ///   - held: the key; not NULL.
  ///   - keys: where it is held.
  /// - Returns: its number.
  public mutating func intern(_ held: HeldKey, in keys: HeldKeys) -> Int32 {
    if let number = held.integer { return intern(integer: number).id }
    return intern(keys[held]).id
  }

  private func id(ofInteger number: Int64) -> Int32? {
    guard !slots.isEmpty else { return nil }
    var slot = Self.hash(number) & (slots.count - 1)
    while slots[slot] >= 0 {
      let id = Int(slots[slot])
      if lengths[id] < 0, payloads[id] == number { return Int32(id) }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  private func id(ofText bytes: Span<UInt8>) -> Int32? {
    guard !slots.isEmpty else { return nil }
    var slot = Self.hash(bytes) & (slots.count - 1)
    while slots[slot] >= 0 {
      let id = Int(slots[slot])
      if holds(id, bytes) { return Int32(id) }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// The key of a number; traps for a number that was never given.
  public subscript(id: Int32) -> SourceKey {
    guard id >= 0, Int(id) < payloads.count else { accountingFault("no key has number \(id)") }
    let length = lengths[Int(id)]
    if length < 0 { return SourceKey(String(payloads[Int(id)])) }
    let start = Int(payloads[Int(id)])
    return SourceKey(String(decoding: arena[start..<(start + Int(length))], as: UTF8.self))
  }

  /// Whether one known key comes before another in the order of source keys.
  public func precedes(_ a: Int32, _ b: Int32) -> Bool {
    if lengths[Int(a)] < 0, lengths[Int(b)] < 0 { return payloads[Int(a)] < payloads[Int(b)] }
    return self[a] < self[b]
  }

  // MARK: Table

  private mutating func add(payload: Int64, length: Int32, at slot: Int) -> Int32 {
    guard let id = Int32(exactly: payloads.count) else {
      accountingFault("more than 2³¹ keys in one run")
    }
    payloads.append(payload)
    lengths.append(length)
    slots[slot] = id
    return id
  }

  private func holds(_ id: Int, _ bytes: Span<UInt8>) -> Bool {
    guard lengths[id] == Int32(bytes.count) else { return false }
    let start = Int(payloads[id])
    for index in bytes.indices where arena[start + index] != bytes[index] { return false }
    return true
  }

  /// Keeps a quarter of the slots empty.
  private mutating func growIfNeeded() {
    guard payloads.count + 1 > slots.count / 4 * 3 else { return }
    let size = max(16, slots.count * 2)
    slots = Array(repeating: -1, count: size)
    for id in payloads.indices {
      var slot = hash(ofKey: id) & (size - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (size - 1) }
      slots[slot] = Int32(id)
    }
  }

  private func hash(ofKey id: Int) -> Int {
    if lengths[id] < 0 { return Self.hash(payloads[id]) }
    let start = Int(payloads[id])
    return Self.hash(arena.span.extracting(start..<(start + Int(lengths[id]))))
  }

  // MARK: Hashing

  private static func hash(_ number: Int64) -> Int { Int(truncatingIfNeeded: mixed(number)) }

  private static func hash(_ bytes: Span<UInt8>) -> Int {
    var hash = ByteHash()
    for index in bytes.indices { hash.add(bytes[index]) }
    return Int(truncatingIfNeeded: hash.mixed)
  }

  /// The finaliser of SplitMix64; neighbouring numbers spread over the table.
  static func mixed(_ number: Int64) -> UInt64 {
    var z = UInt64(bitPattern: number) &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// The number whose canonical spelling the bytes are: no sign but `-`, no leading zero.
  static func canonicalInteger(_ bytes: Span<UInt8>) -> Int64? {
    guard bytes.count > 0, bytes.count <= 20 else { return nil }
    let isNegative = bytes[0] == UInt8(ascii: "-")
    let first = isNegative ? 1 : 0
    guard first < bytes.count else { return nil }
    if bytes[first] == UInt8(ascii: "0") { return bytes.count == 1 ? 0 : nil }
    var value: Int64 = 0
    for index in first..<bytes.count {
      let digit = Int64(bytes[index]) - 48
      guard (0...9).contains(digit) else { return nil }
      let (product, high) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.subtractingReportingOverflow(digit)
      if high || carry { return nil }
      value = sum
    }
    if isNegative { return value }
    return value == Int64.min ? nil : -value
  }
}

/// FNV-1a of 64 bits, mixed once more because its low bits are weak.
struct ByteHash {
  private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }

  var mixed: UInt64 { KeyInterner.mixed(Int64(bitPattern: hash)) }
}
