import TestSupport
import Testing

@testable import PostgresClient

/// What the wire holds for a number, by the layout of PostgreSQL's `numeric_send`.
@Suite struct PostgresNumericTests {
  @Test(
    arguments: [
      (0, 0, [0, 0, 0, 0]),
      (0, 2, [0, 0, 0, 2]),
      (1, 0, [1, 0, 0, 0, 1]),
      (-1, 0, [1, 0, 0x4000, 0, 1]),
      (10_000, 0, [1, 1, 0, 0, 1]),
      (12_345, 2, [2, 0, 0, 2, 123, 4500]),
      (5, 20, [1, -5, 0, 20, 5]),
      (1, 1, [1, -1, 0, 1, 1000]),
      (123_456_789, 6, [3, 0, 0, 6, 123, 4567, 8900]),
    ] as [(Int128, Int, [Int])])
  func aNumberIsSentInGroupsOfFourDigits(significand: Int128, scale: Int, words: [Int]) {
    var bytes = [UInt8](repeating: 0xEE, count: PostgresNumeric.encodedLengthMax)
    let count = bytes.withUnsafeMutableBytes { buffer -> Int in
      guard let base = buffer.baseAddress else { return 0 }
      return PostgresNumeric.encode(significand: significand, scale: scale, into: base)
    }
    let expected = words.flatMap { word -> [UInt8] in
      let bits = UInt16(truncatingIfNeeded: word)
      return [UInt8(bits >> 8), UInt8(bits & 255)]
    }
    #expect(Array(bytes.prefix(count)) == expected)
  }

  @Test func everyEncodedNumberComesBackAsTheSameNumber() {
    var random = SplitMix64(seed: 0x5EED_0001)
    for round in 0..<20_000 {
      let width = Int.random(in: 1...127, using: &random)
      let wide = Int128(truncatingIfNeeded: random.next()) << 64 | Int128(random.next())
      let significand = wide >> Int128(127 - width)
      let scale = Int.random(in: 0...30, using: &random)
      var bytes = [UInt8](repeating: 0, count: PostgresNumeric.encodedLengthMax)
      let back = bytes.withUnsafeMutableBytes { buffer -> PostgresNumeric? in
        guard let base = buffer.baseAddress else { return nil }
        let count = PostgresNumeric.encode(significand: significand, scale: scale, into: base)
        guard PostgresNumeric.isWellFormed(base, length: count) else { return nil }
        return PostgresNumeric(decoding: base)
      }
      guard case .finite(let digits, let decimals)? = back else {
        let seen = String(describing: back)
        Issue.record("round \(round): \(significand)e-\(scale) came back as \(seen)")
        return
      }
      // Equal as numbers: the shorter scale leaves trailing zeros out.
      let longer = max(scale, decimals)
      let a = widened(significand, by: longer - scale)
      let b = widened(digits, by: longer - decimals)
      #expect(decimals <= scale && a == b, "round \(round): \(significand)e-\(scale)")
      if a != b { return }
    }
  }

  private func widened(_ value: Int128, by decimals: Int) -> [UInt8] {
    Array((String(value) + String(repeating: value == 0 ? "" : "0", count: decimals)).utf8)
  }

  @Test(
    arguments: [
      (PostgresNumeric.finite(significand: 1_500, scale: 3), 2, 150),
      (.finite(significand: 1_505, scale: 3), 2, nil),
      (.finite(significand: 7, scale: 0), 6, 7_000_000),
      (.finite(significand: -1, scale: 20), 6, nil),
      (.finite(significand: 0, scale: 20), 6, 0),
      (.finite(significand: Int128(Int64.max), scale: 0), 0, Int64.max),
      (.finite(significand: Int128(Int64.max), scale: 0), 1, nil),
      (.notANumber, 0, nil), (.infinity, 0, nil), (.outOfRange, 0, nil),
    ] as [(PostgresNumeric, Int, Int64?)])
  func anAmountIsTakenExactlyOrNotAtAll(number: PostgresNumeric, scale: Int, count: Int64?) {
    #expect(number.exactly(atScale: scale) == count)
  }

  @Test(
    arguments: [
      (0.1, "0.1"), (1e-7, "0.0000001"), (123_456.75, "123456.75"), (-0.0, "0"),
      (1e22, "10000000000000000000000"), (5.960464477539063e-08, "0.00000005960464477539063"),
      (.nan, "NaN"), (.infinity, "Infinity"), (-.infinity, "-Infinity"), (1e300, "out of range"),
    ] as [(Double, String)])
  func aFloatIsReadAsTheDecimalAPersonSees(value: Double, text: String) {
    #expect(PostgresNumeric(shortestOf: value.description).description == text)
  }
}
