import TestSupport
import Testing

@testable import Jobs

/// Charges on received goods, from the bill over landed-cost clearing to stock and cost of sales.
@Suite("Landed costs")
struct LandedCostTests {
  static let items = """
    item_key,number,name,kind
    1,BIKE,Bicycle,stock
    2,BELL,Bell,stock

    """
  static let partners = "partner_key,number,name,kind\n5,F5,Forwarder,supplier\n"
  /// Receipt 7: ten bicycles at 60.00 and forty bells at 10.00, both on 10 January.
  static let movements = """
    movement_key,accounting_date,kind,item_key,quantity,price_state,value,document_stream,document_key,document_line_key
    1,2026-01-10,receipt,1,10,known,600.00,goods_receipts,7,71
    2,2026-01-10,receipt,2,40,known,400.00,goods_receipts,7,72

    """

  static func bill(_ lines: String, total: String, on day: String, currency: String = "EUR")
    -> [String: String]
  {
    [
      "purchase_bills": """
      bill_key,document_number,document_date,accounting_date,due_date,currency,partner_key,total
      900,B-900,\(day),\(day),\(day),\(currency),5,\(total)

      """,
      "purchase_bill_lines": """
      bill_key,line_key,accounting_date,line_kind,receipt_line_key,quantity,net_amount
      \(lines)

      """,
    ]
  }

  static func books(
    _ more: [String: String], movements: String = movements, asOf: String = "2026-03-31"
  ) throws -> PaperBooks {
    try PaperBooks(
      ["items": items, "partners": partners, "stock_movements": movements].merging(more) { _, new in
        new
      }, asOf: asOf)
  }

  static func landed(_ rows: String) -> [String: String] {
    [
      "landed_costs": """
      landed_cost_key,accounting_date,kind,currency,amount,allocation,bill_key,bill_line_key,receipt_key,receipt_line_key,reversed_key
      \(rows)

      """
    ]
  }

  @Test(
    "A charge goes over the receipt's lines by value, quantity or weight, to the cent",
    arguments: [
      ("value", ["BIKE 10 for 660.01 of 2026-01-10", "BELL 40 for 440.00 of 2026-01-10"]),
      ("quantity", ["BIKE 10 for 620.00 of 2026-01-10", "BELL 40 for 480.01 of 2026-01-10"]),
      ("weight", ["BIKE 10 for 690.92 of 2026-01-10", "BELL 40 for 409.09 of 2026-01-10"]),
    ])
  func bases(_ allocation: String, _ layers: [String]) throws {
    let books = try Self.books(
      Self.bill("900,1,2026-01-20,charge,,,100.01", total: "100.01", on: "2026-01-20")
        .merging(Self.landed("1,2026-01-20,freight,EUR,100.01,\(allocation),900,1,7,,")) { a, _ in a
        }
        .merging([
          "item_attributes": """
          item_key,attribute,value,unit
          1,weight,12,kg
          2,weight,300,g

          """
        ]) { a, _ in a })
    #expect(books.layers == layers)
    #expect(books.balance("1320") == 0)
    #expect(books.balance("1300") == 1_100_01)
    #expect(books.tie("landed_cost_clearing") == "0 0 nothing_to_compare")
    #expect(books.findings.isEmpty, "\(books.result.findings)")
  }

