import AccountingValues
import Extraction
import GeneralLedger

/// Turns source rows into posting events: every column that a rule may name becomes a field.
struct PostingFeed {
  private let pool: CodePool
  private let base: Currency
  private let chart: ChartOfAccounts

  init(plan: PostingPlan) {
    pool = plan.pool
    base = plan.base
    chart = plan.chart
  }

  /// Fills an event from a document with lines, rounded once.
  func fill(
    _ event: inout PostingEvent, from document: Document, masters: MasterData,
    matchedLines: Set<Int>
  ) throws(EventFeedError) {
    begin(&event, document.header, date: document.date, currency: document.currency)
    try columns(
      document.header, in: document.currency,
      overrides: ["total": (document.total, document.baseTotal)], conversion: document.conversion
    ) { (name, value) throws(EventFeedError) in try event.set(name, value) }
    event.acceptedDifferenceMinor = document.difference
    try event.set("difference", .amount(document.difference))
    try event.set("difference_base", .baseAmount(document.baseDifference))
    try event.set("header_tax", .amount(document.headerTax))
    try event.set("header_tax_base", .baseAmount(document.baseHeaderTax))
    try partner(document.header, &event, masters)
    for index in document.lines.indices {
      try line(document, index, &event, masters, isMatched: matchedLines.contains(index))
    }
  }

  /// Fills an event from a document without lines; its amounts are rounded one by one.
  func fill(
    _ event: inout PostingEvent, from row: StreamRow, date: CivilDate, currency: Currency,
    conversion: CurrencyConversion?, masters: MasterData
  ) throws(EventFeedError) {
    begin(&event, row, date: date, currency: currency)
    try columns(row, in: currency, overrides: [:], conversion: conversion) {
      (name, value) throws(EventFeedError) in try event.set(name, value)
    }
    try partner(row, &event, masters)
    if row.stream == "opening_balances" { try opening(row, &event) }
  }

  /// An opening balance may state its base amount, and its account may be a control account.
  private func opening(_ row: StreamRow, _ event: inout PostingEvent) throws(EventFeedError) {
    if let stated = row.money("base_amount", in: base) {
      try event.set("amount_base", .baseAmount(stated.minor))
    }
    if let account = row.text("account_code").flatMap({ chart.index(of: $0) }) {
      try event.set("account_control", code(chart[account].control.rawValue))
    }
  }

  /// Adds lines whose amounts are rounded one by one, as those of a manual entry. In base the sum of
  /// each column is converted once and the lines follow it: what balances in the entry's currency
  /// balances in base.
  func addLines(
    _ rows: [StreamRow], to event: inout PostingEvent, currency: Currency,
    conversion: CurrencyConversion
  ) throws(EventFeedError) {
    let amounts = self.amounts(of: rows, in: currency, conversion: conversion)
    for (index, row) in rows.enumerated() {
      event.addLine()
      let schema = event.schema
      var values: [(String, EventValue)] = []
      try columns(row, in: currency, overrides: amounts[index], conversion: conversion) {
        (name, value) throws(EventFeedError) in values.append((name, value))
      }
      for (name, value) in values {
        guard let slot = schema.lineSlot(name) else { continue }
        event.setLine(slot, raw: value.raw)
      }
    }
  }

  /// The amounts of each row, column by column, with their shares of the column's sum in base.
  private func amounts(
    of rows: [StreamRow], in currency: Currency, conversion: CurrencyConversion
  ) -> [[String: (minor: Int64, base: Int64)]] {
    var found = rows.map { _ in [String: (minor: Int64, base: Int64)]() }
    for column in rows.first?.layout.columns ?? [] where column.kind == .amount {
      var holders: [Int] = []
      var minors: [Int64] = []
      for (index, row) in rows.enumerated() {
        guard let exact = row.decimal(column.name),
          let minor = try? exact.rounded(toScale: currency.minorDigits)
        else { continue }
        holders.append(index)
        minors.append(minor)
      }
      // Amounts beyond 64 bits keep no companion; the ledger says so of the entry.
      guard let shares = try? BaseConversion.parts(minors, by: conversion) else { continue }
      for (position, index) in holders.enumerated() {
        found[index][column.name] = (minors[position], shares[position])
      }
    }
    return found
  }

  private func begin(
    _ event: inout PostingEvent, _ row: StreamRow, date: CivilDate, currency: Currency
  ) {
    event.begin(
      EventOrder(
        date: date, recordedAt: row.order?.recordedAt, rank: row.order?.rank ?? 0,
        sequence: row.order?.sequence ?? 0, key: row.key),
      number: row.documentNumber, currency: currency,
      documentDate: row.layout.position(of: "document_date") == nil
        ? date : row.date("document_date") ?? date)
    // What somebody wrote on the document says more than the title of its rule.
    if row.layout.position(of: "description") != nil {
      event.text = row.text("description") ?? ""
    }
    if row.layout.position(of: "exchange_rate") != nil, currency != base,
      let stated = row.decimal("exchange_rate")
    {
      event.statedRate = try? ExchangeRate(
        from: currency, to: base, kind: .spot, date: date, rate: stated)
    }
  }

