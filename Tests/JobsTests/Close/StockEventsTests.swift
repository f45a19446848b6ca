import AccountingValues
import Extraction
import Testing

@testable import Jobs

/// Movements that name others are linked to them once all were read.
@Suite struct StockEventsTests {
  private func events(_ rows: [(key: String, linked: String?)]) throws -> StockEvents {
    let base = try #require(Currency(code: "EUR"))
    let events = StockEvents(base: base, receiptsFirst: false)
    let day = try #require(CivilDate("2026-01-01"))
    for (position, stated) in rows.enumerated() {
      var row = StockMovementRow()
      row.key = events.numbering.held.hold(SourceKey(stated.key))
      row.linked = events.numbering.held.hold(stated.linked.map { SourceKey($0) })
      row.date = day.daysSince1970
      row.recordedAt = Timestamp(startOf: day).microsecondsSince1970 + Int64(position)
      events.append(
        row, StockEvents.Whereabouts(item: 0, place: -1, toPlace: -1, lot: -1, pool: 0), on: day,
        rank: 0)
    }
    events.link()
    return events
  }

  @Test("A movement leads to the one it names, before or after it, and to none that is not there")
  func links() throws {
    let events = try events([
      ("1", nil), ("A", "1"), ("3", "A"), ("4", "5"), ("5", "unknown"), ("6", "6"), ("7", "99"),
      ("-1", "1"),
    ])
    #expect(events.map(\.linkedPosition) == [nil, 0, 1, 4, nil, 5, nil, 0])
    #expect(events.map(\.key.text) == ["1", "A", "3", "4", "5", "6", "7", "-1"])
  }

  @Test("Of movements with one key the last is the one that others name")
  func doubles() throws {
    let events = try events([("A", nil), ("B", nil), ("A", nil), ("C", "A")])
    #expect(events[3].linkedPosition == 2)
  }

  @Test("Positions come in event order")
  func order() throws {
    var order: [Int32] = []
    try events([("2", nil), ("1", nil)]).forEachInEventOrder { order.append($0) }
    #expect(order == [0, 1])
    #expect(try events([]).map(\.key).isEmpty)
  }
}
