/// A cost layer as the engine holds it: one cache line, in one arena for all pools, chained per pool
/// in queue order while it has stock. Its index never changes while anything refers to it.
struct Layer {
  static let none: Int32 = -1
  /// In `firstLink`: nothing later names this layer, links are not kept.
  static let unlinked: Int32 = -2

  var pool: Int32
  var next: Int32 = Layer.none
  var previous: Int32 = Layer.none
  var origin: Int32
  var quantityIn: Int64
  var quantityLeft: Int64
  /// Layer methods: value left. Averages and standards: what all of `quantityIn` cost.
  var value: Int64
  var queueDay: Int32
  var ageDay: Int32
  var firstLink: Int32
  var lastLink: Int32 = Layer.none
  var lot: Int32
  var number: Int32

  var isKept: Bool { firstLink != Layer.unlinked }
}

/// What a movement takes from one layer, or below zero.
struct Piece {
  /// The layer, or `Layer.none` below zero.
  var layer: Int32
  var quantity: Int64
  var value: Int64
  /// For a transfer: the layer made in the other pool.
  var target: Int32 = Layer.none
}

/// A part that left below zero: a negative layer.
struct Shortage {
  var movement: Int32
  var day: Int32
  var kind: MovementKind
  var role: CounterRole
  var quantityLeft: Int64
  var valueLeft: Int64
  var target: Int32 = Layer.none
  var next: Int32 = Layer.none
  /// On the oldest of a pool: of all of them.
  var total = Amount()
}

/// That a layer covers a part of a shortage.
struct Cover {
  /// The shortage before it was covered.
  var shortage: Shortage
  var layer: Int32
  var quantity: Int64
  /// The provisional cost of the quantity.
  var released: Int64
  var cause: Cause
}

/// That a movement took from a kept layer.
struct Link {
  var movement: Int32
  var kind: MovementKind
  var role: CounterRole
  var quantity: Int64
  var target: Int32
  var next: Int32 = Layer.none
}

/// A named movement that took stock, and what of it came back.
struct Issue {
  var movement: Int32
  var pool: Int32
  var kind: MovementKind
  var role: CounterRole
  var laterRole: CounterRole
  var ageDay: Int32
  var quantity: Int64
  var quantityLeft: Int64
  var costLeft: Int64
  /// The first and the last layer that came back, in `returns`.
  var firstReturn: Int32 = Layer.none
  var lastReturn: Int32 = Layer.none
}

/// A layer that came back from an issue.
struct ReturnedLayer {
  var layer: Int32
  var next: Int32 = Layer.none
}

extension SlabList where Row == Link {
  /// Chains a link to a layer, behind those before it.
  mutating func add(_ link: Link, to layer: inout Layer) {
    let index = Int32(count)
    append(link)
    if layer.lastLink >= 0 {
      self[Int(layer.lastLink)].next = index
    } else {
      layer.firstLink = index
    }
    layer.lastLink = index
  }
}
