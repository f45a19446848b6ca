/// A small CSV file of the configuration with known columns, read whole.
struct CSVTable {
  private var reader: CSVReader
  private let file: String
  private let columns: [String]
  private let required: [String]

  init(text: String, file: String, columns: [String], required: [String]) {
    reader = CSVReader(file: file, text: text)
    self.file = file
    self.columns = columns
    self.required = required
  }

  /// A row with its cells by column.
  struct Row {
    var cells: [String: String]
    var place: SourcePlace
  }

  /// The good rows; what is wrong with the others is logged.
  mutating func rows(_ log: ProblemLog) -> [Row] {
    var rows: [Row] = []
    do {
      try reader.readHeader()
      checkHeader(log)
      while let record = try reader.next() {
        let row = Row(
          cells: Dictionary(
            zip(reader.header, record.fields).compactMap { name, field in
              field.map { (name, $0) }
            }, uniquingKeysWith: { first, _ in first }), place: record.place)
        let empty = required.filter { reader.header.contains($0) && row.optional($0) == nil }
        for name in empty { log.add("`\(name)` is empty", at: record.place) }
        if empty.isEmpty { rows.append(row) }
      }
    } catch {
      log.add("cannot be read: \(error)", at: SourcePlace(file: file))
    }
    for problem in reader.problems { log.add(problem.message, at: problem.place) }
    return rows
  }

  private func checkHeader(_ log: ProblemLog) {
    let place = SourcePlace(file: file, line: 1)
    for name in reader.header where !columns.contains(name) && !name.isEmpty {
      log.add(
        "unknown column `\(name)`; there are: \(columns.joined(separator: ", "))", at: place)
    }
    for name in required where !reader.header.contains(name) {
      log.add("column `\(name)` is missing", at: place)
    }
  }
}

extension CSVTable.Row {
  func optional(_ name: String) -> String? {
    guard let text = cells[name], !text.isEmpty else { return nil }
    return text
  }

  func text(_ name: String) -> String { cells[name] ?? "" }

  func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, of type: Choice.Type, others: [String] = [], _ log: ProblemLog
  ) -> Choice? where Choice.RawValue == String {
    guard let text = optional(name) else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let known = (Choice.allCases.map(\.rawValue) + others).joined(separator: ", ")
    log.add("`\(name)` is one of \(known); not `\(text)`", at: place)
    return nil
  }

  func boolean(_ name: String, _ log: ProblemLog) -> Bool? {
    switch optional(name) {
    case nil: return nil
    case "true": return true
    case "false": return false
    case let text?:
      log.add("`\(name)` is true or false, not `\(text)`", at: place)
      return nil
    }
  }
}
