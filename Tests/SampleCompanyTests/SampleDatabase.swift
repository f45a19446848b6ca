import Definitions
import Platform
import PostgresClient
import SampleCompany
import TestSupport

@testable import Jobs

/// The reference ERP on the scratch server, filled with a sample.
enum SampleDatabase {
  static func options(
    _ label: String = "sample", _ sample: SampleCompany = SampleCompany()
  ) throws -> ConnectionOptions {
    let cluster = try ScratchCluster.shared()
    let database = try cluster.database(label) { database in
      let connection = try Connection(options(database))
      defer { connection.close() }
      try SampleLoading(sample: sample, tree: ConfigurationTree()).load(into: connection)
    }
    return options(database)
  }

  private static func options(_ database: ConnectionParameters) -> ConnectionOptions {
    ConnectionOptions(
      socketDirectory: database.host, port: database.port, database: database.database,
      user: database.user)
  }

  /// All rows of a question, as text.
  static func rows(_ sql: String, _ options: ConnectionOptions) throws -> [[String]] {
    let connection = try Connection(options)
    defer { connection.close() }
    let rows = try connection.query("question", sql)
    var all: [[String]] = []
    while try rows.next() {
      all.append((0..<rows.columns.count).map { rows.text($0) ?? "" })
    }
    return all
  }
}
