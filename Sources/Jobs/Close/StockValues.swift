import AccountingValues
import Extraction

/// One amount for some stock events: eight bytes each, which need not be in memory.
struct StockAmounts: Equatable {
  private static let none = Int64.min
  private let events: EventSubset
  private var amounts: Pages<Int64>

  /// No amounts yet; only these events can have one.
  init(of events: EventSubset, pages: any PageSource = MemoryPages.shared) {
    self.events = events
    amounts = Pages(repeatElement(Self.none, count: events.count), from: pages)
  }

  /// Minor units, by position of the event; `nil` where nothing states them.
  subscript(index: Int) -> Int64? {
    get {
      guard let number = events.number(of: index), amounts[number] != Self.none else { return nil }
      return amounts[number]
    }
    set {
      guard let number = events.number(of: index) else {
        accountingFault("event \(index) is none that can have an amount")
      }
      amounts[number] = newValue ?? Self.none
    }
  }

  /// The amounts with others where those state something.
  func replaced(by others: StockAmounts, of total: Int) -> StockAmounts {
    var both = StockAmounts(
      of: EventSubset(of: total) { events.contains($0) || others.events.contains($0) })
    for position in both.events.positions { both[position] = others[position] ?? self[position] }
    return both
  }
}

/// The stated values of stock events in minor units: rounded once per document, brought to base.
struct StockValues {
  /// Minor units of the base currency.
  private(set) var base: StockAmounts
  /// Minor units of the event's own currency where that is another than base.
  private var foreign: StockAmounts
  private let isForeign: EventSubset
  private(set) var findings: [Finding] = []

  /// Minor units of the event's own currency; `nil` where nothing is stated.
  func minor(of index: Int) -> Int64? {
    isForeign.contains(index) ? foreign[index] : base[index]
  }

  /// Values the events whose price is known. Movements of one document on one day are rounded
  /// together, so that they sum to the document's exact value (ACCOUNTING §1).
  init(_ events: StockEvents, conversion: BaseConversion) {
    let isPriced = EventSubset(of: events.count) { events[$0].isPriced }
    isForeign = EventSubset(of: events.count) {
      isPriced.contains($0) && events[$0].currency != conversion.base
    }
    base = StockAmounts(of: isPriced, pages: events.pages)
    foreign = StockAmounts(of: isForeign, pages: events.pages)
    var priced: [Int32] = []
    priced.reserveCapacity(isPriced.count)
    for position in isPriced.positions { priced.append(Int32(position)) }
    // Movements of one document are mostly neighbours: this is nearly in order.
    priced.sort { a, b in
      let (x, y) = (events[Int(a)].document, events[Int(b)].document)
      return events.areSame(x, y) ? a < b : events.precedes(x, y)
    }
    var start = 0
    while start < priced.count {
      let document = events[Int(priced[start])].document
      var end = start + 1
      while end < priced.count, events.areSame(events[Int(priced[end])].document, document) {
        end += 1
      }
      value(priced[start..<end], events, conversion)
      start = end
    }
  }

  private mutating func value(
    _ positions: ArraySlice<Int32>, _ events: StockEvents, _ conversion: BaseConversion
  ) {
    guard let first = positions.first.map({ events[Int($0)] }) else { return }
    let currency = first.currency
    do throws(ValueError) {
      let rounding = try DocumentRounding(
        lines: positions.map { events[Int($0)].value ?? .zero }, stated: nil, currency: currency,
        limit: .zero)
      var converted = rounding.lines
      if currency != conversion.base {
        guard
          let rate = conversion.conversion(
            from: currency, stated: first.statedRate, kind: .spot, on: first.ownDate)
        else {
          findings.append(
            missingRate(
              currency, to: conversion.base, on: first.ownDate, stream: "stock_movements",
              key: first.key, document: (first.documentKey ?? first.key).displayText))
          return
        }
        converted = try BaseConversion.parts(rounding.lines, by: rate)
      }
      for (line, position) in positions.enumerated() {
        base[Int(position)] = converted[line]
        if currency != conversion.base { foreign[Int(position)] = rounding.lines[line] }
      }
    } catch {
      findings.append(
        Finding(
          code: "SRC-111", severity: .error, origin: "stock_movements",
          key: first.key.displayText, document: (first.documentKey ?? first.key).displayText,
          message: "a value of the document \(error)", action: "correct the value in the ERP"))
    }
  }
}
