import AccountingValues
import Extraction

/// A row of a closed period that the source tells differently now, or not at all. The books keep what
/// was filed, so such a row is an error until somebody decides (ACCOUNTING §3).
///
///     PER-002   same period    purchase_bills 4711: amount 120.00 USD, was 110.00 (+10.00)
///     PER-003   other period   filed in 2026-03 on 2026-03-30 over 110.00 USD, dated 2026-05-02 now
///     PER-003   gone           filed in 2026-03 on 2026-03-30 over 110.00 USD
struct ClosedRowChange {
  let place: PastRows.Place
  let filed: PastRows.Filed
  /// What the row says now; `nil` for one that is gone.
  let now: RowSummary?
  let calendar: FiscalCalendar

  /// What to tell the accountant.
  var finding: Finding {
    guard let now else {
      return finding(
        "PER-003", amount: filed.summary?.money.flatMap { try? $0.negated() },
        "\(past), and is gone from the source",
        "bring it back in the ERP and reverse it with a document of an open period")
    }
    if let old = filed.summary, movesPeriod(from: old.day, to: now.day) {
      let others = now.differences(from: old).dropFirst()
      return finding(
        "PER-003", amount: filed.summary?.money,
        "\(past), and is dated \(now.day) now"
          + (others.isEmpty ? "" : ", with \(others.joined(separator: ", "))")
          + "; \(filed.period) keeps it, and the row counts nowhere else",
        "give it back its day in the ERP and move it with a document of an open period")
    }
    return finding(
      "PER-002", amount: difference,
      "\(past), and has changed since: \(changes(now)); the books keep what was filed",
      "undo the change in the ERP and correct it with a document of an open period")
  }

  private func finding(
    _ code: String, amount: Money?, _ message: String, _ action: String
  ) -> Finding {
    Finding(
      code: code, severity: .error, origin: place.stream, key: place.key.displayText,
      document: now?.document ?? filed.summary?.document ?? "", amount: amount, message: message,
      action: action + ", or reopen \(filed.period)")
  }

  /// `was filed in 2026-03 on 2026-03-30 over 110.00 USD`.
  private var past: String {
    "was filed in \(filed.period)" + (filed.summary.map { " on \($0.day)\($0.worth)" } ?? "")
  }

  private func changes(_ now: RowSummary) -> String {
    guard let old = filed.summary else { return "it says something else" }
    let words = now.differences(from: old)
    return words.isEmpty
      ? "something else than its day, amount and quantity" : words.joined(separator: ", ")
  }

  private func movesPeriod(from old: CivilDate, to new: CivilDate) -> Bool {
    calendar.period(containing: old) != calendar.period(containing: new)
  }

  /// By how much the amount changed.
  private var difference: Money? {
    guard let now, let old = filed.summary, now.currency == old.currency,
      let change = RowSummary.difference(now.amount, old.amount), change != .zero,
      let currency = now.currency.flatMap({ Currency(code: $0) })
    else { return nil }
    return try? Money(rounding: change, in: currency)
  }
}
