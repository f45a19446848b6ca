import AccountingValues
import Definitions
import Extraction
import GeneralLedger
import Reporting
import Warehouse

/// What a proof of one company's books found.
struct CompanyProof {
  let identity: RestatedIdentity
  let periods: [FiscalPeriod]
  /// Periods that are closed.
  let closed: Set<Int32>
  /// What accounts and pools are called.
  let names: ProofNames
  /// Rows that came late, were corrected, wait, or have changed since their period was closed.
  let apart: RowPlacement.Apart
  /// The documents behind what restating moves, where they are wanted.
  var causes: [RestatedCause] = []
  /// Open periods that show the close of other rows or rules, and prove nothing.
  var stale: [FiscalPeriod] = []
}

/// Names of accounts, items and places, by code or key.
struct ProofNames {
  private(set) var accounts: [String: String] = [:]
  private(set) var items: [String: String] = [:]
  private(set) var places: [String: String] = [:]

  init(_ close: CompanyClose) {
    for account in close.plan.chart.accounts { accounts[account.code] = account.name }
    for (key, item) in zip(close.masters.items.keys, close.masters.items.values) {
      items[key.text] = item.number
    }
    for (key, place) in zip(close.masters.places.keys, close.masters.places.values) {
      places[key.text] = place.number
    }
  }
}

extension CompanyRun {
  // MARK: Published figures

  /// Holds every published figure against what the source's rows make of it, recomputed as the run did
  /// whose figures are seen.
  func provePublished(_ published: PinnedReader) throws(JobError) -> CompanyProof {
    let reader = published.company
    let books = try openBooks(from: reader)
    let records = try translating(company: company.code) { try reader.periods() }
    let sources = try openSources(books.past)
    defer { sources.close() }
    let (close, result, journal, closeId, used) = try compute(sources, books, reader)
    let current = try translating(company: company.code) { try reader.currentClose() }
    let shown = records.filter { $0.currentRun != nil }
    let isSame = current?.closeId == closeId
    let proven = shown.filter { $0.state == .closed || isSame }
    let effects = BookedEffects(of: close, result, journal.batch)
    let ids = Set(proven.map(\.period.id))
    let identity = RestatedIdentity(
      filed: try filed(proven, reader, books.rules, changed: []), replay: effects.only(ids),
      restated: effects.only(ids), lacksRows: false)
    return CompanyProof(
      identity: identity, periods: proven.map(\.period),
      closed: Set(proven.filter { $0.state == .closed }.map(\.period.id)),
      names: ProofNames(close), apart: used.placement.apart,
      stale: shown.filter { !ids.contains($0.period.id) }.map(\.period))
  }

  /// What the tables say of periods, with what has changed since their run.
  private func filed(
    _ records: [PeriodRecord], _ reader: CompanyReader, _ filedRules: FiledRules,
    changed: Set<PastRows.Place>, remembersMovements: Bool = false
  ) throws(JobError) -> [Int32: RestatedIdentity.Filed] {
    try translating(company: company.code, step: "verify") {
      var filed: [Int32: RestatedIdentity.Filed] = [:]
      for record in records {
        guard let run = record.currentRun else { continue }
        var figures = try FiledFigures(
          reader: reader, period: record.period, remembersMovements: remembersMovements
        ).read(changed: changed)
        let rules = try reader.rules(of: run)
        if filedRules.unkept.contains(record.period) { figures.changes.insert(.configuration) }
        if rules?.engineVersion != ProductVersion.text { figures.changes.insert(.engine) }
        filed[record.period.id] = figures
      }
      return filed
    }
  }

  // MARK: Restated books

  /// Proves that closed periods differ from books rebuilt with everything known by what is listed and
  /// by nothing else.
  func proveRestated(
    _ published: PinnedReader, byDocument: Bool = false
  ) throws(JobError) -> CompanyProof {
    let reader = published.company
    let books = try openBooks(from: reader)
    let (byDay, today) = (books.rules.byDay, Dated(todaysRules))
    let days = restatementDays(books)
    let corrections = try postedCorrections(books)
    let replay = try booked(
      books.past, byDay, books, byDocument: byDocument, restatedOn: days, corrections
    ) {
      .replay($0)
    }
    let current =
      books.rules.haveChanged
      ? try booked(
        books.past, today, books, byDocument: byDocument, restatedOn: days, corrections
      ) {
        .replay($0)
      } : replay
    let apart = replay.placement.apart
    let changed = apart.changed.union(replay.placement.vanished)
    let moved = replay.placement.moved
    let observed = replay.placement.keeping.filter { $0.value == .observed }.keys
    let restated = try booked(
      books.past.restated(from: goLive, observed: Set(observed)), today, books,
      byDocument: byDocument
    ) { _ in .restated(moved) }
    guard replay.digests == restated.digests, replay.digests == current.digests else {
      throw JobError(
        .unavailable, company: company.code, step: "verify",
        "the source was changed while it was read more than once", action: "verify again")
    }
    let records = try translating(company: company.code) { try reader.periods() }
    let closed = records.filter { $0.state == .closed }
    let identity = RestatedIdentity(
      filed: try filed(
        closed, reader, books.rules, changed: changed,
        remembersMovements: replay.placement.keeping["stock_movements"] != nil),
      replay: replay.effects, current: current.effects,
      restated: restated.effects, lacksRows: !changed.isEmpty || !apart.held.isEmpty)
    return CompanyProof(
      identity: identity, periods: replay.periods, closed: Set(closed.map(\.period.id)),
      names: restated.names, apart: apart,
      causes: RestatedIdentity.causes(replay.effects, current.effects, restated.effects))
  }

  /// One computation of the books.
  private struct Booked {
    let effects: BookedEffects
    let placement: RowPlacement
    let digests: [String: String]
    let periods: [FiscalPeriod]
    let names: ProofNames
  }

  private func booked(
    _ past: PastRows, _ rules: Dated<CompanyRules>, _ books: OpenBooks, byDocument: Bool,
    restatedOn days: Set<CivilDate> = [], _ corrections: [PostedCorrection] = [],
    _ effects: (RowPlacement) -> EntryEffects
  ) throws(JobError) -> Booked {
    let sources = try openSources(past)
    defer { sources.close() }
    let placement = sources.placement
    let close = try companyClose(sources, rules, filedUntil: books.firstOpenDay)
    close.effects = effects(placement)
    close.restatements = try restatements(past.observations, days, placement)
    close.corrections = corrections
    let result = try close.run { step($0) }
    try sources.requireRows()
    return Booked(
      effects: BookedEffects(
        of: close, result, close.ledger.takeBatch(), byDocument: byDocument),
      placement: placement,
      digests: sources.digests,
      periods: close.ledger.periods, names: ProofNames(close))
  }
}

extension BookedEffects {
  /// The sums of some periods.
  func only(_ periods: Set<Int32>) -> BookedEffects {
    func kept(_ sums: ProvenSums) -> ProvenSums { sums.filter { periods.contains($0.key.period) } }
    return BookedEffects(
      total: kept(total), documents: kept(documents), engine: kept(engine), late: kept(late),
      replaced: kept(replaced), posted: kept(posted))
  }
}
