import AccountingValues
import Extraction
import Inventory

/// Goods between two pools.
///
/// Where pools are by location, what is sent leaves the sender's pool for one of goods under way and
/// reaches the receiver's from there, with layers, costs and dates. Every consignment has a pool of
/// its own, so that what arrives is what was sent, whatever else is under way:
///
///     out  A 10 for 50.00 (consignment 1) · out  A 10 for 60.00 (consignment 2)
///     in   C 10 of consignment 2: 60.00                      in   B 10 of consignment 1: 50.00
///
/// A consignment is an out with the ins that are linked to it; else the transfers of an item in one
/// document; else all of an item to one place. Its pool is used again once all has arrived.
extension StockIntake {
  private enum Consignment: Hashable {
    case linked(Int32)
    case document(String, SourceKey, item: Int32, owner: String, lot: Int32)
    case route(item: Int32, owner: String, lot: Int32, to: Int32)
  }

  private struct Lane: Hashable {
    let item: Int32
    let owner: String
    let lot: Int32
    let place: Int32
  }

  /// Gives every transfer the pool of its consignment.
  mutating func layTransit(masters: MasterData) {
    let transfers = events.indices.filter { events[$0].isTransfer }.map { Int32($0) }
    guard scope.costing.isNarrowed(pools) else { return }
    let consignments = consignments(transfers)
    var members: [Consignment: [Int32]] = [:]
    for index in transfers {
      members[consignments[index] ?? linked(index), default: []].append(index)
    }
    var left = members.mapValues(\.count)
    var pool: [Consignment: Int32] = [:]
    var free: [Lane: [Int32]] = [:]
    var lanes: [Lane: Int32] = [:]
    for index in inEventOrder(transfers) {
      let consignment = consignments[index] ?? linked(index)
      let all = members[consignment] ?? []
      guard changesPool(all) else { continue }
      let lane = lane(of: all, masters: masters)
      let number: Int32
      if let known = pool[consignment] {
        number = known
      } else if let used = free[lane]?.popLast() {
        number = used
      } else {
        lanes[lane, default: 0] += 1
        number = transitPool(lane, lanes[lane] ?? 1, masters: masters)
      }
      pool[consignment] = number
      transitPools[index] = number
      left[consignment, default: 1] -= 1
      let isWhole = all.reduce(Int128(0)) { $0 + Int128(events[Int($1)].quantity.micros) } == 0
      if left[consignment] == 0, isWhole { free[lane, default: []].append(number) }
    }
  }

  private func linked(_ index: Int32) -> Consignment { .linked(index) }

  /// Whether goods leave their pool at all: always between locations, between lots when they differ.
  private func changesPool(_ members: [Int32]) -> Bool {
    scope.costing.isByLocation || Set(members.map { events[Int($0)].pool }).count > 1
  }

  private func inEventOrder(_ transfers: [Int32]) -> [Int32] {
    transfers.sorted {
      let (a, b) = (events[Int($0)], events[Int($1)])
      if a.date != b.date { return a.date < b.date }
      return a.order != b.order ? a.order < b.order : $0 < $1
    }
  }

  // MARK: Consignments

  private func consignments(_ transfers: [Int32]) -> [Int32: Consignment] {
    let roots = roots(transfers)
    var sizes: [Int32: Int] = [:]
    for root in roots.values { sizes[root, default: 0] += 1 }
    var destinations: Set<Lane> = []
    for index in transfers where events[Int(index)].toPlace >= 0 {
      destinations.insert(route(events[Int(index)], to: events[Int(index)].toPlace))
    }
    var found: [Int32: Consignment] = [:]
    for index in transfers {
      let event = events[Int(index)]
      if let root = roots[index], (sizes[root] ?? 0) > 1 {
        found[index] = .linked(root)
      } else if let stream = event.documentStream, let document = event.documentKey {
        found[index] = .document(
          stream, document, item: event.item, owner: event.owner, lot: event.lot)
      } else {
        let to = event.quantity.micros < 0 ? event.toPlace : event.place
        let isStated = destinations.contains(route(event, to: to))
        found[index] = .route(
          item: event.item, owner: event.owner, lot: event.lot, to: isStated ? to : -1)
      }
    }
    return found
  }

  private func route(_ event: StockEvent, to place: Int32) -> Lane {
    Lane(item: event.item, owner: event.owner, lot: event.lot, place: place)
  }

  /// The transfer that each one goes back to by its links: the first of its consignment.
  private func roots(_ transfers: [Int32]) -> [Int32: Int32] {
    var roots: [Int32: Int32] = [:]
    for index in transfers {
      var root = index
      var passed: Set<Int32> = [index]
      while let next = events[Int(root)].linkedPosition, events[Int(next)].isTransfer,
        events[Int(next)].item == events[Int(index)].item, passed.insert(next).inserted
      {
        root = next
      }
      roots[index] = root
    }
    return roots
  }

  // MARK: Pools

  /// Where a consignment lies while it is under way: at the transit location that its out names, else
  /// nowhere.
  private func lane(of members: [Int32], masters: MasterData) -> Lane {
    let first = events[Int(members[0])]
    let stated = members.map { events[Int($0)].toPlace }.first {
      $0 >= 0 && masters.places[$0].isTransit
    }
    let lots = Set(members.map { events[Int($0)].lot })
    return Lane(
      item: first.item, owner: first.owner,
      lot: lots.count == 1 && poolKeys[Int(first.pool)].lot >= 0 ? first.lot : -1,
      place: scope.costing.isByLocation ? stated ?? Self.transit : -1)
  }

  /// A pool for goods under way. A consignment has its pool for itself, so under `specific` its layers
  /// need no lot to be told apart, and may arrive in another.
  private mutating func transitPool(
    _ lane: Lane, _ number: Int32, masters: MasterData
  ) -> Int32 {
    var rules = rules(of: lane.item, masters)
    if rules.method == .specific { rules.method = .fifo }
    return pool(
      PoolKey(
        item: lane.item, place: lane.place, lot: lane.lot, owner: lane.owner, lane: number),
      rules, masters: masters)
  }
}