  private func partner(
    _ row: StreamRow, _ event: inout PostingEvent, _ masters: MasterData
  ) throws(EventFeedError) {
    guard row.layout.position(of: "partner_key") != nil, let key = row.key("partner_key"),
      let number = masters.partners.number(of: key)
    else { return }
    let facts = masters.partners[number]
    try event.set("partner_key", code(facts.number))
    if !facts.group.isEmpty { try event.set("partner_group", code(facts.group)) }
  }

  private func line(
    _ document: Document, _ index: Int, _ event: inout PostingEvent, _ masters: MasterData,
    isMatched: Bool
  ) throws(EventFeedError) {
    let row = document.lines[index]
    event.addLine()
    let schema = event.schema
    var values: [(String, EventValue)] = []
    try columns(
      row, in: document.currency,
      overrides: [
        "net_amount": (document.netByLine[index], document.baseNetByLine[index]),
        "tax_amount": (document.taxByLine[index], document.baseTaxByLine[index]),
      ], conversion: document.conversion
    ) { (name, value) throws(EventFeedError) in values.append((name, value)) }
    values += taxSplit(document, index)
    values.append(("matched", .flag(isMatched)))
    if row.layout.position(of: "item_key") != nil, let key = row.key("item_key"),
      let number = masters.items.number(of: key)
    {
      values.append(("item_key", code(masters.items[number].number)))
      if !masters.items[number].category.isEmpty {
        values.append(("category", code(masters.items[number].category)))
      }
    }
    for (name, value) in values {
      guard let slot = schema.lineSlot(name) else { continue }
      event.setLine(slot, raw: value.raw)
    }
  }

  /// The part of a line's tax that is reclaimed, and the rest, which is cost.
  private func taxSplit(_ document: Document, _ index: Int) -> [(String, EventValue)] {
    let row = document.lines[index]
    let tax = document.taxByLine[index]
    let baseTax = document.baseTaxByLine[index]
    var recoverable = tax
    if row.layout.position(of: "recoverable_tax_amount") != nil,
      let stated = row.decimal("recoverable_tax_amount"), stated != row.decimal("tax_amount"),
      let minor = try? stated.rounded(toScale: document.currency.minorDigits)
    {
      // The line's tax may have been rounded down: a part is never more than the whole.
      recoverable = tax < 0 ? max(tax, min(0, minor)) : min(tax, max(0, minor))
    }
    let recoverableBase =
      tax == 0
      ? 0 : (try? Rounding.scaled(baseTax, times: recoverable, over: tax)) ?? 0
    return [
      ("recoverable_tax", .amount(recoverable)),
      ("recoverable_tax_base", .baseAmount(recoverableBase)),
      ("unrecoverable_tax", .amount(tax - recoverable)),
      ("unrecoverable_tax_base", .baseAmount(baseTax - recoverableBase)),
    ]
  }

  private func code(_ text: String) -> EventValue { .code(pool.number(of: text)) }

  /// Every column that is a field, with the companion in base of each amount.
  private func columns(
    _ row: StreamRow, in currency: Currency,
    overrides: [String: (minor: Int64, base: Int64)], conversion: CurrencyConversion?,
    _ set: (String, EventValue) throws(EventFeedError) -> Void
  ) throws(EventFeedError) {
    for column in row.layout.columns {
      switch column.kind {
      case .amount:
        if let given = overrides[column.name] {
          try set(column.name, .amount(given.minor))
          try set(column.name + "_base", .baseAmount(given.base))
        } else if let exact = row.decimal(column.name),
          let minor = try? exact.rounded(toScale: currency.minorDigits)
        {
          try set(column.name, .amount(minor))
          let converted = conversion.map { try? $0.converted(minor) } ?? minor
          if let converted { try set(column.name + "_base", .baseAmount(converted)) }
        }
      case .quantity:
        if let quantity = row.quantity(column.name) {
          try set(column.name, .quantity(quantity.micros))
        }
      case .date: if let date = row.date(column.name) { try set(column.name, .date(date)) }
      case .boolean: if let flag = row.boolean(column.name) { try set(column.name, .flag(flag)) }
      case .key, .reference:
        if let key = row.key(column.name) { try set(column.name, code(key.displayText)) }
      case .text, .currency, .enumeration:
        if let text = row.text(column.name) { try set(column.name, code(text)) }
      case .unitCost, .rate, .integer, .timestamp, .flags, .json: break
      }
    }
  }
}
