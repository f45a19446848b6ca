import AccountingValues
import Foundation
import Platform
import Warehouse

/// The published files of one company: `<output>/<company>/<period>/<close id, 12>/`, with `current`
/// beside it. Files are rendered aside, flushed, and renamed into place after the commit; the next
/// run finishes what a crash left behind. Published files are never modified.
struct PublishedFiles {
  private let root: String
  private let company: String
  /// The company's folder.
  var home: String { "\(root)/\(company)" }

  init(session: Session, company: String) throws(JobError) {
    root = try session.outputDirectory()
    self.company = company
    let directory = root
    for inner in ["/jobs", "/reports"] where directory.hasSuffix(inner) {
      throw JobError(
        .configuration, company: company,
        "the output folder \(directory) is part of the configuration",
        action: "choose another `output` in jobs/nightclose.yaml")
    }
    try translating(company: company, step: "reports") {
      try FileManager.default.createDirectory(
        atPath: directory + "/" + company, withIntermediateDirectories: true)
    }
  }

  /// Where a close's files are.
  func folder(_ period: FiscalPeriod, _ closeId: String) -> String {
    "\(root)/\(company)/\(period)/\(closeId.prefix(12))"
  }

  private func staging(_ closeId: String) -> String {
    "\(root)/\(company)/.staging-\(closeId.prefix(12))"
  }

  /// An empty folder to render into; what an earlier attempt left there is removed.
  func stage(_ closeId: String) throws(JobError) -> String {
    let folder = staging(closeId)
    try translating(company: company, step: "reports") {
      try? FileManager.default.removeItem(atPath: folder)
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    return folder
  }

  /// Writes `manifest.json`, the digests of all files by name, and flushes everything.
  ///
  /// - Returns: the digest of the manifest, which the audit chain holds.
  func seal(_ folder: String) throws(JobError) -> String {
    try translating(company: company, step: "reports") {
      let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      var digests: [String: String] = [:]
      for name in names where name != "manifest.json" {
        digests[name] = try SHA256.digest(ofFile: folder + "/" + name).hex
      }
      let manifest = CommandResult.document(digests) + "\n"
      try FileSystem.writeAtomically(manifest, to: folder + "/manifest.json")
      try FileSystem.synchroniseTree(folder)
      return SHA256.digest(of: manifest).hex
    }
  }

  /// Moves a sealed folder to its place and points `current` at it.
  ///
  /// - Returns: the folder.
  func publish(
    _ staging: String, period: FiscalPeriod, closeId: String, record: [String: String]
  ) throws(JobError) -> String {
    let target = folder(period, closeId)
    try translating(company: company, step: "reports") {
      let seal = CommandResult.document(record) + "\n"
      try FileSystem.writeAtomically(seal, to: staging + "/seal.json")
      try FileManager.default.createDirectory(
        atPath: "\(root)/\(company)/\(period)", withIntermediateDirectories: true)
      if FileSystem.exists(target) { try FileManager.default.removeItem(atPath: target) }
      try FileSystem.rename(staging, to: target, replacing: false)
      try point(period, closeId)
    }
    return target
  }

  /// `current` is a link that is swapped in one step.
  private func point(_ period: FiscalPeriod, _ closeId: String) throws {
    let link = "\(root)/\(company)/current"
    let fresh = link + ".new"
    try? FileManager.default.removeItem(atPath: fresh)
    try FileManager.default.createSymbolicLink(
      atPath: fresh, withDestinationPath: "\(period)/\(closeId.prefix(12))")
    try FileSystem.rename(fresh, to: link, replacing: true)
  }

  /// Whether a close's files are there, unchanged, and those the chain knows.
  func areIntact(period: FiscalPeriod, closeId: String, manifest: String?) -> Bool {
    let folder = folder(period, closeId)
    guard let text = try? String(contentsOfFile: folder + "/manifest.json", encoding: .utf8),
      SHA256.digest(of: text).hex == manifest,
      let digests = try? JSONDecoder().decode([String: String].self, from: Data(text.utf8))
    else { return false }
    return digests.allSatisfy { name, digest in
      (try? SHA256.digest(ofFile: folder + "/" + name).hex) == digest
    }
  }

  /// Finishes what a crash between commit and rename left: a sealed folder whose manifest the
  /// current close names moves to its place, every other one goes.
  func finishLeftovers(of lease: CompanyLease) throws(JobError) {
    let parent = "\(root)/\(company)"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
    let staged = names.filter { $0.hasPrefix(".staging-") }.sorted()
    guard !staged.isEmpty else { return }
    try translating(company: company, step: "reports") {
      let current = try lease.currentClose()
      let period = try lease.periods().last { $0.currentRun != nil }?.period
      for name in staged {
        let folder = parent + "/" + name
        let text = try? String(contentsOfFile: folder + "/manifest.json", encoding: .utf8)
        if let current, let period, let text,
          SHA256.digest(of: text).hex == current.manifestDigest,
          current.closeId.hasPrefix(name.dropFirst(".staging-".count))
        {
          _ = try publish(
            folder, period: period, closeId: current.closeId,
            record: ["run": "\(current.runId)", "recovered": "true"])
        } else {
          try FileManager.default.removeItem(atPath: folder)
        }
      }
    }
  }

  /// The findings of a company whose books stay as they were, outside `current`.
  ///
  /// - Returns: the folder.
  func writeFindings(_ findings: [ShownFinding], asOf: CivilDate) throws(JobError) -> String {
    let folder = "\(root)/\(company)/findings/\(asOf)"
    var text = "code,severity,origin,key,document,amount,currency,message,action,accepted\r\n"
    for shown in findings {
      let finding = shown.finding
      let fields = [
        finding.code, finding.severity.rawValue, finding.origin, finding.key, finding.document,
        finding.amount?.amountText ?? "", finding.amount?.currency.code ?? "", finding.message,
        finding.action, shown.accepted,
      ]
      text += fields.map(Self.field).joined(separator: ",") + "\r\n"
    }
    let contents = text
    try translating(company: company, step: "reports") {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try FileSystem.writeAtomically(contents, to: folder + "/findings.csv")
    }
    return folder
  }

  /// RFC 4180; text that a spreadsheet would take for a formula gets an apostrophe.
  private static func field(_ text: String) -> String {
    let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
    let isNumber = (try? ExactDecimal(parsing: text)) != nil
    let safe = isFormula && !isNumber ? "'" + text : text
    guard safe.contains(where: { ",\"\r\n".contains($0) }) else { return safe }
    return "\"" + safe.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }
}
