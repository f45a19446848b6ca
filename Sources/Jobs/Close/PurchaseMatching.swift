import AccountingValues
import Extraction
import Subledgers

/// Brings receipts and bills together by purchase order line: what the bill says before the receipt
/// decides the receipt's value, what it says afterwards is a late cost (ACCOUNTING §2, receipt value).
///
/// Its events are the lines of bills and credits as they are read, then the purchases: receipts from and
/// returns to suppliers, in the order of stock events. Whatever else is known of a purchase is held by
/// its number among them. What purchases are worth may change until stock is costed, and is written over.
struct PurchaseMatching {
  /// Bills, then purchases. An event's document is its place in `billed`, or among the stock events.
  private(set) var events: Pages<PurchaseEvent>
  private(set) var billed = BilledLines()
  private(set) var currencies = CurrencyNumbers()
  /// The receipts and returns among the stock events.
  private(set) var purchases = EventSubset.none
  private var goods = GoodsNumbers()
  /// The next bill of the same goods that says a price, by bill: chains by goods in the order of bills.
  private var nextPrice: [Int32] = []
  private var firstPrice: [Int32] = []
  /// The earliest day on which a bill or one behind it in its chain was posted, by bill.
  private var earliestPrice: [CivilDate] = []
  private var isNumbered = false

  private static let endOfPrices: Int32 = -1
  private static let noPrice: Int32 = -2

  /// Nothing was bought.
  init(pages: any PageSource = MemoryPages.shared) { events = Pages(from: pages) }

  /// How many numbers the events' goods have.
  var goodsCount: Int { goods.count }

  func currency(of event: PurchaseEvent) -> Currency { currencies[Int16(event.currency)] }

  /// The order's line that goods were ordered by, by its number in the documents.
  func orderLine(ofGoods number: Int32) -> Int32? { goods.orderLine(number) }

  /// The currency that the order of each number of goods states; −1 where none does.
  func orderCurrencies(_ documents: PurchaseDocuments) -> [Int32] {
    (0..<Int32(goods.count)).map { number in
      goods.orderLine(number).flatMap { documents.statedCurrency(ofOrderLine: $0) }
        .flatMap { currencies.known($0) }.map { Int32($0) } ?? -1
    }
  }

  // MARK: Bills

  /// Notes the matched lines of a bill or supplier's credit, net of tax.
  mutating func take(
    _ document: Document, _ matched: [(line: Int, key: GoodsKey)], isCredit: Bool
  ) {
    if matched.isEmpty { return }
    let currency = Int32(currencies.number(of: document.currency))
    let sign: Int64 = isCredit ? -1 : 1
    for (line, key) in matched {
      let row = document.lines[line]
      let quantity = row.quantity("quantity")?.micros ?? 0
      events.append(
        PurchaseEvent(
          kind: .bill, orderLine: goods.number(of: key), document: Int32(billed.count),
          currency: currency, date: document.header.date("accounting_date") ?? document.date,
          postingDate: document.date, quantityMicros: sign * quantity,
          amountMinor: sign * document.netByLine[line],
          baseMinor: sign * document.baseNetByLine[line]))
      billed.append(row.key("line_key"), of: document)
      nextPrice.append(!isCredit && quantity > 0 ? Self.endOfPrices : Self.noPrice)
    }
  }

  /// The first bill that says a price of the goods and was posted by a day. A line with many bills is
  /// not searched where all of them came later.
  func price(ofGoods number: Int32, through day: CivilDate) -> PurchaseEvent? {
    var bill = Int(number) < firstPrice.count ? firstPrice[Int(number)] : Self.endOfPrices
    while bill >= 0, earliestPrice[Int(bill)] <= day {
      if events[Int(bill)].postingDate <= day { return events[Int(bill)] }
      bill = nextPrice[Int(bill)]
    }
    return nil
  }

  // MARK: Purchases

