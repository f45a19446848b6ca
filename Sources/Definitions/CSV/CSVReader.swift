import AccountingValues

/// Reads CSV as RFC 4180 has it, from chunks of bytes of any size: commas, CRLF or LF, fields in
/// double quotes with doubled quotes and line breaks inside, UTF-8 with or without byte-order mark.
/// The first record is the header.
///
/// A record that breaks the rules is not returned but kept in `problems` with its line, and reading
/// goes on with the next one, so that all of a file's mistakes are known at once.
public struct CSVReader {
  /// The file's name in problems.
  public let file: String
  /// The names of the columns; empty for an empty file.
  public private(set) var header: [String] = []
  /// What was wrong so far, in order of lines.
  public private(set) var problems: [ConfigurationProblem] = []

  private var scanner: CSVScanner
  private var hasHeader = false

  /// A reader that pulls chunks until there is none. What `chunks` throws, `next()` throws.
  public init(file: String, chunks: @escaping () throws -> [UInt8]?) {
    self.file = file
    scanner = CSVScanner(chunks: chunks)
  }

  /// A reader of a whole file in memory.
  public init(file: String, text: String) {
    var bytes: [UInt8]? = Array(text.utf8)
    self.init(file: file) {
      defer { bytes = nil }
      return bytes
    }
  }

  /// Reads the header unless it is already read. Names must be there, different and not empty.
  public mutating func readHeader() throws {
    guard !hasHeader else { return }
    hasHeader = true
    guard let raw = try scanner.next() else {
      problems.append(.init(at: SourcePlace(file: file), "the file is empty; it needs a header"))
      return
    }
    let place = SourcePlace(file: file, line: raw.line)
    problems += raw.faults.map { .init(at: place, $0) }
    header = raw.fields.map { $0 ?? "" }
    if header.count == 1, header[0].contains(";") || header[0].contains("\t") {
      problems.append(.init(at: place, "fields are separated by commas"))
    }
    var seen: Set<String> = []
    for (index, name) in header.enumerated() {
      if name.isEmpty {
        problems.append(.init(at: place, "column \(index + 1) has no name in the header"))
      } else if !seen.insert(name).inserted {
        problems.append(.init(at: place, "column `\(name)` is twice in the header"))
      }
    }
  }

  /// The next good record; `nil` at the end. Blank lines are skipped.
  public mutating func next() throws -> CSVRecord? {
    try readHeader()
    while let raw = try scanner.next() {
      let place = SourcePlace(file: file, line: raw.line)
      if raw.isBlank, header.count != 1 { continue }
      var faults = raw.faults
      if faults.isEmpty, raw.fields.count != header.count {
        faults.append(
          counted(raw.fields.count, "field") + ", the header has"
            + " \(header.count)")
      }
      if faults.isEmpty { return CSVRecord(fields: raw.fields, place: place) }
      problems += faults.map { .init(at: place, $0) }
    }
    return nil
  }

  /// All good records.
  public mutating func records() throws -> [CSVRecord] {
    var records: [CSVRecord] = []
    while let record = try next() { records.append(record) }
    return records
  }
}
