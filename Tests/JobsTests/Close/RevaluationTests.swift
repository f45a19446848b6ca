import AccountingValues
import GeneralLedger
import TestSupport
import Testing

@testable import Jobs

/// Money in foreign currency at the end of a period. The books are in EUR.
@Suite("Money in foreign currency is valued at the closing rate")
struct RevaluationTests {
  static let partners = "partner_key,kind,name\n7,customer,Berghaus\n8,supplier,Holz\n"

  /// One invoice or bill of 1,000 USD on 15 January at 1.123.
  static func document(isSale: Bool) -> [String: String] {
    let stream = isSale ? "sales_invoice" : "purchase_bill"
    let key = isSale ? "invoice" : "bill"
    return [
      "partners": partners,
      "\(stream)s":
        "\(key)_key,document_number,document_date,accounting_date,due_date,currency,exchange_rate,partner_key,"
        + (isSale ? "settlement,total\n" : "total\n")
        + "1,D-1,2026-01-15,2026-01-15,2026-02-14,USD,1.123,"
        + (isSale ? "7,credit,1000\n" : "8,1000\n"),
      "\(stream)_lines":
        "\(key)_key,line_key,accounting_date,line_kind,quantity,net_amount,tax_amount\n"
        + "1,1,2026-01-15,service,1,1000,0\n",
    ]
  }

  static func payment(isSale: Bool, on day: String, at rate: String) -> [String: String] {
    [
      "payments":
        "payment_key,document_number,document_date,accounting_date,currency,exchange_rate,direction,partner_key,partner_role,amount\n"
        + "5,P-1,\(day),\(day),USD,\(rate),"
        + (isSale ? "in,7,customer,1000\n" : "out,8,supplier,1000\n"),
      "applications":
        "application_key,accounting_date,kind,from_stream,from_key,to_stream,to_key,amount\n"
        + "5,\(day),payment,payments,5,\(isSale ? "sales_invoices" : "purchase_bills"),1,1000\n",
    ]
  }

  static let rates = [
    (currency: "USD", day: "2026-01-31", rate: "1.125"),
    (currency: "USD", day: "2026-02-28", rate: "1.120"),
  ]

