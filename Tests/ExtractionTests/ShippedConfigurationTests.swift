import Definitions
import Extraction
import Testing

@Suite("The configuration that ships")
struct ShippedConfigurationTests {
  @Test("every shipped file is sound and fits the others")
  func sound() throws {
    let configuration = try Configuration.load(
      ConfigurationTree(), streams: Set(StreamCatalogue.all.map(\.name)))
    #expect(configuration.installation.warehouse == nil, "which server is used is never guessed")
    #expect(configuration.jobs.keys.sorted() == ["month-end", "nightly"])
    #expect(configuration.jobs["month-end"]?.steps.last?.value == .closePeriod)
    let accounts = try #require(configuration.posting.charts["jobs/posting/accounts.csv"])
    #expect(accounts.accounts.count >= 60)
    #expect(configuration.posting.rules.count >= 30)
  }

  @Test("a command that needs the warehouse says that none is named")
  func warehouse() throws {
    let configuration = try Configuration.load(
      ConfigurationTree(), streams: Set(StreamCatalogue.all.map(\.name)))
    #expect(throws: ConfigurationProblems.self) {
      try configuration.installation.requiredWarehouse()
    }
  }
}
