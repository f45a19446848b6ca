import AccountingValues
import Tables

extension ReportFace {
  /// `PROVISIONAL · as of 2026-10-31 · data through 2026-10-30 · amounts in EUR · close 3f2a9c01b7de`.
  func titleLine(amounts: Bool) -> String {
    ([standing.rawValue] + facts(amounts: amounts)).joined(separator: "  ·  ")
  }

  /// The same without the standing, which a page shows as a badge.
  func factLine(amounts: Bool) -> String { facts(amounts: amounts).joined(separator: "  ·  ") }

  private func facts(amounts: Bool) -> [String] {
    var parts = ["as of \(asOf)"]
    if let dataThrough { parts.append("data through \(dataThrough)") }
    if amounts { parts.append("amounts in \(baseCurrency)") }
    parts.append("close \(shortCloseID)")
    return parts
  }

  /// What a reader must know before relying on the figures; `nil` when there is nothing.
  func reservation(for report: ReportDefinition) -> String? {
    var parts: [String] = []
    if !assumptions.isEmpty { parts.append(counted(assumptions.count, "assumption")) }
    if !acceptedFindings.isEmpty {
      parts.append(counted(acceptedFindings.count, "accepted finding"))
    }
    guard !parts.isEmpty else { return nil }
    let verb = assumptions.count + acceptedFindings.count == 1 ? "applies" : "apply"
    return "\(parts.joined(separator: " and ")) \(verb) to this report: see Cover."
  }
}

extension SheetDefinition {
  /// Whether amounts of the base currency are shown, which the title line then names.
  var hasBaseAmounts: Bool { columns.contains { $0.column.type == .money(.base) } }
}
