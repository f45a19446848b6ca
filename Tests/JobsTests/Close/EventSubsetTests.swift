import TestSupport
import Testing

@testable import Jobs

/// What only some stock events have is held by their numbers among those events.
@Suite("Numbers of some of the stock events")
struct EventSubsetTests {
  @Test("Members are numbered in event order, others have no number", arguments: 0..<100)
  func numbers(seed: Int) {
    var random = SplitMix64(seed: 4_100 + UInt64(seed))
    let total = Int.random(in: 0...300, using: &random)
    let share = Int.random(in: 0...10, using: &random)
    let members = (0..<total).filter { _ in Int.random(in: 0..<10, using: &random) < share }
    let subset = EventSubset(members.map { Int32($0) }, of: total)
    #expect(subset.count == members.count, "seed \(seed)")
    #expect(Array(subset.positions) == members, "seed \(seed)")
    let numbers = (0..<total + 70).map { subset.number(of: $0) }
    #expect(numbers.compactMap { $0 } == Array(members.indices), "seed \(seed)")
    #expect(members.map { numbers[$0] } == Array(members.indices), "seed \(seed)")
  }

  @Test("Other amounts take the place of what was there, and stand where nothing was")
  func replaced() {
    var amounts = StockAmounts(of: EventSubset([1, 3, 70], of: 80))
    amounts[1] = 10
    amounts[3] = 30
    var others = StockAmounts(of: EventSubset([3, 5, 70], of: 80))
    others[3] = 31
    others[5] = 50
    let both = amounts.replaced(by: others, of: 80)
    #expect([1, 2, 3, 5, 70].map { both[$0] } == [10, nil, 31, 50, nil])
  }
}
