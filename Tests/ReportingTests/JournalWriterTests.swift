import AccountingValues
import Foundation
import TestSupport
import Testing

@testable import Reporting

/// Journals for hledger, ledger and beancount. That these programs read them so is tested on whole
/// books in `JournalExportTests`.
@Suite("Journals for other programs")
struct JournalWriterTests {
  private typealias Golden = ReportingTests.Golden
  private let euro: Currency
  private let dollar: Currency
  private let yen: Currency
  private let dinar: Currency

  init() throws {
    euro = try #require(Currency(code: "EUR"))
    dollar = try #require(Currency(code: "USD"))
    yen = try #require(Currency(code: "JPY"))
    dinar = try #require(Currency(code: "KWD"))
  }

  private var accounts: [JournalAccount] {
    [
      JournalAccount(
        root: .assets, code: "1100", name: "Bank: main; \"EUR\"", currencies: [euro, dollar]),
      JournalAccount(
        root: .assets, code: "1200", name: "Forderungen  (Übersee)\t日本",
        currencies: [euro, dollar, yen, dinar]),
      JournalAccount(root: .liabilities, code: "20", name: "00 Payables", currencies: [euro]),
      JournalAccount(root: .liabilities, code: "20-00", name: "Payables", currencies: [euro]),
      JournalAccount(root: .equity, code: "3200", name: "Undistributed result", currencies: [euro]),
      JournalAccount(root: .income, code: "4000", name: "Sales", currencies: [dollar, yen, dinar]),
      JournalAccount(root: .expenses, code: "7000", name: "", currencies: [euro]),
    ]
  }

  private func posting(
    _ account: Int, _ minor: Int64, _ currency: Currency, base: Int64? = nil
  ) -> JournalPosting {
    JournalPosting(
      account: account, amount: Money(minor: minor, in: currency),
      base: Money(minor: base ?? minor, in: euro))
  }

  private func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

  private func transactions() throws -> [JournalTransaction] {
    [
      JournalTransaction(
        date: try day("2026-01-01"), code: "opening", description: "Opening balances of 2026-01",
        postings: [posting(0, 1_000_00, euro), posting(4, -1_000_00, euro)]),
      // Four currencies with two, none and three decimals; what a cent is too much to convert.
      JournalTransaction(
        date: try day("2026-01-15"), code: "SA-2026-0001", journal: "sales", document: "R-17",
        description: "Invoice",
        postings: [
          posting(1, 100_00, dollar, base: 92_34), posting(1, 7, yen, base: 0),
          posting(1, 1_500, dinar, base: 4_50), posting(5, -100_00, dollar, base: -92_34),
          posting(5, -7, yen, base: 0), posting(5, -1_500, dinar, base: -4_50),
        ]),
      // An exchange difference moves base alone; one line moves the two against each other.
      JournalTransaction(
        date: try day("2026-01-31"), code: "~4F7A00112233", journal: "general", document: nil,
        description: "Revaluation",
        postings: [
          posting(1, 0, dollar, base: -1_25), posting(1, 3_00, dollar, base: -2_00),
          posting(6, 3_25, euro), posting(6, 0, euro),
        ]),
      // What the formats would misread.
      JournalTransaction(
        date: try day("2026-02-01"), code: "A (1)\n2", journal: "cash; date: x",
        document: "x [2020-01-01]  \"y\\z\"",
        description: "* two\r\nlines ; 12\" disc  | \\ {0} @@ 5 \u{2028} (=)",
        postings: [posting(0, -5_00, euro), posting(2, 2_00, euro), posting(3, 3_00, euro)]),
      JournalTransaction(
        date: try day("2026-02-02"), code: "", document: "only a document", description: nil,
        postings: [posting(0, .max, euro), posting(2, -Int64.max, euro)]),
    ]
  }

