public import AccountingValues

/// The entry of one source document and event. Its lines stand in the same batch.
public struct JournalEntry: Hashable, Sendable {
  /// Running number in the run, from 0, in the order of posting.
  public let sequence: Int64
  /// Its name before, and beside, its number.
  public let reference: EntryReference
  /// The kind of event.
  public let kind: EventKind
  /// Position of its rule in `PostingDefinitions.rules`.
  public let rule: Int32
  /// Position of its journal in `PostingDefinitions.journals`.
  public let journal: Int32
  /// Position of its period in the ledger's periods.
  public let period: Int32
  /// Place in the order of events; its date is the posting date, its key the source key.
  public let order: EventOrder
  /// The stream or table of the source key.
  public let stream: String
  /// Tells entries apart that share kind, stream and key.
  public let occurrence: Int32
  /// The number people know the document by.
  public let document: String
  /// The date printed on the document.
  public let documentDate: CivilDate
  /// What the entry says.
  public let text: String
  /// The customer or supplier as a number of the code pool, `-1` for none.
  public let partner: Int32
  /// The location as a number of the code pool, `-1` for none.
  public let location: Int32
  /// The lines, as positions in the batch's `lines`.
  public let lines: Range<Int>

  /// The posting date.
  public var date: CivilDate { order.date }
}

/// What made a line, apart from the rule's own lines.
public enum LineOrigin: Hashable, Sendable, BitwiseCopyable {
  /// Line of the entry's rule, by position.
  case ruleLine(Int16)
  /// Cents by which the document differs from its lines.
  case roundingDifference
  /// Counterpart of one currency in an entry of several.
  case currencyExchange
}

/// One side of one account in an entry: everything the event posts to the same account, currency
/// and dimensions on that side, added up.
public struct JournalLine: Hashable, Sendable, BitwiseCopyable {
  /// Index of the account in the chart.
  public var account: Int32
  /// Debit or credit.
  public var side: BalanceSide
  /// The currency of `amountMinor`.
  public var currency: Currency
  /// In `currency`, not negative; zero for a line that moves base alone.
  public var amountMinor: Int64
  /// In base currency, not negative.
  public var baseMinor: Int64
  /// Number of the combination of dimension values; 0 for none.
  public var dimensions: Int32
  /// What made it; the first, where several rule lines were added up.
  public var origin: LineOrigin
  /// Position in `PostingDefinitions.mappings` of the mapping that gave the account; `-1` where the
  /// event named it. The first, where several were added up.
  public var mapping: Int32

  /// Base debit, not negative.
  public var debitMinor: Int64 { side == .debit ? baseMinor : 0 }
  /// Base credit, not negative.
  public var creditMinor: Int64 { side == .credit ? baseMinor : 0 }
}

/// Entries made since the last batch was taken, with their lines in one row.
public struct JournalBatch: Sendable {
  /// The entries in the order of posting.
  public var entries: JournalEntries
  /// The lines of all of them.
  public var lines: Pages<JournalLine>

  /// An empty batch.
  ///
  /// - Parameter pages: where the memory of many rows comes from.
  public init(pages: any PageSource = MemoryPages.shared) {
    entries = JournalEntries(pages: pages)
    lines = Pages(from: pages)
  }

  /// Says that entries and lines will not be read for a while.
  public func leave() {
    entries.leave()
    lines.leave()
  }

  /// The lines of an entry of this batch.
  ///
  /// - Parameter entry: an entry of this batch.
  /// - Returns: its lines in the order of the rule.
  public func lines(of entry: JournalEntry) -> Slice<Pages<JournalLine>> { lines[entry.lines] }
}
