import AccountingValues
import Glibc
import Inventory

/// Movements per second of the costing engine, one thread: consumptions and valued rows written to
/// buffers, conservation counters on, and returns, late costs and shortages in the mix.
enum InventoryBenchmark {
  static func run(movements: Int = 2_000_000, only: String? = nil, items chosen: Int? = nil) {
    for items in chosen.map({ [$0] }) ?? [5_000, 50_000] {
      let events = StockHistory(events: movements, items: items)
      print("costing engine, \(items) items, \(movements) events, best of 3: \(events.shares)")
      for method in CostingMethod.allCases
      where method != .specific && (only ?? method.rawValue) == method.rawValue {
        let best = (0..<3).map { _ in seconds(events, items: items, method: method) }.min() ?? 0
        let rate = Int(Double(movements) / best / 1000)
        print("  \(method.rawValue)  \(rate) thousand movements/s")
      }
    }
  }

  private static func seconds(_ events: StockHistory, items: Int, method: CostingMethod) -> Double {
    let pool = CostPool(
      method: method, standardCostMicros: method == .standard ? 5_000_000 : nil)
    let pools = Array(repeating: pool, count: items)
    var engine = CostingEngine(opening: CostingState(pools: pools), minorDigits: 2)
    var output = CostingOutput()
    let movements = events.movements.span
    // Processor time of this thread, so that other work on the machine does not count.
    let start = processorSeconds()
    var first = 0
    for (position, stop) in events.stops {
      engine.apply(contentsOf: movements.extracting(first..<position), into: &output)
      switch stop {
      case .lateCost(let cost): engine.apply(cost, into: &output)
      case .periodEnd(let period): engine.closePeriod(period, into: &output)
      }
      first = position
      if output.valued.count >= 256 { output.removeAll() }
    }
    return processorSeconds() - start
  }

  private static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
