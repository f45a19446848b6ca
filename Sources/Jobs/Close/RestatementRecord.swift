import AccountingValues
import Extraction
import Foundation
import Inventory
import Warehouse

/// What re-costing closed periods moves, as one run found it and every later run posts it again: kept as
/// an observation, so that the figures stay what they were (ACCOUNTING §3).
struct RestatementRecord: Codable, Hashable {
  /// The stream under which observations hold such records.
  static let stream = "restatements"

  /// A row that came late.
  struct Row: Codable, Hashable, Comparable {
    let stream: String
    let key: String

    init(_ place: PastRows.Place) {
      stream = place.stream
      key = place.key.text
    }

    var place: PastRows.Place { PastRows.Place(stream, SourceKey(key)) }

    static func < (a: Row, b: Row) -> Bool { (a.stream, a.key) < (b.stream, b.key) }
  }

  /// A cost pool by what it holds.
  struct Pool: Codable, Hashable, Comparable {
    let item: String
    let place: String
    let lot: String
    let owner: String
    /// Tells goods under way apart.
    let lane: Int32

    static func < (a: Pool, b: Pool) -> Bool {
      (a.item, a.place, a.lot, a.owner, a.lane) < (b.item, b.place, b.lot, b.owner, b.lane)
    }
  }

  /// A change of a pool's value.
  struct Correction: Codable, Hashable {
    /// The movement's key; `nil` where the change speaks of several.
    let movement: String?
    /// Position in `pools`.
    let pool: Int
    /// `CounterRole` by its word.
    let role: String
    /// In minor units.
    let minor: Int64
  }

  /// What a pool would hold: quantities in millionths with their values, in the order of its queue.
  struct Stock: Codable, Hashable {
    let pool: Int
    let layers: [[Int64]]
  }

  /// All rows that are late, these and those of earlier records.
  let late: [Row]
  /// Digest of what was known when it was made.
  let knowledge: String
  var pools: [Pool] = []
  var corrections: [Correction] = []
  var stocks: [Stock] = []
  /// What it moves of the result of fiscal years before that of its day, in minor units; a loss is
  /// positive.
  var earlierYearsMinor: Int64 = 0
  /// Pools that are left as they were filed.
  var leftOut = 0

  /// As it is kept.
  var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else { accountingFault("a restatement has no text") }
    return String(decoding: data, as: UTF8.self)
  }

  /// A record from its text; `nil` for one that another version wrote.
  init?(text: String) {
    guard
      let record = try? JSONDecoder().decode(RestatementRecord.self, from: Data(text.utf8)),
      record.corrections.allSatisfy({
        record.pools.indices.contains($0.pool) && CounterRole(rawValue: $0.role) != nil
      }), record.stocks.allSatisfy({ record.pools.indices.contains($0.pool) })
    else { return nil }
    self = record
  }

  init(late: [Row], knowledge: String) {
    self.late = late
    self.knowledge = knowledge
  }
}

/// The restatements that books are made with.
struct PostedRestatements {
  /// One that was posted on a day.
  struct Posted {
    let day: CivilDate
    /// Names it: the day and its number on it.
    let key: String
    let record: RestatementRecord
  }

  /// Rows that came late, as far as they were read.
  let late: () -> Set<PastRows.Place>
  /// First days of periods on which differences are posted: what came late comes before all else then.
  let days: Set<CivilDate>
  private(set) var posted: [Posted]

  /// The records among what was observed.
  ///
  /// - Throws: `JobError` for a record that this version cannot read.
  init(
    _ observations: [Observation], days: Set<CivilDate>, late: @escaping () -> Set<PastRows.Place>
  ) throws(JobError) {
    self.late = late
    self.days = days
    posted = []
    for seen in observations where seen.stream == RestatementRecord.stream {
      try add(seen)
    }
    posted.sort { ($0.day, $0.key.count, $0.key) < ($1.day, $1.key.count, $1.key) }
  }

  /// Adds a record.
  mutating func add(_ seen: Observation) throws(JobError) {
    guard let day = seen.postedOn, let text = seen.newRow,
      let record = RestatementRecord(text: text)
    else {
      throw JobError(
        .configuration, step: "periods", "this version cannot read the restatement \(seen.key)",
        action: "use the version that posted it")
    }
    posted.append(Posted(day: day, key: seen.key, record: record))
  }

  /// Those that count: their periods are closed, so that what they name is late.
  func counting(_ late: Set<PastRows.Place>) -> [Posted] {
    posted.filter { days.contains($0.day) && $0.record.late.allSatisfy { late.contains($0.place) } }
  }
}
