import AccountingValues
import Inventory
import TestSupport

/// Plays histories through the engine and the slow, obvious implementation side by side.
enum OracleComparison {
  /// The first difference over seeded histories of one method, or of all mixed.
  static func difference(
    over seeds: Range<UInt64>, _ method: CostingMethod?
  ) -> String? {
    for seed in seeds {
      let history = History(
        seed: seed, method: method, among: CostingMethod.perpetual, length: 30 + Int(seed % 90))
      if let difference = difference(history) { return "seed \(seed): \(difference)" }
    }
    return nil
  }

  /// The first difference over all sequences of a length over the small alphabet. What linked returns
  /// come back at matters only where something returns.
  static func difference(
    inSequencesOf length: Int, _ method: CostingMethod
  ) -> String? {
    for policy in ReturnCostPolicy.allCases {
      let pool = CostPool(
        method: method, returnCost: policy,
        standardCostMicros: method == .standard ? 5_000_000 : nil)
      var choice = [Int](repeating: 0, count: length)
      repeat {
        if policy == .method, !choice.contains(SmallAlphabet.customerReturn) { continue }
        let history = History(pools: [pool, pool], events: SmallAlphabet.events(choice))
        if let difference = difference(history) { return "\(policy) \(choice): \(difference)" }
      } while SmallAlphabet.advance(&choice)
    }
    return nil
  }

  /// The first difference between engine and oracle; `nil` when they agree.
  static func difference(_ history: History) -> String? {
    let oracle = Oracle(history.pools)
    for event in history.events {
      switch event {
      case .movement(let movement): oracle.apply(movement)
      case .lateCost(let cost): oracle.apply(cost)
      case .standard(let change): oracle.apply(change)
      case .rules(let change): oracle.apply(change)
      case .completion: return "the oracle knows no production"
      case .close: break
      }
    }
    let (output, layers, state) = history.result()
    return differenceOfRows(output, oracle) ?? differenceOfStock(layers, state, oracle)
  }

  private static func differenceOfRows(_ output: CostingOutput, _ oracle: Oracle) -> String? {
    var rows: [Oracle.RowKey: Oracle.Amounts] = [:]
    for row in output.valued {
      let key = Oracle.RowKey(movement: row.movement, pool: Int(row.pool), role: row.role)
      rows[key, default: Oracle.Amounts()].quantity += row.quantityMicros
      rows[key, default: Oracle.Amounts()].value += row.valueMinor
    }
    if let difference = difference(rows, oracle.rows) { return "rows \(difference)" }
    var links: [Oracle.LinkKey: Oracle.Amounts] = [:]
    for row in output.consumptions {
      let key = Oracle.LinkKey(movement: row.movement, layer: row.layer)
      links[key, default: Oracle.Amounts()].quantity += row.quantityMicros
      links[key, default: Oracle.Amounts()].value += row.valueMinor
    }
    if let difference = difference(links, oracle.links) { return "consumptions \(difference)" }
    let problems = output.findings.filter { $0.problem != .negativeAtClosing }
      .map { Oracle.Problem(problem: $0.problem, event: $0.event) }
    return problems == oracle.problems ? nil : "findings \(problems) against \(oracle.problems)"
  }

  private static func difference<Key>(
    _ mine: [Key: Oracle.Amounts], _ theirs: [Key: Oracle.Amounts]
  ) -> String? {
    let zero = Oracle.Amounts()
    for key in Set(mine.keys).union(theirs.keys) {
      let (a, b) = (mine[key] ?? zero, theirs[key] ?? zero)
      if a != b { return "\(key): \(a) against \(b)" }
    }
    return nil
  }

  private static func differenceOfStock(
    _ layers: [ClosingLayer], _ state: CostingState, _ oracle: Oracle
  ) -> String? {
    for (index, pool) in oracle.pools.enumerated() {
      let mine = state.pools[index]
      if mine.quantityMicros != pool.quantity || mine.valueMinor != pool.value {
        return
          "pool \(index): \(mine.quantityMicros) for \(mine.valueMinor) against "
          + "\(pool.quantity) for \(pool.value)"
      }
      let rows = layers.filter { $0.pool == Int32(index) }
      let theirs =
        pool.layers.map { [Int64($0.number), Int64($0.origin), $0.left] }
        + pool.shorts.map { [-1, Int64($0.movement), -$0.left] }
      if rows.map({ [Int64($0.layer), Int64($0.origin), $0.quantityMicros] }) != theirs {
        return "pool \(index): layers \(rows) against \(theirs)"
      }
      if rows.filter({ $0.layer >= 0 }).map(\.ageDate) != pool.layers.map(\.ageDate) {
        return "pool \(index): ages"
      }
      if pool.isLayered,
        rows.filter({ $0.layer >= 0 }).map(\.valueMinor) != pool.layers.map(\.value)
      {
        return "pool \(index): layer values"
      }
      if rows.reduce(0, { $0 + $1.valueMinor }) != pool.value { return "pool \(index): sum" }
    }
    return nil
  }
}

extension CostingMethod {
  /// The methods that cost an issue when it happens. The periodic average has an oracle of its own.
  static let perpetual = allCases.filter { $0 != .periodicAverage }
}

/// Ten small events on two pools; each refers to the last fitting event before it.
enum SmallAlphabet {
  static let count = 10
  /// The letter of goods that come back.
  static let customerReturn = 4

  /// Counts up; false after the last.
  static func advance(_ choice: inout [Int]) -> Bool {
    for index in choice.indices.reversed() {
      choice[index] += 1
      if choice[index] < count { return true }
      choice[index] = 0
    }
    return false
  }

  static func events(_ choice: [Int]) -> [StockEvent] {
    var lastReceipt = StockMovement.none
    var lastIssue = StockMovement.none
    var events: [StockEvent] = []
    for (index, letter) in choice.enumerated() {
      let ordinal = Int32(index)
      let date = CivilDate(daysSince1970: 20_000 + ordinal)
      func move(
        _ units: Int64, _ kind: MovementKind, value: Int64? = nil,
        linked: Int32 = StockMovement.none, toPool: Int32 = StockMovement.none
      ) -> StockEvent {
        .movement(
          StockMovement(
            ordinal: ordinal, pool: 0, date: date, kind: kind, quantityMicros: units * 1_000_000,
            priceState: value == nil ? .missing : .known, valueMinor: value ?? 0, linked: linked,
            toPool: toPool, lot: 1))
      }
      switch letter {
      case 0: events.append(move(3, .receipt, value: 10_00))
      case 1: events.append(move(1, .receipt, value: 7_00))
      case 2: events.append(move(-1, .issue))
      case 3: events.append(move(-2, .issue))
      case 4: events.append(move(1, .customerReturn, linked: lastIssue))
      case 5: events.append(move(-2, .supplierReturn, linked: lastReceipt))
      case 6: events.append(move(-2, .transfer, toPool: 1))
      case 7: events.append(move(1, .transfer, toPool: 1))
      case 8:
        events.append(
          .lateCost(
            LateCost(ordinal: ordinal, receipt: lastReceipt, date: date, valueMinor: 2_50)))
      default:
        events.append(
          .lateCost(
            LateCost(ordinal: ordinal, receipt: lastReceipt, date: date, valueMinor: -1_00)))
      }
      if letter <= 1 { lastReceipt = ordinal }
      if letter == 2 || letter == 3 { lastIssue = ordinal }
    }
    return events + [.close(0)]
  }
}
