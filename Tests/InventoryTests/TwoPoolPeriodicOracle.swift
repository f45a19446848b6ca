import AccountingValues
import Inventory

/// Two pools of a periodic average that send goods to each other, worked period by period without
/// layers: a sender's average comes first, and what would close the circle leaves at the average so far.
struct TwoPoolPeriodicOracle {
  private enum Taker {
    case sale(Int32)
    case transfer(to: Int)
  }

  private struct Pool {
    // At the last period's end, then with all that came in at a known cost.
    var units: Int64 = 0
    var value: Int64 = 0
    var onHand: Int64 = 0
    /// What transfers that wait bring: units, and their worth at the sender's average so far.
    var arriving: (units: Int64, estimate: Int64) = (0, 0)
    var takers: [Taker] = []
  }

  /// What each sale cost.
  private(set) var costs: [Int32: Int64] = [:]
  private var pools = [Pool(), Pool()]
  /// The pool whose average comes first in this period.
  private var first: Int?

  func balance(of pool: Int) -> (units: Int64, value: Int64) {
    (pools[pool].units, pools[pool].value)
  }

  func has(_ pool: Int) -> Bool { pools[pool].onHand > 0 }

  mutating func receive(_ units: Int64, for value: Int64, in pool: Int) {
    pools[pool].units += units
    pools[pool].value += value
    pools[pool].onHand += units
  }

  mutating func sell(_ number: Int32, from pool: Int) {
    pools[pool].takers.append(.sale(number))
    pools[pool].onHand -= 1
  }

  mutating func transfer(from pool: Int) {
    let other = 1 - pool
    let units = pools[pool].units + pools[pool].arriving.units
    let value = pools[pool].value + pools[pool].arriving.estimate
    let soFar = Oracle.part(value, 1, of: units)
    pools[pool].onHand -= 1
    pools[other].onHand += 1
    if first == nil || first == pool {
      first = pool
      pools[pool].takers.append(.transfer(to: other))
      pools[other].arriving.units += 1
      pools[other].arriving.estimate += soFar
    } else {
      pools[pool].units -= 1
      pools[pool].value -= soFar
      pools[other].units += 1
      pools[other].value += soFar
    }
  }

  mutating func close() {
    let order = first == 1 ? [1, 0] : [0, 1]
    for pool in order {
      for taker in pools[pool].takers {
        let cost = Oracle.part(pools[pool].value, 1, of: pools[pool].units)
        pools[pool].units -= 1
        pools[pool].value -= cost
        switch taker {
        case .sale(let number): costs[number] = cost
        case .transfer(let other):
          pools[other].units += 1
          pools[other].value += cost
        }
      }
      pools[pool].takers = []
      pools[pool].arriving = (0, 0)
      // Cents without units are variance.
      if pools[pool].units == 0 { pools[pool].value = 0 }
    }
    first = nil
  }
}

/// Receipts, sales and transfers of two pools and the end of a period; what is not there does not leave.
enum TwoPoolPeriodicAlphabet {
  static let count = 7

  /// The first difference between engine and oracle over all sequences of a length.
  static func difference(inSequencesOf length: Int) -> String? {
    var choice = [Int](repeating: 0, count: length)
    repeat {
      if let difference = difference(choice) { return "\(choice): \(difference)" }
    } while advance(&choice)
    return nil
  }

  private static func advance(_ choice: inout [Int]) -> Bool {
    for index in choice.indices.reversed() {
      choice[index] += 1
      if choice[index] < count { return true }
      choice[index] = 0
    }
    return false
  }

  private static func difference(_ choice: [Int]) -> String? {
    let pool = CostPool(method: .periodicAverage)
    var engine = CostingEngine(opening: CostingState(pools: [pool, pool]), minorDigits: 2)
    var output = CostingOutput()
    var oracle = TwoPoolPeriodicOracle()
    for (index, letter) in (choice + [6]).enumerated() {
      let number = Int32(index)
      let from = letter % 2
      func move(_ units: Int64, _ kind: MovementKind, value: Int64? = nil) {
        engine.apply(
          StockMovement(
            ordinal: number, pool: Int32(from), date: CivilDate(daysSince1970: 20_000 + number),
            kind: kind, quantityMicros: units * 1_000_000,
            priceState: value == nil ? .missing : .known, valueMinor: value ?? 0,
            toPool: kind == .transfer ? Int32(1 - from) : StockMovement.none), into: &output)
      }
      switch letter {
      case 0, 1:
        let (units, value): (Int64, Int64) = letter == 0 ? (3, 10_00) : (2, 9_01)
        move(units, .receipt, value: value)
        oracle.receive(units, for: value, in: from)
      case 2 where oracle.has(from), 3 where oracle.has(from):
        move(-1, .issue)
        oracle.sell(number, from: from)
      case 4 where oracle.has(from), 5 where oracle.has(from):
        move(-1, .transfer)
        oracle.transfer(from: from)
      case 6:
        engine.closePeriod(number, into: &output)
        oracle.close()
        for pool in 0...1 {
          let (units, value) = oracle.balance(of: pool)
          let stock = engine.balance(of: Int32(pool))
          if stock != (units * 1_000_000, value) {
            return "pool \(pool): \(stock) against \(units) for \(value) after \(index)"
          }
        }
      default: continue
      }
    }
    var costs: [Int32: Int64] = [:]
    for row in output.valued where row.role == .costOfSales {
      costs[row.movement, default: 0] -= row.valueMinor
    }
    return costs == oracle.costs ? nil : "\(costs) against \(oracle.costs)"
  }
}
