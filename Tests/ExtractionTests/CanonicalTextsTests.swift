import AccountingValues
@testable import Extraction
import TestSupport
import Testing

/// What is made of a row's canonical form is what its cells say.
@Suite struct CanonicalTextsTests {
  private static let words = [
    "", "a", "Ärger", "\u{1F}", "a\u{1F}b\u{1F}", "\"quoted\" \\ and \u{1} \n \t", "x;y", "🧾",
    String(repeating: "long ", count: 60),
  ]

  private func cell(_ random: inout SplitMix64) throws -> StreamCell {
    let word = Self.words[Int.random(in: 0..<Self.words.count, using: &random)]
    let number =
      Int64.random(in: .min ... .max, using: &random) >> Int64.random(in: 0...63, using: &random)
    switch Int.random(in: 0..<10, using: &random) {
    case 0: return .text(word)
    case 1: return .integer(number)
    case 2:
      return .decimal(
        try ExactDecimal(
          significand: Int128(number), scale: Int.random(in: 0...30, using: &random)))
    case 3:
      return .decimal(try ExactDecimal(significand: Int128(number) * 1_000_000_007, scale: 9))
    case 4:
      return .date(
        CivilDate(
          daysSince1970: Int32.random(
            in: CivilDate.earliest.daysSince1970...CivilDate.latest.daysSince1970, using: &random)))
    case 5:
      return .timestamp(
        Timestamp(
          microsecondsSince1970: Int64.random(
            in: -62_135_596_800_000_000...253_402_300_799_999_999, using: &random)))
    case 6: return .boolean(number % 2 == 0)
    case 7: return .key(SourceKey(word))
    case 8: return .list(Array(Self.words[0..<Int.random(in: 0...3, using: &random)]))
    default: return .null
    }
  }

  /// A statement as ACCOUNTING §3 has it, from the cells.
  private func statement(_ row: StreamRow) -> String {
    var text = ""
    for (column, cell) in zip(row.layout.columns, row.cells) where !column.isState && cell != .null
    {
      text += "\(column.name)\u{1D}\(cell.displayText)\u{1F}"
    }
    return text + "\u{1E}"
  }

  @Test(
    "Cells, statements and records of rows of any content", arguments: 1...40 as ClosedRange<UInt64>
  )
  func anyContent(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for name in ["stock_movements", "purchase_orders", "payments"] {
      let contract = try #require(StreamCatalogue.contract(named: name))
      let layout = StreamLayout(contract)
      for _ in 0..<20 {
        let cells = try layout.columns.map { _ in try cell(&random) }
        let row = StreamRow(layout: layout, cells: cells, key: SourceKey("1"), order: nil)
        #expect(layout.texts.cells(of: row.canonicalForm) == cells, "seed \(seed)")
        #expect(
          String(decoding: row.statement, as: UTF8.self) == statement(row), "seed \(seed), \(cells)"
        )
        var record: [UInt8] = []
        layout.texts.appendRecord(of: row.canonicalForm, to: &record)
        #expect(String(decoding: record, as: UTF8.self) == row.record, "seed \(seed), \(cells)")
      }
    }
  }
}
