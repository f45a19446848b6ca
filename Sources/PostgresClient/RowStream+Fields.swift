/// A `date` value.
public enum PostgresDate: Hashable, Sendable {
  /// Days since 1970-01-01.
  case day(Int32)
  /// `infinity`.
  case infinity
  /// `-infinity`.
  case negativeInfinity
}

/// A `timestamp` or `timestamptz` value; the latter in UTC.
public enum PostgresMoment: Hashable, Sendable {
  /// Microseconds since 1970-01-01 00:00.
  case moment(Int64)
  /// `infinity`.
  case infinity
  /// `-infinity`.
  case negativeInfinity
  /// Within three decades of the end of PostgreSQL's calendar, in the year 294,276.
  case outOfRange
}

/// Field accessors. Each returns `nil` for NULL, takes the column's position, and traps when the
/// column has another type: types are known from `columns` before the first row.
extension RowStream {
  private func field(_ index: Int) -> Field {
    guard index >= 0, index < readable else {
      clientFault("\(name): no field \(index) to read now")
    }
    return fields[index]
  }

  private func mismatch(_ index: Int, _ wanted: String) -> Never {
    clientFault(
      "\(name): column “\(columns[index].name)” is \(columns[index].type), read as \(wanted)")
  }

  private func bytes(
    _ index: Int, _ kind: PostgresType.Kind, _ wanted: String
  ) -> UnsafeRawPointer? {
    let field = field(index)
    if kinds[index] != kind { mismatch(index, wanted) }
    return field.length < 0 ? nil : field.start
  }

  /// Whether the field is NULL.
  public func isNull(_ index: Int) -> Bool { field(index).length < 0 }

  /// A boolean.
  public func bool(_ index: Int) -> Bool? {
    bytes(index, .bool, "boolean").map { $0.load(as: UInt8.self) != 0 }
  }

  /// A smallint, integer, bigint or oid.
  public func integer(_ index: Int) -> Int64? {
    let field = field(index)
    if field.length < 0 {
      switch kinds[index] {
      case .int2, .int4, .int8, .oid: return nil
      default: mismatch(index, "integer")
      }
    }
    switch kinds[index] {
    case .int8: return Int64(bigEndian: field.start.loadUnaligned(as: Int64.self))
    case .int4: return Int64(Int32(bigEndian: field.start.loadUnaligned(as: Int32.self)))
    case .int2: return Int64(Int16(bigEndian: field.start.loadUnaligned(as: Int16.self)))
    case .oid: return Int64(UInt32(bigEndian: field.start.loadUnaligned(as: UInt32.self)))
    default: mismatch(index, "integer")
    }
  }

  /// A numeric or any integer, exactly. Floating-point columns are refused here: use
  /// `shortestDecimal`, which says what it does.
  public func numeric(_ index: Int) -> PostgresNumeric? {
    let field = field(index)
    guard kinds[index] == .numeric else {
      return integer(index).map { .finite(significand: Int128($0), scale: 0) }
    }
    return field.length < 0 ? nil : PostgresNumeric(decoding: field.start)
  }

  /// A real or double precision as the shortest decimal that reads back as the same number:
  /// what a person sees in psql, not the binary value's exact expansion.
  public func shortestDecimal(_ index: Int) -> PostgresNumeric? {
    let field = field(index)
    switch kinds[index] {
    case .float8:
      if field.length < 0 { return nil }
      let bits = UInt64(bigEndian: field.start.loadUnaligned(as: UInt64.self))
      return PostgresNumeric(shortestOf: Double(bitPattern: bits).description)
    case .float4:
      if field.length < 0 { return nil }
      let bits = UInt32(bigEndian: field.start.loadUnaligned(as: UInt32.self))
      return PostgresNumeric(shortestOf: Float(bitPattern: bits).description)
    default: mismatch(index, "floating point")
    }
  }

  /// A date.
  public func date(_ index: Int) -> PostgresDate? {
    guard let start = bytes(index, .date, "date") else { return nil }
    switch Int32(bigEndian: start.loadUnaligned(as: Int32.self)) {
    case .max: return .infinity
    case .min: return .negativeInfinity
    // The calendar ends in 5874897, which leaves room to shift.
    case let days: return .day(days &+ PostgresEpoch.days)
    }
  }

