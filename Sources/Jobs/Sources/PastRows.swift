import AccountingValues
import Extraction
import Platform
import Warehouse

/// What an input row was when its period was closed.
struct RowFingerprint: Hashable {
  let stream: String
  let key: SourceKey
  let period: Int32
  let bytes: [UInt8]
  let summary: RowSummary?

  /// SHA-256 over the cells of a row and its lines, column by column.
  static func bytes(of row: StreamRow, with lines: [StreamRow] = []) -> [UInt8] {
    let digest = SHA256()
    for part in [row] + lines {
      for cell in part.cells { digest.update(cell.displayText + "\u{1F}") }
      digest.update("\u{1E}")
    }
    return digest.digest().bytes
  }
}

/// What earlier runs know of the source's rows: what closed periods were closed with, and what was
/// seen of rows since (ACCOUNTING §3).
///
///     receipt of April, seen in May, when April was closed   filed nowhere, observed: counts on 1 May
///     the same when May is closed too                        filed in May, stays on 1 May
struct PastRows {
  /// The stream and key of a row.
  struct Place: Hashable {
    let stream: String
    let key: SourceKey

    init(_ stream: String, _ key: SourceKey) {
      self.stream = stream
      self.key = key
    }
  }

  /// A row of a closed period as it was filed.
  struct Filed {
    /// The period it counts in, which need not be that of its own day.
    let period: FiscalPeriod
    let fingerprint: [UInt8]
    /// What it was worth; `nil` for one that an earlier version filed.
    let summary: RowSummary?
  }

  let firstOpenDay: CivilDate
  private(set) var filed: [Place: Filed] = [:]
  private(set) var observations: [Observation] = []
  private var appearances: [Place: [CivilDate]] = [:]

  init(firstOpenDay: CivilDate) { self.firstOpenDay = firstOpenDay }

  mutating func file(_ place: Place, _ row: Filed) { filed[place] = row }

  /// Takes observations in the order they were made.
  mutating func observe(_ more: [Observation]) {
    observations += more
    for seen in more where seen.cause == .appeared {
      guard let day = seen.postedOn else { continue }
      appearances[Place(seen.stream, SourceKey(seen.key)), default: []].append(day)
    }
  }

  /// The day on which a row that came late to a closed period stands; `nil` for one that was never
  /// seen, or was seen and gone before the period of its day was closed.
  ///
  /// A filed row stands where it was filed. While its day is open, the first day stays.
  func postingDay(of place: Place) -> CivilDate? {
    let days = appearances[place] ?? []
    if let filed = filed[place] { return days.filter { filed.period.days.contains($0) }.min() }
    return days.filter { $0 >= firstOpenDay }.min()
  }
}
