import GeneralLedger
import Testing

@Suite("Definitions of posting")
struct DefinitionTests {
  @Test(
    "An amount is a field or a sum of fields",
    arguments: [
      ("total", "total"), ("amount-fee_amount", "amount - fee_amount"), ("-a + b", "-a + b"),
      (" net_amount ", "net_amount"),
    ])
  func amountFormula(text: String, printed: String) {
    #expect(AmountFormula(parsing: text)?.description == printed)
  }

  @Test(
    "Anything else is no amount",
    arguments: ["", "-", "a b", "a -", "a ++ b", "--a", "a * b", "3.5 %", "+a"])
  func wrongFormula(text: String) { #expect(AmountFormula(parsing: text) == nil) }

  @Test(
    "Number patterns print as they were written",
    arguments: [
      "{journal}-{year}-{seq:6}", "{journal}-{location}-{year}-{month}-{seq:6}",
      "{company}/{year}/{period}/{journal}/{seq}",
    ])
  func numberPattern(text: String) throws {
    #expect(try NumberPattern(text).description == text)
  }

  @Test(
    "A number pattern that could repeat or is misspelt is refused",
    arguments: [
      "{journal}-{year}", "{year}-{seq}", "{journal}-{seq:6}", "{journal}-{jear}-{seq}",
      "{journal}-{year}-{seq:0}", "{journal-{year}-{seq}", "}{journal}-{year}-{seq}",
    ])
  func wrongNumberPattern(text: String) {
    #expect(throws: DefinitionProblems.self) { try NumberPattern(text) }
  }

  @Test("A chart refuses repeated codes, unknown groups and groups that contain themselves")
  func chartProblems() {
    let error = #expect(throws: DefinitionProblems.self) {
      try ChartOfAccounts(
        accounts: [
          Account(code: "1000", name: "Cash", type: .asset, group: "10"),
          Account(code: "1000", name: "Bank", type: .asset),
          Account(code: "2000", name: "Payables", type: .liability, group: "99"),
        ],
        groups: [
          AccountGroup(code: "10", name: "Liquid", parent: "1"),
          AccountGroup(code: "1", name: "Assets", parent: "10"),
        ])
    }
    #expect(
      error?.problems.map(\.description) == [
        "account 1000: the code is used twice in the chart",
        "account 2000: there is no group 99",
        "group 1: the group contains itself",
        "group 10: the group contains itself",
      ])
  }

  @Test("An account's side and monetary flag follow from what it is, unless stated")
  func accountDefaults() {
    let payable = Account(code: "2000", name: "Payables", type: .liability, control: .payable)
    #expect(payable.normalBalance == .credit && payable.isMonetary)
    let stock = Account(code: "1400", name: "Stock", type: .asset, control: .inventory)
    #expect(stock.normalBalance == .debit && !stock.isMonetary)
    let loan = Account(code: "2500", name: "Loan", type: .liability, isMonetary: true)
    #expect(loan.isMonetary)
    let discount = Account(
      code: "4900", name: "Discounts given", type: .income, normalBalance: .debit)
    #expect(discount.normalBalance == .debit)
  }
}
