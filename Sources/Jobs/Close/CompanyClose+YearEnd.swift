import AccountingValues
import Extraction
import GeneralLedger

/// The entry that takes income and expense of a year to retained earnings, on the last day of its last
/// period, once that period is closed or is being closed (ACCOUNTING §4). It is computed after all else
/// of the year, in each currency by itself, so that each still sums to zero.
///
///     sales 1,000.00 and 100.00 USD = 90.00, expenses 600.00
///     Dr 4000 1,000.00   Cr 6100 600.00     Cr 3100 400.00
///     Dr 4000 100.00 USD                    Cr 3100 100.00 USD = 90.00
extension CompanyClose {
  /// Posts the entry where a period ends a closed year.
  func postYearEnd(_ end: PeriodEnd) {
    guard end.period.number == scope.calendar.periodsPerYear, !end.isProvisional,
      let until = scope.filedUntil, end.period.end <= until, knows(.yearEnd, end)
    else { return }
    let balances: [ResultBalance]
    do { balances = try ledger.resultBalances(atEndOf: end.index) } catch {
      return noteOutOfRange(end)
    }
    var event = event(.yearEnd)
    event.begin(
      EventOrder(
        date: end.day, recordedAt: nil, rank: 95, key: yearEndKey(end.period.fiscalYear)),
      number: "\(end.period.fiscalYear)", currency: scope.base)
    event.text = "Result of fiscal year \(end.period.fiscalYear)"
    do throws(EventFeedError) {
      for balance in balances {
        try addLines(
          balance.amountMinor, balance.baseMinor, balance.currency, to: &event,
          account: plan.chart[balance.account].code)
      }
      for (currency, sum) in sums(balances) {
        try addLines(sum.amount, sum.base, currency, to: &event, account: nil)
      }
    } catch { accountingFault("\(error)") }
    if event.lineCount > 0 { post(event, stream: event.stream, restingOn: []) }
  }

  /// The references of the entries of years whose last period is open: they wait with their numbers,
  /// where they have some, until it is closed again.
  var waitingYearEnds: Set<EntryReference> {
    Set(
      ledger.periods.filter { period in
        period.number == scope.calendar.periodsPerYear
          && !(scope.filedUntil.map { period.end <= $0 } ?? false)
      }.map {
        EntryReference(
          company: plan.company, kind: .yearEnd, stream: EventKind.yearEnd.rawValue,
          key: yearEndKey($0.fiscalYear), occurrence: 0)
      })
  }

  private func yearEndKey(_ year: Int) -> SourceKey { SourceKey("\(year)") }

  /// What all balances of a currency come to.
  private func sums(
    _ balances: [ResultBalance]
  ) -> [(key: Currency, value: (amount: Int64, base: Int64))] {
    var sums: [Currency: (amount: Int64, base: Int64)] = [:]
    for balance in balances {
      let sum = sums[balance.currency] ?? (0, 0)
      // They are sums of one ledger, whose totals were added up before.
      sums[balance.currency] = (sum.amount &+ balance.amountMinor, sum.base &+ balance.baseMinor)
    }
    return sums.sorted { $0.key < $1.key }
  }

  /// Adds a line, two where the amount and its base amount point to different sides.
  private func addLines(
    _ amount: Int64, _ base: Int64, _ currency: Currency, to event: inout PostingEvent,
    account: String?
  ) throws(EventFeedError) {
    let areOpposite = amount != 0 && base != 0 && (amount < 0) != (base < 0)
    let parts = areOpposite ? [(amount, Int64(0)), (Int64(0), base)] : [(amount, base)]
    for (amount, base) in parts where amount != 0 || base != 0 {
      if let account {
        try event.addLine([
          "account": code(account), "currency": code(currency.code), "balance": .amount(amount),
          "balance_base": .baseAmount(base),
        ])
      } else {
        try event.addLine([
          "currency": code(currency.code), "result": .amount(amount),
          "result_base": .baseAmount(base),
        ])
      }
    }
  }
}
