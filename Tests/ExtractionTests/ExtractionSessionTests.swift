import AccountingValues
@testable import Extraction
import Platform
import PostgresClient
import TestSupport
import Testing

/// Reading a live source: wire types, order, snapshot, locks, the check. Needs PostgreSQL.
@Suite(.serialized) struct ExtractionSessionTests {
  private func options(_ sql: String) throws -> ConnectionOptions {
    let cluster = try ScratchCluster.shared()
    let database = try cluster.database("extraction")
    try cluster.run(sql, on: database)
    return ConnectionOptions(
      socketDirectory: database.host, port: database.port, database: database.database,
      user: database.user)
  }

  private func adapter(_ queries: [String: String]) throws -> SourceAdapter {
    var scanned: [String: AdapterSQL] = [:]
    for (name, sql) in queries {
      scanned[name] = try AdapterSQL(scanning: sql, file: "jobs/sources/test/\(name).sql")
    }
    return SourceAdapter(erp: "test", queries: scanned)
  }

  private static let movementTable = """
    CREATE SCHEMA erp;
    CREATE TYPE erp.kind AS ENUM ('issue', 'receipt');
    CREATE TABLE erp.moves (id int, tid text, uid uuid, parts text[], day date, at timestamptz,
      seq smallint, kind erp.kind, item bigint, place char(4), qty numeric(15,4), state varchar(9),
      value numeric, currency char(3), rate numeric(20,9), flags text[]);
    """

  private static let movements = """
    SELECT id AS movement_key, day AS accounting_date, at AS recorded_at, seq AS sequence,
           kind::text AS kind, item AS item_key, place AS location_key, uid AS lot_key,
           qty AS quantity, state AS price_state, value, currency, rate AS exchange_rate,
           parts AS document_key, tid AS document_line_key, flags
      FROM erp.moves
     WHERE (:from IS NULL OR day >= :from) AND (:to IS NULL OR day < :to)
       AND (:known_at IS NULL OR at IS NULL OR at <= :known_at)
    """

  @Test("Every wire type arrives as the cell it is")
  func wireTypes() throws {
    let options = try options(
      Self.movementTable + """
        INSERT INTO erp.moves VALUES (7, 'Zeile 1', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11',
          '{SO,12}', '2026-01-31', '2026-01-31 22:30:00.25+02', 3, 'receipt', 9007199254740993,
          'W1', 12.5000, 'known', 1234.5678901, 'EUR', 1.073100000, '{residual,missing_cost}');
        """)
    let session = try ExtractionSession(
      try adapter(["stock_movements": Self.movements]), on: options)
    #expect(session.check.allFindings.isEmpty)
    let reader = try session.reader("stock_movements", ReadRequest())
    let row = try #require(try reader.next())
    #expect(reader.findings.isEmpty)
    #expect(row.key.text == "7" && row.integer("sequence") == 3)
    #expect(row.date("accounting_date") == CivilDate("2026-01-31"))
    #expect(row.timestamp("recorded_at")?.description == "2026-01-31 20:30:00.250000")
    #expect(row.text("kind") == "receipt" && row.text("price_state") == "known")
    #expect(row.key("item_key")?.text == "9007199254740993")
    #expect(row.key("location_key")?.text == "W1")
    #expect(row.key("lot_key")?.text == "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")
    #expect(row.key("document_key")?.displayText == "SO/12")
    #expect(row.key("document_line_key")?.text == "Zeile 1")
    #expect(row.quantity("quantity")?.micros == 12_500_000)
    #expect(row.decimal("value")?.description == "1234.5678901")
    #expect(row.decimal("exchange_rate")?.description == "1.0731")
    #expect(row.currency()?.code == "EUR")
    #expect(row.flags == ["missing_cost", "residual"])
    #expect(row["owner"].isNull)
    #expect(try reader.next() == nil)
  }

