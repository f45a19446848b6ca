import Testing

@testable import Jobs

/// Stock at go-live by layer: quantities, values and the days since when it is there.
@Suite("Opening layers")
struct OpeningLayerTests {
  static let items = "item_key,number,name,kind\n1,BIKE,Bicycle,stock\n2,BELL,Bell,stock\n"
  static let layers = """
    layer_key,item_key,received_on,quantity,value
    1,1,2025-11-20,2,120.00
    2,1,2025-09-01,3,150.00

    """

  @Test("Layers without movements are the opening stock; the oldest leaves first")
  func alone() throws {
    let books = try PaperBooks([
      "items": Self.items, "opening_layers": Self.layers,
      "stock_movements": """
      movement_key,accounting_date,kind,item_key,quantity,price_state
      1,2026-01-10,issue,1,-4,missing

      """,
    ])
    #expect(books.layers == ["BIKE 1 for 60.00 of 2025-11-20"])
    #expect(books.balance("5000") == 210_00)
    #expect(books.balance("3900") == -270_00)
    #expect(books.tie("inventory") == "6000 6000 equal")
    #expect(books.findings == ["OPN-003"], "\(books.result.findings)")
  }

  @Test("A source without a movement ledger opens its stock by layers alone")
  func noMovements() throws {
    let books = try PaperBooks(["items": Self.items, "opening_layers": Self.layers])
    #expect(
      books.layers == ["BIKE 3 for 150.00 of 2025-09-01", "BIKE 2 for 120.00 of 2025-11-20"])
    #expect(books.balance("1300") == 270_00)
  }

  @Test(
    "A movement that names its layer is the same stock: age and, if need be, value come from it")
  func named() throws {
    let books = try PaperBooks([
      "items": Self.items, "opening_layers": Self.layers,
      "stock_movements": """
      movement_key,accounting_date,kind,item_key,quantity,price_state,value,document_stream,document_key
      1,2026-01-01,opening,1,2,known,121.00,opening_layers,1
      2,2026-01-01,opening,1,3,missing,,opening_layers,2

      """,
    ])
    #expect(
      books.layers == ["BIKE 3 for 150.00 of 2025-09-01", "BIKE 2 for 121.00 of 2025-11-20"])
    #expect(books.findings == ["OPN-003"], "\(books.result.findings)")
  }

  @Test(
    "Where movements bring the same goods without naming layers, layers are not added, and listed")
  func notTwice() throws {
    let books = try PaperBooks([
      "items": Self.items, "opening_layers": Self.layers,
      "stock_movements": """
      movement_key,accounting_date,kind,item_key,quantity,price_state,value
      1,2026-01-01,opening,1,5,known,270.00

      """,
    ])
    #expect(books.layers == ["BIKE 5 for 270.00 of 2026-01-01"])
    #expect(books.findings == ["INV-033", "INV-033", "OPN-003"])
  }
}
