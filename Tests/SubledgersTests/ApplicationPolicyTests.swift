import AccountingValues
import Subledgers
import TestSupport
import Testing

@Suite("Applications inferred by policy: exact amount first, then oldest first")
struct ApplicationPolicyTests {
  /// What each inferred application takes, as (from, to, amount).
  private func inferred(_ books: Books, creditNotes: Bool = true) -> [[Int64]] {
    ApplicationPolicy.exactThenOldest(books.items, appliesCreditNotes: creditNotes).map {
      [Int64($0.from), Int64($0.to), $0.toMinor]
    }
  }

  @Test("a payment that equals a younger invoice settles that one")
  func exactFirst() throws {
    var books = try Books()
    try books.add(.invoice, 100_00, on: "2024-01-01")
    try books.add(.invoice, 40_00, on: "2024-01-02")
    try books.add(.payment, -40_00, on: "2024-01-10")
    #expect(inferred(books) == [[2, 1, 40_00]])
  }

  @Test("a payment that equals none settles the oldest by due date, then the next")
  func oldestFirst() throws {
    var books = try Books()
    try books.add(.invoice, 50_00, on: "2024-01-01", due: "2024-03-01")
    try books.add(.invoice, 40_00, on: "2024-01-02", due: "2024-02-01")
    try books.add(.payment, -60_00, on: "2024-01-10")
    #expect(inferred(books) == [[2, 1, 40_00], [2, 0, 20_00]])
  }

  @Test("what is left of an invoice can be met exactly")
  func exactRest() throws {
    var books = try Books()
    try books.add(.invoice, 50_00, on: "2024-01-01")
    try books.add(.payment, -20_00, on: "2024-01-10")
    try books.add(.invoice, 10_00, on: "2023-12-01", filed: "2024-01-12")
    try books.add(.payment, -30_00, on: "2024-01-20")
    #expect(inferred(books) == [[1, 0, 20_00], [3, 0, 30_00]])
  }

  @Test("money on account settles the invoice that comes later, dated the later day")
  func prepaid() throws {
    var books = try Books()
    try books.add(.payment, -60_00, on: "2024-01-05")
    try books.add(.invoice, 100_00, on: "2024-01-10", filed: "2024-02-01")
    let applications = ApplicationPolicy.exactThenOldest(books.items)
    #expect(applications.map(\.toMinor) == [60_00])
    #expect(applications.first?.date == (try day("2024-01-10")))
    #expect(applications.first?.postingDate == (try day("2024-02-01")))
    #expect(applications.map(\.isInferred) == [true])
  }

  @Test("partners, sides and currencies never mix")
  func accountsApart() throws {
    var books = try Books()
    try books.add(.invoice, 10_00, on: "2024-01-01", partner: 0)
    try books.add(.payment, -10_00, on: "2024-01-02", partner: 1)
    try books.add(.payment, -10_00, on: "2024-01-02", side: .payable, partner: 0)
    try books.add(.payment, -10_00, on: "2024-01-02", partner: 0, base: -9_00)
    #expect(inferred(books).isEmpty)
  }

  @Test("advances take no part; credit notes only when they may")
  func kinds() throws {
    var books = try Books()
    try books.add(.invoice, 10_00, on: "2024-01-01")
    try books.add(.advance, -10_00, on: "2024-01-02")
    try books.add(.creditNote, -4_00, on: "2024-01-03")
    #expect(inferred(books) == [[2, 0, 4_00]])
    #expect(inferred(books, creditNotes: false).isEmpty)
    #expect(ApplicationPolicy.exactThenOldest(books.items).map(\.kind) == [.creditNote])
  }

  @Test("money paid back settles only the credit it equals, and is settled by no payment")
  func refund() throws {
    var books = try Books()
    try books.add(.creditNote, -30_00, on: "2024-01-01")
    try books.add(.creditNote, -10_00, on: "2024-01-02")
    try books.add(.payment, 10_00, on: "2024-01-03")
    try books.add(.payment, 12_00, on: "2024-01-04")
    try books.add(.payment, -12_00, on: "2024-01-05")
    #expect(inferred(books) == [[1, 2, 10_00]])
  }

