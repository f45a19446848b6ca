import AccountingValues
import Testing

@Suite("Choices that follow each other")
struct DatedTests {
  private static func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

  @Test("A day has the choice that was in force on it")
  func days() throws {
    let february = try Self.day("2026-02-01")
    let march = try Self.day("2026-03-01")
    let choice = Dated("C", earlier: [.init(end: march, "B"), .init(end: february, "A")])
    for (day, expected) in [
      ("2020-01-01", "A"), ("2026-01-31", "A"), ("2026-02-01", "B"), ("2026-02-28", "B"),
      ("2026-03-01", "C"), ("2030-01-01", "C"),
    ] {
      #expect(choice.on(try Self.day(day)) == expected, "\(day)")
    }
    #expect(choice.all == ["A", "B", "C"])
    #expect(choice.map { $0 + $0 }.on(february) == "BB")
    #expect(Dated("C").on(february) == "C")
  }

  @Test("Ends at which nothing changes fall away, and no day has another choice")
  func joined() throws {
    let ends = try ["2026-02-01", "2026-03-01", "2026-04-01"].map { try Self.day($0) }
    for (values, current, expected) in [
      (["A", "A", "A"], "A", []), (["A", "B", "B"], "B", ["A"]),
      (["A", "A", "B"], "A", ["A", "B"]),
      (["A", "B", "A"], "A", ["A", "B"]), (["A", "B", "C"], "D", ["A", "B", "C"]),
    ] {
      let choice = Dated(current, earlier: zip(ends, values).map { .init(end: $0, $1) })
      let joined = choice.joined
      #expect(joined.earlier.map(\.value) == expected)
      for day in ends.flatMap({ [$0.adding(days: -1), $0] }) {
        #expect(joined.on(day) == choice.on(day))
      }
    }
  }
}
