import AccountingValues
import Extraction
import GeneralLedger
import Subledgers

/// A partner whose open documents stand on the other side of their control account.
struct PartnerOnOtherSide {
  let side: SubledgerSide
  let partner: Int32
  /// What is owed to the customer, or by the supplier, in base minor units as documents carry it;
  /// positive.
  let amountMinor: Int64
}

/// Customers in credit are debts and suppliers in debit are claims: at the end of each period they move
/// to the other side of the balance sheet, partner by partner, and back on the next day (ACCOUNTING
/// §5). Control accounts keep what documents say; accounts beside them carry what was moved.
///
///     a customer paid 120.00 for an invoice of 100.00, another owes 50.00
///     31 January   Dr 1207 20.00   Cr 2240 20.00      receivables −20.00 + 50.00 + 20.00, debts 20.00
///      1 February  Dr 2240 20.00   Cr 1207 20.00
extension CompanyClose {
  /// Moves the partners on the other side at the end of a period.
  func postReclassification(_ subledger: Subledger?, _ end: PeriodEnd) {
    guard knows("reclassification", end) else { return }
    for found in partnersOnOtherSide(subledger, end.day) {
      let partner = masters.partners[found.partner]
      var event = begin(
        "reclassification", end,
        "\(found.side.rawValue)-\(masters.partners.key(found.partner).text)", scope.base)
      event.number = "\(end.period) \(partner.number)"
      event.text =
        (found.side == .receivable ? "Customer in credit: " : "Supplier in debit: ")
        + partner.name + (end.isProvisional ? "; provisional, \(end.period) goes on" : "")
      set(&event, "side", code(found.side.rawValue))
      set(&event, "amount", .baseAmount(found.amountMinor))
      setPartner(&event, found.partner)
      if case .posted = post(event, stream: event.stream, restingOn: []) {
        postReversal("reclassification_reversal", of: event, end, partner: found.partner)
      }
    }
  }

  /// Who stands on the other side on a day, by side and the partner's key. Advances have accounts of
  /// their own and do not count; all currencies of a partner count together, in base.
  private func partnersOnOtherSide(
    _ subledger: Subledger?, _ day: CivilDate
  ) -> [PartnerOnOtherSide] {
    guard let subledger else { return [] }
    return SubledgerSide.allCases.flatMap { side in
      var sums: [Int32: Int64] = [:]
      for (index, item) in subledger.items.enumerated()
      where item.side == side && item.kind != .advance {
        let left = subledger.residual(ofItem: index, asOf: day)
        // All amounts together fit: the subledger has seen to it.
        if !left.isZero { sums[item.partner, default: 0] &+= left.baseMinor }
      }
      return sums.filter { $0.value < 0 }.map {
        PartnerOnOtherSide(side: side, partner: $0.key, amountMinor: -$0.value)
      }.sorted {
        masters.partners.key($0.partner).text.utf8
          .lexicographicallyPrecedes(masters.partners.key($1.partner).text.utf8)
      }
    }
  }

  /// What was moved to the other side against what stands there, at the end of a period.
  func reclassificationTies(
    _ subledger: Subledger?, _ books: (period: FiscalPeriod, trialBalance: TrialBalance)
  ) -> [TieOut] {
    guard let index = ledger.periods.firstIndex(of: books.period) else { return [] }
    let end = PeriodEnd(index, books.period, asOf: scope.asOf)
    guard knows("reclassification", end) else { return [] }
    let found = partnersOnOtherSide(subledger, end.day)
    return SubledgerSide.allCases.map { side in
      let role: AccountRole =
        side == .receivable ? .receivablesReclassified : .payablesReclassified
      let codes = accountCodes(of: role)
      let moved = books.trialBalance.rows.reduce(Int64(0)) { sum, row in
        guard case .account(let account) = row.subject, codes.contains(plan.chart[account].code)
        else { return sum }
        return sum &+ row.base.closingMinor
      }
      return TieOut(
        name: role.rawValue, subject: codes.joined(separator: ", "), currency: scope.base,
        expectedMinor: found.reduce(0) { $1.side == side ? $0 &+ $1.amountMinor : $0 },
        actualMinor: side.debitSign * moved)
    }
  }
}
