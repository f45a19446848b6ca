import AccountingValues
import Definitions
import Extraction
import Foundation

/// The CSV inputs of a company: one file per stream, in `jobs/companies/<code>/data/` and in the
/// folder its `inputs` names. A file takes the place of what an adapter says of its stream.
struct CompanyInputs {
  /// One file.
  struct File {
    let contract: StreamContract
    /// Where it is on this machine.
    let path: String
    /// How findings and lists name it: `data/budgets.csv`, or below `inputs` as that is written.
    let name: String
  }

  /// The files, by stream.
  private(set) var files: [String: File] = [:]
  /// Files that are named like no stream, which nobody reads.
  private(set) var strangers: [String] = []

  /// Looks into both folders; reads no file.
  ///
  /// - Throws: `JobError` with exit code 78 when the folder of `inputs` is not there, or both
  ///   folders have a file for one stream.
  init(of company: CompanyDefinition, in session: Session) throws(JobError) {
    if let directory = session.tree.directory {
      let data = session.absolute(directory) + "/jobs/companies/\(company.code)/data"
      if let names = try? FileManager.default.contentsOfDirectory(atPath: data) {
        try add(names, below: data, shownAs: "data", company)
      }
    }
    guard let inputs = company.inputs else { return }
    let folder = session.absolute(inputs)
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      throw JobError(
        .configuration, company: company.code, "the folder \(folder) of `inputs` cannot be read",
        action: "make or mount it, or correct `inputs` in jobs/companies/\(company.code).yaml")
    }
    try add(names, below: folder, shownAs: inputs, company)
  }

  /// The files in the order of their streams' names.
  var sorted: [File] { files.values.sorted { $0.contract.name < $1.contract.name } }

  /// What is wrong with the folders themselves.
  var findings: [Finding] {
    strangers.map {
      Finding(
        code: "SRC-019", severity: .warning, origin: $0, message: "No stream has this name.",
        action: "Name the file like its stream (`nightclose sources list`), or remove it.")
    }
  }

  private mutating func add(
    _ names: [String], below folder: String, shownAs shown: String, _ company: CompanyDefinition
  ) throws(JobError) {
    for name in names.sorted() where name.hasSuffix(".csv") && !name.hasPrefix(".") {
      let stream = String(name.dropLast(".csv".count))
      guard let contract = StreamCatalogue.contract(named: stream) else {
        strangers.append("\(shown)/\(name)")
        continue
      }
      if let other = files[stream] {
        throw JobError(
          .configuration, company: company.code,
          "both \(other.name) and \(shown)/\(name) are inputs of \(stream)",
          action: "keep one of them: a stream comes from one place")
      }
      files[stream] = File(
        contract: contract, path: folder + "/" + name, name: "\(shown)/\(name)")
    }
  }
}

extension CompanyInputs.File {
  /// A reader of the file's rows.
  ///
  /// - Throws: `JobError` with exit code 78 for a file that is no UTF-8 text.
  func reader(
    _ request: ReadRequest, digest: (any InputDigest)? = nil
  ) throws -> StreamReader {
    guard let data = FileManager.default.contents(atPath: path),
      let text = String(data: data, encoding: .utf8)
    else {
      throw JobError(
        .configuration, "\(path) cannot be read as UTF-8 text",
        action: "check the file and its permissions")
    }
    return try CSVStream.reader(
      contract, from: CSVReader(file: name, text: text), request, digest: digest)
  }
}
