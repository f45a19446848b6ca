import AccountingValues
import Platform
import Testing

@testable import Jobs

/// Production orders from rows to books. All figures are worked by hand.
@Suite("Production orders in the close")
struct ProductionCloseTests {
  static let columns =
    "movement_key,accounting_date,recorded_at,kind,item_key,quantity,price_state,value,linked_key,"
    + "work_order_key"
  static let orderColumns =
    "work_order_key,document_number,accounting_date,item_key,planned_quantity,status"
  static let endColumns =
    "work_order_key,document_number,accounting_date,labour_amount,overhead_amount"

  /// Wood is bought, tables are made of it, desks of tables.
  static func books(
    orders: [String], ended: [String] = [], outputs: [String] = [], costing: [String] = [],
    _ movements: [String]
  ) -> StockBooks {
    var books = StockBooks(costing: costing, movements: [])
    books.streams["items"] = [
      "item_key,number,name,kind,category", "W,WOOD,Wood,stock,RAW", "T,TABLE,Table,stock,MADE",
      "D,DESK,Desk,stock,MADE", "S,SHAVINGS,Shavings,stock,MADE",
    ]
    books.streams["stock_movements"] = [columns] + movements
    books.streams["work_orders"] = [orderColumns] + orders
    books.streams["work_order_completions"] = [endColumns] + ended
    if !outputs.isEmpty {
      books.streams["work_order_outputs"] =
        [
          "work_order_key,line_key,accounting_date,item_key,kind,cost_share_percent,"
            + "planned_quantity"
        ] + outputs
    }
    return books
  }

  static let bought = "1,2026-03-01,,receipt,W,100,known,1000.00,,"

