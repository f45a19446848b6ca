internal import AccountingValues

/// What the canonical bytes of input rows are fed to. SHA-256 lives in Platform, so Jobs hands one
/// down.
public protocol InputDigest: AnyObject {
  /// Takes the next bytes.
  func update(_ bytes: [UInt8])
}

/// Writes rows in one canonical form: independent of the wire type a source happens to use, of the
/// columns' order in the SELECT, of whether an empty column is selected, and of the rows' physical
/// order, since sound rows come in reading order and quarantined rows are sorted.
struct CanonicalRows {
  private let digest: any InputDigest
  private var buffer: [UInt8] = []
  /// Forms of rows that have no place in the order.
  private var quarantined: [[UInt8]] = []
  private var count: UInt64 = 0

  private static let flushSize = 1 << 16

  init(_ contract: StreamContract, digest: any InputDigest) {
    self.digest = digest
    buffer.reserveCapacity(Self.flushSize + 4096)
    Self.append(contract.name, to: &buffer)
    Self.append(UInt64(contract.version), to: &buffer)
  }

  mutating func add(_ row: StreamRow) {
    count += 1
    Self.append(row.cells, to: &buffer)
    if buffer.count >= Self.flushSize { flush() }
  }

  mutating func add(_ row: QuarantinedRow) {
    quarantined.append(Self.form(row.cells))
  }

  /// Adds a sound row by its form.
  mutating func add(form: [UInt8]) {
    count += 1
    buffer += form
    if buffer.count >= Self.flushSize { flush() }
  }

  /// Adds a quarantined row by its form.
  mutating func add(quarantined form: [UInt8]) { quarantined.append(form) }

  /// Writes the quarantined rows and the counts, and ends the stream.
  mutating func finish() {
    Self.append(count, to: &buffer)
    Self.append(UInt64(quarantined.count), to: &buffer)
    for form in quarantined.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      buffer += form
      if buffer.count >= Self.flushSize { flush() }
    }
    quarantined = []
    flush()
  }

  private mutating func flush() {
    digest.update(buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  /// The canonical form of one row.
  static func form(_ cells: [StreamCell]) -> [UInt8] {
    var bytes: [UInt8] = []
    append(cells, to: &bytes)
    return bytes
  }

  private static func append(_ cells: [StreamCell], to bytes: inout [UInt8]) {
    append(UInt64(cells.count), to: &bytes)
    for cell in cells { append(cell, to: &bytes) }
  }

  /// A tag per kind, then a form that no other value of the kind has; texts carry their length.
  static func append(_ cell: StreamCell, to bytes: inout [UInt8]) {
    switch cell {
    case .null: bytes.append(0)
    case .text(let text):
      bytes.append(1)
      append(text, to: &bytes)
    case .integer(let number):
      bytes.append(2)
      append(UInt64(bitPattern: number), to: &bytes)
    case .decimal(let number):
      bytes.append(3)
      append(number, to: &bytes)
    case .date(let date):
      bytes.append(4)
      append(UInt64(bitPattern: Int64(date.daysSince1970)), to: &bytes)
    case .timestamp(let moment):
      bytes.append(5)
      append(UInt64(bitPattern: moment.microsecondsSince1970), to: &bytes)
    case .boolean(let truth):
      bytes.append(6)
      bytes.append(truth ? 1 : 0)
    case .key(let key):
      bytes.append(7)
      append(key.text, to: &bytes)
    case .list(let words):
      bytes.append(8)
      append(UInt64(words.count), to: &bytes)
      for word in words { append(word, to: &bytes) }
    case .unreadable(let text):
      bytes.append(9)
      append(text, to: &bytes)
    }
  }

  static func append(_ text: String, to bytes: inout [UInt8]) {
    append(UInt64(text.utf8.count), to: &bytes)
    bytes.append(contentsOf: text.utf8)
  }

  /// Reduced numbers have one form each: 1.50 and 1.5 are the same input.
  static func append(_ number: ExactDecimal, to bytes: inout [UInt8]) {
    bytes.append(UInt8(number.scale))
    withUnsafeBytes(of: number.significand.bigEndian) { bytes.append(contentsOf: $0) }
  }

  /// The form of `.decimal` for a count of `10⁻ˢᶜᵃˡᵉ`, without 128-bit arithmetic.
  static func append(micros number: Int64, scale: Int, to bytes: inout [UInt8]) {
    var digits = number
    var decimals = scale
    while decimals > 0, digits % 10 == 0 {
      digits /= 10
      decimals -= 1
    }
    bytes.append(3)
    bytes.append(UInt8(decimals))
    withUnsafeBytes(of: Int128(digits).bigEndian) { bytes.append(contentsOf: $0) }
  }

  /// The form of `.key` for an integer key, without a string.
  static func append(keyInteger number: Int64, to bytes: inout [UInt8]) {
    bytes.append(7)
    var digits: (UInt64, UInt64, UInt64) = (0, 0, 0)
    withUnsafeMutableBytes(of: &digits) { scratch in
      var start = scratch.count
      var rest = number.magnitude
      repeat {
        start -= 1
        scratch[start] = UInt8(ascii: "0") + UInt8(rest % 10)
        rest /= 10
      } while rest > 0
      if number < 0 {
        start -= 1
        scratch[start] = UInt8(ascii: "-")
      }
      bytes.append(UInt8(scratch.count - start))
      bytes.append(contentsOf: scratch[start...])
    }
  }

  /// Seven bits a byte, lowest first, the top bit set on all but the last.
  static func append(_ number: UInt64, to bytes: inout [UInt8]) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
