/// Why a report could not be written. Nothing of it is published then.
public enum ReportingError: Error, Hashable, Sendable {
  /// The operating system refused: disk full, no permission, no such folder.
  case cannotWrite(path: String, reason: String)
  /// The spreadsheet library refused.
  case workbookRefused(path: String, reason: String)
  /// What was read back differs from what was written.
  case damaged(path: String, reason: String)
  /// A dataset does not deliver its report's columns.
  case columnsDiffer(sheet: String, expected: [String], delivered: [String])
  /// A dataset delivered a value of another type than its column's.
  case cellDiffers(sheet: String, column: String, row: Int)
  /// A dataset's rows cannot be spread over its columns.
  case badSpread(sheet: String, row: Int, reason: String)
  /// A page template does not parse.
  case badTemplate(reason: String)
}

extension ReportingError: CustomStringConvertible {
  /// Where, what, and what to do.
  public var description: String {
    switch self {
    case .cannotWrite(let path, let reason):
      "\(path): cannot be written (\(reason)); free space or mend permissions, then run again"
    case .workbookRefused(let path, let reason):
      "\(path): the workbook cannot be written (\(reason))"
    case .damaged(let path, let reason):
      "\(path): what was read back is not what was written (\(reason)); check the disk, then run "
        + "again"
    case .columnsDiffer(let sheet, let expected, let delivered):
      "sheet '\(sheet)': its dataset delivers the columns \(delivered.joined(separator: ", ")) where "
        + "the report expects \(expected.joined(separator: ", ")); change the dataset's SELECT or the "
        + "report's columns"
    case .cellDiffers(let sheet, let column, let row):
      "sheet '\(sheet)', row \(row): the value of column '\(column)' is not of the column's type"
    case .badSpread(let sheet, let row, let reason):
      "sheet '\(sheet)', row \(row): \(reason); change the dataset's SELECT"
    case .badTemplate(let reason):
      "the page template does not parse: \(reason)"
    }
  }
}
