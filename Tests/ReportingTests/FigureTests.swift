import AccountingValues
import Foundation
import Tables
import TestSupport
import Testing

@testable import Reporting

@Suite("Figures keep every digit on the way into a spreadsheet")
struct FigureTests {
  @Test("The number in the cell prints back as exactly the figure", arguments: 1...6)
  func closest(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<3_000 {
      let decimals = Int.random(in: 0...9, using: &random)
      let limit = Int64(1) << Int64.random(in: 1...49, using: &random)
      let count = Int64.random(in: -limit...limit, using: &random)
      let figure = Figure(count: Int128(count), decimals: decimals)
      let number = try #require(figure.spreadsheetNumber, "seed \(seed)")
      let printed = String(format: "%.\(decimals)f", number)
      let plain = FixedPointText.text(count, decimals: decimals, keeping: decimals)
      #expect(printed == plain || (count == 0 && printed == "-0"), "seed \(seed)")
      // The library prints sixteen significant digits.
      #expect(Double(String(format: "%.16G", number)) == number, "seed \(seed): \(plain)")
    }
  }

  @Test(
    "Fifteen significant digits are a number, sixteen are text",
    arguments: [
      (Int128(999_999_999_999_999), true), (1_000_000_000_000_000, true),
      (1_000_000_000_000_001, false), (1_234_567_890_123_456, false),
      (12_345_678_901_234_500, true), (-9_223_372_036_854_775_808, false), (0, true),
    ])
  func limit(_ count: Int128, _ isNumber: Bool) {
    #expect((Figure(count: count, decimals: 2).spreadsheetNumber != nil) == isNumber)
  }

  @Test(
    "People read groups of three and parentheses",
    arguments: [
      (123_456_789, 2, "1,234,567.89"), (-50, 2, "(0.50)"), (0, 2, "0.00"), (999, 0, "999"),
      (1_000, 0, "1,000"),
    ])
  func grouped(_ count: Int, _ decimals: Int, _ expected: String) {
    #expect(
      Figure(count: Int128(count), decimals: decimals).groupedText(keeping: decimals) == expected)
  }
}

@Suite("Totals add up exactly")
struct GroupTotalsTests {
  @Test("A group closes when its value changes, inner before outer")
  func closing() {
    let sheet = SampleReports.stockLedger.sheets[0]
    let rows = SampleReports.stockLedgerRows
    var totals = GroupTotals(of: sheet, base: SampleReports.euro)
    var closed: [String] = []
    func note(_ group: GroupTotals.Subtotal) {
      closed.append(
        "\(group.depth) \(group.value) \(group.sums[5]?.figure?.text() ?? "–") "
          + "\(group.sums[7]?.figure?.text() ?? "–")")
    }
    for row in 0..<rows.rowCount {
      totals.closings(before: rows[row]).forEach(note)
      totals.add(rows[row])
    }
    let ended = totals.finish()
    ended.groups.forEach(note)
    #expect(
      closed == [
        "1 text(\"00417\") 75 315", "1 text(\"SEAL-9\") 12.5 1234.57",
        "0 text(\"Hamburg\") – 1549.57", "1 text(\"00417\") 19.75 82.95",
        "0 text(\"Zürich\") – 82.95",
      ])
    #expect(ended.total[7]?.figure?.text() == "1632.52")
  }

  @Test("Running totals of the outermost group hold all rows so far, and bear its name alone")
  func running() {
    var sheet = SampleReports.stockLedger.sheets[0]
    sheet.runningTotals = true
    let rows = SampleReports.stockLedgerRows
    var totals = GroupTotals(of: sheet, base: SampleReports.euro)
    var closed: [String] = []
    func note(_ group: GroupTotals.Subtotal) {
      closed.append("\(group.label("x")) \(group.sums[7]?.figure?.text() ?? "–")")
    }
    for row in 0..<rows.rowCount {
      totals.closings(before: rows[row]).forEach(note)
      totals.add(rows[row])
    }
    totals.finish().groups.forEach(note)
    #expect(
      closed == ["Total x 315", "Total x 1234.57", "x 1549.57", "Total x 82.95", "x 1632.52"])
  }

  @Test("Amounts of several currencies have no sum")
  func mixed() {
    var sum = ColumnSum(of: .money(.base), base: SampleReports.euro)
    sum.add(SampleReports.euros(100))
    #expect(sum.figure?.text() == "1")
    sum.add(.money(Money(minor: 100, in: SampleReports.currency("USD"))))
    #expect(sum.figure == nil)
  }
}
