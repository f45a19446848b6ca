import AccountingValues
import Extraction
import GeneralLedger
import Replenishment

/// What planning reads besides stock: policies, offers, orders under way, promises.
struct DemandIntake {
  struct Policy {
    let item: SourceKey
    let location: SourceKey?
    let row: StreamRow
  }

  private(set) var policies: [Policy] = []
  private(set) var offers: [SourceKey: [StreamRow]] = [:]
  /// Firm demand of open customer orders by item.
  private(set) var promised: [SourceKey: Int64] = [:]
  private(set) var reserved: [SourceKey: Int64] = [:]

  mutating func takePolicy(_ row: StreamRow) {
    guard let item = row.key("item_key") else { return }
    policies.append(Policy(item: item, location: row.key("location_key"), row: row))
  }

  mutating func takeOffer(_ row: StreamRow) {
    guard let item = row.key("item_key") else { return }
    offers[item, default: []].append(row)
  }

  mutating func takeReservation(_ row: StreamRow) {
    guard let item = row.key("item_key"), let quantity = row.quantity("quantity") else { return }
    reserved[item, default: 0] += quantity.micros
  }

  mutating func takeOrder(_ header: StreamRow, _ lines: [StreamRow]) {
    guard ["confirmed", "partially_delivered"].contains(header.text("status") ?? "") else { return }
    for line in lines {
      guard let item = line.key("item_key"), let quantity = line.quantity("quantity") else {
        continue
      }
      let open = quantity.micros - (line.quantity("delivered_quantity")?.micros ?? 0)
      if open > 0 { promised[item, default: 0] += open }
    }
  }
}

extension CompanyClose {
  func readPlanning() throws(JobError) {
    for stream in ["reorder_policies", "supplier_items", "reservations"] where reader.feeds(stream)
    {
      try reader.each(stream) { (row, _) throws(JobError) in
        switch stream {
        case "reorder_policies": demand.takePolicy(row)
        case "supplier_items": demand.takeOffer(row)
        default: demand.takeReservation(row)
        }
        return .posted
      }
    }
    if reader.feeds("stock_snapshots") {
      try reader.each("stock_snapshots") { (row, _) throws(JobError) in takeCount(row) }
    }
    if reader.feeds("sales_orders"), reader.feeds("sales_order_lines") {
      try reader.eachDocument("sales_orders", lines: "sales_order_lines") {
        (header, lines, _) throws(JobError) in
        demand.takeOrder(header, lines)
        return .posted
      }
    }
  }

  /// A balance that the source keeps; one counted after the last day says nothing about it.
  private func takeCount(_ row: StreamRow) -> RowFate {
    guard let key = row.key("item_key"), let item = masters.items.number(of: key),
      let quantity = row.quantity("quantity"), let day = row.date("counted_on")
    else { return .posted }
    guard day <= scope.asOf else { return .excluded(rule: "counted_after_as_of") }
    countedQuantities[item, default: 0] += quantity.micros
    return .posted
  }

  /// Reorder suggestions as of the last day. Policies by location are planned for the company as a
  /// whole where pools are, with what all its locations have.
  func replenish() -> (plan: ReplenishmentPlan, lines: [PlanningLine]) {
    var lines: [PlanningLine] = []
    let onHand = quantitiesByItem()
    let history = demandHistory()
    let onOrder = orderedByItem()
    for policy in demand.policies {
      guard let item = masters.items.number(of: policy.item), masters.items[item].isStock else {
        continue
      }
      lines.append(
        line(
          policy, item: item, onHand: onHand[item] ?? 0, history: history[item] ?? [],
          ordered: onOrder[item] ?? (0, 0)))
    }
    let plan = ReplenishmentPlan(lines, asOf: scope.asOf)
    findings += plan.findings { index in
      let item = lines[index].position.item
      return (masters.items.key(item).displayText, masters.items[item].number)
    }
    return (plan, lines)
  }

  /// Days of demand that averages look back on.
  static var demandWindowDays: Int { 365 }

