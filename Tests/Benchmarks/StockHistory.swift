import AccountingValues
import Inventory

/// A made-up history of stock, the same every time, in time order over all items: each item is ordered
/// when little is left, sold in small quantities; some deliveries come back in part, some bills come
/// late, and some deliveries take more than there is. It lasts a quarter of three periods.
struct StockHistory {
  /// What happens between movements.
  enum Stop {
    case lateCost(LateCost)
    case periodEnd(Int32)
  }

  /// In event order.
  private(set) var movements: [StockMovement] = []
  /// What happens between movements, each with the position of the movement it comes before.
  private(set) var stops: [(before: Int, stop: Stop)] = []
  private var lateCosts = 0
  private var returns = 0
  private var shortages = 0

  private var state: UInt64 = 42
  private var stock: [Int]

  /// How far back events refer, in events.
  private static var memory: Int { 50_000 }

  init(events: Int, items: Int) {
    stock = Array(repeating: 0, count: items)
    movements.reserveCapacity(events)
    var period: Int32 = 0
    for event in 0..<events {
      let day = event * 90 / events
      let date = CivilDate(daysSince1970: Int32(20_000 + day))
      if day / 30 > period {
        stops.append((movements.count, .periodEnd(period)))
        period += 1
      }
      let draw = random(100)
      if draw < 5, let delivery = earlier(.issue) {
        takeBack(delivery, event, date)
      } else if draw == 5, let receipt = earlier(.receipt) {
        movements[receipt].flags.insert(.named)
        lateCosts += 1
        let cost = LateCost(
          ordinal: Int32(event), receipt: movements[receipt].ordinal, date: date, valueMinor: 150)
        stops.append((movements.count, .lateCost(cost)))
      } else {
        move(random(items), isShort: draw == 6, event, date)
      }
    }
    stops.append((movements.count, .periodEnd(period)))
  }

  /// What the history is made of, in words.
  var shares: String {
    let all = movements.count + lateCosts
    func percent(_ count: Int) -> String {
      let tenths = (count * 1000 + all / 2) / all
      return "\(tenths / 10).\(tenths % 10) %"
    }
    return "\(percent(returns)) returns, \(percent(lateCosts)) late costs, "
      + "\(percent(shortages)) below zero"
  }

  private mutating func random(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }

  /// An earlier movement of a kind, if a few tries find one.
  private mutating func earlier(_ kind: MovementKind) -> Int? {
    for _ in 0..<8 where !movements.isEmpty {
      let position = movements.count - 1 - random(min(movements.count, Self.memory))
      if movements[position].kind == kind { return position }
    }
    return nil
  }

  private mutating func takeBack(_ delivery: Int, _ event: Int, _ date: CivilDate) {
    movements[delivery].flags.insert(.named)
    let pool = movements[delivery].pool
    stock[Int(pool)] += 1
    returns += 1
    movements.append(
      StockMovement(
        ordinal: Int32(event), pool: pool, date: date, kind: .customerReturn,
        quantityMicros: 1_000_000, linked: movements[delivery].ordinal))
  }

  private mutating func move(_ item: Int, isShort: Bool, _ event: Int, _ date: CivilDate) {
    let isOrdered = stock[item] < 40
    let units =
      isOrdered ? 20 + random(41) : isShort ? stock[item] + 5 : min(stock[item], 1 + random(19))
    stock[item] += isOrdered ? units : -units
    if isShort, !isOrdered { shortages += 1 }
    movements.append(
      StockMovement(
        ordinal: Int32(event), pool: Int32(item), date: date, kind: isOrdered ? .receipt : .issue,
        quantityMicros: Int64(isOrdered ? units : -units) * 1_000_000,
        priceState: isOrdered ? .known : .missing,
        valueMinor: isOrdered ? Int64(units * (200 + random(100)) + random(100)) : 0))
  }
}
