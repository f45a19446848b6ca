import AccountingValues
import Extraction

/// Which lines of bills and credits pass through goods received and not invoiced.
enum BillMatching {
  /// The lines of a bill or supplier's credit that pass through goods received not invoiced: stock
  /// lines that name an order line, a receipt line, or a bill's line that did.
  static func matchedLines(
    of document: Document, documents: inout PurchaseDocuments
  ) -> [(line: Int, key: GoodsKey)] {
    var matched: [(line: Int, key: GoodsKey)] = []
    for (index, row) in document.lines.enumerated()
    where ["stock", "kit"].contains(row.text("line_kind") ?? "") {
      func named(_ column: String, by row: StreamRow) -> SourceKey? {
        row.layout.position(of: column) == nil ? nil : row.key(column)
      }
      let key =
        documents.goodsKey(
          receiptLine: named("receipt_line_key", by: row),
          orderLine: named("order_line_key", by: row))
        ?? named("bill_line_key", by: row).flatMap {
          documents.goodsKey(ofBillLine: $0, of: named("bill_key", by: document.header))
        }
      if let key { matched.append((index, key)) }
    }
    return matched
  }
}
