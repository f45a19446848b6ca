import AccountingValues
import Extraction
import Warehouse

/// Stands in for the rows of one stream that is remembered: each row is what it was, from the day it
/// was, and every change since is a row of the day on which it counts (ACCOUNTING §3).
///
///     filed in April   opening 40           seen in May   opening 30
///     computed         opening 40 in April, opening −10 on 1 May
///
/// With `remember` only rows of closed periods are held against what was filed, and a change counts
/// on the first open day. With `history: observed` every row is, and a change counts on the as-of day
/// of the run that saw it: the source says only how things are now.
struct RowReplay {
  let layout: StreamLayout
  let keeping: RowPlacement.Keeping

  init(layout: StreamLayout, keeping: RowPlacement.Keeping) {
    self.layout = layout
    self.keeping = keeping
  }

  private var stream: String { layout.contract.name }

  /// What stands for a row that is there.
  func place(_ row: StreamRow, _ placement: RowPlacement) throws(JobError) -> Placing {
    let place = PastRows.Place(stream, row.key)
    placement.meet(place)
    if let own = row.order?.date, placement.isAsFiled(row, place) { return .on(own) }
    let versions = try placement.past.versions(of: place)
    if !versions.isEmpty { return replay(row, place, versions, placement) }
    let placing = placement.place(row)
    if keeping == .observed, case .on(let day) = placing, placement.past.filed[place] == nil {
      placement.see(observation(place, .appeared, from: nil, to: row.record, day, placement))
    }
    return placing
  }

  /// What stands for rows that were there and are gone.
  func placeVanished(_ placement: RowPlacement) throws(JobError) -> [Placing] {
    let absent = placement.absent(of: stream)
    try placement.past.archive.recall(absent, placement.past.filed)
    var placed: [Placing] = []
    // A row comes before the rows made for it: their keys begin with its own.
    for place in absent where !placement.isPresent(place) {
      let versions = try placement.past.versions(of: place)
      if !versions.isEmpty {
        placed.append(replay(nil, place, versions, placement))
      } else if placement.past.filed[place] != nil {
        // Filed before the stream was remembered.
        placement.tell(place, now: nil)
      }
    }
    return placed
  }

  // MARK: Versions

  private func replay(
    _ current: StreamRow?, _ place: PastRows.Place, _ known: [PastRows.Version],
    _ placement: RowPlacement
  ) -> Placing {
    let record = current?.record
    guard let last = known.last, last.record != record else {
      return unchanged(current, place, known, placement)
    }
    let newsDay = keeping == .observed ? placement.days.seenOn : placement.days.firstOpenDay
    let day = max(newsDay, last.day ?? newsDay)
    guard
      let rows = made(PastRows.adding(.init(day: day, record: record), to: known), place, placement)
    else { return uncorrectable(current, place, known, placement) }
    guard isLet(current, place, known, on: day, wasPosted: false, placement) else {
      placement.noteHeld(place)
      return .replayed(made(known, place, placement) ?? [], .held)
    }
    placement.see(
      observation(
        place, record == nil ? .vanished : .changed, from: last.record, to: record, day, placement))
    return .replayed(rows, .posted)
  }

  /// Stands for a row that is as it was seen last.
  private func unchanged(
    _ current: StreamRow?, _ place: PastRows.Place, _ known: [PastRows.Version],
    _ placement: RowPlacement
  ) -> Placing {
    if let day = known.last?.day, day >= placement.days.firstOpenDay {
      _ = isLet(current, place, known, on: day, wasPosted: true, placement)
    }
    if known.count == 1, let current, let own = current.order?.date {
      let day = known[0].day ?? own
      placement.note(place, on: day, insteadOf: own)
      return .on(day)
    }
    guard let rows = made(known, place, placement) else {
      return uncorrectable(current, place, known, placement)
    }
    return .replayed(rows, .posted)
  }

  /// Whether a change may count; only what changes closed periods waits for a person.
  private func isLet(
    _ current: StreamRow?, _ place: PastRows.Place, _ known: [PastRows.Version],
    on day: CivilDate, wasPosted: Bool, _ placement: RowPlacement
  ) -> Bool {
    let rows = known.compactMap { row(of: $0, placement) }
    guard let shown = current ?? rows.last, let first = rows.first?.order?.date,
      first < placement.days.firstOpenDay
    else { return true }
    return placement.lets(
      place, RowSummary(shown, with: []),
      current == nil
        ? "vanished after its period was closed"
        : known.count == 1 && wasPosted
          ? RowPlacement.cameLate : "changed after its period was closed",
      on: day, wasPosted: wasPosted)
  }

  /// A change that no row of its own can make good. While the row's day is open the row is simply
  /// what it is now; a closed period keeps what was filed, and an error says so.
  private func uncorrectable(
    _ current: StreamRow?, _ place: PastRows.Place, _ known: [PastRows.Version],
    _ placement: RowPlacement
  ) -> Placing {
    guard placement.past.filed[place] != nil else {
      guard let own = current?.order?.date else { return .replayed([], .posted) }
      return .on(max(own, placement.days.firstOpenDay))
    }
    placement.tell(place, now: current.flatMap { RowSummary($0, with: []) })
    return .replayed(made(known, place, placement) ?? [], .held)
  }

  /// The rows of the versions: the first as it was, the others as corrections of the one before;
  /// `nil` where that cannot be.
  private func made(
    _ versions: [PastRows.Version], _ place: PastRows.Place, _ placement: RowPlacement
  ) -> [DatedRow]? {
    var rows: [DatedRow] = []
    var before: StreamRow?
    for (index, version) in versions.enumerated() {
      let row = row(of: version, placement)
      if version.record != nil, row == nil { return nil }
      if index == 0 {
        if let row, let day = version.day ?? row.order?.date {
          rows.append(DatedRow(row: row, day: day))
        }
      } else if let day = version.day, version.record != versions[index - 1].record {
        let correction = MovementCorrection(key: place.key, day: day)
        guard let made = correction.rows(from: before, to: row) else { return nil }
        rows += made
      }
      before = row
    }
    for row in rows { placement.meet(PastRows.Place(stream, row.row.key)) }
    placement.note(rows, for: place, corrects: keeping == .remembered)
    return rows
  }

  private func row(of version: PastRows.Version, _ placement: RowPlacement) -> StreamRow? {
    version.record.flatMap {
      StreamRow(record: $0, layout: layout, receiptsFirst: placement.days.receiptsFirst)
    }
  }

  private func observation(
    _ place: PastRows.Place, _ cause: Observation.Cause, from old: String?, to new: String?,
    _ day: CivilDate, _ placement: RowPlacement
  ) -> Observation {
    Observation(
      stream: place.stream, key: place.key.text, seenOn: placement.days.seenOn, cause: cause,
      oldRow: old, newRow: new, postedOn: day)
  }
}
