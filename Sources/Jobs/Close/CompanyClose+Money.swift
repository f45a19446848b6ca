import AccountingValues
import Extraction
import GeneralLedger
import Subledgers

extension CompanyClose {
  /// Opening balances and documents that were open at go-live, when the open span starts there.
  func readOpening() throws(JobError) {
    guard scope.openFrom == scope.goLive else { return }
    // First: with orders under way their costs, not its balance, open work in progress.
    if reader.feeds("opening_work_orders") {
      try reader.each("opening_work_orders") { (row, _) throws(JobError) in
        let outcome = postRow(row, date: scope.goLive)
        if outcome.isBooked { production.takeOpening(row, base: scope.base) }
        return outcome.fate
      }
    }
    if reader.feeds("opening_balances") {
      try reader.each("opening_balances") { (row, _) throws(JobError) in
        let outcome = postRow(row, date: scope.goLive)
        noteOpening(row, outcome)
        return outcome.fate
      }
    }
    if reader.feeds("opening_items") {
      try reader.each("opening_items") { (row, _) throws(JobError) in takeOpeningItem(row) }
    }
  }

  /// Remembers what the trial balance at go-live says of an account, and what of it was posted, for
  /// accounts that must tie to a detail.
  private func noteOpening(_ row: StreamRow, _ outcome: PostingOutcome) {
    guard let account = row.text("account_code") else { return }
    let currency = row.currency() ?? scope.base
    let stated = row.money("base_amount", in: scope.base)?.minor
    let base =
      stated
      ?? row.money("amount", in: currency).flatMap { amount in
        conversion.conversion(from: currency, stated: nil, kind: .spot, on: scope.goLive)
          .flatMap { try? $0.converted(amount.minor) }
      }
    statedOpening[account, default: 0] += Int128(base ?? 0)
    if case .posted = outcome { openingByAccount[account, default: 0] += base ?? 0 }
  }

  private func takeOpeningItem(_ row: StreamRow) -> RowFate {
    let currency = row.currency() ?? scope.base
    guard let amount = row.money("amount", in: currency) else { return .quarantined }
    let base: Int64
    if let stated = row.money("base_amount", in: scope.base) {
      base = stated.minor
    } else if let rate = conversion.conversion(
      from: currency, stated: nil, kind: .spot, on: scope.goLive),
      let converted = try? rate.converted(amount.minor)
    {
      base = converted
    } else {
      findings.append(
        missingRate(
          currency, to: scope.base, on: scope.goLive, stream: row.stream, key: row.key,
          document: row.documentNumber))
      return .held
    }
    let outcome = postRow(row, date: scope.goLive)
    guard outcome.isBooked else { return outcome.fate }
    openItems.takeOpening(
      row, amount: amount.minor, base: base, currency: currency, masters: &masters)
    return outcome.fate
  }

  /// Documents without lines: payments, expenses, payroll, tills, bank movements.
  func readMoney() throws(JobError) {
    for stream in ["payments", "expenses", "pos_sessions", "cash_transactions"]
    where reader.feeds(stream) {
      try reader.each(stream) { (row, date) throws(JobError) in
        let outcome = postRow(row, date: date)
        if stream == "payments", outcome.isBooked { takePayment(row, date: date) }
        return outcome.fate
      }
    }
    try readEntries("payroll", lines: "payroll_lines")
    try readEntries("manual_journals", lines: "manual_journal_lines")
    if reader.feeds("applications") {
      try reader.each("applications") { (row, date) throws(JobError) in
        openItems.takeApplication(row, date: date)
        return .posted
      }
    } else {
      openItems.inferApplications()
    }
  }

  private func takePayment(_ row: StreamRow, date: CivilDate) {
    let currency = row.currency() ?? scope.base
    guard let amount = row.money("amount", in: currency),
      let base = baseMinor(of: amount, row, date: date)
    else { return }
    openItems.takePayment(
      row, date: date, amount: amount.minor, base: base, currency: currency, masters: &masters)
  }

  /// Pay slips and manual entries: the rows' amounts as stated, one by one.
  private func readEntries(_ stream: String, lines: String) throws(JobError) {
    guard reader.feeds(stream), reader.feeds(lines) else { return }
    try reader.eachDocument(stream, lines: lines) { (header, rows, date) throws(JobError) in
      postEntry(header, rows, date: date)
    }
  }

