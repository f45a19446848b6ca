import AccountingValues
import Extraction
import GeneralLedger
import Inventory

extension CompanyClose {
  /// Production orders, and what each movement is to its order.
  func readProduction() throws(JobError) {
    if reader.feeds("work_orders") {
      try reader.each("work_orders") { (row, _) throws(JobError) in production.takeOrder(row) }
    }
    if reader.feeds("work_order_outputs") {
      try reader.each("work_order_outputs") { (row, _) throws(JobError) in
        production.takeOutput(row)
      }
    }
    if reader.feeds("work_order_completions") {
      try reader.each("work_order_completions") { (row, day) throws(JobError) in
        noteNegatives(row)
        return production.takeCompletion(row, on: day, base: scope.base)
      }
    }
    try readProductionStandards()
    production.finishOutputs()
    placeMovements()
  }

  /// What products and kits consist of.
  func readBillsOfMaterials() throws(JobError) {
    guard reader.feeds("boms") else { return }
    try reader.each("boms") { (row, _) throws(JobError) in
      production.standards.takeBill(row, &masters)
    }
  }

  /// What products may use; without it the cost of orders beside standard is one amount.
  private func readProductionStandards() throws(JobError) {
    if reader.feeds("work_order_components") {
      try reader.each("work_order_components") { (row, _) throws(JobError) in
        production.standards.takePlan(row, &masters)
      }
    }
    if reader.feeds("routings") {
      try reader.each("routings") { (row, _) throws(JobError) in
        let fate = production.standards.takeOperation(row) {
          self.unitCostInBase($0, $1, on: $2 ?? scope.goLive)
        }
        if fate == .held { findings.append(rateMissing(row)) }
        return fate
      }
    }
  }

  /// INV-044: hours or lost units below zero, which nobody can work or lose.
  private func noteNegatives(_ row: StreamRow) {
    for column in ["worked_hours", "scrapped_quantity"] {
      guard let quantity = row.quantity(column), quantity.micros < 0 else { continue }
      findings.append(
        Finding(
          code: "INV-044", severity: .warning, origin: row.stream, key: row.key.displayText,
          document: row.documentNumber,
          message: "\(column) is \(quantity), below zero; its variances are split without it",
          action: "correct it in the ERP, or in the adapter's \(row.stream).sql"))
    }
  }

  private func rateMissing(_ row: StreamRow) -> Finding {
    let day = row.date("valid_from") ?? scope.goLive
    return Finding(
      code: "GL-003", severity: .error, origin: row.stream, key: row.key.displayText,
      message: "there is no rate for \(day) to bring the rates of an hour to base currency",
      action: "add the rate for \(day) to fx_rates, in the ERP or as CSV")
  }

  private func placeMovements() {
    for (index, event) in stock.events.enumerated() {
      guard event.word == "consumption" || event.word == "output" else { continue }
      // Components that come back belong to the order that took them.
      let order =
        event.workOrder ?? event.linkedPosition.flatMap { stock.events[Int($0)].workOrder }
      if let order {
        production.take(event, at: Int32(index), of: order, item: masters.items.key(event.item))
      }
    }
  }

  /// Posts what orders absorb and give up beside stock, one entry per order and day; what they give up
  /// is split by cause.
  func postProduction(_ result: CostingStep.Result) -> ProductionVariances {
    var groups: [ProductionEntry: [ProductionRow.Kind: Int64]] = [:]
    for row in result.output.production {
      let entry = ProductionEntry(date: row.date, order: row.order)
      groups[entry, default: [:]][row.kind, default: 0] += row.valueMinor
    }
    let variances = ProductionVariances(self, result)
    var causes: [ProductionEntry: ProductionVariance.Parts] = [:]
    for step in variances.steps where !step.posted.isZero {
      let entry = ProductionEntry(date: step.date, order: step.order)
      causes[entry] = step.posted
      groups[entry, default: [:]][.variance, default: 0] += 0
    }
    for (entry, values) in groups.sorted(by: { $0.key < $1.key }) {
      let order = production.orders[entry.order]
      var event = event("production_orders")
      event.begin(
        EventOrder(date: entry.date, recordedAt: nil, rank: 24, key: order.key),
        number: order.number, currency: scope.base)
      event.stream = "work_orders"
      event.occurrence = entry.date.daysSince1970
      for kind in ProductionRow.Kind.allCases {
        set(&event, kind.rawValue, .baseAmount(values[kind] ?? 0))
      }
      let parts = causes[entry] ?? ProductionVariance.Parts()
      if parts.total != -(values[.variance] ?? 0) {
        accountingFault("the causes of order \(order.number)'s variance are not its variance")
      }
      for cause in ProductionVariance.Cause.allCases {
        set(&event, cause.rawValue, .baseAmount(-parts[cause]))
      }
      post(
        event, stream: "work_orders",
        restingOn: [PastRows.Place("work_order_completions", order.key)])
    }
    return variances
  }

  /// What the entries of production orders brought on accounts of variances against what the orders
  /// gave up: a rule that leaves a cause out would show.
  func productionVarianceTie(_ variances: ProductionVariances) -> TieOut {
    let roles = Set(ProductionVariance.Cause.allCases.map(\.rawValue))
    let batch = ledger.pendingBatch
    var actual: Int64 = 0
    let orders = batch.entries.positions { $0 == EventKind("production_orders") }
    for entry in orders.lazy.map({ batch.entries[$0] }) {
      let rule = plan.definitions.rules[Int(entry.rule)]
      for line in batch.lines(of: entry)
      where roles.contains(line.origin.roleName(in: rule)) {
        actual += line.debitMinor - line.creditMinor
      }
    }
    return TieOut(
      name: "production_variances", subject: "production_orders", currency: scope.base,
      expectedMinor: variances.steps.reduce(0) { $0 + $1.posted.total }, actualMinor: actual)
  }

  /// Work in progress against what open orders have cost. Components and products that name no order
  /// stand there too, and a finding says how much.
  func workInProgressTie(_ costing: CostingStep.Result, _ balance: TrialBalance) -> TieOut {
    var loose: Int64 = 0
    for row in costing.output.valued where row.role == .workInProgress {
      if case .movement(let index) = costing.cause(of: row.movement),
        production.places[index] != nil
      {
        continue
      }
      loose -= row.valueMinor
    }
    if loose != 0 {
      findings.append(
        Finding(
          code: "INV-042", severity: .warning, origin: "stock_movements",
          amount: Money(minor: loose, in: scope.base),
          message: "components or products name no production order; their value stays in work "
            + "in progress",
          action: "let the movements name their order, or post them as issues and receipts"))
    }
    return roleTie(
      .workInProgress, name: "work_in_progress",
      expected: costing.workInProgress.reduce(0, +) + loose + openings(of: .workInProgress),
      balance)
  }
}

/// What makes one entry of a production order.
private struct ProductionEntry: Hashable, Comparable {
  let date: CivilDate
  let order: Int32

  static func < (a: ProductionEntry, b: ProductionEntry) -> Bool {
    (a.date, a.order) < (b.date, b.order)
  }
}