  @Test("NULL keys, NaN amounts, infinite dates and their like are findings, the rest is read")
  func badRows() throws {
    let options = try options(
      Self.movementTable + """
        INSERT INTO erp.moves (id, day, kind, item, qty, state, value, flags, at) VALUES
          (1, '2026-01-01', 'issue', 5, -1, 'missing', NULL, NULL, NULL),
          (NULL, '2026-01-01', 'issue', 5, -1, 'missing', NULL, NULL, NULL),
          (2, '2026-01-01', 'receipt', 5, 'NaN', 'known', 2, NULL, NULL),
          (3, '2026-01-01', 'receipt', 5, 1, 'known', 'Infinity', NULL, NULL),
          (4, 'infinity', 'issue', 5, -1, 'missing', NULL, NULL, NULL),
          (5, '2026-01-01', 'issue', 5, -1, 'missing', NULL, NULL, '-infinity'),
          (6, '2026-01-01', 'issue', NULL, -1, 'missing', NULL, NULL, NULL),
          (7, '2026-01-01', 'issue', 5, -1, 'guess', NULL, NULL, NULL),
          (8, '2026-01-01', 'issue', 5, -1, 'missing', NULL, '{guess}', NULL),
          (9, '2026-01-01', 'issue', 5, -1, 'known', 1e30, NULL, NULL),
          (10, '2026-01-02', 'issue', 5, -1, 'missing', NULL, NULL, NULL),
          (10, '2026-01-02', 'issue', 5, -1, 'missing', NULL, NULL, NULL),
          (11, '2026-01-03', 'issue', 5, -1, 'missing', 0.1e-40, NULL, NULL);
        """)
    let session = try ExtractionSession(
      try adapter(["stock_movements": Self.movements]), on: options)
    let reader = try session.reader("stock_movements", ReadRequest())
    #expect(try reader.rows().map(\.key.text) == ["1", "10"])
    let codes = Dictionary(grouping: reader.findings, by: \.key).mapValues { $0.map(\.code) }
    #expect(
      codes == [
        "NULL": ["SRC-007"], "2": ["SRC-002"], "3": ["SRC-002"], "4": ["SRC-003"],
        "5": ["SRC-003"], "6": ["SRC-001"], "7": ["SRC-005"], "8": ["SRC-006"], "9": ["SRC-003"],
        "10": ["SRC-008"], "11": ["SRC-004"],
      ])
    #expect(reader.tally.read.rows == 13 && reader.tally.quarantined.rows == 11)
  }

  @Test("Shuffled physical order, COPY or bound rows: the same rows and digest")
  func physicalOrder() throws {
    let fill = """
      INSERT INTO erp.moves (id, tid, day, at, seq, kind, item, qty, state)
      SELECT n, CASE n % 5 WHEN 0 THEN n::text WHEN 1 THEN 'K' || n WHEN 2 THEN '0' || n
                WHEN 3 THEN 'ä' || n ELSE (n * 10000000000000000::numeric)::text END,
             date '2026-01-01' + n % 7,
             CASE WHEN n % 3 = 0 THEN timestamptz '2026-01-01 00:00+00' + n % 7 * interval '1 day'
                  + n % 4 * interval '1 hour' END,
             nullif(n % 3, 1), 'issue', n % 10, -1, 'missing'
        FROM generate_series(1, 2000) n ORDER BY md5(n::text || '@');
      """
    let byText = Self.movements
      .replacing("id AS movement_key", with: "tid AS movement_key")
      .replacing("tid AS document_line_key", with: "id AS document_line_key")
    var digests: [String: Set<[UInt8]>] = [:]
    for seed in ["a", "b"] {
      let options = try options(Self.movementTable + fill.replacing("@", with: seed))
      for large in [1, 1_000_000] {
        for (name, sql) in [("integer", Self.movements), ("text", byText)] {
          var settings = ExtractionSettings()
          settings.largeRows = large
          let session = try ExtractionSession(
            try adapter(["stock_movements": sql]), on: options, settings: settings)
          let digest = RecordedDigest()
          let reader = try session.reader("stock_movements", ReadRequest(), digest: digest)
          #expect(try reader.rows().count == 2000)
          #expect(reader.findings.isEmpty)
          digests[name, default: []].insert(digest.bytes)
        }
      }
    }
    #expect(digests["integer"]?.count == 1 && digests["text"]?.count == 1)
  }

  @Test("A span is bound in both ways of reading; NULL bounds are no bounds")
  func span() throws {
    let options = try options(
      Self.movementTable + """
        INSERT INTO erp.moves (id, day, at, kind, item, qty, state)
        SELECT n, date '2026-01-01' + n, timestamptz '2026-01-01 12:00+00' + n * interval '1 day',
               'issue', 1, -1, 'missing' FROM generate_series(0, 9) n;
        """)
    for large in [1, 1_000_000] {
      var settings = ExtractionSettings()
      settings.largeRows = large
      let session = try ExtractionSession(
        try adapter(["stock_movements": Self.movements]), on: options, settings: settings)
      let request = ReadRequest(
        from: CivilDate("2026-01-03"), to: CivilDate("2026-01-08"),
        knownAt: TextCells.moment("2026-01-06 12:00:00").map(
          Timestamp.init(microsecondsSince1970:)))
      let reader = try session.reader("stock_movements", request)
      #expect(try reader.rows().map(\.key.text) == ["2", "3", "4", "5"])
      #expect(reader.findings.isEmpty)
      #expect(try session.reader("stock_movements", ReadRequest()).rows().count == 10)
      #expect(
        try session.firstRows("stock_movements", ReadRequest(), count: 3).rows().map(\.key.text)
          == ["0", "1", "2"])
    }
  }

  @Test("The company is bound as the type of its column")
  func company() throws {
    let options = try options(
      """
      CREATE SCHEMA erp;
      CREATE TABLE erp.place (id int, tenant uuid, name text);
      INSERT INTO erp.place VALUES (1, '00000000-0000-0000-0000-000000000001', 'it''s'),
        (2, '00000000-0000-0000-0000-000000000002', 'other');
      """)
    let session = try ExtractionSession(
      try adapter([
        "locations":
          "SELECT id AS location_key, name, 'store' AS kind FROM erp.place WHERE tenant = :company"
      ]), on: options)
    let request = ReadRequest(company: "00000000-0000-0000-0000-000000000001")
    #expect(try session.reader("locations", request).rows().map { $0.text("name") } == ["it's"])
    #expect(try session.reader("locations", ReadRequest()).rows().isEmpty)
  }

  @Test("Several large streams read one snapshot; rows committed meanwhile are not seen")
  func oneSnapshot() throws {
    let options = try options(
      """
      CREATE SCHEMA erp;
      CREATE TABLE erp.head (id int, day date);
      CREATE TABLE erp.line (head int, no int, day date);
      INSERT INTO erp.head SELECT n, '2026-01-01' FROM generate_series(1, 500) n;
      INSERT INTO erp.line SELECT n, k, '2026-01-01'
        FROM generate_series(1, 500) n, generate_series(1, 3) k;
      """)
    var settings = ExtractionSettings()
    settings.largeRows = 1
    let session = try ExtractionSession(
      try adapter([
        "deliveries":
          "SELECT id AS delivery_key, id::text AS document_number, day AS accounting_date FROM erp.head",
        "delivery_lines": """
        SELECT head AS delivery_key, no AS line_key, day AS accounting_date, 1 AS item_key,
               1 AS quantity FROM erp.line
        """,
      ]), on: options, settings: settings)
    let other = try Connection(options)
    try other.execute(
      "late", "INSERT INTO erp.head VALUES (501, '2026-01-01'); DELETE FROM erp.line")
    let documents = DocumentReader(
      headers: try session.reader("deliveries", ReadRequest()),
      lines: try session.reader("delivery_lines", ReadRequest()))
    var count = 0
    while let document = try documents.next() {
      count += 1
      #expect(document.lines.count == 3)
    }
    #expect(count == 500)
    #expect(documents.lines.findings.isEmpty)
  }

  @Test(
    "Tables are locked against TRUNCATE, through views and partitions, before the snapshot is taken"
  )
  func locks() throws {
    let options = try options(
      """
      CREATE SCHEMA erp;
      CREATE TABLE erp.part (id int, name text) PARTITION BY RANGE (id);
      CREATE TABLE erp.part_low PARTITION OF erp.part FOR VALUES FROM (0) TO (100);
      CREATE VIEW erp.shown AS SELECT * FROM erp.part;
      CREATE TABLE erp.unrelated (id int);
      INSERT INTO erp.part VALUES (1, 'one');
      """)
    let session = try ExtractionSession(
      try adapter([
        "locations": "SELECT id AS location_key, name, 'store' AS kind FROM erp.shown"
      ]), on: options)
    #expect(session.check.allTables.map(\.description) == ["erp.part", "erp.shown"])
    #expect(session.unlockedTables.isEmpty)
    var impatient = options
    impatient.session.lockTimeoutMilliseconds = 100
    let other = try Connection(impatient)
    for table in ["erp.part", "erp.part_low"] {
      let error = #expect(throws: PostgresError.self) {
        try other.execute("truncate", "TRUNCATE \(table)")
      }
      #expect(error?.isLockNotAvailable == true)
    }
    try other.execute("truncate", "TRUNCATE erp.unrelated")
    session.close()
    try other.execute("truncate", "TRUNCATE erp.part")
  }

  @Test("The catalogue fingerprint names every column and changes with a type")
  func fingerprint() throws {
    let options = try options(
      "CREATE SCHEMA erp; CREATE TABLE erp.place (id int PRIMARY KEY, name varchar(20));")
    let places = [
      "locations": "SELECT id AS location_key, name, 'store' AS kind FROM erp.place"
    ]
    let before = try ExtractionSession(try adapter(places), on: options).fingerprint
    #expect(
      before.lines == [
        "erp.place id integer not null", "erp.place name character varying(20)",
      ])
    try Connection(options).execute(
      "change", "ALTER TABLE erp.place ALTER name TYPE text, ADD COLUMN note text")
    let after = try ExtractionSession(try adapter(places), on: options).fingerprint
    let difference = after.difference(from: before)
    #expect(difference.added == ["erp.place name text", "erp.place note text"])
    #expect(difference.removed == ["erp.place name character varying(20)"])
  }

  @Test("A SELECT that does not fit is told before anything runs, and only its stream is lost")
  func check() throws {
    let options = try options("CREATE SCHEMA erp; CREATE TABLE erp.place (id int, name text);")
    let session = try ExtractionSession(
      try adapter([
        "locations":
          "SELECT id AS location_key, 'store' AS kind, 1.5::float8 AS colour FROM erp.place",
        "items": "SELECT id AS item_key FROM erp.thing",
        "departments": "SELECT id AS department_key, name FROM erp.place",
      ]), on: options)
    #expect(session.check.findings.keys.sorted() == ["items", "locations"])
    #expect(session.check.findings["locations"]?.map(\.code) == ["SRC-012", "SRC-011"])
    let refusal = try #require(session.check.findings["items"]?.first)
    #expect(refusal.code == "SRC-017")
    #expect(
      refusal.message == "The server refuses the SELECT of jobs/sources/test/items.sql:1:28: "
        + "relation \"erp.thing\" does not exist.")
    #expect(try session.reader("departments", ReadRequest()).rows().isEmpty)
    for stream in ["locations", "partners"] {
      let error = #expect(throws: ExtractionError.self) {
        try session.reader(stream, ReadRequest())
      }
      #expect(error?.kind == .notReadable)
    }
  }

  @Test("A source that writes cannot: the transaction is read only")
  func readOnly() throws {
    let options = try options(
      """
      CREATE SCHEMA erp; CREATE TABLE erp.place (id int, name text);
      CREATE FUNCTION erp.touch() RETURNS text LANGUAGE sql AS
        $$ INSERT INTO erp.place VALUES (1, 'x') RETURNING name $$;
      """)
    let session = try ExtractionSession(
      try adapter(["locations": "SELECT 1 AS location_key, erp.touch() AS name, 'store' AS kind"]),
      on: options)
    let error = #expect(throws: PostgresError.self) {
      try session.reader("locations", ReadRequest()).rows()
    }
    #expect(error?.sqlState == "25006")
  }

  @Test("The watchdog cancels a source that takes too long")
  func watchdog() throws {
    let options = try options("CREATE SCHEMA erp")
    var settings = ExtractionSettings()
    settings.watchdogSeconds = 1
    let session = try ExtractionSession(
      try adapter([
        "locations": """
        SELECT 1 AS location_key, pg_catalog.pg_sleep(30)::text AS name, 'store' AS kind
        """
      ]), on: options, settings: settings)
    let error = #expect(throws: ExtractionError.self) {
      try session.reader("locations", ReadRequest()).rows()
    }
    #expect(error?.kind == .timedOut)
  }
}
