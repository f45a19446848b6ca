import AccountingValues
import Foundation
import Tables
import Testing

@testable import Reporting

@Suite("Workbooks")
struct WorkbookTests {
  @Test(
    "A workbook is part by part the golden one",
    arguments: ["trial_balance", "stock_ledger", "hostile"])
  func golden(_ name: String) throws {
    let folder = try ScratchFolder()
    let (report, rows) = Self.sample(name)
    let files = try ReportRenderer(report, face: SampleReports.face, formats: [.xlsx, .csv])
      .render(rows, into: folder.path)
    for file in files {
      let path = "\(folder.path)/\(file.name)"
      if file.format == .csv {
        let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        try Golden.expect(text, equals: "\(name).csv")
      } else {
        for part in try Golden.parts(of: path) {
          try Golden.expect(part.text, equals: "\(name).xlsx/\(part.name)")
        }
      }
    }
  }

  static func sample(_ name: String) -> (ReportDefinition, Table) {
    switch name {
    case "trial_balance": (SampleReports.trialBalance, SampleReports.trialBalanceRows)
    case "stock_ledger": (SampleReports.stockLedger, SampleReports.stockLedgerRows)
    default: (SampleReports.hostile, SampleReports.hostileRows)
    }
  }

  @Test("The same rows give the same bytes; neither clock nor time zone shows")
  func reproducible() throws {
    let folders = [try ScratchFolder(), try ScratchFolder()]
    let files = try folders.map { folder in
      let files = try ReportRenderer(
        SampleReports.stockLedger, face: SampleReports.face,
        formats: Set(ReportRenderer.Format.allCases), pageTemplate: PageTests.template()
      ).render(SampleReports.stockLedgerRows, into: folder.path)
      // The clock of ZIP archives counts in steps of two seconds.
      Thread.sleep(forTimeInterval: 2.1)
      return files
    }
    #expect(files[0] == files[1])
    #expect(files[0].map(\.format) == [.xlsx, .csv, .html])
    for file in files[0] {
      let bytes = try folders.map { try Data(contentsOf: URL(filePath: "\($0.path)/\(file.name)")) }
      #expect(bytes[0] == bytes[1], "\(file.name)")
    }
  }

  @Test("A figure too long for a spreadsheet's number is text, and so is its total")
  func longFigure() throws {
    let folder = try ScratchFolder()
    let rows = Table(
      columns: SampleReports.hostile.sheets[0].columns.map(\.column),
      rows: [
        [.text("a"), .null, SampleReports.euros(1_234_567_890_123_456)],
        [.text("b"), .null, SampleReports.euros(44)],
      ])
    let files = try ReportRenderer(
      SampleReports.hostile, face: SampleReports.face, formats: [.xlsx]
    ).render(rows, into: folder.path)
    let parts = try Golden.parts(of: "\(folder.path)/\(try #require(files.first).name)")
    let sheet = try #require(parts.first { $0.name == "xl/worksheets/sheet2.xml" }).text
    #expect(sheet.contains("<t>12,345,678,901,234.56</t>"))
    #expect(sheet.contains("<t>12,345,678,901,235.00</t>"))
    #expect(!sheet.contains("<f>"))
  }

  @Test(
    "Samples to look at",
    .enabled(
      if: ProcessInfo.processInfo.environment["SAMPLES"] != nil, "SAMPLES names no folder"))
  func samples() throws {
    let folder = ProcessInfo.processInfo.environment["SAMPLES"] ?? ""
    let template = try PageTests.template()
    for name in ["trial_balance", "stock_ledger", "hostile"] {
      let (report, rows) = Self.sample(name)
      _ = try ReportRenderer(
        report, face: SampleReports.face, formats: [.xlsx, .csv, .html], pageTemplate: template
      ).render(rows, into: folder)
    }
  }
}

@Suite("Workbooks in an independent reader")
struct IndependentReaderTests {
  /// Prints every filled cell: sheet, place, kind, formula or value.
  private static let script = """
    import openpyxl, sys
    live = openpyxl.load_workbook(sys.argv[1])
    seen = openpyxl.load_workbook(sys.argv[1], data_only=True)
    for sheet in live.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    value = seen[sheet.title][cell.coordinate].value
                    formula = cell.value if cell.data_type == 'f' else ''
                    print(sheet.title, cell.coordinate, cell.data_type, repr(formula), repr(value), sep='\\t')
    """

  static let isThere = (try? run(["-c", "import openpyxl"])) != nil

  private struct Failed: Error {}