  /// A timestamp with or without time zone.
  public func moment(_ index: Int) -> PostgresMoment? {
    let field = field(index)
    guard kinds[index] == .timestamp || kinds[index] == .timestamptz else {
      mismatch(index, "timestamp")
    }
    if field.length < 0 { return nil }
    switch Int64(bigEndian: field.start.loadUnaligned(as: Int64.self)) {
    case .max: return .infinity
    case .min: return .negativeInfinity
    case let value:
      let (shifted, overflow) = value.addingReportingOverflow(PostgresEpoch.microseconds)
      return overflow ? .outOfRange : .moment(shifted)
    }
  }

  /// Text, varchar, char(n) without its padding, an enum's label, xml, json or jsonb.
  public func text(_ index: Int) -> String? {
    guard let bytes = utf8(index) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A uuid, lower-case with hyphens.
  public func uuid(_ index: Int) -> String? {
    guard let start = bytes(index, .uuid, "uuid") else { return nil }
    return String(unsafeUninitializedCapacity: 36) { target in
      var position = 0
      for byte in 0..<16 {
        if byte == 4 || byte == 6 || byte == 8 || byte == 10 {
          target[position] = UInt8(ascii: "-")
          position += 1
        }
        let value = start.load(fromByteOffset: byte, as: UInt8.self)
        target[position] = Self.hexDigit(value >> 4)
        target[position + 1] = Self.hexDigit(value & 15)
        position += 2
      }
      return position
    }
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }

  /// The elements of a one-dimensional text array; inner NULLs stay.
  ///
  /// - Throws: `PostgresError` for an array of more dimensions.
  public func textArray(_ index: Int) throws(PostgresError) -> [String?]? {
    let field = field(index)
    guard kinds[index] == .textArray else { mismatch(index, "text array") }
    if field.length < 0 { return nil }
    func malformed(_ what: String) -> PostgresError {
      PostgresError(
        .unexpectedAnswer, message: "row \(rowCount): \(what) in “\(columns[index].name)”",
        statement: name)
    }
    let length = Int(field.length)
    func int32(_ offset: Int) -> Int {
      Int(Int32(bigEndian: field.start.loadUnaligned(fromByteOffset: offset, as: Int32.self)))
    }
    // Dimensions, NULL flag, element type; per dimension its length and first subscript.
    guard length >= 12 else { throw malformed("a truncated array") }
    let dimensions = int32(0)
    if dimensions == 0 { return [] }
    guard dimensions == 1 else { throw malformed("an array of \(dimensions) dimensions") }
    guard length >= 20 else { throw malformed("a truncated array") }
    var elements: [String?] = []
    var offset = 20
    for _ in 0..<int32(12) {
      guard offset + 4 <= length else { throw malformed("a truncated array") }
      let size = int32(offset)
      offset += 4
      if size < 0 {
        elements.append(nil)
        continue
      }
      guard offset + size <= length else { throw malformed("a truncated array") }
      let bytes = UnsafeRawBufferPointer(start: field.start + offset, count: size)
      elements.append(String(decoding: bytes, as: UTF8.self))
      offset += size
    }
    return elements
  }

  /// The bytes of a field as they came, for interning keys without making strings. Text comes
  /// without padding, jsonb without its version byte; `nil` for NULL. Valid during `body` only.
  public func withBytes<Answer, Failure: Error>(
    _ index: Int, _ body: (RawSpan) throws(Failure) -> Answer
  ) throws(Failure) -> Answer? {
    let field = field(index)
    if field.length < 0 { return nil }
    let bytes =
      switch kinds[index] {
      case .paddedText, .jsonb: utf8(index) ?? UnsafeRawBufferPointer(start: nil, count: 0)
      default: UnsafeRawBufferPointer(start: field.start, count: Int(field.length))
      }
    return try body(bytes.bytes)
  }

  private func utf8(_ index: Int) -> UnsafeRawBufferPointer? {
    let field = field(index)
    var start = field.start
    var length = Int(field.length)
    switch kinds[index] {
    case .text, .json: break
    case .paddedText:
      while length > 0, start.load(fromByteOffset: length - 1, as: UInt8.self) == 0x20 {
        length -= 1
      }
    case .jsonb:
      start += 1
      length = length < 0 ? length : max(0, length - 1)
    default: mismatch(index, "text")
    }
    return length < 0 ? nil : UnsafeRawBufferPointer(start: start, count: length)
  }
}
