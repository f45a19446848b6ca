import AccountingValues
import Testing

@testable import Jobs

/// Stock with pools by location. All figures are worked by hand.
@Suite("Costing by location")
struct LocationCostingTests {
  static let columns = StockBooks.movementColumns + ",to_location_key,linked_key"

  /// Inventory of Berlin has an account of its own; all other places, and goods under way, 1300.
  static let roles = [
    "roles:", "  inventory:", "    - account: \"1300\"",
    "    - {account: \"1301\", location: BER}",
  ]

  /// Two receipts in Hamburg, 12 of 20 to Berlin, 5 back, one sale in each.
  static let there = [
    "1,2026-03-01,receipt,A,1,10,known,50.00,,", "2,2026-03-05,receipt,A,1,10,known,60.00,,",
    "3,2026-03-07,transfer_out,A,1,-12,missing,,2,", "4,2026-03-09,transfer_in,A,2,12,missing,,,3",
    "5,2026-03-10,transfer_out,A,2,-5,missing,,1,", "6,2026-03-10,transfer_in,A,1,5,missing,,,5",
    "7,2026-03-11,issue,A,1,-6,missing,,,", "8,2026-03-12,issue,A,2,-6,missing,,,",
  ]

  static func books(_ level: String, _ movements: [String], costing: [String] = []) -> StockBooks {
    var books = StockBooks(
      costing: ["level: \(level)"] + costing, company: roles, movements: [])
    books.accounts = ["1301,Inventory in Berlin,asset,,inventory,,13"]
    books.streams["stock_movements"] = [columns] + movements
    return books
  }

