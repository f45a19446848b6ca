import AccountingValues
import TestSupport
import Testing

@Suite("The one order of events")
struct EventOrderTests {
  @Test("keys: integers as numbers first, then text by bytes")
  func keys() {
    let sorted = [
      "-9223372036854775808", "-10", "-1", "0", "2", "9", "10", "9223372036854775807", "", "+1",
      "-0", "00", "01", "1 ", "10\u{1F}2", "9\u{1F}1", "9223372036854775808", "A", "Z", "a",
      "é", "中", "😀",
    ]
    var random = SplitMix64(seed: 1)
    for _ in 0..<50 {
      let shuffled = sorted.map { SourceKey($0) }.shuffled(using: &random)
      #expect(shuffled.sorted().map(\.text) == sorted)
    }
  }

  @Test("any mix of keys has a total order: for all triples one of <, =, > and transitivity")
  func keysAreTotallyOrdered() {
    let texts = ["1", "01", "10", "2", "-1", "a", "", "-", "9e9", "1\u{1F}2", "\u{1F}", "B", "ä"]
    let keys = texts.map { SourceKey($0) }
    for a in keys {
      #expect(!(a < a))
      for b in keys {
        #expect([a < b, a == b, b < a].count { $0 } == 1, "\(a.text) and \(b.text)")
        for c in keys where a < b && b < c { #expect(a < c) }
      }
    }
  }

  private func places(receiptsFirst: Bool) -> [EventOrder] {
    var places: [EventOrder] = []
    for day in Int32(0)...1 {
      let date = CivilDate(daysSince1970: 20_000 + day)
      for moment in [nil, Timestamp(startOf: date), Timestamp(microsecondsSince1970: 1 << 55)] {
        for rank in Int16(-1)...1 {
          for (sequence, key) in [(0, "9"), (0, "10"), (1, "a")] {
            places.append(
              EventOrder(
                date: date, recordedAt: moment, rank: rank, sequence: Int64(sequence),
                key: SourceKey(key), receiptsFirst: receiptsFirst))
          }
        }
      }
    }
    return places
  }

  @Test("date, moment, rank, sequence, key decide in this order", arguments: [false, true])
  func totalOrder(receiptsFirst: Bool) {
    /// The rule as a list of numbers; keys here are in rising order 9, 10, a.
    func rule(_ place: EventOrder) -> [Int64] {
      let key: Int64 = ["9": 0, "10": 1, "a": 2][place.key.text] ?? -1
      let moment = place.recordedAt.microsecondsSince1970
      let rank = Int64(place.rank)
      return [Int64(place.date.daysSince1970)]
        + (receiptsFirst ? [rank, moment] : [moment, rank]) + [place.sequence, key]
    }
    let places = places(receiptsFirst: receiptsFirst)
    for a in places {
      for b in places {
        #expect((a < b) == rule(a).lexicographicallyPrecedes(rule(b)))
        #expect((a == b) == (rule(a) == rule(b)))
      }
    }
  }

  @Test("a missing moment is the start of the day")
  func missingMoment() {
    let date = CivilDate(daysSince1970: 20_000)
    let missing = EventOrder(date: date, recordedAt: nil, rank: 0, key: SourceKey("1"))
    let start = EventOrder(
      date: date, recordedAt: Timestamp(startOf: date), rank: 0, key: SourceKey("1"))
    #expect(missing == start && missing.hashValue == start.hashValue)
  }

  @Test("shuffled events sort to the same sequence", arguments: 0..<20)
  func shuffled(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    let places = places(receiptsFirst: seed % 2 == 0)
    let sorted = places.sorted()
    #expect(places.shuffled(using: &random).sorted() == sorted, "seed \(seed)")
  }
}

@Suite("Findings")
struct FindingOrderTests {
  @Test("gravest first, then code, origin, key as a number, message")
  func order() {
    func finding(
      _ severity: Finding.Severity, _ code: String, _ origin: String, _ key: String,
      _ message: String = ""
    ) -> Finding {
      Finding(
        code: code, severity: severity, origin: origin, key: key, message: message, action: "")
    }
    let sorted = [
      finding(.error, "A-001", "a", "9"), finding(.error, "A-001", "a", "10", "m"),
      finding(.error, "A-001", "a", "10", "n"), finding(.error, "A-001", "b", "1"),
      finding(.error, "A-002", "a", "1"), finding(.warning, "A-001", "a", "1"),
    ]
    var random = SplitMix64(seed: 1)
    for _ in 0..<30 { #expect(sorted.shuffled(using: &random).sorted() == sorted) }
    #expect(Finding.Severity.error > .warning)
  }
}
