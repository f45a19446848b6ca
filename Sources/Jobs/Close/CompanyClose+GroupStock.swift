import AccountingValues
import Extraction
import GeneralLedger
import Inventory
import Subledgers

extension CompanyClose {
  /// What the company's stock cost the group; `nil` where no goods of the group came in.
  func stockOfGroup(_ books: CostingStep.Result) -> GroupStock? {
    let goods = stock.events.indices.filter { isFromGroup(stock.events[$0]) }.map { Int32($0) }
    guard !goods.isEmpty else { return nil }
    let values = StockValues(stock.events, conversion: conversion)
    let prices = ReceiptPrices(
      stock.events, values: values, documents: purchases, matching: purchaseMatching,
      conversion: conversion, costing: scope.costing)
    // What the engine gave receipts without a price stands: their bills were compared with it.
    let known = values.base.replaced(
      by: provisionalValues(books, values: values), of: stock.events.count)
    var step = CostingStep(
      scope: scope, intake: stock, masters: masters, values: known, prices: prices.prices,
      received: goodsReceived, purchaseEvents: purchaseMatching.events,
      billedLines: purchaseMatching.billed, landed: landedCosts, production: production)
    var unstated: [Int32] = []
    for index in goods {
      if let cost = groupCost(of: stock.events[Int(index)]) {
        step.groupValues[index] = cost
      } else {
        unstated.append(index)
      }
    }
    let group = step.run(opening: nil)
    let unknowns = GroupUnknowns(
      books, intake: stock, production: production,
      unstated: Set(unstated), groupGoods: Set(goods))
    return GroupStock(
      books: books, group: group, unknowns: unknowns,
      items: Set(goods.map { stock.events[Int($0)].item }), unstated: unstated)
  }

  /// Whether a movement brings goods from a company of the group: it says what they cost the group,
  /// or its receipt's supplier is one.
  private func isFromGroup(_ event: StockEvent) -> Bool {
    guard event.isOwn, event.quantity.micros > 0, event.isReceipt || event.word == "opening"
    else { return false }
    return event.groupCost != nil || supplier(of: event).map(masters.groupPartners.contains) == true
  }

  private func supplier(of event: StockEvent) -> SourceKey? {
    guard event.documentStream == "goods_receipts" else { return nil }
    if let partner = event.documentKey.flatMap({ purchases.partner(ofReceipt: $0) }) {
      return partner
    }
    return event.documentLine.flatMap { purchases.orderLine(ofReceiptLine: $0)?.partner }
  }

  /// What a receipt cost the group in base currency, at the rate of its value; `nil` where nobody
  /// says, or no rate is there.
  private func groupCost(of event: StockEvent) -> Int64? {
    guard let minor = event.groupCost, minor >= 0 else { return nil }
    let rate = conversion.conversion(
      from: event.currency, stated: event.statedRate, kind: .spot, on: event.ownDate)
    return rate.flatMap { try? $0.converted(minor) }
  }

  /// INV-070 and INV-071: goods of the group whose profit nobody can tell.
  func groupStockFindings() -> [Finding] {
    guard let groupStock else { return [] }
    var findings = Dictionary(grouping: groupStock.unstated) { stock.events[Int($0)].item }
      .map { item, receipts in unstated(receipts, of: masters.items[item].number) }
    let unfollowed = groupStock.items.filter { item in
      stock.pools.indices.contains { pool in
        stock.poolKeys[pool].item == item
          && [.hifo, .standard].contains(stock.pools[pool].method)
      }
    }
    findings += unfollowed.map { item in
      let number = masters.items[item].number
      return Finding(
        code: "INV-071", severity: .warning, origin: "items",
        key: masters.items.key(item).displayText, document: number,
        message: "\(number): goods from companies of the group are costed by "
          + "\(stock.ruleOf(item)?.method.rawValue ?? ""), beside which the group's cost cannot be "
          + "carried; its unrealised profit is not told",
        action: "choose another method for the item, or eliminate the profit by hand")
    }
    return findings
  }

  private func unstated(_ receipts: [Int32], of item: String) -> Finding {
    let first = stock.events[Int(receipts[0])]
    return Finding(
      code: "INV-070", severity: .warning, origin: "stock_movements", key: first.key.displayText,
      document: first.documentText,
      message: "\(item): \(counted(receipts.count, "receipt")) from companies of the group, this "
        + "the first, without what they cost the group; the unrealised profit of what is left of "
        + "them is not told",
      action: "state group_cost in the adapter's stock_movements.sql")
  }

  /// Goods that companies of the group have billed and that have not arrived, at the transfer price,
  /// by item.
  func inTransitFromGroup() -> [Int32: (quantityMicros: Int64, valueMinor: Int64)] {
    var sums: [Int32: (quantityMicros: Int64, valueMinor: Int64)] = [:]
    for line in goodsReceived?.lines ?? [] where !line.invoicedNotReceived.isZero {
      guard let number = purchaseMatching.orderLine(ofGoods: line.orderLine),
        let order = purchases.orderLine(number: number),
        order.partner.map(masters.groupPartners.contains) == true,
        let item = order.item.flatMap({ masters.items.number(of: $0) })
      else { continue }
      sums[item, default: (0, 0)].quantityMicros += line.invoicedNotReceived.quantityMicros
      sums[item, default: (0, 0)].valueMinor += line.invoicedNotReceived.baseMinor
    }
    return sums
  }
}
