import AccountingValues
import Inventory
import Testing

@testable import Jobs

/// What a company goes live with: its trial balance, and the documents and layers behind it.
@Suite("Opening balances against their detail")
struct OpeningBalanceTests {
  /// A trial balance in EUR, debit positive, by account.
  private static func balances(_ lines: String...) -> String {
    "account_code,currency,amount\n" + lines.map { $0 + "\n" }.joined()
  }

  private static let partners = """
    partner_key,kind,number,name
    1,customer,C1,Anna
    2,supplier,S1,Bolts Inc

    """
  private static let items = "item_key,number,name,kind\n1,BIKE,Bicycle,stock\n"

  /// Open items of 900.00 receivable and 300.00 payable.
  private static let openItems = """
    document_key,side,partner_key,document_number,document_date,due_date,currency,amount
    1,receivable,1,I-1,2025-12-01,2026-01-01,EUR,900.00
    2,payable,2,B-1,2025-12-01,2026-01-01,EUR,300.00

    """
  /// Stock of 270.00.
  private static let layers = """
    layer_key,item_key,received_on,quantity,value
    1,1,2025-11-20,5,270.00

    """

  private static func books(_ balances: String?) throws -> PaperBooks {
    var streams = [
      "partners": partners, "items": items, "opening_items": openItems, "opening_layers": layers,
    ]
    streams["opening_balances"] = balances
    return try PaperBooks(streams)
  }

  /// What the findings of the opening say, with their amounts.
  private static func told(_ books: PaperBooks) -> [String] {
    books.result.findings.filter { $0.code.hasPrefix("OPN") }.map {
      "\($0.code) \($0.key) \($0.amount.map { "\($0)" } ?? ""): \($0.message)"
    }
  }

  @Test("Documents and layers that make the control accounts leave nothing to tell")
  func equal() throws {
    let books = try Self.books(
      Self.balances(
        "1200,EUR,900.00", "1300,EUR,270.00", "1100,EUR,500.00", "2000,EUR,-300.00",
        "3000,EUR,-1370.00"))
    #expect(books.balance("3900") == 0)
    #expect(books.findings.isEmpty, "\(books.result.findings)")
  }

  @Test("What they lack is told by kind of account, and sums to opening balance equity")
  func different() throws {
    let books = try Self.books(
      Self.balances(
        "1200,EUR,1000.00", "1300,EUR,270.00", "1100,EUR,500.00", "2000,EUR,-250.00",
        "2010,EUR,-20.00", "3000,EUR,-1500.00"))
    #expect(
      Self.told(books) == [
        "OPN-001 grni -20.00 EUR: the trial balance at go-live has 20.00 EUR credit on 2010, against"
          + " no receipts that wait for their bills; the difference stands on opening balance equity",
        "OPN-001 payable 50.00 EUR: the trial balance at go-live has 250.00 EUR credit on 2000,"
          + " against 300.00 EUR credit of open items of suppliers; the difference stands on opening"
          + " balance equity",
        "OPN-001 receivable 100.00 EUR: the trial balance at go-live has 1000.00 EUR debit on 1200,"
          + " against 900.00 EUR debit of open items of customers; the difference stands on opening"
          + " balance equity",
      ])
    #expect(books.balance("3900") == 130_00)
  }

  @Test("A trial balance that does not sum to zero is told")
  func unbalanced() throws {
    let books = try Self.books(
      Self.balances(
        "1200,EUR,900.00", "1300,EUR,270.00", "2000,EUR,-300.00", "3000,EUR,-800.00"))
    #expect(
      Self.told(books) == [
        "OPN-002  70.00 EUR: the trial balance at go-live does not balance; 70.00 EUR debit too much"
          + " stands against opening balance equity"
      ])
    #expect(books.balance("3900") == -70_00)
  }

  @Test("Without a trial balance what the books open with is told once")
  func derived() throws {
    let books = try Self.books(nil)
    #expect(
      Self.told(books) == [
        "OPN-003  870.00 EUR: no trial balance at go-live is given; the books open with 900.00 EUR"
          + " debit of open items of customers and 300.00 EUR credit of open items of suppliers and"
          + " 270.00 EUR debit of opening stock against opening balance equity"
      ])
    #expect(books.balance("3900") == -870_00)
  }

  @Test(
    "Equity that the trial balance itself calls opening balance equity is stated, not left over")
  func statedEquity() throws {
    let books = try Self.books(
      Self.balances(
        "1200,EUR,900.00", "1300,EUR,270.00", "2000,EUR,-300.00", "3900,EUR,-870.00"))
    #expect(books.balance("3900") == -870_00)
    #expect(Self.told(books) == [])
  }

  @Test("Stock that opens at its standard is compared as it was stated")
  func standard() throws {
    let books = try PaperBooks(
      [
        "items": Self.items, "opening_layers": Self.layers,
        "item_costs":
          "item_key,kind,valid_from,currency,unit_cost\n1,standard,2025-01-01,EUR,50.00\n",
        "opening_balances": Self.balances("1300,EUR,270.00", "3000,EUR,-270.00"),
      ], method: .standard)
    #expect(books.balance("1300") == 250_00)
    #expect(books.balance("3900") == 0)
    #expect(Self.told(books) == [])
  }
}
