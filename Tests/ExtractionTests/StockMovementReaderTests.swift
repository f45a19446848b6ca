import AccountingValues
@testable import Extraction
import Platform
import PostgresClient
import TestSupport
import Testing

/// The columnar way and the general way read the same: rows, findings, tally, digest.
@Suite(.serialized) struct StockMovementReaderTests {
  /// A movement in words, from either way.
  private struct Movement: Hashable {
    var keys: [String]
    var place: [Int64]
    var words: [String]
    var numbers: [Int64]
  }

  private func words(_ row: StockMovementRow, _ numbering: MovementNumbering) -> Movement {
    func name(_ id: Int32, _ keys: KeyInterner) -> String { id < 0 ? "-" : keys[id].text }
    func name(_ key: HeldKey) -> String { key.isNone ? "-" : numbering.held[key].text }
    let keys = numbering.keys
    return Movement(
      keys: [
        name(row.key), name(row.reason, keys.reasons),
        name(row.item, keys.items), name(row.location, keys.locations),
        name(row.toLocation, keys.locations), name(row.lot, keys.lots),
        name(row.documentStream, keys.documentStreams), name(row.document),
        name(row.documentLine),
        name(row.documentNumber), name(row.linked),
        name(row.workOrder, keys.workOrders),
      ],
      place: [Int64(row.date), row.recordedAt, row.sequence],
      words: [
        StockMovementRow.kindWords[Int(row.kind)], StockMovementRow.ownerWords[Int(row.owner)],
        StockMovementRow.priceStateWords[Int(row.priceState)],
        row.currency < 0 ? "-" : numbering.currencies[Int(row.currency)].code,
        row.value?.description ?? "-",
      ],
      numbers: [row.quantityMicros, row.rateNanos, row.groupCostMinor, Int64(row.flags)])
  }

  private func read(_ reader: StockMovementReader) throws -> [Movement] {
    var movements: [Movement] = []
    while let row = try reader.next() {
      movements.append(words(row, reader.numbering))
      if row.quantityMicros % 3 == 0 {
        reader.exclude(row, rule: "third")
      } else {
        reader.post(row)
      }
    }
    #expect(try reader.next() == nil)
    return movements
  }

  private static let table = """
    CREATE SCHEMA erp;
    CREATE TABLE erp.moves (id int, tid text, uid uuid, day date, at timestamptz, seq int, kind text,
      reason text, item int, place text, dest text, owner text, qty numeric, state text,
      value numeric, currency char(3), rate numeric, doc text[], line int, linked int, made uuid,
      flags text[]);
    """

  /// Everything that is legal, and a little of everything that is not.
  private static let fill = """
    INSERT INTO erp.moves
    SELECT n % 2900, CASE n % 4 WHEN 0 THEN n::text WHEN 1 THEN 'M' || n WHEN 2 THEN '0' || n
             ELSE 'Ö' || n END,
           md5(n::text)::uuid, date '2026-01-01' + n % 5,
           CASE WHEN n % 3 = 0 THEN timestamptz '2026-01-01 10:00+00' + n % 5 * interval '1 day'
                  + n % 2 * interval '1.5 seconds' END,
           nullif(n % 4, 1),
           (ARRAY['receipt', 'issue', 'count', 'transfer_out', 'supplier_return'])[n % 5 + 1],
           CASE WHEN n % 7 = 0 THEN 'broken' WHEN n % 11 = 0 THEN '' END,
           nullif(n % 50, 0), CASE WHEN n % 2 = 0 THEN 'W' || n % 3 END,
           CASE WHEN n % 5 = 3 THEN 'W9' END,
           CASE n % 9 WHEN 0 THEN 'customer' WHEN 1 THEN 'own' WHEN 2 THEN 'nobody' END,
           CASE n % 101 WHEN 0 THEN 'NaN'::numeric WHEN 1 THEN 0.0000001
             WHEN 2 THEN NULL ELSE round(n / 8.0, n % 7) * (1 - n % 3) END,
           CASE WHEN n % 3 = 0 THEN 'missing' ELSE 'known' END,
           CASE WHEN n % 3 > 0 THEN CASE n % 13 WHEN 0 THEN n / 7.0 WHEN 1 THEN 20000000000000.25
             WHEN 2 THEN -0.005 ELSE n * 1.2345 END END,
           (ARRAY['EUR', 'JPY', 'KWD', NULL, 'XXQ'])[CASE WHEN n % 97 = 0 THEN 5 ELSE n % 4 + 1 END],
           CASE WHEN n % 4 = 1 THEN 0.0067000 END,
           CASE WHEN n % 6 = 0 THEN ARRAY['SO', n::text] WHEN n % 103 = 0 THEN ARRAY['SO', NULL] END,
           n % 4, CASE WHEN n % 10 = 9 THEN n - 5 END,
           CASE WHEN n % 10 = 8 THEN md5((n / 100)::text)::uuid END,
           CASE n % 20 WHEN 0 THEN ARRAY['residual', 'missing_cost', 'residual']
             WHEN 1 THEN ARRAY[]::text[] WHEN 2 THEN ARRAY['guess'] END
      FROM generate_series(1, 3000) n ORDER BY md5(n::text || '@');
    """

  private func options(seed: String) throws -> ConnectionOptions {
    let cluster = try ScratchCluster.shared()
    let database = try cluster.database("movements")
    try cluster.run(Self.table + Self.fill.replacing("@", with: seed), on: database)
    return ConnectionOptions(
      socketDirectory: database.host, port: database.port, database: database.database,
      user: database.user)
  }

