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
  let filed: FiledRows
  /// Filed rows by stream and key, to see which vanished.
  let filedKeys: [FiledKey]

  struct FiledKey: Hashable {
    let stream: String
    let key: String
  }
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
      let records = try lease.periods()
      let closed = records.filter { $0.state == .closed }
      let firstOpen = closed.last.map(\.period.end) ?? goLive
      guard asOf >= firstOpen else {
        throw JobError(
          .usage, company: company.code,
          "the as-of day \(asOf) lies in the closed period \(closed.last?.name ?? "")",
          action: "choose a day from \(firstOpen) on, or reopen the period")
      }
      var filed = FiledRows(firstOpenDay: firstOpen)
      var keys: [OpenBooks.FiledKey] = []
      for record in closed {
        let rows = try lease.published(FiledRow.self, period: record.period.id).collected()
        let names = try lease.keys(of: rows.map(\.keyId))
        let byId = Dictionary(names.map { ($0.id, $0.key) }, uniquingKeysWith: { a, _ in a })
        for row in rows {
          guard let key = byId[row.keyId] else { continue }
          filed.add(stream: row.stream, key: SourceKey(key), fingerprint: row.fingerprint)
          keys.append(OpenBooks.FiledKey(stream: row.stream, key: key))
        }
      }
      for seen in try lease.observations(until: asOf) where seen.cause == .appeared {
        if let day = seen.newRow.flatMap({ CivilDate($0.prefix(10)) }) {
          filed.addLate(stream: seen.stream, key: SourceKey(seen.key), postedOn: day)
        }
      }
      return OpenBooks(
        firstOpenDay: firstOpen,
        openPeriods: records.map(\.period).filter { $0.first >= firstOpen && $0.first <= asOf },
        closedPeriods: closed.map(\.period), filed: filed, filedKeys: keys)
    }
  }

  /// Rows that a closed period was closed with and that are not there any more.
  func vanished(_ books: OpenBooks, _ sources: CompanySources) -> [Finding] {
    books.filedKeys.filter { !sources.hasSeen(stream: $0.stream, key: SourceKey($0.key)) }.map {
      Finding(
        code: "PER-003", severity: .error, origin: $0.stream,
        key: SourceKey($0.key).displayText,
        message: "was part of a closed period and is gone from the source",
        action: "bring it back in the ERP and reverse it with a document of an open period, "
          + "or reopen the period")
    }
  }

  /// What this run saw for the first time in closed periods.
  func observations(_ sources: CompanySources) -> [Observation] {
    sources.lateRows.map { row in
      Observation(
        stream: row.stream, key: row.key.text, seenOn: asOf, cause: .appeared, oldRow: nil,
        newRow: "\(row.postedOn) own date \(row.ownDate)")
    }
  }
}
