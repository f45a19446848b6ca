import AccountingValues
import Extraction
import GeneralLedger
import Inventory
import Replenishment
import Subledgers
import Warehouse

/// Numbers that the warehouse gave the keys of a close.
struct CloseIdentities {
  let items: [Int64]
  let partners: [Int64]
  let places: [Int64]
  /// By index in the chart.
  let accounts: [Int64]
  /// By stream.
  let documents: [String: DocumentIdentities]
  /// Movements that entries name by their own key.
  let ofMovements: DocumentIdentities

  init(
    items: [Int64], partners: [Int64], places: [Int64], accounts: [Int64],
    documents: [String: DocumentIdentities]
  ) {
    self.items = items
    self.partners = partners
    self.places = places
    self.accounts = accounts
    self.documents = documents
    ofMovements = documents["stock_movements"] ?? DocumentIdentities()
  }
}

/// Numbers that the warehouse gave the documents of a stream: about 30 bytes for a document whose key is
/// a number.
struct DocumentIdentities {
  private var keys = KeyInterner()
  /// By number of the key.
  private var ids: [Int64] = []

  /// Notes a document that needs a number.
  mutating func note(_ key: SourceKey) { keys.intern(key) }

  /// Asks for the numbers of all documents that were noted, some at a time, in the order of their keys.
  mutating func ask(_ numbers: (_ keys: [String]) throws -> [Int64]) rethrows {
    ids = Array(repeating: 0, count: keys.count)
    let order = (0..<Int32(keys.count)).sorted { keys.precedes($0, $1) }
    var start = 0
    while start < order.count {
      let part = order[start..<min(start + 50_000, order.count)]
      for (key, id) in zip(part, try numbers(part.map { keys[$0].text })) { ids[Int(key)] = id }
      start = part.endIndex
    }
  }

  subscript(key: SourceKey) -> Int64? { keys.id(of: key).map { ids[Int($0)] } }
}

/// The figures of a close as rows of the warehouse, period by period.
struct CloseRows {
  let close: CompanyClose
  let result: CloseResult
  let ids: CloseIdentities
  /// Entry and lines, taken from the ledger once.
  let journal: JournalBatch
  let numbers: EntryNumbers
  /// The stock ledger and what issues took, period after period.
  let stockLedger: StockLedgerRows
  /// Positions of entries in the journal, by position of their period.
  private let entriesByPeriod: [Pages<Int32>]
  /// Partners by the number that events name.
  private let partnersByNumber: [String: Int64]

  init(
    close: CompanyClose, result: CloseResult, ids: CloseIdentities, journal: JournalBatch,
    numbers: EntryNumbers
  ) {
    self.close = close
    self.result = result
    self.ids = ids
    self.journal = journal
    self.numbers = numbers
    partnersByNumber = Dictionary(
      zip(close.masters.partners.values.map(\.number), ids.partners),
      uniquingKeysWith: { a, _ in a })
    stockLedger = StockLedgerRows(close: close, costing: result.costing, ids: ids)
    entriesByPeriod = Self.byPeriod(journal.entries, close)
  }

  /// Says that a period was written: what it was made of need not stay in memory.
  func leave() {
    journal.leave()
    stockLedger.leave()
    close.stock.events.leave()
    result.costing.output.leave()
  }

  // MARK: Journal

  private static func byPeriod(_ entries: JournalEntries, _ close: CompanyClose) -> [Pages<Int32>] {
    var byPeriod = close.ledger.periods.map { _ in Pages<Int32>(from: close.scope.pages) }
    for position in entries.indices {
      byPeriod[Int(entries.outline(position).period)].append(Int32(position))
    }
    return byPeriod
  }

  func entries(_ index: Int) -> some Sequence<JournalEntryRow> {
    entriesByPeriod[index].lazy.map { position in
      let entry = journal.entries[Int(position)]
      let rule = close.plan.definitions.rules[Int(entry.rule)]
      return JournalEntryRow(
        seq: entry.sequence,
        journal: close.plan.definitions.journals[Int(entry.journal)].code,
        number: numbers.text(of: entry), reference: entry.reference.description, date: entry.date,
        event: entry.kind.rawValue, rule: rule.id,
        documentId: ids.documents[entry.stream]?[entry.order.key],
        documentNumber: entry.document.isEmpty ? nil : entry.document,
        description: entry.text.isEmpty ? rule.title : entry.text)
    }
  }

