import AccountingValues
import Definitions
import Extraction
import Platform
import Warehouse

/// `restatement: post` (ACCOUNTING §3): what re-costing closed periods would move is posted on the first
/// open day, once, and kept as an observation.
extension CompanyRun {
  /// The first days of periods on which closed periods are restated: what those days were filed with, or
  /// today's choice, says so.
  func restatementDays(_ books: OpenBooks) -> Set<CivilDate> {
    let days = books.closedPeriods.map(\.end) + [books.firstOpenDay]
    return Set(
      days.filter {
        $0 > goLive && books.rules.byDay.on($0).company.policies.restatement == .post
      })
  }

  /// What was restated, as observations tell; `nil` where nothing ever is.
  func restatements(
    _ observations: [Observation], _ days: Set<CivilDate>, _ placement: RowPlacement
  ) throws(JobError) -> PostedRestatements? {
    days.isEmpty
      ? nil : try PostedRestatements(observations, days: days) { placement.apart.late }
  }

  /// A computed close, and the sources as it has read them.
  typealias Computed = (close: CompanyClose, result: CloseResult, sources: CompanySources)

  /// Computes the close with what is restated on the first open day: with what earlier runs have posted,
  /// and where more has come to light since, with the difference, which this run is the first to see.
  func restatedClose(
    _ sources: CompanySources, _ books: OpenBooks, _ corrections: [PostedCorrection]
  ) throws(JobError) -> Computed {
    let days = restatementDays(books)
    let filed = try computed(sources, books, days, corrections, adding: nil)
    guard days.contains(books.firstOpenDay), let seen = try restatement(filed, books) else {
      return filed
    }
    let again = try CompanySources(
      again: sources, configuration, days: sources.days, past: books.past)
    let final = try computed(again, books, days, corrections, adding: seen)
    again.placement.see(seen)
    return final
  }

  private func computed(
    _ sources: CompanySources, _ books: OpenBooks, _ days: Set<CivilDate>,
    _ corrections: [PostedCorrection], adding seen: Observation?
  ) throws(JobError) -> Computed {
    let close = try companyClose(
      sources, books.rules.byDay, filedUntil: isFiling ? lastPeriod.end : books.firstOpenDay)
    close.restatements = try restatements(books.past.observations, days, sources.placement)
    if let seen { try close.restatements?.add(seen) }
    close.corrections = corrections
    return (close, try close.run { step($0) }, sources)
  }

  /// What this run is the first to restate; `nil` where all that is known was restated before, nothing
  /// ever came late, or closed rows have changed so that nothing is published anyway.
  private func restatement(
    _ filed: Computed, _ books: OpenBooks
  ) throws(JobError) -> Observation? {
    let placement = filed.sources.placement
    guard let late = filed.close.lateOrder?.rows, !late.isEmpty,
      placement.apart.changed.isEmpty, placement.vanished.isEmpty
    else { return nil }
    let day = books.firstOpenDay
    let digest = knowledge(books, filed.sources, until: day)
    let posted = filed.close.restated.filter { $0.day == day }
    guard !posted.contains(where: { $0.record.knowledge == digest }) else { return nil }
    step("restatement", "periods before \(day)")
    let restated = try restatedClose(filed.sources, books, before: day)
    let record = RestatementDifference(
      filed: (filed.close, filed.result), restated: (restated.close, restated.result), on: day
    ).record(late: late, knowledge: digest)
    let known = (filed.close.restatements?.posted ?? []).filter { $0.day == day }
    return Observation(
      stream: RestatementRecord.stream, key: "\(day)/\(known.count + 1)", seenOn: seenOn,
      cause: .appeared, oldRow: nil, newRow: record.text, postedOn: day)
  }

  /// All that is known of the time before a day, each row on its own; what waits for a person does not
  /// count.
  private func restatedClose(
    _ sources: CompanySources, _ books: OpenBooks, before day: CivilDate
  ) throws(JobError) -> Computed {
    let placement = sources.placement
    let observed = placement.keeping.filter { $0.value == .observed }.keys
    let last = day.adding(days: -1)
    let again = try CompanySources(
      again: sources, configuration,
      days: RowPlacement.Days(
        goLive: goLive, firstOpenDay: goLive, asOf: last, knownAt: request.knownAt,
        receiptsFirst: sources.days.receiptsFirst, seenOn: seenOn),
      past: books.past.restated(from: goLive, observed: Set(observed)),
      leavingOut: placement.apart.held)
    let close = try companyClose(
      again, books.rules.byDay, filedUntil: books.firstOpenDay, asOf: last)
    return (close, try close.run { _ in }, again)
  }

  /// Digest of what was seen of closed periods and counts on a day or before.
  private func knowledge(
    _ books: OpenBooks, _ sources: CompanySources, until day: CivilDate
  ) -> String {
    let digest = SHA256()
    let own = [RestatementRecord.stream, ConfigurationCorrection.stream]
    for seen in knowledge(books, sources) where !own.contains(seen.stream) {
      guard let postedOn = seen.postedOn, postedOn <= day else { continue }
      digest.update(
        [seen.stream, seen.key, seen.cause.rawValue, seen.newRow ?? "", "\(postedOn)"]
          .joined(separator: "\u{1F}") + "\u{1E}")
    }
    return digest.digest().hex
  }
}
