import AccountingValues
import Inventory
import Reporting
import Tables
import Testing

@testable import Jobs

/// Stock, cost of sales and margin by other methods. All figures are worked by hand.
@Suite("What if stock were costed otherwise")
struct CostingComparisonTests {
  /// Two receipts and a sale of half of it for 150.00.
  static func books(costing: [String] = [], company: [String] = []) -> StockBooks {
    var books = StockBooks(
      costing: costing, company: company,
      movements: [
        "1,2026-03-01,receipt,A,1,10,known,120.00", "2,2026-03-05,receipt,A,1,10,known,100.00",
        "3,2026-03-10,issue,A,1,-10,missing,",
      ])
    books.streams["sales_invoices"] = [
      "invoice_key,document_number,document_date,accounting_date,currency,partner_key,settlement,total",
      "1,I-1,2026-03-10,2026-03-10,EUR,P,credit,170.00",
    ]
    books.streams["sales_invoice_lines"] = [
      "invoice_key,line_key,accounting_date,line_kind,item_key,quantity,net_amount",
      "1,1,2026-03-10,stock,A,10,170.00",
    ]
    books.streams["credit_notes"] = [
      "credit_note_key,document_number,document_date,accounting_date,currency,partner_key,settlement,total",
      "1,C-1,2026-03-12,2026-03-12,EUR,P,credit,20.00",
    ]
    books.streams["credit_note_lines"] = [
      "credit_note_key,line_key,accounting_date,line_kind,item_key,quantity,net_amount",
      "1,1,2026-03-12,stock,A,0,20.00",
    ]
    books.streams["item_costs"] = [
      "item_key,kind,valid_from,unit_cost", "A,standard,2026-01-01,11.00",
    ]
    books.streams["partners"] = ["partner_key,kind,number,name", "P,customer,P,Customer"]
    return books
  }

  static func compare(
    _ books: StockBooks, _ methods: [CostingMethod]
  ) throws -> CostingComparison {
    let closed = try books.close()
    return CostingComparison(of: closed.close, closed.result, by: methods)
  }

  /// `lifo: 120.00 | 150.00 - 100.00 = 50.00, other 0.00`
  static func lines(_ comparison: CostingComparison) -> [String] {
    func money(_ minor: Int64) -> String {
      Money(minor: minor, in: comparison.base).amountText
    }
    return comparison.scenarios.map { scenario in
      let total = scenario.total
      return "\(scenario.name): \(money(total.stockMinor)) | \(money(comparison.revenue)) - "
        + "\(money(total.costOfSalesMinor)) = "
        + "\(money(comparison.revenue - total.costOfSalesMinor)), "
        + "other \(money(total.otherCostMinor))"
    }
  }

