public import Definitions

extension SourceAdapter {
  /// Reads the files of a source's streams from the configuration.
  ///
  /// - Parameters:
  ///   - source: the source's definition.
  ///   - tree: the configuration that holds its SQL.
  ///   - streams: the streams wanted; all the source feeds if `nil`.
  /// - Returns: the scanned queries.
  /// - Throws: `ConfigurationProblems` with everything that is wrong: a stream that does not exist,
  ///   a file that is missing, SQL that is not one SELECT.
  public static func load(
    _ source: SourceDefinition, from tree: ConfigurationTree, streams: Set<String>? = nil
  ) throws -> SourceAdapter {
    var problems: [ConfigurationProblem] = []
    var queries: [String: AdapterSQL] = [:]
    for (name, stream) in source.streams where streams?.contains(name) ?? true {
      switch query(name, stream, from: tree) {
      case .success(let query): queries[name] = query
      case .failure(let unusable): problems.append(unusable.problem)
      }
    }
    for missing in source.missing
    where StreamCatalogue.contract(named: missing.stream.value) == nil {
      problems.append(unknown(missing.stream))
    }
    if !problems.isEmpty { throw ConfigurationProblems(problems) }
    return SourceAdapter(erp: source.erp, queries: queries)
  }

  private struct Unusable: Error { let problem: ConfigurationProblem }

  private static func query(
    _ name: String, _ stream: Placed<SourceDefinition.Stream>, from tree: ConfigurationTree
  ) -> Result<AdapterSQL, Unusable> {
    func unusable(_ message: String, at place: SourcePlace) -> Result<AdapterSQL, Unusable> {
      .failure(Unusable(problem: ConfigurationProblem(at: place, message)))
    }
    guard StreamCatalogue.contract(named: name) != nil else {
      return .failure(Unusable(problem: unknown(Placed(name, at: stream.place))))
    }
    let path = stream.value.sqlPath
    guard let text = tree.text(path) else {
      return unusable("there is no file \(path)", at: stream.place)
    }
    do { return .success(try AdapterSQL(scanning: text, file: path)) } catch {
      return unusable(
        error.message, at: SourcePlace(file: error.file, line: error.line, column: error.column))
    }
  }

  private static func unknown(_ stream: Placed<String>) -> ConfigurationProblem {
    ConfigurationProblem(
      at: stream.place,
      "there is no stream `\(stream.value)`; `nightclose sources list` prints their names")
  }
}
