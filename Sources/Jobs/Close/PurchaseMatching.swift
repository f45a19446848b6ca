import AccountingValues
import Extraction
import Subledgers

/// Brings receipts and bills together by purchase order line: what the bill says before the receipt
/// decides the receipt's value, what it says afterwards is a late cost (ACCOUNTING §2, receipt value).
struct PurchaseMatching {
  /// A purchase event with what leads back to its document.
  private struct Origin {
    /// The stock event, for a receipt; the bill line's place in `bills` otherwise.
    let index: Int32
  }

  /// A line of a bill or debit note that passes through goods received not invoiced.
  struct BilledLine {
    let document: SourceKey
    /// The line's own key within its document.
    let line: SourceKey?
    let number: String
    let stream: String
    let order: EventOrder
  }

  private(set) var events: [PurchaseEvent] = []
  private var origins: [Origin] = []
  private(set) var billed: [BilledLine] = []
  private var orderLines = Interned<Void>()
  private var currencies: [Currency] = []

  /// The keys of order lines, by the numbers that events carry.
  var orderLineKeys: [SourceKey] { orderLines.keys }
  /// The currencies that events refer to by index.
  var currencyList: [Currency] { currencies }

  /// The currency of each order line by the number that events carry; −1 where no order says.
  func orderCurrencies(_ documents: PurchaseDocuments) -> [Int32] {
    orderLines.keys.map { key in
      documents.statedCurrency(ofKey: key).flatMap { currencies.firstIndex(of: $0) }
        .map { Int32($0) } ?? -1
    }
  }

  /// Notes a receipt from, or a return to, a supplier with its expected value.
  mutating func received(
    event index: Int32, _ event: StockEvent, orderLine: SourceKey, _ value: ReceiptPrices.Value
  ) {
    let sign: Int64 = event.quantity.micros < 0 ? -1 : 1
    append(
      PurchaseEvent(
        kind: .receipt, orderLine: orderLines.intern(orderLine, ()), document: index,
        currency: number(of: value.currency), date: event.ownDate, postingDate: event.date,
        quantityMicros: event.quantity.micros, amountMinor: sign * value.minor,
        baseMinor: sign * value.base),
      Origin(index: index))
  }

  /// Notes a stock line of a bill (positive) or of a supplier's credit (negative).
  mutating func billed(
    _ document: Document, line: Int, orderLine: SourceKey, minor: Int64, base: Int64,
    isCredit: Bool
  ) {
    let row = document.lines[line]
    let sign: Int64 = isCredit ? -1 : 1
    let number = Int32(billed.count)
    billed.append(
      BilledLine(
        document: document.key, line: row.key("line_key"), number: document.number,
        stream: document.header.stream,
        order: EventOrder(
          date: document.date, recordedAt: document.header.order?.recordedAt,
          rank: document.header.order?.rank ?? 0, key: document.key)))
    append(
      PurchaseEvent(
        kind: .bill, orderLine: orderLines.intern(orderLine, ()), document: number,
        currency: self.number(of: document.currency),
        date: document.header.date("accounting_date") ?? document.date,
        postingDate: document.date,
        quantityMicros: sign * (row.quantity("quantity")?.micros ?? 0), amountMinor: sign * minor,
        baseMinor: sign * base),
      Origin(index: number))
  }

  private mutating func append(_ event: PurchaseEvent, _ origin: Origin) {
    events.append(event)
    origins.append(origin)
  }

  private mutating func number(of currency: Currency) -> Int32 {
    if let known = currencies.firstIndex(of: currency) { return Int32(known) }
    currencies.append(currency)
    return Int32(currencies.count - 1)
  }
}
