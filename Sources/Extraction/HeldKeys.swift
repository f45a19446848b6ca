public import AccountingValues

/// A key or text of a row as it is held: eight bytes, in which a whole number lies itself and of
/// anything else where it lies in its `HeldKeys`. Two that are equal need not be the same bytes; ask
/// `HeldKeys`.
public struct HeldKey: BitwiseCopyable, Hashable, Sendable {
  /// A number times two plus one, or twice the place of a text.
  let code: Int64

  /// NULL.
  public static let none = HeldKey(code: .min)

  /// Whether there is no key.
  public var isNone: Bool { code == .min }

  /// The whole number, where it is one that is held in place.
  var integer: Int64? { code & 1 == 1 ? code >> 1 : nil }
  /// Where its text begins.
  var place: Int { Int(code >> 1) }
}

/// Keys and texts of rows, of which there are as many as movements: they are held where pages come from
/// and in no table, so that nothing of them need be in memory until a row is written.
///
/// As in `SourceKey` a text "5" and the number 5 are one key. A reference type, so that nobody copies it;
/// keys are added and never change.
public final class HeldKeys {
  /// Lengths, of seven bits a byte, and texts.
  private var bytes: Pages<UInt8>

  /// No keys yet.
  ///
  /// - Parameter pages: where the memory of many keys comes from.
  public init(pages: any PageSource = MemoryPages.shared) { bytes = Pages(from: pages) }

  /// Holds a key.
  ///
  /// - Parameter key: the key; `nil` for NULL.
  /// - Returns: what stands for it.
  public func hold(_ key: SourceKey?) -> HeldKey {
    guard var text = key?.text else { return .none }
    return text.withUTF8 { bytes in
      if let number = KeyInterner.canonicalInteger(bytes.span), let held = Self.inPlace(number) {
        return held
      }
      return append(bytes)
    }
  }

  /// Holds a whole number.
  ///
  /// - Parameter number: the key.
  /// - Returns: what stands for it.
  public func hold(integer number: Int64) -> HeldKey {
    Self.inPlace(number) ?? hold(SourceKey(String(number)))
  }

  /// A key by what stands for it; there must be one.
  ///
  /// - Parameter held: what `hold` gave.
  /// - Returns: the key.
  public subscript(held: HeldKey) -> SourceKey {
    if held.isNone { accountingFault("NULL is no key") }
    if let number = held.integer { return SourceKey(String(number)) }
    let range = text(of: held)
    // Most texts are short: room on the stack, not a list of bytes.
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: max(1, range.count)) { room in
      for (place, position) in range.enumerated() { room[place] = bytes[position] }
      return SourceKey(String(decoding: room.prefix(range.count), as: UTF8.self))
    }
  }

  /// Says that keys will not be asked for for a while.
  public func leave() { bytes.leave() }

  // MARK: Comparing

  /// Whether two stand for the same key.
  ///
  /// - Parameters:
  ///   - a: a key.
  ///   - b: another.
  /// - Returns: whether they are equal.
  public func areEqual(_ a: HeldKey, _ b: HeldKey) -> Bool {
    if a == b { return true }
    guard !a.isNone, !b.isNone, a.integer == nil, b.integer == nil else { return false }
    let (x, y) = (text(of: a), text(of: b))
    return x.count == y.count && zip(x, y).allSatisfy { bytes[$0] == bytes[$1] }
  }

  /// Whether one key comes before another in the order of source keys; NULL before all.
  ///
  /// - Parameters:
  ///   - a: a key.
  ///   - b: another.
  /// - Returns: whether `a` is before `b`.
  public func precedes(_ a: HeldKey, _ b: HeldKey) -> Bool {
    if a.isNone || b.isNone { return a.isNone && !b.isNone }
    if let x = a.integer, let y = b.integer { return x < y }
    return a != b && self[a] < self[b]
  }

  /// Bits that equal texts have in common.
  func hash(ofText held: HeldKey) -> UInt64 {
    var hash = ByteHash()
    for position in text(of: held) { hash.add(bytes[position]) }
    return hash.mixed
  }

  // MARK: Texts

  private static func inPlace(_ number: Int64) -> HeldKey? {
    let code = number << 1 | 1
    return code >> 1 == number ? HeldKey(code: code) : nil
  }

  private func append(_ text: UnsafeBufferPointer<UInt8>) -> HeldKey {
    let place = bytes.count
    var rest = text.count
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
    bytes.append(contentsOf: text)
    return HeldKey(code: Int64(place) << 1)
  }

  /// Where the bytes of a text are.
  private func text(of held: HeldKey) -> Range<Int> {
    var position = held.place
    var count = 0
    var shift = 0
    while true {
      let byte = bytes[position]
      position += 1
      count |= Int(byte & 0x7F) << shift
      if byte < 0x80 { return position..<(position + count) }
      shift += 7
    }
  }
}
