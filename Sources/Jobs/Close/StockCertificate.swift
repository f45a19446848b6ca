import AccountingValues
import Inventory

/// When stock is certified: every pool's cost is known and none is below zero, and documents explain
/// what is there (ACCOUNTING §2). Other stock is published all the same, since people must see it to
/// mend it.
enum StockCertificate {
  /// The findings that forbid it: cost unknown, below zero, without a standard, unexplained.
  static let codes: Set<String> = ["INV-003", "INV-004", "INV-010", "INV-060"]
  /// Those that keep a period open until they are mended or accepted: what is wrong is how much there
  /// is, and that is frozen. Stock whose cost nobody will ever know has its place in closed books.
  static let closing: Set<String> = ["INV-004", "INV-060"]

  /// Findings as a closing sees them.
  static func required(_ findings: [Finding]) -> [Finding] {
    findings.map { closing.contains($0.code) ? $0.with(severity: .error) : $0 }
  }
}

extension CompanyClose {
  /// INV-004: pools below zero at the end of an open period. Of closed ones it was told before they
  /// were closed.
  func negativeStockFindings(_ costing: CostingStep.Result) -> [Finding] {
    scope.openPeriods.filter { $0.end > scope.firstOpenDay ?? scope.openFrom }.flatMap { period in
      costing.output.certificates.filter {
        $0.period == period.id && $0.closingQuantityMicros < 0
      }.map { row in
        let item = stock.label(of: row.pool, masters: masters)
        let quantity = Quantity(micros: row.closingQuantityMicros)
        return Finding(
          code: "INV-004", severity: .warning, origin: "stock_movements", key: "\(item) \(period)",
          amount: row.closingValueMinor == 0
            ? nil : Money(minor: row.closingValueMinor, in: scope.base),
          message: "\(item): stock is \(quantity) at the end of \(period)",
          action: "enter the missing receipt or count, or correct the issues that took too much; "
            + "\(period) cannot be closed before, unless this is accepted")
      }
    }
  }
}