  func lines(_ index: Int) -> some Sequence<JournalLineRow> {
    entriesByPeriod[index].lazy.flatMap { position in
      let entry = journal.entries[Int(position)]
      return entry.lines.lazy.map { position in
        line(journal.lines[position], at: Int64(position), of: entry)
      }
    }
  }

  private func line(
    _ line: JournalLine, at position: Int64, of entry: JournalEntry
  ) -> JournalLineRow {
    let rule = close.plan.definitions.rules[Int(entry.rule)]
    let dimensions = close.ledger.dimensionValues(line.dimensions)
    func dimension(_ name: String) -> String? {
      let index = close.plan.definitions.dimensions.firstIndex { $0.name == name }
      return index.flatMap { dimensions[$0] }
    }
    return JournalLineRow(
      seq: position, entrySeq: entry.sequence, date: entry.date,
      accountId: ids.accounts[Int(line.account)], debitBaseMinor: line.debitMinor,
      creditBaseMinor: line.creditMinor, currency: line.currency.code,
      debitMinor: line.side == .debit ? line.amountMinor : 0,
      creditMinor: line.side == .credit ? line.amountMinor : 0,
      role: line.origin.roleName(in: rule), partnerId: partner(entry.partner),
      department: dimension("department"), project: dimension("project"))
  }

  private func partner(_ code: Int32) -> Int64? {
    guard code >= 0 else { return nil }
    return partnersByNumber[close.plan.pool[code]]
  }

  func trialBalance(_ index: Int) throws(JobError) -> [Warehouse.TrialBalanceRow] {
    let balance = try translating { try close.ledger.trialBalance(index...index, by: .currency) }
    return balance.rows.map { row in
      Warehouse.TrialBalanceRow(
        accountId: account(of: row.subject),
        currency: (row.currency ?? close.scope.base).code,
        openingBaseMinor: row.base.openingMinor, debitBaseMinor: row.base.debitMinor,
        creditBaseMinor: row.base.creditMinor, closingBaseMinor: row.base.closingMinor,
        openingMinor: row.transaction.openingMinor, debitMinor: row.transaction.debitMinor,
        creditMinor: row.transaction.creditMinor, closingMinor: row.transaction.closingMinor,
        yearEndDebitBaseMinor: row.yearEnd.debitMinor,
        yearEndCreditBaseMinor: row.yearEnd.creditMinor)
    }
  }

  private func account(of subject: LedgerSubject) -> Int64 {
    switch subject {
    case .account(let index): return ids.accounts[Int(index)]
    case .undistributedResult:
      guard let account = close.plan.undistributedResultAccount else {
        accountingFault("results of former years without an account are published")
      }
      return ids.accounts[Int(account)]
    }
  }
}

private typealias LedgerSubject = GeneralLedger.TrialBalanceRow.Subject

extension LineOrigin {
  /// The role that a line's rule names, or what made the line instead.
  func roleName(in rule: PostingRule) -> String {
    switch self {
    case .ruleLine(let position):
      switch rule.lines[Int(position)].target {
      case .role(let role): return role.rawValue
      case .field(let field, _): return "from " + field
      }
    case .roundingDifference: return AccountRole.roundingDifference.rawValue
    case .currencyExchange: return AccountRole.currencyExchange.rawValue
    }
  }
}

// MARK: - Subledgers and stock

extension CloseRows {
  func layers(_ period: FiscalPeriod) -> some Sequence<CostLayerRow> {
    (result.costing.layersByPeriod[period.id] ?? []).enumerated().lazy.map { position, layer in
      let pool = close.stock.poolKeys[Int(layer.pool)]
      var stream: String?
      var number: String?
      if case .movement(let index)? = result.costing.cause(of: layer.origin) {
        let event = close.stock.events[Int(index)]
        stream = event.documentStream ?? "stock_movements"
        number = close.documentNumber(of: event)
      }
      return CostLayerRow(
        seq: Int64(position), itemId: ids.items[Int(pool.item)],
        locationId: pool.place >= 0 ? ids.places[Int(pool.place)] : nil,
        lot: pool.lot >= 0 ? close.masters.lots[pool.lot] : nil, date: layer.ageDate,
        quantityInMicros: layer.quantityInMicros, valueInBaseMinor: layer.valueMinor,
        quantityLeftMicros: layer.quantityMicros, valueLeftBaseMinor: layer.valueMinor,
        originStream: stream, originNumber: number, originSeq: Int64(layer.origin),
        groupProfitBaseMinor: groupCost(of: position, layer, period).map { layer.valueMinor - $0 })
    }
  }

