import AccountingValues
import Inventory
import Subledgers

extension CostingStep {
  /// The engine's movement of a stock event.
  func movement(
    _ index: Int32, number: Int32, ordinals: [Int32], base: Int32, isNamed: Bool, early: Int64
  ) -> StockMovement {
    let event = intake.events[Int(index)]
    let (state, value) = price(of: index, early: early)
    let transfer = event.word == "transfer_out" || event.word == "transfer_in"
    let kind = transfer ? MovementKind.transfer : MovementKind(rawValue: event.word)
    guard let kind else { accountingFault("movement kind \(event.word) passed its contract") }
    var flags: MovementFlags = isNamed ? [.named] : []
    if event.flags.contains("reversal") { flags.insert(.reversal) }
    let linked = event.linkedKey.flatMap { eventByKey[$0] }.map { base + ordinals[Int($0)] }
    return StockMovement(
      ordinal: number, pool: event.pool, date: event.date, kind: kind,
      quantityMicros: event.quantity.micros, priceState: state, valueMinor: value, flags: flags,
      linked: linked.flatMap { $0 < number ? $0 : nil } ?? StockMovement.none,
      toPool: transfer ? transitPool(of: event) : StockMovement.none, ageDate: event.ageDate)
  }

  /// What is known of the value of a stock event: the document's, else the order's, else nothing.
  private func price(of index: Int32, early: Int64) -> (PriceState, Int64) {
    let event = intake.events[Int(index)]
    if let value = values[Int(index)] {
      return (event.priceState == "free" && value + early == 0 ? .free : .known, value + early)
    }
    if event.priceState == "free" { return (early == 0 ? .free : .known, early) }
    if let value = orderValues[index] { return (.expected, value + early) }
    return early == 0 ? (.missing, 0) : (.known, early)
  }

  /// Goods between locations stay in their own pool when the company has one pool per item.
  private func transitPool(of event: StockEvent) -> Int32 {
    guard scope.costing.isByLocation else { return event.pool }
    return transitPools[event.item] ?? event.pool
  }

  func applyLateCost(
    _ match: Int32, number: Int32, _ ordinals: [Int32], base: Int32,
    _ engine: inout CostingEngine, _ output: inout CostingOutput
  ) {
    guard let found = received?.matches[Int(match)] else { return }
    let receipt = purchaseEvents[Int(found.received)].document
    engine.apply(
      LateCost(
        ordinal: number, receipt: base + ordinals[Int(receipt)],
        date: purchaseEvents[Int(found.billed)].postingDate,
        valueMinor: found.priceDifferenceBaseMinor),
      into: &output)
  }

  func applyLandedCost(
    _ index: Int32, number: Int32, _ ordinals: [Int32], base: Int32,
    _ engine: inout CostingEngine, _ output: inout CostingOutput
  ) {
    let share = landed.shares[Int(index)]
    engine.apply(
      LateCost(
        ordinal: number, receipt: base + ordinals[Int(share.event)], date: share.place.date,
        valueMinor: share.base),
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