  @Test("inferred applications mark their rows and are found once, with their number")
  func flagged() throws {
    var books = try Books()
    try books.add(.invoice, 100_00, on: "2024-01-01")
    try books.add(.payment, -40_00, on: "2024-01-10")
    books.applications = ApplicationPolicy.exactThenOldest(books.items)
    let ledger = try books.subledger()
    let asOf = try day("2024-01-31")
    let ageing = ledger.ageing(try scheme(), asOf: asOf)
    #expect(ageing.rows.map(\.hasInferredApplication) == [true])
    let before = ledger.ageing(try scheme(), asOf: try day("2024-01-09"))
    #expect(before.rows.map(\.hasInferredApplication) == [false])
    let findings = ledger.findings(asOf: asOf, labels: NumberedLabels())
    #expect(findings.map(\.code) == ["SUB-006"])
    #expect(findings.first?.message.contains("1 were inferred") == true)
  }

  /// One account at a time, every open item looked at, no structure to find them by.
  private func oracle(_ items: [OpenItem]) -> [[Int64]] {
    var left = items.map { abs($0.amountMinor) }
    var made: [[Int64]] = []
    let order = items.indices.sorted {
      let a = items[$0]
      let b = items[$1]
      return (a.side == .payable ? 1 : 0, a.partner, a.currency, a.postingDate, $0)
        < (b.side == .payable ? 1 : 0, b.partner, b.currency, b.postingDate, $1)
    }
    for (position, index) in order.enumerated() where items[index].kind != .advance {
      let item = items[index]
      let isRefund = item.kind == .payment && item.amountMinor > 0
      func candidates() -> [Int] {
        order[..<position].filter {
          let other = items[$0]
          return left[$0] > 0 && other.side == item.side && other.partner == item.partner
            && other.currency == item.currency && other.kind != .advance
            && (other.amountMinor < 0) != (item.amountMinor < 0)
            && !(other.kind == .payment && other.amountMinor > 0)
        }.sorted {
          (items[$0].dueDate, items[$0].documentDate, $0)
            < (items[$1].dueDate, items[$1].documentDate, $1)
        }
      }
      func apply(_ other: Int) {
        let amount = min(left[index], left[other])
        left[index] -= amount
        left[other] -= amount
        let (credit, charge) = item.amountMinor < 0 ? (index, other) : (other, index)
        made.append([Int64(credit), Int64(charge), amount])
      }
      if let exact = candidates().first(where: { left[$0] == left[index] }) { apply(exact) }
      while !isRefund, left[index] > 0, let next = candidates().first { apply(next) }
    }
    return made
  }

  private func randomItems(_ random: inout SplitMix64) throws -> [OpenItem] {
    var books = try randomBooks(&random, documents: 40)
    for index in books.items.indices {
      // Few amounts, so that exact matches occur; some money paid back.
      let sign: Int64 = books.items[index].amountMinor < 0 ? -1 : 1
      let refund = books.items[index].kind == .payment && Int.random(in: 0..<5, using: &random) == 0
      books.items[index].amountMinor =
        (refund ? -sign : sign) * Int64.random(in: 1...6, using: &random)
    }
    return books.items
  }

  @Test("agrees with the slow oracle", arguments: 0..<200)
  func againstOracle(seed: Int) throws {
    var random = SplitMix64(seed: 5_000 + UInt64(seed))
    let items = try randomItems(&random)
    let made = ApplicationPolicy.exactThenOldest(items).map {
      [Int64($0.from), Int64($0.to), $0.toMinor]
    }
    #expect(made == oracle(items), "seed \(seed)")
  }

  @Test("later documents change no application made before", arguments: 0..<50)
  func causal(seed: Int) throws {
    var random = SplitMix64(seed: 6_000 + UInt64(seed))
    let items = try randomItems(&random).sorted { $0.postingDate < $1.postingDate }
    let cut = items[items.count / 2].postingDate
    let early = items.filter { $0.postingDate <= cut }
    let all = ApplicationPolicy.exactThenOldest(items).filter { $0.postingDate <= cut }
    #expect(all == ApplicationPolicy.exactThenOldest(early), "seed \(seed)")
  }
}
