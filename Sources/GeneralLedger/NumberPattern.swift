/// How the number of an entry is written: `{journal}-{year}-{month}-{seq:6}`.
///
/// Placeholders: `{company}`, `{journal}`, `{location}`, `{year}` (fiscal), `{month}` (of the posting
/// date, two digits), `{period}` (number in the fiscal year, two digits), `{seq}` or `{seq:n}` (at
/// least n digits). The sequence counts per company, journal and fiscal year whatever the pattern
/// shows, so a pattern must contain journal, year and sequence to be unambiguous.
public struct NumberPattern: Hashable, Sendable {
  enum Part: Hashable, Sendable {
    case text(String)
    case company, journal, location, year, month, period
    case sequence(digits: Int)
  }

  let parts: [Part]

  /// `{journal}-{year}-{seq:6}`.
  public static let standard = NumberPattern(
    parts: [.journal, .text("-"), .year, .text("-"), .sequence(digits: 6)])

  private init(parts: [Part]) { self.parts = parts }

  /// Reads a pattern.
  ///
  /// - Throws: `DefinitionProblems` for an unknown placeholder, an unclosed brace, or a pattern
  ///   under which two entries could get the same number.
  public init(_ text: String) throws(DefinitionProblems) {
    func problem(_ message: String) -> DefinitionProblems {
      DefinitionProblems([.init(subject: "number pattern \(text)", message: message)])
    }
    var parts: [Part] = []
    var rest = text[...]
    while !rest.isEmpty {
      let plain = rest.prefix { $0 != "{" && $0 != "}" }
      if !plain.isEmpty { parts.append(.text(String(plain))) }
      rest = rest.dropFirst(plain.count)
      guard let brace = rest.first else { break }
      guard brace == "{", let close = rest.firstIndex(of: "}") else {
        throw problem("a brace is not closed")
      }
      let name = String(rest[rest.index(after: rest.startIndex)..<close])
      guard let part = Self.part(name) else {
        throw problem(
          "unknown placeholder {\(name)}; there are company, journal, location, year, month, "
            + "period, seq and seq:1 to seq:18")
      }
      parts.append(part)
      rest = rest[rest.index(after: close)...]
    }
    let hasSequence = parts.contains { if case .sequence = $0 { true } else { false } }
    guard hasSequence, parts.contains(.year), parts.contains(.journal) else {
      throw problem("it must contain {journal}, {year} and {seq}, else numbers repeat")
    }
    self.parts = parts
  }

  private static func part(_ name: String) -> Part? {
    switch name {
    case "company": return .company
    case "journal": return .journal
    case "location": return .location
    case "year": return .year
    case "month": return .month
    case "period": return .period
    case "seq": return .sequence(digits: 1)
    default:
      guard name.hasPrefix("seq:"), let digits = Int(name.dropFirst(4)), (1...18).contains(digits)
      else { return nil }
      return .sequence(digits: digits)
    }
  }
}

extension NumberPattern: CustomStringConvertible {
  /// As it is written in YAML.
  public var description: String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .company: "{company}"
      case .journal: "{journal}"
      case .location: "{location}"
      case .year: "{year}"
      case .month: "{month}"
      case .period: "{period}"
      case .sequence(let digits): digits == 1 ? "{seq}" : "{seq:\(digits)}"
      }
    }.joined()
  }
}
