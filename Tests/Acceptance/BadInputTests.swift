import Platform
import TestSupport
import Testing

/// What is wrong with the input ends with its exit code and one sentence that says where and what
/// to do; the close before stays, and whatever else is wrong is told in the same run.
@Suite("Input that is wrong, by the command line")
struct BadInputTests {
  /// One mistake.
  struct Mistake: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// The line of the findings, up to its sentence; without its code for one of the configuration.
    let finding: String
    let sentence: String
    let action: String
    var code: Int32 = 65
    let make: @Sendable (CornerShop) throws -> Void
  }

  private static func journal(
    _ shop: CornerShop, currency: String = "EUR", _ rows: String...
  ) throws {
    let data = "jobs/companies/\(CornerShop.company)/data"
    try shop.write(
      "\(data)/manual_journals.csv",
      """
      journal_key,document_number,document_date,accounting_date,currency,description
      M1,MJ-1,2026-02-20,2026-02-20,\(currency),Accrual

      """)
    try shop.write(
      "\(data)/manual_journal_lines.csv",
      "journal_key,line_key,accounting_date,account,debit,credit\n"
        + rows.map { "M1,\($0)\n" }.joined())
  }

  static let mistakes = [
    Mistake(
      testDescription: "malformed YAML", finding: "jobs/companies/corner.yaml:3:1: ",
      sentence: "did not find expected ',' or ']'", action: "correct the files", code: 78
    ) { try $0.write("jobs/companies/corner.yaml", "name: Corner Shop\nsources: [{erp: shop}\n") },
    Mistake(
      testDescription: "an adapter without a column", finding: "SRC-011,error,items,",
      sentence: "The required column name is missing",
      action: "Add it to the SELECT in jobs/sources/shop/items.sql."
    ) {
      try $0.write(
        "jobs/sources/shop/items.sql",
        "SELECT i.id AS item_key, i.code AS number, 'stock' AS kind FROM shop.item i\n")
    },
    Mistake(
      testDescription: "an amount that is no number",
      finding: "SRC-002,error,goods_receipt_lines,7/1,",
      sentence: "net_amount is NaN, and it must be a finite decimal number.",
      action: "Correct the value in the source"
    ) { try $0.change("UPDATE shop.delivery SET cost = 'NaN' WHERE id = 7") },
    Mistake(
      testDescription: "a row without its key", finding: "SRC-007,error,sales_invoices,NULL,",
      sentence: "invoice_key is NULL, and it is part of the key.", action: "Fill it in the source"
    ) {
      try $0.change(
        """
        ALTER TABLE shop.sale DROP CONSTRAINT sale_pkey;
        ALTER TABLE shop.sale ALTER id DROP NOT NULL;
        UPDATE shop.sale SET id = NULL WHERE id = 90;
        """)
    },
    Mistake(
      testDescription: "an account that does not exist",
      finding: "GL-007,error,manual_journals,M1,MJ-1,",
      sentence: "the chart has no account 9999", action: "add the account to the chart"
    ) { try journal($0, "1,2026-02-20,9999,10.00,0", "2,2026-02-20,1100,0,10.00") },
    Mistake(
      testDescription: "a manual entry that does not balance",
      finding: "GL-004,error,manual_journals,M1,MJ-1,1.00,EUR,",
      sentence: "its debits and credits differ by 1.00 EUR", action: "correct the entry"
    ) { try journal($0, "1,2026-02-20,6100,10.00,0", "2,2026-02-20,1100,0,9.00") },
    Mistake(
      testDescription: "a rate that is missing",
      finding: "GL-003,error,manual_journals,M1,MJ-1,",
      sentence: "there is no SEK/EUR rate for 2026-02-20",
      action: "add the rate for 2026-02-20 to fx_rates"
    ) {
      try journal($0, currency: "SEK", "1,2026-02-20,6100,10.00,0", "2,2026-02-20,1100,0,10.00")
    },
    Mistake(
      testDescription: "a CSV file with a ragged line",
      finding: "SRC-018,error,data/manual_journal_lines.csv,3,",
      sentence: "4 fields, the header has 6",
      action: "Mend line 3 of data/manual_journal_lines.csv."
    ) {
      try journal(
        $0, "1,2026-02-20,6100,10.00,0", "2,2026-02-20,1100", "3,2026-02-20,1100,0,10.00")
    },
  ]

  private func findings(_ shop: CornerShop) throws -> [Substring] {
    let folder = "\(shop.output)/\(CornerShop.company)/findings/\(CornerShop.asOf)"
    return try FileSystem.readText("\(folder)/findings.csv").split(separator: "\r\n")
  }

  @Test("one sentence with its place and what to do; the close before stays", arguments: mistakes)
  func one(_ mistake: Mistake) throws {
    let shop = try CornerShop.closedOnce()
    let before = try shop.books()
    try mistake.make(shop)
    let answer = try shop.run("run", "nightly")
    #expect(answer.code == mistake.code && answer.output == "", "\(answer.text)")
    #expect(answer.errors.split(separator: "\n").count <= 10, "\(answer.text)")
    if mistake.code == 65 {
      #expect(answer.errors.hasPrefix("corner: checks: "), "\(answer.text)")
      #expect(answer.errors.contains("findings.xlsx"), "\(answer.text)")
      let lines = try findings(shop)
      let line = lines.first { $0.hasPrefix(mistake.finding) }
      #expect(line?.contains(mistake.sentence) == true, "\(lines)")
      #expect(line?.contains(mistake.action) == true, "\(lines)")
      // One mistake is no flood: each stream that reads the row tells it once.
      #expect(lines.filter { $0.contains(",error,") }.count <= 5, "\(lines)")
    } else {
      #expect(answer.errors.hasPrefix("nightclose: \(mistake.finding)"), "\(answer.text)")
      #expect(answer.errors.contains(mistake.sentence), "\(answer.text)")
      #expect(answer.errors.contains("→ \(mistake.action)"), "\(answer.text)")
    }
    #expect(try shop.books() == before && shop.brokenFiles() == [])
  }

  @Test("all mistakes of the data at once are told in one run, and another company is closed")
  func together() throws {
    let shop = try CornerShop.closedOnce()
    let before = try shop.books()
    try shop.write("jobs/companies/second.yaml", CornerShop.companyFile(connection: "second"))
    try shop.writeInstallation(others: ["second": try CornerShop.sale()])
    // A later entry of the same file would take the place of an earlier one.
    let told = Self.mistakes.filter {
      $0.code == 65 && ($0.finding.hasPrefix("SRC-0") || $0.finding.hasPrefix("GL-004"))
        && !$0.finding.hasPrefix("SRC-011") && !$0.finding.hasPrefix("SRC-018")
    }
    for mistake in told { try mistake.make(shop) }
    let answer = try shop.run("run", "nightly")
    #expect(answer.code == 65 && answer.output == "", "\(answer.text)")
    #expect(!answer.errors.contains("second"), "\(answer.text)")
    let lines = try findings(shop)
    for mistake in told {
      #expect(lines.contains { $0.hasPrefix(mistake.finding) }, "\(mistake): \(lines)")
    }
    #expect(told.count == 3)
    #expect(try shop.digests(before.current) == before.files && shop.brokenFiles() == [])
    #expect(
      try shop.published(
        """
        SELECT c.code, r.state FROM core.run r JOIN core.company c USING (company_id)
         WHERE r.run_id > 1 ORDER BY 1
        """) == "corner|blocked\nsecond|published")
  }
}
