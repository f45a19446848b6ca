import AccountingValues
import Extraction
import GeneralLedger
import Inventory
import Replenishment
import Subledgers

/// The figures of one company's close, before anything is written.
struct CloseResult {
  let scope: CloseScope
  let costing: CostingStep.Result
  /// Write-downs beside the cost of stock.
  let allowances: Allowances
  /// What production orders cost beside standard.
  let productionVariances: ProductionVariances
  let subledger: Subledger?
  let replenishment: (plan: ReplenishmentPlan, lines: [PlanningLine])
  /// One per open period, with the trial balance that belongs to it.
  let balances: [(period: FiscalPeriod, trialBalance: TrialBalance)]
  /// The comparisons of the last day.
  let tieOuts: [TieOut]
  /// Those of earlier open periods, each on its own last day, by period.
  let earlierTieOuts: [Int32: [TieOut]]
  /// Gravest first.
  let findings: [Finding]

  /// The same figures with other findings and comparisons.
  func with(findings: [Finding], tieOuts: [TieOut]) -> CloseResult {
    CloseResult(
      scope: scope, costing: costing, allowances: allowances,
      productionVariances: productionVariances, subledger: subledger,
      replenishment: replenishment, balances: balances, tieOuts: tieOuts,
      earlierTieOuts: earlierTieOuts, findings: findings)
  }

  /// The comparisons that a period's reports print.
  func tieOuts(of period: Int32) -> [TieOut] {
    period == balances.last?.period.id ? tieOuts : earlierTieOuts[period] ?? []
  }

  /// Rows read, by stream, once the tie-outs of rows are among the comparisons.
  var rowsRead: [String: Int64] {
    tieOuts.filter { $0.name == "rows" }.reduce(into: [:]) {
      $0[$1.subject, default: 0] += $1.expectedCount ?? 0
    }
  }

  /// Whether some finding forbids publication.
  var isBlocked: Bool { findings.contains { $0.severity == .error } }
}

/// Two figures that must agree, in minor units or counts.
struct TieOut {
  enum Outcome: String {
    case equal
    case different
    case nothingToCompare = "nothing_to_compare"
  }

  /// Which comparison: `inventory`, `accounts_receivable`, `rows`.
  let name: String
  /// Of what: an account, a stream, a pool.
  let subject: String
  var currency: Currency?
  var expectedMinor: Int64?
  var actualMinor: Int64?
  var expectedCount: Int64?
  var actualCount: Int64?

  /// What stands on an earlier period's reports for the comparisons of the last day.
  static let notCompared = TieOut(
    name: "not_compared",
    subject:
      "Goods received not invoiced, landed costs, work in progress, write-downs, quantities and rows"
  )

  /// Both sides empty prove nothing.
  var outcome: Outcome {
    let minors = [expectedMinor ?? 0, actualMinor ?? 0]
    let counts = [expectedCount ?? 0, actualCount ?? 0]
    if minors == [0, 0], counts == [0, 0] { return .nothingToCompare }
    return minors[0] == minors[1] && counts[0] == counts[1] ? .equal : .different
  }
}

