/// The proof of conservation of one pool over one period, in quantity and in minor units:
/// opening + received + adjusted = issued + closing. Adjustments are counts, late costs, corrections,
/// variances and revaluations, net.
public struct CertificateRow: Hashable, Sendable {
  /// The caller's number of the period.
  public var period: Int32
  /// The pool.
  public var pool: Int32
  /// Quantities and values before, in and out.
  public var flow: PeriodFlow
  /// Quantity at the end, counted from the layers.
  public var closingQuantityMicros: Int64
  /// Value at the end, counted from the layers.
  public var closingValueMinor: Int64

  /// A row.
  public init(
    period: Int32, pool: Int32, flow: PeriodFlow, closingQuantityMicros: Int64,
    closingValueMinor: Int64
  ) {
    self.period = period
    self.pool = pool
    self.flow = flow
    self.closingQuantityMicros = closingQuantityMicros
    self.closingValueMinor = closingValueMinor
  }

  /// Whether both equations hold. The engine stops rather than hand out a row where they do not.
  public var isBalanced: Bool {
    flow.balanceQuantityMicros == closingQuantityMicros
      && flow.balanceValueMinor == closingValueMinor
  }
}

/// What went through a pool since its period began.
public struct PeriodFlow: Hashable, Sendable {
  /// Quantity at the start.
  public var openingQuantityMicros: Int64 = 0
  /// Value at the start.
  public var openingValueMinor: Int64 = 0
  /// Quantity in.
  public var receivedQuantityMicros: Int64 = 0
  /// Value in.
  public var receivedValueMinor: Int64 = 0
  /// Net change by counts.
  public var adjustedQuantityMicros: Int64 = 0
  /// Net change by counts, corrections, late costs, variances and revaluations.
  public var adjustedValueMinor: Int64 = 0
  /// Quantity out, positive.
  public var issuedQuantityMicros: Int64 = 0
  /// Value out, positive.
  public var issuedValueMinor: Int64 = 0

  /// Nothing yet.
  public init() {}

  /// What should be there now.
  public var balanceQuantityMicros: Int64 {
    openingQuantityMicros + receivedQuantityMicros + adjustedQuantityMicros - issuedQuantityMicros
  }
  /// What it should be worth now.
  public var balanceValueMinor: Int64 {
    openingValueMinor + receivedValueMinor + adjustedValueMinor - issuedValueMinor
  }
}
