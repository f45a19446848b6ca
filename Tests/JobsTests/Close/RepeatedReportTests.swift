import Foundation
import TestSupport
import Testing

@testable import Jobs

/// What `nightclose report` writes of a published close is what its run wrote.
@Suite("Reports that are written again", .serialized, RealData.isNeeded("adventureworks"))
struct RepeatedReportTests {
  @Test("Every file of a run can be written again, byte for byte, with its comparisons")
  func provisional() throws {
    let (books, outcome) = try Self.withAcceptance()
    // Of each report the kinds of files that runs write of it.
    let again = try Self.write(books, formats: [], to: "again")
    let names = try books.manifest(outcome).keys.sorted()
    #expect(try FileManager.default.contentsOfDirectory(atPath: again).sorted() == names)
    #expect(names.contains { $0.hasSuffix(".xlsx") } && names.contains { $0.hasSuffix(".csv") })
    for name in names {
      #expect(
        FileManager.default.contentsEqual(
          atPath: outcome.folder + "/" + name, andPath: again + "/" + name), "\(name)")
      // Nobody reads a report who is neither its owner nor of its group.
      let mode = try FileManager.default.attributesOfItem(atPath: again + "/" + name)
      #expect((mode[.posixPermissions] as? Int).map { $0 & 0o007 } == 0, "\(name)")
    }
    let pages = try Self.pages(books, to: "pages")
    for (name, page) in pages {
      #expect(page.contains("Inventory"), "\(name)")
      #expect(!page.contains("No comparison"), "\(name)")
      #expect(
        page.contains("\(Self.reason). Accepted by A. Kern (CFO) until 2012-12-31."), "\(name)")
    }
  }

  @Test("The FINAL reports of a closed period say what the provisional ones said")
  func final() throws {
    let (books, _) = try Self.withAcceptance()
    for period in ["2011-P10", "2011-P11", "2011-P12"] {
      #expect(try books.closePeriod(period).exitCode == .done)
    }
    // The last run of the open period and the closing one differ in nothing but the mark.
    let folder = books.directory.file("output/\(Installation.company)/2011-P12")
    let folders = try FileManager.default.contentsOfDirectory(atPath: folder)
    let filed = try #require(folders.first { $0.hasPrefix("final-") })
    let run = try #require(folders.first { filed.hasSuffix($0) && $0 != filed })
    let finalNames = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(filed)")
    let tables = finalNames.filter { $0.hasSuffix(".csv") }
    #expect(tables.count > 5 && finalNames.contains { $0.hasSuffix(".xlsx") })
    for name in tables {
      let provisional = name.replacing("FINAL", with: "PROVISIONAL")
      #expect(name != provisional)
      #expect(
        FileManager.default.contentsEqual(
          atPath: "\(folder)/\(filed)/\(name)", andPath: "\(folder)/\(run)/\(provisional)"),
        "\(name)")
    }
    for (name, page) in try Self.pages(books, period: "2011-P12", to: "final") {
      #expect(name.contains("FINAL"))
      #expect(page.contains("Cost pools conserve value"), "\(name)")
      #expect(!page.contains("No comparison"), "\(name)")
    }
  }

  private static let reason = "Counted, the difference (two pieces) is known"

  /// The young company, with one of its findings accepted.
  private static func withAcceptance() throws -> (Installation, Installation.Outcome) {
    let books = try AdventureWorks.publishedYoung().installation
    let finding = try books.published(
      """
      SELECT code || ',' || key FROM analytics.finding
       WHERE severity = 'warning' AND key <> '' ORDER BY finding_seq LIMIT 1
      """)
    try books.write(
      "jobs/companies/\(Installation.company)/accepted.csv",
      "code,key,reason,by,until,treatment\n\(finding),\"\(reason)\",A. Kern (CFO),2012-12-31,\n")
    return (books, try books.publish())
  }

  /// Writes all reports, and returns their folder.
  private static func write(
    _ books: Installation, period: String? = nil, formats: [String], to folder: String
  ) throws -> String {
    let path = books.directory.file(folder)
    let result = try books.session().report(
      ReportRequest(
        name: "all", companies: [Installation.company], period: period, formats: formats,
        folder: path))
    #expect(result.exitCode == .done, "\(result.text)")
    return path
  }

  private static func pages(
    _ books: Installation, period: String? = nil, to folder: String
  ) throws -> [(name: String, text: String)] {
    let path = try write(books, period: period, formats: ["html"], to: folder)
    let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    #expect(!names.isEmpty)
    return try names.map { ($0, try String(contentsOfFile: path + "/" + $0, encoding: .utf8)) }
  }
}
