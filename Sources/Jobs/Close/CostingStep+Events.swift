import AccountingValues
import Inventory
import Subledgers

extension CostingStep {
  /// The engine's movement of a stock event.
  func movement(
    _ index: Int32, number: Int32, ordinals: Pages<Int32>, base: Int32, isNamed: Bool, early: Int64?
  ) -> StockMovement {
    let event = intake.events[Int(index)]
    let (state, value) = price(of: index, early: early)
    let kind = event.isTransfer ? MovementKind.transfer : MovementKind(rawValue: event.word)
    guard let kind else { accountingFault("movement kind \(event.word) passed its contract") }
    var flags: MovementFlags = isNamed ? [.named] : []
    if event.isReversal { flags.insert(.reversal) }
    if event.isDamaged, values[Int(index)] != nil || damagedParts[index] != nil {
      flags.insert(.damaged)
    }
    let place = production.places[index]
    return StockMovement(
      ordinal: number, pool: event.pool, date: event.date, kind: kind,
      quantityMicros: event.quantity.micros, priceState: state, valueMinor: value, flags: flags,
      linked: linked(of: event, number: number, ordinals: ordinals, base: base),
      toPool: event.isTransfer
        ? intake.transitPools[index] ?? event.pool : StockMovement.none, lot: event.lot,
      ageDate: event.ageDate, order: place?.order ?? StockMovement.none,
      output: place?.output ?? 0)
  }

  /// The movement that an event returns or reverses, if it came before. What a transfer is linked to
  /// decides its consignment, not its cost.
  private func linked(
    of event: StockEvent, number: Int32, ordinals: Pages<Int32>, base: Int32
  ) -> Int32 {
    guard !event.isTransfer, let index = event.linkedPosition else {
      return StockMovement.none
    }
    let linked = base + ordinals[Int(index)]
    return linked < number ? linked : StockMovement.none
  }

  /// What is known of the value of a stock event: the document's, else the order's, else nothing.
  /// What bills dated by then add is `early`; such a receipt is priced.
  private func price(of index: Int32, early: Int64?) -> (PriceState, Int64) {
    let event = intake.events[Int(index)]
    if let value = groupValues[index] { return (.known, value) }
    if let value = damagedParts[index] ?? free.values[index] { return (.known, value) }
    let difference = early ?? 0
    if let value = values[Int(index)] {
      return (
        event.priceState == "free" && value + difference == 0 ? .free : .known, value + difference
      )
    }
    if event.priceState == "free" { return (difference == 0 ? .free : .known, difference) }
    if let price = prices[index] {
      return (early == nil ? price.state : .known, price.value.base + difference)
    }
    return difference == 0 ? (.missing, 0) : (.known, difference)
  }

  func applyLateCost(
    _ match: Int32, number: Int32, _ ordinals: Pages<Int32>, base: Int32,
    _ engine: inout CostingEngine, _ output: inout CostingOutput
  ) {
    guard let found = received?.matches[Int(match)] else { return }
    let receipt = purchaseEvents[Int(found.received)].document
    // What a sister bills later is no cost of the group; the event keeps its number.
    guard groupValues[receipt] == nil else { return }
    engine.apply(
      LateCost(
        ordinal: number, receipt: base + ordinals[Int(receipt)],
        date: purchaseEvents[Int(found.billed)].postingDate,
        valueMinor: free.left[match]?.base ?? found.priceDifferenceBaseMinor),
      into: &output)
  }

  func applyFreeUnits(
    _ index: Int32, number: Int32, _ ordinals: Pages<Int32>, base: Int32,
    _ engine: inout CostingEngine, _ output: inout CostingOutput
  ) {
    let share = free.shares[Int(index)]
    guard let found = received?.matches[Int(share.match)], groupValues[share.event] == nil else {
      return
    }
    engine.apply(
      LateCost(
        ordinal: number, receipt: base + ordinals[Int(share.event)],
        date: purchaseEvents[Int(found.billed)].postingDate, valueMinor: share.base),
      into: &output)
  }

  func applyLandedCost(
    _ index: Int32, number: Int32, _ ordinals: Pages<Int32>, base: Int32,
    _ engine: inout CostingEngine, _ output: inout CostingOutput
  ) {
    let share = landed.shares[Int(index)]
    engine.apply(
      LateCost(
        ordinal: number, receipt: base + ordinals[Int(share.event)], date: share.place.date,
        valueMinor: share.base),
      into: &output)
  }

  func applyRules(
    _ change: Int32, number: Int32, _ engine: inout CostingEngine, _ output: inout CostingOutput
  ) {
    let change = intake.rulesChanges[Int(change)]
    engine.apply(
      CostingRulesChange(
        ordinal: number, pool: change.pool, date: change.from, method: change.rules.method,
        averaging: change.rules.averaging, negativeStock: change.rules.negativeStock,
        returnCost: change.rules.returnCost, missingPrice: change.rules.missingPrice,
        outputCost: change.rules.outputCost),
      into: &output)
  }

  func applyStandard(
    _ pool: Int32, number: Int32, on date: CivilDate, _ engine: inout CostingEngine,
    _ output: inout CostingOutput
  ) {
    guard let cost = masters.standard(of: intake.poolKeys[Int(pool)].item, on: date) else { return }
    engine.apply(
      StandardCostChange(
        ordinal: number, pool: pool, date: date, standardCostMicros: cost.micros),
      into: &output)
  }
}