  private func adapter(key: String) throws -> SourceAdapter {
    let sql = """
      SELECT \(key) AS movement_key, day AS accounting_date, at AS recorded_at, seq AS sequence,
             kind, reason, item AS item_key, place AS location_key, dest AS to_location_key,
             uid AS lot_key, owner, qty AS quantity, state AS price_state, value, currency,
             rate AS exchange_rate,
             CASE WHEN seq > 1 THEN value / 2 END AS group_cost, 'sales_invoices' AS document_stream, doc AS document_key,
             line AS document_line_key, reason AS document_number,
             linked AS linked_key, made AS work_order_key, flags
        FROM erp.moves
      """
    return SourceAdapter(
      erp: "test",
      queries: ["stock_movements": try AdapterSQL(scanning: sql, file: "stock_movements.sql")])
  }

  @Test(
    "From the wire, from checked rows, and cell by cell: the same movements, findings, tally, digest",
    arguments: ["id", "'K' || id", "tid", "uid", "ARRAY['m', tid]"])
  func sameWays(_ key: String) throws {
    let base = try #require(Currency(code: "USD"))
    let request = ReadRequest(from: CivilDate("2026-01-01"), to: CivilDate("2026-01-05"))
    var movements: Set<[Movement]> = []
    var digests: Set<[UInt8]> = []
    var findings: Set<[Finding]> = []
    var tallies: Set<StreamTally> = []
    for (seed, large) in [("a", 1), ("b", 1), ("a", 1_000_000)] {
      var settings = ExtractionSettings()
      settings.largeRows = large
      let session = try ExtractionSession(
        try adapter(key: key), on: try options(seed: seed), settings: settings)
      #expect(session.check.allFindings.isEmpty)
      let digest = RecordedDigest()
      let reader = try session.movements(
        request, MovementNumbering(base: base), digest: digest)
      movements.insert(try read(reader))
      digests.insert(digest.bytes)
      findings.insert(reader.findings)
      tallies.insert(reader.tally)

      let general = RecordedDigest()
      let cells = try session.reader("stock_movements", request, digest: general)
      let numbering = MovementNumbering(base: base)
      var rows: [Movement] = []
      while let row = try cells.next() {
        let numbered = numbering.numbered(row)
        rows.append(words(numbered, numbering))
        if numbered.quantityMicros % 3 == 0 {
          cells.tally.exclude(row, rule: "third")
        } else {
          cells.tally.post(row)
        }
      }
      movements.insert(rows)
      digests.insert(general.bytes)
      findings.insert(cells.findings)
      tallies.insert(cells.tally)
    }
    #expect(movements.count == 1)
    #expect(digests.count == 1)
    #expect(findings.count == 1)
    #expect(tallies.count == 1)
    let tally = try #require(tallies.first)
    #expect(tally.isComplete)
    #expect(tally.read.rows == 3000 && (100...2000).contains(tally.quarantined.rows))
    #expect(Int64(movements.first?.count ?? 0) == tally.read.rows - tally.quarantined.rows)
    let codes = Set(findings.first?.map(\.code) ?? [])
    let expected: Set = [
      "SRC-001", "SRC-002", "SRC-004", "SRC-005", "SRC-006", "SRC-007", "SRC-009", "SRC-014",
    ]
    #expect(codes.isSuperset(of: expected), "\(expected.subtracting(codes))")
    #expect(codes.contains("SRC-008") == ["id", "'K' || id"].contains(key))
  }

  @Test(
    "From the wire and from cells: the same row, statement and record, in order of reading",
    arguments: ["id", "tid", "uid", "ARRAY['m', tid]"])
  func sameTexts(_ key: String) throws {
    let base = try #require(Currency(code: "USD"))
    let request = ReadRequest(from: CivilDate("2026-01-01"), to: CivilDate("2026-01-05"))
    for large in [1, 1_000_000] {
      var settings = ExtractionSettings()
      settings.largeRows = large
      let session = try ExtractionSession(
        try adapter(key: key), on: try options(seed: "c"), settings: settings)
      let cells = try session.reader("stock_movements", request)
      let reader = try session.movements(request, MovementNumbering(base: base))
      var others = KeyInterner()
      while let movement = try reader.next() {
        let row = try #require(try cells.next())
        #expect(reader.row.cells == row.cells && reader.row.key == row.key)
        #expect(reader.row.order == row.order && reader.key(of: movement) == row.key)
        var statement: [UInt8] = []
        reader.appendStatement(to: &statement)
        #expect(statement == row.statement)
        var record: [UInt8] = []
        reader.appendRecord(to: &record)
        #expect(String(decoding: record, as: UTF8.self) == row.record)
        #expect(reader.documentNumber(of: movement) == row.documentNumber)
        #expect(reader.number(of: movement, in: others) == nil)
        if movement.quantityMicros % 2 == 0 {
          let number = others.intern(row.key).id
          #expect(reader.number(of: movement, in: others) == number)
        }
      }
      #expect(try cells.next() == nil && others.count > 100)
    }
  }

  @Test(
    "Millionths become minor units half away from zero",
    arguments: [
      (12_345_000, 2, 1235), (-12_345_000, 2, -1235), (12_344_999, 2, 1234), (500_000, 0, 1),
      (-500_000, 0, -1), (499_999, 0, 0), (1_234_500, 3, 1235), (1_234_550, 4, 12346), (0, 2, 0),
      (Int64.max, 2, 922_337_203_685_478), (Int64.min, 0, -9_223_372_036_855),
    ] as [(Int64, Int, Int64)])
  func rounding(_ micros: Int64, _ digits: Int, _ expected: Int64) throws {
    #expect(MovementDecoder.minor(micros, digits: digits) == expected)
    let exact = try ExactDecimal(significand: Int128(micros), scale: 6)
    #expect(try exact.rounded(toScale: digits) == expected)
  }
}
