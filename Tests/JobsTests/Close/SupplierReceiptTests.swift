import AccountingValues
import Testing

@testable import Jobs

/// What suppliers brought and what of it was refused.
@Suite("Goods received and refused")
struct SupplierReceiptTests {
  /// Receipts of supplier 7 by `receipt line day order item accepted refused net currency`.
  private static func received(_ lines: [String]) throws -> [String] {
    var headers = "receipt_key,document_number,accounting_date,partner_key\n"
    var rows =
      "receipt_key,line_key,accounting_date,order_line_key,item_key,quantity,rejected_quantity,net_amount,currency\n"
    for line in lines {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      headers += "\(fields[0]),R\(fields[0]),\(fields[2]),7\n"
      rows += line + "\n"
    }
    let books = try SmallBooks([
      "partners": "partner_key,kind,name,payment_terms_key\n7,supplier,Talwerk,\n",
      "items": "item_key,number,name,kind,unit\nA,A,Axle,stock,pcs\nB,B,Bolt,stock,pcs\n",
      "purchase_orders":
        "order_key,document_number,document_date,accounting_date,currency,status,partner_key\n"
        + "O,O,2026-01-01,2026-01-01,USD,approved,7\n",
      "purchase_order_lines":
        "order_key,line_key,accounting_date,line_kind,item_key,quantity,unit_price\n"
        + "O,O1,2026-01-01,stock,A,100,2.555\n",
      "goods_receipts": headers, "goods_receipt_lines": rows,
    ])
    return books.close.supplierReceipts.sums.map { key, sum in
      func part(_ part: SupplierReceipts.Part) -> String {
        let quantity = part.quantityMicros.map { Quantity(micros: $0).description } ?? "?"
        let value = part.valueMinor.map { Money(minor: $0, in: key.currency).description }
        return "\(quantity) = \(value ?? "?")"
      }
      return "\(key.period) \(key.item?.text ?? "-"): accepted \(part(sum.accepted)), "
        + "refused \(part(sum.refused)), \(sum.refusedLines) of \(sum.lines)"
    }.sorted()
  }

  @Test("Refused goods count at the order's price, each line rounded; months stay apart")
  func orders() throws {
    // 3 × 2.555 = 7.665, rounded 7.67; twice that is 15.34, where 6 × 2.555 would be 15.33.
    #expect(
      try Self.received([
        "1,1,2026-01-05,O1,A,40,3,100.00,", "2,2,2026-01-06,O1,A,20,3,51.10,",
        "3,3,2026-02-02,O1,A,10,0,,",
      ]) == [
        "202601 A: accepted 60 = 151.10 USD, refused 6 = 15.34 USD, 2 of 2",
        "202602 A: accepted 10 = 25.55 USD, refused 0 = 0.00 USD, 0 of 1",
      ])
  }

  @Test(
    "Without an order refused goods count as the accepted part; without any price they have none")
  func withoutOrder() throws {
    #expect(
      try Self.received([
        "1,1,2026-01-05,,B,10,1,20.00,EUR", "2,2,2026-01-06,,A,0,4,0.00,EUR",
        "3,3,2026-02-02,,B,10,0,,EUR", "4,4,2026-03-02,,B,0,0,,EUR",
      ]) == [
        "202601 A: accepted 0 = 0.00 EUR, refused 4 = ?, 1 of 1",
        "202601 B: accepted 10 = 20.00 EUR, refused 1 = 2.00 EUR, 1 of 1",
        "202602 B: accepted 10 = ?, refused 0 = 0.00 EUR, 0 of 1",
      ])
  }
}
