import AccountingValues
import Extraction
import GeneralLedger
import Inventory
import Subledgers

extension CompanyClose {
  /// Values the stock: documents, orders, receipts against bills, then the engine.
  func costStock(opening: CostingState?) -> CostingStep.Result {
    let values = StockValues(stock.events, conversion: conversion)
    findings += values.findings
    var fallback = orderValues(values)
    var result = cost(values, fallback, opening: opening)
    let provisional = provisionalValues(result, values: values, known: fallback)
    if !provisional.isEmpty {
      // A receipt without any price stands in the books at what the chain gave it; its bill must
      // meet that value, so the match is made again with it.
      fallback.merge(provisional) { known, _ in known }
      result = cost(values, fallback, opening: opening)
    }
    return result
  }

  private func cost(
    _ values: StockValues, _ fallback: [Int32: (minor: Int64, base: Int64)],
    opening: CostingState?
  ) -> CostingStep.Result {
    var matching = bills
    matching.take(
      stock.events, values: values, orderValues: fallback, documents: purchases)
    let received: GoodsReceivedNotInvoiced
    do {
      received = try GoodsReceivedNotInvoiced(matching.matching.events, asOf: scope.asOf)
    } catch {
      findings.append(
        Finding(
          code: "SRC-112", severity: .error, origin: "purchase_bills",
          message: "receipts and bills together leave the range of 64 bits",
          action: "look for amounts that are too large in receipts and bills"))
      return CostingStep.Result.empty
    }
    goodsReceived = received
    purchaseMatching = matching.matching
    var keys: [SourceKey: Int32] = [:]
    for (index, event) in stock.events.enumerated() { keys[event.key] = Int32(index) }
    return CostingStep(
      scope: scope, intake: stock, masters: masters, values: values.base,
      orderValues: fallback.mapValues(\.base), received: received,
      purchaseEvents: matching.matching.events, billedLines: matching.matching.billed,
      eventByKey: keys, transitPools: transitPools
    ).run(opening: opening)
  }

  /// What purchase orders say of receipts that state no value.
  private func orderValues(_ values: StockValues) -> [Int32: (minor: Int64, base: Int64)] {
    var found: [Int32: (minor: Int64, base: Int64)] = [:]
    for (index, event) in stock.events.enumerated()
    where event.word == "receipt" && values.base[index] == nil && event.priceState == "missing" {
      guard let receiptLine = event.documentLine,
        let orderLine = purchases.orderLineOfReceiptLine[receiptLine],
        let order = purchases.orderLines[orderLine], let price = order.unitPrice,
        let amount = try? event.quantity.valued(at: price, in: order.currency)
      else { continue }
      if order.currency == scope.base {
        found[Int32(index)] = (amount.minor, amount.minor)
      } else if let rate = conversion.conversion(
        from: order.currency, stated: nil, kind: .spot, on: event.ownDate),
        let base = try? rate.converted(amount.minor)
      {
        found[Int32(index)] = (amount.minor, base)
      }
    }
    return found
  }

  /// What the engine's fallback chain gave receipts without any price.
  private func provisionalValues(
    _ result: CostingStep.Result, values: StockValues,
    known: [Int32: (minor: Int64, base: Int64)]
  ) -> [Int32: (minor: Int64, base: Int64)] {
    var found: [Int32: (minor: Int64, base: Int64)] = [:]
    for row in result.output.valued where row.reason == .movement && row.kind == .receipt {
      guard case .movement(let index) = result.cause(of: row.movement),
        values.base[Int(index)] == nil, known[index] == nil,
        row.basis == .lastLayer || row.basis == .standard || row.basis == .lastConsumed,
        stock.events[Int(index)].currency == scope.base
      else { continue }
      found[index] = (row.valueMinor, row.valueMinor)
    }
    return found
  }
}

// MARK: - Posting

/// Rows of inventory value that make one entry.
private struct StockEntry {
  let kind: EventKind
  let stream: String
  let key: SourceKey
  let number: String
  let date: CivilDate
  let order: EventOrder
  var rows: [ValuedMovement] = []
}

