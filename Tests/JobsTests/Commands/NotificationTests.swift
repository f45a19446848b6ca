import Foundation
import Jobs
import Platform
import TestSupport
import Testing

@Suite("Who is told how a run ended")
struct NotificationTests {
  /// A command that keeps what it is told.
  private func keeper(_ books: ScratchInstallation, occasion: String) throws -> String {
    let told = books.directory.file("told")
    try books.install(
      """
      notification:
        occasion: \(occasion)
        command: [/bin/sh, -c, "{ cat; echo $NIGHTCLOSE_JOB $NIGHTCLOSE_EXIT_CODE; } > \(told)"]
      """)
    return told
  }

  @Test("a run that fails calls the command with a summary; one that does not, stays silent")
  func failure() throws {
    let books = try ScratchInstallation()
    let told = try keeper(books, occasion: "failure")
    let (outcome, result) = try books.close()
    #expect(outcome.exitCode == 78 && result.exitCode == .configuration)
    let notice = try FileSystem.readText(told)
    #expect(
      notice.hasPrefix("nightclose nightly: 1 of 1 company not closed, exit code 78\n\nacme: "))
    #expect(notice.contains("go_live") && notice.hasSuffix("\nnightly 78\n"))
    try FileSystem.removeTree(told)
    try books.write("jobs/companies/acme.yaml", ScratchInstallation.openCompany)
    let closed = try books.close()
    #expect(closed.outcome.ending == "published", "\(closed.outcome.message)")
    #expect(!FileSystem.exists(told))
    _ = try keeper(books, occasion: "always")
    #expect(try books.close(isDryRun: true).result.exitCode == .done)
    #expect(!FileSystem.exists(told), "a dry run tells nobody")
    #expect(try books.close().outcome.ending == "identical")
    #expect(try FileSystem.readText(told).hasPrefix("nightclose nightly: 1 company closed\n"))
  }

  @Test(
    "a command that fails or hangs is told, and changes nothing of the run", .timeLimit(.minutes(2))
  )
  func broken() throws {
    let books = try ScratchInstallation()
    try books.write("jobs/companies/acme.yaml", ScratchInstallation.openCompany)
    try books.install(
      "notification: {occasion: always, command: [/bin/sh, -c, \"echo no route >&2; exit 3\"]}")
    let first = try books.close()
    #expect(first.outcome.ending == "published" && first.result.exitCode == .done)
    #expect(
      first.result.failure.hasPrefix("notification: /bin/sh failed: no route"),
      "\(first.result.failure)")
    try books.install(
      "notification: {occasion: always, command: [/bin/sleep, \"100\"], timeout_seconds: 1}")
    let second = try books.close()
    #expect(second.outcome.ending == "identical" && second.result.exitCode == .done)
    #expect(
      second.result.failure.contains("did not end within 1 seconds"), "\(second.result.failure)")
    #expect(second.outcome.closeId == first.outcome.closeId)
  }

  @Test("metrics say when a run ended and how, also after one that failed")
  func metrics() throws {
    let books = try ScratchInstallation()
    try books.install("metrics: metrics/nightclose.prom")
    let file = books.directory.file("metrics/nightclose.prom")
    try books.write("jobs/companies/acme.yaml", ScratchInstallation.openCompany)
    let unwritten = try books.close()
    #expect(unwritten.result.exitCode == .done)
    #expect(unwritten.result.failure.hasPrefix("metrics: "), "\(unwritten.result.failure)")
    try FileSystem.makeDirectories(books.directory.file("metrics"))
    _ = try books.close()
    let lines = try FileSystem.readText(file).lines
    let label = "{company=\"acme\",job=\"nightly\"}"
    #expect(lines.contains("# TYPE nightclose_last_run_timestamp_seconds gauge"))
    let success = try #require(
      lines.first { $0.hasPrefix("nightclose_last_success_timestamp_seconds\(label) 17936") })
    #expect(lines.contains("nightclose_run_exit_code\(label) 0"))
    #expect(lines.contains { $0.hasPrefix("nightclose_run_duration_seconds\(label) ") })
    #expect(
      lines.contains(
        "nightclose_rows_read{company=\"acme\",job=\"nightly\",stream=\"items\"} 2"))
    // A day later it fails.
    books.clock = BusinessClock(secondsSince1970: books.clock.secondsSince1970 + 86_400)
    try books.write("jobs/companies/acme.yaml", ScratchInstallation.company)
    #expect(try books.close().outcome.exitCode == 78)
    let after = try FileSystem.readText(file).lines
    #expect(after.contains(success))
    #expect(after.contains("nightclose_run_exit_code\(label) 78"))
    #expect(
      !after.contains { $0.hasPrefix("nightclose_last_run_timestamp_seconds\(label) 179367") })
    #expect(try FileSystem.list(books.directory.file("metrics")) == ["nightclose.prom"])
  }
}