  /// What a layer cost the group: its value where no goods of the group are in stock.
  private func groupCost(
    of position: Int, _ layer: ClosingLayer, _ period: FiscalPeriod
  ) -> Int64? {
    guard let stock = close.groupStock else { return layer.valueMinor }
    return stock.layers[period.id]?[position]
  }

  /// Stock of items that come from companies of the group, and what was made of them, by item.
  func groupStock(_ period: FiscalPeriod) -> [GroupStockRow] {
    let isLast = period.id == result.balances.last?.period.id
    let transit = isLast ? close.inTransitFromGroup() : [:]
    var held: [Int32: (quantity: Int64, value: Int64, cost: Int64?)] = [:]
    var items = Set(transit.keys)
    for (position, layer) in (result.costing.layersByPeriod[period.id] ?? []).enumerated() {
      let pool = close.stock.poolKeys[Int(layer.pool)]
      guard pool.owner == "own" else { continue }
      let cost = groupCost(of: position, layer, period)
      var sum = held[pool.item] ?? (0, 0, 0)
      sum.quantity += layer.quantityMicros
      sum.value += layer.valueMinor
      sum.cost = sum.cost.flatMap { known in cost.map { known + $0 } }
      held[pool.item] = sum
      if cost != layer.valueMinor { items.insert(pool.item) }
    }
    items.formUnion((close.groupStock?.items ?? []).filter { held[$0] != nil })
    let sorted = items.sorted {
      close.masters.items.key($0).text < close.masters.items.key($1).text
    }
    return sorted.enumerated().map { position, item in
      let sum = held[item] ?? (0, 0, 0)
      let way = transit[item] ?? (0, 0)
      return GroupStockRow(
        seq: Int64(position), itemId: ids.items[Int(item)], quantityMicros: sum.quantity,
        valueBaseMinor: sum.value, groupCostBaseMinor: sum.cost,
        transitQuantityMicros: isLast ? way.quantityMicros : nil,
        transitBaseMinor: isLast ? way.valueMinor : nil)
    }
  }

  /// What went through each pool in a period.
  func certificates(_ period: FiscalPeriod) -> [PoolCertificateRow] {
    result.costing.output.certificates.filter { $0.period == period.id }.map { row in
      let pool = close.stock.poolKeys[Int(row.pool)]
      let flow = row.flow
      return PoolCertificateRow(
        seq: Int64(row.pool), itemId: ids.items[Int(pool.item)],
        locationId: pool.place >= 0 ? ids.places[Int(pool.place)] : nil, owner: pool.owner,
        openingQuantityMicros: flow.openingQuantityMicros,
        receivedQuantityMicros: flow.receivedQuantityMicros,
        adjustedQuantityMicros: flow.adjustedQuantityMicros,
        issuedQuantityMicros: flow.issuedQuantityMicros,
        closingQuantityMicros: row.closingQuantityMicros,
        openingBaseMinor: flow.openingValueMinor, receivedBaseMinor: flow.receivedValueMinor,
        adjustedBaseMinor: flow.adjustedValueMinor, issuedBaseMinor: flow.issuedValueMinor,
        closingBaseMinor: row.closingValueMinor)
    }
  }

  /// What items were written down in a period.
  func allowances(_ period: FiscalPeriod) -> [StockAllowanceRow] {
    (result.allowances.byPeriod[period.id] ?? []).enumerated().map { position, flow in
      StockAllowanceRow(
        seq: Int64(position), itemId: ids.items[Int(flow.item)],
        quantityMicros: flow.closing.quantityMicros, costBaseMinor: flow.closing.costMinor,
        openingBaseMinor: flow.opening, writtenDownBaseMinor: flow.writtenDown,
        reversedBaseMinor: flow.reversed, releasedBaseMinor: flow.released,
        closingBaseMinor: flow.closing.allowanceMinor)
    }
  }