  /// A manual entry must balance exactly as stated; nothing is rounded into shape.
  private func postEntry(
    _ header: StreamRow, _ lines: [StreamRow], date: CivilDate
  ) -> RowFate {
    let currency = header.currency() ?? scope.base
    guard let rate = rateOf(header, currency: currency, date: date) else { return .held }
    var event = event(EventKind(header.stream))
    do throws(EventFeedError) {
      try feed.fill(
        &event, from: header, date: date, currency: currency, conversion: rate, masters: masters)
      try feed.addLines(lines, to: &event, currency: currency, conversion: rate)
    } catch { accountingFault("\(error)") }
    return post(event, stream: header.stream).fate
  }

  /// Posts a document without lines.
  @discardableResult
  func postRow(_ row: StreamRow, date: CivilDate) -> PostingOutcome {
    let has = row.layout.position(of: "currency") != nil
    let currency = (has ? row.currency() : nil) ?? scope.base
    guard let rate = rateOf(row, currency: currency, date: date) else { return .held }
    var event = event(EventKind(row.stream))
    do throws(EventFeedError) {
      try feed.fill(
        &event, from: row, date: date, currency: currency, conversion: rate, masters: masters)
    } catch { accountingFault("\(error)") }
    if row.stream == "opening_balances", production.hasOpening,
      accountCodes(of: .workInProgress).contains(row.text("account_code") ?? "")
    {
      set(&event, "account_control", code(AccountRole.workInProgress.rawValue))
    }
    return post(event, stream: row.stream)
  }

  /// The conversion of a row to base; a missing rate is a finding and holds the row.
  private func rateOf(
    _ row: StreamRow, currency: Currency, date: CivilDate
  ) -> CurrencyConversion? {
    let stated =
      row.layout.position(of: "exchange_rate") == nil ? nil : row.decimal("exchange_rate")
    let day =
      row.layout.position(of: "accounting_date") == nil
      ? date : row.date("accounting_date") ?? date
    if let rate = conversion.conversion(
      from: currency, stated: currency == scope.base ? nil : stated, kind: .spot, on: day)
    {
      return rate
    }
    findings.append(
      missingRate(
        currency, to: scope.base, on: day, stream: row.stream, key: row.key,
        document: row.documentNumber))
    outcomes.note(row.stream, .held)
    return nil
  }

  private func baseMinor(of amount: Money, _ row: StreamRow, date: CivilDate) -> Int64? {
    if amount.currency == scope.base { return amount.minor }
    let day = row.date("accounting_date") ?? date
    return conversion.conversion(
      from: amount.currency, stated: row.decimal("exchange_rate"), kind: .spot, on: day
    ).flatMap { try? $0.converted(amount.minor) }
  }
}

// MARK: - Settlement

extension CompanyClose {
  /// Builds the open items and posts what settling them moves: exchange differences, discounts,
  /// write-offs, advances used.
  func settle() throws(JobError) -> Subledger? {
    let subledger: Subledger
    do {
      subledger = try Subledger(
        currencies: openItems.currencies, base: scope.base, items: openItems.items,
        instalments: openItems.instalments, applications: openItems.applications)
    } catch {
      findings.append(
        Finding(
          code: "SUB-021", severity: .error, origin: "applications",
          message: "the open items together leave the range of 64 bits",
          action: "look for amounts that are too large in invoices, bills and payments"))
      return nil
    }
    for index in subledger.applications.indices where subledger.settlements[index].isCounted {
      postSettlement(index, subledger)
    }
    findings += subledger.findings(asOf: scope.asOf, labels: openItems)
    return subledger
  }

  private func postSettlement(_ index: Int, _ subledger: Subledger) {
    let application = subledger.applications[index]
    let settlement = subledger.settlements[index]
    guard scope.openSpan.contains(settlement.postingDate), application.to >= 0 else { return }
    let label = openItems.applicationLabels[index]
    let item = subledger.items[Int(application.to)]
    let order = EventOrder(
      date: settlement.postingDate, recordedAt: nil, rank: 62, sequence: Int64(index),
      key: label.key)
    let legs = SettlementLegs(application, settlement, items: subledger.items)
    if legs.staysWithinAccount, settlement.exchangeLossMinor == 0 { return }
    var event = event(legs.staysWithinAccount ? "realised_exchange" : "settlements")
    event.begin(
      order, number: label.number, currency: subledger.currencies[Int(legs.settled.currency)])
    event.stream = label.stream
    set(&event, "side", code(legs.settled.side.rawValue))
    set(&event, "exchange_loss", .baseAmount(settlement.exchangeLossMinor))
    setPartner(&event, item.partner)
    if !legs.staysWithinAccount {
      set(&event, "kind", code(legs.kind.rawValue))
      set(&event, "amount", .amount(legs.amount.minor))
      set(&event, "amount_base", .baseAmount(legs.amount.base))
      if let from = legs.from {
        set(&event, "from_amount", .amount(legs.fromAmount.minor))
        set(&event, "from_amount_base", .baseAmount(legs.fromAmount.base))
        set(&event, "from_currency", code(subledger.currencies[Int(from.currency)].code))
      }
    }
    let met = [application.to, application.from].filter { $0 >= 0 }.map {
      openItems.labels[Int($0)]
    }
    post(
      event, stream: "applications",
      restingOn: ([label] + met).map { PastRows.Place($0.stream, $0.key) })
  }

