public import AccountingValues
import Definitions
import Foundation
import Inventory
import Platform
import PostgresClient
import Reporting
import Tables
import Warehouse

/// What `nightclose what-if costing` is asked.
public struct CostingQuestion: Sendable {
  /// Names of costing methods.
  public var methods: [String]
  /// Codes of the companies wanted; all if empty.
  public var companies: [String]
  /// The last day that counts; the pinned or last finished day if `nil`.
  public var asOf: CivilDate?
  /// The folder to write files to; none are written if `nil`.
  public var folder: String?
  /// `xlsx`, `csv`, `html`.
  public var formats: [String]

  /// A question from its parts.
  public init(
    methods: [String], companies: [String] = [], asOf: CivilDate? = nil, folder: String? = nil,
    formats: [String] = ["xlsx", "csv"]
  ) {
    self.methods = methods
    self.companies = companies
    self.asOf = asOf
    self.folder = folder
    self.formats = formats
  }
}

extension Session {
  /// Says what stock, cost of sales and margin would be by other costing methods, from the rows that
  /// a run would read now. It publishes and records nothing and keeps no run from its work.
  ///
  /// - Returns: a table per company, and the paths of the files. The exit code is 65 where findings
  ///   would keep the company from being published: what they hold is not in the figures.
  /// - Throws: `JobError` for an unknown method, company or format.
  public func whatIfCosting(_ question: CostingQuestion) throws(JobError) -> CommandResult {
    let methods = try methods(question.methods)
    let formats = try ReportRenderer.Format.named(question.formats)
    let configuration = try configuration()
    var answers: [CostingAnswer] = []
    var texts: [String] = []
    var failures: [String] = []
    var code = ExitCode.done
    for company in try companies(question.companies) {
      do throws(JobError) {
        let run = try CompanyRun(
          session: self, company, configuration,
          RunRequest(job: "what-if", companies: [company.code], asOf: question.asOf, isDryRun: true)
        )
        let answer = try run.whatIf(
          methods, formats, folder: question.folder.map(options.typed))
        answers.append(answer)
        texts.append(answer.text)
        guard answer.blockingFindings > 0 else { continue }
        code = code.graver(.dataBlocked)
        failures.append(
          "\(company.code): \(counted(answer.blockingFindings, "finding")) would keep this from being "
            + "published, and what they hold is not in the figures\n  → mend them as "
            + "`nightclose run nightly --dry-run` tells")
      } catch {
        let failure = failed(company, error)
        code = code.graver(ExitCode(rawValue: failure.exitCode) ?? .internalError)
        failures.append(failure.message)
      }
    }
    return CommandResult(
      text: texts.joined(separator: "\n\n"), encoding: answers,
      failure: failures.joined(separator: "\n"), exitCode: code)
  }

  private func methods(_ names: [String]) throws(JobError) -> [CostingMethod] {
    let possible = CostingMethod.allCases.filter { $0 != .specific }
    var methods: [CostingMethod] = []
    for name in names {
      guard let method = CostingMethod(rawValue: name), method != .specific else {
        throw JobError(
          .usage,
          name == "specific"
            ? "specific costs lots one by one, which goods without lots cannot be"
            : "there is no costing method \(name)",
          action: "use \(possible.map(\.rawValue).joined(separator: ", ")), with commas")
      }
      if !methods.contains(method) { methods.append(method) }
    }
    guard !methods.isEmpty else {
      throw JobError(
        .usage, "no costing method is asked for",
        action: "say --method with one of \(possible.map(\.rawValue).joined(separator: ", "))")
    }
    return methods
  }
}

extension ReportRenderer.Format {
  /// The formats of these names.
  ///
  /// - Throws: `JobError` with exit code 64 for a name that is none.
  static func named(_ names: [String]) throws(JobError) -> Set<ReportRenderer.Format> {
    var formats: Set<ReportRenderer.Format> = []
    for name in names {
      guard let format = ReportRenderer.Format(rawValue: name) else {
        throw JobError(
          .usage, "there is no format \(name)", action: "use xlsx, csv or html, with commas")
      }
      formats.insert(format)
    }
    return formats
  }
}

/// What one company's costing would be, as JSON.
struct CostingAnswer: Encodable {
  struct Line: Encodable {
    let method: String
    let item: String?
    let costedBy: String?
    let quantity: String?
    let stock: String
    let revenue: String
    let costOfSales: String
    let margin: String
    let otherCost: String
    let remark: String?
  }

  let company: String
  let asOf: String
  let from: String
  let currency: String
  let blockingFindings: Int
  let totals: [Line]
  let items: [Line]
  let files: [String]
  let text: String

  private enum CodingKeys: String, CodingKey {
    case company, asOf, from, currency, blockingFindings, totals, items, files
  }
}

// MARK: - One company

extension CompanyRun {
  /// Computes the company's close, then its stock by each method.
  func whatIf(
    _ methods: [CostingMethod], _ formats: Set<ReportRenderer.Format>, folder: String?
  ) throws(JobError) -> CostingAnswer {
    try withPublished { published throws(JobError) in
      let books = try published.map { reader throws(JobError) in
        try openBooks(from: reader.company)
      }
      let past = books?.past ?? PastRows(firstOpenDay: goLive)
      let rules = books?.rules ?? FiledRules(today: todaysRules)
      step("extract", "as of \(asOf)")
      let sources = try openSources(past)
      defer { sources.close() }
      let close = try companyClose(sources, rules.byDay, filedUntil: past.firstOpenDay)
      let result = try close.run { step($0) }
      try sources.requireRows()
      let accepted = AcceptedFindings(
        configuration.accepted[company.code] ?? [], company: company.code, asOf: asOf)
      let findings = try accepted.applied(to: result.findings + sources.allFindings())
      step("what-if", methods.map(\.rawValue).joined(separator: ", "))
      let comparison = CostingComparison(of: close, result, by: methods)
      let files = try folder.map { folder throws(JobError) in
        try write(comparison, formats, into: folder, sources, findings)
      }
      return CostingAnswer(
        comparison, self, files: files ?? [],
        blocking: findings.filter { $0.finding.severity == .error }.count)
    }
  }

