import AccountingValues
import PostgresClient
import Tables
import Testing

@testable import Warehouse

/// What readers see, and what they do not.
@Suite struct ReadingTests {
  private let receivables = Dataset(
    name: "receivables",
    query: QueryText(
      pieces: [
        "SELECT account, closing, closing_in_currency AS own, currency, period_id FROM "
          + "analytics.trial_balance WHERE company = ", " AND account = ", " ORDER BY period_id",
      ], parameterNumbers: [1, 2]),
    columns: [
      Column(name: "closing", type: .money(.base)),
      Column(name: "own", type: .money(.column("currency"))),
      Column(name: "account", type: .code), Column(name: "period_id", type: .integer),
    ])

  private func euros(_ cents: Int64) throws -> Cell {
    .money(Money(minor: cents, in: try #require(Currency(code: "EUR"))))
  }

  private func closing(_ reader: PinnedReader) throws -> [Cell] {
    var rows = try reader.datasets.rows(receivables, ["acme", "1200"])
    let table = try rows.collected()
    return (0..<table.rowCount).map { table[$0, "closing"] ?? .null }
  }

  @Test func aDatasetGivesTypedCells() throws {
    let warehouse = try ScratchWarehouse()
    try TinyBooks([(Months.october, 1_050)]).publish(warehouse.lease(), in: warehouse)
    let reader = try PinnedReader(warehouse.loader, company: "acme")
    var rows = try reader.datasets.rows(receivables, ["acme", "1200"])
    let batch = try #require(try rows.next())
    #expect(
      Array(batch[0]) == [
        try euros(1_050), try euros(1_050), .text("1200"), .integer(Int64(Months.october.id)),
      ])
    #expect(try rows.next() == nil)
    #expect(try rows.next() == nil)
  }

  @Test func everyColumnTypeIsRead() throws {
    let warehouse = try ScratchWarehouse()
    try warehouse.lease().end()
    let reader = try PinnedReader(warehouse.loader, company: "acme")
    let dataset = Dataset(
      name: "kinds",
      query: QueryText(
        """
        SELECT 'x' AS t, 1.5::numeric AS q, 0.125 AS p, 1.000000001 AS r, date '2026-10-31' AS d,
          timestamp '1970-01-01 00:00:01' AS m, true AS b, 2.25 AS u, NULL::numeric AS n,
          1.234 AS k, 'KWD' AS c
        """),
      columns: [
        Column(name: "t", type: .text), Column(name: "q", type: .quantity),
        Column(name: "p", type: .percent), Column(name: "r", type: .rate),
        Column(name: "d", type: .date), Column(name: "m", type: .timestamp),
        Column(name: "b", type: .boolean), Column(name: "u", type: .unitCost),
        Column(name: "n", type: .quantity), Column(name: "k", type: .money(.column("c"))),
      ])
    var rows = try reader.datasets.rows(dataset)
    let batch = try #require(try rows.next())
    #expect(
      Array(batch[0]) == [
        .text("x"), .quantity(Quantity(micros: 1_500_000)), .percent(micros: 125_000),
        .rate(nanos: 1_000_000_001), .date(CivilDate(daysSince1970: 20_757)),
        .timestamp(Timestamp(microsecondsSince1970: 1_000_000)), .boolean(true),
        .unitCost(UnitCost(micros: 2_250_000)), .null,
        .money(Money(minor: 1_234, in: try #require(Currency(code: "KWD")))),
      ])
  }

  @Test(arguments: [
    ("SELECT 1 AS other", ColumnType.integer, "no column “v”"),
    ("SELECT 'x' AS v", .quantity, "no quantity"), ("SELECT 1 AS v", .text, "no text"),
    ("SELECT 1.234 AS v", .money(.base), "too many decimals"),
    ("SELECT 'NaN'::numeric AS v", .rate, "figure"),
    ("SELECT 1e30::numeric AS v", .quantity, "is out of range"),
    ("SELECT 1 AS v", .money(.column("c")), "currencies"),
    ("SELECT 1 AS v, 'XXX' AS c", .money(.column("c")), "no currency"),
    ("SELECT 'infinity'::date AS v", .date, "infinite"),
    ("SELECT 1.5::float8 AS v", .rate, "double precision"),
  ])
  func aValueThatDoesNotFitNamesDatasetAndColumn(
    sql: String, type: ColumnType, words: String
  ) throws {
    let warehouse = try ScratchWarehouse()
    try warehouse.lease().end()
    let reader = try PinnedReader(warehouse.loader, company: "acme")
    let dataset = Dataset(
      name: "odd", query: QueryText(sql), columns: [Column(name: "v", type: type)])
    let error = #expect(throws: WarehouseError.self) {
      var rows = try reader.datasets.rows(dataset)
      _ = try rows.next()
    }
    #expect("\(try #require(error))".contains("dataset odd: "))
    #expect("\(try #require(error))".contains(words))
  }

  @Test func aPinnedReaderKeepsSeeingTheCloseItStartedWith() throws {
    let warehouse = try ScratchWarehouse()
    let lease = try warehouse.lease()
    let first = try TinyBooks([(Months.october, 100)]).publish(lease, in: warehouse)
    let reader = try PinnedReader(warehouse.loader, company: "acme")
    #expect(reader.runs == [Months.october.id: first.runId])
    // It has read nothing yet: only its pin keeps the leaves.
    try TinyBooks([(Months.october, 200)]).publish(lease, in: warehouse)
    #expect(try lease.collectLeaves(supersededBefore: .later) == [])
    #expect(try closing(reader) == [try euros(100)])
    try lease.close(Months.october.id, as: .sample)
    #expect(try lease.collectLeaves(supersededBefore: .later).contains(first.runId) == false)
    #expect(try closing(reader) == [try euros(100)])
    reader.end()
    #expect(try lease.collectLeaves(supersededBefore: .later).contains(first.runId))
    #expect(
      try closing(try PinnedReader(warehouse.loader, company: "acme")) == [try euros(200)])
  }

  @Test func aReaderSeesOnlyTheCompaniesOfItsRole() throws {
    let warehouse = try ScratchWarehouse()
    try TinyBooks([(Months.october, 100)]).publish(warehouse.lease("acme"), in: warehouse)
    try TinyBooks([(Months.october, 900)]).publish(warehouse.lease("bolt"), in: warehouse)
    var manager = warehouse.superuser
    manager.user = "branch_manager"
    let seen = "SELECT string_agg(DISTINCT company, ',') FROM analytics.trial_balance"
    #expect(try warehouse.answer(seen, as: manager) == nil)
    for _ in 0..<2 {
      try WarehouseSchema.grantReading(of: "bolt", to: "branch_manager", on: warehouse.admin())
    }
    #expect(try warehouse.answer(seen, as: manager) == "bolt")
    // Neither the facts nor a leaf show more than the view.
    #expect(
      try warehouse.answer("SELECT count(DISTINCT company_id) FROM core.trial_balance", as: manager)
        == "1")
    let leaf = try #require(
      try warehouse.answer(
        "SELECT min(relname) FROM pg_class WHERE relname LIKE 'trial_balance_p%_r%' AND relkind = 'r'"
      ))
    #expect(try warehouse.answer("SELECT count(*) FROM staging.\(leaf)", as: manager) == "0")
    for table in ["core.membership", "core.key_map", "core.leaf"] {
      let denied = #expect(throws: PostgresError.self) {
        try warehouse.answer("SELECT count(*) FROM \(table)", as: manager)
      }
      #expect(denied?.isPermissionDenied == true)
    }
  }
}
