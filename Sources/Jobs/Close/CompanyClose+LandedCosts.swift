import AccountingValues
import Extraction
import GeneralLedger
import Inventory

extension CompanyClose {
  /// Notes the charge lines of a bill or supplier's credit that stand on landed-cost clearing.
  func takeCharges(_ document: Document, isCredit: Bool) {
    let sign: Int64 = isCredit ? -1 : 1
    for (index, row) in document.lines.enumerated()
    where row.text("line_kind") == "charge" && document.netByLine[index] != 0 {
      guard let line = row.key("line_key") else { continue }
      let has = { (column: String) in row.layout.position(of: column) != nil }
      landed.take(
        LandedCosts.Charge(
          stream: document.header.stream, document: document.key, line: line,
          number: document.number,
          order: EventOrder(
            date: document.date, recordedAt: document.header.order?.recordedAt,
            rank: document.header.order?.rank ?? 0, key: document.key,
            receiptsFirst: scope.receiptsFirst),
          currency: document.currency, minor: sign * document.netByLine[index],
          base: sign * document.baseNetByLine[index],
          goods: purchases.goodsKey(
            receiptLine: has("receipt_line_key") ? row.key("receipt_line_key") : nil,
            orderLine: has("order_line_key") ? row.key("order_line_key") : nil),
          creditedLine: has("bill_line_key") ? row.key("bill_line_key") : nil))
    }
  }

  /// What the source says of the goods that charges belong to, and what items weigh.
  func readLandedCosts() throws(JobError) {
    guard reader.feeds("landed_costs") else { return }
    if reader.feeds("item_attributes") {
      try reader.each("item_attributes") { (row, _) throws(JobError) in
        landed.takeAttribute(row)
        return .posted
      }
    }
    try reader.each("landed_costs") { (row, date) throws(JobError) in
      takeLandedCost(row, date: date)
    }
  }

  private func takeLandedCost(_ row: StreamRow, date: CivilDate) -> RowFate {
    let currency = row.currency() ?? scope.base
    guard let amount = row.money("amount", in: currency) else { return .quarantined }
    var base: Int64? = amount.minor
    if currency != scope.base {
      base = conversion.conversion(
        from: currency, stated: row.decimal("exchange_rate"), kind: .spot,
        on: row.date("accounting_date") ?? date
      ).flatMap { try? $0.converted(amount.minor) }
    }
    if base == nil {
      findings.append(
        missingRate(
          currency, to: scope.base, on: row.date("accounting_date") ?? date, stream: row.stream,
          key: row.key, document: row.key.displayText))
      return .held
    }
    landed.take(
      LandedCosts.Row(
        key: row.key,
        order: EventOrder(
          date: date, recordedAt: row.order?.recordedAt, rank: row.order?.rank ?? 0, key: row.key,
          receiptsFirst: scope.receiptsFirst),
        receipt: row.key("receipt_key"), receiptLine: row.key("receipt_line_key"),
        bill: row.key("bill_key"), billLine: row.key("bill_line_key"),
        reverses: row.key("reversed_key"), allocation: row.text("allocation") ?? "value",
        currency: currency, minor: amount.minor, base: base))
    return .posted
  }
}

// MARK: - What waits

extension CompanyClose {
  /// Landed-cost clearing against the charges that no goods have taken yet.
  func landedCostTie(_ costing: CostingStep.Result, _ balance: TrialBalance) -> TieOut {
    var taken: Int64 = 0
    for row in costing.output.valued where row.role == .lateCost {
      if case .landedCost = costing.cause(of: row.cause) { taken += row.valueMinor }
    }
    return roleTie(
      .landedCostClearing, name: "landed_cost_clearing",
      expected: landed.chargedBase - taken + openings(of: .landedCostClearing), balance)
  }

  /// The accounts of a role together against what should be on them, in base currency.
  func roleTie(
    _ role: AccountRole, name: String, expected: Int64, _ balance: TrialBalance
  ) -> TieOut {
    let codes = accountCodes(of: role)
    var actual: Int64 = 0
    for row in balance.rows {
      if case .account(let index) = row.subject, codes.contains(plan.chart[index].code) {
        actual += row.base.closingMinor
      }
    }
    return TieOut(
      name: name, subject: codes.joined(separator: ", "), currency: scope.base,
      expectedMinor: expected, actualMinor: actual)
  }

  /// The codes of all accounts that a role may mean.
  func accountCodes(of role: AccountRole) -> [String] {
    Set(plan.definitions.mappings.filter { $0.role == role }.map(\.account)).sorted()
  }

  /// What go-live brought onto a role's accounts.
  func openings(of role: AccountRole) -> Int64 {
    let codes = accountCodes(of: role)
    return openingByAccount.reduce(0) { codes.contains($1.key) ? $0 + $1.value : $0 }
  }

  /// Charges that wait for goods or for their bill, one finding each, and rows that had to go by
  /// quantity.
  func landedCostFindings() -> [Finding] {
    var found: [Finding] = []
    for (index, charge) in landed.charges.enumerated() {
      let left = charge.base - (landedCosts.takenByCharge[index] ?? 0)
      guard left != 0 else { continue }
      found.append(
        landedCostFinding(
          "INV-030", charge.stream, charge.document, charge.number, left,
          "a charge waits on landed-cost clearing: nothing says which received goods it belongs to",
          "name the receipt in landed_costs or on the bill's line, or post it as an expense"))
    }
    for source in landedCosts.weightless {
      found.append(
        landedCostFinding(
          "INV-031", source.stream, source.key, source.number, source.base,
          "goes over its receipt by weight, and an item has none; it went by quantity",
          "enter the items' weight, or allocate the charge by value or quantity"))
    }
    for source in landedCosts.unbilled {
      found.append(
        landedCostFinding(
          "INV-032", source.stream, source.key, source.number, source.base,
          "gives goods a charge that no bill has brought; it stands on landed-cost clearing",
          "enter the bill, or name its line in landed_costs"))
    }
    return found
  }

  private func landedCostFinding(
    _ code: String, _ stream: String, _ key: SourceKey, _ document: String, _ base: Int64,
    _ message: String, _ action: String
  ) -> Finding {
    Finding(
      code: code, severity: .warning, origin: stream, key: key.displayText, document: document,
      amount: Money(minor: base, in: scope.base), message: message, action: action)
  }
}
