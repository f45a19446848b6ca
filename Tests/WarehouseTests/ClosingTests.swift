import AccountingValues
import PostgresClient
import Testing

@testable import Warehouse

/// Closed periods never change (ACCOUNTING §3).
@Suite struct ClosingTests {
  private let balances =
    "SELECT string_agg(period || ' ' || closing, ', ' ORDER BY period) "
    + "FROM analytics.trial_balance WHERE account = '1200'"

  private func state(_ error: (any Error)?) -> String? {
    guard case .periodState(_, let state, _)? = error as? WarehouseError else { return nil }
    return state
  }

  @Test func closedFiguresStayWhileTheOpenSpanMoves() throws {
    let warehouse = try ScratchWarehouse()
    let lease = try warehouse.lease()
    try TinyBooks([(Months.october, 100), (Months.november, 10)]).publish(lease, in: warehouse)
    try lease.markClosing(Months.october.id, true)
    #expect(try lease.close(Months.october.id, as: .sample) == 7)
    #expect(try warehouse.answer(balances) == "2026-10 1.00, 2026-11 1.10")

    // The open span goes on from the frozen opening; the old leaves may go.
    try TinyBooks([(Months.november, 25)], openingCents: 100).publish(lease, in: warehouse)
    #expect(try warehouse.answer(balances) == "2026-10 1.00, 2026-11 1.25")
    try lease.collectLeaves(supersededBefore: .later)
    #expect(try warehouse.answer(balances) == "2026-10 1.00, 2026-11 1.25")

    let closed = try #require(try lease.latestClosed())
    #expect(closed.name == "2026-10")
    let opening = try lease.published(TrialBalanceRow.self, period: closed.period.id).collected()
    #expect(opening.map(\.closingBaseMinor) == [100, -100])
    #expect(
      try lease.published(OpenItemRow.self, period: closed.period.id).collected()
        .map(\.residualMinor) == [100])
  }

  @Test func aClosedPeriodTakesNoMoreFigures() throws {
    let warehouse = try ScratchWarehouse()
    let lease = try warehouse.lease()
    let books = TinyBooks([(Months.october, 100), (Months.november, 10)])
    try books.publish(lease, in: warehouse)
    try lease.close(Months.october.id, as: .sample)
    #expect(
      throws: WarehouseError.self, performing: { try books.publish(lease, in: warehouse) })
    let run = try lease.beginRun(.sample)
    let error = #expect(throws: WarehouseError.self) {
      try lease.publish(
        Publication(run: run, closeId: "x", periods: [Months.october])
      ) { _ in nil }
    }
    #expect(state(error) == "closed")
    #expect(
      state(
        #expect(throws: WarehouseError.self) {
          try lease.close(Months.october.id, as: .sample)
        }) == "closed")
    // The loader's role has no way to write frozen rows either.
    for statement in [
      "UPDATE core.trial_balance SET closing_minor = 0", "DELETE FROM core.trial_balance",
      "INSERT INTO core.consumption VALUES (1, \(Months.october.id), 0, 1, 1, 1, 1, 1, 1)",
      "TRUNCATE core.trial_balance", "DROP TABLE core.trial_balance",
      "DELETE FROM core.audit_chain", "UPDATE core.audit_chain SET entry = ''",
      "UPDATE core.company SET epoch = 99", "CREATE TABLE staging.mine (v int)",
    ] {
      let denied = #expect(throws: PostgresError.self) {
        try Connection(warehouse.loader).execute("tamper", statement)
      }
      #expect(denied?.isPermissionDenied == true, "\(statement)")
    }
  }

  @Test func periodsCloseInOrderAndReopenBackwardsWithAReason() throws {
    let warehouse = try ScratchWarehouse()
    let lease = try warehouse.lease()
    let (october, november) = (Months.october.id, Months.november.id)
    #expect(state(#expect(throws: WarehouseError.self) { try lease.period(october) }) == "unknown")
    try lease.declare([Months.october, Months.november])
    func refused(_ state: String, _ body: () throws -> Void) {
      #expect(self.state(#expect(throws: WarehouseError.self, performing: body)) == state)
    }
    refused("open") { try lease.close(october, as: .sample) }
    try TinyBooks([(Months.october, 100), (Months.november, 10)]).publish(lease, in: warehouse)
    refused("open") { try lease.close(november, as: .sample) }
    refused("open") { try lease.reopen(november, reason: "typo") }
    try lease.close(october, as: .sample)
    try lease.close(november, as: .sample)
    refused("closed") { try lease.reopen(october, reason: "late bill") }
    refused("closed") { try lease.reopen(november, reason: "  ") }
    try lease.reopen(november, reason: "late bill")
    try lease.reopen(october, reason: "late bill")
    #expect(try lease.periods().map(\.state) == [.reopened, .reopened])
    #expect(try lease.period(october).reason == "late bill")
    // What was frozen is what readers see until something new is published.
    #expect(try warehouse.answer(balances) == "2026-10 1.00, 2026-11 1.10")
    try TinyBooks([(Months.october, 150), (Months.november, 10)]).publish(lease, in: warehouse)
    #expect(try warehouse.answer(balances) == "2026-10 1.50, 2026-11 1.60")
    try lease.close(october, as: .sample)
    #expect(try warehouse.answer(balances) == "2026-10 1.50, 2026-11 1.60")
    #expect(
      try warehouse.answer(
        "SELECT string_agg(kind, ' ' ORDER BY position) FROM core.audit_chain")
        == "publish close close reopen reopen publish close")
  }

  @Test func theAuditChainShowsWhatWasTakenOut() throws {
    let warehouse = try ScratchWarehouse()
    let lease = try warehouse.lease()
    for cents in 1...3 as ClosedRange<Int64> {
      try TinyBooks([(Months.october, cents)]).publish(lease, in: warehouse)
    }
    guard case .intact(length: 3, let head) = try lease.verifyAuditChain() else {
      Issue.record("the chain should be intact")
      return
    }
    #expect(head.count == 64)
    let admin = try warehouse.admin()
    #expect(throws: PostgresError.self) {
      try admin.execute("forge", "UPDATE core.audit_chain SET entry = 'x' WHERE position = 2")
    }
    try admin.execute("remove", "DELETE FROM core.audit_chain WHERE position = 2")
    #expect(try lease.verifyAuditChain() == .broken(position: 2))
  }
}