extension CompanyClose {
  /// Computes the close.
  ///
  /// - Parameter progress: told the name of each step before it begins.
  /// - Returns: the figures.
  /// - Throws: `JobError` when a source fails; what is wrong with the data is in the findings.
  func run(_ progress: (String) -> Void) throws(JobError) -> CloseResult {
    try readMasters()
    try readPurchaseDocuments()
    try readStock()
    progress("ledger")
    try readOpening()
    try readBills()
    try readLandedCosts()
    try readProduction()
    try readWriteDowns()
    progress("inventory")
    let costing = costStock(opening: nil)
    stock.events.leave()
    groupStock = stockOfGroup(costing)
    try postStock(costing)
    let variances = postProduction(costing)
    let allowances = allowances(costing)
    postAllowances(allowances, costing)
    postGoodsReceivedExchange()
    stock.events.leave()
    costing.output.leave()
    progress("subledgers")
    try readSales()
    try readMoney()
    let subledger = try settle()
    postCorrections()
    postPeriodEnds(subledger)
    progress("replenishment")
    try readPlanning()
    let replenishment = replenish()
    progress("checks")
    let balances = trialBalances()
    findings += ledger.findings + assembly.findings + stock.findings + openItems.findings
    findings += masters.findings + costingFindings(costing) + landedCostFindings()
    findings += writeDownFindings(allowances) + variances.findings()
    findings += negativeStockFindings(costing) + waitingCreditFindings()
    findings += frameworkFindings() + openingFindings() + unexplainedStockFindings(costing)
    findings += receiptLinesWithoutMovement() + groupStockFindings() + restatementFindings()
    let ties =
      tieOuts(costing, allowances, subledger, balances.last)
      + [productionVarianceTie(variances)]
    let earlier = balances.dropLast().map { balance in
      (balance.period, earlierTieOuts(costing, subledger, balance))
    }
    findings += ties.compactMap { tieOutFinding($0, of: nil) }
    findings += earlierFindings(earlier, besides: ties)
    return CloseResult(
      scope: scope, costing: costing, allowances: allowances, productionVariances: variances,
      subledger: subledger, replenishment: replenishment, balances: balances, tieOuts: ties,
      earlierTieOuts: Dictionary(uniqueKeysWithValues: earlier.map { ($0.0.id, $0.1) }),
      findings: Array(Set(findings)).sorted())
  }

  private func trialBalances() -> [(period: FiscalPeriod, trialBalance: TrialBalance)] {
    var balances: [(period: FiscalPeriod, trialBalance: TrialBalance)] = []
    for index in ledger.periods.indices {
      do {
        let balance = try ledger.trialBalance(index...index)
        balances.append((ledger.periods[index], balance))
      } catch {
        findings.append(
          Finding(
            code: "GL-020", severity: .error, origin: "journal",
            message: "the balances of \(ledger.periods[index]) leave the range of 64 bits",
            action: "look for amounts that are too large in the documents of that period"))
      }
    }
    return balances
  }

  private func costingFindings(_ result: CostingStep.Result) -> [Finding] {
    result.output.findings.filter { $0.problem != .negativeAtClosing }.map { found in
      var key = ""
      var document = ""
      switch result.cause(of: found.event) {
      case .movement(let index)?:
        let event = stock.events[Int(index)]
        key = event.key.displayText
        document = event.documentText
      case .lateCost(let match)?: document = billedLine(of: match).number
      case .freeUnits(let share)?:
        document = billedLine(of: result.free.shares[Int(share)].match).number
      case .landedCost(let share)?:
        let charge = landedCosts.sources[landedCosts.shares[Int(share)].source]
        key = charge.key.displayText
        document = charge.number
      case .completion(let order)?:
        key = production.orders[order].key.displayText
        document = production.orders[order].number
      default: break
      }
      let finding = found.finding(
        item: label(of: found, result), currency: scope.base, key: key, document: document)
      // Stock without any known cost and stock below zero forbid certification, not publication:
      // people must see them in the reports (ACCOUNTING §2).
      guard StockCertificate.codes.contains(finding.code) else { return finding }
      return Finding(
        code: finding.code, severity: .warning, origin: finding.origin, key: finding.key,
        document: finding.document, amount: finding.amount, message: finding.message,
        action: finding.action)
    }
  }
}

extension CompanyClose {
  /// What a finding is about: the pool, or for a charge without stock the item it was meant for.
  private func label(of found: CostingFinding, _ result: CostingStep.Result) -> String {
    if found.pool >= 0 { return stock.label(of: found.pool, masters: masters) }
    switch result.cause(of: found.event) {
    case .lateCost(let match)?: return label(ofMatch: match)
    case .freeUnits(let share)?:
      return masters.items[stock.events[Int(result.free.shares[Int(share)].event)].item].number
    case .completion(let order)?:
      return production.orders[order].items.first.flatMap { masters.items.number(of: $0) }
        .map { masters.items[$0].number } ?? ""
    case .movement(let index)?: return masters.items[stock.events[Int(index)].item].number
    case .landedCost, .standard, .rules, .restatement, nil: return ""
    }
  }

