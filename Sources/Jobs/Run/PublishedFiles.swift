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
      try FileSystem.makeDirectories(directory + "/" + company)
    }
  }

  /// Lets the account whose folder this is go on where root has written.
  func giveToOwner() throws { try FileSystem.giveToOwner(of: home) }

  /// Where a close's files are.
  func folder(_ period: FiscalPeriod, _ closeId: String) -> String {
    "\(root)/\(company)/\(period)/\(closeId.prefix(12))"
  }

  /// An empty folder to render into. Each run has its own: one that hung, and wakes up when another
  /// has taken over, must not write into the other's files.
  func stage(_ closeId: String, for owner: String) throws(JobError) -> String {
    let folder = "\(root)/\(company)/.staging-\(closeId.prefix(12))-\(owner)"
    try translating(company: company, step: "reports") {
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
      try FileSystem.writeAtomically(manifest, to: folder + "/manifest.json", mode: 0o640)
      try FileSystem.synchroniseTree(folder)
      return SHA256.digest(of: manifest).hex
    }
  }

  /// Moves a sealed folder to its place; `current` leads to it when it `isNewest`, when no later
  /// period is published.
  ///
  /// - Returns: the folder.
  func publish(
    _ staging: String, period: FiscalPeriod, closeId: String, isNewest: Bool,
    record: [String: String]
  ) throws(JobError) -> String {
    let target = folder(period, closeId)
    try translating(company: company, step: "reports") {
      let seal = CommandResult.document(record) + "\n"
      try FileSystem.writeAtomically(seal, to: staging + "/seal.json", mode: 0o640)
      try FileManager.default.createDirectory(
        atPath: "\(root)/\(company)/\(period)", withIntermediateDirectories: true)
      try place(staging, at: target)
      if isNewest || !FileSystem.exists(current) { try point(period, closeId) }
    }
    return target
  }

  /// Moves a folder to its place. What lies there already is of the same close, so it was damaged:
  /// the two change places in one step.
  private func place(_ staging: String, at target: String) throws {
    if FileSystem.exists(target) {
      try FileSystem.exchange(staging, target)
      try FileSystem.removeTree(staging)
    } else {
      try FileSystem.rename(staging, to: target, replacing: false)
    }
  }

  private var current: String { "\(root)/\(company)/current" }

  /// `current` is a link that is swapped in one step.
  private func point(_ period: FiscalPeriod, _ closeId: String) throws {
    let fresh = current + ".new"
    try FileSystem.removeTree(fresh)
    try FileManager.default.createSymbolicLink(
      atPath: fresh, withDestinationPath: destination(period, closeId))
    try FileSystem.rename(fresh, to: current, replacing: true)
  }

  private func destination(_ period: FiscalPeriod, _ closeId: String) -> String {
    "\(period)/\(closeId.prefix(12))"
  }

  /// Whether a close's files are there, unchanged, and those the chain knows.
  func areIntact(period: FiscalPeriod, closeId: String, manifest: String?) -> Bool {
    isIntact(folder(period, closeId), manifest)
  }

  private func isIntact(_ folder: String, _ manifest: String?) -> Bool {
    guard let text = try? String(contentsOfFile: folder + "/manifest.json", encoding: .utf8),
      SHA256.digest(of: text).hex == manifest,
      let digests = try? JSONDecoder().decode([String: String].self, from: Data(text.utf8))
    else { return false }
    return digests.allSatisfy { name, digest in
      (try? SHA256.digest(ofFile: folder + "/" + name).hex) == digest
    }
  }

  /// Finishes what a run left that ended between its commit and its last rename: a sealed folder
  /// with the files of the newest close moves to its place, `current` is pointed at it, and
  /// everything else that is unfinished goes.
  func finishLeftovers(of lease: CompanyLease, _ calendar: FiscalCalendar) throws(JobError) {
    let parent = "\(root)/\(company)"
    try translating(company: company, step: "reports") {
      let names = try FileSystem.list(parent)
      if let close = try lease.lastPublication() {
        let period = calendar.period(containing: close.asOf)
        let isNewest = try lease.showsNothing(after: period)
        // The run that froze a period is recorded after the one that made its files.
        let staged = names.filter { $0.hasPrefix(".staging-\(close.closeId.prefix(12))-") }
          .map { "\(parent)/\($0)" }
          .first { isIntact($0, close.manifestDigest) }
        if let staged {
          // A file that was being written when the run ended belongs to nothing.
          for name in try FileSystem.list(staged) where name.hasSuffix(".tmp") {
            try FileSystem.removeTree("\(staged)/\(name)")
          }
          _ = try publish(
            staged, period: period, closeId: close.closeId, isNewest: isNewest,
            record: ["run": "\(close.runId)", "recovered": "true"])
        } else if isNewest, FileSystem.exists(folder(period, close.closeId)),
          (try? FileSystem.linkTarget(current)) != destination(period, close.closeId)
        {
          try point(period, close.closeId)
        }
      }
      for name in names where name.hasPrefix(".staging-") || name == "current.new" {
        try FileSystem.removeTree("\(parent)/\(name)")
      }
    }
  }

  /// Where the FINAL reports of a closed period are.
  func finalFolder(_ period: FiscalPeriod, _ closeId: String) -> String {
    "\(home)/\(period)/final-\(closeId.prefix(12))"
  }

  /// Whether they are there, with all files that their manifest names, unchanged.
  func hasFinalReports(_ period: FiscalPeriod, _ closeId: String) -> Bool {
    let folder = finalFolder(period, closeId)
    return isIntact(folder, try? SHA256.digest(ofFile: folder + "/manifest.json").hex)
  }

  /// Moves the sealed FINAL reports to their place.
  ///
  /// - Returns: the folder.
  func publishFinal(
    _ staging: String, period: FiscalPeriod, closeId: String
  ) throws(JobError) -> String {
    let target = finalFolder(period, closeId)
    try translating(company: company, step: "reports") {
      try FileManager.default.createDirectory(
        atPath: "\(home)/\(period)", withIntermediateDirectories: true)
      try place(staging, at: target)
    }
    return target
  }

  /// The findings of a company whose books stay as they were, outside `current`: as CSV, and as a
  /// workbook where there is a report for it.
  ///
  /// - Returns: the folder.
  func writeFindings(
    _ findings: [ShownFinding], asOf: CivilDate, workbook: FindingsWorkbook?
  ) throws(JobError) -> String {
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
      try FileSystem.writeAtomically(contents, to: folder + "/findings.csv", mode: 0o640)
      let aside = folder + "/.workbook"
      try FileSystem.removeTree(aside)
      try FileSystem.removeTree(folder + "/findings.xlsx")
      guard let workbook else { return }
      try FileManager.default.createDirectory(atPath: aside, withIntermediateDirectories: true)
      let name = try workbook.write(findings, into: aside)
      try FileSystem.rename("\(aside)/\(name)", to: folder + "/findings.xlsx", replacing: false)
      try FileSystem.removeTree(aside)
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
