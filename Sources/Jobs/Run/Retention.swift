import AccountingValues
import Definitions
import Warehouse

/// What is kept only for some days: leaves of superseded runs, files of superseded closes. Collected
/// at the end of each run, while it holds the company; nothing that a pinned reader, a closed period
/// or a published close needs is ever touched.
struct Retention {
  /// What went, or what would go.
  struct Collected: Encodable {
    /// Runs whose tables in the warehouse are gone.
    var runs: [Int32] = []
    /// Folders of published files that are gone.
    var folders: [String] = []

    var isEmpty: Bool { runs.isEmpty && folders.isEmpty }

    /// The lines of a dry run.
    var text: String {
      var lines: [String] = []
      if !runs.isEmpty {
        lines.append(
          "\n  would remove the tables of \(runs.count == 1 ? "run" : "runs") \(runs.map(String.init).joined(separator: ", "))"
        )
      }
      return (lines + folders.map { "\n  would remove \($0)" }).joined()
    }
  }

  private let rules: InstallationDefinition.Retention
  private let clock: BusinessClock

  init(_ rules: InstallationDefinition.Retention, clock: BusinessClock) {
    self.rules = rules
    self.clock = clock
  }

  /// Collects what has been superseded for longer than is asked for.
  func collect(_ lease: CompanyLease, _ files: PublishedFiles) throws -> Collected {
    var collected = Collected()
    try files.finishRemovals()
    collected.runs = try lease.collectLeaves(
      supersededBefore: clock.moment(daysAgo: rules.supersededRunDays))
    collected.folders = try supersededFolders(lease, files)
    for folder in collected.folders { try files.remove(folder) }
    return collected
  }

  /// The same without removing anything.
  func candidates(_ lease: CompanyLease, _ files: PublishedFiles) throws -> Collected {
    Collected(
      runs: try lease.supersededRuns(before: clock.moment(daysAgo: rules.supersededRunDays)),
      folders: try supersededFolders(lease, files))
  }

  private func supersededFolders(
    _ lease: CompanyLease, _ files: PublishedFiles
  ) throws -> [String] {
    guard let days = rules.supersededFileDays else { return [] }
    return try files.superseded(
      before: clock.moment(daysAgo: days), keeping: lease.publishedCloses())
  }
}

extension BusinessClock {
  /// The moment some days before now.
  func moment(daysAgo days: Int) -> Timestamp {
    Timestamp(microsecondsSince1970: (secondsSince1970 - Int64(days) * 86_400) * 1_000_000)
  }
}