  /// The published state of the company, pinned for as long as `body` takes; `nil` for a company that
  /// was never closed.
  func withPublished<Answer>(
    _ body: (PinnedReader?) throws(JobError) -> Answer
  ) throws(JobError) -> Answer {
    let warehouse = try session.warehouseOptions()
    try session.requireWarehouseDatabase()
    let reader = try translating(company: company.code) {
      try PinnedReader.ofRecorded(company.code, warehouse)
    }
    defer { reader?.end() }
    return try body(reader)
  }

  private func write(
    _ comparison: CostingComparison, _ formats: Set<ReportRenderer.Format>, into folder: String,
    _ sources: CompanySources, _ findings: [ShownFinding]
  ) throws(JobError) -> [String] {
    let tieOuts = comparison.scenarios.map { scenario in
      TieOut(
        name: "what_if_stock", subject: scenario.name, currency: comparison.base,
        expectedMinor: scenario.changesMinor, actualMinor: scenario.total.stockMinor)
    }
    return try writeComputed(
      "what_if_costing", formats, into: folder, sources, findings, tieOuts: tieOuts
    ) { comparison.table($0.dataset, $0.columns.map(\.column)) }
  }

  /// Writes a report whose rows this run has computed.
  ///
  /// - Returns: the paths of the files.
  func writeComputed(
    _ name: String, _ formats: Set<ReportRenderer.Format>, into folder: String,
    _ sources: CompanySources, _ findings: [ShownFinding], tieOuts: [TieOut],
    rows: (SheetDefinition) -> Table
  ) throws(JobError) -> [String] {
    guard let report = configuration.computedReports[name] else {
      throw JobError(
        .configuration, "there is no reports/computed/\(name).yaml",
        action: "put it back, or remove yours so that the shipped one counts")
    }
    return try translating(company: company.code, step: "report") {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let place = URL(filePath: folder).resolvingSymlinksInPath().path(percentEncoded: false)
      var face = ReportFaces(
        company: company, configuration: configuration, period: lastPeriod, asOf: asOf,
        dataThrough: sources.dataThrough, closeId: identity(of: name, sources), isFinal: false,
        accepted: findings.compactMap(\.onFace)
      ).face(of: report)
      face.standing = .unpublished
      let set = ReportSet(session: session, configuration: configuration)
      let renderer = ReportRenderer(
        report, face: face, formats: formats,
        pageTemplate: formats.contains(.html) ? try set.pageTemplate() : nil)
      let files = try renderer.render(
        into: folder, tieOut: try Reporting.TieOut.table(tieOuts.map(\.shown))
      ) { rows($0).source() }
      return files.map { place + "/" + $0.name }
    }
  }
}

extension CompanyRun {
  /// Names what was computed from these rows, days and rules.
  private func identity(of name: String, _ sources: CompanySources) -> String {
    let digest = SHA256()
    for word in [name, company.code, configurationDigest, "\(asOf)"] {
      digest.update(word + "\u{1F}")
    }
    for (stream, value) in sources.digests.sorted(by: { $0.key < $1.key }) {
      digest.update("\(stream) \(value)\u{1F}")
    }
    return digest.digest().hex
  }
}

extension CostingAnswer {
  fileprivate init(
    _ comparison: CostingComparison, _ run: CompanyRun, files: [String], blocking: Int
  ) {
    func line(
      _ scenario: CostingComparison.Scenario, _ item: Int32?, _ own: CostingComparison.Figures,
      _ revenue: Int64
    ) -> Line {
      func money(_ minor: Int64) -> String {
        Money(minor: minor, in: comparison.base).amountText
      }
      let remark = item == nil ? comparison.remarks(scenario) : ""
      return Line(
        method: scenario.name, item: item.map { comparison.masters.items[$0].number },
        costedBy: item.flatMap { scenario.applied[$0]?.rawValue },
        quantity: item.map { _ in Quantity(micros: own.quantityMicros).description },
        stock: money(own.stockMinor), revenue: money(revenue),
        costOfSales: money(own.costOfSalesMinor), margin: money(revenue - own.costOfSalesMinor),
        otherCost: money(own.otherCostMinor), remark: remark.isEmpty ? nil : remark)
    }
    company = run.company.code
    asOf = run.asOf.description
    from = comparison.span.first.description
    currency = comparison.base.code
    blockingFindings = blocking
    totals = comparison.scenarios.map { line($0, nil, $0.total, comparison.revenue) }
    items = comparison.items.flatMap { item in
      comparison.scenarios.map {
        line(
          $0, item, $0.byItem[item] ?? .init(), comparison.revenueByItem[item] ?? 0)
      }
    }
    self.files = files
    text =
      "\(run.company.code): \(counted(comparison.items.count, "item")) costed otherwise, from "
      + "\(comparison.span.first) to \(run.asOf), in \(comparison.base); nothing is published\n\n"
      + comparison.text
      + (files.isEmpty ? "" : "\n\n" + files.joined(separator: "\n"))
  }
}
