import AccountingValues
import Definitions
import Extraction
import GeneralLedger
import Warehouse

/// What the warehouse says of a company before a run: its periods, and what closed ones were closed
/// with.
struct OpenBooks {
  let firstOpenDay: CivilDate
  let openPeriods: [FiscalPeriod]
  let closedPeriods: [FiscalPeriod]
  /// What closed periods were filed with, and what was seen since.
  let past: PastRows
}

extension CompanyRun {
  /// Declares the periods up to the as-of day and reads the frozen ones.
  func openBooks(_ lease: CompanyLease) throws(JobError) -> OpenBooks {
    try translating(company: company.code, step: "periods") {
      var periods: [FiscalPeriod] = []
      var period = company.calendar.period(containing: goLive)
      while period.first <= asOf {
        periods.append(period)
        period = company.calendar.period(after: period)
      }
      try lease.declare(periods)
    }
    return try openBooks(from: lease.reader)
  }

  /// Reads the frozen periods and what was seen since.
  func openBooks(from reader: CompanyReader) throws(JobError) -> OpenBooks {
    try translating(company: company.code, step: "periods") {
      let records = try reader.periods()
      let closed = records.filter { $0.state == .closed }
      let firstOpen = closed.last.map(\.period.end) ?? goLive
      guard asOf >= firstOpen else {
        throw JobError(
          .usage, company: company.code,
          "the as-of day \(asOf) lies in the closed period \(closed.last?.name ?? "")",
          action: "choose a day from \(firstOpen) on, or reopen the period")
      }
      var past = PastRows(firstOpenDay: firstOpen)
      for record in closed {
        let rows = try reader.published(FiledRow.self, period: record.period.id).collected()
        let names = try reader.keys(of: rows.map(\.keyId))
        let byId = Dictionary(names.map { ($0.id, $0.key) }, uniquingKeysWith: { a, _ in a })
        for row in rows {
          guard let key = byId[row.keyId] else { continue }
          past.file(
            PastRows.Place(row.stream, SourceKey(key)),
            .init(
              period: record.period, fingerprint: row.fingerprint, summary: RowSummary(row),
              record: row.row))
        }
      }
      past.observe(try reader.observations(until: seenOn))
      return OpenBooks(
        firstOpenDay: firstOpen,
        openPeriods: records.map(\.period).filter { $0.first >= firstOpen && $0.first <= asOf },
        closedPeriods: closed.map(\.period), past: past)
    }
  }

  /// The last day this run knows anything of, and the day on which it sees what is new.
  var seenOn: CivilDate { min(asOf, request.knownAt ?? asOf) }

  /// What later runs must know: what was known before, and what this run is the first to see, in
  /// the order in which they read it.
  func knowledge(_ books: OpenBooks, _ sources: CompanySources) -> [Observation] {
    (books.past.observations + news(sources)).enumerated().sorted { a, b in
      let (x, y) = (a.element, b.element)
      if x.seenOn != y.seenOn { return x.seenOn < y.seenOn }
      if x.stream != y.stream { return x.stream.utf8.lexicographicallyPrecedes(y.stream.utf8) }
      if x.key != y.key { return x.key.utf8.lexicographicallyPrecedes(y.key.utf8) }
      return a.offset < b.offset
    }.map(\.element)
  }

  /// What this run is the first to see, in one order.
  func news(_ sources: CompanySources) -> [Observation] {
    sources.news.values.sorted { a, b in
      a.stream == b.stream
        ? a.key.utf8.lexicographicallyPrecedes(b.key.utf8)
        : a.stream.utf8.lexicographicallyPrecedes(b.stream.utf8)
    }
  }
}
