import AccountingValues
import Extraction
import Subledgers

/// Feeds receipts and bills into the match of goods received and not invoiced.
struct BillMatching {
  /// What a bill's line says of one quantity.
  struct BilledPrice {
    let date: CivilDate
    let currency: Currency
    let quantity: Quantity
    let minor: Int64
  }

  private(set) var matching = PurchaseMatching()
  /// Prices of bills, by the key under which they meet receipts, in event order.
  private(set) var prices: [SourceKey: [BilledPrice]] = [:]

  /// The lines of a bill or supplier's credit that pass through goods received not invoiced: stock
  /// lines that name an order line, a receipt line, or a bill's line that did.
  static func matchedLines(
    of document: Document, documents: PurchaseDocuments
  ) -> [(line: Int, key: SourceKey)] {
    document.lines.indices.compactMap { index in
      let row = document.lines[index]
      guard ["stock", "kit"].contains(row.text("line_kind") ?? "") else { return nil }
      func named(_ column: String, by row: StreamRow) -> SourceKey? {
        row.layout.position(of: column) == nil ? nil : row.key(column)
      }
      let key =
        documents.matchingKey(
          receiptLine: named("receipt_line_key", by: row),
          orderLine: named("order_line_key", by: row))
        ?? named("bill_line_key", by: row).flatMap {
          documents.matchingKey(ofBillLine: $0, of: named("bill_key", by: document.header))
        }
      return key.map { (index, $0) }
    }
  }

  /// Notes the matched lines of a bill or supplier's credit, net of tax.
  mutating func take(
    _ document: Document, _ matched: [(line: Int, key: SourceKey)], isCredit: Bool
  ) {
    for (line, key) in matched {
      matching.billed(
        document, line: line, orderLine: key, minor: document.netByLine[line],
        base: document.baseNetByLine[line], isCredit: isCredit)
      guard !isCredit, let quantity = document.lines[line].quantity("quantity"),
        quantity.micros > 0
      else { continue }
      prices[key, default: []].append(
        BilledPrice(
          date: document.date, currency: document.currency, quantity: quantity,
          minor: document.netByLine[line]))
    }
  }

  /// Notes receipts from and returns to suppliers with their expected values.
  mutating func take(
    _ events: StockEvents, keys: [Int32: SourceKey], _ values: [Int32: ReceiptPrices.Value]
  ) {
    for (index, event) in events.enumerated() where event.isPurchase {
      guard let key = keys[Int32(index)], let value = values[Int32(index)] else {
        accountingFault("a receipt was not prepared for its match")
      }
      matching.received(event: Int32(index), event, orderLine: key, value)
    }
  }

  /// The key under which each receipt and each return to a supplier meets its bills, by stock event.
  static func keys(
    of events: StockEvents, documents: PurchaseDocuments
  ) -> [Int32: SourceKey] {
    var keys: [Int32: SourceKey] = [:]
    for (index, event) in events.enumerated() where event.isPurchase {
      keys[Int32(index)] =
        documents.matchingKey(
          receiptLine: receiptLine(of: event, in: events), orderLine: nil)
        ?? SourceKey("movement:" + event.key.text)
    }
    return keys
  }

  /// The receipt line that a movement stands for: its own, or for a return that of the receipt it
  /// goes back on. A line number means nothing in another stream.
  private static func receiptLine(
    of event: StockEvent, in events: StockEvents
  ) -> SourceKey? {
    if event.documentStream == "goods_receipts" { return event.documentLine }
    guard let receipt = event.linkedPosition.map({ events[Int($0)] }), receipt.isReceipt,
      receipt.documentStream == "goods_receipts"
    else { return nil }
    return receipt.documentLine
  }
}
