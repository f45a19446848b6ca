import Foundation
import Synchronization
import Testing

@testable import PostgresClient

/// Two sessions at once: snapshots, locks, cancellation, and what a transaction leaves.
@Suite struct ConcurrencyTests {
  private func count(_ connection: Connection, _ table: String) throws -> Int64? {
    let rows = try connection.query("count \(table)", "SELECT count(*) FROM \(table)")
    return try rows.next() ? rows.integer(0) : nil
  }

  @Test func twoConnectionsReadOneSnapshot() throws {
    let database = try ScratchDatabase.shared()
    let writer = try database.connect()
    try writer.execute(
      "table", "CREATE TABLE public.shared (v int); INSERT INTO public.shared VALUES (1)")
    let first = try database.connect()
    try first.begin(.read)
    let snapshot = try first.exportSnapshot()
    try writer.execute("more", "INSERT INTO public.shared VALUES (2)")
    let second = try database.connect()
    try second.begin(.read.sharing(snapshot))
    #expect(try count(first, "public.shared") == 1)
    #expect(try count(second, "public.shared") == 1)
    #expect(try count(writer, "public.shared") == 2)
    try second.commit()
    try first.commit()
    // The snapshot went with the transaction that exported it.
    #expect(throws: PostgresError.self) { try second.begin(.read.sharing(snapshot)) }
    #expect(!second.isInTransaction)
  }

  @Test func aReadOnlyTransactionWritesNothing() throws {
    let connection = try ScratchDatabase.shared().connect()
    let error = try #require(throws: PostgresError.self) {
      try connection.transaction(.read) {
        try connection.execute("write", "CREATE TABLE public.no (v int)")
      }
    }
    #expect(error.sqlState == "25006")
    #expect(!connection.isInTransaction)
  }

  @Test func aThrowingBodyRollsBackEvenWithAStreamOpen() throws {
    struct Halt: Error {}
    let connection = try ScratchDatabase.shared().connect()
    try connection.execute("table", "CREATE TABLE public.kept (v int)")
    var held: RowStream?
    #expect(throws: Halt.self) {
      try connection.transaction(.write) {
        try connection.execute("insert", "INSERT INTO public.kept VALUES (1)")
        held = try connection.copyOut("series", QueryText("SELECT generate_series(1, 1000)"))
        throw Halt()
      }
    }
    #expect(try held?.next() == false)
    #expect(try count(connection, "public.kept") == 0)
  }

  @Test func aCommitOfAFailedTransactionIsAnError() throws {
    let connection = try ScratchDatabase.shared().connect()
    try connection.begin(.write)
    #expect(throws: PostgresError.self) { try connection.execute("fail", "SELECT 1 / 0") }
    let error = try #require(throws: PostgresError.self) { try connection.commit() }
    #expect(error.sqlState == "25P02")
    #expect(!connection.isInTransaction)
  }

  @Test func aCommitWhoseAnswerIsLostIsUnknown() throws {
    let database = try ScratchDatabase.shared()
    let connection = try database.connect()
    try connection.begin(.write)
    try database.connect().run(
      "kill", "SELECT pg_terminate_backend($1, 5000)", [.integer(Int64(connection.serverProcess))])
    let error = try #require(throws: PostgresError.self) { try connection.commit() }
    #expect(error.kind == .commitUnknown)
  }

  @Test func onlyOneSessionHoldsALock() throws {
    let database = try ScratchDatabase.shared()
    let lock = AdvisoryLock(space: 4_711, subject: -1)
    let first = try database.connect()
    var options = database.options
    options.session.lockTimeoutMilliseconds = 50
    let second = try Connection(options)
    #expect(try first.tryLock(lock))
    #expect(try !second.tryLock(lock))
    #expect(try second.tryLock(AdvisoryLock(space: 4_711, subject: 0)))
    let error = try #require(throws: PostgresError.self) { try second.lock(lock) }
    #expect(error.isLockNotAvailable)
    // Kept across transactions, given back once.
    try first.begin(.write)
    first.rollback()
    #expect(try !second.tryLock(lock))
    #expect(try first.unlock(lock))
    #expect(try !first.unlock(lock))
    #expect(try second.tryLock(lock))
    // A session that ends leaves none behind.
    second.close()
    try first.lock(lock)
  }

  @Test func aRunningStatementIsCancelledFromAnotherThread() throws {
    let connection = try ScratchDatabase.shared().connect()
    // The types a statement returns are looked up once; asked now, the request meets the sleep.
    try connection.run("sleep", "SELECT pg_sleep(0)")
    let canceller = connection.canceller()
    let heard = Mutex(false)
    // A thread of its own: a task would wait for one of the pool's, which other tests may all hold.
    let asking = Thread {
      // Asked again until heard: the first request may come before the statement.
      while !heard.withLock({ $0 }) {
        canceller.cancel()
        Thread.sleep(forTimeInterval: 0.02)
      }
    }
    asking.start()
    defer { heard.withLock { $0 = true } }
    let error = try #require(throws: PostgresError.self) {
      try connection.run("sleep", "SELECT pg_sleep(60)")
    }
    heard.withLock { $0 = true }
    #expect(error.isCancelled)
    #expect(error.statement == "sleep")
    connection.close()
    canceller.cancel()
  }

  @Test func aStatementThatTakesTooLongIsCancelledByTheServer() throws {
    var options = try ScratchDatabase.shared().options
    options.session.statementTimeoutMilliseconds = 30
    let connection = try Connection(options)
    let error = try #require(throws: PostgresError.self) {
      try connection.run("sleep", "SELECT pg_sleep(60)")
    }
    #expect(error.isCancelled)
  }
}
