import AccountingValues
import Extraction
import GeneralLedger
import Inventory
import Subledgers

extension CompanyClose {
  /// Values the stock: documents, orders, receipts against bills, then the engine.
  ///
  /// A receipt that no document prices stands in the books at what the chain gives it, and its bill
  /// must meet that value; its late cost, in turn, may move the averages and last layers that later
  /// receipts without a price take theirs from. So match and cost are made again until what the
  /// match took is what the engine gave. Every round settles at least the next such receipt in event
  /// order, since its value depends on earlier events alone.
  func costStock(opening: CostingState?) -> CostingStep.Result {
    // What the match holds of the purchases is written over, which must not copy it.
    goodsReceived = nil
    noteLateRows()
    purchaseMatching.take(stock.events, documents: purchases)
    let values = StockValues(stock.events, conversion: conversion)
    let prices = ReceiptPrices(
      stock.events, values: values, documents: purchases, matching: purchaseMatching,
      conversion: conversion, costing: scope.costing)
    findings += values.findings + prices.findings
    var provisional = StockAmounts(of: purchases(without: values), pages: scope.pages)
    for _ in 0...(stock.events.count + 1) {
      guard
        let result = cost(values, prices, provisional: provisional, opening: opening)
      else { return CostingStep.Result.empty }
      let given = provisionalValues(result, values: values)
      if given == provisional {
        findings += strangers()
        return result
      }
      provisional = given
    }
    accountingFault("the values of receipts without a price do not settle")
  }

  private func cost(
    _ values: StockValues, _ prices: ReceiptPrices, provisional: StockAmounts,
    opening: CostingState?
  ) -> CostingStep.Result? {
    goodsReceived = nil
    expectValues(values, prices, provisional: provisional)
    let received: GoodsReceivedNotInvoiced
    do {
      received = try GoodsReceivedNotInvoiced(
        purchaseMatching.events, orderCurrencies: purchaseMatching.orderCurrencies(purchases),
        asOf: scope.asOf)
    } catch {
      findings.append(
        Finding(
          code: "SRC-112", severity: .error, origin: "purchase_bills",
          message: "receipts and bills together leave the range of 64 bits",
          action: "look for amounts that are too large in receipts and bills"))
      return nil
    }
    goodsReceived = received
    landedCosts = landed.allocated(
      to: LandedCosts.Goods(
        events: stock.events, documents: purchases, masters: masters,
        value: { [purchaseMatching] position in
          purchaseMatching.index(ofStockEvent: Int32(position))
            .map { purchaseMatching.expected($0).base } ?? values.base[position] ?? 0
        }))
    var step = CostingStep(
      scope: scope, intake: stock, masters: masters, values: values.base, prices: prices.prices,
      received: received, purchaseEvents: purchaseMatching.events,
      billedLines: purchaseMatching.billed, landed: landedCosts, production: production)
    step.late = lateOrder
    step.restatements = restatementEvents()
    return step.run(opening: opening)
  }

  /// Writes down what every receipt and return stands for until its bill comes: as stated, as the
  /// engine valued it, as document or order price it, else nothing.
  private func expectValues(
    _ values: StockValues, _ prices: ReceiptPrices, provisional: StockAmounts
  ) {
    for index in purchaseMatching.purchaseIndices {
      let purchase = purchaseMatching.events[index]
      let event = stock.events[Int(purchase.document)]
      let value: ReceiptPrices.Value
      if !event.isOwn {
        value = nothing(of: purchase, event, prices)
      } else if let minor = values.minor(of: Int(event.position)),
        let base = values.base[Int(event.position)]
      {
        value = ReceiptPrices.Value(currency: event.currency, minor: minor, base: base)
      } else if let base = provisional[Int(event.position)] {
        // A receipt that comes later is not known yet.
        let receipt = event.linkedPosition.flatMap { purchaseMatching.index(ofStockEvent: $0) }
        value = prices.value(
          base: base, ofGoods: purchase.orderLine, event,
          receipt: receipt.flatMap { $0 < index ? purchaseMatching.expected($0) : nil })
      } else if let price = prices.prices[event.position] {
        value = price.value
      } else {
        value = nothing(of: purchase, event, prices)
      }
      purchaseMatching.expect(value, of: index)
    }
  }

  private func nothing(
    of purchase: PurchaseEvent, _ event: StockEvent, _ prices: ReceiptPrices
  ) -> ReceiptPrices.Value {
    ReceiptPrices.Value(
      currency: prices.currency(ofGoods: purchase.orderLine, event), minor: 0, base: 0)
  }

