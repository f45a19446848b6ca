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
}
