import AccountingValues
import GeneralLedger
import Inventory

extension CompanyClose {
  /// The certificates of all pools of a period together: that they conserve value, that they close
  /// with the layers, and that both are the inventory accounts.
  func certificateTies(_ costing: CostingStep.Result, _ balance: Balance) -> [TieOut] {
    certificateTies(
      CertificateTotals(of: balance.period, costing), balance.period, costing,
      balance.trialBalance)
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
