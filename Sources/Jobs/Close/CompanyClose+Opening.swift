import AccountingValues
import GeneralLedger

/// What go-live leaves on opening balance equity, told until it is zero (ACCOUNTING §3, Go-live).
///
/// The trial balance at go-live opens every account but those of subledgers, which their documents
/// and layers open; the other side of both is opening balance equity. So that account keeps what
/// the two do not agree on:
///
///     trial balance   receivables 1,000.00   bank 500.00   capital -1,500.00   sum 0.00
///     open items      receivables   900.00
///     posted          receivables   900.00   bank 500.00   capital -1,500.00   equity 100.00
extension CompanyClose {
  /// OPN-001 for each kind of control account whose detail is not what the trial balance at go-live
  /// says of it, OPN-002 where that does not balance, OPN-003 where there is none.
  func openingFindings() -> [Finding] {
    let opened = openedByDetail()
    let orders = production.orders.values.reduce(Int128(0)) { $0 + Int128($1.opening) }
    guard !statedOpening.isEmpty else { return withoutTrialBalance(opened, orders) }
    var stated: [ControlKind: Int128] = [:]
    for (account, base) in statedOpening {
      if let kind = plan.chart.index(of: account).map({ plan.chart[$0].control }) {
        stated[kind, default: 0] += base
      }
    }
    let differing = ControlKind.allCases.filter {
      $0.opensWithDetail && stated[$0] ?? 0 != opened[$0] ?? 0
    }
    return differing.map { difference(of: $0, stated: stated[$0] ?? 0, opened: opened[$0] ?? 0) }
      + unbalanced(statedOpening.values.reduce(0, +)) + workInProgress(orders)
  }

  /// Work in progress is opened by its orders where any are given; the rest, as of control accounts,
  /// stands on opening balance equity. Without orders its balance stays on the account for good.
  private func workInProgress(_ orders: Int128) -> [Finding] {
    let accounts = accountCodes(of: .workInProgress)
    let stated = accounts.reduce(Int128(0)) { $0 + (statedOpening[$1] ?? 0) }
    guard stated != orders else { return [] }
    return [
      openingFinding(
        production.hasOpening ? "OPN-001" : "OPN-004", key: AccountRole.workInProgress.rawValue,
        stated - orders,
        "the trial balance at go-live has \(sided(stated)) on \(accounts.joined(separator: ", "))"
          + (production.hasOpening
            ? ", against \(sided(orders)) of production orders under way; the difference stands on "
              + "opening balance equity"
            : " and no production order carries it; it stays on the account"),
        "complete or correct opening_work_orders, or the balance in opening_balances, until both "
          + "agree")
    ]
  }

  /// What open items and opening stock brought against opening balance equity, debit positive, in
  /// base minor units. A difference to the standard on the way in is no matter of the opening.
  private func openedByDetail() -> [ControlKind: Int128] {
    let equity = Set(accountCodes(of: .openingBalanceEquity))
    let batch = ledger.pendingBatch
    var opened: [ControlKind: Int128] = [:]
    for position in batch.entries.positions(ofKind: EventKind.opening.contains) {
      let entry = batch.entries[position]
      var byKind: [ControlKind: Int128] = [:]
      var counterpart: Int128 = 0
      for line in batch.lines(of: entry) {
        let account = plan.chart[line.account]
        let signed = Int128(line.debitMinor) - Int128(line.creditMinor)
        if equity.contains(account.code) { counterpart += signed }
        if account.control.opensWithDetail { byKind[account.control, default: 0] += signed }
      }
      if let only = byKind.first?.key, byKind.count == 1 { byKind[only] = -counterpart }
      opened.merge(byKind, uniquingKeysWith: +)
    }
    return opened.filter { $0.value != 0 }
  }

