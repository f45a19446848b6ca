import AccountingValues
import Subledgers
import Testing

@Suite("Open items and applications")
struct SubledgerTests {
  @Test("one payment settles two invoices, and one invoice takes two payments")
  func manyToMany() throws {
    var books = try Books()
    let first = try books.add(.invoice, 70_00, on: "2024-01-05")
    let second = try books.add(.invoice, 50_00, on: "2024-01-06")
    let payment = try books.add(.payment, -100_00, on: "2024-01-20")
    let rest = try books.add(.payment, -25_00, on: "2024-01-25")
    try books.apply(payment, to: first, 70_00, on: "2024-01-20")
    try books.apply(payment, to: second, 30_00, on: "2024-01-20")
    try books.apply(rest, to: second, 20_00, on: "2024-01-25")
    #expect(try books.residuals("2024-01-20") == [0, 20_00, 0, 0])
    #expect(try books.residuals("2024-01-31") == [0, 0, 0, -5_00])
  }

  @Test("a payment that came in late is filed in the open period and restated in its own")
  func lateEvent() throws {
    var books = try Books()
    let invoice = try books.add(.invoice, 100_00, on: "2024-01-05")
    let payment = try books.add(.payment, -100_00, on: "2024-01-30", filed: "2024-02-01")
    try books.apply(payment, to: invoice, 100_00, on: "2024-01-30", filed: "2024-02-01")
    #expect(try books.residuals("2024-01-31") == [100_00, 0])
    #expect(try books.residuals("2024-01-31", view: .restated) == [0, 0])
    #expect(try books.residuals("2024-02-01") == [0, 0])
  }

  @Test("a payment before its invoice stays open until the invoice is in the books")
  func paymentBeforeInvoice() throws {
    var books = try Books()
    let payment = try books.add(.payment, -100_00, on: "2024-01-20")
    let invoice = try books.add(.invoice, 100_00, on: "2024-02-05")
    try books.apply(payment, to: invoice, 100_00, on: "2024-01-20")
    let ledger = try books.subledger()
    #expect(ledger.residuals(asOf: try day("2024-01-31")).map(\.amountMinor) == [-100_00, 0])
    #expect(ledger.residuals(asOf: try day("2024-02-05")).map(\.amountMinor) == [0, 0])
    #expect(ledger.settlements.first?.postingDate == (try day("2024-02-05")))
  }

  @Test("100 USD carried at 90.00, paid by 100 USD carried at 85.00: a loss of 5.00 on either side")
  func realisedExchange() throws {
    for (side, loss) in [(SubledgerSide.receivable, Int64(5_00)), (.payable, -5_00)] {
      var books = try Books()
      let invoice = try books.add(
        .invoice, 100_00, on: "2024-01-05", side: side, base: 90_00)
      let payment = try books.add(
        .payment, -100_00, on: "2024-01-20", side: side, base: -85_00)
      try books.apply(payment, to: invoice, 100_00, on: "2024-01-20")
      let ledger = try books.subledger()
      let settlement = try #require(ledger.settlements.first)
      #expect(settlement.toBaseMinor == 90_00)
      #expect(settlement.fromBaseMinor == 85_00)
      #expect(settlement.exchangeLossMinor == loss)
      #expect(ledger.residuals(asOf: try day("2024-01-31")).allSatisfy(\.isZero))
    }
  }

  @Test(
    "three thirds of 100.00 USD carried at 90.01 take 30.00, 30.01 and 30.00, and nothing is left")
  func baseGoesProRata() throws {
    var books = try Books()
    let invoice = try books.add(.invoice, 3, on: "2024-01-05", base: 90_01)
    for date in ["2024-01-06", "2024-01-07", "2024-01-08"] {
      try books.apply(Application.none, to: invoice, 1, on: date, kind: .writeOff)
    }
    let ledger = try books.subledger()
    #expect(ledger.settlements.map(\.toBaseMinor) == [30_00, 30_01, 30_00])
    #expect(ledger.residuals(asOf: try day("2024-01-31")) == [.zero])
  }

