public import AccountingValues

/// The dense numbers of the keys that stock movements name.
public struct MovementKeys {
  /// Movements: those read, and those that a read one names.
  public internal(set) var movements = KeyInterner()
  /// Items.
  public internal(set) var items = KeyInterner()
  /// Locations.
  public internal(set) var locations = KeyInterner()
  /// Lots and serial numbers.
  public internal(set) var lots = KeyInterner()
  /// Documents, whatever their stream.
  public internal(set) var documents = KeyInterner()
  /// Lines of documents.
  public internal(set) var documentLines = KeyInterner()
  /// The numbers people know documents by.
  public internal(set) var documentNumbers = KeyInterner()
  /// Production orders.
  public internal(set) var workOrders = KeyInterner()
  /// Reasons of counts and scrap.
  public internal(set) var reasons = KeyInterner()
  /// Streams of documents.
  public internal(set) var documentStreams = KeyInterner()

  /// No keys yet.
  public init() {}
}

/// A batch of stock movements in event order, one array per column, ready for the costing engine:
/// numbers instead of keys, counts instead of decimals. `none` stands for NULL.
public struct StockMovementColumns {
  /// NULL in a column of numbers of keys and in `currencies`.
  public static let none: Int32 = -1
  /// NULL in `valueMinor`: nobody stated a value, which is not zero.
  public static let noValue = Int64.min

  /// The words of `kinds`, by their numbers.
  public static let kindWords = words("kind")
  /// The words of `priceStates`, by their numbers.
  public static let priceStateWords = words("price_state")
  /// The words of `owners`, by their numbers; the first, own, stands for NULL.
  public static let ownerWords = words("owner")
  /// The words of the bits of `flags`, lowest first.
  public static let flagWords = words("flags")

  /// Numbers of the movements' keys.
  public private(set) var keys: [Int32] = []
  /// Accounting dates as days since 1970-01-01.
  public private(set) var dates: [Int32] = []
  /// Moments in microseconds since 1970; the start of the accounting date when none is stated.
  public private(set) var recordedAt: [Int64] = []
  /// The source's own sequence, 0 if none.
  public private(set) var sequences: [Int64] = []
  /// What happened, as positions in `kindWords`.
  public private(set) var kinds: [UInt8] = []
  /// Numbers of reasons.
  public private(set) var reasons: [Int32] = []
  /// Numbers of items.
  public private(set) var items: [Int32] = []
  /// Numbers of locations.
  public private(set) var locations: [Int32] = []
  /// Numbers of the locations that transfers go to.
  public private(set) var toLocations: [Int32] = []
  /// Numbers of lots.
  public private(set) var lots: [Int32] = []
  /// Whose goods, as positions in `ownerWords`.
  public private(set) var owners: [UInt8] = []
  /// Signed quantities in 10⁻⁶ stock units.
  public private(set) var quantityMicros: [Int64] = []
  /// What is known of the value, as positions in `priceStateWords`.
  public private(set) var priceStates: [UInt8] = []
  /// Values in minor units of their currency, rounded half away from zero; `noValue` for NULL.
  public private(set) var valueMinor: [Int64] = []
  /// Positions in the numbering's `currencies`; `none` for the base currency.
  public private(set) var currencies: [Int32] = []
  /// What goods from the group cost the group, as `valueMinor`; `noValue` for NULL.
  public private(set) var groupCostMinor: [Int64] = []
  /// Exchange rates in 10⁻⁹; 0 when none is stated.
  public private(set) var rateNanos: [Int64] = []
  /// Numbers of document streams.
  public private(set) var documentStreams: [Int32] = []
  /// Numbers of documents.
  public private(set) var documents: [Int32] = []
  /// Numbers of document lines.
  public private(set) var documentLines: [Int32] = []
  /// Positions of the numbers people know documents by.
  public private(set) var documentNumbers: [Int32] = []
  /// Numbers of the movements that these return, reverse or receive from.
  public private(set) var linked: [Int32] = []
  /// Numbers of production orders.
  public private(set) var workOrders: [Int32] = []
  /// Quality flags as bits, in the order of `flagWords`.
  public private(set) var flags: [UInt8] = []

  /// No movements.
  public init() {}

  /// How many movements.
  public var count: Int { keys.count }

  /// One movement on its way into the columns.
  struct Row: Hashable {
    var key: Int32 = none
    var date: Int32 = 0
    var recordedAt: Int64 = 0
    var sequence: Int64 = 0
    var kind: UInt8 = 0
    var reason: Int32 = none
    var item: Int32 = none
    var location: Int32 = none
    var toLocation: Int32 = none
    var lot: Int32 = none
    var owner: UInt8 = 0
    var quantityMicros: Int64 = 0
    var priceState: UInt8 = 0
    var valueMinor: Int64 = noValue
    var groupCostMinor: Int64 = noValue
    var currency: Int32 = none
    var rateNanos: Int64 = 0
    var documentStream: Int32 = none
    var document: Int32 = none
    var documentLine: Int32 = none
    var documentNumber: Int32 = none
    var linked: Int32 = none
    var workOrder: Int32 = none
    var flags: UInt8 = 0
  }

  mutating func append(_ row: Row) {
    keys.append(row.key)
    dates.append(row.date)
    recordedAt.append(row.recordedAt)
    sequences.append(row.sequence)
    kinds.append(row.kind)
    reasons.append(row.reason)
    items.append(row.item)
    locations.append(row.location)
    toLocations.append(row.toLocation)
    lots.append(row.lot)
    owners.append(row.owner)
    quantityMicros.append(row.quantityMicros)
    priceStates.append(row.priceState)
    valueMinor.append(row.valueMinor)
    groupCostMinor.append(row.groupCostMinor)
    currencies.append(row.currency)
    rateNanos.append(row.rateNanos)
    documentStreams.append(row.documentStream)
    documents.append(row.document)
    documentLines.append(row.documentLine)
    documentNumbers.append(row.documentNumber)
    linked.append(row.linked)
    workOrders.append(row.workOrder)
    flags.append(row.flags)
  }

