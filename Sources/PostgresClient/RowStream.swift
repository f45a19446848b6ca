internal import CPostgreSQL

/// The rows of a statement, one at a time: the same reader for binary COPY, for single-row mode
/// and for a result held in memory.
///
/// `next()` moves to the next row; the accessors of `RowStream+Fields` read its fields in place,
/// without allocating. Each row is checked for its shape when it arrives (field count, the length
/// of every fixed-length type, the header of every numeric), so that accessors need no checks but
/// for their own misuse: reading a field as a type its column does not have stops the program.
///
/// A stream that is dropped before its end cancels its statement and frees the connection.
public final class RowStream: Occupant {
  /// Where rows come from.
  enum Source {
    case copy
    case singleRow
    case buffered(OpaquePointer?, count: Int32)
    case ended
  }

  /// One field of the current row: where its bytes are and how many; −1 for NULL.
  struct Field {
    var start: UnsafeRawPointer
    var length: Int32
  }

  /// What the statement is called in errors.
  public let name: String
  /// The columns, in the order of the fields.
  public let columns: [PostgresColumn]
  /// Rows handed over so far.
  public private(set) var rowCount = 0

  private let connection: Connection
  private var source: Source
  /// Freed memory of the current row: a COPY message or a single-row result.
  private var message: UnsafeMutablePointer<CChar>?
  private var result: OpaquePointer?
  /// How many fields may be read now: none before the first row and after the last.
  var readable = 0
  let fields: UnsafeMutablePointer<Field>
  let kinds: UnsafeMutablePointer<PostgresType.Kind>
  private let fixedLengths: UnsafeMutablePointer<Int32>

  init(name: String, columns: [PostgresColumn], source: Source, connection: Connection) {
    self.name = name
    self.columns = columns
    self.source = source
    self.connection = connection
    fields = .allocate(capacity: max(columns.count, 1))
    kinds = .allocate(capacity: max(columns.count, 1))
    fixedLengths = .allocate(capacity: max(columns.count, 1))
    for (index, column) in columns.enumerated() {
      kinds[index] = column.type.kind
      fixedLengths[index] = column.type.fixedLength
    }
  }

  deinit {
    close()
    fields.deallocate()
    kinds.deallocate()
    fixedLengths.deallocate()
  }

  /// Moves to the next row.
  ///
  /// - Returns: `false` after the last row; the connection is then free again.
  /// - Throws: `PostgresError`; the stream is then at its end.
  public func next() throws(PostgresError) -> Bool {
    readable = 0
    let found: Bool
    do {
      switch source {
      case .copy: found = try nextCopied()
      case .singleRow: found = try nextSingle()
      case .buffered(let whole, let count): found = try nextBuffered(whole, count)
      case .ended: return false
      }
    } catch {
      close()
      throw error
    }
    if found {
      rowCount += 1
      readable = columns.count
    }
    return found
  }

  /// Ends the stream early: cancels the statement and frees the connection. Does nothing at the
  /// end of the stream.
  public func close() {
    readable = 0
    freeRow()
    switch source {
    case .copy, .singleRow:
      source = .ended
      guard connection.isUsable else { return connection.release() }
      connection.canceller().cancel()
      connection.drain(name)
      connection.release()
    case .buffered(let whole, _):
      source = .ended
      PQclear(whole)
    case .ended: break
    }
  }

  /// The same as `close()`, called by the connection.
  func abandon() { close() }

  private func freeRow() {
    if let message { PQfreemem(message) }
    message = nil
    if let result { PQclear(result) }
    result = nil
  }

  /// Ends an occupation after the server's last word.
  private func end() throws(PostgresError) {
    source = .ended
    let failure = connection.drain(name)
    connection.release()
    if let failure { throw failure }
  }

  private func malformed(_ what: String) -> PostgresError {
    PostgresError(.unexpectedAnswer, message: "row \(rowCount + 1): \(what)", statement: name)
  }

  // MARK: Single rows and whole results

