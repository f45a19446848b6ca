internal import AccountingValues

/// A document: its header and its lines, in the order of their keys.
public struct StreamDocument: Sendable {
  /// The header.
  public let header: StreamRow
  /// The lines; none when the source has none for it.
  public let lines: [StreamRow]
}

/// Zips a stream of headers with the stream of their lines. Both come in one order, so that a
/// document is complete as soon as the next header's lines begin: no table of waiting rows.
///
/// A document is whole or it is not computed: when its header or one of its lines is quarantined,
/// so is the rest of it, with one finding.
public final class DocumentReader {
  /// The headers.
  public let headers: StreamReader
  /// The lines.
  public let lines: StreamReader

  private var nextHeader: StreamReader.Item?
  private var nextLine: StreamReader.Item?
  private var hasBegun = false

  /// Zips two readers of one run; traps when the second is not the stream of the first one's lines.
  public init(headers: StreamReader, lines: StreamReader) {
    guard lines.layout.contract.header == headers.stream else {
      accountingFault("\(lines.stream) is not the stream of lines of \(headers.stream)")
    }
    self.headers = headers
    self.lines = lines
  }

  /// The next whole document; `nil` at the end.
  ///
  /// - Throws: what the readers throw.
  public func next() throws -> StreamDocument? {
    if !hasBegun {
      hasBegun = true
      nextHeader = try headers.nextItem()
      nextLine = try lines.nextItem()
    }
    while let header = nextHeader {
      guard let place = header.order else {
        nextHeader = try headers.nextItem()
        continue
      }
      try dropLines(before: place)
      let (sound, badLine) = try takeLines(at: place)
      nextHeader = try headers.nextItem()
      if let document = document(header, sound, badLine) { return document }
    }
    try dropLines(before: nil)
    return nil
  }

  private func document(
    _ header: StreamReader.Item, _ sound: [StreamRow], _ badLine: QuarantinedRow?
  ) -> StreamDocument? {
    switch header {
    case .sound(let row):
      guard let badLine else { return StreamDocument(header: row, lines: sound) }
      let name = badLine.key?.displayText ?? "with an unreadable key"
      leaveOut(row, sound, because: "its line \(name) is quarantined")
    case .quarantined(let row):
      let name = row.key?.displayText ?? "with an unreadable key"
      for line in sound { leaveOut(line, in: lines, because: "its header \(name) is quarantined") }
    }
    return nil
  }

  private func leaveOut(_ header: StreamRow, _ sound: [StreamRow], because reason: String) {
    leaveOut(header, in: headers, because: reason)
    for line in sound { leaveOut(line, in: lines, because: reason) }
  }

  private func leaveOut(_ row: StreamRow, in reader: StreamReader, because reason: String) {
    reader.quarantine(
      row,
      reader.finding(
        "SRC-016", on: row, message: "The row is left out, for \(reason).",
        action: "Mend the quarantined row; the whole document then counts again."))
  }

  /// Lines whose header is not there at their date and moment.
  private func dropLines(before place: EventOrder?) throws {
    while let line = nextLine {
      if let place, let order = line.order, !(order < place) { return }
      if case .sound(let row) = line {
        lines.quarantine(
          row,
          lines.finding(
            "SRC-015", on: row,
            message: "No row of \(headers.stream) has this line's key, date and moment.",
            action: "Let \(lines.stream) repeat its header's accounting_date and recorded_at, or "
              + "exclude lines without a header by a named rule."))
      }
      nextLine = try lines.nextItem()
    }
  }

  private func takeLines(at place: EventOrder) throws -> ([StreamRow], QuarantinedRow?) {
    var sound: [StreamRow] = []
    var bad: QuarantinedRow?
    while let line = nextLine {
      switch line {
      case .sound(let row):
        guard row.order == place else { return (sound, bad) }
        sound.append(row)
      case .quarantined(let row):
        // Without a place it belongs to no document that could be named.
        if let order = row.order {
          guard order == place else { return (sound, bad) }
          bad = bad ?? row
        }
      }
      nextLine = try lines.nextItem()
    }
    return (sound, bad)
  }
}

extension StreamReader.Item {
  /// The place in the order of events, where it can be read.
  var order: EventOrder? {
    switch self {
    case .sound(let row): row.order
    case .quarantined(let row): row.order
    }
  }
}
