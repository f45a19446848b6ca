public import AccountingValues

/// The dense numbers of the masters and words that stock movements name.
public struct MovementKeys {
  /// Items.
  public internal(set) var items = KeyInterner()
  /// Locations.
  public internal(set) var locations = KeyInterner()
  /// Lots and serial numbers.
  public internal(set) var lots = KeyInterner()
  /// Production orders.
  public internal(set) var workOrders = KeyInterner()
  /// Reasons of counts and scrap.
  public internal(set) var reasons = KeyInterner()
  /// Streams of documents.
  public internal(set) var documentStreams = KeyInterner()

  /// No keys yet.
  public init() {}
}

/// One stock movement in dense form: numbers instead of keys of masters, counts instead of decimals.
/// `none` stands for NULL. What there is of as much as of movements, keys of movements and documents, has
/// no numbers, which would take a table of them all: it is held.
public struct StockMovementRow: Hashable, Sendable {
  /// NULL where a number of a key or currency stands.
  public static let none: Int32 = -1
  /// NULL in `valueMicros` and `groupCostMinor`: nobody stated a value, which is not zero.
  public static let noValue = Int64.min
  /// NULL in `rateNanos`.
  public static let noRate = Int64.min

  /// The words of `kind`, by their numbers.
  public static let kindWords = words("kind")
  /// The words of `priceState`, by their numbers.
  public static let priceStateWords = words("price_state")
  /// The words of `owner`, by their numbers; the first, own, stands for NULL.
  public static let ownerWords = words("owner")
  /// The words of the bits of `flags`, lowest first: those of the contract, and `reversal` of rows that
  /// correct what was filed.
  public static let flagWords = statedFlagWords + ["reversal"]
  /// The words that a source may state.
  static let statedFlagWords = words("flags")

  /// The movement's key.
  public var key = HeldKey.none
  /// The accounting date as days since 1970-01-01.
  public var date: Int32 = 0
  /// The moment in microseconds since 1970; the start of the accounting date when none is stated.
  public var recordedAt: Int64 = 0
  /// The source's own sequence, 0 if none.
  public var sequence: Int64 = 0
  /// What happened, as position in `kindWords`.
  public var kind: UInt8 = 0
  /// Number of the reason.
  public var reason: Int32 = none
  /// Number of the item.
  public var item: Int32 = none
  /// Number of the location.
  public var location: Int32 = none
  /// Number of the location that a transfer goes to.
  public var toLocation: Int32 = none
  /// Number of the lot.
  public var lot: Int32 = none
  /// Whose goods, as position in `ownerWords`.
  public var owner: UInt8 = 0
  /// Signed quantity in 10⁻⁶ stock units.
  public var quantityMicros: Int64 = 0
  /// What is known of the value, as position in `priceStateWords`.
  public var priceState: UInt8 = 0
  /// The value in 10⁻⁶ of its currency, exactly; `noValue` for NULL and for one that is finer or larger.
  public var valueMicros: Int64 = noValue
  /// The value where it is no count of 10⁻⁶ within 64 bits.
  public var otherValue: ExactDecimal?
  /// What goods from the group cost the group, in minor units of the currency; `noValue` for NULL.
  public var groupCostMinor: Int64 = noValue
  /// Position in the numbering's `currencies`; `none` for the base currency.
  public var currency: Int32 = none
  /// The exchange rate in 10⁻⁹; `noRate` when none is stated.
  public var rateNanos: Int64 = noRate
  /// Number of the document's stream.
  public var documentStream: Int32 = none
  /// The document, whatever its stream.
  public var document = HeldKey.none
  /// The document's line.
  public var documentLine = HeldKey.none
  /// The number people know the document by.
  public var documentNumber = HeldKey.none
  /// The movement that this one returns, reverses or receives from.
  public var linked = HeldKey.none
  /// Number of the production order.
  public var workOrder: Int32 = none
  /// Quality flags as bits, in the order of `flagWords`.
  public var flags: UInt8 = 0

  /// A movement that says nothing yet.
  public init() {}

  /// The value exactly as stated; `nil` for NULL.
  public var value: ExactDecimal? {
    otherValue ?? (valueMicros == Self.noValue ? nil : MovementSums.exact(Int128(valueMicros)))
  }

  private static func words(_ column: String) -> [String] {
    let kind = StreamContract.stockMovements.columns.first { $0.name == column }?.kind
    switch kind {
    case .enumeration(let words), .flags(let words): return words
    default: accountingFault("stock_movements.\(column) has no words")
    }
  }
}

/// What the numbers in the rows stand for. A reference type: it grows with every row, and whoever keeps
/// rows keeps it.
public final class MovementNumbering {
  /// The numbers of masters and words.
  public internal(set) var keys = MovementKeys()
  /// The keys of movements and documents.
  public let held: HeldKeys
  /// The currencies met, by the numbers that rows state.
  public private(set) var currencies: [Currency] = []
  /// The currency of values that state none.
  public let base: Currency

  /// A numbering without numbers.
  ///
  /// - Parameters:
  ///   - base: the currency of values that state none.
  ///   - pages: where the memory of many keys comes from.
  public init(base: Currency, pages: any PageSource = MemoryPages.shared) {
    self.base = base
    held = HeldKeys(pages: pages)
  }

