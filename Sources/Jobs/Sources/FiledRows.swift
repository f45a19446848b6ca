import AccountingValues
import Extraction
import Platform
import Warehouse

/// Rows that closed periods were closed with, by what tells that one has changed since: about 70 bytes
/// a row, 85 where its stream is remembered. All else that was filed of a row stays in the warehouse and
/// is read when the row is no longer what it was.
struct FiledRows {
  /// One row of a closed period.
  struct Mark: BitwiseCopyable {
    let fingerprint: Fingerprint
    /// The number of the row's key in the warehouse.
    let keyId: Int64
    /// The id of the period it counts in, which need not be that of its own day.
    let period: Int32
    /// Whether the row itself was filed: its stream was remembered then.
    let hasRecord: Bool

    /// A row as it was filed.
    ///
    /// - Parameters:
    ///   - filed: what the warehouse marks it with.
    ///   - period: the id of the period it counts in.
    init(_ filed: FiledMark, period: Int32) {
      guard let fingerprint = Fingerprint(filed.fingerprint) else {
        accountingFault("the fingerprint of \(filed.stream) \(filed.key) is no SHA-256")
      }
      self.fingerprint = fingerprint
      keyId = filed.keyId
      self.period = period
      hasRecord = filed.recordDigest != nil
    }
  }

  /// The rows of one stream.
  struct Stream {
    /// The rows' keys; the number of one is that of its row.
    private(set) var keys = KeyInterner()
    private var marks = Pages<Mark>()
    /// What tells records apart, of rows that have one; shorter than the rows where the last have none.
    private var records = Pages<Fingerprint.Half>()

    /// How many rows there are.
    var count: Int { marks.count }

    /// A row by its number.
    subscript(number: Int32) -> Mark { marks[Int(number)] }

    /// What a row's record comes to; `nil` where it was filed without one.
    func record(of number: Int32) -> Fingerprint.Half? {
      marks[Int(number)].hasRecord ? records[Int(number)] : nil
    }

    /// Takes a row. Of several with the same key the one of the last period counts, of one period the
    /// one whose key is the newest, in whatever order they come.
    mutating func add(_ key: SourceKey, _ mark: Mark, record: Fingerprint.Half?) {
      let (id, isNew) = keys.intern(key)
      let number = Int(id)
      if isNew {
        marks.append(mark)
      } else {
        let known = marks[number]
        guard (known.period, known.keyId) < (mark.period, mark.keyId) else { return }
        marks[number] = mark
      }
      guard let record else { return }
      // What stands for a row without a record is never asked for.
      while records.count <= number { records.append(record) }
      records[number] = record
    }
  }

  private(set) var streams: [String: Stream] = [:]
  private var periods: [Int32: FiscalPeriod] = [:]

  /// The number of a row in its stream; `nil` for one that no closed period was closed with.
  func number(of place: PastRows.Place) -> Int32? { streams[place.stream]?.keys.id(of: place.key) }

  /// A row as it was marked when its period was closed.
  subscript(place: PastRows.Place) -> Mark? {
    guard let stream = streams[place.stream], let number = stream.keys.id(of: place.key) else {
      return nil
    }
    return stream[number]
  }

  /// The period in which a row counts.
  func period(of mark: Mark) -> FiscalPeriod {
    guard let period = periods[mark.period] else { accountingFault("no period \(mark.period)") }
    return period
  }

  /// Takes a row; one of the same key takes the place of the one before.
  mutating func add(_ filed: FiledMark, in period: FiscalPeriod) {
    periods[period.id] = period
    streams[filed.stream, default: Stream()].add(
      SourceKey(filed.key), Mark(filed, period: period.id),
      record: filed.recordDigest.flatMap { Fingerprint($0) }?.half)
  }
}

/// Reads what was filed of rows beyond what tells that they have changed.
final class FiledArchive {
  /// Reads rows of one stream and period, in no order.
  typealias Reading = (_ stream: String, _ period: Int32, _ keyIds: [Int64]) throws(JobError) ->
    [Int64: PastRows.Filed]

  /// How many rows are asked for at once.
  private static let portion = 10_000

  private let reading: Reading
  /// Rows that were read before they were asked for.
  private var recalled: [PastRows.Place: PastRows.Filed] = [:]

  init(_ reading: @escaping Reading) { self.reading = reading }

  /// The archive of books that were never closed.
  static func empty() -> FiledArchive {
    FiledArchive { (_, _, _) throws(JobError) in [:] }
  }

  /// A row as it was filed.
  func filed(_ place: PastRows.Place, _ mark: FiledRows.Mark) throws(JobError) -> PastRows.Filed {
    if let known = recalled[place] { return known }
    return try found(place, mark, in: try reading(place.stream, mark.period, [mark.keyId]))
  }

  /// Reads rows that will be asked for one by one.
  func recall(_ places: [PastRows.Place], _ rows: FiledRows) throws(JobError) {
    try each(places, rows) { place, filed in recalled[place] = filed }
  }

  /// Rows as they were filed, in no order; places without one are passed over.
  func each(
    _ places: [PastRows.Place], _ rows: FiledRows, _ body: (PastRows.Place, PastRows.Filed) -> Void
  ) throws(JobError) {
    struct Leaf: Hashable {
      let stream: String
      let period: Int32
    }
    var leaves: [Leaf: [(place: PastRows.Place, mark: FiledRows.Mark)]] = [:]
    for place in places {
      guard let mark = rows[place] else { continue }
      leaves[Leaf(stream: place.stream, period: mark.period), default: []].append((place, mark))
    }
    for (leaf, wanted) in leaves {
      var start = 0
      while start < wanted.count {
        let part = wanted[start..<min(start + Self.portion, wanted.count)]
        let read = try reading(leaf.stream, leaf.period, part.map(\.mark.keyId))
        for (place, mark) in part { body(place, try found(place, mark, in: read)) }
        start = part.endIndex
      }
    }
  }

  private func found(
    _ place: PastRows.Place, _ mark: FiledRows.Mark, in read: [Int64: PastRows.Filed]
  ) throws(JobError) -> PastRows.Filed {
    guard let filed = read[mark.keyId] else {
      throw JobError(
        .unavailable, step: "extract",
        "what \(place.stream) \(place.key.displayText) was filed with in \(mark.period) is gone from the "
          + "warehouse",
        action: "run again; if it stays, restore the warehouse from its backup")
    }
    return filed
  }
}