  @Test("an application taken back returns the carrying amount it took")
  func reversedApplication() throws {
    var books = try Books()
    let invoice = try books.add(.invoice, 3_00, on: "2024-01-05", base: 2_00)
    let payment = try books.add(.payment, -3_00, on: "2024-01-06", base: -1_90)
    try books.apply(payment, to: invoice, 1_00, on: "2024-01-06")
    try books.apply(payment, to: invoice, -1_00, on: "2024-01-09")
    let ledger = try books.subledger()
    #expect(ledger.settlements.map(\.toBaseMinor) == [67, -67])
    #expect(ledger.settlements.map(\.exchangeLossMinor) == [4, -4])
    #expect(
      ledger.residuals(asOf: try day("2024-01-31")) == [
        Residual(amountMinor: 3_00, baseMinor: 2_00),
        Residual(amountMinor: -3_00, baseMinor: -1_90),
      ])
  }

  @Test("a payment in euro settles a bill in dollars, each taking its own amount")
  func crossCurrency() throws {
    var books = try Books()
    let bill = try books.add(.invoice, 100_00, on: "2024-01-05", side: .payable, base: 90_00)
    let payment = try books.add(.payment, -92_00, on: "2024-01-20", side: .payable)
    books.applications.append(
      Application(
        kind: .payment, from: payment, to: bill, date: try day("2024-01-20"),
        fromMinor: 92_00, toMinor: 100_00))
    let ledger = try books.subledger()
    #expect(ledger.settlements.map(\.exchangeLossMinor) == [2_00])
    #expect(ledger.residuals(asOf: try day("2024-01-31")).allSatisfy(\.isZero))
  }

  @Test("base amounts the source states are kept")
  func statedBase() throws {
    var books = try Books()
    let invoice = try books.add(.invoice, 100_00, on: "2024-01-05", base: 90_00)
    let payment = try books.add(.payment, -60_00, on: "2024-01-20", base: -51_00)
    books.applications.append(
      Application(
        kind: .payment, from: payment, to: invoice, date: try day("2024-01-20"),
        fromMinor: 60_00, toMinor: 60_00, fromBaseMinor: 51_00, toBaseMinor: 55_00))
    let ledger = try books.subledger()
    #expect(ledger.settlements.map(\.exchangeLossMinor) == [4_00])
    #expect(ledger.residuals(asOf: try day("2024-01-31")).map(\.baseMinor) == [35_00, 0])
  }

  @Test("a customer who is a supplier: a receivable against a payable")
  func contra() throws {
    var books = try Books()
    let invoice = try books.add(.invoice, 100_00, on: "2024-01-05")
    let bill = try books.add(.invoice, 60_00, on: "2024-01-06", side: .payable)
    try books.apply(bill, to: invoice, 60_00, on: "2024-01-31", kind: .contra)
    #expect(try books.residuals("2024-01-31") == [40_00, 0])
    #expect(
      try books.subledger().findings(asOf: day("2024-01-31"), labels: NumberedLabels()).isEmpty)
  }

  @Test("a settlement discount and a withholding settle without a document of their own")
  func withoutSource() throws {
    var books = try Books()
    let invoice = try books.add(.invoice, 100_00, on: "2024-01-05")
    let payment = try books.add(.payment, -93_00, on: "2024-01-15")
    try books.apply(payment, to: invoice, 93_00, on: "2024-01-15")
    try books.apply(Application.none, to: invoice, 2_00, on: "2024-01-15", kind: .earlyDiscount)
    try books.apply(Application.none, to: invoice, 5_00, on: "2024-01-15", kind: .withholding)
    #expect(try books.residuals("2024-01-31") == [0, 0])
  }

  @Test("an addressed payment settles its instalment; what exceeds it goes on in due order")
  func addressedInstalment() throws {
    var books = try Books()
    let invoice = try books.add(
      .invoice, 100_00, on: "2024-01-01",
      instalments: [("2024-03-31", 20_00), ("2024-01-31", 30_00), ("2024-02-28", 50_00)])
    let payment = try books.add(.payment, -60_00, on: "2024-01-02")
    try books.apply(payment, to: invoice, 60_00, on: "2024-01-02", instalment: 2)
    let ageing = try books.subledger().ageing(scheme(), asOf: day("2024-01-31"))
    #expect(ageing.parts.map(\.instalment) == [1, 0])
    #expect(ageing.parts.map(\.residual.amountMinor) == [20_00, 20_00])
  }

  @Test("open instalments share their carrying amount by largest remainder")
  func instalmentBase() throws {
    var books = try Books()
    try books.add(
      .invoice, 3, on: "2024-01-01", base: 100_00,
      instalments: [("2024-01-31", 1), ("2024-02-28", 1), ("2024-03-31", 1)])
    let ageing = try books.subledger().ageing(scheme(), asOf: day("2024-01-31"))
    #expect(ageing.parts.map(\.residual.baseMinor) == [33_34, 33_33, 33_33])
  }

  @Test("more applied than the document has shows as a negative rest, and is found")
  func overApplied() throws {
    var books = try Books()
    let invoice = try books.add(.invoice, 50_00, on: "2024-01-01")
    let payment = try books.add(.payment, -80_00, on: "2024-01-10")
    try books.apply(payment, to: invoice, 80_00, on: "2024-01-10")
    let ledger = try books.subledger()
    #expect(ledger.residuals(asOf: try day("2024-01-31")).map(\.amountMinor) == [-30_00, 0])
    let findings = ledger.findings(asOf: try day("2024-01-31"), labels: NumberedLabels())
    #expect(findings.map(\.code) == ["SUB-002"])
    #expect(findings.first?.document == "D-0")
    #expect(findings.first?.amount?.minor == -30_00)
    #expect(ledger.findings(asOf: try day("2024-01-09"), labels: NumberedLabels()).isEmpty)
  }

  /// Each rule with one document or application that breaks it; nothing that breaks one counts.
  @Test("what cannot be applied is left out whole and found")
  func quarantine() throws {
    var books = try Books()
    let invoice = try books.add(.invoice, 50_00, on: "2024-01-01")
    let other = try books.add(.invoice, 50_00, on: "2024-01-02")
    let payment = try books.add(.payment, -50_00, on: "2024-01-10")
    try books.apply(Application.unknown, to: invoice, 1_00, on: "2024-01-11")
    try books.apply(payment, to: Application.unknown, 2_00, on: "2024-01-11")
    try books.apply(payment, to: 99, 3_00, on: "2024-01-11")
    try books.apply(other, to: invoice, 4_00, on: "2024-01-11")
    try books.apply(payment, to: payment, 5_00, on: "2024-01-11")
    books.applications.append(
      Application(
        kind: .payment, from: payment, to: invoice, date: try day("2024-01-11"),
        fromMinor: 6_00, toMinor: 6_01))
    let ledger = try books.subledger()
    let asOf = try day("2024-01-31")
    #expect(ledger.residuals(asOf: asOf).map(\.amountMinor) == [50_00, 50_00, -50_00])
    #expect(ledger.settlements.allSatisfy { !$0.isCounted })
    let findings = ledger.findings(asOf: asOf, labels: NumberedLabels())
    #expect(
      findings.map(\.code) == ["SUB-001", "SUB-001", "SUB-001", "SUB-004", "SUB-004", "SUB-005"])
    #expect(findings.map(\.key) == ["0", "1", "2", "3", "4", "5"])
    #expect(findings.map { $0.amount?.minor } == [1_00, 2_00, 3_00, 4_00, 5_00, 6_01])
    #expect(findings.allSatisfy { $0.severity == .error })
  }

  @Test("instalments that do not sum to their document are found; it ages as a whole")
  func wrongInstalments() throws {
    var books = try Books()
    try books.add(
      .invoice, 100_00, on: "2024-01-01", due: "2024-01-11", instalments: [("2024-06-30", 99_00)])
    try books.add(
      .invoice, 10_00, on: "2024-01-01", due: "2024-01-11",
      instalments: [("2024-06-30", 20_00), ("2024-06-30", -10_00)])
    let ledger = try books.subledger()
    let asOf = try day("2024-01-31")
    let ageing = ledger.ageing(try scheme(), asOf: asOf)
    #expect(ageing.rows.map(\.daysOverdue) == [20, 20])
    #expect(ageing.rows.map(\.partCount) == [1, 1])
    let codes = ledger.findings(asOf: asOf, labels: NumberedLabels()).map(\.code)
    #expect(codes == ["SUB-003", "SUB-003"])
  }

  @Test("a document in base currency with another base amount is found and stays visible in base")
  func unequalBase() throws {
    var books = try Books()
    let invoice = try books.add(.invoice, 100_00, on: "2024-01-01")
    books.items[0].baseMinor = 99_00
    try books.apply(Application.none, to: invoice, 100_00, on: "2024-01-02", kind: .writeOff)
    let ledger = try books.subledger()
    let asOf = try day("2024-01-31")
    #expect(
      ledger.findings(asOf: asOf, labels: NumberedLabels()).map(\.code) == ["SUB-007"])
    let ageing = ledger.ageing(try scheme(), asOf: asOf)
    #expect(ageing.rows.map(\.residual) == [Residual(amountMinor: 0, baseMinor: -1_00)])
    #expect(ageing.accounts.first?.total.baseMinor == -1_00)
  }

  @Test("amounts beyond 64 bits in sum are refused, never wrapped")
  func range() throws {
    var books = try Books()
    try books.add(.invoice, .max, on: "2024-01-01")
    #expect(throws: Never.self) { try books.subledger() }
    try books.add(.invoice, 1, on: "2024-01-01")
    #expect(throws: ValueError.outOfRange) { try books.subledger() }
    books.items[0].amountMinor = .min
    #expect(throws: ValueError.outOfRange) { try books.subledger() }
    books.items[0].amountMinor = -5
    books.items[0].baseMinor = .min
    #expect(throws: ValueError.outOfRange) { try books.subledger() }
    // Carried at an item's own rate an excess can leave the range too.
    var carried = try Books()
    let invoice = try carried.add(.invoice, 1, on: "2024-01-01", base: Int64.max / 2)
    try carried.apply(Application.none, to: invoice, 9, on: "2024-01-02", kind: .writeOff)
    #expect(throws: ValueError.outOfRange) { try carried.subledger() }
  }

  @Test("no documents: nothing open, and no control account to compare")
  func empty() throws {
    let ledger = try Books().subledger()
    let ageing = ledger.ageing(try scheme(), asOf: try day("2024-01-31"))
    #expect(ageing.rows.isEmpty && ageing.accounts.isEmpty)
    #expect(ledger.controlTotals(asOf: try day("2024-01-31")).isEmpty)
  }

  @Test("a settled side has a control total of zero, which is not the same as none")
  func settledControlTotal() throws {
    var books = try Books()
    let invoice = try books.add(.invoice, 50_00, on: "2024-01-01")
    try books.apply(Application.none, to: invoice, 50_00, on: "2024-01-02", kind: .writeOff)
    let totals = try books.subledger().controlTotals(asOf: day("2024-01-31"))
    #expect(totals.map(\.debitMinor) == [0])
    #expect(totals.map(\.openItems) == [0])
  }

  @Test("advances and foreign items without a rate are not revalued")
  func notRevalued() throws {
    var books = try Books()
    try books.add(.advance, -100_00, on: "2024-01-01", base: -90_00)
    try books.add(.invoice, 50_00, on: "2024-01-01")
    try books.add(.invoice, 50_00, on: "2024-01-01", base: 45_00)
    let revalued = try books.subledger().revaluation(asOf: day("2024-01-31")) { _, _ in nil }
    #expect(revalued.isEmpty)
  }
}