  private func line(
    _ policy: DemandIntake.Policy, item: Int32, onHand: Int64, history: [DemandEvent],
    ordered: (onOrder: Int64, requested: Int64)
  ) -> PlanningLine {
    let window = DateSpan(
      first: max(scope.goLive, scope.asOf.adding(days: 1 - Self.demandWindowDays)),
      end: scope.asOf.adding(days: 1))
    let place = policy.location.flatMap { masters.places.number(of: $0) } ?? -1
    let key = policy.item
    return PlanningLine(
      position: StockPosition(
        item: item, location: place, onHand: Quantity(micros: onHand),
        reserved: Quantity(micros: demand.reserved[key] ?? 0),
        onOrder: Quantity(micros: ordered.onOrder),
        requested: Quantity(micros: ordered.requested), planned: .zero,
        firmDemand: Quantity(
          micros: max(0, (demand.promised[key] ?? 0) - (demand.reserved[key] ?? 0))),
        forecastDemand: .zero),
      policy: reorderPolicy(policy.row), demand: try? DemandStatistics(history, window: window),
      leadTimes: nil, offers: offers(for: key))
  }

  private func reorderPolicy(_ row: StreamRow) -> ReorderPolicy {
    let point = row.quantity("reorder_point") ?? row.quantity("safety_stock") ?? .zero
    let maximum = row.quantity("maximum_quantity")
    var policy: ReorderPolicy
    switch row.text("policy") {
    case "min_max":
      policy = .minMax(row.quantity("reorder_point") ?? point, maximum ?? point)
    case "lot_for_lot": policy = .lotForLot(safetyStock: row.quantity("safety_stock") ?? .zero)
    default:
      policy = .reorderPoint(point, quantity: row.quantity("reorder_quantity") ?? point)
      policy.modifiers.maximum = maximum
    }
    policy.modifiers.minimum = row.quantity("minimum_quantity")
    policy.modifiers.multiple = row.quantity("multiple_quantity")
    policy.leadTimeDays = row.integer("lead_time_days").map { Int(clamping: $0) }
    return policy
  }

  private func offers(for item: SourceKey) -> [SupplierOffer] {
    (demand.offers[item] ?? []).compactMap { row in
      guard let supplier = row.key("partner_key"), let price = row.unitCost("unit_price") else {
        return nil
      }
      let currency = row.currency() ?? scope.base
      guard let inBase = unitCostInBase(price, currency, on: scope.asOf) else { return nil }
      let number = masters.partner(supplier, namedBy: row.stream)
      return SupplierOffer(
        supplier: number, name: masters.partners[number].name, price: inBase,
        leadTimeDays: row.integer("lead_time_days").map { Int(clamping: $0) },
        modifiers: OrderModifiers(
          maximum: row.quantity("maximum_quantity"), minimum: row.quantity("minimum_quantity"),
          multiple: row.quantity("multiple_quantity")))
    }
  }

  private func quantitiesByItem() -> [Int32: Int64] {
    var sums: [Int32: Int64] = [:]
    for event in stock.events where event.isOwn {
      if !event.isTransfer || scope.costing.isByLocation {
        sums[event.item, default: 0] += event.quantity.micros
      }
    }
    return sums
  }

  /// Issues to customers and production by item; returns count against them.
  private func demandHistory() -> [Int32: [DemandEvent]] {
    var history: [Int32: [DemandEvent]] = [:]
    for event in stock.events
    where ["issue", "customer_return", "consumption"].contains(event.word) {
      history[event.item, default: []].append(
        DemandEvent(date: event.date, quantity: Quantity(micros: -event.quantity.micros)))
    }
    return history
  }

  /// What suppliers still owe, and what is requested, by item.
  private func orderedByItem() -> [Int32: (onOrder: Int64, requested: Int64)] {
    var sums: [Int32: (onOrder: Int64, requested: Int64)] = [:]
    for line in purchases.orderLines {
      guard let key = line.item, let item = masters.items.number(of: key),
        line.orderedOn <= scope.asOf
      else { continue }
      let open = max(0, line.ordered.micros - (line.received?.micros ?? 0))
      switch line.status {
      case "approved", "partially_received": sums[item, default: (0, 0)].onOrder += open
      case "requested": sums[item, default: (0, 0)].requested += open
      default: break
      }
    }
    return sums
  }
}
