import Testing

@testable import PostgresClient

/// Bound values, errors, and how a connection is kept from being used for two things at once.
@Suite struct StatementTests {
  @Test func everyKindOfParameterArrivesAsItWasGiven() throws {
    let connection = try ScratchDatabase.shared().connect()
    let cases: [(String, Parameter, String?)] = [
      ("$1::int2", 32_767, "32767"), ("$1::int4", -5, "-5"),
      ("$1::int8", .integer(.min), "-9223372036854775808"),
      ("$1::numeric", 12, "12"), ("$1::numeric", .numeric(significand: -150, scale: 2), "-1.50"),
      ("$1::numeric", .numeric(significand: 0, scale: 3), "0.000"),
      (
        "$1::numeric", .numeric(significand: .min, scale: 30),
        "-170141183.460469231731687303715884105728"
      ),
      ("$1::text", "it's \"₤\"", "it's \"₤\""), ("$1::text", "", ""), ("$1::text", nil, nil),
      ("$1::bool", true, "true"), ("$1::date", .date(daysSince1970: 20_757), "2026-10-31"),
      ("$1::date", .text("2026-10-31"), "2026-10-31"),
      ("$1::date", .date(daysSince1970: -735_160), "0044-03-15 BC"),
      ("$1::timestamp", .timestamp(microsecondsSince1970: -1), "1969-12-31 23:59:59.999999"),
      ("$1::timestamptz", .timestamp(microsecondsSince1970: 1_000_000), "1970-01-01 00:00:01+00"),
      ("$1::bytea", .bytes([0, 255]), "\\x00ff"), ("$1::int8[]", .integerArray([1, -2]), "{1,-2}"),
      (
        "$1::uuid", .text("A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11"),
        "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"
      ),
      (
        "$1::text[]", .textArray(["a\"b\\", nil, "", "NULL"]), "{\"a\\\"b\\\\\",NULL,\"\",\"NULL\"}"
      ),
      ("$1::bpchar", .text("ab"), "ab"),
    ]
    for (expression, parameter, expected) in cases {
      let rows = try connection.query(
        "bound \(expression)", "SELECT (\(expression))::text", [parameter])
      #expect(try rows.next())
      #expect(rows.text(0) == expected, "\(expression) bound to \(parameter)")
      // COPY cannot bind; its literals must mean the same.
      let copied = try connection.copyOut(
        "copied \(expression)",
        QueryText(
          pieces: ["SELECT (", expression.dropFirst(2) + ")::text -- a comment"],
          parameterNumbers: [1]), [parameter])
      #expect(try copied.next())
      #expect(copied.text(0) == expected, "\(expression) copied with \(parameter)")
      #expect(try !copied.next())
    }
  }

