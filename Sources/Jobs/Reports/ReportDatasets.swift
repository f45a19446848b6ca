import AccountingValues
import Definitions
import GeneralLedger
import PostgresClient
import Reporting
import Tables
import Warehouse

/// Runs the datasets of one report on one leaf.
final class ReportDatasets {
  private let tree: ConfigurationTree
  private let report: ReportDefinition
  private let reader: DatasetReader
  private let values: [String: Parameter]
  /// The columns that a sheet's spread column stands for, by the sheet's name.
  private var headings: [String: [ColumnSpread.Heading]] = [:]

  init(
    tree: ConfigurationTree, report: ReportDefinition, face: ReportFace, leaf: PublishedLeaf,
    statements: StatementLayout?, reader: DatasetReader
  ) {
    self.tree = tree
    self.report = report
    self.reader = reader
    var values: [String: Parameter] = [
      "company": .text(face.companyCode), "period": .text(face.period),
      "as_of": .date(daysSince1970: face.asOf.daysSince1970),
      "period_id": .integer(Int64(leaf.period)), "run_id": .integer(Int64(leaf.run)),
      "leaf": .integer(Int64(leaf.isFrozen ? 0 : leaf.run)),
    ]
    values["statement_lines"] = statements.map { .text(StatementRow.text(of: $0)) }
    self.values = values
  }

  /// The report with a column for each one that a spread column stands for.
  ///
  /// - Throws: `JobError` for columns that contradict each other, and what datasets throw.
  func spreadReport() throws -> ReportDefinition {
    var spread = report
    for (index, sheet) in report.sheets.enumerated() {
      guard let rule = sheet.columns.compactMap(\.spread).first else { continue }
      let found = try headings(rule.over)
      headings[sheet.name] = found
      spread.sheets[index] = sheet.spread(over: found)
    }
    let contradictions = spread.contradictions
    guard contradictions.isEmpty else {
      throw JobError(
        .configuration, "report \(report.name): \(contradictions.joined(separator: "; "))",
        action: "correct the dataset that names the columns")
    }
    return spread
  }

  private func headings(_ dataset: String) throws -> [ColumnSpread.Heading] {
    var rows = try run(dataset, ColumnSpread.headingColumns)
    var headings: [ColumnSpread.Heading] = []
    while let batch = try rows.next() {
      for index in 0..<batch.rowCount {
        guard case .text(let name) = batch[index, 0], case .text(let title) = batch[index, 1]
        else {
          throw JobError(
            .configuration, "\(Self.path(dataset)): a column without name or title",
            action: "correct the dataset's SELECT")
        }
        headings.append(ColumnSpread.Heading(name: name, title: title))
      }
    }
    return headings
  }

  /// The rows of a sheet of `spreadReport()`.
  ///
  /// - Throws: `JobError` when a dataset is not there or does not fit, and what the database throws.
  func rows(of sheet: SheetDefinition) throws -> any RowSource {
    guard let headings = headings[sheet.name],
      let stated = report.sheets.first(where: { $0.name == sheet.name })
    else { return try run(sheet.dataset, sheet.columns.map(\.column)) }
    return SpreadRows(
      try run(sheet.dataset, stated.datasetColumns), of: stated, over: headings)
  }

  private func run(_ dataset: String, _ columns: [Column]) throws -> DatasetRows {
    let path = Self.path(dataset)
    guard let text = tree.text(path) else {
      throw JobError(
        .configuration, "report \(report.name) needs \(path), which is not there",
        action: "add the dataset, or correct the sheet's `dataset`")
    }
    let located = try DatasetText(included(in: text, of: path), file: path)
    if let unknown = located.parameters.first(where: { values[$0] == nil }) {
      throw JobError(
        .configuration, "report \(report.name): \(path) needs :\(unknown), which is not known",
        action: "give the company statements in jobs/statements")
    }
    return try reader.rows(
      Dataset(name: dataset, query: located.query, columns: columns),
      located.parameters.map { values[$0] ?? .null })
  }

  /// A dataset's text with what it includes: a line `-- include NAME` is the text of another dataset,
  /// which includes nothing itself.
  private func included(in text: String, of path: String) throws(JobError) -> String {
    let mark = "-- include "
    guard text.contains(mark) else { return text }
    var lines: [Substring] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix(mark) else {
        lines.append(line)
        continue
      }
      let name = line.dropFirst(mark.count).prefix { !$0.isWhitespace }
      guard let part = tree.text(Self.path(String(name))) else {
        throw JobError(
          .configuration, "\(path) includes \(Self.path(String(name))), which is not there",
          action: "add it, or correct the line `\(line)`")
      }
      lines.append(part[...])
    }
    return lines.joined(separator: "\n")
  }

  private static func path(_ dataset: String) -> String { "reports/datasets/\(dataset).sql" }
}