  private func difference(of kind: ControlKind, stated: Int128, opened: Int128) -> Finding {
    let accounts = plan.chart.accounts.filter { $0.control == kind }.map(\.code)
      .joined(separator: ", ")
    return openingFinding(
      "OPN-001", key: kind.rawValue, stated - opened,
      "the trial balance at go-live has \(sided(stated)) on \(accounts), against "
        + (opened == 0 ? "no \(kind.detail)" : "\(sided(opened)) of \(kind.detail)")
        + "; the difference stands on opening balance equity",
      kind.advice)
  }

  private func unbalanced(_ sum: Int128) -> [Finding] {
    guard sum != 0 else { return [] }
    return [
      openingFinding(
        "OPN-002", key: "", sum,
        "the trial balance at go-live does not balance; \(sided(sum)) too much stands against "
          + "opening balance equity",
        "complete or correct opening_balances: over all accounts their sum is zero")
    ]
  }

  private func withoutTrialBalance(
    _ opened: [ControlKind: Int128], _ orders: Int128
  ) -> [Finding] {
    guard !opened.isEmpty || orders != 0 else { return [] }
    let parts =
      ControlKind.allCases.compactMap { kind in
        opened[kind].map { "\(sided($0)) of \(kind.detail)" }
      } + (orders == 0 ? [] : ["\(sided(orders)) of production orders under way"])
    return [
      openingFinding(
        "OPN-003", key: "", opened.values.reduce(orders, +),
        "no trial balance at go-live is given; the books open with "
          + parts.joined(separator: " and ") + " against opening balance equity",
        "give the balances of all accounts as opening_balances, from a CSV file if the ERP has none, "
          + "or accept the finding")
    ]
  }

  private func openingFinding(
    _ code: String, key: String, _ amount: Int128, _ message: String, _ action: String
  ) -> Finding {
    Finding(
      code: code, severity: .warning, origin: "opening_balances", key: key,
      amount: Money(minor: Int64(clamping: amount), in: scope.base), message: message,
      action: action)
  }

  /// An amount with its side, as accountants read it: `100.00 EUR debit`.
  private func sided(_ minor: Int128) -> String {
    guard minor != 0 else { return "nothing" }
    let amount = Money(minor: Int64(clamping: minor.magnitude), in: scope.base)
    return "\(amount) \(minor > 0 ? "debit" : "credit")"
  }
}

extension EventKind {
  /// What opens the books.
  fileprivate static let opening: Set<EventKind> = [
    EventKind("opening_balances"), EventKind("opening_items"), EventKind("stock_opening"),
  ]
}

extension ControlKind {
  /// Whether documents or layers open the account, not its balance.
  fileprivate var opensWithDetail: Bool {
    switch self {
    case .receivable, .payable, .inventory, .goodsReceivedNotInvoiced, .customerAdvance,
      .supplierAdvance:
      true
    case .none, .bank, .tax: false
    }
  }

  /// What opens the account, in a sentence.
  fileprivate var detail: String {
    switch self {
    case .receivable: "open items of customers"
    case .payable: "open items of suppliers"
    case .inventory: "opening stock"
    case .goodsReceivedNotInvoiced: "receipts that wait for their bills"
    case .customerAdvance, .supplierAdvance: "open advances"
    case .none, .bank, .tax: "its rows"
    }
  }

  /// What to do about a difference.
  fileprivate var advice: String {
    switch self {
    case .receivable, .payable:
      "complete or correct opening_items, or the balance in opening_balances, until both agree"
    case .inventory:
      "complete or correct the opening stock (opening_layers, movements of kind opening), or the "
        + "balance in opening_balances, until both agree"
    case .customerAdvance, .supplierAdvance:
      "nothing opens this account: state the balance on the account of receivables or payables, and "
        + "each advance among opening_items with a negative amount"
    case .goodsReceivedNotInvoiced:
      "nothing opens this account: let the receipts be billed before go-live, or accept the finding"
    case .none, .bank, .tax: "correct the balance in opening_balances"
    }
  }
}
