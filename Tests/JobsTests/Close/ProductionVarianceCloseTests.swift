import AccountingValues
import Inventory
import Testing

@testable import Jobs

/// What orders cost beside standard, from rows to books. All figures are worked by hand.
@Suite("Production variances in the close")
struct ProductionVarianceCloseTests {
  /// A table is 4 m of wood at 5.00, half an hour at 20.00 and 6.00 of overhead: 33.00. Wood is bought
  /// at 5.20.
  private static func books(
    ended: [String] = ["7,FA7,2026-03-20,126.00,36.00,6,1"], costing: [String] = [],
    planned: [String] = [], bill: Bool = true, routing: Bool = true, _ movements: [String] = []
  ) -> StockBooks {
    var books = StockBooks(
      costing: costing.isEmpty ? ["overrides: [{item: TABLE, method: standard}]"] : costing,
      movements: [])
    books.streams["items"] = [
      "item_key,number,name,kind,category", "W,WOOD,Wood,stock,RAW", "T,TABLE,Table,stock,MADE",
      "D,DESK,Desk,stock,MADE", "L,LAC,Lacquer,stock,RAW",
    ]
    books.streams["item_costs"] = [
      "item_key,kind,valid_from,unit_cost", "W,standard,2026-01-01,5.00",
      "T,standard,2026-01-01,33.00",
    ]
    if bill {
      books.streams["boms"] = [
        "item_key,component_key,quantity,valid_from,valid_until", "T,W,9,2024-01-01,2025-12-31",
        "T,W,4,2026-01-01,",
      ]
    }
    if routing {
      books.streams["routings"] = [
        "item_key,operation,setup_hours,run_hours,labour_rate,overhead_rate,currency",
        "T,10,0,0.2,20.00,6.00,EUR", "T,20,0,0.3,20.00,6.00,EUR",
      ]
    }
    books.streams["stock_movements"] =
      [
        ProductionCloseTests.columns, "1,2026-03-01,,receipt,W,100,known,520.00,,",
        "2,2026-03-02,,consumption,W,-42,missing,,,7", "3,2026-03-05,,output,T,9,missing,,,7",
      ] + movements
    books.streams["work_orders"] = [
      ProductionCloseTests.orderColumns, "7,FA7,2026-03-02,T,10,completed",
    ]
    books.streams["work_order_completions"] =
      [ProductionCloseTests.endColumns + ",worked_hours,scrapped_quantity"] + ended
    if !planned.isEmpty {
      books.streams["work_order_components"] =
        ["work_order_key,line_key,accounting_date,item_key,planned_quantity"] + planned
    }
    return books
  }

  @Test("Hours and lost units below zero are told, and split nothing")
  func negatives() throws {
    let wrong = try Self.books(ended: ["7,FA7,2026-03-20,126.00,36.00,-6,-1"]).close()
    let silent = try Self.books(ended: ["7,FA7,2026-03-20,126.00,36.00,,"]).close()
    #expect(wrong.result.findings.filter { $0.code == "INV-044" }.count == 2)
    #expect(Self.steps(wrong) == Self.steps(silent))
  }

  /// Each step: order, day, cost, standard of the good units, value of the products, parts posted.
  private static func steps(_ closed: ClosedStock) -> [String] {
    closed.result.productionVariances.steps.map { step in
      let measure = step.after
      func money(_ minor: Int64) -> String {
        Money(minor: minor, in: closed.close.scope.base).amountText
      }
      func listed(_ parts: ProductionVariance.Parts) -> String {
        ProductionVariance.Cause.allCases.filter { parts[$0] != 0 }
          .map { " \($0) \(money(parts[$0]))" }.joined()
      }
      return
        "\(closed.close.production.orders[step.order].number) \(step.date.description.suffix(5)):"
        + " \(money(measure.actualMinor)) - \(measure.standardMinor.map(money) ?? "?")"
        + " in stock \(money(measure.productMinor))"
        + listed(measure.posted)
        + (measure.carried.isZero ? "" : " carried" + listed(measure.carried))
        + (measure.gap.map { " (\($0.rawValue))" } ?? "")
    }
  }

