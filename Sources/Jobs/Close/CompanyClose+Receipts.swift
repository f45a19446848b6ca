import AccountingValues
import Extraction

/// Where receipts and their stock movements contradict each other. No account shows it: what does not
/// meet waits, and waiting looks like goods on their way.
extension CompanyClose {
  /// INV-021: receipt lines of stock items that moved no stock. Asked only where movements name
  /// receipts at all; one that names the receipt without a line stands for all of its lines.
  func receiptLinesWithoutMovement() -> [Finding] {
    var lines: Set<ReceiptLineKey> = []
    var receipts: Set<SourceKey> = []
    for event in stock.events where event.documentStream == "goods_receipts" {
      guard let receipt = event.documentKey else { continue }
      if let line = event.documentLine {
        lines.insert(ReceiptLineKey(receipt: receipt, line: line))
      } else {
        receipts.insert(receipt)
      }
    }
    guard !lines.isEmpty || !receipts.isEmpty else { return [] }
    return purchases.receivedLines.compactMap { received in
      guard !receipts.contains(received.name.receipt), !lines.contains(received.name),
        isStock(received.item)
      else { return nil }
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
