import AccountingValues
import Foundation
import Platform
import PostgresClient
import TestSupport

@testable import Warehouse

/// A migrated warehouse of its own. Everything runs as a plain member of `nightclose_loader`, so
/// that what a loader may not do fails here as it would in a real installation.
struct ScratchWarehouse {
  let loader: ConnectionOptions
  let superuser: ConnectionOptions

  init() throws {
    let place = try ScratchCluster.shared().database("warehouse") { template in
      let connection = try Connection(Self.options(template))
      try WarehouseSchema.createRoles(on: connection)
      try WarehouseSchema.migrate(connection)
      try connection.execute(
        "login roles",
        """
        DO $$ BEGIN
          IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'night_shift') THEN
            CREATE ROLE night_shift LOGIN IN ROLE nightclose_loader;
            CREATE ROLE branch_manager LOGIN IN ROLE nightclose_reader;
          END IF;
        END $$
        """)
      connection.close()
    }
    superuser = Self.options(place)
    var loader = superuser
    loader.user = "night_shift"
    self.loader = loader
  }

  static func options(_ place: ConnectionParameters) -> ConnectionOptions {
    ConnectionOptions(
      socketDirectory: place.host, port: place.port, database: place.database, user: place.user)
  }

  func lease(_ code: String = "acme") throws(WarehouseError) -> CompanyLease {
    try CompanyLease(loader, company: .sample(code))
  }

  func admin() throws -> Connection { try Connection(superuser) }

  /// The first column of the first row, as text.
  func answer(_ sql: String, as options: ConnectionOptions? = nil) throws -> String? {
    var options = options ?? superuser
    options.session.rowSecurity = true
    let rows = try Connection(options).query("answer", "SELECT (\(sql))::text")
    return try rows.next() ? rows.text(0) : nil
  }
}

extension CompanyRecord {
  static func sample(_ code: String, in currency: String = "EUR") throws(WarehouseError)
    -> CompanyRecord
  {
    guard let currency = Currency(code: currency) else { fatalError("no currency \(currency)") }
    return CompanyRecord(code: code, name: "Company \(code)", baseCurrency: currency)
  }
}

extension RunRequest {
  static let sample = RunRequest(
    job: "nightly", asOf: CivilDate(daysSince1970: 20_757), engineVersion: "1",
    configurationDigest: "c0ffee")
}

extension Timestamp {
  /// The wall clock.
  static var now: Timestamp {
    Timestamp(microsecondsSince1970: Int64(Date().timeIntervalSince1970 * 1_000_000))
  }
  /// A moment after everything that a test does.
  static var later: Timestamp { now.daysEarlier(-1) }

  func daysEarlier(_ days: Int64) -> Timestamp {
    Timestamp(microsecondsSince1970: microsecondsSince1970 - days * 86_400_000_000)
  }
}

/// October, November and December 2026.
enum Months {
  static func month(_ number: Int) -> FiscalPeriod {
    guard let calendar = FiscalCalendar(monthlyFrom: 1),
      let period = calendar.period(named: number < 10 ? "2026-0\(number)" : "2026-\(number)")
    else { fatalError("month \(number)") }
    return period
  }
  static let october = month(10)
  static let november = month(11)
}

/// A tiny set of books: every period sells for an amount of cents, on account. Ids 1 receivable,
/// 2 revenue; its figures hold all rules, and single rows can be bent.
struct TinyBooks {
  var sales: [(period: FiscalPeriod, cents: Int64)]
  var masters: Masters {
    var masters = Masters()
    masters.accounts = [
      AccountMaster(
        id: 1, code: "1200", name: "Receivables", accountClass: "asset", normalSide: "debit"),
      AccountMaster(
        id: 2, code: "4000", name: "Sales", accountClass: "income", normalSide: "credit"),
    ]
    return masters
  }