  /// The position of a currency, a new one if it was not met before; few, so a scan is enough.
  func number(of currency: Currency) -> Int32 {
    if let known = currencies.firstIndex(of: currency) { return Int32(known) }
    currencies.append(currency)
    return Int32(currencies.count - 1)
  }

  /// A checked row in dense form.
  public func numbered(_ row: StreamRow) -> StockMovementRow {
    guard let order = row.order, let quantity = row.quantity("quantity") else {
      accountingFault("a stock movement without date or quantity passed its check")
    }
    var numbered = StockMovementRow()
    numbered.key = held.hold(row.key)
    numbered.date = order.date.daysSince1970
    numbered.recordedAt = order.recordedAt.microsecondsSince1970
    numbered.sequence = order.sequence
    numbered.kind = Self.position(row.text("kind"), StockMovementRow.kindWords)
    numbered.reason = Self.intern(row.text("reason").map(SourceKey.init), &keys.reasons)
    numbered.item = Self.intern(row.key("item_key"), &keys.items)
    numbered.location = Self.intern(row.key("location_key"), &keys.locations)
    numbered.toLocation = Self.intern(row.key("to_location_key"), &keys.locations)
    numbered.lot = Self.intern(row.key("lot_key"), &keys.lots)
    numbered.owner = Self.position(row.text("owner"), StockMovementRow.ownerWords)
    numbered.quantityMicros = quantity.micros
    numbered.priceState = Self.position(
      row.text("price_state"), StockMovementRow.priceStateWords)
    let currency = row.currency()
    numbered.currency = currency.map { number(of: $0) } ?? StockMovementRow.none
    numbered.groupCostMinor =
      row.money("group_cost", in: currency ?? base)?.minor ?? StockMovementRow.noValue
    if let value = row.decimal("value") {
      if let micros = try? value.exactly(atScale: CellCheck.microDecimals),
        micros != StockMovementRow.noValue
      {
        numbered.valueMicros = micros
      } else {
        numbered.otherValue = value
      }
    }
    numbered.rateNanos = row.decimal("exchange_rate").map(Self.nanos) ?? StockMovementRow.noRate
    numbered.documentStream = Self.intern(
      row.text("document_stream").map(SourceKey.init), &keys.documentStreams)
    numbered.document = held.hold(row.key("document_key"))
    numbered.documentLine = held.hold(row.key("document_line_key"))
    numbered.documentNumber = held.hold(row.text("document_number").map(SourceKey.init))
    numbered.linked = held.hold(row.key("linked_key"))
    numbered.workOrder = Self.intern(row.key("work_order_key"), &keys.workOrders)
    for flag in row.flags {
      numbered.flags |= 1 << Self.position(flag, StockMovementRow.flagWords)
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
    key.map { keys.intern($0).id } ?? StockMovementRow.none
  }

  private static func nanos(_ rate: ExactDecimal) -> Int64 {
    do { return try rate.exactly(atScale: CellCheck.rateDecimals) } catch {
      accountingFault("an exchange rate passed its check and does not fit")
    }
  }

  /// What a movement of a kit moves of one component.
  ///
  /// - Parameters:
  ///   - kit: the kit's movement.
  ///   - item: the component.
  ///   - key: the key of its movement.
  ///   - quantity: its signed quantity.
  ///   - linked: the movement that it goes back on.
  /// - Returns: the movement, at the same time and place and by the same document, without a value.
  public func part(
    of kit: StockMovementRow, item: SourceKey, key: SourceKey, quantity: Quantity,
    linked: SourceKey?
  ) -> StockMovementRow {
    var row = kit
    row.key = held.hold(key)
    row.item = keys.items.intern(item).id
    row.lot = StockMovementRow.none
    row.quantityMicros = quantity.micros
    row.priceState = Self.position("missing", StockMovementRow.priceStateWords)
    row.valueMicros = StockMovementRow.noValue
    row.otherValue = nil
    row.groupCostMinor = StockMovementRow.noValue
    row.linked = held.hold(linked)
    return row
  }

  /// Stock at go-live that no row of the stream brings.
  ///
  /// - Parameters:
  ///   - key: the movement's key.
  ///   - day: its day.
  ///   - quantity: how much there is.
  ///   - document: the key of the row that says so.
  ///   - stream: the stream of that row.
  /// - Returns: the movement, without a value.
  public func opening(
    _ key: SourceKey, on day: CivilDate, quantity: Quantity, document: SourceKey, of stream: String
  ) -> StockMovementRow {
    var row = StockMovementRow()
    row.key = held.hold(key)
    row.date = day.daysSince1970
    row.recordedAt = Timestamp(startOf: day).microsecondsSince1970
    row.kind = Self.position("opening", StockMovementRow.kindWords)
    row.quantityMicros = quantity.micros
    row.priceState = Self.position("known", StockMovementRow.priceStateWords)
    row.documentStream = keys.documentStreams.intern(SourceKey(stream)).id
    row.document = held.hold(document)
    return row
  }
}
