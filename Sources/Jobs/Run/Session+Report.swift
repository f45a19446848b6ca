import AccountingValues
import Definitions
import Foundation
import PostgresClient
import Reporting
import Tables
import Warehouse

/// What `nightclose report` is asked to do.
public struct ReportRequest: Sendable {
  /// A report's name, a pack's name, or `all`.
  public var name: String
  /// Codes of the companies wanted; all if empty.
  public var companies: [String]
  /// The period, `2026-10` or `2026-P03`; the latest published one if `nil`.
  public var period: String?
  /// `xlsx`, `csv`, `html`; those that runs write of each report if empty.
  public var formats: [String]
  /// The folder to write to; the working directory if `nil`.
  public var folder: String?

  /// A request from its parts.
  public init(
    name: String, companies: [String] = [], period: String? = nil, formats: [String],
    folder: String? = nil
  ) {
    self.name = name
    self.companies = companies
    self.period = period
    self.formats = formats
    self.folder = folder
  }
}

extension Session {
  /// Writes reports of a published close again, from the warehouse as it stands.
  ///
  /// - Parameter request: what to write, and where.
  /// - Returns: the paths of the files, one per line.
  /// - Throws: `JobError` for an unknown report, company, period or format, or nothing published.
  public func report(_ request: ReportRequest) throws(JobError) -> CommandResult {
    let configuration = try configuration()
    let names = try reportNames(request.name, configuration)
    let formats =
      request.formats.isEmpty ? nil : try ReportRenderer.Format.named(request.formats)
    for code in request.companies where configuration.company(code) == nil {
      throw JobError(
        .usage, "there is no company \(code)",
        action: "use one of: \(configuration.companies.map(\.code).joined(separator: ", "))")
    }
    var paths: [String] = []
    for company in configuration.companies
    where request.companies.isEmpty || request.companies.contains(company.code) {
      paths += try report(names, formats, request, company, configuration)
    }
    return CommandResult(text: paths.joined(separator: "\n"), encoding: paths)
  }

  private func reportNames(
    _ name: String, _ configuration: Configuration
  ) throws(JobError) -> [String] {
    if name == "all" { return configuration.reports.keys.sorted() }
    if let pack = configuration.packs[name] { return pack.reports }
    guard configuration.reports[name] != nil else {
      throw JobError(
        .usage, "there is no report \(name)",
        action: "use all, or one of: "
          + (configuration.reports.keys.sorted() + configuration.packs.keys.sorted())
          .joined(separator: ", "))
    }
    return [name]
  }

  private func report(
    _ names: [String], _ formats: Set<ReportRenderer.Format>?, _ request: ReportRequest,
    _ company: CompanyDefinition, _ configuration: Configuration
  ) throws(JobError) -> [String] {
    let warehouse = try warehouseOptions()
    let folder = options.typed(request.folder ?? ".")
    return try translating(company: company.code, step: "report") {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      let place = URL(filePath: folder).resolvingSymlinksInPath().path(percentEncoded: false)
      let reader = try PinnedReader(warehouse, company: company.code)
      defer { reader.end() }
      let period = try publishedPeriod(request.period, company, reader)
      let run = reader.runs[period.id] ?? 0
      let state = try PublishedRun(run: run, period: period, reader: reader.datasets)
      let checks = try PublishedChecks(run: run, period: period, reader: reader.datasets)
      let faces = ReportFaces(
        company: company, configuration: configuration, period: period, asOf: state.asOf,
        dataThrough: state.dataThrough, closeId: state.closeId, isFinal: state.isClosed,
        accepted: checks.accepted)
      let set = ReportSet(session: self, configuration: configuration)
      let files = try set.render(
        names, formats: formats, faces: faces, into: folder, tieOuts: checks.tieOuts,
        leaf: PublishedLeaf(period: period.id, run: run, isFrozen: state.isClosed),
        reader: reader.datasets)
      return files.map { place + "/" + $0.name }
    }
  }

  private func publishedPeriod(
    _ name: String?, _ company: CompanyDefinition, _ reader: PinnedReader
  ) throws(JobError) -> FiscalPeriod {
    if let name {
      guard let period = company.calendar.period(named: name), reader.runs[period.id] != nil else {
        throw JobError(
          .usage, company: company.code, "nothing is published for period \(name)",
          action: "look at `nightclose period list`")
      }
      return period
    }
    guard let last = reader.runs.keys.max(), let year = FiscalPeriod.parts(ofId: last) else {
      throw JobError(
        .usage, company: company.code, "nothing is published yet",
        action: "run `nightclose run nightly`")
    }
    let text = "\(year.fiscalYear)-P" + (year.number < 10 ? "0" : "") + "\(year.number)"
    guard let period = company.calendar.period(named: text) else {
      accountingFault("period \(text) is not of the company's calendar")
    }
    return period
  }
}

extension FiscalPeriod {
  /// The parts of a period's id, `fiscalYear × 100 + number`.
  fileprivate static func parts(ofId id: Int32) -> (fiscalYear: Int, number: Int)? {
    id > 100 ? (Int(id) / 100, Int(id) % 100) : nil
  }
}