  @Test(
    "G-F1 BC: 1,000 FC at 1.123; month-end 1.125 gains 2, taken back; paid at 1.120 loses 3",
    arguments: [true, false])
  func open(isSale: Bool) throws {
    let books = try SmallBooks(
      Self.document(isSale: isSale).merging(
        Self.payment(isSale: isSale, on: "2026-02-10", at: "1.120")
      ) { a, _ in a }, asOf: "2026-02-28", rates: Self.rates)
    let beside = isSale ? "1208" : "2008"
    let control = isSale ? "1200" : "2000"
    // A payable has the opposite sign.
    let (gain, loss) = isSale ? ("Cr", "Dr") : ("Dr", "Cr")
    #expect(
      books.entries("unrealised_exchange") == [
        "\(gain) 7110 0.00 USD = 2.00 EUR", "\(loss) \(beside) 0.00 USD = 2.00 EUR",
      ])
    #expect(
      books.entries("unrealised_exchange_reversal") == [
        "\(loss) 7110 0.00 USD = 2.00 EUR", "\(gain) \(beside) 0.00 USD = 2.00 EUR",
      ])
    #expect(
      books.entries("realised_exchange") == [
        "\(loss) 7100 0.00 USD = 3.00 EUR", "\(gain) \(control) 0.00 USD = 3.00 EUR",
      ])
    #expect(books.balance(control) == "0.00 EUR" && books.balance(beside) == "0.00 EUR")
    #expect(books.balance("7100") == (isSale ? "3.00 EUR" : "-3.00 EUR"))
    #expect(books.balance("7110") == "0.00 EUR")
    // The bank stands at the closing rate already: 1,000 at 1.120.
    #expect(books.balance("1100") == (isSale ? "1120.00 EUR" : "-1120.00 EUR"))
    #expect(books.codes.isEmpty && books.differences.isEmpty)
  }

  @Test("At the end of its period an open item stands at the closing rate, beside its own account")
  func stillOpen() throws {
    let books = try SmallBooks(
      Self.document(isSale: true), asOf: "2026-01-31", rates: Self.rates)
    #expect(books.balance("1200") == "1123.00 EUR" && books.balance("1208") == "2.00 EUR")
    #expect(books.entries("unrealised_exchange_reversal").isEmpty)
    #expect(
      books.texts("unrealised_exchange") == [
        "Receivables, 1000.00 USD at 1 USD = 1.125 EUR (spot 2026-01-31)"
      ])
    let tie = try #require(books.result.tieOuts.first { $0.name == "receivables_valuation" })
    #expect(tie.subject == "1208 in USD" && tie.expectedMinor == 2_00 && tie.actualMinor == 2_00)
    #expect(books.currencySums.isEmpty)
  }

  @Test("Inside a period the day's rate counts until the next run, and the entry says so")
  func provisional() throws {
    let quotes = Self.rates + [("USD", "2026-01-20", "1.124")]
    let books = try SmallBooks(Self.document(isSale: true), asOf: "2026-01-20", rates: quotes)
    #expect(books.balance("1208") == "1.00 EUR")
    #expect(
      books.texts("unrealised_exchange") == [
        "Receivables, 1000.00 USD at 1 USD = 1.124 EUR (spot 2026-01-20); provisional, 2026-01 goes on"
      ])
    // The same entry as at the end of the month: it keeps its name from night to night.
    let end = try SmallBooks(Self.document(isSale: true), asOf: "2026-01-31", rates: quotes)
    func references(_ books: SmallBooks) -> [String] {
      books.journal.entries.filter { $0.kind == "unrealised_exchange" }
        .map(\.reference.description)
    }
    #expect(references(books) == references(end) && references(end).count == 1)
    let numbered = books.journal.entries.filter { !books.close.isProvisional($0) }
    #expect(numbered.map(\.kind) == ["sales_invoices"])
  }

  /// Manual entries `day,rate,account,debit,credit` in US dollars, each against another account.
  static func entries(
    _ rows: [(day: String, rate: String, debit: String, credit: String, amount: String)]
  )
    -> [String: String]
  {
    var headers =
      "journal_key,document_number,document_date,accounting_date,currency,exchange_rate,description\n"
    var lines = "journal_key,line_key,accounting_date,account,debit,credit\n"
    for (number, row) in rows.enumerated() {
      headers += "\(number),M-\(number),\(row.day),\(row.day),USD,\(row.rate),Entry\n"
      lines += "\(number),1,\(row.day),\(row.debit),\(row.amount),0\n"
      lines += "\(number),2,\(row.day),\(row.credit),0,\(row.amount)\n"
    }
    return ["manual_journals": headers, "manual_journal_lines": lines]
  }

  @Test("G-F3 OCA #28: 1,000 of a bank account from 1.3 to 1.1 lose 200 and stand at 1,100")
  func bank() throws {
    let books = try SmallBooks(
      Self.entries([("2026-01-10", "1.3", "1100", "3000", "1000")]), asOf: "2026-02-28",
      rates: [("USD", "2026-01-31", "1.1"), ("USD", "2026-02-28", "1.15")])
    // Cash is not taken back: February gains 50 from what January left.
    #expect(
      books.entries("unrealised_exchange") == [
        "Dr 7110 0.00 USD = 200.00 EUR", "Cr 1100 0.00 USD = 200.00 EUR",
        "Cr 7110 0.00 USD = 50.00 EUR", "Dr 1100 0.00 USD = 50.00 EUR",
      ])
    #expect(books.entries("unrealised_exchange_reversal").isEmpty)
    #expect(books.balance("1100") == "1150.00 EUR" && books.balance("7110") == "150.00 EUR")
    // Capital is no money: it stays at its historical rate.
    #expect(books.balance("3000") == "-1300.00 EUR")
    #expect(books.currencySums.isEmpty && books.codes.isEmpty)
  }

  @Test("G-F5: CAD 150 and 100 of base are 225 at 1.20 and 220 at 1.25: a loss of 5 in profit")
  func twoCurrencies() throws {
    var texts = Self.entries([("2026-01-10", "0.833333333", "1100", "3000", "150")])
    texts["manual_journals"] = texts["manual_journals"]?.replacing("USD", with: "CAD")
    texts["manual_journals"]? += "9,M-9,2026-01-10,2026-01-10,EUR,,Entry\n"
    texts["manual_journal_lines"]? +=
      "9,1,2026-01-10,1100,100,0\n9,2,2026-01-10,3000,0,100\n"
    let before = try SmallBooks(
      texts, asOf: "2026-01-31", rates: [("CAD", "2026-01-31", "0.833333333")])
    #expect(before.balance("1100") == "225.00 EUR" && before.balance("7110") == "0.00 EUR")
    let after = try SmallBooks(texts, asOf: "2026-01-31", rates: [("CAD", "2026-01-31", "0.8")])
    #expect(after.balance("1100") == "220.00 EUR" && after.balance("7110") == "5.00 EUR")
  }

  @Test("What is left in base when nothing is left in the currency goes")
  func residue() throws {
    let books = try SmallBooks(
      Self.entries([
        ("2026-01-10", "0.90", "1100", "3000", "1000"),
        ("2026-01-20", "0.85", "6100", "1100", "1000"),
      ]), asOf: "2026-01-31")
    // 900.00 came and 850.00 went; no rate is needed for nothing.
    #expect(
      books.entries("currency_residue") == [
        "Dr 7100 0.00 USD = 50.00 EUR", "Cr 1100 0.00 USD = 50.00 EUR",
      ])
    #expect(books.texts("currency_residue") == ["1100 Cash and bank: no USD left"])
    #expect(books.balance("1100") == "0.00 EUR" && books.codes.isEmpty)
  }

  @Test(
    "What is money and what is not",
    arguments: [
      ("1050", true), ("2300", true), ("2130", true), ("2150", true), ("2210", true),
      ("1150", true), ("1400", false), ("2200", false), ("1410", false), ("2230", false),
      ("1300", false), ("1010", false), ("2100", false), ("3100", false), ("4000", false),
    ])
  func monetary(account: String, isMoney: Bool) throws {
    let books = try SmallBooks(
      Self.entries([("2026-01-10", "0.90", account, "3000", "100")]), asOf: "2026-01-31",
      rates: [("USD", "2026-01-31", "0.80")])
    #expect(books.balance(account) == (isMoney ? "80.00 EUR" : "90.00 EUR"))
  }

  @Test("Without a closing rate the close is blocked, once per currency and day")
  func missing() throws {
    let books = try SmallBooks(
      Self.document(isSale: true).merging(
        Self.entries([("2026-01-10", "0.90", "1100", "3000", "100")])
      ) { a, _ in a },
      asOf: "2026-02-28", rates: [("USD", "2026-01-31", "1.125")])
    let found = books.result.findings.filter { $0.code == "GL-016" }
    #expect(found.map(\.key) == ["USD 2026-02-28"] && books.result.isBlocked)
    #expect(
      found.first?.message
        == "money in USD cannot be valued at the end of 2026-02-28: there is no closing rate USD/EUR "
        + "for that day, and no other of the days before")
  }

  @Test("Advances are claims to goods: they keep the rate of their payment")
  func advance() throws {
    let books = try SmallBooks(
      [
        "partners": Self.partners,
        "payments":
          "payment_key,document_number,document_date,accounting_date,currency,exchange_rate,direction,partner_key,partner_role,amount,is_advance\n"
          + "5,P-1,2026-01-10,2026-01-10,USD,0.9,in,7,customer,100,true\n",
      ], asOf: "2026-01-31", rates: [("USD", "2026-01-31", "0.80")])
    #expect(books.balance("2200") == "-90.00 EUR")
    #expect(books.balance("1100") == "80.00 EUR" && books.balance("7110") == "10.00 EUR")
  }

  @Test("Goods received and not invoiced are a debt; the bill meets the receipt's own value")
  func goodsReceived() throws {
    // 50.00 USD at 0.90 are 45.00; the dollar is 0.95 at the end of March.
    let books = try ForeignReceiptTests.books([ForeignReceiptTests.receipt]).close()
    #expect(books.balances["2010"] == "-45.00" && books.balances["2018"] == "-2.50")
    #expect(books.balances["7110"] == "2.50" && books.codes == [])
  }

  @Test("Goods invoiced and not received are goods: no valuation")
  func goodsInTransit() throws {
    var texts = Self.document(isSale: false)
    texts["purchase_orders"] =
      "order_key,document_number,document_date,accounting_date,currency,status\n1,O1,2026-01-02,2026-01-02,USD,open\n"
    texts["purchase_order_lines"] =
      "order_key,line_key,accounting_date,line_kind,item_key,quantity,unit_price\n1,11,2026-01-02,stock,A,10,100\n"
    texts["purchase_bill_lines"] =
      "bill_key,line_key,accounting_date,line_kind,item_key,quantity,net_amount,tax_amount,order_line_key\n"
      + "1,1,2026-01-15,stock,A,10,1000,0,11\n"
    let books = try SmallBooks(texts, asOf: "2026-01-31", rates: Self.rates)
    #expect(books.balance("2010") == "1123.00 EUR" && books.balance("2018") == "0.00 EUR")
    #expect(books.balance("2008") == "-2.00 EUR")
  }
}

extension SmallBooks {
  /// The texts of the entries of a kind.
  func texts(_ kind: String) -> [String] {
    journal.entries.filter { $0.kind.rawValue == kind }.map(\.text)
  }

  /// Currencies whose balances do not sum to zero, in any period, with the sums.
  var currencySums: [String] {
    result.balances.indices.flatMap { index in
      var sums: [Currency: Int64] = [:]
      for row in (try? close.ledger.trialBalance(index...index, by: .currency).rows) ?? [] {
        sums[row.currency ?? Self.euro, default: 0] += row.transaction.closingMinor
      }
      return sums.filter { $0.value != 0 }.map { "\(index) \($0.key) \($0.value)" }
    }.sorted()
  }
}
