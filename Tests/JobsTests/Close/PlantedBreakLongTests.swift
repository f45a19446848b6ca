import TestSupport
import Testing

@testable import Jobs

/// Each defect alone: the close finds it and nothing else. A close per defect, so among the long
/// tests.
@Suite("Each planted defect alone", .serialized)
struct PlantedBreakLongTests {
  @Test("It is found, blocks or not, and nothing else is", arguments: PlantedBreakTests.all)
  func alone(_ planted: PlantedBreakTests.Planted) throws {
    let books = try SampleBooks(source: try SampleBooks.source(planted: [planted.planted]))
    let outcome = try #require(try books.run("alpin", isDry: true).first)
    #expect(outcome.ending == (planted.severity == "error" ? "blocked" : "computed"))
    #expect(outcome.exitCode == (planted.severity == "error" ? 65 : 0))
    let found = try books.findings(outcome)
    try PlantedBreakTests.expect(planted, in: found, of: books)
    #expect(found.map(\.code).sorted() == planted.codes.sorted(), "\(found)")
    #expect(try #require(try books.run("summit", isDry: true).first).ending == "computed")
  }
}
