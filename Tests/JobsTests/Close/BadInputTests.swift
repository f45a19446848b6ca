import TestSupport
import Testing

@testable import Jobs

/// What is wrong with the input is told in one clear sentence, and the rest is not lost.
@Suite("Input that is wrong", .serialized, RealData.isNeeded("adventureworks"))
struct BadInputTests {
  /// One mistake, and how it is told.
  struct Mistake: CustomTestStringConvertible, Sendable {
    let title: String
    let code: String
    /// What the finding's line names: the row, the file or the word that is wrong.
    let names: String
    var sql: String = ""
    var files: [String: String] = [:]
    var testDescription: String { title }
  }

  private static let header =
    "journal_key,document_number,document_date,accounting_date,currency,description\n"
  private static let lines = "journal_key,line_key,accounting_date,account,debit,credit\n"

  static func journal(_ currency: String, _ rows: String) -> [String: String] {
    [
      "manual_journals.csv": header
        + "M1,MJ-1,2011-08-31,2011-08-31,\(currency),Accrual of August\n",
      "manual_journal_lines.csv": lines + rows,
    ]
  }

  static let mistakes = [
    Mistake(
      title: "a price that is no number", code: "SRC-002", names: "purchase_bill_lines",
      sql: """
        UPDATE aw.purchaseorderdetail SET unitprice = 'NaN' WHERE purchaseorderdetailid = (
          SELECT min(d.purchaseorderdetailid) FROM aw.purchaseorderdetail d
            JOIN aw.purchaseorderheader h USING (purchaseorderid)
           WHERE h.status = 4 AND d.receivedqty > d.rejectedqty)
        """),
    Mistake(
      title: "a row without its key", code: "SRC-007", names: "sales_invoices",
      sql: """
        UPDATE aws.sales SET ordernumber = NULL
         WHERE ordernumber = (SELECT min(ordernumber) FROM aws.sales)
        """),
    Mistake(
      title: "a manual entry to an account that does not exist", code: "GL-007", names: "MJ-1",
      files: journal("USD", "M1,1,2011-08-31,9999,10.00,0\nM1,2,2011-08-31,1100,0,10.00\n")),
    Mistake(
      title: "a manual entry that does not balance", code: "GL-004", names: "MJ-1",
      files: journal("USD", "M1,1,2011-08-31,6100,10.00,0\nM1,2,2011-08-31,1100,0,9.00\n")),
    Mistake(
      title: "a document in a currency without a rate", code: "GL-003", names: "SEK",
      files: journal("SEK", "M1,1,2011-08-31,6100,10.00,0\nM1,2,2011-08-31,1100,0,10.00\n")),
    Mistake(
      title: "a line with too few fields", code: "SRC-018", names: "manual_journal_lines",
      files: journal(
        "USD", "M1,1,2011-08-31,6100,10.00,0\nM1,2,2011-08-31,1100\nM1,3,2011-08-31,1100,0,10\n")),
  ]