@Suite("Ageing columns")
struct AgeingSchemeTests {
  @Test("bounds 30, 60 and 90 give these columns in this order")
  func columns() throws {
    let scheme = try scheme([30, 60, 90])
    #expect(
      scheme.columns.map(\.code) == [
        "not_due", "1_30", "31_60", "61_90", "over_90", "credit_notes", "unapplied", "advances",
      ])
    #expect(
      scheme.headings == [
        "Not due", "1–30 days", "31–60 days", "61–90 days", "Over 90 days", "Credit notes",
        "Unapplied payments", "Advances",
      ])
    let byDocument = try #require(AgeingScheme(upperBounds: [1, 2], basis: .documentDate))
    #expect(byDocument.headings.prefix(4) == ["Same day", "1 day", "2 days", "Over 2 days"])
    #expect(scheme.columnCount == scheme.columns.count)
  }

  @Test("without bounds everything overdue is one column")
  func noBounds() throws {
    #expect(
      try scheme([]).columns.map(\.code) == [
        "not_due", "over_0", "credit_notes", "unapplied", "advances",
      ])
  }

  @Test(
    "bounds that do not rise from one day up are refused",
    arguments: [[0], [-1, 5], [30, 30], [60, 30], [100_001]])
  func refused(bounds: [Int]) {
    #expect(AgeingScheme(upperBounds: bounds) == nil)
  }

  @Test(
    "the last day of a bucket belongs to it, the next day to the next",
    arguments: [(0, 0), (1, 1), (30, 1), (31, 2), (60, 2), (61, 3), (5_000, 3), (-1, 0)])
  func edges(days: Int, column: Int32) throws {
    var books = try Books()
    try books.add(.invoice, 1_00, on: "2024-01-01", due: "2024-01-01")
    let asOf = try day("2024-01-01").adding(days: days)
    books.items[0].postingDate = .earliest
    let ageing = try books.subledger().ageing(scheme([30, 60]), asOf: asOf)
    #expect(ageing.parts.map(\.column) == [column])
  }

  @Test("by document date the due date does not matter")
  func byDocumentDate() throws {
    var books = try Books()
    try books.add(
      .invoice, 100_00, on: "2024-01-01", due: "2024-12-31",
      instalments: [("2024-06-30", 40_00), ("2024-12-31", 60_00)])
    let ageing = try books.subledger().ageing(
      scheme([30], by: .documentDate), asOf: day("2024-01-31"))
    #expect(ageing.parts.map(\.daysOverdue) == [30, 30])
    #expect(ageing.parts.map(\.column) == [1, 1])
  }

  @Test("a supplier's debit note is a credit, a customer's is aged; money paid back is unapplied")
  func kindsToColumns() throws {
    var books = try Books()
    try books.add(.debitNote, -10_00, on: "2024-01-01", side: .payable)
    try books.add(.debitNote, 20_00, on: "2024-01-01")
    try books.add(.payment, 30_00, on: "2024-01-01")
    try books.add(.opening, 40_00, on: "2024-01-01")
    try books.add(.opening, -50_00, on: "2024-01-01")
    let ageing = try books.subledger().ageing(scheme([30]), asOf: day("2024-01-31"))
    #expect(
      ageing.parts.map { ageing.scheme.columns[Int($0.column)].code } == [
        "credit_notes", "1_30", "unapplied", "1_30", "credit_notes",
      ])
  }
}
