import AccountingValues
import PostgresClient
import Testing

@testable import Warehouse

/// Who may publish, and what is left when a run dies.
@Suite struct LeaseTests {
  private let balance =
    "SELECT string_agg(closing::text, ',') FROM analytics.trial_balance WHERE account = '1200'"

  @Test func aSecondRunOfACompanyIsToldWhoHoldsIt() throws {
    let warehouse = try ScratchWarehouse()
    let first = try warehouse.lease()
    let run = try first.beginRun(.sample)
    let error = #expect(throws: WarehouseError.self) { try warehouse.lease() }
    guard case .alreadyRunning(company: "acme", let holder)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(holder.contains("run \(run.runId) (nightly as of 2026-10-31"))
    try warehouse.lease("bolt").end()
    first.end()
    let second = try warehouse.lease()
    #expect(second.epoch == first.epoch + 1)
    #expect(
      throws: WarehouseError.self,
      performing: { try CompanyLease(warehouse.loader, company: .sample("acme"), waitSeconds: 1) })
  }

  @Test func aZombieCannotPublishAfterItsSuccessor() throws {
    let warehouse = try ScratchWarehouse()
    let zombie = try warehouse.lease()
    try TinyBooks([(Months.october, 100)]).publish(zombie, in: warehouse)
    let stale = try zombie.beginRun(.sample)
    let books = TinyBooks([(Months.october, 1)])
    try books.load(FactLoader(warehouse.loader, run: stale))
    // The lock is lost while the program still believes in it.
    try zombie.connection.execute("lose the lock", "SELECT pg_advisory_unlock_all()")
    let successor = try warehouse.lease()
    let error = #expect(throws: WarehouseError.self) {
      try zombie.publish(
        Publication(run: stale, closeId: "stale", periods: [Months.october])
      ) { _ in nil }
    }
    guard case .fenced(company: "acme")? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(throws: WarehouseError.self) { try zombie.close(Months.october.id, as: .sample) }
    #expect(throws: WarehouseError.self) { try zombie.beginRun(.sample) }
    #expect(try warehouse.answer(balance) == "1.00")
    try TinyBooks([(Months.october, 300)]).publish(successor, in: warehouse)
    #expect(try warehouse.answer(balance) == "3.00")
  }

  @Test func aLeaseWithoutItsLockPublishesNothingEvenInItsOwnEpoch() throws {
    let warehouse = try ScratchWarehouse()
    let lease = try warehouse.lease()
    try lease.connection.execute("lose the lock", "SELECT pg_advisory_unlock_all()")
    #expect(throws: WarehouseError.self) { try lease.beginRun(.sample) }
  }

  @Test func aRunThatDiesBeforePublishingLeavesThePreviousCloseReadable() throws {
    let warehouse = try ScratchWarehouse()
    let lease = try warehouse.lease()
    let published = try TinyBooks([(Months.october, 100)]).publish(lease, in: warehouse)
    let dying = try lease.beginRun(.sample)
    try TinyBooks([(Months.october, 1)]).load(FactLoader(warehouse.loader, run: dying))
    try warehouse.admin().run(
      "kill", "SELECT pg_terminate_backend($1, 5000)",
      [.integer(Int64(lease.connection.serverProcess))])

    #expect(try warehouse.answer(balance) == "1.00")
    let next = try warehouse.lease()
    #expect(try next.currentClose()?.runId == published.runId)
    #expect(
      try warehouse.answer("SELECT state FROM core.run WHERE run_id = \(dying.runId)") == "failed")
    // Its leaves are collected; the published ones stay.
    #expect(try next.collectLeaves(supersededBefore: .later) == [dying.runId])
    #expect(try warehouse.answer(balance) == "1.00")
    // A loader of the dead run can do nothing any more.
    #expect(throws: WarehouseError.self) {
      try TinyBooks([(Months.october, 1)]).load(FactLoader(warehouse.loader, run: dying))
    }
  }

  @Test func supersededLeavesAreKeptAsLongAsAsked() throws {
    let warehouse = try ScratchWarehouse()
    let lease = try warehouse.lease()
    let runs = try (1...4).map { cents in
      try TinyBooks([(Months.october, Int64(cents))]).publish(lease, in: warehouse).runId
    }
    // What the second superseded is eleven days old, what the third did nine.
    for (run, days) in zip(runs, [12, 11, 9, 0]) {
      try warehouse.admin().execute(
        "a run of former days",
        "UPDATE core.run SET finished_at = now() - interval '\(days) days' WHERE run_id = \(run)")
    }
    let tenDays = Timestamp.now.daysEarlier(10)
    #expect(try lease.supersededRuns(before: tenDays) == [runs[0]])
    #expect(try lease.collectLeaves(supersededBefore: tenDays) == [runs[0]])
    #expect(try lease.collectLeaves(supersededBefore: tenDays) == [])
    #expect(try lease.supersededRuns(before: .later) == [runs[1], runs[2]])
    #expect(try lease.collectLeaves(supersededBefore: .later) == [runs[1], runs[2]])
    #expect(try warehouse.answer(balance) == "0.04")
    #expect(
      try warehouse.answer("SELECT count(*) FROM pg_tables WHERE schemaname = 'staging'") == "6")
  }
}