  private func label(ofMatch match: Int32) -> String {
    guard let goodsReceived else { return "" }
    let receipt = purchaseMatching.events[Int(goodsReceived.matches[Int(match)].received)]
    return masters.items[stock.events[Int(receipt.document)].item].number
  }
}

// MARK: - Tie-outs

extension CompanyClose {
  /// A period with the trial balance at its end.
  typealias Balance = (period: FiscalPeriod, trialBalance: TrialBalance)

  /// Every comparison, on the last day.
  private func tieOuts(
    _ costing: CostingStep.Result, _ allowances: Allowances, _ subledger: Subledger?,
    _ last: Balance?
  ) -> [TieOut] {
    guard let last else { return [] }
    let balance = last.trialBalance
    let layers = costing.layers.reduce(Int64(0)) { $0 + $1.valueMinor }
    var ties = controls(subledger, asOf: scope.asOf, layers: layers, last)
    let grni = goodsReceived?.totals.reduce(Int64(0)) {
      $0 + $1.invoicedNotReceived.baseMinor - $1.receivedNotInvoiced.baseMinor
    }
    ties.append(
      control(.goodsReceivedNotInvoiced, "goods_received_not_invoiced", grni ?? 0, balance))
    ties.append(landedCostTie(costing, balance))
    ties.append(workInProgressTie(costing, balance))
    ties.append(allowanceTie(allowances, balance))
    return ties + quantityTies(costing) + certificateTies(costing, last)
  }

  /// What can be compared at the end of an earlier open period. The rest is known on the last day
  /// only: which receipts and bills have met, which orders are under way, what the source counts.
  private func earlierTieOuts(
    _ costing: CostingStep.Result, _ subledger: Subledger?, _ earlier: Balance
  ) -> [TieOut] {
    let layers = (costing.layersByPeriod[earlier.period.id] ?? []).reduce(Int64(0)) {
      $0 + $1.valueMinor
    }
    return controls(
      subledger, asOf: earlier.period.last, layers: layers, earlier)
      + certificateTies(costing, earlier) + [.notCompared]
  }

  /// Debits against credits, and control accounts against their subledgers, on a day.
  private func controls(
    _ subledger: Subledger?, asOf day: CivilDate, layers: Int64, _ books: Balance
  ) -> [TieOut] {
    let balance = books.trialBalance
    let totals = balance.totals
    let open = subledger?.controlTotals(asOf: day) ?? []
    return [
      TieOut(
        name: "debits_credits", subject: "all accounts", currency: scope.base,
        expectedMinor: totals.debitMinor, actualMinor: totals.creditMinor),
      TieOut(
        name: "trial_balance", subject: "closing balances", currency: scope.base,
        expectedMinor: 0, actualMinor: totals.closingMinor,
        expectedCount: Int64(balance.rows.count), actualCount: Int64(balance.rows.count)),
      control(.inventory, "inventory", layers, balance),
    ] + statementTies(balance) + controls(of: .receivable, open, balance)
      + controls(of: .payable, open, balance) + valuationTies(subledger, books.period)
      + reclassificationTies(subledger, books)
  }

  /// That the balance sheet balances, with the result of the year drawn from all accounts of income and
  /// expense; and that the lines of the income statement come to the same result.
  private func statementTies(_ balance: TrialBalance) -> [TieOut] {
    let undistributed = plan.undistributedResultAccount.map { plan.chart[$0].code }
    // Sums that no ledger holds are told before (GL-020).
    guard
      let totals = try? scope.statements?.totals(
        of: balance, chart: plan.chart, undistributed: undistributed)
    else { return [] }
    return [
      TieOut(
        name: "balance_sheet", subject: "assets", currency: scope.base,
        expectedMinor: totals.liabilitiesAndEquityMinor, actualMinor: totals.assetsMinor),
      TieOut(
        name: "income_statement", subject: "result of the year", currency: scope.base,
        expectedMinor: totals.undistributedMinor, actualMinor: totals.resultMinor),
    ]
  }

