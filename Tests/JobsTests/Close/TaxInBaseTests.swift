import AccountingValues
import GeneralLedger
import Testing

@testable import Jobs

/// Tax of documents in a foreign currency, in the currency of the books.
@Suite("Tax in base currency")
struct TaxInBaseTests {
  /// The entries of one invoice at 0.90 by its lines `kind,quantity,net,tax,code`.
  private static func entries(_ lines: [String], total: String) throws -> [String] {
    try SmallBooks([
      "partners": "partner_key,kind,name,payment_terms_key\n7,customer,Berghaus,\n",
      "sales_invoices":
        "invoice_key,currency,exchange_rate,total,document_number,document_date,accounting_date,due_date,partner_key,settlement\n"
        + "1,USD,0.9,\(total),I-1,2026-01-16,2026-01-16,2026-02-15,7,credit\n",
      "sales_invoice_lines":
        "invoice_key,line_key,accounting_date,line_kind,quantity,net_amount,tax_amount,tax_code\n"
        + lines.enumerated().map { "1,\($0 + 1),2026-01-16,\($1)\n" }.joined(),
    ]).entries("sales_invoices")
  }

  private static func conversion(_ rate: ExactDecimal) throws -> CurrencyConversion {
    try CurrencyConversion(
      ExchangeRate(
        from: ShippedPostingTests.currency("USD"), to: SmallBooks.euro, kind: .spot,
        date: ShippedPostingTests.day("2026-01-16"), rate: rate))
  }

  @Test("Tax is tax × rate; the cent that rounding leaves falls on the net amount")
  func single() throws {
    // 14.67 × 0.9 = 13.203. By largest remainder 11.097 would take the cent from 2.106.
    #expect(
      try Self.entries(["service,1,12.33,2.34,N19"], total: "14.67") == [
        "Dr 1200 14.67 USD = 13.20 EUR", "Cr 4010 12.33 USD = 11.09 EUR",
        "Cr 2100 2.34 USD = 2.11 EUR",
      ])
  }

  @Test("All tax of one code is converted together, each code by itself")
  func codes() throws {
    // N19: 2.34 + 2.34 = 4.68 × 0.9 = 4.212 → 4.21 = 2.11 + 2.10, not 2 × 2.11.
    // R7: 0.84 × 0.9 = 0.756 → 0.76. Total 42.18 × 0.9 = 37.962 → 37.96; left for net: 32.99.
    #expect(
      try Self.entries(
        ["service,1,12.33,2.34,N19", "service,1,12.00,0.84,R7", "service,1,12.33,2.34,N19"],
        total: "42.18"
      ).sorted() == [
        "Cr 2100 5.52 USD = 4.97 EUR", "Cr 4010 36.66 USD = 32.99 EUR",
        "Dr 1200 42.18 USD = 37.96 EUR",
      ])
    let parts = try BaseConversion.parts(
      nets: [1233, 1200, 1233], taxes: [("N19", 234), ("R7", 84), ("N19", 234)],
      by: Self.conversion(ExactDecimal(parsing: "0.9")))
    #expect(parts.nets == [1110, 1080, 1109] && parts.taxes == [211, 76, 210])
  }

  @Test(
    "The parts sum to the total whatever they are, and tax is tax × rate where net can give way")
  func shares() throws {
    for nanos in stride(from: 100_000_007, through: 1_900_000_000, by: 30_000_049) {
      let rate = try ExactDecimal(significand: Int128(nanos), scale: 9)
      let conversion = try Self.conversion(rate)
      for (nets, taxes) in [
        ([1233, 5], [234, 1]), ([-1233, -5], [-234, -1]), ([1233, -400], [234, -76]), ([0], [234]),
        ([1], [1]), ([], [7, 8]), ([3], []),
      ] as [([Int64], [Int64])] {
        let parts = try BaseConversion.parts(
          nets: nets, taxes: taxes.map { ("", $0) }, by: conversion)
        let total = try conversion.converted((nets + taxes).reduce(0, +))
        #expect((parts.nets + parts.taxes).reduce(0, +) == total, "\(nets) \(taxes) at \(rate)")
        if nets.reduce(0, +).magnitude > 100 {
          #expect(
            try parts.taxes.reduce(0, +) == conversion.converted(taxes.reduce(0, +)),
            "\(nets) \(taxes) at \(rate)")
        }
        for (minor, base) in zip(nets + taxes, parts.nets + parts.taxes) {
          #expect(minor.signum() * base.signum() >= 0, "\(nets) \(taxes) at \(rate)")
        }
      }
    }
  }
}
