import AccountingValues
import Extraction

/// A row with the day it is computed on.
struct DatedRow {
  let row: StreamRow
  let day: CivilDate
}

/// What brings the books from a stock movement as it was to what it is now (ACCOUNTING §3): where
/// only quantity and value moved the same way, a movement of the difference; else the reversal of
/// what was, and the new row.
///
///     filed   opening 40 for 200.00      now  opening 30 for 150.00
///     posted  opening −10 for 50.00, taken from the layer of the filed row first
///
/// A whole reversal of stock that is long sold would move costs that did not change.
struct MovementCorrection {
  /// The movement's own key, which its corrections carry on.
  let key: SourceKey
  /// The day on which the change counts.
  let day: CivilDate

  /// Kinds that no other document is matched with. A receipt meets its bill: it cannot change alone.
  private static let kinds: Set<String> = [
    "opening", "issue", "customer_return", "count", "scrap", "consumption", "output",
  ]
  /// What must be the same for a difference to say it all.
  private static let facts = [
    "kind", "reason", "item_key", "location_key", "to_location_key", "lot_key", "owner",
    "price_state", "currency", "exchange_rate", "linked_key", "work_order_key",
  ]

  /// The movements that correct `old` to `new`, either of which may be missing; `nil` where a
  /// movement of that kind cannot be corrected by itself.
  func rows(from old: StreamRow?, to new: StreamRow?) -> [DatedRow]? {
    for row in [old, new] {
      guard let row else { continue }
      guard let kind = row.text("kind"), Self.kinds.contains(kind) else { return nil }
    }
    if let old, let new, let difference = difference(old, new) {
      return [DatedRow(row: difference, day: day)]
    }
    var rows: [DatedRow] = []
    if let old {
      guard let reversal = reversal(old) else { return nil }
      rows.append(DatedRow(row: reversal, day: day))
    }
    if let new {
      rows.append(
        DatedRow(
          row: named(new, "~\(day)"), day: max(day, new.order?.date ?? day)))
    }
    return rows
  }

  private func reversal(_ row: StreamRow) -> StreamRow? {
    guard let quantity = try? row.decimal("quantity")?.negated else { return nil }
    return named(row, "~\(day)-reversed").replacing(
      [
        "quantity": .decimal(quantity), "linked_key": .key(row.key),
        "flags": .list(row.flags + ["reversal"]),
      ], key: key(with: "~\(day)-reversed"))
  }

  /// A movement of the difference; `nil` where more has changed, or quantity and value moved in
  /// different directions.
  private func difference(_ old: StreamRow, _ new: StreamRow) -> StreamRow? {
    guard Self.facts.allSatisfy({ old[$0] == new[$0] }), old.order?.date == new.order?.date,
      let was = old.decimal("quantity"), let now = new.decimal("quantity"),
      (was < .zero) == (now < .zero), !was.isZero, !now.isZero,
      let change = try? now.adding(was.negated), !change.isZero
    else { return nil }
    let isLess = (change < .zero) != (was < .zero)
    var cells: [String: StreamCell] = ["quantity": .decimal(change)]
    if let before = old.decimal("value"), let after = new.decimal("value") {
      guard let value = try? after.adding(before.negated), !value.isZero,
        (value < .zero) == isLess
      else { return nil }
      guard let amount = isLess ? try? value.negated : value else { return nil }
      cells["value"] = .decimal(amount)
    } else if old["value"] != new["value"] {
      return nil
    }
    if isLess {
      cells["linked_key"] = .key(key)
      cells["flags"] = .list(new.flags + ["reversal"])
    }
    return named(new, "~\(day)").replacing(cells, key: key(with: "~\(day)"))
  }

  private func named(_ row: StreamRow, _ suffix: String) -> StreamRow {
    let key = key(with: suffix)
    return row.replacing(["movement_key": .key(key)], key: key)
  }

  private func key(with suffix: String) -> SourceKey {
    SourceKey(key.text + "\u{1F}" + suffix)
  }
}
