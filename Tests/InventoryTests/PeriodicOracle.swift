import AccountingValues
import Inventory

/// One pool of a periodic average, worked as an accountant would at the end of each period: add up what
/// came in, divide, hand out in order. Slow, obvious, and without layers.
struct PeriodicOracle {
  private enum Entry {
    case issue(number: Int32, covered: Int64, short: Int64)
    case giveBack(number: Int32, of: Int32)
    /// Units that cover what an earlier period sold short, with the cost they had until now.
    case cover(of: Int32, units: Int64, released: Int64)
  }

  private struct Short {
    let number: Int32
    var units: Int64
    var value: Int64
  }

  /// What each movement cost, positive when it took.
  private(set) var costs: [Int32: Int64] = [:]
  /// At the last period's end.
  private(set) var units: Int64 = 0
  private(set) var value: Int64 = 0

  private var average: (value: Int64, units: Int64)?
  private var lastReceived: (value: Int64, units: Int64)?
  private var owed: [Short] = []
  // The period in hand.
  private var entries: [Entry] = []
  private var inUnits: Int64 = 0
  private var inValue: Int64 = 0
  private var onHand: Int64 = 0
  private var pending: [Int] = []

  /// Whether less than nothing is there now.
  var isShort: Bool { !owed.isEmpty || !pending.isEmpty }

  mutating func receive(_ units: Int64, for value: Int64) {
    inUnits += units
    inValue += value
    lastReceived = (value, units)
    onHand += units
    while onHand > 0, let first = owed.first {
      let part = min(onHand, first.units)
      let released = Oracle.part(first.value, part, of: first.units)
      entries.append(.cover(of: first.number, units: part, released: released))
      owed[0].units -= part
      owed[0].value -= released
      if owed[0].units == 0 { owed.removeFirst() }
      onHand -= part
    }
    while onHand > 0, let first = pending.first {
      guard case .issue(let number, let covered, let short) = entries[first] else { return }
      let part = min(onHand, short)
      entries[first] = .issue(number: number, covered: covered + part, short: short - part)
      if part == short { pending.removeFirst() }
      onHand -= part
    }
  }

  mutating func charge(_ value: Int64) { inValue += value }

  mutating func issue(_ number: Int32, _ units: Int64) {
    let covered = min(onHand, units)
    onHand -= covered
    if covered < units { pending.append(entries.count) }
    entries.append(.issue(number: number, covered: covered, short: units - covered))
  }

  mutating func giveBack(_ number: Int32, of issue: Int32) {
    entries.append(.giveBack(number: number, of: issue))
    onHand += 1
  }

  mutating func close() {
    var stock = (units: max(0, units) + inUnits, value: (units > 0 ? value : 0) + inValue)
    if stock.units > 0 { average = (stock.value, stock.units) }
    func take(_ units: Int64) -> Int64 {
      let cost = units == 0 ? 0 : Oracle.part(stock.value, units, of: stock.units)
      stock = (stock.units - units, stock.value - cost)
      return cost
    }
    var out: [Int32: (units: Int64, cost: Int64)] = [:]
    for entry in entries {
      switch entry {
      case .issue(let number, let covered, let short):
        var cost = take(covered)
        if short > 0 {
          let at = average ?? lastReceived
          let provisional = at.map { Oracle.part($0.value, short, of: $0.units) } ?? 0
          owed.append(Short(number: number, units: short, value: provisional))
          cost += provisional
        }
        costs[number] = cost
        out[number] = (covered + short, cost)
      case .giveBack(let number, let issue):
        let left = out[issue] ?? (1, 0)
        let cost = Oracle.part(left.cost, 1, of: left.units)
        out[issue] = (left.units - 1, left.cost - cost)
        costs[number] = -cost
        stock = (stock.units + 1, stock.value + cost)
      case .cover(let number, let units, let released):
        costs[number, default: 0] += take(units) - released
      }
    }
    units = stock.units - owed.reduce(0) { $0 + $1.units }
    value = stock.value - owed.reduce(0) { $0 + $1.value }
    (entries, pending, inUnits, inValue) = ([], [], 0, 0)
  }
}

/// Eight small events of one pool and the end of a period; those that would refer to another period or
/// to nothing do not happen.
enum PeriodicAlphabet {
  static let count = 8

  static func advance(_ choice: inout [Int]) -> Bool {
    for index in choice.indices.reversed() {
      choice[index] += 1
      if choice[index] < count { return true }
      choice[index] = 0
    }
    return false
  }

  /// The first difference between engine and oracle over all sequences of a length.
  static func difference(inSequencesOf length: Int) -> String? {
    var choice = [Int](repeating: 0, count: length)
    repeat {
      if let difference = difference(choice) { return "\(choice): \(difference)" }
    } while advance(&choice)
    return nil
  }

  private static func difference(_ choice: [Int]) -> String? {
    var engine = CostingEngine(
      opening: CostingState(pools: [CostPool(method: .periodicAverage)]), minorDigits: 2)
    var output = CostingOutput()
    var oracle = PeriodicOracle()
    var receipt = StockMovement.none
    var issue: (number: Int32, left: Int64) = (StockMovement.none, 0)
    for (index, letter) in (choice + [7]).enumerated() {
      let number = Int32(index)
      let date = CivilDate(daysSince1970: 20_000 + number)
      func move(
        _ units: Int64, _ kind: MovementKind, value: Int64? = nil,
        linked: Int32 = StockMovement.none
      ) {
        engine.apply(
          StockMovement(
            ordinal: number, pool: 0, date: date, kind: kind, quantityMicros: units * 1_000_000,
            priceState: value == nil ? .missing : .known, valueMinor: value ?? 0, flags: .named,
            linked: linked), into: &output)
      }
      switch letter {
      case 0, 1:
        let (units, value): (Int64, Int64) = letter == 0 ? (3, 10_00) : (1, 7_00)
        move(units, .receipt, value: value)
        oracle.receive(units, for: value)
        receipt = number
      case 2, 3:
        let units = Int64(letter - 1)
        move(-units, .issue)
        oracle.issue(number, units)
        issue = (number, units)
      case 4 where issue.left > 0 && !oracle.isShort:
        move(1, .customerReturn, linked: issue.number)
        oracle.giveBack(number, of: issue.number)
        issue.left -= 1
      case 5 where receipt >= 0, 6 where receipt >= 0:
        let value: Int64 = letter == 5 ? 2_50 : -1_00
        engine.apply(
          LateCost(ordinal: number, receipt: receipt, date: date, valueMinor: value),
          into: &output)
        oracle.charge(value)
      case 7:
        engine.closePeriod(number, into: &output)
        oracle.close()
        (receipt, issue) = (StockMovement.none, (StockMovement.none, 0))
        let stock = engine.balance(of: 0)
        if stock != (oracle.units * 1_000_000, oracle.value) {
          return "\(stock) against \(oracle.units) for \(oracle.value) after \(index)"
        }
      default: continue
      }
    }
    var costs: [Int32: Int64] = [:]
    for row in output.valued where row.role == .costOfSales {
      costs[row.movement, default: 0] -= row.valueMinor
    }
    let worked = oracle.costs.filter { $0.value != 0 }
    costs = costs.filter { $0.value != 0 }
    return costs == worked ? nil : "\(costs) against \(worked)"
  }
}
