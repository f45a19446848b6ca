import Foundation
import Platform

/// The file of Prometheus' textfile collector: one gauge per fact, for every company and job that has
/// ever run here. What former runs said is kept in the state directory, so that a run of one company
/// leaves the others' gauges as they are.
struct MetricsFile {
  /// The last run of a job for a company.
  private struct Series: Codable {
    var company: String
    var job: String
    var lastRun: Int64
    var lastSuccess: Int64?
    var seconds: Double
    var exitCode: Int32
    var rows: [String: Int64]
    var findings: [String: Int]
  }

  private let path: String
  private let memory: String

  /// - Parameters:
  ///   - path: the file that Prometheus reads.
  ///   - state: the state directory.
  init(path: String, state: String) {
    self.path = path
    memory = state + "/metrics.json"
  }

  /// Notes how runs ended and writes the file anew, in one step.
  ///
  /// - Parameters:
  ///   - outcomes: the runs.
  ///   - job: the job they were of.
  ///   - clock: when the first of them began.
  ///   - companies: those that are configured; others are forgotten.
  /// - Throws: `PlatformError` for a file that cannot be written.
  func record(
    _ outcomes: [RunOutcome], job: String, at clock: BusinessClock, companies: Set<String>
  ) throws {
    // Companies may run in processes of their own.
    let lock = try FileLock.wait(memory + ".lock", seconds: 30)
    try lock.holding { () throws(PlatformError) in
      var known = remembered().filter { companies.contains($0.company) }
      // The clock was read when the first of them began.
      var elapsed = 0.0
      for outcome in outcomes {
        elapsed += outcome.seconds
        let ended = clock.secondsSince1970 + Int64(elapsed)
        let former = known.first { $0.company == outcome.company && $0.job == job }
        known.removeAll { $0.company == outcome.company && $0.job == job }
        known.append(
          Series(
            company: outcome.company, job: job, lastRun: ended,
            lastSuccess: outcome.exitCode == 0 ? ended : former?.lastSuccess,
            seconds: outcome.seconds, exitCode: outcome.exitCode, rows: outcome.rows,
            findings: outcome.findings))
      }
      known.sort { ($0.company, $0.job) < ($1.company, $1.job) }
      try FileSystem.writeAtomically(CommandResult.document(known) + "\n", to: memory)
      try FileSystem.writeAtomically(Self.text(known), to: path)
    }
  }

  /// What former runs left; nothing where the file is missing or of another form.
  private func remembered() -> [Series] {
    guard let data = FileManager.default.contents(atPath: memory) else { return [] }
    return (try? JSONDecoder().decode([Series].self, from: data)) ?? []
  }

  // MARK: Text

  private static func text(_ series: [Series]) -> String {
    var text = ""
    func gauge(
      _ name: String, _ help: String, _ samples: (Series) -> [(labels: [(String, String)], String)]
    ) {
      text += "# HELP nightclose_\(name) \(help)\n# TYPE nightclose_\(name) gauge\n"
      for one in series {
        for sample in samples(one) {
          let labels = [("company", one.company), ("job", one.job)] + sample.labels
          let shown = labels.map { "\($0)=\"\(escaped($1))\"" }.joined(separator: ",")
          text += "nightclose_\(name){\(shown)} \(sample.1)\n"
        }
      }
    }
    gauge("last_run_timestamp_seconds", "When the last run ended.") { [([], "\($0.lastRun)")] }
    gauge("last_success_timestamp_seconds", "When the last run with exit code 0 ended.") {
      $0.lastSuccess.map { [([], "\($0)")] } ?? []
    }
    gauge("run_duration_seconds", "How long the last run took.") {
      [([], String(format: "%.3f", $0.seconds))]
    }
    gauge("run_exit_code", "The exit code of the last run.") { [([], "\($0.exitCode)")] }
    gauge("rows_read", "Rows the last run read, by stream.") { one in
      one.rows.sorted { $0.key < $1.key }.map { ([("stream", $0.key)], "\($0.value)") }
    }
    gauge("findings", "Findings of the last run, by code.") { one in
      one.findings.sorted { $0.key < $1.key }.map { ([("code", $0.key)], "\($0.value)") }
    }
    return text
  }

  private static func escaped(_ label: String) -> String {
    label.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"")
      .replacingOccurrences(of: "\n", with: "\\n")
  }
}
