import Foundation
import Platform
import TestSupport
import Testing

@testable import Jobs

/// A file that an export wrote, read back by another reader and held against the warehouse.
struct ExportedAuditFile {
  let reader: AuditFileReader
  let path: String

  init(_ request: AuditFileRequest, in directory: TemporaryDirectory) throws {
    var request = request
    request.file = directory.file("audit_\(UInt32.random(in: 0 ... .max)).xml")
    let result = try ExportedBooks.session(directory).exportAuditFile(request) {
      _ throws(JobError) in
      Issue.record("a file was asked for, and standard output is written")
    }
    path = result.text
    reader = AuditFileReader(Data(try FileSystem.read(path)))
  }

  /// That the file has its shape, that what it announces is there, that opening and entries come to the
  /// closing of every account, customer and supplier, and that all closings are those of `closing`,
  /// `1200|-12.30` each.
  func expectBooks(_ closing: [String], entries: Int) {
    #expect(reader.problems == [])
    #expect(reader.texts["NumberOfEntries"] == "\(entries)")
    #expect(reader.transactions.count == entries)
    #expect(Set(reader.transactions).count == entries)
    let debit = reader.lines.filter { $0.amount > 0 }.reduce(Decimal(0)) { $0 + $1.amount }
    let credit = reader.lines.filter { $0.amount < 0 }.reduce(Decimal(0)) { $0 - $1.amount }
    #expect(debit == credit)
    #expect(reader.texts["TotalDebit"].flatMap { Decimal(string: $0) } == debit)
    #expect(reader.texts["TotalCredit"].flatMap { Decimal(string: $0) } == credit)
    expect(reader.accounts, moveBy: \.account)
    expect(reader.customers, moveBy: \.customer)
    expect(reader.suppliers, moveBy: \.supplier)
    #expect(reader.lines.contains { !$0.account.isEmpty })
    let found = reader.accounts.filter { $0.value.closing != 0 }
      .map { "\($0.key)|\($0.value.closing)" }
    let expected = closing.map { line in
      let parts = line.split(separator: "|")
      return "\(parts[0])|\(Decimal(string: String(parts[1])) ?? .nan)"
    }
    #expect(found.sorted() == expected.sorted())
  }

  private func expect(
    _ balances: [String: AuditFileReader.Balance], moveBy key: KeyPath<AuditFileReader.Line, String>
  ) {
    var moved: [String: Decimal] = [:]
    for line in reader.lines where !line[keyPath: key].isEmpty {
      moved[line[keyPath: key], default: 0] += line.amount
    }
    #expect(Set(moved.keys).isSubset(of: balances.keys))
    let wrong = balances.filter { $0.value.opening + moved[$0.key, default: 0] != $0.value.closing }
    #expect(wrong.isEmpty, "\(wrong)")
  }
}

/// The sample group's books as audit files. Needs PostgreSQL.
@Suite("Audit files: the sample group", .serialized)
struct AuditFileTests {
  private let books: SampleBooks

  init() throws { books = try SampleBooks.published().books }

  private func closing(_ company: String, _ period: String) throws -> [String] {
    try books.published(
      """
      SELECT account || '|' || sum(closing) FROM analytics.trial_balance
       WHERE company = '\(company)' AND period = '\(period)'
       GROUP BY account HAVING sum(closing) <> 0
      """)
  }

  private func entries(_ company: String, _ condition: String) throws -> Int {
    let count = try books.published(
      """
      SELECT count(DISTINCT (l.period_id, l.entry_seq)) FROM analytics.journal_line l
        JOIN analytics.period p USING (company, period_id)
       WHERE l.company = '\(company)' AND \(condition)
      """)
    return try #require(count.first.flatMap { Int($0) })
  }

