import AccountingValues
import Tables

/// A report's workbook: cover, one table per sheet of the definition, tie-out. The cover stands
/// first but is written last, when everything it tells is known.
final class ReportWorkbook {
  let name: String
  private let report: ReportDefinition
  private let face: ReportFace
  private let workbook: WorkbookFile
  private let cover: WorkbookSheet
  private var contents: [(title: String, text: String)] = []
  private var hasActive = false

  init(_ report: ReportDefinition, face: ReportFace, in folder: String) throws(ReportingError) {
    self.report = report
    self.face = face
    name = face.fileName(of: report.name, extension: "xlsx")
    workbook = try WorkbookFile(
      creating: "\(folder)/\(name)",
      properties: WorkbookFile.Properties(
        title: "\(report.title) – \(face.companyName)", subject: face.periodTitle,
        company: face.companyName,
        keywords: "\(face.companyCode), \(report.name), \(face.period), close \(face.closeID)",
        comments: face.titleLine(amounts: true), status: face.standing.rawValue,
        created: face.asOf))
    cover = try workbook.addSheet("Cover")
  }

  func addTable(
    _ sheet: SheetDefinition, rowLimit: Int
  ) throws(ReportingError) -> WorkbookTable {
    let table = try WorkbookTable(
      sheet, of: report, face: face, in: workbook, rowLimit: rowLimit)
    // People open a workbook for its figures: the first table is what they see.
    if !hasActive { table.activate() }
    hasActive = true
    return table
  }

  func finish(_ table: WorkbookTable?, rowCount: Int) throws(ReportingError) {
    guard let table else { return }
    try table.finish()
    contents.append(
      (
        table.sheetNames.joined(separator: ", "),
        "\(counted(rowCount, "row")): \(table.grain)."
      ))
  }

  /// Writes the tie-out sheet and the cover, and brings the file to the disk.
  func finish(tieOut: Table) throws(ReportingError) {
    if tieOut.rowCount > 0 {
      let table = try WorkbookTable(
        .plain(
          name: "tie_out", title: "Tie-out", grain: "one row per comparison", table: tieOut),
        of: report, face: face, in: workbook)
      var rows = tieOut.source()
      while let batch = rows.next() { try table.write(batch) }
      try finish(table, rowCount: tieOut.rowCount)
    }
    var writer = CoverSheet(report, face: face, on: cover)
    try writer.write(contents: contents, tieOut: TieOutSummary.all(of: tieOut))
    try workbook.finish()
  }
}
