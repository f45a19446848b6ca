import AccountingValues
import PostgresClient
import Testing

@testable import Warehouse

/// Numbers of journal entries are given once, without gaps (ACCOUNTING §4).
@Suite struct EntryNumberTests {
  private let shown = "SELECT string_agg(number, ',' ORDER BY date) FROM analytics.journal_entry"

  private func number(_ sequence: Int64, _ reference: UInt64) -> EntryNumber {
    EntryNumber(
      reference: reference, journal: "sales", fiscalYear: 2026,
      sequence: sequence, number: "SAL-2026-\(sequence)")
  }

  /// Books whose October entry has a number and its reference.
  private func books(_ number: String?) -> TinyBooks {
    var books = TinyBooks([(Months.october, 100), (Months.november, 10)])
    books.entries[Months.october.id]?[0].reference = "~00000000000000AA"
    books.entries[Months.october.id]?[0].number = number
    return books
  }

  private func publish(
    _ books: TinyBooks, _ numbers: [EntryNumber], _ lease: CompanyLease,
    in warehouse:
      ScratchWarehouse, closing: Bool = false
  ) throws -> Int64 {
    try lease.declare(books.sales.map(\.period))
    let run = try lease.beginRun(.sample)
    try books.load(FactLoader(warehouse.loader, run: run))
    return try lease.publish(
      Publication(
        run: run, closeId: "close", periods: books.sales.map(\.period), masters: books.masters,
        numbers: [Months.october.id: numbers],
        closing: closing ? .init(period: Months.october.id, as: .sample) : nil)
    ) { _ in nil }
  }

  @Test func aClosingFreezesFiguresAndNumbersInOneCommit() throws {
    let warehouse = try ScratchWarehouse()
    let lease = try warehouse.lease()
    let numbers = [number(1, 0xAA)]
    #expect(try publish(books("SAL-2026-1"), numbers, lease, in: warehouse, closing: true) == 7)
    #expect(try warehouse.answer(shown) == "SAL-2026-1,~2")
    #expect(try lease.period(Months.october.id).state == .closed)
    #expect(try lease.issuedNumbers(fromFiscalYear: 2026) == numbers)
    #expect(try lease.issuedNumbers(fromFiscalYear: 2027) == [])
    let october = Months.october.id
    #expect(try lease.issuedNumbers(inPeriods: october...october) == numbers)
    #expect(try lease.issuedNumbers(inPeriods: (october + 1)...(october + 2)) == [])
    #expect(
      try warehouse.answer("SELECT string_agg(kind, ' ' ORDER BY position) FROM core.audit_chain")
        == "publish close")
  }

  @Test func numbersThatRepeatSkipOrBelongToAnotherEntryPublishNothing() throws {
    let warehouse = try ScratchWarehouse()
    let lease = try warehouse.lease()
    _ = try publish(books("SAL-2026-1"), [number(1, 0xAA)], lease, in: warehouse)
    let bad: [(String, [EntryNumber])] = [
      // The number, the entry, or the printed form is there already.
      ("SAL-2026-1", [number(1, 0xBB)]), ("SAL-2026-1", [number(2, 0xAA)]),
      // A gap, a number nobody issued, another entry's number.
      ("SAL-2026-1", [number(3, 0xBB)]), ("SAL-2026-9", []), ("SAL-2026-2", [number(2, 0xBB)]),
    ]
    for (shown, numbers) in bad {
      #expect(throws: WarehouseError.self, "\(shown) \(numbers)") {
        _ = try publish(books(shown), numbers, lease, in: warehouse, closing: true)
      }
    }
    #expect(try warehouse.answer("SELECT count(*) FROM core.entry_number") == "1")
    #expect(try lease.period(Months.october.id).state == .open)
  }

  @Test func aHolderThatWasSucceededIssuesNoNumber() throws {
    let warehouse = try ScratchWarehouse()
    let zombie = try warehouse.lease()
    try zombie.declare([Months.october, Months.november])
    let stale = try zombie.beginRun(.sample)
    try books("SAL-2026-1").load(FactLoader(warehouse.loader, run: stale))
    try zombie.connection.execute("lose the lock", "SELECT pg_advisory_unlock_all()")
    let successor = try warehouse.lease()
    _ = try publish(
      books("SAL-2026-1"), [number(1, 0xAA)], successor, in: warehouse, closing: true)
    #expect(throws: WarehouseError.self) {
      try zombie.publish(
        Publication(
          run: stale, closeId: "stale", periods: [Months.october],
          numbers: [Months.october.id: [number(2, 0xAA)]],
          closing: .init(period: Months.october.id, as: .sample))
      ) { _ in nil }
    }
    #expect(try successor.issuedNumbers(fromFiscalYear: 2026) == [number(1, 0xAA)])
  }

  @Test func issuedNumbersCannotBeChanged() throws {
    let warehouse = try ScratchWarehouse()
    let lease = try warehouse.lease()
    _ = try publish(books("SAL-2026-1"), [number(1, 0xAA)], lease, in: warehouse)
    for statement in [
      "UPDATE core.entry_number SET number = 'x'", "DELETE FROM core.entry_number",
      "TRUNCATE core.entry_number",
    ] {
      let denied = #expect(throws: PostgresError.self) {
        try Connection(warehouse.loader).execute("tamper", statement)
      }
      #expect(denied?.isPermissionDenied == true, "\(statement)")
    }
  }
}
