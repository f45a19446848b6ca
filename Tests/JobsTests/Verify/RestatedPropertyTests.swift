import AccountingValues
import Definitions
import Extraction
import GeneralLedger
import Inventory
import Subledgers
import TestSupport
import Testing
import Warehouse

@testable import Jobs

/// Closed periods and restated books over seeded histories, closed and proved in memory.
@Suite("Restated books, over seeded histories")
struct RestatedPropertyTests {
  @Test(
    "Whatever comes late, closed periods and restated books differ by what is listed",
    arguments: [CostingMethod.fifo, .lifo, .hifo, .movingAverage])
  func identity(_ method: CostingMethod) throws {
    try RestatedProperty(method).check(0..<25)
  }

  @Test(
    "Posted, re-costing brings closed periods to what restated books are, and stays what it was",
    arguments: [CostingMethod.fifo, .lifo, .hifo, .movingAverage, .periodicAverage])
  func posted(_ method: CostingMethod) throws {
    try RestatedProperty(method, posts: true).check(0..<25)
  }
}

/// Plays histories, closes their months in memory, and proves what closed periods and restated books differ by.
struct RestatedProperty {
  private let method: CostingMethod
  private let plan: PostingPlan
  private let company: CompanyDefinition
  private let goLive: CivilDate
  /// The last day of each stage.
  private let ends: [CivilDate]
  /// Whether re-costing is posted on first open days.
  private let posts: Bool

  init(_ method: CostingMethod, posts: Bool = false) throws {
    self.method = method
    self.posts = posts
    goLive = try StockBooks.day("2026-01-01")
    ends = try ["2026-01-31", "2026-02-28", "2026-03-31"].map { try StockBooks.day($0) }
    plan = try ShippedPostingTests.shippedPlan()
    company = try StockBooks(movements: []).definition().company
  }

  func check(_ seeds: Range<UInt64>) throws {
    var moved = 0
    var recosted = 0
    var posted = 0
    for seed in seeds {
      let lines = try prove(LateHistory(seed: seed), seed).lines
      if lines.contains(where: { $0.posted != 0 }) { posted += 1 }
      if lines.contains(where: { $0.latePosted != 0 }) { moved += 1 }
      if lines.contains(where: { $0.recosting != 0 }) { recosted += 1 }
    }
    // Histories in which nothing comes late prove little. Goods at standard are never costed again.
    #expect(moved > seeds.count / 2, "\(moved)")
    if method != .standard { #expect(recosted > seeds.count / 20, "\(recosted)") }
    if posts { #expect(posted > seeds.count / 20, "\(posted)") }
  }

  /// Closes January and February as they were known, then proves March.
  private func prove(_ history: LateHistory, _ seed: UInt64) throws -> RestatedIdentity {
    let archive = FiledAtHand()
    var past = PastRows(firstOpenDay: goLive)
    var filed: [Int32: RestatedIdentity.Filed] = [:]
    for stage in 0..<2 {
      let books = try run(history, stage: stage, past)
      let period = company.calendar.period(containing: ends[stage])
      filed[period.id] = RestatedIdentity.Filed(
        sums: books.effects.total.filter { $0.key.period == period.id })
      past = try next(after: past, books.rows, period, archive)
    }
    let replay = try run(history, stage: 2, past)
    let placement = replay.rows.placement
    let moved = placement.moved
    let restated = try books(
      history, stage: 2, past.restated(from: goLive, observed: [])
    ) { _ in .restated(moved) }
    #expect(placement.apart.changed.isEmpty && placement.vanished.isEmpty, "seed \(seed)")
    let identity = RestatedIdentity(
      filed: filed, replay: replay.effects, restated: restated.effects, lacksRows: false)
    let wrong = identity.lines.filter { !$0.isProved || $0.configuration != 0 || $0.engine != 0 }
    #expect(wrong.isEmpty, "\(method), seed \(seed): \(wrong)")
    #expect(
      identity.lines.allSatisfy { line in
        guard case .poolQuantity = line.figure.subject else { return true }
        return line.recosting == 0
      }, "\(method), seed \(seed): re-costing moves quantities")
    if posts { expectRestated(identity, replay, seed) }
    expectCauses(
      RestatedIdentity.causes(replay.effects, replay.effects, restated.effects), identity, seed)
    try tamper(filed, replay.effects, restated.effects, identity, seed)
    return identity
  }

  /// The documents of each column of an account add up to it.
  private func expectCauses(
    _ causes: [RestatedCause], _ identity: RestatedIdentity, _ seed: UInt64
  ) {
    var sums: [RestatedCause.Column: ProvenSums] = [:]
    for cause in causes {
      sums[cause.column, default: [:]][cause.document.figure, default: 0] += cause.amount
    }
    for line in identity.lines {
      guard case .account = line.figure.subject else { continue }
      let found = RestatedCause.Column.allCases.map { sums[$0]?[line.figure] ?? 0 }
      #expect(
        found == [line.latePosted, line.posted, line.lateOwn, line.recosting],
        "\(method), seed \(seed): \(line)")
    }
  }

