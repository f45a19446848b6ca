import AccountingValues
import Extraction
import GeneralLedger
import Subledgers

/// What is open in one foreign currency and valued item by item.
struct OpenValuation {
  /// The word of posting rules: `receivable`, `payable`, `grni`.
  let valued: String
  let currency: Currency
  /// What is open, debit positive.
  var debitMinor: Int64 = 0
  /// By how much base at the closing rate exceeds what is carried, debit positive.
  var differenceMinor: Int64 = 0

  fileprivate mutating func add(_ debit: Int64, _ difference: Int64) throws(ValueError) {
    debitMinor = try debitMinor.adding(debit)
    differenceMinor = try differenceMinor.adding(difference)
  }

  /// The role of the account that carries the difference.
  var role: AccountRole {
    switch valued {
    case "receivable": .receivablesValuation
    case "payable": .payablesValuation
    default: .goodsReceivedValuation
    }
  }
}

/// Money in foreign currency at the end of each period (ACCOUNTING §4): what is open to and from
/// partners is valued item by item and undone on the next day, all other money by the balance of its
/// account.
///
///     an invoice of 1,000 USD at 1.123, paid in February at 1.120; the closing rate of January is 1.125
///     31 January   Dr 1208 2.00   Cr 7110 2.00      the account beside receivables, not 1200 itself
///      1 February  Dr 7110 2.00   Cr 1208 2.00
///     in February  Dr 7100 3.00   Cr 1200 3.00      settlement compares with the invoice's own rate
extension CompanyClose {
  /// Values what is foreign money at the end of a period.
  func postRevaluation(_ subledger: Subledger?, _ end: PeriodEnd) {
    guard knows("unrealised_exchange", end) else { return }
    for valuation in openValuations(subledger, end) { post(valuation, end) }
    postBalances(end)
  }

  /// The conversion at a day's closing rate; where there is none a finding says so, once per currency
  /// and day.
  private func closing(_ currency: Currency, _ day: CivilDate) -> CurrencyConversion? {
    let found = conversion.rates.conversion(
      from: currency, to: scope.base, kind: .closing, on: day)
    if found == nil {
      findings.append(
        Finding(
          code: "GL-016", severity: .error, origin: "fx_rates", key: "\(currency) \(day)",
          message:
            "money in \(currency) cannot be valued at the end of \(day): there is no closing "
            + "rate \(currency)/\(scope.base) for that day, and no other of the days before",
          action: "add the closing rate of \(currency) for \(day) to fx_rates, in the ERP or as CSV"
        ))
    }
    return found
  }

  // MARK: Open items

  /// What is open on the last day of a period in each currency, and by how much its value at the
  /// closing rate differs from what documents were posted with; sides and currencies in one order.
  func openValuations(_ subledger: Subledger?, _ end: PeriodEnd) -> [OpenValuation] {
    do throws(ValueError) {
      return try itemValuations(subledger, end) + goodsValuations(end)
    } catch {
      noteOutOfRange(end)
      return []
    }
  }

  private func itemValuations(
    _ subledger: Subledger?, _ end: PeriodEnd
  ) throws(ValueError) -> [OpenValuation] {
    guard let subledger else { return [] }
    var rates: [Currency: CurrencyConversion?] = [:]
    let items = try subledger.revaluation(asOf: end.day) {
      (minor, currency) throws(ValueError) in
      let rate = rates[currency] ?? closing(currency, end.day)
      rates[currency] = .some(rate)
      return try rate?.converted(minor)
    }
    return try sums(of: .receivable, items, subledger) + sums(of: .payable, items, subledger)
  }

  /// The items of one side by foreign currency, in one order.
  private func sums(
    of side: SubledgerSide, _ items: [Revaluation], _ subledger: Subledger
  ) throws(ValueError) -> [OpenValuation] {
    var sums = subledger.currencies.map { OpenValuation(valued: side.rawValue, currency: $0) }
    for row in items where subledger.items[Int(row.item)].side == side {
      let currency = Int(subledger.items[Int(row.item)].currency)
      try sums[currency].add(
        side.debitSign * row.residual.amountMinor, side.debitSign * row.differenceMinor)
    }
    return sums.filter { $0.currency != scope.base }.sorted { $0.currency < $1.currency }
  }

  /// Goods received and not invoiced will be paid; goods invoiced and not received will be goods, which
  /// are no money.
  private func goodsValuations(_ end: PeriodEnd) throws(ValueError) -> [OpenValuation] {
    var found: [OpenValuation] = []
    for total in try goodsNotInvoiced(end.day) {
      let currency = purchaseMatching.currencies[Int16(total.currency)]
      let open = total.receivedNotInvoiced
      if currency == scope.base { continue }
      var sum = OpenValuation(valued: "grni", currency: currency)
      if !open.isZero, let rate = closing(currency, end.day) {
        try sum.add(-open.amountMinor, open.baseMinor.adding(-rate.converted(open.amountMinor)))
      }
      found.append(sum)
    }
    return found.sorted { $0.currency < $1.currency }
  }

