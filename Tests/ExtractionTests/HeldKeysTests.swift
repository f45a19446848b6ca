import AccountingValues
import TestSupport
import Testing

@testable import Extraction

/// Keys that lie in pages and in no table.
@Suite struct HeldKeysTests {
  private static let keys = [
    "0", "-1", "5", "007", "-0", "", "M1", "m1", "M10", "Ö", "9223372036854775807",
    "-9223372036854775808", "4611686018427387903", "4611686018427387904", "-4611686018427387904",
    "-4611686018427387905", "9223372036854775808", "a\u{1F}b", String(repeating: "k", count: 300),
  ]

  @Test("A key comes back as it was, whether it lies in place or in a page")
  func back() {
    let held = HeldKeys()
    let all = Self.keys.map { held.hold(SourceKey($0)) }
    #expect(all.map { held[$0].text } == Self.keys)
    #expect(held.hold(nil).isNone && !all.contains { $0.isNone })
    for number: Int64 in [0, -7, .max, .min, 1 << 62, (1 << 62) - 1] {
      let (key, text) = (held.hold(integer: number), held.hold(SourceKey(String(number))))
      #expect(held.areEqual(key, text) && held[key].text == String(number))
    }
  }

  @Test("They are equal and follow one another as source keys do")
  func order() {
    let held = HeldKeys()
    for a in Self.keys {
      for b in Self.keys {
        let (x, y) = (held.hold(SourceKey(a)), held.hold(SourceKey(b)))
        #expect(held.areEqual(x, y) == (a == b), "\(a) and \(b)")
        #expect(held.precedes(x, y) == (SourceKey(a) < SourceKey(b)), "\(a) and \(b)")
      }
      let key = held.hold(SourceKey(a))
      #expect(!held.areEqual(key, .none) && held.precedes(.none, key) && !held.precedes(key, .none))
    }
    #expect(held.areEqual(.none, .none) && !held.precedes(.none, .none))
  }

  @Test("An interner finds held keys by what they say")
  func interned() {
    let held = HeldKeys()
    var interner = KeyInterner()
    for key in Self.keys { interner.intern(SourceKey(key)) }
    for (number, key) in Self.keys.enumerated() {
      #expect(interner.id(of: held.hold(SourceKey(key)), in: held) == Int32(number))
      #expect(interner.intern(held.hold(SourceKey(key)), in: held) == Int32(number))
    }
    #expect(interner.id(of: held.hold(SourceKey("other")), in: held) == nil)
    #expect(interner.id(of: .none, in: held) == nil)
  }

  @Test("Texts may lie across the end of a page")
  func pages() {
    let held = HeldKeys()
    let count = 60_000
    let all = (0..<count).map { held.hold(SourceKey("a key of some length \($0)")) }
    let isSame = all.enumerated().allSatisfy { held[$1].text == "a key of some length \($0)" }
    #expect(isSame)
  }

  @Test(
    "What was seen agrees with a set, for keys near and far",
    arguments: 1...5 as ClosedRange<UInt64>)
  func seen(_ seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let held = HeldKeys()
    var seen = SeenKeys()
    var oracle: Set<String> = []
    for step in 0..<40_000 {
      let key =
        switch step % 4 {
        case 0: "\(step)"
        case 1: "\(Int64.random(in: -9000...9000, using: &generator))"
        case 2: "K\(Int64.random(in: 0...9000, using: &generator))"
        default: "\(Int64.random(in: .min ... .max, using: &generator))"
        }
      #expect(
        seen.insert(held.hold(SourceKey(key)), in: held) == oracle.insert(key).inserted,
        "\(key), seed \(seed)")
    }
  }

  @Test("Texts of one hash are told apart")
  func collisions() {
    let held = HeldKeys()
    var texts = SeenTexts()
    for round in 0..<2 {
      for number in 0..<500 {
        let key = held.hold(SourceKey("K\(number)"))
        let hash: UInt64 = number % 2 == 0 ? .max : 0
        #expect(texts.insert(key, hash: hash, in: held) == (round == 0), "K\(number)")
      }
    }
  }
}
