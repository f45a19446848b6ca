import AccountingValues
import Definitions
@testable import Extraction
import Testing

/// What `nightclose sources` prints.
@Suite struct StreamTextTests {
  @Test("The list names every stream once, under its group")
  func list() {
    let text = StreamText.list(fed: ["items"])
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for contract in StreamCatalogue.all {
      let named = lines.filter { $0.hasPrefix("  \(contract.name) ") }
      #expect(named.count == 1, "\(contract.name)")
      let isFed = named.first?.contains("  yes  ") == true
      #expect(isFed == (contract.name == "items"), "\(contract.name)")
    }
    #expect(lines.allSatisfy { !$0.hasSuffix(" ") })
  }

  @Test("A description is a table of column, type, required, meaning")
  func description() throws {
    let contract = try #require(StreamCatalogue.contract(named: "cash_accounts"))
    #expect(
      StreamText.description(of: contract) == """
        cash_accounts (version 1, masters)
        One row is one bank account, cash box or clearing account.
        Key: cash_account_key.
        Without it: payments post to the company's default cash role.

        column            type      required  meaning
        ────────────────  ────────  ────────  ────────────────────────────────
        cash_account_key  key       yes       the account's key in the source
        name              text      yes       its name
        kind              word      yes       what it is: bank, cash, clearing
        currency          currency  yes       its currency
        account_code      text      -         the ledger account it posts to

        """)
  }

  @Test("A template is a file its own contract accepts", arguments: StreamCatalogue.all)
  func template(_ contract: StreamContract) throws {
    let csv = CSVReader(file: "t.csv", text: StreamText.template(of: contract))
    let reader = try CSVStream.reader(contract, from: csv, ReadRequest())
    #expect(try reader.rows().count == 1, "\(reader.findings)")
    #expect(reader.findings.isEmpty)
  }

  @Test("A preview shows the columns that hold something, and what is wrong")
  func preview() throws {
    let reader = try Rows(
      "departments", "department_key name parent_key",
      ["2,Sales\u{7},", "10,Export,2", "3,,"]
    ).reader()
    let text = try StreamText.preview(reader)
    #expect(
      text.hasPrefix(
        """
        department_key  name    parent_key
        ──────────────  ──────  ──────────
        2               Sales·
        10              Export  2

        error SRC-001 3: name is NULL, and every row must fill it.
        """))
  }
}
