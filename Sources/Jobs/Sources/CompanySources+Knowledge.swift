import AccountingValues
import Definitions
import Extraction
import Warehouse

extension CompanySources {
  /// Refuses a known-at day of which the sources cannot tell what was known: rows that do not say
  /// when they were recorded are known only from the first run that observed them (ACCOUNTING §6).
  /// Figures made of today's rows would be printed as those of that day.
  ///
  /// Only rows with an accounting date count: masters are as they are now on every report, and a
  /// file is what a person gave to this run.
  ///
  /// - Parameters:
  ///   - configuration: says what the sources know about the past.
  ///   - today: the last finished day; what is known then is known.
  /// - Throws: `JobError` with exit code 64 that names the streams.
  func requireKnowledge(
    _ configuration: Configuration, today: CivilDate?
  ) throws(JobError) {
    guard let knownAt = days.knownAt, today.map({ knownAt < $0 }) ?? true else { return }
    // Only what was seen up to that day is among the observations here.
    let observed = Set(placement.past.observations.map(\.stream))
    let histories = histories(configuration)
    let unknown = StreamCatalogue.all.filter { stream in
      guard stream.rank != nil, stream.header == nil, stream.group != .control else { return false }
      switch histories[stream.name] {
      case .some(.none): return true
      case .observed: return !observed.contains(stream.name)
      case .recordedAt, nil: return false
      }
    }
    guard !unknown.isEmpty else { return }
    let isOne = unknown.count == 1
    throw JobError(
      .usage, company: company.code, step: "extract",
      "nobody can tell what was known on \(knownAt) of \(unknown.map(\.name).joined(separator: ", ")): "
        + "\(isOne ? "its" : "their") rows do not say when they were recorded, and no run had observed "
        + "\(isOne ? "it" : "them") by then",
      action:
        "leave out --known-at or choose a later day; adapters that select recorded_at and heed "
        + ":known_at say so by `history: recorded_at` in source.yaml")
  }

  /// What the sources know about the past of the streams they feed; the first that feeds one counts.
  private func histories(
    _ configuration: Configuration
  ) -> [String: SourceDefinition.Stream.History] {
    var histories: [String: SourceDefinition.Stream.History] = [:]
    for binding in company.sources {
      let wanted = binding.streams.map { Set($0.map(\.value)) }
      for (name, stream) in configuration.sources[binding.erp.value]?.streams ?? [:]
      where (wanted?.contains(name) ?? true) && histories[name] == nil && inputs.files[name] == nil
      {
        histories[name] = stream.value.history
      }
    }
    return histories
  }
}
