import AccountingValues
import Extraction

extension CostingStep {
  /// Puts production of one instant in the order in which it must have happened: level by level
  /// through the items, in each order consumption before output.
  ///
  /// An instant is what event order cannot tell apart by time: one recorded moment, or the rows of a
  /// day without one. What comes in before the last step of its production comes before all of it,
  /// and what goes out after the first product after all of it; everything else keeps its place.
  func orderProduction(_ causes: inout CauseList) {
    guard !production.places.isEmpty else { return }
    let levels = production.levels(of: intake.events)
    var start = 0
    while start < causes.count {
      let first = place(of: causes[start])
      var end = start + 1
      while end < causes.count, isOneInstant(first, place(of: causes[end])) { end += 1 }
      if end - start > 1 {
        let run = (start..<end).map { ($0, role(of: causes[$0], levels)) }
        causes.reorder(start..<end, by: Self.inOrder(run))
      }
      start = end
    }
  }

  private func isOneInstant(_ a: Place, _ b: Place) -> Bool {
    a.date == b.date && a.first == b.first && a.order != nil && b.order != nil
      && a.order?.recordedAt == b.order?.recordedAt
  }

  /// What an event of one instant is to the production of that instant.
  private enum InstantRole {
    case production(level: Int, step: Int)
    /// Goods that go out otherwise.
    case outbound
    case other
  }

  private func role(of cause: Cause, _ levels: [Int]) -> InstantRole {
    guard case .movement(let index) = cause else { return .other }
    let event = intake.events[Int(index)]
    if let place = production.places[index] {
      return .production(level: levels[Int(place.order)], step: place.step)
    }
    return event.quantity.micros < 0 ? .outbound : .other
  }

  private static func inOrder(_ run: [(index: Int, role: InstantRole)]) -> [Int] {
    var block: [(level: Int, step: Int, offset: Int)] = []
    for (offset, element) in run.enumerated() {
      if case .production(let level, let step) = element.role {
        block.append((level, step, offset))
      }
    }
    guard block.count > 1, let last = block.last?.offset else { return run.map(\.index) }
    let firstOutput = block.first { $0.step >= ProductionIntake.outputStep }?.offset ?? last
    var before: [Int] = []
    var after: [Int] = []
    for (offset, element) in run.enumerated() {
      switch element.role {
      case .production: continue
      case .outbound:
        if offset < firstOutput { before.append(offset) } else { after.append(offset) }
      case .other: if offset < last { before.append(offset) } else { after.append(offset) }
      }
    }
    let production = block.sorted { $0 < $1 }.map(\.offset)
    return (before + production + after).map { run[$0].index }
  }
}

extension ProductionIntake {
  /// How deep each order lies in the graph of items: one more than what its components need to be
  /// made. Where items are made of each other, the graph is cut at the item that was seen first.
  func levels(of events: StockEvents) -> [Int] {
    var components: [Int32: Set<Int32>] = [:]
    var products: [Int32: Set<Int32>] = [:]
    for (index, place) in places {
      let item = events[Int(index)].item
      if place.isOutput {
        products[place.order, default: []].insert(item)
      } else {
        components[place.order, default: []].insert(item)
      }
    }
    let depth = Self.depths(components, products)
    return orders.values.indices.map { order in
      let own = products[Int32(order)] ?? []
      return (components[Int32(order)] ?? []).subtracting(own).reduce(0) {
        max($0, depth[$1] ?? 0)
      }
    }
  }

  /// Longest way from what is bought to each item, by peeling the graph of items from below.
  private static func depths(
    _ components: [Int32: Set<Int32>], _ products: [Int32: Set<Int32>]
  ) -> [Int32: Int] {
    var madeOf: [Int32: Set<Int32>] = [:]
    var usedIn: [Int32: Set<Int32>] = [:]
    for (order, items) in products {
      for item in items {
        let parts = (components[order] ?? []).subtracting(items)
        madeOf[item, default: []].formUnion(parts)
        for part in parts { usedIn[part, default: []].insert(item) }
      }
    }
    var waiting = madeOf.mapValues(\.count)
    for item in usedIn.keys where waiting[item] == nil { waiting[item] = 0 }
    var depth: [Int32: Int] = [:]
    var ready = waiting.filter { $0.value == 0 }.map(\.key).sorted()
    while !waiting.isEmpty {
      // A circle: its first item begins it.
      if ready.isEmpty, let first = waiting.keys.min() { ready = [first] }
      var next: Set<Int32> = []
      for item in ready where waiting.removeValue(forKey: item) != nil {
        depth[item] = (madeOf[item] ?? []).reduce(0) { max($0, depth[$1].map { $0 + 1 } ?? 0) }
        for user in usedIn[item] ?? [] {
          if let left = waiting[user] {
            waiting[user] = left - 1
            if left == 1 { next.insert(user) }
          }
        }
      }
      ready = next.sorted()
    }
    return depth
  }
}