  /// One cent in one frozen figure is one cent of difference there, and nowhere else.
  private func tamper(
    _ filed: [Int32: RestatedIdentity.Filed], _ replay: BookedEffects, _ restated: BookedEffects,
    _ identity: RestatedIdentity, _ seed: UInt64
  ) throws {
    var random = SplitMix64(seed: seed)
    var filed = filed
    let figures = identity.lines.map(\.figure).filter { filed[$0.period] != nil }
    guard let figure = figures.randomElement(using: &random) else { return }
    filed[figure.period]?.sums[figure, default: 0] += 1
    let wrong = RestatedIdentity(
      filed: filed, replay: replay, restated: restated, lacksRows: false
    ).lines.filter { !$0.isProved }
    #expect(
      wrong.map(\.figure) == [figure] && wrong.first?.difference == -1,
      "\(method), seed \(seed): \(wrong)")
  }

  // MARK: Books

  private struct Books {
    let rows: PlacedRows
    let effects: BookedEffects
    let close: CompanyClose
    let result: CloseResult
  }

  /// A run: with what earlier runs restated, and with the difference that this one is the first to see.
  private func run(_ history: LateHistory, stage: Int, _ past: PastRows) throws -> Books {
    let filed = try books(history, stage: stage, past) { .replay($0) }
    let late = filed.close.lateOrder?.rows ?? []
    guard posts, past.firstOpenDay > goLive, !late.isEmpty else { return filed }
    let day = past.firstOpenDay
    let restated = try books(
      history, stage: stage, past.restated(from: goLive, observed: []), asOf: day.adding(days: -1)
    ) { _ in .restated([]) }
    let record = RestatementDifference(
      filed: (filed.close, filed.result), restated: (restated.close, restated.result), on: day
    ).record(late: late, knowledge: "")
    let seen = Observation(
      stream: RestatementRecord.stream, key: "\(day)/1", seenOn: ends[stage], cause: .appeared,
      oldRow: nil, newRow: record.text, postedOn: day)
    var known = past
    known.observe([seen])
    let final = try books(history, stage: stage, known) { .replay($0) }
    final.rows.placement.see(seen)
    let again = RestatementDifference(
      filed: (final.close, final.result), restated: (restated.close, restated.result), on: day
    ).record(late: late, knowledge: "")
    #expect(again.corrections.isEmpty, "what was posted is posted once: \(again.corrections)")
    return final
  }

  /// What closed periods and the first open day come to is what restated books have before it.
  private func expectRestated(_ identity: RestatedIdentity, _ replay: Books, _ seed: UInt64) {
    guard method != .periodicAverage, replay.close.restated.last?.record.leftOut == 0 else {
      return
    }
    let march = company.calendar.period(containing: ends[2]).id
    var off: [ProvenFigure.Subject: Int64] = [:]
    for line in identity.lines {
      if line.figure.period < march {
        off[line.figure.subject, default: 0] += line.restated - line.asFiled
      } else if line.figure.period == march {
        off[line.figure.subject, default: 0] -= line.latePosted + line.posted
      }
    }
    for (subject, amount) in off {
      switch subject {
      case .poolValue, .account("1300"), .account("5000"):
        #expect(amount == 0, "\(method), seed \(seed): \(subject) is off by \(amount)")
      case .poolQuantity, .account: continue
      }
    }
  }

  private func books(
    _ history: LateHistory, stage: Int, _ past: PastRows, asOf: CivilDate? = nil,
    _ effects: (RowPlacement) -> EntryEffects
  ) throws -> Books {
    let asOf = asOf ?? ends[stage]
    let placement = RowPlacement(
      company: company,
      days: RowPlacement.Days(
        goLive: goLive, firstOpenDay: past.firstOpenDay, asOf: asOf, knownAt: nil,
        receiptsFirst: false, seenOn: asOf),
      past: past, accepted: AcceptedFindings([], company: company.code, asOf: asOf))
    let rows = PlacedRows(history.texts(stage: stage), placement)
    let scope = CloseScope(
      company: "demo", name: "Demo", base: SmallBooks.euro, calendar: company.calendar,
      asOf: asOf, knownAt: nil, goLive: goLive, openFrom: goLive, receiptsFirst: false,
      costing: CostingPolicy(method: method, negativeStock: .allow, returnCost: .original),
      ageing: company.ageing, defaultDueDays: Dated(30),
      roundingLimit: Dated(company.roundingLimit))
    let close = CompanyClose(scope: scope, plan: plan, rates: RateTable([]), reader: rows)
    close.effects = effects(placement)
    if posts, past.firstOpenDay > goLive {
      close.restatements = try PostedRestatements(
        past.observations, days: Set(ends.dropLast().map { $0.adding(days: 1) })
      ) { placement.apart.late }
    }
    let result = try close.run { _ in }
    #expect(rows.findings.isEmpty, "\(rows.findings)")
    return Books(
      rows: rows,
      effects: BookedEffects(of: close, result, close.ledger.takeBatch(), byDocument: true),
      close: close, result: result)
  }

  /// What is known once a period is closed with these rows.
  private func next(
    after past: PastRows, _ rows: PlacedRows, _ period: FiscalPeriod, _ archive: FiledAtHand
  ) throws -> PastRows {
    for filed in rows.filed where period.days.contains(filed.day) {
      archive.file(
        filed.row, filed.lines, in: period,
        isRemembered: rows.placement.keeping[filed.place.stream] != nil)
    }
    var next = archive.past(firstOpenDay: period.end)
    next.observe(past.observations)
    next.observe(
      rows.placement.news.values.sorted { ($0.stream, $0.key) < ($1.stream, $1.key) })
    try next.recallSeen()
    return next
  }
}
