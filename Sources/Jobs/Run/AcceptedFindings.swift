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
  /// file that has run out, meets nothing, or does not say which finding it means.
  func applied(to findings: [Finding]) -> [ShownFinding] {
    let findings = Set(findings)
    let standing = lines.map { line in
      Standing(
        of: line.value, asOf: asOf,
        met: findings.filter { $0.code == line.value.code && $0.key == line.value.key })
    }
    var shown = findings.map { finding in
      guard
        let index = lines.indices.first(where: {
          standing[$0] == .accepting && lines[$0].value.means(finding)
        })
      else { return ShownFinding(finding: finding, acceptance: nil) }
      return ShownFinding(
        finding: finding.with(severity: .warning), acceptance: lines[index].value)
    }
    for (line, standing) in zip(lines, standing) {
      guard let finding = complaint(of: line, standing) else { continue }
      shown.append(ShownFinding(finding: finding, acceptance: nil))
    }
    return shown.sorted { $0.finding < $1.finding }
  }

  /// Whether a person lets a row of a closed period in that came late. Keys are a stream's own: 17
  /// of the invoices is another row than 17 of the payments, so that only a line with the stream's
  /// name counts.
  func letsIn(_ stream: String, _ key: String) -> Bool {
    lines.contains {
      $0.value.code == AcceptedFinding.lateRow && $0.value.origin == stream && $0.value.key == key
        && $0.value.until >= asOf
    }
  }

  /// What a line of the file does in a run.
  private enum Standing: Equatable {
    case hasRunOut
    case meetsNothing
    case accepting
    /// It names no origin, and findings of these have its code and key.
    case ambiguous([String])

    init(of line: AcceptedFinding, asOf: CivilDate, met: Set<Finding>) {
      let origins = Set(met.map(\.origin)).sorted()
      if line.until < asOf {
        self = .hasRunOut
      } else if let origin = line.origin {
        self = origins.contains(origin) ? .accepting : .meetsNothing
      } else if origins.isEmpty {
        self = .meetsNothing
      } else {
        let isClear = origins.count == 1 && line.code != AcceptedFinding.lateRow
        self = isClear ? .accepting : .ambiguous(origins)
      }
    }
  }

  private func complaint(of line: Placed<AcceptedFinding>, _ standing: Standing) -> Finding? {
    switch standing {
    case .accepting: nil
    case .hasRunOut:
      finding(
        "ACC-001", line, "the acceptance of \(line.value.code) ran out on \(line.value.until)",
        "decide again, or mend the cause")
    case .meetsNothing:
      finding(
        "ACC-002", line, "the acceptance of \(line.value.subject) meets no finding",
        "delete the line")
    case .ambiguous(let origins):
      finding(
        "ACC-003", line,
        "the acceptance of \(line.value.subject) names no origin, and "
          + (line.value.code == AcceptedFinding.lateRow
            ? "a late row is let in by its stream: \(origins.joined(separator: ", "))"
            : "findings of \(origins.joined(separator: ", ")) have this code and key; none is"
              + " accepted"),
        "name the one that is meant in the column origin, in a line of its own for each")
    }
  }

  private func finding(
    _ code: String, _ line: Placed<AcceptedFinding>, _ message: String, _ action: String
  ) -> Finding {
    Finding(
      code: code, severity: .warning, origin: "jobs/companies/\(company)/accepted.csv",
      key: "\(line.place.line)", message: message, action: action)
  }
}

extension AcceptedFinding {
  /// The code of rows that came late to a closed period.
  fileprivate static let lateRow = "PER-004"

  /// Whether it is about this finding, as far as the line says.
  fileprivate func means(_ finding: Finding) -> Bool {
    code == finding.code && key == finding.key && (origin ?? finding.origin) == finding.origin
  }

  /// What it accepts, in a sentence: `SRC-110 17 (sales_invoices)`.
  fileprivate var subject: String {
    [code, key, origin.map { "(\($0))" } ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
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