  private func nextSingle() throws(PostgresError) -> Bool {
    freeRow()
    result = PQgetResult(connection.handle)
    if PQresultStatus(result) == PGRES_SINGLE_TUPLE {
      try place(result, row: 0)
      return true
    }
    let status = PQresultStatus(result)
    if result == nil || status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK {
      freeRow()
      try end()
      return false
    }
    throw connection.failure(result, name)
  }

  private func nextBuffered(_ whole: OpaquePointer?, _ count: Int32) throws(PostgresError) -> Bool {
    guard rowCount < Int(count) else {
      close()
      return false
    }
    try place(whole, row: Int32(rowCount))
    return true
  }

  private func place(_ result: OpaquePointer?, row: Int32) throws(PostgresError) {
    guard PQnfields(result) == columns.count else { throw malformed("another number of columns") }
    for index in 0..<columns.count {
      let column = Int32(index)
      guard let start = PQgetvalue(result, row, column) else { throw malformed("no such field") }
      let length: Int32 =
        PQgetisnull(result, row, column) == 1 ? -1 : PQgetlength(result, row, column)
      try place(UnsafeRawPointer(start), length, at: index)
    }
  }

  // MARK: Binary COPY

  /// Signature, flags and extension length come once, in front of the first row.
  private static let headerLength = 19

  private func nextCopied() throws(PostgresError) -> Bool {
    freeRow()
    let length = Int(PQgetCopyData(connection.handle, &message, 0))
    if length == -1 {
      try end()
      return false
    }
    guard length > 0, let message else { throw connection.failure(nil, name) }
    var cursor = UnsafeRawPointer(message)
    var left = length
    if rowCount == 0 && left >= Self.headerLength && Self.hasSignature(cursor) {
      let extensionLength = Int(Self.int32(cursor, at: 15))
      guard extensionLength >= 0, extensionLength <= left - Self.headerLength else {
        throw malformed("a COPY header that cannot be read")
      }
      cursor += Self.headerLength + extensionLength
      left -= Self.headerLength + extensionLength
      // The server sends the header in a message of its own or together with the first row.
      if left == 0 { return try nextCopied() }
    }
    guard left >= 2 else { throw malformed("a COPY message of \(length) bytes") }
    let count = Int16(bigEndian: cursor.loadUnaligned(as: Int16.self))
    // The trailer; only the end of the COPY may follow.
    if count == -1 { return try nextCopied() }
    guard Int(count) == columns.count else { throw malformed("\(count) columns") }
    cursor += 2
    left -= 2
    for index in 0..<columns.count {
      guard left >= 4 else { throw malformed("a truncated field") }
      let size = Self.int32(cursor, at: 0)
      cursor += 4
      left -= 4
      guard size >= -1, Int(size) <= left else { throw malformed("a truncated field") }
      try place(cursor, size, at: index)
      if size > 0 {
        cursor += Int(size)
        left -= Int(size)
      }
    }
    guard left == 0 else { throw malformed("\(left) bytes too many") }
    return true
  }

  private static func hasSignature(_ bytes: UnsafeRawPointer) -> Bool {
    // "PGCOPY\n", 0xFF, "\r\n", 0; a row would start with its column count instead.
    bytes.loadUnaligned(as: UInt64.self).bigEndian == 0x5047_434F_5059_0AFF
  }

  private static func int32(_ bytes: UnsafeRawPointer, at offset: Int) -> Int32 {
    Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self))
  }

  /// Checks a field's shape and makes it readable.
  private func place(
    _ start: UnsafeRawPointer, _ length: Int32, at index: Int
  ) throws(PostgresError) {
    if length >= 0 {
      let fixed = fixedLengths[index]
      let fits =
        fixed >= 0
        ? length == fixed
        : kinds[index] != .numeric || PostgresNumeric.isWellFormed(start, length: Int(length))
      guard fits else {
        throw malformed("\(length) bytes as \(columns[index].type) in “\(columns[index].name)”")
      }
    }
    fields[index] = Field(start: start, length: length)
  }
}
