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

/// The manager's page of published books, against the statements beside it and plain SQL.
private struct PublishedPeriodReport {
  let folder: TemporaryDirectory
  let company: String
  let ask: (String) throws -> [String]

  /// Sections come to the result, key lines are those of the balance sheet, and the ten accounts that
  /// moved most are those that SQL names.
  func check(_ shown: String, prior: String, keyLines: [String]) throws {
    let columns = ["period", "prior_period", "change", "prior_year", "change_from_prior_year"]
    let result = try CSVSheet("period_report-result", shown, in: folder.path)
    let statement = try CSVSheet("income_statement", shown, in: folder.path)
    for column in columns {
      #expect(result.cents(column) == statement.cents(column), "\(column)")
    }
    #expect(result.rows.count > 1 && result.rows.count <= statement.rows.count)
    let position = try CSVSheet("period_report-position", shown, in: folder.path)
    let sheet = try CSVSheet("balance_sheet", shown, in: folder.path)
    #expect(position.rows.compactMap { $0["line"] } == keyLines)
    let title = sheet.rows.contains { $0["line"] == keyLines[0] } ? "line" : "section"
    for row in position.rows {
      let lines = sheet.rows.filter { $0[title] == row["line"] }
      for column in columns {
        let sum = lines.reduce(0) { $0 + (CSVSheet.cents($1[column]) ?? 0) }
        #expect(CSVSheet.cents(row[column]) == sum, "\(row["line"] ?? "") \(column)")
      }
    }
    try checkShares(result, shown)
    try checkOpenItems(shown)
    try checkMoved(shown, prior)
  }

  /// The last result as a share of the first section, to a hundredth of a percent.
  private func checkShares(_ result: CSVSheet, _ shown: String) throws {
    let shares = try CSVSheet("period_report-shares", shown, in: folder.path)
    let first = try #require(result.rows.first?["section"])
    for column in ["period", "prior_period", "prior_year"] {
      let revenue = result.rows.filter { $0["section"] == first }
        .reduce(0) { $0 + (CSVSheet.cents($1[column]) ?? 0) }
      let share = try #require(shares.rows.last?[column].flatMap { Decimal(string: $0) })
      let exact = Decimal(result.cents(column)) / Decimal(revenue)
      #expect(abs(share - exact) <= Decimal(string: "0.00005") ?? 0, "\(column)")
    }
  }

  private func checkOpenItems(_ shown: String) throws {
    let open = try CSVSheet("period_report-open_items", shown, in: folder.path)
    let expected = try ask(
      """
      SELECT ledger || '|' || sum(abs(residual) * sign(residual)
             * CASE ledger WHEN 'receivable' THEN 1 ELSE -1 END)
        FROM analytics.ageing WHERE company = '\(company)' AND period = '\(shown)'
       GROUP BY ledger ORDER BY ledger DESC
      """
    ).compactMap { $0.split(separator: "|").last.map(String.init) }
    let found = open.rows.map { row in
      (CSVSheet.cents(row["open"]) ?? 0) - (CSVSheet.cents(row["advances"]) ?? 0)
    }
    #expect(found == expected.map { CSVSheet.cents($0) ?? 0 })
    for row in open.rows {
      let (due, over) = (CSVSheet.cents(row["not_due"]), CSVSheet.cents(row["overdue"]))
      #expect(CSVSheet.cents(row["open"]) == (due ?? 0) + (over ?? 0))
    }
  }

  private func checkMoved(_ shown: String, _ prior: String) throws {
    let moved = try CSVSheet("period_report-moved", shown, in: folder.path)
    let expected = try ask(
      """
      WITH figure AS (
        SELECT period, account, sum(CASE WHEN account_class IN ('income', 'expense')
               THEN debit - credit ELSE closing END) AS amount
          FROM analytics.trial_balance
         WHERE company = '\(company)' AND period IN ('\(shown)', '\(prior)')
         GROUP BY period, account)
      SELECT account FROM figure GROUP BY account
      HAVING sum(CASE period WHEN '\(shown)' THEN amount ELSE -amount END) <> 0
       ORDER BY abs(sum(CASE period WHEN '\(shown)' THEN amount ELSE -amount END)) DESC,
         account COLLATE "C" LIMIT 10
      """)
    #expect(moved.rows.compactMap { $0["account"] } == expected)
    for row in moved.rows {
      let (now, before) = (CSVSheet.cents(row["amount"]), CSVSheet.cents(row["prior"]))
      #expect(CSVSheet.cents(row["change"]) == (now ?? 0) - (before ?? 0))
    }
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
    try Self.check(
      books, company, shown, prior, priorYear,
      keyLines: ["Inventories", "Trade receivables", "Cash and bank", "Trade payables", "Loans"])
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
    try Self.check(
      books, "alpin", "2026-10", "2026-09", "2025-10",
      keyLines: ["All assets", "Equity", "Liabilities"])
  }

  private static func check(
    _ books: SampleBooks, _ company: String, _ shown: String, _ prior: String,
    _ priorYear: String, keyLines: [String]
  ) throws {
    let folder = try TemporaryDirectory("statements")
    let session = try Session(
      SessionOptions(
        configDirectory: books.directory.path, stateDirectory: nil, environment: [:],
        workingDirectory: books.directory.path, isInteractive: false))
    for report in ["balance_sheet", "income_statement", "period_report"] {
      let result = try session.report(
        ReportRequest(
          name: report, companies: [company], period: shown, formats: ["csv"], folder: folder.path))
      #expect(result.exitCode == .done)
    }
    try PublishedStatements(folder: folder, company: company, ask: books.published)
      .check(shown, prior: prior, priorYear: priorYear)
    try PublishedPeriodReport(folder: folder, company: company, ask: books.published)
      .check(shown, prior: prior, keyLines: keyLines)
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