  /// What suppliers brought in a period, by supplier, item and currency.
  func supplierReceipts(_ period: FiscalPeriod) -> [SupplierReceiptRow] {
    let sums = close.supplierReceipts.sums.filter { $0.key.period == period.id }
    // Nothing but the keys decides the order, so that the same rows give the same files.
    let sorted = sums.sorted { a, b in
      (a.key.partner?.text ?? "", a.key.item?.text ?? "", a.key.currency.code)
        < (b.key.partner?.text ?? "", b.key.item?.text ?? "", b.key.currency.code)
    }
    return sorted.enumerated().map { index, sum in
      let partner = sum.key.partner.flatMap { close.masters.partners.number(of: $0) }
      let item = sum.key.item.flatMap { close.masters.items.number(of: $0) }
      return SupplierReceiptRow(
        seq: Int64(index), partnerId: partner.map { ids.partners[Int($0)] },
        itemId: item.map { ids.items[Int($0)] }, currency: sum.key.currency.code,
        lineCount: sum.value.lines, rejectedLineCount: sum.value.refusedLines,
        acceptedQuantityMicros: sum.value.accepted.quantityMicros,
        rejectedQuantityMicros: sum.value.refused.quantityMicros,
        acceptedMinor: sum.value.accepted.valueMinor, rejectedMinor: sum.value.refused.valueMinor)
    }
  }

  /// What stands open at the end of a period.
  func open(_ period: FiscalPeriod) -> OpenItemRows {
    OpenItemRows(
      close: close, subledger: result.subledger, ids: ids, day: min(period.last, close.scope.asOf))
  }

  func applications(_ period: FiscalPeriod, _ open: OpenItemRows) -> [ApplicationRow] {
    guard let subledger = result.subledger else { return [] }
    var rows: [ApplicationRow] = []
    for (index, application) in subledger.applications.enumerated() {
      let settlement = subledger.settlements[index]
      guard settlement.isCounted, application.to >= 0,
        period.days.contains(settlement.postingDate), settlement.postingDate <= close.scope.asOf
      else { continue }
      let to = close.openItems.labels[Int(application.to)]
      let from = application.from >= 0 ? close.openItems.labels[Int(application.from)] : nil
      rows.append(
        ApplicationRow(
          seq: Int64(index), itemSeq: open.firstRow[application.to],
          kind: application.kind.rawValue,
          date: settlement.postingDate, documentId: from.flatMap(document),
          documentNumber: from?.number, appliedDocumentId: document(to),
          appliedDocumentNumber: to.number,
          currency: subledger.currencies[Int(subledger.items[Int(application.to)].currency)].code,
          amountMinor: application.toMinor, amountBaseMinor: settlement.toBaseMinor))
    }
    return rows
  }

  private func document(_ label: OpenItemIntake.Label) -> Int64? {
    ids.documents[label.stream]?[label.key]
  }

  func suggestions() -> [ReorderSuggestionRow] {
    let (plan, lines) = result.replenishment
    return plan.suggestions.enumerated().map { index, suggestion in
      let line = lines[Int(suggestion.line)]
      let offer = suggestion.offer.map { line.offers[$0] }
      return ReorderSuggestionRow(
        seq: Int64(index), itemId: ids.items[Int(suggestion.item)],
        locationId: suggestion.location >= 0 ? ids.places[Int(suggestion.location)] : nil,
        supplierId: offer.map { ids.partners[Int($0.supplier)] }, policy: suggestion.ruleID,
        quantityMicros: suggestion.quantity.micros, orderBy: close.scope.asOf,
        neededOn: suggestion.expectedOn, unitCostMicros: offer?.price.micros,
        currency: offer == nil ? nil : close.scope.base.code,
        arithmetic: suggestion.arithmetic
          + (suggestion.supplierReason.isEmpty ? "" : "; " + suggestion.supplierReason))
    }
  }

  func tieOuts(_ period: FiscalPeriod) -> [Warehouse.TieOutRow] {
    result.tieOuts(of: period.id).enumerated().map { index, tie in
      Warehouse.TieOutRow(
        seq: Int64(index), name: tie.name, subject: tie.subject, currency: tie.currency?.code,
        expectedMinor: tie.expectedMinor, actualMinor: tie.actualMinor,
        expectedCount: tie.expectedCount, actualCount: tie.actualCount,
        outcome: tie.outcome.rawValue)
    }
  }
}
