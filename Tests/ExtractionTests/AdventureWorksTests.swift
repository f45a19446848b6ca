import AccountingValues
import Definitions
@testable import Extraction
import Platform
import PostgresClient
import TestSupport
import Testing

/// The shipped adapter of a real company's data, read from end to end.
@Suite(.serialized, RealData.isNeeded("adventureworks"))
struct AdventureWorksTests {
  private func session(_ settings: ExtractionSettings) throws -> ExtractionSession {
    let folder = try #require(RealData.folder("adventureworks"))
    let database = try ScratchCluster.shared().database("adventureworks") { database in
      var environment = ChildCommand.plainEnvironment
      environment["PGHOST"] = database.host
      environment["PGPORT"] = "\(database.port)"
      environment["PGUSER"] = database.user
      let loaded = try ChildProcess.run(
        ChildCommand(
          "/bin/bash", ["\(folder)/load.sh", database.database], environment: environment))
      try #require(loaded.isSuccess, "\(loaded.lastErrorLines)")
    }
    let options = ConnectionOptions(
      socketDirectory: database.host, port: database.port, database: database.database,
      user: database.user)
    return try ExtractionSession(try adapter(), on: options, settings: settings)
  }

  private func adapter() throws -> SourceAdapter {
    let tree = ConfigurationTree()
    var queries: [String: AdapterSQL] = [:]
    for path in tree.paths(below: "jobs/sources/adventureworks", suffix: ".sql") {
      let name = String(path.split(separator: "/").last?.dropLast(4) ?? "")
      queries[name] = try AdapterSQL(scanning: try #require(tree.text(path)), file: path)
    }
    return SourceAdapter(erp: "adventureworks", queries: queries)
  }

  @Test("Every stream fits its contract, and every row passes it")
  func rows() throws {
    let session = try session(ExtractionSettings())
    #expect(session.check.allFindings.isEmpty, "\(StreamText.findings(session.check.allFindings))")
    for contract in try adapter().streams where session.check.findings[contract.name] == nil {
      let reader = try session.reader(contract.name, ReadRequest())
      let count = try reader.rows().count
      #expect(count > 0, "\(contract.name)")
      #expect(
        reader.findings.isEmpty,
        "\(contract.name): \(StreamText.findings(Array(reader.findings.prefix(3))))")
    }
  }

  @Test("Documents find all their lines, by COPY and by bound rows alike")
  func documents() throws {
    var digests: Set<[UInt8]> = []
    for large in [1, 1_000_000] {
      var settings = ExtractionSettings()
      settings.largeRows = large
      let session = try session(settings)
      let digest = RecordedDigest()
      let documents = DocumentReader(
        headers: try session.reader("purchase_orders", ReadRequest(), digest: digest),
        lines: try session.reader("purchase_order_lines", ReadRequest(), digest: digest))
      var (orders, lines) = (0, 0)
      while let document = try documents.next() {
        orders += 1
        lines += document.lines.count
      }
      #expect(orders == 4012 && lines == 8845)
      #expect(documents.lines.findings.isEmpty)
      digests.insert(digest.bytes.sorted())
    }
    #expect(digests.count == 1)
  }
}
