import AccountingValues
import Extraction
import GeneralLedger
import Inventory
import Subledgers

/// The close of one company: rows in, figures out. It reads rows from a reader and writes nothing;
/// the same rows, configuration, opening and days give the same result on any machine.
///
/// A reference type because its steps lend parts of it to the reader's callbacks; it is confined to
/// the thread that closes the company.
final class CompanyClose {
  let scope: CloseScope
  let reader: any CloseReader
  let plan: PostingPlan
  let conversion: BaseConversion
  var ledger: Ledger
  var masters = MasterData()
  var purchases = PurchaseDocuments()
  /// What was received and refused, by supplier and item.
  var supplierReceipts = SupplierReceipts()
  /// Charges of bills, and what the source says of the goods they belong to.
  var landed = LandedCosts()
  /// The charges by receipt, once stock was costed.
  var landedCosts = LandedCosts.Allotment()
  /// What the source says stock is worth at most.
  var writeDowns = WriteDownIntake()
  /// What opening balances brought, in base minor units, by account.
  var openingByAccount: [String: Int64] = [:]
  /// The trial balance at go-live as it was stated, control accounts included, in the same unit.
  var statedOpening: [String: Int128] = [:]
  /// Production orders and their movements.
  var production = ProductionIntake()
  var openItems: OpenItemIntake
  var stock: StockIntake
  var assembly: DocumentAssembly
  var demand = DemandIntake()
  /// What invoices less credit notes bring before tax, in base minor units, by item.
  var salesByItem: [Int32: Int64] = [:]
  var findings: [Finding] = []
  /// Lines of bills, and the receipts they meet once stock was costed.
  var purchaseMatching: PurchaseMatching
  /// Receipts against bills, once stock was costed.
  var goodsReceived: GoodsReceivedNotInvoiced?
  /// What the source itself counts on hand, in millionths, by item.
  var countedQuantities: [Int32: Int64] = [:]
  /// What became of the rows of posting streams.
  var outcomes = PostingOutcomes()
  let feed: PostingFeed
  /// Reused events, by kind.
  var events: [EventKind: PostingEvent] = [:]
  /// Entries and lines, in the order of posting.
  var journal = JournalBatch()
  /// What stock cost the group, where goods from companies of the group are in it.
  var groupStock: GroupStock?
  /// What each entry rests on, where somebody wants to know.
  var effects: EntryEffects?
  /// What re-costing closed periods moved, and what else came late; `nil` where nothing is posted for it.
  var restatements: PostedRestatements?
  /// What a person accepted of what another configuration would have posted in closed periods.
  var corrections: [PostedCorrection] = []
  /// Those restatements that count.
  var restated: [PostedRestatements.Posted] = []
  /// What comes before everything else of its day.
  var lateOrder: LateOrder?

  init(scope: CloseScope, plan: PostingPlan, rates: RateTable, reader: any CloseReader) {
    self.scope = scope
    self.plan = plan
    self.reader = reader
    ledger = Ledger(
      plan: plan, periods: scope.openPeriods, rates: rates, pages: scope.pages)
    conversion = BaseConversion(base: scope.base, rates: rates)
    openItems = OpenItemIntake(scope: scope)
    stock = StockIntake(scope: scope)
    assembly = DocumentAssembly(scope: scope, conversion: conversion)
    feed = PostingFeed(plan: plan)
    purchaseMatching = PurchaseMatching(pages: scope.pages)
  }
}

/// What became of the rows that reached posting, per stream.
struct PostingOutcomes {
  struct Count {
    var posted = 0
    var held = 0
    /// Rows that a rule leaves out on purpose, by rule.
    var excluded: [String: Int] = [:]
    var withoutAmount = 0
  }

  private(set) var byStream: [String: Count] = [:]

  mutating func note(_ stream: String, _ outcome: PostingOutcome) {
    switch outcome {
    case .posted: byStream[stream, default: Count()].posted += 1
    case .held: byStream[stream, default: Count()].held += 1
    case .excluded(let rule): byStream[stream, default: Count()].excluded[rule, default: 0] += 1
    case .empty: byStream[stream, default: Count()].withoutAmount += 1
    }
  }
}

// MARK: - Reading

extension CompanyClose {
  /// The masters, in an order in which what is named comes before what names it.
  func readMasters() throws(JobError) {
    for stream in [
      "payment_terms", "partners", "items", "item_costs", "locations", "lots", "cash_accounts",
      "intercompany_partners",
    ] where reader.feeds(stream) {
      try reader.each(stream) { (row, _) throws(JobError) in
        if stream == "item_costs" {
          return masters.takeCost(row) { self.unitCostInBase($0, $1, on: $2) }
        }
        masters.take(row)
        return .posted
      }
    }
  }

  /// A unit cost in base currency at the rate of a day.
  func unitCostInBase(_ cost: UnitCost, _ currency: Currency, on date: CivilDate) -> UnitCost? {
    guard currency != scope.base else { return cost }
    let rate = conversion.conversion(from: currency, stated: nil, kind: .spot, on: date)
    guard let rate else { return nil }
    // The conversion is between minor units; a cost counts millionths of the major unit.
    let minorCost = try? Rounding.scaled(
      cost.micros, times: currency.minorPerMajor, over: scope.base.minorPerMajor)
    return minorCost.flatMap { try? rate.converted($0) }.map { UnitCost(micros: $0) }
  }

