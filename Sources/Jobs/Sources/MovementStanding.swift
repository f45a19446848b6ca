import AccountingValues
import Extraction
import Platform

/// Tells the stock movements apart that count as they are from those that closed periods or a person
/// have a say in. Nearly all of a company's history is the first: a row of a closed period that is
/// what it was filed as costs a look-up and a digest, and never becomes cells.
struct MovementStanding {
  /// How a movement stands.
  enum Standing {
    /// It counts on its own day as it is.
    case own
    /// It is history from before the books.
    case beforeGoLive
    /// It changed, came late, or something was seen of it: the general way knows what to do.
    case apart
  }

  private let days: RowPlacement.Days
  private let filed: FiledRows.Stream
  /// Keys of movements of which something was seen.
  private var seen = KeyInterner()
  private let isRemembered: Bool
  /// Filed movements that were met, by their numbers.
  private(set) var present = BitSet()
  private let digest = SHA256()
  private var bytes: [UInt8] = []

  init(_ placement: RowPlacement, of stream: String) {
    days = placement.days
    filed = placement.past.filed.streams[stream] ?? FiledRows.Stream()
    isRemembered = placement.keeping[stream] != nil
    for key in placement.past.seenKeys(of: stream) { seen.intern(key) }
    for key in placement.keysLeftOut(of: stream) { seen.intern(key) }
  }

  /// How the movement stands that the reader gave last.
  mutating func standing(
    of row: StockMovementRow, in reader: StockMovementReader
  ) -> Standing {
    if seen.count > 0, reader.number(of: row, in: seen) != nil { return .apart }
    if filed.count > 0, let number = reader.number(of: row, in: filed.keys) {
      present.insert(number)
      return isAsFiled(number, reader) ? .own : .apart
    }
    if row.date < days.goLive.daysSince1970 { return .beforeGoLive }
    return row.date < days.firstOpenDay.daysSince1970 ? .apart : .own
  }

  /// What the movement was, for the closing of its period.
  mutating func fingerprint(
    of row: StockMovementRow, in reader: StockMovementReader, period: Int32
  ) -> RowFingerprint {
    RowFingerprint(
      stream: reader.layout.contract.name, key: reader.key(of: row), period: period,
      print: statement(reader), summary: RowSummary(row, in: reader),
      record: isRemembered ? record(reader) : nil)
  }

  private mutating func isAsFiled(_ number: Int32, _ reader: StockMovementReader) -> Bool {
    if isRemembered, let record = filed.record(of: number) {
      bytes.removeAll(keepingCapacity: true)
      reader.appendRecord(to: &bytes)
      return digest.fingerprint(of: bytes).half == record
    }
    return statement(reader) == filed[number].fingerprint
  }

  private mutating func statement(_ reader: StockMovementReader) -> Fingerprint {
    bytes.removeAll(keepingCapacity: true)
    reader.appendStatement(to: &bytes)
    return digest.fingerprint(of: bytes)
  }

  private mutating func record(_ reader: StockMovementReader) -> String {
    bytes.removeAll(keepingCapacity: true)
    reader.appendRecord(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
