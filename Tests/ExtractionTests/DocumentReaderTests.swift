import AccountingValues
@testable import Extraction
import TestSupport
import Testing

/// Headers and lines come together without a table of waiting rows.
@Suite struct DocumentReaderTests {
  private static let headerColumns =
    "invoice_key document_number document_date accounting_date recorded_at currency settlement total"
  private static let lineColumns =
    "invoice_key line_key accounting_date recorded_at line_kind net_amount"

  private func header(_ key: String, _ date: String, _ total: String = "10", moment: String = "")
    -> String
  {
    "\(key),I-\(key),\(date),\(date),\(moment),EUR,credit,\(total)"
  }

  private func line(
    _ key: String, _ line: String, _ date: String, _ net: String = "5", moment: String = ""
  ) -> String {
    "\(key),\(line),\(date),\(moment),service,\(net)"
  }

  private func documents(_ headers: [String], _ lines: [String]) throws -> DocumentReader {
    DocumentReader(
      headers: try Rows("sales_invoices", Self.headerColumns, headers).reader(),
      lines: try Rows("sales_invoice_lines", Self.lineColumns, lines).reader())
  }

  private func read(_ reader: DocumentReader) throws -> [String] {
    var found: [String] = []
    while let document = try reader.next() {
      let lines = document.lines.map { $0.key("line_key")?.text ?? "" }
      found.append("\(document.header.key.text): \(lines.joined(separator: " "))")
    }
    return found
  }

  @Test("Each document has its own lines, in the order of their keys as numbers")
  func zip() throws {
    let reader = try documents(
      [
        header("10", "2026-01-02"), header("9", "2026-01-02"), header("11", "2026-01-01"),
        header("8", "2026-01-02", moment: "2026-01-02 10:00:00"),
      ],
      [
        line("9", "10", "2026-01-02"), line("9", "2", "2026-01-02"), line("11", "1", "2026-01-01"),
        line("8", "1", "2026-01-02", moment: "2026-01-02 10:00:00"),
      ])
    #expect(try read(reader) == ["11: 1", "9: 2 10", "10: ", "8: 1"])
    #expect(reader.headers.findings.isEmpty && reader.lines.findings.isEmpty)
  }

  @Test("A line at another date than its header is told and left out")
  func orphans() throws {
    let reader = try documents(
      [header("1", "2026-01-02"), header("2", "2026-01-03")],
      [
        line("1", "1", "2026-01-02"), line("1", "2", "2026-01-01"), line("3", "1", "2026-01-02"),
        line("2", "1", "2026-01-04"),
      ])
    #expect(try read(reader) == ["1: 1", "2: "])
    #expect(reader.lines.findings.map(\.code) == ["SRC-015", "SRC-015", "SRC-015"])
    #expect(reader.lines.findings.map(\.key) == ["1/2", "2/1", "3/1"])
    #expect(reader.lines.tally.quarantined.rows == 3)
  }

  @Test("A document with a bad line is left out whole")
  func badLine() throws {
    let reader = try documents(
      [header("1", "2026-01-01"), header("2", "2026-01-01")],
      [
        line("1", "1", "2026-01-01"), line("1", "2", "2026-01-01", "NaN"),
        line("1", "3", "2026-01-01"), line("2", "1", "2026-01-01"),
      ])
    #expect(try read(reader) == ["2: 1"])
    #expect(reader.headers.findings.map(\.code) == ["SRC-016"])
    #expect(
      reader.headers.findings.first?.message
        == "The row is left out, for its line 1/2 is quarantined.")
    #expect(reader.lines.findings.map(\.code) == ["SRC-002", "SRC-016", "SRC-016"])
    #expect(reader.headers.tally.quarantined.rows == 1)
    #expect(reader.lines.tally.quarantined.rows == 3)
  }

  @Test("A document with a bad header is left out whole, its lines are no orphans")
  func badHeader() throws {
    let reader = try documents(
      [header("1", "2026-01-01", "ten"), header("2", "2026-01-01")],
      [line("1", "1", "2026-01-01"), line("2", "1", "2026-01-01")])
    #expect(try read(reader) == ["2: 1"])
    #expect(reader.lines.findings.map(\.code) == ["SRC-016"])
  }

  @Test("A bad line right behind the last sound line of an earlier document does not hide it")
  func badLineBehind() throws {
    let reader = try documents(
      [header("1", "2026-01-01"), header("2", "2026-01-01")],
      [line("1", "1", "2026-01-01"), line("2", "1", "2026-01-01", "?")])
    #expect(try read(reader) == ["1: 1"])
  }

  @Test(
    "Random documents come back with exactly their lines", arguments: 1...10 as ClosedRange<UInt64>)
  func random(_ seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    var headers: [String] = []
    var lines: [String] = []
    var expected: Set<String> = []
    for key in 1...200 {
      let date = "2026-01-0\(Int.random(in: 1...9, using: &generator))"
      let moment = Bool.random(using: &generator) ? "\(date) 0\(key % 10):00:00" : ""
      let count = Int.random(in: 0...4, using: &generator)
      headers.append(header("\(key)", date, moment: moment))
      for number in 0..<count { lines.append(line("\(key)", "\(number)", date, moment: moment)) }
      expected.insert("\(key): \((0..<count).map(String.init).joined(separator: " "))")
    }
    let reader = try documents(
      headers.shuffled(using: &generator), lines.shuffled(using: &generator))
    let found = try read(reader)
    #expect(Set(found) == expected && found.count == 200, "seed \(seed)")
    #expect(reader.lines.findings.isEmpty, "seed \(seed)")
  }
}