  /// Empties the batch and keeps its memory.
  mutating func removeAll() {
    keys.removeAll(keepingCapacity: true)
    dates.removeAll(keepingCapacity: true)
    recordedAt.removeAll(keepingCapacity: true)
    sequences.removeAll(keepingCapacity: true)
    kinds.removeAll(keepingCapacity: true)
    reasons.removeAll(keepingCapacity: true)
    items.removeAll(keepingCapacity: true)
    locations.removeAll(keepingCapacity: true)
    toLocations.removeAll(keepingCapacity: true)
    lots.removeAll(keepingCapacity: true)
    owners.removeAll(keepingCapacity: true)
    quantityMicros.removeAll(keepingCapacity: true)
    priceStates.removeAll(keepingCapacity: true)
    valueMinor.removeAll(keepingCapacity: true)
    groupCostMinor.removeAll(keepingCapacity: true)
    currencies.removeAll(keepingCapacity: true)
    rateNanos.removeAll(keepingCapacity: true)
    documentStreams.removeAll(keepingCapacity: true)
    documents.removeAll(keepingCapacity: true)
    documentLines.removeAll(keepingCapacity: true)
    documentNumbers.removeAll(keepingCapacity: true)
    linked.removeAll(keepingCapacity: true)
    workOrders.removeAll(keepingCapacity: true)
    flags.removeAll(keepingCapacity: true)
  }

  private static func words(_ column: String) -> [String] {
    let kind = StreamContract.stockMovements.columns.first { $0.name == column }?.kind
    switch kind {
    case .enumeration(let words), .flags(let words): return words
    default: accountingFault("stock_movements.\(column) has no words")
    }
  }
}

/// What the numbers in the columns stand for.
public struct MovementNumbering {
  /// The keys.
  public internal(set) var keys = MovementKeys()
  /// The currencies met, by the numbers in `StockMovementColumns.currencies`.
  public private(set) var currencies: [Currency] = []
  /// The currency of values that state none.
  public let base: Currency

  init(base: Currency) { self.base = base }

  /// The position of a currency, a new one if it was not met before; few, so a scan is enough.
  mutating func number(of currency: Currency) -> Int32 {
    if let known = currencies.firstIndex(of: currency) { return Int32(known) }
    currencies.append(currency)
    return Int32(currencies.count - 1)
  }

  /// The columns of a checked row.
  mutating func numbered(_ row: StreamRow) -> StockMovementColumns.Row {
    guard let order = row.order, let quantity = row.quantity("quantity") else {
      accountingFault("a stock movement without date or quantity passed its check")
    }
    var numbered = StockMovementColumns.Row()
    numbered.key = keys.movements.intern(row.key).id
    numbered.date = order.date.daysSince1970
    numbered.recordedAt = order.recordedAt.microsecondsSince1970
    numbered.sequence = order.sequence
    numbered.kind = Self.position(row.text("kind"), StockMovementColumns.kindWords)
    numbered.reason = Self.intern(row.text("reason").map(SourceKey.init), &keys.reasons)
    numbered.item = Self.intern(row.key("item_key"), &keys.items)
    numbered.location = Self.intern(row.key("location_key"), &keys.locations)
    numbered.toLocation = Self.intern(row.key("to_location_key"), &keys.locations)
    numbered.lot = Self.intern(row.key("lot_key"), &keys.lots)
    numbered.owner = Self.position(row.text("owner"), StockMovementColumns.ownerWords)
    numbered.quantityMicros = quantity.micros
    numbered.priceState = Self.position(
      row.text("price_state"), StockMovementColumns.priceStateWords)
    let currency = row.currency()
    numbered.currency = currency.map { number(of: $0) } ?? StockMovementColumns.none
    numbered.valueMinor =
      row.money("value", in: currency ?? base)?.minor ?? StockMovementColumns.noValue
    numbered.groupCostMinor =
      row.money("group_cost", in: currency ?? base)?.minor ?? StockMovementColumns.noValue
    numbered.rateNanos = row.decimal("exchange_rate").map(Self.nanos) ?? 0
    numbered.documentStream = Self.intern(
      row.text("document_stream").map(SourceKey.init), &keys.documentStreams)
    numbered.document = Self.intern(row.key("document_key"), &keys.documents)
    numbered.documentLine = Self.intern(row.key("document_line_key"), &keys.documentLines)
    numbered.documentNumber = Self.intern(
      row.text("document_number").map(SourceKey.init), &keys.documentNumbers)
    numbered.linked = Self.intern(row.key("linked_key"), &keys.movements)
    numbered.workOrder = Self.intern(row.key("work_order_key"), &keys.workOrders)
    for flag in row.flags {
      numbered.flags |= 1 << Self.position(flag, StockMovementColumns.flagWords)
    }
    return numbered
  }

  private static func position(_ word: String?, _ words: [String]) -> UInt8 {
    guard let word else { return 0 }
    guard let position = words.firstIndex(of: word) else {
      accountingFault("the word \(word) passed its check and is unknown")
    }
    return UInt8(position)
  }

  private static func intern(_ key: SourceKey?, _ keys: inout KeyInterner) -> Int32 {
    key.map { keys.intern($0).id } ?? StockMovementColumns.none
  }

  private static func nanos(_ rate: ExactDecimal) -> Int64 {
    do { return try rate.exactly(atScale: CellCheck.rateDecimals) } catch {
      accountingFault("an exchange rate passed its check and does not fit")
    }
  }
}
