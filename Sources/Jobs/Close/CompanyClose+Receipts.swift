import AccountingValues
import Extraction

/// Where receipts and their stock movements contradict each other. No account shows it: what does not
/// meet waits, and waiting looks like goods on their way.
extension CompanyClose {
  /// INV-021: receipt lines of stock items that moved no stock. Asked only where movements name
  /// receipts at all; one that names the receipt without a line stands for all of its lines.
  func receiptLinesWithoutMovement() -> [Finding] {
    guard purchases.hasReceivedLines else { return [] }
    var moved = PurchaseDocuments.MovedGoods()
    for event in stock.events where event.documentStream == "goods_receipts" {
      guard let receipt = event.documentKey else { continue }
      purchases.note(receipt, line: event.documentLine, in: &moved)
    }
    guard moved.hasAny else { return [] }
    return purchases.receivedLines(without: moved).compactMap { received in
      guard isStock(received.item) else { return nil }
      return Finding(
        code: "INV-021", severity: .warning, origin: "goods_receipt_lines",
        key: "\(received.name.receipt.displayText)/\(received.name.line.displayText)",
        document: received.number,
        message: "the receipt says \(received.quantity) of item \(number(of: received.item)) came "
          + "in, and no stock movement does",
        action: "post the movement in the ERP, or correct the receipt; until then its bill waits "
          + "as goods in transit")
    }
  }

  private func isStock(_ item: SourceKey?) -> Bool {
    guard let number = item.flatMap({ masters.items.number(of: $0) }) else { return false }
    return masters.items[number].isStock
  }

  private func number(of item: SourceKey?) -> String {
    item.flatMap { masters.items.number(of: $0) }.map { masters.items[$0].number } ?? ""
  }
}

/// A line of a goods receipt: lines are often numbered within their document.
struct ReceiptLineKey: Hashable {
  let receipt: SourceKey
  let line: SourceKey
}
