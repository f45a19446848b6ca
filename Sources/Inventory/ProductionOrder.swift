public import AccountingValues

/// What a production order makes: its outputs with their shares of its cost.
public struct ProductionOrder: Hashable, Sendable {
  /// A product, co-product or by-product.
  public struct Output: Hashable, Sendable {
    /// Its share of the order's cost, as a weight against the other outputs'; a by-product of weight
    /// zero takes none.
    public var share: Int64
    /// What is to be made, in 10⁻⁶ stock units; 0 when nobody planned.
    public var plannedMicros: Int64

    /// An output.
    public init(share: Int64, plannedMicros: Int64) {
      self.share = share
      self.plannedMicros = plannedMicros
    }
  }

  /// The outputs; movements name them by position.
  public var outputs: [Output]
  /// What it had cost before the books began, less what its products took, in minor units: it stands
  /// in work in progress from the first day.
  public var openingMinor: Int64

  /// An order.
  public init(outputs: [Output], openingMinor: Int64 = 0) {
    self.outputs = outputs
    self.openingMinor = openingMinor
  }
}

/// The end of a production order. It absorbs labour and overhead, then its outputs take what is left
/// of its cost; whatever cost reaches it later goes to them at once.
public struct ProductionCompletion: Hashable, Sendable {
  /// The event's number, in the same series as the movements'.
  public var ordinal: Int32
  /// The order.
  public var order: Int32
  /// The day it ended.
  public var date: CivilDate
  /// Labour absorbed, in minor units.
  public var labourMinor: Int64
  /// Overhead absorbed, in minor units.
  public var overheadMinor: Int64

  /// A completion.
  public init(
    ordinal: Int32, order: Int32, date: CivilDate, labourMinor: Int64 = 0, overheadMinor: Int64 = 0
  ) {
    self.ordinal = ordinal
    self.order = order
    self.date = date
    self.labourMinor = labourMinor
    self.overheadMinor = overheadMinor
  }
}

/// A change of work in progress that moves no stock.
public struct ProductionRow: Hashable, Sendable {
  /// Why. Raw values are the words posting rules use.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Labour absorbed.
    case labour
    /// Overhead absorbed.
    case overhead
    /// What standard-cost outputs, an order without output or an endless circle leave over.
    case variance
  }

  /// The order.
  public var order: Int32
  /// The event that made the row.
  public var cause: Int32
  /// The accounting date.
  public var date: CivilDate
  /// Why.
  public var kind: Kind
  /// Change of work in progress in minor units: absorbed is positive, variance out of it negative.
  public var valueMinor: Int64

  /// A row.
  public init(order: Int32, cause: Int32, date: CivilDate, kind: Kind, valueMinor: Int64) {
    self.order = order
    self.cause = cause
    self.date = date
    self.kind = kind
    self.valueMinor = valueMinor
  }
}

/// A production order in a checkpoint or frozen opening.
public struct ProductionOrderState: Hashable, Sendable {
  /// A movement of an order.
  public struct Movement: Hashable, Sendable {
    /// The movement.
    public var movement: Int32
    /// Its order.
    public var order: Int32
    /// For an output, which one.
    public var output: Int32
  }

  /// The order.
  public var order: ProductionOrder
  /// What it has cost: components, labour, overhead.
  public var chargedMinor: Int64
  /// Whether anything was ever charged to it.
  public var isCharged: Bool
  /// Whether it has ended.
  public var isCompleted: Bool
  /// Quantity made, by output.
  public var receivedMicros: [Int64]
  /// Cost taken, by output.
  public var takenMinor: [Int64]
  /// Given up as variance because nothing was made.
  public var expensedMinor: Int64
  /// The numbers of the layers that its outputs made.
  public var layers: [[Int32]]

  /// What stands in work in progress.
  public var workInProgressMinor: Int64 { chargedMinor - takenMinor.reduce(0, +) - expensedMinor }
}
