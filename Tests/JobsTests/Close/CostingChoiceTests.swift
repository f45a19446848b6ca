import AccountingValues
import Testing

@testable import Jobs

/// What a company's file says about items of their own, and about goods that nobody priced.
@Suite("Costing choices of the company")
struct CostingChoiceTests {
  static func books(
    _ costing: [String], _ movements: [String], company: [String] = []
  ) -> StockBooks {
    var books = StockBooks(
      costing: costing, company: company,
      columns: "linked_key,document_stream,document_key,document_line_key", movements: movements)
    books.streams["items"] = [
      "item_key,number,name,kind,category", "A,A,Apple,stock,FRUIT", "B,B,Beet,stock,ROOTS",
      "P,P,Pear,stock,FRUIT",
    ]
    return books
  }

  @Test("Negative stock is refused for the items and categories that say so")
  func negativeStock() throws {
    let books = try Self.books(
      [
        "overrides:", "  - {category: FRUIT, negative_stock: refuse}",
        "  - {item: P, negative_stock: allow, method: lifo}",
      ],
      [
        "1,2026-03-01,receipt,A,1,1,known,5.00,,,,", "2,2026-03-01,receipt,B,1,1,known,5.00,,,,",
        "3,2026-03-01,receipt,P,1,1,known,5.00,,,,", "4,2026-03-02,issue,A,1,-2,missing,,,,,",
        "5,2026-03-02,issue,B,1,-2,missing,,,,,", "6,2026-03-02,issue,P,1,-2,missing,,,,,",
      ]
    ).close()
    #expect(books.result.findings.filter { $0.code == "INV-002" }.map(\.key) == ["4"])
    #expect(books.result.findings.filter { $0.code == "INV-004" }.count == 2)
    #expect(
      books.layers.filter { $0.contains(" -1 for ") } == [
        "B: -1 for -5.00 of 2026-03-02", "P: -1 for -5.00 of 2026-03-02",
      ])
    #expect(books.layers.contains("A: 1 for 5.00 of 2026-03-01"))
  }

  @Test(
    "A method that the accounting framework does not allow is warned of, with who chose it",
    arguments: [
      (["method: lifo"], "", "3 items are costed by LIFO (A and others; chosen by the company)"),
      (
        ["overrides: [{item: P, method: hifo}]"], "",
        "1 item is costed by HIFO (P; chosen by the item P)"
      ),
      (["method: lifo"], "us_gaap", nil), (["method: lifo"], "local", nil), ([], "ifrs", nil),
      (["method: moving_average"], "ifrs", nil),
    ] as [([String], String, String?)])
  func framework(costing: [String], framework: String, words: String?) throws {
    let policies = framework.isEmpty ? [] : ["policies: {framework: \(framework)}"]
    let books = try Self.books(
      costing,
      [
        "1,2026-03-01,receipt,A,1,1,known,5.00,,,,", "2,2026-03-01,receipt,B,1,1,known,5.00,,,,",
        "3,2026-03-01,receipt,P,1,1,known,5.00,,,,",
      ], company: policies
    ).close()
    let found = books.result.findings.filter { $0.code == "INV-022" }
    #expect(found.count == (words == nil ? 0 : 1) && found.allSatisfy { $0.severity == .warning })
    if let words { #expect(found.first?.message.hasPrefix(words) ?? false, "\(found)") }
  }

  @Test(
    "What a return comes back at, by item",
    arguments: [
      ([], "A: 1 for 5.00 of 2026-03-01"),
      (["return_cost: method"], "A: 1 for 7.00 of 2026-03-01"),
      (["overrides: [{item: A, return_cost: method}]"], "A: 1 for 7.00 of 2026-03-01"),
      (
        ["return_cost: method", "overrides: [{category: FRUIT, return_cost: original}]"],
        "A: 1 for 5.00 of 2026-03-01"
      ),
    ])
  func returnCost(_ costing: [String], _ layer: String) throws {
    // One sold at 5.00, one at 7.00; the first comes back.
    let books = try Self.books(
      costing,
      [
        "1,2026-03-01,receipt,A,1,1,known,5.00,,,,", "2,2026-03-02,receipt,A,1,1,known,7.00,,,,",
        "3,2026-03-03,issue,A,1,-1,missing,,,,,", "4,2026-03-04,issue,A,1,-1,missing,,,,,",
        "5,2026-03-05,customer_return,A,1,1,missing,,3,,,",
      ]
    ).close()
    #expect(books.layers == [layer])
    #expect(books.codes == [])
  }

  /// A receipt that states no price: its line says 6.00, the order 4.00 a unit, the last layer 5.00,
  /// the standard 3.00.
  static func unpriced(_ costing: [String]) -> StockBooks {
    var books = books(
      costing,
      [
        "1,2026-03-02,receipt,A,1,1,known,5.00,,,,",
        "2,2026-03-05,receipt,A,1,2,missing,,,goods_receipts,R1,R1-1",
      ])
    books.streams["item_costs"] = [
      "item_key,kind,valid_from,unit_cost", "A,standard,2026-01-01,2.00",
      "A,standard,2026-03-04,3.00",
    ]
    books.streams["goods_receipts"] = [
      "receipt_key,document_number,accounting_date", "R1,R1,2026-03-05",
    ]
    books.streams["goods_receipt_lines"] = [
      "receipt_key,line_key,accounting_date,order_line_key,item_key,quantity,net_amount",
      "R1,R1-1,2026-03-05,O1-1,A,2,12.00",
    ]
    books.streams["purchase_orders"] = [
      "order_key,document_number,document_date,accounting_date,currency,status",
      "O1,O1,2026-03-01,2026-03-01,EUR,received",
    ]
    books.streams["purchase_order_lines"] = [
      "order_key,line_key,accounting_date,line_kind,item_key,quantity,unit_price",
      "O1,O1-1,2026-03-01,stock,A,2,4.00",
    ]
    return books
  }

  @Test(
    "Where the cost of goods without a price comes from: the first that the chain names",
    arguments: [
      ("[document, purchase_order, last_layer, standard, zero]", "2 12.00 document"),
      ("[purchase_order, document, zero]", "2 8.00 purchase_order"),
      ("[last_layer, document, zero]", "2 10.00 last_layer"),
      ("[standard, last_layer, zero]", "2 6.00 standard"),
      ("[zero]", "2 0.00 none"),
    ])
  func chain(_ chain: String, _ expected: String) throws {
    let books = try Self.unpriced(["missing_price: \(chain)"]).close()
    #expect(books.moves.last == "05 receipt A \(expected)")
    #expect(books.codes == (chain == "[zero]" ? ["INV-003"] : []))
    // What stands on goods received not invoiced is what the stock was valued at.
    let tie = books.tie("goods_received_not_invoiced")
    #expect(tie.count == 2 && tie[0] == tie[1], "\(tie)")
  }

  @Test(
    "A bill of that day decides, whatever the chain; a later one is a late cost against it",
    arguments: ["2026-03-05", "2026-03-20"])
  func billed(_ day: String) throws {
    var books = Self.unpriced(["missing_price: [last_layer, zero]"])
    books.bill("B1", on: day, for: .orderLine("O1-1"), quantity: 2, "14.00")
    let closed = try books.close()
    let isLate = day == "2026-03-20"
    #expect(closed.moves.last == "05 receipt A 2 \(isLate ? "10.00 last_layer" : "14.00 document")")
    #expect(closed.balances["1300"] == "19.00")
    #expect(closed.balances["2010"] == "-5.00")
    #expect(closed.codes == [])
  }

  @Test("A receipt priced by the average meets its bill, and so does the next one")
  func settling() throws {
    // R1 comes in at the average 5.00 and is billed 9.00 on 10 March: the pool is 3 for 19.00. R2
    // of 12 March comes in at 6.33, a third of it, and its bill of 20 March adds 1.67.
    var books = Self.books(
      ["method: moving_average"],
      [
        "1,2026-03-02,receipt,A,1,2,known,10.00,,,,",
        "2,2026-03-05,receipt,A,1,1,missing,,,goods_receipts,R1,R1-1",
        "3,2026-03-12,receipt,A,1,1,missing,,,goods_receipts,R2,R2-1",
      ])
    books.streams["goods_receipts"] = [
      "receipt_key,document_number,accounting_date", "R1,R1,2026-03-05", "R2,R2,2026-03-12",
    ]
    books.streams["goods_receipt_lines"] = [
      "receipt_key,line_key,accounting_date,item_key,quantity", "R1,R1-1,2026-03-05,A,1",
      "R2,R2-1,2026-03-12,A,1",
    ]
    books.bill("B1", on: "2026-03-10", for: .receiptLine("R1-1"), quantity: 1, "9.00")
    books.bill("B2", on: "2026-03-20", for: .receiptLine("R2-1"), quantity: 1, "8.00")
    let closed = try books.close()
    #expect(
      closed.moves == [
        "02 receipt A 2 10.00 document", "05 receipt A 1 5.00 last_layer",
        "12 receipt A 1 6.33 last_layer",
      ])
    #expect(closed.balances["1300"] == "27.00")
    #expect(closed.balances["2010"] == "-10.00")
    #expect(closed.codes == [])
  }
}
