public import AccountingValues

/// Everything the engine knows between two events, in plain rows: the checkpoint of a run and the
/// frozen opening of the next. A run that stops here and another that starts from it write the same
/// rows as one run over both. Rows of `layers` and `links` are in order of making.
public struct CostingState: Hashable, Sendable {
  /// Totals and rules of one pool.
  public struct Pool: Hashable, Sendable {
    /// The rules, with the standard in force.
    public var rules: CostPool
    /// Quantity.
    public var quantityMicros: Int64 = 0
    /// Value.
    public var valueMinor: Int64 = 0
    /// The unit cost of the last consumed layer or average, as value over quantity; 0 over 0 when
    /// nothing was consumed.
    public var lastConsumed = UnitRatio()
    /// The unit cost of the last layer received, likewise.
    public var lastReceived = UnitRatio()
    /// What went through since the period began.
    public var flow = PeriodFlow()

    /// An empty pool.
    public init(rules: CostPool) { self.rules = rules }
  }

  /// A layer that has stock, or that a later event may name.
  public struct Layer: Hashable, Sendable {
    /// Its number.
    public var number: Int32
    /// The pool.
    public var pool: Int32
    /// The movement it stems from.
    public var origin: Int32
    /// Quantity when made.
    public var quantityInMicros: Int64
    /// Quantity left.
    public var quantityLeftMicros: Int64
    /// Layer methods: value left. Averages and standards: what all of `quantityIn` cost.
    public var valueMinor: Int64
    /// Order in the queue.
    public var queueDate: CivilDate
    /// Start of its age.
    public var ageDate: CivilDate
    /// The lot, or `none`.
    public var lot: Int32
    /// Whether its links are kept when it is used up.
    public var isKept: Bool
  }

  /// A part of a movement that left below zero and is not covered yet; oldest first per pool.
  public struct Shortage: Hashable, Sendable {
    /// The pool.
    public var pool: Int32
    /// The movement.
    public var movement: Int32
    /// Its date.
    public var date: CivilDate
    /// Its kind.
    public var kind: MovementKind
    /// Where corrections go.
    public var role: CounterRole
    /// Quantity not covered.
    public var quantityLeftMicros: Int64
    /// Provisional cost of it.
    public var valueLeftMinor: Int64
    /// For a transfer, the number of the layer that it made in the other pool; else `none`.
    public var target: Int32
  }

  /// That a movement took from a kept layer.
  public struct Link: Hashable, Sendable {
    /// The layer's number.
    public var layer: Int32
    /// The movement.
    public var movement: Int32
    /// Its kind.
    public var kind: MovementKind
    /// Where later costs go.
    public var role: CounterRole
    /// Quantity taken.
    public var quantityMicros: Int64
    /// For a transfer, the number of the layer that it made in the other pool; else `none`.
    public var target: Int32
  }

  /// A named movement that took stock, and what of it has not come back.
  public struct Issue: Hashable, Sendable {
    /// The movement.
    public var movement: Int32
    /// The pool.
    public var pool: Int32
    /// Its kind.
    public var kind: MovementKind
    /// The counter role, where a return of it goes too.
    public var role: CounterRole
    /// Where costs go that reach it later.
    public var laterRole: CounterRole
    /// Quantity issued.
    public var quantityMicros: Int64
    /// Quantity not returned.
    public var quantityLeftMicros: Int64
    /// Cost of what was not returned.
    public var costLeftMinor: Int64
    /// The age of its oldest layer.
    public var ageDate: CivilDate
    /// The numbers of the layers that its returns made, in order.
    public var returnLayers: [Int32]
  }

  /// That a movement's layer can be named: receipt → layer.
  public struct Named: Hashable, Sendable {
    /// The movement.
    public var movement: Int32
    /// The layer's number.
    public var layer: Int32
  }

  /// A part of what left a periodic average before its period ended.
  public struct Piece: Hashable, Sendable {
    /// The number of the layer it came from, or `none` below zero.
    public var layer: Int32
    /// Its quantity.
    public var quantityMicros: Int64
    /// For a transfer, the number of the layer that it made in the other pool; else `none`.
    public var target: Int32
  }

  /// A movement of a periodic average that waits for the end of its period.
  public enum Pending: Hashable, Sendable {
    /// Something left: what it took, how many of the pieces stem from the movement it returns, and for
    /// transfers and production its value at the average so far, in minor units.
    case take(StockMovement, pieces: [Piece], originPieces: Int, estimateMinor: Int64)
    /// Something came back from a movement of the period, into a layer.
    case giveBack(
      StockMovement, quantityMicros: Int64, issue: Int32, layer: Int32, estimateMinor: Int64)
    /// A layer covered a part of an older shortage, which gave back its provisional cost.
    case cover(
      Shortage, layer: Int32, quantityMicros: Int64, releasedMinor: Int64, event: Int32,
      date: CivilDate)
  }

  /// That a periodic average needs another's first.
  public struct Need: Hashable, Sendable {
    /// The pool that waits.
    public var pool: Int32
    /// The pool whose average comes first.
    public var first: Int32
  }

  /// Pools by number.
  public var pools: [Pool]
  /// Layers by number.
  public var layers: [Layer] = []
  /// Uncovered parts.
  public var shortages: [Shortage] = []
  /// Links of kept layers.
  public var links: [Link] = []
  /// Named issues by movement.
  public var issues: [Issue] = []
  /// What periodic averages have not valued, in event order; nothing at the end of a period.
  public var pending: [Pending] = []
  /// Which pools' averages need which others', by pool and need.
  public var needs: [Need] = []
  /// Named receipts by movement.
  public var named: [Named] = []
  /// Production orders by number.
  public var orders: [ProductionOrderState] = []
  /// Movements of production orders, by movement.
  public var orderMovements: [ProductionOrderState.Movement] = []
  /// The number of the next layer.
  public var nextLayer: Int32 = 0
  /// The last event, or `StockMovement.none`.
  public var lastEvent: Int32 = StockMovement.none
  /// Its date.
  public var lastDate: CivilDate = .earliest

  /// Empty pools with their rules, as at the start of history.
  public init(pools: [CostPool]) { self.pools = pools.map(Pool.init(rules:)) }
}

/// A unit cost as the exact ratio of a value to a quantity.
public struct UnitRatio: Hashable, Sendable {
  /// Minor units.
  public var valueMinor: Int64 = 0
  /// 10⁻⁶ stock units; 0 when there is no unit cost.
  public var quantityMicros: Int64 = 0

  /// None.
  public init() {}
  /// A value over a quantity.
  public init(_ valueMinor: Int64, over quantityMicros: Int64) {
    self.valueMinor = valueMinor
    self.quantityMicros = quantityMicros
  }

  /// Whether there is a unit cost.
  public var isKnown: Bool { quantityMicros > 0 }
}
