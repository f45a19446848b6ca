import Definitions
import Extraction
import Testing

/// Every shipped adapter is scanned, so that a mistake shows here and not at a customer's.
@Suite struct SourceAdapterTests {
  private static var shippedSQL: [(path: String, text: String)] {
    let tree = ConfigurationTree()
    return tree.paths(below: "jobs/sources", suffix: ".sql").filter {
      $0.split(separator: "/").count == 4
    }.compactMap { path in tree.text(path).map { (path, $0) } }
  }

  @Test("Shipped adapters are one SELECT each, named after a stream")
  func shipped() throws {
    #expect(!Self.shippedSQL.isEmpty)
    for (path, text) in Self.shippedSQL {
      #expect(throws: Never.self, "\(path)") { try AdapterSQL(scanning: text, file: path) }
      let name = path.split(separator: "/").last?.dropLast(4) ?? ""
      #expect(StreamCatalogue.contract(named: String(name)) != nil, "\(path)")
    }
  }

  private static let files = [
    "jobs/nightclose.yaml": """
    version: 1
    warehouse: {embedded: true}
    """,
    "jobs/sources/shop/source.yaml": """
    name: shop
    streams:
      items: {}
      sales_invoices: {sql: invoices.sql}
      colours: {}
    missing:
      - {stream: rainbows, reason: none, switches_off: nothing}
    """,
    "jobs/sources/shop/items.sql": "SELECT 1",
    "jobs/sources/shop/invoices.sql": "SELECT 1\nFROM t WHERE c = :shop",
    "jobs/sources/shop/colours.sql": "SELECT 1",
  ]

  private func load(_ streams: Set<String>?) throws -> SourceAdapter {
    let tree = ConfigurationTree(shipped: Self.files)
    let known = Set(StreamCatalogue.all.map(\.name) + ["colours", "rainbows"])
    let configuration = try Configuration.load(tree, streams: known)
    return try SourceAdapter.load(
      try #require(configuration.sources["shop"]), from: tree, streams: streams)
  }

  @Test("Everything that is wrong with a source is told at once, with file, line and column")
  func problems() {
    let error = #expect(throws: ConfigurationProblems.self) { try load(nil) }
    #expect(
      error?.problems.map(\.description) == [
        "jobs/sources/shop/invoices.sql:2:18: unknown parameter :shop; an adapter has :company, "
          + ":from, :to and :known_at",
        "jobs/sources/shop/source.yaml:5:3: there is no stream `colours`; `nightclose sources list` "
          + "prints their names",
        "jobs/sources/shop/source.yaml:7:14: there is no stream `rainbows`; `nightclose sources "
          + "list` prints their names",
      ])
  }

  @Test("A stream that nobody wants may be wrong, a stream called missing must exist")
  func wanted() {
    let error = #expect(throws: ConfigurationProblems.self) { try load(["items"]) }
    #expect(error?.problems.count == 1, "the missing stream is checked whatever is wanted")
  }
}
