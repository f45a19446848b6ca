import AccountingValues
import Subledgers
import TestSupport
import Testing

@Suite("Goods received and not invoiced, and its mirror")
struct GoodsReceivedNotInvoicedTests {
  /// An event of `units` for an amount; base equals it unless given.
  private func event(
    _ kind: PurchaseEvent.Kind, _ units: Int64, _ amount: Int64, on date: String,
    line: Int32 = 0, base: Int64? = nil, currency: Int32 = 0, filed: String? = nil
  ) throws -> PurchaseEvent {
    PurchaseEvent(
      kind: kind, orderLine: line, document: 0, currency: currency, date: try day(date),
      postingDate: try filed.map(day), quantityMicros: units * 1_000_000, amountMinor: amount,
      baseMinor: base ?? amount)
  }

  private func goods(_ units: Int64, _ amount: Int64, base: Int64? = nil) -> UnmatchedGoods {
    UnmatchedGoods(
      quantityMicros: units * 1_000_000, amountMinor: amount, baseMinor: base ?? amount)
  }

  private func matched(
    _ events: [PurchaseEvent], _ asOf: String = "2024-12-31", view: LedgerView = .asFiled
  ) throws -> GoodsReceivedNotInvoiced {
    try GoodsReceivedNotInvoiced(Pages(events), asOf: day(asOf), view: view)
  }

  @Test("received 10 for 100.00, billed 6 for 66.00: 4 for 40.00 open, 6.00 price difference")
  func partlyBilled() throws {
    let result = try matched([
      event(.receipt, 10, 100_00, on: "2024-01-05"), event(.bill, 6, 66_00, on: "2024-01-20"),
    ])
    let line = try #require(result.lines.first)
    #expect(line.receivedNotInvoiced == goods(4, 40_00))
    #expect(line.invoicedNotReceived == .zero)
    #expect(line.openSince == (try day("2024-01-05")))
    #expect(result.matches.map(\.priceDifferenceMinor) == [6_00])
    let billed = try day("2024-01-20")
    #expect(result.matches.map(\.date) == [billed])
  }

  @Test("billed before it is received: in transit, until the goods come")
  func billFirst() throws {
    let events = [
      try event(.bill, 10, 100_00, on: "2024-01-05"),
      try event(.receipt, 4, 40_00, on: "2024-01-20"),
      try event(.receipt, 6, 60_00, on: "2024-02-05"),
    ]
    #expect(try matched(events, "2024-01-10").lines[0].invoicedNotReceived == goods(10, 100_00))
    #expect(try matched(events, "2024-01-31").lines[0].invoicedNotReceived == goods(6, 60_00))
    let done = try matched(events, "2024-02-28").lines[0]
    #expect(done.invoicedNotReceived == .zero && done.receivedNotInvoiced == .zero)
    #expect(done.openSince == nil)
  }

  @Test("received more than billed, then billed more than received")
  func bothDirections() throws {
    let result = try matched([
      event(.receipt, 3, 30_00, on: "2024-01-05"), event(.bill, 5, 55_00, on: "2024-01-06"),
      event(.receipt, 1, 10_00, on: "2024-01-07", line: 1),
    ])
    #expect(result.lines.map(\.orderLine) == [0, 1])
    #expect(result.lines[0].invoicedNotReceived == goods(2, 22_00))
    #expect(result.lines[1].receivedNotInvoiced == goods(1, 10_00))
    #expect(result.totals.map(\.receivedNotInvoiced) == [goods(1, 10_00)])
    #expect(result.totals.map(\.invoicedNotReceived) == [goods(2, 22_00)])
  }

  @Test("a return takes the oldest open receipt off; after the bill it waits for its credit")
  func returns() throws {
    let events = [
      try event(.receipt, 5, 50_00, on: "2024-01-05"),
      try event(.receipt, -2, -20_00, on: "2024-01-08"),
      try event(.bill, 3, 30_00, on: "2024-01-10"),
      try event(.receipt, -1, -10_00, on: "2024-01-12"),
      try event(.bill, -1, -10_00, on: "2024-01-20"),
    ]
    #expect(try matched(events, "2024-01-09").lines[0].receivedNotInvoiced == goods(3, 30_00))
    #expect(try matched(events, "2024-01-12").lines[0].invoicedNotReceived == goods(1, 10_00))
    let done = try matched(events, "2024-01-31").lines[0]
    #expect(done.receivedNotInvoiced == .zero && done.invoicedNotReceived == .zero)
    #expect(done.receivedMicros == 2_000_000 && done.billedMicros == 2_000_000)
  }

  @Test("the price part at the receipt's rate is late cost, the rest exchange difference")
  func currency() throws {
    // 100 USD received at 0.90, billed 110 USD at 0.95: 10 USD × 0.90 = 9.00 late cost;
    // 104.50 − 90.00 − 9.00 = 5.50 exchange loss.
    let result = try matched([
      event(.receipt, 10, 100_00, on: "2024-01-05", base: 90_00, currency: 1),
      event(.bill, 10, 110_00, on: "2024-01-20", base: 104_50, currency: 1),
    ])
    let match = try #require(result.matches.first)
    #expect(match.priceDifferenceMinor == 10_00)
    #expect(match.priceDifferenceBaseMinor == 9_00)
    #expect(match.exchangeLossMinor == 5_50)
  }

