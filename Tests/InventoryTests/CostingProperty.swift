import AccountingValues
import Inventory
import TestSupport
import Testing

/// What holds for every history, whatever is in it; each is asked over a range of seeds.
enum CostingProperty {
  /// A run cut anywhere and taken up from its state gives the same rows as one run.
  static func split(_ seeds: Range<UInt64>) {
    for seed in seeds {
      let history = History(seed: seed, production: true)
      let whole = history.result()
      var random = SplitMix64(seed: seed)
      let cut = Int.random(in: 0...history.events.count, using: &random)
      var output = CostingOutput()
      var first = history.engine()
      History.run(history.events[..<cut], in: &first, into: &output)
      var second = CostingEngine(opening: first.state, minorDigits: 2)
      #expect(second.state == first.state, "seed \(seed), cut \(cut)")
      History.run(history.events[cut...], in: &second, into: &output)
      #expect(output == whole.output, "seed \(seed), cut \(cut)")
      #expect(second.closingLayers() == whole.layers, "seed \(seed), cut \(cut)")
      #expect(second.state == whole.state, "seed \(seed), cut \(cut)")
    }
  }

  /// A run that stops at the end of any period and goes on from its state gives the same rows.
  static func splitAtPeriods(_ seeds: Range<UInt64>) {
    for seed in seeds {
      let history = History(seed: seed, length: 90, production: true)
      let whole = history.result()
      var engine = history.engine()
      var output = CostingOutput()
      for event in history.events {
        History.run([event], in: &engine, into: &output)
        if case .close = event { engine = CostingEngine(opening: engine.state, minorDigits: 2) }
      }
      #expect(output == whole.output, "seed \(seed)")
      #expect(engine.state == whole.state, "seed \(seed)")
    }
  }

  /// Movements given in runs, where the plain ones take a short way, give the rows of movements given
  /// one by one.
  static func batches(_ seeds: Range<UInt64>) {
    for seed in seeds {
      let history = History(seed: seed, production: seed.isMultiple(of: 2))
      let batched = history.result()
      var engine = history.engine()
      var output = CostingOutput()
      History.run(history.events, in: &engine, into: &output)
      #expect(output == batched.output, "seed \(seed)")
      #expect(engine.closingLayers() == batched.layers, "seed \(seed)")
      #expect(engine.state == batched.state, "seed \(seed)")
    }
  }

  /// Running twice gives the same rows.
  static func twice(_ seeds: Range<UInt64>) {
    for seed in seeds {
      let history = History(seed: seed, production: true)
      #expect(history.result().output == history.result().output, "seed \(seed)")
    }
  }

  /// Forgetting what nothing names changes no row.
  static func forgetting(_ seeds: Range<UInt64>) {
    for seed in seeds {
      let history = History(seed: seed, production: true)
      let named = history.allNamed.result()
      let lean = history.result()
      #expect(lean.output == named.output, "seed \(seed)")
      #expect(lean.layers == named.layers, "seed \(seed)")
      #expect(lean.state.layers.count <= named.state.layers.count)
    }
  }

  /// Pools without transfers between them do not know of each other.
  static func independence(_ seeds: Range<UInt64>) {
    for seed in seeds {
      let history = History(seed: seed, transfers: false)
      let whole = history.result().output
      for pool in 0..<Int32(history.pools.count) {
        var alone = history
        alone.events = history.events.filter { event in
          switch event {
          case .movement(let movement): movement.pool == pool
          case .standard(let change): change.pool == pool
          case .rules(let change): change.pool == pool
          case .completion: false
          case .lateCost(let cost): home(of: cost.receipt, in: history) == pool
          case .close: true
          }
        }
        guard history.isSelfContained(pool) else { continue }
        let rows = alone.result().output.valued.filter { $0.pool == pool }
        #expect(rows == whole.valued.filter { $0.pool == pool }, "seed \(seed), pool \(pool)")
      }
    }
  }

  private static func home(of movement: Int32, in history: History) -> Int32? {
    for case .movement(let candidate) in history.events where candidate.ordinal == movement {
      return candidate.pool
    }
    return nil
  }

