import AccountingValues
import GeneralLedger
import TestSupport
import Testing

@testable import Jobs

/// Documents in another currency: every part stands in base so that the entry balances, and what is
/// owed is what the control account says.
@Suite("Documents in another currency balance in both currencies")
struct ForeignDocumentTests {
  private static let customer = "partner_key,kind,name\n7,customer,Berghaus\n8,supplier,Holz\n"

  @Test("An invoice with tax whose total differs from its lines by two cents")
  func invoice() throws {
    // Lines 3 × 33.3333 + 3 × 6.3333 = 118.9998, as one 119.00: 33.34, 33.33, 33.33 and 6.34, 6.33,
    // 6.33; the header says 119.02. At 0.9137 the total is 108.75 and the lines together 108.73, which
    // are shared out: 30.46 + 5.79 + 30.45 + 5.78 + 30.45 + 5.78 = 108.71 and a cent each for the
    // largest remainders, the taxes of lines 2 and 3.
    let books = try SmallBooks([
      "partners": Self.customer,
      "sales_invoices": """
      invoice_key,document_number,document_date,accounting_date,currency,exchange_rate,partner_key,settlement,total
      9,I-9,2026-01-15,2026-01-15,USD,0.9137,7,credit,119.02

      """,
      "sales_invoice_lines": """
      invoice_key,line_key,accounting_date,line_kind,quantity,net_amount,tax_amount
      9,1,2026-01-15,service,1,33.3333,6.3333
      9,2,2026-01-15,service,1,33.3333,6.3333
      9,3,2026-01-15,service,1,33.3333,6.3333

      """,
    ])
    #expect(
      books.entries("sales_invoices") == [
        "Dr 1200 119.02 USD = 108.75 EUR", "Cr 4010 100.00 USD = 91.37 EUR",
        "Cr 2100 19.00 USD = 17.36 EUR", "Cr 6900 0.02 USD = 0.02 EUR",
      ])
    #expect(books.balance("1200") == "108.75 EUR")
    #expect(books.balance("6900") == "-0.02 EUR")
    #expect(books.differences.isEmpty)
  }

  @Test("A manual entry that balances in its currency balances in base")
  func manualEntry() throws {
    let books = try SmallBooks(
      [
        "manual_journals": """
        journal_key,document_number,document_date,accounting_date,currency,exchange_rate,description
        1,M-1,2026-01-15,2026-01-15,USD,0.9,Split

        """,
        "manual_journal_lines": """
        journal_key,line_key,accounting_date,account,debit,credit
        1,1,2026-01-15,6100,10.00,0
        1,2,2026-01-15,1100,0,3.35
        1,3,2026-01-15,1050,0,3.35
        1,4,2026-01-15,1150,0,3.30

        """,
      ], asOf: "2026-01-31", rates: [("USD", "2026-01-31", "0.9")])
    // One by one the credits would be 3.02 + 3.02 + 2.97 = 9.01.
    #expect(
      books.entries("manual_journals") == [
        "Dr 6100 10.00 USD = 9.00 EUR", "Cr 1100 3.35 USD = 3.02 EUR",
        "Cr 1050 3.35 USD = 3.01 EUR", "Cr 1150 3.30 USD = 2.97 EUR",
      ])
    #expect(books.codes.isEmpty)
  }

  @Test("Tax that is reclaimed in full leaves no cent of cost, however it is rounded")
  func reclaimedTax() throws {
    // 1.005 + 1.005 of tax are 2.01 together, 1.01 and 1.00; both are reclaimed whole.
    let books = try SmallBooks([
      "partners": Self.customer,
      "purchase_bills": """
      bill_key,document_number,document_date,accounting_date,currency,partner_key,total
      31,B-31,2026-01-15,2026-01-15,EUR,8,22.01

      """,
      "purchase_bill_lines": """
      bill_key,line_key,accounting_date,line_kind,quantity,net_amount,tax_amount,recoverable_tax_amount
      31,1,2026-01-15,service,1,10.00,1.005,1.005
      31,2,2026-01-15,service,1,10.00,1.005,1.005

      """,
    ])
    #expect(
      books.entries("purchase_bills") == [
        "Cr 2000 22.01 EUR", "Dr 6100 20.00 EUR", "Dr 1250 2.01 EUR",
      ])
  }

  @Test("Whatever the lines, taxes, discounts and rates: subledgers tie and nothing is left over")
  func anyDocuments() throws {
    for seed in UInt64(1)...12 {
      var dice = SplitMix64(seed: seed)
      let rates = (1...6).flatMap { month in
        ["USD", "JPY"].map { code in
          let rate = Self.decimal(Int64.random(in: 1_000...1_999_999, using: &dice), 6)
          return (currency: code, day: "2026-0\(month)-25", rate: rate)
        }
      }
      let books = try SmallBooks(Self.trade(&dice), asOf: "2026-06-30", rates: rates)
      #expect(books.differences.isEmpty, "seed \(seed)")
      #expect(
        books.result.earlierTieOuts.values.allSatisfy { ties in
          ties.allSatisfy { $0.outcome != .different }
        }, "seed \(seed)")
      #expect(books.currencySums.isEmpty, "seed \(seed): \(books.currencySums)")
      #expect(books.sharedReferences.isEmpty, "seed \(seed)")
      #expect(
        Set(books.codes).isSubset(of: ["GL-005", "SUB-002", "SUB-008"]),
        "seed \(seed): \(books.codes)")
      #expect(books.journal.entries.count >= 150, "seed \(seed)")
    }
  }

  /// Invoices and bills of up to six lines with four decimals, tax and discounts, at rates of six
  /// decimals, half of them with a total some cents off and none with a due date; payments of parts.
  private static func trade(_ dice: inout SplitMix64) -> [String: String] {
    var texts = [
      "partners": customer,
      "sales_invoices":
        "invoice_key,document_number,document_date,accounting_date,currency,exchange_rate,partner_key,settlement,total\n",
      "sales_invoice_lines":
        "invoice_key,line_key,accounting_date,line_kind,quantity,net_amount,tax_amount\n",
      "purchase_bills":
        "bill_key,document_number,document_date,accounting_date,currency,exchange_rate,partner_key,total\n",
      "purchase_bill_lines":
        "bill_key,line_key,accounting_date,line_kind,quantity,net_amount,tax_amount,recoverable_tax_amount\n",
      "payments":
        "payment_key,document_number,document_date,accounting_date,currency,exchange_rate,direction,partner_key,partner_role,amount\n",
      "applications":
        "application_key,accounting_date,kind,from_stream,from_key,to_stream,to_key,amount\n",
    ]
    for number in 1...60 {
      let isSale = number % 2 == 0
      let currency = number % 3 == 0 ? "JPY" : "USD"
      let day = "2026-0\(1 + number % 5)-1\(number % 10)"
      var total: Int64 = 0
      for line in 1...Int.random(in: 1...6, using: &dice) {
        let isDiscount = line > 1 && Int.random(in: 0...3, using: &dice) == 0
        let net = Int64.random(in: 1...9_999_999, using: &dice) / (isDiscount ? -20 : 1)
        let tax = net / 5
        total += net + tax
        let kind = isDiscount ? "discount" : "service"
        let amounts = "\(decimal(net, 4)),\(decimal(tax, 4))"
        texts[isSale ? "sales_invoice_lines" : "purchase_bill_lines", default: ""] +=
          "\(number),\(line),\(day),\(kind),1,\(amounts)"
          + (isSale ? "\n" : ",\(decimal(line % 2 == 0 ? tax : tax / 3, 4))\n")
      }
      let off = number % 4 < 2 ? Int64.random(in: -400...400, using: &dice) : 0
      let rate = decimal(Int64.random(in: 1_000...1_999_999, using: &dice), 6)
      let stated = decimal(total + off, 4)
      texts[isSale ? "sales_invoices" : "purchase_bills", default: ""] +=
        "\(number),D-\(number),\(day),\(day),\(currency),\(rate),"
        + (isSale ? "7,credit,\(stated)\n" : "8,\(stated)\n")
      let scale: Int64 = currency == "JPY" ? 10_000 : 100
      for part in 1...2 where (total + off) / scale > 3 {
        let amount = (total + off) / scale / Int64(part + 1)
        let paid = decimal(amount, currency == "JPY" ? 0 : 2)
        let rate = decimal(Int64.random(in: 1_000...1_999_999, using: &dice), 6)
        texts["payments", default: ""] +=
          "\(number)\(part),P-\(number)\(part),2026-06-0\(part),2026-06-0\(part),\(currency),\(rate),"
          + (isSale ? "in,7,customer,\(paid)\n" : "out,8,supplier,\(paid)\n")
        texts["applications", default: ""] +=
          "\(number)\(part),2026-06-0\(part),payment,payments,\(number)\(part),"
          + (isSale ? "sales_invoices" : "purchase_bills") + ",\(number),\(paid)\n"
      }
    }
    return texts
  }

  /// A count of 10⁻ˢᶜᵃˡᵉ as people write it.
  private static func decimal(_ count: Int64, _ scale: Int) -> String {
    (try? ExactDecimal(significand: Int128(count), scale: scale).description) ?? ""
  }
}
