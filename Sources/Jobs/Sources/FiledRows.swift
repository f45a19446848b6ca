import AccountingValues
import Extraction
import Platform

/// What an input row was, in 32 bytes.
struct RowFingerprint: Hashable {
  let stream: String
  let key: SourceKey
  let period: Int32
  let bytes: [UInt8]
}

/// A row of a closed period that was not there when the period was closed.
struct LateRow {
  enum Cause: String { case appeared }

  let stream: String
  let key: SourceKey
  let ownDate: CivilDate
  let cause: Cause
  /// The open day it entered the books on; fixed from then on.
  let postedOn: CivilDate

  init(_ row: StreamRow, cause: Cause, postedOn: CivilDate) {
    stream = row.stream
    key = row.key
    ownDate = row.order?.date ?? postedOn
    self.cause = cause
    self.postedOn = postedOn
  }
}

/// The rows that closed periods were closed with, and the late ones seen since.
struct FiledRows {
  /// What the rows of closed periods say now, beside what was filed.
  enum State {
    case asFiled
    case appeared(postedOn: CivilDate)
    case changed
  }

  private struct Place: Hashable {
    let stream: String
    let key: SourceKey
  }

  private var filed: [Place: [UInt8]] = [:]
  private var seenLate: [Place: CivilDate] = [:]
  private let firstOpenDay: CivilDate

  init(firstOpenDay: CivilDate) { self.firstOpenDay = firstOpenDay }

  mutating func add(stream: String, key: SourceKey, fingerprint: [UInt8]) {
    filed[Place(stream: stream, key: key)] = fingerprint
  }

  mutating func addLate(stream: String, key: SourceKey, postedOn: CivilDate) {
    seenLate[Place(stream: stream, key: key)] = postedOn
  }

  /// Whether nothing was ever closed.
  var isEmpty: Bool { filed.isEmpty }

  /// The state of a row whose accounting date lies in a closed period.
  func state(of row: StreamRow, with lines: [StreamRow]) -> State {
    let place = Place(stream: row.stream, key: row.key)
    if let known = filed[place] {
      return known == Self.fingerprint(of: row, with: lines) ? .asFiled : .changed
    }
    if let day = seenLate[place] {
      return day < firstOpenDay ? .asFiled : .appeared(postedOn: day)
    }
    return .appeared(postedOn: firstOpenDay)
  }

  /// SHA-256 over the cells of a row and its lines, column by column.
  static func fingerprint(of row: StreamRow, with lines: [StreamRow] = []) -> [UInt8] {
    let digest = SHA256()
    for part in [row] + lines {
      for cell in part.cells { digest.update(cell.displayText + "\u{1F}") }
      digest.update("\u{1E}")
    }
    return digest.digest().bytes
  }
}
