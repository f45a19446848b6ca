import Inventory
import TestSupport
import Testing
import Warehouse

@testable import Jobs

/// The periodic average through a whole close: valued at the end of each month, shown where it happened.
@Suite("A close with periodic averages")
struct PeriodicAverageCloseTests {
  private static let items = "item_key,number,name,kind\n1,BIKE,Bicycle,stock\n"
  private static let movements = """
    movement_key,accounting_date,kind,item_key,quantity,price_state,value
    1,2026-01-05,receipt,1,10,known,100.00
    2,2026-01-10,issue,1,-8,missing,
    3,2026-01-20,receipt,1,10,known,200.00
    4,2026-02-03,issue,1,-6,missing,
    5,2026-02-10,receipt,1,6,known,210.00

    """

  @Test("Each month's sales cost that month's average, in the accounts as in the layers")
  func months() throws {
    let books = try PaperBooks(
      ["items": Self.items, "stock_movements": Self.movements], method: .periodicAverage)
    // January: 300.00 ÷ 20 = 15.00. February: (180.00 + 210.00) ÷ 18 = 21.67.
    #expect(books.balance("5000", month: 1) == 120_00)
    #expect(books.balance("1300", month: 1) == 180_00)
    #expect(books.balance("5000", month: 2) == 120_00 + 130_00)
    #expect(books.balance("1300", month: 3) == 260_00)
    #expect(
      books.layers == ["BIKE 6 for 130.00 of 2026-01-20", "BIKE 6 for 130.00 of 2026-02-10"])
    #expect(books.findings.isEmpty, "\(books.result.findings)")
  }

  @Test("The stock ledger shows movements where they happened, with what was there then")
  func ledger() throws {
    let books = try PaperBooks(
      ["items": Self.items, "stock_movements": Self.movements], method: .periodicAverage)
    let valued = books.result.costing.output.valued
    #expect(valued.map(\.cause) != valued.map(\.cause).sorted())
    let rows = books.stockLedger
    #expect(rows.map(\.valueBaseMinor) == [100_00, -120_00, 200_00, -130_00, 210_00])
    #expect(rows.map(\.poolQuantityMicros) == [10, 2, 12, 6, 12].map { $0 * 1_000_000 })
    #expect(rows.last?.poolValueBaseMinor == 260_00)
  }
}
