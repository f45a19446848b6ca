import AccountingValues
import Definitions
import Reporting
import Tables

/// The findings of a run that publishes nothing, as the workbook of the report `findings`: what a
/// published close shows from the warehouse, from rows at hand. Sheets of other datasets are left
/// out, since nothing of the run is where they read; so are groups, for the rows are in the run's order.
struct FindingsWorkbook {
  private let report: ReportDefinition
  private let face: ReportFace

  /// `nil` where the configuration has no report `findings` with a sheet of that dataset.
  init?(_ faces: ReportFaces) {
    guard var report = faces.configuration.reports["findings"] else { return nil }
    report.sheets = report.sheets.filter { $0.dataset == "findings" }.map { sheet in
      var sheet = sheet
      sheet.groups = []
      return sheet
    }
    guard !report.sheets.isEmpty else { return nil }
    self.report = report
    var face = faces.face(of: report)
    face.standing = .unpublished
    self.face = face
  }

  /// Writes the workbook into a folder that is there.
  ///
  /// - Returns: its name.
  func write(_ findings: [ShownFinding], into folder: String) throws -> String {
    let renderer = ReportRenderer(report, face: face, formats: [.xlsx])
    let files = try renderer.render(into: folder, tieOut: try Reporting.TieOut.table([])) { sheet in
      Self.table(findings, sheet.columns.map(\.column)).source()
    }
    guard let file = files.first else { accountingFault("a workbook without a file") }
    return file.name
  }

  /// The findings in the columns of a sheet. A column that only the warehouse knows is empty.
  static func table(_ findings: [ShownFinding], _ columns: [Column]) -> Table {
    Table(
      columns: columns,
      rows: findings.map { shown in
        columns.map { column in
          let cell = cell(shown, column.name)
          return cell.fits(column.type) ? cell : .null
        }
      })
  }

  private static func cell(_ shown: ShownFinding, _ column: String) -> Cell {
    let finding = shown.finding
    let text: String? =
      switch column {
      case "severity": finding.severity.rawValue
      case "code": finding.code
      case "origin": finding.origin
      case "document": finding.document
      case "key": finding.key
      case "currency": finding.amount?.currency.code
      case "message": finding.message
      case "action": finding.action
      case "accepted": shown.accepted
      default: nil
      }
    if column == "amount" { return finding.amount.map(Cell.money) ?? .null }
    guard let text, !text.isEmpty else { return .null }
    return .text(text)
  }
}
