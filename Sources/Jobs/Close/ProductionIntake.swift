import AccountingValues
import Extraction
import Inventory

/// Production orders of the source, and those that only movements name.
struct ProductionIntake {
  /// One order.
  struct Order {
    let key: SourceKey
    var number: String
    /// The items it makes, in the order of its outputs.
    var items: [SourceKey] = []
    var outputs: [ProductionOrder.Output] = []
    /// The day its cost is settled; `nil` while it is open.
    var completedOn: CivilDate?
    /// Labour and overhead it absorbs then; `nil` where the source states none.
    var labour: Int64?
    var overhead: Int64?
    /// Hours worked and units lost, in 10⁻⁶.
    var workedHours: Int64?
    var scrapped: Int64 = 0
    /// What it is to make, how much of it, and when it was released; `nil` where only movements name
    /// the order.
    var product: SourceKey?
    var planned: Int64 = 0
    var releasedOn: CivilDate?
    /// What it had cost at go-live.
    var opening: Int64 = 0
  }

  /// What a movement is to its order.
  struct Place {
    let order: Int32
    let output: Int32
    let isOutput: Bool
    /// Consumption, components back, output, output taken back: how they follow in one instant.
    let step: Int
  }

  /// The first step at which products are there.
  static let outputStep = 2

  private struct Line {
    let item: SourceKey
    let isByProduct: Bool
    let share: Int64?
    let planned: Int64
  }

  var orders = Interned<Order>()
  /// Whether orders were under way at go-live.
  private(set) var hasOpening = false
  /// What its products may use.
  var standards = ProductionStandards()
  /// What movements are to their orders, by stock event.
  private(set) var places: [Int32: Place] = [:]
  private var lines: [SourceKey: [Line]] = [:]

  /// Takes a row of `opening_work_orders`: the order was under way at go-live.
  mutating func takeOpening(_ row: StreamRow, base: Currency) {
    guard let item = row.key("item_key") else { return }
    var order = Order(key: row.key, number: row.documentNumber)
    order.items = [item]
    order.product = item
    order.planned = row.quantity("planned_quantity")?.micros ?? 0
    order.outputs = [ProductionOrder.Output(share: 1, plannedMicros: order.planned)]
    order.opening = row.money("amount", in: base)?.minor ?? 0
    orders.set(row.key, order)
    hasOpening = true
  }

  /// Takes a row of `work_orders`.
  mutating func takeOrder(_ row: StreamRow) -> RowFate {
    guard let item = row.key("item_key") else { return .quarantined }
    var order = Order(key: row.key, number: row.documentNumber)
    order.items = [item]
    order.product = item
    order.planned = row.quantity("planned_quantity")?.micros ?? 0
    order.releasedOn = row.date("accounting_date")
    if let known = orders.number(of: row.key) { order.opening = orders[known].opening }
    order.outputs = [ProductionOrder.Output(share: 1, plannedMicros: order.planned)]
    orders.set(row.key, order)
    return .posted
  }

  /// Takes a row of `work_order_completions`: the order ends on a day.
  mutating func takeCompletion(_ row: StreamRow, on day: CivilDate, base: Currency) -> RowFate {
    let number = orders.intern(row.key, Order(key: row.key, number: row.documentNumber))
    orders[number].completedOn = day
    orders[number].labour = row.money("labour_amount", in: base)?.minor
    orders[number].overhead = row.money("overhead_amount", in: base)?.minor
    // What is negative is told, and not believed.
    orders[number].workedHours = row.quantity("worked_hours").flatMap {
      $0.micros < 0 ? nil : $0.micros
    }
    orders[number].scrapped = max(0, row.quantity("scrapped_quantity")?.micros ?? 0)
    return .posted
  }

  /// Takes a row of `work_order_outputs`.
  mutating func takeOutput(_ row: StreamRow) -> RowFate {
    guard let order = row.key("work_order_key"), let item = row.key("item_key") else {
      return .quarantined
    }
    lines[order, default: []].append(
      Line(
        item: item, isByProduct: row.text("kind") == "by_product",
        share: row.decimal("cost_share_percent").flatMap { try? $0.rounded(toScale: 6) },
        planned: row.quantity("planned_quantity")?.micros ?? 0))
    return .posted
  }

  /// Gives the orders their outputs: shares as stated, else by planned quantity, by-products none.
  mutating func finishOutputs() {
    for (key, lines) in lines {
      guard let number = orders.number(of: key) else { continue }
      let isStated = lines.contains { $0.share != nil }
      orders[number].items = lines.map(\.item)
      orders[number].outputs = lines.map { line in
        let share = isStated ? max(0, line.share ?? 0) : line.isByProduct ? 0 : max(1, line.planned)
        return ProductionOrder.Output(share: share, plannedMicros: max(0, line.planned))
      }
      if orders[number].outputs.allSatisfy({ $0.share == 0 }) {
        orders[number].outputs = orders[number].outputs.map {
          ProductionOrder.Output(share: 1, plannedMicros: $0.plannedMicros)
        }
      }
    }
  }

  /// Notes a movement of an order; orders and outputs that the source does not list are made.
  mutating func take(
    _ event: StockEvent, at index: Int32, of key: SourceKey, item: SourceKey
  ) {
    let number = orders.intern(key, Order(key: key, number: key.displayText))
    let isOutput = event.word == "output"
    places[index] = Place(
      order: number, output: isOutput ? output(item, of: number) : 0, isOutput: isOutput,
      step: (isOutput ? Self.outputStep : 0) + (isOutput == (event.quantity.micros > 0) ? 0 : 1))
  }

  private mutating func output(_ item: SourceKey, of order: Int32) -> Int32 {
    if let line = orders[order].items.firstIndex(of: item) { return Int32(line) }
    let isFirst = orders[order].outputs.isEmpty
    orders[order].items.append(item)
    orders[order].outputs.append(
      ProductionOrder.Output(share: isFirst ? 1 : 0, plannedMicros: 0))
    return Int32(orders[order].items.count - 1)
  }

  /// The orders as the engine takes them; one that made nothing yet still has a place for its cost.
  var engineOrders: [ProductionOrder] {
    orders.values.map { order in
      ProductionOrder(
        outputs: order.outputs.isEmpty ? [.init(share: 1, plannedMicros: 0)] : order.outputs,
        openingMinor: order.opening)
    }
  }
}