  @Test("Every method shares the same purchases between stock and cost of sales")
  func methods() throws {
    let comparison = try Self.compare(
      Self.books(), [.lifo, .hifo, .movingAverage, .standard, .fifo])
    #expect(
      Self.lines(comparison) == [
        "books: 100.00 | 150.00 - 120.00 = 30.00, other 0.00",
        "lifo: 120.00 | 150.00 - 100.00 = 50.00, other 0.00",
        "hifo: 100.00 | 150.00 - 120.00 = 30.00, other 0.00",
        "moving_average: 110.00 | 150.00 - 110.00 = 40.00, other 0.00",
        "standard: 110.00 | 150.00 - 110.00 = 40.00, other 0.00",
        "fifo: 100.00 | 150.00 - 120.00 = 30.00, other 0.00",
      ])
    #expect(comparison.scenarios.allSatisfy { $0.changesMinor == $0.total.stockMinor })
  }

  @Test(
    "Each method has its own write-downs: expense when written down, released with what is sold")
  func writeDowns() throws {
    var books = Self.books()
    books.streams["write_downs"] = [
      "write_down_key,accounting_date,document_number,item_key,net_realisable_value,amount,currency",
      "W1,2026-03-15,NRV-1,A,8.00,,",
    ]
    books.streams["stock_movements"]?.append("4,2026-03-20,issue,A,1,-5,missing,")
    let comparison = try Self.compare(books, [.lifo])
    // 10 left at 10.00 are worth 8.00: 20.00 lost, half of it released with the five sold. By lifo the
    // ten cost 12.00: 40.00 and 20.00.
    #expect(
      Self.lines(comparison) == [
        "books: 50.00 | 150.00 - 160.00 = -10.00, other 20.00",
        "lifo: 60.00 | 150.00 - 140.00 = 10.00, other 40.00",
      ])
    #expect(comparison.scenarios.map(\.total.allowanceMinor) == [10_00, 20_00])
    #expect(comparison.scenarios.allSatisfy { $0.changesMinor == $0.total.stockMinor })
  }

  @Test("What is not for the books is computed, and said not to be for the books")
  func framework() throws {
    let strict = try Self.compare(
      Self.books(company: ["policies: {framework: ifrs}"]), [.lifo, .movingAverage])
    #expect(
      strict.remarks(strict.scenarios[1])
        == "Not for the books: IFRS allows first in, first out and averages (IAS 2.25).")
    #expect(strict.remarks(strict.scenarios[2]) == "")
    #expect(strict.text.contains("lifo: Not for the books"))
    let free = try Self.compare(
      Self.books(company: ["policies: {framework: us_gaap}"]), [.lifo])
    #expect(free.remarks(free.scenarios[1]) == "")
  }

  @Test("What has no standard cannot be costed at one, and keeps its method")
  func withoutStandard() throws {
    var books = Self.books()
    books.streams["item_costs"] = nil
    let comparison = try Self.compare(books, [.lifo, .standard])
    #expect(
      Self.lines(comparison) == [
        "books: 100.00 | 150.00 - 120.00 = 30.00, other 0.00",
        "lifo: 120.00 | 150.00 - 100.00 = 50.00, other 0.00",
        "standard: 100.00 | 150.00 - 120.00 = 30.00, other 0.00",
      ])
    #expect(
      comparison.remarks(comparison.scenarios[2])
        == "1 item keeps its method for want of a standard cost.")
  }

  @Test("Lots costed one by one stay so, beside items that change")
  func specific() throws {
    var books = Self.books(costing: ["overrides: [{item: B, method: specific}]"])
    books.streams["items"]?.append("B,B,Banana,stock,FRUIT")
    books.streams["lots"] = ["lot_key,item_key,number,kind", "1,B,L-1,lot", "2,B,L-2,lot"]
    books.streams["stock_movements"] = [
      StockBooks.movementColumns + ",lot_key", "1,2026-03-01,receipt,A,1,10,known,120.00,",
      "2,2026-03-05,receipt,A,1,10,known,100.00,", "3,2026-03-10,issue,A,1,-10,missing,,",
      "4,2026-03-01,receipt,B,1,1,known,7.00,1", "5,2026-03-05,receipt,B,1,1,known,9.00,2",
      "6,2026-03-10,issue,B,1,-1,missing,,1",
    ]
    let comparison = try Self.compare(books, [.lifo])
    #expect(
      Self.lines(comparison) == [
        "books: 109.00 | 150.00 - 127.00 = 23.00, other 0.00",
        "lifo: 129.00 | 150.00 - 107.00 = 43.00, other 0.00",
      ])
    let columns = ["method", "item", "applied", "stock_difference", "remark"].map {
      Column(name: $0, type: $0 == "stock_difference" ? .money(.base) : .text)
    }
    let table = comparison.table("items", columns)
    #expect(table.rowCount == 4)
    #expect(
      Array(table[3]) == [
        .text("lifo"), .text("B"), .text("specific"),
        .money(Money.zero(comparison.base)), .text("Fixed: specific lots"),
      ])
    #expect(
      comparison.remarks(comparison.scenarios[1]).contains(
        "1 item keeps the cost of specific lots."))
    #expect(comparison.text.contains("lifo (specific)"))
  }

  @Test("The items on which methods disagree most come first")
  func order() throws {
    var books = Self.books()
    books.streams["items"]?.append("B,B,Banana,stock,FRUIT")
    books.streams["stock_movements"]? += [
      "4,2026-03-01,receipt,B,1,1,known,7.00", "5,2026-03-05,receipt,B,1,1,known,9.00",
      "6,2026-03-10,issue,B,1,-1,missing,",
    ]
    books.streams["items"]?.append("AA,AA,Nobody,stock,FRUIT")
    books.streams["stock_movements"]?.append("7,2026-03-01,receipt,AA,1,1,known,7.00")
    let comparison = try Self.compare(books, [.lifo])
    let numbers = comparison.itemsByEffect.map { comparison.masters.items[$0].number }
    #expect(numbers == ["A", "B", "AA"])
  }
}