  @Test("goods that came in without a value take the bill's")
  func withoutValue() throws {
    let result = try matched([
      event(.receipt, 10, 0, on: "2024-01-05", currency: 1),
      event(.bill, 10, 110_00, on: "2024-01-20", base: 99_00, currency: 1),
    ])
    #expect(result.matches.map(\.priceDifferenceBaseMinor) == [99_00])
    #expect(result.matches.map(\.exchangeLossMinor) == [0])
  }

  @Test("a bill without quantity changes the price only, of the goods that are there")
  func priceOnly() throws {
    let result = try matched([
      event(.receipt, 10, 100_00, on: "2024-01-05"), event(.bill, 0, 7_00, on: "2024-01-20"),
    ])
    #expect(result.lines[0].receivedNotInvoiced == goods(10, 100_00))
    #expect(result.matches.map(\.received) == [0])
    #expect(result.matches.map(\.priceDifferenceMinor) == [7_00])
  }

  @Test("a bill without quantity and without goods passes through as a whole")
  func priceOfNothing() throws {
    let result = try matched([event(.bill, 0, 7_00, on: "2024-01-20")])
    #expect(result.matches.map(\.received) == [-1])
    #expect(result.matches.map(\.priceDifferenceMinor) == [7_00])
  }

  @Test(
    "a credit of price alone goes over what was billed by then, by quantity, and no cent is lost")
  func priceCredit() throws {
    let result = try matched([
      event(.receipt, 2, 20_00, on: "2024-01-05"), event(.receipt, 4, 40_00, on: "2024-01-06"),
      event(.bill, 3, 30_00, on: "2024-01-10"), event(.bill, 0, -1_00, on: "2024-01-20"),
    ])
    let shares = result.matches.suffix(2)
    #expect(shares.map(\.received) == [0, 1])
    #expect(shares.map(\.priceDifferenceMinor) == [-67, -33])
    #expect(result.lines[0].receivedNotInvoiced == goods(3, 30_00))
  }

