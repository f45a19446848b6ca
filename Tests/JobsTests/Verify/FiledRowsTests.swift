import AccountingValues
import Definitions
import Extraction
import Platform
import Testing
import Warehouse

@testable import Jobs

/// Rows of closed periods are compared by their fingerprints; all else that was filed of them is read
/// only when they are not what they were.
@Suite("Filed rows")
struct FiledRowsTests {
  private static let columns =
    "movement_key,accounting_date,kind,item_key,quantity,price_state,value,currency,document_number\n"
  private static let filed = [
    "1,2026-01-05,opening,A,10,known,100,EUR,", "2,2026-01-06,count,A,-1,missing,,,D-2",
    "WH/9,2026-01-07,count,A,2,missing,,,", "4,2026-01-08,count,A,-1,missing,,,D-4",
  ]

  private let company: CompanyDefinition
  private let january: FiscalPeriod

  init() throws {
    company = try StockBooks(movements: []).definition().company
    january = company.calendar.period(containing: try StockBooks.day("2026-01-01"))
  }

  private func rows(_ lines: [String]) throws -> [StreamRow] {
    var rows: [StreamRow] = []
    let source = RowsAtHand(["stock_movements": Self.columns + lines.joined(separator: "\n")])
    try source.each("stock_movements") { (row, _) throws(JobError) in
      rows.append(row)
      return .posted
    }
    #expect(source.findings.isEmpty, "\(source.findings)")
    return rows
  }

  /// What a run after January's close makes of rows.
  private func placed(
    _ lines: [String], remembered: Bool, _ archive: FiledAtHand = FiledAtHand()
  ) throws -> (placement: RowPlacement, placings: [Placing]) {
    for row in try rows(Self.filed) { archive.file(row, [], in: january, isRemembered: remembered) }
    let february = try StockBooks.day("2026-02-28")
    let placement = RowPlacement(
      company: company,
      days: RowPlacement.Days(
        goLive: january.first, firstOpenDay: january.end, asOf: february, knownAt: nil,
        receiptsFirst: false, seenOn: february),
      past: archive.past(firstOpenDay: january.end),
      accepted: AcceptedFindings([], company: company.code, asOf: february))
    let read = try rows(lines)
    guard remembered else { return (placement, read.map { placement.place($0) }) }
    placement.keeping["stock_movements"] = .remembered
    let replay = RowReplay(layout: read[0].layout, keeping: .remembered)
    let placings = try read.map { try replay.place($0, placement) }
    return (placement, placings + (try replay.placeVanished(placement)))
  }

  @Test("Nothing is read of rows that are what they were", arguments: [false, true])
  func unchanged(_ remembered: Bool) throws {
    let archive = FiledAtHand()
    let (placement, placings) = try placed(Self.filed, remembered: remembered, archive)
    #expect(
      placings.map { if case .on(let day) = $0 { day.day } else { 0 } } == [5, 6, 7, 8])
    #expect(placement.moved.isEmpty && archive.readings == 0)
    #expect(try placement.closedRowFindings().isEmpty && archive.readings == 0)
  }

  @Test("What has changed or is gone is told with what was filed, all of it read at once")
  func changed() throws {
    let archive = FiledAtHand()
    let (placement, _) = try placed(
      [
        "1,2026-01-05,opening,A,10,known,120,EUR,", "2,2026-02-06,count,A,-1,missing,,,D-2",
        "4,2026-01-08,count,A,-1,missing,,,D-44",
      ], remembered: false, archive)
    #expect(archive.readings == 0)
    let findings = try placement.closedRowFindings().sorted()
    #expect(archive.readings == 1)
    #expect(
      findings.map { "\($0.code) \($0.key)" } == ["PER-002 1", "PER-003 2", "PER-003 WH/9"])
    #expect(
      findings[0].message
        == "was filed in 2026-01 on 2026-01-05 over 100 EUR, and has changed since: "
        + "amount 120 EUR, was 100 (+20); the books keep what was filed")
    #expect(findings[0].amount?.minor == 2000)
    #expect(
      findings[2].message
        == "was filed in 2026-01 on 2026-01-07 of 2 units, and is gone from the source")
    #expect(placement.vanished.map(\.key.text) == ["WH/9"])
  }

  @Test("Of a row that was filed twice the last period's counts, in whatever order they are read")
  func twice() throws {
    let february = company.calendar.period(after: january)
    let filings: [(keyId: Int64, period: FiscalPeriod)] = [
      (5, january), (3, february), (4, february),
    ]
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [1, 0, 2]] {
      var filed = FiledRows()
      for (keyId, period) in order.map({ filings[$0] }) {
        let print = [UInt8](repeating: UInt8(keyId), count: 32)
        filed.add(
          FiledMark(
            stream: "payments", keyId: keyId, key: "P/1", fingerprint: print, recordDigest: print),
          in: period)
      }
      let mark = try #require(filed[PastRows.Place("payments", SourceKey("P/1"))])
      #expect(mark.keyId == 4 && filed.period(of: mark) == february)
      let payments = try #require(filed.streams["payments"])
      #expect(payments.count == 1 && payments.record(of: 0) == mark.fingerprint.half)
    }
  }

  @Test("A remembered row is told by all it says, and corrected from what was filed")
  func remembered() throws {
    let archive = FiledAtHand()
    // The number of a document is no part of the fingerprint, but of the row.
    let (placement, placings) = try placed(
      [
        Self.filed[0], "2,2026-01-06,count,A,-3,missing,,,D-2",
        "4,2026-01-08,count,A,-1,missing,,,D-44",
      ],
      remembered: true, archive)
    let made = placings.map { placing -> [String] in
      guard case .replayed(let rows, _) = placing else { return [] }
      return rows.map { "\($0.row.key.displayText) \($0.day) \($0.row["quantity"].displayText)" }
    }
    #expect(
      made == [
        [], ["2 2026-01-06 -1", "2/~2026-02-01 2026-02-01 -2"],
        [
          "4 2026-01-08 -1", "4/~2026-02-01-reversed 2026-02-01 1", "4/~2026-02-01 2026-02-01 -1",
        ], ["WH/9 2026-01-07 2", "WH/9/~2026-02-01-reversed 2026-02-01 -2"],
      ])
    #expect(archive.readings == 3)
    #expect(try placement.closedRowFindings().isEmpty)
  }
}
