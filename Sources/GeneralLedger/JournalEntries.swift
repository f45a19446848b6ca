public import AccountingValues

/// The entries of a batch, in the order of posting, in about a hundred bytes each that need not stay in
/// memory: a large company makes nearly as many as it has movements.
///
/// Reading one makes its texts; who only asks for some entries asks by `positions(where:)`, which looks
/// at what is plain.
public struct JournalEntries: Sendable {
  /// What is plain of an entry.
  public struct Outline: Sendable, BitwiseCopyable {
    /// Its name before, and beside, its number.
    public let reference: EntryReference
    /// Position of its period in the ledger's periods.
    public let period: Int32
    /// Position of its rule in `PostingDefinitions.rules`.
    public let rule: Int32
  }

  fileprivate struct Record: BitwiseCopyable {
    let outline: Outline
    let sequence: Int64
    let journal: Int32
    let kind: Int32
    let stream: Int32
    let occurrence: Int32
    let partner: Int32
    let location: Int32
    let recordedAt: Int64
    let orderSequence: Int64
    let firstLine: Int64
    let lineCount: Int32
    let date: CivilDate
    let documentDate: CivilDate
    let rank: Int16
    let receiptsFirst: Bool
    /// Where key, document and text begin, one behind the other.
    let texts: Int64
    let keyLength: Int32
    let documentLength: Int32
    /// Bytes of the text; below zero the complement of its number among the usual ones.
    let textLength: Int32
  }

  private var records: Pages<Record>
  private var bytes: Pages<UInt8>
  private var kinds = Words()
  private var streams = Words()
  private var usualTexts = Words()

  /// Texts that many entries share are held once; not more than these.
  private static let usualTextLimit = 1024

  /// Few words, by number.
  private struct Words {
    private(set) var words: [String] = []
    private var numbers: [String: Int32] = [:]
    /// The word that was asked for last; entries come in runs.
    private var last: (word: String, number: Int32)?

    mutating func number(_ word: String) -> Int32 {
      if let last, last.word == word { return last.number }
      let number = numbers[word] ?? Int32(words.count)
      if number == words.count {
        numbers[word] = number
        words.append(word)
      }
      last = (word, number)
      return number
    }

    func known(_ word: String) -> Int32? { numbers[word] }

    subscript(number: Int32) -> String { words[Int(number)] }
  }

  /// No entries.
  ///
  /// - Parameter pages: where the memory of many rows comes from.
  public init(pages: any PageSource = MemoryPages.shared) {
    records = Pages(from: pages)
    bytes = Pages(from: pages)
  }

  /// Adds an entry.
  ///
  /// - Parameter entry: the entry that was posted last.
  mutating func append(_ entry: JournalEntry) {
    let start = bytes.count
    let keyLength = append(entry.order.key.text)
    let documentLength = append(entry.document)
    let textLength: Int32
    if let usual = usual(entry.text) {
      textLength = ~usual
    } else {
      textLength = append(entry.text)
    }
    records.append(
      Record(
        outline: Outline(reference: entry.reference, period: entry.period, rule: entry.rule),
        sequence: entry.sequence, journal: entry.journal, kind: kinds.number(entry.kind.rawValue),
        stream: streams.number(entry.stream), occurrence: entry.occurrence, partner: entry.partner,
        location: entry.location,
        recordedAt: entry.order.recordedAt.microsecondsSince1970,
        orderSequence: entry.order.sequence, firstLine: Int64(entry.lines.lowerBound),
        lineCount: Int32(entry.lines.count), date: entry.order.date,
        documentDate: entry.documentDate, rank: entry.order.rank,
        receiptsFirst: entry.order.receiptsFirst, texts: Int64(start), keyLength: keyLength,
        documentLength: documentLength, textLength: textLength))
  }

  private mutating func append(_ text: String) -> Int32 {
    var text = text
    text.withUTF8 { bytes.append(contentsOf: $0) }
    return Int32(text.utf8.count)
  }

  private mutating func usual(_ text: String) -> Int32? {
    if usualTexts.words.count < Self.usualTextLimit { return usualTexts.number(text) }
    return usualTexts.known(text)
  }

  /// What is plain of the entry at a position.
  ///
  /// - Parameter position: its position in the batch.
  /// - Returns: reference, period and rule.
  public func outline(_ position: Int) -> Outline { records[position].outline }

  /// The positions of entries that are of some kind, in their order.
  ///
  /// - Parameter belongs: whether entries of a kind are wanted.
  /// - Returns: positions in the batch.
  public func positions(ofKind belongs: (EventKind) -> Bool) -> [Int] {
    let wanted = kinds.words.map { belongs(EventKind($0)) }
    return records.enumerated().filter { wanted[Int($0.element.kind)] }.map(\.offset)
  }

  /// Says that entries will not be read for a while.
  public func leave() {
    records.leave()
    bytes.leave()
  }

  private func text(_ range: Range<Int>) -> String {
    // Most texts are short: room on the stack, not a list of bytes.
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Swift.max(1, range.count)) { room in
      for (place, position) in range.enumerated() { room[place] = bytes[position] }
      return String(decoding: room.prefix(range.count), as: UTF8.self)
    }
  }
}

extension JournalEntries: RandomAccessCollection {
  /// The position of the first entry.
  public var startIndex: Int { 0 }
  /// The position behind the last entry.
  public var endIndex: Int { records.count }

  /// The entry at a position.
  ///
  /// - Parameter position: its position in the batch.
  public subscript(position: Int) -> JournalEntry { entry(records[position]) }

  fileprivate func entry(_ record: Record) -> JournalEntry {
    let key = Int(record.texts)
    let document = key + Int(record.keyLength)
    let text = document + Int(record.documentLength)
    return JournalEntry(
      sequence: record.sequence, reference: record.outline.reference,
      kind: EventKind(kinds[record.kind]), rule: record.outline.rule, journal: record.journal,
      period: record.outline.period,
      order: EventOrder(
        date: record.date, recordedAt: Timestamp(microsecondsSince1970: record.recordedAt),
        rank: record.rank, sequence: record.orderSequence,
        key: SourceKey(self.text(key..<document)), receiptsFirst: record.receiptsFirst),
      stream: streams[record.stream], occurrence: record.occurrence,
      document: self.text(document..<text), documentDate: record.documentDate,
      text: record.textLength < 0
        ? usualTexts[~record.textLength] : self.text(text..<(text + Int(record.textLength))),
      partner: record.partner, location: record.location,
      lines: Int(record.firstLine)..<(Int(record.firstLine) + Int(record.lineCount)))
  }

  /// The entries in their order; pages are left behind as they are passed.
  public func makeIterator() -> Iterator {
    Iterator(entries: self, records: records.makeIterator())
  }

  /// Goes through entries.
  public struct Iterator: IteratorProtocol {
    fileprivate let entries: JournalEntries
    fileprivate var records: Pages<Record>.Iterator

    /// The next entry; `nil` behind the last one.
    ///
    /// - Returns: the entry with its texts.
    public mutating func next() -> JournalEntry? { records.next().map { entries.entry($0) } }
  }
}