  private func controls(
    of side: SubledgerSide, _ totals: [ControlTotal], _ balance: TrialBalance
  ) -> [TieOut] {
    func sum(_ account: ControlTotal.Account) -> Int64 {
      totals.filter { $0.side == side && $0.account == account }
        .reduce(Int64(0)) { $0 + $1.debitBaseMinor }
    }
    let isReceivable = side == .receivable
    return [
      control(
        isReceivable ? .receivable : .payable,
        isReceivable ? "accounts_receivable" : "accounts_payable", sum(.trade), balance),
      control(
        isReceivable ? .customerAdvance : .supplierAdvance,
        isReceivable ? "customer_advances" : "supplier_advances", sum(.advances), balance),
    ]
  }

  /// The accounts of a control kind together against their subledger, in base currency.
  func control(
    _ kind: ControlKind, _ name: String, _ expected: Int64, _ balance: TrialBalance
  ) -> TieOut {
    var actual: Int64 = 0
    var codes: [String] = []
    for account in plan.chart.accounts where account.control == kind { codes.append(account.code) }
    for row in balance.rows {
      if case .account(let index) = row.subject, plan.chart[index].control == kind {
        actual += row.base.closingMinor
      }
    }
    return TieOut(
      name: name, subject: codes.joined(separator: ", "), currency: scope.base,
      expectedMinor: expected, actualMinor: actual)
  }

  /// Quantity on hand against what the source itself counts, item by item: units of several items
  /// do not add up, and one item's surplus would hide another's loss.
  private func quantityTies(_ costing: CostingStep.Result) -> [TieOut] {
    guard !countedQuantities.isEmpty else { return [] }
    var onHand: [Int32: Int64] = [:]
    for (pool, balance) in costing.closing.enumerated() {
      onHand[stock.poolKeys[pool].item, default: 0] += balance.quantityMicros
    }
    // Goods that left one place and have not arrived are in the books and at no place to be counted.
    for event in stock.events where event.word == "transfer_out" || event.word == "transfer_in" {
      onHand[event.item, default: 0] += event.quantity.micros
    }
    let different = countedQuantities.filter { onHand[$0.key] ?? 0 != $0.value }
    for (item, quantity) in different.sorted(by: { $0.key < $1.key }) {
      findings.append(
        Finding(
          code: "INV-020", severity: .warning, origin: "stock_snapshots",
          key: masters.items.key(item).displayText, document: masters.items[item].number,
          message: "the source counts \(Quantity(micros: quantity)) on hand, "
            + "its movements make \(Quantity(micros: onHand[item] ?? 0))",
          action: "count the item, or find the movement that is missing in the ERP"))
    }
    return [
      TieOut(
        name: "quantity_on_hand", subject: "stock_snapshots",
        expectedCount: Int64(countedQuantities.count),
        actualCount: Int64(countedQuantities.count - different.count))
    ]
  }

  /// What differs at the end of earlier periods. What differs on the last day too is told once, there;
  /// of the others the first period that has it.
  private func earlierFindings(
    _ earlier: [(FiscalPeriod, [TieOut])], besides last: [TieOut]
  ) -> [Finding] {
    var told = Set(last.filter { $0.outcome == .different }.map(\.name))
    return earlier.flatMap { period, ties in
      ties.filter { $0.outcome == .different && told.insert($0.name).inserted }
        .compactMap { tieOutFinding($0, of: period) }
    }
  }

  private func tieOutFinding(_ tie: TieOut, of earlier: FiscalPeriod?) -> Finding? {
    guard tie.outcome == .different, tie.name != "quantity_on_hand" else { return nil }
    let difference = (tie.actualMinor ?? 0) - (tie.expectedMinor ?? 0)
    let isBooks = [
      "debits_credits", "trial_balance", "balance_sheet", "income_statement",
    ].contains(tie.name)
    let when = earlier.map { " at the end of \($0)" } ?? ""
    return Finding(
      code: isBooks ? "TIE-001" : "TIE-002", severity: .error, origin: "tie_out",
      key: tie.name + (earlier.map { " \($0)" } ?? ""),
      amount: tie.currency.map { Money(minor: difference, in: $0) },
      message: isBooks
        ? "the books do not balance" + when
        : "the account and its subledger differ\(when) (\(tie.subject))",
      action: isBooks
        ? "report this: it is a defect of the program"
        : "look for manual entries on the account, and at the other findings of its documents")
  }
}