  @Test("The mistake is a finding with its place, the books stay as they were", arguments: mistakes)
  func finding(_ mistake: Mistake) throws {
    let first = try AdventureWorks.publishedYoung()
    let books = first.installation
    if !mistake.sql.isEmpty { try books.change(mistake.sql) }
    for (name, text) in mistake.files {
      try books.write("jobs/companies/\(Installation.company)/data/\(name)", text)
    }
    let outcome = try books.run()
    #expect(outcome.exitCode == 65, "\(outcome.message)")
    let findings = try books.findings(outcome)
    #expect(
      findings.split(separator: "\r\n").contains {
        $0.hasPrefix(mistake.code + ",") && $0.contains(mistake.names)
      }, "\(findings.prefix(3000))")
    // One mistake is not a flood: each stream that reads the row tells it, the rest was read.
    #expect(findings.split(separator: "\r\n").filter { $0.contains(",error,") }.count <= 15)
    #expect(
      try books.published("SELECT count(DISTINCT run_id) FROM core.journal_line") == "1")
    #expect(
      try books.published("SELECT close_id FROM analytics.period ORDER BY period DESC LIMIT 1")
        == first.outcome.closeId)
  }

  @Test("A sound manual entry in CSV files is posted")
  func soundJournal() throws {
    let books = try AdventureWorks.publishedYoung().installation
    for (name, text) in Self.journal(
      "USD", "M1,1,2011-08-31,6100,10.00,0\nM1,2,2011-08-31,1100,0,10.00\n")
    {
      try books.write("jobs/companies/\(Installation.company)/data/\(name)", text)
    }
    _ = try books.publish()
    #expect(
      try books.published(
        """
        SELECT account, debit, credit FROM analytics.journal_line
         WHERE document_number = 'MJ-1' ORDER BY account
        """) == "1100|0.00|10.00\n6100|10.00|0.00")
  }

  @Test("The folder that `inputs` names is read beside the data folder, and is input of the close")
  func inputsFolder() throws {
    let first = try AdventureWorks.publishedYoung()
    let books = first.installation
    for (name, text) in Self.journal(
      "USD", "M1,1,2011-08-31,6100,10.00,0\nM1,2,2011-08-31,1100,0,10.00\n")
    {
      try books.write("finance/\(name)", text)
    }
    try books.configure(asOf: AdventureWorks.lastYoungDay, more: "inputs: finance")
    let posted = try books.publish()
    let expense = "SELECT debit FROM analytics.journal_line WHERE document_number = 'MJ-1' LIMIT 1"
    #expect(try books.published(expense) == "10.00")
    for (name, text) in Self.journal(
      "USD", "M1,1,2011-08-31,6100,12.00,0\nM1,2,2011-08-31,1100,0,12.00\n")
    {
      try books.write("finance/\(name)", text)
    }
    #expect(try books.publish().closeId != posted.closeId)
    #expect(try books.published(expense) == "12.00")
  }

  @Test("An adapter without a required column is told before anything is read")
  func missingColumn() throws {
    let books = try AdventureWorks.publishedYoung().installation
    try books.write(
      "jobs/sources/adventureworks/items.sql",
      "SELECT p.productid AS item_key, p.productnumber AS number, 'stock' AS kind FROM aw.product p"
    )
    let outcome = try books.run()
    #expect([65, 78].contains(outcome.exitCode), "\(outcome.message)")
    let told = outcome.folder.isEmpty ? outcome.message : try books.findings(outcome)
    #expect(told.contains("SRC-011") || told.contains("required column"), "\(told)")
  }

  @Test("Malformed YAML is a mistake of the configuration, with file and line")
  func malformed() throws {
    let books = try AdventureWorks.publishedYoung().installation
    try books.write("jobs/companies/aw.yaml", "name: Adventure Works\nsources: [{erp: adventure\n")
    do {
      _ = try books.run()
      Issue.record("a malformed file was read")
    } catch let error as JobError {
      #expect(error.exitCode == .configuration)
      #expect(error.description.contains("jobs/companies/aw.yaml:"), "\(error)")
    }
  }

  @Test("A database that does not answer is told with its address", arguments: ["aw", "warehouse"])
  func unreachable(which: String) throws {
    let books = try AdventureWorks.publishedYoung().installation
    let nowhere = "postgresql://nobody@127.0.0.1:1/nothing"
    try books.write(
      "jobs/nightclose.yaml",
      """
      version: 1
      warehouse: {uri: "\(which == "warehouse" ? nowhere : Installation.uri(books.warehouse))"}
      connections:
        aw: {uri: "\(which == "aw" ? nowhere : Installation.uri(books.source))"}
      output: \(books.directory.file("output"))
      state: \(books.directory.file("state"))

      """)
    let outcome = try books.run()
    #expect(outcome.exitCode == 69, "\(outcome.message)")
    #expect(outcome.message.contains("127.0.0.1"), "\(outcome.message)")
    #expect(outcome.message.split(separator: "\n").count <= 4, "\(outcome.message)")
  }
}
