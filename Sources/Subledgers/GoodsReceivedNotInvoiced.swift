public import AccountingValues

/// A receipt or a bill of one purchase order line.
public struct PurchaseEvent: Hashable, Sendable, BitwiseCopyable {
  /// Which document it comes from.
  public enum Kind: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
    /// Goods or services received; negative when returned to the supplier.
    case receipt
    /// A supplier's bill; negative for a debit or credit note.
    case bill
  }

  /// Receipt or bill.
  public var kind: Kind
  /// Dense id of the purchase order line, from 0. Without an order, the line of the receipt.
  public var orderLine: Int32
  /// The caller's ordinal of the document line.
  public var document: Int32
  /// Index into the list of currencies.
  public var currency: Int32
  /// Its own accounting date.
  public var date: CivilDate
  /// The date it was posted on.
  public var postingDate: CivilDate
  /// The quantity in millionths of the stock unit; 0 for a bill that only changes the price.
  public var quantityMicros: Int64
  /// The value net of recoverable tax, in minor units of the currency.
  public var amountMinor: Int64
  /// The value in the base currency, minor units.
  public var baseMinor: Int64

  /// An event. Without a posting date it was posted on its own date.
  public init(
    kind: Kind, orderLine: Int32, document: Int32, currency: Int32, date: CivilDate,
    postingDate: CivilDate? = nil, quantityMicros: Int64, amountMinor: Int64, baseMinor: Int64
  ) {
    self.kind = kind
    self.orderLine = orderLine
    self.document = document
    self.currency = currency
    self.date = date
    self.postingDate = postingDate ?? date
    self.quantityMicros = quantityMicros
    self.amountMinor = amountMinor
    self.baseMinor = baseMinor
  }
}

/// A quantity with its value on the account for goods received and not invoiced.
public struct UnmatchedGoods: Hashable, Sendable {
  /// In millionths of the stock unit; not negative.
  public var quantityMicros: Int64
  /// In minor units of the line's currency.
  public var amountMinor: Int64
  /// In minor units of the base currency.
  public var baseMinor: Int64

  /// Nothing.
  public static let zero = UnmatchedGoods(quantityMicros: 0, amountMinor: 0, baseMinor: 0)

  /// Whether nothing stands open.
  public var isZero: Bool { quantityMicros == 0 && amountMinor == 0 && baseMinor == 0 }

  /// Goods from their parts.
  public init(quantityMicros: Int64, amountMinor: Int64, baseMinor: Int64) {
    self.quantityMicros = quantityMicros
    self.amountMinor = amountMinor
    self.baseMinor = baseMinor
  }
}

/// Receipts against bills by purchase order line: what was received and not invoiced, what was
/// invoiced and not received, and the price differences between what met.
///
/// Within a line, receipts and bills meet first in, first out, whichever came first. What is left of
/// a partly met document keeps round(value left × quantity ÷ quantity left), the last unit the rest.
/// A return to the supplier works like a bill (it takes receipts off, or waits for its credit), a
/// negative bill like a receipt. A bill or credit without quantity changes the price of what was
/// billed before it, by quantity.
///
///     received 10 for 100.00, billed 6 for 66.00
///     // 4 for 40.00 not invoiced; 6 met with a price difference of 6.00
///
/// The balance of the account is Σ received not invoiced (credit) − Σ invoiced not received (debit):
/// price and exchange differences leave it for stock and for the exchange account.
public struct GoodsReceivedNotInvoiced: Sendable {
  /// The state of an order line.
  public struct Line: Hashable, Sendable {
    /// The order line.
    public var orderLine: Int32
    /// Index into the list of currencies.
    public var currency: Int32
    /// Received less returned, in millionths.
    public var receivedMicros: Int64
    /// Billed less credited, in millionths.
    public var billedMicros: Int64
    /// Received and not invoiced: a credit of the account.
    public var receivedNotInvoiced: UnmatchedGoods
    /// Invoiced and not received: a debit of the account, goods in transit.
    public var invoicedNotReceived: UnmatchedGoods
    /// The own date of the oldest document not fully met; `nil` when all met.
    public var openSince: CivilDate?
  }

  /// A receipt and a bill that met.
  public struct Match: Hashable, Sendable {
    /// Index of the event on the received side; −1 for a bill without quantity that met no goods.
    public var received: Int32
    /// Index of the event on the billed side.
    public var billed: Int32
    /// The day both were there, in the view computed.
    public var date: CivilDate
    /// The quantity that met, in millionths.
    public var quantityMicros: Int64
    /// Billed − received in the line's currency: what the price differed by.
    public var priceDifferenceMinor: Int64
    /// The price difference in base at the receipt's rate: a late cost.
    public var priceDifferenceBaseMinor: Int64
    /// The rest of billed − received in base: a realised exchange loss when positive.
    public var exchangeLossMinor: Int64
  }

  /// The balance by currency; ties to the account.
  public struct Total: Hashable, Sendable {
    /// Index into the list of currencies.
    public var currency: Int32
    /// Σ received not invoiced.
    public var receivedNotInvoiced: UnmatchedGoods
    /// Σ invoiced not received.
    public var invoicedNotReceived: UnmatchedGoods
  }

  /// What met, by order line and then in order of events.
  public let matches: [Match]
  /// The balance by currency that occurs.
  public let totals: [Total]
  /// Events in another currency than their order line: left out, to be found.
  public let strangers: [Int32]
  private let events: Pages<PurchaseEvent>
  private let orderCurrencies: [Int32]
  private let asOf: CivilDate
  private let view: LedgerView

  /// Matches the events known on a day. It keeps the events it is given, and no line: of a million
  /// order lines few are asked for.
  ///
  /// - Parameters:
  ///   - events: receipts and bills, in order of events.
  ///   - orderCurrencies: the currency each order line was ordered in, by its id, −1 where nobody
  ///     says; an order line that is missing counts in the currency of its first event.
  ///   - asOf: the day.
  ///   - view: which dates count.
  /// - Throws: `ValueError.outOfRange` when the amounts together leave 64 bits.
  public init(
    _ events: Pages<PurchaseEvent>, orderCurrencies: [Int32] = [], asOf: CivilDate,
    view: LedgerView = .asFiled
  ) throws(ValueError) {
    var matching = GoodsMatching(
      events: events, orderCurrencies: orderCurrencies, asOf: asOf, view: view)
    var totals = GoodsTotals()
    try matching.run { totals.add($0) }
    matches = matching.exactMatches()
    strangers = matching.strangers
    self.totals = totals.byCurrency
    self.events = events
    self.orderCurrencies = orderCurrencies
    self.asOf = asOf
    self.view = view
  }

  /// Lines that have events, by order line; found by matching once more.
  public var lines: [Line] {
    var lines: [Line] = []
    var matching = GoodsMatching(
      events: events, orderCurrencies: orderCurrencies, asOf: asOf, view: view)
    do { try matching.run { lines.append($0) } } catch {
      accountingFault("what was matched once does not match again: \(error)")
    }
    return lines
  }

  /// SUB-010: an event whose currency differs from its order line's.
  public func findings(label: (_ event: Int) -> RowLabel) -> [Finding] {
    strangers.map { index in
      let label = label(Int(index))
      return Finding(
        code: "SUB-010", severity: .error, origin: label.origin, key: label.key,
        document: label.document,
        message: "The document line is in another currency than the purchase order line it names; "
          + "it is left out of the match of receipts and bills.",
        action: "Correct the currency or the order line in the source.")
    }.sorted()
  }
}
