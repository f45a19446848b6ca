import AccountingValues
import Testing

@testable import Jobs

/// Stock by lot, and lots costed one by one. All figures are worked by hand.
@Suite("Costing by lot")
struct LotCostingTests {
  static let columns = StockBooks.movementColumns + ",lot_key,linked_key"

  static func books(_ costing: [String], _ movements: [String]) -> StockBooks {
    var books = StockBooks(costing: costing, movements: [])
    books.streams["stock_movements"] = [columns] + movements
    books.streams["lots"] = [
      "lot_key,item_key,number,kind", "1,A,L-1,lot", "2,A,L-2,lot", "3,A,L-3,lot",
    ]
    return books
  }

  /// The dear lot goes first, whatever came first.
  static let receipts = [
    "1,2026-03-01,receipt,A,1,10,known,50.00,1,", "2,2026-03-02,receipt,A,1,10,known,80.00,2,",
    "3,2026-03-03,receipt,A,1,10,known,60.00,1,",
  ]

  @Test(
    "Goods cost what their own lot cost",
    arguments: [
      ["level: lot"], ["level: lot", "method: specific"], ["method: specific"],
      ["overrides: [{item: A, method: specific}]"],
      ["level: location", "overrides: [{category: FRUIT, method: specific}]"],
    ])
  func lots(_ costing: [String]) throws {
    let books = try Self.books(
      costing,
      Self.receipts + [
        "4,2026-03-04,issue,A,1,-4,missing,,2,", "5,2026-03-05,issue,A,1,-12,missing,,1,",
        "6,2026-03-06,customer_return,A,1,1,missing,,2,4",
      ]
    ).close()
    // 4 of lot 2 for 32.00, of which 1 comes back; of lot 1 all 10 for 50.00 and 2 for 12.00.
    let place = costing.first == "level: location" ? " at HAM" : ""
    #expect(
      books.layers == [
        "A, lot L-1\(place): 8 for 48.00 of 2026-03-03",
        "A, lot L-2\(place): 1 for 8.00 of 2026-03-02",
        "A, lot L-2\(place): 6 for 48.00 of 2026-03-02",
      ])
    #expect(books.balances["5000"] == "86.00")
    #expect(books.balances["1300"] == "104.00")
    #expect(books.codes == [])
  }

  @Test("An average is each lot's own")
  func averages() throws {
    let books = try Self.books(
      ["level: lot", "method: moving_average"],
      Self.receipts + ["4,2026-03-04,issue,A,1,-4,missing,,1,"]
    ).close()
    #expect(books.moves.last == "04 issue A, lot L-1 -4 -22.00 method")
  }

  @Test(
    "Under specific, a movement without a lot is left out and told; one lot has no other's stock")
  func withoutLot() throws {
    let books = try Self.books(
      ["method: specific"],
      Self.receipts + [
        "4,2026-03-04,issue,A,1,-4,missing,,,", "5,2026-03-05,issue,A,1,-1,missing,,3,",
      ]
    ).close()
    #expect(books.codes == ["INV-009", "INV-012"])
    let finding = try #require(books.finding("INV-012"))
    #expect(finding.key == "4")
    #expect(finding.severity == .error)
    #expect(finding.message.contains("lot by lot"))
    #expect(finding.action.contains("lot_key"))
    #expect(books.finding("INV-009")?.message.hasPrefix("A, lot L-3: ") == true)
    #expect(books.balances["1300"] == "190.00")
  }

  @Test("By lot, an item without any lots is one pool; one with some and some without is told")
  func mixed() throws {
    let none = try Self.books(
      ["level: lot"],
      ["1,2026-03-01,receipt,A,1,10,known,50.00,,", "2,2026-03-02,issue,A,1,-4,missing,,,"]
    ).close()
    #expect(none.codes == [])
    #expect(none.layers == ["A: 6 for 30.00 of 2026-03-01"])
    let mixed = try Self.books(
      ["level: lot"], Self.receipts + ["4,2026-03-04,issue,A,1,-4,missing,,,"]
    ).close()
    #expect(mixed.codes.contains("INV-012"))
    #expect(mixed.finding("INV-012")?.severity == .error)
  }

  @Test("A lot stays itself between locations, and keeps its cost when it gets another number")
  func transfers() throws {
    let books = try Self.books(
      ["level: location", "method: specific"],
      Self.receipts + [
        "4,2026-03-04,transfer_out,A,1,-10,missing,,2,",
        "5,2026-03-05,transfer_in,A,2,10,missing,,2,4", "6,2026-03-06,issue,A,2,-3,missing,,2,",
      ]
    ).close()
    #expect(books.codes == [])
    #expect(books.layers.contains("A, lot L-2 at BER: 7 for 56.00 of 2026-03-02"))
    let renamed = try Self.books(
      ["level: lot"],
      Self.receipts + [
        "4,2026-03-04,transfer_out,A,1,-4,missing,,2,",
        "5,2026-03-04,transfer_in,A,1,4,missing,,3,4",
      ]
    ).close()
    #expect(renamed.codes == [])
    #expect(renamed.layers.contains("A, lot L-3: 4 for 32.00 of 2026-03-02"))
    #expect(renamed.layers.contains("A, lot L-2: 6 for 48.00 of 2026-03-02"))
  }
}
