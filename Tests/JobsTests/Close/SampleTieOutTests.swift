import SampleCompany
import TestSupport
import Testing

@testable import Jobs

/// Control accounts against their subledgers where somebody has broken one side: each comparison
/// must fail, by exactly the amount. Needs PostgreSQL.
@Suite("Comparisons of the sample that somebody has broken", .serialized)
struct SampleTieOutTests {
  /// A line of an entry that nobody's subledger knows.
  struct Direct: CustomTestStringConvertible, Sendable {
    let account: String
    /// The comparison that must fail.
    let tieOut: String
    /// What the account has too much, debit positive.
    let amount: String
    /// Further comparisons that look at the same account.
    var others: [String] = []
    var testDescription: String { "\(account) \(amount)" }
  }

  static let direct = [
    Direct(account: "1200", tieOut: "accounts_receivable", amount: "11.01"),
    Direct(
      account: "1300", tieOut: "inventory", amount: "13.02", others: ["certificate_account"]),
    Direct(account: "1400", tieOut: "supplier_advances", amount: "17.03"),
    Direct(account: "2000", tieOut: "accounts_payable", amount: "-19.04"),
    Direct(account: "2010", tieOut: "goods_received_not_invoiced", amount: "-23.05"),
    Direct(account: "2200", tieOut: "customer_advances", amount: "-29.06"),
    Direct(account: "1320", tieOut: "landed_cost_clearing", amount: "31.07"),
  ]

  /// One manual entry on all control accounts, on the last day.
  private static let manual = Result<[SampleBooks.FindingLine], any Error> {
    let books = try SampleBooks(source: try SampleBooks.source())
    let lines = direct.enumerated().map { index, line in
      let isCredit = line.amount.hasPrefix("-")
      let amount = isCredit ? String(line.amount.dropFirst()) : line.amount
      return
        "(\(index + 1), '\(line.account)', \(isCredit ? "0" : amount), \(isCredit ? amount : "0"))"
    }
    _ = try books.recorded(
      """
      WITH entry AS (
        INSERT INTO finance.journal
        SELECT (SELECT max(journal_id) + 1 FROM finance.journal), company_id, 'CTRL-1', journal,
               'manual', true, '2026-10-31', '2026-10-31', 'EUR', NULL, 'Straight to the accounts',
               prepared_by, approved_by, NULL, 'posted', '2026-10-31 18:00+00'
          FROM finance.journal JOIN core.company c USING (company_id)
         WHERE c.code = 'ALPIN' AND is_manual LIMIT 1
        RETURNING journal_id),
      line (line_number, account, debit, credit) AS (VALUES \(lines.joined(separator: ", "))),
      whole AS (
        SELECT * FROM line
        UNION ALL SELECT 99, '6000', greatest(sum(credit - debit), 0),
                         greatest(sum(debit - credit), 0) FROM line)
      INSERT INTO finance.journal_line (journal_id, line_number, account_code, debit, credit)
      SELECT journal_id, line_number, account, debit, credit FROM entry, whole
      """)
    return try blocked(books)
  }

  /// The findings of a run that must be blocked.
  static func blocked(_ books: SampleBooks) throws -> [SampleBooks.FindingLine] {
    let outcome = try #require(try books.run("alpin", isDry: true).first)
    #expect(outcome.ending == "blocked" && outcome.exitCode == 65)
    return try books.findings(outcome)
  }

  @Test("An entry straight to a control account breaks its comparison", arguments: direct)
  func straight(_ line: Direct) throws {
    let found = try Self.manual.get()
    for name in [line.tieOut] + line.others {
      let ties = found.filter { $0.code == "TIE-002" && $0.key == name }
      #expect(ties.map(\.amount) == [line.amount], "\(name): \(found)")
      #expect(ties.map(\.severity) == ["error"])
    }
  }

  @Test("and nothing else is found")
  func nothingElse() throws {
    let names = Self.direct.flatMap { [$0.tieOut] + $0.others }
    let found = try Self.manual.get()
    #expect(found.map(\.key).sorted() == names.sorted(), "\(found)")
  }
}
