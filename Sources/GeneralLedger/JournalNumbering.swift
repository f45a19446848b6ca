public import AccountingValues

/// A number that was given to an entry, for good.
public struct IssuedNumber: Hashable, Sendable {
  /// The entry.
  public let reference: EntryReference
  /// Code of the journal.
  public let journal: String
  /// The fiscal year it counts in.
  public let fiscalYear: Int
  /// Place in (company, journal, fiscal year), from 1, without gaps.
  public let sequence: Int64
  /// As printed.
  public let number: String

  /// A number read back.
  public init(
    reference: EntryReference, journal: String, fiscalYear: Int, sequence: Int64, number: String
  ) {
    self.reference = reference
    self.journal = journal
    self.fiscalYear = fiscalYear
    self.sequence = sequence
    self.number = number
  }
}

/// Why entries cannot be numbered.
public enum NumberingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Two different source rows hash to one reference, or one row was posted twice.
  case repeatedReference(EntryReference, String, String)
  /// The numbers issued before have a hole or a repetition: the store was tampered with.
  case brokenSeries(journal: String, fiscalYear: Int, at: Int64)

  /// What happened and what to do.
  public var description: String {
    switch self {
    case .repeatedReference(let reference, let a, let b):
      "entries of \(a) and \(b) share the reference \(reference); the same source row was posted "
        + "twice, or its key is not unique: correct the key of the stream"
    case .brokenSeries(let journal, let year, let sequence):
      "journal \(journal) of \(year) has no entry, or two, with sequence \(sequence); "
        + "restore the warehouse from a backup"
    }
  }
}

/// Gives entries their numbers when their period closes: gapless per (company, journal, fiscal
/// year), in the order of events. A number is never reused or moved; closing a reopened period
/// numbers only the entries that have none, after the last number of the series.
public struct JournalNumbering: Sendable {
  /// An entry to be numbered.
  public struct Request: Sendable {
    let entry: JournalEntry
    let journal: JournalDefinition
    let period: FiscalPeriod
    let location: String

    /// An entry with its journal, period and the code of its location, empty for none.
    public init(
      _ entry: JournalEntry, journal: JournalDefinition, period: FiscalPeriod,
      location: String = ""
    ) {
      self.entry = entry
      self.journal = journal
      self.period = period
      self.location = location
    }
  }

  private struct Series: Hashable {
    let journal: String
    let fiscalYear: Int
  }

  private let company: String
  private var last: [Series: Int64] = [:]
  private var issued: Set<EntryReference>

  /// A numbering that carries on after the numbers issued before, in any order.
  ///
  /// - Throws: `NumberingError.brokenSeries`.
  public init(company: String, issued: [IssuedNumber] = []) throws(NumberingError) {
    self.company = company
    self.issued = Set(issued.map(\.reference))
    let bySeries = Dictionary(grouping: issued) {
      Series(journal: $0.journal, fiscalYear: $0.fiscalYear)
    }
    for (series, numbers) in bySeries {
      for (position, sequence) in numbers.map(\.sequence).sorted().enumerated()
      where sequence != Int64(position) + 1 {
        throw .brokenSeries(
          journal: series.journal, fiscalYear: series.fiscalYear, at: Int64(position) + 1)
      }
      last[series] = Int64(numbers.count)
    }
  }

  /// Numbers the entries that have none.
  ///
  /// - Returns: the new numbers, in the order of events.
  /// - Throws: `NumberingError.repeatedReference`.
  public mutating func assign(
    _ requests: [Request]
  ) throws(NumberingError) -> [IssuedNumber] {
    var names: [EntryReference: String] = [:]
    for request in requests {
      let name = "\(request.entry.stream) \(request.entry.order.key.text)"
      if let other = names.updateValue(name, forKey: request.entry.reference) {
        throw .repeatedReference(request.entry.reference, other, name)
      }
    }
    var numbers: [IssuedNumber] = []
    for request in requests.sorted(by: Self.inOrder)
    where issued.insert(request.entry.reference).inserted {
      let series = Series(
        journal: request.journal.code, fiscalYear: request.period.fiscalYear)
      let sequence = (last[series] ?? 0) + 1
      last[series] = sequence
      numbers.append(
        IssuedNumber(
          reference: request.entry.reference, journal: series.journal,
          fiscalYear: series.fiscalYear, sequence: sequence,
          number: request.journal.numbers.text(
            company: company, journal: series.journal, location: request.location,
            period: request.period, date: request.entry.date, sequence: sequence)))
    }
    return numbers
  }

  /// Order of events; entries of one event by kind and occurrence.
  private static func inOrder(_ a: Request, _ b: Request) -> Bool {
    if a.entry.order < b.entry.order { return true }
    if b.entry.order < a.entry.order { return false }
    if a.entry.kind != b.entry.kind { return a.entry.kind < b.entry.kind }
    if a.entry.stream != b.entry.stream { return a.entry.stream < b.entry.stream }
    return a.entry.occurrence < b.entry.occurrence
  }
}

extension NumberPattern {
  /// A number as printed.
  public func text(
    company: String, journal: String, location: String, period: FiscalPeriod, date: CivilDate,
    sequence: Int64
  ) -> String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .company: company
      case .journal: journal
      case .location: location
      case .year: String(period.fiscalYear)
      case .month: Self.padded(Int64(date.month), 2)
      case .period: Self.padded(Int64(period.number), 2)
      case .sequence(let digits): Self.padded(sequence, digits)
      }
    }.joined()
  }

  private static func padded(_ value: Int64, _ digits: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
