/// A `numeric` value, exactly. Special values and numbers beyond 128 bits are cases, so that a bad
/// row becomes a finding and never a trap.
public enum PostgresNumeric: Hashable, Sendable {
  /// `significand × 10⁻ˢᶜᵃˡᵉ`, with the declared scale at most; scale is never negative.
  case finite(significand: Int128, scale: Int)
  /// `NaN`.
  case notANumber
  /// `Infinity`.
  case infinity
  /// `-Infinity`.
  case negativeInfinity
  /// More digits than 128 bits hold (about 38).
  case outOfRange

  /// The number as a count of `10⁻ᵗᵃʳᵍᵉᵗ` when that loses nothing and fits; `nil` otherwise.
  public func exactly(atScale target: Int) -> Int64? {
    guard case .finite(var digits, var scale) = self else { return nil }
    while scale > target {
      let (quotient, remainder) = digits.quotientAndRemainder(dividingBy: 10)
      if remainder != 0 { return nil }
      digits = quotient
      scale -= 1
      if digits == 0 { return 0 }
    }
    while scale < target {
      if digits == 0 { return 0 }
      let (product, overflow) = digits.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      digits = product
      scale += 1
    }
    return Int64(exactly: digits)
  }
}

extension PostgresNumeric {
  private static let negativeSign: UInt16 = 0x4000
  private static let nanSign: UInt16 = 0xC000
  private static let infinitySign: UInt16 = 0xD000
  private static let negativeInfinitySign: UInt16 = 0xF000

  /// Whether a field has the shape of a numeric: `ndigits`, weight, sign, display scale, digits.
  static func isWellFormed(_ bytes: UnsafeRawPointer, length: Int) -> Bool {
    guard length >= 8 else { return false }
    return length == 8 + 2 * Int(UInt16(bigEndian: bytes.loadUnaligned(as: UInt16.self)))
  }

