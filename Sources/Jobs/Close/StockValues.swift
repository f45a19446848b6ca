import AccountingValues
import Extraction

/// The stated values of stock events in minor units: rounded once per document, brought to base.
struct StockValues {
  /// Minor units of the event's own currency; `nil` where nothing is stated.
  private(set) var minor: [Int64?]
  /// Minor units of the base currency.
  private(set) var base: [Int64?]
  private(set) var findings: [Finding] = []

  private struct Group: Hashable {
    let stream: String
    let document: SourceKey
    let currency: Currency
    let date: CivilDate
  }

  /// Values the events whose price is known. Movements of one document on one day are rounded
  /// together, so that they sum to the document's exact value (ACCOUNTING §1).
  init(_ events: [StockEvent], conversion: BaseConversion) {
    minor = Array(repeating: nil, count: events.count)
    base = minor
    var order: [Group] = []
    var members: [Group: [Int]] = [:]
    for (index, event) in events.enumerated()
    where event.priceState == "known" && event.value != nil {
      let group = Group(
        stream: event.documentStream ?? "stock_movements", document: event.documentKey ?? event.key,
        currency: event.currency, date: event.ownDate)
      if members[group] == nil { order.append(group) }
      members[group, default: []].append(index)
    }
    for group in order { value(members[group] ?? [], group, events, conversion) }
  }

  private mutating func value(
    _ indices: [Int], _ group: Group, _ events: [StockEvent], _ conversion: BaseConversion
  ) {
    guard let first = indices.first else { return }
    do throws(ValueError) {
      let rounding = try DocumentRounding(
        lines: indices.map { events[$0].value ?? .zero }, stated: nil, currency: group.currency,
        limit: .zero)
      var converted = rounding.lines
      if group.currency != conversion.base {
        guard
          let rate = conversion.conversion(
            from: group.currency, stated: events[first].statedRate, kind: .spot, on: group.date)
        else {
          findings.append(
            missingRate(
              group.currency, to: conversion.base, on: group.date, stream: "stock_movements",
              key: events[first].key, document: group.document.displayText))
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
          key: events[first].key.displayText, document: group.document.displayText,
          message: "a value of the document \(error)", action: "correct the value in the ERP"))
    }
  }
}
