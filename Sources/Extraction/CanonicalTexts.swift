internal import AccountingValues

/// Makes of canonical forms what else is told of rows: their cells, what they state, their records. A
/// form holds all of a row, so that one off the wire need not become cells to be compared with what
/// was filed of it.
struct CanonicalTexts: Sendable {
  private struct Column: Sendable {
    /// Before the text of a cell in a statement; `nil` for one that says how things stand now.
    let stated: [UInt8]?
    /// Before the text of a cell in a record.
    let recorded: [UInt8]
  }

  private let columns: [Column]

  init(_ columns: [StreamColumn]) {
    self.columns = columns.map { column in
      Column(
        stated: column.isState ? nil : Array("\(column.name)\u{1D}".utf8),
        recorded: Array("\"\(column.name)\":\"".utf8))
    }
  }

  /// The cells that a form was made of.
  func cells(of form: [UInt8]) -> [StreamCell] {
    var fields = CanonicalFields(form)
    guard fields.count == columns.count else { accountingFault("a form of another stream") }
    return columns.map { _ in fields.cell() }
  }

  /// Appends what the row states: each cell that is not NULL with its column's name.
  func appendStatement(of form: [UInt8], to bytes: inout [UInt8]) {
    var fields = CanonicalFields(form)
    for column in columns {
      let tag = fields.tag()
      if tag == 0 { continue }
      guard let stated = column.stated else {
        fields.skip(tag)
        continue
      }
      bytes += stated
      fields.appendText(tag, to: &bytes)
      bytes.append(0x1F)
    }
    bytes.append(0x1E)
  }

  /// Appends the row's record: a JSON object of its cells that are not NULL.
  func appendRecord(of form: [UInt8], to bytes: inout [UInt8]) {
    var fields = CanonicalFields(form)
    var text: [UInt8] = []
    var separator: UInt8?
    bytes.append(UInt8(ascii: "{"))
    for column in columns {
      let tag = fields.tag()
      if tag == 0 { continue }
      if let separator { bytes.append(separator) }
      separator = UInt8(ascii: ",")
      bytes += column.recorded
      text.removeAll(keepingCapacity: true)
      fields.appendText(tag, keepingParts: true, to: &text)
      Self.appendQuoted(text, to: &bytes)
      bytes.append(UInt8(ascii: "\""))
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private static func appendQuoted(_ text: [UInt8], to bytes: inout [UInt8]) {
    for byte in text {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case ..<0x20:
        bytes += "\\u00".utf8
        for digit in [byte >> 4, byte & 15] {
          bytes.append(digit + (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10))
        }
      default: bytes.append(byte)
      }
    }
  }
}

/// Reads the cells of one canonical form in their order; `CanonicalRows` writes them.
private struct CanonicalFields {
  private let form: [UInt8]
  private var position = 0
  /// How many cells the form has.
  private(set) var count = 0

  init(_ form: [UInt8]) {
    self.form = form
    count = Int(number())
  }

  /// The kind of the next cell.
  mutating func tag() -> UInt8 {
    position += 1
    return form[position - 1]
  }

