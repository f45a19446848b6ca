public import AccountingValues
import Definitions
import Platform
import PostgresClient
import Reporting
import Warehouse

/// What `nightclose export journals` is asked to do.
public struct JournalExportRequest: Sendable {
  /// `hledger`, `ledger` or `beancount`.
  public var format: String
  /// The company's code; may be left out where there is one only.
  public var company: String?
  /// The period, `2026-10` or `2026-P03`; all published ones if `nil`.
  public var period: String?
  /// The first day; that of the first published period if `nil`.
  public var from: CivilDate?
  /// The last day; that of the last published period if `nil`.
  public var through: CivilDate?
  /// The file to write to; standard output if `nil`.
  public var file: String?
  /// Whether the answer is a JSON document, which standard output cannot hold beside journals.
  public var wantsJSON: Bool

  /// A request from its parts.
  public init(
    format: String, company: String? = nil, period: String? = nil, from: CivilDate? = nil,
    through: CivilDate? = nil, file: String? = nil, wantsJSON: Bool = false
  ) {
    self.format = format
    self.company = company
    self.period = period
    self.from = from
    self.through = through
    self.file = file
    self.wantsJSON = wantsJSON
  }
}

/// What an export says of itself in JSON.
private struct JournalExportAnswer: Encodable {
  let company: String
  let format: String
  let file: String
  let periods: [String]
  let from: String
  let through: String
  var transactions = 0
  var postings = 0
}

extension Session {
  /// Takes bytes of an export, in order.
  public typealias ExportSink = (UnsafeRawBufferPointer) throws(JobError) -> Void

  /// Writes the published entries of a company for another program of accounting.
  ///
  /// - Parameters:
  ///   - request: what to write, and where.
  ///   - standardOutput: takes the bytes when the request names no file.
  /// - Returns: the path of the file; nothing when there is none.
  /// - Throws: `JobError` for an unknown company, period or format, nothing published, and a file
  ///   that cannot be written.
  public func exportJournals(
    _ request: JournalExportRequest, standardOutput: ExportSink
  ) throws(JobError) -> CommandResult {
    guard let format = JournalFormat(rawValue: request.format) else {
      let known = JournalFormat.allCases.map(\.rawValue).joined(separator: ", ")
      throw JobError(
        .usage, "there is no format \(request.format)", action: "use one of: \(known)")
    }
    if request.wantsJSON, request.file == nil {
      throw JobError(
        .usage, "--json and the journals cannot both go to standard output",
        action: "name a file with --to, or leave out --json")
    }
    let company = try exportedCompany(request.company)
    let place = try request.file.map { file throws(JobError) in try exportPlace(file) }
    let warehouse = try warehouseOptions()
    return try translating(company: company.code, step: "export") {
      guard let reader = try PinnedReader.ofRecorded(company.code, warehouse) else {
        throw Self.nothingPublished(company.code)
      }
      defer { reader.end() }
      let journals = try PublishedJournals(
        exportedPeriods(request, company, reader), from: request.from, through: request.through,
        company: company.code, base: company.baseCurrency, reader: reader)
      var answer = JournalExportAnswer(
        company: company.code, format: format.rawValue, file: place ?? "",
        periods: journals.periods.map(\.record.name), from: journals.first.description,
        through: journals.last.description)
      guard let place else {
        try journals.write(format, title: company.name, counting: &answer, to: standardOutput)
        return CommandResult(text: "", json: "")
      }
      // Owner and group read it, as they do reports.
      try FileSystem.writeAtomically(to: place, mode: 0o640) { write in
        try journals.write(format, title: company.name, counting: &answer) {
          bytes throws(JobError) in try translating { try write(bytes) }
        }
      }
      return CommandResult(text: place, encoding: answer)
    }
  }

  func exportedCompany(_ code: String?) throws(JobError) -> CompanyDefinition {
    let companies = try configuration().companies
    let codes = companies.map(\.code).joined(separator: ", ")
    if let code {
      guard let company = companies.first(where: { $0.code == code }) else {
        throw JobError(.usage, "there is no company \(code)", action: "use one of: \(codes)")
      }
      return company
    }
    guard companies.count == 1, let company = companies.first else {
      throw JobError(
        .usage, "a file of journals is of one company",
        action: "name it with --company, one of: \(codes)")
    }
    return company
  }

  static func nothingPublished(_ company: String) -> JobError {
    JobError(
      .usage, company: company, "nothing is published yet", action: "run `nightclose run nightly`")
  }

