import AccountingValues
import Definitions
import Warehouse

extension Session {
  /// Every period with its state.
  ///
  /// - Throws: `JobError`.
  public func periods(company: String? = nil) throws(JobError) -> CommandResult {
    if let company { _ = try requiredCompany(company) }
    let periods = try withWarehouse { connection in
      try RunHistory.periods(of: company, on: connection)
    }
    let lines = periods.map { PeriodLine(company: $0.company, $0.record) }
    guard !lines.isEmpty else {
      return CommandResult(
        text: "there is no period yet; the first run declares them", encoding: ["periods": lines])
    }
    var table = TextTable(["company", "period", "first day", "last day", "state", "run", "reason"])
    for line in lines {
      table.add([
        line.company, line.period, line.firstDay, line.lastDay, line.state,
        line.run.map(String.init) ?? "-", line.reason ?? "-",
      ])
    }
    return CommandResult(text: table.text, encoding: ["periods": lines])
  }

  /// Reopens the latest closed period of a company; the reason is recorded in the audit chain.
  ///
  /// - Throws: `JobError` with exit code 64 for a period that does not exist, 65 for one that cannot
  ///   be reopened, 75 when a run holds the company.
  public func reopenPeriod(
    company code: String, period name: String, reason: String
  ) throws(JobError) -> CommandResult {
    let company = try requiredCompany(code)
    let period = try requiredPeriod(name, of: company)
    guard !reason.allSatisfy(\.isWhitespace) else {
      throw JobError(
        .usage, company: code, "reopening \(period) needs a reason, which is kept on record",
        action: "say it in --reason '…'")
    }
    try requireWarehouseDatabase()
    let warehouse = try warehouseOptions()
    try translating(company: code, step: "reopen") {
      let lease = try CompanyLease(
        warehouse,
        company: CompanyRecord(
          code: company.code, name: company.name, baseCurrency: company.baseCurrency))
      defer { lease.end() }
      try lease.reopen(period.id, reason: reason)
    }
    return CommandResult(
      text: "\(code): period \(period) is open again; the next run computes it anew",
      encoding: [
        "company": code, "period": period.description, "reason": reason,
        "state": PeriodState.reopened.rawValue,
      ])
  }

  /// A period of a company's calendar by its name.
  func requiredPeriod(
    _ name: String, of company: CompanyDefinition
  ) throws(JobError) -> FiscalPeriod {
    if let period = company.calendar.period(named: name) { return period }
    throw JobError(
      .usage, company: company.code, "there is no period \(name)",
      action: "write it as in `nightclose period list`: 2026-10, or 2026-P03")
  }
}

/// A period as JSON.
struct PeriodLine: Encodable {
  let company: String
  let period: String
  let firstDay: String
  let lastDay: String
  let state: String
  let run: Int32?
  let reason: String?

  init(company: String, _ record: PeriodRecord) {
    self.company = company
    period = record.name
    firstDay = record.period.first.description
    lastDay = record.period.last.description
    state = record.state.rawValue
    run = record.currentRun
    reason = record.reason
  }
}
