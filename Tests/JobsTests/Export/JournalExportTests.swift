import AccountingValues
import Foundation
import Platform
import TestSupport
import Testing

@testable import Jobs

/// What an export wrote of some books, held against what the warehouse says of them.
struct ExportedBooks {
  let file: String
  let company: String
  let base: String
  /// The last period exported.
  let period: String
  private let ask: (String) throws -> [String]

  init(
    _ request: JournalExportRequest, in directory: TemporaryDirectory, company: String,
    base: String, period: String, ask: @escaping (String) throws -> [String]
  ) throws {
    var request = request
    request.company = company
    request.file = directory.file(
      "\(company)_\(period)_\(UInt32.random(in: 0 ... .max)).\(request.format)")
    let result = try Self.session(directory).exportJournals(request) { _ throws(JobError) in
      Issue.record("a file was asked for, and standard output is written")
    }
    file = result.text
    #expect(result.exitCode == .done)
    self.company = company
    self.base = base
    self.period = period
    self.ask = ask
  }

  static func session(_ directory: TemporaryDirectory) throws -> Session {
    try Session(
      SessionOptions(
        configDirectory: directory.path, stateDirectory: nil, environment: [:],
        workingDirectory: directory.path, isInteractive: false))
  }

  /// Every account at the end of the period, in base and in other currencies.
  func expectTrialBalance(
    by program: ForeignProgram, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let closing = try ask(
      """
      SELECT account || '|\(base)|' || sum(closing) FROM analytics.trial_balance
       WHERE company = '\(company)' AND period = '\(period)'
       GROUP BY account HAVING sum(closing) <> 0
      """
    ).sorted()
    #expect(closing.count > 5, sourceLocation: sourceLocation)
    let cost = try ForeignBalances.of(file, by: program, atCost: true)
    expectSame(cost, closing, sourceLocation)
    let foreign = try ask(
      """
      SELECT account || '|' || currency || '|' || sum(closing_in_currency)
        FROM analytics.trial_balance
       WHERE company = '\(company)' AND period = '\(period)' AND currency <> '\(base)'
       GROUP BY account, currency HAVING sum(closing_in_currency) <> 0
      """
    ).sorted()
    // The books of the real company are in one currency.
    if base == "EUR" { #expect(!foreign.isEmpty, sourceLocation: sourceLocation) }
    let own = try ForeignBalances.of(file, by: program, atCost: false)
    expectSame(own.filter { !$0.contains("|\(base)|") }, foreign, sourceLocation)
  }

  /// Every account at the end of every month.
  func expectEveryMonth(sourceLocation: SourceLocation = #_sourceLocation) throws {
    let closing = try ask(
      """
      SELECT to_char(p.first_day, 'YYYY-MM') || '|' || t.account || '|' || sum(t.closing)
        FROM analytics.trial_balance t JOIN analytics.period p USING (company, period)
       WHERE company = '\(company)' GROUP BY p.first_day, t.account HAVING sum(t.closing) <> 0
      """
    ).sorted()
    #expect(closing.count > 300, sourceLocation: sourceLocation)
    expectSame(try ForeignBalances.monthly(file), closing, sourceLocation)
  }

  func expectSame(_ theirs: [String], _ ours: [String], _ sourceLocation: SourceLocation) {
    let missing = ours.filter { !Set(theirs).contains($0) }.prefix(5)
    let extra = theirs.filter { !Set(ours).contains($0) }.prefix(5)
    #expect(
      theirs == ours, "only in the books: \(missing); only in the other program: \(extra)",
      sourceLocation: sourceLocation)
  }
}

/// The sample group's journals in the hands of other programs. Needs PostgreSQL.
@Suite("Exported journals: the sample group", .serialized)
struct JournalExportTests {
  private let books: SampleBooks

  init() throws { books = try SampleBooks.published().books }

