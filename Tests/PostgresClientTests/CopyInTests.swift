import TestSupport
import Testing

@testable import PostgresClient

/// What is copied in is what the server holds, and nothing of a copy that fails.
@Suite struct CopyInTests {
  private func table(_ columns: String) throws -> Connection {
    let connection = try ScratchDatabase.shared().connect()
    try connection.execute("table", "CREATE TEMPORARY TABLE t (\(columns))")
    return connection
  }

  @Test func everyTypeIsHeldAsItWasAppended() throws {
    let connection = try table(
      "a int2, b int4, c int8, d bool, e date, f timestamp, g timestamptz, h numeric, i text, "
        + "j jsonb, k uuid, l bytea, m varchar(4), n int8")
    let copy = try connection.copyIn(
      schema: "pg_temp", table: "t", columns: "abcdefghijklmn".map(String.init))
    try copy.beginRow()
    try copy.append(Int16.min)
    try copy.append(Int32.max)
    try copy.append(Int64.min)
    try copy.append(true)
    try copy.append(daysSince1970: -1)
    try copy.append(microsecondsSince1970: 1)
    try copy.append(microsecondsSince1970: -1)
    try copy.append(significand: -12_345_600, scale: 5)
    try copy.append("naïve \n\t\\N")
    try copy.append("{\"k\": [1]}")
    try copy.append(bytes: Array(0..<16))
    try copy.append(bytes: [])
    try copy.append(String?.none)
    try copy.append(Int64?.none)
    #expect(try copy.finish() == 1)
    let rows = try connection.query("check", "SELECT t::text FROM pg_temp.t")
    #expect(try rows.next())
    #expect(
      rows.text(0) == """
        (-32768,2147483647,-9223372036854775808,t,1969-12-31,"1970-01-01 00:00:00.000001",\
        "1969-12-31 23:59:59.999999+00",-123.45600,"naïve \n\t\\\\N","{""k"": [1]}",\
        00010203-0405-0607-0809-0a0b0c0d0e0f,"\\\\x",,)
        """)
  }

  @Test func numericsOfAnySizeSurviveTheRoundTrip() throws {
    let seed: UInt64 = 0x5EED_0002
    var random = SplitMix64(seed: seed)
    let connection = try table("id int8, n numeric, s text")
    let copy = try connection.copyIn(schema: "pg_temp", table: "t", columns: ["id", "n", "s"])
    for id in 0..<5_000 {
      let wide = Int128(truncatingIfNeeded: random.next()) << 64 | Int128(random.next())
      let significand = wide >> Int128(Int.random(in: 0...127, using: &random))
      let scale = Int.random(in: 0...30, using: &random)
      try copy.beginRow()
      try copy.append(Int64(id))
      try copy.append(significand: significand, scale: scale)
      try copy.append(PostgresNumeric.finite(significand: significand, scale: scale).description)
    }
    try copy.finish()
    let rows = try connection.query(
      "differences", "SELECT id, n::text, s FROM pg_temp.t WHERE n::text IS DISTINCT FROM s")
    while try rows.next() {
      Issue.record("seed \(seed): \(rows.text(1) ?? "NULL") instead of \(rows.text(2) ?? "NULL")")
    }
  }

  @Test func aTextLargerThanTheBufferArrivesWhole() throws {
    let connection = try table("v text")
    let copy = try connection.copyIn(schema: "pg_temp", table: "t", columns: ["v"])
    let long = String(repeating: "0123456789é", count: 30_000)
    for text in ["", long, "end", String(repeating: "x", count: 65_530), "y"] {
      try copy.beginRow()
      try copy.append(text)
    }
    try copy.finish()
    let rows = try connection.query("check", "SELECT v FROM pg_temp.t ORDER BY length(v)")
    var seen: [String?] = []
    while try rows.next() { seen.append(rows.text(0)) }
    #expect(seen == ["", "y", "end", String(repeating: "x", count: 65_530), long])
  }

  @Test func aMillionRowsPassBothWaysInBoundedMemory() throws {
    let connection = try table("id int8, amount numeric(20,4), day date, note text")
    let before = try residentKilobytes()
    try connection.begin(.write)
    try connection.execute(
      "made here", "CREATE TABLE public.million (id int8, amount numeric, day date, note text)")
    let copy = try connection.copyIn(
      schema: "public", table: "million", columns: ["id", "amount", "day", "note"], freeze: true)
    for id in 0..<1_000_000 as Range<Int64> {
      try copy.beginRow()
      try copy.append(id)
      try copy.append(significand: Int128(id) * 7, scale: 4)
      try copy.append(daysSince1970: Int32(id % 20_000))
      try copy.append("note")
    }
    #expect(try copy.finish() == 1_000_000)
    try connection.commit()
    let rows = try connection.copyOut("million", QueryText("SELECT * FROM public.million"))
    var total: Int128 = 0
    while try rows.next() {
      if case .finite(let significand, let scale)? = rows.numeric(1) {
        total += significand * [10_000, 1_000, 100, 10, 1][scale]
      }
    }
    #expect(rows.rowCount == 1_000_000)
    #expect(total == 7 * 999_999 * 1_000_000 / 2)
    // Rows held in memory would take a hundred megabytes. Other tests share the process.
    #expect(try residentKilobytes() - before < 60_000)
  }

  private func residentKilobytes() throws -> Int {
    let status = try #require(readProcessStatus())
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
    return try #require(Int(line.split(separator: " ").dropFirst().first ?? ""))
  }

  @Test func aRowTheServerRefusesLeavesNothingBehind() throws {
    let connection = try table("v int4 CONSTRAINT positive CHECK (v > 0)")
    let copy = try connection.copyIn(schema: "pg_temp", table: "t", columns: ["v"])
    for value in [1, 2, -3] as [Int32] {
      try copy.beginRow()
      try copy.append(value)
    }
    let error = try #require(throws: PostgresError.self) { try copy.finish() }
    #expect(error.constraint == "positive" && error.statement == "copy into pg_temp.t")
    let rows = try connection.query("count", "SELECT count(*) FROM pg_temp.t")
    #expect(try rows.next())
    #expect(rows.integer(0) == 0)
  }

  @Test func aDroppedCopyLeavesNothingBehind() throws {
    let connection = try table("v int4")
    do {
      let copy = try connection.copyIn(schema: "pg_temp", table: "t", columns: ["v"])
      try copy.beginRow()
      try copy.append(Int32(1))
    }
    let rows = try connection.query("count", "SELECT count(*) FROM pg_temp.t")
    #expect(try rows.next())
    #expect(rows.integer(0) == 0)
  }

  @Test func aRowOfTheWrongShapeStopsTheProgram() async {
    await #expect(processExitsWith: .failure) {
      let connection = try ScratchDatabase.shared().connect()
      try connection.execute("table", "CREATE TEMPORARY TABLE t (a int4, b int4)")
      let copy = try connection.copyIn(schema: "pg_temp", table: "t", columns: ["a", "b"])
      try copy.beginRow()
      try copy.append(Int32(1))
      try copy.beginRow()
    }
    await #expect(processExitsWith: .failure) {
      let connection = try ScratchDatabase.shared().connect()
      try connection.execute("table", "CREATE TEMPORARY TABLE t (a int4)")
      let copy = try connection.copyIn(schema: "pg_temp", table: "t", columns: ["a"])
      try copy.beginRow()
      try copy.append(Int64(1))
    }
  }
}
