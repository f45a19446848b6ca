import AccountingValues
import Glibc
import Inventory

/// Movements per second of the costing engine, one thread: consumptions and valued rows written to
/// buffers, conservation counters on, 4 % returns, 1 % late costs, and shortages in the mix.
enum InventoryBenchmark {
  static func run(movements: Int = 2_000_000) {
    print("costing engine, \(movements) events, best of 3")
    for items in [5_000, 50_000] {
      for method in CostingMethod.allCases where method != .specific {
        let events = events(movements, items: items)
        let best = (0..<3).map { _ in seconds(events, items: items, method: method) }.min() ?? 0
        let rate = Int(Double(movements) / best / 1000)
        print("  \(items) items  \(method.rawValue)  \(rate) thousand movements/s")
      }
    }
  }

  private enum Event {
    case movement(StockMovement)
    case lateCost(LateCost)
  }

  private static func seconds(_ events: [Event], items: Int, method: CostingMethod) -> Double {
    let pool = CostPool(
      method: method, standardCostMicros: method == .standard ? 5_000_000 : nil)
    let pools = Array(repeating: pool, count: items)
    var engine = CostingEngine(opening: CostingState(pools: pools), minorDigits: 2)
    var output = CostingOutput()
    // Processor time of this thread, so that other work on the machine does not count.
    let start = processorSeconds()
    for event in events {
      switch event {
      case .movement(let movement): engine.apply(movement, into: &output)
      case .lateCost(let cost): engine.apply(cost, into: &output)
      }
      if output.valued.count >= 256 { output.removeAll() }
    }
    engine.closePeriod(0, into: &output)
    return processorSeconds() - start
  }

  private static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// The same events every time: receipts of 20, issues of about 10, in time order over all items.
  private static func events(_ count: Int, items: Int) -> [Event] {
    var state: UInt64 = 42
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var movements: [StockMovement?] = []
    var late: [Int: LateCost] = [:]
    var recent: [Int] = []
    for index in 0..<count {
      let ordinal = Int32(index)
      let date = CivilDate(daysSince1970: Int32(20_000 + index * 365 / count))
      var movement = StockMovement(
        ordinal: ordinal, pool: Int32(random(items)), date: date, kind: .issue,
        quantityMicros: -Int64(1 + random(19)) * 1_000_000)
      let draw = random(100)
      if draw < 35 {
        movement.kind = .receipt
        movement.quantityMicros = 20_000_000
        movement.priceState = .known
        movement.valueMinor = Int64(5_000 + random(10_000))
      } else if draw < 40, let named = recent.last(where: { index - $0 < 50_000 }) {
        let reference = movements[named]
        movements[named]?.flags.insert(.named)
        if reference?.kind == .receipt, draw < 36 {
          late[index] = LateCost(
            ordinal: ordinal, receipt: Int32(named), date: date, valueMinor: 150)
        } else if let reference, reference.kind == .issue {
          movement.kind = .customerReturn
          movement.pool = reference.pool
          movement.quantityMicros = 1_000_000
          movement.linked = reference.ordinal
        }
      }
      movements.append(movement)
      if random(8) == 0 {
        recent.append(index)
        if recent.count > 64 { recent.removeFirst(32) }
      }
    }
    return movements.enumerated().compactMap { index, movement in
      late[index].map(Event.lateCost) ?? movement.map(Event.movement)
    }
  }
}