  @Test func aParameterMayStandAtSeveralPlaces() throws {
    let connection = try ScratchDatabase.shared().connect()
    let text = QueryText(
      pieces: ["SELECT x, ", "::text AS c FROM generate_series(1, ", ") x WHERE x > ", ""],
      parameterNumbers: [2, 1, 1].map { $0 == 1 ? 1 : 2 })
    #expect(
      text.preparedText == "SELECT x, $2::text AS c FROM generate_series(1, $1) x WHERE x > $1")
    let more = QueryText(
      pieces: ["SELECT x, ", "::text AS c FROM generate_series(1, 2 * ", ") x WHERE x > ", ""],
      parameterNumbers: [2, 1, 1])
    let rows = try connection.copyOut(
      "twice", more, [2, "');DROP TABLE x;--"], orderBy: [.column("c"), .expression("s.x DESC")])
    var seen: [Int64?] = []
    while try rows.next() {
      seen.append(rows.integer(0))
      #expect(rows.text(1) == "');DROP TABLE x;--")
    }
    #expect(seen == [4, 3])
  }

  @Test func textIsOrderedByBytesWhateverTheLocale() throws {
    let connection = try ScratchDatabase.shared().connect()
    let rows = try connection.copyOut(
      "ordered",
      QueryText("SELECT v AS \"Key\" FROM (VALUES ('b'), ('B'), ('a'), ('ä'), (NULL)) t(v)"),
      orderBy: [.column("Key")])
    var seen: [String?] = []
    while try rows.next() { seen.append(rows.text(0)) }
    #expect(seen == ["B", "a", "b", "ä", nil])
    #expect(throws: PostgresError.self) {
      try connection.copyOut("ordered", QueryText("SELECT 1 AS a"), orderBy: [.column("b")])
    }
  }

  @Test func anErrorNamesTheConstraintAndHidesTheRow() throws {
    let connection = try ScratchDatabase.shared().connect()
    try connection.execute(
      "table",
      "CREATE SCHEMA IF NOT EXISTS sales; CREATE TABLE sales.customer "
        + "(name text CONSTRAINT customer_name UNIQUE, age int4 CONSTRAINT grown CHECK (age > 17))")
    try connection.run("first", "INSERT INTO sales.customer VALUES ($1, 20)", ["Ann Lee"])
    let error = try #require(throws: PostgresError.self) {
      try connection.run("second", "INSERT INTO sales.customer VALUES ($1, 21)", ["Ann Lee"])
    }
    #expect(error.isUniqueViolation)
    #expect(error.kind == .server)
    #expect(error.constraint == "customer_name")
    #expect(error.schema == "sales")
    #expect(error.table == "customer")
    #expect(error.statement == "second")
    #expect(!"\(error)".contains("Ann"))
    #expect(error.detailed.contains("Ann Lee"))

    let check = try #require(throws: PostgresError.self) {
      try connection.run("third", "INSERT INTO sales.customer VALUES ('Bo', 3)")
    }
    #expect(check.constraint == "grown" && check.sqlState == "23514")
    #expect(!check.description.contains("Bo"))

    let syntax = try #require(throws: PostgresError.self) {
      try connection.run("cast", "SELECT ($1::text)::date", ["secret words"])
    }
    #expect(syntax.sqlState == "22007")
    #expect(!syntax.description.contains("secret") && syntax.detailed.contains("date"))
  }

  @Test func aRoleThatMayNotConnectIsAConnectionError() throws {
    var options = try ScratchDatabase.shared().options
    options.database = "no such database"
    options.password = { "s3cret" }
    let error = try #require(throws: PostgresError.self) { try Connection(options) }
    #expect(error.kind == .connection)
    #expect(!error.detailed.contains("s3cret"))
    #expect(error.message.contains("no such database"))

    options.password = { () throws(PasswordFailure) in throw PasswordFailure("vault is sealed") }
    let failed = try #require(throws: PostgresError.self) { try Connection(options) }
    #expect(failed.kind == .password && failed.message == "vault is sealed")
  }

  @Test func theSessionLooksUpNothingButQualifiedNames() throws {
    var options = try ScratchDatabase.shared().options
    options.session.lockTimeoutMilliseconds = 1_234
    let connection = try Connection(options)
    let rows = try connection.query(
      "settings",
      "SELECT current_setting('search_path'), current_setting('row_security'), "
        + "current_setting('lock_timeout'), current_setting('TimeZone'), "
        + "current_setting('application_name'), current_setting('client_encoding')")
    #expect(try rows.next())
    #expect((0..<6).map { rows.text($0) } == ["", "off", "1234ms", "UTC", "nightclose", "UTF8"])
  }

  @Test func writtenRowsAreCounted() throws {
    let connection = try ScratchDatabase.shared().connect()
    try connection.execute("temporary", "CREATE TEMPORARY TABLE n (v int)")
    let insert = "INSERT INTO pg_temp.n SELECT generate_series(1, $1)"
    #expect(try connection.run("fill", insert, [7]) == 7)
    #expect(try connection.run("fill", "DELETE FROM pg_temp.n WHERE v > $1", [4]) == 3)
    #expect(try connection.run("fill", "DELETE FROM pg_temp.n WHERE v > $1", [4]) == 0)
  }

  @Test func aStreamDroppedHalfwayFreesItsConnection() throws {
    let connection = try ScratchDatabase.shared().connect()
    for query in ["SELECT generate_series(1, 2000000)", "SELECT generate_series(1, 3)"] {
      do {
        let rows = try connection.copyOut("dropped copy", QueryText(query))
        #expect(try rows.next())
      }
      do {
        let rows = try connection.stream(connection.prepare("dropped rows", query))
        #expect(try rows.next())
      }
      #expect(try connection.run("after", "SELECT 1") == 1)
    }
  }

  @Test func aConnectionBusyWithAStreamStopsTheProgramWhenUsed() async {
    await #expect(processExitsWith: .failure) {
      let connection = try ScratchDatabase.shared().connect()
      let rows = try connection.copyOut("busy", QueryText("SELECT 1"))
      try connection.execute("second", "SELECT 1")
      _ = try rows.next()
    }
  }

  @Test func anErrorInTheMiddleOfAStreamIsThrownAndTheConnectionStaysUsable() throws {
    let connection = try ScratchDatabase.shared().connect()
    let sql = "SELECT 10 / (5000 - x) FROM generate_series(1, 6000) x"
    for rows in [
      { try connection.copyOut("division", QueryText(sql)) },
      { try connection.stream(connection.prepare("division", sql)) },
    ] {
      let rows = try rows()
      let error = try #require(throws: PostgresError.self) { while try rows.next() {} }
      #expect(error.sqlState == "22012" && error.statement == "division")
      #expect(try !rows.next())
      #expect(try connection.run("after", "SELECT 1") == 1)
    }
  }

  @Test func aLostConnectionIsToldApart() throws {
    let database = try ScratchDatabase.shared()
    let victim = try database.connect()
    let other = try database.connect()
    try other.run(
      "kill", "SELECT pg_terminate_backend($1)", [.integer(Int64(victim.serverProcess))])
    let error = try #require(throws: PostgresError.self) { try victim.run("after", "SELECT 1") }
    #expect(error.kind == .connectionLost)
    #expect(!victim.isUsable)
    victim.rollback()
  }

  @Test func aConnectionUsedAfterItsLastMentionStaysOpen() throws {
    func rows() throws -> RowStream {
      try ScratchDatabase.shared().connect().copyOut(
        "series", QueryText("SELECT generate_series(1, 50000)"))
    }
    let series = try rows()
    var sum: Int64 = 0
    while try series.next() { sum += series.integer(0) ?? 0 }
    #expect(sum == 1_250_025_000)
  }
}
