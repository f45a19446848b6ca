internal import CPostgreSQL

/// A binary COPY into a table, row by row, sent in puts of 64 KB. Values are appended in the order
/// of the columns; a value of another type than its column, or a row of another length, is a
/// programming error that stops the program.
///
/// A copy that is dropped without `finish()` fails on the server: nothing of it is kept.
public final class CopyIn: Occupant {
  /// What the copy is called in errors.
  public let name: String
  /// Rows begun so far.
  public private(set) var rowCount = 0

  private let connection: Connection
  private let columns: [PostgresColumn]
  private let kinds: [PostgresType.Kind]
  private var position = 0
  private var open = true
  private let buffer: UnsafeMutableRawPointer
  private var used = 0

  /// Sent at once when filled so far.
  private static let putLength = 65_536
  /// The room that one value of fixed length and its header may need beyond `putLength`.
  private static let slack = 256

  init(name: String, columns: [PostgresColumn], connection: Connection) {
    self.name = name
    self.columns = columns
    self.connection = connection
    kinds = columns.map(\.type.kind)
    position = columns.count
    buffer = .allocate(byteCount: Self.putLength + Self.slack, alignment: 16)
    // Signature, flags and the length of the header's extension: 11 + 4 + 4 bytes.
    let header: [UInt8] = [
      0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ]
    for byte in header { put(byte) }
  }

  deinit {
    abandon()
    buffer.deallocate()
  }

  /// Starts the next row; the one before must be complete.
  ///
  /// - Throws: `PostgresError` when a full buffer cannot be sent.
  public func beginRow() throws(PostgresError) {
    guard position == columns.count else {
      clientFault("\(name): row \(rowCount) has \(position) of \(columns.count) fields")
    }
    guard open else { clientFault("\(name): rows after the end") }
    if used >= Self.putLength { try flush() }
    position = 0
    rowCount += 1
    put(Int16(truncatingIfNeeded: columns.count))
  }

  /// NULL, for any column.
  ///
  /// - Throws: `PostgresError` when a full buffer cannot be sent.
  public func appendNull() throws(PostgresError) {
    guard position < columns.count else { clientFault("\(name): too many fields in a row") }
    position += 1
    try makeRoom()
    put(Int32(-1))
  }

  /// A boolean.
  ///
  /// - Throws: `PostgresError` when a full buffer cannot be sent.
  public func append(_ value: Bool) throws(PostgresError) {
    try begin(.bool, length: 1)
    put(value ? UInt8(1) : 0)
  }

  /// A smallint.
  ///
  /// - Throws: `PostgresError` when a full buffer cannot be sent.
  public func append(_ value: Int16) throws(PostgresError) {
    try begin(.int2, length: 2)
    put(value)
  }

  /// An integer.
  ///
  /// - Throws: `PostgresError` when a full buffer cannot be sent.
  public func append(_ value: Int32) throws(PostgresError) {
    try begin(.int4, length: 4)
    put(value)
  }

  /// A bigint.
  ///
  /// - Throws: `PostgresError` when a full buffer cannot be sent.
  public func append(_ value: Int64) throws(PostgresError) {
    try begin(.int8, length: 8)
    put(value)
  }

  /// A bigint or NULL.
  ///
  /// - Throws: `PostgresError` when a full buffer cannot be sent.
  public func append(_ value: Int64?) throws(PostgresError) {
    guard let value else { return try appendNull() }
    try append(value)
  }

  /// A date as days since 1970-01-01.
  ///
  /// - Throws: `PostgresError` when a full buffer cannot be sent.
  public func append(daysSince1970 days: Int32) throws(PostgresError) {
    try begin(.date, length: 4)
    let (shifted, overflow) = days.subtractingReportingOverflow(PostgresEpoch.days)
    if overflow { clientFault("\(name): a day before PostgreSQL's calendar") }
    put(shifted)
  }

  /// A timestamp, with time zone or not, as microseconds since 1970-01-01 00:00 (UTC).
  ///
  /// - Throws: `PostgresError` when a full buffer cannot be sent.
  public func append(microsecondsSince1970 moment: Int64) throws(PostgresError) {
    let zoned = position < kinds.count && kinds[position] == .timestamptz
    try begin(zoned ? .timestamptz : .timestamp, length: 8)
    let (shifted, overflow) = moment.subtractingReportingOverflow(PostgresEpoch.microseconds)
    if overflow { clientFault("\(name): a moment before PostgreSQL's calendar") }
    put(shifted)
  }

  /// A numeric, `significand × 10⁻ˢᶜᵃˡᵉ`; the scale is kept as the value's display scale.
  ///
  /// - Throws: `PostgresError` when a full buffer cannot be sent.
  public func append(significand: Int128, scale: Int) throws(PostgresError) {
    try begin(.numeric, length: 0)
    let length = PostgresNumeric.encode(
      significand: significand, scale: scale, into: buffer + used)
    (buffer + used - 4).storeBytes(of: Int32(length).bigEndian, as: Int32.self)
    used += length
  }

