import Definitions
import Foundation
import Platform
import TestSupport
import Testing

@testable import Jobs

/// A sheet's CSV file, by its heading.
private struct CSVSheet {
  var rows: [[String: String]]

  init(_ name: String, _ period: String, in folder: String) throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
    let file = try #require(
      files.first { $0.contains("_\(name)_\(period)_") && $0.hasSuffix(".csv") },
      "\(name) of \(period): \(files)")
    let text = try FileSystem.readText(folder + "/" + file)
    // Column names hold no comma.
    let heading = text.prefix { !$0.isNewline }.split(separator: ",").map(String.init)
    var reader = CSVReader(file: file, text: text)
    try reader.readHeader()
    rows = try reader.records().map { record in
      Dictionary(uniqueKeysWithValues: zip(heading, record.fields.map { $0 ?? "" }))
    }
  }

  /// The amounts of a column in cents, summed.
  func cents(_ column: String, where part: String? = nil) -> Int {
    rows.filter { part == nil || $0["part"] == part }.reduce(0) { sum, row in
      let digits = (row[column] ?? "").filter { $0 != "." }
      return sum + (Int(digits) ?? 0)
    }
  }

  /// `account amount` of the accounts that have one.
  func accounts(_ column: String) -> [String] {
    rows.compactMap { row in
      guard let account = row["account"], !account.isEmpty, let amount = row[column],
        amount.contains(where: { ("1"..."9").contains($0) })
      else { return nil }
      return "\(account)|\(amount)"
    }.sorted()
  }
}

/// The statements of published books, against what plain SQL says of the trial balance.
private struct PublishedStatements {
  let folder: TemporaryDirectory
  let company: String
  let ask: (String) throws -> [String]

  /// What the trial balance says: a figure per account that has one.
  func expected(_ figure: String, _ classes: String, _ period: String) throws -> [String] {
    try ask(
      """
      SELECT account || '|' || sum(\(figure)) FROM analytics.trial_balance
       WHERE company = '\(company)' AND period = '\(period)' AND account_class IN (\(classes))
       GROUP BY account HAVING sum(\(figure)) <> 0
      """
    ).sorted()
  }

  private static let result = "'income', 'expense'"

  /// Every account once, with its figure to the cent, in each column; and totals that tie.
  func check(_ shown: String, prior: String, priorYear: String) throws {
    let balances = try CSVSheet("balance_sheet-accounts", shown, in: folder.path)
    let results = try CSVSheet("income_statement-accounts", shown, in: folder.path)
    for (column, period) in [("period", shown), ("prior_period", prior), ("prior_year", priorYear)]
    {
      let assets = try expected("closing", "'asset'", period)
      let others = try expected("-closing", "'liability', 'equity'", period)
      #expect(balances.accounts(column) == (assets + others).sorted(), "\(period)")
      #expect(!assets.isEmpty && !others.isEmpty)
      #expect(
        results.accounts(column) == (try expected("credit - debit", Self.result, period)),
        "\(period)")
    }
    for (column, period) in [("year_to_date", shown), ("prior_year_to_date", priorYear)] {
      #expect(results.accounts(column) == (try expected("-closing", Self.result, period)))
    }
    try checkTotals(shown, balances, results)
  }

  private func checkTotals(_ shown: String, _ balances: CSVSheet, _ results: CSVSheet) throws {
    let sheet = try CSVSheet("balance_sheet", shown, in: folder.path)
    let statement = try CSVSheet("income_statement", shown, in: folder.path)
    for column in ["period", "prior_period", "prior_year", "change", "change_from_prior_year"] {
      let assets = sheet.cents(column, where: "Assets")
      #expect(assets == sheet.cents(column, where: "Equity and liabilities"), "\(column)")
      #expect(sheet.cents(column) == balances.cents(column))
      #expect(statement.cents(column) == results.cents(column))
    }
    #expect(sheet.cents("period", where: "Assets") != 0)
    let line = try #require(sheet.rows.first { $0["line"] == "Result of the year" })
    #expect(CSVSheet.cents(line["period"]) == statement.cents("year_to_date"))
    #expect(CSVSheet.cents(line["prior_year"]) == statement.cents("prior_year_to_date"))
    #expect(
      statement.cents("change") == statement.cents("period") - statement.cents("prior_period"))
    #expect(
      try ask(
        """
        SELECT name, count(*), bool_and(expected = actual), bool_or(actual <> 0)
          FROM analytics.tie_out
         WHERE company = '\(company)' AND name IN ('balance_sheet', 'income_statement')
         GROUP BY name ORDER BY name
        """
      ).map { $0.replacing(/\|\d+\|/, with: "|") } == [
        "balance_sheet|t|t", "income_statement|t|t",
      ])
  }
}

