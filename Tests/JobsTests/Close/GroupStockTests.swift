import AccountingValues
import Inventory
import Testing

@testable import Jobs

/// Goods that companies of a group sell to each other: at the transfer price in the books, at the
/// group's cost beside it.
@Suite("Stock from companies of the group")
struct GroupStockTests {
  private static let columns =
    "movement_key,accounting_date,kind,item_key,location_key,quantity,price_state,value,linked_key,"
    + "document_stream,document_key,document_line_key,group_cost"

  /// A company that buys from its sister S and from a stranger T.
  private static func books(_ movements: [String], costing: [String] = []) -> StockBooks {
    var books = StockBooks(costing: costing, movements: [])
    books.streams["stock_movements"] = [columns] + movements
    books.streams["partners"] = [
      "partner_key,kind,number,name", "S,supplier,S,Sister", "T,supplier,T,Stranger",
    ]
    books.streams["intercompany_partners"] = ["partner_key,company_key", "S,sister"]
    books.streams["goods_receipts"] = [
      "receipt_key,partner_key,document_number,accounting_date", "R1,S,R1,2026-03-01",
      "R2,T,R2,2026-03-02", "R3,S,R3,2026-03-03",
    ]
    books.streams["goods_receipt_lines"] = [
      "receipt_key,line_key,accounting_date,item_key,quantity", "R1,R1-1,2026-03-01,A,10",
    ]
    return books
  }

  /// Layers with the group's cost beside their value: `6 for 72.00, group 48.00`.
  private static func layers(_ closed: ClosedStock) throws -> [String] {
    let period = try #require(closed.result.balances.last?.period.id)
    let costs = closed.close.groupStock?.layers[period]
    return closed.result.costing.layers.enumerated().map { position, layer in
      "\(Quantity(micros: layer.quantityMicros)) for \(cents(layer.valueMinor)), group "
        + (costs.map { $0[position].map(cents) ?? "?" } ?? cents(layer.valueMinor))
    }
  }

  /// What a movement took, with the group's cost of it: `48.00, group 32.00`.
  private static func taken(_ closed: ClosedStock, _ kind: MovementKind) -> [String] {
    let costs = closed.close.groupStock?.consumptions
    return closed.result.costing.output.consumptions.enumerated().compactMap { position, row in
      guard case .movement(let index)? = closed.result.costing.cause(of: row.movement),
        closed.close.stock.events[Int(index)].word == kind.rawValue
      else { return nil }
      return "\(cents(row.valueMinor)), group "
        + (costs.map { $0[position].map(cents) ?? "?" } ?? cents(row.valueMinor))
    }
  }

  private static func cents(_ minor: Int64) -> String {
    "\(minor / 100)." + (minor % 100 < 10 ? "0" : "") + "\(minor % 100)"
  }

  private static let receipt =
    "1,2026-03-01,receipt,A,1,10,known,120.00,,goods_receipts,R1,R1-1,"

  @Test("At the sender's cost there is no profit in stock")
  func atCost() throws {
    let closed = try Self.books([
      Self.receipt + "120.00", "2,2026-03-05,issue,A,1,-4,missing,,,deliveries,D1,D1-1,",
    ]).close()
    #expect(try Self.layers(closed) == ["6 for 72.00, group 72.00"])
    #expect(Self.taken(closed, .issue) == ["48.00, group 48.00"])
    #expect(closed.codes == [])
  }

