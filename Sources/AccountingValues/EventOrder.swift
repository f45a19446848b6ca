/// A source key in its canonical text form with the order of its wire type: integers compare as
/// numbers, everything else by UTF-8 bytes.
public struct SourceKey: Hashable, Sendable, Comparable {
  /// The canonical text: digits, a lower-case uuid, or the text itself. A composite key joins its
  /// parts with U+001F.
  public let text: String

  /// A key from its canonical text.
  public init(_ text: String) { self.text = text }

  /// Integers first, as numbers; then by bytes. A total order over any mix of keys.
  public static func < (a: SourceKey, b: SourceKey) -> Bool {
    switch (Int64(canonical: a.text), Int64(canonical: b.text)) {
    case (let x?, let y?): x < y
    case (_?, nil): true
    case (nil, _?): false
    case (nil, nil): a.text.utf8.lexicographicallyPrecedes(b.text.utf8)
    }
  }
}

extension Int64 {
  /// The number whose canonical spelling is `text`: no sign but `-`, no leading zero.
  init?(canonical text: String) {
    guard let value = Int64(text), String(value) == text else { return nil }
    self = value
  }
}

/// The place of an event in a company's one order of events: accounting date, recorded moment
/// (missing = start of day), stream rank, sequence, key (ACCOUNTING §1). Nothing else decides.
public struct EventOrder: Hashable, Sendable, Comparable {
  /// The accounting date.
  public let date: CivilDate
  /// When the source recorded the event; the start of `date` when it does not say.
  public let recordedAt: Timestamp
  /// The stream's rank: inbound before outbound.
  public let rank: Int16
  /// The source's own sequence inside a stream; 0 when it has none.
  public let sequence: Int64
  /// The source key.
  public let key: SourceKey
  /// Whether all of a day's receipts come first (`same_day: receipts_first`): rank then precedes
  /// the moment. One setting per company.
  public let receiptsFirst: Bool

  /// An event's place.
  public init(
    date: CivilDate, recordedAt: Timestamp?, rank: Int16, sequence: Int64 = 0, key: SourceKey,
    receiptsFirst: Bool = false
  ) {
    self.date = date
    self.recordedAt = recordedAt ?? Timestamp(startOf: date)
    self.rank = rank
    self.sequence = sequence
    self.key = key
    self.receiptsFirst = receiptsFirst
  }

  /// Earlier events first.
  public static func < (a: EventOrder, b: EventOrder) -> Bool {
    if a.date != b.date { return a.date < b.date }
    if a.receiptsFirst, a.rank != b.rank { return a.rank < b.rank }
    if a.recordedAt != b.recordedAt { return a.recordedAt < b.recordedAt }
    if a.rank != b.rank { return a.rank < b.rank }
    if a.sequence != b.sequence { return a.sequence < b.sequence }
    return a.key < b.key
  }
}
