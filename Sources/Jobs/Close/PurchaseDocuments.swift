import AccountingValues
import Extraction

/// What purchasing documents say about order lines and receipt lines.
struct PurchaseDocuments {
  struct OrderLine {
    let order: SourceKey
    let item: SourceKey?
    let unitPrice: UnitCost?
    let currency: Currency
    /// The currency that the order itself states.
    let statedCurrency: Currency?
    let ordered: Quantity
    let received: Quantity?
    let expectedOn: CivilDate?
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

  /// Lines of receipts that state a value.
  private(set) var receiptLines: [SourceKey: ReceiptLine] = [:]
  /// By the canonical text of an order line's key.
  private(set) var orderLines: [SourceKey: OrderLine] = [:]
  /// The order line of each receipt line.
  private(set) var orderLineOfReceiptLine: [SourceKey: SourceKey] = [:]
  /// The supplier of each receipt.
  private(set) var partnerOfReceipt: [SourceKey: SourceKey] = [:]
  /// The number by which people know each receipt.
  private(set) var numberOfReceipt: [SourceKey: String] = [:]
  /// What receipts say came in, in the order they were read.
  private(set) var receivedLines: [ReceivedLine] = []

  /// A line of a receipt with a quantity above zero.
  struct ReceivedLine {
    let name: ReceiptLineKey
    let number: String
    let item: SourceKey?
    let quantity: Quantity
  }

  /// What a line of a bill meets its goods by, for the credits that name it.
  private var keyOfBillLine: [BillLine: SourceKey] = [:]
  /// The bill of each line key; `nil` where several bills have a line of that key.
  private var billOfLine: [SourceKey: SourceKey?] = [:]

  private struct BillLine: Hashable {
    let bill: SourceKey
    let line: SourceKey
  }

  mutating func takeOrder(_ header: StreamRow, _ lines: [StreamRow], base: Currency) {
    let currency = header.currency() ?? base
    let status = header.text("status") ?? ""
    for line in lines {
      guard let key = line.key("line_key"), let quantity = line.quantity("quantity") else {
        continue
      }
      orderLines[key] = OrderLine(
        order: header.key, item: line.key("item_key"), unitPrice: line.unitCost("unit_price"),
        currency: currency, statedCurrency: header.currency(), ordered: quantity,
        received: line.quantity("received_quantity"),
        expectedOn: line.date("expected_on") ?? header.date("expected_on"), status: status,
        partner: header.key("partner_key"),
        orderedOn: header.date("accounting_date") ?? .earliest)
    }
  }

  mutating func takeReceipt(_ header: StreamRow, _ lines: [StreamRow], base: Currency) {
    if let partner = header.key("partner_key") { partnerOfReceipt[header.key] = partner }
    numberOfReceipt[header.key] = header.documentNumber
    for line in lines {
      guard let key = line.key("line_key") else { continue }
      if let order = line.key("order_line_key") { orderLineOfReceiptLine[key] = order }
      let currency = line.currency() ?? base
      if let quantity = line.quantity("quantity"), quantity.micros > 0 {
        receivedLines.append(
          ReceivedLine(
            name: ReceiptLineKey(receipt: header.key, line: key), number: header.documentNumber,
            item: line.key("item_key"), quantity: quantity))
      }
      if let quantity = line.quantity("quantity"),
        let amount = line.money("net_amount", in: currency)
      {
        receiptLines[key] = ReceiptLine(
          quantity: quantity, currency: currency, minor: amount.minor)
      }
    }
  }

  /// Notes the lines of a bill and the keys some of them meet their goods by.
  mutating func takeBill(_ document: Document, matched: [(line: Int, key: SourceKey)]) {
    for line in document.lines {
      guard let key = line.key("line_key") else { continue }
      billOfLine[key] = .some(billOfLine[key] == nil ? document.key : nil)
    }
    for (line, key) in matched {
      guard let name = document.lines[line].key("line_key") else { continue }
      keyOfBillLine[BillLine(bill: document.key, line: name)] = key
    }
  }

  /// The key by which a bill's line meets its goods; `nil` for a line that meets none. Lines are
  /// often numbered within their bill, so that without the bill only a key that one bill has counts.
  func matchingKey(ofBillLine line: SourceKey, of bill: SourceKey?) -> SourceKey? {
    guard let bill = bill ?? billOfLine[line] ?? nil else { return nil }
    return keyOfBillLine[BillLine(bill: bill, line: line)]
  }

  /// The currency of the order line that a matching key stands for.
  func statedCurrency(ofKey key: SourceKey) -> Currency? { orderLine(ofKey: key)?.statedCurrency }

  /// The order line that a matching key stands for.
  func orderLine(ofKey key: SourceKey) -> OrderLine? {
    guard key.text.hasPrefix(Self.orderPrefix) else { return nil }
    return orderLines[SourceKey(String(key.text.dropFirst(Self.orderPrefix.count)))]
  }

  private static let orderPrefix = "order:"

  /// The key under which a receipt and its bill meet: the order line, else the receipt line, else
  /// nothing but itself.
  func matchingKey(receiptLine: SourceKey?, orderLine: SourceKey?) -> SourceKey? {
    if let orderLine { return SourceKey(Self.orderPrefix + orderLine.text) }
    guard let receiptLine else { return nil }
    if let order = orderLineOfReceiptLine[receiptLine] {
      return SourceKey(Self.orderPrefix + order.text)
    }
    return SourceKey("receipt:" + receiptLine.text)
  }
}