  @Test(
    "At a transfer price what is left carries the profit, what was sold has earned it",
    arguments: ["fifo", "lifo", "moving_average", "periodic_average"])
  func atTransferPrice(_ method: String) throws {
    let closed = try Self.books(
      [
        Self.receipt + "80.00",
        "2,2026-03-05,issue,A,1,-4,missing,,,deliveries,D1,D1-1,",
        "3,2026-03-06,customer_return,A,1,1,missing,,2,customer_returns,C1,C1-1,",
        // Two go back to the sister, who takes them back at what they cost her.
        "4,2026-03-09,supplier_return,A,1,-2,known,24.00,1,supplier_returns,X1,X1-1,",
      ], costing: ["method: \(method)"]
    ).close()
    let layers = try Self.layers(closed)
    #expect(layers.sorted() == ["1 for 12.00, group 8.00", "4 for 48.00, group 32.00"])
    #expect(Self.taken(closed, .issue) == ["48.00, group 32.00"])
    #expect(Self.taken(closed, .supplierReturn) == ["24.00, group 16.00"])
    // The company's own books know the transfer price alone.
    #expect(closed.balances["1300"] == "60.00" && closed.balances["5000"] == "36.00")
    #expect(closed.codes == (method == "lifo" ? ["INV-022"] : []))
  }

  @Test("The sender sells and takes back at its own cost")
  func sender() throws {
    let closed = try Self.books([
      "1,2026-02-28,receipt,A,1,20,known,160.00,,goods_receipts,R2,R2-1,".replacing(
        "02-28", with: "03-01"),
      "2,2026-03-02,issue,A,1,-10,missing,,,deliveries,D1,D1-1,",
      "3,2026-03-09,customer_return,A,1,2,missing,,2,customer_returns,C1,C1-1,",
    ]).close()
    #expect(closed.close.groupStock == nil)
    #expect(closed.balances["1300"] == "96.00" && closed.balances["5000"] == "64.00")
  }

