import Extraction
import Testing

/// The scanner's promise: whatever legal SQL stands around them, exactly the four parameters become
/// `$n`, and everything else is handed over letter by letter.
@Suite struct SQLScannerTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let sql: String
    let expected: String
    var parameters: [AdapterParameter] = []
    var testDescription: String { name }
  }

  static let untouched: [Case] = [
    ("a plain select", "SELECT 1"),
    ("a cast is no parameter", "SELECT a::company FROM t"),
    ("a cast to a type named like a parameter", "SELECT '2026-01-01'::from"),
    ("two casts in a row", "SELECT 'x'::text::from"),
    ("a string", "SELECT ':company'"),
    ("a doubled quote in a string", "SELECT 'it''s :company'"),
    ("a backslash does not escape in a plain string", "SELECT '\\', 'x :from'"),
    ("E-string with an escaped quote", "SELECT E'\\' :company'"),
    ("e-string with a doubled quote and a backslash at its end", "SELECT e'a''\\\\', 'b :to'"),
    ("E-string continued on the next line is still an E-string", "SELECT E'a'\n  '\\' :company'"),
    (
      "a string continued after a comment line",
      "SELECT 'a' -- it's\n -- don't\n '; :company'"
    ),
    ("Unicode string", "SELECT U&'\\0441 '' :company'"),
    ("Unicode name", "SELECT U&\"d\\0061 \"\" :company\" FROM t"),
    ("bit, hex and national strings", "SELECT B'01', X'1F:', N':company'"),
    ("a quoted name with a parameter's text", "SELECT \":company\", \"a\"\":from\" FROM t"),
    ("dollar quotes", "SELECT $$ :company ' \" -- /* $$"),
    ("tagged dollar quotes around another tag", "SELECT $a$ $b$ :company $$ $b$ $a$"),
    ("a name with a dollar sign opens no dollar quote", "SELECT a$b$c FROM t WHERE d$$d"),
    ("a line comment", "SELECT 1 -- :company; it's ORDER BY\n"),
    ("a comment at the end of the file", "SELECT 1 -- the end"),
    ("a block comment", "SELECT /* :company ' ; ORDER BY */ 1"),
    ("nested block comments", "SELECT /* a /* :company */ :from */ 1"),
    ("a comment within a comment's look-alike", "SELECT 1 /*/ :company /**/ */"),
    ("an array slice", "SELECT a[1:2] FROM t"),
    ("a slice between names", "SELECT a[lo:company] FROM t"),
    ("an open slice", "SELECT a[:from], b[to:] FROM t"),
    ("a slice of a result", "SELECT (f(x))[:to], a[1][:from] FROM t"),
    ("a slice with casts in its bounds", "SELECT a[x::int:y::int] FROM t"),
    ("a slice of a quoted name", "SELECT \"a\"[:company] FROM t"),
    ("a named argument", "SELECT f(company := 1)"),
    ("an order inside a window", "SELECT row_number() OVER (ORDER BY a) FROM t"),
    ("an order inside an aggregate", "SELECT string_agg(a, ',' ORDER BY b) FROM t"),
    ("an order inside a subquery", "SELECT * FROM (SELECT a FROM t ORDER BY b LIMIT 1) s"),
    ("an order inside WITH", "WITH s AS (SELECT a FROM t ORDER BY b) SELECT * FROM s"),
    ("within group", "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY a) FROM t"),
    ("a quoted column called order", "SELECT t.\"order\" FROM t"),
    ("a column called order after a point", "SELECT t.order, t.limit FROM t"),
    ("columns named with reserved words", "SELECT a AS limit, b AS offset FROM t"),
    ("a parenthesised select", "((SELECT 1) UNION ALL (SELECT 2))"),
    ("values", "VALUES (1), (2)"),
    ("table", "TABLE t"),
    ("operators with question mark and at sign", "SELECT a @> b, a ? 'x', a #>> '{a,b}' FROM t"),
    ("a json path in a string", "SELECT jsonb_path_query(a, '$.x ? (@.y > 1)') FROM t"),
    ("names beyond ASCII", "SELECT größe, \"naïve :from\", 数量 FROM t"),
    ("numbers of every form", "SELECT 1, .5, 1.5e10, 1.e5, 0x1F, 1_000, 10.::int"),
    ("minus and division are no comments", "SELECT a - b, a / b, a - -1, a * b FROM t"),
    ("line ends of Windows", "SELECT 1 -- x\r\n, 2"),
  ].map { Case(name: $0.0, sql: $0.1, expected: $0.1) }

  static let replaced: [Case] = [
    Case(
      name: "each parameter, in the order of first use",
      sql: "SELECT 1 WHERE d >= :from AND d < :to AND c = :company AND r <= :known_at",
      expected: "SELECT 1 WHERE d >= $1::pg_catalog.date AND d < $2::pg_catalog.date AND c = $3"
        + " AND r <= $4::pg_catalog.timestamptz",
      parameters: [.from, .to, .company, .knownAt]),
    Case(
      name: "a repeated parameter keeps its number",
      sql: "SELECT 1 WHERE (:from IS NULL OR d >= :from) AND c = :company",
      expected: "SELECT 1 WHERE ($1::pg_catalog.date IS NULL OR d >= $1::pg_catalog.date)"
        + " AND c = $2", parameters: [.from, .company]),
    Case(
      name: "a parameter that is cast again", sql: "SELECT :company::uuid, :to::timestamp",
      expected: "SELECT $1::uuid, $2::pg_catalog.date::timestamp", parameters: [.company, .to]),
    Case(
      name: "a parameter close to an operator", sql: "SELECT 1 WHERE c=:company AND(:to>d)",
      expected: "SELECT 1 WHERE c=$1 AND($2::pg_catalog.date>d)", parameters: [.company, .to]),
    Case(
      name: "a parameter glued to a name does not become part of it", sql: "SELECT a:company",
      expected: "SELECT a $1", parameters: [.company]),
    Case(
      name: "an array constructor holds parameters",
      sql: "SELECT ARRAY[:company, 'x'], array [:to]",
      expected: "SELECT ARRAY[$1, 'x'], array [$2::pg_catalog.date]", parameters: [.company, .to]),
    Case(
      name: "a nested array constructor", sql: "SELECT ARRAY[[:company], [:company]]",
      expected: "SELECT ARRAY[[$1], [$1]]", parameters: [.company]),
    Case(
      name: "a parameter in parentheses inside a subscript", sql: "SELECT a[1:(:company)] FROM t",
      expected: "SELECT a[1:($1)] FROM t", parameters: [.company]),
    Case(
      name: "a parameter between comments and strings",
      sql: "SELECT /* :from */ ':to', :company -- :known_at",
      expected: "SELECT /* :from */ ':to', $1 -- :known_at", parameters: [.company]),
    Case(
      name: "a semicolon at the end is dropped", sql: "SELECT :company ; -- done\n;",
      expected: "SELECT $1   -- done\n ", parameters: [.company]),
  ]

  @Test("Everything else is handed over as it stands", arguments: untouched)
  func handsOver(_ example: Case) throws {
    let adapter = try AdapterSQL(scanning: example.sql, file: "a.sql")
    #expect(adapter.text == example.expected + "\n")
    #expect(adapter.parameters.isEmpty)
  }

  @Test("Parameters become numbers", arguments: replaced)
  func numbers(_ example: Case) throws {
    let adapter = try AdapterSQL(scanning: example.sql, file: "a.sql")
    #expect(adapter.text == example.expected + "\n")
    #expect(adapter.parameters == example.parameters)
  }

  struct Refusal: CustomTestStringConvertible, Sendable {
    let sql: String
    let place: String
    let says: String
    var testDescription: String { sql }
  }

  static let refusals: [Refusal] = [
    ("SELECT :tenant", "1:8", "unknown parameter :tenant"),
    ("SELECT :from_date", "1:8", "unknown parameter :from_date"),
    ("SELECT :Company", "1:8", "unknown parameter :Company"),
    ("SELECT :'company'", "1:8", "psql's quoted variables"),
    ("SELECT $1", "1:8", "numbered by the engine"),
    ("SELECT 1;\n  SELECT 2", "2:3", "a second statement"),
    ("SELECT 1; -- x\n/* y */ DROP TABLE t", "2:9", "a second statement"),
    ("SELECT a\nFROM t\n  ORDER BY a", "3:3", "ORDER BY of its own"),
    ("SELECT a FROM t order /* x */ by a", "1:17", "ORDER BY of its own"),
    ("SELECT 1 UNION ALL SELECT 2 ORDER BY 1", "1:29", "ORDER BY of its own"),
    ("SELECT a FROM t LIMIT 5", "1:17", "LIMIT would keep"),
    ("SELECT a FROM t OFFSET 5", "1:17", "OFFSET would keep"),
    ("SELECT a FROM t FETCH FIRST ROW ONLY", "1:17", "FETCH would keep"),
    ("SELECT 'a", "1:8", "string is never closed"),
    ("SELECT E'a\\'", "1:8", "string is never closed"),
    ("SELECT \"a", "1:8", "quoted name is never closed"),
    ("SELECT\n $x$ a $y$", "2:2", "dollar-quoted string is never closed"),
    ("SELECT 1 /* a /* b */", "1:10", "comment is never closed"),
    ("SELECT (1", "1:8", "'(' is never closed"),
    ("SELECT (1;", "1:8", "'(' is never closed"),
    ("SELECT 1)", "1:9", "')' closes nothing"),
    ("SELECT a[1)", "1:11", "')' closes nothing"),
    ("SELECT 1) TO STDOUT; DROP TABLE t; --", "1:9", "')' closes nothing"),
    ("DELETE FROM t", "1:1", "one SELECT"),
    ("  (UPDATE t SET a = 1)", "1:4", "one SELECT"),
    ("-- only a comment\n", "1:1", "holds no statement"),
    ("", "1:1", "holds no statement"),
    ("SELECT 'größe', :größe", "1:17", "unknown parameter :größe"),
  ].map { Refusal(sql: $0.0, place: $0.1, says: $0.2) }

  @Test("What is not one SELECT is refused with its place", arguments: refusals)
  func refuses(_ example: Refusal) {
    let error = #expect(throws: AdapterSQLError.self) {
      try AdapterSQL(scanning: example.sql, file: "jobs/sources/x/items.sql")
    }
    #expect(error?.description.hasPrefix("jobs/sources/x/items.sql:\(example.place): ") == true)
    #expect(error?.message.contains(example.says) == true, "\(error?.message ?? "")")
  }

  @Test("A position the server reports is found in the file again")
  func positions() throws {
    let source = "SELECT :company AS a,\n  :from AS b, nonsense\nFROM t WHERE c = :company"
    let adapter = try AdapterSQL(scanning: source, file: "a.sql")
    for word in ["nonsense", "FROM t", "c ="] as [String] {
      let written = try #require(offset(of: word, in: source))
      let reported = try #require(offset(of: word, in: adapter.text))
      let place = adapter.location(ofServerPosition: reported + 1)
      let before = source.prefix(written)
      #expect(place.line == before.filter { $0 == "\n" }.count + 1, "\(word)")
      #expect(place.column == before.reversed().prefix { $0 != "\n" }.count + 1, "\(word)")
    }
    let parameter = try #require(offset(of: "$2", in: adapter.text))
    #expect(adapter.location(ofServerPosition: parameter + 3) == (2, 3))
  }

  private func offset(of part: String, in text: String) -> Int? {
    text.indices.first { text[$0...].hasPrefix(part) }.map {
      text.distance(from: text.startIndex, to: $0)
    }
  }
}
