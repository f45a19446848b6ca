import Definitions
import GeneralLedger
import Testing

@Suite("Statement definitions are decoded strictly")
struct StatementDefinitionTests {
  private static let path = "jobs/statements/own.yaml"

  private static let sound = """
    balance_sheet:
      - part: Assets
        side: debit
        sections:
          - section: Current
            lines:
              - {line: Receivables, accounts: ["1200..1299"]}
              - {line: Other, types: [asset]}
      - part: Equity and liabilities
        side: credit
        sections:
          - section: Equity
            lines:
              - {line: Equity, types: [equity, liability]}
              - {line: Result of the year, result: true}
    income_statement:
      - result: Result
        sections:
          - section: All
            lines:
              - {line: Income, types: [income]}
              - {line: Expenses, accounts: ["5000", "6000..6999"], types: [expense]}
    """

  @Test("a sound definition becomes the lines of both statements, in order")
  func decodes() throws {
    let configuration = try Configuration.load(
      Trees.tree([Self.path: Self.sound]), streams: Trees.streams)
    let company = try #require(configuration.company("ACME"))
    let lines = try #require(configuration.statements(of: company)).layout.lines
    #expect(
      lines.map(\.title) == [
        "Receivables", "Other", "Equity", "Result of the year", "Income", "Expenses",
      ])
    #expect(lines.map(\.side) == [.debit, .debit, .credit, .credit, .credit, .credit])
    #expect(lines.filter(\.holdsResult).map(\.title) == ["Result of the year"])
    #expect(lines[0].accounts.map(\.last) == ["1299"])
    #expect(lines[5].accounts.map(\.first) == ["5000", "6000"])
    #expect(lines[5].part == "Result")
  }

  @Test("a company's own statements come before its chart's, and these before all others'")
  func whose() throws {
    func name(_ heads: [String: String]) throws -> String? {
      let files = Dictionary(
        uniqueKeysWithValues: heads.map {
          ("jobs/statements/\($0.key).yaml", String?.some("\($0.value)\n\(Self.sound)"))
        })
      let configuration = try Configuration.load(Trees.tree(files), streams: Trees.streams)
      return configuration.company("ACME").flatMap { configuration.statements(of: $0) }?.name
    }
    let rest = "# all others"
    let chart = "charts: [jobs/posting/accounts.csv]"
    #expect(try name(["a": rest]) == "a")
    #expect(try name(["a": rest, "b": chart]) == "b")
    #expect(try name(["a": rest, "b": chart, "c": "companies: [ACME]"]) == "c")
    #expect(try name(["b": "charts: [stream]"]) == nil)
    #expect(try name([:]) == nil)
  }

  struct Mistake: CustomTestStringConvertible {
    let testDescription: String
    let from: String
    let to: String
    let messages: [String]
  }

  @Test("a mistake is told at its place", arguments: mistakes)
  func mistake(_ one: Mistake) {
    let text = Self.sound.replacing(one.from, with: one.to)
    #expect(text != Self.sound)
    #expect(Trees.problems([Self.path: text]) == one.messages.map { "\(Self.path):\($0)" })
  }

  static let mistakes: [Mistake] = [
    .init(
      testDescription: "unknown key", from: "types: [asset]", to: "kinds: [asset]",
      messages: [
        "8:13: line `Other` names neither `accounts` nor `types`",
        "8:27: unknown key `kinds` in a line; there are: line, accounts, types, result, key",
      ]),
    .init(
      testDescription: "range that ends before it begins", from: "1200..1299", to: "1299..1200",
      messages: ["7:44: `1299..1200` is no range of accounts; write \"1100\" or \"1100..1160\""]),
    .init(
      testDescription: "type of the other statement", from: "[asset]", to: "[asset, income]",
      messages: [
        "1:1: jobs/posting/accounts.csv: account 4000: Sales falls into 2 lines, `Other` of the balance sheet"
          + " and `Income` of the income statement",
        "8:27: accounts of type income do not stand on the balance sheet",
        "21:13: the rest of type income is taken in line 8",
      ]),
    .init(
      testDescription: "no result line", from: "result: true", to: "result: false",
      messages: [
        "1:1: no line of the balance sheet has `result: true`, for the result of the year",
        "15:13: line `Result of the year` names neither `accounts` nor `types`",
      ]),
    .init(
      testDescription: "side", from: "side: credit", to: "side: left",
      messages: ["10:11: `side` is one of debit, credit; not `left`"]),
    .init(
      testDescription: "two lines of one name", from: "line: Other", to: "line: Receivables",
      messages: ["8:13: line `Receivables` is there already"]),
    .init(
      testDescription: "an account on two lines", from: "{line: Other, types: [asset]}",
      to: "{line: Other, accounts: [\"1200\"], types: [asset]}",
      messages: [
        "1:1: jobs/posting/accounts.csv: account 1200: Trade receivables falls into 2 lines, `Receivables`"
          + " of the balance sheet and `Other` of the balance sheet"
      ]),
    .init(
      testDescription: "an account on none", from: "types: [income]",
      to: "accounts: [\"7000\"]",
      messages: [
        "1:1: jobs/posting/accounts.csv: account 4000: Sales falls into no line of a statement"
      ]),
    .init(
      testDescription: "a company that is not there", from: "balance_sheet:",
      to: "companies: [NOBODY]\nbalance_sheet:", messages: ["1:13: there is no company `NOBODY`"]),
  ]

  @Test("two definitions for one chart are refused")
  func twice() {
    #expect(
      Trees.problems([Self.path: Self.sound, "jobs/statements/two.yaml": Self.sound]) == [
        "jobs/statements/two.yaml:1:1: all other charts has the statements of own.yaml already"
      ])
  }
}
