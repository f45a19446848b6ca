import AccountingValues
import Reporting
import Tables
import Testing

/// A column that stands for several: from long rows to wide ones.
@Suite("Spread columns")
struct SpreadRowsTests {
  private static let headings = [
    ColumnSpread.Heading(name: "not_due", title: "Not due"),
    ColumnSpread.Heading(name: "over_0", title: "Overdue"),
  ]

  private static func sheet(sumsTo: String? = "residual") -> SheetDefinition {
    SheetDefinition(
      name: "aged", title: "Aged", grain: "one row per customer", dataset: "aged",
      columns: [
        ReportColumn(Column(name: "partner", type: .code)),
        ReportColumn(
          Column(name: "open", type: .money(.base)), total: .sum,
          spread: ColumnSpread(by: "bucket", over: "buckets", sumsTo: sumsTo)),
        ReportColumn(Column(name: "residual", type: .money(.base)), total: .sum),
      ])
  }

  /// Rows by `partner bucket cents total`.
  private static func spread(
    _ rows: [String], sumsTo: String? = "residual"
  ) throws -> [String] {
    let sheet = sheet(sumsTo: sumsTo)
    var table = Table(columns: sheet.datasetColumns)
    for row in rows {
      let parts = row.split(separator: " ").map(String.init)
      table.append([
        .text(parts[0]), .text(parts[1]), SampleReports.euros(Int64(parts[2]) ?? 0),
        SampleReports.euros(Int64(parts[3]) ?? 0),
      ])
    }
    var source = SpreadRows(table.source(), of: sheet, over: headings)
    let found = try source.collected()
    return (0..<found.rowCount).map { row in
      found[row].map { cell in
        switch cell {
        case .text(let text): text
        case .money(let money): "\(money.minor)"
        default: "?"
        }
      }.joined(separator: " ")
    }
  }

  @Test("Rows of one customer become one; the columns stand where the spread one stood")
  func wide() throws {
    let sheet = Self.sheet().spread(over: Self.headings)
    #expect(sheet.columns.map(\.column.name) == ["partner", "not_due", "over_0", "residual"])
    #expect(sheet.columns.map(\.column.title)[2] == "Overdue")
    #expect(sheet.columns[1].total == .sum && sheet.columns[1].spread == nil)
    #expect(
      try Self.spread([
        "7 not_due 100 150", "7 over_0 50 150", "8 over_0 -9 -9", "8 not_due 0 -9",
      ]) == ["7 100 50 150", "8 0 -9 -9"])
    #expect(try Self.spread([]) == [])
  }

  @Test("More rows than a batch holds")
  func many() throws {
    let rows = (1...400).flatMap { ["\($0) not_due \($0) \($0)", "\($0) over_0 0 \($0)"] }
    #expect(try Self.spread(rows) == (1...400).map { "\($0) \($0) 0 \($0)" })
  }

  @Test(
    "A row that lacks a column, has one twice or an unknown one, or does not add up is refused",
    arguments: [
      (["7 not_due 100 100"], "row 1: 1 of its columns are missing"),
      (["7 not_due 1 2", "7 over_0 1 2", "8 over_0 1 1"], "row 2: 1 of its columns are missing"),
      (["7 not_due 1 2", "7 not_due 1 2"], "column 'not_due' comes twice"),
      (["7 not_due 1 2", "7 over_9 1 2"], "the value of 'bucket' names no column"),
      (["7 not_due 1 3", "7 over_0 1 3"], "its columns do not add up to 'residual'"),
    ])
  func refused(rows: [String], says: String) {
    do {
      let rows = try Self.spread(rows)
      Issue.record("\(rows)")
    } catch { #expect("\(error)".contains(says), "\(error)") }
  }

  @Test("Without a sum nothing is compared")
  func noSum() throws {
    #expect(try Self.spread(["7 not_due 1 3", "7 over_0 1 3"], sumsTo: nil) == ["7 1 1 3"])
  }
}
