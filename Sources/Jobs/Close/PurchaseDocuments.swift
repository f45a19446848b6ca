import AccountingValues
import Extraction

/// What purchasing documents say about order lines and receipt lines. Keys are numbered once, and what
/// all lines of a document share is held once: 32 bytes and a key for a line.
struct PurchaseDocuments {
  struct OrderLine {
    let item: SourceKey?
    let unitPrice: UnitCost?
    let currency: Currency
    /// The currency that the order itself states.
    let statedCurrency: Currency?
    let ordered: Quantity
    let received: Quantity?
    let status: String
    let partner: SourceKey?
    let orderedOn: CivilDate
  }

  /// What a receipt's line states of what was accepted.
  struct ReceiptLine {
    let quantity: Quantity
    let currency: Currency
    let minor: Int64
  }

  /// A line of a receipt with a quantity above zero.
  struct ReceivedLine {
    let name: ReceiptLineKey
    let number: String
    let item: SourceKey?
    let quantity: Quantity
  }

  // MARK: As held

  /// No number of a key, order, currency or bill.
  private static let none: Int32 = -1
  /// Stands for an amount that nobody states.
  private static let noAmount = Int64.min

  private struct Order {
    let currency: Currency
    let statedCurrency: Currency?
    let status: String
    let partner: SourceKey?
    let orderedOn: CivilDate
  }

  private struct HeldOrderLine {
    /// `none` for a line that others name and no order has.
    var order = PurchaseDocuments.none
    var item = PurchaseDocuments.none
    var unitPrice = PurchaseDocuments.noAmount
    var ordered: Int64 = 0
    var received = PurchaseDocuments.noAmount
  }

  private struct HeldReceiptLine {
    var orderLine = PurchaseDocuments.none
    /// `none` for a line that states no value.
    var currency = CurrencyNumbers.none
    var quantity: Int64 = 0
    var minor: Int64 = 0
  }

  private struct Receipt {
    var number = ""
    var partner: SourceKey?
  }

  private struct HeldReceivedLine {
    let receipt: Int32
    let line: Int32
    let item: Int32
    let quantity: Int64
  }

  private struct BillLine {
    let line: Int32
    let key: GoodsKey
  }

  private var items = KeyInterner()
  private var currencies = CurrencyNumbers()
  private var orders: [Order] = []
  private var orderLineKeys = KeyInterner()
  /// By number of the order line's key.
  private var heldOrderLines: [HeldOrderLine] = []
  private var receiptKeys = KeyInterner()
  /// By number of the receipt's key.
  private var receipts: [Receipt] = []
  /// Lines of receipts, and those that bills and charges name.
  private var receiptLineKeys = KeyInterner()
  /// By number of the receipt line's key.
  private var heldReceiptLines: [HeldReceiptLine] = []
  /// In the order they were read.
  private var heldReceivedLines: [HeldReceivedLine] = []
  private var billKeys = KeyInterner()
  private var billLineKeys = KeyInterner()
  /// What lines of bills meet their goods by, for the credits that name them: bill after bill.
  private var billLines: [BillLine] = []
  /// Where a bill's lines are in `billLines`, by number of its key.
  private var linesOfBill: [Range<Int32>] = []
  /// The bill of each line key, by its number; `none` where several bills have a line of that key.
  private var billOfLine: [Int32] = []
}

// MARK: - Intake

extension PurchaseDocuments {
  mutating func takeOrder(_ header: StreamRow, _ lines: [StreamRow], base: Currency) {
    let order = Int32(orders.count)
    orders.append(
      Order(
        currency: header.currency() ?? base, statedCurrency: header.currency(),
        status: header.text("status") ?? "", partner: header.key("partner_key"),
        orderedOn: header.date("accounting_date") ?? .earliest))
    for line in lines {
      guard let key = line.key("line_key"), let quantity = line.quantity("quantity") else {
        continue
      }
      let number = number(ofOrderLine: key)
      heldOrderLines[Int(number)] = HeldOrderLine(
        order: order, item: item(of: line),
        unitPrice: line.unitCost("unit_price")?.micros ?? Self.noAmount, ordered: quantity.micros,
        received: line.quantity("received_quantity")?.micros ?? Self.noAmount)
    }
  }