  @Test(
    "a blanket order with 20,000 receipts and bills: each bill meets its receipt, a credit goes over all"
  )
  func blanketOrder() throws {
    let count = 20_000
    var events: [PurchaseEvent] = []
    for _ in 0..<count { events.append(try event(.receipt, 2, 10_00, on: "2024-01-05")) }
    for _ in 0..<count { events.append(try event(.bill, 1, 5_01, on: "2024-02-05")) }
    events.append(try event(.bill, 0, -Int64(count), on: "2024-03-05"))
    let result = try matched(events)
    #expect(result.matches.count == count + count / 2)
    #expect(result.matches.prefix(count).map(\.received) == (0..<Int32(count)).map { $0 / 2 })
    #expect(result.matches.prefix(count).map(\.billed) == (0..<Int32(count)).map { $0 + 20_000 })
    #expect(result.matches.prefix(count).allSatisfy { $0.priceDifferenceMinor == 1 })
    // The first half was billed by then, two units each.
    let credit = result.matches.suffix(count / 2)
    #expect(credit.map(\.received) == (0..<Int32(count / 2)).map { $0 })
    #expect(credit.allSatisfy { $0.priceDifferenceMinor == -2 })
    #expect(
      result.totals.first?.receivedNotInvoiced == goods(Int64(count), Int64(count) * 5_00))
  }

  @Test("a bill that came in late counts from its posting as filed, from its own date restated")
  func lateBill() throws {
    let events = [
      try event(.receipt, 1, 10_00, on: "2024-01-05"),
      try event(.bill, 1, 10_00, on: "2024-01-20", filed: "2024-02-01"),
    ]
    let open = goods(1, 10_00)
    #expect(try matched(events, "2024-01-31").lines[0].receivedNotInvoiced == open)
    #expect(
      try matched(events, "2024-01-31", view: .restated).lines[0].receivedNotInvoiced == .zero)
  }

  @Test("three parts of 1.00 are billed 0.33, 0.34 and 0.33, and nothing is left")
  func remainder() throws {
    var events = [try event(.receipt, 3, 1_00, on: "2024-01-05")]
    for _ in 0..<3 { events.append(try event(.bill, 1, 0, on: "2024-01-06")) }
    let result = try matched(events)
    #expect(result.matches.map(\.priceDifferenceMinor) == [-33, -34, -33])
    #expect(result.totals.first?.receivedNotInvoiced == .zero)
  }

  @Test("a bill in another currency than its order line is left out and found")
  func stranger() throws {
    let result = try matched([
      event(.receipt, 1, 10_00, on: "2024-01-05"),
      event(.bill, 1, 10_00, on: "2024-01-06", base: 9_00, currency: 1),
    ])
    #expect(result.lines[0].receivedNotInvoiced == goods(1, 10_00))
    let findings = result.findings { RowLabel(origin: "purchase_bills", key: "\($0)") }
    #expect(findings.map(\.code) == ["SUB-010"])
    #expect(findings.map(\.key) == ["1"])
  }

  @Test("amounts beyond 64 bits in sum are refused")
  func range() throws {
    let events = [
      try event(.receipt, 1, .max, on: "2024-01-05"), try event(.bill, 1, 1, on: "2024-01-05"),
    ]
    #expect(throws: ValueError.outOfRange) { try matched(events) }
  }

  @Test(
    "whatever order events are given in, lines and days decide; a day's events keep theirs",
    arguments: 0..<50)
  func orderOfEvents(seed: Int) throws {
    var random = SplitMix64(seed: 9_000 + UInt64(seed))
    let start = try day("2024-01-01")
    let events = (0..<60).map { index in
      let units = Int64.random(in: -3...9, using: &random)
      return PurchaseEvent(
        kind: Bool.random(using: &random) ? .receipt : .bill,
        orderLine: .random(in: 0..<9, using: &random) * 3, document: Int32(index), currency: 0,
        date: start.adding(days: Int.random(in: 0..<20, using: &random)),
        quantityMicros: units * 1_000_000, amountMinor: units * 7_00, baseMinor: units * 7_00)
    }
    let sorted = events.enumerated().sorted {
      ($0.element.orderLine, $0.element.date, $0.offset)
        < ($1.element.orderLine, $1.element.date, $1.offset)
    }.map(\.element)
    let asOf = start.adding(days: 15)
    let given = try GoodsReceivedNotInvoiced(Pages(events), asOf: asOf)
    let ordered = try GoodsReceivedNotInvoiced(Pages(sorted), asOf: asOf)
    /// Matches with the documents instead of the places of their events.
    func named(_ result: GoodsReceivedNotInvoiced, _ events: [PurchaseEvent]) -> [[Int64]] {
      func document(_ event: Int32) -> Int64 {
        event < 0 ? -1 : Int64(events[Int(event)].document)
      }
      return result.matches.map {
        [
          document($0.received), document($0.billed), $0.quantityMicros,
          Int64($0.date.daysSince1970), $0.priceDifferenceMinor,
        ]
      }
    }
    #expect(named(given, events) == named(ordered, sorted), "seed \(seed)")
    #expect(given.lines == ordered.lines, "seed \(seed)")
    #expect(given.lines.map(\.orderLine) == given.lines.map(\.orderLine).sorted())
    #expect(given.totals == ordered.totals, "seed \(seed)")
  }

  @Test("received − billed = open ± what left the account, in every figure", arguments: 0..<200)
  func conservation(seed: Int) throws {
    var random = SplitMix64(seed: 7_000 + UInt64(seed))
    var events: [PurchaseEvent] = []
    let start = try day("2024-01-01")
    for index in 0..<40 {
      let kind: PurchaseEvent.Kind = Bool.random(using: &random) ? .receipt : .bill
      let units = Int64.random(in: -3...9, using: &random)
      let amount = units == 0 ? 5 : units * Int64.random(in: 0...300, using: &random)
      let line = Int32.random(in: 0..<4, using: &random)
      events.append(
        PurchaseEvent(
          kind: kind, orderLine: line, document: Int32(index), currency: line % 2,
          date: start.adding(days: Int.random(in: 0..<60, using: &random)),
          quantityMicros: units * 333_333, amountMinor: amount,
          baseMinor: line % 2 == 0 ? amount : amount * 9 / 10))
    }
    let asOf = start.adding(days: 40)
    let result = try GoodsReceivedNotInvoiced(Pages(events), asOf: asOf)
    for line in result.lines {
      let known = events.enumerated().filter {
        $0.element.orderLine == line.orderLine && $0.element.date <= asOf
      }
      func sum(_ value: (PurchaseEvent) -> Int64) -> Int64 {
        known.reduce(0) { $0 + ($1.element.kind == .receipt ? 1 : -1) * value($1.element) }
      }
      let mine = Set(known.map { Int32($0.offset) })
      let met = result.matches.filter { mine.contains(max($0.received, $0.billed)) }
      let received = line.receivedNotInvoiced
      let invoiced = line.invoicedNotReceived
      #expect(received.quantityMicros == max(0, sum(\.quantityMicros)), "seed \(seed)")
      #expect(invoiced.quantityMicros == max(0, -sum(\.quantityMicros)), "seed \(seed)")
      #expect(
        received.amountMinor - invoiced.amountMinor
          == sum(\.amountMinor) + met.reduce(0) { $0 + $1.priceDifferenceMinor }, "seed \(seed)")
      #expect(
        received.baseMinor - invoiced.baseMinor
          == sum(\.baseMinor)
          + met.reduce(0) { $0 + $1.priceDifferenceBaseMinor + $1.exchangeLossMinor },
        "seed \(seed)")
    }
    for total in result.totals {
      let lines = result.lines.filter { $0.currency == total.currency }
      #expect(
        lines.reduce(0) { $0 + $1.receivedNotInvoiced.baseMinor }
          == total.receivedNotInvoiced.baseMinor)
    }
  }
}
