import AccountingValues
import Subledgers
import TestSupport
import Testing

@Suite("Ageing: properties over seeded books")
struct AgeingPropertyTests {
  @Test("every part agrees with the slow oracle, in both views", arguments: 0..<400)
  func oracle(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    let books = try randomBooks(&random)
    let ledger = try books.subledger()
    for (text, view) in [("2024-03-01", LedgerView.asFiled), ("2024-04-15", .restated)] {
      let asOf = try day(text)
      let bounds = [[10, 20, 40], [], [1, 2, 30, 60]][seed % 3]
      let ageing = ledger.ageing(try scheme(bounds), asOf: asOf, view: view)
      let oracle = AgeingOracle(books: books, bounds: bounds, asOf: asOf, view: view)
      let expected = books.items.indices.flatMap { oracle.parts(of: $0) }
      let actual = ageing.rows.flatMap { row in
        ageing.parts[Int(row.firstPart)..<Int(row.firstPart + row.partCount)].map {
          AgeingOracle.Part(
            item: row.item, instalment: $0.instalment, column: Int($0.column),
            amountMinor: $0.residual.amountMinor)
        }
      }.filter { $0.amountMinor != 0 }
      #expect(actual == expected, "seed \(seed), \(text), \(view)")
    }
  }

  @Test("Σ columns = residual on every row, account and control total", arguments: 0..<200)
  func sums(seed: Int) throws {
    var random = SplitMix64(seed: 1_000 + UInt64(seed))
    let books = try randomBooks(&random)
    let ledger = try books.subledger()
    let asOf = try day("2024-03-20")
    let ageing = ledger.ageing(try scheme(), asOf: asOf)
    let residuals = ledger.residuals(asOf: asOf)
    for row in ageing.rows {
      let columns = ageing.columns(of: row)
      #expect(columns.reduce(0) { $0 + $1.amountMinor } == row.residual.amountMinor)
      #expect(columns.reduce(0) { $0 + $1.baseMinor } == row.residual.baseMinor)
      #expect(residuals[Int(row.item)] == row.residual, "seed \(seed)")
    }
    #expect(ageing.rows.count == residuals.count { !$0.isZero })
    for account in ageing.accounts {
      let rows = ageing.rows.filter {
        let item = books.items[Int($0.item)]
        return item.side == account.key.side && item.partner == account.key.partner
          && item.currency == account.key.currency
      }
      #expect(account.openItems == Int32(rows.count))
      #expect(account.total.amountMinor == rows.reduce(0) { $0 + $1.residual.amountMinor })
      #expect(account.columns.reduce(0) { $0 + $1.baseMinor } == account.total.baseMinor)
    }
    let control = ledger.controlTotals(asOf: asOf)
    let debit = ageing.accounts.reduce(0) { $0 + $1.key.side.debitSign * $1.total.baseMinor }
    #expect(control.reduce(0) { $0 + $1.debitBaseMinor } == debit, "seed \(seed)")
    #expect(control.reduce(0) { $0 + $1.openItems } == ageing.rows.count)
  }

  @Test("what is known later changes nothing as filed, at any earlier day", arguments: 0..<200)
  func monotone(seed: Int) throws {
    var random = SplitMix64(seed: 2_000 + UInt64(seed))
    let all = try randomBooks(&random)
    let cut = try day("2024-02-20")
    // The books as they stood on the cut: only what was posted by then.
    var early = all
    early.items = []
    var kept: [Int32: Int32] = [:]
    for (index, item) in all.items.enumerated() where item.postingDate <= cut {
      kept[Int32(index)] = Int32(early.items.count)
      early.items.append(item)
    }
    early.applications = all.applications.compactMap { application in
      guard application.postingDate <= cut, let to = kept[application.to],
        application.from < 0 || kept[application.from] != nil
      else { return nil }
      var moved = application
      moved.to = to
      moved.from = kept[application.from] ?? application.from
      return moved
    }
    let before = try early.subledger()
    let after = try all.subledger()
    for offset in stride(from: 0, through: 50, by: 10) {
      let asOf = cut.adding(days: -offset)
      let later = after.residuals(asOf: asOf)
      let expected = before.residuals(asOf: asOf)
      for (old, new) in kept {
        #expect(later[Int(old)] == expected[Int(new)], "seed \(seed), item \(old), \(asOf)")
      }
      #expect(later.enumerated().allSatisfy { kept[Int32($0.offset)] != nil || $0.element.isZero })
    }
  }

  @Test("an application moves no total but by the exchange difference", arguments: 0..<100)
  func applicationsConserve(seed: Int) throws {
    var random = SplitMix64(seed: 3_000 + UInt64(seed))
    let books = try randomBooks(&random)
    var unapplied = books
    unapplied.applications = []
    let ledger = try books.subledger()
    let asOf = try day("2024-07-31")
    func debit(_ ledger: Subledger) -> Int64 {
      ledger.controlTotals(asOf: asOf).reduce(0) { $0 + $1.debitBaseMinor }
    }
    var expected = debit(try unapplied.subledger())
    for (application, settlement) in zip(books.applications, ledger.settlements) {
      let to = books.items[max(0, Int(application.to))]
      let isDebit = to.side == .receivable ? to.amountMinor >= 0 : to.amountMinor < 0
      if application.from == Application.none {
        expected -= isDebit ? settlement.toBaseMinor : -settlement.toBaseMinor
      } else {
        expected -= settlement.exchangeLossMinor
      }
    }
    #expect(debit(ledger) == expected, "seed \(seed)")
  }

  @Test("the order of the caller's rows changes no figure of a document", arguments: 0..<50)
  func shuffledItems(seed: Int) throws {
    var random = SplitMix64(seed: 4_000 + UInt64(seed))
    let books = try randomBooks(&random)
    var shuffled = books
    let order = Array(books.items.indices).shuffled(using: &random)
    shuffled.items = order.map { books.items[$0] }
    var position = [Int32](repeating: 0, count: order.count)
    for (new, old) in order.enumerated() { position[old] = Int32(new) }
    for index in shuffled.applications.indices {
      let application = books.applications[index]
      shuffled.applications[index].to = position[Int(application.to)]
      if application.from >= 0 {
        shuffled.applications[index].from = position[Int(application.from)]
      }
    }
    let asOf = try day("2024-03-31")
    let a = try books.subledger().ageing(scheme(), asOf: asOf)
    let b = try shuffled.subledger().ageing(scheme(), asOf: asOf)
    #expect(a.accounts == b.accounts, "seed \(seed)")
  }
}
