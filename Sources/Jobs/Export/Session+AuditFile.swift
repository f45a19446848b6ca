import AccountingValues
import Definitions
import GeneralLedger
import Platform
import Reporting
import Warehouse

/// What `nightclose export saf-t` is asked to do.
public struct AuditFileRequest: Sendable {
  /// The company's code; may be left out where there is one only.
  public var company: String?
  /// The period, `2026-10` or `2026-P03`.
  public var period: String?
  /// The fiscal year, if no period is named; the latest published one if neither is.
  public var year: Int?
  /// The file to write to; standard output if `nil`.
  public var file: String?
  /// Whether the answer is a JSON document, which standard output cannot hold beside the file.
  public var wantsJSON: Bool

  /// A request from its parts.
  public init(
    company: String? = nil, period: String? = nil, year: Int? = nil, file: String? = nil,
    wantsJSON: Bool = false
  ) {
    self.company = company
    self.period = period
    self.year = year
    self.file = file
    self.wantsJSON = wantsJSON
  }
}

/// What an audit file says of itself in JSON.
private struct AuditFileAnswer: Encodable {
  let company: String
  let file: String
  let periods: [String]
  let from: String
  let through: String
  let entries: Int
  let debit: String
  let credit: String
  let currency: String
}

extension Session {
  /// Writes the published entries of a company as a Standard Audit File for Tax, which says of every
  /// account what it had before and has after. All periods are of one fiscal year, so that opening and
  /// entries come to the closing of every account.
  ///
  /// - Parameters:
  ///   - request: what to write, and where.
  ///   - standardOutput: takes the bytes when the request names no file.
  /// - Returns: the path of the file; nothing when there is none.
  /// - Throws: `JobError` for an unknown company or period, nothing published, a company whose file
  ///   has no `legal`, a base currency with more than two decimals, and a file that cannot be written.
  public func exportAuditFile(
    _ request: AuditFileRequest, standardOutput: ExportSink
  ) throws(JobError) -> CommandResult {
    if request.wantsJSON, request.file == nil {
      throw JobError(
        .usage, "--json and the audit file cannot both go to standard output",
        action: "name a file with --to, or leave out --json")
    }
    let company = try exportedCompany(request.company)
    let legal = try Self.legal(of: company)
    let place = try request.file.map { file throws(JobError) in try exportPlace(file) }
    let warehouse = try warehouseOptions()
    return try translating(company: company.code, step: "export") {
      guard let reader = try PinnedReader.ofRecorded(company.code, warehouse) else {
        throw Self.nothingPublished(company.code)
      }
      defer { reader.end() }
      let records = try Self.auditedPeriods(request, company, reader)
      let audited = try PublishedAuditFile(
        PublishedJournals(
          records, from: nil, through: nil, company: company.code, base: company.baseCurrency,
          reader: reader))
      let header = audited.header(company, legal)
      let names = Dictionary(
        try configuration().posting.journals.map { ($0.value.code, $0.value.name) },
        uniquingKeysWith: { first, _ in first })
      guard let place else {
        try audited.write(header, journals: names, to: standardOutput)
        return CommandResult(text: "", json: "")
      }
      // Owner and group read it, as they do reports.
      try FileSystem.writeAtomically(to: place, mode: 0o640) { write in
        try audited.write(header, journals: names) { bytes throws(JobError) in
          try translating { try write(bytes) }
        }
      }
      return CommandResult(text: place, encoding: audited.answer(company.code, place))
    }
  }

  private static func legal(of company: CompanyDefinition) throws(JobError) -> LegalIdentity {
    guard let legal = company.legal else {
      throw JobError(
        .configuration, company: company.code,
        "an audit file states the company's registration number, address and contact, and "
          + "jobs/companies/\(company.code).yaml has none",
        action: "write them there under `legal`, as jobs/README.md says")
    }
    if company.baseCurrency.minorDigits > 2 {
      throw JobError(
        .usage, company: company.code,
        "amounts of an audit file have two decimals, and \(company.baseCurrency) has "
          + "\(company.baseCurrency.minorDigits)",
        action: "use `nightclose export journals`")
    }
    return legal
  }

  private static func auditedPeriods(
    _ request: AuditFileRequest, _ company: CompanyDefinition, _ reader: PinnedReader
  ) throws -> [PeriodRecord] {
    let published = try reader.company.periods().filter { $0.currentRun != nil }
    guard let latest = published.last else { throw nothingPublished(company.code) }
    if let name = request.period { return [try record(of: name, company, among: published)] }
    let year = request.year ?? latest.period.fiscalYear
    let wanted = published.filter { $0.period.fiscalYear == year }
    if wanted.isEmpty {
      throw JobError(
        .usage, "nothing is published for fiscal year \(year)",
        action: "look at `nightclose period list`")
    }
    try checkNoGap(wanted)
    return wanted
  }
}

extension PublishedAuditFile {
  /// The file is of the day its last figures are of: the same close makes the same bytes.
  fileprivate func header(_ company: CompanyDefinition, _ legal: LegalIdentity) -> AuditFileHeader {
    let last = journals.periods.last
    let names = [journals.periods.first, last].compactMap { $0?.record.name }
    let span = Set(names).count == 1 ? names[0] : names.joined(separator: " to ")
    let state = last?.run.isClosed == true ? "closed" : "provisional"
    return AuditFileHeader(
      company: company.name, registrationNumber: legal.registrationNumber,
      taxNumber: legal.taxNumber,
      address: .init(
        street: legal.street, city: legal.city, postalCode: legal.postalCode,
        country: legal.country),
      contact: .init(
        firstName: legal.contact.firstName, lastName: legal.contact.lastName,
        telephone: legal.contact.telephone, email: legal.contact.email),
      softwareVersion: ProductVersion.text, created: last?.run.asOf ?? journals.last,
      base: journals.base, first: journals.first, last: journals.last,
      comment: "Periods \(span), the last one \(state), close \(last?.run.closeId ?? "")")
  }

  fileprivate func answer(_ company: String, _ file: String) -> AuditFileAnswer {
    AuditFileAnswer(
      company: company, file: file, periods: journals.periods.map(\.record.name),
      from: journals.first.description, through: journals.last.description,
      entries: totals.entries, debit: totals.debit.amountText, credit: totals.credit.amountText,
      currency: journals.base.code)
  }

  /// Writes everything, piece by piece.
  fileprivate func write(
    _ header: AuditFileHeader, journals names: [String: String], to sink: Session.ExportSink
  ) throws {
    var writer = AuditFileWriter(header, masters, totals)
    do {
      for code in journalCodes {
        writer.beginJournal(code, name: names[code] ?? "")
        try forEach(ofJournal: code) { transaction in
          try writer.append(transaction)
          guard writer.bytes.count >= Session.exportFlush else { return }
          try Session.hand(writer.bytes, to: sink)
          writer.removeBytes()
        }
        writer.endJournal()
      }
      try writer.finish()
    } catch let problem as AuditFileProblem {
      throw JobError(
        .dataBlocked, company: journals.company, "\(problem)",
        action: "run `nightclose verify`, which says what was changed")
    }
    try Session.hand(writer.bytes, to: sink)
  }
}
