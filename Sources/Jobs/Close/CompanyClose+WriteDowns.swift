import AccountingValues
import Extraction
import GeneralLedger
import Inventory

extension CompanyClose {
  /// What the source says stock is worth at most.
  func readWriteDowns() throws(JobError) {
    guard reader.feeds("write_downs") else { return }
    try reader.each("write_downs") { (row, date) throws(JobError) in
      takeWriteDown(row, date: date)
    }
  }

  private func takeWriteDown(_ row: StreamRow, date: CivilDate) -> RowFate {
    guard let item = row.key("item_key") else { return .quarantined }
    let currency = row.currency() ?? scope.base
    let own = row.date("accounting_date") ?? date
    let measure: WriteDown.Measure?
    switch (row.unitCost("net_realisable_value"), row.money("amount", in: currency)) {
    case (let value?, nil):
      measure = unitCostInBase(value, currency, on: own).map {
        .netRealisableValue(micros: $0.micros)
      }
    case (nil, let amount?):
      measure = inBase(amount, stated: nil, on: own).map { .amount(minor: $0) }
    default:
      findings.append(
        Finding(
          code: "INV-054", severity: .error, origin: row.stream, key: row.key.displayText,
          document: row.text("document_number") ?? "",
          message: "states both a net realisable value and an amount, or neither",
          action: "state what a unit is worth, or by how much to write down; not both"))
      return .quarantined
    }
    guard let measure else {
      findings.append(
        missingRate(
          currency, to: scope.base, on: own, stream: row.stream, key: row.key,
          document: row.text("document_number") ?? row.key.displayText))
      return .held
    }
    writeDowns.take(
      WriteDownIntake.Row(
        key: row.key, number: row.text("document_number") ?? row.key.displayText,
        order: EventOrder(
          date: date, recordedAt: row.order?.recordedAt, rank: row.order?.rank ?? 0, key: row.key,
          receiptsFirst: scope.receiptsFirst),
        item: masters.item(item, namedBy: row.stream), measure: measure))
    return .posted
  }

  private func inBase(_ amount: Money, stated: ExactDecimal?, on day: CivilDate) -> Int64? {
    if amount.currency == scope.base { return amount.minor }
    return conversion.conversion(from: amount.currency, stated: stated, kind: .spot, on: day)
      .flatMap { try? $0.converted(amount.minor) }
  }

  /// Plays the costing of own goods and the assessments against each other.
  func allowances(_ costing: CostingStep.Result) -> Allowances {
    var allowances = Allowances(
      minorDigits: scope.base.minorDigits, reversal: scope.writeDownReversal)
    guard !writeDowns.rows.isEmpty else { return allowances }
    let valued = costing.output.valued.enumerated().sorted {
      ($0.element.cause, $0.offset) < ($1.element.cause, $1.offset)
    }
    let own = valued.compactMap { _, row -> (row: ValuedMovement, item: Int32, linked: Int32)? in
      guard stock.pools[Int(row.pool)].isOwned else { return nil }
      var linked = StockMovement.none
      if case .movement(let index)? = costing.cause(of: row.movement) {
        linked =
          stock.events[Int(index)].linkedPosition.map { costing.ordinals[Int($0)] }
          ?? StockMovement.none
      }
      return (row, stock.poolKeys[Int(row.pool)].item, linked)
    }
    allowances.play(own, writeDowns.assessments, over: scope.openPeriods)
    return allowances
  }

  /// Posts every change of an allowance: one entry per document and day.
  func postAllowances(_ allowances: Allowances, _ costing: CostingStep.Result) {
    struct Group: Hashable {
      let date: CivilDate
      let stream: String
      let key: SourceKey
    }
    var order: [Group] = []
    var numbers: [Group: String] = [:]
    var rows: [Group: [AllowanceRow]] = [:]
    for row in allowances.book.rows {
      let place = document(of: row.cause, costing)
      let group = Group(date: row.date, stream: place.stream, key: place.key)
      if rows[group] == nil { order.append(group) }
      numbers[group] = place.number
      rows[group, default: []].append(row)
    }
    for group in order {
      var event = event("stock_allowance")
      event.begin(
        EventOrder(date: group.date, recordedAt: nil, rank: 23, key: group.key),
        number: numbers[group] ?? "", currency: scope.base)
      event.stream = group.stream
      event.occurrence = group.date.daysSince1970
      set(&event, "document_stream", code(group.stream))
      for row in rows[group] ?? [] { addLine(row, to: &event) }
      post(
        event, stream: "write_downs", restingOn: [PastRows.Place(group.stream, group.key)])
    }
  }

  private func addLine(_ row: AllowanceRow, to event: inout PostingEvent) {
    let item = masters.items[row.item]
    let isSold = row.role == .costOfSales
    do {
      try event.addLine([
        "item_key": code(item.number), "category": code(item.category),
        "allowance": .baseAmount(row.valueMinor),
        "write_down": .baseAmount(isSold ? 0 : row.valueMinor),
        "cost_of_sales": .baseAmount(isSold ? row.valueMinor : 0),
      ])
    } catch { accountingFault("\(error)") }
  }

  /// The document that changed an allowance.
  private func document(
    of cause: AllowanceRow.Cause, _ costing: CostingStep.Result
  ) -> (stream: String, key: SourceKey, number: String) {
    switch cause {
    case .assessment(let index):
      let row = writeDowns.rows[Int(index)]
      return ("write_downs", row.key, row.number)
    case .event(let number):
      var documents = DocumentNumbers()
      let source = source(of: number, costing, received: ReceivedAmounts(), numbers: &documents)
      return (source.stream, source.order.key, source.number)
    }
  }

  /// The allowance account against the allowances of all items.
  func allowanceTie(_ allowances: Allowances, _ balance: TrialBalance) -> TieOut {
    let sum = allowances.book.stock.values.reduce(Int64(0)) { $0 + $1.allowanceMinor }
    return roleTie(
      .inventoryAllowance, name: "inventory_allowance",
      expected: -sum + openings(of: .inventoryAllowance), balance)
  }

  /// What is wrong with assessments.
  func writeDownFindings(_ allowances: Allowances) -> [Finding] {
    allowances.book.findings.map { found in
      let row = writeDowns.rows[Int(found.source)]
      return found.finding(
        item: masters.items[row.item].number, currency: scope.base, key: row.key.displayText,
        document: row.number)
    }
  }
}