  @Test(
    "Another reader finds the shape of the schema, and every account as the trial balance says",
    arguments: [
      ("alpin", 2026, "2026-10"), ("alpin", 2025, "2025-12"), ("summit", 2027, "2027-P04"),
    ])
  func years(company: String, year: Int, last: String) throws {
    let file = try ExportedAuditFile(
      AuditFileRequest(company: company, year: year), in: books.directory)
    file.expectBooks(
      try closing(company, last), entries: try entries(company, "p.fiscal_year = \(year)"))
    // Every line of the warehouse, in its own currency too.
    let base = try #require(file.reader.texts["DefaultCurrencyCode"])
    var own: [String: Decimal] = [:]
    for line in file.reader.lines where !line.currency.isEmpty {
      own["\(line.account)|\(line.currency)", default: 0] += try #require(line.own)
    }
    let foreign = try books.published(
      """
      SELECT account || '|' || l.currency || '|' || sum(debit_in_currency - credit_in_currency)
        FROM analytics.journal_line l JOIN analytics.period p USING (company, period_id)
       WHERE l.company = '\(company)' AND p.fiscal_year = \(year) AND l.currency <> '\(base)'
       GROUP BY account, l.currency
      """)
    let expected = try Dictionary(
      uniqueKeysWithValues: foreign.map { row in
        let parts = row.split(separator: "|")
        return ("\(parts[0])|\(parts[1])", try #require(Decimal(string: String(parts[2]))))
      })
    #expect(own == expected)
  }

  @Test("Customers and suppliers have together what their control accounts have")
  func parties() throws {
    let file = try ExportedAuditFile(
      AuditFileRequest(company: "alpin", period: "2026-03"), in: books.directory)
    file.expectBooks(
      try closing("alpin", "2026-03"), entries: try entries("alpin", "l.period = '2026-03'"))
    func sum(_ accounts: [String]) -> Decimal {
      accounts.reduce(0) { $0 + (file.reader.accounts[$1]?.closing ?? 0) }
    }
    let customers = file.reader.customers.values.reduce(Decimal(0)) { $0 + $1.closing }
    let suppliers = file.reader.suppliers.values.reduce(Decimal(0)) { $0 + $1.closing }
    #expect(file.reader.lines.contains { !$0.customer.isEmpty })
    #expect(file.reader.lines.contains { !$0.supplier.isEmpty })
    #expect(customers == sum(["1200", "2200"]))
    #expect(suppliers == sum(["2000", "1400"]))
    #expect(file.reader.texts["Name"] != nil)
    #expect(file.reader.texts["SelectionStartDate"] == "2026-03-01")
    let again = try ExportedAuditFile(
      AuditFileRequest(company: "alpin", period: "2026-03"), in: books.directory)
    #expect(try FileSystem.read(again.path) == FileSystem.read(file.path))
  }

  @Test("What cannot be exported is said, with the exit code of its kind")
  func refusals() throws {
    let fresh = try SampleBooks(source: books.source)
    let company = fresh.directory.file("jobs/companies/alpin.yaml")
    let text = try FileSystem.readText(company)
    try FileSystem.writeAtomically(
      String(text[..<(try #require(text.range(of: "legal:")).lowerBound)]), to: company)
    func expect(
      _ request: AuditFileRequest, _ exitCode: ExitCode, _ message: String,
      in directory: TemporaryDirectory, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      let session = try ExportedBooks.session(directory)
      do throws(JobError) {
        _ = try session.exportAuditFile(request) { _ throws(JobError) in }
        Issue.record("it was exported", sourceLocation: sourceLocation)
      } catch {
        #expect(error.exitCode == exitCode, sourceLocation: sourceLocation)
        #expect(error.message == message, sourceLocation: sourceLocation)
      }
    }
    try expect(
      AuditFileRequest(company: "alpin"), .configuration,
      "an audit file states the company's registration number, address and contact, and "
        + "jobs/companies/alpin.yaml has none", in: fresh.directory)
    try expect(
      AuditFileRequest(company: "alpin", year: 2031), .usage,
      "nothing is published for fiscal year 2031", in: books.directory)
    try expect(
      AuditFileRequest(company: "alpin", period: "2031-01"), .usage,
      "nothing is published for period 2031-01", in: books.directory)
    try expect(
      AuditFileRequest(company: "alpin", wantsJSON: true), .usage,
      "--json and the audit file cannot both go to standard output", in: books.directory)
  }
}

/// The books of a real company as an audit file.
@Suite("AdventureWorks: audit file", .serialized, RealData.isNeeded("adventureworks"))
struct AdventureWorksAuditFileTests {
  private let installation: Installation

  init() throws { installation = try AdventureWorks.published().installation }

  @Test("Another reader finds every account of the year as the trial balance says")
  func year() throws {
    func rows(_ sql: String) throws -> [String] {
      try installation.published(sql).split(separator: "\n").map(String.init)
    }
    let file = try ExportedAuditFile(
      AuditFileRequest(company: Installation.company, year: 2014), in: installation.directory)
    let last = try #require(
      try rows("SELECT max(period) FROM analytics.period WHERE fiscal_year = 2014 AND run_id > 0")
        .first)
    file.expectBooks(
      try rows(
        """
        SELECT account || '|' || sum(closing) FROM analytics.trial_balance
         WHERE period = '\(last)' GROUP BY account HAVING sum(closing) <> 0
        """),
      entries: try #require(
        try rows(
          """
          SELECT count(DISTINCT (l.period_id, l.entry_seq)) FROM analytics.journal_line l
            JOIN analytics.period p USING (company, period_id) WHERE p.fiscal_year = 2014
          """
        ).first.flatMap { Int($0) }))
  }
}
