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
    landedCosts = landed.allocated(
      to: LandedCosts.Goods(
        events: stock.events, documents: purchases, masters: masters,
        value: { values.base[$0] ?? fallback[Int32($0)]?.base ?? 0 }))
    var keys: [SourceKey: Int32] = [:]
    for (index, event) in stock.events.enumerated() { keys[event.key] = Int32(index) }
    return CostingStep(
      scope: scope, intake: stock, masters: masters, values: values.base,
      orderValues: fallback.mapValues(\.base), received: received,
      purchaseEvents: matching.matching.events, billedLines: matching.matching.billed,
      landed: landedCosts, eventByKey: keys, transitPools: transitPools
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
    for row in result.output.valued where row.reason == .movement {
      let isReceipt =
        row.kind == .receipt
        && [.lastLayer, .standard, .lastConsumed].contains(row.basis)
      // What went back without a stated credit is expected back at what it cost.
      let isReturn = row.kind == .supplierReturn && row.role == .supplierReturn
      guard isReceipt || isReturn, case .movement(let index) = result.cause(of: row.movement),
        values.base[Int(index)] == nil, known[index] == nil,
        stock.events[Int(index)].currency == scope.base
      else { continue }
      let value = row.valueMinor < 0 ? -row.valueMinor : row.valueMinor
      found[index] = (value, value)
    }
    return found
  }
}

// MARK: - Posting

extension CompanyClose {
  /// Posts every change of inventory value: one entry per document, day and kind of movement.
  func postStock(_ result: CostingStep.Result) throws(JobError) {
    let rows = result.output.valued.enumerated().filter { $0.element.valueMinor != 0 }
      .sorted {
        $0.element.date != $1.element.date
          ? $0.element.date < $1.element.date : $0.offset < $1.offset
      }
    let received = receivedAmounts()
    var documents: [String: Int32] = [:]
    do throws(EventFeedError) {
      var feed = try StockValuationFeed(plan)
      for (_, row) in rows {
        let source = source(of: row, result, received: received, numbers: &documents)
        let posted = try feed.add(row, pool: place(of: row, result), source: source, into: &ledger)
        for outcome in posted { outcomes.note("stock_movements", outcome) }
      }
      for outcome in feed.finish(into: &ledger) { outcomes.note("stock_movements", outcome) }
    } catch { accountingFault("\(error)") }
  }

  /// What receipts and returns stand for on goods received not invoiced, in the document's currency,
  /// by stock event; bills dated by then have changed it already.
  private func receivedAmounts() -> [Int32: Int64] {
    var amounts: [Int32: Int64] = [:]
    let events = purchaseMatching.events
    for event in events where event.kind == .receipt {
      amounts[event.document, default: 0] += event.amountMinor
    }
    for match in goodsReceived?.matches ?? [] where match.received >= 0 && match.billed >= 0 {
      let receipt = events[Int(match.received)]
      if receipt.kind == .receipt,
        events[Int(match.billed)].postingDate <= receipt.postingDate
      {
        amounts[receipt.document, default: 0] += match.priceDifferenceMinor
      }
    }
    return amounts
  }

  private func source(
    of row: ValuedMovement, _ result: CostingStep.Result, received: [Int32: Int64],
    numbers: inout [String: Int32]
  ) -> StockValuationFeed.Source {
    func source(
      _ stream: String, _ key: SourceKey, _ number: String, _ order: EventOrder,
      _ currency: Currency, _ minor: Int64?
    ) -> StockValuationFeed.Source {
      let name = "\(stream)\u{1F}\(key.text)"
      let document = numbers[name] ?? Int32(numbers.count)
      numbers[name] = document
      return StockValuationFeed.Source(
        document: document, stream: stream,
        order: EventOrder(
          date: order.date, recordedAt: order.recordedAt, rank: order.rank,
          sequence: order.sequence, key: key),
        number: number, documentDate: order.date, currency: currency,
        documentMinor: minor.map { abs($0) })
    }
    switch result.cause(of: row.cause) {
    case .movement(let index)?:
      let event = stock.events[Int(index)]
      return source(
        event.documentStream ?? "stock_movements", event.documentKey ?? event.key,
        documentNumber(of: event), event.order, event.currency, received[index])
    case .lateCost(let match)?:
      let billed = billedLine(of: match)
      let difference = goodsReceived?.matches[Int(match)].priceDifferenceMinor
      return source(
        billed.stream, billed.document, billed.number, billed.order, currency(ofMatch: match),
        difference)
    case .landedCost(let index)?:
      let share = landedCosts.shares[Int(index)]
      let charge = landedCosts.sources[share.source]
      var made = source(
        charge.stream, charge.key, charge.number, charge.order, charge.currency, share.minor)
      made.isLandedCost = true
      return made
    case .standard(let pool, let from)?:
      let item = stock.poolKeys[Int(pool)].item
      let key = SourceKey(masters.items.key(item).text + "\u{1F}" + from.description)
      return source(
        "item_costs", key, masters.items[item].number,
        EventOrder(date: from, recordedAt: nil, rank: 0, key: key), scope.base, nil)
    case nil: accountingFault("a row of this run is caused by an event of a closed period")
    }
  }

  /// The item, and the place of the pool where places have pools of their own: the two legs of a
  /// transfer stand on the accounts of their own locations.
  private func place(
    of row: ValuedMovement, _ result: CostingStep.Result
  ) -> StockValuationFeed.Place {
    let pool = stock.poolKeys[Int(row.pool)]
    let item = masters.items[pool.item]
    var location = pool.place
    var reason: String?
    if case .movement(let index) = result.cause(of: row.movement) {
      if pool.place == -1 { location = stock.events[Int(index)].place }
      reason = stock.events[Int(index)].reason
    }
    func number(_ text: String) -> Int32 { text.isEmpty ? -1 : plan.pool.number(of: text) }
    return StockValuationFeed.Place(
      item: number(item.number), category: number(item.category),
      location: location < 0 ? -1 : number(masters.places[location].number),
      reason: number(reason ?? ""), owner: number(pool.owner))
  }

  /// The currency in which a receipt and its bill were compared.
  func currency(ofMatch match: Int32) -> Currency {
    guard let goodsReceived else { accountingFault("a match without matching") }
    let billed = purchaseMatching.events[Int(goodsReceived.matches[Int(match)].billed)]
    return purchaseMatching.currencyList[Int(billed.currency)]
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
      output: CostingOutput(), layers: [], layersByPeriod: [:], causes: [], ordinals: [],
      state: CostingState(pools: []), closing: [], firstNumber: 0)
  }

  /// What led to an event of the engine; `nil` for an event of a closed period.
  func cause(of number: Int32) -> CostingStep.Cause? {
    number < firstNumber ? nil : causes[Int(number - firstNumber)]
  }
}
