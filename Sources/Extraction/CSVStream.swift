internal import AccountingValues
public import Definitions

/// Reads a stream from CSV instead of SQL: the same contract, checks, order and digest, findings
/// with file and line.
public enum CSVStream {
  /// A reader over a CSV file. The file is read whole and sorted; rows outside the request's span
  /// are left out, as an adapter's WHERE leaves them out.
  ///
  /// - Parameters:
  ///   - contract: the stream.
  ///   - csv: the file.
  ///   - request: what is asked for.
  ///   - digest: what the canonical rows are fed to.
  /// - Returns: the reader; a file whose header does not fit has findings and no rows.
  /// - Throws: what the file's chunks throw.
  public static func reader(
    _ contract: StreamContract, from csv: CSVReader, _ request: ReadRequest,
    digest: (any InputDigest)? = nil
  ) throws -> StreamReader {
    var csv = csv
    let layout = StreamLayout(contract)
    let assembly = RowAssembly(
      layout: layout, origin: .csv(file: csv.file), receiptsFirst: request.receiptsFirst)
    try csv.readHeader()
    let misfits = headerFindings(contract, csv)
    guard misfits.isEmpty else {
      return StreamReader(assembly, request: request, digest: digest, known: misfits) { nil }
    }
    let positions = layout.columns.map { column in csv.header.firstIndex(of: column.name) }
    var rows: [AssembledRow] = []
    while let record = try csv.next() {
      let row = assembly.row(
        layout.columns.enumerated().map { position, column in
          TextCells.cell(
            positions[position].flatMap { record.fields[$0] }, column,
            inKey: layout.key.contains(position))
        }, line: record.place.line)
      if isWanted(row, request) { rows.append(row) }
    }
    rows += brokenRecords(csv.problems, assembly)
    rows.sort(by: AssembledRow.precedes)
    var next = 0
    return StreamReader(assembly, request: request, digest: digest) {
      guard next < rows.count else { return nil }
      defer { next += 1 }
      return rows[next]
    }
  }

  private static func isWanted(_ row: AssembledRow, _ request: ReadRequest) -> Bool {
    guard case .sound(let row) = row, let order = row.order else { return true }
    if let from = request.from, order.date < from { return false }
    if let to = request.to, order.date >= to { return false }
    if let knownAt = request.knownAt, let position = row.layout.recordedAt,
      case .timestamp(let recorded) = row.cells[position]
    {
      return recorded <= knownAt
    }
    return true
  }

  /// What is wrong with the header: such a file is not read.
  private static func headerFindings(_ contract: StreamContract, _ csv: CSVReader) -> [Finding] {
    func finding(_ code: String, _ message: String, _ action: String) -> Finding {
      Finding(
        code: code, severity: .error, origin: csv.file, key: "1", message: message, action: action)
    }
    var findings = csv.problems.map {
      finding("SRC-018", "The header cannot be read: \($0.message).", "Mend line 1 of \(csv.file).")
    }
    let known = Set(contract.columns.map(\.name))
    let template = "nightclose sources template \(contract.name)"
    for name in csv.header where !name.isEmpty && !known.contains(name) {
      findings.append(
        finding(
          "SRC-012", "The contract of \(contract.name) has no column \(name.excerpt).",
          "Rename or remove it; \(template) prints the header."))
    }
    guard findings.isEmpty else { return findings }
    return contract.columns.filter { $0.isRequired && !csv.header.contains($0.name) }.map {
      finding(
        "SRC-011", "The required column \($0.name) is missing: \($0.meaning).",
        "Add it to \(csv.file); \(template) prints the header.")
    }
  }

  /// Records that are no rows: counted as read and quarantined, with their line.
  private static func brokenRecords(
    _ problems: [ConfigurationProblem], _ assembly: RowAssembly
  ) -> [AssembledRow] {
    let lines = Dictionary(grouping: problems, by: \.place.line)
    return lines.keys.sorted().map { line in
      let faults = (lines[line] ?? []).map(\.message).joined(separator: "; ")
      var cells = Array(repeating: StreamCell.null, count: assembly.layout.columns.count)
      cells[0] = .unreadable(faults)
      let row = QuarantinedRow(
        layout: assembly.layout, cells: cells, key: nil, order: nil, line: line)
      let finding = assembly.finding(
        "SRC-018", cells, nil, line, message: "The line is no record of this file: \(faults).",
        action: "Mend line \(line) of \(assembly.origin.file).")
      return .quarantined(row, [finding])
    }
  }
}
