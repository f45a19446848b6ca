/// A value bound to a statement's parameter. It travels in the binary form of the type the
/// statement declares; `text` travels as text and the server reads it as that type.
public enum Parameter: Hashable, Sendable {
  case null
  case bool(Bool)
  /// For smallint, integer, bigint and numeric parameters.
  case integer(Int64)
  /// `significand × 10⁻ˢᶜᵃˡᵉ`.
  case numeric(significand: Int128, scale: Int)
  case text(String)
  /// Days since 1970-01-01.
  case date(daysSince1970: Int32)
  /// Microseconds since 1970-01-01 00:00, UTC for `timestamptz`.
  case timestamp(microsecondsSince1970: Int64)
  case bytes([UInt8])
  case integerArray([Int64])
  case textArray([String?])
}

extension Parameter: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByNilLiteral, ExpressibleByBooleanLiteral
{
  /// Text.
  public init(stringLiteral value: String) { self = .text(value) }
  /// A whole number.
  public init(integerLiteral value: Int64) { self = .integer(value) }
  /// NULL.
  public init(nilLiteral: ()) { self = .null }
  /// Truth.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
}

/// Parameters in the form libpq wants: bytes, lengths, formats.
struct EncodedParameters {
  /// All values one after another; text ends with a zero byte.
  private(set) var bytes: [UInt8] = []
  /// Where each value starts; −1 for NULL.
  private(set) var starts: [Int] = []
  private(set) var lengths: [Int32] = []
  /// 0 text, 1 binary.
  private(set) var formats: [Int32] = []

  init(
    _ parameters: [Parameter], types: [PostgresType], statement: String
  ) throws(PostgresError) {
    guard parameters.count == types.count else {
      throw PostgresError(
        .parameter,
        message: "\(types.count) parameters are declared and \(parameters.count) given",
        statement: statement)
    }
    for (index, parameter) in parameters.enumerated() {
      guard append(parameter, as: types[index]) else {
        throw PostgresError(
          .parameter,
          message: "parameter $\(index + 1) is declared as \(types[index]), and the value given "
            + "is not one",
          statement: statement)
      }
    }
  }

  /// Calls `body` with the C arrays.
  func withArrays<Answer>(
    _ body: (
      Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
    ) -> Answer
  ) -> Answer {
    // An empty value still needs a non-NULL pointer.
    let storage = bytes.isEmpty ? [0] : bytes
    return storage.withUnsafeBytes { raw in
      let base = raw.bindMemory(to: CChar.self).baseAddress
      let values = starts.map { start in start < 0 ? nil : base.map { $0 + start } }
      return values.withUnsafeBufferPointer { values in
        lengths.withUnsafeBufferPointer { lengths in
          formats.withUnsafeBufferPointer { formats in
            body(Int32(starts.count), values.baseAddress, lengths.baseAddress, formats.baseAddress)
          }
        }
      }
    }
  }

  /// Whether the value could be encoded as the type.
  private mutating func append(_ parameter: Parameter, as type: PostgresType) -> Bool {
    let start = bytes.count
    var format: Int32 = 1
    switch (parameter, type.kind) {
    case (.null, _):
      starts.append(-1)
      lengths.append(0)
      formats.append(0)
      return true
    case (.text(let text), _):
      guard !text.utf8.contains(0) else { return false }
      bytes.append(contentsOf: text.utf8)
      bytes.append(0)
      format = 0
    case (.bool(let value), .bool): bytes.append(value ? 1 : 0)
    case (.integer(let value), .int2):
      guard let narrow = Int16(exactly: value) else { return false }
      store(narrow)
    case (.integer(let value), .int4):
      guard let narrow = Int32(exactly: value) else { return false }
      store(narrow)
    case (.integer(let value), .int8): store(value)
    case (.integer(let value), .numeric): storeNumeric(Int128(value), scale: 0)
    case (.numeric(let significand, let scale), .numeric):
      guard (0...16_383).contains(scale) else { return false }
      storeNumeric(significand, scale: scale)
    case (.date(let days), .date):
      let (shifted, overflow) = days.subtractingReportingOverflow(PostgresEpoch.days)
      if overflow { return false }
      store(shifted)
    case (.timestamp(let moment), .timestamp), (.timestamp(let moment), .timestamptz):
      let (shifted, overflow) = moment.subtractingReportingOverflow(PostgresEpoch.microseconds)
      if overflow { return false }
      store(shifted)
    case (.bytes(let value), .bytea): bytes.append(contentsOf: value)
    case (.bytes(let value), .uuid) where value.count == 16: bytes.append(contentsOf: value)
    case (.integerArray(let values), _):
      appendText("{" + values.map(String.init).joined(separator: ",") + "}")
      format = 0
    case (.textArray(let values), _):
      guard !values.contains(where: { $0?.utf8.contains(0) ?? false }) else { return false }
      appendText(Self.arrayText(values))
      format = 0
    default: return false
    }
    starts.append(start)
    lengths.append(Int32(bytes.count - start))
    formats.append(format)
    return true
  }

  private mutating func store(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
  }

  private mutating func storeNumeric(_ significand: Int128, scale: Int) {
    withUnsafeTemporaryAllocation(
      byteCount: PostgresNumeric.encodedLengthMax, alignment: 2
    ) { buffer in
      guard let base = buffer.baseAddress else { clientFault("no scratch memory") }
      let count = PostgresNumeric.encode(significand: significand, scale: scale, into: base)
      bytes.append(contentsOf: buffer[..<count])
    }
  }

  private mutating func appendText(_ text: String) {
    bytes.append(contentsOf: text.utf8)
    bytes.append(0)
  }

  /// An array literal: `{"a","b \"c\"",NULL}`.
  static func arrayText(_ values: [String?]) -> String {
    let elements = values.map { value in
      guard let value else { return "NULL" }
      var text = "\""
      for character in value.unicodeScalars {
        if character == "\"" || character == "\\" { text.unicodeScalars.append("\\") }
        text.unicodeScalars.append(character)
      }
      return text + "\""
    }
    return "{" + elements.joined(separator: ",") + "}"
  }
}

/// PostgreSQL counts days and microseconds from 2000-01-01.
enum PostgresEpoch {
  /// Days from 1970-01-01 to 2000-01-01.
  static let days: Int32 = 10_957
  /// Microseconds between the same moments.
  static let microseconds: Int64 = 946_684_800_000_000
}
