import SampleCompany
import TestSupport
import Testing

@testable import Jobs

/// Defects planted in the sample: the close must find each, name its document, and block or not as
/// reports/README.md says. Needs PostgreSQL.
@Suite("Defects planted in the sample", .serialized)
struct PlantedBreakTests {
  /// A defect, what tells it, and where SQL finds the document to blame.
  struct Planted: CustomTestStringConvertible, Sendable {
    let planted: SampleCompany.PlantedBreak
    let code: String
    let severity: String
    let origin: String
    /// The number of the document at fault, and nothing but it.
    let document: String
    /// The comparison that breaks, where one does.
    var tieOut: String?
    /// Codes of what follows from it.
    var consequences: [String] = []
    var testDescription: String { planted.rawValue }

    /// Everything the close says of it.
    var codes: [String] { [code] + (tieOut == nil ? [] : ["TIE-002"]) + consequences }
  }

  static let all = [
    Planted(
      planted: .applicationBeyondInvoice, code: "SUB-002", severity: "warning",
      origin: "sales_invoices",
      document: """
        SELECT i.number FROM sales.invoice i
          JOIN finance.application a ON a.to_stream = 'sales_invoices' AND a.to_id = i.invoice_id
         GROUP BY i.invoice_id HAVING sum(a.amount) > i.total
        """),
    Planted(
      planted: .applicationBeyondBill, code: "SUB-002", severity: "warning",
      origin: "purchase_bills",
      document: """
        SELECT b.number FROM procurement.bill b
          JOIN finance.application a ON a.to_stream = 'purchase_bills' AND a.to_id = b.bill_id
         GROUP BY b.bill_id HAVING sum(a.amount) > b.total
        """),
    Planted(
      planted: .billInOtherCurrency, code: "SUB-010", severity: "error", origin: "purchase_bills",
      document: """
        SELECT b.number FROM procurement.bill b
          JOIN procurement.purchase_order o USING (purchase_order_id)
         WHERE b.currency <> o.currency
        """, tieOut: "goods_received_not_invoiced"),
    Planted(
      planted: .receiptWithoutMovement, code: "INV-021", severity: "warning",
      origin: "goods_receipt_lines",
      document: """
        SELECT r.number FROM procurement.receipt r JOIN procurement.receipt_line l USING (receipt_id)
         WHERE l.quantity > 0 AND NOT EXISTS (
                 SELECT FROM inventory.stock_movement m
                  WHERE m.document_stream = 'goods_receipts'
                    AND m.document_line_id = l.receipt_line_id)
        """, consequences: ["INV-030"]),
    Planted(
      planted: .balanceDiffers, code: "INV-020", severity: "warning", origin: "stock_snapshots",
      document: """
        SELECT DISTINCT i.number FROM inventory.stock_balance b JOIN core.item i USING (item_id)
         WHERE b.quantity <> (
                 SELECT coalesce(sum(m.quantity), 0) FROM inventory.stock_movement m
                  WHERE m.item_id = b.item_id AND m.location_id = b.location_id)
        """),
    Planted(
      planted: .unbalancedManualEntry, code: "GL-004", severity: "error",
      origin: "manual_journals",
      document: """
        SELECT j.number FROM finance.journal j JOIN finance.journal_line l USING (journal_id)
         GROUP BY j.journal_id HAVING sum(l.debit) <> sum(l.credit)
        """),
  ]

  /// All defects in one sample, closed once.
  private static let together = Result {
    let books = try SampleBooks(
      source: try SampleBooks.source(planted: Set(SampleCompany.PlantedBreak.allCases)))
    return (books, try books.run("alpin", isDry: true))
  }

  @Test("Among others each is found, with its document", arguments: all)
  func among(_ planted: Planted) throws {
    let (books, outcomes) = try Self.together.get()
    #expect(outcomes.map(\.ending) == ["blocked"] && outcomes.map(\.exitCode) == [65])
    try Self.expect(planted, in: try books.findings(try #require(outcomes.first)), of: books)
  }

  @Test("Every kind of defect is asked for, and nothing else is found")
  func nothingElse() throws {
    #expect(Set(Self.all.map(\.planted)) == Set(SampleCompany.PlantedBreak.allCases))
    let (books, outcomes) = try Self.together.get()
    let found = try books.findings(try #require(outcomes.first))
    #expect(found.map(\.code).sorted() == Self.all.flatMap(\.codes).sorted(), "\(found)")
  }

  static func expect(
    _ planted: Planted, in found: [SampleBooks.FindingLine], of books: SampleBooks
  ) throws {
    let document = try books.recorded(planted.document)
    #expect(document.count == 1)
    let told = found.filter { $0.code == planted.code && $0.origin == planted.origin }
    #expect(told.map(\.document) == document, "\(found)")
    #expect(told.map(\.severity) == [planted.severity])
    if let tieOut = planted.tieOut {
      let tie = found.first { $0.code == "TIE-002" && $0.key == tieOut }
      #expect(tie?.severity == "error" && tie?.amount != "0.00", "\(found)")
    }
  }
}