  /// The published periods that the request means, one after the other.
  private func exportedPeriods(
    _ request: JournalExportRequest, _ company: CompanyDefinition, _ reader: PinnedReader
  ) throws -> [PeriodRecord] {
    let published = try reader.company.periods().filter { $0.currentRun != nil }
    if published.isEmpty { throw Self.nothingPublished(company.code) }
    if let name = request.period {
      return [try Self.record(of: name, company, among: published)]
    }
    let wanted = published.filter { record in
      (request.from.map { record.period.last >= $0 } ?? true)
        && (request.through.map { record.period.first <= $0 } ?? true)
    }
    if wanted.isEmpty {
      throw JobError(
        .usage, "nothing is published for those days", action: "look at `nightclose period list`")
    }
    try Self.checkNoGap(wanted)
    return wanted
  }

  /// The published period of a name.
  static func record(
    of name: String, _ company: CompanyDefinition, among published: [PeriodRecord]
  ) throws(JobError) -> PeriodRecord {
    let id = company.calendar.period(named: name)?.id
    guard let record = published.first(where: { $0.period.id == id }) else {
      throw JobError(
        .usage, "nothing is published for period \(name)",
        action: "look at `nightclose period list`")
    }
    return record
  }

  /// Periods of one file follow each other.
  static func checkNoGap(_ periods: [PeriodRecord]) throws(JobError) {
    for (earlier, later) in zip(periods, periods.dropFirst())
    where earlier.period.end != later.period.first {
      throw JobError(
        .usage, "nothing is published between \(earlier.name) and \(later.name)",
        action: "export them one by one with --period")
    }
  }
}

// MARK: - Files

extension Session {
  /// How many bytes of an export are collected before they are handed on.
  static let exportFlush = 1 << 16

  static func hand(_ bytes: [UInt8], to sink: ExportSink) throws(JobError) {
    // A typed throw cannot leave the closure of `withUnsafeBytes`, so it is carried out of it.
    let outcome = bytes.withUnsafeBytes { bytes in
      Result { () throws(JobError) in try sink(bytes) }
    }
    try outcome.get()
  }

  /// The file's path without links. What somebody edits is no place for what the program writes.
  func exportPlace(_ file: String) throws(JobError) -> String {
    let typed = options.typed(file)
    let name = typed.split(separator: "/").last.map(String.init) ?? ""
    let folder = FileSystem.parent(of: typed) ?? "/"
    guard !typed.hasSuffix("/"), name != ".", name != "..", FileSystem.isDirectory(folder),
      !FileSystem.isDirectory(typed)
    else {
      throw JobError(
        .cannotCreate, "\(file) cannot be a file: its folder is missing, or it is one itself",
        action: "name a file in a folder that is there")
    }
    let resolved = try translating { try FileSystem.resolved(folder) }
    for part in ["jobs", "reports"] {
      guard let directory = tree.directory,
        let reserved = try? FileSystem.resolved(directory + "/" + part)
      else { continue }
      if resolved == reserved || resolved.hasPrefix(reserved + "/") {
        throw JobError(
          .usage, "\(file) is in \(part)/, which holds the configuration",
          action: "name a file elsewhere")
      }
    }
    return resolved == "/" ? "/" + name : resolved + "/" + name
  }
}

extension PublishedJournals {
  /// Writes everything, piece by piece.
  fileprivate func write(
    _ format: JournalFormat, title: String, counting answer: inout JournalExportAnswer,
    to sink: Session.ExportSink
  ) throws {
    var writer = JournalWriter(
      format, title: title, base: base, opened: first, accounts: accounts, remarks: remarks)
    try forEach { transaction in
      do throws(JournalProblem) { try writer.append(transaction) } catch {
        throw JobError(
          .dataBlocked, company: company, "\(error)",
          action: "run `nightclose verify`, which says what was changed")
      }
      answer.transactions += 1
      answer.postings += transaction.postings.count
      if writer.bytes.count >= Session.exportFlush {
        try Session.hand(writer.bytes, to: sink)
        writer.removeBytes()
      }
    }
    try Session.hand(writer.bytes, to: sink)
  }

  /// What the file says of its origin: which closes it shows.
  private var remarks: [String] {
    ["company \(company), base currency \(base), \(first) through \(last)"]
      + periods.map { period in
        "period \(period.record.name), \(period.run.isClosed ? "closed" : "open"), "
          + "close \(period.run.closeId)"
      }
  }
}
