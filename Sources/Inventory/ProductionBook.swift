/// A production order as the engine holds it.
struct OrderBook {
  let order: ProductionOrder
  var charged: Int64
  var isCharged: Bool
  var isCompleted = false
  var received: [Int64]
  var taken: [Int64]
  /// Given up as variance because nothing was made; comes back when something is.
  var expensed: Int64 = 0
  var layers: [[Int32]]

  var left: Int64 { charged - taken.reduce(0, +) - expensed }
  var hasOutput: Bool { received.contains { $0 > 0 } }
}

extension OrderBook {
  init(_ order: ProductionOrder) {
    self.init(
      order: order, charged: order.openingMinor, isCharged: order.openingMinor != 0,
      received: order.outputs.map { _ in 0 }, taken: order.outputs.map { _ in 0 },
      layers: order.outputs.map { _ in [] })
  }
}

/// All production orders, and which movements belong to them.
struct ProductionBook {
  struct Place {
    let order: Int32
    let output: Int32
  }

  var orders: [OrderBook] = []
  private(set) var places: [Int32: Place] = [:]
  /// Components whose cost is not known yet, by order: how many, and what they may cost.
  private var waiting: [Int32: (count: Int, estimate: Int64)] = [:]
  /// Ended orders that cost has reached since they were settled, in the order it did.
  private var pending: [Int32] = []

  init() {}

  init(orders: [OrderBook], movements: [ProductionOrderState.Movement]) {
    self.orders = orders
    for row in movements { places[row.movement] = Place(order: row.order, output: row.output) }
  }

  /// Counts a movement's change of inventory: a consumption charges its order, an output takes from it.
  mutating func note(
    _ movement: Int32, of order: Int32, output: Int32, isOutput: Bool, quantity: Int64, value: Int64
  ) {
    let place = Place(order: order, output: output)
    places[movement] = place
    // An output that is taken back was not made.
    if isOutput, quantity < 0 { orders[Int(order)].received[Int(output)] += quantity }
    count(place, isOutput: isOutput, value: value)
  }

  /// Counts a later change of a movement's value.
  mutating func correct(_ movement: Int32, kind: MovementKind, value: Int64) {
    guard let place = places[movement] else { return }
    count(place, isOutput: kind == .output, value: value)
  }

  private mutating func count(_ place: Place, isOutput: Bool, value: Int64) {
    let order = Int(place.order)
    if isOutput {
      orders[order].taken[Int(place.output)] += value
    } else {
      orders[order].charged -= value
      orders[order].isCharged = orders[order].isCharged || value != 0
    }
    if orders[order].isCompleted { pending.append(place.order) }
  }

  /// Remembers what an output made.
  mutating func take(_ layer: Int32, quantity: Int64, of movement: StockMovement) {
    let (order, output) = (Int(movement.order), Int(movement.output))
    orders[order].received[output] += quantity
    orders[order].layers[output].append(layer)
    if orders[order].isCompleted { pending.append(movement.order) }
  }

  /// Counts a component, or one that comes back, that has no cost yet.
  mutating func expect(_ order: Int32, estimate: Int64) {
    waiting[order, default: (0, 0)].count += 1
    waiting[order, default: (0, 0)].estimate += estimate
  }

  /// Takes an expectation back: the cost is known.
  mutating func fulfil(_ order: Int32, estimate: Int64) {
    guard var open = waiting[order] else { return }
    open.count -= 1
    open.estimate -= estimate
    waiting[order] = open.count > 0 ? open : nil
    if open.count == 0, orders[Int(order)].isCompleted { pending.append(order) }
  }

  /// What components without cost may cost an order.
  func expected(by order: Int32) -> Int64 { waiting[order]?.estimate ?? 0 }

  /// Whether an order has components without cost.
  func isWaiting(_ order: Int32) -> Bool { waiting[order] != nil }

  /// Has an order settled when the event in hand is through.
  mutating func await(_ order: Int32) { pending.append(order) }

  /// Whether an ended order waits to be settled.
  var hasPending: Bool { !pending.isEmpty }

  /// The next ended order with cost to settle.
  mutating func next() -> Int32? { pending.isEmpty ? nil : pending.removeFirst() }
}