  /// What a Python program prints; through a file, because reading a pipe is interrupted by the
  /// children of other tests.
  private static func run(_ arguments: [String]) throws -> String {
    let folder = try ScratchFolder()
    let path = folder.path + "/output"
    try Data().write(to: URL(filePath: path))
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3"] + arguments
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: path))
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failed() }
    return try String(contentsOfFile: path, encoding: .utf8)
  }

  private static func cells(
    _ report: ReportDefinition, _ rows: Table, rowLimit: Int = WorkbookSheet.rowLimit
  ) throws -> [[String]] {
    let folder = try ScratchFolder()
    let files = try ReportRenderer(
      report, face: SampleReports.face, formats: [.xlsx], sheetRowLimit: rowLimit
    ).render(rows, into: folder.path)
    let path = "\(folder.path)/\(try #require(files.first).name)"
    let printed = try run(["-c", script, path])
    return printed.split(separator: "\n").map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test(
    "No text of data is a formula, every text is there",
    .enabled(if: isThere, "python3 with openpyxl is not installed"))
  func hostile() throws {
    let cells = try Self.cells(SampleReports.hostile, SampleReports.hostileRows)
    let formulas = cells.filter { $0[2] == "f" }
    #expect(formulas.map { $0[3] } == ["'=ROUND(SUBTOTAL(109,C7:C28),2)'"])
    #expect(formulas.map { $0[4] } == ["-275"])
    let texts = cells.filter { $0[0] == "Hostile" && $0[1].hasPrefix("A") && $0[2] != "f" }
    // Three or four title lines, the heading, the total's label, and each text.
    #expect(texts.count == SampleReports.hostileTexts.count + 6)
  }

  @Test(
    "Figures are numbers, days are dates, totals are live and cached",
    .enabled(if: isThere, "python3 with openpyxl is not installed"))
  func typed() throws {
    let cells = try Self.cells(SampleReports.stockLedger, SampleReports.stockLedgerRows)
    func cell(_ place: String) -> [String]? {
      cells.first { $0[0] == "Stock ledger" && $0[1] == place }
    }
    #expect(cell("B7")?[2...] == ["s", "''", "'00417'"])
    #expect(cell("C7")?[2...] == ["d", "''", "datetime.datetime(2026, 10, 2, 0, 0)"])
    #expect(cell("F7")?[2...] == ["n", "''", "120"])
    #expect(cell("G10")?[2...] == ["n", "''", "98.765432"])
    #expect(cell("H8")?[2...] == ["n", "''", "-189"])
    #expect(cell("H9")?[2...] == ["f", "'=SUBTOTAL(109,H7:H8)'", "315"])
    #expect(cell("H12")?[2...] == ["f", "'=SUBTOTAL(109,H7:H11)'", "1549.57"])
    #expect(cell("H17")?[2...] == ["f", "'=ROUND(SUBTOTAL(109,H7:H16),2)'", "1632.52"])
    #expect(cell("I17")?[2...] == ["s", "''", "'several currencies'"])
    #expect(cell("F17") == nil)
  }

  @Test(
    "Rows beyond a sheet's limit continue on further sheets, totals span them",
    .enabled(if: isThere, "python3 with openpyxl is not installed"))
  func continued() throws {
    var report = SampleReports.hostile
    report.sheets[0].columns[0].column = Column(name: "text", type: .text)
    report.sheets[0].groups = ["code"]
    report.sheets[0].order = ["code", "text"]
    let rows = Table(
      columns: report.sheets[0].columns.map(\.column),
      rows: (0..<20).map {
        [.text("row \($0)"), .text("G\($0 / 15)"), SampleReports.euros(101)]
      })
    let cells = try Self.cells(report, rows, rowLimit: 16)
    let names = cells.map { $0[0] }.reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
    #expect(names == ["Cover", "Hostile", "Hostile (2)", "Hostile (3)", "Tie-out"])
    let formulas = cells.filter { $0[2] == "f" }
    #expect(
      formulas.map { "\($0[0])!\($0[1]) \($0[3]) \($0[4])" } == [
        "Hostile (2)!C13 \"=SUBTOTAL(109,'Hostile'!C7:C15,C7:C12)\" 15.15",
        "Hostile (3)!C10 \"=SUBTOTAL(109,'Hostile (2)'!C14:C15,C7:C9)\" 5.05",
        "Hostile (3)!C11 "
          + "\"=ROUND(SUBTOTAL(109,'Hostile'!C7:C15,'Hostile (2)'!C7:C15,C7:C10),2)\" 20.2",
      ])
    #expect(cells.count { $0[4].hasPrefix("'row ") } == 20)
  }
}