  mutating func takeReceipt(_ header: StreamRow, _ lines: [StreamRow], base: Currency) {
    let receipt = receiptKeys.intern(header.key).id
    if receipts.count == Int(receipt) { receipts.append(Receipt()) }
    receipts[Int(receipt)].number = header.documentNumber
    if let partner = header.key("partner_key") { receipts[Int(receipt)].partner = partner }
    for line in lines {
      guard let key = line.key("line_key") else { continue }
      let number = number(ofReceiptLine: key)
      if let order = line.key("order_line_key") {
        heldReceiptLines[Int(number)].orderLine = self.number(ofOrderLine: order)
      }
      guard let quantity = line.quantity("quantity") else { continue }
      if quantity.micros > 0 {
        heldReceivedLines.append(
          HeldReceivedLine(
            receipt: receipt, line: number, item: item(of: line), quantity: quantity.micros))
      }
      let currency = line.currency() ?? base
      if let amount = line.money("net_amount", in: currency) {
        heldReceiptLines[Int(number)].currency = currencies.number(of: currency)
        heldReceiptLines[Int(number)].quantity = quantity.micros
        heldReceiptLines[Int(number)].minor = amount.minor
      }
    }
  }

  /// Notes the lines of a bill and the keys some of them meet their goods by.
  mutating func takeBill(_ document: Document, matched: [(line: Int, key: GoodsKey)]) {
    let (bill, isNew) = billKeys.intern(document.key)
    for line in document.lines {
      guard let key = line.key("line_key") else { continue }
      let (number, isFirst) = billLineKeys.intern(key)
      if isFirst { billOfLine.append(bill) } else { billOfLine[Int(number)] = Self.none }
    }
    let start = Int32(billLines.count)
    if !isNew { for known in linesOfBill[Int(bill)] { billLines.append(billLines[Int(known)]) } }
    for (line, key) in matched {
      guard let name = document.lines[line].key("line_key") else { continue }
      billLines.append(BillLine(line: billLineKeys.intern(name).id, key: key))
    }
    let range = start..<Int32(billLines.count)
    if isNew { linesOfBill.append(range) } else { linesOfBill[Int(bill)] = range }
  }

  private mutating func item(of line: StreamRow) -> Int32 {
    line.key("item_key").map { items.intern($0).id } ?? Self.none
  }

  private mutating func number(ofOrderLine key: SourceKey) -> Int32 {
    let (number, isNew) = orderLineKeys.intern(key)
    if isNew { heldOrderLines.append(HeldOrderLine()) }
    return number
  }

  private mutating func number(ofReceiptLine key: SourceKey) -> Int32 {
    let (number, isNew) = receiptLineKeys.intern(key)
    if isNew { heldReceiptLines.append(HeldReceiptLine()) }
    return number
  }
}

// MARK: - Answers

extension PurchaseDocuments {
  /// The lines of all orders.
  var orderLines: some Sequence<OrderLine> {
    heldOrderLines.indices.lazy.compactMap { orderLine(number: Int32($0)) }
  }

  /// What an order says of a line; `nil` for a line that no order has.
  func orderLine(_ key: SourceKey) -> OrderLine? {
    orderLineKeys.id(of: key).flatMap { orderLine(number: $0) }
  }

  /// What an order says of a line, by the line's number.
  func orderLine(number: Int32) -> OrderLine? {
    let line = heldOrderLines[Int(number)]
    guard line.order != Self.none else { return nil }
    let order = orders[Int(line.order)]
    return OrderLine(
      item: line.item == Self.none ? nil : items[line.item],
      unitPrice: Self.stated(line.unitPrice).map { UnitCost(micros: $0) },
      currency: order.currency, statedCurrency: order.statedCurrency,
      ordered: Quantity(micros: line.ordered),
      received: Self.stated(line.received).map { Quantity(micros: $0) }, status: order.status,
      partner: order.partner, orderedOn: order.orderedOn)
  }

  /// The currency that the order of a line states itself, by the line's number.
  func statedCurrency(ofOrderLine number: Int32) -> Currency? {
    let order = heldOrderLines[Int(number)].order
    return order == Self.none ? nil : orders[Int(order)].statedCurrency
  }

  /// The order line that a receipt's line names, where an order has it.
  func orderLine(ofReceiptLine key: SourceKey) -> OrderLine? {
    guard let number = receiptLineKeys.id(of: key),
      heldReceiptLines[Int(number)].orderLine != Self.none
    else { return nil }
    return orderLine(number: heldReceiptLines[Int(number)].orderLine)
  }

