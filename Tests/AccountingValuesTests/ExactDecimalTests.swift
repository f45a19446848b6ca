import AccountingValues
import TestSupport
import Testing

@Suite("Exact decimals")
struct ExactDecimalTests {
  @Test(
    "what a source may write, and what it is",
    arguments: [
      ("0", 0, 0), ("-0", 0, 0), ("+7", 7, 0), ("12.340", 1234, 2), ("-0.50", -5, 1),
      ("007", 7, 0), ("1.000", 1, 0), ("100", 100, 0), ("0.000000000000000000000000000001", 1, 30),
    ])
  func parsing(text: String, significand: Int, scale: Int) throws {
    let value = try ExactDecimal(parsing: text)
    #expect(value.significand == Int128(significand))
    #expect(value.scale == scale)
  }

  @Test(
    "anything else is not a number",
    arguments: [
      "", " ", "-", "+", ".", "1.", ".5", "1e3", "1,5", "1 000", "--1", "+-1", "1.2.3", "NaN",
      "Infinity", "0x1", "1-", "１", "1\u{0}", "-.5", "− 1",
    ])
  func notNumbers(text: String) {
    #expect(throws: ValueError.notANumber) { try ExactDecimal(parsing: text) }
  }

  @Test("trailing zeros beyond thirty decimals are no decimals")
  func trailingZeros() throws {
    let value = try ExactDecimal(parsing: "1." + String(repeating: "0", count: 35))
    #expect(value == ExactDecimal(1))
    #expect(throws: ValueError.outOfRange) {
      try ExactDecimal(parsing: "0." + String(repeating: "0", count: 30) + "1")
    }
  }

  @Test("the ends of 128 bits parse and print")
  func edges() throws {
    for significand in [Int128.max, .min, .max - 1, .min + 1] {
      let value = try ExactDecimal(significand: significand, scale: 0)
      #expect(value.description == "\(significand)")
      #expect(try ExactDecimal(parsing: value.description) == value)
    }
    #expect(throws: ValueError.outOfRange) {
      try ExactDecimal(parsing: "170141183460469231731687303715884105728")
    }
    #expect(throws: ValueError.outOfRange) {
      try ExactDecimal(parsing: "-170141183460469231731687303715884105729")
    }
    #expect(throws: ValueError.outOfRange) {
      try ExactDecimal(parsing: String(repeating: "9", count: 60))
    }
  }

  @Test("scales outside 0 … 30 are refused")
  func scales() throws {
    #expect(throws: ValueError.outOfRange) { try ExactDecimal(significand: 1, scale: -1) }
    #expect(throws: ValueError.outOfRange) { try ExactDecimal(significand: 1, scale: 31) }
    #expect(try ExactDecimal(significand: 10, scale: 31).scale == 30)
  }

  @Test("equality compares numbers, not spellings")
  func equality() throws {
    let a = try ExactDecimal(parsing: "1.50")
    let b = try ExactDecimal(parsing: "1.5")
    #expect(a == b && a.hashValue == b.hashValue)
    #expect(a != (try ExactDecimal(parsing: "1.51")))
  }

  @Test("seeded values survive printing and parsing", arguments: 0..<20)
  func roundTrip(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    for _ in 0..<200 {
      let significand =
        Int128(Int64.random(in: .min ... .max, using: &random))
        * Int128(Int64.random(in: -1_000...1_000, using: &random))
      let value = try ExactDecimal(
        significand: significand, scale: Int.random(in: 0...30, using: &random))
      #expect(try ExactDecimal(parsing: value.description) == value, "seed \(seed): \(value)")
    }
  }

  @Test(
    "rounding to a coarser scale goes half away from zero, to a finer one is exact",
    arguments: [
      ("1.005", 2, 101), ("-1.005", 2, -101), ("1.0049", 2, 100), ("2.5", 0, 3), ("-2.5", 0, -3),
      ("-2.4", 0, -2), ("0.5", 0, 1), ("7", 6, 7_000_000), ("0.0000005", 6, 1),
    ])
  func rounding(text: String, scale: Int, expected: Int64) throws {
    #expect(try ExactDecimal(parsing: text).rounded(toScale: scale) == expected)
  }

  @Test("values beyond 64 bits are refused at the scale asked for")
  func range() throws {
    let value = try ExactDecimal(parsing: "9223372036854775807")
    #expect(try value.rounded(toScale: 0) == .max)
    #expect(throws: ValueError.outOfRange) { try value.rounded(toScale: 1) }
    #expect(throws: ValueError.outOfRange) {
      try ExactDecimal(parsing: "9223372036854775807.5").rounded(toScale: 0)
    }
    #expect(try ExactDecimal(parsing: "9223372036854775807.4").rounded(toScale: 0) == .max)
    #expect(try ExactDecimal(parsing: "-9223372036854775808.4").rounded(toScale: 0) == .min)
    #expect(throws: ValueError.outOfRange) {
      try ExactDecimal(significand: .max, scale: 0).rounded(toScale: 30)
    }
  }

  @Test("exactly refuses to lose decimals")
  func exactly() throws {
    #expect(try ExactDecimal(parsing: "1.50").exactly(atScale: 1) == 15)
    #expect(throws: ValueError.tooFine) { try ExactDecimal(parsing: "1.51").exactly(atScale: 1) }
  }

  @Test("sums and products are exact; what does not fit is refused")
  func arithmetic() throws {
    let a = try ExactDecimal(parsing: "0.1")
    let b = try ExactDecimal(parsing: "0.02")
    #expect(try a.adding(b).description == "0.12")
    #expect(try a.multiplied(by: b).description == "0.002")
    #expect(try a.adding(ExactDecimal(parsing: "-0.1")) == .zero)
    #expect(try a.adding(ExactDecimal(parsing: "0.9")) == ExactDecimal(1))
    let largest = try ExactDecimal(significand: .max, scale: 0)
    #expect(throws: ValueError.outOfRange) { try largest.adding(ExactDecimal(1)) }
    #expect(throws: ValueError.outOfRange) { try largest.adding(a) }
    #expect(throws: ValueError.outOfRange) { try largest.multiplied(by: ExactDecimal(2)) }
    #expect(throws: ValueError.outOfRange) {
      try ExactDecimal(significand: .min, scale: 0).negated
    }
    #expect(try a.negated.description == "-0.1")
  }

  @Test("a product whose zeros cancel its decimals fits")
  func productReduces() throws {
    // 4 × 10⁻¹⁶ × 25 × 10⁻¹⁵ = 100 × 10⁻³¹ = 10⁻²⁹.
    let a = try ExactDecimal(significand: 4, scale: 16)
    let b = try ExactDecimal(significand: 25, scale: 15)
    #expect(try a.multiplied(by: b) == ExactDecimal(significand: 1, scale: 29))
    #expect(throws: ValueError.outOfRange) {
      try ExactDecimal(significand: 3, scale: 16).multiplied(by: b.adding(a))
    }
  }
}