  @Test("Goods take their layers, costs and dates along, and bring them back")
  func thereAndBack() throws {
    // Hamburg sends 10 of 1 March for 50.00 and 2 of 5 March for 12.00, and keeps 8 for 48.00.
    // Berlin sends back 5 of 1 March for 25.00, which go out first in Hamburg: with 1 of 5 March the
    // issue of 6 costs 31.00. Berlin's issue takes the other 5 for 25.00 and 1 for 6.00.
    let books = try Self.books("location", Self.there).close()
    #expect(books.codes == [])
    #expect(
      books.layers == [
        "A at BER: 1 for 6.00 of 2026-03-05", "A at HAM: 7 for 42.00 of 2026-03-05",
      ])
    #expect(
      books.moves.filter { $0.contains("issue") } == [
        "11 issue A at HAM -6 -31.00 method", "12 issue A at BER -6 -31.00 method",
      ])
    #expect(books.balances["1300"] == "42.00")
    #expect(books.balances["1301"] == "6.00")
    #expect(books.balances["5000"] == "62.00")
  }

  @Test("Sent and received on two days, goods lie in transit and are proven there")
  func transit() throws {
    let books = try Self.books("location", Self.there).close()
    #expect(
      books.certificates == [
        "A at BER: 0.00 + 62.00 + 0.00 = 56.00 + 6.00",
        "A at HAM: 0.00 + 135.00 + 0.00 = 93.00 + 42.00",
        "A in transit: 0.00 + 87.00 + 0.00 = 87.00 + 0.00",
      ])
    #expect(
      books.entries("stock_transfer") == [
        "03-07 Dr 1300 62.00 Cr 1300 62.00", "03-09 Dr 1301 62.00 Cr 1300 62.00",
        "03-10 Dr 1300 25.00 Cr 1301 25.00", "03-10 Dr 1300 25.00 Cr 1300 25.00",
      ])
    let sent = try Self.books("location", Array(Self.there.prefix(3))).close()
    #expect(
      sent.layers == [
        "A at HAM: 8 for 48.00 of 2026-03-05", "A in transit: 10 for 50.00 of 2026-03-01",
        "A in transit: 2 for 12.00 of 2026-03-05",
      ])
  }

  @Test("The inventory accounts are the sum of the layers, at every stage", arguments: 1...8)
  func tie(_ count: Int) throws {
    let books = try Self.books("location", Array(Self.there.prefix(count))).close()
    let tie = books.tie("inventory")
    #expect(tie.count == 2 && tie[0] == tie[1], "\(tie)")
    #expect(books.codes == [])
  }

  @Test("One pool for the company: transfers change nothing, as before")
  func company() throws {
    let books = try Self.books("company", Self.there).close()
    #expect(books.codes == [])
    #expect(books.layers == ["A: 8 for 48.00 of 2026-03-05"])
    #expect(
      books.moves.filter { $0.contains("transfer") }.allSatisfy { $0.hasSuffix("A 0 0.00 method") })
    #expect(books.entries("stock_transfer") == [])
    #expect(books.balances["5000"] == "62.00")
  }

  @Test("Each arrival takes what was sent to it, whatever else is under way")
  func consignments() throws {
    // Vienna's goods were sent second and arrive first: 60.00, not the oldest under way.
    let movements = [
      "1,2026-03-01,receipt,A,1,10,known,50.00,,", "2,2026-03-02,transfer_out,A,1,-10,missing,,2,",
      "3,2026-03-03,receipt,A,1,10,known,60.00,,", "4,2026-03-04,transfer_out,A,1,-10,missing,,3,",
      "5,2026-03-05,transfer_in,A,3,10,missing,,,4", "6,2026-03-06,transfer_in,A,2,4,missing,,,2",
      "7,2026-03-07,transfer_in,A,2,6,missing,,,2",
    ]
    let books = try Self.books("location", movements).close()
    #expect(
      books.layers == [
        "A at BER: 4 for 20.00 of 2026-03-01", "A at BER: 6 for 30.00 of 2026-03-01",
        "A at VIE: 10 for 60.00 of 2026-03-03",
      ])
    #expect(books.codes == [])
    // Without links the destination tells them apart.
    let unlinked = movements.map { line in
      line.replacingLastField(with: "")
    }
    #expect(try Self.books("location", unlinked).close().layers == books.layers)
  }

  @Test(
    "What is under way lies at the transit location that the source names",
    arguments: ["location"])
  func transitLocation(level: String) throws {
    let books = try Self.books(
      level,
      [
        "1,2026-03-01,receipt,A,1,10,known,50.00,,",
        "2,2026-03-02,transfer_out,A,1,-10,missing,,9,",
        "3,2026-03-05,transfer_in,A,2,4,missing,,,2",
      ]
    ).close()
    #expect(
      books.layers == [
        "A at BER: 4 for 20.00 of 2026-03-01", "A at ROAD in transit: 6 for 30.00 of 2026-03-01",
      ])
    #expect(books.codes == [])
  }

  @Test("An average is the sender's on the way out and joins the receiver's")
  func averages() throws {
    // Hamburg 20 for 110.00: 12 leave for 66.00. Berlin has 4 for 30.00, then 16 for 96.00.
    let books = try Self.books(
      "location",
      [
        "1,2026-03-01,receipt,A,1,10,known,50.00,,", "2,2026-03-02,receipt,A,1,10,known,60.00,,",
        "3,2026-03-02,receipt,A,2,4,known,30.00,,",
        "4,2026-03-03,transfer_out,A,1,-12,missing,,2,",
        "5,2026-03-03,transfer_in,A,2,12,missing,,,4", "6,2026-03-04,issue,A,2,-8,missing,,,",
      ], costing: ["method: moving_average"]
    ).close()
    #expect(books.balances["1300"] == "44.00")
    #expect(books.balances["1301"] == "48.00")
    #expect(books.balances["5000"] == "48.00")
    #expect(books.codes == [])
  }

  @Test("A new standard restates stock in its place and under way, each on its account")
  func standards() throws {
    var books = Self.books(
      "location",
      [
        "1,2026-03-02,receipt,A,1,10,known,50.00,,", "2,2026-03-03,transfer_out,A,1,-4,missing,,2,",
        "3,2026-03-04,transfer_out,A,1,-2,missing,,2,",
        "4,2026-03-04,transfer_in,A,2,2,missing,,,3",
      ], costing: ["method: standard"])
    books.streams["item_costs"] = [
      "item_key,kind,valid_from,unit_cost", "A,standard,2026-01-01,5.00",
      "A,standard,2026-03-10,6.00",
    ]
    let closed = try books.close()
    #expect(
      closed.certificates == [
        "A at BER: 0.00 + 10.00 + 2.00 = 0.00 + 12.00",
        "A at HAM: 0.00 + 50.00 + 4.00 = 30.00 + 24.00",
        "A in transit: 0.00 + 10.00 + 0.00 = 10.00 + 0.00",
        "A in transit: 0.00 + 20.00 + 4.00 = 0.00 + 24.00",
      ])
    #expect(closed.balances["1301"] == "12.00")
    #expect(closed.balances["1300"] == "48.00")
    #expect(closed.balances["5230"] == "-10.00")
    #expect(closed.codes == [])
  }

  @Test("An arrival that was never sent, or sent later, is seen in transit and not in the sender")
  func arrivalWithoutDispatch() throws {
    let lost = try Self.books(
      "location",
      [
        "1,2026-03-01,receipt,A,1,10,known,50.00,,", "2,2026-03-02,transfer_in,A,2,4,missing,,,",
      ]
    ).close()
    #expect(lost.codes == ["INV-004", "INV-011"])
    #expect(lost.finding("INV-004")?.message.contains("A in transit: stock is -4") == true)
    #expect(lost.layers.contains("A at HAM: 10 for 50.00 of 2026-03-01"))
    // Dated a day too early: provisional at nothing, then corrected in the receiver's layer.
    let early = try Self.books(
      "location",
      [
        "1,2026-03-01,receipt,A,1,10,known,50.00,,", "2,2026-03-02,transfer_in,A,2,4,missing,,,3",
        "3,2026-03-03,transfer_out,A,1,-4,missing,,2,",
      ]
    ).close()
    #expect(early.layers.filter { $0.hasPrefix("A at BER: 4 for 20.00") }.count == 1)
    #expect(early.balances["1301"] == "20.00")
    #expect(!early.codes.contains("INV-004"))
  }

  @Test("Movements without a location beside others with one are told, once per item")
  func withoutLocation() throws {
    let books = try Self.books(
      "location",
      [
        "1,2026-03-01,receipt,A,1,10,known,50.00,,", "2,2026-03-02,issue,A,,-4,missing,,,",
        "3,2026-03-03,issue,A,,-1,missing,,,",
      ]
    ).close()
    let finding = try #require(books.finding("INV-012"))
    #expect(finding.severity == .error)
    #expect(finding.key == "2")
    #expect(finding.message.contains("2 of its movements"))
    #expect(finding.action.contains("location_key"))
    let nowhere = try Self.books(
      "location",
      ["1,2026-03-01,receipt,A,,10,known,50.00,,", "2,2026-03-02,issue,A,,-4,missing,,,"]
    ).close()
    #expect(nowhere.codes == [])
    #expect(nowhere.layers == ["A: 6 for 30.00 of 2026-03-01"])
  }
}

extension String {
  /// The line with another last field.
  fileprivate func replacingLastField(with field: String) -> String {
    guard let comma = lastIndex(of: ",") else { return self }
    return self[...comma] + field
  }
}