extension CSVSheet {
  fileprivate static func cents(_ text: String?) -> Int? {
    Int((text ?? "").filter { $0 != "." })
  }
}

@Suite("The sample group: balance sheet and income statement", .serialized)
struct SampleStatementTests {
  @Test(
    "Both statements hold every account of the trial balance once and to the cent",
    arguments: [
      ("alpin", "2026-10", "2026-09", "2025-10"), ("summit", "2027-P04", "2027-P03", "2026-P04"),
    ])
  func tie(_ company: String, _ shown: String, _ prior: String, _ priorYear: String) throws {
    let books = try SampleBooks.published().books
    try Self.check(books, company, shown, prior, priorYear)
  }

  /// The same warehouse read with another layout: what a chart from the ERP gets.
  @Test("The layout by type holds every account as well")
  func byType() throws {
    let published = try SampleBooks.published().books
    let books = try SampleBooks(source: published.source, warehouse: published.warehouse)
    let layout = try #require(ConfigurationTree().text("jobs/statements/by_type.yaml"))
    let file = books.directory.file("jobs/statements/own.yaml")
    try FileSystem.makeDirectories(FileSystem.parent(of: file) ?? "/")
    try FileSystem.writeAtomically("companies: [alpin]\n" + layout, to: file)
    try Self.check(books, "alpin", "2026-10", "2026-09", "2025-10")
  }

  private static func check(
    _ books: SampleBooks, _ company: String, _ shown: String, _ prior: String,
    _ priorYear: String
  ) throws {
    let folder = try TemporaryDirectory("statements")
    let session = try Session(
      SessionOptions(
        configDirectory: books.directory.path, stateDirectory: nil, environment: [:],
        workingDirectory: books.directory.path, isInteractive: false))
    for report in ["balance_sheet", "income_statement"] {
      let result = try session.report(
        ReportRequest(
          name: report, companies: [company], period: shown, formats: ["csv"], folder: folder.path))
      #expect(result.exitCode == .done)
    }
    try PublishedStatements(folder: folder, company: company, ask: books.published)
      .check(shown, prior: prior, priorYear: priorYear)
  }

  @Test("The first month has no comparatives, and the second none of the year before")
  func firstMonths() throws {
    let books = try SampleBooks.published().books
    let folder = try TemporaryDirectory("statements")
    let session = try Session(
      SessionOptions(
        configDirectory: books.directory.path, stateDirectory: nil, environment: [:],
        workingDirectory: books.directory.path, isInteractive: false))
    for period in ["2025-05", "2025-06"] {
      _ = try session.report(
        ReportRequest(
          name: "income_statement", companies: ["alpin"], period: period, formats: ["csv"],
          folder: folder.path))
    }
    func columns(_ period: String) throws -> Set<String> {
      let sheet = try CSVSheet("income_statement", period, in: folder.path)
      return Set(try #require(sheet.rows.first).keys).subtracting(["part", "section", "line"])
    }
    #expect(try columns("2025-05") == ["period", "year_to_date"])
    #expect(try columns("2025-06") == ["period", "prior_period", "change", "year_to_date"])
  }
}

@Suite(
  "AdventureWorks: balance sheet and income statement", .serialized,
  RealData.isNeeded("adventureworks"))
struct AdventureWorksStatementTests {
  @Test("Both statements hold every account of the trial balance once and to the cent")
  func tie() throws {
    let books = try AdventureWorks.published().installation
    let folder = try TemporaryDirectory("statements")
    for report in ["balance_sheet", "income_statement"] {
      let result = try books.session().report(
        ReportRequest(
          name: report, companies: [Installation.company], period: "2015-P02", formats: ["csv"],
          folder: folder.path))
      #expect(result.exitCode == .done)
    }
    try PublishedStatements(folder: folder, company: Installation.company) {
      try books.published($0).split(separator: "\n").map(String.init)
    }.check("2015-P02", prior: "2015-P01", priorYear: "2014-P02")
  }
}
