import AccountingValues
import Testing

@testable import Jobs

/// Kits that are delivered by a movement of their own.
@Suite("Kits whose own movement is recorded")
struct KitCloseTests {
  /// A basket is two apples and a beet; a hamper is two baskets and a beet. Apples cost 5.00, beets
  /// 3.00.
  private static func books(
    _ movements: [String], boms: [String]? = nil, costing: [String] = []
  ) -> StockBooks {
    var books = UnusualStockTests.books(
      [
        "1,2026-03-01,receipt,A,1,100,known,500.00,own,,,,,",
        "2,2026-03-01,receipt,B,1,100,known,300.00,own,,,,,",
      ] + movements, costing: costing)
    books.streams["items"]? += ["H,H,Hamper,kit,FRUIT", "X,X,Riddle,kit,FRUIT"]
    books.streams["boms"] =
      ["item_key,component_key,quantity,valid_from,valid_until"]
      + (boms ?? [
        "K,A,2,2026-01-01,2026-03-14", "K,B,1,2026-01-01,", "K,A,3,2026-03-15,",
        "H,K,2,2026-01-01,", "H,B,1,2026-01-01,",
      ])
    return books
  }

  private static let delivery = "3,2026-03-05,issue,K,1,-3,missing,,own,,deliveries,D1,D1-1,"