  /// Text, an enum's label or json, as UTF-8. A zero byte, which PostgreSQL cannot hold, is
  /// refused by the server when the row is read.
  ///
  /// - Throws: `PostgresError` when a full buffer cannot be sent.
  public func append(_ value: some StringProtocol) throws(PostgresError) {
    guard position < kinds.count else { clientFault("\(name): too many fields in a row") }
    var prefix: [UInt8] = []
    switch kinds[position] {
    case .text, .paddedText, .json: break
    case .jsonb: prefix = [1]
    default: mismatch("text")
    }
    try begin(kinds[position], length: Int32(value.utf8.count + prefix.count))
    for byte in prefix { put(byte) }
    // Whole when it fits the buffer, as nearly all texts do; else byte by byte.
    let room = Self.putLength + Self.slack - used
    let copied = value.utf8.withContiguousStorageIfAvailable { bytes in
      guard bytes.count <= room else { return false }
      if let start = bytes.baseAddress {
        (buffer + used).copyMemory(from: start, byteCount: bytes.count)
      }
      used += bytes.count
      return true
    }
    if copied == true { return }
    for byte in value.utf8 {
      if used >= Self.putLength { try flush() }
      put(byte)
    }
  }

  /// Text or NULL.
  ///
  /// - Throws: `PostgresError` when a full buffer cannot be sent.
  public func append(_ value: String?) throws(PostgresError) {
    guard let value else { return try appendNull() }
    try append(value)
  }

  /// Bytes of a bytea, or the 16 of a uuid.
  ///
  /// - Throws: `PostgresError` when a full buffer cannot be sent.
  public func append(bytes value: [UInt8]) throws(PostgresError) {
    let isUUID = position < kinds.count && kinds[position] == .uuid && value.count == 16
    try begin(isUUID ? .uuid : .bytea, length: Int32(value.count))
    for byte in value {
      if used >= Self.putLength { try flush() }
      put(byte)
    }
  }

  /// Sends the rest and ends the copy.
  ///
  /// - Returns: the rows the server took.
  /// - Throws: `PostgresError` when the server refuses a row.
  @discardableResult
  public func finish() throws(PostgresError) -> Int {
    guard open else { clientFault("\(name): finished twice") }
    guard position == columns.count else { clientFault("\(name): the last row is incomplete") }
    put(Int16(-1))
    try flush()
    open = false
    guard PQputCopyEnd(connection.handle, nil) == 1 else {
      connection.release()
      throw connection.failure(nil, name)
    }
    let result = PQgetResult(connection.handle)
    defer { PQclear(result) }
    var failure: PostgresError?
    do { try connection.check(result, name) } catch { failure = error }
    let rest = connection.drain(name)
    connection.release()
    if let failure = failure ?? rest { throw failure }
    guard let rows = Int(String(cString: PQcmdTuples(result))), rows == rowCount else {
      throw PostgresError(
        .unexpectedAnswer, message: "the server did not count \(rowCount) rows", statement: name)
    }
    return rows
  }

  /// Ends the copy without keeping anything; after `finish()` it does nothing.
  public func abandon() {
    guard open else { return }
    open = false
    if connection.isUsable {
      PQputCopyEnd(connection.handle, "abandoned")
      connection.drain(name)
    }
    connection.release()
  }

  private func mismatch(_ wanted: String) -> Never {
    clientFault(
      "\(name): column “\(columns[position].name)” is \(columns[position].type), given \(wanted)")
  }

  /// Checks the column and writes the value's length.
  private func begin(_ kind: PostgresType.Kind, length: Int32) throws(PostgresError) {
    guard position < kinds.count else { clientFault("\(name): too many fields in a row") }
    if kinds[position] != kind { mismatch("\(kind)") }
    position += 1
    try makeRoom()
    put(length)
  }

  private func makeRoom() throws(PostgresError) { if used >= Self.putLength { try flush() } }

  private func put(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.bigEndian) { bytes in
      if let start = bytes.baseAddress {
        (buffer + used).copyMemory(from: start, byteCount: bytes.count)
      }
      used += bytes.count
    }
  }

  private func flush() throws(PostgresError) {
    let sent = withExtendedLifetime(connection) {
      PQputCopyData(connection.handle, buffer.assumingMemoryBound(to: CChar.self), Int32(used))
    }
    used = 0
    guard sent == 1 else {
      open = false
      let failure = connection.drain(name) ?? connection.failure(nil, name)
      connection.release()
      throw failure
    }
  }
}

extension Connection {
  /// Starts a binary COPY into a table.
  ///
  /// - Parameters:
  ///   - schema: the table's schema.
  ///   - table: the table.
  ///   - columns: the columns that rows will hold, in their order.
  ///   - freeze: writes rows frozen; the table must have been made or truncated in this
  ///     transaction.
  /// - Returns: the open copy; `finish()` ends it.
  /// - Throws: `PostgresError`.
  public func copyIn(
    schema: String, table: String, columns: [String], freeze: Bool = false
  ) throws(PostgresError) -> CopyIn {
    let name = "copy into \(schema).\(table)"
    let target = "\(quotedIdentifier(schema)).\(quotedIdentifier(table))"
    let list = columns.map(quotedIdentifier).joined(separator: ", ")
    let described = try describeOnce(name, "SELECT \(list) FROM \(target)")
    requireFree(for: name)
    let sql = "COPY \(target) (\(list)) FROM STDIN (FORMAT binary\(freeze ? ", FREEZE" : ""))"
    let result = withExtendedLifetime(self) { PQexec(handle, sql) }
    defer { PQclear(result) }
    try check(result, name)
    guard PQresultStatus(result) == PGRES_COPY_IN else {
      throw PostgresError(.unexpectedAnswer, message: "COPY FROM did not start", statement: name)
    }
    let copy = CopyIn(name: name, columns: described, connection: self)
    occupy(with: copy)
    return copy
  }
}