@Suite("Fixed-point text")
struct FixedPointTextTests {
  @Test(
    "decimals, kept zeros and signs",
    arguments: [
      (-1_500_000, 6, 2, "-1.50"), (0, 6, 0, "0"), (0, 2, 2, "0.00"), (5, 2, 2, "0.05"),
      (-5, 2, 0, "-0.05"), (100, 2, 0, "1"), (-100, 0, 0, "-100"), (1, 6, 0, "0.000001"),
      (120, 3, 1, "0.12"), (123, 3, 3, "0.123"),
    ])
  func table(value: Int64, decimals: Int, keeping: Int, expected: String) {
    #expect(FixedPointText.text(value, decimals: decimals, keeping: keeping) == expected)
  }

  @Test("the ends of 64 and 128 bits")
  func edges() {
    #expect(
      FixedPointText.text(Int64.min, decimals: 2, keeping: 2) == "-92233720368547758.08")
    #expect(FixedPointText.text(Int64.max, decimals: 19) == "0.9223372036854775807")
    #expect(
      FixedPointText.text(Int128.min, decimals: 0) == "-170141183460469231731687303715884105728")
  }

  @Test("all counts of −1,200 … 1,200 read back as what they are")
  func exhaustive() throws {
    for value in Int64(-1_200)...1_200 {
      for decimals in 0...4 {
        let text = FixedPointText.text(value, decimals: decimals)
        let exact = try ExactDecimal(parsing: text)
        #expect(exact == (try ExactDecimal(significand: Int128(value), scale: decimals)), "\(text)")
      }
    }
  }
}