  private func exported(
    _ format: String, company: String, base: String, period: String, only: String? = nil,
    from: String? = nil, through: String? = nil
  ) throws -> ExportedBooks {
    try ExportedBooks(
      JournalExportRequest(
        format: format, period: only, from: from.flatMap { CivilDate($0) },
        through: through.flatMap { CivilDate($0) }),
      in: books.directory, company: company, base: base, period: period, ask: books.published)
  }

  private func all(_ format: String) throws -> [ExportedBooks] {
    [
      try exported(format, company: "alpin", base: "EUR", period: "2026-10"),
      try exported(format, company: "summit", base: "USD", period: "2027-P04"),
    ]
  }

  @Test(
    "hledger finds every entry balanced and every account as the trial balance says",
    ForeignProgram.hledger.isNeeded)
  func hledger() throws {
    for exported in try all("hledger") {
      try exported.expectTrialBalance(by: .hledger)
      let complaints = try ForeignProgram.hledger.answer([
        "-f", exported.file, "check", "--strict", "ordereddates",
      ])
      #expect(complaints.isEmpty)
    }
    try exported("hledger", company: "alpin", base: "EUR", period: "2026-10").expectEveryMonth()
  }

  @Test(
    "ledger finds every entry balanced and every account as the trial balance says",
    ForeignProgram.ledger.isNeeded)
  func ledger() throws {
    for exported in try all("ledger") { try exported.expectTrialBalance(by: .ledger) }
  }

  @Test(
    "One period alone opens with what was before and ends as the trial balance says",
    ForeignProgram.hledger.isNeeded, ForeignProgram.ledger.isNeeded,
    arguments: ["2025-05", "2026-01", "2026-03"])
  func onePeriod(period: String) throws {
    for program in [ForeignProgram.hledger, .ledger] {
      try exported(
        program.rawValue, company: "alpin", base: "EUR", period: period, only: period
      ).expectTrialBalance(by: program)
    }
  }

