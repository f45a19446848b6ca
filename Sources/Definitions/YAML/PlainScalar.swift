/// What YAML readers make of an unquoted scalar. Different readers and versions disagree about many
/// of them (`no`, `0755`, `1_000`, `12:30`), which is why those are refused.
enum PlainScalar {
  /// Why an unquoted scalar is refused; `nil` for one that reads the same everywhere.
  static func refusal(_ text: String) -> String? {
    switch text.lowercased() {
    case "yes", "no", "on", "off", "y", "n":
      return "`\(text)` is a truth value to some YAML readers: write true or false, or quote it"
    case "true", "false":
      return text == text.lowercased() ? nil : "write `\(text.lowercased())`, or quote it"
    case "~": return "write nothing or `null`, or quote it"
    case "null" where text != "null": return "write nothing or `null`, or quote it"
    case ".inf", "-.inf", "+.inf", ".nan": return "`\(text)` is not a finite number"
    default: break
    }
    let digits = text.first == "-" || text.first == "+" ? text.dropFirst() : text[...]
    guard let first = digits.utf8.first, (48...57).contains(first) else { return nil }
    if digits.allSatisfy({ $0.isASCIIDigit || $0 == "_" || $0 == "." }), digits.contains("_") {
      return "`\(text)`: numbers are written without underscores, texts are quoted"
    }
    if digits.count > 1, first == 48, digits.allSatisfy(\.isASCIIDigit) {
      return "`\(text)` is an octal number to YAML: quote a code, drop the zeros of a number"
    }
    if digits.hasPrefix("0x") || digits.hasPrefix("0o") || digits.hasPrefix("0b") {
      return "`\(text)`: numbers are written in decimal, texts are quoted"
    }
    if digits.contains(":"), digits.allSatisfy({ $0.isASCIIDigit || $0 == ":" || $0 == "." }) {
      return "`\(text)` is a base-60 number to some YAML readers: quote it"
    }
    if isExponent(digits) {
      return "`\(text)` is a floating-point number to YAML: write its digits, or quote a code"
    }
    return nil
  }

  /// Whether an unquoted scalar is a number, truth value, null or date to YAML and so cannot stand
  /// for a text.
  static func isText(_ text: String) -> Bool {
    if ["true", "false", "null"].contains(text) { return false }
    let digits = text.first == "-" || text.first == "+" ? text.dropFirst() : text[...]
    return !digits.allSatisfy { $0.isASCIIDigit || $0 == "." || $0 == "-" }
      || !digits.contains(where: \.isASCIIDigit)
  }

  /// `1e3`, `4.5E-2`; an account such as `1E3` looks the same.
  private static func isExponent(_ digits: Substring) -> Bool {
    let parts = digits.split(
      maxSplits: 1, omittingEmptySubsequences: false, whereSeparator: { $0 == "e" || $0 == "E" })
    guard parts.count == 2 else { return false }
    let exponent = parts[1].first == "-" || parts[1].first == "+" ? parts[1].dropFirst() : parts[1]
    return parts[0].allSatisfy { $0.isASCIIDigit || $0 == "." } && !exponent.isEmpty
      && exponent.allSatisfy(\.isASCIIDigit)
  }
}

extension Character {
  /// `0` … `9`.
  var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