  /// What the engine's chain gave receipts without any price, and returns without a stated credit:
  /// what went back is expected back at what it cost.
  func provisionalValues(
    _ result: CostingStep.Result, values: StockValues
  ) -> StockAmounts {
    let open = purchases(without: values)
    var found = StockAmounts(of: open, pages: scope.pages)
    guard open.count > 0 else { return found }
    for row in result.output.valued
    where row.reason == .movement && [.goodsReceived, .supplierReturn].contains(row.role) {
      let isReturn = row.quantityMicros < 0
      guard isReturn || [.lastLayer, .standard, .lastConsumed].contains(row.basis),
        case .movement(let index) = result.cause(of: row.movement), open.contains(Int(index))
      else { continue }
      found[Int(index)] = row.valueMinor < 0 ? -row.valueMinor : row.valueMinor
    }
    return found
  }

  /// Receipts and returns that no document values.
  private func purchases(without values: StockValues) -> EventSubset {
    let open = purchaseMatching.purchases.positions.lazy
      .filter { values.base[$0] == nil }.map { Int32($0) }
    return EventSubset(Array(open), of: stock.events.count)
  }

  /// Receipts and bills in another currency than their order line.
  private func strangers() -> [Finding] {
    goodsReceived?.findings { position in
      let event = purchaseMatching.events[position]
      let place = place(of: event)
      return RowLabel(
        origin: place.stream, key: place.key.displayText, document: place.number)
    } ?? []
  }
}

// MARK: - Posting

extension CompanyClose {
  /// Posts every change of inventory value: one entry per document, day and kind of movement.
  func postStock(_ result: CostingStep.Result) throws(JobError) {
    let received = ReceivedAmounts(purchaseMatching, goodsReceived)
    var documents = DocumentNumbers()
    var codes = PlaceCodes(itemCount: masters.items.count, placeCount: masters.places.count)
    let grounds: [EntryEffects.Ground?] = effects == nil ? [nil] : EntryEffects.Ground.allCases
    do throws(EventFeedError) {
      // An entry rests on one ground: a document's late rows and others make entries apart.
      for ground in grounds {
        var feed = try StockValuationFeed(plan)
        for row in byDay(result.output.valued)
        where row.valueMinor != 0 && (ground == nil || self.ground(of: row, result) == ground) {
          documents.begin(row.date)
          let source = source(
            of: row.cause, result, received: received, numbers: &documents)
          let posted = try feed.add(
            row, pool: place(of: row, result, &codes), source: source, into: &ledger)
          for outcome in posted { outcomes.note("stock_movements", outcome) }
        }
        for outcome in feed.finish(into: &ledger) { outcomes.note("stock_movements", outcome) }
        if let ground { effects?.note(ground, entries: ledger.entryCount) }
      }
    } catch { accountingFault("\(error)") }
  }

  /// The engine's rows day by day; they are, but for those a period made at its end.
  private func byDay(_ valued: Pages<ValuedMovement>) -> Pages<ValuedMovement> {
    let isInOrder = zip(valued, valued.dropFirst()).allSatisfy { $0.date <= $1.date }
    if isInOrder { return valued }
    let order = valued.enumerated().map { (date: $0.element.date, position: Int32($0.offset)) }
      .sorted { ($0.date, $0.position) < ($1.date, $1.position) }
    return Pages(order.lazy.map { valued[Int($0.position)] }, from: scope.pages)
  }

  /// What a change of value rests on: the rows of the event that made it, whatever it values.
  func ground(of row: ValuedMovement, _ result: CostingStep.Result) -> EntryEffects.Ground {
    guard let effects else { return .regular }
    if case .restatement? = result.cause(of: row.cause) { return .posted }
    let rows: [PastRows.Place]
    switch result.cause(of: row.cause) {
    case .movement(let index)?:
      rows = [PastRows.Place("stock_movements", stock.rowKey(of: index))]
    case .lateCost(let match)?:
      rows = goodsReceived.map { self.rows(of: $0.matches[Int(match)]) } ?? []
    case .freeUnits(let index)?:
      let match = result.free.shares[Int(index)].match
      rows = goodsReceived.map { self.rows(of: $0.matches[Int(match)]) } ?? []
    case .landedCost(let index)?:
      let share = landedCosts.shares[Int(index)]
      let charge = landedCosts.sources[share.source]
      rows = [
        PastRows.Place(charge.stream, charge.key),
        PastRows.Place("stock_movements", stock.events[Int(share.event)].key),
      ]
    case .completion(let order)?:
      rows = [PastRows.Place("work_order_completions", production.orders[order].key)]
    case .standard?, .rules?, .restatement?, nil: rows = []
    }
    return effects.ground(of: rows)
  }

