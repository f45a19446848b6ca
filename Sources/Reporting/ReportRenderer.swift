import AccountingValues
public import Tables

/// Renders a report in one pass over its rows: whatever the formats, each dataset runs once.
///
/// Files are new files in a folder of the caller's, brought to the disk and read back; publishing
/// them is the caller's next step. The same rows, definition and face give the same bytes.
public struct ReportRenderer {
  /// The kinds of files.
  public enum Format: String, Hashable, Sendable, CaseIterable {
    /// A workbook with cover, sheets, totals and tie-out.
    case xlsx
    /// The rows alone, one file per sheet.
    case csv
    /// One self-contained page.
    case html
  }

  /// A finished file.
  public struct File: Hashable, Sendable {
    /// Its name in the folder.
    public let name: String
    /// Its kind.
    public let format: Format
    /// How many rows of datasets it shows.
    public let rowCount: Int
  }

  private let report: ReportDefinition
  private let face: ReportFace
  private let formats: Set<Format>
  private let pageTemplate: PageTemplate?
  private let sheetRowLimit: Int

  /// A renderer of one report.
  ///
  /// - Parameters:
  ///   - report: A definition without contradictions.
  ///   - face: What every file says about itself.
  ///   - formats: The kinds of files wanted; a page needs `pageTemplate`.
  ///   - pageTemplate: The page's template.
  public init(
    _ report: ReportDefinition, face: ReportFace, formats: Set<Format>,
    pageTemplate: PageTemplate? = nil
  ) {
    self.init(
      report, face: face, formats: formats, pageTemplate: pageTemplate,
      sheetRowLimit: WorkbookSheet.rowLimit)
  }

  init(
    _ report: ReportDefinition, face: ReportFace, formats: Set<Format>,
    pageTemplate: PageTemplate? = nil, sheetRowLimit: Int
  ) {
    let contradictions = report.contradictions
    if !contradictions.isEmpty {
      accountingFault("report \(report.name): \(contradictions.joined(separator: "; "))")
    }
    self.report = report
    self.face = face
    self.formats = formats
    self.pageTemplate = pageTemplate
    self.sheetRowLimit = sheetRowLimit
  }

  /// Writes the files into an existing folder.
  ///
  /// - Parameters:
  ///   - folder: The folder; files of the same names are replaced.
  ///   - tieOut: The comparisons to print, usually of `TieOut.table`.
  ///   - rows: Opens a sheet's dataset; called once per sheet, in order.
  /// - Returns: The files written, workbook first.
  /// - Throws: `ReportingError`, and whatever a row source throws.
  public func render(
    into folder: String, tieOut: Table, rows: (SheetDefinition) throws -> any RowSource
  ) throws -> [File] {
    let workbook =
      formats.contains(.xlsx) ? try ReportWorkbook(report, face: face, in: folder) : nil
    var page =
      formats.contains(.html) ? pageTemplate.map { _ in ReportPage(report, face: face) } : nil
    var files: [File] = []
    var rowCount = 0
    for sheet in report.sheets {
      var source = try rows(sheet)
      try Self.check(source.columns, of: sheet)
      let table = try workbook?.addTable(sheet, rowLimit: sheetRowLimit)
      page?.begin(sheet)
      let count: Int
      if formats.contains(.csv) {
        let name = face.fileName(
          of: ReportFace.name(of: sheet.name, in: report.name), extension: "csv")
        var csv = try CSVFile(creating: "\(folder)/\(name)", columns: sheet.columns)
        count = try Self.pump(&source, of: sheet) { batch in
          try csv.write(batch)
          try table?.write(batch)
          page?.write(batch)
        }
        try csv.finish()
        files.append(File(name: name, format: .csv, rowCount: count))
      } else {
        count = try Self.pump(&source, of: sheet) { batch in
          try table?.write(batch)
          page?.write(batch)
        }
      }
      try workbook?.finish(table, rowCount: count)
      page?.endSheet()
      rowCount += count
    }
    if let workbook {
      try workbook.finish(tieOut: tieOut)
      files.insert(File(name: workbook.name, format: .xlsx, rowCount: rowCount), at: 0)
    }
    if let pageTemplate, let page {
      let name = face.fileName(of: report.name, extension: "html")
      var file = try OutputFile(creating: "\(folder)/\(name)")
      try file.write(Array(page.text(pageTemplate, tieOut: tieOut).utf8))
      try file.finish()
      files.append(File(name: name, format: .html, rowCount: rowCount))
    }
    return files
  }

  /// Pulls all rows through, each cell's type checked once; the dataset's SQL is the customer's.
  private static func pump(
    _ source: inout any RowSource, of sheet: SheetDefinition, _ body: (RowBatch) throws -> Void
  ) throws -> Int {
    var count = 0
    while let batch = try source.next() {
      for row in 0..<batch.rowCount {
        for (cell, column) in zip(batch[row], sheet.columns) where !cell.fits(column.column.type) {
          throw ReportingError.cellDiffers(
            sheet: sheet.name, column: column.column.name, row: count + row + 1)
        }
      }
      try body(batch)
      count += batch.rowCount
    }
    return count
  }

  private static func check(
    _ delivered: [Column], of sheet: SheetDefinition
  ) throws(ReportingError) {
    let expected = sheet.columns.map(\.column.name)
    guard delivered.map(\.name) == expected else {
      throw .columnsDiffer(
        sheet: sheet.name, expected: expected, delivered: delivered.map(\.name))
    }
  }
}
