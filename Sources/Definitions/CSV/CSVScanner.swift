/// Cuts bytes into fields and records; knows nothing of headers.
struct CSVScanner {
  struct Record {
    var fields: [String?] = []
    /// The line it starts in, from 1.
    var line: Int
    /// Broken rules, one clause each.
    var faults: [String] = []
    /// An empty line.
    var isBlank: Bool { fields == [nil] && faults.isEmpty }
  }

  private enum State { case start, unquoted, quoted, afterQuote }

  private static let comma = UInt8(ascii: ",")
  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  private let chunks: () throws -> [UInt8]?
  private var chunk: [UInt8] = []
  private var position = 0
  private var line = 1
  private var isAtStart = true

  private var state = State.start
  private var field: [UInt8] = []
  private var wasQuoted = false
  private var record = Record(line: 1)

  init(chunks: @escaping () throws -> [UInt8]?) { self.chunks = chunks }

  /// The next record; `nil` at the end of the bytes.
  mutating func next() throws -> Record? {
    if isAtStart { try skipByteOrderMark() }
    record = Record(line: line)
    var sawByte = false
    while let byte = try nextByte() {
      sawByte = true
      if byte == Self.lineFeed { line += 1 }
      if try consume(byte) { return record }
    }
    guard sawByte else { return nil }
    if state == .quoted { fault("a quoted field is not closed") }
    endField()
    return record
  }

  /// Takes one byte; true when it ends the record.
  private mutating func consume(_ byte: UInt8) throws -> Bool {
    switch state {
    case .quoted:
      if byte == Self.quote { state = .afterQuote } else { field.append(byte) }
      return false
    case .start where byte == Self.quote:
      wasQuoted = true
      state = .quoted
      return false
    case .afterQuote where byte == Self.quote:
      field.append(byte)
      state = .quoted
      return false
    case .start, .unquoted, .afterQuote: break
    }
    switch byte {
    case Self.comma:
      endField()
      return false
    case Self.lineFeed:
      endField()
      return true
    case Self.carriageReturn:
      if try peekByte() == Self.lineFeed { return false }
      fault("a carriage return without line feed")
    case Self.quote: fault("a quote inside an unquoted field; quote the field and double it")
    default:
      if state == .afterQuote { fault("text after a closing quote") }
    }
    field.append(byte)
    state = .unquoted
    return false
  }

  private mutating func endField() {
    if field.isEmpty, !wasQuoted {
      record.fields.append(nil)
    } else if field.contains(0) {
      fault("a NUL byte")
      record.fields.append("")
    } else if let text = String(validating: field, as: UTF8.self) {
      record.fields.append(text)
    } else {
      fault("field \(record.fields.count + 1) is not UTF-8")
      record.fields.append("")
    }
    field.removeAll(keepingCapacity: true)
    wasQuoted = false
    state = .start
  }

  private mutating func fault(_ message: String) {
    if !record.faults.contains(message) { record.faults.append(message) }
  }

  // MARK: Bytes

  private mutating func refill() throws -> Bool {
    while position == chunk.count {
      guard let more = try chunks() else { return false }
      chunk = more
      position = 0
    }
    return true
  }

  private mutating func peekByte() throws -> UInt8? {
    try refill() ? chunk[position] : nil
  }

  private mutating func nextByte() throws -> UInt8? {
    guard try refill() else { return nil }
    defer { position += 1 }
    return chunk[position]
  }

  /// The mark may be split over chunks; two of its three bytes alone are no UTF-8 and show as such.
  private mutating func skipByteOrderMark() throws {
    isAtStart = false
    while chunk.count - position < 3, let more = try chunks() {
      chunk = Array(chunk[position...]) + more
      position = 0
    }
    if chunk.count - position >= 3, chunk[position] == 0xEF, chunk[position + 1] == 0xBB,
      chunk[position + 2] == 0xBF
    {
      position += 3
    }
  }
}
