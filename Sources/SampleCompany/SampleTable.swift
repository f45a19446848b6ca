internal import AccountingValues

/// A table of the reference ERP with its generated rows, read in batches.
public struct SampleTable: Sendable {
  /// How a column goes over the wire.
  public enum WireType: String, Sendable {
    case int4, int8, text, date, timestamptz, numeric, bool, jsonb
  }

  /// A column.
  public struct Column: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// Its type.
    public let type: WireType
  }

  /// Schema and name: `sales.invoice`.
  public let name: String
  /// All columns in the table's order.
  public let columns: [Column]
  /// How many rows there are.
  public var rowCount: Int { rows.count }
  let rows: PackedRows

  init(shape: TableShape, rows: PackedRows) {
    name = shape.name
    columns = shape.columns
    self.rows = rows
  }

  /// The rows in the order in which they were made.
  public func reader() -> SampleRowReader { SampleRowReader(table: self) }
}

/// Unpacks a table's rows batch by batch; memory is that of one batch.
public struct SampleRowReader {
  private let columnCount: Int
  private let rows: PackedRows
  private var offset = 0
  private var delivered = 0

  init(table: SampleTable) {
    columnCount = table.columns.count
    rows = table.rows
  }

  /// The next rows, at most `limit`; empty at the end.
  public mutating func next(_ limit: Int = 1000) -> [[SampleValue]] {
    var batch: [[SampleValue]] = []
    let wanted = min(limit, rows.count - delivered)
    batch.reserveCapacity(max(0, wanted))
    for _ in 0..<max(0, wanted) {
      var row: [SampleValue] = []
      row.reserveCapacity(columnCount)
      for _ in 0..<columnCount { row.append(rows.value(at: &offset)) }
      batch.append(row)
    }
    delivered += batch.count
    return batch
  }
}

/// A table's name and columns.
struct TableShape {
  let name: String
  let columns: [SampleTable.Column]

  /// From a line of `ReferenceTables`.
  init(line: Substring) {
    let halves = line.split(separator: ":")
    guard halves.count == 2 else { accountingFault("a table without columns: \(line)") }
    name = String(halves[0])
    columns = halves[1].split(separator: ",").map { column in
      let words = column.split(separator: " ")
      guard words.count == 2, let type = SampleTable.WireType(rawValue: String(words[1])) else {
        accountingFault("a column without a type: \(column) in \(line)")
      }
      return SampleTable.Column(name: String(words[0]), type: type)
    }
  }

  static let all: [TableShape] = ReferenceTables.lines.split(separator: "\n").map(TableShape.init)
}

/// Rows packed into bytes: a tag per value, integers as zigzag groups of seven bits.
struct PackedRows: Sendable {
  private(set) var bytes: [UInt8] = []
  private(set) var count = 0

  private enum Tag: UInt8 {
    case null, integer, text, date, moment, number, no, yes
  }

  mutating func append(_ row: [SampleValue], to shape: TableShape) {
    guard row.count == shape.columns.count else {
      accountingFault("\(shape.name): \(row.count) values for \(shape.columns.count) columns")
    }
    for (value, column) in zip(row, shape.columns) {
      guard value.fits(column.type) else {
        accountingFault("\(shape.name).\(column.name): \(value) is no \(column.type)")
      }
      append(value)
    }
    count += 1
  }

  private mutating func append(_ value: SampleValue) {
    switch value {
    case .null: bytes.append(Tag.null.rawValue)
    case .integer(let number):
      bytes.append(Tag.integer.rawValue)
      bytes.appendPacked(number)
    case .text(let text):
      bytes.append(Tag.text.rawValue)
      let utf8 = Array(text.utf8)
      bytes.appendPacked(Int64(utf8.count))
      bytes.append(contentsOf: utf8)
    case .date(let date):
      bytes.append(Tag.date.rawValue)
      bytes.appendPacked(Int64(date.daysSince1970))
    case .moment(let moment):
      bytes.append(Tag.moment.rawValue)
      bytes.appendPacked(moment.microsecondsSince1970)
    case .number(let significand, let scale):
      bytes.append(Tag.number.rawValue)
      bytes.appendPacked(significand)
      bytes.appendPacked(Int64(scale))
    case .boolean(let value): bytes.append((value ? Tag.yes : Tag.no).rawValue)
    }
  }

  func value(at offset: inout Int) -> SampleValue {
    guard let tag = Tag(rawValue: bytes[offset]) else { accountingFault("packed rows are damaged") }
    offset += 1
    switch tag {
    case .null: return .null
    case .integer: return .integer(bytes.packedNumber(at: &offset))
    case .text:
      let end = Int(bytes.packedNumber(at: &offset)) + offset
      defer { offset = end }
      return .text(String(decoding: bytes[offset..<end], as: UTF8.self))
    case .date: return .date(CivilDate(daysSince1970: Int32(bytes.packedNumber(at: &offset))))
    case .moment: return .moment(Timestamp(microsecondsSince1970: bytes.packedNumber(at: &offset)))
    case .number:
      let significand = bytes.packedNumber(at: &offset)
      return .number(significand: significand, scale: Int(bytes.packedNumber(at: &offset)))
    case .no: return .boolean(false)
    case .yes: return .boolean(true)
    }
  }
}

extension SampleValue {
  /// Whether a column of the type takes the value.
  func fits(_ type: SampleTable.WireType) -> Bool {
    switch (self, type) {
    case (.null, _), (.integer, .int8), (.text, .text), (.text, .jsonb), (.date, .date),
      (.moment, .timestamptz), (.number, .numeric), (.boolean, .bool):
      true
    case (.integer(let value), .int4): Int32(exactly: value) != nil
    default: false
    }
  }
}