  @Test("An item without a weight lets the charge go by quantity, and says so")
  func unknownWeight() throws {
    let books = try Self.books(
      Self.bill("900,1,2026-01-20,charge,,,100.00", total: "100.00", on: "2026-01-20")
        .merging(Self.landed("1,2026-01-20,freight,EUR,100.00,weight,900,1,7,,")) { a, _ in a })
    #expect(
      books.layers == ["BIKE 10 for 620.00 of 2026-01-10", "BELL 40 for 480.00 of 2026-01-10"])
    #expect(books.findings == ["INV-031"])
  }

  @Test("G-L1 all sold before the charge: it is cost of sales, dated on the charge")
  func soldBefore() throws {
    let books = try Self.books(
      Self.bill("900,1,2026-02-10,charge,,,10.00", total: "10.00", on: "2026-02-10")
        .merging(Self.landed("1,2026-02-10,freight,EUR,10.00,value,900,1,7,71,")) { a, _ in a },
      movements: Self.movements + "3,2026-01-15,issue,1,-10,missing,,,,\n")
    #expect(books.balance("5000", month: 1) == 600_00)
    #expect(books.balance("5000", month: 2) == 610_00)
    #expect(books.layers == ["BELL 40 for 400.00 of 2026-01-10"])
    #expect(books.balance("1320") == 0)
  }

  @Test("Half sold: stock and cost of sales carry their shares, and a return takes its own back")
  func halfSold() throws {
    let books = try Self.books(
      Self.bill("900,1,2026-02-10,charge,,,100.00", total: "100.00", on: "2026-02-10")
        .merging(Self.landed("1,2026-02-10,duty,EUR,100.00,value,900,1,7,71,")) { a, _ in a },
      movements: """
        movement_key,accounting_date,kind,item_key,quantity,price_state,value,document_stream,document_key,document_line_key,linked_key
        1,2026-01-10,receipt,1,10,known,600.00,goods_receipts,7,71,
        3,2026-01-15,issue,1,-6,missing,,,,,
        4,2026-01-20,customer_return,1,2,missing,,,,,3

        """)
    // Six of ten left and two came back: 40.00 on hand, 20.00 in the returned two, 40.00 with the sale.
    #expect(
      books.layers == ["BIKE 4 for 280.00 of 2026-01-10", "BIKE 2 for 140.00 of 2026-01-10"])
    #expect(books.balance("5000") == 280_00)
    #expect(books.balance("1320") == 0)
  }

  @Test("What no row allocates waits on clearing: the account ties to it, and a finding names it")
  func waiting() throws {
    let books = try Self.books(
      Self.bill("900,1,2026-01-20,charge,,,100.00", total: "100.00", on: "2026-01-20")
        .merging(Self.landed("1,2026-01-20,freight,EUR,60.00,value,900,1,7,,")) { a, _ in a })
    #expect(books.balance("1320") == 40_00)
    #expect(books.tie("landed_cost_clearing") == "4000 4000 equal")
    #expect(books.findings == ["INV-030"])
    #expect(books.balance("1300") == 1_060_00)
  }

  @Test("A charge that comes before its goods waits until they are there")
  func early() throws {
    let books = try Self.books(
      Self.bill("900,1,2026-01-05,charge,,,100.00", total: "100.00", on: "2026-01-05")
        .merging(Self.landed("1,2026-01-05,freight,EUR,100.00,value,900,1,7,,")) { a, _ in a },
      movements: Self.movements.replacing("2026-01-10", with: "2026-02-10"))
    #expect(books.balance("1320", month: 1) == 100_00)
    #expect(books.balance("1320", month: 2) == 0)
    #expect(books.balance("1300", month: 2) == 1_100_00)
  }

  @Test("A charge line that names its receipt line needs no row")
  func namedOnTheLine() throws {
    let books = try Self.books(
      Self.bill(
        "900,1,2026-01-20,charge,72,,5.00\n900,2,2026-01-20,stock,72,40,400.00", total: "405.00",
        on: "2026-01-20"))
    #expect(
      books.layers == ["BIKE 10 for 600.00 of 2026-01-10", "BELL 40 for 405.00 of 2026-01-10"])
    #expect(books.balance("1320") == 0)
  }

  @Test("A charge in dollars clears at the rate of its bill, in dollars and in euro")
  func foreign() throws {
    let books = try Self.books(
      Self.bill(
        "900,1,2026-01-20,charge,,,100.00", total: "100.00", on: "2026-01-20", currency: "USD"
      )
      .merging(
        Self.landed(
          "1,2026-02-05,freight,USD,40.00,value,900,1,7,,\n2,2026-02-05,duty,USD,60.00,quantity,900,1,7,,"
        )
      ) { a, _ in a })
    #expect(books.balance("1320", month: 1) == 90_00)
    #expect(books.balance("1320", month: 2) == 0)
    #expect(books.balance("1300", month: 2) == 1_090_00)
    #expect(books.dollars("1320") == 0)
    #expect(books.findings.isEmpty, "\(books.result.findings)")
  }

  @Test("A row that reverses another takes back what that one gave")
  func reversed() throws {
    let books = try Self.books(
      Self.bill("900,1,2026-01-20,charge,,,100.00", total: "100.00", on: "2026-01-20")
        .merging(
          Self.landed(
            """
            1,2026-01-20,freight,EUR,100.00,value,900,1,7,,
            2,2026-02-20,freight,EUR,-100.00,value,900,1,,,1
            """)
        ) { a, _ in a })
    #expect(books.balance("1320", month: 1) == 0)
    #expect(books.balance("1320", month: 2) == 100_00)
    #expect(
      books.layers == ["BIKE 10 for 600.00 of 2026-01-10", "BELL 40 for 400.00 of 2026-01-10"])
    #expect(books.tie("landed_cost_clearing") == "10000 10000 equal")
  }

  @Test("A row that nobody billed leaves a credit on clearing until the bill comes")
  func unbilled() throws {
    let books = try Self.books(Self.landed("1,2026-01-20,freight,EUR,50.00,value,,,7,,"))
    #expect(books.balance("1320") == -50_00)
    #expect(books.tie("landed_cost_clearing") == "-5000 -5000 equal")
    #expect(books.findings == ["INV-032"])
  }

  @Test("A rebate lowers stock to zero at most; the rest is cost variance")
  func rebate() throws {
    let books = try Self.books(
      Self.landed("1,2026-01-20,discount,EUR,-1000.00,value,,,7,71,"),
      movements: Self.movements + "3,2026-01-15,issue,1,-5,missing,,,,\n")
    // Half of the rebate belongs to the five sold; the stock of 300.00 takes 300.00 of its 500.00.
    #expect(books.balance("5000") == -200_00)
    #expect(books.balance("5020") == -200_00)
    #expect(
      books.layers == ["BIKE 5 for 0.00 of 2026-01-10", "BELL 40 for 400.00 of 2026-01-10"])
    #expect(books.balance("1320") == 1_000_00)
  }

  @Test(
    "Every cent of every charge ends in stock or in cost of sales",
    arguments: 0..<12 as Range<UInt64>)
  func conservation(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var movements =
      "movement_key,accounting_date,kind,item_key,quantity,price_state,value,document_stream,document_key,document_line_key\n"
    var lines: [String] = []
    var rows: [String] = []
    var (goods, charges): (Int64, Int64) = (0, 0)
    for receipt in 1...8 {
      let day = "2026-01-\(10 + receipt)"
      for line in 1...Int.random(in: 1...3, using: &random) {
        let value = Int64.random(in: 0...90_000, using: &random)
        goods += value
        movements +=
          "\(receipt)\(line),\(day),receipt,\(line % 2 + 1),\(Int.random(in: 1...9, using: &random)),known,\(Self.decimal(value)),goods_receipts,\(receipt),\(receipt)\(line)\n"
      }
      movements +=
        "\(900 + receipt),2026-01-28,issue,\(receipt % 2 + 1),-\(Int.random(in: 1...4, using: &random)),missing,,,,\n"
      let charge = Int64.random(in: 1...9_999, using: &random)
      charges += charge
      lines.append("900,\(receipt),2026-01-15,charge,,,\(Self.decimal(charge))")
      let word = ["value", "quantity", "weight"].randomElement(using: &random) ?? "value"
      let part = Int64.random(in: 0...charge, using: &random)
      for amount in [part, charge - part] where amount > 0 {
        rows.append(
          "\(rows.count + 1),2026-0\(Int.random(in: 1...3, using: &random))-20,freight,EUR,\(Self.decimal(amount)),\(word),900,\(receipt),\(receipt),,"
        )
      }
    }
    let books = try Self.books(
      Self.bill(lines.joined(separator: "\n"), total: Self.decimal(charges), on: "2026-01-15")
        .merging(Self.landed(rows.joined(separator: "\n"))) { a, _ in a }, movements: movements)
    let stock = books.balance("1300")
    #expect(books.balance("1320") == 0, "seed \(seed)")
    #expect(stock + books.balance("5000") == goods + charges, "seed \(seed)")
    #expect(books.tie("inventory") == "\(stock) \(stock) equal", "seed \(seed)")
  }

  private static func decimal(_ cents: Int64) -> String {
    "\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
  }
}
