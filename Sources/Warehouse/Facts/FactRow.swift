public import AccountingValues
public import PostgresClient

/// A fact table: its name in schema `core`, and the columns after the four that place a row
/// (company, period, leaf, run).
public struct Fact: Hashable, Sendable {
  /// The table's name.
  public let name: String
  /// Its own columns, in the order rows read and write them.
  public let columns: [String]

  init(_ name: String, columns: [String]) {
    self.name = name
    self.columns = columns
  }

  /// The columns that place a row.
  static let placing = ["company_id", "period_id", "leaf", "run_id"]
}

/// A row of a fact table. Ids are `key_map` numbers; amounts are minor units of the company's base
/// currency (`…BaseMinor`) or of the row's currency (`…Minor`); quantities are counts of 10⁻⁶.
public protocol FactRow: Sendable {
  /// The table and its columns.
  static var fact: Fact { get }
  /// Reads the columns of `fact`.
  init(reading fields: inout FactReader)
  /// Writes the columns of `fact`.
  func write(to fields: FactWriter) throws(PostgresError)
}

/// Writes the fields of a row, one after another.
public struct FactWriter {
  let copy: CopyIn

  func append(_ value: Int64) throws(PostgresError) { try copy.append(value) }
  func append(_ value: Int64?) throws(PostgresError) { try copy.append(value) }
  func append(_ value: Int32) throws(PostgresError) { try copy.append(value) }
  func append(_ value: Int16) throws(PostgresError) { try copy.append(value) }
  func append(_ value: Bool) throws(PostgresError) { try copy.append(value) }
  func append(_ value: String) throws(PostgresError) { try copy.append(value) }
  func append(_ value: String?) throws(PostgresError) { try copy.append(value) }
  func append(_ value: [UInt8]) throws(PostgresError) { try copy.append(bytes: value) }
  func append(_ value: ExactDecimal?) throws(PostgresError) {
    guard let value else { return try copy.appendNull() }
    try copy.append(significand: value.significand, scale: value.scale)
  }
  func append(_ value: CivilDate) throws(PostgresError) {
    try copy.append(daysSince1970: value.daysSince1970)
  }
  func append(_ value: CivilDate?) throws(PostgresError) {
    guard let value else { return try copy.appendNull() }
    try append(value)
  }
  func append(_ value: Timestamp?) throws(PostgresError) {
    guard let value else { return try copy.appendNull() }
    try copy.append(microsecondsSince1970: value.microsecondsSince1970)
  }
}

/// Reads the fields of a row, one after another. The warehouse's own tables say which columns may
/// be NULL: one where none may be is a fault of this program.
public struct FactReader {
  let rows: RowStream
  private var position = 0

  init(_ rows: RowStream, from position: Int = 0) {
    self.rows = rows
    self.position = position
  }

  private mutating func advance() -> Int {
    defer { position += 1 }
    return position
  }

  private func present<Value>(_ value: Value?) -> Value {
    guard let value else {
      accountingFault("NULL in “\(rows.columns[position - 1].name)” of \(rows.name)")
    }
    return value
  }

  mutating func next() -> Int64? { rows.integer(advance()) }
  mutating func next() -> Int64 { present(next()) }
  mutating func next() -> Int32 { Int32(truncatingIfNeeded: present(next() as Int64?)) }
  mutating func next() -> Int16 { Int16(truncatingIfNeeded: present(next() as Int64?)) }
  mutating func next() -> Bool { present(rows.bool(advance())) }
  mutating func next() -> String? { rows.text(advance()) }
  mutating func next() -> String { present(next()) }
  mutating func next() -> ExactDecimal? {
    guard case .finite(let significand, let scale)? = rows.numeric(advance()) else { return nil }
    return try? ExactDecimal(significand: significand, scale: scale)
  }
  mutating func next() -> CivilDate {
    let date: CivilDate? = next()
    return present(date)
  }
  mutating func next() -> CivilDate? {
    guard case .day(let days)? = rows.date(advance()) else { return nil }
    return CivilDate(daysSince1970: days)
  }
  mutating func next() -> Timestamp? {
    guard case .moment(let moment)? = rows.moment(advance()) else { return nil }
    return Timestamp(microsecondsSince1970: moment)
  }
  mutating func next() -> [UInt8] {
    let bytes: [UInt8]? = next()
    return present(bytes)
  }
  mutating func next() -> [UInt8]? {
    rows.withBytes(advance()) { span in span.withUnsafeBytes { Array($0) } }
  }
}

extension FindingRow {
  /// A finding in the place it has in its list.
  public init(_ finding: Finding, seq: Int64, accepted: String? = nil) {
    self.init(
      seq: seq, code: finding.code, severity: finding.severity.rawValue, origin: finding.origin,
      key: finding.key, document: finding.document, amountMinor: finding.amount?.minor,
      currency: finding.amount?.currency.code, message: finding.message, action: finding.action,
      accepted: accepted)
  }
}
