import AccountingValues
import GeneralLedger
import Inventory

extension CompanyClose {
  /// The certificates of all pools together, period by period: that they conserve value, that they
  /// close with the layers, and that both are the inventory accounts. The last period is always
  /// shown, an earlier one only where something differs.
  func certificateTies(
    _ costing: CostingStep.Result,
    _ balances: [(period: FiscalPeriod, trialBalance: TrialBalance)]
  ) -> [TieOut] {
    var ties: [TieOut] = []
    for (period, balance) in balances {
      let isLast = period.id == balances.last?.period.id
      let found = certificateTies(
        CertificateTotals(of: period, costing), period, costing, balance)
      ties += found.filter { isLast || $0.outcome == .different }
    }
    return ties
  }

  private func certificateTies(
    _ totals: CertificateTotals, _ period: FiscalPeriod, _ costing: CostingStep.Result,
    _ balance: TrialBalance
  ) -> [TieOut] {
    let layers = (costing.layersByPeriod[period.id] ?? []).reduce(Int64(0)) { $0 + $1.valueMinor }
    func money(_ minor: Int64) -> String { "\(Money(minor: minor, in: scope.base))" }
    return [
      TieOut(
        name: "certificate_flow",
        subject: "\(period): opening \(money(totals.flow.openingValueMinor)) "
          + "+ received \(money(totals.flow.receivedValueMinor)) "
          + "+ adjusted \(money(totals.flow.adjustedValueMinor))",
        currency: scope.base,
        expectedMinor: totals.flow.openingValueMinor + totals.flow.receivedValueMinor
          + totals.flow.adjustedValueMinor,
        actualMinor: totals.flow.issuedValueMinor + totals.closing),
      TieOut(
        name: "certificate_layers", subject: "\(period)", currency: scope.base,
        expectedMinor: layers, actualMinor: totals.closing),
      control(.inventory, "certificate_account", totals.closing, balance),
    ]
  }
}

/// The sum of a period's certificates.
struct CertificateTotals {
  private(set) var flow = PeriodFlow()
  private(set) var closing: Int64 = 0

  init(of period: FiscalPeriod, _ costing: CostingStep.Result) {
    for row in costing.output.certificates where row.period == period.id {
      flow.openingValueMinor += row.flow.openingValueMinor
      flow.receivedValueMinor += row.flow.receivedValueMinor
      flow.adjustedValueMinor += row.flow.adjustedValueMinor
      flow.issuedValueMinor += row.flow.issuedValueMinor
      closing += row.closingValueMinor
    }
  }
}
