import AccountingValues
import GeneralLedger
import Testing

@testable import Jobs

/// The documents that explain stock movements, as people look them up.
@Suite("Documents of stock movements")
struct StockDocumentTests {
  @Test("The journal and findings name the document by its number, else by its key")
  func number() throws {
    var books = StockBooks(movements: [])
    books.streams["stock_movements"] = [
      StockBooks.movementColumns
        + ",document_stream,document_key,document_line_key,document_number,flags",
      "1,2026-03-01,receipt,A,1,10,known,50.00,,,,,",
      "2,2026-03-05,issue,A,1,-4,missing,,deliveries,17,17-1,LS-2026-17,",
      "3,2026-03-06,issue,A,1,-1,missing,,deliveries,18,18-1,,",
      "4,2026-03-07,customer_return,A,1,1,missing,,customer_returns,3,3-1,RET-3,damaged",
    ]
    let closed = try books.close()
    let names = closed.journal.entries.filter { $0.stream != "stock_movements" }.map(\.document)
    #expect(names == ["LS-2026-17", "18", "RET-3"])
    #expect(closed.finding("INV-016")?.document == "RET-3")
  }
}