  /// Every certificate balances, and its closing is the next opening.
  static func conservation(_ seeds: Range<UInt64>) {
    for seed in seeds {
      let output = History(seed: seed, production: true).result().output
      var closing: [Int32: [Int64]] = [:]
      for row in output.certificates {
        #expect(row.isBalanced, "seed \(seed): \(row)")
        #expect(
          closing[row.pool] ?? [0, 0] == [
            row.flow.openingQuantityMicros, row.flow.openingValueMinor,
          ], "seed \(seed): \(row)")
        closing[row.pool] = [row.closingQuantityMicros, row.closingValueMinor]
        if row.closingQuantityMicros == 0 { #expect(row.closingValueMinor == 0, "seed \(seed)") }
      }
    }
  }

  /// Rows of a movement add up to its cost, and its consumptions to the same.
  static func consumptionsCarryTheCost(_ seeds: Range<UInt64>) {
    for seed in seeds {
      let history = History(seed: seed, production: true)
      let output = history.result().output
      var cost: [Int32: Int64] = [:]
      for row in output.consumptions { cost[row.movement, default: 0] += row.valueMinor }
      for case .movement(let movement) in history.events
      where movement.quantityMicros < 0 && movement.kind != .transfer
        && movement.linked == StockMovement.none && movement.kind != .supplierReturn
      {
        let rows = output.valued.filter { $0.movement == movement.ordinal }
        #expect(
          -rows.reduce(0) { $0 + $1.valueMinor } == cost[movement.ordinal] ?? 0,
          "seed \(seed), movement \(movement.ordinal)")
      }
    }
  }

  /// Transfers sum to zero over the pools.
  static func transfersSumToZero(_ seeds: Range<UInt64>) {
    for seed in seeds {
      let rows = History(seed: seed, production: true).result().output.valued.filter {
        $0.role == .transfer
      }
      #expect(rows.reduce(0) { $0 + $1.valueMinor } == 0, "seed \(seed)")
      #expect(rows.reduce(0) { $0 + $1.quantityMicros } == 0, "seed \(seed)")
    }
  }

  /// An issue costs no less than its cheapest and no more than its dearest layer, to the minor unit.
  static func convexity(_ seeds: Range<UInt64>, _ method: CostingMethod) {
    for seed in seeds {
      let history = History(seed: seed, method: method)
      var engine = CostingEngine(opening: CostingState(pools: history.pools), minorDigits: 2)
      var output = CostingOutput()
      for event in history.events {
        guard case .movement(let movement) = event, movement.kind == .issue,
          movement.quantityMicros < 0
        else {
          History.run([event], in: &engine, into: &output)
          continue
        }
        let layers = engine.closingLayers(of: movement.pool).filter { $0.layer >= 0 }
        let row = output.valued.count
        History.run([event], in: &engine, into: &output)
        let pieces = Int64(layers.count)
        guard output.valued.count > row, output.valued[row].basis == .method else { continue }
        let cost = -Int128(output.valued[row].valueMinor)
        let quantity = -Int128(movement.quantityMicros)
        // Rounding moves each piece by at most half a minor unit.
        let isAbove = layers.contains {
          (cost + Int128(pieces)) * Int128($0.quantityMicros) >= quantity * Int128($0.valueMinor)
        }
        let isBelow = layers.contains {
          (cost - Int128(pieces)) * Int128($0.quantityMicros) <= quantity * Int128($0.valueMinor)
        }
        #expect(isAbove && isBelow, "seed \(seed), movement \(movement.ordinal)")
      }
    }
  }
}

extension History {
  /// Whether all references of a pool's events stay inside the pool.
  func isSelfContained(_ pool: Int32) -> Bool {
    var home: [Int32: Int32] = [:]
    for case .movement(let movement) in events { home[movement.ordinal] = movement.pool }
    return events.allSatisfy { event in
      guard case .movement(let movement) = event, movement.linked >= 0 else { return true }
      return (movement.pool == pool) == (home[movement.linked] == pool)
    }
  }
}
