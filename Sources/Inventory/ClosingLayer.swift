public import AccountingValues

/// One layer of a pool's stock at closing, in queue order; a part below zero is a row with negative
/// quantity and value. The rows of a pool add up to its quantity and value. For averages and
/// standards the pool's value is spread over the quantities.
public struct ClosingLayer: Hashable, Sendable {
  /// The pool.
  public var pool: Int32
  /// The layer's number, ascending with its making; `StockMovement.none` below zero.
  public var layer: Int32
  /// The receipt, return, output or opening that it stems from, carried through transfers; below
  /// zero, the movement that took what was not there.
  public var origin: Int32
  /// The date that orders the queue: receipt, or return to stock.
  public var queueDate: CivilDate
  /// The date that its age counts from: the original receipt, kept through returns and transfers.
  public var ageDate: CivilDate
  /// The lot, or `none`.
  public var lot: Int32
  /// Quantity when it was made.
  public var quantityInMicros: Int64
  /// Quantity left.
  public var quantityMicros: Int64
  /// Value left in minor units.
  public var valueMinor: Int64

  /// A row.
  public init(
    pool: Int32, layer: Int32, origin: Int32, queueDate: CivilDate, ageDate: CivilDate,
    lot: Int32, quantityInMicros: Int64, quantityMicros: Int64, valueMinor: Int64
  ) {
    self.pool = pool
    self.layer = layer
    self.origin = origin
    self.queueDate = queueDate
    self.ageDate = ageDate
    self.lot = lot
    self.quantityInMicros = quantityInMicros
    self.quantityMicros = quantityMicros
    self.valueMinor = valueMinor
  }
}
