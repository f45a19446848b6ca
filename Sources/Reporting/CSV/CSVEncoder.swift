import AccountingValues
import Tables

/// Spells rows as RFC 4180: commas, CR LF, quotes where needed, UTF-8 without a byte-order mark.
/// Nothing is an empty field, an empty text is `""`; figures are plain digits with a point, dates
/// are ISO 8601, truth is `true` or `false`.
struct CSVEncoder {
  private(set) var bytes: [UInt8] = []

  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  mutating func append(header names: [String]) {
    for (index, name) in names.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      append(text: name)
    }
    endRow()
  }

  mutating func append(row: ArraySlice<Cell>) {
    var isFirst = true
    for cell in row {
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      append(cell)
    }
    endRow()
  }

  private mutating func endRow() {
    bytes.append(UInt8(ascii: "\r"))
    bytes.append(UInt8(ascii: "\n"))
  }

  private mutating func append(_ cell: Cell) {
    switch cell {
    case .null: break
    case .text(let text): append(text: SafeText.guarded(text))
    case .integer(let value): append(fixed: value, decimals: 0, keeping: 0)
    case .money(let money):
      let digits = money.currency.minorDigits
      append(fixed: money.minor, decimals: digits, keeping: digits)
    case .quantity(let quantity): append(fixed: quantity.micros, decimals: 6, keeping: 0)
    case .unitCost(let cost): append(fixed: cost.micros, decimals: 6, keeping: 2)
    case .rate(let nanos): append(fixed: nanos, decimals: 9, keeping: 0)
    case .percent(let micros): append(fixed: micros, decimals: 6, keeping: 0)
    case .date(let date): bytes.append(contentsOf: date.description.utf8)
    case .timestamp(let moment): bytes.append(contentsOf: moment.description.utf8)
    case .boolean(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }
  }

  private mutating func append(text: String) {
    guard Self.needsQuotes(text) else {
      bytes.append(contentsOf: text.utf8)
      return
    }
    let quote = UInt8(ascii: "\"")
    bytes.append(quote)
    for byte in text.utf8 {
      if byte == quote { bytes.append(quote) }
      bytes.append(byte)
    }
    bytes.append(quote)
  }

  private static func needsQuotes(_ text: String) -> Bool {
    guard let first = text.utf8.first, let last = text.utf8.last else { return true }
    if first == 32 || last == 32 { return true }
    return text.utf8.contains { byte in
      byte == UInt8(ascii: "\"") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";")
        || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }
  }

  /// Digits from right to left into a fixed buffer: a string per figure would cost more than the
  /// rest of the row.
  private mutating func append(fixed value: Int64, decimals: Int, keeping: Int) {
    var rest = value.magnitude
    var decimalsLeft = decimals
    while decimalsLeft > keeping, rest % 10 == 0 {
      rest /= 10
      decimalsLeft -= 1
    }
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    let start = bytes.count
    var written = 0
    repeat {
      if written == decimalsLeft, decimalsLeft > 0 { bytes.append(UInt8(ascii: ".")) }
      bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
      written += 1
    } while rest > 0 || written <= decimalsLeft
    bytes[start...].reverse()
  }
}
