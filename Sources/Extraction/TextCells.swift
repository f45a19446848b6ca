internal import AccountingValues

/// Reads the fields of a CSV row as the cells of a contract: the same checks as for SQL, from the
/// forms people write. Dates are `2026-10-31`, moments `2026-10-31 22:30:00` (with `Z` or an offset,
/// if any), numbers `-1234.50` without grouping, truth `true` or `false`, lists `a;b`, the parts of
/// a composite key are separated by a vertical bar.
enum TextCells {
  static func cell(_ field: String?, _ column: StreamColumn, inKey: Bool) -> CheckedCell {
    guard let field else { return CellCheck.null(column, inKey: inKey) }
    switch column.kind {
    case .key, .reference:
      return CellCheck.key(
        parts: field.split(separator: "|", omittingEmptySubsequences: false).map(String.init))
    case .text, .currency, .enumeration, .json: return CellCheck.text(field, column.kind)
    case .flags:
      return CellCheck.list(field.split(separator: ";").map(String.init), column.kind)
    case .quantity, .amount, .unitCost, .rate: return number(field, column.kind)
    case .integer:
      return Int64(field).map { CheckedCell(.integer($0)) }
        ?? CheckedCell(.notOfKind(field.excerpt, wanted: "a whole number"), unreadable: field)
    case .boolean: return boolean(field)
    case .date: return date(field)
    case .timestamp: return timestamp(field)
    }
  }

  private static func number(_ field: String, _ kind: StreamColumn.Kind) -> CheckedCell {
    do { return CellCheck.decimal(try ExactDecimal(parsing: field), kind) } catch {
      let problem: CellProblem =
        error == .outOfRange
        ? .outOfRange(field.excerpt) : .notANumber("'\(field.excerpt)'")
      return CheckedCell(problem, unreadable: field)
    }
  }

  private static func boolean(_ field: String) -> CheckedCell {
    switch field {
    case "true": CheckedCell(.boolean(true))
    case "false": CheckedCell(.boolean(false))
    default: CheckedCell(.notOfKind(field.excerpt, wanted: "true or false"), unreadable: field)
    }
  }

  private static func date(_ field: String) -> CheckedCell {
    CivilDate(field).map { CheckedCell(.date($0)) }
      ?? CheckedCell(.notOfKind(field.excerpt, wanted: "a date like 2026-10-31"), unreadable: field)
  }

  private static func timestamp(_ field: String) -> CheckedCell {
    guard let moment = moment(field) else {
      return CheckedCell(
        .notOfKind(field.excerpt, wanted: "a moment like 2026-10-31 22:30:00"), unreadable: field)
    }
    return CellCheck.timestamp(microsecondsSince1970: moment)
  }

  /// Microseconds since 1970 of `2026-10-31 22:30:00[.123456][Z|±hh[:mm]]`.
  static func moment(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 19, bytes[10] == UInt8(ascii: " ") || bytes[10] == UInt8(ascii: "T"),
      let date = CivilDate(String(decoding: bytes[0..<10], as: UTF8.self)),
      let hour = digits(bytes, 11), bytes[13] == UInt8(ascii: ":"), let minute = digits(bytes, 14),
      bytes[16] == UInt8(ascii: ":"), let second = digits(bytes, 17),
      hour < 24, minute < 60, second < 60
    else { return nil }
    var end = 19
    var fraction: Int64 = 0
    if end < bytes.count, bytes[end] == UInt8(ascii: ".") {
      var scale: Int64 = 100_000
      end += 1
      let first = end
      while end < bytes.count, (48...57).contains(bytes[end]) {
        guard scale > 0 else { return nil }
        fraction += Int64(bytes[end] - 48) * scale
        scale /= 10
        end += 1
      }
      if end == first { return nil }
    }
    guard let offset = offsetMinutes(Array(bytes[end...])) else { return nil }
    let minutes = Int64(date.daysSince1970) * 1440 + hour * 60 + minute - offset
    return (minutes * 60 + second) * 1_000_000 + fraction
  }

  /// Minutes east of UTC.
  private static func offsetMinutes(_ bytes: [UInt8]) -> Int64? {
    if bytes.isEmpty || bytes == [UInt8(ascii: "Z")] { return 0 }
    guard bytes.count == 3 || bytes.count == 6, let hours = digits(bytes, 1), hours <= 15 else {
      return nil
    }
    var minutes = hours * 60
    if bytes.count == 6 {
      guard bytes[3] == UInt8(ascii: ":"), let rest = digits(bytes, 4), rest < 60 else {
        return nil
      }
      minutes += rest
    }
    switch bytes[0] {
    case UInt8(ascii: "+"): return minutes
    case UInt8(ascii: "-"): return -minutes
    default: return nil
    }
  }

  /// Two digits at a position.
  private static func digits(_ bytes: [UInt8], _ start: Int) -> Int64? {
    guard start + 1 < bytes.count, (48...57).contains(bytes[start]),
      (48...57).contains(bytes[start + 1])
    else { return nil }
    return Int64(bytes[start] - 48) * 10 + Int64(bytes[start + 1] - 48)
  }
}
