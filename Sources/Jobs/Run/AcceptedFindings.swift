import AccountingValues
import Definitions
import Reporting

/// A finding as a run shows it: possibly accepted by somebody, which takes its force.
struct ShownFinding {
  let finding: Finding
  /// The line of `accepted.csv` that accepts it; `nil` when nobody did.
  let acceptance: AcceptedFinding?

  /// Why it was accepted, by whom and how long, as reports print it; empty when nobody did.
  var accepted: String {
    guard let acceptance else { return "" }
    let stop = acceptance.reason.hasSuffix(".") ? "" : "."
    return "\(acceptance.reason)\(stop) Accepted by \(acceptance.acceptedBy) "
      + "until \(acceptance.until)."
  }

  /// How reports print it; `nil` when nobody accepted it.
  var onFace: ReportFace.AcceptedFinding? {
    guard acceptance != nil else { return nil }
    return ReportFace.AcceptedFinding(
      code: finding.code, document: finding.document, amount: finding.amount, acceptance: accepted)
  }
}

/// The findings a company has accepted (`accepted.csv`), applied to those of a run.
struct AcceptedFindings {
  private let lines: [Placed<AcceptedFinding>]
  private let company: String
  private let asOf: CivilDate

  init(_ lines: [Placed<AcceptedFinding>], company: String, asOf: CivilDate) {
    self.lines = lines
    self.company = company
    self.asOf = asOf
  }

  /// The findings with what is accepted turned into warnings, and a finding for each line of the
  /// file that has run out or meets nothing.
  func applied(to findings: [Finding]) -> [ShownFinding] {
    var used: Set<Int> = []
    var shown: [ShownFinding] = Set(findings).map { finding in
      guard
        let index = lines.firstIndex(where: {
          $0.value.code == finding.code && $0.value.key == finding.key && $0.value.until >= asOf
        })
      else { return ShownFinding(finding: finding, acceptance: nil) }
      used.insert(index)
      return ShownFinding(
        finding: finding.with(severity: .warning), acceptance: lines[index].value)
    }
    for (index, line) in lines.enumerated() where !used.contains(index) {
      shown.append(ShownFinding(finding: unmatched(line), acceptance: nil))
    }
    return shown.sorted { $0.finding < $1.finding }
  }

  private func unmatched(_ line: Placed<AcceptedFinding>) -> Finding {
    let hasRunOut = line.value.until < asOf
    return Finding(
      code: hasRunOut ? "ACC-001" : "ACC-002", severity: .warning,
      origin: "jobs/companies/\(company)/accepted.csv", key: "\(line.place.line)",
      message: hasRunOut
        ? "the acceptance of \(line.value.code) ran out on \(line.value.until)"
        : "the acceptance of \(line.value.code) \(line.value.key) meets no finding",
      action: hasRunOut ? "decide again, or mend the cause" : "delete the line")
  }
}

extension Finding {
  /// The same finding with another severity.
  func with(severity: Severity) -> Finding {
    Finding(
      code: code, severity: severity, origin: origin, key: key, document: document, amount: amount,
      message: message, action: action)
  }
}