  @Test("An open order: what is not yet in products is work in progress, and ties")
  func open() throws {
    let books = try Self.books(
      orders: ["7,FA7,2026-03-02,T,10,in_progress"],
      [
        Self.bought, "2,2026-03-02,,consumption,W,-10,missing,,,7",
        "3,2026-03-05,,output,T,4,missing,,,7",
      ]
    ).close()
    #expect(books.balances["1310"] == "60.00")
    #expect(books.tie("work_in_progress") == ["60.00", "60.00"])
    #expect(
      books.layers == ["TABLE: 4 for 40.00 of 2026-03-05", "WOOD: 90 for 900.00 of 2026-03-01"])
    #expect(books.entries("stock_consumption") == ["03-02 Dr 1310 100.00 Cr 1300 100.00"])
    #expect(books.entries("stock_output") == ["03-05 Dr 1300 40.00 Cr 1310 40.00"])
    #expect(books.codes == [])
  }

  @Test("Products of another method come in at their standard where the company says so")
  func outputAtStandard() throws {
    var books = Self.books(
      orders: ["7,FA7,2026-03-02,T,10,completed"], ended: ["7,FA7,2026-03-20,15.00,5.00"],
      costing: ["output_cost: standard"],
      [
        Self.bought, "2,2026-03-02,,consumption,W,-10,missing,,,7",
        "3,2026-03-05,,output,T,10,missing,,,7", "4,2026-03-06,,issue,T,-1,missing,,,",
      ])
    books.streams["item_costs"] = [
      "item_key,kind,valid_from,unit_cost", "T,standard,2026-01-01,11.00",
    ]
    let closed = try books.close()
    // Ten at 11.00 for 120.00 of wood, labour and overhead: 10.00 are variance.
    #expect(closed.layers.first == "TABLE: 9 for 99.00 of 2026-03-05")
    #expect(closed.balances["5000"] == "11.00" && closed.balances["5050"] == "10.00")
    #expect(closed.balances["1310"] == nil)
    // No bill of materials says what they may use.
    #expect(closed.codes == ["INV-043"])
  }

  @Test("The end absorbs labour and overhead; stock and cost of sales take what is left")
  func completion() throws {
    // 4 of 10 made for 40.00, one sold for 10.00; the end brings 60.00 + 15.00 + 5.00 = 80.00 more
    // for 4 units: 60.00 to stock, 20.00 to the sale.
    let books = try Self.books(
      orders: ["7,FA7,2026-03-02,T,10,completed"], ended: ["7,FA7,2026-03-20,15.00,5.00"],
      [
        Self.bought, "2,2026-03-02,,consumption,W,-10,missing,,,7",
        "3,2026-03-05,,output,T,4,missing,,,7", "4,2026-03-06,,issue,T,-1,missing,,,",
      ]
    ).close()
    #expect(books.balances["1310"] == nil)
    #expect(books.tie("work_in_progress") == ["0.00", "0.00"])
    #expect(books.balances["5000"] == "30.00")
    #expect(books.balances["5060"] == "-15.00")
    #expect(books.balances["5061"] == "-5.00")
    #expect(books.layers.first == "TABLE: 3 for 90.00 of 2026-03-05")
    #expect(
      books.entries("production_orders") == ["03-20 Dr 1310 20.00 Cr 5060 15.00 Cr 5061 5.00"])
    #expect(
      books.entries("production_settlement")
        == ["03-20 Dr 1300 80.00 Dr 5000 20.00 Cr 1300 20.00 Cr 1310 80.00"])
    #expect(books.codes == [])
  }

  @Test("On a day without times components are used before products are made, level by level")
  func oneInstant() throws {
    // Written down backwards: the desk and its sale, its table, the table, then the wood and its use.
    let books = try Self.books(
      orders: ["8,FA8,2026-03-02,D,1,completed", "7,FA7,2026-03-02,T,2,completed"],
      ended: ["8,FA8,2026-03-02,,", "7,FA7,2026-03-02,,"],
      [
        "1,2026-03-02,,output,D,1,missing,,,8", "2,2026-03-02,,issue,D,-1,missing,,,",
        "3,2026-03-02,,consumption,T,-1,missing,,,8", "4,2026-03-02,,output,T,2,missing,,,7",
        "5,2026-03-02,,receipt,W,10,known,100.00,,", "6,2026-03-02,,consumption,W,-6,missing,,,7",
      ]
    ).close()
    #expect(books.codes == [])
    #expect(books.balances["5000"] == "30.00")
    #expect(
      books.layers == ["TABLE: 1 for 30.00 of 2026-03-02", "WOOD: 4 for 40.00 of 2026-03-02"])
    #expect(books.tie("work_in_progress") == ["0.00", "0.00"])
    #expect(!books.moves.contains { $0.contains("last_layer") || $0.contains("none") })
  }

  @Test("Items that are made of each other end in one order all the same")
  func circle() throws {
    let books = try Self.books(
      orders: ["7,FA7,2026-03-02,T,1,completed", "8,FA8,2026-03-02,W,1,completed"],
      ended: ["7,FA7,2026-03-02,,", "8,FA8,2026-03-02,,"],
      [
        Self.bought, "2,2026-03-02,,consumption,W,-2,missing,,,7",
        "3,2026-03-02,,output,T,1,missing,,,7", "4,2026-03-02,,consumption,T,-1,missing,,,8",
        "5,2026-03-02,,output,W,1,missing,,,8",
      ]
    ).close()
    #expect(books.balances["1300"] == "1000.00")
    #expect(books.tie("work_in_progress") == ["0.00", "0.00"])
  }

  @Test("Co-products share as stated, by-products take nothing")
  func outputs() throws {
    let books = try Self.books(
      orders: ["7,FA7,2026-03-02,T,10,completed"], ended: ["7,FA7,2026-03-03,,"],
      outputs: [
        "7,1,2026-03-02,T,product,60,10", "7,2,2026-03-02,D,co_product,40,10",
        "7,3,2026-03-02,S,by_product,0,1",
      ],
      [
        Self.bought, "2,2026-03-02,,consumption,W,-10,missing,,,7",
        "3,2026-03-03,,output,T,10,missing,,,7", "4,2026-03-03,,output,D,10,missing,,,7",
        "5,2026-03-03,,output,S,1,missing,,,7",
      ]
    ).close()
    #expect(
      books.layers.filter { !$0.hasPrefix("WOOD") } == [
        "DESK: 10 for 40.00 of 2026-03-03", "SHAVINGS: 1 for 0.00 of 2026-03-03",
        "TABLE: 10 for 60.00 of 2026-03-03",
      ])
    #expect(books.codes == [])
  }

  /// A company that went live with order 5, under way: six tables still to be made, 60.00 in progress.
  static func underWay(_ balances: [String], _ movements: [String]) -> StockBooks {
    var books = books(
      orders: [], ended: ["5,FA5,2026-03-10,6.00,"],
      ["1,2026-03-01,,receipt,W,100,known,1000.00,,"]
        + movements)
    books.streams["opening_work_orders"] = [
      "work_order_key,document_number,item_key,planned_quantity,amount", "5,FA5,T,6,60.00",
    ]
    books.streams["opening_balances"] = ["account_code,amount"] + balances
    return books
  }

  @Test("An order under way at go-live brings its cost, and its products take it")
  func underWayAtGoLive() throws {
    let open = try Self.underWay(
      ["1310,60.00", "3000,-60.00"], ["2,2026-03-11,,consumption,W,-1,missing,,,9"]
    ).close()
    // The order ended and made nothing: 66.00 are variance. 10.00 of another order are in progress.
    #expect(open.balances["1310"] == "10.00" && open.balances["5050"] == "66.00")
    let closed = try Self.underWay(
      ["1310,60.00", "3000,-60.00"],
      [
        "2,2026-03-02,,consumption,W,-3,missing,,,5", "3,2026-03-03,,output,T,2,missing,,,5",
        "4,2026-03-09,,output,T,4,missing,,,5",
      ]
    ).close()
    // 60.00 + 30.00 for two of six, the rest for four; labour at the end.
    #expect(
      closed.layers.prefix(2) == [
        "TABLE: 2 for 32.00 of 2026-03-03", "TABLE: 4 for 64.00 of 2026-03-09",
      ])
    #expect(closed.balances["1310"] == nil && closed.balances["3900"] == nil)
    #expect(closed.tie("work_in_progress") == ["0.00", "0.00"])
    #expect(closed.entries("opening_work_orders") == ["03-01 Dr 1310 60.00 Cr 3900 60.00"])
    #expect(closed.codes == [])
  }

  @Test("Work in progress at go-live is told where its orders are not what the trial balance says")
  func underWayDiffers() throws {
    let differs = try Self.underWay(["1310,75.00", "3000,-75.00"], []).close()
    let finding = differs.finding("OPN-001")
    #expect(finding?.amount?.minor == 15_00 && finding?.key == "work_in_progress")
    #expect(differs.balances["3900"] == "15.00")
    #expect(differs.tie("work_in_progress") == ["0.00", "0.00"])
    var books = Self.underWay(["1310,75.00", "3000,-75.00"], [])
    books.streams["opening_work_orders"] = nil
    let without = try books.close()
    #expect(without.finding("OPN-004")?.amount?.minor == 75_00)
    #expect(without.balances["1310"] == "75.00")
    books = Self.underWay([], [])
    books.streams["opening_balances"] = nil
    #expect(try books.close().finding("OPN-003")?.amount?.minor == 60_00)
  }

  @Test("A cancelled order without output is production variance, and said so")
  func dead() throws {
    let books = try Self.books(
      orders: ["7,FA7,2026-03-02,T,10,cancelled"], ended: ["7,FA7,2026-03-04,,"],
      [Self.bought, "2,2026-03-04,,consumption,W,-10,missing,,,7"]
    ).close()
    #expect(books.balances["1310"] == nil)
    #expect(books.balances["5050"] == "100.00")
    #expect(books.entries("production_orders") == ["03-04 Dr 5050 100.00 Cr 1310 100.00"])
    #expect(books.finding("INV-040")?.document == "FA7")
    #expect(books.tie("work_in_progress") == ["0.00", "0.00"])
  }

  @Test("Products without components are no gain: they stand below zero in work in progress")
  func madeOfNothing() throws {
    let books = try Self.books(
      orders: ["7,FA7,2026-03-02,T,2,completed"], ended: ["7,FA7,2026-03-04,,"],
      ["1,2026-03-01,,receipt,T,1,known,7.00,,", "3,2026-03-03,,output,T,2,missing,,,7"]
    ).close()
    #expect(books.balances["1310"] == "-14.00")
    #expect(books.balances["5050"] == nil)
    #expect(books.codes == ["INV-041"])
    #expect(books.tie("work_in_progress") == ["-14.00", "-14.00"])
  }

  @Test("Components that name the movement they come back from belong to its order")
  func componentsBack() throws {
    let books = try Self.books(
      orders: ["7,FA7,2026-03-02,T,10,in_progress"],
      [
        Self.bought, "2,2026-03-02,,consumption,W,-10,missing,,,7",
        "3,2026-03-04,,consumption,W,4,missing,,2,",
      ]
    ).close()
    #expect(books.balances["1310"] == "60.00")
    #expect(books.tie("work_in_progress") == ["60.00", "60.00"])
    #expect(books.codes == [])
  }

  @Test("Components without an order stand in work in progress, and a finding says how much")
  func loose() throws {
    let books = try Self.books(
      orders: [], [Self.bought, "2,2026-03-02,,consumption,W,-10,missing,,,"]
    ).close()
    #expect(books.balances["1310"] == "100.00")
    #expect(books.tie("work_in_progress") == ["100.00", "100.00"])
    #expect(books.finding("INV-042")?.amount?.minor == 100_00)
  }

  @Test(
    "A product at standard takes its standard; what the order cost beyond is production variance")
  func standard() throws {
    var books = Self.books(
      orders: ["7,FA7,2026-03-02,T,10,completed"], ended: ["7,FA7,2026-03-05,,"],
      costing: ["method: standard"],
      [
        Self.bought, "2,2026-03-02,,consumption,W,-10,missing,,,7",
        "3,2026-03-05,,output,T,10,missing,,,7",
      ])
    books.streams["item_costs"] = [
      "item_key,kind,valid_from,unit_cost", "W,standard,2026-01-01,10.00",
      "T,standard,2026-01-01,9.00",
    ]
    let closed = try books.close()
    #expect(closed.balances["5050"] == "10.00")
    #expect(closed.balances["1310"] == nil)
    #expect(closed.balances["1300"] == "990.00")
    #expect(closed.codes == ["INV-043"])
  }

  @Test(
    "An order of a closed month may go on: what says how it stands now is not what was filed",
    arguments: [
      (
        "work_orders",
        "work_order_key,document_number,accounting_date,item_key,planned_quantity,"
          + "completed_quantity,status,due_on,completed_on",
        "7,FA7,2026-03-30,T,10,0,released,2026-04-10,",
        "7,FA7,2026-03-30,T,10,8,closed,2026-04-20,2026-04-15",
        "7,FA7,2026-03-30,T,12,0,released,2026-04-10,"
      ),
      (
        "purchase_orders",
        "order_key,document_number,document_date,accounting_date,currency,status,expected_on,total",
        "7,B7,2026-03-30,2026-03-30,EUR,approved,2026-04-10,10.00",
        "7,B7,2026-03-30,2026-03-30,EUR,received,2026-04-20,10.00",
        "7,B7,2026-03-30,2026-03-30,EUR,approved,2026-04-10,11.00"
      ),
      (
        "purchase_order_lines",
        "order_key,line_key,accounting_date,line_kind,item_key,quantity,received_quantity,unit_price",
        "7,1,2026-03-30,stock,W,10,0,2.00", "7,1,2026-03-30,stock,W,10,4,2.00",
        "7,1,2026-03-30,stock,W,10,0,2.10"
      ),
      (
        "sales_order_lines",
        "order_key,line_key,accounting_date,line_kind,item_key,quantity,delivered_quantity",
        "7,1,2026-03-30,stock,T,10,0", "7,1,2026-03-30,stock,T,10,10",
        "7,1,2026-03-30,stock,T,9,0"
      ),
      (
        "work_order_completions",
        "work_order_key,document_number,accounting_date,labour_amount",
        "7,FA7,2026-03-30,5.00", "7,FA7,2026-03-30,5.00", "7,FA7,2026-03-30,6.00"
      ),
    ])
  func filed(stream: String, columns: String, row: String, later: String, other: String) throws {
    func fingerprint(_ line: String) throws -> Fingerprint? {
      let rows = RowsAtHand([stream: "\(columns)\n\(line)\n"])
      var print: Fingerprint?
      try rows.each(stream) { (row, _) throws(JobError) in
        print = RowFingerprint.print(of: row)
        return .posted
      }
      #expect(rows.findings.isEmpty, "\(rows.findings)")
      return print
    }
    let filed = try fingerprint(row)
    #expect(filed != nil)
    #expect(try fingerprint(later) == filed)
    #expect(try fingerprint(other) != filed)
  }
}
