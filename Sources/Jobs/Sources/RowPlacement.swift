import AccountingValues
import Definitions
import Extraction
import Platform
import Warehouse

/// Where a row stands in the books.
enum Placing {
  /// Computed on a day.
  case on(CivilDate)
  /// Not computed.
  case out(RowFate)
  /// What was filed or seen before, and what corrects it, stand for the row.
  case replayed([DatedRow], RowFate)
}

/// Decides on which day each row counts, against what closed periods were filed with and what was seen
/// since (ACCOUNTING §3), and remembers what it is the first to see. Knows no database and no clock.
///
/// A reference type, because the replay of a stream and its reader share it.
final class RowPlacement {
  /// The days that decide what becomes of a row.
  struct Days {
    let goLive: CivilDate
    /// The first day that is not frozen.
    let firstOpenDay: CivilDate
    let asOf: CivilDate
    let knownAt: CivilDate?
    let receiptsFirst: Bool
    /// The last day that is known of, and the day on which what is new is seen.
    let seenOn: CivilDate
  }

  /// What runs keep of a stream's rows.
  enum Keeping {
    /// Rows of closed periods in full, so that what changes in them can be corrected.
    case remembered
    /// Every row as it is seen: the source says only how things are now.
    case observed
  }

  /// Rows that do not stand in the books as the source has them now.
  struct Apart {
    /// Rows that count on a later day than their own, and corrections of filed rows.
    fileprivate(set) var late: Set<PastRows.Place> = []
    /// Filed rows that corrections stand beside.
    fileprivate(set) var replaced: Set<PastRows.Place> = []
    /// Rows that wait for a person.
    fileprivate(set) var held: Set<PastRows.Place> = []
    /// Rows whose closed period keeps something else, and which block until that is decided.
    fileprivate(set) var changed: Set<PastRows.Place> = []

    /// All of them.
    var rows: Set<PastRows.Place> { late.union(replaced).union(held).union(changed) }
  }

  let days: Days
  /// What earlier runs filed and saw.
  let past: PastRows
  /// What is kept of streams whose rows are remembered.
  var keeping: [String: Keeping] = [:]
  private(set) var findings: [Finding] = []
  /// What this run is the first to see, by row: rows of closed periods that appeared, and what
  /// became of rows that are remembered.
  private(set) var news: [PastRows.Place: Observation] = [:]
  /// What the books hold otherwise than the source.
  private(set) var apart = Apart()
  /// Filed rows that are still there, as they were filed or not, by their numbers in their stream.
  private var present: [String: BitSet] = [:]
  /// Rows that are still there, of those that were seen since.
  private var presentSeen: Set<PastRows.Place> = []
  /// Rows of closed periods that say something else now, or nothing.
  private var changes: [(place: PastRows.Place, now: RowSummary?)] = []
  private let digest = SHA256()
  private let company: CompanyDefinition
  /// What people let in of rows that came late.
  private let accepted: AcceptedFindings
  /// Rows that are not computed: they wait for a person.
  private let leftOut: Set<PastRows.Place>

  init(
    company: CompanyDefinition, days: Days, past: PastRows, accepted: AcceptedFindings,
    leavingOut leftOut: Set<PastRows.Place> = []
  ) {
    self.leftOut = leftOut
    self.company = company
    self.days = days
    self.past = past
    self.accepted = accepted
  }

  /// Rows that a closed period was closed with and that were not there when all was read.
  var vanished: [PastRows.Place] {
    past.filed.streams.keys.filter { keeping[$0] == nil }.sorted().flatMap(absentFiled(of:))
  }

  /// Rows that do not stand in the books as the source has them, when all was read.
  var moved: Set<PastRows.Place> { apart.rows.union(vanished) }

  /// Keys of rows of a stream that are not computed.
  func keysLeftOut(of stream: String) -> [SourceKey] {
    leftOut.filter { $0.stream == stream }.map(\.key)
  }

  /// The rule that leaves out rows before go-live.
  static let beforeGoLive = "before_go_live"

  /// The day to compute a row on. Before go-live it is history. A row of a closed period counts as
  /// it was filed, where it was filed, whatever it says now; one that was not there then enters on the
  /// first open day.
  func place(_ row: StreamRow, with lines: [StreamRow] = []) -> Placing {
    guard let own = row.order?.date else { return .on(days.goLive) }
    let place = PastRows.Place(row.stream, row.key)
    meet(place)
    if leftOut.contains(place) { return .out(.held) }
    if let filed = past.filed[place] {
      guard filed.fingerprint == RowFingerprint.print(of: row, with: lines, digest) else {
        tell(place, now: RowSummary(row, with: lines))
        return .out(.held)
      }
      let day = past.postingDay(of: place) ?? own
      note(place, on: day, insteadOf: own)
      return .on(day)
    }
    if own < days.goLive { return .out(.excluded(rule: Self.beforeGoLive)) }
    if own >= days.firstOpenDay { return .on(own) }
    guard let day = lateDay(of: row, with: lines, at: place) else {
      apart.held.insert(place)
      return .out(.held)
    }
    note(place, on: day, insteadOf: own)
    return .on(day)
  }

  /// The day of a row that came late to a closed period: the first open day for one that nobody has
  /// seen, the day it was given then for one that was.
  private func lateDay(
    of row: StreamRow, with lines: [StreamRow] = [], at place: PastRows.Place
  ) -> CivilDate? {
    let seen = past.postingDay(of: place)
    let day = seen ?? days.firstOpenDay
    let summary = RowSummary(row, with: lines)
    guard lets(place, summary, Self.cameLate, on: day, wasPosted: seen != nil)
    else { return nil }
    if seen == nil {
      see(
        Observation(
          stream: row.stream, key: row.key.text, seenOn: days.seenOn, cause: .appeared,
          oldRow: nil, newRow: row.record, postedOn: day))
    }
    return day
  }