  /// What receipts and returns stand for on goods received not invoiced, in the document's currency;
  /// bills dated by then have changed it already.
  struct ReceivedAmounts {
    private var matching = PurchaseMatching()
    /// What bills dated by then add, in minor units, by place among the purchase events.
    private var early: [Int32: Int64] = [:]

    /// Nothing was received.
    init() {}

    init(_ matching: PurchaseMatching, _ received: GoodsReceivedNotInvoiced?) {
      self.matching = matching
      for match in received?.matches ?? []
      where match.received >= 0 && match.billed >= 0 && match.priceDifferenceMinor != 0 {
        let receipt = matching.events[Int(match.received)]
        if receipt.kind == .receipt,
          matching.events[Int(match.billed)].postingDate <= receipt.postingDate
        {
          early[match.received, default: 0] += match.priceDifferenceMinor
        }
      }
    }

    /// By stock event; `nil` for one that is no purchase.
    subscript(position: Int32) -> (currency: Currency, minor: Int64)? {
      guard let index = matching.index(ofStockEvent: position) else { return nil }
      let event = matching.events[index]
      return (matching.currency(of: event), event.amountMinor + (early[Int32(index)] ?? 0))
    }
  }

  /// Numbers of the documents that explain stock: one for each stream and key that a day posts, since
  /// every day makes entries of its own.
  struct DocumentNumbers {
    private var day = CivilDate.earliest
    private var keys = KeyInterner()
    /// Numbers of streams; below them are those of movements without a document.
    private var streams: [String: Int64] = [:]

    private static let ownStream: Int64 = 0
    private static let noStream: Int64 = 1
    private static let firstStream: Int64 = 2

    /// Says which day is posted.
    mutating func begin(_ day: CivilDate) {
      if day == self.day { return }
      self.day = day
      keys = KeyInterner()
    }

    /// The number of the document that a movement names; of a movement without one its own.
    mutating func number(of event: StockEvent) -> Int64 {
      guard let key = event.documentKey else { return number(event.key, in: Self.ownStream) }
      return number(key, in: event.documentStream.map { number(ofStream: $0) } ?? Self.noStream)
    }

    /// The number of any document.
    mutating func number(_ stream: String, _ key: SourceKey) -> Int64 {
      number(key, in: number(ofStream: stream))
    }

    private mutating func number(_ key: SourceKey, in stream: Int64) -> Int64 {
      stream << 32 | Int64(keys.intern(key).id)
    }

    private mutating func number(ofStream stream: String) -> Int64 {
      let number = streams[stream] ?? Self.firstStream + Int64(streams.count)
      streams[stream] = number
      return number
    }
  }

  /// What explains an event of the engine.
  func source(
    of cause: Int32, _ result: CostingStep.Result, received: ReceivedAmounts,
    numbers: inout DocumentNumbers
  ) -> StockValuationFeed.Source {
    func source(
      _ stream: String, _ key: SourceKey, _ number: String, _ order: EventOrder,
      _ currency: Currency, _ minor: Int64?, document: Int64? = nil
    ) -> StockValuationFeed.Source {
      StockValuationFeed.Source(
        document: document ?? numbers.number(stream, key), stream: stream,
        order: EventOrder(
          date: order.date, recordedAt: order.recordedAt, rank: order.rank,
          sequence: order.sequence, key: key),
        number: number, documentDate: order.date, currency: currency,
        documentMinor: minor.map { abs($0) })
    }
    switch result.cause(of: cause) {
    case .movement(let index)?:
      let event = stock.events[Int(index)]
      let purchase = received[index]
      return source(
        event.documentStream ?? "stock_movements", event.documentKey ?? event.key,
        documentNumber(of: event), event.order, purchase?.currency ?? event.currency,
        purchase?.minor, document: numbers.number(of: event))
    case .lateCost(let match)?:
      return bill(
        match,
        result.free.left[match]?.minor
          ?? goodsReceived?.matches[Int(match)].priceDifferenceMinor)
    case .freeUnits(let index)?:
      let share = result.free.shares[Int(index)]
      return bill(share.match, share.minor)
    case .landedCost(let index)?:
      let share = landedCosts.shares[Int(index)]
      let charge = landedCosts.sources[share.source]
      var made = source(
        charge.stream, charge.key, charge.number, charge.order, charge.currency, share.minor)
      made.isLandedCost = true
      return made
    case .completion(let order)?:
      let facts = production.orders[order]
      let day = facts.completedOn ?? scope.openFrom
      return source(
        "work_orders", facts.key, facts.number,
        EventOrder(date: day, recordedAt: nil, rank: 24, key: facts.key), scope.base, nil)
    case .standard(let pool, let from)?: return standard(pool, from)
    case .rules(let change)?:
      return standard(stock.rulesChanges[Int(change)].pool, stock.rulesChanges[Int(change)].from)
    case .restatement(let index)?:
      let posted = restated[Int(index)]
      let key = SourceKey(posted.key)
      var made = source(
        RestatementRecord.stream, key, posted.key,
        EventOrder(date: posted.day, recordedAt: nil, rank: 0, key: key), scope.base, nil)
      made.text = "Restatement of closed periods: \(lateText(posted.record))"
      return made
    case nil: accountingFault("a row of this run is caused by an event of a closed period")
    }
    func bill(_ match: Int32, _ difference: Int64?) -> StockValuationFeed.Source {
      let billed = billedLine(of: match)
      return source(
        billed.stream, billed.document, billed.number, billed.order, currency(ofMatch: match),
        difference)
    }
    func standard(_ pool: Int32, _ from: CivilDate) -> StockValuationFeed.Source {
      let item = stock.poolKeys[Int(pool)].item
      let key = SourceKey(masters.items.key(item).text + "\u{1F}" + from.description)
      return source(
        "item_costs", key, masters.items[item].number,
        EventOrder(date: from, recordedAt: nil, rank: 0, key: key), scope.base, nil)
    }
  }