  /// What a receipt's line states; `nil` for one without a value.
  func receiptLine(_ key: SourceKey) -> ReceiptLine? {
    guard let number = receiptLineKeys.id(of: key) else { return nil }
    let line = heldReceiptLines[Int(number)]
    guard line.currency != CurrencyNumbers.none else { return nil }
    return ReceiptLine(
      quantity: Quantity(micros: line.quantity), currency: currencies[line.currency],
      minor: line.minor)
  }

  /// The supplier of a receipt.
  func partner(ofReceipt key: SourceKey) -> SourceKey? {
    receiptKeys.id(of: key).flatMap { receipts[Int($0)].partner }
  }

  /// The number by which people know a receipt.
  func number(ofReceipt key: SourceKey) -> String? {
    receiptKeys.id(of: key).map { receipts[Int($0)].number }
  }

  /// Whether receipts say that anything came in.
  var hasReceivedLines: Bool { !heldReceivedLines.isEmpty }

  /// Receipts and lines of receipts that stock movements name, by their numbers.
  struct MovedGoods {
    /// Whether a movement names any receipt, be it known or not.
    fileprivate(set) var hasAny = false
    fileprivate var receipts = BitSet()
    fileprivate var lines: Set<Int64> = []

    /// Lines are often numbered within their receipt.
    fileprivate static func code(_ receipt: Int32, _ line: Int32) -> Int64 {
      Int64(receipt) << 32 | Int64(line)
    }
  }

  /// Notes what a movement names: a line of a receipt, or without a line all of it.
  func note(_ receipt: SourceKey, line: SourceKey?, in moved: inout MovedGoods) {
    moved.hasAny = true
    guard let number = receiptKeys.id(of: receipt) else { return }
    guard let line else {
      moved.receipts.insert(number)
      return
    }
    if let line = receiptLineKeys.id(of: line) { moved.lines.insert(MovedGoods.code(number, line)) }
  }

  /// What receipts say came in and nothing moved, in the order they were read.
  func receivedLines(without moved: MovedGoods) -> some Sequence<ReceivedLine> {
    heldReceivedLines.lazy.filter { line in
      !moved.receipts.contains(line.receipt)
        && !moved.lines.contains(MovedGoods.code(line.receipt, line.line))
    }.map { line in
      ReceivedLine(
        name: ReceiptLineKey(receipt: receiptKeys[line.receipt], line: receiptLineKeys[line.line]),
        number: receipts[Int(line.receipt)].number,
        item: line.item == Self.none ? nil : items[line.item],
        quantity: Quantity(micros: line.quantity))
    }
  }

  private static func stated(_ amount: Int64) -> Int64? { amount == noAmount ? nil : amount }
}

// MARK: - What receipts and bills meet under

extension PurchaseDocuments {
  /// The key that a bill or charge names: the order line, else that of the receipt line, else the
  /// receipt line itself.
  mutating func goodsKey(receiptLine: SourceKey?, orderLine: SourceKey?) -> GoodsKey? {
    if let orderLine { return .orderLine(number(ofOrderLine: orderLine)) }
    guard let receiptLine else { return nil }
    let number = number(ofReceiptLine: receiptLine)
    return goodsKey(ofReceiptLine: number)
  }

  /// The key of a receipt's line; `nil` for one that no document names, which nothing can meet.
  func goodsKey(ofReceiptLine key: SourceKey) -> GoodsKey? {
    receiptLineKeys.id(of: key).map { goodsKey(ofReceiptLine: $0) }
  }

  private func goodsKey(ofReceiptLine number: Int32) -> GoodsKey {
    let order = heldReceiptLines[Int(number)].orderLine
    return order == Self.none ? .receiptLine(number) : .orderLine(order)
  }

  /// The key by which a bill's line meets its goods; `nil` for a line that meets none. Lines are
  /// often numbered within their bill, so that without the bill only a key that one bill has counts.
  func goodsKey(ofBillLine key: SourceKey, of bill: SourceKey?) -> GoodsKey? {
    guard let line = billLineKeys.id(of: key) else { return nil }
    let number = bill.map { billKeys.id(of: $0) ?? Self.none } ?? billOfLine[Int(line)]
    guard number != Self.none else { return nil }
    return linesOfBill[Int(number)].last { billLines[Int($0)].line == line }
      .map { billLines[Int($0)].key }
  }
}
