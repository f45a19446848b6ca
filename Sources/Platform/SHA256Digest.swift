/// 32 bytes that name a content.
public struct SHA256Digest: Hashable, Sendable, CustomStringConvertible {
  /// The length of a digest.
  public static let byteCount = 32

  /// The bytes, 32 of them.
  public let bytes: [UInt8]

  init(checked bytes: [UInt8]) { self.bytes = bytes }

  /// A digest from its 32 bytes, else `nil`.
  public init?(bytes: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    self.bytes = bytes
  }

  /// A digest from 64 hexadecimal digits of either case, else `nil`.
  public init?(hex: String) {
    let digits = hex.unicodeScalars.map { $0.properties.isASCIIHexDigit ? $0 : "x" }
    let values = digits.compactMap { Character($0).hexDigitValue }
    guard digits.count == 2 * Self.byteCount, values.count == digits.count else { return nil }
    bytes = stride(from: 0, to: values.count, by: 2).map {
      UInt8(values[$0] << 4 | values[$0 + 1])
    }
  }

  /// 64 lower-case hexadecimal digits.
  public var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(2 * Self.byteCount)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The digest in hexadecimal.
  public var description: String { hex }
}
