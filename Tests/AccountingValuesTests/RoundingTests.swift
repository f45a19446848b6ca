import AccountingValues
import TestSupport
import Testing

@Suite("Rounding half away from zero")
struct RoundingTests {
  @Test(
    "every half and its neighbours, in both signs of both numbers",
    arguments: [
      (5, 2, 3), (4, 2, 2), (3, 2, 2), (1, 2, 1), (0, 2, 0), (1, 3, 0), (2, 3, 1), (7, 5, 1),
      (8, 5, 2), (5, 10, 1), (4, 10, 0), (15, 10, 2), (25, 10, 3), (149, 100, 1), (150, 100, 2),
    ])
  func table(numerator: Int, denominator: Int, expected: Int) throws {
    for sign in [1, -1] {
      for other in [1, -1] {
        let value = try Rounding.quotient(Int128(sign * numerator), Int128(other * denominator))
        #expect(value == Int128(sign * other * expected), "\(sign) × \(numerator) ÷ \(other)")
      }
    }
  }

  @Test("all quotients of −200 … 200 by −20 … 20 are the nearest, halves away from zero")
  func exhaustive() throws {
    for numerator in Int128(-200)...200 {
      for denominator in Int128(-20)...20 where denominator != 0 {
        let value = try Rounding.quotient(numerator, denominator)
        // |numerator − value × denominator| × 2 ≤ |denominator|, and on a half the larger magnitude.
        let error = numerator - value * denominator
        #expect(2 * error.magnitude <= denominator.magnitude, "\(numerator) ÷ \(denominator)")
        if 2 * error.magnitude == denominator.magnitude {
          #expect((value * denominator).magnitude > numerator.magnitude)
        }
      }
    }
  }

  @Test("division by zero is an error, never a trap")
  func zeroDivisor() {
    #expect(throws: ValueError.divisionByZero) { try Rounding.quotient(1, 0) }
    #expect(throws: ValueError.divisionByZero) { try Rounding.scaled(1, times: 1, over: 0) }
  }

  @Test("the ends of 128 bits")
  func edgesOf128Bits() throws {
    let low = Int128.min
    let high = Int128.max
    #expect(throws: ValueError.outOfRange) { try Rounding.quotient(low, -1) }
    #expect(try Rounding.quotient(low, 1) == low)
    #expect(try Rounding.quotient(high, 1) == high)
    #expect(try Rounding.quotient(high, -1) == -high)
    #expect(try Rounding.quotient(low, low) == 1)
    #expect(try Rounding.quotient(high, low) == -1)
    #expect(try Rounding.quotient(low, high) == -1)
    #expect(try Rounding.quotient(1, low) == 0)
    #expect(try Rounding.quotient(low / 2, low) == 1)
    #expect(try Rounding.quotient(low / 2 + 1, low) == 0)
    #expect(try Rounding.quotient(high, 2) == high / 2 + 1)
    #expect(try Rounding.quotient(low, 2) == low / 2)
    #expect(try Rounding.quotient(low, 3) == low / 3 - 1)
  }

  @Test("the ends of 64 bits: products are exact, results that do not fit are refused")
  func edgesOf64Bits() throws {
    #expect(try Rounding.scaled(.max, times: .max, over: .max) == .max)
    #expect(try Rounding.scaled(.min, times: .max, over: .max) == .min)
    #expect(try Rounding.scaled(.min, times: .min, over: .min) == .min)
    #expect(try Rounding.scaled(.max, times: 1, over: 2) == Int64.max / 2 + 1)
    #expect(throws: ValueError.outOfRange) { try Rounding.scaled(.max, times: 2, over: 1) }
    #expect(throws: ValueError.outOfRange) { try Rounding.scaled(.min, times: -1, over: 1) }
    #expect(throws: ValueError.outOfRange) { try Rounding.scaled(.min, times: .min, over: .max) }
  }

  @Test("seeded products agree with long division in 128 bits", arguments: 0..<20)
  func random(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    for _ in 0..<500 {
      let a = Int64.random(in: .min ... .max, using: &random)
      let b = Int64.random(in: -1_000_000...1_000_000, using: &random)
      let c = Int64.random(in: 1...Int64.max, using: &random)
      let doubled = 2 * Int128(a) * Int128(b)
      // floor((2ab + c) ÷ 2c) for positives, mirrored for negatives.
      let magnitude = (doubled.magnitude + c.magnitude128) / (2 * c.magnitude128)
      let expected = doubled < 0 ? -Int128(magnitude) : Int128(magnitude)
      if let narrow = Int64(exactly: expected) {
        #expect(try Rounding.scaled(a, times: b, over: c) == narrow, "seed \(seed)")
      } else {
        #expect(throws: ValueError.outOfRange) { try Rounding.scaled(a, times: b, over: c) }
      }
    }
  }

  @Test("powers of ten from 1 to 10³⁸")
  func powersOfTen() {
    var power: Int128 = 1
    for exponent in 0...38 {
      #expect(Rounding.powerOfTen(exponent) == power)
      if exponent < 38 { power *= 10 }
    }
  }

  @Test("a power of ten that cannot be is our fault and says so", arguments: [-1, 39])
  func impossiblePower(exponent: Int) async throws {
    if exponent < 0 {
      let result = try await #require(
        processExitsWith: .failure, observing: [\.standardErrorContent]
      ) { _ = Rounding.powerOfTen(-1) }
      #expect(message(result).contains("power of ten outside 0…38: -1"))
    } else {
      let result = try await #require(
        processExitsWith: .failure, observing: [\.standardErrorContent]
      ) { _ = Rounding.powerOfTen(39) }
      #expect(message(result).contains("power of ten outside 0…38: 39"))
    }
  }

  private func message(_ result: ExitTest.Result) -> String {
    String(decoding: result.standardErrorContent, as: UTF8.self)
  }
}

extension Int64 {
  /// The magnitude in 128 bits.
  fileprivate var magnitude128: UInt128 { UInt128(magnitude) }
}
