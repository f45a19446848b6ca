import AccountingValues
import Definitions
@testable import Extraction
import TestSupport
import Testing

/// CSV inputs pass the same contract as SQL, and findings say file and line.
@Suite struct CSVStreamTests {
  private func reader(
    _ stream: String, _ text: String, _ request: ReadRequest = ReadRequest(),
    digest: (any InputDigest)? = nil
  ) throws -> StreamReader {
    let contract = try #require(StreamCatalogue.contract(named: stream))
    return try CSVStream.reader(
      contract, from: CSVReader(file: "data/\(stream).csv", text: text), request, digest: digest)
  }

  @Test("A rate list as people write it")
  func rates() throws {
    let reader = try reader(
      "fx_rates",
      """
      rate_date,from_currency,to_currency,kind,rate,per_units
      2026-01-02,USD,EUR,spot,0.9312,
      2026-01-01,JPY,EUR,spot,0.61,100
      """)
    let rows = try reader.rows()
    #expect(reader.findings.isEmpty)
    #expect(rows.map(\.key.displayText) == ["JPY/EUR/spot/2026-01-01", "USD/EUR/spot/2026-01-02"])
    #expect(rows.map(\.line) == [3, 2])
    #expect(rows[0].integer("per_units") == 100 && rows[1].integer("per_units") == nil)
  }

  @Test("Each bad line is one finding with its line, the rest is read")
  func badLines() throws {
    let reader = try reader(
      "budgets",
      """
      account_code,period_start,amount
      4000,2026-01-01,-1000.50
      4000,2026-02-01,1.000,50
      "41
      00",2026-01-01,12
      4200,01.02.2026,5
      4300,2026-01-01,
      4000,2026-01-01,7
      """)
    #expect(try reader.rows().map(\.key.displayText) == ["4000/2026-01-01/", "41\n00/2026-01-01/"])
    #expect(reader.findings.allSatisfy { $0.origin == "data/budgets.csv" })
    let byLine = Dictionary(grouping: reader.findings, by: \.key).mapValues { $0.map(\.code) }
    #expect(
      byLine == ["2": ["SRC-008"], "3": ["SRC-018"], "6": ["SRC-010"], "7": ["SRC-001"]])
    #expect(
      reader.findings.first { $0.key == "3" }?.message
        == "The line is no record of this file: 4 fields, the header has 3.")
    #expect(reader.tally.read.rows == 6 && reader.tally.quarantined.rows == 4)
  }

  @Test("A header that does not fit is told and nothing is read")
  func header() throws {
    let unknown = try reader("departments", "department_key,nmae\n1,Sales\n")
    #expect(try unknown.rows().isEmpty)
    #expect(unknown.findings.map(\.code) == ["SRC-012"])
    #expect(unknown.findings.first?.key == "1")
    let missing = try reader("departments", "department_key\n1\n")
    #expect(try missing.rows().isEmpty)
    #expect(missing.findings.map(\.code) == ["SRC-011"])
    let empty = try reader("departments", "")
    #expect(try empty.rows().isEmpty)
    #expect(empty.findings.map(\.code) == ["SRC-018"])
    let twice = try reader("departments", "department_key,name,name\n1,a,b\n")
    #expect(twice.findings.map(\.code) == ["SRC-018"])
  }

  @Test("A file with a header only is an empty stream")
  func headerOnly() throws {
    let reader = try reader("departments", "department_key,name\n")
    #expect(try reader.rows().isEmpty)
    #expect(reader.findings.isEmpty)
  }

  @Test("Lines in any order are the same input", arguments: 1...5 as ClosedRange<UInt64>)
  func order(_ seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    var lines = (1...50).map {
      "\($0),J\($0),2026-01-0\($0 % 9 + 1),2026-01-0\($0 % 9 + 1),EUR,why"
    }
    func digest() throws -> [UInt8] {
      let digest = RecordedDigest()
      let header = "journal_key,document_number,document_date,accounting_date,currency,description"
      let reader = try reader(
        "manual_journals", ([header] + lines).joined(separator: "\r\n"), digest: digest)
      #expect(try reader.rows().count == 50)
      return digest.bytes
    }
    let first = try digest()
    lines.shuffle(using: &generator)
    #expect(try digest() == first, "seed \(seed)")
  }

  @Test("Rows outside the span are left out as a WHERE would")
  func span() throws {
    let reader = try reader(
      "manual_journals",
      """
      journal_key,document_number,document_date,accounting_date,recorded_at,currency,description
      1,J1,2026-01-31,2026-01-31,,EUR,before
      2,J2,2026-02-01,2026-02-01,,EUR,inside
      3,J3,2026-02-28,2026-02-28,2026-03-05 00:00:00,EUR,too late to know
      4,J4,2026-03-01,2026-03-01,,EUR,after
      """,
      ReadRequest(
        from: CivilDate("2026-02-01"), to: CivilDate("2026-03-01"),
        knownAt: Timestamp(startOf: try #require(CivilDate("2026-03-02")))))
    #expect(try reader.rows().map(\.key.text) == ["2"])
    #expect(reader.findings.isEmpty && reader.tally.read.rows == 1)
  }
}