  private mutating func number() -> UInt64 {
    var result: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = form[position]
      position += 1
      result |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return result }
      shift += 7
    }
  }

  private mutating func signed() -> Int64 { Int64(bitPattern: number()) }

  private mutating func bytes() -> Range<Int> {
    let length = Int(number())
    position += length
    return (position - length)..<position
  }

  private mutating func text() -> String { String(decoding: form[bytes()], as: UTF8.self) }

  private mutating func decimal() -> (significand: Int128, scale: Int) {
    let scale = Int(form[position])
    var significand: Int128 = form[position + 1] < 0x80 ? 0 : -1
    for index in (position + 1)...(position + 16) {
      significand = significand << 8 | Int128(form[index])
    }
    position += 17
    return (significand, scale)
  }

  mutating func cell() -> StreamCell {
    let tag = tag()
    switch tag {
    case 0: return .null
    case 1: return .text(text())
    case 2: return .integer(signed())
    case 3:
      let (significand, scale) = decimal()
      guard let number = try? ExactDecimal(significand: significand, scale: scale) else { break }
      return .decimal(number)
    case 4: return .date(CivilDate(daysSince1970: Int32(truncatingIfNeeded: signed())))
    case 5: return .timestamp(Timestamp(microsecondsSince1970: signed()))
    case 6:
      position += 1
      return .boolean(form[position - 1] != 0)
    case 7: return .key(SourceKey(text()))
    case 8: return .list((0..<number()).map { _ in text() })
    case 9: return .unreadable(text())
    default: break
    }
    accountingFault("a canonical form has a cell of kind \(tag)")
  }

  /// Passes over a cell after its tag.
  mutating func skip(_ tag: UInt8) {
    switch tag {
    case 0: break
    case 1, 7, 9: _ = bytes()
    case 2, 4, 5: _ = number()
    case 3: position += 17
    case 6: position += 1
    case 8: for _ in 0..<number() { _ = bytes() }
    default: accountingFault("a canonical form has a cell of kind \(tag)")
    }
  }

  /// Appends a cell after its tag as `displayText` has it; the parts of a key are kept apart as the
  /// key has them, or shown with a slash between.
  mutating func appendText(_ tag: UInt8, keepingParts: Bool = false, to text: inout [UInt8]) {
    switch tag {
    case 1, 9: text += form[bytes()]
    case 2: Self.append(Int128(signed()), scale: 0, to: &text)
    case 3:
      let (significand, scale) = decimal()
      Self.append(significand, scale: scale, to: &text)
    case 4: Self.append(day: signed(), to: &text)
    case 5: Self.append(moment: signed(), to: &text)
    case 6:
      text += (form[position] != 0 ? "true" : "false").utf8
      position += 1
    case 7:
      for byte in form[bytes()] {
        text.append(byte == 0x1F && !keepingParts ? UInt8(ascii: "/") : byte)
      }
    case 8:
      for index in 0..<number() {
        if index > 0 { text.append(UInt8(ascii: ";")) }
        text += form[bytes()]
      }
    default: accountingFault("a canonical form has a cell of kind \(tag)")
    }
  }

  private static func append(_ number: Int128, scale: Int, to text: inout [UInt8]) {
    guard let magnitude = UInt64(exactly: number.magnitude) else {
      text += FixedPointText.text(number, decimals: scale, keeping: scale).utf8
      return
    }
    if number < 0 { text.append(UInt8(ascii: "-")) }
    let start = text.count
    var rest = magnitude
    var digits = 0
    repeat {
      if digits == scale, scale > 0 { text.append(UInt8(ascii: ".")) }
      text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
      digits += 1
    } while rest > 0 || digits <= scale
    text[start...].reverse()
  }

  private static func append(_ number: Int64, width: Int, to text: inout [UInt8]) {
    let start = text.count
    var rest = number
    repeat {
      text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0 || text.count - start < width
    text[start...].reverse()
  }

  private static func append(day: Int64, to text: inout [UInt8]) {
    let (year, month, day) = CivilDate(daysSince1970: Int32(truncatingIfNeeded: day)).components
    append(Int64(year), width: 4, to: &text)
    text.append(UInt8(ascii: "-"))
    append(Int64(month), width: 2, to: &text)
    text.append(UInt8(ascii: "-"))
    append(Int64(day), width: 2, to: &text)
  }

  private static func append(moment: Int64, to text: inout [UInt8]) {
    let perDay: Int64 = 86_400_000_000
    let days = (moment >= 0 ? moment : moment - (perDay - 1)) / perDay
    let rest = moment - days * perDay
    append(day: days, to: &text)
    let seconds = rest / 1_000_000
    for (separator, value, width) in [
      (" ", seconds / 3600, 2), (":", seconds / 60 % 60, 2), (":", seconds % 60, 2),
      (".", rest % 1_000_000, 6),
    ] as [(Unicode.Scalar, Int64, Int)] {
      text.append(UInt8(ascii: separator))
      append(value, width: width, to: &text)
    }
  }
}
