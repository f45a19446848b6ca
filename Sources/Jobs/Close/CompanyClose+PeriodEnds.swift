import AccountingValues
import Extraction
import GeneralLedger
import Subledgers

/// The last day of a period that is computed: that of the period, or the as-of day before it.
struct PeriodEnd {
  /// Position in the ledger's periods.
  let index: Int
  let period: FiscalPeriod
  let day: CivilDate

  /// Whether the period goes on after the day, so that what is posted for its end is made again by
  /// the next run.
  var isProvisional: Bool { day < period.last }

  init(_ index: Int, _ period: FiscalPeriod, asOf: CivilDate) {
    self.index = index
    self.period = period
    day = min(period.last, asOf)
  }
}

extension CompanyClose {
  /// Posts what belongs to the end of every period, in order: what one leaves is what the next begins
  /// with.
  func postPeriodEnds(_ subledger: Subledger?) {
    for (index, period) in ledger.periods.enumerated() {
      let end = PeriodEnd(index, period, asOf: scope.asOf)
      postRevaluation(subledger, end)
      postReclassification(subledger, end)
      postYearEnd(end)
    }
  }

  /// Whether events of a kind are posted at the end of a period. Books that were filed before the
  /// engine knew a kind, or by rules that do not know it, stay as they were filed.
  func knows(_ kind: EventKind, _ end: PeriodEnd) -> Bool {
    let isFiled = scope.firstOpenDay.map { end.day < $0 } ?? false
    return !isFiled || plan.hasRule(for: kind, on: end.day)
  }

  /// Undoes the entry posted last on the first day of the next period, line by line.
  func postReversal(
    _ kind: EventKind, of original: PostingEvent, _ end: PeriodEnd, partner: Int32? = nil
  ) {
    guard end.index + 1 < ledger.periods.count else { return }
    let lines = ledger.lastLines
    var event = event(kind)
    event.begin(
      EventOrder(
        date: ledger.periods[end.index + 1].first, recordedAt: nil, rank: 0,
        key: original.order.key),
      number: original.number, currency: original.currency)
    event.text = "Taken back: \(original.text)"
    if let partner { setPartner(&event, partner) }
    do throws(EventFeedError) {
      for line in lines {
        try event.addLine([
          "account": code(plan.chart[line.account].code), "currency": code(line.currency.code),
          "debit": .amount(line.side.sign * line.amountMinor),
          "debit_base": .baseAmount(line.side.sign * line.baseMinor),
        ])
      }
    } catch { accountingFault("\(error)") }
    post(event, stream: event.stream, restingOn: [])
  }

  /// Whether an entry stands only until the next run: what a period that goes on is valued at has no
  /// number.
  func isProvisional(_ entry: JournalEntry) -> Bool {
    let kinds: Set<EventKind> = [
      "unrealised_exchange", "currency_residue", "reclassification",
    ]
    return kinds.contains(entry.kind)
      && PeriodEnd(0, ledger.periods[Int(entry.period)], asOf: scope.asOf).isProvisional
  }

  func noteOutOfRange(_ end: PeriodEnd) {
    findings.append(
      Finding(
        code: "GL-020", severity: .error, origin: "journal",
        message: "the balances of \(end.period) leave the range of 64 bits at the closing rate",
        action: "look for amounts that are too large in the documents of that period"))
  }
}
