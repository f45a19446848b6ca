import AccountingValues
import Inventory
import Testing

@testable import Jobs

/// Stock written down to what it can be sold for, through the ledger.
@Suite("Write-downs in the close")
struct WriteDownCloseTests {
  static func books(
    _ writeDowns: [String], company: [String] = [], costing: [String] = []
  ) -> StockBooks {
    var books = StockBooks(
      costing: costing, company: company,
      movements: [])
    books.streams["stock_movements"] =
      [StockBooks.movementColumns + ",linked_key,document_stream,document_key"] + [
        "1,2026-03-02,receipt,A,1,10,known,100.00,,goods_receipts,R1",
        "2,2026-03-20,issue,A,1,-4,missing,,,deliveries,D1",
        "3,2026-03-25,customer_return,A,1,1,missing,,2,customer_returns,C1",
      ]
    books.streams["write_downs"] =
      [
        "write_down_key,accounting_date,document_number,item_key,net_realisable_value,amount,currency"
      ] + writeDowns
    return books
  }

  @Test("Written down, sold, returned, written up: allowance, expense and cost of sales")
  func throughTheMonth() throws {
    let books = try Self.books([
      "W1,2026-03-10,NRV-1,A,8.00,,", "W2,2026-03-31,NRV-2,A,11.50,,",
    ]).close()
    #expect(
      books.entries("stock_allowance") == [
        "03-10 Dr 5220 20.00 Cr 1309 20.00", "03-20 Dr 1309 8.00 Cr 5000 8.00",
        "03-25 Dr 5000 2.00 Cr 1309 2.00", "03-31 Dr 1309 14.00 Cr 5220 14.00",
      ])
    #expect(books.balances["1300"] == "70.00")
    #expect(books.balances["1309"] == nil)
    // 30.00 of cost less the 6.00 written down before; all in all 30.00.
    #expect(books.balances["5000"] == "24.00" && books.balances["5220"] == "6.00")
    #expect(books.codes == [])
    let flow = try #require(books.result.allowances.byPeriod[202603]?.first)
    #expect(
      [flow.opening, flow.writtenDown, flow.reversed, flow.released] == [0, 2000, 1400, 600])
    #expect(flow.closing.allowanceMinor == 0 && flow.closing.costMinor == 70_00)
  }

  @Test(
    "The allowance is its account, by every method, and stands beside the cost",
    arguments: ["fifo", "moving_average", "periodic_average", "lifo"])
  func tied(_ method: String) throws {
    let books = try Self.books(
      ["W1,2026-03-10,NRV-1,A,8.00,,"], costing: ["method: \(method)"]
    ).close()
    #expect(books.tie("inventory_allowance") == ["-14.00", "-14.00"])
    #expect(books.tie("inventory") == ["70.00", "70.00"])
    #expect(books.balances["1309"] == "-14.00")
  }

  @Test("An amount in another currency is brought to base; one that states both ways is left out")
  func amounts() throws {
    var books = Self.books([
      "W1,2026-03-10,NRV-1,A,,10.00,USD", "W2,2026-03-11,NRV-2,A,8.00,5.00,",
    ])
    books.streams["fx_rates"] = [
      "from_currency,to_currency,kind,rate_date,rate", "USD,EUR,spot,2026-03-10,0.90",
    ]
    let closed = try books.close()
    #expect(closed.entries("stock_allowance").first == "03-10 Dr 5220 9.00 Cr 1309 9.00")
    #expect(closed.codes == ["INV-054"])
    #expect(closed.finding("INV-054")?.key == "W2")
  }

  @Test(
    "Under US GAAP a reversal is an error and not made, unless the company allows it, and is told",
    arguments: [
      ("framework: us_gaap", "-11.20", "INV-050"),
      ("framework: us_gaap, write_down_reversal: allow", "-9.20", "INV-053"),
      ("framework: ifrs", "-9.20", nil),
    ] as [(String, String, String?)])
  func reversals(_ policies: String, _ allowance: String, _ code: String?) throws {
    let books = try Self.books(
      ["W1,2026-03-10,NRV-1,A,,16.00,", "W2,2026-03-31,NRV-2,A,,-2.00,"],
      company: ["policies: {\(policies)}"]
    ).close()
    #expect(books.balances["1309"] == allowance)
    #expect(books.codes == (code.map { [$0] } ?? []))
    if code == "INV-050" { #expect(books.result.isBlocked) }
  }

  @Test("Goods of others and stock without an assessment are not touched")
  func untouched() throws {
    let books = try Self.books([]).close()
    #expect(books.entries("stock_allowance") == [])
    #expect(books.balances["5000"] == "30.00")
  }
}
