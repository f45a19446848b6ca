import AccountingValues
import TestSupport
import Testing

@Suite("Allocation: parts always sum to the whole")
struct AllocationTests {
  @Test(
    "largest remainder, ties to the earlier line",
    arguments: [
      (100, [1, 1, 1], [34, 33, 33]), (-100, [1, 1, 1], [-34, -33, -33]),
      (10, [3, 3, 1], [4, 4, 2]),
      (5, [0, 1, 0], [0, 5, 0]), (7, [0, 0], [4, 3]), (1, [1, 1], [1, 0]), (-1, [1, 1], [-1, 0]),
      (0, [5, 5], [0, 0]), (3, [1, 2, 3, 4], [0, 1, 1, 1]), (100, [7], [100]),
    ] as [(Int64, [Int64], [Int64])])
  func table(total: Int64, weights: [Int64], parts: [Int64]) throws {
    #expect(try Allocation.split(total, over: weights) == parts)
  }

  /// The rule from its definition: exact shares cut to zero, then one unit each to the largest
  /// remainders, the earlier of equal ones first.
  private func oracle(_ total: Int64, _ weights: [Int64]) -> [Int64] {
    let weights = weights.allSatisfy { $0 == 0 } ? weights.map { _ in 1 } : weights
    let sum = weights.reduce(0, +)
    let magnitude = abs(total)
    var parts = weights.map { magnitude * $0 / sum }
    var remainders = weights.map { magnitude * $0 % sum }
    while parts.reduce(0, +) < magnitude {
      var best = 0
      for index in remainders.indices where remainders[index] > remainders[best] { best = index }
      parts[best] += 1
      remainders[best] = -1
    }
    return total < 0 ? parts.map { -$0 } : parts
  }

  @Test("all totals of −13 … 13 over up to three weights of 0 … 5")
  func exhaustive() throws {
    var lists: [[Int64]] = []
    for a in Int64(0)...5 {
      lists.append([a])
      for b in Int64(0)...5 {
        lists.append([a, b])
        for c in Int64(0)...5 { lists.append([a, b, c]) }
      }
    }
    for weights in lists {
      for total in Int64(-13)...13 {
        let parts = try Allocation.split(total, over: weights)
        #expect(parts == oracle(total, weights), "\(total) over \(weights)")
        #expect(parts.reduce(0, +) == total)
      }
    }
  }

  @Test("seeded totals: the sum holds, no part is a unit off its share", arguments: 0..<100)
  func seeded(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    let total = Int64.random(in: .min ... .max, using: &random)
    let weights = (0..<Int.random(in: 1...40, using: &random)).map { _ in
      Bool.random(using: &random) ? 0 : Int64.random(in: 0...Int64.max, using: &random)
    }
    let parts = try Allocation.split(total, over: weights)
    #expect(parts.count == weights.count)
    #expect(parts.reduce(Int128(0)) { $0 + Int128($1) } == Int128(total), "seed \(seed)")
    let sum = weights.reduce(Int128(0)) { $0 + Int128($1) }
    for (part, weight) in zip(parts, weights) where sum > 0 {
      let share = Int128(total) * Int128(weight) / sum
      #expect((Int128(part) - share).magnitude <= 1, "seed \(seed)")
      if weight == 0 { #expect(part == 0, "seed \(seed)") }
    }
    #expect(try Allocation.split(total, over: weights) == parts)
  }

  @Test("the ends of 64 bits")
  func edges() throws {
    #expect(try Allocation.split(.min, over: [1]) == [.min])
    #expect(try Allocation.split(.min, over: [.max, .max]) == [.min / 2, .min / 2])
    #expect(try Allocation.split(.max, over: [1, 1]) == [.max / 2 + 1, .max / 2])
  }

  @Test("no lines share only nothing; negative weights are refused")
  func refused() throws {
    #expect(try Allocation.split(0, over: []) == [])
    #expect(throws: ValueError.outOfRange) { try Allocation.split(1, over: []) }
    #expect(throws: ValueError.outOfRange) { try Allocation.split(1, over: [1, -1]) }
  }

  @Test("over periods: each takes what is left ÷ periods left")
  func spread() throws {
    #expect(try Allocation.spread(100, over: 3) == [33, 34, 33])
    #expect(try Allocation.spread(-100, over: 3) == [-33, -34, -33])
    #expect(try Allocation.spread(5, over: 1) == [5])
    #expect(try Allocation.spread(.min, over: 2) == [.min / 2, .min / 2])
    #expect(throws: ValueError.outOfRange) { try Allocation.spread(1, over: 0) }
    #expect(throws: ValueError.outOfRange) { try Allocation.spread(1, over: -1) }
    for total in Int64(-60)...60 {
      for periods in 1...14 {
        let parts = try Allocation.spread(total, over: periods)
        #expect(parts.count == periods && parts.reduce(0, +) == total)
        let least = try #require(parts.min())
        #expect(try #require(parts.max()) - least <= 1, "\(total) over \(periods)")
      }
    }
  }
}
