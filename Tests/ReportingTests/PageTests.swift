import Foundation
import Tables
import Testing

@testable import Reporting

@Suite("Pages")
struct PageTests {
  static func template() throws -> PageTemplate {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folder = root.appending(path: "reports/templates")
    func text(_ name: String) throws -> String {
      try String(contentsOf: folder.appending(path: name + ".mustache"), encoding: .utf8)
    }
    return try PageTemplate(text("page"), parts: ["style": text("style")])
  }

  private static func page(_ report: ReportDefinition, _ rows: Table) throws -> String {
    let folder = try ScratchFolder()
    let files = try ReportRenderer(
      report, face: SampleReports.face, formats: [.html], pageTemplate: template()
    ).render(rows, into: folder.path)
    let file = try #require(files.first)
    return try String(contentsOfFile: "\(folder.path)/\(file.name)", encoding: .utf8)
  }

  @Test("A page is the golden one")
  func golden() throws {
    let page = try Self.page(SampleReports.stockLedger, SampleReports.stockLedgerRows)
    try Golden.expect(page, equals: "stock_ledger.html")
  }

  @Test("Text of data cannot become markup, and nothing is loaded from elsewhere")
  func escaped() throws {
    let columns = SampleReports.hostile.sheets[0].columns.map(\.column)
    let text = "<script>alert(1)</script>{{title}}&\"'"
    let rows = Table(columns: columns, rows: [[.text(text), .null, .null]])
    let page = try Self.page(SampleReports.hostile, rows)
    #expect(!page.contains("<script"))
    #expect(!page.contains("<b>"))
    #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;{{title}}&amp;"))
    #expect(!page.contains("src=") && !page.contains("url("))
    // Links lead to places of the same page.
    #expect(page.contains("href=\"#") && !page.replacing("href=\"#", with: "").contains("href="))
  }

  @Test("A long table is cut with a sentence, its total is of all rows")
  func cut() throws {
    let columns = SampleReports.hostile.sheets[0].columns.map(\.column)
    let rows = Table(
      columns: columns,
      rows: (1...2_001).map { [.text("row\($0)"), .null, SampleReports.euros(100)] })
    let page = try Self.page(SampleReports.hostile, rows)
    #expect(page.contains("row2000<") && !page.contains("row2001<"))
    #expect(page.contains("The first 2000 of 2001 rows are shown; the workbook has all."))
    #expect(page.contains("2,001.00"))
  }

  @Test("Columns for which a page has no room are named below its table; the total keeps its place")
  func furtherColumns() throws {
    var report = SampleReports.hostile
    report.sheets[0].columns[0].isOnPage = false
    let rows = Table(
      columns: report.sheets[0].columns.map(\.column),
      rows: [[.text("hidden words"), .text("K-1"), SampleReports.euros(1_250)]])
    let page = try Self.page(report, rows)
    #expect(!page.contains("hidden words"))
    #expect(page.contains(">K-1<") && page.contains("12.50"))
    #expect(page.contains("The workbook has further columns: =Text."))
    #expect(page.contains(">Total</td><td class=\"figure\""))
    #expect(page.ranges(of: "<th ").count == 2)
  }

  @Test("A report without rows says so")
  func empty() throws {
    let columns = SampleReports.hostile.sheets[0].columns.map(\.column)
    #expect(
      try Self.page(SampleReports.hostile, Table(columns: columns)).contains("Nothing to report."))
  }

  @Test("A broken template is an error that says what is wrong")
  func broken() {
    #expect(throws: ReportingError.self) { try PageTemplate("{{#open}}") }
  }
}
