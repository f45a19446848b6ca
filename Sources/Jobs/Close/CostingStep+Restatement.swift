import AccountingValues
import Inventory

extension CostingStep {
  /// What re-costing closed periods moves, by the numbers of this run.
  struct RestatementEvent {
    /// A change of a pool's value.
    struct Correction {
      /// The movement, by its position; `nil` where the change speaks of several.
      let movement: Int32?
      let pool: Int32
      let role: CounterRole
      let minor: Int64
    }

    let day: CivilDate
    let corrections: [Correction]
    /// What pools would hold, in the order of their queues.
    let stocks: [(pool: Int32, slices: [Restatement.Slice])]
  }

  /// What comes first within a day: late rows where closed periods are restated, the restatement, new
  /// standards and rules, all that happened, orders that ended.
  func rank(of cause: Cause) -> Int {
    switch cause {
    case .restatement: -1
    case .standard, .rules: 0
    case .completion: isLate(cause) ? -2 : 2
    case .movement, .lateCost, .freeUnits, .landedCost: isLate(cause) ? -2 : 1
    }
  }

  /// Whether the row that an event has its day from came late, on a day on which closed periods are
  /// restated.
  func isLate(_ cause: Cause) -> Bool {
    guard let late else { return false }
    switch cause {
    case .movement(let index): return late.movements.contains(index)
    case .lateCost(let match): return isLate(match: match)
    case .freeUnits(let share): return isLate(match: free.shares[Int(share)].match)
    case .landedCost(let index):
      let share = landed.shares[Int(index)]
      return late.isLate(share, of: landed.sources[share.source])
    case .completion(let order): return late.isLate(production.orders[order])
    case .standard, .rules, .restatement: return false
    }
  }

  private func isLate(match: Int32) -> Bool {
    let billed = billedLine(of: match)
    return late?.contains(billed.stream, billed.document, on: billed.order.date) ?? false
  }

  /// Gives the positions of all movements in event order; what came late first on days of restatement.
  func forEachMovement(_ body: (Int32) -> Void) {
    guard let late, !late.movements.isEmpty else { return intake.events.forEachInEventOrder(body) }
    var day: CivilDate?
    var waiting: [Int32] = []
    intake.events.forEachInEventOrder { index in
      let date = intake.events[Int(index)].date
      if date != day {
        waiting.forEach(body)
        waiting = []
        day = date
      }
      if late.days.contains(date), !late.movements.contains(index) {
        waiting.append(index)
      } else {
        body(index)
      }
    }
    waiting.forEach(body)
  }

  func applyRestatement(
    _ index: Int32, number: Int32, _ ordinals: Pages<Int32>, base: Int32,
    _ engine: inout CostingEngine, _ output: inout CostingOutput
  ) {
    let event = restatements[Int(index)]
    engine.apply(
      Restatement(
        ordinal: number, date: event.day,
        corrections: event.corrections.map { correction(of: $0, number: number, ordinals, base) },
        stocks: event.stocks.map { Restatement.Stock(pool: $0.pool, slices: $0.slices) }),
      into: &output)
  }

  private func correction(
    of change: RestatementEvent.Correction, number: Int32, _ ordinals: Pages<Int32>, _ base: Int32
  ) -> Restatement.Correction {
    var made = Restatement.Correction(
      movement: number, kind: .count, pool: change.pool, role: change.role,
      valueMinor: change.minor)
    // A movement that comes later than its restatement is another row by the same key.
    guard let movement = change.movement, base + ordinals[Int(movement)] < number else {
      return made
    }
    let event = intake.events[Int(movement)]
    made.movement = base + ordinals[Int(movement)]
    if let kind = event.isTransfer ? .transfer : MovementKind(rawValue: event.word) {
      made.kind = kind
    }
    if event.quantity.micros < 0 {
      made.issue = made.movement
    } else if let linked = event.linkedPosition {
      made.issue = base + ordinals[Int(linked)]
    }
    return made
  }
}
