import Testing

@testable import PostgresClient

/// Every type at its edges, read the same through binary COPY, single rows and whole results.
@Suite struct DecodingTests {
  enum Reading: CaseIterable { case copy, singleRows, whole }

  private func rows(
    _ reading: Reading, _ sql: String, on connection: Connection
  ) throws -> RowStream {
    switch reading {
    case .copy: try connection.copyOut("sample", QueryText(sql))
    case .singleRows: try connection.stream(connection.prepare("sample", sql))
    case .whole: try connection.query("sample", sql)
    }
  }

  private func values<Value>(
    _ reading: Reading, _ sql: String, _ read: (RowStream) throws -> Value
  ) throws -> [Value] {
    let connection = try ScratchDatabase.shared().connect()
    let rows = try rows(reading, sql, on: connection)
    var values: [Value] = []
    while try rows.next() { values.append(try read(rows)) }
    #expect(values.count == rows.rowCount)
    return values
  }

  @Test(arguments: Reading.allCases)
  func integersKeepTheirWholeRange(reading: Reading) throws {
    let sql = """
      SELECT a::int2, b::int4, c::int8, d::oid FROM (VALUES \
      (0, 0, 0::int8, 0), (32767, 2147483647, 9223372036854775807, 1), \
      (-32768, -2147483648, -9223372036854775808, 2), (NULL, NULL, NULL, NULL)) v(a, b, c, d)
      """
    let seen = try values(reading, sql) { row in (0..<4).map { row.integer($0) } }
    #expect(
      seen == [
        [0, 0, 0, 0], [32_767, 2_147_483_647, .max, 1], [-32_768, -2_147_483_648, .min, 2],
        [nil, nil, nil, nil],
      ])
  }

  @Test(arguments: Reading.allCases)
  func numericsArriveDigitForDigit(reading: Reading) throws {
    let written = [
      "0", "0.00", "-0.01", "1", "-1", "10000", "99990000", "0.0001", "0.00000000000000000001",
      "12345678901234567.890", "-170141183460469231731687303715884105727", "100000000.00000001",
      "1e30", "123456789.123456789123456789", "9999.9999", "0.10", "1000000000000", "-2.50",
    ]
    let list = written.map { "('\($0)'::numeric)" }.joined(separator: ",")
    let seen = try values(reading, "SELECT n, trim_scale(n)::text FROM (VALUES \(list)) v(n)") {
      row -> (PostgresNumeric?, String?) in (row.numeric(0), row.text(1))
    }
    #expect(seen.count == written.count)
    for (number, text) in seen {
      guard case .finite(var significand, var scale)? = number else {
        Issue.record("\(text ?? "") is \(String(describing: number))")
        continue
      }
      while scale > 0, significand % 10 == 0 {
        significand /= 10
        scale -= 1
      }
      #expect(PostgresNumeric.finite(significand: significand, scale: scale).description == text)
    }
  }

  @Test(arguments: Reading.allCases)
  func numbersThatAreNoneAreCases(reading: Reading) throws {
    let sql = """
      SELECT n::numeric FROM (VALUES ('NaN'), ('Infinity'), ('-Infinity'), \
      ('1e38'), ('2e38'), ('1e-16383'), (repeat('9', 1000)), (NULL)) v(n)
      """
    let seen = try values(reading, sql) { $0.numeric(0) }
    #expect(
      seen == [
        .notANumber, .infinity, .negativeInfinity,
        .finite(significand: 100_000_000_000_000_000_000_000_000_000_000_000_000, scale: 0),
        .outOfRange, .finite(significand: 1, scale: 16_383), .outOfRange, nil,
      ])
  }

  @Test(arguments: Reading.allCases)
  func integersAreReadAsNumbersToo(reading: Reading) throws {
    let seen = try values(reading, "SELECT 7::int4, NULL::int8") { ($0.numeric(0), $0.numeric(1)) }
    #expect(seen.first?.0 == .finite(significand: 7, scale: 0))
    #expect(seen.first?.1 == nil)
  }

  @Test(arguments: Reading.allCases)
  func textComesWithoutPaddingAndWithEveryCharacter(reading: Reading) throws {
    let sql = """
      SELECT 'Zoë “€” 🧾'::text, ''::varchar, 'ab'::char(5), '{"a": 1}'::json, '{"a": 1}'::jsonb, \
      'name'::name, NULL::text, NULL::char(3), NULL::jsonb, '     '::char(5)
      """
    let seen = try values(reading, sql) { row in (0..<10).map { row.text($0) } }
    #expect(
      seen == [
        ["Zoë “€” 🧾", "", "ab", "{\"a\": 1}", "{\"a\": 1}", "name", nil, nil, nil, ""]
      ])
  }

  @Test(arguments: Reading.allCases)
  func datesAndMomentsReachTheEndsOfTheCalendar(reading: Reading) throws {
    let sql = """
      SELECT d::date, t::timestamp, z::timestamptz FROM (VALUES \
      ('1970-01-01', '1970-01-01', '1970-01-01 00:00Z'), \
      ('2026-10-31', '2026-10-31 22:30:00.000001', '2026-11-01 01:30+03'), \
      ('0044-03-15 BC', '1969-12-31 23:59:59.999999', '4713-01-01 BC'), \
      ('infinity', 'infinity', 'infinity'), ('-infinity', '-infinity', '-infinity'), \
      ('5874897-12-31', '294276-12-31', '294276-12-31'), (NULL, NULL, NULL)) v(d, t, z)
      """
    let seen = try values(reading, sql) { ($0.date(0), $0.moment(1), $0.moment(2)) }
    let day: Int64 = 86_400_000_000
    #expect(
      seen.map(\.0) == [
        .day(0), .day(20_757), .day(-735_160), .infinity, .negativeInfinity,
        .day(2_145_042_905), nil,
      ])
    #expect(
      seen.map(\.1) == [
        .moment(0), .moment(20_757 * day + 81_000_000_001), .moment(-1), .infinity,
        .negativeInfinity, .outOfRange, nil,
      ])
    #expect(seen[1].2 == .moment(20_757 * day + 81_000_000_000))
    #expect(seen[3].2 == .infinity)
  }

  @Test(arguments: Reading.allCases)
  func booleansUUIDsAndEnumsAreRead(reading: Reading) throws {
    let database = try ScratchDatabase.shared()
    let name = "mood_\(reading)"
    try database.connect().execute(
      "type", "CREATE SCHEMA \(name); CREATE TYPE \(name).mood AS ENUM ('open', 'paid')")
    let sql = """
      SELECT true, false, NULL::bool, 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'::uuid, NULL::uuid, \
      'paid'::\(name).mood, '{open,NULL}'::\(name).mood[]
      """
    let connection = try database.connect()
    let rows = try rows(reading, sql, on: connection)
    #expect(try rows.next())
    #expect(rows.bool(0) == true)
    #expect(rows.bool(1) == false)
    #expect(rows.bool(2) == nil)
    #expect(rows.uuid(3) == "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")
    #expect(rows.uuid(4) == nil)
    #expect(rows.text(5) == "paid")
    #expect(try rows.textArray(6) == ["open", nil])
    #expect(rows.columns[5].type.name == "\(name.lowercased()).mood")
  }

  @Test(arguments: Reading.allCases)
  func textArraysKeepTheirNulls(reading: Reading) throws {
    let sql = """
      SELECT '{}'::text[], ARRAY['a', NULL, '', 'ß']::text[], NULL::text[], \
      ARRAY['x']::varchar[], '[5:6]={p,q}'::text[]
      """
    let seen = try values(reading, sql) { row in try (0..<5).map { try row.textArray($0) } }
    #expect(seen == [[[], ["a", nil, "", "ß"], nil, ["x"], ["p", "q"]]])
  }

  @Test func anArrayOfTwoDimensionsIsAnError() throws {
    let connection = try ScratchDatabase.shared().connect()
    let rows = try connection.query("grid", "SELECT '{{a},{b}}'::text[]")
    #expect(try rows.next())
    #expect(throws: PostgresError.self) { try rows.textArray(0) }
  }

  @Test(arguments: Reading.allCases)
  func floatsAreReadAsTheirShortestDecimals(reading: Reading) throws {
    let sql = """
      SELECT a::float8, b::float4 FROM (VALUES (0.1, 0.1), (19.99, 19.99), (1e15, 1e10), \
      ('NaN', 'NaN'), ('-Infinity', 'Infinity'), (1e-7, 1e-7), (-0.0, 0), (NULL, NULL)) v(a, b)
      """
    let seen = try values(reading, sql) {
      [$0.shortestDecimal(0), $0.shortestDecimal(1)].map { $0?.description }
    }
    #expect(
      seen == [
        ["0.1", "0.1"], ["19.99", "19.99"], ["1000000000000000", "10000000000"], ["NaN", "NaN"],
        ["-Infinity", "Infinity"], ["0.0000001", "0.0000001"], ["0", "0"], [nil, nil],
      ])
  }

  @Test func keysAreReachableAsBytes() throws {
    let connection = try ScratchDatabase.shared().connect()
    let rows = try connection.copyOut(
      "keys", QueryText("SELECT 'ab'::char(4), 258::int4, NULL::text"))
    #expect(try rows.next())
    func bytes(_ index: Int) -> [UInt8]? {
      rows.withBytes(index) { span in span.withUnsafeBytes { Array($0) } }
    }
    #expect(bytes(0) == Array("ab".utf8))
    #expect(bytes(1) == [0, 0, 1, 2])
    #expect(bytes(2) == nil)
    #expect(rows.isNull(2))
  }

  @Test func columnsAreDescribedBeforeAnythingRuns() throws {
    let connection = try ScratchDatabase.shared().connect()
    let statement = try connection.prepare(
      "described",
      "SELECT 1.5::numeric(12,4) AS amount, 2::numeric AS free, now() AS at, 'x'::varchar(3) AS c, "
        + "point(1,2) AS p, (-1)::numeric(5,-2) AS rough WHERE $1 = 5 AND $2::date IS NOT NULL")
    #expect(statement.columns.map(\.name) == ["amount", "free", "at", "c", "p", "rough"])
    #expect(
      statement.columns.map(\.type.kind) == [
        .numeric, .numeric, .timestamptz, .text, .other, .numeric,
      ])
    #expect(statement.columns.map(\.numericScale) == [4, nil, nil, nil, nil, -2])
    #expect(statement.parameterTypes == [.int4, .date])
  }

  @Test func readingAFieldAsAnotherTypeStopsTheProgram() async {
    await #expect(processExitsWith: .failure) {
      let rows = try ScratchDatabase.shared().connect().query("one", "SELECT 1::float8")
      _ = try rows.next()
      _ = rows.numeric(0)
    }
  }
}