  /// Decodes a well-formed binary field: groups of four digits, the first worth 10000^weight.
  init(decoding bytes: UnsafeRawPointer) {
    func word(_ index: Int) -> UInt16 {
      UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self))
    }
    let count = Int(word(0))
    let weight = Int(Int16(bitPattern: word(1)))
    let sign = word(2)
    let displayScale = Int(word(3))
    guard sign == 0 || sign == Self.negativeSign else {
      self = Self.special(sign)
      return
    }
    guard count > 0 else {
      self = .finite(significand: 0, scale: 0)
      return
    }
    // Groups after the decimal point; negative when whole groups of zeros follow the last one.
    let fractionGroups = count - 1 - weight
    // The last group may carry up to three digits beyond the display scale, all zero.
    let surplus = max(0, min(3, fractionGroups * 4 - displayScale))
    let lastMultiplier: Int128 = [10_000, 1_000, 100, 10][surplus]
    let lastDivisor: UInt16 = [1, 10, 100, 1_000][surplus]
    var magnitude: Int128 = 0
    if count <= 4 {
      // Fits 64 bits, whose arithmetic is several times cheaper: nearly all amounts.
      var small: UInt64 = 0
      for index in 0..<(count - 1) { small = small &* 10_000 &+ UInt64(word(4 + index)) }
      small = small &* UInt64(lastMultiplier) &+ UInt64(word(3 + count) / lastDivisor)
      magnitude = Int128(small)
    } else {
      for index in 0..<count {
        let last = index == count - 1
        let (product, high) = magnitude.multipliedReportingOverflow(
          by: last ? lastMultiplier : 10_000)
        let group = last ? word(3 + count) / lastDivisor : word(4 + index)
        let (sum, carry) = product.addingReportingOverflow(Int128(group))
        if high || carry {
          self = .outOfRange
          return
        }
        magnitude = sum
      }
    }
    var zeroGroups = max(0, -fractionGroups)
    while zeroGroups > 0 {
      let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10_000)
      if overflow {
        self = .outOfRange
        return
      }
      magnitude = product
      zeroGroups -= 1
    }
    self = .finite(
      significand: sign == 0 ? magnitude : -magnitude,
      scale: max(0, fractionGroups * 4 - surplus))
  }

  private static func special(_ sign: UInt16) -> PostgresNumeric {
    switch sign {
    case infinitySign: .infinity
    case negativeInfinitySign: .negativeInfinity
    case nanSign: .notANumber
    default: .notANumber
    }
  }

  /// The most bytes one encoded numeric takes: the header and eleven groups.
  static let encodedLengthMax = 8 + 2 * 11

  /// Encodes `significand × 10⁻ˢᶜᵃˡᵉ` and returns the byte count, `encodedLengthMax` at most.
  static func encode(
    significand: Int128, scale: Int, into target: UnsafeMutableRawPointer
  ) -> Int {
    guard scale >= 0, scale <= 16_383 else { clientFault("numeric scale \(scale)") }
    func store(_ value: UInt16, at index: Int) {
      target.storeBytes(of: value.bigEndian, toByteOffset: index * 2, as: UInt16.self)
    }
    var rest = significand.magnitude
    // Lowest group first: the digits that fill the fraction up to whole groups of four.
    let partial = scale % 4
    var groups: (Int, InlineArray<11, UInt16>) = (0, InlineArray(repeating: 0))
    var skipped = 0
    func push(_ group: UInt16) {
      if groups.0 == 0 && group == 0 {
        skipped += 1
      } else {
        groups.1[groups.0] = group
        groups.0 += 1
      }
    }
    if partial != 0 {
      let unit: UInt128 = [1, 10, 100, 1_000][partial]
      let pad: UInt16 = [1, 1_000, 100, 10][partial]
      push(UInt16(rest % unit) * pad)
      rest /= unit
    }
    while rest > UInt128(UInt64.max) {
      push(UInt16(rest % 10_000))
      rest /= 10_000
    }
    var small = UInt64(rest)
    while small != 0 {
      push(UInt16(small % 10_000))
      small /= 10_000
    }
    let count = groups.0
    let fractionGroups = (scale + 3) / 4
    store(UInt16(count), at: 0)
    store(count == 0 ? 0 : UInt16(bitPattern: Int16(skipped + count - 1 - fractionGroups)), at: 1)
    store(significand < 0 ? negativeSign : 0, at: 2)
    store(UInt16(scale), at: 3)
    for index in 0..<count { store(groups.1[count - 1 - index], at: 4 + index) }
    return 8 + 2 * count
  }
}

extension PostgresNumeric: CustomStringConvertible {
  /// Plain digits with a point, or the name of the special value.
  public var description: String {
    switch self {
    case .notANumber: return "NaN"
    case .infinity: return "Infinity"
    case .negativeInfinity: return "-Infinity"
    case .outOfRange: return "out of range"
    case .finite(let significand, let scale):
      let digits = String(significand.magnitude)
      let sign = significand < 0 ? "-" : ""
      guard scale > 0 else { return sign + digits }
      let padded = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
      return "\(sign)\(padded.dropLast(scale)).\(padded.suffix(scale))"
    }
  }
}

extension PostgresNumeric {
  /// The decimal whose shortest spelling gives a binary floating-point number back, from Swift's
  /// own shortest description (`0.1`, `1e-07`, `5.960464477539063e-08`).
  init(shortestOf description: String) {
    switch description {
    case "nan": self = .notANumber
    case "inf": self = .infinity
    case "-inf": self = .negativeInfinity
    default:
      let parts = description.split(separator: "e", maxSplits: 1)
      var scale = parts.count == 2 ? -(Int(parts[1]) ?? 0) : 0
      var digits = ""
      var afterPoint = false
      for character in parts[0] {
        if character == "." {
          afterPoint = true
        } else {
          digits.append(character)
          if afterPoint { scale += 1 }
        }
      }
      guard var significand = Int128(digits) else {
        self = .outOfRange
        return
      }
      while scale > 0, significand % 10 == 0, significand != 0 {
        significand /= 10
        scale -= 1
      }
      if significand == 0 { scale = 0 }
      while scale < 0 {
        let (product, overflow) = significand.multipliedReportingOverflow(by: 10)
        if overflow {
          self = .outOfRange
          return
        }
        significand = product
        scale += 1
      }
      self = .finite(significand: significand, scale: scale)
    }
  }
}