  private func written(_ format: JournalFormat) throws -> String {
    var writer = JournalWriter(
      format, title: "Corner \"Shop\"", base: euro, opened: try day("2026-01-01"),
      accounts: accounts, remarks: ["period 2026-01, closed,\nclose 12AB"])
    for transaction in try transactions() { try writer.append(transaction) }
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test(
    "Each format has its own words for accounts, currencies and what would be misread",
    arguments: [
      (JournalFormat.hledger, "journals.hledger"), (.ledger, "journals.ledger"),
      (.beancount, "journals.beancount"),
    ])
  func golden(format: JournalFormat, name: String) throws {
    try Golden.expect(try written(format), equals: name)
  }

  @Test(
    "Accounts never merge, whatever is replaced in their names", arguments: JournalFormat.allCases)
  func accountNames(format: JournalFormat) {
    let colliding = ["a b", "a-b", "a:b", "a;b", "a  b", "a\nb", "-a--b-"].map {
      JournalAccount(root: .assets, code: "1", name: $0, currencies: [])
    }
    let names = JournalAccountNames(colliding, format)
    #expect(Set(colliding.indices.map { names[$0] }).count == colliding.count)
  }

  @Test("An entry whose sides differ in base is refused and nothing of it is written")
  func unbalanced() throws {
    var writer = JournalWriter(
      .hledger, title: "x", base: euro, opened: try day("2026-01-01"), accounts: accounts)
    writer.removeBytes()
    let transaction = JournalTransaction(
      date: try day("2026-01-01"), code: "SA-1", description: "",
      postings: [posting(0, 10_00, euro), posting(1, -10_00, dollar, base: -9_99)])
    #expect(throws: JournalProblem.unbalanced(code: "SA-1", byMinor: 1)) {
      try writer.append(transaction)
    }
    let twoAmounts = JournalTransaction(
      date: try day("2026-01-01"), code: "SA-2", description: "",
      postings: [posting(0, 10_00, euro, base: 5_00), posting(1, -10_00, dollar, base: -5_00)])
    #expect(throws: JournalProblem.twoAmounts(code: "SA-2")) { try writer.append(twoAmounts) }
    #expect(writer.bytes.isEmpty)
  }

  /// Reads postings back as the programs do and adds up their costs: a total price has the sign of
  /// its amount.
  private func costs(in text: String) throws -> Int128 {
    var sum: Int128 = 0
    for line in text.split(separator: "\n") where line.hasPrefix(" ") {
      guard let gap = line.dropFirst(4).range(of: "  "), !line.contains("; ") else { continue }
      let words = line[gap.upperBound...].split(separator: " ")
      let stated = words.count == 5 ? words[3] : words[0]
      #expect(words.last == "EUR" && (words.count == 2 || words[2] == "@@"), "\(line)")
      let minor = try #require(Int128(stated.filter { $0 != "." }))
      sum += words.count == 5 && words[0].hasPrefix("-") ? -minor : minor
    }
    return sum
  }

  @Test("Whatever is posted, the costs of every written entry sum to zero")
  func everyEntryBalances() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SplitMix64(seed: seed)
    let currencies = [euro, dollar, yen, dinar]
    for _ in 0..<500 {
      var postings: [JournalPosting] = []
      var open: Int64 = 0
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let base = Int64.random(in: -999...999, using: &random)
        guard let currency = currencies.randomElement(using: &random) else { continue }
        let own = currency == euro ? base : Int64.random(in: -3...3, using: &random) * 1_234
        postings.append(posting(.random(in: 0...6, using: &random), own, currency, base: base))
        open += base
      }
      postings.append(posting(0, -open, euro))
      var writer = JournalWriter(
        .hledger, title: "x", base: euro, opened: try day("2026-01-01"), accounts: accounts)
      writer.removeBytes()
      try writer.append(
        JournalTransaction(
          date: try day("2026-01-01"), code: "1", description: "x", postings: postings))
      let text = String(decoding: writer.bytes, as: UTF8.self)
      #expect(try costs(in: text) == 0, "seed \(seed): \(text)")
    }
  }
}