  private func goodsNotInvoiced(
    _ day: CivilDate
  ) throws(ValueError) -> [GoodsReceivedNotInvoiced.Total] {
    guard let goodsReceived else { return [] }
    if day == scope.asOf { return goodsReceived.totals }
    let isForeign = purchaseMatching.currencies.all.map { $0 != scope.base }
    guard isForeign.contains(true) else { return [] }
    let foreign = purchaseMatching.events.filter { isForeign[Int($0.currency)] }
    if foreign.isEmpty { return [] }
    return try GoodsReceivedNotInvoiced(
      Pages(foreign), orderCurrencies: purchaseMatching.orderCurrencies(purchases), asOf: day
    ).totals
  }

  /// Posts a valuation, and undoes it on the first day of the next period.
  private func post(_ valuation: OpenValuation, _ end: PeriodEnd) {
    if valuation.differenceMinor == 0 { return }
    var event = begin("unrealised_exchange", end, valuation.valued, valuation.currency)
    event.text = text(
      OpenValuation.words[valuation.valued] ?? "", valuation.debitMinor, valuation.currency, end)
    set(&event, "valued", code(valuation.valued))
    set(&event, "exchange_loss", .baseAmount(-valuation.differenceMinor))
    if case .posted = post(event, stream: event.stream, restingOn: []) {
      postReversal("unrealised_exchange_reversal", of: event, end)
    }
  }

  // MARK: Balances

  /// Values money that no open item explains by the balance of its account: it stays at that value. What
  /// is left in base when nothing is left in the currency goes.
  private func postBalances(_ end: PeriodEnd) {
    do throws(ValueError) {
      for balance in try ledger.monetaryBalances(atEndOf: end.index) {
        if balance.amountMinor == 0 {
          post(balance, loss: balance.baseMinor, as: "currency_residue", end)
        } else if let rate = closing(balance.currency, end.day) {
          let worth = try rate.converted(balance.amountMinor)
          post(
            balance, loss: try balance.baseMinor.adding(-worth), as: "unrealised_exchange", end)
        }
      }
    } catch { noteOutOfRange(end) }
  }

  private func post(
    _ balance: MonetaryBalance, loss: Int64, as kind: EventKind, _ end: PeriodEnd
  ) {
    if loss == 0 { return }
    let account = plan.chart[balance.account]
    var event = begin(kind, end, account.code, balance.currency)
    event.text =
      kind == "currency_residue"
      ? "\(account.code) \(account.name): no \(balance.currency) left"
      : text("\(account.code) \(account.name)", balance.amountMinor, balance.currency, end)
    if kind == "unrealised_exchange" { set(&event, "valued", code("account")) }
    set(&event, "account", code(account.code))
    set(&event, "exchange_loss", .baseAmount(loss))
    post(event, stream: event.stream, restingOn: [])
  }

  // MARK: Events

  /// An event of a period's end. Its key names the period, not the day, so that an entry that is made
  /// night after night keeps its name.
  func begin(
    _ kind: EventKind, _ end: PeriodEnd, _ subject: String, _ currency: Currency
  ) -> PostingEvent {
    var event = event(kind)
    event.begin(
      EventOrder(
        date: end.day, recordedAt: nil, rank: 90,
        key: SourceKey("\(end.period.id)-\(subject)-\(currency)")),
      number: "\(end.period) \(currency)", currency: currency)
    return event
  }

  /// What was valued, and at which rate: `1100 Cash and bank, 500.00 USD at 1 USD = 0.8 EUR (closing
  /// 2026-03-31)`.
  private func text(
    _ subject: String, _ minor: Int64, _ currency: Currency, _ end: PeriodEnd
  ) -> String {
    let rate = conversion.rates.conversion(
      from: currency, to: scope.base, kind: .closing, on: end.day)
    return "\(subject), \(Money(minor: minor, in: currency)) at \(rate?.source ?? "")"
      + (end.isProvisional ? "; provisional, \(end.period) goes on" : "")
  }
}

extension OpenValuation {
  /// What is valued, as entries say it.
  fileprivate static let words = [
    "receivable": "Receivables", "payable": "Payables", "grni": "Goods received not invoiced",
  ]
}

// MARK: - Tie-outs

extension CompanyClose {
  /// The accounts beside the control accounts against what is open at the closing rate, by currency, at
  /// the end of a period.
  func valuationTies(_ subledger: Subledger?, _ period: FiscalPeriod) -> [TieOut] {
    guard let index = ledger.periods.firstIndex(of: period) else { return [] }
    let end = PeriodEnd(index, period, asOf: scope.asOf)
    guard knows("unrealised_exchange", end) else { return [] }
    let valuations = openValuations(subledger, end)
    // A balance that no ledger holds is told before (GL-020).
    let rows = (try? ledger.trialBalance(index...index, by: .currency).rows) ?? []
    return valuations.map { valuation in
      let codes = accountCodes(of: valuation.role)
      let actual = rows.reduce(Int64(0)) { sum, row in
        guard case .account(let account) = row.subject, row.currency == valuation.currency,
          codes.contains(plan.chart[account].code)
        else { return sum }
        return sum &+ row.base.closingMinor
      }
      return TieOut(
        name: valuation.role.rawValue,
        subject: "\(codes.joined(separator: ", ")) in \(valuation.currency)",
        currency: scope.base, expectedMinor: valuation.differenceMinor, actualMinor: actual)
    }
  }
}

extension Int64 {
  /// The sum, unless it leaves the range.
  fileprivate func adding(_ other: Int64) throws(ValueError) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    if overflow { throw .outOfRange }
    return sum
  }
}