  @Test("A kit costs the sum of its components, by the bill of materials of its day")
  func exploded() throws {
    let closed = try Self.books([
      Self.delivery, "4,2026-03-20,issue,K,1,-1,missing,,own,,deliveries,D2,D2-1,",
    ]).close()
    #expect(
      closed.moves.filter { $0.contains("issue") } == [
        "05 issue A -6 -30.00 method", "05 issue B -3 -9.00 method",
        "20 issue A -3 -15.00 method", "20 issue B -1 -3.00 method",
      ])
    // One entry for each delivery.
    #expect(
      closed.entries("stock_issue") == [
        "03-05 Dr 5000 39.00 Cr 1300 39.00", "03-20 Dr 5000 18.00 Cr 1300 18.00",
      ])
    #expect(closed.codes == [])
  }

  @Test("Kits within kits are taken apart too")
  func nested() throws {
    let closed = try Self.books([
      "3,2026-03-05,issue,H,1,-1,missing,,own,,deliveries,D1,D1-1,"
    ]).close()
    #expect(
      closed.moves.filter { $0.contains("issue") } == [
        "05 issue A -4 -20.00 method", "05 issue B -3 -9.00 method",
      ])
    #expect(closed.codes == [])
  }

  @Test("A return brings back what the delivery took, whatever the bill says by then")
  func returned() throws {
    let closed = try Self.books([
      Self.delivery,
      "4,2026-03-20,customer_return,K,1,1,missing,,own,3,customer_returns,C1,C1-1,",
    ]).close()
    #expect(
      closed.moves.filter { $0.contains("customer_return") }.map { String($0.prefix(40)) } == [
        "20 customer_return A 2 10.00 original", "20 customer_return B 1 3.00 original",
      ])
    #expect(closed.balances["5000"] == "26.00" && closed.codes == [])
  }

  /// The basket that comes back: two apples at 5.00 and a beet at 3.00.
  private static func damaged(_ state: String, _ value: String) -> String {
    "4,2026-03-20,customer_return,K,1,1,\(state),\(value),own,3,customer_returns,C1,C1-1,damaged"
  }

  @Test(
    "A damaged kit comes back at the lower of cost and its value, its components by what they cost",
    arguments: [
      // Worth half of 13.00: apples round(6.50 × 10 ÷ 13) = 5.00, beet 1.50; 6.50 written down.
      ("6.50", ["5.00", "1.50"], "6.50"),
      // Worth 1.00: 0.769… and 0.230…; the cent left goes to the larger remainder, the apples.
      ("1.00", ["0.77", "0.23"], "12.00"),
      ("0.00", ["0.00", "0.00"], "13.00"),
      // Worth more than cost: cost, for each of them.
      ("20.00", ["10.00", "3.00"], nil), ("13.00", ["10.00", "3.00"], nil),
    ])
  func damaged(_ value: String, _ parts: [String], _ loss: String?) throws {
    let closed = try Self.books([Self.delivery, Self.damaged("known", value)]).close()
    #expect(
      closed.layers == [
        "A: 2 for \(parts[0]) of 2026-03-01", "A: 94 for 470.00 of 2026-03-01",
        "B: 1 for \(parts[1]) of 2026-03-01", "B: 97 for 291.00 of 2026-03-01",
      ])
    #expect(closed.balances["5220"] == loss)
    // What was delivered less what came back, at cost: two baskets.
    #expect(closed.balances["5000"] == "26.00" && closed.codes == [])
  }

  @Test("What is sold of a damaged kit afterwards costs what it came back at")
  func damagedAndSold() throws {
    // 9.10 of 13.00: apples 7.00 for two, beet 2.10. By lifo what came back leaves first: an apple at
    // 3.50, then a basket of another at 3.50, one of those before at 5.00, and the beet: 10.60, of which
    // 5.80 is left when it comes back damaged.
    let closed = try Self.books(
      [
        Self.delivery, Self.damaged("known", "9.10"),
        "5,2026-03-21,issue,A,1,-1,missing,,own,,deliveries,D2,D2-1,",
        "6,2026-03-22,issue,K,1,-1,missing,,own,,deliveries,D3,D3-1,",
        "7,2026-03-23,customer_return,K,1,1,known,5.80,own,6,customer_returns,C2,C2-1,damaged",
      ], boms: ["K,A,2,2026-01-01,", "K,B,1,2026-01-01,"], costing: ["method: lifo"]
    ).close()
    #expect(
      closed.moves.filter { $0.hasPrefix("21") || $0.hasPrefix("22") } == [
        "21 issue A -1 -3.50 method", "22 issue A -2 -8.50 method", "22 issue B -1 -2.10 method",
      ])
    // 5.80 by 8.50 and 2.10: 4.65 and 1.15.
    #expect(closed.layers.contains("A: 2 for 4.65 of 2026-03-01"))
    #expect(closed.layers.contains("B: 1 for 1.15 of 2026-03-01"))
    // 13.00 less 9.10, and 10.60 less 5.80.
    #expect(closed.balances["5220"] == "8.70")
    #expect(closed.codes == ["INV-022"])
  }

  @Test("A damaged kit whose value nobody states stands at cost and is told once, as the kit")
  func damagedWithoutValue() throws {
    let closed = try Self.books([Self.delivery, Self.damaged("missing", "")]).close()
    #expect(closed.balances["5220"] == nil && closed.balances["5000"] == "26.00")
    #expect(closed.codes == ["INV-016"])
    let finding = try #require(closed.finding("INV-016"))
    #expect(finding.key == "4" && finding.document == "C1")
    #expect(finding.message.hasPrefix("K: 1 came back damaged"))
  }

  @Test("Where the delivery moves the components as well, they leave once")
  func movedByThemselves() throws {
    let components = [
      "5,2026-03-05,issue,A,1,-6,missing,,own,,deliveries,D1,D1-1,",
      "6,2026-03-05,issue,B,1,-3,missing,,own,,deliveries,D1,D1-1,",
    ]
    let closed = try Self.books(
      [Self.delivery] + components + [
        "7,2026-03-20,customer_return,K,1,1,missing,,own,3,customer_returns,C1,C1-1,"
      ]
    ).close()
    #expect(closed.balances["5000"] == "26.00" && closed.codes == [])
    // Apples that leave by another line are other apples.
    let other = try Self.books([
      Self.delivery, components[0].replacing("D1-1", with: "D1-2"),
    ]).close()
    #expect(other.balances["5000"] == "69.00")
  }

  @Test("A kit that was assembled is in stock itself from then on")
  func assembled() throws {
    let closed = try Self.books([
      Self.delivery, "4,2026-03-06,receipt,K,1,5,known,75.00,own,,,,,",
      "5,2026-03-07,issue,K,1,-1,missing,,own,,deliveries,D2,D2-1,",
    ]).close()
    #expect(closed.moves.contains("07 issue K -1 -15.00 method"))
    #expect(closed.balances["5000"] == "54.00" && closed.codes == [])
  }

  @Test(
    "A kit without components, or one that contains itself, is told and stays a movement of its own",
    arguments: [
      ([], "INV-034"), (["K,B,1,2026-03-06,"], "INV-034"),
      (["K,X,1,2026-01-01,", "X,K,1,2026-01-01,"], "INV-035"),
    ])
  func unsound(_ boms: [String], _ code: String) throws {
    let closed = try Self.books([Self.delivery], boms: boms).close()
    #expect(closed.codes == ["INV-004", "INV-011", code])
    #expect(closed.finding(code)?.message.contains("1 movement") == true)
    #expect(closed.moves.contains { $0.hasPrefix("05 issue K -3") })
  }
}