  /// The item, and the place of the pool where places have pools of their own: the two legs of a
  /// transfer stand on the accounts of their own locations.
  private func place(
    of row: ValuedMovement, _ result: CostingStep.Result, _ codes: inout PlaceCodes
  ) -> StockValuationFeed.Place {
    let pool = stock.poolKeys[Int(row.pool)]
    var location = pool.place
    var reason: String?
    var isResidual = false
    if case .movement(let index) = result.cause(of: row.movement) {
      if pool.place == -1, pool.lane == 0 { location = stock.events[Int(index)].place }
      reason = stock.events[Int(index)].reason
      isResidual = stock.events[Int(index)].isResidual
    }
    func number(_ text: String) -> Int32 { text.isEmpty ? -1 : plan.pool.number(of: text) }
    let item = codes.item(pool.item) {
      let item = masters.items[pool.item]
      return (number(item.number), number(item.category))
    }
    return StockValuationFeed.Place(
      item: item.number, category: item.category,
      location: location < 0
        ? -1 : codes.place(location) { number(masters.places[location].number) },
      reason: reason.map(number) ?? -1, owner: number(pool.owner), isResidual: isResidual)
  }

  /// Numbers of codes in the plan's pool, by master; found once each.
  private struct PlaceCodes {
    private var items: [(number: Int32, category: Int32)?]
    private var places: [Int32?]

    init(itemCount: Int, placeCount: Int) {
      items = Array(repeating: nil, count: itemCount)
      places = Array(repeating: nil, count: placeCount)
    }

    mutating func item(
      _ item: Int32, _ find: () -> (number: Int32, category: Int32)
    ) -> (number: Int32, category: Int32) {
      if let known = items[Int(item)] { return known }
      let found = find()
      items[Int(item)] = found
      return found
    }

    mutating func place(_ place: Int32, _ find: () -> Int32) -> Int32 {
      if let known = places[Int(place)] { return known }
      let found = find()
      places[Int(place)] = found
      return found
    }
  }

  /// The currency in which a receipt and its bill were compared.
  func currency(ofMatch match: Int32) -> Currency {
    guard let goodsReceived else { accountingFault("a match without matching") }
    let billed = purchaseMatching.events[Int(goodsReceived.matches[Int(match)].billed)]
    return purchaseMatching.currency(of: billed)
  }

  func documentNumber(of event: StockEvent) -> String {
    if let number = event.documentNumber { return number }
    guard let key = event.documentKey else { return event.key.displayText }
    let receipt = event.documentStream == "goods_receipts" ? purchases.number(ofReceipt: key) : nil
    return receipt ?? key.displayText
  }

  func billedLine(of match: Int32) -> BilledLine {
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
      output: CostingOutput(), layers: [], layersByPeriod: [:], causes: CauseList(), ordinals: [],
      state: CostingState(pools: []), closing: [], firstNumber: 0)
  }

  /// What led to an event of the engine; `nil` for an event of a closed period.
  func cause(of number: Int32) -> CostingStep.Cause? {
    number < firstNumber ? nil : causes[Int(number - firstNumber)]
  }
}
