import AccountingValues
import Definitions
import Extraction
import Testing

@testable import Jobs

/// Rows at hand, each on the day on which it counts against what was filed: what the adapters of
/// a company are to a close, without a database. Movements are remembered.
final class PlacedRows: CloseReader {
  let placement: RowPlacement
  /// What each row was, and the day on which it counted.
  private(set) var filed:
    [(place: PastRows.Place, day: CivilDate, row: StreamRow, lines: [StreamRow])] =
      []
  private(set) var findings: [Finding] = []
  private let texts: [String: String]

  init(_ texts: [String: String], _ placement: RowPlacement) {
    self.texts = texts
    self.placement = placement
    placement.keeping["stock_movements"] = .remembered
  }

  func feeds(_ stream: String) -> Bool { texts[stream] != nil }

  func each(
    _ stream: String, _ body: (StreamRow, CivilDate) throws(JobError) -> RowFate
  ) throws(JobError) {
    let rows = try translating { try self.reader(stream) }
    let replay = placement.keeping[stream].map { RowReplay(layout: rows.layout, keeping: $0) }
    while let row = try translating({ try rows.next() }) {
      try compute(row, try replay?.place(row, placement) ?? placement.place(row), body)
    }
    for placing in try replay?.placeVanished(placement) ?? [] { try compute(nil, placing, body) }
    findings += rows.findings
  }

  func eachDocument(
    _ headers: String, lines: String,
    _ body: (StreamRow, [StreamRow], CivilDate) throws(JobError) -> RowFate
  ) throws(JobError) {
    let headerRows = try translating { try self.reader(headers) }
    let lineRows = try translating { try self.reader(lines) }
    let documents = DocumentReader(headers: headerRows, lines: lineRows)
    while let document = try translating({ try documents.next() }) {
      guard case .on(let day) = placement.place(document.header, with: document.lines) else {
        continue
      }
      note(document.header, document.lines, day)
      _ = try body(document.header, document.lines, day)
    }
    findings += headerRows.findings + lineRows.findings
  }

  private func compute(
    _ row: StreamRow?, _ placing: Placing,
    _ body: (StreamRow, CivilDate) throws(JobError) -> RowFate
  ) throws(JobError) {
    switch placing {
    case .out: break
    case .on(let day):
      guard let row else { return }
      note(row, [], day)
      _ = try body(row, day)
    case .replayed(let rows, _):
      for dated in rows where dated.day <= placement.days.asOf {
        note(dated.row, [], dated.day)
        _ = try body(dated.row, dated.day)
      }
    }
  }

  private func note(_ row: StreamRow, _ lines: [StreamRow], _ day: CivilDate) {
    guard row.order != nil else { return }
    filed.append((PastRows.Place(row.stream, row.key), day, row, lines))
  }

  private func reader(_ stream: String) throws -> StreamReader {
    let contract = try #require(StreamCatalogue.contract(named: stream))
    return try CSVStream.reader(
      contract, from: CSVReader(file: "\(stream).csv", text: texts[stream] ?? ""), ReadRequest())
  }
}
