import AccountingValues
import Extraction
import Inventory

/// What made items may use: bills of materials, routings, and the components that orders plan.
struct ProductionStandards {
  /// A component of a made item, over the days it holds.
  private struct BillLine {
    let component: Int32
    let quantity: Int64
    let validity: Validity
  }

  private struct Step {
    let operation: ProductionUse.Operation
    let validity: Validity
  }

  private struct Validity {
    let from: CivilDate?
    let until: CivilDate?

    func contains(_ day: CivilDate) -> Bool {
      from.map { $0 <= day } ?? true && until.map { day <= $0 } ?? true
    }
  }

  private var bills: [SourceKey: [BillLine]] = [:]
  private var routings: [SourceKey: [Step]] = [:]
  private var planned: [SourceKey: [(component: Int32, quantity: Int64)]] = [:]

  /// Takes a row of `boms`.
  mutating func takeBill(_ row: StreamRow, _ masters: inout MasterData) -> RowFate {
    guard let item = row.key("item_key"), let component = row.key("component_key"),
      let quantity = row.quantity("quantity")
    else { return .quarantined }
    bills[item, default: []].append(
      BillLine(
        component: masters.item(component, namedBy: row.stream), quantity: quantity.micros,
        validity: Validity(from: row.date("valid_from"), until: row.date("valid_until"))))
    return .posted
  }

  /// Takes a row of `routings`; `inBase` brings a rate to base currency as of a day.
  mutating func takeOperation(
    _ row: StreamRow, inBase: (UnitCost, Currency, CivilDate?) -> UnitCost?
  ) -> RowFate {
    guard let item = row.key("item_key"), let run = row.quantity("run_hours") else {
      return .quarantined
    }
    let from = row.date("valid_from")
    func rate(_ column: String) -> UnitCost? {
      guard let stated = row.unitCost(column) else { return UnitCost(micros: 0) }
      return row.currency().map { inBase(stated, $0, from) } ?? stated
    }
    guard let labour = rate("labour_rate"), let overhead = rate("overhead_rate") else {
      return .held
    }
    routings[item, default: []].append(
      Step(
        operation: ProductionUse.Operation(
          setupMicros: row.quantity("setup_hours")?.micros ?? 0, runMicros: run.micros,
          labourRateMicros: labour.micros, overheadRateMicros: overhead.micros),
        validity: Validity(from: from, until: row.date("valid_until"))))
    return .posted
  }

  /// Takes a row of `work_order_components`.
  mutating func takePlan(_ row: StreamRow, _ masters: inout MasterData) -> RowFate {
    guard let order = row.key("work_order_key"), let item = row.key("item_key"),
      let quantity = row.quantity("planned_quantity")
    else { return .quarantined }
    planned[order, default: []].append(
      (masters.item(item, namedBy: row.stream), quantity.micros))
    return .posted
  }

  /// What a unit of an item consists of on a day.
  func components(
    of item: SourceKey, on day: CivilDate
  ) -> [(component: Int32, quantity: Int64)] {
    (bills[item] ?? []).filter { $0.validity.contains(day) }.map { ($0.component, $0.quantity) }
  }

  /// What a unit of a product may use on the day its order was released.
  ///
  /// The bill of materials counts, since the product's standard was made from it; where there is none,
  /// or an order makes several products together, which no bill of one of them describes, the order's own
  /// plan does.
  ///
  /// - Returns: components by item with quantities for `perMicros` units; empty where neither is there.
  func components(
    of order: ProductionIntake.Order, product: SourceKey, on day: CivilDate
  ) -> [ProductionUse.Component] {
    var sums: [Int32: Int64] = [:]
    if order.outputs.count(where: { $0.share > 0 }) <= 1 {
      for line in bills[product] ?? [] where line.validity.contains(day) {
        sums[line.component, default: 0] += line.quantity
      }
    }
    var perUnits: Int64 = 1_000_000
    if sums.isEmpty, order.planned > 0 {
      perUnits = order.planned
      for line in planned[order.key] ?? [] { sums[line.component, default: 0] += line.quantity }
    }
    return sums.sorted { $0.key < $1.key }.map {
      ProductionUse.Component(item: $0.key, standardMicros: $0.value, perMicros: perUnits)
    }
  }

  /// The operations of a product on a day.
  func operations(of product: SourceKey, on day: CivilDate) -> [ProductionUse.Operation] {
    (routings[product] ?? []).filter { $0.validity.contains(day) }.map(\.operation)
  }
}
