/// Small numbers of either sign in few bytes: the sign goes to the lowest bit, then seven bits a byte,
/// lowest first, the top bit set on all but the last.
///
///     0 → 00     −1 → 01     1 → 02     64 → 80 01
extension [UInt8] {
  /// Appends a number in one to ten bytes.
  public mutating func appendPacked(_ number: Int64) {
    var rest = UInt64(bitPattern: (number << 1) ^ (number >> 63))
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }

  /// Reads a number that `appendPacked` wrote.
  /// - Parameter offset: where it begins; afterwards, where the next begins.
  /// - Returns: the number.
  public func packedNumber(at offset: inout Int) -> Int64 {
    var rest: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = self[offset]
      offset += 1
      rest |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { break }
      shift += 7
    }
    return Int64(bitPattern: rest >> 1) ^ -Int64(bitPattern: rest & 1)
  }
}
