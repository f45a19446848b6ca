import AccountingValues
import Extraction
import Platform
import Warehouse

/// What an input row was when its period was closed.
struct RowFingerprint: Hashable {
  let stream: String
  let key: SourceKey
  let period: Int32
  let print: Fingerprint
  let summary: RowSummary?
  /// The row itself, for streams that are remembered.
  let record: String?

  /// SHA-256 over what a row and its lines state, each cell with its column's name. What says how
  /// things stand now is left out: an order of a closed month may be delivered in an open one. What is
  /// not stated is left out too, so that a column that a later version adds changes no closed row.
  static func print(
    of row: StreamRow, with lines: [StreamRow] = [], _ digest: SHA256 = SHA256()
  ) -> Fingerprint {
    digest.fingerprint(of: lines.reduce(into: row.statement) { $0 += $1.statement })
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
    /// What it was worth; `nil` for one that an earlier version filed.
    let summary: RowSummary?
    /// The row itself; `nil` where its stream was not remembered then.
    let record: String?
  }

  /// A row as it was, and the day it counts from. A vanished row has no record.
  struct Version: Equatable {
    /// `nil` for the row's own day.
    let day: CivilDate?
    let record: String?
  }

  let firstOpenDay: CivilDate
  /// Whether rows count on their own days although they came late.
  private var isRestated = false
  private(set) var filed = FiledRows()
  /// Reads the rest of what was filed.
  let archive: FiledArchive
  private(set) var observations: [Observation] = []
  /// What was seen of a row, in the order it was seen.
  private var seen: [Place: [Observation]] = [:]

  init(firstOpenDay: CivilDate, archive: FiledArchive = .empty()) {
    self.firstOpenDay = firstOpenDay
    self.archive = archive
  }

  /// What is known when nothing was ever closed: of sources that say only how things are now, what
  /// they said when; of all others nothing.
  func restated(from goLive: CivilDate, observed: Set<String>) -> PastRows {
    var past = PastRows(firstOpenDay: goLive)
    past.isRestated = true
    past.observe(observations.filter { observed.contains($0.stream) })
    return past
  }

  /// Takes a row that a closed period was closed with.
  mutating func file(_ row: FiledMark, in period: FiscalPeriod) { filed.add(row, in: period) }

  /// Takes observations in the order they were made.
  mutating func observe(_ more: [Observation]) {
    observations += more
    for seen in more where seen.postedOn != nil {
      self.seen[Place(seen.stream, SourceKey(seen.key)), default: []].append(seen)
    }
  }

  /// Reads the rows that were seen since they were filed: each is asked for.
  func recallSeen() throws(JobError) {
    try archive.recall(seen.keys.filter { filed[$0]?.hasRecord == true }, filed)
  }

  /// Whether anything was seen of a row since.
  func isSeen(_ place: Place) -> Bool { seen[place] != nil }

  /// The keys of rows of a stream of which something was seen since.
  func seenKeys(of stream: String) -> [SourceKey] {
    seen.keys.filter { $0.stream == stream }.map(\.key)
  }

  /// Whether a row of a closed period is what it was filed as, and nothing was seen of it since.
  func isAsFiled(_ row: StreamRow, _ place: Place, _ digest: SHA256) -> Bool {
    guard let stream = filed.streams[place.stream], let number = stream.keys.id(of: place.key),
      let record = stream.record(of: number), seen[place] == nil
    else { return false }
    return record == digest.fingerprint(of: Array(row.record.utf8)).half
  }

  /// The day on which a row that came late to a closed period stands; `nil` for one that was never
  /// seen, or was seen and gone before the period of its day was closed.
  ///
  /// A filed row stands where it was filed. While its day is open, the first day stays.
  func postingDay(of place: Place) -> CivilDate? {
    let days = (seen[place] ?? []).filter { $0.cause == .appeared }.compactMap(\.postedOn)
    if let mark = filed[place] {
      let period = filed.period(of: mark).days
      return days.filter { period.contains($0) }.min()
    }
    return days.filter { $0 >= firstOpenDay }.min()
  }

  /// The versions of a remembered row, in the order of their days; none when nobody saw it before.
  func versions(of place: Place) throws(JobError) -> [Version] {
    let changes = seen[place] ?? []
    let day = postingDay(of: place)
    var versions: [Version] = []
    var rest = changes[...]
    if let mark = filed[place] {
      guard mark.hasRecord, let record = try archive.filed(place, mark).record else { return [] }
      versions = [Version(day: day, record: record)]
      let first = changes.firstIndex { $0.cause != .appeared && $0.oldRow == record }
      rest = changes[(first ?? changes.endIndex)...]
    } else if isRestated, let first = changes.firstIndex(where: { $0.cause == .appeared }) {
      versions = [Version(day: nil, record: changes[first].newRow)]
      rest = changes[(first + 1)...]
    } else if let day, let first = changes.firstIndex(where: { $0.postedOn == day }) {
      versions = [Version(day: day, record: changes[first].newRow)]
      rest = changes[(first + 1)...]
    } else {
      return []
    }
    for change in rest {
      versions = Self.adding(Version(day: change.postedOn, record: change.newRow), to: versions)
    }
    return versions
  }

  /// One version more. On the day of the last it takes its place.
  static func adding(_ version: Version, to versions: [Version]) -> [Version] {
    var versions = versions
    if let last = versions.last?.day, let day = version.day, last >= day {
      versions[versions.count - 1] = Version(day: last, record: version.record)
    } else {
      versions.append(version)
    }
    return versions
  }
}