  @Test("Days from the midst of a month open with what stood then", ForeignProgram.hledger.isNeeded)
  func days() throws {
    let exported = try exported(
      "hledger", company: "alpin", base: "EUR", period: "2026-03", from: "2025-12-10",
      through: "2026-03-31")
    try exported.expectTrialBalance(by: .hledger)
    let upTo = try self.exported(
      "hledger", company: "alpin", base: "EUR", period: "2026-03", from: "2026-03-10",
      through: "2026-03-20")
    let expected = try books.published(
      """
      SELECT account || '|EUR|' || sum(amount) FROM (
        SELECT account, closing AS amount FROM analytics.trial_balance
         WHERE company = 'alpin' AND period = '2026-03'
        UNION ALL
        SELECT account, credit - debit FROM analytics.journal_line
         WHERE company = 'alpin' AND period = '2026-03' AND date > '2026-03-20') f
       GROUP BY account HAVING sum(amount) <> 0
      """
    ).sorted()
    upTo.expectSame(
      try ForeignBalances.of(upTo.file, by: .hledger, atCost: true), expected, #_sourceLocation)
    let first = try ForeignProgram.hledger.answer(["-f", upTo.file, "stats"])
      .filter { $0.contains("2026-03-10") && $0.contains("2026-03-21") }
    #expect(first.count == 1)
  }

  @Test("Every line is in the file once, and the same close makes the same bytes")
  func bytes() throws {
    let file = try exported("beancount", company: "alpin", base: "EUR", period: "2026-10").file
    let text = try FileSystem.readText(file)
    let numbers = text.split(separator: "\n").filter { $0.hasPrefix("  number: ") }
      .map { String($0.dropFirst(11).dropLast()) }
    let entries = try books.published(
      """
      SELECT number FROM analytics.journal_entry e WHERE company = 'alpin' AND EXISTS (
        SELECT FROM analytics.journal_line l WHERE l.company = e.company
           AND l.period_id = e.period_id AND l.entry_seq = e.entry_seq)
      """)
    let derived: Set = ["opening", "result 2025"]
    #expect(numbers.filter { !derived.contains($0) }.sorted() == entries.sorted())
    let again = try exported("beancount", company: "alpin", base: "EUR", period: "2026-10").file
    #expect(try FileSystem.read(again) == FileSystem.read(file))
    var printed: [UInt8] = []
    let result = try ExportedBooks.session(books.directory).exportJournals(
      JournalExportRequest(format: "beancount", company: "alpin")
    ) { bytes throws(JobError) in printed.append(contentsOf: bytes) }
    #expect(result.text.isEmpty)
    #expect(try printed == FileSystem.read(file))
  }

  @Test("What cannot be exported is said, with the exit code of its kind")
  func refusals() throws {
    func code(
      _ request: JournalExportRequest, _ directory: TemporaryDirectory
    ) throws -> (ExitCode, String)? {
      let session = try ExportedBooks.session(directory)
      do throws(JobError) {
        _ = try session.exportJournals(request) { _ throws(JobError) in }
        return nil
      } catch { return (error.exitCode, error.message) }
    }
    func expect(
      _ request: JournalExportRequest, _ exitCode: ExitCode, _ message: String,
      sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      let found = try code(request, books.directory)
      #expect(found?.0 == exitCode, sourceLocation: sourceLocation)
      #expect(found?.1 == message, sourceLocation: sourceLocation)
    }
    var request = JournalExportRequest(format: "gnucash", company: "alpin")
    try expect(request, .usage, "there is no format gnucash")
    request.format = "ledger"
    request.company = nil
    try expect(request, .usage, "a file of journals is of one company")
    request.company = "nobody"
    try expect(request, .usage, "there is no company nobody")
    request.company = "alpin"
    request.period = "2031-01"
    try expect(request, .usage, "nothing is published for period 2031-01")
    request.period = nil
    request.from = CivilDate("2031-01-01")
    try expect(request, .usage, "nothing is published for those days")
    request.from = nil
    request.wantsJSON = true
    try expect(request, .usage, "--json and the journals cannot both go to standard output")
    request.file = "jobs/journals.ledger"
    try expect(
      request, .usage, "jobs/journals.ledger is in jobs/, which holds the configuration")
    request.file = "reports/../reports/x"
    try expect(
      request, .usage, "reports/../reports/x is in reports/, which holds the configuration")
    request.file = "nowhere/x"
    try expect(
      request, .cannotCreate,
      "nowhere/x cannot be a file: its folder is missing, or it is one itself")
    let unpublished = try SampleBooks(source: books.source)
    request.file = "x"
    let found = try code(request, unpublished.directory)
    #expect(found?.0 == .usage)
    #expect(found?.1 == "nothing is published yet")
    #expect(!FileSystem.exists(unpublished.directory.file("x")))
  }
}

/// The journals of a real company in the hands of other programs.
@Suite(
  "AdventureWorks: exported journals", .serialized, RealData.isNeeded("adventureworks"))
struct AdventureWorksExportTests {
  private let installation: Installation

  init() throws { installation = try AdventureWorks.published().installation }

  private func exported(_ program: ForeignProgram) throws -> ExportedBooks {
    try ExportedBooks(
      JournalExportRequest(format: program.rawValue), in: installation.directory,
      company: Installation.company, base: "USD", period: "2015-P02"
    ) { [installation] sql in
      try installation.published(sql).split(separator: "\n").map(String.init)
    }
  }

  @Test("hledger finds every account as the trial balances say", ForeignProgram.hledger.isNeeded)
  func hledger() throws {
    let exported = try exported(.hledger)
    try exported.expectTrialBalance(by: .hledger)
    try exported.expectEveryMonth()
  }

  @Test("ledger finds every account as the trial balance says", ForeignProgram.ledger.isNeeded)
  func ledger() throws { try exported(.ledger).expectTrialBalance(by: .ledger) }
}