  func setPartner(_ event: inout PostingEvent, _ partner: Int32) {
    let facts = masters.partners[partner]
    set(&event, "partner_key", code(facts.number))
    if !facts.group.isEmpty { set(&event, "partner_group", code(facts.group)) }
  }

  func set(_ event: inout PostingEvent, _ name: String, _ value: EventValue) {
    do { try event.set(name, value) } catch { accountingFault("\(error)") }
  }

  /// What receipts and bills in different rates leave on goods received and not invoiced.
  func postGoodsReceivedExchange() {
    for (index, match) in (goodsReceived?.matches ?? []).enumerated() {
      let isReceiptWithBill =
        kind(of: match.received) == .receipt && kind(of: match.billed) == .bill
      if match.exchangeLossMinor != 0 {
        postMatch("grni_exchange", index, match) { event in
          set(&event, "exchange_loss", .baseAmount(match.exchangeLossMinor))
        }
      }
      // A receipt and its bill settle their price difference as late cost; what else met does not.
      if !isReceiptWithBill, match.priceDifferenceBaseMinor != 0 || match.priceDifferenceMinor != 0
      {
        postMatch("grni_difference", index, match) { event in
          set(&event, "difference", .amount(match.priceDifferenceMinor))
          set(&event, "difference_base", .baseAmount(match.priceDifferenceBaseMinor))
        }
      }
    }
  }

  private func kind(of event: Int32) -> PurchaseEvent.Kind? {
    event < 0 ? nil : purchaseMatching.events[Int(event)].kind
  }

  private func postMatch(
    _ kind: EventKind, _ index: Int, _ match: GoodsReceivedNotInvoiced.Match,
    _ fill: (inout PostingEvent) -> Void
  ) {
    let position = match.billed >= 0 ? match.billed : match.received
    let purchase = purchaseMatching.events[Int(position)]
    let place = place(of: purchase)
    let other = match.billed >= 0 && match.received >= 0 ? match.received : nil
    var event = event(kind)
    event.begin(
      EventOrder(
        date: match.date, recordedAt: nil, rank: 14, sequence: Int64(index),
        key: matchKey(place, met: other.map { self.place(of: purchaseMatching.events[Int($0)]) })),
      number: place.number, currency: purchaseMatching.currency(of: purchase))
    event.stream = place.stream
    fill(&event)
    post(event, stream: place.stream, restingOn: rows(of: match))
  }

  /// The rows of a receipt and a bill that met.
  func rows(of match: GoodsReceivedNotInvoiced.Match) -> [PastRows.Place] {
    [match.billed, match.received].filter { $0 >= 0 }.map {
      let place = place(of: purchaseMatching.events[Int($0)])
      return PastRows.Place(place.stream, place.key)
    }
  }

  /// Where a purchase event comes from.
  struct PurchasePlace {
    let stream: String
    /// The document's key, or the movement's.
    let key: SourceKey
    /// The line of a bill or supplier's credit.
    let line: SourceKey?
    let number: String

    /// The key of the row itself.
    var rowKey: String { line.map { key.text + "\u{1F}" + $0.text } ?? key.text }
  }

  func place(of event: PurchaseEvent) -> PurchasePlace {
    switch event.kind {
    case .bill:
      let billed = purchaseMatching.billed[Int(event.document)]
      return PurchasePlace(
        stream: billed.stream, key: billed.document, line: billed.line, number: billed.number)
    case .receipt:
      let moved = stock.events[Int(event.document)]
      return PurchasePlace(
        stream: "stock_movements", key: moved.key, line: nil,
        number: documentNumber(of: moved))
    }
  }

  /// What a match is named after: the row of its entry, and the row it met with its stream. Two rows
  /// meet at most once, and a line without quantity meets nothing, so that no two matches share it.
  private func matchKey(_ place: PurchasePlace, met other: PurchasePlace?) -> SourceKey {
    guard let other else { return SourceKey(place.rowKey) }
    return SourceKey([place.rowKey, other.stream, other.rowKey].joined(separator: "\u{1F}"))
  }
}
