public import AccountingValues

/// The stable name of an entry before it has a number: a hash of company, kind, stream, key and
/// occurrence, printed `~4F7A09C2D1E3B586`. The same source row gives the same reference in every
/// run.
///
/// FNV-1a, 64 bits (Fowler, Noll, Vo; draft-eastlake-fnv): a name, not a seal. Among ten million
/// entries the chance that two share one is below 10⁻⁵; numbering checks it.
public struct EntryReference: Hashable, Sendable, BitwiseCopyable {
  /// The hash.
  public let value: UInt64

  /// A reference read back.
  public init(value: UInt64) { self.value = value }

  /// The reference of an event.
  public init(
    company: String, kind: EventKind, stream: String, key: SourceKey, occurrence: Int32 = 0
  ) {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ text: String) {
      for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
      // U+001F cannot begin a part, so parts cannot run into each other.
      hash = (hash ^ 0x1f) &* 0x100_0000_01b3
    }
    add(company)
    add(kind.rawValue)
    add(stream)
    add(key.text)
    if occurrence != 0 { add(String(occurrence)) }
    value = hash
  }
}

extension EntryReference: CustomStringConvertible {
  /// `~` and sixteen hexadecimal digits.
  public var description: String {
    let digits = String(value, radix: 16, uppercase: true)
    return "~" + String(repeating: "0", count: 16 - digits.count) + digits
  }
}
