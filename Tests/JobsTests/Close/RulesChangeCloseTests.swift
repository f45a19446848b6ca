import AccountingValues
import Testing

@testable import Jobs

/// A company that changes how it costs its stock.
@Suite("Change of costing method on a date, in the close")
struct RulesChangeCloseTests {
  static let movements = [
    "1,2026-03-01,receipt,A,1,10,known,50.00", "2,2026-03-05,receipt,A,1,10,known,70.00",
    "3,2026-03-10,issue,A,1,-10,missing,", "4,2026-03-18,receipt,A,1,10,known,90.00",
    "5,2026-03-20,issue,A,1,-10,missing,",
  ]

  @Test(
    "Item, category or company: what leaves from the day on is costed by the new method",
    arguments: [
      ([], "50.00", "70.00"),
      (["overrides: [{valid_from: 2026-03-16, method: moving_average}]"], "50.00", "80.00"),
      (
        ["overrides: [{category: FRUIT, valid_from: 2026-03-16, method: lifo}]"], "50.00", "90.00"
      ),
      (
        [
          "overrides:", "  - {valid_from: 2026-03-02, method: moving_average}",
          "  - {item: A, valid_from: 2026-03-16, method: lifo}",
        ], "60.00", "90.00"
      ),
      // The item's own choice holds against the company's later one.
      (
        [
          "overrides:", "  - {valid_from: 2026-03-16, method: moving_average}",
          "  - {item: A, method: lifo}",
        ], "70.00", "90.00"
      ),
    ] as [([String], String, String)])
  func changes(_ costing: [String], _ first: String, _ second: String) throws {
    let books = try StockBooks(
      costing: costing, company: ["policies: {framework: local}"], movements: Self.movements
    ).close()
    #expect(
      books.moves.filter { $0.contains("issue") } == [
        "10 issue A -10 -\(first) method", "20 issue A -10 -\(second) method",
      ])
    #expect(books.codes == [])
    #expect(books.tie("inventory").first == books.tie("inventory").last)
    // Nothing is posted for the change itself.
    #expect(books.entries("standard_revaluation") == [])
  }

  @Test("To standard the difference is a revaluation of the day")
  func toStandard() throws {
    var books = StockBooks(
      costing: ["overrides: [{valid_from: 2026-03-16, method: standard}]"],
      movements: Self.movements)
    books.streams["item_costs"] = [
      "item_key,kind,valid_from,unit_cost", "A,standard,2026-01-01,8.00",
    ]
    let closed = try books.close()
    #expect(closed.entries("standard_revaluation") == ["03-16 Dr 1300 10.00 Cr 5230 10.00"])
    #expect(closed.balances["1300"] == "80.00" && closed.balances["5010"] == "10.00")
    #expect(closed.codes == [])
  }

  @Test(
    "What cannot change on that day does not, and says so",
    arguments: [
      (
        ["overrides: [{valid_from: 2026-03-16, method: specific}]"],
        "lots costed one by one are pools of their own"
      ),
      (
        ["method: periodic_average", "overrides: [{valid_from: 2026-03-16, method: fifo}]"],
        "a periodic average ends with its period"
      ),
    ] as [([String], String)])
  func refused(_ costing: [String], _ reason: String) throws {
    let books = try StockBooks(costing: costing, movements: Self.movements).close()
    #expect(books.codes == ["INV-014"])
    let finding = try #require(books.finding("INV-014"))
    #expect(finding.message.contains(reason) && finding.message.contains("1 item (A)"))
    #expect(books.result.isBlocked)
  }

  @Test("A weekly average may change on a Monday, and the framework is asked about the new method")
  func weekly() throws {
    let books = try StockBooks(
      costing: [
        "method: periodic_average", "averaging: week",
        "overrides: [{valid_from: 2026-03-16, method: lifo}]",
      ], movements: Self.movements
    ).close()
    #expect(books.codes == ["INV-022"])
    #expect(books.finding("INV-022")?.key == "lifo/company from 2026-03-16")
    #expect(books.moves.last == "20 issue A -10 -90.00 method")
  }

  @Test("Items whose method the ERP states keep it, and the company is told how many")
  func statedByTheSource() throws {
    var books = StockBooks(
      costing: ["overrides:", "  - {valid_from: 2026-03-16, method: moving_average}"],
      movements: Self.movements)
    books.streams["items"] = [
      "item_key,number,name,kind,category,costing_method", "A,A,Apple,stock,FRUIT,fifo",
    ]
    let kept = try books.close()
    #expect(kept.moves.last { $0.contains("issue") } == "20 issue A -10 -70.00 method")
    #expect(kept.codes == ["INV-015"])
    #expect(
      kept.finding("INV-015")?.message
        == "the company costs by moving_average from 2026-03-16 on, but 1 item, A among them, keeps "
        + "the method that the ERP states")
    // One that the company names has the company's.
    books.costing.append("  - {category: FRUIT, valid_from: 2026-03-16, method: moving_average}")
    let named = try books.close()
    #expect(named.moves.last { $0.contains("issue") } == "20 issue A -10 -80.00 method")
    #expect(named.codes == [])
  }
}
