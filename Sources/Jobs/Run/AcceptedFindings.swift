import AccountingValues
import Definitions

/// A finding as a run shows it: possibly accepted by somebody, which takes its force.
struct ShownFinding {
  let finding: Finding
  /// Who accepted it and why; empty when nobody did.
  let accepted: String
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
      else { return ShownFinding(finding: finding, accepted: "") }
      used.insert(index)
      let line = lines[index].value
      return ShownFinding(
        finding: finding.with(severity: .warning),
        accepted: "\(line.reason) (\(line.acceptedBy), until \(line.until))")
    }
    for (index, line) in lines.enumerated() where !used.contains(index) {
      shown.append(ShownFinding(finding: unmatched(line), accepted: ""))
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
