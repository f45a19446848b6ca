import Foundation
import TestSupport
import Testing

@testable import Jobs

/// What the tests read of an explanation.
private struct Explained: Decodable {
  struct Rule: Decodable {
    let id: String
    let place: String
  }
  struct RuleLine: Decodable { let position: Int }
  struct Mapping: Decodable {
    let account: String
    let place: String
  }
  struct Line: Decodable {
    let side: String
    let account: String
    let role: String
    let baseAmount: String
    let ruleLines: [RuleLine]
    let mappings: [Mapping]
    let notes: [String]
  }
  let company: String
  let period: String
  let configuration: String
  let reference: String
  let event: String
  let document: String?
  let stream: String?
  let key: String?
  let rule: Rule?
  let lines: [Line]
}

extension Session {
  fileprivate func explained(_ question: PostingQuestion) throws -> [Explained] {
    let result = try explainPosting(question)
    return try JSONDecoder().decode([Explained].self, from: Data(result.json.utf8))
  }
}

/// Every kind of entry that eighteen months of two companies have. Needs PostgreSQL.
@Suite("Explaining the sample group's published entries", .serialized)
struct PublishedPostingTests {
  private let books: SampleBooks
  private let session: Session

  init() throws {
    books = try SampleBooks.published().books
    session = try Session(
      SessionOptions(
        configDirectory: books.directory.path, stateDirectory: nil, environment: [:],
        workingDirectory: books.directory.path, isInteractive: false))
  }

  /// Two entries of each kind and company: company, event, reference, sum of debits.
  private func references() throws -> [[String]] {
    try books.published(
      """
      SELECT company, event, reference, debit FROM (
        SELECT e.company, e.event, e.reference, sum(l.debit) AS debit,
               row_number() OVER (PARTITION BY e.company, e.event ORDER BY e.date, e.reference) AS n
          FROM analytics.journal_entry e JOIN analytics.journal_line l
            ON l.company = e.company AND l.period_id = e.period_id AND l.entry_seq = e.entry_seq
         GROUP BY e.company, e.event, e.reference, e.date) x
       WHERE n <= 2 ORDER BY 1, 2, 3
      """
    ).map { $0.split(separator: "|").map(String.init) }
  }

  @Test(
    "Each kind of entry leads to a rule, and each of its lines to lines of the rule and an account")
  func everyKind() throws {
    let entries = try references()
    #expect(Set(entries.map { $0[1] }).count > 15)
    for entry in entries {
      let found = try session.explained(
        PostingQuestion(document: entry[2], companies: [entry[0]]))
      try #require(found.count == 1, "\(entry)")
      #expect(found[0].event == entry[1] && found[0].company == entry[0])
      #expect(found[0].configuration == "today's configuration, with which it was made")
      #expect(found[0].rule?.place.hasPrefix("jobs/posting/") == true, "\(entry)")
      let debits = try found[0].lines.filter { $0.side == "debit" }.reduce(Decimal(0)) {
        $0 + (try #require(Decimal(string: $1.baseAmount)))
      }
      #expect(debits == Decimal(string: entry[3]), "\(entry)")
      for line in found[0].lines {
        let isOwn = line.notes.contains { $0.hasPrefix("the ledger adds it") }
        let isNamed = line.notes.contains { $0.contains("the document names the account") }
        #expect(isOwn != !line.ruleLines.isEmpty, "\(entry) \(line)")
        #expect(isNamed || line.mappings.count == 1, "\(entry) \(line)")
        #expect(line.mappings.allSatisfy { $0.account == line.account }, "\(entry) \(line)")
      }
    }
  }

  @Test("A document's number finds all its entries, its row the same ones")
  func document() throws {
    let number = try #require(
      try books.published(
        """
        SELECT document_number FROM analytics.journal_entry
         WHERE company = 'alpin' AND event = 'stock_consumption'
         ORDER BY date, entry_seq OFFSET 100 LIMIT 1
        """
      ).first)
    let found = try session.explained(PostingQuestion(document: number, companies: ["alpin"]))
    #expect(found.map(\.event).contains("stock_consumption"))
    #expect(found.map(\.event).contains("production_orders"))
    #expect(found.allSatisfy { $0.document == number && $0.stream == "work_orders" })
    let key = try #require(found.first?.key)
    let byRow = try session.explained(
      PostingQuestion(document: "work_orders:\(key)", companies: ["alpin"]))
    #expect(byRow.map(\.reference) == found.map(\.reference))
    let period = try #require(found.last?.period)
    let narrow = try session.explained(
      PostingQuestion(document: number, companies: ["alpin"], period: period))
    #expect(!narrow.isEmpty && narrow.allSatisfy { $0.period == period })
  }

  @Test("What nothing was posted for is a wrong question, as are unknown companies and periods")
  func unknown() throws {
    for question in [
      PostingQuestion(document: "no-such-document"),
      PostingQuestion(document: "work_orders:1", companies: ["nobody"]),
      PostingQuestion(document: "work_orders:1", companies: ["alpin"], period: "1999-01"),
    ] {
      let error = #expect(throws: JobError.self) { try session.explainPosting(question) }
      #expect(error?.exitCode == .usage)
    }
  }

  @Test("The sample has a rule for every event and an account for every role")
  func complete() throws {
    let result = try session.checkPosting(companies: ["alpin"])
    #expect(result.exitCode == .done, "\(result.text)")
    #expect(result.text.contains("every event has a rule, every role an account"))
  }
}

/// A closed month is explained by what it was filed with. Needs PostgreSQL.
@Suite("Explaining entries of closed periods", .serialized)
struct FiledPostingTests {
  @Test("An entry of a closed month leads to the account it had then, a later one to today's")
  func filed() throws {
    let books = try ClosedShop()
    try books.write("roles: {cost_of_sales: \"5210\"}")
    try books.publish()
    let session = try books.session()
    func cost(_ row: String) throws -> (Explained, Explained.Line) {
      let found = try session.explained(PostingQuestion(document: row))
      let entry = try #require(found.first { $0.event == "stock_issue" })
      return (entry, try #require(entry.lines.first { $0.role == "cost_of_sales" }))
    }
    let (january, then) = try cost("sales_invoices:1")
    #expect(
      january.configuration
        == "the configuration the period was filed with, which is not today's")
    #expect(then.account == "5000" && then.mappings.map(\.account) == ["5000"])
    #expect(then.mappings.first?.place.hasPrefix("jobs/posting/roles.yaml:") == true)
    let (february, now) = try cost("sales_invoices:2")
    #expect(february.configuration == "today's configuration, with which it was made")
    #expect(now.account == "5210")
    #expect(now.mappings.first?.place.hasPrefix("jobs/companies/") == true)
  }

  @Test("A role without account in the open span blocks and is told; closed months are as they are")
  func gap() throws {
    let books = try ClosedShop()
    try books.write("roles: {cost_of_sales: [{account: \"5000\", item: NOTHING}]}")
    let result = try books.session().checkPosting(companies: [])
    #expect(result.exitCode == .dataBlocked)
    #expect(result.text.contains("account of cost_of_sales"))
    #expect(result.text.contains("2026-02") && !result.text.contains("2026-01  "))
    #expect(result.text.contains("    - account: \"<account>\""))
  }
}