  @Test("Freight is cost of the group too; a later bill that raises the transfer price is not")
  func laterCosts() throws {
    var books = Self.books([
      Self.receipt + "80.00", "2,2026-03-05,issue,A,1,-4,missing,,,deliveries,D1,D1-1,",
    ])
    books.bill("B1", on: "2026-03-10", for: .receiptLine("R1-1"), quantity: 10, "130.00")
    books.streams["landed_costs"] = [
      "landed_cost_key,accounting_date,receipt_key,receipt_line_key,kind,currency,amount",
      "L1,2026-03-12,R1,R1-1,freight,EUR,20.00",
    ]
    let closed = try books.close()
    #expect(try Self.layers(closed) == ["6 for 90.00, group 60.00"])
    #expect(
      Self.taken(closed, .issue) == [
        "48.00, group 32.00", "4.00, group 0.00", "8.00, group 8.00",
      ])
  }

  @Test("What nobody states is not guessed, where layers tell it apart")
  func unstated() throws {
    let closed = try Self.books([
      Self.receipt,
      "2,2026-03-02,receipt,A,1,10,known,90.00,,goods_receipts,R2,R2-1,",
      "3,2026-03-03,receipt,A,1,10,known,120.00,,goods_receipts,R3,R3-1,80.00",
      "4,2026-03-05,issue,A,1,-4,missing,,,deliveries,D1,D1-1,",
    ]).close()
    #expect(
      try Self.layers(closed) == [
        "6 for 72.00, group ?", "10 for 90.00, group 90.00", "10 for 120.00, group 80.00",
      ])
    #expect(Self.taken(closed, .issue) == ["48.00, group ?"])
    #expect(closed.codes == ["INV-070"])
    #expect(closed.finding("INV-070")?.key == "1")
  }

  @Test("In an average nothing is told until all of it has left")
  func average() throws {
    let closed = try Self.books(
      [
        Self.receipt, "2,2026-03-03,receipt,A,1,10,known,120.00,,goods_receipts,R3,R3-1,80.00",
        "3,2026-03-05,issue,A,1,-20,missing,,,deliveries,D1,D1-1,",
        "4,2026-03-06,receipt,A,1,5,known,60.00,,goods_receipts,R3,R3-1,40.00",
        "5,2026-03-07,issue,A,1,-1,missing,,,deliveries,D2,D2-1,",
      ], costing: ["method: moving_average"]
    ).close()
    #expect(try Self.layers(closed) == ["4 for 48.00, group 32.00"])
    #expect(
      Self.taken(closed, .issue) == ["120.00, group ?", "120.00, group ?", "12.00, group 8.00"])
  }

  @Test("Products carry the profit of the components they were made of")
  func production() throws {
    var books = Self.books([])
    books.streams["items"]?.append("P,P,Pie,stock,BAKERY")
    books.streams["stock_movements"] = [
      Self.columns + ",work_order_key", Self.receipt + "80.00,",
      "2,2026-03-05,consumption,A,1,-5,missing,,,work_orders,W1,,,W1",
      "3,2026-03-06,output,P,1,2,missing,,,work_orders,W1,,,W1",
      "4,2026-03-07,issue,P,1,-1,missing,,,deliveries,D1,D1-1,,",
    ]
    books.streams["work_orders"] = [
      "work_order_key,document_number,accounting_date,item_key,planned_quantity,status",
      "W1,W1,2026-03-05,P,2,released",
    ]
    let closed = try books.close()
    #expect(
      try Self.layers(closed).sorted() == ["1 for 30.00, group 20.00", "5 for 60.00, group 40.00"])
    #expect(Self.taken(closed, .issue) == ["30.00, group 20.00"])
    // Without the components' cost the product's is not known either.
    books.streams["stock_movements"]?[1] = Self.receipt + ","
    let unknown = try books.close()
    #expect(
      try Self.layers(unknown).sorted() == ["1 for 30.00, group ?", "5 for 60.00, group ?"])
  }

  @Test(
    "Where the dearest goods leave first, the group has the same goods left, at what they cost it")
  func dearestFirst() throws {
    let closed = try Self.books(
      [
        Self.receipt + "80.00",
        "2,2026-03-02,receipt,A,1,10,known,90.00,,goods_receipts,R2,R2-1,",
        // Those of the sister: 12.00 is more than 9.00, though they cost the group 8.00.
        "3,2026-03-05,issue,A,1,-4,missing,,,deliveries,D1,D1-1,",
        "4,2026-03-06,customer_return,A,1,1,missing,,3,customer_returns,C1,C1-1,",
        "5,2026-03-09,issue,A,1,-9,missing,,,deliveries,D2,D2-1,",
      ], costing: ["method: hifo"]
    ).close()
    #expect(try Self.layers(closed) == ["8 for 72.00, group 72.00"])
    #expect(
      Self.taken(closed, .issue) == [
        "48.00, group 32.00", "72.00, group 48.00", "12.00, group 8.00", "18.00, group 18.00",
      ])
    #expect(closed.balances["1300"] == "72.00" && closed.codes == ["INV-022"])
  }

  @Test("Dearest first, a later bill of the sister and the group's own average do not mix")
  func dearestFirstUnstated() throws {
    let closed = try Self.books(
      [
        Self.receipt,
        "2,2026-03-02,receipt,A,1,10,known,130.00,,goods_receipts,R3,R3-1,100.00",
        "3,2026-03-05,issue,A,1,-12,missing,,,deliveries,D1,D1-1,",
      ], costing: ["method: hifo"]
    ).close()
    #expect(try Self.layers(closed) == ["8 for 96.00, group ?"])
    #expect(Self.taken(closed, .issue) == ["130.00, group 100.00", "24.00, group ?"])
    #expect(closed.codes == ["INV-022", "INV-070"])
  }

  /// At standard 11.00, from the 10th on 11.50.
  private static func standards(_ group: [String], _ movements: [String]) -> StockBooks {
    var books = books(movements, costing: ["method: standard"])
    books.streams["item_costs"] =
      [
        "item_key,kind,valid_from,unit_cost", "A,standard,2026-01-01,11.00",
        "A,standard,2026-03-10,11.50",
      ] + group
    return books
  }

  @Test(
    "At standard goods cost the group its own standard, new standards too",
    arguments: ["80.00", ""])
  func atStandard(_ cost: String) throws {
    let closed = try Self.standards(
      ["A,group_standard,2026-01-01,8.50", "A,group_standard,2026-03-07,8.20"],
      [
        Self.receipt + cost, "2,2026-03-05,issue,A,1,-4,missing,,,deliveries,D1,D1-1,",
        "3,2026-03-08,issue,A,1,-1,missing,,,deliveries,D2,D2-1,",
        "4,2026-03-20,issue,A,1,-1,missing,,,deliveries,D3,D3-1,",
      ]
    ).close()
    #expect(try Self.layers(closed) == ["4 for 46.00, group 32.80"])
    #expect(
      Self.taken(closed, .issue) == [
        "44.00, group 34.00", "11.00, group 8.20", "11.50, group 8.20",
      ])
    // The company's own books know its own standard alone.
    #expect(closed.balances["1300"] == "46.00" && closed.codes == [])
  }

  @Test(
    "Where the group has no standard from the first goods on, nothing is told",
    arguments: [[], ["A,group_standard,2026-03-02,8.50"]])
  func withoutGroupStandard(_ group: [String]) throws {
    let closed = try Self.standards(
      group,
      [Self.receipt + "80.00", "2,2026-03-05,issue,A,1,-4,missing,,,deliveries,D1,D1-1,"]
    ).close()
    #expect(try Self.layers(closed) == ["6 for 69.00, group ?"])
    #expect(Self.taken(closed, .issue) == ["44.00, group ?"])
    #expect(closed.balances["1300"] == "69.00")
    #expect(closed.codes == ["INV-071"] && closed.finding("INV-071")?.key == "A")
  }

  @Test(
    "Products at standard carry the profit of what they were made of by the group's standard alone",
    arguments: [
      ([], "1 for 30.00, group ?", ["INV-071"]),
      (["P,group_standard,2026-01-01,21.00"], "1 for 30.00, group 21.00", []),
    ])
  func productsAtStandard(_ group: [String], _ left: String, _ codes: [String]) throws {
    var books = Self.books([], costing: ["output_cost: standard"])
    books.streams["items"]?.append("P,P,Pie,stock,BAKERY")
    books.streams["item_costs"] =
      ["item_key,kind,valid_from,unit_cost", "P,standard,2026-01-01,30.00"] + group
    books.streams["stock_movements"] = [
      Self.columns + ",work_order_key", Self.receipt + "80.00,",
      "2,2026-03-05,consumption,A,1,-5,missing,,,work_orders,W1,,,W1",
      "3,2026-03-06,output,P,1,2,missing,,,work_orders,W1,,,W1",
      "4,2026-03-07,issue,P,1,-1,missing,,,deliveries,D1,D1-1,,",
    ]
    books.streams["work_orders"] = [
      "work_order_key,document_number,accounting_date,item_key,planned_quantity,status",
      "W1,W1,2026-03-05,P,2,released",
    ]
    let closed = try books.close()
    #expect(try Self.layers(closed).sorted() == [left, "5 for 60.00, group 40.00"])
    #expect(closed.codes == codes)
    #expect(closed.finding("INV-071")?.key == (codes.isEmpty ? nil : "P"))
  }

  @Test("Goods the sister billed and that have not arrived are in transit, at the transfer price")
  func inTransit() throws {
    var books = Self.books([Self.receipt + "80.00"])
    books.streams["purchase_orders"] = [
      "order_key,document_number,document_date,accounting_date,currency,status,partner_key",
      "O1,O1,2026-03-01,2026-03-01,EUR,approved,S",
    ]
    books.streams["purchase_order_lines"] = [
      "order_key,line_key,accounting_date,line_kind,item_key,quantity,unit_price,net_amount",
      "O1,O1-1,2026-03-01,stock,A,5,13.00,65.00",
    ]
    books.bill("B1", on: "2026-03-30", for: .orderLine("O1-1"), quantity: 5, "65.00")
    let closed = try books.close()
    let transit = closed.close.inTransitFromGroup()
    #expect(transit.count == 1)
    #expect(transit.first?.value.quantityMicros == 5_000_000)
    #expect(transit.first?.value.valueMinor == 6_500)
  }
}
