import AccountingValues
import Definitions
import PostgresClient
import SampleCompany

/// Fills a database with a sample: the schema of the reference ERP and every generated row.
struct SampleLoading {
  let sample: SampleCompany
  /// Holds the reference ERP's DDL.
  let tree: ConfigurationTree

  /// Makes the tables and copies the rows.
  ///
  /// - Throws: what the server says.
  func load(into connection: Connection) throws {
    try createTables(on: connection)
    for table in sample.tables() { try Self.load(table, connection) }
  }

  /// Makes the tables of the reference ERP, empty.
  ///
  /// - Throws: what the server says.
  func createTables(on connection: Connection) throws {
    for path in tree.paths(below: "jobs/sources/reference/ddl", suffix: ".sql") {
      try connection.execute(path, tree.text(path) ?? "")
    }
  }

  private static func load(_ table: SampleTable, _ connection: Connection) throws {
    guard table.rowCount > 0 else { return }
    let parts = table.name.split(separator: ".").map(String.init)
    let copy = try connection.copyIn(
      schema: parts[0], table: parts[1], columns: table.columns.map(\.name))
    var reader = table.reader()
    while case let batch = reader.next(), !batch.isEmpty {
      for row in batch {
        try copy.beginRow()
        for (value, column) in zip(row, table.columns) { try append(value, column, to: copy) }
      }
    }
    _ = try copy.finish()
  }

  private static func append(
    _ value: SampleValue, _ column: SampleTable.Column, to copy: CopyIn
  ) throws {
    switch value {
    case .null: try copy.appendNull()
    case .integer(let number):
      guard column.type == .int4 else { return try copy.append(number) }
      guard let small = Int32(exactly: number) else {
        accountingFault("the sample has \(number) in column \(column.name), which is an int4")
      }
      try copy.append(small)
    case .text(let text): try copy.append(text)
    case .date(let date): try copy.append(daysSince1970: date.daysSince1970)
    case .moment(let moment):
      try copy.append(microsecondsSince1970: moment.microsecondsSince1970)
    case .number(let significand, let scale):
      try copy.append(significand: Int128(significand), scale: scale)
    case .boolean(let truth): try copy.append(truth)
    }
  }
}
