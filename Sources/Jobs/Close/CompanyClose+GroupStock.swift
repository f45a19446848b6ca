import AccountingValues
import Extraction
import GeneralLedger
import Inventory
import Subledgers

extension CompanyClose {
  /// What the company's stock cost the group; `nil` where no goods of the group came in.
  func stockOfGroup(_ books: CostingStep.Result) -> GroupStock? {
    let unfollowed = unfollowedPools()
    let goods = stock.events.indices.filter { isFromGroup(stock.events[$0]) }.map { Int32($0) }
    guard !goods.isEmpty else { return nil }
    let values = StockValues(stock.events, conversion: conversion)
    let prices = ReceiptPrices(
      stock.events, values: values, documents: purchases, matching: purchaseMatching,
      conversion: conversion, costing: scope.costing)
    // What the engine gave receipts without a price stands: their bills were compared with it.
    let known = values.base.replaced(
      by: provisionalValues(books, values: values), of: stock.events.count)
    let (intake, masters) = asGroupHas(unfollowed)
    var step = CostingStep(
      scope: scope, intake: intake, masters: masters, values: known, prices: prices.prices,
      received: goodsReceived, purchaseEvents: purchaseMatching.events,
      billedLines: purchaseMatching.billed, landed: landedCosts, production: production)
    step.late = lateOrder
    step.restatements = restatementEvents()
    var unstated: [Int32] = []
    for index in goods {
      if let cost = groupCost(of: stock.events[Int(index)]) {
        step.groupValues[index] = cost
      } else if !isAtGroupStandard(stock.events[Int(index)].pool, unfollowed) {
        unstated.append(index)
      }
    }
    step.prescribed = takings(books)
    let group = step.run(opening: nil)
    let lost = lostAtStandard(Set(goods), books, unfollowed)
    let unknowns = GroupUnknowns(
      books, intake: stock, production: production, unstated: lost.union(unstated))
    return GroupStock(
      books: books, group: group, unknowns: unknowns,
      items: Set(goods.map { stock.events[Int($0)].item }), unstated: unstated,
      unfollowed: Set(lost.map { stock.events[Int($0)].item }))
  }

  // MARK: Standards and the dearest first

  /// Pools that are at standard for a time, or whose products come in at it, without a standard of the
  /// group from their first movement on.
  private func unfollowedPools() -> Set<Int32> {
    var pools = Set(
      stock.pools.indices.filter { stock.pools[$0].takesOutputAtStandard }.map { Int32($0) })
    pools.formUnion(stock.rulesChanges.filter { $0.rules.method == .standard }.map(\.pool))
    guard !pools.isEmpty else { return [] }
    var first: [Int32: CivilDate] = [:]
    for event in stock.events where pools.contains(event.pool) {
      first[event.item] = min(first[event.item] ?? event.date, event.date)
    }
    return pools.filter { pool in
      let item = stock.poolKeys[Int(pool)].item
      guard let day = first[item], let standard = masters.groupStandards[item]?.first else {
        return true
      }
      return standard.from > max(day, scope.openFrom)
    }
  }

  /// Pools and masters with the group's standards in place of the company's.
  private func asGroupHas(
    _ unfollowed: Set<Int32>
  ) -> (StockIntake, MasterData) {
    let without = Set(unfollowed.map { stock.poolKeys[Int($0)].item })
    var masters = masters
    let items = Set(masters.groupStandards.keys).subtracting(without)
    if items.isEmpty { return (stock, masters) }
    masters.exchangeStandards(of: items)
    var intake = stock
    for pool in intake.pools.indices where items.contains(intake.poolKeys[pool].item) {
      let item = intake.poolKeys[pool].item
      intake.setStandard(masters.standard(of: item, on: scope.openFrom), of: Int32(pool))
    }
    return (intake, masters)
  }

  /// The layers that movements took in the books where the dearest leaves first: the group's cost
  /// follows the goods that left, and not those that were dearest to the group.
  private func takings(_ books: CostingStep.Result) -> [Int32: [Int32]] {
    var isDearestFirst = stock.pools.map { $0.method == .hifo }
    for change in stock.rulesChanges where change.rules.method == .hifo {
      isDearestFirst[Int(change.pool)] = true
    }
    guard isDearestFirst.contains(true) else { return [:] }
    var takings: [Int32: [Int32]] = [:]
    for row in books.output.consumptions
    where isDearestFirst[Int(row.pool)] && row.layer >= 0 && row.cause == row.movement {
      takings[row.movement, default: []].append(row.layer)
    }
    return takings
  }

  /// Goods of the group, and products of them, that came in at a standard to which the group has none.
  private func lostAtStandard(
    _ goods: Set<Int32>, _ books: CostingStep.Result, _ unfollowed: Set<Int32>
  ) -> Set<Int32> {
    guard !unfollowed.isEmpty else { return [] }
    var lost = goods.filter { isAtStandard(stock.events[Int($0)], unfollowed) }
    let outputs = stock.events.filter {
      production.places[$0.position]?.isOutput == true && unfollowed.contains($0.pool)
    }
    guard !outputs.isEmpty else { return lost }
    let holders = GroupUnknowns(books, intake: stock, production: production, unstated: goods)
    for output in outputs {
      if let order = production.places[output.position]?.order, holders.orders.contains(order) {
        lost.insert(output.position)
      }
    }
    return lost
  }

  /// Whether a pool is worth the group's standard, whatever its goods cost.
  private func isAtGroupStandard(_ pool: Int32, _ unfollowed: Set<Int32>) -> Bool {
    stock.pools[Int(pool)].method == .standard && !unfollowed.contains(pool)
      && !stock.rulesChanges.contains { $0.pool == pool }
  }

  private func isAtStandard(_ event: StockEvent, _ unfollowed: Set<Int32>) -> Bool {
    unfollowed.contains(event.pool)
      && (stock.pools[Int(event.pool)].method == .standard
        || stock.rulesChanges.contains { $0.pool == event.pool && $0.rules.method == .standard })
  }

  // MARK: Goods of the group

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
    findings += groupStock.unfollowed.map { item in
      let number = masters.items[item].number
      return Finding(
        code: "INV-071", severity: .warning, origin: "items",
        key: masters.items.key(item).displayText, document: number,
        message:
          "\(number): goods from companies of the group, or made of such, stand at standard, and "
          + "the group has no standard for them from their first movement on; their unrealised profit "
          + "is not told",
        action: "state the group's standard in item_costs, as kind group_standard")
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