  @Test(
    "Nine tables of ten: every cause has its account, and together they are what stock did not take"
  )
  func split() throws {
    let closed = try Self.books().close()
    // 218.40 + 126.00 + 36.00 for nine at 33.00: 83.40.
    #expect(
      Self.steps(closed) == [
        "FA7 03-20: 380.40 - 297.00 in stock 297.00 materialPrice 8.40 usage 10.00 rate 6.00"
          + " efficiency 20.00 overhead 6.00 yield 33.00"
      ])
    #expect(
      ["5050", "5051", "5052", "5053", "5054", "5055", "5056"].map { closed.balances[$0] }
        == [nil, "8.40", "10.00", "6.00", "20.00", "6.00", "33.00"])
    #expect(
      closed.entries("production_orders") == [
        "03-20 Dr 1310 78.60 Dr 5051 8.40 Dr 5052 10.00 Dr 5053 6.00 Dr 5054 20.00 Dr 5055 6.00"
          + " Dr 5056 33.00 Cr 5060 126.00 Cr 5061 36.00"
      ])
    #expect(closed.balances["1310"] == nil)
    #expect(closed.tie("work_in_progress") == ["0.00", "0.00"])
    #expect(closed.codes == [])
  }

  @Test("A company that wants one account names it for all causes")
  func oneAccount() throws {
    var books = Self.books()
    books.company =
      ["roles:"]
      + ProductionVariance.Cause.allCases.map { "  \($0.rawValue): \"5050\"" }
    let closed = try books.close()
    #expect(closed.balances["5050"] == "83.40")
    #expect(closed.codes == [])
  }

  @Test(
    "What reaches an ended order later is a cause of its own day: a bill, and wood used after the end"
  )
  func later() throws {
    // The end is told on the 10th. Two more metres on the 15th, at 5.20: usage 10.00, price 0.40.
    let closed = try Self.books(
      ended: ["7,FA7,2026-03-10,126.00,36.00,6,1"],
      ["4,2026-03-15,,consumption,W,-2,missing,,,7"]
    ).close()
    #expect(
      Self.steps(closed) == [
        "FA7 03-10: 380.40 - 297.00 in stock 297.00 materialPrice 8.40 usage 10.00 rate 6.00"
          + " efficiency 20.00 overhead 6.00 yield 33.00",
        "FA7 03-15: 390.80 - 297.00 in stock 297.00 materialPrice 8.80 usage 20.00 rate 6.00"
          + " efficiency 20.00 overhead 6.00 yield 33.00",
      ])
    #expect(
      closed.entries("production_orders").last == "03-15 Dr 5051 0.40 Dr 5052 10.00 Cr 1310 10.40")
    #expect(closed.balances["5052"] == "20.00" && closed.balances["1310"] == nil)
  }

  @Test("Products of other methods carry their variances: they are told and not posted")
  func carried() throws {
    let closed = try Self.books(costing: ["method: fifo"]).close()
    #expect(
      Self.steps(closed) == [
        "FA7 03-20: 380.40 - 297.00 in stock 380.40 carried materialPrice 8.40 usage 10.00 rate 6.00"
          + " efficiency 20.00 overhead 6.00 yield 33.00"
      ])
    #expect(closed.layers.first == "TABLE: 9 for 380.40 of 2026-03-05")
    #expect(closed.balances["5052"] == nil && closed.codes == [])
  }

  @Test("What the product's own standard has beside its parts stays production variance")
  func otherStandard() throws {
    var books = Self.books()
    books.streams["item_costs"]?[2] = "T,standard,2026-01-01,35.00"
    let closed = try books.close()
    #expect(closed.balances["5050"] == "-18.00" && closed.balances["5056"] == "33.00")
    #expect(closed.codes == [])
  }

  @Test(
    "Without a standard the whole difference is production variance, and a finding names the order",
    arguments: [
      (false, true, [String](), "no bill of materials"), (true, false, [], "no routing"),
      (false, true, ["7,1,2026-03-02,W,40"], nil),
    ])
  func gaps(_ bill: Bool, _ routing: Bool, _ planned: [String], _ reason: String?) throws {
    let closed = try Self.books(planned: planned, bill: bill, routing: routing).close()
    if let reason {
      #expect(closed.balances["5050"] == "83.40" && closed.balances["5052"] == nil)
      #expect(closed.codes == ["INV-043"])
      let finding = closed.finding("INV-043")
      #expect(finding?.document == "FA7" && finding?.amount?.minor == 83_40)
      #expect(finding?.message.contains(reason) == true)
    } else {
      // The order's own plan stands for the bill of materials.
      #expect(closed.balances["5050"] == nil && closed.balances["5052"] == "10.00")
      #expect(closed.codes == [])
    }
  }

  @Test(
    "Labour and overhead that a source does not absorb are neither cost nor standard of the order")
  func materialOnly() throws {
    var books = Self.books(ended: ["7,FA7,2026-03-20,,,,"], routing: true)
    books.streams["item_costs"]?[2] = "T,standard,2026-01-01,20.00"
    let closed = try books.close()
    // 42 m for nine tables and no scrap told: 8.40 of price, 6 m of usage.
    #expect(
      Self.steps(closed) == [
        "FA7 03-20: 218.40 - 180.00 in stock 180.00 materialPrice 8.40 usage 30.00"
      ])
  }

  @Test("A substitute is usage beside what it stands for; components that come back are not used")
  func substitute() throws {
    // 2 m come back at 5.20; lacquer for 3.00 is in no bill of materials and has no standard.
    let closed = try Self.books([
      "4,2026-03-06,,consumption,W,2,missing,,2,7", "5,2026-03-06,,receipt,L,1,known,3.00,,",
      "6,2026-03-06,,consumption,L,-1,missing,,,7",
    ]).close()
    #expect(closed.balances["5051"] == "8.00")
    #expect(closed.balances["5052"] == "3.00")
    #expect(closed.balances["1310"] == nil && closed.codes == [])
  }

  @Test("Of joint products the share at standard is posted; the rest is in the cost of the others")
  func jointProducts() throws {
    // Tables 60 %, desks 40 % of 380.40 as the order plans it: tables at standard leave
    // 228.24 - 297.00; price 8.40 and usage 10.00 count with 60 %.
    var books = Self.books(
      planned: ["7,1,2026-03-02,W,40"], ["4,2026-03-05,,output,D,9,missing,,,7"])
    books.streams["work_order_outputs"] = [
      "work_order_key,line_key,accounting_date,item_key,kind,cost_share_percent,planned_quantity",
      "7,1,2026-03-02,T,product,60,10", "7,2,2026-03-02,D,co_product,40,10",
    ]
    let closed = try books.close()
    #expect(closed.layers.first == "DESK: 9 for 152.16 of 2026-03-05")
    #expect(closed.balances["5051"] == "5.04" && closed.balances["5052"] == "6.00")
    let accounts = ["5050", "5051", "5052", "5053", "5054", "5055", "5056"]
    #expect(closed.balances["5050"] == "-118.80")
    let sum = accounts.compactMap { closed.balances[$0] }.compactMap { ExactDecimal.cents($0) }
    #expect(sum.reduce(0, +) == 228_24 - 297_00)
  }
}

extension ExactDecimal {
  fileprivate static func cents(_ text: String) -> Int64? {
    (try? ExactDecimal(parsing: text)).flatMap { try? $0.rounded(toScale: 2) }
  }
}