  /// What is said of a row that came late.
  static let cameLate = "is dated into a closed period and came after it"

  // MARK: Presence

  /// Notes that a row is there.
  func meet(_ place: PastRows.Place) {
    if let number = past.filed.number(of: place) {
      present[place.stream, default: BitSet()].insert(number)
    }
    if past.isSeen(place) { presentSeen.insert(place) }
  }

  /// Notes that filed rows of a stream are there, by their numbers.
  func meet(_ numbers: BitSet, of stream: String) {
    present[stream, default: BitSet()].formUnion(numbers)
  }

  /// Whether a row that was filed or seen was met.
  func isPresent(_ place: PastRows.Place) -> Bool {
    if let number = past.filed.number(of: place) {
      return present[place.stream]?.contains(number) ?? false
    }
    return presentSeen.contains(place)
  }

  /// Rows of a stream that were filed or seen and were not met, in the order of their keys.
  func absent(of stream: String) -> [PastRows.Place] {
    let seen = past.seenKeys(of: stream).map { PastRows.Place(stream, $0) }
    return Set(absentFiled(of: stream) + seen.filter { !isPresent($0) })
      .sorted { $0.key < $1.key }
  }

  private func absentFiled(of stream: String) -> [PastRows.Place] {
    guard let filed = past.filed.streams[stream] else { return [] }
    let present = present[stream] ?? BitSet()
    return (0..<Int32(filed.count)).filter { !present.contains($0) }.map {
      PastRows.Place(stream, filed.keys[$0])
    }
  }

  /// Whether a row of a closed period is what it was filed as, and nothing was seen of it since.
  func isAsFiled(_ row: StreamRow, _ place: PastRows.Place) -> Bool {
    past.isAsFiled(row, place, digest)
  }

  // MARK: Noting

  /// Notes what this run is the first to see.
  func see(_ observation: Observation) {
    news[PastRows.Place(observation.stream, SourceKey(observation.key))] = observation
  }

  /// Notes that a row counts on a day that may not be its own.
  func note(_ place: PastRows.Place, on day: CivilDate, insteadOf own: CivilDate) {
    if day != own { apart.late.insert(place) }
  }

  /// Notes the rows that stand for one that is remembered: the row as it was first, on its own day or
  /// later, then what followed. Where the source says only how things are now, what followed is its
  /// history and no correction.
  func note(_ rows: [DatedRow], for place: PastRows.Place, corrects: Bool) {
    guard let first = rows.first else { return }
    if let own = first.row.order?.date, own != first.day, first.row.key == place.key {
      apart.late.insert(place)
    } else if corrects, rows.count > 1 {
      apart.replaced.insert(place)
    }
    guard corrects else { return }
    for correction in rows where correction.row.key != place.key {
      apart.late.insert(PastRows.Place(place.stream, correction.row.key))
    }
  }

  /// Notes that a row, or what became of it, waits for a person.
  func noteHeld(_ place: PastRows.Place) { apart.held.insert(place) }

  /// Tells that a row of a closed period says something else now, or nothing.
  func tell(_ place: PastRows.Place, now: RowSummary?) {
    apart.changed.insert(place)
    changes.append((place, now))
  }

  /// What is wrong with rows of closed periods, when all was read: those that say something else
  /// now, and those that are gone. What they were filed with is read for it.
  func closedRowFindings() throws(JobError) -> [Finding] {
    var now: [PastRows.Place: [RowSummary?]] = [:]
    for change in changes { now[change.place, default: []].append(change.now) }
    for place in vanished { now[place, default: []].append(nil) }
    var findings: [Finding] = []
    try past.archive.each(Array(now.keys), past.filed) { place, filed in
      for now in now[place] ?? [] {
        findings.append(
          ClosedRowChange(place: place, filed: filed, now: now, calendar: company.calendar).finding)
      }
    }
    return findings
  }

  /// Whether what came late may count. With `late_rows: hold` a person decides row by row, once: what
  /// was posted stays. The finding stays too while its day is open, so that a run repeated says the
  /// same as the one that saw the row first.
  func lets(
    _ place: PastRows.Place, _ row: RowSummary?, _ what: String, on day: CivilDate,
    wasPosted: Bool
  ) -> Bool {
    guard company.policies.lateRows == .hold else { return true }
    let key = place.key.displayText
    let isPosted = wasPosted || accepted.letsIn(place.stream, key)
    findings.append(
      Finding(
        code: "PER-004", severity: .warning, origin: place.stream, key: key,
        document: row?.document ?? "", amount: row?.money,
        message: (row.map { "\(what) (\($0.day)\($0.worth))" } ?? what)
          + (isPosted ? "; accepted, it counts on \(day)" : "; it is held, as late_rows says"),
        action: isPosted
          ? "nothing: it keeps that day"
          : "accept it in jobs/companies/\(company.code)/accepted.csv with origin \(place.stream), and "
            + "it is posted on the first open day, or correct the ERP"))
    return isPosted
  }
}

extension RowPlacement.Keeping {
  /// What `source.yaml` asks for.
  init?(_ stream: SourceDefinition.Stream?) {
    guard let stream, stream.isRemembered else { return nil }
    self = stream.history == .observed ? .observed : .remembered
  }
}
