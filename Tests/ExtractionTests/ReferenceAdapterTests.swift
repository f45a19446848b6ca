import AccountingValues
import Definitions
import Extraction
import Platform
import PostgresClient
import TestSupport
import Testing

/// The reference ERP: its DDL on a server, and every SELECT of its adapter against its contract.
@Suite(.serialized) struct ReferenceAdapterTests {
  private static let tree = ConfigurationTree()

  /// The tables, by the shipped scripts in the order of their names.
  private static func database() throws -> ConnectionParameters {
    let cluster = try ScratchCluster.shared()
    return try cluster.database("reference") { database in
      for path in tree.paths(below: "jobs/sources/reference/ddl", suffix: ".sql") {
        try cluster.run(tree.text(path) ?? "", on: database)
      }
    }
  }

  private static func options() throws -> ConnectionOptions {
    let database = try database()
    return ConnectionOptions(
      socketDirectory: database.host, port: database.port, database: database.database,
      user: database.user)
  }

  private static func adapter() throws -> SourceAdapter {
    let names = Set(StreamCatalogue.all.map(\.name))
    let configuration = try Configuration.load(tree, streams: names)
    let source = try #require(configuration.sources["reference"])
    return try SourceAdapter.load(source, from: tree)
  }

  @Test("it feeds every stream there is")
  func complete() throws {
    let streams = try Self.adapter().streams.map(\.name)
    #expect(streams == StreamCatalogue.all.map(\.name))
  }

  @Test("every SELECT fits its contract on the shipped tables")
  func fits() throws {
    let connection = try Connection(Self.options())
    defer { connection.close() }
    let check = try AdapterCheck(Self.adapter(), on: connection)
    #expect(check.allFindings.map { "\($0.origin): \($0.message)" } == [])
    #expect(check.allTables.count >= 85)
  }

  @Test("no column of a contract is left without a home, but for those the ERP cannot know")
  func homes() throws {
    let connection = try Connection(Self.options())
    defer { connection.close() }
    var missing: Set<String> = []
    for (name, query) in try Self.adapter().queries {
      let contract = try #require(StreamCatalogue.contract(named: name))
      let statement = try connection.prepare(name, query.text)
      let columns = Set(statement.columns.map(\.name))
      for column in contract.columns where !columns.contains(column.name) {
        missing.insert("\(name).\(column.name)")
      }
    }
    let expected = missing.filter { name in
      let column = name.split(separator: ".").last ?? ""
      return ["flags", "rate_type", "reversed_key"].contains(column)
    }
    #expect(missing.subtracting(expected).sorted() == Self.unknowable)
  }

  /// What the ERP does not keep: an adapter leaves such a column out.
  private static let unknowable = [
    "applications.currency", "applications.instalment", "cost_layers.currency",
    "cost_layers.movement_key",
    "cost_layers.receipt_line_key", "cost_layers.remaining_value", "exclusions.quantity",
    "journal_lines.account_code", "journal_lines.base_credit", "journal_lines.base_debit",
    "journal_lines.item_key", "journal_lines.quantity", "journal_lines.tax_code",
    "journals.document_key", "journals.document_stream", "stock_counts.lot_key", "units.item_key",
  ]

  @Test("every stream can be read, bounded and unbounded")
  func readable() throws {
    let session = try ExtractionSession(
      Self.adapter(), on: Self.options())
    defer { session.close() }
    let bounded = ReadRequest(
      company: "ALPIN", from: CivilDate(year: 2025, month: 5, day: 1),
      to: CivilDate(year: 2026, month: 11, day: 1),
      knownAt: Timestamp(microsecondsSince1970: 1_790_000_000_000_000))
    for contract in StreamCatalogue.all {
      for request in [bounded, ReadRequest(company: "ALPIN")] {
        let reader = try session.firstRows(contract.name, request, count: 3)
        #expect(try reader.next() == nil, "\(contract.name)")
      }
    }
  }
}
