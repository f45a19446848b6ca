import Platform
import TestSupport
import Testing

@testable import Jobs

/// A source of several companies is read for one of them, and that one must be there.
@Suite("Companies that share a source")
struct TenantTests {
  @Test(
    "A company without rows is not published",
    arguments: [
      (", tenant: ALPINE", "has no row of tenant \"ALPINE\""), ("", "no `tenant` says which one"),
    ])
  func nobody(tenant: String, words: String) throws {
    let books = try SampleBooks(source: try SampleBooks.source())
    let path = books.directory.file("jobs/companies/alpin.yaml")
    let text = try FileSystem.readText(path)
    let changed = text.replacing(", tenant: ALPIN", with: tenant)
    try #require(text != changed)
    try FileSystem.writeAtomically(changed, to: path)
    let outcome = try #require(try books.run("alpin").first)
    #expect(outcome.exitCode == 78)
    #expect(outcome.message.contains(words), "\(outcome.message)")
    #expect(try books.published("SELECT count(*) FROM analytics.trial_balance") == ["0"])
  }
}
