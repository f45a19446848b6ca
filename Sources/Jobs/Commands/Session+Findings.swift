import AccountingValues
import Definitions
import Warehouse

extension Session {
  /// The findings that are published with the figures. A blocked run publishes nothing: for it the
  /// answer says where its findings are.
  ///
  /// - Parameters:
  ///   - company: only this company.
  ///   - code: only this code: `INV-012`.
  ///   - limit: how many are listed; all are counted.
  /// - Returns: the list.
  /// - Throws: `JobError`.
  public func findings(
    company: String? = nil, code: String? = nil, limit: Int = 1000
  ) throws(JobError) -> CommandResult {
    if let company { _ = try requiredCompany(company) }
    let known = try configuration().companies.map(\.code)
    let companies = company.map { [$0] } ?? known
    let (findings, total, blocked) = try withWarehouse { connection in
      let found = try RunHistory.findings(
        of: company, code: code, limit: limit, on: connection)
      var blocked: [RunRecord] = []
      for company in companies {
        let last = try RunHistory.runs(of: company, limit: 1, on: connection).first
        if let last, last.state == "blocked" { blocked.append(last) }
      }
      return (found.rows, found.total, blocked)
    }
    let lines = findings.map(FindingLine.init)
    let notes = blocked.map { run in
      "\(run.company): run \(run.runId) as of \(run.asOf) was blocked and its findings are not"
        + " listed here: \(run.message ?? "see its findings workbook")"
    }
    let rest = total - Int64(lines.count)
    let more = rest > 0 ? ["and \(rest) more; see the findings report, or say --limit"] : []
    let list = lines.isEmpty ? ["no finding is published"] : [Self.table(of: lines)]
    return CommandResult(
      text: (list + more + notes).joined(separator: "\n"),
      encoding: FindingList(
        findings: lines, total: total, blockedRuns: blocked.map { RunSummary($0) }))
  }

  private static func table(of lines: [FindingLine]) -> String {
    var table = TextTable(["company", "severity", "code", "where", "amount", "what"])
    for line in lines {
      let place = [line.origin, line.key, line.document].filter { !$0.isEmpty }
      table.add([
        line.company, line.accepted == nil ? line.severity : "accepted", line.code,
        place.joined(separator: " "), line.amount.map { "\($0) \(line.currency ?? "")" } ?? "-",
        "\(line.message) → \(line.action)",
      ])
    }
    return table.text
  }
}

struct FindingList: Encodable {
  let findings: [FindingLine]
  let total: Int64
  let blockedRuns: [RunSummary]
}

/// A finding as JSON.
struct FindingLine: Encodable {
  let company: String
  let run: Int32
  let code: String
  let severity: String
  let origin: String
  let key: String
  let document: String
  let amount: String?
  let currency: String?
  let message: String
  let action: String
  let accepted: String?

  init(_ finding: PublishedFinding) {
    let row = finding.row
    company = finding.company
    run = finding.runId
    code = row.code
    severity = row.severity
    origin = row.origin
    key = row.key
    document = row.document
    currency = row.currency
    amount = row.amountMinor.flatMap { minor in
      row.currency.flatMap { Currency(code: $0) }.map { Money(minor: minor, in: $0).amountText }
    }
    message = row.message
    action = row.action
    accepted = row.accepted
  }
}