  var entries: [Int32: [JournalEntryRow]] = [:]
  var lines: [Int32: [JournalLineRow]] = [:]
  var balances: [Int32: [TrialBalanceRow]] = [:]
  var items: [Int32: [OpenItemRow]] = [:]
  var ageing: [Int32: [AgeingRow]] = [:]
  /// Three invoices read: two posted, one left out.
  var tally: [StreamTallyRow] = [
    StreamTallyRow(
      seq: 0, stream: "sales_invoices", fate: "read", currency: "EUR", rowCount: 3,
      unreadableCount: 0, quantity: .zero, amount: try? ExactDecimal(parsing: "12.505")),
    StreamTallyRow(
      seq: 1, stream: "sales_invoices", fate: "posted", currency: "EUR", rowCount: 2,
      unreadableCount: 0, quantity: .zero, amount: try? ExactDecimal(parsing: "10.5")),
    StreamTallyRow(
      seq: 2, stream: "sales_invoices", fate: "excluded", rule: "before_go_live", currency: "EUR",
      rowCount: 1, unreadableCount: 0, quantity: .zero, amount: try? ExactDecimal(parsing: "2.005")),
  ]

  init(_ sales: [(period: FiscalPeriod, cents: Int64)], openingCents: Int64 = 0) {
    self.sales = sales
    var total = openingCents
    for (index, sale) in sales.enumerated() {
      let (period, cents, seq) = (sale.period.id, sale.cents, Int64(index + 1))
      entries[period] = [
        JournalEntryRow(
          seq: seq, journal: "sales", reference: "~\(seq)", date: sale.period.first,
          event: "sales_invoices", rule: "sale", documentNumber: "INV-\(seq)")
      ]
      lines[period] = [
        JournalLineRow(
          seq: seq * 2 - 1, entrySeq: seq, date: sale.period.first, accountId: 1,
          debitBaseMinor: cents, creditBaseMinor: 0, currency: "EUR", debitMinor: cents,
          creditMinor: 0, role: "receivable"),
        JournalLineRow(
          seq: seq * 2, entrySeq: seq, date: sale.period.first, accountId: 2, debitBaseMinor: 0,
          creditBaseMinor: cents, currency: "EUR", debitMinor: 0, creditMinor: cents,
          role: "revenue"),
      ]
      balances[period] = [
        balance(1, opening: total, debit: cents, credit: 0),
        balance(2, opening: -total, debit: 0, credit: cents),
      ]
      total += cents
      items[period] = [
        OpenItemRow(
          seq: 1, ledger: "receivable", kind: "invoice", accountId: 1,
          documentDate: sale.period.first, postingDate: sale.period.first, currency: "EUR",
          originalMinor: total, residualMinor: total, originalBaseMinor: total,
          residualBaseMinor: total)
      ]
      ageing[period] = [
        AgeingRow(
          seq: 1, itemSeq: 1, bucket: 0, bucketName: "not due", daysOverdue: 0,
          residualMinor: total, residualBaseMinor: total)
      ]
    }
  }

  private func balance(
    _ account: Int64, opening: Int64, debit: Int64, credit: Int64
  ) -> TrialBalanceRow {
    TrialBalanceRow(
      accountId: account, currency: "EUR", openingBaseMinor: opening, debitBaseMinor: debit,
      creditBaseMinor: credit, closingBaseMinor: opening + debit - credit, openingMinor: opening,
      debitMinor: debit, creditMinor: credit, closingMinor: opening + debit - credit)
  }

  func load(_ loader: FactLoader) throws(WarehouseError) {
    for period in sales.map(\.period.id) {
      try loader.load(entries[period] ?? [], period: period)
      try loader.load(lines[period] ?? [], period: period)
      try loader.load(balances[period] ?? [], period: period)
      try loader.load(items[period] ?? [], period: period)
      try loader.load(ageing[period] ?? [], period: period)
    }
    if let last = sales.last?.period.id { try loader.load(tally, period: last) }
  }

  /// Declares the periods, runs, loads and publishes.
  @discardableResult
  func publish(
    _ lease: CompanyLease, in warehouse: ScratchWarehouse, closeId: String = "close",
    beforeCommit: (DatasetReader) throws -> String? = { _ in nil }
  ) throws -> Run {
    try lease.declare(sales.map(\.period))
    let run = try lease.beginRun(.sample)
    try load(FactLoader(warehouse.loader, run: run))
    try lease.publish(
      Publication(
        run: run, closeId: closeId, periods: sales.map(\.period), masters: masters),
      beforeCommit: beforeCommit)
    return run
  }
}
