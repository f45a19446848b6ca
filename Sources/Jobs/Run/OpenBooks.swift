import AccountingValues
import Definitions
import Extraction
import GeneralLedger
import Warehouse

/// What the warehouse says of a company before a run: its periods, and what closed ones were closed
/// with.
struct OpenBooks {
  let firstOpenDay: CivilDate
  /// Every period this run computes, as the calendar divides them.
  let openPeriods: [FiscalPeriod]
  let closedPeriods: [FiscalPeriod]
  /// Periods of the warehouse that the calendar or go-live no longer have, none of them ever closed:
  /// publishing takes them out.
  let withdrawnPeriods: [FiscalPeriod]
  /// What closed periods were filed with, and what was seen since.
  let past: PastRows
  /// The rules that closed periods were filed with, and today's.
  let rules: FiledRules
}

extension CompanyRun {
  /// Reads the warehouse's periods, compares them with the calendar, and reads the frozen ones and
  /// what was seen since. Nothing is written: a run that publishes nothing leaves the periods as they
  /// are.
  func openBooks(from reader: CompanyReader) throws(JobError) -> OpenBooks {
    try translating(company: company.code, step: "periods") {
      let periods = company.calendar.periods(from: goLive, through: asOf)
      let records = try reader.periods()
      let withdrawn = try withdrawnPeriods(among: records, reader)
      let closed = records.filter { $0.state == .closed }
      let firstOpen = closed.last.map(\.period.end) ?? goLive
      guard asOf >= firstOpen else {
        throw JobError(
          .usage, company: company.code,
          "the as-of day \(asOf) lies in the closed period \(closed.last?.name ?? "")",
          action: "choose a day from \(firstOpen) on, or reopen the period")
      }
      let rules = try filedRules(of: closed, reader)
      let past = try pastRows(closed, firstOpen: firstOpen, reader)
      return OpenBooks(
        firstOpenDay: firstOpen,
        openPeriods: periods.filter { $0.end > firstOpen },
        closedPeriods: closed.map(\.period), withdrawnPeriods: withdrawn, past: past,
        rules: rules)
    }
  }

  /// What closed periods were closed with, and what was seen since.
  private func pastRows(
    _ closed: [PeriodRecord], firstOpen: CivilDate, _ reader: CompanyReader
  ) throws -> PastRows {
    let company = company.code
    var past = PastRows(
      firstOpenDay: firstOpen,
      archive: FiledArchive { (stream, period, keyIds) throws(JobError) in
        guard let record = closed.first(where: { $0.period.id == period }) else { return [:] }
        let rows = try translating(company: company, step: "extract") {
          try reader.filedRows(of: record, stream: stream, keyIds: keyIds)
        }
        return Dictionary(
          rows.map { row in
            (
              row.keyId,
              PastRows.Filed(period: record.period, summary: RowSummary(row), record: row.row)
            )
          }, uniquingKeysWith: { a, _ in a })
      })
    try reader.eachFiledMark(of: closed) { past.file($0, in: $1.period) }
    past.observe(try reader.observations(until: seenOn))
    try past.recallSeen()
    return past
  }

  /// Periods that `fiscal_calendar` or `go_live` no longer give.
  ///
  /// - Throws: `.configuration` when one of them was closed or its entries were numbered, and when
  ///   closed books would begin on another day: what was filed never changes.
  private func withdrawnPeriods(
    among records: [PeriodRecord], _ reader: CompanyReader
  ) throws -> [FiscalPeriod] {
    let calendar = company.calendar
    let first = calendar.period(containing: goLive)
    let others = records.filter {
      $0.period < first || calendar.period(containing: $0.period.first) != $0.period
    }
    let filed = records.filter { $0.state == .closed || $0.state == .reopened }
    let numbered = others.isEmpty ? [] : try reader.numberedPeriods()
    let kept = others.first { other in
      filed.contains { $0.period == other.period } || numbered.contains(other.period.id)
    }
    if let kept {
      let isNumbered = !filed.contains { $0.period == kept.period }
      throw refusal(
        "the period \(kept.name) from \(kept.period.first) to \(kept.period.end.adding(days: -1)) "
          + (isNumbered ? "has numbered entries" : "was closed")
          + ", and fiscal_calendar and go_live as they are now have no such period")
    }
    if let begin = filed.first?.period, begin != first {
      throw refusal("the books were closed from \(begin) on, and go_live is now \(goLive)")
    }
    return others.map(\.period)
  }

  private func refusal(_ what: String) -> JobError {
    JobError(
      .configuration, company: company.code, step: "periods", what,
      action:
        "state fiscal_calendar and go_live in jobs/companies/\(company.code).yaml as they were; "
        + "to divide the years otherwise from a day on, open books with another code that go live then"
    )
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
    sources.placement.news.values.sorted { a, b in
      a.stream == b.stream
        ? a.key.utf8.lexicographicallyPrecedes(b.key.utf8)
        : a.stream.utf8.lexicographicallyPrecedes(b.stream.utf8)
    }
  }
}