  /// Numbers the purchases of the stock events once all bills are there; they are worth nothing yet.
  mutating func take(_ stock: StockEvents, documents: PurchaseDocuments) {
    if isNumbered { return }
    isNumbered = true
    chainPrices()
    purchases = EventSubset(of: stock.count) { stock[$0].isPurchase }
    goods.reserve(purchases.count)
    var lines = ReceiptLines(stock, documents)
    for position in purchases.positions {
      let event = stock[position]
      events.append(
        PurchaseEvent(
          kind: .receipt, orderLine: lines.goods(of: event, &goods), document: Int32(position),
          currency: Int32(CurrencyNumbers.none), date: event.ownDate, postingDate: event.date,
          quantityMicros: event.quantity.micros, amountMinor: 0, baseMinor: 0))
    }
  }

  private mutating func chainPrices() {
    firstPrice = Array(repeating: Self.endOfPrices, count: goods.count)
    earliestPrice = events.map(\.postingDate)
    for bill in events.indices.reversed() where nextPrice[bill] != Self.noPrice {
      let number = Int(events[bill].orderLine)
      let next = firstPrice[number]
      nextPrice[bill] = next
      if next >= 0 { earliestPrice[bill] = min(earliestPrice[bill], earliestPrice[Int(next)]) }
      firstPrice[number] = Int32(bill)
    }
  }

  /// Where the purchases are among `events`, in the order of stock events.
  var purchaseIndices: Range<Int> { billed.count..<events.count }

  /// Where the purchase of a stock event is among `events`.
  func index(ofStockEvent position: Int32) -> Int? {
    purchases.number(of: Int(position)).map { billed.count + $0 }
  }

  /// What a purchase is expected to be billed or credited at: positive for either.
  func expected(_ index: Int) -> ReceiptPrices.Value {
    let event = events[index]
    let sign: Int64 = event.quantityMicros < 0 ? -1 : 1
    return ReceiptPrices.Value(
      currency: currency(of: event), minor: sign * event.amountMinor, base: sign * event.baseMinor)
  }

  /// Writes over what a purchase is expected to be billed or credited at.
  mutating func expect(_ value: ReceiptPrices.Value, of index: Int) {
    let sign: Int64 = events[index].quantityMicros < 0 ? -1 : 1
    events[index].currency = Int32(currencies.number(of: value.currency))
    events[index].amountMinor = sign * value.minor
    events[index].baseMinor = sign * value.base
  }
}

/// What purchases come from: lines of receipts, which are brought to numbers of goods.
private struct ReceiptLines {
  private let stock: StockEvents
  private let documents: PurchaseDocuments
  /// The stream of receipts, by number among the movements' streams; `nil` where no movement has it.
  private let stream: Int32?
  /// Lines that movements name and no document.
  private var unnamed = KeyInterner()
  /// The number of the goods of each.
  private var unnamedGoods: [Int32] = []

  init(_ stock: StockEvents, _ documents: PurchaseDocuments) {
    self.stock = stock
    self.documents = documents
    stream = stock.numbering.keys.documentStreams.id(of: SourceKey("goods_receipts"))
  }

  /// The number under which a receipt or return meets its bills.
  mutating func goods(of event: StockEvent, _ goods: inout GoodsNumbers) -> Int32 {
    guard let line = line(of: event) else { return goods.next() }
    if let key = documents.goodsKey(ofReceiptLine: line) { return goods.number(of: key) }
    let (number, isNew) = unnamed.intern(line)
    if isNew { unnamedGoods.append(goods.next()) }
    return unnamedGoods[Int(number)]
  }

  /// The receipt line that a movement stands for: its own, or for a return that of the receipt it
  /// goes back on. A line number means nothing in another stream.
  private func line(of event: StockEvent) -> SourceKey? {
    guard let stream else { return nil }
    if event.document.stream == stream { return event.documentLine }
    guard let receipt = event.linkedPosition.map({ stock[Int($0)] }), receipt.isReceipt,
      receipt.document.stream == stream
    else { return nil }
    return receipt.documentLine
  }
}
