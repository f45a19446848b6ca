import AccountingValues
@testable import Extraction
import Testing

/// Bytes that a digest would take, kept for comparison.
final class RecordedDigest: InputDigest {
  private(set) var bytes: [UInt8] = []
  func update(_ more: [UInt8]) { bytes += more }
}

/// Rows written as people write CSV, without a file.
struct Rows {
  let layout: StreamLayout
  private let columns: [String]
  private let rows: [[String]]

  /// `columns` are those that the rows fill, separated by blanks, others are NULL; each row is one
  /// text, its cells separated by commas, an empty one is NULL.
  init(_ stream: String, _ columns: String, _ rows: [String]) throws {
    layout = StreamLayout(try #require(StreamCatalogue.contract(named: stream)))
    self.columns = columns.split(separator: " ").map(String.init)
    for column in self.columns { _ = try #require(layout.position(of: column)) }
    self.rows = rows.map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  private init(_ other: Rows, _ rows: [[String]]) {
    layout = other.layout
    columns = other.columns
    self.rows = rows
  }

  func shuffled(_ generator: inout some RandomNumberGenerator) -> Rows {
    Rows(self, rows.shuffled(using: &generator))
  }

  func assembly(receiptsFirst: Bool = false) -> RowAssembly {
    RowAssembly(
      layout: layout, origin: .adapter(file: "jobs/sources/x/\(layout.contract.name).sql"),
      receiptsFirst: receiptsFirst)
  }

  /// The rows as they are assembled, in the order they are written.
  func assembled(receiptsFirst: Bool = false) -> [AssembledRow] {
    let assembly = assembly(receiptsFirst: receiptsFirst)
    return rows.map { cells in
      assembly.row(
        layout.columns.enumerated().map { position, column in
          let field = columns.firstIndex(of: column.name).flatMap { index in
            index < cells.count && !cells[index].isEmpty ? cells[index] : nil
          }
          return TextCells.cell(field, column, inKey: layout.key.contains(position))
        })
    }
  }

  /// A reader over the rows, put in reading order as a server would.
  func reader(
    _ request: ReadRequest = ReadRequest(), digest: (any InputDigest)? = nil, sorting: Bool = true
  ) -> StreamReader {
    var rows = assembled(receiptsFirst: request.receiptsFirst)
    if sorting { rows.sort(by: AssembledRow.precedes) }
    var next = 0
    return StreamReader(
      assembly(receiptsFirst: request.receiptsFirst), request: request, digest: digest
    ) {
      guard next < rows.count else { return nil }
      defer { next += 1 }
      return rows[next]
    }
  }
}