extension CompanyClose {
  /// Posts every change of inventory value: one entry per document, day and kind of movement.
  func postStock(_ result: CostingStep.Result) throws(JobError) {
    var entries: [StockEntry] = []
    var positions: [String: Int] = [:]
    for row in result.output.valued where row.valueMinor != 0 {
      let entry = entry(for: row, result)
      let name =
        "\(entry.kind)\u{1F}\(entry.stream)\u{1F}\(entry.key.text)\u{1F}\(entry.date)"
      if let position = positions[name] {
        entries[position].rows.append(row)
      } else {
        positions[name] = entries.count
        entries.append(entry)
        entries[entries.count - 1].rows.append(row)
      }
    }
    for entry in entries { post(entry, result) }
  }

  private func entry(for row: ValuedMovement, _ result: CostingStep.Result) -> StockEntry {
    switch result.cause(of: row.cause) {
    case .movement(let index)?:
      let event = stock.events[Int(index)]
      let kind = row.reason == .cover ? "stock_cover" : EventKind("stock_\(row.kind.rawValue)")
      let stream = event.documentStream ?? "stock_movements"
      return StockEntry(
        kind: kind, stream: stream, key: event.documentKey ?? event.key,
        number: documentNumber(of: event), date: row.date, order: event.order)
    case .lateCost(let match)?:
      let billed = billedLine(of: match)
      return StockEntry(
        kind: "late_cost", stream: billed.stream, key: billed.document,
        number: billed.number,
        date: row.date, order: billed.order)
    case .standard(let pool, let from)?:
      let item = stock.poolKeys[Int(pool)].item
      let key = SourceKey(masters.items.key(item).text + "\u{1F}" + from.description)
      return StockEntry(
        kind: "standard_revaluation", stream: "item_costs", key: key,
        number: masters.items[item].number, date: from,
        order: EventOrder(date: from, recordedAt: nil, rank: 0, key: key))
    case nil: accountingFault("a row of this run is caused by an event of a closed period")
    }
  }

  private func post(_ entry: StockEntry, _ result: CostingStep.Result) {
    var event = event(entry.kind)
    event.begin(
      EventOrder(
        date: entry.date, recordedAt: entry.order.recordedAt, rank: entry.order.rank,
        sequence: entry.order.sequence, key: entry.key),
      number: entry.number, currency: scope.base)
    event.stream = entry.stream
    event.documentDate = entry.order.date
    do throws(EventFeedError) {
      try event.set("document_stream", code(entry.stream))
      for row in entry.rows { try addLine(row, to: &event, result) }
    } catch { accountingFault("\(error)") }
    post(event, stream: "stock_movements")
  }

  private func addLine(
    _ row: ValuedMovement, to event: inout PostingEvent, _ result: CostingStep.Result
  ) throws(EventFeedError) {
    let pool = stock.poolKeys[Int(row.pool)]
    let item = masters.items[pool.item]
    var place: Int32 = -1
    var reason: String?
    if case .movement(let index) = result.cause(of: row.movement) {
      place = stock.events[Int(index)].place
      reason = stock.events[Int(index)].reason
    }
    try event.addLine([
      "value": .amount(row.valueMinor), "quantity": .quantity(row.quantityMicros),
      "counter": code(row.role.rawValue), "reason": reason.map(code) ?? .missing,
      "owner": code(pool.owner), "item_key": code(item.number),
      "category": item.category.isEmpty ? .missing : code(item.category),
      "location_key": place < 0 ? .missing : code(masters.places[place].number),
    ])
  }

  private func documentNumber(of event: StockEvent) -> String {
    (event.documentKey ?? event.key).displayText
  }

  func billedLine(of match: Int32) -> PurchaseMatching.BilledLine {
    guard let goodsReceived else { accountingFault("a match without matching") }
    let event = purchaseMatching.events[Int(goodsReceived.matches[Int(match)].billed)]
    return purchaseMatching.billed[Int(event.document)]
  }

  func code(_ text: String) -> EventValue { .code(plan.pool.number(of: text)) }
}

extension CostingStep.Result {
  /// Nothing.
  static var empty: CostingStep.Result {
    CostingStep.Result(
      output: CostingOutput(), layers: [], causes: [], ordinals: [],
      state: CostingState(pools: []), closing: [], firstNumber: 0)
  }

  /// What led to an event of the engine; `nil` for an event of a closed period.
  func cause(of number: Int32) -> CostingStep.Cause? {
    number < firstNumber ? nil : causes[Int(number - firstNumber)]
  }
}
