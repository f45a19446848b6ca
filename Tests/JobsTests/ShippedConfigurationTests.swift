import AccountingValues
import Definitions
import Extraction
import GeneralLedger
import Testing

@testable import Jobs

@Suite("The shipped configuration")
struct ShippedConfigurationTests {
  @Test("every shipped file can be read")
  func loads() throws {
    let tree = ConfigurationTree()
    _ = try Configuration.load(tree, streams: Set(StreamCatalogue.all.map(\.name)))
  }

  @Test("every shipped rule binds to an event, and every event has a rule")
  func rulesBind() throws {
    let configuration = try Configuration.load(
      ConfigurationTree(), streams: Set(StreamCatalogue.all.map(\.name)))
    let schemas = PostingSchemas.all()
    let list = try #require(configuration.posting.charts["jobs/posting/accounts.csv"])
    let chart = try ChartOfAccounts(
      accounts: list.accounts.map(\.value), groups: list.groups.map(\.value))
    let plan = try PostingPlan(
      company: "demo", base: try #require(Currency(code: "EUR")), chart: chart,
      definitions: PostingDefinitions(
        journals: configuration.posting.journals.map(\.value),
        rules: PostingSchemas.withBaseAmounts(
          configuration.posting.rules.map(\.value), schemas: schemas),
        mappings: configuration.posting.mappings.map(\.value)),
      schemas: schemas, pool: CodePool())
    #expect(plan.kindsWithoutRule.isEmpty, "\(plan.kindsWithoutRule)")
    #expect(plan.unmappedRoles.isEmpty, "\(plan.unmappedRoles)")
  }

  @Test(
    "every account of the shipped chart stands on one line of its statements, and any chart on those by type"
  )
  func statements() throws {
    let configuration = try Configuration.load(
      ConfigurationTree(), streams: Set(StreamCatalogue.all.map(\.name)))
    let list = try #require(configuration.posting.charts["jobs/posting/accounts.csv"])
    let accounts = list.accounts.map(\.value)
    #expect(Set(accounts.map(\.type)) == Set(AccountType.allCases))
    for name in ["standard", "by_type"] {
      let layout = try #require(configuration.statements[name]).layout
      #expect(layout.problems(of: accounts).isEmpty, "\(layout.problems(of: accounts))")
    }
  }
}
