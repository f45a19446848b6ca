public import AccountingValues

/// Why goods move. The raw values are the words of the `stock_movements` stream; its `transfer_out`
/// and `transfer_in` are each one `transfer`, transit being a location.
public enum MovementKind: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
  /// Stock at go-live.
  case opening
  /// From a supplier.
  case receipt
  /// Back to a supplier.
  case supplierReturn = "supplier_return"
  /// To a customer.
  case issue
  /// Back from a customer.
  case customerReturn = "customer_return"
  /// From one location to another.
  case transfer
  /// The difference found by a stock count.
  case count
  /// Thrown away.
  case scrap
  /// Into production.
  case consumption
  /// Out of production.
  case output
}

/// What the source says about the value of what comes in. Zero is not NULL.
public enum PriceState: String, Hashable, Sendable, CaseIterable {
  /// `valueMinor` is the document's own value: the bill if it is dated by then, else the price that
  /// the receipt or count states.
  case known
  /// The movement is silent; `valueMinor` is what the document that explains it states.
  case documented
  /// The document is silent; `valueMinor` comes from the purchase order.
  case expected
  /// Given without charge: zero is right.
  case free
  /// No document knows; the engine goes on with the rest of the pool's chain: last layer, standard,
  /// zero.
  case missing
}

/// Facts about a movement that change its treatment.
public struct MovementFlags: OptionSet, Hashable, Sendable {
  /// One bit per flag.
  public let rawValue: UInt8
  /// Flags from their bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// A later event names this movement (return, late cost, reversal), so its links are kept. A first
  /// pass over the reference columns sets it; setting it always is right too, and costs memory.
  public static let named = MovementFlags(rawValue: 1)
  /// Undoes the movement it names instead of returning goods: what a reversed receipt cannot take
  /// back from its layer is cost of sales.
  public static let reversal = MovementFlags(rawValue: 2)
  /// A customer return that is worth no more than `valueMinor` in all (net realisable value).
  public static let damaged = MovementFlags(rawValue: 4)
}

/// One movement of stock, in event order. Plain data: pools and events are dense numbers that the
/// caller assigned, values are minor units of the company's base currency.
public struct StockMovement: Hashable, Sendable {
  /// The value of a reference to nothing.
  public static let none: Int32 = -1

  /// The event's number: unique, ascending with event order, above all numbers in the opening state.
  public var ordinal: Int32
  /// The pool that gains or loses.
  public var pool: Int32
  /// The accounting date.
  public var date: CivilDate
  /// Why.
  public var kind: MovementKind
  /// What is known of its value.
  public var priceState: PriceState
  /// Special treatment.
  public var flags: MovementFlags
  /// Change of `pool` in 10⁻⁶ stock units: positive in, negative out. The sign decides the
  /// direction, the kind only the counter account. A transfer leaves `pool`, so it is negative; a
  /// positive one brings goods back from `toPool`.
  public var quantityMicros: Int64
  /// Value of the whole movement in minor units, not negative: for what comes in its cost, for a
  /// supplier return the credit, for a damaged return its net realisable value.
  public var valueMinor: Int64
  /// The movement that this one returns or reverses, or `none`.
  public var linked: Int32
  /// The other pool of a transfer, or `none`. Equal to `pool` when the transfer stays inside it.
  public var toPool: Int32
  /// The lot or serial number, or `none`. Only `specific` pools look at it.
  public var lot: Int32
  /// For an opening, since when the goods are there: its layer queues and ages from then on. `nil`
  /// means the movement's own date.
  public var ageDate: CivilDate?
  /// The production order that a consumption feeds or an output comes from, or `none`.
  public var order: Int32
  /// For an output, which of its order's outputs it is.
  public var output: Int32

  /// A movement.
  public init(
    ordinal: Int32, pool: Int32, date: CivilDate, kind: MovementKind, quantityMicros: Int64,
    priceState: PriceState = .missing, valueMinor: Int64 = 0, flags: MovementFlags = [],
    linked: Int32 = StockMovement.none, toPool: Int32 = StockMovement.none,
    lot: Int32 = StockMovement.none, ageDate: CivilDate? = nil,
    order: Int32 = StockMovement.none, output: Int32 = 0
  ) {
    self.ordinal = ordinal
    self.pool = pool
    self.date = date
    self.kind = kind
    self.quantityMicros = quantityMicros
    self.priceState = priceState
    self.valueMinor = valueMinor
    self.flags = flags
    self.linked = linked
    self.toPool = toPool
    self.lot = lot
    self.ageDate = ageDate
    self.order = order
    self.output = output
  }
}
