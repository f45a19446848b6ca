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
}

/// Plays histories, closes their months in memory, and proves what closed periods and restated books differ by.
struct RestatedProperty {
  private let method: CostingMethod
  private let plan: PostingPlan
  private let company: CompanyDefinition
  private let goLive: CivilDate
  /// The last day of each stage.
  private let ends: [CivilDate]

  init(_ method: CostingMethod) throws {
    self.method = method
    goLive = try StockBooks.day("2026-01-01")
    ends = try ["2026-01-31", "2026-02-28", "2026-03-31"].map { try StockBooks.day($0) }
    plan = try ShippedPostingTests.shippedPlan()
    company = try StockBooks(movements: []).definition().company
  }

  func check(_ seeds: Range<UInt64>) throws {
    var moved = 0
    var recosted = 0
    for seed in seeds {
      let lines = try prove(LateHistory(seed: seed), seed).lines
      if lines.contains(where: { $0.latePosted != 0 }) { moved += 1 }
      if lines.contains(where: { $0.recosting != 0 }) { recosted += 1 }
    }
    // Histories in which nothing comes late prove little. Goods at standard are never costed again.
    #expect(moved > seeds.count / 2, "\(moved)")
    if method != .standard { #expect(recosted > seeds.count / 20, "\(recosted)") }
  }

  /// Closes January and February as they were known, then proves March.
  private func prove(_ history: LateHistory, _ seed: UInt64) throws -> RestatedIdentity {
    let archive = FiledAtHand()
    var past = PastRows(firstOpenDay: goLive)
    var filed: [Int32: RestatedIdentity.Filed] = [:]
    for stage in 0..<2 {
      let books = try books(history, stage: stage, past) { .replay($0) }
      let period = company.calendar.period(containing: ends[stage])
      filed[period.id] = RestatedIdentity.Filed(
        sums: books.effects.total.filter { $0.key.period == period.id })
      past = try next(after: past, books.rows, period, archive)
    }
    let replay = try books(history, stage: 2, past) { .replay($0) }
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
        found == [line.latePosted, line.lateOwn, line.recosting],
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
  }

  private func books(
    _ history: LateHistory, stage: Int, _ past: PastRows, _ effects: (RowPlacement) -> EntryEffects
  ) throws -> Books {
    let asOf = ends[stage]
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
    let result = try close.run { _ in }
    #expect(rows.findings.isEmpty, "\(rows.findings)")
    return Books(
      rows: rows,
      effects: BookedEffects(of: close, result, close.ledger.takeBatch(), byDocument: true))
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
