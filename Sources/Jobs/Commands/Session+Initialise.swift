import AccountingValues
import Definitions
import Extraction
import Foundation
import Platform

extension Session {
  /// Writes commented configuration for a company, brings the warehouse's schema up, checks
  /// everything, and names the next commands. Files that are there are kept as they are; nothing is
  /// written when the outcome would not be a configuration that can be read.
  ///
  /// - Returns: the exit code of the gravest check.
  /// - Throws: `JobError` with exit code 64 for a code or ERP that cannot be, 78 for what does not
  ///   fit the configuration that is there, 77 where the account may not write.
  public func initialise(_ setUp: CompanySetUp) throws(JobError) -> CommandResult {
    let directory = absoluteDirectory()
    let texts = try newFiles(setUp)
    try requireReadable(texts, in: directory)
    var notes: [String] = []
    for (path, text) in texts {
      let file = directory + "/" + path
      if FileSystem.exists(file) {
        notes.append("kept     \(file)")
      } else {
        try translating {
          try FileSystem.makeDirectories(FileSystem.parent(of: file) ?? "/")
          try FileSystem.writeAtomically(text, to: file)
        }
        notes.append("written  \(file)")
        if path.hasPrefix("jobs/companies/"), setUp.goLive == nil {
          notes.append(
            "         uncomment `go_live` in it: the first run needs the first day to post")
        }
      }
    }
    // The folder that, with jobs/, tells the program that this is a configuration.
    try translating { try FileSystem.makeDirectories(directory + "/reports") }
    var result = InitialisationResult(directory: directory, files: notes)
    if !setUp.writesFilesOnly { try check(directory, &result) }
    result.next = try nextCommands(setUp, in: directory)
    return result.commandResult
  }

  private func absoluteDirectory() -> String {
    let given = tree.directory ?? options.workingDirectory
    return given.hasPrefix("/") ? given : options.workingDirectory + "/" + given
  }

  private func newFiles(
    _ setUp: CompanySetUp
  ) throws(JobError) -> [(path: String, text: String)] {
    let isCode =
      !setUp.company.isEmpty
      && setUp.company.allSatisfy {
        $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0))
      }
    guard isCode else {
      throw JobError(
        .usage, "`\(setUp.company)` is no code of a company",
        action: "use letters, digits, - and _: it names folders and files")
    }
    let known = try configuration().sources
    guard let source = known[setUp.erp] else {
      throw JobError(
        .usage, "there is no ERP \(setUp.erp)",
        action: "use one of: \(known.keys.sorted().joined(separator: ", ")); or add"
          + " jobs/sources/\(setUp.erp)/source.yaml")
    }
    let company = "jobs/companies/\(setUp.company).yaml"
    if tree.text(company) == nil {
      try require(setUp.baseCurrency ?? source.currency?.code, "--base-currency", setUp)
      try require(setUp.timeZone ?? source.timeZone?.value, "--time-zone", setUp)
    }
    let adapter = try translating { try SourceAdapter.load(source, from: tree) }
    let text = CompanySetUpText(
      setUp: setUp,
      hasTenants: adapter.queries.values.contains { $0.parameters.contains(.company) },
      sourceCurrency: source.currency?.code, sourceTimeZone: source.timeZone?.value)
    return [("jobs/nightclose.yaml", text.installation), (company, text.company)]
  }

  private func require(
    _ value: String?, _ option: String, _ setUp: CompanySetUp
  ) throws(JobError) {
    if value != nil { return }
    throw JobError(
      .usage, "jobs/sources/\(setUp.erp)/source.yaml does not say what \(option) would",
      action: "add \(option) to the command")
  }

  /// Reads the configuration as it would be.
  private func requireReadable(
    _ texts: [(path: String, text: String)], in directory: String
  ) throws(JobError) {
    var configured = tree.files.values.filter { $0.origin == .directory }
      .reduce(into: [String: String]()) { $0[$1.path] = $1.text }
    for (path, text) in texts where configured[path] == nil { configured[path] = text }
    let future = ConfigurationTree(configured: configured, directory: directory)
    _ = try translating {
      try Configuration.load(future, streams: Set(StreamCatalogue.all.map(\.name)))
    }
  }

  /// Migrates and looks at everything with the files as they are now.
  private func check(
    _ directory: String, _ result: inout InitialisationResult
  ) throws(JobError) {
    var options = options
    options.configDirectory = directory
    let session = try Session(options)
    do throws(JobError) {
      result.migration = try session.migrate().text
    } catch {
      result.migration = "warehouse: \(error.message) → \(error.action)"
      result.exitCode = error.exitCode
    }
    let checks: CommandResult
    do throws(JobError) { checks = try session.doctor() } catch {
      try? session.end()
      throw error
    }
    try session.end()
    result.checks = checks.text
    result.exitCode = result.exitCode.graver(checks.exitCode)
  }

  /// What to call next: with the folder where the program would not find it by itself, and as the
  /// account that the state folder belongs to, for whom root's files would be in the way.
  private func nextCommands(
    _ setUp: CompanySetUp, in directory: String
  ) throws(JobError) -> [String] {
    let found = ConfigurationTree.directory(
      given: nil, workingDirectory: options.workingDirectory)
    let folder = found == directory ? "" : " --config-dir \(directory)"
    let program = try stateOwner(of: directory).map { "runuser -u \($0) -- nightclose" }
    let company = " --company \(setUp.company)"
    let commands =
      setUp.writesFilesOnly
      ? ["migrate", "doctor", "run nightly"]
      : ["sources check\(company)", "run nightly\(company)", "status"]
    return commands.map { "\(program ?? "nightclose") \($0)\(folder)" }
  }

  /// The account of the state folder, where that is not root and root is at work.
  private func stateOwner(of directory: String) throws(JobError) -> String? {
    guard Account.current.user == 0 else { return nil }
    var options = options
    options.configDirectory = directory
    let state = try Session(options).stateDirectory()
    let attributes = try? FileManager.default.attributesOfItem(atPath: state)
    guard let owner = attributes?[.ownerAccountName] as? String, owner != Account.current.name
    else { return nil }
    return owner
  }
}

/// What `init` did.
private struct InitialisationResult: Encodable {
  let directory: String
  let files: [String]
  var migration: String?
  var checks: String?
  var next: [String] = []
  var exitCode = ExitCode.done

  init(directory: String, files: [String]) {
    self.directory = directory
    self.files = files
  }

  private enum CodingKeys: String, CodingKey {
    case directory, files, migration, checks, next
  }

  var commandResult: CommandResult {
    let parts = files + [migration, checks].compactMap { $0 } + ["next:"] + next.map { "  " + $0 }
    return CommandResult(
      text: parts.joined(separator: "\n"), encoding: self, exitCode: exitCode)
  }
}
