import AccountingValues
import Extraction

/// One amount per stock event where something states one: eight bytes each.
struct StockAmounts {
  private static let none = Int64.min
  private var amounts: [Int64]

  init(count: Int) { amounts = Array(repeating: Self.none, count: count) }

  /// Minor units; `nil` where nothing states them.
  subscript(index: Int) -> Int64? {
    get { amounts[index] == Self.none ? nil : amounts[index] }
    set { amounts[index] = newValue ?? Self.none }
  }
}

/// The stated values of stock events in minor units: rounded once per document, brought to base.
struct StockValues {
  /// Minor units of the event's own currency; `nil` where nothing is stated.
  private(set) var minor: StockAmounts
  /// Minor units of the base currency.
  private(set) var base: StockAmounts
  private(set) var findings: [Finding] = []

  /// Values the events whose price is known. Movements of one document on one day are rounded
  /// together, so that they sum to the document's exact value (ACCOUNTING §1).
  init(_ events: StockEvents, conversion: BaseConversion) {
    minor = StockAmounts(count: events.count)
    base = minor
    var priced = events.indices.filter { events[$0].isPriced }.map {
      (document: events[$0].document, index: Int32($0))
    }
    // Movements of one document are mostly neighbours: this is nearly in order.
    priced.sort { ($0.document, $0.index) < ($1.document, $1.index) }
    var start = 0
    while start < priced.count {
      var end = start + 1
      while end < priced.count, priced[end].document == priced[start].document { end += 1 }
      value(priced[start..<end].map { Int($0.index) }, events, conversion)
      start = end
    }
  }

  private mutating func value(
    _ indices: [Int], _ events: StockEvents, _ conversion: BaseConversion
  ) {
    guard let first = indices.first.map({ events[$0] }) else { return }
    let currency = first.currency
    do throws(ValueError) {
      let rounding = try DocumentRounding(
        lines: indices.map { events[$0].value ?? .zero }, stated: nil, currency: currency,
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
      for (position, index) in indices.enumerated() {
        minor[index] = rounding.lines[position]
        base[index] = converted[position]
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
