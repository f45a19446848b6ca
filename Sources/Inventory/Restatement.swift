public import AccountingValues

/// What re-costing closed periods moves, brought into stock on the first open day (ACCOUNTING §3): closed
/// movements are worth what they would be had everything been known, and what is on hand with them.
public struct Restatement: Hashable, Sendable {
  /// A change of inventory value by one movement of a closed period.
  public struct Correction: Hashable, Sendable {
    /// The movement, which came before; the restatement itself where it speaks of no single one.
    public var movement: Int32
    /// Its kind.
    public var kind: MovementKind
    /// The pool.
    public var pool: Int32
    /// The other side.
    public var role: CounterRole
    /// Change of inventory in minor units.
    public var valueMinor: Int64
    /// The movement whose later returns come back at a cost that this changes: the one that took
    /// stock, or that a return names; `StockMovement.none` for no such movement.
    public var issue: Int32

    /// A change.
    public init(
      movement: Int32, kind: MovementKind, pool: Int32, role: CounterRole, valueMinor: Int64,
      issue: Int32 = StockMovement.none
    ) {
      self.movement = movement
      self.kind = kind
      self.pool = pool
      self.role = role
      self.valueMinor = valueMinor
      self.issue = issue
    }
  }

  /// A quantity with what it would be worth.
  public struct Slice: Hashable, Sendable {
    /// In 10⁻⁶ stock units.
    public var quantityMicros: Int64
    /// In minor units.
    public var valueMinor: Int64

    /// A quantity with its value.
    public init(quantityMicros: Int64, valueMinor: Int64) {
      self.quantityMicros = quantityMicros
      self.valueMinor = valueMinor
    }
  }

  /// What a pool would hold, in the order of its queue.
  public struct Stock: Hashable, Sendable {
    /// The pool.
    public var pool: Int32
    /// Its layers.
    public var slices: [Slice]

    /// A pool with its layers.
    public init(pool: Int32, slices: [Slice]) {
      self.pool = pool
      self.slices = slices
    }
  }

  /// The event's number, in the same series as the movements'.
  public var ordinal: Int32
  /// The first open day.
  public var date: CivilDate
  /// What movements are worth more or less.
  public var corrections: [Correction]
  /// What pools would hold.
  public var stocks: [Stock]

  /// A restatement.
  public init(ordinal: Int32, date: CivilDate, corrections: [Correction], stocks: [Stock]) {
    self.ordinal = ordinal
    self.date = date
    self.corrections = corrections
    self.stocks = stocks
  }
}
