import AccountingValues
import Extraction
import TestSupport
import Testing

/// Dense numbers for keys, in the order in which they are met.
@Suite struct KeyInternerTests {
  @Test("Numbers are dense, in order of first sight, and lead back")
  func dense() {
    var interner = KeyInterner()
    let keys = ["b", "a", "10", "b", "9", "10", "", "007", "-0", "7"]
    #expect(keys.map { interner.intern(SourceKey($0)).id } == [0, 1, 2, 0, 3, 2, 4, 5, 6, 7])
    #expect(interner.count == 8)
    #expect((0..<8).map { interner[$0].text } == ["b", "a", "10", "9", "", "007", "-0", "7"])
    #expect(interner.id(of: SourceKey("007")) == 5)
    #expect(interner.id(of: SourceKey("unknown")) == nil)
    #expect(KeyInterner().id(of: SourceKey("x")) == nil)
  }

  @Test("An integer key and its text are one key")
  func integers() {
    var interner = KeyInterner()
    for number in [0, -1, 1, Int64.max, Int64.min, -5] {
      let (id, isNew) = interner.intern(integer: number)
      #expect(isNew)
      #expect(interner.intern(SourceKey(String(number))) == (id, false))
      #expect(interner[id].text == String(number))
    }
    let beyond = interner.intern(SourceKey("9223372036854775808"))
    #expect(beyond.isNew && interner[beyond.id].text == "9223372036854775808")
  }

  @Test("It agrees with a dictionary on random keys", arguments: 1...5 as ClosedRange<UInt64>)
  func oracle(_ seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var interner = KeyInterner()
    var oracle: [String: Int32] = [:]
    for _ in 0..<20_000 {
      let number = Int64.random(in: -3000...3000, using: &generator)
      let text = Bool.random(using: &generator) ? "\(number)" : "Schlüssel \(number)"
      let expected = oracle[text] ?? Int32(oracle.count)
      oracle[text] = expected
      #expect(interner.intern(SourceKey(text)).id == expected, "seed \(seed)")
    }
    for (text, id) in oracle {
      #expect(interner[id].text == text && interner.id(of: SourceKey(text)) == id, "seed \(seed)")
    }
  }
}
