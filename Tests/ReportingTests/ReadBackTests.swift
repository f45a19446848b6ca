import AccountingValues
import Foundation
import Tables
import Testing

@testable import Reporting

@Suite("A file that is not whole is never published")
struct ReadBackTests {
  private static func workbook(in folder: String) throws -> (path: String, digest: CellDigest) {
    let path = folder + "/book.xlsx"
    let properties = WorkbookFile.Properties(
      title: "", subject: "", company: "", keywords: "", comments: "", status: "",
      created: SampleReports.date("2026-10-31"))
    let workbook = try WorkbookFile(creating: path, properties: properties)
    let sheet = try workbook.addSheet("Sheet")
    for row in 0..<2_000 {
      try sheet.put("text \(row) <&> é", row: row, column: 0, nil)
      try sheet.put(Double(row) / 100, row: row, column: 1, nil)
      try sheet.put(formula: "SUM(B1,\"<\")", cached: Double(row), row: row, column: 2, CellStyle())
    }
    let digest = sheet.digest
    try workbook.finish()
    return (path, digest)
  }

  @Test("A whole workbook reads back as it was meant")
  func whole() throws {
    let folder = try ScratchFolder()
    let (path, digest) = try Self.workbook(in: folder.path)
    #expect(digest.cellCount == 6_000)
    #expect(digest.rowCount == 2_000)
    try WorkbookReadBack.prove(path, holds: [("Sheet", digest)])
  }

  @Test("One other, missing or additional cell is found")
  func otherCell() throws {
    let folder = try ScratchFolder()
    let (path, digest) = try Self.workbook(in: folder.path)
    var more = digest
    more.add(number: 1, row: 2_000, column: 0)
    for other in [more, CellDigest()] {
      #expect(throws: ReportingError.self) {
        try WorkbookReadBack.prove(path, holds: [("Sheet", other)])
      }
    }
    #expect(throws: ReportingError.self) { try WorkbookReadBack.prove(path, holds: []) }
    #expect(throws: ReportingError.self) {
      try WorkbookReadBack.prove(path, holds: [("Sheet", digest), ("Second", digest)])
    }
  }

  @Test("A truncated workbook is found", arguments: [0, 10, 500, 5_000])
  func truncated(_ kept: Int) throws {
    let folder = try ScratchFolder()
    let (path, digest) = try Self.workbook(in: folder.path)
    #expect(truncate(path, kept) == 0)
    #expect(throws: ReportingError.self) {
      try WorkbookReadBack.prove(path, holds: [("Sheet", digest)])
    }
  }

  @Test("A flipped byte is found wherever it lies in the sheet's data", arguments: 0..<12)
  func flipped(_ step: Int) throws {
    let folder = try ScratchFolder()
    let (path, digest) = try Self.workbook(in: folder.path)
    var bytes = try Data(contentsOf: URL(filePath: path))
    let name = try #require(bytes.range(of: Data("xl/worksheets/sheet1.xml".utf8)))
    bytes[name.upperBound + 5 + step * 997] ^= 0x10
    try bytes.write(to: URL(filePath: path))
    #expect(throws: ReportingError.self) {
      try WorkbookReadBack.prove(path, holds: [("Sheet", digest)])
    }
  }

  @Test("A full disk is an error that names the file", arguments: ReportRenderer.Format.allCases)
  func full(_ format: ReportRenderer.Format) throws {
    let folder = try ScratchFolder()
    let name = SampleReports.face.fileName(of: "trial_balance", extension: format.rawValue)
    let path = "\(folder.path)/\(name)"
    // Every write to this device fails with “no space left”.
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/full")
    let renderer = ReportRenderer(
      SampleReports.trialBalance, face: SampleReports.face, formats: [format],
      pageTemplate: try PageTests.template())
    let error = #expect(throws: ReportingError.self) {
      try renderer.render(SampleReports.trialBalanceRows, into: folder.path)
    }
    #expect("\(try #require(error))".contains(name))
  }

  @Test("A folder that is not there is an error", arguments: ReportRenderer.Format.allCases)
  func noFolder(_ format: ReportRenderer.Format) throws {
    let renderer = ReportRenderer(
      SampleReports.trialBalance, face: SampleReports.face, formats: [format],
      pageTemplate: try PageTests.template())
    #expect(throws: ReportingError.self) {
      try renderer.render(SampleReports.trialBalanceRows, into: "/nowhere/at/all")
    }
  }

  @Test("A dataset with other columns or types is refused with both lists")
  func otherColumns() throws {
    let folder = try ScratchFolder()
    let renderer = ReportRenderer(
      SampleReports.trialBalance, face: SampleReports.face, formats: [.csv])
    #expect(
      throws: ReportingError.columnsDiffer(
        sheet: "trial_balance",
        expected: ["account", "account_name", "opening", "debit", "credit", "closing"],
        delivered: ["n"])
    ) {
      try renderer.render(
        Table(columns: [Column(name: "n", type: .integer)], rows: [[.integer(1)]]),
        into: folder.path)
    }
    let names = SampleReports.trialBalance.sheets[0].columns.map(\.column.name)
    let texts = Table(
      columns: names.map { Column(name: $0, type: .text) },
      rows: [names.map { .text($0) }])
    #expect(
      throws: ReportingError.cellDiffers(sheet: "trial_balance", column: "opening", row: 1)
    ) { try renderer.render(texts, into: folder.path) }
  }
}
