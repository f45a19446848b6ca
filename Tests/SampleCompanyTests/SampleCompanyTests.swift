import AccountingValues
import Definitions
import Extraction
@testable import SampleCompany
import Testing

/// What the generator promises without a server.
@Suite struct SampleCompanyTests {
  /// FNV-1a over the packed rows; enough to see a change, not an attack.
  private static func digest(_ tables: [SampleTable]) -> UInt64 {
    tables.reduce(0xCBF2_9CE4_8422_2325) { hash, table in
      table.rows.bytes.reduce(hash) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
  }

  private static let tables = SampleCompany().tables()

  @Test("the same seed gives the same rows, today and on every machine")
  func deterministic() {
    let again = SampleCompany().tables()
    #expect(again.map(\.name) == Self.tables.map(\.name))
    #expect(again.map(\.rows.bytes) == Self.tables.map(\.rows.bytes))
    let digest = Self.digest(again)
    #expect(digest == 16_595_890_553_059_453_038, "the sample changed: its digest is \(digest)")
  }

  @Test("another seed gives another story")
  func seeds() {
    #expect(SampleCompany(seed: 7).tables().map(\.rows.bytes) != Self.tables.map(\.rows.bytes))
  }

  @Test("scale multiplies items and documents, not the calendar")
  func scale() {
    let one = Self.tables
    let two = SampleCompany(scale: 2).tables()
    func count(_ tables: [SampleTable], _ name: String) -> Int {
      tables.first { $0.name == name }?.rowCount ?? 0
    }
    for table in ["core.item", "sales.sales_order", "inventory.stock_movement"] {
      let (few, many) = (count(one, table), count(two, table))
      #expect(many > few * 3 / 2 && many < few * 5 / 2, "\(table): \(few) and \(many)")
    }
    for table in ["core.currency_rate", "core.fiscal_period"] {
      #expect(count(one, table) == count(two, table))
    }
  }

  @Test("reading in batches gives every row once")
  func batches() throws {
    let table = try #require(Self.tables.first { $0.name == "core.item" })
    var reader = table.reader()
    var rows: [[SampleValue]] = []
    while case let batch = reader.next(7), !batch.isEmpty {
      #expect(batch.count <= 7)
      rows += batch
    }
    var whole = table.reader()
    #expect(rows == whole.next(.max) && rows.count == table.rowCount)
  }

  @Test("its companies and chart fit the shipped configuration")
  func configuration() throws {
    let chart = try #require(ConfigurationTree().text("jobs/posting/accounts.csv"))
    var files = Dictionary(
      uniqueKeysWithValues: SampleConfiguration.files(addingTo: chart).map { ($0.path, $0.text) })
    files["jobs/nightclose.yaml"] = """
      version: 1
      warehouse: {embedded: true}
      connections:
        sample: {embedded: true}
      """
    let configuration = try Configuration.load(
      ConfigurationTree(configured: files), streams: Set(StreamCatalogue.all.map(\.name)))
    let companies = configuration.companies
    #expect(companies.map(\.code) == ["alpin", "summit"])
    #expect(companies.map(\.asOf) == [SampleCompany.asOf, SampleCompany.asOf])
    #expect(companies.map(\.goLive) == [SampleCompany.goLive, SampleCompany.goLive])
  }
}
