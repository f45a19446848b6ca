import AccountingValues
@testable import Extraction
import TestSupport
import Testing

/// Several streams become one order of events.
@Suite struct EventMergeTests {
  private func order(_ day: Int, _ moment: Int64?, _ rank: Int16, _ key: Int) -> EventOrder {
    let date = CivilDate(daysSince1970: Int32(day))
    return EventOrder(
      date: date,
      recordedAt: moment.map {
        Timestamp(microsecondsSince1970: Timestamp(startOf: date).microsecondsSince1970 + $0)
      }, rank: rank, key: SourceKey("\(key)"))
  }

  private func source(_ orders: [EventOrder], _ name: Int) -> EventMerge<(EventOrder, Int)>.Source {
    var rest = orders.sorted()[...]
    return { rest.popFirst().map { ($0, ($0, name)) } }
  }

  @Test(
    "The merge is the sorted whole, however events are dealt to sources",
    arguments: 1...20 as ClosedRange<UInt64>)
  func merge(_ seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let events = (0..<300).map { number in
      order(
        Int.random(in: 0...5, using: &generator),
        Bool.random(using: &generator) ? Int64.random(in: 0...3, using: &generator) : nil,
        Int16.random(in: 1...3, using: &generator), number)
    }
    for count in [1, 2, 3, 7, 16] {
      var dealt = Array(repeating: [EventOrder](), count: count)
      for event in events { dealt[Int.random(in: 0..<count, using: &generator)].append(event) }
      var merge = EventMerge(dealt.enumerated().map { source($0.element, $0.offset) })
      var merged: [EventOrder] = []
      while let (order, _) = try merge.next() { merged.append(order) }
      #expect(merged == events.sorted(), "seed \(seed), \(count) sources")
    }
  }

  @Test("Equal places go by the order of the sources")
  func equalPlaces() throws {
    let same = order(1, nil, 1, 1)
    var merge = EventMerge((0..<5).map { source([same, same], $0) })
    var names: [Int] = []
    while let (_, name) = try merge.next() { names.append(name) }
    #expect(names == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4])
  }

  @Test("Nothing merges to nothing")
  func empty() throws {
    var none = EventMerge<(EventOrder, Int)>([])
    #expect(try none.next() == nil)
    var two = EventMerge([source([], 0), source([order(1, nil, 1, 1)], 1)])
    #expect(try two.next()?.1 == 1)
    #expect(try two.next() == nil)
  }

  @Test("A day's receipts come before its issues when the company says so")
  func receiptsFirst() throws {
    func merged(_ receiptsFirst: Bool) throws -> [String] {
      let request = ReadRequest(receiptsFirst: receiptsFirst)
      let movements = try Rows(
        "stock_movements",
        "movement_key accounting_date recorded_at kind item_key quantity price_state",
        ["1,2026-01-01,2026-01-01 12:00:00,receipt,A,1,missing"]
      ).reader(request)
      let invoices = try Rows(
        "sales_invoices",
        "invoice_key document_number document_date accounting_date recorded_at currency settlement total",
        ["1,I-1,2026-01-01,2026-01-01,2026-01-01 08:00:00,EUR,credit,1"]
      ).reader(request)
      var merge = EventMerge([invoices, movements])
      var streams: [String] = []
      while let row = try merge.next() { streams.append(row.stream) }
      return streams
    }
    #expect(try merged(false) == ["sales_invoices", "stock_movements"])
    #expect(try merged(true) == ["stock_movements", "sales_invoices"])
  }
}
