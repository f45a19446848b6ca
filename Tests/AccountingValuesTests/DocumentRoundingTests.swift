import AccountingValues
import TestSupport
import Testing

@Suite("A document is rounded once")
struct DocumentRoundingTests {
  static func exact(_ text: String) -> ExactDecimal {
    do { return try ExactDecimal(parsing: text) } catch { return .zero }
  }

  static func round(
    _ lines: [String], stated: String? = nil, _ code: String = "EUR"
  ) throws -> DocumentRounding {
    let currency = try #require(Currency(code: code))
    return try DocumentRounding(
      lines: lines.map(exact), stated: stated.map(exact), currency: currency,
      limit: exact("0.05"))
  }

  @Test(
    "lines sum to the total",
    arguments: [
      (["33.3333", "33.3333", "33.3334"], nil, [3333, 3333, 3334], 10000, 0),
      (["33.3333", "33.3333", "33.3333"], nil, [3334, 3333, 3333], 10000, 0),
      (["0.005", "0.005"], nil, [1, 0], 1, 0),
      (["-0.005", "-0.005"], nil, [-1, 0], -1, 0),
      (["10.004", "-3.996"], nil, [1001, -400], 601, 0),
      (["10.00", "5.00"], "15.01", [1000, 500], 1501, 1),
      (["10.00"], "9.98", [1000], 998, -2),
      ([String](), nil, [Int64](), 0, 0),
    ] as [([String], String?, [Int64], Int64, Int64)])
  func splits(
    lines: [String], stated: String?, parts: [Int64], total: Int64, difference: Int64
  ) throws {
    let rounded = try Self.round(lines, stated: stated)
    #expect(rounded.lines == parts)
    #expect(rounded.total == total)
    #expect(rounded.difference == difference)
    #expect(!rounded.exceedsLimit)
  }

  @Test("a total beyond the limit quarantines the document, one at the limit does not")
  func limit() throws {
    #expect(try !Self.round(["10.00"], stated: "10.05").exceedsLimit)
    #expect(try Self.round(["10.00"], stated: "10.0501").exceedsLimit)
    #expect(try Self.round(["10.00"], stated: "9.94").exceedsLimit)
  }

  @Test("yen have no decimals, dinars three")
  func minorUnits() throws {
    #expect(try Self.round(["0.5", "1.5"], "JPY").lines == [1, 1])
    #expect(try Self.round(["1.0005", "1.0005"], "KWD").lines == [1001, 1000])
  }

  @Test("parts sum to the whole, each within one unit of its exact amount, and credits mirror")
  func property() throws {
    let seed: UInt64 = 20_261_031
    var random = SplitMix64(seed: seed)
    for _ in 0..<5_000 {
      let texts = (0..<Int.random(in: 1...9, using: &random)).map { _ in
        FixedPointText.text(Int64.random(in: -99_999_999...99_999_999, using: &random), decimals: 4)
      }
      let rounded = try Self.round(texts)
      #expect(rounded.lines.reduce(0, +) == rounded.total, "seed \(seed): \(texts)")
      for (text, part) in zip(texts, rounded.lines) {
        let gap = try Self.exact(text).adding(
          ExactDecimal(significand: Int128(-part), scale: 2))
        #expect(gap < Self.exact("0.01") && Self.exact("-0.01") < gap, "seed \(seed): \(texts)")
      }
      let mirror = try Self.round(
        texts.map { $0.hasPrefix("-") ? String($0.dropFirst()) : "-" + $0 })
      #expect(mirror.lines == rounded.lines.map { -$0 }, "seed \(seed): \(texts)")
    }
  }
}
