import AccountingValues
import Definitions
import Platform
import PostgresClient
import SampleCompany
import TestSupport

/// The reference ERP on the scratch server, filled with a sample.
enum SampleDatabase {
  static func options(
    _ label: String = "sample", _ sample: SampleCompany = SampleCompany()
  ) throws -> ConnectionOptions {
    let cluster = try ScratchCluster.shared()
    let database = try cluster.database(label) { database in
      let tree = ConfigurationTree()
      for path in tree.paths(below: "jobs/sources/reference/ddl", suffix: ".sql") {
        try cluster.run(tree.text(path) ?? "", on: database)
      }
      let connection = try Connection(options(database))
      defer { connection.close() }
      for table in sample.tables() { try load(table, connection) }
    }
    return options(database)
  }

  private static func options(_ database: ConnectionParameters) -> ConnectionOptions {
    ConnectionOptions(
      socketDirectory: database.host, port: database.port, database: database.database,
      user: database.user)
  }

  private static func load(_ table: SampleTable, _ connection: Connection) throws {
    let names = table.name.split(separator: ".").map(String.init)
    let copy = try connection.copyIn(
      schema: names[0], table: names[1], columns: table.columns.map(\.name))
    var reader = table.reader()
    while case let batch = reader.next(500), !batch.isEmpty {
      for row in batch {
        try copy.beginRow()
        for (value, column) in zip(row, table.columns) { try append(value, column, copy) }
      }
    }
    try copy.finish()
  }

  private static func append(
    _ value: SampleValue, _ column: SampleTable.Column, _ copy: CopyIn
  ) throws {
    switch value {
    case .null: try copy.appendNull()
    case .integer(let number):
      if column.type == .int4 {
        try copy.append(Int32(number))
      } else {
        try copy.append(number)
      }
    case .text(let text): try copy.append(text)
    case .date(let date): try copy.append(daysSince1970: date.daysSince1970)
    case .moment(let moment):
      try copy.append(microsecondsSince1970: moment.microsecondsSince1970)
    case .number(let significand, let scale):
      try copy.append(significand: Int128(significand), scale: scale)
    case .boolean(let value): try copy.append(value)
    }
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