  /// Orders and receipts explain bills and movements; they post nothing themselves.
  func readPurchaseDocuments() throws(JobError) {
    if reader.feeds("purchase_orders"), reader.feeds("purchase_order_lines") {
      try reader.eachDocument("purchase_orders", lines: "purchase_order_lines") {
        (header, lines, _) throws(JobError) in
        purchases.takeOrder(header, lines, base: scope.base)
        return .posted
      }
    }
    if reader.feeds("goods_receipts"), reader.feeds("goods_receipt_lines") {
      try reader.eachDocument("goods_receipts", lines: "goods_receipt_lines") {
        (header, lines, date) throws(JobError) in
        purchases.takeReceipt(header, lines, base: scope.base)
        supplierReceipts.take(
          header, lines, period: scope.calendar.period(containing: date).id, documents: purchases,
          base: scope.base)
        return .posted
      }
    }
  }

  func readStock() throws(JobError) {
    if reader.feeds("opening_layers") {
      try reader.each("opening_layers") { (row, _) throws(JobError) in
        stock.openingLayers.take(row, masters: &masters)
        return .posted
      }
    }
    try readBillsOfMaterials()
    if reader.feeds("stock_movements") {
      try reader.eachMovement(stock.events.numbering) { (row, date) throws(JobError) in
        stock.take(row, date: date, masters: &masters)
      }
    }
    stock.takeKits(production.standards, masters: &masters, conversion: conversion)
    stock.takeLayersWithoutMovement(masters: masters)
    stock.finish(masters: masters)
  }

  /// Supplier bills and credits: matched with receipts, kept open, posted.
  func readBills() throws(JobError) {
    try readDocuments("purchase_bills", lines: "purchase_bill_lines") { document throws(JobError) in
      try takeBill(document, isCredit: false)
    }
    try readDocuments("debit_notes", lines: "debit_note_lines") { document throws(JobError) in
      try takeBill(document, isCredit: true)
    }
  }

  private func takeBill(_ document: Document, isCredit: Bool) throws(JobError) -> RowFate {
    let matched = BillMatching.matchedLines(of: document, documents: &purchases)
    if !isCredit { purchases.takeBill(document, matched: matched) }
    let outcome = try post(document, matchedLines: Set(matched.map(\.line)))
    guard outcome.isBooked else { return outcome.fate }
    purchaseMatching.take(document, matched, isCredit: isCredit)
    takeCharges(document, isCredit: isCredit)
    openItems.take(
      document, side: .payable, kind: isCredit ? .creditNote : .invoice, sign: isCredit ? -1 : 1,
      masters: &masters)
    return outcome.fate
  }

  /// Customer invoices and credits.
  func readSales() throws(JobError) {
    try readDocuments("sales_invoices", lines: "sales_invoice_lines") { document throws(JobError) in
      try takeInvoice(document, isCredit: false)
    }
    try readDocuments("credit_notes", lines: "credit_note_lines") { document throws(JobError) in
      try takeInvoice(document, isCredit: true)
    }
  }

  private func takeInvoice(_ document: Document, isCredit: Bool) throws(JobError) -> RowFate {
    let outcome = try post(document, matchedLines: [])
    if outcome.isBooked { noteSales(document, isCredit: isCredit) }
    guard outcome.isBooked, document.header.text("settlement") == "credit" else {
      return outcome.fate
    }
    openItems.take(
      document, side: .receivable, kind: isCredit ? .creditNote : .invoice, sign: isCredit ? -1 : 1,
      masters: &masters)
    return outcome.fate
  }

  private func noteSales(_ document: Document, isCredit: Bool) {
    for (index, line) in document.lines.enumerated() {
      guard line.layout.position(of: "item_key") != nil,
        let item = line.key("item_key").flatMap({ masters.items.number(of: $0) })
      else { continue }
      let net = document.baseNetByLine[index]
      salesByItem[item, default: 0] += isCredit ? -net : net
    }
  }

  private func readDocuments(
    _ stream: String, lines: String, _ take: (Document) throws(JobError) -> RowFate
  ) throws(JobError) {
    guard reader.feeds(stream), reader.feeds(lines) else { return }
    try reader.eachDocument(stream, lines: lines) { (header, rows, date) throws(JobError) in
      guard let document = assembly.document(header: header, lines: rows, date: date) else {
        return .quarantined
      }
      return try take(document)
    }
  }
}

// MARK: - Posting

extension CompanyClose {
  /// The reused event of a kind.
  func event(_ kind: EventKind) -> PostingEvent {
    if let event = events[kind] { return event }
    do {
      let event = try plan.event(kind)
      events[kind] = event
      return event
    } catch { accountingFault("\(error)") }
  }

  /// Posts a document with lines.
  func post(_ document: Document, matchedLines: Set<Int>) throws(JobError) -> PostingOutcome {
    let kind = EventKind(document.header.stream)
    var event = event(kind)
    do throws(EventFeedError) {
      try feed.fill(&event, from: document, masters: masters, matchedLines: matchedLines)
    } catch { accountingFault("\(error)") }
    return post(event, stream: document.header.stream)
  }

  /// Posts an event and counts what became of it. It rests on the row of its key, or on `rows`.
  @discardableResult
  func post(
    _ event: PostingEvent, stream: String, restingOn rows: [PastRows.Place]? = nil,
    as known: EntryEffects.Ground? = nil
  ) -> PostingOutcome {
    let outcome = ledger.post(event)
    outcomes.note(stream, outcome)
    if let effects {
      let ground =
        known ?? effects.ground(of: rows ?? [PastRows.Place(stream, event.order.key)])
      self.effects?.note(ground, entries: ledger.entryCount)
    }
    return outcome
  }
}

extension PostingOutcome {
  /// What the tally says of the event's rows.
  var fate: RowFate {
    switch self {
    case .posted, .empty: .posted
    case .excluded(let rule): .excluded(rule: rule)
    case .held: .held
    }
  }

  /// Whether the event made an entry, or rightly needed none.
  var isBooked: Bool {
    switch self {
    case .posted, .empty: true
    case .excluded, .held: false
    }
  }
}
