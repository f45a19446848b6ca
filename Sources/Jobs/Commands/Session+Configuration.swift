import AccountingValues
import Definitions
import Extraction

extension Session {
  /// Every file in force, or the text of one.
  ///
  /// - Throws: `JobError` with exit code 64 when there is no such file.
  public func configShow(file: String? = nil, withOrigin: Bool = false) throws(JobError)
    -> CommandResult
  {
    struct Line: Encodable {
      let path: String
      let origin: String
      let text: String?
    }
    if let file {
      guard let found = tree.files[file] else {
        throw JobError(
          .usage, "there is no file \(file)", action: "`nightclose config show` lists them")
      }
      let heading = withOrigin ? "# \(found.origin): \(origin(of: found))\n" : ""
      return CommandResult(
        text: heading + found.text,
        encoding: Line(path: found.path, origin: "\(found.origin)", text: found.text))
    }
    let files = tree.paths.compactMap { tree.files[$0] }
    var table = TextTable(["file", "origin"])
    for file in files { table.add([file.path, origin(of: file)]) }
    return CommandResult(
      text: withOrigin ? table.text : tree.paths.joined(separator: "\n"),
      encoding: [
        "files": files.map { Line(path: $0.path, origin: "\($0.origin)", text: nil) }
      ])
  }

  private func origin(of file: ConfigurationTree.File) -> String {
    switch file.origin {
    case .shipped: "shipped"
    case .directory: tree.directory ?? "configured"
    }
  }

  /// What differs from the shipped configuration.
  ///
  /// - Throws: nothing; the type is that of all commands.
  public func configDiff() throws(JobError) -> CommandResult {
    struct Line: Encodable {
      let number: Int
      let isAdded: Bool
      let text: String
    }
    struct File: Encodable {
      let path: String
      let isShipped: Bool
      let lines: [Line]
    }
    let files = tree.differences.map { difference in
      File(
        path: difference.path, isShipped: difference.isShipped,
        lines: difference.lines.map {
          Line(number: $0.number, isAdded: $0.isAdded, text: $0.text)
        })
    }
    let text = files.map { file in
      ([file.isShipped ? "\(file.path) replaces the shipped file" : "\(file.path) is added"]
        + file.lines.map { "  \($0.isAdded ? "+" : "-") \($0.number): \($0.text)" })
        .joined(separator: "\n")
    }
    return CommandResult(
      text: text.isEmpty ? "everything is as shipped" : text.joined(separator: "\n"),
      encoding: ["files": files])
  }

  /// Reads every file, the adapters' SQL too, and says everything that is wrong.
  ///
  /// - Returns: exit code 78 when something is.
  /// - Throws: `JobError` for what is no mistake of the configuration.
  public func configCheck() throws(JobError) -> CommandResult {
    struct Problem: Encodable {
      let file: String
      let line: Int
      let column: Int
      let message: String
    }
    struct Verdict: Encodable {
      let directory: String?
      let problems: [Problem]
    }
    let problems = configurationProblems()
    let verdict = Verdict(
      directory: tree.directory,
      problems: problems.map {
        Problem(
          file: $0.place.file, line: $0.place.line, column: $0.place.column, message: $0.message)
      })
    guard problems.isEmpty else {
      return CommandResult(
        text: problems.map(\.description).joined(separator: "\n"), encoding: verdict,
        exitCode: .configuration)
    }
    return CommandResult(text: try configurationSummary(), encoding: verdict)
  }

  /// Everything that is wrong with the files.
  func configurationProblems() -> [ConfigurationProblem] {
    let streams = Set(StreamCatalogue.all.map(\.name))
    let configuration: Configuration
    do { configuration = try Configuration.load(tree, streams: streams) } catch {
      return error.problems
    }
    var problems: [ConfigurationProblem] = []
    for source in configuration.sources.values {
      do { _ = try SourceAdapter.load(source, from: tree) } catch let found
        as ConfigurationProblems
      { problems += found.problems } catch {
        problems.append(
          ConfigurationProblem(at: SourcePlace(file: source.folder), "\(error)"))
      }
    }
    for check in configuration.checks {
      do { _ = try AdapterSQL(scanning: check.text, file: check.path) } catch {
        let place = SourcePlace(file: error.file, line: error.line, column: error.column)
        problems.append(ConfigurationProblem(at: place, error.message))
      }
    }
    return problems.sorted()
  }

  /// One sentence about a configuration that is fine.
  func configurationSummary() throws(JobError) -> String {
    let configuration = try configuration()
    let parts = [
      counted(configuration.companies.count, "company", "companies"),
      counted(configuration.installation.connections.count, "connection"),
      counted(configuration.sources.count, "source"),
      counted(configuration.jobs.count, "job"),
      counted(configuration.reports.count, "report"),
      counted(configuration.posting.rules.count, "posting rule"),
    ]
    return "\(tree.directory ?? "shipped files only"): \(parts.joined(separator: ", "))"
  }
}
